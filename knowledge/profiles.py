"""What each answer is about as a whole: the weighted words and characters of all that is said of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.nearest import nearest

Counts = Counter[str]
Posting = tuple[NDArray[np.intp], NDArray[np.float32], float]
"""The answers that have a feature, its weights there, and its weight in the text that is looked for."""

VIEWS = ("characters", "whole")
"""The mean direction of its texts by single characters (Rocchio); all its texts as one (BM25)."""
_CHARACTERS, _WHOLE = range(len(VIEWS))

_COMMON = 500
"""Features found in more answers than this are looked at for the nearest answers alone: they tell little, and cost time."""
_NEAREST = 200
_K1, _B = 0.8, 0.75
"""BM25 for all texts of an answer as one: what many ways of asking repeat is what it is about."""


class Profiles:
    """Each answer seen in two ways, with tf-idf weights.

    Learning from every way to ask at once, it recognises questions that resemble none of them closely.
    """

    def __init__(self, groups: Sequence[Sequence[Counts]]) -> None:
        """`groups`: for each answer the feature counts of each of its texts."""
        self.size = len(groups)
        total = sum(map(len, groups))
        spread = Counter(feature for group in groups for text in group for feature in text)
        self._idf = {feature: 1 + log((1 + total) / (1 + count)) for feature, count in spread.items()}
        self._strange = 1 + log(1 + total)
        usual = sum(text.total() for group in groups for text in group) / max(self.size, 1)
        found: defaultdict[str, list[tuple[int, tuple[float, ...]]]] = defaultdict(list)
        for at, group in enumerate(groups):
            for feature, weights in self._seen(group, usual).items():
                found[feature].append((at, weights))
        self._postings = {
            feature: (
                np.array([at for at, _ in places], dtype=np.intp),
                np.array([weights for _, weights in places], dtype=np.float32),
            )
            for feature, places in found.items()
        }
        self._everywhere = {
            feature: np.ascontiguousarray(self._added([(*posting, 1.0)]))
            for feature, posting in self._postings.items()
            if len(posting[0]) > _COMMON
        }

    def weight(self, feature: str) -> float:
        """How telling a feature is; unknown ones are the most telling."""
        return self._idf.get(feature, self._strange)

    def scores(self, text: Counts) -> NDArray[np.float32]:
        """How close a text is to each answer, one column for each of `VIEWS`."""
        weighed = self._weighed(text)
        length = _length(weighed)
        scores = self._added(
            [
                (*self._postings[feature], weight)
                for feature, weight in weighed.items()
                if feature in self._postings and feature not in self._everywhere
            ]
        )
        common = [feature for feature in weighed if feature in self._everywhere]
        if common:
            places = nearest(scores[:, _WHOLE], _NEAREST)
            more = np.zeros((len(places), len(VIEWS)), dtype=np.float32)
            for feature in common:
                more += self._everywhere[feature].take(places, axis=0) * np.float32(weighed[feature])
            scores[places] += more
        if length:
            scores[:, _CHARACTERS] /= _length(_characters(weighed)) or 1
            scores[:, _WHOLE] /= length * length
        return scores

    def _added(self, known: Sequence[Posting]) -> NDArray[np.float32]:
        """The weights of some features, each times its weight in the text, added up for each answer."""
        scores = np.zeros((self.size, len(VIEWS)), dtype=np.float32, order="F")
        if known:
            places = np.concatenate([places for places, _, _ in known])
            weights = np.concatenate([weights * np.float32(weight) for _, weights, weight in known])
            for view in range(len(VIEWS)):
                scores[:, view] = np.bincount(places, weights[:, view], self.size)
        return scores

    def _seen(self, group: Sequence[Counts], usual: float) -> dict[str, tuple[float, ...]]:
        """The weights of all features of an answer, one for each of `VIEWS`."""
        counts = Counter[str]()
        characters: defaultdict[str, float] = defaultdict(float)
        for text in group:
            counts.update(text)
            weighed = _characters(self._weighed(text))
            length = _length(weighed)
            for feature, weight in weighed.items():
                characters[feature] += weight / length
        spread = _length(characters) or 1
        long = _K1 * (1 - _B + _B * counts.total() / usual)
        return {
            feature: (
                characters.get(feature, 0.0) / spread,
                self.weight(feature) * count / (count + long),
            )
            for feature, count in counts.items()
        }

    def _weighed(self, text: Counts) -> dict[str, float]:
        return {feature: (1 + log(count)) * self.weight(feature) for feature, count in text.items()}


def _characters(weighed: Mapping[str, float]) -> dict[str, float]:
    return {feature: weight for feature, weight in weighed.items() if len(feature) == 1}


def _length(weighed: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weighed.values()))
