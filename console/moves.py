"""The form of a move, read back into what the workflow asks for."""

from datetime import date
from typing import Any

from casework.office import CaseworkError
from casework.petitions import categories
from casework.petitions.moves import Need
from console.desk import Fields
from console.keeping import BadEntry

LONG = frozenset({"text", "findings", "reason", "way", "note"})

CHOICES = {
    "category": tuple(categories.CATEGORIES.items()),
    "matter_class": tuple(categories.CLASSES.items()),
    "sensitivity": tuple(categories.SENSITIVITIES.items()),
    "path": tuple((str(number), f"{number} {text}") for number, text in categories.PATHS.items()),
}


class Outrun(CaseworkError):
    """Somebody else took a step since the page was opened."""

    code = "outrun"


def unchanged(history_count: int, seen: str) -> None:
    """Raises Outrun: the history is longer than it was on the page that was seen."""
    if seen.isdecimal() and int(seen) != history_count:
        raise Outrun("您打开之后同事又办了一步，页面已换成最新的。请看过再办；您填的内容还在。")


def choices(need: Need) -> tuple[tuple[str, str], ...]:
    return need.choices or CHOICES.get(need.name, ())


def day(fields: Fields, name: str) -> date | None:
    """A day, or None where the field is empty. Raises BadEntry where it is no date."""
    text = fields.text(name, 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadEntry("日期不对，请再核对。") from None


def read(needs: tuple[Need, ...], fields: Fields) -> dict[str, Any]:
    """What was filled in, in the types of the workflow; fields left empty are absent.

    Raises:
        BadEntry: names the field that is missing or cannot be read.
    """
    what: dict[str, Any] = {}
    for need in needs:
        if need.kind == "flag":
            what[need.name] = need.name in fields
            continue
        if need.kind == "units":
            what[need.name] = fields.all(need.name)
            continue
        text = fields.text(need.name)
        if text:
            what[need.name] = _value(need, text)
        elif need.required:
            raise BadEntry(f"请填写“{need.label}”。")
    return what


def _value(need: Need, text: str) -> Any:
    try:
        if need.kind == "date":
            return date.fromisoformat(text)
        if need.kind in ("number", "staff"):
            return int(text)
    except ValueError:
        raise BadEntry(f"“{need.label}”填得不对：{text[:20]}。") from None
    allowed = choices(need)
    if need.kind == "choice" and allowed and text not in dict(allowed):
        raise BadEntry(f"请给“{need.label}”选一项。")
    return text
