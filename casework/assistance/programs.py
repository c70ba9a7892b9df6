"""Programmes, the steps and time limits of their procedures: read from the county's `programs.yml` and checked."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from casework.office import NotFound, Office
from casework.petitions.periods import Terms
from store.county import County, CountyFileError, slip

BasisKind = Literal["law", "reported", "local", "office"]
Outcome = Literal["approved", "refused", "withdrawn"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Program(_Strict):
    """One programme: by which procedure it is applied for here, or whose business it is."""

    program: str
    name: str
    procedure: str | None = None
    urgent: str | None = None
    """The procedure for urgent need: aid first (社会救助法 art. 50)."""
    rule: str = ""
    elsewhere: str = ""
    valid_months: int | None = Field(None, gt=0, le=60)
    check_months: int | None = Field(None, gt=0, le=36)
    check_months_unstable: int | None = Field(None, gt=0, le=36)

    @model_validator(mode="after")
    def _somewhere(self) -> "Program":
        if not self.procedure and not self.elsewhere:
            raise ValueError(f"{self.program} 要写 procedure 或 elsewhere")
        return self


class Step(_Strict):
    """One step: what it is called, what the applicant is told and should do, and where it leads."""

    label: str
    plain: str
    do_now: str
    next: list[str]
    ends: Outcome | None = None


class Limit(_Strict):
    """One time limit, and the steps that start, meet and stop it."""

    stage: str
    label: str
    kind: Literal["duty", "posting"] = "duty"
    starts: list[str] = Field(min_length=1)
    meets: list[str] = Field(min_length=1)
    stops: list[str] = []
    event: str
    days: int = Field(gt=0, le=365)
    special: int | None = Field(None, gt=0, le=365)
    delegated: int | None = Field(None, gt=0, le=365)
    delegated_basis: str = ""
    count: Literal["calendar", "working", "payment"]
    roll_over: bool = True
    warn_days: int = Field(ge=0, le=60)
    basis: str
    basis_kind: BasisKind

    def terms(self, *, special: bool, delegated: bool) -> Terms:
        """The terms for a case: the special period goes before the delegated one, that before the plain one."""
        days, basis = self.days, self.basis
        if special and self.special:
            days, basis = self.special, f"{self.basis}，特殊情形"
        elif delegated and self.delegated:
            days, basis = self.delegated, self.delegated_basis or self.basis
        count: Literal["calendar", "working"] = "working" if self.count == "working" else "calendar"
        rolls = self.roll_over and count == "calendar" and self.kind == "duty"
        return Terms(days, count, self.event, basis, self.warn_days, rolls)


class Procedure(_Strict):
    """The steps of one procedure and its time limits."""

    label: str
    steps: dict[str, Step]
    clocks: list[Limit]

    @model_validator(mode="after")
    def _joined(self) -> "Procedure":
        if "received" not in self.steps:
            raise ValueError("steps 里要有 received")
        named = {name for step in self.steps.values() for name in step.next}
        named |= {name for limit in self.clocks for name in (*limit.starts, *limit.meets, *limit.stops)}
        if unknown := named - self.steps.keys():
            raise ValueError(f"没有这样的步骤：{'、'.join(sorted(unknown))}")
        if lost := self.steps.keys() - self._reached():
            raise ValueError(f"走不到的步骤：{'、'.join(sorted(lost))}")
        stages = [limit.stage for limit in self.clocks]
        if twice := {stage for stage in stages if stages.count(stage) > 1}:
            raise ValueError(f"时限名重复：{'、'.join(sorted(twice))}")
        return self

    def _reached(self) -> set[str]:
        reached, ahead = set(), ["received"]
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead.extend(self.steps[name].next)
        return reached

    def limit(self, stage: str) -> Limit | None:
        return next((limit for limit in self.clocks if limit.stage == stage), None)


class TaskRule(_Strict):
    """By when a reported change, a lead or a call for help is seen to."""

    kind: Literal["change", "lead", "help"]
    matter: str
    label: str
    words: list[str]
    months: int | None = Field(None, gt=0, le=12)
    days: int | None = Field(None, gt=0, le=365)
    count: Literal["calendar", "working"] = "calendar"
    basis: str
    basis_kind: BasisKind

    @model_validator(mode="after")
    def _one_period(self) -> "TaskRule":
        if (self.months is None) == (self.days is None):
            raise ValueError(f"{self.kind}/{self.matter} 要写 months 或 days 中的一个")
        return self


class ProgramsFile(_Strict):
    """All of `programs.yml`."""

    provider: str = "register"
    delegated: bool = False
    contest: str
    programs: list[Program] = Field(min_length=1)
    procedures: dict[str, Procedure]
    tasks: list[TaskRule]

    @model_validator(mode="after")
    def _whole(self) -> "ProgramsFile":
        for program in self.programs:
            for name in (program.procedure, program.urgent):
                if name and name not in self.procedures:
                    raise ValueError(f"{program.program} 的步骤 {name} 没有写在 procedures 里")
        for kind in ("change", "lead", "help"):
            if not any(rule.kind == kind and rule.matter == "other" for rule in self.tasks):
                raise ValueError(f"tasks 里缺少 {kind} 的 other 一条")
        return self

    def program(self, code: str) -> Program:
        """Raises NotFound for a programme that the file does not name."""
        found = next((one for one in self.programs if one.program == code), None)
        if found is None:
            raise NotFound(f"没有代码为 {code} 的救助项目。")
        return found

    def coded(self, words: str) -> str | None:
        """The programme's code from its code or name, with or without 城市 or 农村 before it or in brackets behind, or None."""
        words = re.sub(r"[（(](城市|城镇|农村|城乡)[)）]$", "", words.strip())
        for said in (words, words.removeprefix("城市").removeprefix("农村").removeprefix("城乡")):
            for one in self.programs:
                if said in (one.program, one.name):
                    return one.program
            if said in _SHORT:
                return _SHORT[said]
        return None

    def task_rule(self, kind: str, matter: str) -> TaskRule:
        fitting = [rule for rule in self.tasks if rule.kind == kind and rule.matter in (matter, "other")]
        return min(fitting, key=lambda rule: rule.matter != matter)


_SHORT = {
    "低保": "dibao",
    "城市低保": "dibao",
    "农村低保": "dibao",
    "城乡低保": "dibao",
    "低保金": "dibao",
    "低保边缘": "dibao_marginal",
    "低保边缘家庭": "dibao_marginal",
    "特困": "tekun",
    "特困供养": "tekun",
    "特困人员": "tekun",
    "五保": "tekun",
    "临时救助": "temporary",
    "刚性支出": "rigid_expenditure",
    "孤儿": "orphan",
    "事实无人抚养儿童": "unsupported_child",
    "两项补贴": "disability_allowance",
    "残疾人补贴": "disability_allowance",
    "高龄津贴": "elderly_allowance",
    "护理补贴": "care_allowance",
}


def read(county: County) -> ProgramsFile:
    """The county's programmes.

    Raises:
        CountyFileError: the file breaks the schema; the sentence says where.
    """
    try:
        return ProgramsFile.model_validate(county.read("programs"))
    except ValidationError as error:
        raise CountyFileError(f"programs.yml 不对：{slip(error)}。请改正后重试。") from None


def of(office: Office) -> ProgramsFile:
    """The programmes, read once for a unit of work."""
    known = office.db.info.get("programs")
    if known is None:
        known = read(office.county)
        office.db.info["programs"] = known
    return known
