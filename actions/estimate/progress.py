"""Where the estimate's talk stands: what was told, what is passed over, what is asked now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from actions.estimate import daily, shares, unplaced, wishes
from actions.estimate.matters import MATTERS
from actions.estimate.shares import Shares
from actions.tools import Tools
from actions.turn import Turn
from knowledge.answering import Library
from knowledge.estimate import Estimate, Estimator, Interview, Question
from knowledge.estimate.rules import Value, rules

LOOKED_FOR = ("dibao", "dibao_single", "tekun")
HOME = "home"
"""The question that comes first where nothing is known yet of the household and where it lives."""
OPEN_QUESTION = (
    "先问一句：申请人的户口在{county}吗，哪个乡镇？"
    "家里几口人、每月大概多少钱、有没有病人残疾人、房和车，一起说就行，知道多少说多少。"
)
FOR_TEKUN = frozenset({"age", "household", "spouse", "supporter", "supporter_why"})
"""What is asked first of who asks for 特困: old enough, and nobody to care for them (特困人员认定办法 art. 4)."""
OF_THE_BOUND = ("supporter", "supporter_why")
SUMS = frozenset({"wage", "business", "savings", "support_received", "other_transfers"})
"""Sums of which one that is named stands for a none said of somebody else before."""
MOST_PUT = 2
"""A question is put no more often."""
MOST_ASIDE = 8
LONGEST_ASIDE = 60


def estimator(library: Library) -> Estimator:
    """The estimate by this county's figures and the clauses in force now."""
    return Estimator(rules(), library.figures, library.corpus)


@dataclass
class Progress:
    """One estimate under way. Everything of it lies in one slot and is gone with it."""

    interview: Interview
    library: Library
    facts: dict[str, Value] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    """What is asked last, for other things were told instead."""
    again: str | None = None
    tries: int = 0
    at_home: bool = False
    on_behalf: bool = False
    """Whether it is somebody else who would apply."""
    started: bool = False
    """Whether anything was asked yet."""
    begun: bool = False
    """Whether the questions are under way; what is told before or after them is the same case."""
    told: bool = False
    """Whether the result was told."""
    place: str = ""
    """Township and village, as said."""
    aside: list[str] = field(default_factory=list)
    """What was told that no question asks for, in the resident's words."""
    free: bool = False
    """Whether the household was told of before anything was asked."""
    put: dict[str, int] = field(default_factory=dict)
    """How often each question was put."""
    shares: Shares = field(default_factory=dict)
    """Whose the sums are that were told of one or the other."""
    wanted: str = ""
    """The programme that is asked for by name: `tekun`, or empty."""
    unplaced: str = ""
    """The words of a sum of which it is asked whose or what it is; no total is told meanwhile."""
    left_out: list[str] = field(default_factory=list)
    """The words of sums of which that was not answered."""
    strays: int = 0
    """How many messages in a row answered nothing asked."""
    answered: bool = False
    """Whether the verdict was asked for and told, and nothing asked since."""
    outside: bool = False
    """Whether it is somebody outside the family, of whom it is only asked how such a case stands."""

    @classmethod
    def of(cls, tools: Tools, turn: Turn) -> "Progress | None":
        """What the slot holds; None where nothing is under way or there is no library."""
        kept: Mapping[str, Any] | None = turn.slot("estimate_talk")
        if not kept or tools.library is None:
            return None
        interview = Interview(estimator(tools.library))
        return cls(
            interview,
            tools.library,
            interview.kept(kept["facts"]),
            list(kept["passed"]),
            list(kept["later"]),
            kept["again"],
            int(kept["tries"]),
            bool(kept["at_home"]),
            bool(kept["on_behalf"]),
            bool(kept["started"]),
            bool(kept.get("begun", True)),
            bool(kept.get("told")),
            str(kept.get("place") or ""),
            list(kept.get("aside") or []),
            bool(kept.get("free")),
            dict(kept.get("put") or {}),
            shares.of_turn(turn),
            wishes.programme(turn.said) or str(kept.get("wanted") or ""),
            str(kept.get("unplaced") or ""),
            list(kept.get("left_out") or []),
            int(kept.get("strays") or 0),
            bool(kept.get("answered")),
            bool(kept.get("outside")),
        )

    def slot(self) -> dict[str, Any]:
        """Itself as the slot keeps it."""
        return {
            "facts": {key: str(value) for key, value in self.facts.items()},
            "passed": self.passed,
            "later": self.later,
            "again": self.again,
            "tries": self.tries,
            "at_home": self.at_home,
            "on_behalf": self.on_behalf,
            "started": self.started,
            "begun": self.begun,
            "told": self.told,
            "place": self.place,
            "aside": self.aside,
            "free": self.free,
            "put": self.put,
            "shares": {
                key: {who: str(yuan) for who, yuan in parts.items()}
                for key, parts in self.shares.items()
                if shares.total(parts) == self.facts.get(key)
            },
            "wanted": self.wanted,
            "unplaced": self.unplaced,
            "left_out": self.left_out,
            "strays": self.strays,
            "answered": self.answered,
            "outside": self.outside,
        }

    def asked(self) -> Question | None:
        """What is asked now, or None when nothing more could change the estimate."""
        if not self.at_home:
            county = self.library.figures.county_name
            choices = (("yes", f"在{county}"), ("no", "在别的县"))
            return Question(HOME, "所在的县", OPEN_QUESTION.format(county=county), "choice", choices)
        if self.again:
            return self.interview.question(self.again)
        today = self.library.today
        passed = [*self.passed, *(OF_THE_BOUND if self._is_a_family() else ())]
        first = self._first_of(FOR_TEKUN) if self.wanted == "tekun" else None
        first = first or (self._what_matters_most() if self.free else None)
        first = first or self.interview.next_question(self.facts, today, [*passed, *self.later])
        return first or self.interview.next_question(self.facts, today, passed)

    def ask_first(self, keys: Sequence[str]) -> None:
        """Ask next what the verdict hangs on, unless it was put often enough."""
        keys = [key for key in keys if key not in self.passed and self.put.get(key, 0) < MOST_PUT]
        if keys and not self.unplaced:
            self.again = keys[0]

    def _is_a_family(self) -> bool:
        """Whether several live together and nobody asks for 特困: of who is bound to support them nothing hangs."""
        heads = self.facts.get("heads", 0)
        several = self.facts.get("spouse") is True or (isinstance(heads, int) and heads > 1)
        return several and self.wanted != "tekun"

    def take_what_matters_first(self) -> None:
        """Ask from now on what the verdict waits for, and of an emergency last."""
        if not self.free:
            self.free = True
            self.later.append("emergency")

    def _what_matters_most(self) -> Question | None:
        """The question that a household is asked for first which has told of itself before it was asked."""
        return next(filter(None, (self._first_of(keys) for _, keys in MATTERS)), None)

    def _first_of(self, keys: frozenset[str]) -> Question | None:
        """The next of these questions."""
        every = {one.key for one in self.interview.questions}
        bound = OF_THE_BOUND if self._is_a_family() else ()
        others = [*self.passed, *self.later, *(every - keys), *bound]
        return self.interview.next_question(self.facts, self.library.today, others)

    def take(self, key: str, value: Value) -> None:
        """Note an answer; one given anew goes to the end."""
        self.facts.pop(key, None)
        self.facts[key] = value
        self._go_on()

    def pass_over(self, key: str) -> None:
        """The resident cannot or will not say."""
        self.facts.pop(key, None)
        self.passed.append(key)
        self._go_on()

    def put_now(self) -> Question | None:
        """The question to put, counted; one that was put often enough is left open, and the next one taken."""
        while (question := self.asked()) is not None and self.put.get(question.key, 0) >= MOST_PUT:
            if question.key == HOME:
                self.at_home = True
            else:
                self.pass_over(question.key)
        if question is not None:
            self.put[question.key] = self.put.get(question.key, 0) + 1
            self.started = True
        return question

    def put_off(self, key: str) -> None:
        """Ask this last."""
        self.later.append(key)
        self._go_on()

    def ask_again(self, key: str) -> None:
        """Ask this next, though it was answered or passed over."""
        self.facts.pop(key, None)
        self.passed = [one for one in self.passed if one != key]
        self.again, self.tries = key, 0
        self.put.pop(key, None)

    def learn(self, said: str, told: Mapping[str, Value]) -> dict[str, Value]:
        """Take what is told outside the questions; what is told anew stands for what was told before. Words that tell no such
        fact are kept as they are. Returns what is new."""
        new = {key: value for key, value in told.items() if self.facts.get(key) != value}
        self.facts |= new
        if not told and said not in self.aside and daily.days(said) is None:
            self.aside = [*self.aside, said[:LONGEST_ASIDE]][-MOST_ASIDE:]
        return new

    def fill(self, more: Mapping[str, Value]) -> dict[str, Value]:
        """Take what was told along the way of things not answered yet; returns what was new."""
        new = {
            key: value
            for key, value in more.items()
            if key not in self.facts
            or (self._adds(key, value) and self.facts[key] != value)
            or (key in SUMS and not self.facts[key] and value)
        }
        self.facts.update(new)
        return new

    def _adds(self, key: str, value: Value) -> bool:
        """Whether a sum is what the shares of all who were told of come to."""
        return key in self.shares and shares.total(self.shares[key]) == value

    def standing(self) -> dict[str, str]:
        """For each programme asked for most, how it looks so far: the verdict with what decides it where one can be given."""
        made = self.estimate(self.facts)
        return {one.name: one.in_short() for one in made if one.program in LOOKED_FOR}

    def estimate(self, facts: Mapping[str, Value], *, every: bool = False) -> list[Estimate]:
        """What the facts come to; nothing is likely while a sum has no place."""
        made = self.interview.estimate(facts, self.library.today, every=every)
        if not self.is_open():
            return made
        return [
            replace(one, verdict="cannot_say", amount=None) if one.verdict == "likely" else one
            for one in made
        ]

    def is_open(self) -> bool:
        """Whether a sum was told that is in no total."""
        return bool(self.unplaced or self.left_out)

    def so_far(self, unless: Mapping[str, Value] | None = None) -> str | None:
        """The reckoning of what has been told of income, with what is supposed `unless` it was told; none while it is asked of
        a sum what it is."""
        if self.unplaced:
            return None
        said = self.interview.so_far({**(unless or {}), **self.facts}, self.library.today)
        if said and self.wanted == "tekun":
            said = re.sub("，照差额补的话一个月大约 [^。]*", "", said)
        if said and self.left_out:
            said += f"“{'”“'.join(self.left_out)}”没弄清是哪一样的钱，还没算进去，算进去会变。"
        return said

    def place_sum(self, said: str) -> dict[str, Value] | None:
        """Take what a reply makes of the sum that is asked of; what is new by it, empty where it is no income of the household.
        None where the reply does not say: the sum is left out, and told so."""
        words, self.unplaced = self.unplaced, ""
        found = unplaced.settled(words, said)
        if found is None:
            self.left_out.append(words)
            return None
        key, yuan = found
        if key == "spent":
            return {}
        before = Decimal(str(self.facts.get(key) or 0)) if "一人" not in words else Decimal(0)
        self.facts[key] = before + yuan
        if key in unplaced.BESIDE_WORK:
            self.facts["other_incomes"] = True
        return {key: self.facts[key]}

    def without(self, who: str) -> str | None:
        """The reckoning with one fewer of the household, and without what is known to be that one's."""
        heads = self.facts.get("heads")
        if not isinstance(heads, int) or heads < 2:
            return None
        theirs = {key: parts[who] for key, parts in self.shares.items() if who in parts}
        left = {
            key: Decimal(str(self.facts[key])) - yuan for key, yuan in theirs.items() if key in self.facts
        }
        return self.interview.so_far({**self.facts, **left, "heads": heads - 1}, self.library.today)

    def _go_on(self) -> None:
        self.again, self.tries = None, 0
