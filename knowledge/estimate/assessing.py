"""Putting rules and facts together: for each programme likely, unlikely, or cannot say yet, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from knowledge.corpus import Corpus, label
from knowledge.estimate.logic import INFINITE, Span, evaluate
from knowledge.estimate.measures import Measures
from knowledge.estimate.rules import Facts, Program, Rules, Test, Value
from knowledge.figures import Figures
from knowledge.saying import aloud

Verdict = Literal["likely", "unlikely", "cannot_say"]

WORDS: dict[Verdict, str] = {"likely": "可能符合", "unlikely": "可能不符合", "cannot_say": "还说不准"}
CLOSING = "这只是按您说的情况估一估，不是决定，也不影响您申请。任何人都可以申请，乡镇（街道）必须受理。"
NEUTRAL: dict[str, Value] = {"yes_no": False, "count": 0, "money": Decimal(0), "choice": "not_applicable"}
"""What a fact counts as where it need not be asked."""


@dataclass(frozen=True)
class Reason:
    """One condition: what it comes to, in plain words, and the clauses it rests on."""

    id: str
    text: str
    holds: bool | None
    basis: tuple[str, ...]
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Amount:
    """A month's (or, for a single payment, the payment's) yuan from `low` to `high`."""

    low: Decimal
    high: Decimal
    how: str

    @property
    def said(self) -> str:
        if self.low == self.high:
            return f"大约 {self.high} 元（{self.how}）"
        if self.low == 0:
            return f"最多大约 {self.high} 元（{self.how}）"
        return f"大约 {self.low} 到 {self.high} 元（{self.how}）"


@dataclass(frozen=True)
class Estimate:
    """What may be expected of one programme. Not a decision; `decides` says who makes it."""

    program: str
    name: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    decides: str
    materials: str | None
    amount: Amount | None = None
    gives_way_to: str | None = None
    county_weighs: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """For a chat: the verdict, the reasons that decide it, the amount, who decides."""
        lines = [f"{self.name}：{WORDS[self.verdict]}"]
        for reason in self._deciding:
            mark = "✓" if reason.holds else "✗"
            lines.append(f"{mark} {reason.text}（{'；'.join(reason.basis)}）")
        lines += [f"？ {weighed}" for weighed in self.county_weighs]
        if self.verdict != "unlikely":
            if self.amount:
                lines.append(self.amount.said)
            lines.append(f"由谁定：{self.decides}")
        return "\n".join(lines)

    def in_short(self) -> str:
        """The verdict, with the conditions that fail where one does."""
        failing = "；".join(reason.text for reason in self._deciding if reason.holds is False)
        return WORDS[self.verdict] + (f"（{failing}）" if failing else "")

    def text_for_voice(self) -> str:
        """For an operator to read out: the verdict and its reasons as sentences, without marks and articles."""
        said = [f"{self.name}，按您说的，{WORDS[self.verdict]}"]
        said += [reason.text for reason in self._deciding]
        said += list(self.county_weighs)
        if self.amount and self.verdict != "unlikely":
            said.append(self.amount.said)
        return aloud("。".join(said) + "。")

    @property
    def _deciding(self) -> list[Reason]:
        """All conditions, or those that fail where one does."""
        return [reason for reason in self.reasons if self.verdict != "unlikely" or reason.holds is False]


def advice(made: Iterable[Estimate]) -> str:
    """What to say where 低保 and 特困 both seem likely: one household member gets only one of them."""
    likely = {one.program for one in made if one.verdict == "likely"}
    return "低保和特困只能享受一样，两样都可能的，可以先问特困。" if {"dibao", "tekun"} <= likely else ""


class Estimator:
    """Estimates for one county by one set of rules."""

    def __init__(self, rules: Rules, figures: Figures, corpus: Corpus) -> None:
        self.rules = rules
        self._figures = figures
        self._corpus = corpus

    def estimate(self, facts: Facts, day: date, *, every: bool = False) -> list[Estimate]:
        """One estimate for each programme, the likely ones first.

        Unless `every` one is asked for, a programme that gives way (低保边缘 to 低保) is left out where the better one is likely, a quiet one where it is unlikely.
        """
        facts = self.settled(facts)
        measures = Measures(facts, self.rules, self._figures, day)
        made = {program.program: self._judge(program, measures, facts) for program in self.rules.programs}
        quiet = {program.program for program in self.rules.programs if program.quiet}
        kept = [
            one
            for one in made.values()
            if every
            or (not self._gives_way(one, made) and not (one.program in quiet and one.verdict == "unlikely"))
        ]
        order: dict[Verdict, int] = {"likely": 0, "cannot_say": 1, "unlikely": 2}
        return sorted(kept, key=lambda one: order[one.verdict])

    def so_far(self, facts: Facts, day: date) -> str | None:
        """What the incomes told so far come to a head, beside the 低保 standard; None until heads and an income are known."""
        measures = Measures(self.settled(facts), self.rules, self._figures, day)
        members, line = measures.members(), measures.dibao_line()
        told = [(one, sum_) for one, sum_ in measures.incomes_told() if one.treatment != "excluded" and sum_]
        if members.high == INFINITE or line.high == INFINITE or not told:
            return None
        whole = sum((sum_ for _, sum_ in told), Decimal(0))
        weighed = "、".join(f"{one.name} {_yuan(sum_)} 元" for one, sum_ in told if one.treatment == "open")
        of_it = f"（其中{weighed}算不算，看县里怎么定）" if weighed else ""
        kinds = ((line.low, ""),) if line.low == line.high else ((line.low, "农村 "), (line.high, "城市 "))
        standard = "、".join(f"{kind}{_yuan(one)} 元" for one, kind in kinds)
        head = whole / members.low
        gaps = [f"{kind}{_yuan(one * members.low - whole)} 元" for one, kind in kinds if head < one]
        more = f"，照差额补的话一个月大约 {'、'.join(gaps)}" if gaps else ""
        over = [
            f"比{kind.strip()}标准高 {_yuan(head - one)} 元"
            if head - one >= 1
            else f"正好到{kind.strip()}标准"
            for one, kind in kinds
            if head >= one
        ]
        more += f"，平均{'、'.join(over)}" if over else ""
        cost = Decimal(facts.get("illness_cost") or 0)
        if cost and head + 1 > line.low:
            less = max(Decimal(0), whole - cost)
            more += (
                f"。看病、康复自己掏的 {_yuan(cost)} 元可以按规定适当扣减（《最低生活保障审核确认办法》第13条），"
                f"全扣的话平均 {_yuan(less / members.low)} 元"
            )
        return (
            f"说到现在的收入每月一共 {_yuan(whole)} 元{of_it}，{members.low} 口人平均 {_yuan(whole / members.low)} 元；"
            f"低保标准是每人每月 {standard}{more}。"
        )

    def settled(self, facts: Facts) -> dict[str, Value]:
        """The facts, with those that need not be asked put to what they then come to."""
        known = dict(facts)
        told = {key for fact in self.rules.facts if fact.key in known for key in fact.instead_of}
        for fact in self.rules.facts:
            if fact.key in told and fact.key not in known:
                known[fact.key] = NEUTRAL[fact.kind]
            if fact.key not in known and fact.when and evaluate(fact.when, known.get).holds is False:
                known[fact.key] = NEUTRAL[fact.kind]
        return known

    def _judge(self, program: Program, measures: Measures, facts: Facts) -> Estimate:
        reasons = [self._reason(test, measures) for test in program.tests]
        if any(reason.holds is False for reason in reasons):
            verdict: Verdict = "unlikely"
        elif all(reason.holds for reason in reasons):
            verdict = "likely"
        else:
            verdict = "cannot_say"
        open_ones = [reason for reason in reasons if reason.holds is None]
        missing = set().union(*(reason.missing for reason in open_ones)) if verdict == "cannot_say" else set()
        weighed = (
            tuple(f"{reason.text}：要看县里怎么核定" for reason in open_ones if not reason.missing)
            if verdict == "cannot_say"
            else ()
        )
        return Estimate(
            program=program.program,
            name=program.name,
            verdict=verdict,
            reasons=tuple(reason for reason in reasons if reason.holds is not None),
            missing=tuple(fact.key for fact in self.rules.facts if fact.key in missing),
            decides=f"{program.decides}（{'；'.join(self._cite(program.decides_source))}）",
            materials=program.materials,
            amount=self._amount(program.program, measures),
            gives_way_to=program.gives_way_to,
            county_weighs=weighed,
        )

    def _reason(self, test: Test, measures: Measures) -> Reason:
        truth = evaluate(test.test, measures.look_up)
        text = test.unmet if truth.holds is False else test.met
        return Reason(test.id, text, truth.holds, self._cite(*test.sources), truth.missing)

    def _cite(self, *references: str) -> tuple[str, ...]:
        """Each document once, with its articles."""
        articles: dict[str, list[str]] = {}
        for reference in references:
            clause = self._corpus.clauses[reference]
            document = self._corpus.documents[clause.document_id]
            title = f"《{document.title.removeprefix('中华人民共和国')}》"
            articles.setdefault(title, []).append(label(document, clause.article))
        return tuple(f"{title}{'、'.join(said)}" for title, said in articles.items())

    def _gives_way(self, one: Estimate, made: dict[str, Estimate]) -> bool:
        better = made.get(one.gives_way_to or "")
        while better is not None:
            if better.verdict == "likely":
                return True
            better = made.get(better.gives_way_to or "")
        return False

    def _amount(self, program: str, measures: Measures) -> Amount | None:
        match program:
            case "dibao":
                line, members, income = measures.dibao_line(), measures.members(), measures.household_income()
                if _open((line, members)):
                    return None
                full = line.low * members.low
                least = Decimal(0) if income.high == INFINITE else max(Decimal(0), full - income.high)
                return Amount(
                    _yuan(least),
                    _yuan(max(Decimal(0), full - income.low)),
                    "全家每月，按差额算；本县分档发的以档次为准",
                )
            case "dibao_single":
                line = measures.dibao_line()
                return (
                    None
                    if _open((line,))
                    else Amount(Decimal(0), _yuan(line.low), "每人每月，按核定的情况发")
                )
            case "tekun":
                return self._tekun_amount(measures)
            case "temporary":
                top = self._known("temporary.max", measures)
                return (
                    None
                    if top is None
                    else Amount(Decimal(0), _yuan(top), "一次，按困难程度定；小额快救的上限另有规定")
                )
        return None

    def _tekun_amount(self, measures: Measures) -> Amount | None:
        area = measures.look_up("area")
        base = self._known(f"tekun.standard.{area}", measures)
        if base is None:
            return None
        care = [
            self._known(f"tekun.care.{level}", measures) or Decimal(0)
            for level in ("able", "partial", "none")
        ]
        return Amount(_yuan(base + min(care)), _yuan(base + max(care)), "每月，含照料护理，按自理能力定")

    def _known(self, key: str, measures: Measures) -> Decimal | None:
        span = measures.figure(key)
        return None if _open((span,)) else span.low


def _open(spans: Iterable[Span]) -> bool:
    return any(span.high == INFINITE or span.missing for span in spans)


def _yuan(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)
