"""What is counted from the facts: heads, income a head, savings a head, the county's lines.

Everything is a `Span`: what is not told yet, and what the county may weigh one way or the other, leaves room.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from knowledge.estimate.logic import INFINITE, Span
from knowledge.estimate.rules import Facts, Income, Rules
from knowledge.figures import Figures

_HOUSEHOLD = ("spouse", "minor_children", "dependent_children", "other_dependents", "excluded_members")
_ASKED_INCOMES = frozenset(
    (
        "wage",
        "business",
        "assets_income",
        "retirement",
        "support_received",
        "other_transfers",
        "basic_pension",
    )
)
"""Incomes that are asked for; the others count as none unless told."""

_MONTHS = Decimal(12)


class Measures:
    """The measures of one household on one day, by name."""

    def __init__(self, facts: Facts, rules: Rules, figures: Figures, day: date) -> None:
        self._facts = facts
        self._rules = rules
        self._figures = figures
        self._day = day
        self._by_name: dict[str, Callable[[], Span]] = {
            "members": self.members,
            "income": self.income,
            "tekun_income": lambda: self.income(for_tekun=True),
            "household_income": self.household_income,
            "savings_per_head": lambda: _share(self._money("savings"), self.members()),
            "dibao_line": self.dibao_line,
            "marginal_line": lambda: _times(self.dibao_line(), self.figure("marginal.multiple")),
            "average_line": lambda: _times(self.figure("income.disposable"), Span.exactly(1), 1 / _MONTHS),
            "savings_limit": lambda: _times(self.dibao_line(), self.figure("property.deposits.months")),
            "marginal_savings_limit": lambda: _times(
                self.dibao_line(), self.figure("property.deposits.marginal.months")
            ),
            "homes_limit": lambda: self.figure("property.homes"),
            "vehicle_limit": lambda: self.figure("property.vehicle.value"),
            "rigid_share": self.rigid_share,
            "rigid_share_line": lambda: self.figure("rigid.share"),
        }

    def look_up(self, name: str) -> str | bool | int | Decimal | Span | None:
        """A measure, or the fact of that name, or None."""
        if name in self._by_name:
            return self._by_name[name]()
        return self._facts.get(name)

    def members(self) -> Span:
        """Who is counted (57号 art. 7): applicant, spouse, children, dependants living together, less the excluded; as many
        as the teller says where it was said of all together."""
        if "heads" in self._facts:
            return Span.exactly(max(1, self._count("heads")))
        missing = frozenset(key for key in _HOUSEHOLD if key not in self._facts)
        if missing:
            known = sum(self._count(key) for key in _HOUSEHOLD[:-1] if key in self._facts)
            least = (
                1 if "excluded_members" in missing else max(1, 1 + known - self._count("excluded_members"))
            )
            return Span(Decimal(least), INFINITE, missing)
        count = 1 + sum(self._count(key) for key in _HOUSEHOLD[:-1]) - self._count("excluded_members")
        return Span.exactly(max(1, count))

    def household_income(self, for_tekun: bool = False) -> Span:
        """A month's income of the household in yuan (57号 art. 13; 特困认定办法 art. 6).

        The low end leaves out what may be left out or deducted, the high end counts it.
        """
        low = high = Decimal(0)
        for income, amount in self.incomes_told():
            treatment = income.treated(for_tekun)
            if treatment == "excluded":
                continue
            high += amount
            if treatment == "counted":
                low += amount - self._deducted(amount, income.deduct_share)
        whole = "whole_income" in self._facts
        missing = set() if whole else _ASKED_INCOMES - self._facts.keys()
        if missing:
            high = INFINITE
        unknown_costs = self._unknown_costs()
        if unknown_costs:
            missing |= unknown_costs
            low = Decimal(0)
        elif self._ill():
            low -= Decimal(self._facts["illness_cost"])
        return Span(max(low, Decimal(0)), high, frozenset(missing))

    def incomes_told(self) -> Iterator[tuple[Income, Decimal]]:
        """The kinds of income told, with a month's yuan; where the whole was told, the kinds within it are left out."""
        whole = "whole_income" in self._facts
        for income in self._rules.incomes:
            if income.key in self._facts and not (whole and income.key in _ASKED_INCOMES):
                yield income, Decimal(self._facts[income.key])

    def income(self, for_tekun: bool = False) -> Span:
        """A month's income a head in yuan."""
        return _share(self.household_income(for_tekun), self.members())

    def dibao_line(self) -> Span:
        """The 低保 standard of the place's kind, yuan a head and month."""
        area = self._facts.get("area")
        if area is None:
            lines = [self.figure(f"dibao.standard.{kind}") for kind in ("urban", "rural")]
            return Span(
                min(line.low for line in lines), max(line.high for line in lines), frozenset({"area"})
            )
        return self.figure(f"dibao.standard.{area}")

    def rigid_share(self) -> Span:
        """Necessary spending of twelve months as a percentage of income (刚性支出办法 art. 4)."""
        spent, income = self._money("rigid_spending"), self.household_income()
        missing = spent.missing | income.missing
        if spent.high == 0:
            return Span(Decimal(0), Decimal(0))
        low = Decimal(0) if income.high in (0, INFINITE) else spent.low / (income.high * _MONTHS) * 100
        if income.high == 0 and spent.low > 0:
            low = INFINITE
        high = (
            INFINITE
            if income.low == 0 or spent.high == INFINITE
            else spent.high / (income.low * _MONTHS) * 100
        )
        return Span(low, high, missing)

    def _count(self, key: str) -> int:
        return int(self._facts[key])

    def _money(self, key: str) -> Span:
        return Span.exactly(Decimal(self._facts[key])) if key in self._facts else Span.unknown(key)

    def figure(self, key: str) -> Span:
        """A figure of the county; one that it has not given could be anything, and no question helps."""
        figure = self._figures.find(key, self._day)
        return Span.exactly(figure.amount) if figure else Span(Decimal(0), INFINITE)

    def _deducted(self, amount: Decimal, share: str | None) -> Decimal:
        figure = self._figures.find(share, self._day) if share else None
        return amount * figure.amount / 100 if figure else Decimal(0)

    def _ill(self) -> bool:
        """Whether somebody's illness or disability could make spending deductible (57号 art. 13)."""
        return bool(self._facts.get("severe_illness")) or self._facts.get("disability", "none") != "none"

    def _unknown_costs(self) -> set[str]:
        if self._ill():
            return {"illness_cost"} - self._facts.keys()
        return {"severe_illness", "disability"} - self._facts.keys()


def _share(total: Span, heads: Span) -> Span:
    low = Decimal(0) if heads.high == INFINITE else total.low / heads.high
    return Span(
        low, total.high if total.high == INFINITE else total.high / heads.low, total.missing | heads.missing
    )


def _times(first: Span, second: Span, factor: Decimal = Decimal(1)) -> Span:
    if INFINITE in (first.high, second.high):
        return Span(first.low * second.low * factor, INFINITE, first.missing | second.missing)
    return Span(
        first.low * second.low * factor, first.high * second.high * factor, first.missing | second.missing
    )
