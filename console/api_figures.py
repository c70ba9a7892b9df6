"""The read-only part of the HTTP API for analysis: figures, cross tables, and a masked row for each petition.

It sees what the head of the bureau may see: nothing sealed, nobody's name, number or address.
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from casework import reports
from casework.office import Bureau, Office
from casework.people import reveals, units
from casework.people.actors import Actor
from casework.petitions import figures
from casework.petitions.figures import BY, CROSSED, Cell, periods

router = APIRouter(prefix="/figures", tags=["统计"])

Span = Annotated[
    str,
    Query(
        max_length=30,
        description="时间段：`2026-10`、`2026Q3`、`2026` 或 `2026-09-01..2026-09-30`，按收到日期",
        examples=["2026-10"],
    ),
]


class Figure(BaseModel):
    """一个数字。比率在 0 到 1 之间；没有分母时为空。"""

    value: float | None
    numerator: int
    denominator: int | None


class Line(BaseModel):
    """某个维度的一个值。单位一行含它的下级。"""

    key: str | int | None
    label: str
    figures: dict[str, Figure]


class Figures(BaseModel):
    """一张统计表。"""

    period: str
    first: date
    last: date
    by: str
    definitions: dict[str, str]
    rows: list[Line]
    total: dict[str, Figure]


class CrossTable(BaseModel):
    """一个指标按两个维度交叉。`cells[行][列]`。"""

    period: str
    figure: str
    definition: str
    rows: list[str]
    columns: list[str]
    cells: list[list[Figure]]
    total: Figure


class Rows(BaseModel):
    """逐件明细的一页；没有姓名、证件号、电话、地址。"""

    columns: list[str]
    rows: list[list[str | int | float | date | None]]
    next: int | None = Field(description="取下一页时填在 `after` 里；空表示没有了")


@router.get("", summary="统计表")
def table(
    request: Request,
    period: Span,
    by: Annotated[
        str, Query(description="维度：" + "、".join(f"{name} {label}" for name, label in BY.items()))
    ] = "total",
) -> Figures:
    bureau: Bureau = request.app.state.bureau
    with bureau.reading() as office:
        made = figures.table(office, _reader(office), period=periods.of(period), by=by, compare=False)
        return Figures(
            period=made.period.label,
            first=made.period.first,
            last=made.period.last,
            by=by,
            definitions={one.name: f"{one.label}：{one.text}依据：{one.basis}。" for one in made.definitions},
            rows=[
                Line(
                    key=row.key,
                    label=row.label,
                    figures={name: _figure(cell) for name, cell in row.cells.items()},
                )
                for row in made.rows
            ],
            total={name: _figure(cell) for name, cell in made.total.cells.items()},
        )


@router.get("/cross", summary="交叉表")
def cross(
    request: Request,
    period: Span,
    figure: Annotated[str, Query(max_length=40)],
    rows: Annotated[str, Query(description="、".join(CROSSED))],
    columns: Annotated[str, Query(description="同上")],
) -> CrossTable:
    bureau: Bureau = request.app.state.bureau
    with bureau.reading() as office:
        made = figures.cross(
            office, _reader(office), figure, period=periods.of(period), rows_by=rows, columns_by=columns
        )
        return CrossTable(
            period=made.period.label,
            figure=figure,
            definition=f"{made.definition.label}：{made.definition.text}",
            rows=[line.label for line in made.rows],
            columns=[line.label for line in made.columns],
            cells=[[_figure(cell) for cell in line] for line in made.cells],
            total=_figure(made.total),
        )


@router.get("/petitions", summary="逐件明细")
def petitions(
    request: Request,
    period: Span,
    after: Annotated[int, Query(ge=0, le=2**62, description="上一页的 `next`")] = 0,
    size: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Rows:
    """每取一页，都记进“查看与登录记录”。"""
    bureau: Bureau = request.app.state.bureau
    with bureau.office() as office:
        reader, span = _reader(office), periods.of(period)
        rows, on = reports.detail_page(office, reader, span, after, size)
        what = f"逐件明细 {span.label}，{len(rows)} 件" + (f"，接序号 {after}" if after else "")
        reveals.record(office, reader, "统计接口", what, "凭统计接口令牌取数")
        return Rows(
            columns=[column.label for column in reports.LEDGER], rows=[list(row) for row in rows], next=on
        )


def _figure(cell: Cell) -> Figure:
    return Figure(value=cell.value, numerator=cell.of, denominator=cell.by)


def _reader(office: Office) -> Actor:
    bureau = units.tree(office).of_kind("bureau")[0]
    path = units.tree(office).path(bureau.code)
    return Actor("staff", None, "统计接口", bureau.code, path, frozenset({"supervisor"}))
