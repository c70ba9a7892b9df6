"""When a found answer is near enough to be given, and when to say "I do not know"."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

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
    "wanted",
    "elsewhere",
    "meaning",
)


class Standard(NamedTuple):
    """When an answer is near enough: a logistic regression over `SIGNALS`, and the least that it must say."""

    bias: float
    coefficients: tuple[float, ...]
    threshold: float
    """Below it nothing is answered; chosen on `tuning.yml`, `voices.yml`, `strangers.yml`, `hard.yml`, `near.yml`, `lives.yml` and `mixed.yml` of `tests/knowledge`:
    there 2 % of what has no answer gets one; what strangers asked got three times what was found here. For questions that
    go on from an answer on `followups.yml`, and on `strangers.yml` and `near.yml` asked after an answer: 5 % of what has no
    answer gets one where nothing is known of its meaning, 2 % where understanding says what it is."""

    def chance(self, signals: Sequence[float]) -> float:
        """How likely the first is what was asked, 0 to 1."""
        weighed = zip(self.coefficients, signals, strict=True)
        return 1 / (1 + exp(-self.bias - sum(weight * signal for weight, signal in weighed)))


_BY_WORDS = Standard(-9.92, (3.78, 1.95, 3.04, 0.31, 4.21, 1.83, -1.31, 0.28, 5.13, 1.82, -1.04, 0.0), 0.62)
_BY_WORDS_FOLLOWING = Standard(
    -7.07, (2.92, 1.75, 3.26, 0.62, 0.64, 2.79, -3.19, 1.35, -1.3, 1.46, -1.95, 0.0), 0.4
)
"""For a question that goes on from an answer (那存款呢): its few words tell little, what was talked of tells the rest."""
_BY_MEANING = Standard(
    -11.35, (1.6, 2.11, 2.87, 0.42, 3.18, -1.83, -0.8, 0.37, 4.88, 1.78, -1.04, 5.03), 0.62
)
"""By itself, where an encoder looks at what is meant."""

_LIKELY_BY_WORDS = Standard(
    -8.96, (3.36, 1.75, 3.36, 0.36, 5.55, 0.8, -1.36, 0.1, 5.27, 1.66, -0.68, 0.0), 0.45
)
"""When the nearest answer is told as what may be meant, where it is not sure enough to be the answer: fitted where no
question counts for more than another, whatever a false answer costs."""
_LIKELY_BY_MEANING = Standard(
    -10.64, (1.48, 1.97, 2.91, 0.45, 3.63, -1.53, -0.85, 0.19, 5.22, 1.63, -0.68, 5.12), 0.45
)

FOLLOWING_LIKELY = 0.15
"""Above it, for questions that go on from an answer."""

SAME = 0.75
"""So much of a question one way of asking says, and it so much of that way, where both say the same in other words."""

NEARLY = 0.6
"""Above it the nearest answer on the very assistance that a question names is told under its title, without doubts."""

GUESSED = 0.05
"""Above it the nearest answer to what understanding takes for a question of our subject is told in few words, as a guess.
Chosen on `unseen.yml`, `counter.yml`, `blind.yml`, `followups.yml` and `near.yml`: about one in ten of what has no answer gets one."""

ABOUT_SOMETHING_ELSE = frozenset({"other_department", "out_of_scope", "abuse", "greet", "thank", "goodbye"})
SURE = 0.85
"""Above it no alternatives are offered."""


def signals(
    index: Index, query: Reading, found: Sequence[Found], intent: str | None = None
) -> tuple[float, ...]:
    """What speaks for the first of the entries found, in the order of `SIGNALS`.

    `named`: whether any programme is named. `margin` and `relief`: how far it stands above the second and above the last of them; neighbours that say nearly
    the same leave little margin but much relief. `wanted`: how many of its ways to ask want to be told the same kind of thing.
    `elsewhere`: understanding thinks that the question is about something else. `meaning`: closeness of what is meant.
    """
    best = found[0]
    second = found[1].score if len(found) > 1 else 0.0
    last = found[-1].score if len(found) > 1 else 0.0
    characters, _, _, program, stranger, likely, meaning = (float(value) for value in best.evidence)
    return (
        characters,
        index.coverage(query, best.entry),
        index.likeness(query, best.entry),
        float(program > 0 or stranger > 0),
        best.score - second,
        best.score - last,
        stranger,
        likely,
        min(len(query.pieces), 8) / 8,
        index.wanted(query, best.entry),
        float(intent in ABOUT_SOMETHING_ELSE and best.entry.intent != intent),
        meaning,
    )


def standard(index: Index, following: bool = False) -> Standard:
    """What holds for a question `following` an answer given before, or by itself."""
    if following:
        return _BY_WORDS_FOLLOWING
    return _BY_MEANING if index.has_encoder else _BY_WORDS


def confidence(
    index: Index,
    query: Reading,
    found: Sequence[Found],
    intent: str | None = None,
    following: bool = False,
) -> float:
    """How likely it is that the first entry is what was asked, 0 to 1; `following` an answer given before, or by itself.

    By itself a question that wants to be told what nobody asks that entry for (分红一人多少) is not answered by it, 0.
    """
    if not found or (not following and not index.wanted(query, found[0].entry)):
        return 0.0
    return standard(index, following).chance(signals(index, query, found, intent))


def likely(
    index: Index,
    query: Reading,
    found: Sequence[Found],
    intent: str | None = None,
    following: bool = False,
) -> bool:
    """Whether the first entry may well be what was asked, though it is not sure enough to be given as the answer; never
    where understanding thinks that the question is about something else."""
    if not found or (intent in ABOUT_SOMETHING_ELSE and found[0].entry.intent != intent):
        return False
    if following:
        return confidence(index, query, found, intent, following) >= FOLLOWING_LIKELY
    wanted = index.wanted(query, found[0].entry) > 0
    held_to = _LIKELY_BY_MEANING if index.has_encoder else _LIKELY_BY_WORDS
    return wanted and held_to.chance(signals(index, query, found, intent)) >= held_to.threshold


def nearly(index: Index, query: Reading, found: Sequence[Found], intent: str | None = None) -> bool:
    """Whether the first entry is on the very assistance that the question names, and so likely meant that it needs no doubt."""
    if not set(query.programs) & set(found[0].entry.programs):
        return False
    held_to = _LIKELY_BY_MEANING if index.has_encoder else _LIKELY_BY_WORDS
    return held_to.chance(signals(index, query, found, intent)) >= NEARLY


def guessed(index: Index, query: Reading, found: Sequence[Found], intent: str | None = None) -> bool:
    """Whether the first entry is near enough to be told in few words as a guess, where it is not likely enough to be told whole;
    never where understanding hears no question of our subject."""
    if not found or not query.words or not (intent or "").startswith("ask_"):
        return False
    held_to = _LIKELY_BY_MEANING if index.has_encoder else _LIKELY_BY_WORDS
    wanted = index.wanted(query, found[0].entry) > 0
    return wanted and held_to.chance(signals(index, query, found, intent)) >= GUESSED
