"""Every figure against a slow, obvious recount, over histories that hypothesis makes up.

The recount reads petitions, clocks and history one by one and knows nothing of shapes or indexes.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.office import CaseworkError
from casework.petitions import callbacks, figures, history, links
from casework.petitions.figures import periods
from casework.petitions.lodging import Complainant
from casework.petitions.models import ClockRow, Petition
from store.clock import local_date
from tests.casework.conftest import RESIDENT

pytestmark = pytest.mark.slow

OCTOBER = periods.month(2026, 10)
SPANS = (
    OCTOBER,
    periods.Period(date(2026, 9, 1), date(2026, 12, 31)),
    periods.Period(date(2026, 9, 20), date(2026, 10, 12)),
    periods.to_date(periods.month(2026, 11), date(2026, 11, 20)),
    periods.month(2027, 9),
)
EARLIER = (
    (("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
    (("2026-05-01", "2026-08-31"), ("2025-09-01", "2025-12-31")),
    (("2026-08-28", "2026-09-19"), ("2025-09-20", "2025-10-12")),
    (("2026-10-01", "2026-10-20"), ("2025-11-01", "2025-11-20")),
    (("2027-08-01", "2027-08-31"), ("2026-09-01", "2026-09-30")),
)
"""First and last day of what each span is compared with, read from a calendar: 环比, 同比."""
OPENED = SPANS[1:3]
"""The spans within which each figure is opened as well."""
ENDED = {"closed", "under_review", "reviewed", "under_recheck", "final"}

STEPS: dict[str, Callable[[Any, Petition], Any]] = {
    "accept": lambda county, p: county.move(p, "accept", "desk"),
    "not_accept": lambda county, p: county.move(p, "not_accept", "leader", reason="无关", way="别处"),
    "withdraw": lambda county, p: county.move(p, "withdraw", "desk", reason="不办了"),
    "at_once": lambda county, p: county.move(
        p, "answer_at_once", "desk", outcome="explained", text="十日前发放。", method="phone"
    ),
    "to_section": lambda county, p: county.move(p, "assign", "desk", unit="QH-MZ-JZ"),
    "to_town": lambda county, p: county.move(p, "assign", "desk", unit="QH-102-MZ"),
    "back": lambda county, p: (
        county.move(p, "send_back", "worker", reason="不归我办"),
        county.move(p, "agree_send_back", "desk"),
    ),
    "answer": lambda county, p: [
        county._step(p, step) for step in ("investigating", "drafted", "approved", "answered")
    ],
    "close": lambda county, p: county.move(p, "close", "desk"),
    "reopen": lambda county, p: county.move(p, "reopen", "desk", reason="没解决"),
    "good": lambda county, p: county.move(p, "rate", "desk", satisfaction=3),
    "bad": lambda county, p: county.move(p, "rate", "desk", satisfaction=1),
    "call": lambda county, p: callbacks.record(county.office, p, county["desk"], reached=True, settled=True),
    "miss": lambda county, p: callbacks.record(county.office, p, county["desk"], reached=False),
    "review": lambda county, p: county.move(p, "ask_review", "desk", reason="不服"),
}
WAITS = (0, 0, 1, 3, 8, 17, 35, 66)

LIFE = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(WAITS)), max_size=7)
PLAIN = st.sampled_from(
    [
        [("accept", 3), ("to_section", 20), ("answer", 2), ("close", 1), ("good", 0)],
        [("accept", 17), ("to_section", 66), ("answer", 2), ("close", 1), ("bad", 0), ("reopen", 3)],
        [
            ("accept", 1),
            ("to_section", 1),
            ("back", 1),
            ("to_section", 5),
            ("answer", 0),
            ("close", 3),
            ("call", 0),
        ],
        [("at_once", 0), ("close", 1), ("miss", 0)],
        [("accept", 0), ("to_section", 8), ("answer", 0), ("review", 0)],
    ]
)
CASE = st.tuples(
    st.integers(min_value=0, max_value=55),
    st.sampled_from(["payment_missing", "left_out", "wrongly_covered", "attitude"]),
    st.sampled_from(["web", "telegram", "phone"]),
    st.integers(min_value=0, max_value=3),
    st.one_of(PLAIN, LIFE),
)


PLACES = ("QH-102-02", "QH-102-02", None, "QH-203-01")
"""Where each person lives."""


def live_through(county, cases, merge):
    """Lodge from 15 September on, at 23:30 and 00:30 in Shanghai by turns, and let each go its way."""
    start = county.office.clock.now().replace(month=9, day=15, hour=15, minute=30)
    made = []
    for at, (day, category, channel, person, life) in enumerate(sorted(cases, key=lambda case: case[0])):
        county.office.clock.set(start + timedelta(days=day, hours=at % 2))
        petition = county.lodge(
            county["desk"] if channel == "phone" else RESIDENT,
            category=category,
            channel=channel,
            contact=None,
            place_unit_code=PLACES[person],
            narrative=f"{['低保', '高龄津贴', '临时救助', '残疾补贴'][person]}的事",
            petitioners=[Complainant(f"甲{'乙丙丁戊'[person]}", f"1380000000{person}")],
        ).petition
        made.append(petition)
        for step, wait in life:
            try:
                with county.office.db.begin_nested():
                    STEPS[step](county, petition)
            except CaseworkError:
                county.office.db.refresh(petition)
            county.office.clock.move(days=wait)
    if merge and len(made) > 1:
        try:
            with county.office.db.begin_nested():
                links.merge(county.office, made[1], made[0], county["leader"], "同一件事")
        except CaseworkError:
            pass
    county.office.clock.set(start.replace(year=2027, month=1, day=10))
    return made


EVERY = {row.name for row in figures.definitions()}
DAYS = {"mean_days", "p90_days"}


def recount(facts):
    """All figures of some petitions, each by its printed definition: the ids that it counts, above and below the line."""

    def those(of):
        return {one["id"] for one in facts if of(one)}

    def share(of, by):
        return those(lambda one: by(one) and of(one)), those(by)

    def count(of):
        return those(of), None

    def everyone(one):
        return True

    return {
        "received": count(everyone),
        "accepted": count(lambda one: one["accepted"]),
        "closed": count(lambda one: one["closed"]),
        "not_accepted": count(lambda one: one["not_accepted"]),
        "withdrawn": count(lambda one: one["withdrawn"]),
        "open": count(lambda one: one["open"]),
        "overdue": count(lambda one: one["overdue"]),
        "on_time": count(lambda one: one["accepted"] and one["concluded"] is True),
        "late": count(lambda one: one["accepted"] and one["concluded"] is False),
        "closure": share(lambda one: one["closed"], lambda one: one["accepted"]),
        "closure_of_received": share(lambda one: not one["open"], everyone),
        "on_time_closure": share(
            lambda one: one["concluded"], lambda one: one["accepted"] and one["concluded"] is not None
        ),
        "on_time_closure_of_all": share(lambda one: one["concluded"] is True, lambda one: one["accepted"]),
        "timely_acceptance": share(lambda one: one["told"] is True, lambda one: one["told"] is not None),
        "overdue_share": share(lambda one: one["overdue"], lambda one: one["running"]),
        "first_time_settled": share(
            lambda one: not one["again"], lambda one: one["closed"] and not one["repeat"]
        ),
        "settled_at_first_assignment": share(
            lambda one: one["closed"] and not (one["again"] or one["turned"]),
            lambda one: one["accepted"] and not one["repeat"],
        ),
        "repeat_share": share(lambda one: one["repeat"], everyone),
        "participation": share(lambda one: one["mark"] > 0, lambda one: one["to_rate"]),
        "satisfaction": share(lambda one: one["mark"] > 1, lambda one: one["to_rate"] and one["mark"] > 0),
        "satisfaction_with_unrated": share(lambda one: one["mark"] != 1, lambda one: one["to_rate"]),
        "dissatisfied": count(lambda one: one["mark"] == 1),
        "call_back": share(lambda one: one["spoken"], lambda one: one["answered"]),
        "direct_answer": share(lambda one: one["at_once"], everyone),
        "mean_days": count(lambda one: one["days"] is not None),
        "p90_days": count(lambda one: one["days"] is not None),
    }


def value(name, of, by, facts):
    """What is printed, from the ids that are counted."""
    if name in DAYS:
        taken = sorted(one["days"] for one in facts if one["id"] in of)
        if not taken:
            return None
        if name == "mean_days":
            return sum(taken) / len(taken)
        return next(day for day in taken if sum(one <= day for one in taken) * 10 >= len(taken) * 9)
    if by is None:
        return len(of)
    return len(of) / len(by) if by else None


def fact(county, row, today):
    """What a definition asks, told from the petition's history and clocks."""
    moves = [event.move for event in history.of(county.office, row)]
    clocks = county.office.db.scalars(select(ClockRow).where(ClockRow.petition_id == row.id)).all()
    told = [clock for clock in clocks if clock.stage == "notice" and clock.stopped_why is None]
    done = [clock for clock in clocks if clock.stage == "conclude" and clock.met_on is not None]
    after_reopening = moves[len(moves) - moves[::-1].index("reopen") :] if "reopen" in moves else moves
    answered = bool({"answer", "answer_at_once"} & set(after_reopening)) and row.state != "withdrawn"
    asked = answered and row.matter_class != "accusation" and row.path in (None, 6)
    mark = row.satisfaction or 0
    ended = row.state in ENDED
    timely: bool | None = None
    for clock in told:
        if clock.met_on is not None:
            timely = clock.met_on <= clock.due_on
        elif clock.running and not clock.paused and clock.due_on < today and row.is_open:
            timely = False
    due = [clock.due_on for clock in clocks if clock.running and clock.kind == "duty" and not clock.paused]
    later = [
        other
        for other in county.office.db.scalars(select(Petition).where(Petition.lodged_at > row.lodged_at))
        if other.repeat_no > 1
    ]
    return {
        "id": row.id,
        "lodged_on": row.lodged_on,
        "cell": {
            "unit": row.handler_path.strip("/").split("/"),
            "township": [row.township],
            "category": [row.category],
            "class": [row.matter_class],
            "channel": [row.channel],
            "operator": [row.typed_by],
            "month": [row.lodged_on.year * 12 + row.lodged_on.month - 1],
        },
        "not_accepted": bool(moves) and "not_accept" in moves and row.state == "not_accepted",
        "withdrawn": "withdraw" in moves and row.state == "withdrawn",
        "accepted": row.accepted_on is not None and row.state not in ("withdrawn", "not_accepted"),
        "closed": ended,
        "open": not ended and row.state not in ("withdrawn", "not_accepted"),
        "running": row.is_open,
        "overdue": row.is_open and bool(due) and min(due) < today,
        "concluded": None
        if not done or ("reopen" in moves and not answered)
        else done[-1].met_on <= done[-1].due_on,
        "told": timely,
        "repeat": row.repeat_no > 1,
        "again": row.came_again and bool(later),
        "turned": "agree_send_back" in moves or "reopen" in moves,
        "mark": mark if asked else 0,
        "to_rate": asked and (mark > 0 or row.answered_on < today - timedelta(days=30)),
        "spoken": answered and any(call.reached for call in callbacks.of(county.office, row)),
        "answered": answered,
        "at_once": "answer_at_once" in after_reopening,
        "days": (row.answered_on - row.accepted_on).days if row.answered_on and row.accepted_on else None,
    }


SETTLED = [("to_section", 5), ("answer", 0), ("close", 3)]
RICH = [
    (
        0,
        "payment_missing",
        "web",
        0,
        [("accept", 3), ("to_section", 20), ("answer", 2), ("close", 1), ("good", 0)],
    ),
    (9, "payment_missing", "phone", 1, [("accept", 0), ("to_section", 8), ("answer", 0), ("review", 0)]),
    (16, "left_out", "telegram", 2, [("accept", 17), ("to_town", 66), ("withdraw", 0)]),
    (20, "left_out", "telegram", 3, [("at_once", 0), ("close", 1)]),
    (30, "payment_missing", "web", 0, [("accept", 1), ("to_section", 1), ("back", 1), ("to_section", 35)]),
    (
        31,
        "attitude",
        "telegram",
        3,
        [("at_once", 0), ("close", 1), ("bad", 0), ("reopen", 3), ("to_section", 3)],
    ),
    (33, "payment_missing", "telegram", 2, [("accept", 1), ("to_section", 1), ("back", 1), *SETTLED]),
    (45, "wrongly_covered", "web", 2, [("not_accept", 0)]),
    (
        46,
        "attitude",
        "web",
        1,
        [("accept", 17), ("to_section", 66), ("answer", 1), ("close", 0), ("call", 0), ("bad", 0)],
    ),
    (47, "left_out", "phone", 3, []),
]
"""One of every kind, a repeat after closing among them, so that no figure is left at naught."""


@example(cases=RICH, merge=False)
@example(cases=RICH[::-1], merge=True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASE, min_size=3, max_size=7), merge=st.booleans())
def test_every_figure_agrees_with_a_recount(county_office, cases, merge):
    nested = county_office.office.db.begin_nested()
    recounted(county_office, cases, merge)
    nested.rollback()
    county_office.office.db.expire_all()


def test_the_rich_history_leaves_no_figure_at_naught(county_office):
    live_through(county_office, RICH, merge=False)
    table = figures.table(county_office.office, county_office["leader"], period=SPANS[1])
    assert [name for name, cell in table.total.cells.items() if not cell.of] == []
    for by, least in (("operator", 2), ("township", 3), ("class", 2), ("month", 2)):
        shown = figures.table(county_office.office, county_office["leader"], period=SPANS[1], by=by)
        assert len([row for row in shown.rows if row.cells["received"].of]) >= least, by


@pytest.mark.postgres
@pytest.mark.parametrize(("cases", "merge"), [(RICH, False), (RICH[::-1], True)])
def test_every_figure_agrees_on_postgresql(pg_county_office, cases, merge):
    recounted(pg_county_office, cases, merge)


def recounted(county, cases, merge):
    """Every figure by every dimension, over spans that begin and end within a month and over whole ones."""
    live_through(county, cases, merge)
    today = local_date(county.office.clock.now())
    whole = [fact(county, row, today) for row in county.office.db.scalars(select(Petition))]
    for span, compared in zip(SPANS, EARLIER, strict=True):
        earlier = [
            [one for one in whole if first <= one["lodged_on"].isoformat() <= last]
            for first, last in compared
        ]
        facts = [one for one in whole if one["lodged_on"] in span]
        for by in figures.BY:
            table = figures.table(county.office, county["leader"], period=span, by=by)
            agrees(county, span, {}, table.total, facts)
            if by != "month":
                compares(span, table.total, earlier)
            if by == "unit":
                with_its_trend(county, span, by, table, whole)
            keys = {key for one in facts for key in one["cell"].get(by, ())}
            assert {row.key for row in table.rows} >= keys, (span.label, by)
            for row in table.rows:
                inside = [one for one in facts if row.key in one["cell"][by]]
                agrees(county, span, {by: row.key}, row, inside)
                if by != "month":
                    compares(
                        span, row, [[one for one in side if row.key in one["cell"][by]] for side in earlier]
                    )


def with_its_trend(county, span, by, alone, whole):
    """Gone through together with a trend the table is what it is alone, and each month what the recount says."""
    trend = periods.Period(periods.month(span.last.year - 1, span.last.month).first, span.last)
    table, months = figures.with_trend(
        county.office,
        county["leader"],
        period=span,
        by=by,
        filters=figures.Filters(),
        figures=list(alone.total.cells),
        trend=trend,
        trend_figures=sorted(EVERY),
    )
    assert (table.rows, table.total) == (alone.rows, alone.total), (span.label, by)
    facts = [one for one in whole if one["lodged_on"] in trend]
    agrees(county, trend, {}, months.total, facts)
    assert {row.key for row in months.rows} == {key for one in facts for key in one["cell"]["month"]}
    for row in months.rows:
        inside = [one for one in facts if row.key in one["cell"]["month"]]
        agrees(county, trend, {"month": row.key}, row, inside)


def compares(span, row, earlier):
    """Each figure stands beside what the recount says of the periods that it is compared with."""
    before, year_before = (
        {name: value(name, *counted, side) for name, counted in recount(side).items()} for side in earlier
    )
    for name, cell in row.cells.items():
        assert cell.before == pytest.approx(before[name]), (span.label, row.key, name)
        assert cell.year_before == pytest.approx(year_before[name]), (span.label, row.key, name)


def agrees(county, span, at, row, facts):
    """Each figure of a row is what the recount says, and opens the very petitions that it counts."""
    expected = recount(facts)
    assert set(expected) == set(row.cells) == EVERY
    for name, (of, by) in expected.items():
        cell = row.cells[name]
        assert cell.value == pytest.approx(value(name, of, by, facts)), (span.label, at, name)
        assert (cell.of, cell.by) == (len(of), None if by is None else len(by)), (span.label, at, name)
        for part, ids in (("numerator", of), ("denominator", by)):
            if ids is not None and span in OPENED:
                query = figures.chosen(county.office, county["leader"], name, period=span, at=at, of=part)
                found = county.office.db.scalars(query.with_only_columns(Petition.id)).all()
                assert sorted(found) == sorted(ids), (at, name, part)
