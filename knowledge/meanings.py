"""Where the answers of an index point to by an encoder, and how near a question comes."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors, normalised
from knowledge.nearest import nearest
from knowledge.words import Reading

_BEST = 3
"""So many of the best ways of asking count; one alone may be near by chance."""
_CLOSE = 8
"""Answers whose ways are looked at one by one."""


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
        """How near the question comes to these answers, -1 to 1: to where all their ways point to together; for the nearest
        of them half that, half how near their best ways are."""
        direction = self._encoder.vector(question)
        scores: Vectors = self._means[places] @ direction
        close = nearest(scores, _CLOSE)
        scores[close] = (scores[close] + self._best_ways(direction, places[close])) / np.float32(2)
        return scores

    def _best_ways(self, direction: Vectors, places: NDArray[np.intp]) -> Vectors:
        """How near the best few ways of each of these answers are, their mean."""
        spans = [slice(self._begins[at], self._ends[at]) for at in places]
        near = iter((np.concatenate([self._ways[span] for span in spans]) @ direction).tolist())
        best = [sorted(islice(near, span.stop - span.start))[-_BEST:] for span in spans]
        return np.array([sum(few) / len(few) for few in best], dtype=np.float32)
