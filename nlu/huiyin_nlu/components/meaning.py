"""Intent, complaint category and safety."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu import beside
from huiyin_nlu.categories import CategoryModel
from huiyin_nlu.components.base import Component
from huiyin_nlu.intents import IntentModel, fine
from huiyin_nlu.safety import SafetyModel
from huiyin_nlu.thresholds import Thresholds, ranked

RAW, PEAKS, ALIKE, DANGER = "intent_chances", "intent_peaks", "category_chances", "safety_chances"


def _metadata(message: Message) -> dict:
    table = message.get(METADATA) or {}
    made = dict(table.get(METADATA_INTENT) or {}) if isinstance(table.get(METADATA_INTENT), dict) else {}
    if isinstance(table.get(METADATA_EXAMPLE), dict):
        made.update(table[METADATA_EXAMPLE])
    return made


def _labelled(training_data: TrainingData) -> list[tuple[str, str, str | None]]:
    return [
        (message.get(TEXT), message.get(INTENT), _metadata(message).get("category"))
        for message in training_data.intent_examples
        if message.get(TEXT) and message.get(INTENT)
    ]


class _Kept(Component):
    """A component around a model that is written to and read from one folder."""

    MODEL: type

    def __init__(self, config: dict[str, Any], storage: ModelStorage | None = None, resource: Resource | None = None, model: Any = None) -> None:
        super().__init__(config, storage, resource)
        self.model = model
        self.thresholds = Thresholds.read()

    def train(self, training_data: TrainingData) -> Resource:
        """Return the resource that the trained model was written to; the tagger trains at the same time."""
        beside.begin(training_data)
        self.model = self._trained(_labelled(training_data))
        with self.storage.write_to(self.resource) as folder:
            self.model.save(folder)
        return self.resource

    @abstractmethod
    def _trained(self, rows: list[tuple[str, str, str | None]]) -> Any:
        """Return the model made of ROWS of (text, intent, category)."""

    @classmethod
    def load(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any) -> _Kept:
        """Return the component with the model trained before."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.MODEL.load(folder))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ChineseIntentClassifier(_Kept, IntentClassifier):
    """Names what a message most wants done, with calibrated confidence."""

    MODEL = IntentModel

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return how many intents the ranking shows, and how often the network sees the data (0: no network)."""
        return {"ranking_length": 10, "epochs": 6}

    def _trained(self, rows: list[tuple[str, str, str | None]]) -> IntentModel:
        return IntentModel.train([text for text, _, _ in rows], [fine(intent, category) for _, intent, category in rows], epochs=self.config["epochs"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with intent and ranking."""
        limits = self.thresholds
        for message in messages:
            chances, peaks = self.model.read(message.get(TEXT) or "")
            intents = limits.sharpened(self.model.coarse(chances))
            ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked(self.model.classes, intents, limits.outside)]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set("intent_ranking", ranking[: self.config["ranking_length"]], add_to_output=True)
            message.set(RAW, dict(zip(self.model.classes, self.model.coarse(chances).tolist())))
            message.set(PEAKS, peaks)
            message.set(ALIKE, self.model.categories(chances))
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CategoryClassifier(_Kept):
    """Names what a complaint is about, sentence by sentence in a long letter."""

    MODEL = CategoryModel

    def _trained(self, rows: list[tuple[str, str, str | None]]) -> CategoryModel:
        complaints = [(text, category) for text, _, category in rows if category]
        rest = [text for text, intent, _ in rows if intent != "file_complaint"]
        return CategoryModel.train([text for text, _ in complaints], [category for _, category in complaints], rest)

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with `category`: name, confidence, ranking, and secondary matters."""
        for message in messages:
            message.set("category", self.model.read(message.get(TEXT) or "", message.get(ALIKE), self.thresholds.category_sharpness), add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SafetyGuard(_Kept):
    """Sees danger and plans to go together, by words and by model; what it sees becomes the intent."""

    MODEL = SafetyModel

    def _trained(self, rows: list[tuple[str, str, str | None]]) -> SafetyModel:
        return SafetyModel.train([text for text, _, _ in rows], [intent for _, intent, _ in rows])

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with `safety`; where it is not null, it is the intent."""
        for message in messages:
            ranking = message.get("intent_ranking") or []
            verdict = self.model.judge(message.get(TEXT) or "", message.get(PEAKS) or {row["name"]: row["confidence"] for row in ranking})
            message.set("safety", verdict, add_to_output=True)
            message.set(DANGER, verdict.pop("chances"))
            if verdict["override"] and message.get(INTENT, {}).get("name") != verdict["name"]:
                first = {"name": verdict["name"], "confidence": verdict["confidence"]}
                message.set(INTENT, first, add_to_output=True)
                message.set("intent_ranking", [first, *(row for row in ranking if row["name"] != verdict["name"])], add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConfidenceGate(Component):
    """Turns an intent that is too unsure, by its own threshold, into `nlu_fallback`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return whether the gate replaces the intent; the ranking always keeps it."""
        return {"replace": True}

    def __init__(self, config: dict[str, Any], storage: ModelStorage | None = None, resource: Resource | None = None) -> None:
        super().__init__(config, storage, resource)
        self._thresholds = Thresholds.read()

    def process(self, messages: list[Message]) -> list[Message]:
        """Return MESSAGES with `accepted`; if false and set so, the intent is `nlu_fallback`."""
        for message in messages:
            verdict = self._thresholds.judge(message.get(TEXT) or "", message.get("intent_ranking") or [])
            safe = (message.get("safety") or {}).get("override", False)
            accepted = verdict.accepted or safe
            message.set("accepted", accepted, add_to_output=True)
            message.set("doubt", None if accepted else verdict.reason, add_to_output=True)
            if not accepted and self.config["replace"]:
                first = {"name": "nlu_fallback", "confidence": verdict.confidence}
                message.set(INTENT, first, add_to_output=True)
                message.set("intent_ranking", [first, *(message.get("intent_ranking") or [])], add_to_output=True)
        return messages
