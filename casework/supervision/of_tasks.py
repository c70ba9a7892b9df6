"""督办 and 约谈 of one report or lead: put to the office where it lies, on record with both."""

from datetime import date

from casework.assistance import tasks, telling
from casework.assistance.models import Task
from casework.office import Office
from casework.people import rights, units
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.supervision import matters
from casework.supervision.matters import BadMatter
from casework.supervision.models import UnitMatter
from casework.supervision.of_applications import MOVES


def put(
    office: Office, task: Task, by: Actor, kind: str, demand: str, due_on: date | None, present: str = ""
) -> UnitMatter:
    """Supervise an open report, or talk to those who handle it; the unit signs, answers in writing by the date
    (信访工作条例 art. 39-41, applied to reports as this office's own rule).

    Raises:
        NotAllowed: not a supervisor above that office.
        BadMatter: it is closed, lies with no office, or something is missing.
    """
    if kind not in MOVES:
        raise BadMatter("对一件报告只能督办或者约谈。")
    unit = telling.unit_of(office, task)
    if not task.is_open:
        raise BadMatter("这一件已经办结，不用督办。")
    if unit is None:
        raise BadMatter("这一件还没有分到乡镇，由县里办，不用督办。")
    matter = matters.put(office, by, kind, unit, tasks.called(task), demand, due_on, present)
    there = f"参加人：{present.strip()}。" if present.strip() else ""
    tasks.record(office, task, MOVES[kind], by, f"{demand.strip()}\n{due_on} 前书面回复。{there}")
    return matter


def may_put(office: Office, task: Task, by: Actor) -> bool:
    unit = telling.unit_of(office, task)
    if unit is None or not task.is_open:
        return False
    return bool(rights.may(by, "put_matter", AtUnit(units.tree(office).path(unit))))
