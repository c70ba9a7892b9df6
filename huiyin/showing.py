"""A petition on the command line, with personal data masked."""

from typing import Any

from rich.console import Console
from rich.table import Table

from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import history, moves, numbers, queries
from casework.petitions.categories import CATEGORIES
from casework.petitions.models import Petition
from store.clock import show


def petition(office: Office, number: str) -> dict[str, Any]:
    """Everything about a petition that names nobody, as plain data.

    Raises:
        BadNumber: it is no number.
        NotFound: there is none with it.
    """
    found = queries.get(office, numbers.parse(number), Actor.system("administrator"))
    tree = units.tree(office)
    return {
        "number": found.number,
        "state": found.state,
        "state_label": moves.label(found.state),
        "category": found.category,
        "category_label": CATEGORIES[found.category],
        "secondary": list(found.secondary),
        "matter_class": found.matter_class,
        "path": found.path,
        "procedure": found.procedure,
        "identity": found.identity,
        "sealed": found.sealed,
        "channel": found.channel,
        "headcount": found.headcount,
        "place": found.place_text,
        "place_unit": found.place_unit,
        "happened": found.happened_text,
        "accused": [
            {"role": one.role, "unit": one.unit_code, "unit_name": tree.name(one.unit_code)}
            for one in found.accused
        ],
        "lodged_at": show(found.lodged_at),
        "handler_unit": found.handler_unit,
        "handler_unit_name": tree.name(found.handler_unit),
        "suggested_unit": found.suggested_unit,
        "routing": found.routing,
        "digest": found.digest,
        "clocks": [_clock(row) for row in found.clocks],
        "history": _history(office, found),
    }


def print_petition(console: Console, shown: dict[str, Any]) -> None:
    """The same as readable lines."""
    console.print(f"[bold]{shown['number']}[/bold]  {shown['state_label']}  {shown['category_label']}")
    console.print(f"登记 {shown['lodged_at']}  承办 {shown['handler_unit_name']}\n{shown['digest']}\n")
    dates = Table("期限", "到期", "依据与算法")
    for clock in shown["clocks"]:
        dates.add_row(clock["label"], clock["due_on"], clock["explanation"])
    console.print(dates)
    entries = Table("时间", "动作", "之后", "办理单位")
    for entry in shown["history"]:
        entries.add_row(entry["at"], entry["label"], entry["state_label"], entry["by"])
    console.print(entries)


def _clock(row: Any) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "label": row.label,
        "due_on": row.due_on.isoformat(),
        "explanation": row.explanation,
        "met_on": row.met_on.isoformat() if row.met_on else None,
    }


def _history(office: Office, found: Petition) -> list[dict[str, Any]]:
    return [
        {
            "seq": event.seq,
            "at": show(event.at),
            "move": event.move,
            "label": moves.ENTRIES.get(event.move, event.move),
            "state": event.to_state,
            "state_label": moves.label(event.to_state),
            "by": event.actor_unit or event.actor_kind,
        }
        for event in history.of(office, found)
    ]
