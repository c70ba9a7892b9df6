"""When a found answer is near enough to be given, and when to say "I do not know"."""

from collections.abc import Sequence
from math import exp

from knowledge.index import Found, Index
from knowledge.words import Reading

SIGNALS = (
    "characters",
    "coverage",
    "likeness",
    "named",
    "margin",
    "relief",
    "stranger",
    "intent",
    "length",
)

_BIAS = -6.55
_COEFFICIENTS = (3.86, 1.54, 2.39, 0.62, 4.34, 1.12, -0.98, 0.37, 3.63)
_FOLLOWING_BIAS = -4.15
_FOLLOWING_COEFFICIENTS = (0.92, 2.53, 2.69, 0.6, 0.46, 1.27, -1.88, 0.82, -3.53)
"""The same for a question that goes on from an answer (那存款呢): its few words tell little, what was talked of tells the rest."""

THRESHOLD = 0.69
"""Below it nothing is answered; chosen on `tuning.yml`, `voices.yml` and `strangers.yml` of `tests/knowledge`, so that under 5 % of what has no answer gets one."""

FOLLOWING_THRESHOLD = 0.5
"""The same for questions that go on from an answer; chosen on `followups.yml` and on `strangers.yml` asked after an answer."""

ABOUT_SOMETHING_ELSE = frozenset({"other_department", "out_of_scope", "abuse", "greet", "thank", "goodbye"})
_DOUBT = 2.0
"""What it takes off when understanding thinks that the question is about something else."""

SURE = 0.85
"""Above it no alternatives are offered."""


def signals(index: Index, query: Reading, found: Sequence[Found]) -> tuple[float, ...]:
    """What speaks for the first of the entries found, in the order of `SIGNALS`.

    `named`: whether any programme is named. `margin` and `relief`: how far it stands above the second and above the last of them; neighbours that say nearly
    the same leave little margin but much relief.
    """
    best = found[0]
    second = found[1].score if len(found) > 1 else 0.0
    last = found[-1].score if len(found) > 1 else 0.0
    characters, _, _, program, stranger, intent = (float(value) for value in best.evidence)
    return (
        characters,
        index.coverage(query, best.entry),
        index.likeness(query, best.entry),
        float(program > 0 or stranger > 0),
        best.score - second,
        best.score - last,
        stranger,
        intent,
        min(len(query.pieces), 8) / 8,
    )


def confidence(
    index: Index,
    query: Reading,
    found: Sequence[Found],
    intent: str | None = None,
    following: bool = False,
) -> float:
    """How likely it is that the first entry is what was asked, 0 to 1; `following` an answer given before, or by itself."""
    if not found:
        return 0.0
    coefficients = _FOLLOWING_COEFFICIENTS if following else _COEFFICIENTS
    weighed = zip(coefficients, signals(index, query, found), strict=True)
    total = (_FOLLOWING_BIAS if following else _BIAS) + sum(weight * value for weight, value in weighed)
    if intent in ABOUT_SOMETHING_ELSE and found[0].entry.intent != intent:
        total -= _DOUBT
    return 1 / (1 + exp(-total))
