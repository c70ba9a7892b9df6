"""Entities: tagged by a learned field that sees the gazetteer and the patterns, merged, and given a value."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu import beside, merging, tagging, values
from huiyin_nlu.components.base import Component
from huiyin_nlu.components.normaliser import ORIGINAL
from huiyin_nlu.county import county
from huiyin_nlu.gazetteer import gazetteer
from huiyin_nlu.patterns import numbers
from huiyin_nlu.text import normalise, sentences

TAGGED, NUMBERED, KNOWN = "tagged_spans", "numbered_spans", "known_spans"


def today() -> date:
    """Return the day that relative dates count from: HUIYIN_TODAY if set, else today in China."""
    named = os.environ.get("HUIYIN_TODAY")
    return date.fromisoformat(named) if named else datetime.now(ZoneInfo("Asia/Shanghai")).date()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternExtractor(Component):
    """Finds numbers of persons, phones, cards and cases by form and check digit."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with the spans found."""
        for message in messages:
            message.set(NUMBERED, [(find.start, find.end, find.entity) for find in numbers(message.get(TEXT) or "")])
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GazetteerExtractor(Component):
    """Finds the known surfaces of lexicon and county, longest first."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with the spans found."""
        for message in messages:
            message.set(KNOWN, [(find.start, find.end, find.entity) for find in gazetteer().find(message.get(TEXT) or "")])
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SequenceTagger(Component):
    """Tags characters by a conditional random field."""

    FILE = "tagger.crfsuite"

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage | None = None, resource: Resource | None = None, tagger: tagging.Tagger | None = None
    ) -> None:
        super().__init__(config, storage, resource)
        self._tagger = tagger

    def train(self, training_data: TrainingData) -> Resource:
        """Return the resource that the trained field was written to."""
        with self.storage.write_to(self.resource) as folder:
            (folder / self.FILE).write_bytes(beside.result(training_data))
        return self.resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SequenceTagger:
        """Return the tagger trained before."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, tagging.Tagger((folder / cls.FILE).read_bytes()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with tagged spans."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = []
            for start, end in sentences(text):
                found += [(start + left, start + right, entity) for left, right, entity in self._tagger.spans(text[start:end])]
            message.set(TAGGED, found)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityMerger(Component):
    """Settles overlaps of tagger, patterns and gazetteer, and gives each entity its value and verdict."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with their entities."""
        day = today()
        for message in messages:
            text = message.get(TEXT) or ""
            pauses = normalise(message.get(ORIGINAL) or text).pauses()
            spans = merging.merge(text, message.get(TAGGED) or [], message.get(NUMBERED) or [], message.get(KNOWN) or [], pauses)
            within = {code for start, end, entity, _ in spans if entity in ("place", "organ") for code in county().resolve_place(text[start:end])[:1]}
            entities = []
            for start, end, entity, extractor in spans:
                normalised, valid = values.value(entity, text[start:end], day, within)
                found = {"entity": entity, "start": start, "end": end, "value": text[start:end], "normalised": normalised, "extractor": extractor}
                if valid is not None:
                    found["valid"] = valid
                entities.append(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
