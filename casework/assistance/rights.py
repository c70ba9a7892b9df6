"""Who may do what with the registers of assistance: role, action, and whether the place lies in the actor's reach.

A member of staff reaches what lies in the branch of the body they work for: a township office its township, a
section of the bureau the whole county. An operator of the hotline answers the whole county.
"""

from sqlalchemy import ColumnElement, false, select, true

from casework.assistance.models import Application, CardKept, Monitored, Relative, Support, Task
from casework.office import NotAllowed, Office
from casework.people import units
from casework.people.actors import Actor
from casework.people.rights import ROLES, Verdict

RIGHTS: dict[str, frozenset[str]] = {
    "read": frozenset({"operator", "handler", "unit_head", "supervisor", "inspector"}),
    "receive": frozenset({"operator", "handler", "unit_head", "supervisor"}),
    "advance": frozenset({"handler", "unit_head", "supervisor"}),
    "decide": frozenset({"unit_head", "supervisor"}),
    "sign_for": frozenset({"handler", "unit_head"}),
    "sign_for_county": frozenset({"supervisor"}),
    "visit": frozenset({"handler", "unit_head", "supervisor", "inspector"}),
    "answer_task": frozenset({"operator", "handler", "unit_head", "supervisor"}),
    "search_registers": frozenset({"unit_head", "supervisor", "inspector", "handler"}),
    "import": frozenset({"unit_head", "supervisor", "handler"}),
    "export": frozenset({"unit_head", "supervisor", "inspector"}),
    "issue_code": frozenset({"operator", "handler", "unit_head", "supervisor"}),
    "see_tries": frozenset({"operator", "supervisor", "inspector", "administrator"}),
    "unlock": frozenset({"supervisor", "administrator"}),
}
"""Action to the roles that hold it; `system` holds all, a resident none."""

WHOLE_COUNTY = frozenset({"operator", "inspector"})
Placed = type[Application] | type[Support] | type[Task] | type[Relative] | type[CardKept] | type[Monitored]


def may(actor: Actor, action: str) -> Verdict:
    """Whether one of the actor's roles holds the action."""
    if actor.kind == "system" or (actor.is_staff and actor.roles & RIGHTS[action]):
        return Verdict(True)
    wanted = "、".join(sorted(ROLES[role] for role in RIGHTS[action]))
    return Verdict(False, f"需要角色：{wanted}。" if actor.is_staff else "这一步由工作人员办。")


def require(actor: Actor, action: str) -> None:
    """Raises NotAllowed, with the roles that it takes."""
    if not (verdict := may(actor, action)):
        raise NotAllowed(verdict.why)


def reach(office: Office, actor: Actor, table: Placed) -> ColumnElement[bool]:
    """The condition that a row of the table lies in the actor's reach."""
    if actor.kind == "system" or (actor.is_staff and actor.roles & WHOLE_COUNTY):
        return true()
    if not actor.is_staff or not actor.unit_code:
        return false()
    tree = units.tree(office)
    body = tree.body(actor.unit_code)
    if tree.get(body).kind in ("bureau", "county", "city"):
        return true()
    branch = set(tree.branch(body))
    if tree.get(body).kind == "township":
        return table.township.in_(branch)
    placed = getattr(table, "place_unit", None)
    return placed.in_(branch) if placed is not None else false()


def whole_county(office: Office, actor: Actor) -> bool:
    """Whether the actor's reach is the whole county."""
    if actor.kind == "system" or (actor.is_staff and actor.roles & WHOLE_COUNTY):
        return True
    tree = units.tree(office)
    return bool(actor.unit_code) and tree.get(tree.body(actor.unit_code)).kind in ("bureau", "county", "city")


def reaches(office: Office, actor: Actor, row: Application | Task) -> bool:
    """Whether this row lies in the actor's reach."""
    table: Placed = type(row)
    return (
        office.db.scalar(select(table.id).where(table.id == row.id, reach(office, actor, table))) is not None
    )
