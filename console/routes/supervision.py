"""The supervisor's first pages: figures now and then, the petitions behind each, and the wall view."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Select, func, select
from starlette.responses import Response

from casework.calls.calls import OUTCOMES
from casework.calls.models import Call
from casework.office import NotFound, Office
from casework.people import staff as staff_accounts
from casework.people import units
from casework.petitions import figures, queries, repeats
from casework.petitions.figures import COMPARED, DATED, Table
from casework.petitions.models import Petition
from casework.petitions.moves import STATES
from casework.petitions.repeats import HotSpot
from casework.supervision import watching
from console import figuring, pages, worklists
from console.desk import House, Opens, Visitor, Who
from console.figuring import Choice
from store.clock import local_date

router = APIRouter(prefix="/supervision", dependencies=[Depends(Opens("supervision"))])

PAGE = 50
SHOWN_DUE = 8
SHOWN_SPOTS = 5
ASKED = ("figure", "key", "across", "other", "of", "age", "spot")
"""What the address of a list behind a number may hold besides period, dimension and filters."""
AT_ONCE = timedelta(days=92)
"""Hot spots of handling units, which are compared with the period before, come with the page for periods up to a
quarter, and into it once it is shown for longer ones."""
PARTS = {"numerator": "（分子）", "denominator": "（分母）"}


@dataclass(frozen=True)
class Behind:
    """What stands behind a number: the petitions, under which title, by which definition and of which period."""

    title: str
    basis: str
    petitions: Select[Petition]
    parts: Collection[str] = ()
    """Both parts of a share, where it is one."""


@router.get("")
def board(request: Request, house: House, who: Who) -> Response:
    """The figures of the visitor's branch."""
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        table, months = figures.with_trend(
            office,
            who.actor,
            period=chosen.period,
            by=chosen.by,
            filters=chosen.filters,
            figures=tuple(dict.fromkeys(figuring.HEADLINES + figuring.COLUMNS)),
            trend=figuring.trend(chosen.period),
            trend_figures=figuring.TREND,
        )
        return pages.page(
            request,
            "supervision/board.html",
            who,
            chosen=chosen,
            table=table,
            definitions={one.name: one for one in table.definitions},
            change=figuring.change,
            headlines=figuring.HEADLINES,
            columns=figuring.COLUMNS,
            periods=figuring.PERIODS,
            dimensions=figuring.DIMENSIONS,
            options=figuring.options(office, who.actor),
            trend=_trend(chosen, months),
            tiles=_tiles(office, who, chosen, table),
            spots=_spots(office, who, chosen, repeats.WAYS if _short(chosen) else ("place",)),
            spots_follow=not _short(chosen),
            spelt=figuring.spelt,
            spot_rules=(repeats.LEAST, repeats.RISING),
            ages=watching.ageing(office, who.actor, chosen.filters),
            due=_due(office, who, chosen),
            overdue=_count(
                office, watching.overdue(office, who.actor, chosen.filters).with_only_columns(Petition.id)
            ),
            calls=(
                watching.calls(office, who.actor, chosen.period, chosen.filters) if who.may("calls") else None
            ),
            call_definition=watching.ANSWERED_CALLS,
            dated=DATED,
            compared=COMPARED,
            lists=_lists(office, who),
            today=local_date(office.clock.now()),
        )


@router.get("/spots")
def spots(request: Request, house: House, who: Who) -> Response:
    """The hot spots of handling units, for a page that is shown before they are found."""
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        return pages.page(
            request,
            "supervision/spots.html",
            who,
            chosen=chosen,
            spots=_spots(office, who, chosen, ("unit",)),
            spelt=figuring.spelt,
        )


@router.get("/cases")
def cases(request: Request, house: House, who: Who, page: int = 1) -> Response:
    """The petitions behind a figure, an age, a hot spot, or what falls due next."""
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        behind = _behind(office, who, chosen, request.query_params)
        query = behind.petitions
        total = _count(office, query.with_only_columns(Petition.id))
        rows = list(
            office.db.scalars(query.order_by(Petition.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
        )
        asked = {name: request.query_params.get(name, "") for name in ASKED}
        return pages.page(
            request,
            "supervision/cases.html",
            who,
            behind=behind,
            parts=[
                (
                    PARTS[part].strip("（）"),
                    chosen.query(**asked | {"of": part}),
                    part == (asked["of"] or "numerator"),
                )
                for part in behind.parts
            ],
            chosen=chosen,
            petitions=rows,
            total=total,
            page=page,
            query=chosen.query(**asked),
            states=STATES,
            tree=units.tree(office),
            today=local_date(office.clock.now()),
        )


@router.get("/calls", dependencies=[Depends(Opens("calls"))])
def calls_behind(request: Request, house: House, who: Who, of: str = "came", page: int = 1) -> Response:
    """The calls behind the share of answered calls."""
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        query = watching.calls_behind(office, who.actor, of, chosen.period, chosen.filters)
        total = _count(office, query)
        rows = office.db.scalars(query.order_by(Call.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
        return pages.page(
            request,
            "supervision/calls.html",
            who,
            title=watching.CALL_PARTS[of],
            definition=watching.ANSWERED_CALLS,
            chosen=chosen,
            calls=[
                (call, staff_accounts.get(office, call.staff_id) if call.staff_id else None) for call in rows
            ],
            total=total,
            page=page,
            query=chosen.query(of=of),
            outcomes=OUTCOMES,
            tree=units.tree(office),
        )


@router.get("/wall")
def wall(request: Request, house: House, who: Who) -> Response:
    """The screen of the office: large, by itself, nothing that names anybody."""
    with house.reading() as office:
        chosen = Choice.read({}, local_date(office.clock.now()))
        table, months = figures.with_trend(
            office,
            who.actor,
            period=chosen.period,
            by="township",
            filters=chosen.filters,
            figures=(*figuring.HEADLINES, "open"),
            trend=figuring.trend(chosen.period),
            trend_figures=figuring.TREND,
        )
        return pages.page(
            request,
            "supervision/wall.html",
            who,
            table=table,
            chosen=chosen,
            headlines=figuring.HEADLINES,
            change=figuring.change,
            trend=_trend(chosen, months),
            tiles=_tiles(office, who, chosen, table),
            due=_due(office, who, chosen),
            overdue=_count(office, watching.overdue(office, who.actor).with_only_columns(Petition.id)),
            dated=DATED,
            compared=COMPARED,
            lists=_lists(office, who),
        )


def _count(office: Office, query: Select[Any]) -> int:
    return office.db.scalar(select(func.count()).select_from(query.subquery())) or 0


def _behind(office: Office, who: Visitor, chosen: Choice, given: Any) -> Behind:
    """Raises BadAge, BadSpot, BadFigure, NotFound."""
    during = f"时间段：{chosen.period.label}。"
    if age := given.get("age", ""):
        query = watching.aged(office, who.actor, age, chosen.filters)
        basis = "自登记之日起的自然日数，只计在办件，不限时间段。本系统口径。"
        return Behind(f"在办时长：{watching.AGES[age][0]}", basis, query)
    if spot := given.get("spot", ""):
        title, query = repeats.behind(office, who.actor, spot, chosen.period, chosen.filters)
        return Behind(title, f"热点里的件。本系统口径。{during}", query)
    figure = given.get("figure", "")
    if figure == "due_next":
        until = pages._day(watching.due_until(office))
        basis = f"明天起到下一个工作日（{until}）到期的在办件，不限登记时间。本系统口径。"
        return Behind("明天到期", basis, watching.due_next(office, who.actor, chosen.filters))
    if figure == "overdue_now":
        basis = "有一项时限已过而未完成的在办件，不限登记时间。本系统口径。"
        return Behind("在办件里的已超期", basis, watching.overdue(office, who.actor, chosen.filters))
    known = {one.name: one for one in figures.definitions()}
    if figure not in known:
        raise NotFound("没有这个指标。")
    part = "denominator" if given.get("of") == "denominator" else "numerator"
    query = figures.chosen(
        office,
        who.actor,
        figure,
        period=chosen.period,
        at=figuring.cell(given),
        filters=chosen.filters,
        of=part,
    )
    one = known[figure]
    parts = () if one.by is None else PARTS
    said = PARTS[part] if parts else ""
    return Behind(f"{one.label}{said}", f"{one.text}依据：{one.basis}。{during}", query, parts)


def _short(chosen: Choice) -> bool:
    return chosen.period.last - chosen.period.first <= AT_ONCE


def _spots(office: Office, who: Visitor, chosen: Choice, ways: Iterable[repeats.By]) -> list[HotSpot]:
    return [
        spot
        for by in ways
        for spot in repeats.hot_spots(office, who.actor, chosen.period, chosen.filters, by, limit=SHOWN_SPOTS)
    ]


def _trend(chosen: Choice, months: Table) -> dict[str, object]:
    return figuring.columns(
        months, lambda name, number: chosen.to(name, period=figuring.month(number, months.period))
    )


def _tiles(office: Office, who: Visitor, chosen: Choice, table: Table) -> list[dict[str, Any]]:
    """A tile for each township: how many came in, are open and overdue; from the page's table where that is by township."""
    if table.by != "township":
        table = figures.table(
            office,
            who.actor,
            period=chosen.period,
            by="township",
            filters=chosen.filters,
            figures=("received", "open", "overdue"),
            compare=False,
        )
    found = {row.key: row.cells for row in table.rows}
    most = max((cells["received"].value or 0 for cells in found.values()), default=0)
    return [
        {
            "code": unit.code,
            "name": unit.place or unit.name,
            "heat": figuring.heat(found[unit.code]["received"].value, most) if unit.code in found else 0,
            **{
                name: int(found[unit.code][name].value or 0) if unit.code in found else 0
                for name in ("received", "open", "overdue")
            },
        }
        for unit in sorted(units.tree(office).of_kind("township"), key=lambda unit: unit.path)
    ]


def _due(office: Office, who: Visitor, chosen: Choice) -> dict[str, Any]:
    query = watching.due_next(office, who.actor, chosen.filters)
    rows = office.db.scalars(query.order_by(Petition.next_due_on, Petition.id).limit(SHOWN_DUE))
    return {
        "until": watching.due_until(office),
        "total": _count(office, query.with_only_columns(Petition.id)),
        "rows": [(row, units.tree(office).name(row.handler_unit)) for row in rows],
    }


def _lists(office: Office, who: Visitor) -> list[tuple[str, str, int]]:
    return [
        (name, title, queries.count(office, who.actor, name))
        for name, title in worklists.titles(who).items()
        if name in worklists.COUNTED
    ]
