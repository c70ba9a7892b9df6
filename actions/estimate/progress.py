"""Where the estimate's talk stands: what was told, what is passed over, what is asked now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.tools import Tools
from actions.turn import Turn
from knowledge.answering import Library
from knowledge.estimate import Estimator, Interview, Question
from knowledge.estimate.rules import Value, rules

LOOKED_FOR = ("dibao", "dibao_single", "tekun")
HOME = "home"
"""The question that comes first where it is not known whether the resident lives in this county."""


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
        }

    def asked(self) -> Question | None:
        """What is asked now, or None when nothing more could change the estimate."""
        if not self.at_home:
            county = self.library.figures.county_name
            choices = (("yes", f"在{county}"), ("no", "在别的县"))
            return Question(HOME, "所在的县", f"先问一句：申请人的户口在{county}吗？", "choice", choices)
        if self.again:
            return self.interview.question(self.again)
        today = self.library.today
        first = self.interview.next_question(self.facts, today, [*self.passed, *self.later])
        return first or self.interview.next_question(self.facts, today, self.passed)

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

    def put_off(self, key: str) -> None:
        """Ask this last."""
        self.later.append(key)
        self._go_on()

    def ask_again(self, key: str) -> None:
        """Ask this next, though it was answered or passed over."""
        self.facts.pop(key, None)
        self.passed = [one for one in self.passed if one != key]
        self.again, self.tries = key, 0

    def fill(self, more: Mapping[str, Value]) -> dict[str, Value]:
        """Take what was told along the way of things not answered yet; returns what was new."""
        new = {key: value for key, value in more.items() if key not in self.facts}
        self.facts.update(new)
        return new

    def standing(self) -> dict[str, str]:
        """For each programme asked for most, how it looks so far: the verdict with what decides it where one can be given."""
        made = self.interview.estimate(self.facts, self.library.today)
        return {one.name: one.in_short() for one in made if one.program in LOOKED_FOR}

    def so_far(self) -> str | None:
        """The reckoning of what has been told of income."""
        return self.interview.so_far(self.facts, self.library.today)

    def _go_on(self) -> None:
        self.again, self.tries = None, 0
