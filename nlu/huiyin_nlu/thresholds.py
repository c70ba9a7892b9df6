"""How sure an intent must be to be acted on."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from huiyin_nlu import paths

FILE = paths.ROOM / "thresholds.yml"
CONTENT = re.compile(r"[0-9A-Za-z\u3400-\u9fff\U0001f300-\U0001faff\u2600-\u27bf]")


@dataclass(frozen=True)
class Verdict:
    """Whether an intent may be acted on, how sure it was, and if not why: contentless, unsure, or close."""

    accepted: bool
    confidence: float
    reason: str | None = None


def contentless(text: str) -> bool:
    """Return whether TEXT says nothing: no character that could carry meaning, or one character repeated."""
    bare = "".join(CONTENT.findall(text))
    if not bare:
        return True
    return len(bare) >= 3 and len(set(bare)) == 1 and "\u3400" <= bare[0] <= "\u9fff" and bare[0] not in "好对是行嗯谢哈滚要不中得"


@dataclass(frozen=True)
class Thresholds:
    """The least confidence by intent, and the least distance to the second intent."""

    default: float
    margin: float
    intents: dict[str, float]

    @classmethod
    def read(cls) -> Thresholds:
        """Return the thresholds of `nlu/thresholds.yml`; none at all if it is missing."""
        if not FILE.is_file():
            return cls(0.0, 0.0, {})
        table = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return cls(float(table["default"]), float(table["margin"]), {name: float(least) for name, least in (table["intents"] or {}).items()})

    def judge(self, text: str, ranking: list[dict]) -> Verdict:
        """Return the verdict on the first of RANKING for TEXT."""
        if not ranking or contentless(text):
            return Verdict(False, 0.0, "contentless")
        first = ranking[0]
        confidence = float(first["confidence"])
        if confidence < self.intents.get(first["name"], self.default):
            return Verdict(False, confidence, "unsure")
        if len(ranking) > 1 and confidence - ranking[1]["confidence"] < self.margin:
            return Verdict(False, confidence, "close")
        return Verdict(True, confidence)
