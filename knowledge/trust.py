"""When a found answer is near enough to be given, and when to say "I do not know"."""

from collections.abc import Sequence
from math import exp

from knowledge.index import Found, Index
from knowledge.words import Reading

SIGNALS = ("profile", "word", "coverage", "likeness", "margin", "body", "stranger", "intent", "length")

_BIAS = -3.41
_COEFFICIENTS = (2.6, 0.76, 2.09, 2.03, 5.15, -1.8, -1.19, 0.77, 1.34)
"""Fitted by `python -m knowledge.tuning`."""

THRESHOLD = 0.5
"""Below it nothing is answered."""

SURE = 0.85
"""Above it no alternatives are offered."""


def signals(index: Index, query: Reading, found: Sequence[Found]) -> tuple[float, ...]:
    """What speaks for the first of the entries found, in the order of `SIGNALS`."""
    best = found[0]
    second = found[1].score if len(found) > 1 else 0.0
    profile, word, body, _, stranger, intent = (float(value) for value in best.evidence)
    return (
        profile,
        word,
        index.coverage(query, best.entry),
        index.likeness(query, best.entry),
        best.score - second,
        body,
        stranger,
        intent,
        min(len(query.pieces), 8) / 8,
    )


def confidence(index: Index, query: Reading, found: Sequence[Found]) -> float:
    """How likely it is that the first entry is what was asked, 0 to 1."""
    if not found:
        return 0.0
    weighed = zip(_COEFFICIENTS, signals(index, query, found), strict=True)
    return 1 / (1 + exp(-(_BIAS + sum(weight * value for weight, value in weighed))))
