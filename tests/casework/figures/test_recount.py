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

pytestmark = pytest.mark.slow

OCTOBER = periods.month(2026, 10)
SPANS = (
    OCTOBER,
    periods.Period(date(2026, 9, 1), date(2026, 12, 31)),
    periods.Period(date(2026, 9, 20), date(2026, 10, 12)),
)
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
    st.sampled_from(["web", "telegram"]),
    st.integers(min_value=0, max_value=3),
    st.one_of(PLAIN, LIFE),
)


def live_through(county, cases, merge):
    """Lodge from 15 September on, at 23:30 and 00:30 in Shanghai by turns, and let each go its way."""
    start = county.office.clock.now().replace(month=9, day=15, hour=15, minute=30)
    made = []
    for at, (day, category, channel, person, life) in enumerate(sorted(cases, key=lambda case: case[0])):
        county.office.clock.set(start + timedelta(days=day, hours=at % 2))
        petition = county.lodge(
            category=category,
            channel=channel,
            contact=None,
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


def recount(county, rows):
    """All figures of some petitions, each counted by its printed definition."""
    today = local_date(county.office.clock.now())
    facts = [fact(county, row, today) for row in rows]

    def share(of, by):
        among = [one for one in facts if by(one)]
        return sum(1 for one in among if of(one)) / len(among) if among else None

    def count(of):
        return sum(1 for one in facts if of(one))

    taken = sorted(one["days"] for one in facts if one["days"] is not None)
    return {
        "received": len(facts),
        "accepted": count(lambda one: one["accepted"]),
        "closed": count(lambda one: one["closed"]),
        "open": count(lambda one: one["open"]),
        "overdue": count(lambda one: one["overdue"]),
        "on_time": count(lambda one: one["accepted"] and one["concluded"] is True),
        "late": count(lambda one: one["accepted"] and one["concluded"] is False),
        "closure": share(lambda one: one["closed"], lambda one: one["accepted"]),
        "closure_of_received": share(lambda one: not one["open"], lambda one: True),
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
        "repeat_share": share(lambda one: one["repeat"], lambda one: True),
        "participation": share(lambda one: one["mark"] > 0, lambda one: one["to_rate"]),
        "satisfaction": share(lambda one: one["mark"] > 1, lambda one: one["to_rate"] and one["mark"] > 0),
        "satisfaction_with_unrated": share(lambda one: one["mark"] != 1, lambda one: one["to_rate"]),
        "call_back": share(lambda one: one["spoken"], lambda one: one["answered"]),
        "direct_answer": share(lambda one: one["at_once"], lambda one: True),
        "mean_days": sum(taken) / len(taken) if taken else None,
        "p90_days": next(day for day in taken if sum(one <= day for one in taken) * 10 >= len(taken) * 9)
        if taken
        else None,
    }


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


def same(cell, expected, what):
    assert cell.value == pytest.approx(expected), what


SETTLED = [("to_section", 5), ("answer", 0), ("close", 3)]
RICH = [
    (
        0,
        "payment_missing",
        "web",
        0,
        [("accept", 3), ("to_section", 20), ("answer", 2), ("close", 1), ("good", 0)],
    ),
    (9, "payment_missing", "web", 1, [("accept", 0), ("to_section", 8), ("answer", 0), ("review", 0)]),
    (16, "left_out", "telegram", 2, [("accept", 17), ("to_town", 66), ("withdraw", 0)]),
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
    (47, "left_out", "web", 3, []),
]
"""One of every kind, a repeat after closing among them, so that no figure is left at naught."""


@example(cases=RICH, merge=False)
@example(cases=RICH[::-1], merge=True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASE, min_size=3, max_size=7), merge=st.booleans())
def test_every_figure_agrees_with_a_recount(county_office, cases, merge):
    county = county_office
    nested = county.office.db.begin_nested()
    made = live_through(county, cases, merge)
    for span in SPANS:
        rows = [row for row in made if row.lodged_on in span]
        total = figures.table(county.office, county["leader"], period=span)
        for name, expected in recount(county, rows).items():
            same(total.total.cells[name], expected, (span.label, name))
        for by, value in (
            ("category", lambda row: row.category),
            ("unit", None),
            ("channel", lambda row: row.channel),
        ):
            table = figures.table(county.office, county["leader"], period=span, by=by)
            assert table.total == total.total
            for line in table.rows:
                inside = (
                    [row for row in rows if value(row) == line.key]
                    if value
                    else [row for row in rows if f"/{line.key}/" in row.handler_path]
                )
                for name, expected in recount(county, inside).items():
                    same(line.cells[name], expected, (span.label, by, line.key, name))
        for name in ("closed", "overdue", "participation", "satisfaction_with_unrated", "timely_acceptance"):
            cell = total.total.cells[name]
            for part, number in (("numerator", cell.of), ("denominator", cell.by)):
                if number is not None:
                    found = figures.cases(county.office, county["leader"], name, period=span, of=part)
                    assert found.total == number, (name, part)
    nested.rollback()
    county.office.db.expire_all()
