"""What an application and a report have in common for those who handle them: a name to speak of it by, a history, the
office where it lies, and a township that it is given to once it is known."""

from collections.abc import Iterable

from sqlalchemy import select

from casework import outbox
from casework.assistance import history, rights, tasks, telling
from casework.assistance.models import Application, Task
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import routing

Case = Application | Task

ABOVE = {"handler": "unit_head", "unit_head": "supervisor"}
"""Whose turn it is where nobody of the unit is in a role; the other roles serve the whole county."""


class BadPlace(CaseworkError):
    """It cannot be given to that place; the sentence says why."""

    code = "bad_place"


def called(case: Case) -> str:
    """What others call it, without what it tells: `救助申请 SQ26-0000-0011`, `困难线索第 12 号`."""
    return f"救助申请 {case.number}" if isinstance(case, Application) else tasks.called(case)


def record(office: Office, case: Case, move: str, by: Actor, note: str = "") -> None:
    """Add to its history what was done that leaves its step as it is."""
    if isinstance(case, Application):
        history.record(office, case, move, by, case.step, note)
    else:
        tasks.record(office, case, move, by, note)


def lies_with(office: Office, case: Case) -> str:
    """The unit that handles it: the township's office, or the county's own section where it was given to no township."""
    return telling.unit_of(office, case) or routing.rules(office).section


def hands(office: Office, case: Case) -> list[str]:
    """The units whose handlers and heads it concerns: the township and its offices, or the county's section."""
    return units.tree(office).offices(case.township or routing.rules(office).section)


def responsible(office: Office, case: Case, roles: Iterable[str]) -> list[int]:
    """The ids of the staff in these roles who are told of it; where there is nobody in one, those above are."""
    near = set(hands(office, case))
    staff = office.db.scalars(select(Staff).where(Staff.active)).all()

    def within(role: str) -> set[int]:
        found = {
            one.id for one in staff if role in one.roles and (role not in ABOVE or one.unit_code in near)
        }
        return found if found or role not in ABOVE else within(ABOVE[role])

    return sorted(set().union(*map(within, roles)))


def may_place(office: Office, case: Case, by: Actor) -> bool:
    """Whether the actor may say to which township it belongs: whoever serves the whole county and may move it on."""
    action = "advance" if isinstance(case, Application) else "answer_task"
    return case.is_open and rights.whole_county(office, by) and bool(rights.may(by, action))


def place(office: Office, case: Case, by: Actor, unit: str) -> None:
    """Give it to a township, by the township or one of its villages; those who handle it there are told.

    Raises:
        NotAllowed: closed, or the actor does not serve the whole county.
        BadPlace: it is no place in a township, or it lies there already.
    """
    if not may_place(office, case, by):
        raise NotAllowed("由县里把还没有办结的件分到乡镇。")
    tree = units.tree(office)
    township = tree.township_of(unit)
    if township is None:
        raise BadPlace("请选乡镇、街道或者村（社区）。")
    if unit == case.place_unit:
        raise BadPlace(f"这一件已经在{tree.name(unit)}。")
    before, case.place_unit, case.township = case.township, unit, township
    record(office, case, "placed", by, f"{tree.name(before) or '没有分到乡镇'} → {tree.name(unit)}")
    if township != before:
        for person in responsible(office, case, ("handler", "unit_head")):
            outbox.write(
                office,
                "alert",
                f"staff:{person}",
                f"【分到乡镇】{called(case)}分到{tree.name(township)}，请到工作台办理。",
                key=f"placed:{case.__tablename__}:{case.id}:{office.clock.now().isoformat()}:{person}",
            )
