"""How sure an intent must be to be acted on: figures kept in `nlu/thresholds.yml`, made by `huiyin_nlu.calibrate`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import yaml

from huiyin_nlu import paths

FILE = paths.ROOM / "thresholds.yml"
CONTENT = re.compile(r"[0-9A-Za-z\u3400-\u9fff👌👍✅👎❌✖🙅👋🙏🛑🔙🤖🖕💩🆘🔪💊]")
REPEATABLE = "好对是行嗯谢哈滚要不中得喂救停退"
OUTSIDE = ("out_of_scope", "other_department")
OUTSIDE_WEIGHTS = {"outside": 1.0, "inside": 0.0, "constant": 0.0}
SAFETY = {kind: {"alone": 0.25, "backed": 0.1, "hinted": 0.1, "override": 0.4} for kind in ("crisis", "collective_action")}


@dataclass(frozen=True)
class Verdict:
    """Whether an intent may be acted on, how sure it was, and if not why: contentless, unsure, or close."""

    accepted: bool
    confidence: float
    reason: str | None = None


def contentless(text: str) -> bool:
    """Return whether TEXT says nothing: no character or gesture that could carry meaning, or one character repeated."""
    bare = "".join(CONTENT.findall(text))
    if not bare:
        return True
    return len(bare) >= 3 and len(set(bare)) == 1 and "\u3400" <= bare[0] <= "\u9fff" and bare[0] not in REPEATABLE


@dataclass(frozen=True)
class Thresholds:
    """`sharpness` raises chances to a power so that they mean what they say; `outside` weighs what speaks for a message
    from outside the office's business; `intents` the least confidence of each intent; `margin` the least distance to
    the second; `safety` the levels of each kind."""

    sharpness: float = 1.0
    category_sharpness: float = 1.0
    outside: dict[str, float] = field(default_factory=lambda: OUTSIDE_WEIGHTS)
    default: float = 0.0
    margin: float = 0.0
    intents: dict[str, float] = field(default_factory=dict)
    safety: dict[str, dict[str, float]] = field(default_factory=lambda: SAFETY)

    @classmethod
    def read(cls) -> Thresholds:
        """Return the thresholds of `nlu/thresholds.yml`; the defaults if it is missing."""
        return cls(**yaml.safe_load(FILE.read_text(encoding="utf-8"))) if FILE.is_file() else cls()

    def sharpened(self, chances: np.ndarray) -> np.ndarray:
        """Return CHANCES, along the last axis, as confidences that mean what they say."""
        return sharpened(chances, self.sharpness)

    def judge(self, text: str, ranking: list[dict]) -> Verdict:
        """Return the verdict on the first of RANKING for TEXT."""
        if not ranking or contentless(text):
            return Verdict(False, 0.0, "contentless")
        first = ranking[0]
        confidence = float(first["confidence"])
        if confidence < self.intents.get(first["name"], self.default):
            close = len(ranking) > 1 and confidence - ranking[1]["confidence"] < 0.1
            return Verdict(False, confidence, "close" if close else "unsure")
        if len(ranking) > 1 and confidence - ranking[1]["confidence"] < self.margin:
            return Verdict(False, confidence, "close")
        return Verdict(True, confidence)


def sharpened(chances: np.ndarray, power: float) -> np.ndarray:
    """Return CHANCES raised to POWER and brought back to a sum of one along the last axis."""
    raised = np.power(np.clip(chances, 1e-9, 1), power)
    return raised / raised.sum(axis=-1, keepdims=True)


def log_odds(chance: np.ndarray | float) -> np.ndarray:
    """Return the natural logarithm of the odds of CHANCE, kept finite."""
    kept = np.clip(chance, 1e-7, 1 - 1e-7)
    return np.log(kept / (1 - kept))


def ranked(names: list[str], chances: np.ndarray, weights: dict[str, float]) -> list[tuple[str, float]]:
    """Return NAMES by CHANCES, likeliest first; the classes outside the business lead where the WEIGHTS say so.

    Much that is said in the world was never seen in training and looks like business at first sight, only not quite:
    the log-odds of the classes outside together are weighed against those of the likeliest inside.
    """
    order = [int(place) for place in np.argsort(-chances)]
    beyond = [place for place in order if names[place] in OUTSIDE]
    if beyond and len(beyond) < len(order) and names[order[0]] not in OUTSIDE:
        outside, inside = log_odds(chances[beyond].sum()), log_odds(chances[order[0]])
        if weights["outside"] * outside - weights["inside"] * inside + weights["constant"] >= 0:
            order.remove(beyond[0])
            order.insert(0, beyond[0])
    return [(names[place], float(chances[place])) for place in order]
