"""督办 and 约谈 of one application or report: put to the unit with which it lies, on record with both."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from casework.assistance import cases
from casework.assistance.cases import Case
from casework.assistance.models import Application
from casework.office import Office
from casework.people import rights, units
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.supervision import matters
from casework.supervision.matters import BadMatter, Shown
from casework.supervision.models import UnitMatter

MOVES = {"supervision": "supervised", "talk": "talked"}
"""How each way stands in the case's history."""


def put(
    office: Office, case: Case, by: Actor, kind: str, demand: str, due_on: date | None, present: str = ""
) -> UnitMatter:
    """Supervise an open case, or talk to those who handle it; the unit signs, answers in writing by the date
    (信访工作条例 art. 39-41, applied to applications and reports as this office's own rule).

    Raises:
        NotAllowed: not a supervisor above that unit.
        BadMatter: it is closed, or something is missing.
    """
    if kind not in MOVES:
        raise BadMatter("对一件只能督办或者约谈。")
    if not case.is_open:
        raise BadMatter("这一件已经办结，不用督办。")
    unit = cases.lies_with(office, case)
    matter = matters.put(office, by, kind, unit, cases.called(case), demand, due_on, present)
    if isinstance(case, Application):
        matter.application_id = case.id
    else:
        matter.task_id = case.id
    there = f"参加人：{present.strip()}。" if present.strip() else ""
    cases.record(office, case, MOVES[kind], by, f"{demand.strip()}\n{due_on} 前书面回复。{there}")
    return matter


def may_put(office: Office, case: Case, by: Actor) -> bool:
    path = units.tree(office).path(cases.lies_with(office, case))
    return case.is_open and bool(rights.may(by, "put_matter", AtUnit(path)))


def of(office: Office, case: Case, reader: Actor) -> list[Shown]:
    """What was put because of a case, newest first, as far as the reader may read it."""
    query = select(UnitMatter).where(_about(case)).order_by(UnitMatter.id.desc())
    return matters.shown(office, reader, office.db.scalars(query))


def addresses(office: Office, put_to: Sequence[UnitMatter]) -> dict[int, str]:
    """Where the cases that these are about stand on the desk, by the matter's id: `applications/SQ2600000011`, `tasks/12`."""
    ids = {one.application_id for one in put_to if one.application_id is not None}
    rows = office.db.execute(select(Application.id, Application.number_key).where(Application.id.in_(ids)))
    keys = {row.id: row.number_key for row in rows}
    return {
        one.id: f"tasks/{one.task_id}" if one.task_id else f"applications/{keys[one.application_id]}"
        for one in put_to
        if one.task_id or one.application_id in keys
    }


def address(office: Office, id: int) -> str | None:
    """As `addresses`, of one matter; None where it is about no case."""
    matter = office.db.get_one(UnitMatter, id)
    return addresses(office, [matter]).get(id)


def _about(case: Case) -> ColumnElement[bool]:
    column: Any = UnitMatter.application_id if isinstance(case, Application) else UnitMatter.task_id
    return column == case.id
