"""Which role opens which page. What may be done with a single petition is decided in `casework.people.rights`;
what may be done with the registers of assistance, in `casework.assistance.rights`."""

from collections.abc import Collection

from casework.assistance.rights import RIGHTS
from casework.people.rights import ROLES

_EVERYONE = frozenset(ROLES)
_CASES = frozenset({"operator", "handler", "unit_head", "supervisor", "inspector"})

PAGES: dict[str, frozenset[str]] = {
    "home": _EVERYONE,
    "petitions": _CASES,
    "reveal": _CASES,
    "calls": frozenset({"operator", "supervisor"}),
    "take_calls": frozenset({"operator"}),
    "chats": frozenset({"operator", "supervisor"}),
    "answer_chats": frozenset({"operator"}),
    "understanding": frozenset({"operator", "editor", "supervisor"}),
    "approve_understanding": frozenset({"editor", "supervisor"}),
    "models": frozenset({"editor", "administrator"}),
    "applications": RIGHTS["read"],
    "move_applications": RIGHTS["advance"],
    "decide_applications": RIGHTS["decide"],
    "visit_homes": RIGHTS["visit"],
    "tasks": RIGHTS["read"],
    "answer_tasks": RIGHTS["answer_task"],
    "registers": RIGHTS["import"] | RIGHTS["export"] | RIGHTS["search_registers"],
    "import_registers": RIGHTS["import"],
    "export_registers": RIGHTS["export"],
    "search_registers": RIGHTS["search_registers"],
    "lookups": RIGHTS["issue_code"] | RIGHTS["see_tries"],
    "issue_code": RIGHTS["issue_code"],
    "see_tries": RIGHTS["see_tries"],
    "unlock": RIGHTS["unlock"],
    "estimate": _CASES - {"inspector"},
    "supervision": frozenset({"supervisor", "unit_head", "inspector"}),
    "roster": frozenset({"operator", "supervisor", "administrator"}),
    "edit_roster": frozenset({"supervisor", "administrator"}),
    "knowledge": frozenset({"editor", "administrator"}),
    "answers": frozenset({"operator", "handler", "unit_head", "supervisor", "inspector", "editor"}),
    "edit_answers": frozenset({"editor", "supervisor"}),
    "units": frozenset({"supervisor", "administrator"}),
    "staff": frozenset({"administrator"}),
    "rules": frozenset({"supervisor", "editor", "administrator"}),
    "edit_rules": frozenset({"administrator"}),
    "calendar": frozenset({"supervisor", "administrator"}),
    "edit_calendar": frozenset({"administrator"}),
    "logs": frozenset({"inspector", "administrator"}),
}


def may_open(roles: Collection[str], page: str) -> bool:
    return not PAGES[page].isdisjoint(roles)


def named(roles: Collection[str]) -> str:
    return "、".join(ROLES.get(role, role) for role in roles)
