"""Yes, no, or not known yet: what a rule's test comes to on what is known so far.

A test is one of
    {is: [fact, value]}  {one_of: [fact, [values]]}
    {below: [a, b]}  {at_most: [a, b]}  {at_least: [a, b]}  {above: [a, b]}
    {all: [tests]}  {any: [tests]}  {not: test}
where a and b are facts, measures (`knowledge.estimate.measures`) or numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from knowledge.estimate.rules import Expression, Value

INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class Span:
    """A quantity known to lie between two bounds; `missing` facts would narrow it."""

    low: Decimal
    high: Decimal
    missing: frozenset[str] = frozenset()

    @classmethod
    def exactly(cls, value: Decimal | int) -> "Span":
        return cls(Decimal(value), Decimal(value))

    @classmethod
    def unknown(cls, *missing: str) -> "Span":
        return cls(Decimal(0), INFINITE, frozenset(missing))

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high, self.missing | other.missing)


@dataclass(frozen=True)
class Truth:
    """`holds` is None while it cannot be said; `missing` facts could settle it."""

    holds: bool | None
    missing: frozenset[str] = frozenset()


Lookup = Callable[[str], Value | Span | None]
"""Gives a fact or a measure by name; None if the fact is not known."""


def evaluate(test: Expression, look_up: Lookup) -> Truth:
    """What a test comes to.

    Raises:
        ValueError: the test is not written as the module says.
    """
    if len(test) != 1:
        raise ValueError(f"一条规则只写一个判断：{test}")
    ((word, rest),) = test.items()
    match word:
        case "is":
            name, wanted = rest
            return _about(name, look_up, lambda value: value == wanted)
        case "one_of":
            name, wanted = rest
            return _about(name, look_up, lambda value: value in wanted)
        case "below" | "at_most" | "at_least" | "above":
            return _compare(word, *(_span(side, look_up) for side in rest))
        case "not":
            inner = evaluate(rest, look_up)
            return Truth(None if inner.holds is None else not inner.holds, inner.missing)
        case "all":
            return _both([evaluate(one, look_up) for one in rest], settles=False)
        case "any":
            return _both([evaluate(one, look_up) for one in rest], settles=True)
    raise ValueError(f"不认识的判断：{word}")


def _about(name: str, look_up: Lookup, fits: Callable[[Value], bool]) -> Truth:
    value = look_up(name)
    if value is None or isinstance(value, Span):
        return Truth(None, frozenset({name}))
    return Truth(fits(value))


def _span(side: str | int | float, look_up: Lookup) -> Span:
    if not isinstance(side, str):
        return Span.exactly(Decimal(str(side)))
    value = look_up(side)
    if isinstance(value, Span):
        return value
    if value is None:
        return Span.unknown(side)
    return Span.exactly(Decimal(value))


def _compare(word: str, first: Span, second: Span) -> Truth:
    if word in ("at_least", "above"):
        opposite = _compare("below" if word == "at_least" else "at_most", first, second)
        return Truth(None if opposite.holds is None else not opposite.holds, opposite.missing)
    surely = first.high < second.low or (word == "at_most" and first.high <= second.low)
    never = first.low > second.high or (word == "below" and first.low >= second.high)
    if surely or never:
        return Truth(surely)
    return Truth(None, first.missing | second.missing)


def _both(truths: list[Truth], *, settles: bool) -> Truth:
    """One that `settles` decides; otherwise all must be known."""
    if any(truth.holds is settles for truth in truths):
        return Truth(settles)
    open_ones = [truth for truth in truths if truth.holds is None]
    if not open_ones:
        return Truth(not settles)
    return Truth(None, frozenset().union(*(truth.missing for truth in open_ones)))
