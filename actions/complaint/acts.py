"""What a resident does with a message while something is open: hands it in, agrees, asks, tells, demands, takes leave.

Learnt from the examples in `acts.yml`, clause by clause; where none leads clearly, nothing is said of the clause.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from understanding.examples import Examples, Reading, listed_once

FILE = Path(__file__).with_suffix(".yml")
TELL = "tell"
ACTS = (
    *("submit", "agree", "ask", "demand", "contact", "hide", "correct", "refuse", "leave"),
    *("courtesy", "read_again", "number_again", "another"),
)
"""What can be done beside telling."""
LEAD = 0.15
"""So far an act must be before all others; fitted by `python -m actions.complaint.tuning --acts`."""
LONGEST = 40
"""A longer clause tells."""
ENDS_ASKING = re.compile(r"((?<!爱)(?P<verb>[一-鿿])[不没](?P=verb)|吗|[?？])[了啊呀呢嘛]?$")
"""Who ends so asks, unless something else leads."""
CLAUSES = re.compile(r"[\s,，。;；!！~、]+|(?<=[?？])")


class Book(BaseModel):
    """`acts.yml`."""

    model_config = ConfigDict(extra="forbid")

    same: dict[str, list[str]]
    senses: dict[str, list[str]]
    acts: dict[str, list[str]] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> "Book":
        if self.acts.keys() != {*ACTS, TELL}:
            raise ValueError(f"要有这些类：{'、'.join((*ACTS, TELL))}")
        listed_once(way for ways in self.acts.values() for way in ways)
        return self


@cache
def book() -> Book:
    """The examples, read once."""
    return Book.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def learnt(acts: dict[str, list[str]]) -> Examples:
    """What is learnt from these examples, those of telling included."""
    ways = {name: acts[name] for name in ACTS}
    return Examples(ways, acts[TELL], Reading(book().same, book().senses))


@cache
def _learnt() -> Examples:
    return learnt(book().acts)


def prepare() -> None:
    """Learn before the first message, which would wait for it.

    Raises:
        pydantic.ValidationError: `acts.yml` breaks its form, with the place.
    """
    _learnt()


@dataclass(frozen=True)
class Clause:
    """A part of a message and what it does; `act` is empty where nothing leads clearly."""

    said: str
    act: str


def of(said: str, examples: Examples | None = None) -> str:
    """What these words do; empty where nothing leads clearly."""
    if len(said) > LONGEST:
        return TELL
    likely = (examples or _learnt()).likely(said)
    if likely.lead >= LEAD:
        return likely.asked
    if ENDS_ASKING.search(said):
        return "ask"
    return TELL if likely.lead <= -LEAD else ""


@lru_cache(maxsize=256)
def clauses(said: str) -> tuple[Clause, ...]:
    """The clauses of a message, each with what it does."""
    return tuple(Clause(one, of(one)) for one in CLAUSES.split(said.strip()) if one)


def whole(said: str) -> str:
    """What the message does as a whole; empty where its clauses do different things and nothing leads."""
    if len(found := {one.act for one in clauses(said)}) == 1:
        return found.pop()
    return of(said.strip())


STATES = frozenset({TELL, "demand", "contact", "hide", "correct", "refuse", "submit", "agree"})
"""What asks nothing and takes no leave."""


def states(said: str) -> bool:
    """Whether the message clearly says something of what is open, and asks nothing."""
    return whole(said) in STATES


def asks(said: str) -> bool:
    """Whether the message clearly asks something and states nothing clearly beside it."""
    found = {one.act for one in clauses(said)}
    return whole(said) == "ask" or ("ask" in found and not found & STATES - {"agree"})
