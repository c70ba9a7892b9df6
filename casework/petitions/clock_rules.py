"""The rules of time limits, read from the county's `clocks.yml` and checked."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.office import Office
from casework.petitions.periods import Terms
from store.county import County, CountyFileError, slip


class Matter(Protocol):
    """What a rule looks at to tell whether it applies."""

    @property
    def matter_class(self) -> str: ...
    @property
    def path(self) -> int | None: ...
    @property
    def procedure(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def category(self) -> str: ...


class When(BaseModel):
    """Conditions; an empty list means any."""

    model_config = ConfigDict(extra="forbid")

    classes: list[Literal["claim", "accusation", "suggestion"]] = []
    paths: list[int] = []
    procedures: list[Literal["ordinary", "simple"]] = []
    identities: list[Literal["real_name", "confidential", "anonymous"]] = []
    categories: list[str] = []

    def fits(self, matter: Matter) -> bool:
        return (
            (not self.classes or matter.matter_class in self.classes)
            and (not self.paths or matter.path in self.paths)
            and (not self.procedures or matter.procedure in self.procedures)
            and (not self.identities or matter.identity in self.identities)
            and (not self.categories or matter.category in self.categories)
        )


class Rule(BaseModel):
    """One time limit: what starts it, what meets, stops, pauses and resumes it, and its legal basis."""

    model_config = ConfigDict(extra="forbid")

    rule: str
    stage: str
    label: str
    when: When = When()
    kind: Literal["duty", "window"] = "duty"
    starts: list[str] = Field(min_length=1)
    event: str
    meets: list[str] = Field(min_length=1)
    stops: list[str] = []
    pause_on: list[str] = []
    resume_on: list[str] = []
    days: int = Field(gt=0, le=730)
    count: Literal["calendar", "working"]
    warn_days: int = Field(ge=0, le=60)
    extendable: int = Field(0, ge=0)
    basis: str
    basis_kind: Literal["law", "reported", "local", "office"]

    def terms(self, roll_over: bool) -> Terms:
        return Terms(
            self.days,
            self.count,
            self.event,
            self.basis,
            self.warn_days,
            roll_over and self.count == "calendar",
        )


class Rulebook(BaseModel):
    """All rules of a county."""

    model_config = ConfigDict(extra="forbid")

    roll_over: bool = True
    rules: list[Rule]

    def get(self, rule: str) -> Rule | None:
        return next((found for found in self.rules if found.rule == rule), None)

    def starting(self, move: str, matter: Matter) -> list[Rule]:
        return [rule for rule in self.rules if move in rule.starts and rule.when.fits(matter)]


def read(county: County) -> Rulebook:
    """The county's rules.

    Raises:
        CountyFileError: the file breaks the schema, or names a rule twice.
    """
    try:
        book = Rulebook.model_validate(county.read("clocks"))
    except ValidationError as error:
        raise CountyFileError(f"clocks.yml 不对：{slip(error)}。请改正后重试。") from None
    names = [rule.rule for rule in book.rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CountyFileError(f"clocks.yml 里规则名重复：{'、'.join(sorted(twice))}。")
    return book


def of(office: Office) -> Rulebook:
    """The rules, read once for a unit of work."""
    known = office.db.info.get("clock_rules")
    if known is None:
        known = read(office.county)
        office.db.info["clock_rules"] = known
    return known
