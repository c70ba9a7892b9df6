"""What a complaint is about, also in a letter with several matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from huiyin_nlu.calibration import folds, temperature
from huiyin_nlu.linear import LinearText
from huiyin_nlu.text import sentences

VIEWS = ["chars", "words", "bones", "sounds"]
NONE = "none"
LONG = 100


class CategoryModel:
    """A calibrated classifier of complaints, and of sentences within them."""

    def __init__(self, linear: LinearText) -> None:
        self.linear = linear

    @classmethod
    def train(cls, texts: list[str], labels: list[str], rest: list[str]) -> CategoryModel:
        """Return a model trained on complaints TEXTS with categories LABELS; REST are messages that complain of nothing."""
        if len(set(labels)) < 2:
            return cls(LinearText.train(texts + rest, [*labels, *[NONE] * len(rest)], VIEWS, cost=0.3, least=1)) if texts and rest else cls(None)
        model = cls(LinearText.train(texts, labels, VIEWS, cost=0.3, least=1))
        classes = model.linear.classes
        truth = np.asarray([classes.index(label) for label in labels])
        scores = np.zeros((len(texts), len(classes)), dtype=np.float32)
        for inside, outside in folds(labels, 4):
            part = LinearText.train([texts[i] for i in inside], [labels[i] for i in inside], VIEWS, cost=0.3, least=1)
            scores[np.ix_(outside, [classes.index(name) for name in part.classes])] = part.scores([texts[i] for i in outside])
        model.linear.temperature = temperature(scores, truth)
        return model

    def read(self, text: str) -> dict:
        """Return `name`, `confidence`, `ranking` and `secondary` categories of TEXT."""
        if self.linear is None or not text:
            return {"name": None, "confidence": 0.0, "ranking": [], "secondary": []}
        chances = self.linear.probabilities([text])[0]
        secondary: list[str] = []
        if len(text) > LONG:
            chances, secondary = self._letter(text, chances)
        order = np.argsort(-chances)
        ranking = [{"name": self.linear.classes[place], "confidence": float(chances[place])} for place in order]
        first = ranking[0]
        return {**first, "ranking": ranking[:6], "secondary": [name for name in secondary if name != first["name"]]}

    def _letter(self, text: str, whole: np.ndarray) -> tuple[np.ndarray, list[str]]:
        parts = [text[start:end] for start, end in sentences(text) if end - start > 4]
        if len(parts) < 2:
            return whole, []
        rows = self.linear.probabilities(parts)
        strength = rows.max(axis=1) ** 2
        mixed = 0.5 * whole + 0.5 * (rows * strength[:, None]).sum(axis=0) / strength.sum()
        peaks = rows.max(axis=0)
        secondary = [self.linear.classes[place] for place in np.argsort(-peaks) if peaks[place] >= 0.6]
        return mixed, secondary[:4]

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER."""
        if self.linear is not None:
            self.linear.save(Path(folder) / "category")
        else:
            (Path(folder) / "empty").write_text("", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> CategoryModel:
        """Return the model that `save` wrote to FOLDER."""
        kept = Path(folder) / "category"
        return cls(LinearText.load(kept) if kept.exists() else None)
