"""Danger, and plans to go together or to a higher level: words and a model back each other up."""

from __future__ import annotations

from pathlib import Path

from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.linear import LinearText, softmax
from huiyin_nlu.text import sentences
from huiyin_nlu.thresholds import Thresholds

KINDS = ("crisis", "collective_action")
VIEWS = ["chars", "bones", "sounds", "concepts"]
REST = "none"
HEAT = 0.25
LONG = 60
LETTER = 200
HINTED = 0.5


def _parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


class SafetyModel:
    """Judges each sentence by a linear model, the intent classifier's chances, and the lexicon's words."""

    def __init__(self, linear: LinearText, thresholds: Thresholds | None = None) -> None:
        self.linear = linear
        self.thresholds = thresholds or Thresholds.read()

    @classmethod
    def train(cls, texts: list[str], labels: list[str]) -> SafetyModel:
        """Return a model that tells the two kinds from everything else, also from the sentences of letters that speak of neither."""
        kinds = [label if label in KINDS else REST for label in labels]
        calm = [part for text, kind in zip(texts, kinds) if kind == REST and len(text) > LETTER for part in _parts(text)]
        return cls(LinearText.train([*texts, *calm], [*kinds, *[REST] * len(calm)], VIEWS, cost=0.4))

    def words(self, text: str) -> dict[str, list[str]]:
        """Return the words of each kind that TEXT shows, what speaks against it left out."""
        found = {}
        for kind, table in lexicon().safety.items():
            bare = text
            for phrase in table.against:
                bare = bare.replace(phrase, "")
            found[kind] = [word for word in table.strong if word in bare]
        return found

    def hints(self, text: str) -> dict[str, str]:
        """Return of each kind the first hint that TEXT gives, the empty string if none."""
        parts = _parts(text) if len(text) > LONG else [text]
        return {kind: next((match.group() for part in parts if (match := table.hints.search(part))), "") for kind, table in lexicon().safety.items()}

    def plain(self, text: str) -> dict[str, bool]:
        """Return of each kind whether TEXT gives an everyday reason that explains it."""
        return {kind: bool(table.plain and table.plain.search(text)) for kind, table in lexicon().safety.items()}

    def chances(self, text: str) -> dict[str, float]:
        """Return the highest chance of each kind in TEXT or any sentence of it."""
        parts = [text]
        if len(text) > LONG:
            parts += _parts(text)[:120]
        rows = softmax(self.linear.scores(parts) / HEAT)
        return {kind: float(rows[:, self.linear.classes.index(kind)].max()) for kind in KINDS if kind in self.linear.classes}

    def judge(self, text: str, intents: dict[str, float]) -> dict:
        """Return `name` and `confidence` if a human must see TEXT, its `words`, and whether it overrides the topic.

        INTENTS are the chances that the intent classifier gave. The lexicon lowers the bar for the model, and
        the model the bar for the lexicon; a hint is enough to be seen, and with some doubt of the model to override.
        An everyday reason without any such word raises the bar to that of overriding, and the topic stays. So does a
        letter, of whose many sentences one is easily misjudged: there a chance that no word backs never overrides.
        """
        best = {"name": None, "confidence": 0.0, "words": [], "override": False, "chances": {}}
        if not text:
            return best
        said = self.words(text)
        hinted = self.hints(text)
        plain = self.plain(text)
        mixed = {kind: 0.5 * own + 0.5 * intents.get(kind, 0.0) for kind, own in self.chances(text).items()}
        for kind, chance in mixed.items():
            words = [*said.get(kind, []), *filter(None, [hinted[kind]])]
            levels = self.thresholds.safety[kind]
            letter = len(text) > LETTER and not words
            bar = levels["backed" if words else "override" if plain[kind] or letter else "alone"]
            seen = hinted[kind] or chance >= bar
            override = not letter and bool(words or not plain[kind]) and chance >= levels["hinted" if hinted[kind] else "override"]
            sure = max(chance, HINTED) if hinted[kind] else chance
            if seen and sure > best["confidence"]:
                best = {"name": kind, "confidence": sure, "words": words, "override": override}
        best["chances"] = {kind: [chance, bool(said.get(kind)), bool(hinted[kind])] for kind, chance in mixed.items()}
        return best

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER."""
        self.linear.save(Path(folder) / "safety")

    @classmethod
    def load(cls, folder: Path) -> SafetyModel:
        """Return the model that `save` wrote to FOLDER."""
        return cls(LinearText.load(Path(folder) / "safety"))
