"""Words for Rasa's own components."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu import fingerprint, prepared
from huiyin_nlu.cutter import cutter


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ChineseTokenizer(Tokenizer):
    """Cuts Chinese text with a jieba of its own; annotated entities always end on a token's edge."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's settings for tokenizers."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Return the languages: Chinese."""
        return ["zh"]

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> ChineseTokenizer:
        """Return a tokenizer."""
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash that changes with the dictionary."""
        return fingerprint.components()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return TRAINING_DATA with its messages cut."""
        mark = prepared.mark(training_data, type(self).__name__, self._config)
        return prepared.Prepared(super().process_training_data(training_data), mark)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of ATTRIBUTE, cut also at the edges of annotated entities."""
        text = message.get(attribute)
        edges = set()
        if attribute == TEXT:
            for entity in message.get(ENTITIES) or []:
                edges |= {entity["start"], entity["end"]}
        tokens = []
        for start, end in cutter().cut(text):
            inner = sorted(edge for edge in edges if start < edge < end)
            for left, right in zip([start, *inner], [*inner, end]):
                if text[left:right].strip():
                    tokens.append(Token(text[left:right], left))
        return tokens
