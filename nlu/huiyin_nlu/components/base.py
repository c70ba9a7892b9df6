"""What all Huiyin components share."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu import fingerprint, prepared


class Component(GraphComponent):
    """A graph component whose cache key covers the lexicon, the county and this package."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage | None = None, resource: Resource | None = None) -> None:
        self.config = config
        self.storage = storage
        self.resource = resource

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Component:
        """Return a new, untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the files that this component reads besides its input."""
        return fingerprint.components()

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Return the languages: Chinese."""
        return ["zh"]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return TRAINING_DATA with its messages processed."""
        mark = prepared.mark(training_data, type(self).__name__, self.config)
        self.process([message for message in training_data.training_examples if message.get(TEXT)])
        return prepared.Prepared(training_data, mark)

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES, unchanged."""
        return messages
