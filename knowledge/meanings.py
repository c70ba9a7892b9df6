"""Where the answers of an index point to by an encoder, and how near a question comes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors, normalised
from knowledge.words import Reading

_BEST = 3
"""So many of the nearest ways of asking count; one alone may be near by chance."""


class Meanings:
    """The directions of all ways of asking, answer by answer."""

    def __init__(self, encoder: Encoder, asks: Sequence[Sequence[Reading]]) -> None:
        """`asks`: for each answer its ways of asking, at least one."""
        self._encoder = encoder
        self._ways = encoder.vectors([way for ways in asks for way in ways])
        self._ends = np.cumsum([len(ways) for ways in asks])
        self._begins = self._ends - [len(ways) for ways in asks]
        self._means = normalised(np.add.reduceat(self._ways, self._begins, axis=0)) if asks else self._ways

    def closeness(self, question: Reading, places: NDArray[np.intp]) -> Vectors:
        """How near the question comes to these answers, -1 to 1: half to where all their ways point to together, half to
        the nearest few of them."""
        direction = self._encoder.vector(question)
        whole = self._means[places] @ direction
        near = np.array([self._near(direction, self._begins[at], self._ends[at]) for at in places.tolist()])
        closeness: Vectors = (whole + near.astype(np.float32)) / np.float32(2)
        return closeness

    def _near(self, direction: Vectors, begin: int, end: int) -> float:
        """How near the nearest few of some ways are, their mean."""
        scores = self._ways[begin:end] @ direction
        return float(np.sort(scores)[-_BEST:].mean())
