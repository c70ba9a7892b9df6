"""Which role opens which page. What may be done with a single petition is decided in `casework.people.rights`;
what may be done with the registers of assistance, in `casework.assistance.rights`."""

from collections.abc import Collection

from casework.assistance.rights import RIGHTS
from casework.people.rights import ROLES, holders

_EVERYONE = frozenset(ROLES)
_CASES = holders("read")

PAGES: dict[str, frozenset[str]] = {
    "home": _EVERYONE,
    "petitions": _CASES,
    "reveal": _CASES,
    "calls": holders("take_calls"),
    "take_calls": frozenset({"operator"}),
    "chats": frozenset({"operator", "supervisor"}),
    "answer_chats": frozenset({"operator"}),
    "understanding": frozenset({"operator", "editor", "supervisor"}),
    "approve_understanding": frozenset({"editor", "supervisor"}),
    "models": holders("manage_models"),
    "applications": RIGHTS["read"],
    "receive_applications": RIGHTS["receive"],
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
    "supervision": holders("make_report"),
    "matters": _CASES,
    "roster": frozenset({"operator", "supervisor", "administrator"}),
    "edit_roster": holders("manage_duty"),
    "knowledge": holders("edit_knowledge"),
    "answers": frozenset({"operator", "handler", "unit_head", "supervisor", "inspector", "editor"}),
    "edit_answers": frozenset({"editor", "supervisor"}),
    "units": frozenset({"supervisor", "administrator"}),
    "staff": holders("manage_staff"),
    "rules": frozenset({"supervisor", "editor", "administrator"}),
    "edit_rules": holders("manage_rules"),
    "calendar": frozenset({"supervisor", "administrator"}),
    "edit_calendar": holders("manage_calendar"),
    "logs": holders("audit"),
}


def may_open(roles: Collection[str], page: str) -> bool:
    return not PAGES[page].isdisjoint(roles)


def named(roles: Collection[str]) -> str:
    return "、".join(ROLES.get(role, role) for role in roles)
