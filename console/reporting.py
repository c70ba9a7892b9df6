"""The form by which a change, a lead or a call for help is entered at the desk: what it holds, what it amounts to."""

from datetime import date

from casework.assistance.tasks import KINDS, NewTask
from casework.calls import calls
from casework.office import Office
from casework.petitions.categories import CHANNELS
from console.desk import Fields, Visitor
from console.keeping import BadEntry

FORM = (
    "kind",
    "channel",
    "happened_on",
    "place_unit",
    "place_text",
    "about_name",
    "about_id_number",
    "reporter",
    "phone",
    "urgent",
)
CAME_BY = {code: CHANNELS[code] for code in ("phone", "visit", "letter", "upper")}
MEANS = {"change": "report_change", "lead": "report_person_in_need", "help": "request_help"}
"""What somebody wants who makes a report of a kind, as the understanding names it."""


def read(fields: Fields) -> dict[str, str]:
    """What was filled in, the words apart; empty fields are absent."""
    return {name: value for name in FORM if (value := fields.text(name, 120))}


def blank(form: dict[str, str]) -> dict[str, str]:
    """All fields, those not filled in empty, for the template."""
    return {**dict.fromkeys(FORM, ""), **form}


def of_call(office: Office, who: Visitor, call_id: int) -> tuple[dict[str, str], str]:
    """What has been noted in a call that the visitor is in, and the words. Raises NotFound, NotAllowed, CallOver.

    Who calls for help is whom it is about; of whom else a report is, its words say.
    """
    call = calls.mine(office, who.actor, call_id)
    words, noted = calls.kept(office, call)
    means = noted.get("intent") or (call.understood or {}).get("intent")
    taken = {
        "kind": next((kind for kind, intent in MEANS.items() if intent == means), ""),
        "channel": "phone",
        "place_unit": noted.get("place_unit", ""),
        "place_text": noted.get("place_text", ""),
        "reporter": noted.get("name", ""),
        "phone": noted.get("phone") or office.vault.open_or_none(call.phone_sealed) or "",
    }
    if taken["kind"] == "help":
        taken |= {"about_name": noted.get("name", ""), "about_id_number": noted.get("id_number", "")}
    return {name: value for name, value in taken.items() if value}, words


def task(form: dict[str, str], words: str, key: str) -> NewTask:
    """What the form amounts to. Raises BadEntry for what is no kind or day, or came by no way that there is."""
    if form.get("kind") not in KINDS:
        raise BadEntry("请选是变化报告、困难线索还是急难求助。")
    if form.get("channel") not in CAME_BY:
        raise BadEntry("请选怎么来的。")
    try:
        day = date.fromisoformat(form["happened_on"]) if "happened_on" in form else None
    except ValueError:
        raise BadEntry("变化发生的日子填得不对。") from None
    return NewTask(
        kind=form["kind"],
        text=words,
        happened_on=day,
        place_unit=form.get("place_unit"),
        place_text=form.get("place_text", ""),
        about_name=form.get("about_name", ""),
        about_id_number=form.get("about_id_number", ""),
        reporter=form.get("reporter", ""),
        phone=form.get("phone", ""),
        urgent="urgent" in form,
        channel=form["channel"],
        idempotency_key=key,
    )
