"""The rules of escalation, read from the county's `escalation.yml` and checked."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from casework.office import Office
from store.county import County, CountyFileError, slip

Role = Literal["handler", "unit_head", "operator", "supervisor", "inspector"]
When = Literal[
    "due_soon",
    "overdue",
    "returned",
    "repeat",
    "reopened",
    "unsatisfied",
    "crisis",
    "collective",
    "attention",
    "unacknowledged",
]
COUNTED = frozenset({"returned", "repeat", "reopened"})
SUPERVISION = 3
"""From this level on it is 督办."""


class Rule(BaseModel):
    """When something is escalated, how far, who is told by which way, and what ends it."""

    model_config = ConfigDict(extra="forbid")

    rule: str = Field(pattern=r"^[a-z_]{3,32}$")
    label: str = Field(min_length=2, max_length=30)
    when: When
    times: int = Field(0, ge=0, le=20)
    working_days: int = Field(0, ge=0, le=250)
    of_level: int = Field(0, ge=0, le=4)
    level: int = Field(ge=1, le=4)
    tell: list[Role] = Field(min_length=1)
    ways: list[Literal["desk", "alert"]] = Field(min_length=1)
    respond_within: int | None = Field(None, ge=0, le=60)
    ends: Literal["resolved", "closed", "acknowledged"]
    at_once: bool = False
    basis: str

    @model_validator(mode="after")
    def _complete(self) -> "Rule":
        if self.when in COUNTED and not self.times:
            raise ValueError(f"规则 {self.rule} 要写 times：达到几次。")
        if self.when == "unacknowledged" and not self.of_level:
            raise ValueError(f"规则 {self.rule} 要写 of_level：看第几级没人签收的。")
        if self.when == "unacknowledged" and self.level <= self.of_level:
            raise ValueError(f"规则 {self.rule} 的 level 要高于 of_level，否则会一直重复。")
        return self


class Rulebook(BaseModel):
    """All rules of a county and the names of the levels."""

    model_config = ConfigDict(extra="forbid")

    levels: dict[int, str]
    rules: list[Rule] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "Rulebook":
        names = [rule.rule for rule in self.rules]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"规则名重复：{'、'.join(sorted(twice))}。")
        if missing := {rule.level for rule in self.rules} - self.levels.keys():
            raise ValueError(f"levels 里没有第 {min(missing)} 级的名称。")
        return self

    def get(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.rule == name), None)

    def label(self, name: str) -> str:
        """What a rule is called; a gone rule keeps its code, a hand-made one is 人工督办."""
        if name == BY_HAND:
            return "人工督办"
        rule = self.get(name)
        return rule.label if rule else name


BY_HAND = "by_hand"


def by_hand(level: int) -> Rule:
    """What a 督办 or 约谈 raised by a person follows; it never strikes by itself."""
    return Rule(
        rule=BY_HAND,
        label="人工督办",
        when="attention",
        level=level,
        tell=["handler", "unit_head"],
        ways=["desk", "alert"],
        ends="closed",
        basis="信访工作条例第四十条",
    )


def read(county: County) -> Rulebook:
    """The county's rules.

    Raises:
        CountyFileError: the file is missing or breaks the schema.
    """
    try:
        return Rulebook.model_validate(county.read("escalation"))
    except ValidationError as error:
        raise CountyFileError(f"escalation.yml 不对：{slip(error)}。请改正后重试。") from None


def of(office: Office) -> Rulebook:
    """The rules, read once for a unit of work."""
    known = office.db.info.get("escalation_rules")
    if known is None:
        known = office.db.info["escalation_rules"] = read(office.county)
    return known
