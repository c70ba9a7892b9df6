"""Danger, and plans to go together or to a higher level: words and a model back each other up."""

from __future__ import annotations

import json
from pathlib import Path


from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.linear import LinearText
from huiyin_nlu.text import sentences

KINDS = ("crisis", "collective_action")
VIEWS = ["chars", "bones", "sounds"]
REST = "none"


class SafetyModel:
    """Judges each sentence by a linear model and by the lexicon's words."""

    def __init__(self, linear: LinearText, levels: dict[str, dict[str, float]]) -> None:
        self.linear = linear
        self.levels = levels

    @classmethod
    def train(cls, texts: list[str], labels: list[str]) -> SafetyModel:
        """Return a model that tells the two kinds from everything else."""
        kinds = [label if label in KINDS else REST for label in labels]
        model = cls(LinearText.train(texts, kinds, VIEWS, cost=0.5), {kind: {"alone": 0.5, "backed": 0.2} for kind in KINDS})
        model.linear.temperature = 0.35
        return model

    def words(self, text: str) -> dict[str, list[str]]:
        """Return the words of danger of each kind that TEXT shows, none where a phrase speaks against it."""
        found = {}
        for kind, table in lexicon().safety.items():
            bare = text
            for phrase in table.against:
                bare = bare.replace(phrase, "")
            found[kind] = [word for word in table.strong if word in bare]
        return found

    def judge(self, text: str, intents: dict[str, float]) -> dict:
        """Return `name`, `confidence`, `words` and whether it overrides the topic of TEXT.

        INTENTS are the chances that the intent classifier gave.
        """
        quiet = {"name": None, "confidence": 0.0, "words": [], "override": False, "watch": None}
        if not text or self.linear is None:
            return quiet
        parts = [text]
        if len(text) > 60:
            parts += [text[start:end] for start, end in sentences(text)]
        rows = self.linear.probabilities(parts)
        said = self.words(text)
        best = quiet
        for kind in KINDS:
            if kind not in self.linear.classes:
                continue
            chance = float(rows[:, self.linear.classes.index(kind)].max())
            chance = max(chance, intents.get(kind, 0.0))
            level = self.levels[kind]["backed" if said.get(kind) else "alone"]
            if chance >= level and chance > best["confidence"]:
                best = {"name": kind, "confidence": chance, "words": said.get(kind, []), "override": True, "watch": kind}
            elif said.get(kind) and not best["watch"]:
                best = {**best, "watch": kind, "words": said[kind]}
        return best

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER."""
        self.linear.save(Path(folder) / "safety")
        (Path(folder) / "levels.json").write_text(json.dumps(self.levels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> SafetyModel:
        """Return the model that `save` wrote to FOLDER."""
        return cls(LinearText.load(Path(folder) / "safety"), json.loads((Path(folder) / "levels.json").read_text(encoding="utf-8")))


