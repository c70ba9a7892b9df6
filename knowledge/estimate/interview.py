"""The guided talk: the next thing to ask, and what a reply in plain words comes to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.estimate import replies
from knowledge.estimate.assessing import Estimate, Estimator
from knowledge.estimate.logic import evaluate
from knowledge.estimate.replies import BY_THE_MONTH, NotUnderstood
from knowledge.estimate.rules import Fact, Facts, Value


@dataclass(frozen=True)
class Question:
    """Something to ask. `choices` are (value, label); empty for numbers."""

    key: str
    name: str
    text: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


_CALLED = {
    "already": r"享受|在领",
    "area": r"户口|城镇|农村",
    "age": r"年龄|年纪|岁数|多大|几岁",
    "household": r"几个人过|一个人",
    "heads": r"人口|几口人|人数|家里的?人",
    "spouse": r"配偶|老伴|老婆|媳妇|丈夫|爱人",
    "minor_children": r"孩子|娃|小孩",
    "whole_income": r"总收入|全家收入|一共收入",
    "wage": r"工资|打工|上班|零工|手工|活儿?(现在|少|多)",
    "business": r"种地|种田|生意|养殖|地里",
    "retirement": r"退休",
    "basic_pension": r"养老",
    "support_received": r"(子女|儿子|女儿|闺女|孩子)给",
    "assets_income": r"房租|租金|流转|利息",
    "illness_cost": r"看病|药(费|钱)|自付",
    "savings": r"存款|存钱|积蓄|理财|存折",
    "homes": r"房子|住房|几套",
    "vehicle": r"车",
    "disability": r"残疾",
    "severe_illness": r"大病|重病|病",
    "supporter": r"该管|赡养|管我",
    "emergency": r"急|出事",
}
"""What residents call a fact when they want it changed."""


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

    def estimate(self, facts: Facts, day: date, *, every: bool = False) -> list[Estimate]:
        """What the facts told so far come to; `every` programme, those that give way too."""
        return self._estimator.estimate(facts, day, every=every)

    def question(self, key: str) -> Question:
        """One question by its key, to change an earlier reply."""
        return _question(self._facts[key])

    def read(self, key: str, reply: str) -> Value:
        """What a reply comes to: a choice's value, True or False, a count, or yuan (by the month where asked so).

        Raises:
            NotUnderstood: with a sentence that says how to reply.
        """
        return replies.read(self._facts[key], reply)

    def named(self, words: str, told: Facts) -> str | None:
        """The fact that is meant by its name or by part of it; of several one that was told, the last told first."""
        order = [*reversed(list(told)), *(key for key in self._facts if key not in told)]
        exact = [key for key in order if self._facts[key].name == words]
        called = [key for key in order if re.search(_CALLED.get(key, "$^"), words)]
        like = [key for key in order if words in self._facts[key].name or self._facts[key].name in words]
        return next(iter([*exact, *called, *like]), None) if words else None

    def called(self, clause: str, told: Facts) -> str | None:
        """The fact told before that a clause names in residents' words, the last told first."""
        return next((key for key in reversed(list(told)) if re.search(_CALLED.get(key, "$^"), clause)), None)

    def said(self, key: str, value: Value) -> str:
        """A fact as it is read back: `户口：农村`."""
        fact = self._facts[key]
        if isinstance(value, bool):
            words = _yes_and_no(fact)[0 if value else 1]
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

    def says_none(self, key: str, reply: str) -> bool:
        """Whether the first clause by itself says that there is none of what is asked."""
        try:
            return (
                replies.read(self._facts[key], re.split(r"[,，。;；\s]", reply.strip(), maxsplit=1)[0]) == 0
            )
        except NotUnderstood:
            return False

    def kept(self, facts: Mapping[str, str]) -> dict[str, Value]:
        """Facts from how they were written down (`str` of each).

        Raises:
            NotUnderstood: a value is not of its kind.
        """
        return {
            key: replies.kept(self._facts[key], text) for key, text in facts.items() if key in self._facts
        }


def _question(fact: Fact) -> Question:
    choices = tuple(fact.choices.items())
    if fact.kind == "yes_no":
        choices = tuple(zip(("yes", "no"), _yes_and_no(fact), strict=True))
    return Question(
        fact.key, fact.name, f"{fact.ask}（{fact.help}）" if fact.help else fact.ask, fact.kind, choices
    )


def _yes_and_no(fact: Fact) -> tuple[str, str]:
    """Yes and no in the words of the question."""
    return ("有", "没有") if "有" in fact.ask and "是" not in fact.ask else ("是", "不是")
