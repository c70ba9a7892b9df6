"""The guided talk: the next thing to ask, and what a reply in plain words comes to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.estimate.assessing import Estimator
from knowledge.estimate.rules import Fact, Facts, Value
from knowledge.words import plain

_YES = ("是", "有", "对", "嗯", "算", "在", "yes", "y", "1")
_NO = ("没", "不", "无", "否", "未", "no", "n", "0")
_UNSURE = ("不知道", "不清楚", "不好说", "说不准", "说不好", "不晓得", "没数", "不确定", "不记得", "忘")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "俩": 2,
    "仨": 3,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"[\d.]+|[零一二三四五六七八九两〇俩仨十百千万半]+")
_YEARLY = ("一年", "每年", "全年", "年收入", "年底", "年")
_BY_THE_MONTH = frozenset(
    (
        "wage",
        "business",
        "assets_income",
        "retirement",
        "support_received",
        "other_transfers",
        "basic_pension",
        "illness_cost",
    )
)


class NotUnderstood(Exception):
    """A reply that cannot be taken as an answer, with a sentence that says how to reply."""


@dataclass(frozen=True)
class Question:
    """Something to ask. `choices` are (value, label); empty for numbers."""

    key: str
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
        for fact in self._facts.values():
            if fact.key in wanted and fact.key not in known and fact.key not in passed_over:
                return _question(fact)
        return None

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
        return _money(text, by_the_month=key in _BY_THE_MONTH)

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
    return Question(fact.key, f"{fact.ask}（{fact.help}）" if fact.help else fact.ask, fact.kind, choices)


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
    found = _NUMBER.search(text)
    if found:
        value = _number(found[0])
        if value == int(value) and value < 200:
            return int(value)
    elif text.startswith(_NO):
        return 0
    raise NotUnderstood("请说一个数，比如 2。")


def _money(text: str, *, by_the_month: bool) -> Decimal:
    found = _NUMBER.search(text.replace(",", "").replace("，", ""))
    if not found:
        if text.startswith(_NO):
            return Decimal(0)
        raise NotUnderstood("请说一个钱数，比如 800，或者“一年2万”。没有就说“没有”。")
    yearly = any(word in text for word in _YEARLY)
    start = found.start()
    if yearly and by_the_month:
        after_year = max(text.find(word) + len(word) for word in _YEARLY if word in text)
        later = _NUMBER.search(text, after_year)
        if later and start < after_year:
            found = later
    amount = _number(found[0])
    tail = text[found.end() :]
    if tail.startswith(("万", "w")) and "万" not in found[0]:
        amount *= 10_000
        thousands = re.match(r"[万w](\d)(?!\d)", tail)
        if thousands:
            amount += int(thousands[1]) * 1000
    elif tail.startswith(("千", "k")) and not found[0].endswith("千"):
        amount *= 1000
    if yearly and by_the_month:
        amount /= 12
    return amount.quantize(Decimal("0.01"))


def _number(text: str) -> Decimal:
    """`1200`, `一千二`, `两万三`, `三百五十`, `半` read as a number."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    total, section, digit, unit = 0, 0, 0, 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        if char in _UNITS:
            unit = _UNITS[char]
            section += (digit or 1) * unit
        elif char == "万":
            total += (section + digit or 1) * 10_000
            section, unit = 0, 10_000
        digit = 0
    colloquial = digit and unit >= 100 and text[-2] in "百千万"
    return Decimal(total + section + (digit * unit // 10 if colloquial else digit))
