"""What a message most wants done."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from huiyin_nlu.calibration import folds, temperature
from huiyin_nlu.linear import LinearText

VIEWS = ["chars", "words", "bones", "sounds", "shape"]


class IntentModel:
    """A calibrated classifier of messages."""

    def __init__(self, linear: LinearText) -> None:
        self.linear = linear

    @property
    def classes(self) -> list[str]:
        """Return the intents it tells apart."""
        return self.linear.classes

    @classmethod
    def train(cls, texts: list[str], labels: list[str], cost: float = 0.3) -> IntentModel:
        """Return a model trained on normalised TEXTS and their LABELS, calibrated on held-out folds."""
        model = cls(LinearText.train(texts, labels, VIEWS, cost=cost))
        truth = np.asarray([model.classes.index(label) for label in labels])
        scores = np.zeros((len(texts), len(model.classes)), dtype=np.float32)
        for inside, outside in folds(labels, 3):
            part = LinearText.train([texts[i] for i in inside], [labels[i] for i in inside], VIEWS, cost=cost)
            columns = [model.classes.index(name) for name in part.classes]
            scores[np.ix_(outside, columns)] = part.scores([texts[i] for i in outside])
        model.linear.temperature = temperature(scores, truth)
        return model

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """Return the chance of each intent for each of TEXTS."""
        return self.linear.probabilities(texts)

    def ranking(self, text: str) -> list[tuple[str, float]]:
        """Return all intents of TEXT with their chance, likeliest first."""
        chances = self.probabilities([text])[0]
        return [(self.classes[place], float(chances[place])) for place in np.argsort(-chances)]

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER."""
        self.linear.save(Path(folder) / "linear")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Return the model that `save` wrote to FOLDER."""
        return cls(LinearText.load(Path(folder) / "linear"))
