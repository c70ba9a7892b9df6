"""The rules of the estimate, read from `rules.yml` and checked."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.schema import Reference

FILE = Path(__file__).parent / "rules.yml"

Value = str | bool | int | Decimal
Facts = Mapping[str, Value]
"""What is known of a household: fact key -> value; money is yuan, by the month unless the fact says otherwise."""

Treatment = Literal["counted", "excluded", "open"]
Expression = dict[str, Any]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Strict):
    """Something to ask."""

    key: str
    name: str
    ask: str
    help: str | None = None
    kind: Literal["yes_no", "count", "money", "choice"]
    unit: str = ""
    choices: dict[str, str] = Field(default_factory=dict)
    when: Expression | None = None
    instead_of: list[str] = Field(
        default_factory=list, description="居民自己说了这一样，这几样就不用再问；它自己不主动问"
    )


class Income(_Strict):
    """How a kind of income is looked at, and by which clause."""

    key: str
    name: str
    treatment: Treatment
    source: Reference
    deduct_share: str | None = Field(None, description="本县数字：可扣的百分比")
    deduct_source: Reference | None = None
    tekun: Treatment | None = None
    tekun_source: Reference | None = None

    def treated(self, for_tekun: bool) -> Treatment:
        return self.tekun if for_tekun and self.tekun else self.treatment


class Test(_Strict):
    """One condition of a programme."""

    id: str
    test: Expression
    met: str
    unmet: str
    sources: list[Reference] = Field(min_length=1)


class Program(_Strict):
    """A programme and all its conditions."""

    program: str
    name: str
    decides: str
    decides_source: Reference
    materials: str | None
    gives_way_to: str | None = None
    quiet: bool = False
    tests: list[Test] = Field(min_length=1)


class Rules(_Strict):
    """All rules."""

    facts: list[Fact]
    incomes: list[Income]
    programs: list[Program]

    @classmethod
    def load(cls, path: Path = FILE) -> "Rules":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    @model_validator(mode="after")
    def _hangs_together(self) -> "Rules":
        programs = {program.program for program in self.programs}
        lost = [
            one.gives_way_to for one in self.programs if one.gives_way_to and one.gives_way_to not in programs
        ]
        if lost:
            raise ValueError(f"没有这个项目：{lost}")
        return self

    def sources(self) -> Iterator[str]:
        """Every clause that a rule names."""
        for income in self.incomes:
            yield from (one for one in (income.source, income.deduct_source, income.tekun_source) if one)
        for program in self.programs:
            yield program.decides_source
            for test in program.tests:
                yield from test.sources


@cache
def rules() -> Rules:
    """The rules of this installation, read once."""
    return Rules.load()
