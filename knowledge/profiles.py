"""What each answer is about as a whole: the weighted words and characters of all that is said of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Counts = Counter[str]

_TOO_COMMON = 0.5
"""Features found in more than this share of the answers tell nothing apart and cost time."""


class Profiles:
    """For each answer the mean direction of its texts (Rocchio), with tf-idf weights.

    Learning from every way to ask at once, it recognises questions that resemble none of them closely.
    """

    def __init__(self, texts: Sequence[Sequence[Counts]]) -> None:
        """`texts`: for each answer, the feature counts of each of its texts."""
        self.size = len(texts)
        total = sum(map(len, texts))
        spread = Counter(feature for group in texts for text in group for feature in text)
        self._idf = {feature: log(1 + total / count) for feature, count in spread.items()}
        self._strange = log(1 + total)
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, group in enumerate(texts):
            for feature, weight in self._mean(group).items():
                found[feature].append((at, weight))
        most = max(_TOO_COMMON * self.size, 20)
        self._postings = {
            feature: (
                np.array([at for at, _ in places], dtype=np.intp),
                np.array([weight for _, weight in places], dtype=np.float32),
            )
            for feature, places in found.items()
            if len(places) <= most
        }

    def weight(self, feature: str) -> float:
        """How telling a feature is; unknown ones are the most telling."""
        return self._idf.get(feature, self._strange)

    def scores(self, text: Counts) -> NDArray[np.float32]:
        """The cosine of a text with each answer, 0 to 1."""
        scores = np.zeros(self.size, dtype=np.float32)
        for feature, weight in self._direction(text).items():
            if feature in self._postings:
                places, weights = self._postings[feature]
                scores[places] += np.float32(weight) * weights
        return scores

    def _direction(self, text: Counts) -> dict[str, float]:
        weighed = {feature: (1 + log(count)) * self.weight(feature) for feature, count in text.items()}
        return _unit(weighed)

    def _mean(self, group: Iterable[Counts]) -> dict[str, float]:
        together: defaultdict[str, float] = defaultdict(float)
        for text in group:
            for feature, weight in self._direction(text).items():
                together[feature] += weight
        return _unit(together)


def _unit(weighed: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in weighed.values()))
    return {feature: weight / length for feature, weight in weighed.items()} if length else {}
