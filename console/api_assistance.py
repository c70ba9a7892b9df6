"""The part of the HTTP API that other systems of the county use for the registers of assistance."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from casework.assistance import queries, tasks, telling
from casework.assistance.imports import running
from casework.assistance.models import Application
from casework.assistance.numbers import BadNumber, key
from casework.assistance.tasks import NewTask
from casework.office import Bureau, NotFound
from casework.people.actors import Actor

router = APIRouter(prefix="/assistance")
API = Actor.system("接口")
WRITTEN = r"^[^\x00]*$"
"""No database keeps a NUL in text."""

Kind = Literal["applications", "payments", "supports", "relatives", "self_reports", "cards", "monitored"]


class RowRefused(BaseModel):
    """没有导入的一行。"""

    line: int = Field(description="文件里的行号")
    reason: str


class Imported(BaseModel):
    """导入的结果。同一文件再导一次，新增和更新都是 0。"""

    rows: int
    added: int
    changed: int
    same: int
    refused: int
    columns: dict[str, str] = Field(description="每个字段取自哪一列")
    examples: list[RowRefused] = Field(description="退回的前 20 行；全部都已留存")


class Told(BaseModel):
    """别的系统转来的变化报告、困难线索或急难求助。"""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["change", "lead", "help"] = Field(description="变化、线索、求助")
    text: str = Field(min_length=2, max_length=2000, pattern=WRITTEN)
    place: str = Field("", max_length=120, pattern=WRITTEN)
    phone: str = Field("", max_length=40, pattern=WRITTEN)
    happened_on: date | None = Field(None, description="变化发生的日子，不晚于今天")
    key: str = Field(
        min_length=1,
        max_length=60,
        pattern=r"^[\w.:@-]+$",
        description="对方系统内的编号，同一编号只登记一次",
    )


class Entered(BaseModel):
    """登记好的一件。"""

    id: int
    due_on: date
    explanation: str


class Standing(BaseModel):
    """一件申请现在的情况，不含个人信息。"""

    program: str
    step: str
    step_label: str
    is_open: bool
    due_on: date | None
    explanation: str | None
    overdue: bool


class Left(BaseModel):
    """还有多少没有办完。"""

    as_of: date
    applications: int
    reports: int
    overdue: int
    due_soon: int


@router.post("/imports/{kind}", summary="导入一张表")
def bring_in(
    request: Request,
    kind: Kind,
    file: Annotated[UploadFile, File(description="Excel（.xlsx）或 CSV")],
    dry_run: Annotated[bool, Query(description="只核对，不写入")] = False,
    program: Annotated[str, Query(max_length=32, description="整个文件都是这个救助项目")] = "",
    column: Annotated[
        list[str] | None, Query(description="指明列：字段=列名，可写多次；记住，下次照此")
    ] = None,
) -> Imported:
    """列名自动对应；有问题的行退回并说明原因，其余的导入。"""
    chosen = dict(one.partition("=")[::2] for one in column or [])
    bureau: Bureau = request.app.state.bureau
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        with path.open("wb") as kept:
            shutil.copyfileobj(file.file, kept)
        report = running.bring_in(bureau, kind, path, API, dry_run=dry_run, program=program, chosen=chosen)
    return Imported(
        rows=report.rows,
        added=report.added,
        changed=report.changed,
        same=report.same,
        refused=report.refused,
        columns=dict(report.heading.columns),
        examples=[RowRefused(line=one.line, reason=one.reason) for one in report.examples],
    )


@router.post("/reports", summary="报告一条变化、线索或求助")
def report(request: Request, told: Told) -> Entered:
    """同一 `key` 只登记一次，再报返回已登记的那一件。"""
    bureau: Bureau = request.app.state.bureau
    with bureau.office() as office:
        task = tasks.report(
            office,
            NewTask(
                told.kind,
                told.text,
                happened_on=told.happened_on,
                place_text=told.place,
                phone=told.phone,
                channel="upper",
                idempotency_key=f"api:{told.key}",
            ),
            API,
        )
        return Entered(id=task.id, due_on=task.due_on, explanation=task.explanation)


@router.get("/applications/{number}", summary="查一件申请到哪一步")
def standing(request: Request, number: str) -> Standing:
    bureau: Bureau = request.app.state.bureau
    with bureau.reading() as office:
        try:
            query = select(Application).where(Application.number_key == key(number))
        except BadNumber as bad:
            raise NotFound(str(bad)) from None
        found = office.db.scalar(query)
        if found is None:
            raise NotFound("没有这个编号的申请。")
        told = telling.standing(office, found)
        return Standing(
            program=told.program,
            step=told.step,
            step_label=told.step_label,
            is_open=told.is_open,
            due_on=told.due_on,
            explanation=told.explanation,
            overdue=told.overdue,
        )


@router.get("/open", summary="还有多少没有办完")
def left(request: Request) -> Left:
    bureau: Bureau = request.app.state.bureau
    with bureau.reading() as office:
        now = queries.countdown(office, API)
        return Left(
            as_of=now.as_of,
            applications=now.applications,
            reports=now.tasks,
            overdue=now.overdue,
            due_soon=now.due_soon,
        )
