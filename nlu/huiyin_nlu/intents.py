"""What a message most wants done, and within complaints about what."""

from __future__ import annotations

import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from huiyin_nlu import neural
from huiyin_nlu.linear import LinearText, softmax
from huiyin_nlu.text import sentences
from huiyin_nlu.views import LONG

VIEWS = ["chars", "words", "bones", "sounds", "concepts", "shape"]
COMPLAINT = "file_complaint"
LINEAR_HEAT = 0.13
NETWORK_SHARE = 0.5
SMALL_TALK = {"greet", "thank", "goodbye", "affirm", "deny", "cancel", "inform", "abuse", "out_of_scope", "bot_challenge", "ask_capability"}
WANTS = ("请求", "要求", "希望", "恳请", "请你们", "请查", "请贵", "望", "麻烦", "想问", "请问", "求", "还我", "给个说法", "申请", "现投诉", "现反映", "特此")


def fine(intent: str, category: str | None) -> str:
    """Return the class that training tells apart: the intent, of complaints with their category."""
    return f"{COMPLAINT}/{category}" if intent == COMPLAINT and category else intent


def train_linear(folder: Path, texts: list[str], labels: list[str], cost: float) -> None:
    """Write to FOLDER a linear model trained on TEXTS and their fine LABELS."""
    LinearText.train(texts, labels, VIEWS, cost=cost).save(folder)


class IntentModel:
    """A linear model and a convolutional network over the same fine classes, their chances mixed."""

    def __init__(self, linear: LinearText, network: neural.Network | None, share: float = NETWORK_SHARE, heat: float = LINEAR_HEAT) -> None:
        self.linear = linear
        self.network = network
        self.share = share if network else 0.0
        self.heat = heat
        self.fine_classes = linear.classes
        self.classes = list(dict.fromkeys(name.split("/")[0] for name in linear.classes))
        self._columns = [linear.classes.index(name) for name in network.classes] if network else []
        self._owner = np.zeros((len(self.fine_classes), len(self.classes)), dtype=np.float32)
        for place, name in enumerate(self.fine_classes):
            self._owner[place, self.classes.index(name.split("/")[0])] = 1

    @classmethod
    def train(cls, texts: list[str], labels: list[str], cost: float = 0.4, epochs: int = 6) -> IntentModel:
        """Return a model trained on normalised TEXTS and their fine LABELS; without EPOCHS, the linear one alone.

        The two halves are trained at the same time, the linear one in a process of its own.
        """
        if not epochs:
            return cls(LinearText.train(texts, labels, VIEWS, cost=cost), None)
        short = [place for place, text in enumerate(texts) if len(text) <= LONG + 30]
        with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as pool:
            linear = pool.submit(train_linear, Path(folder), texts, labels, cost)
            network = neural.train([texts[i] for i in short], [labels[i] for i in short], epochs=epochs)
            linear.result()
            return cls(LinearText.load(Path(folder)), network)

    def fine_chances(self, texts: list[str]) -> np.ndarray:
        """Return the chance of each fine class for each of TEXTS, each taken as one short message."""
        chances = softmax(self.linear.scores(texts) / self.heat)
        if self.network:
            seen = np.zeros_like(chances)
            seen[:, self._columns] = self.network.probabilities(texts)
            chances = (1 - self.share) * chances + self.share * seen
        return chances

    def read(self, text: str) -> tuple[np.ndarray, dict[str, float]]:
        """Return the chances of the fine classes for TEXT of any length, and the highest chance of each intent in any sentence."""
        if len(text) <= LONG:
            whole = self.fine_chances([text])[0]
            return whole, dict(zip(self.classes, (whole @ self._owner).tolist()))
        whole = softmax(self.linear.scores([text]) / self.heat)[0]
        parts = list(dict.fromkeys(text[start:end] for start, end in sentences(text) if end - start > 3))[:120]
        if len(parts) < 2:
            return whole, dict(zip(self.classes, (whole @ self._owner).tolist()))
        rows = self.fine_chances(parts)
        intents = rows @ self._owner
        weights = intents.max(axis=1) ** 2
        for place, part in enumerate(parts):
            if self.classes[int(intents[place].argmax())] in SMALL_TALK:
                weights[place] *= 0.15
            if any(word in part for word in WANTS):
                weights[place] *= 1.8
        mixed = (rows * weights[:, None]).sum(axis=0) / max(float(weights.sum()), 1e-9)
        return 0.4 * whole + 0.6 * mixed, dict(zip(self.classes, intents.max(axis=0).tolist()))

    def coarse(self, chances: np.ndarray) -> np.ndarray:
        """Return the chances of the intents, given those of the fine classes."""
        return chances @ self._owner

    def categories(self, chances: np.ndarray) -> dict[str, float]:
        """Return the chances of the categories, given a complaint and the CHANCES of the fine classes."""
        rows = {name.split("/")[1]: float(chance) for name, chance in zip(self.fine_classes, chances) if "/" in name}
        total = sum(rows.values()) or 1.0
        return {name: chance / total for name, chance in rows.items()}

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER."""
        folder = Path(folder)
        self.linear.save(folder / "linear")
        if self.network:
            self.network.save(folder / "network")
        (folder / "mix.json").write_text(json.dumps({"share": self.share, "heat": self.heat}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Return the model that `save` wrote to FOLDER."""
        folder = Path(folder)
        mix = json.loads((folder / "mix.json").read_text(encoding="utf-8"))
        network = neural.Network.load(folder / "network") if (folder / "network").exists() else None
        return cls(LinearText.load(folder / "linear"), network, mix["share"], mix["heat"])
