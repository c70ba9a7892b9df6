"""When a found answer is near enough to be given, and when to say "I do not know"."""

from collections.abc import Sequence
from math import exp

from knowledge.index import Found, Index, Query

SIGNALS = ("profile", "word", "char", "coverage", "margin", "body", "stranger", "length")

_BIAS = -4.0
_COEFFICIENTS = (3.0, 1.5, 1.5, 3.0, 2.0, 1.0, -1.0, 0.0)
"""Fitted by `python -m knowledge.tuning` on ways of asking held out one at a time."""

THRESHOLD = 0.5
"""Below it nothing is answered."""

SURE = 0.85
"""Above it no alternatives are offered."""


def signals(index: Index, query: Query, found: Sequence[Found]) -> tuple[float, ...]:
    """What speaks for the first of the entries found, in the order of `SIGNALS`."""
    best = found[0]
    second = found[1].score if len(found) > 1 else 0.0
    profile, word, char, body, _, stranger, _ = (float(value) for value in best.evidence)
    coverage = index.coverage(query, best.entry)
    return (profile, word, char, coverage, best.score - second, body, stranger, min(len(query.words), 8) / 8)


def confidence(index: Index, query: Query, found: Sequence[Found]) -> float:
    """How likely it is that the first entry is what was asked, 0 to 1."""
    if not found:
        return 0.0
    weighed = zip(_COEFFICIENTS, signals(index, query, found), strict=True)
    return 1 / (1 + exp(-(_BIAS + sum(weight * value for weight, value in weighed))))
