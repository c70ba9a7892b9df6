"""Which of several things a message asks, learnt from ways to ask each and from messages that ask none of them: least
squares over characters, pairs of characters and senses."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.words import plain

Weights = NDArray[np.float32]
Row = tuple[list[int], list[float]]
"""The places of a text's features and their weights; of unit length, before the first place, which every text has."""

_MARKS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+")
_EDGE, _SENSE = "|", "§"
_SENSES_COUNT = 1.5
"""How much a sense counts beside a character."""
_HELD_BACK = 0.3
"""How much the weights are held back from following single examples; fitted by `python -m actions.complaint.tuning`."""
_STEPS = 60


class Readable(Protocol):
    """What makes of a text the features that it is known by."""

    def features(self, text: str) -> Counter[str]:
        """The features of a text, counted."""
        ...


class Reading:
    """How a text is read: ways to write the same made one, and the senses that its words have."""

    def __init__(self, same: Mapping[str, Sequence[str]], senses: Mapping[str, Sequence[str]]) -> None:
        """`same`: what is read in the place of each of the others; `senses`: words that speak of one thing."""
        self._usual = {other: usual for usual, others in same.items() for other in others}
        self._others = _any_of(self._usual)
        self._senses = {f"{_SENSE}{sense}": _any_of(words) for sense, words in senses.items()}

    def features(self, text: str) -> Counter[str]:
        """The characters, pairs of characters and senses of a text, counted; all figures are alike."""
        clean = _FIGURES.sub("0", _MARKS.sub("", plain(text)))
        usual = self._others.sub(lambda found: self._usual[found[0]], clean)
        pairs = (first + second for first, second in pairwise(f"{_EDGE}{usual}{_EDGE}"))
        senses = (sense for sense, words in self._senses.items() if words.search(clean))
        return Counter([*usual, *pairs, *senses])


@dataclass(frozen=True)
class Likely:
    """What a message asks most likely; `lead`: how far it is before everything else that could be meant, none included."""

    asked: str
    lead: float


def listed_once(ways: Iterable[str]) -> None:
    """Nothing, where each way to say something is listed in one place.

    Raises:
        ValueError: some are listed twice, and they are named.
    """
    if twice := [way for way, times in Counter(ways).items() if times > 1]:
        raise ValueError(f"写了两处：{'、'.join(twice)}")


class Examples:
    """What was learnt from examples, in about half a second; what a message asks is told in a tenth of a millisecond."""

    def __init__(self, asked: Mapping[str, Sequence[str]], beside: Sequence[str], reading: Readable) -> None:
        """`asked`: for each thing that can be asked the ways to ask it; `beside`: messages that ask none of them."""
        self._reading = reading
        self._names = list(asked)
        groups = [*asked.values(), beside]
        texts = [reading.features(text) for group in groups for text in group]
        spread = Counter(feature for text in texts for feature in text)
        self._places = {feature: at for at, feature in enumerate(spread, start=1)}
        self._telling = {
            feature: (1 + log((1 + len(texts)) / (1 + count))) * _weight(feature)
            for feature, count in spread.items()
        }
        self._strange = 1 + log(1 + len(texts))
        wanted = np.full((len(texts), len(groups)), -1, dtype=np.float32)
        wanted[np.arange(len(texts)), np.repeat(np.arange(len(groups)), [len(group) for group in groups])] = 1
        self._weights = _fitted([self._row(text) for text in texts], wanted)

    def likely(self, text: str) -> Likely:
        scores, none = self.scores(text)
        best, *others = sorted(((score, name) for name, score in scores.items()), reverse=True)
        return Likely(best[1], best[0] - max(none, *(score for score, _ in others)))

    def scores(self, text: str) -> tuple[dict[str, float], float]:
        """How near a text is to each thing that can be asked (1 to be it, -1 not to be), and to none of them."""
        places, weights = self._row(self._reading.features(text))
        *scores, none = (np.array(weights, dtype=np.float32) @ self._weights[places]).tolist()
        return dict(zip(self._names, scores, strict=True)), none

    def _row(self, text: Counter[str]) -> Row:
        weighed = {
            feature: (1 + log(count)) * self._telling.get(feature, self._strange)
            for feature, count in text.items()
        }
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1
        known = [feature for feature in weighed if feature in self._places]
        return [0, *(self._places[feature] for feature in known)], [
            1.0,
            *(weighed[feature] / length for feature in known),
        ]


def _weight(feature: str) -> float:
    return _SENSES_COUNT if feature.startswith(_SENSE) else 1.0


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest of the words that stands at a place."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def _fitted(rows: Sequence[Row], wanted: Weights) -> Weights:
    """The weights of each feature with which the rows come nearest to what is wanted of them, held back from growing:
    ridge regression, by conjugate gradients, one column for each thing wanted."""
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows]).astype(np.float32)[:, None]
    ends = np.repeat(np.arange(len(rows)), [len(places) for places, _ in rows])
    begins = np.flatnonzero(np.diff(ends, prepend=-1))
    order = np.argsort(places, kind="stable")
    back_ends, back_values = ends[order], values[order]
    back_begins = np.flatnonzero(np.diff(places[order], prepend=-1))

    def forth(weights: Weights) -> Weights:
        return np.add.reduceat(values * weights[places], begins)

    def back(scores: Weights) -> Weights:
        return np.add.reduceat(back_values * scores[back_ends], back_begins)

    left = back(wanted)
    weights, way = np.zeros_like(left), left
    size = (left * left).sum(axis=0)
    for _ in range(_STEPS):
        bent = back(forth(way)) + np.float32(_HELD_BACK) * way
        step = size / (way * bent).sum(axis=0)
        weights, left = weights + step * way, left - step * bent
        before, size = size, (left * left).sum(axis=0)
        way = left + (size / before) * way
    return weights
