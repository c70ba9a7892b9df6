"""Messages made uniform at the start of the pipeline, and given back as typed at its end."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_VALUE, TEXT
from rasa.shared.nlu.training_data.message import Message

from huiyin_nlu.components.base import Component
from huiyin_nlu.text import normalise

ORIGINAL = "original_text"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Normaliser(Component):
    """Replaces a message's text by its normal form and moves annotated spans along."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with normal text; what was typed is kept beside it."""
        for message in messages:
            typed = message.get(TEXT)
            if not isinstance(typed, str) or message.get(ORIGINAL) is not None:
                continue
            normal = normalise(typed)
            message.set(ORIGINAL, typed)
            message.set(TEXT, normal.text)
            if message.get(ENTITIES):
                message.set(ENTITIES, [entity for entity in (_moved(e, normal) for e in message.get(ENTITIES)) if entity])
        return messages


def _moved(entity: dict, normal) -> dict | None:
    start, end = normal.from_original(entity["start"], entity["end"])
    if start >= end:
        return None
    moved = {**entity, "start": start, "end": end}
    if entity.get(ENTITY_ATTRIBUTE_VALUE) == normal.original[entity["start"] : entity["end"]]:
        moved[ENTITY_ATTRIBUTE_VALUE] = normal.text[start:end]
    return moved


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Restorer(Component):
    """Gives a message back the text that was typed, entities pointing into it."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with their typed text; an entity's value is its surface there."""
        for message in messages:
            typed = message.get(ORIGINAL)
            if typed is None:
                continue
            normal = normalise(typed)
            entities = []
            for entity in message.get(ENTITIES) or []:
                start, end = normal.to_original(entity["start"], entity["end"])
                entities.append({**entity, "start": start, "end": end, ENTITY_ATTRIBUTE_VALUE: typed[start:end]})
            message.set(TEXT, typed, add_to_output=True)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
