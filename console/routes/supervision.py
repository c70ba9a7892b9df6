"""The supervisor's first pages: figures now and then, the petitions behind each, and the wall view."""

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
from casework.petitions.figures import ANY, COMPARED, DATED
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


@router.get("")
def board(request: Request, house: House, who: Who) -> Response:
    """The figures of the visitor's branch."""
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        table = figures.table(
            office,
            who.actor,
            period=chosen.period,
            by=chosen.by,
            filters=chosen.filters,
            figures=tuple(dict.fromkeys(figuring.HEADLINES + figuring.COLUMNS)),
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
            trend=_trend(office, who, chosen),
            tiles=_tiles(office, who, chosen),
            spots=repeats.hot_spots(office, who.actor, chosen.period, limit=8),
            ages=watching.ageing(office, who.actor, chosen.filters),
            due=_due(office, who, chosen),
            calls=(
                watching.calls(office, who.actor, chosen.period, chosen.filters) if who.may("calls") else None
            ),
            call_definition=watching.ANSWERED_CALLS,
            dated=DATED,
            compared=COMPARED,
            lists=_lists(office, who),
            today=local_date(office.clock.now()),
        )


@router.get("/cases")
def cases(request: Request, house: House, who: Who, page: int = 1) -> Response:
    """The petitions behind a figure, an age, a hot spot, or what falls due next."""
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        title, basis, query = _behind(office, who, chosen, request.query_params)
        total = office.db.scalar(
            select(func.count()).select_from(query.with_only_columns(Petition.id).subquery())
        )
        rows = list(
            office.db.scalars(query.order_by(Petition.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
        )
        return pages.page(
            request,
            "supervision/cases.html",
            who,
            title=title,
            basis=basis,
            chosen=chosen,
            petitions=rows,
            total=total or 0,
            page=page,
            query=chosen.query(
                **{
                    name: request.query_params.get(name, "")
                    for name in ("figure", "key", "of", "age", "spot")
                }
            ),
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
        total = office.db.scalar(select(func.count()).select_from(query.subquery()))
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
            total=total or 0,
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
        table = figures.table(
            office, who.actor, period=chosen.period, by="township", figures=figuring.HEADLINES
        )
        return pages.page(
            request,
            "supervision/wall.html",
            who,
            table=table,
            chosen=chosen,
            headlines=figuring.HEADLINES,
            change=figuring.change,
            trend=_trend(office, who, chosen),
            tiles=_tiles(office, who, chosen),
            due=_due(office, who, chosen),
            lists=_lists(office, who),
        )


def _behind(office: Office, who: Visitor, chosen: Choice, given: Any) -> tuple[str, str, Select[Petition]]:
    """(title, definition, query)."""
    if age := given.get("age", ""):
        query = watching.aged(office, who.actor, age, chosen.filters)
        return f"在办时长：{watching.AGES[age][0]}", "自登记之日起的自然日数，只计在办件。本系统口径。", query
    if spot := given.get("spot", ""):
        place, _, category = spot.partition(":")
        at = HotSpot(place, "", category, "", 0, 0, 0)
        title = (
            f"{units.tree(office).name(place)}的“{pages.labels.label(pages.categories.CATEGORIES, category)}”"
        )
        return (
            title,
            "同一地点、同一类别、不同的人反映。本系统口径。",
            repeats.behind(office, who.actor, at, chosen.period),
        )
    figure = given.get("figure", "")
    if figure == "due_next":
        until = pages._day(watching.due_until(office))
        return (
            "明天到期",
            f"明天起到下一个工作日（{until}）到期的在办件。",
            watching.due_next(office, who.actor, chosen.filters),
        )
    known = {one.name: one for one in figures.definitions()}
    if figure not in known:
        raise NotFound("没有这个指标。")
    key = given.get("key", "")
    query = figures.chosen(
        office,
        who.actor,
        figure,
        period=chosen.period,
        by=chosen.by if key else "total",
        key=figuring.key_of(chosen.by, key) if key else ANY,
        filters=chosen.filters,
        of="denominator" if given.get("of") == "denominator" else "numerator",
    )
    one = known[figure]
    part = "（分母）" if given.get("of") == "denominator" else "（分子）" if one.kind == "share" else ""
    return f"{one.label}{part}", f"{one.text}依据：{one.basis}。", query


def _trend(office: Office, who: Visitor, chosen: Choice) -> dict[str, object]:
    table = figures.table(
        office,
        who.actor,
        period=figuring.trend(chosen.period),
        by="month",
        filters=chosen.filters,
        figures=("received", "closed", "on_time_closure", "satisfaction"),
        compare=False,
    )
    return figuring.columns(table, 13)


def _tiles(office: Office, who: Visitor, chosen: Choice) -> list[dict[str, Any]]:
    """A tile for each township: how many came in, are open and overdue."""
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
    total = office.db.scalar(
        select(func.count()).select_from(query.with_only_columns(Petition.id).subquery())
    )
    rows = office.db.scalars(query.order_by(Petition.next_due_on, Petition.id).limit(SHOWN_DUE))
    return {
        "until": watching.due_until(office),
        "total": total or 0,
        "rows": [(row, units.tree(office).name(row.handler_unit)) for row in rows],
    }


def _lists(office: Office, who: Visitor) -> list[tuple[str, str, int]]:
    return [
        (name, title, queries.count(office, who.actor, name))
        for name, title in worklists.titles(who).items()
        if name in worklists.COUNTED
    ]
