"""督办 and 约谈 of one application for assistance: put to the office where it lies, on record with both."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from casework.assistance import history, telling
from casework.assistance.models import Application
from casework.office import Office
from casework.people import rights, units
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.supervision import matters
from casework.supervision.matters import BadMatter
from casework.supervision.models import UnitMatter

MOVES = {"supervision": "supervised", "talk": "talked"}
"""How each way stands in the application's history."""


def put(
    office: Office,
    application: Application,
    by: Actor,
    kind: str,
    demand: str,
    due_on: date | None,
    present: str = "",
) -> UnitMatter:
    """Supervise an open application, or talk to those who handle it; the unit signs, answers in writing by the date
    (信访工作条例 art. 39-41, applied to applications as this office's own rule).

    Raises:
        NotAllowed: not a supervisor above that office.
        BadMatter: it is closed, lies with no office, or something is missing.
    """
    if kind not in MOVES:
        raise BadMatter("对一件申请只能督办或者约谈。")
    unit = telling.unit_of(office, application)
    if not application.is_open:
        raise BadMatter("这件申请已经办结，不用督办。")
    if unit is None:
        raise BadMatter("这件申请还没有分到乡镇，请先把地点补上。")
    matter = matters.put(office, by, kind, unit, f"救助申请 {application.number}", demand, due_on, present)
    matter.application_id = application.id
    history.record(
        office,
        application,
        MOVES[kind],
        by,
        application.step,
        f"{demand.strip()}\n{due_on} 前书面回复。"
        + (f"参加人：{present.strip()}。" if present.strip() else ""),
    )
    return matter


def may_put(office: Office, application: Application, by: Actor) -> bool:
    unit = telling.unit_of(office, application)
    if unit is None or not application.is_open:
        return False
    return bool(rights.may(by, "put_matter", AtUnit(units.tree(office).path(unit))))


def keys(office: Office, put_to: Sequence[UnitMatter]) -> dict[int, str]:
    """The numbers, as addresses hold them, of the applications that these are about, by id."""
    ids = {one.application_id for one in put_to if one.application_id is not None}
    rows = office.db.execute(select(Application.id, Application.number_key).where(Application.id.in_(ids)))
    return {row.id: row.number_key for row in rows}


def of(office: Office, application: Application) -> Sequence[UnitMatter]:
    """What was put because of an application, newest first. The caller answers for the right to read it."""
    query = select(UnitMatter).where(UnitMatter.application_id == application.id)
    return office.db.scalars(query.order_by(UnitMatter.id.desc())).all()
