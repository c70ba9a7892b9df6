"""Which lists a role sees, what a list is narrowed to, and what was typed into the search box."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace

from casework.assistance import applications, numbers
from casework.office import CaseworkError, Office
from casework.people import identity, units
from casework.petitions import queries
from casework.petitions.queries import WORKLISTS, Page
from console.desk import Visitor

LISTS: dict[str, tuple[str, ...]] = {
    "operator": (
        "open",
        "typed",
        "mine",
        "unit",
        "to_accept",
        "to_assign",
        "due_today",
        "overdue",
        "unanswered",
        "awaiting",
        "sensitive",
        "to_deliver",
        "to_close",
    ),
    "supervisor": (
        "open",
        "overdue",
        "due_today",
        "due_soon",
        "to_assign",
        "to_approve",
        "returned",
        "sensitive",
        "unanswered",
        "awaiting",
        "typed",
        "mine",
        "unit",
        "review",
    ),
    "unit_head": (
        "unit",
        "overdue",
        "due_today",
        "due_soon",
        "to_approve",
        "mine",
        "unanswered",
        "awaiting",
        "sensitive",
    ),
    "handler": (
        "mine",
        "unit",
        "overdue",
        "due_today",
        "due_soon",
        "sensitive",
        "unanswered",
        "awaiting",
        "to_deliver",
    ),
    "inspector": (
        "open",
        "handed_over",
        "overdue",
        "due_today",
        "sensitive",
        "to_approve",
        "mine",
        "unit",
        "unanswered",
        "awaiting",
        "review",
    ),
}
EVERYONE = ("closed", "all")
COUNTED = ("to_accept", "overdue", "due_today", "to_approve", "handed_over", "returned", "mine")

NAME = re.compile(r"[一-鿿·]{2,20}")


@dataclass(frozen=True)
class Filters:
    """The filters of the page, as they stand in its address."""

    q: str = ""
    category: str = ""
    state: str = ""
    township: str = ""
    channel: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        return cls(**{field.name: given.get(field.name, "").strip()[:80] for field in fields(cls)})

    def given(self) -> dict[str, str]:
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def titles(who: Visitor) -> dict[str, str]:
    """The visitor's lists in order, with their names."""
    names = dict.fromkeys(name for role in LISTS if role in who.roles for name in LISTS[role])
    return {name: WORKLISTS[name][0] for name in (*names, *EVERYONE)}


def chosen(name: str, who: Visitor) -> str:
    """The list asked for if the visitor has it, else the first."""
    mine = titles(who)
    return name if name in mine else next(iter(mine))


def counts(office: Office, who: Visitor) -> dict[str, int]:
    """How many stand in the lists that press."""
    mine = titles(who)
    return {name: queries.count(office, who.actor, name) for name in COUNTED if name in mine}


def as_number(office: Office, text: str, who: Visitor) -> str | None:
    """The number of the petition that the text names, if the visitor may read it."""
    try:
        return queries.get(office, text, who.actor).number
    except CaseworkError:
        return None


def as_application(office: Office, text: str, who: Visitor) -> str | None:
    """The number of the application for assistance that the text names, `SQ…`, if the visitor may open it."""
    with suppress(CaseworkError):
        key = numbers.key(text)
        if key.startswith("SQ") and who.may("applications"):
            return applications.find(office, key, who.actor).number_key
    return None


def fetch(office: Office, who: Visitor, name: str, filters: Filters, page: int) -> Page:
    """A page of the list. A search looks through all petitions: by telephone, by the name of a place or of somebody who
    petitions or is complained of, and by words."""
    asked = queries.Filters(
        state=filters.state, category=filters.category, township=filters.township, channel=filters.channel
    )
    if not filters.q:
        return queries.worklist(office, who.actor, name, asked, page)
    if identity.is_phone(filters.q):
        return queries.worklist(office, who.actor, "all", replace(asked, phone=filters.q), page)
    if placed := _at_place(office, filters.q, asked):
        there = queries.worklist(office, who.actor, "all", placed, page)
        if there.total:
            return there
    if NAME.fullmatch(identity.name(filters.q)):
        named = queries.worklist(office, who.actor, "all", replace(asked, name=filters.q), page)
        if named.total:
            return named
    return queries.worklist(office, who.actor, "all", replace(asked, text=filters.q), page)


def _at_place(office: Office, text: str, asked: queries.Filters) -> queries.Filters | None:
    """The filters narrowed to the township or village whose name is all that was typed; None where it is none."""
    tree = units.tree(office)
    unit = next(
        (
            unit
            for unit in tree.units.values()
            if unit.active and unit.kind in ("township", "village") and text in (unit.place, unit.name)
        ),
        None,
    )
    if unit is None:
        return None
    village = unit.code if unit.kind == "village" else ""
    return replace(asked, township=tree.township_of(unit.code) or "", place_unit=village)
