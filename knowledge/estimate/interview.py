"""The guided talk: the next thing to ask, and what a reply in plain words comes to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.estimate import amounts
from knowledge.estimate.assessing import Estimate, Estimator
from knowledge.estimate.logic import evaluate
from knowledge.estimate.rules import Fact, Facts, Value
from knowledge.words import plain

_YES = ("是", "有", "对", "嗯", "算", "在", "yes", "y", "1")
_NO = ("没", "不", "无", "否", "未", "no", "n", "0")
_UNSURE = ("不知道", "不清楚", "不好说", "说不准", "说不好", "不晓得", "没数", "不确定", "不记得", "忘")
BY_THE_MONTH = frozenset(
    (
        "wage",
        "business",
        "assets_income",
        "retirement",
        "support_received",
        "other_transfers",
        "basic_pension",
        "whole_income",
        "illness_cost",
    )
)


class NotUnderstood(Exception):
    """A reply that cannot be taken as an answer, with a sentence that says how to reply."""


@dataclass(frozen=True)
class Question:
    """Something to ask. `choices` are (value, label); empty for numbers."""

    key: str
    name: str
    text: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


class Interview:
    """Asks only what can still change an estimate."""

    def __init__(self, estimator: Estimator) -> None:
        self._estimator = estimator
        self._facts = {fact.key: fact for fact in estimator.rules.facts}

    def next_question(self, facts: Facts, day: date, passed_over: Collection[str] = ()) -> Question | None:
        """The next question, or None when every programme is settled or nothing asked could settle it.

        `passed_over` are questions that the resident cannot or will not answer.
        """
        wanted = {key for one in self._estimator.estimate(facts, day) for key in one.missing}
        known = self._estimator.settled(facts)
        first = None
        for fact in reversed(self._facts.values()):
            if fact.key not in wanted or fact.key in known or fact.key in passed_over:
                continue
            opens = evaluate(fact.when, known.get) if fact.when else None
            if opens is None or opens.holds:
                first = fact
            else:
                wanted |= opens.missing
        return _question(first) if first else None

    def so_far(self, facts: Facts, day: date) -> str | None:
        """The reckoning of what has been told of income, a head and month, beside the 低保 standard; None until there is an
        income and it is known of how many."""
        return self._estimator.so_far(facts, day)

    def estimate(self, facts: Facts, day: date) -> list[Estimate]:
        """What the facts told so far come to."""
        return self._estimator.estimate(facts, day)

    def question(self, key: str) -> Question:
        """One question by its key, to change an earlier reply."""
        return _question(self._facts[key])

    def read(self, key: str, reply: str) -> Value:
        """What a reply comes to: a choice's value, True or False, a count, or yuan (by the month where asked so).

        Raises:
            NotUnderstood: with a sentence that says how to reply.
        """
        fact, text = self._facts[key], plain(reply)
        if any(word in text for word in _UNSURE):
            raise NotUnderstood("请说个大概就行；实在不清楚，可以说“跳过”。")
        match fact.kind:
            case "choice":
                return _choice(fact, text)
            case "yes_no":
                return _yes_or_no(text)
            case "count":
                return _count(text)
        return _money(text, by_the_month=key in BY_THE_MONTH)

    def said(self, key: str, value: Value) -> str:
        """A fact as it is read back: `户口：农村`."""
        fact = self._facts[key]
        if isinstance(value, bool):
            words = "是" if value else "不是"
        elif isinstance(value, Decimal):
            words = f"{value.quantize(Decimal(1)):f} 元" + ("/月" if key in BY_THE_MONTH else "")
        elif fact.kind == "choice":
            words = fact.choices[str(value)]
        else:
            words = f"{value}{fact.unit}"
        return f"{fact.name}：{words}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is asked, in its order, for a form."""
        return tuple(_question(fact) for fact in self._facts.values() if not fact.instead_of)

    def check(self, facts: Mapping[str, object]) -> dict[str, Value]:
        """Facts from a form, each of its kind; empty ones are left out.

        Raises:
            NotUnderstood: a value is not of its kind.
        """
        return {
            key: self.read(key, str(value))
            for key, value in facts.items()
            if key in self._facts and value not in (None, "")
        }


def _question(fact: Fact) -> Question:
    choices = tuple(fact.choices.items())
    if fact.kind == "yes_no":
        choices = (("yes", "是"), ("no", "不是"))
    return Question(
        fact.key, fact.name, f"{fact.ask}（{fact.help}）" if fact.help else fact.ask, fact.kind, choices
    )


def _choice(fact: Fact, text: str) -> str:
    if text in fact.choices:
        return text
    by_label = sorted(fact.choices.items(), key=lambda choice: -len(choice[1]))
    for value, said in by_label:
        if plain(said) in text:
            return value
    near = [value for value, said in by_label if len(text) >= 2 and text in plain(said)]
    if len(near) == 1:
        return near[0]
    if "none" in fact.choices and text.startswith(_NO):
        return "none"
    raise NotUnderstood(f"请从这几个里选一个：{'、'.join(fact.choices.values())}。")


def _yes_or_no(text: str) -> bool:
    if text.startswith(_NO) or text == "false":
        return False
    if text.startswith(_YES) or text == "true":
        return True
    raise NotUnderstood("请回答“是”或者“不是”。")


def _count(text: str) -> int:
    found = amounts.NUMBER.search(text)
    if found:
        value = amounts.number(found[0])
        if value == int(value) and value < 200:
            return int(value)
    elif text.startswith(_NO):
        return 0
    raise NotUnderstood("请说一个数，比如 2。")


def _money(text: str, *, by_the_month: bool) -> Decimal:
    said = amounts.money(text, by_the_month=by_the_month)
    if said is not None:
        return said
    if text.startswith(_NO):
        return Decimal(0)
    raise NotUnderstood("请说一个钱数，比如 800，或者“一年2万”。没有就说“没有”。")
