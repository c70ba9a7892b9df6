"""What a complaint is about, also in a letter with several matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from huiyin_nlu.linear import LinearText, softmax
from huiyin_nlu.text import sentences
from huiyin_nlu.thresholds import sharpened
from huiyin_nlu.views import LONG

VIEWS = ["chars", "words", "bones", "sounds", "concepts"]
NONE = "none"
HEAT = 0.15
OWN_SHARE = 0.2
SECONDARY = 0.5
WANTS = ("请求", "要求", "希望", "恳请", "查处", "严查", "投诉", "举报", "反映的是", "现反映", "主要是", "最气", "关键是", "追究", "处理")


class CategoryModel:
    """A classifier of complaints, and of sentences within them, that also knows sentences that complain of nothing."""

    def __init__(self, linear: LinearText | None) -> None:
        self.linear = linear

    @classmethod
    def train(cls, texts: list[str], labels: list[str], rest: list[str]) -> CategoryModel:
        """Return a model trained on complaints TEXTS with categories LABELS; REST are messages that complain of nothing."""
        if len(set(labels)) < 2:
            return cls(None)
        some = rest[:: max(1, len(rest) // 700)]
        return cls(LinearText.train(texts + some, [*labels, *[NONE] * len(some)], VIEWS, cost=0.4))

    @property
    def classes(self) -> list[str]:
        """Return the categories, without the class for no complaint."""
        return [name for name in self.linear.classes if name != NONE] if self.linear else []

    def _chances(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the chances of the categories given a complaint, and the chance that it is one."""
        rows = softmax(self.linear.scores(texts) / HEAT)
        places = [place for place, name in enumerate(self.linear.classes) if name != NONE]
        kept = rows[:, places]
        total = kept.sum(axis=1, keepdims=True)
        return kept / np.maximum(total, 1e-9), total[:, 0]

    def chances(self, text: str, other: dict[str, float] | None = None) -> tuple[np.ndarray, list[str]]:
        """Return the chance of each category for TEXT, and the secondary matters of a long one.

        OTHER are the chances that the intent model sees, which are averaged in.
        """
        whole = self._chances([text])[0][0]
        secondary: list[str] = []
        if len(text) > LONG:
            whole, secondary = self._letter(text, whole)
        if other:
            seen = np.asarray([other.get(name, 0.0) for name in self.classes])
            if seen.sum() > 0:
                whole = OWN_SHARE * whole + (1 - OWN_SHARE) * seen / seen.sum()
        return whole, secondary

    def read(self, text: str, other: dict[str, float] | None = None, sharpness: float = 1.0) -> dict:
        """Return `name`, `confidence`, `ranking` and `secondary` categories of TEXT."""
        if self.linear is None or not text:
            return {"name": None, "confidence": 0.0, "ranking": [], "secondary": []}
        chances, secondary = self.chances(text, other)
        chances = sharpened(chances, sharpness)
        order = np.argsort(-chances)
        ranking = [{"name": self.classes[place], "confidence": float(chances[place])} for place in order]
        first = ranking[0]
        return {**first, "ranking": ranking[:6], "secondary": [name for name in secondary if name != first["name"]][:4]}

    def _letter(self, text: str, whole: np.ndarray) -> tuple[np.ndarray, list[str]]:
        parts = list(dict.fromkeys(text[start:end] for start, end in sentences(text) if end - start > 4))[:120]
        if len(parts) < 2:
            return whole, []
        rows, complains = self._chances(parts)
        weights = complains * rows.max(axis=1)
        weights = weights * np.asarray([1.6 if any(word in part for word in WANTS) else 1.0 for part in parts])
        mixed = (rows * weights[:, None]).sum(axis=0) / max(float(weights.sum()), 1e-9)
        peaks = (rows * complains[:, None]).max(axis=0)
        secondary = [self.classes[place] for place in np.argsort(-peaks) if peaks[place] >= SECONDARY]
        return 0.4 * whole + 0.6 * mixed, secondary

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
