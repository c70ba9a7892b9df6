"""The form by which an application is taken in at the desk: what it holds, and what it amounts to."""

from datetime import date

from casework.assistance import programs, rights
from casework.assistance.applications import NewApplication
from casework.assistance.programs import Program
from casework.calls import calls
from casework.office import Office
from casework.people import units
from console.desk import Fields, Visitor
from console.keeping import BadEntry

FORM = ("program", "name", "id_number", "phone", "place_unit", "area", "applied_on", "headcount", "urgent")
AREAS = {"rural": "农村", "urban": "城市"}
PLACES = ("township", "village")


def read(fields: Fields) -> dict[str, str]:
    """What was filled in; empty fields are absent."""
    return {name: value for name in FORM if (value := fields.text(name, 120))}


def blank(form: dict[str, str]) -> dict[str, str]:
    """All fields, those not filled in empty, for the template."""
    return {**dict.fromkeys(FORM, ""), **form}


def of_call(office: Office, who: Visitor, call_id: int) -> dict[str, str]:
    """What has been noted of the caller in a call that the visitor is in. Raises NotFound, NotAllowed, CallOver."""
    call = calls.mine(office, who.actor, call_id)
    _, noted = calls.kept(office, call)
    phone = noted.get("phone") or office.vault.open_or_none(call.phone_sealed) or ""
    taken = {name: noted.get(name, "") for name in ("name", "id_number", "place_unit", "headcount")}
    return {name: value for name, value in (taken | {"phone": phone}).items() if value}


def application(form: dict[str, str], key: str) -> NewApplication:
    """What the form amounts to. Raises BadEntry for what is no programme, place, day or number."""
    if not form.get("program"):
        raise BadEntry("请选申请哪一项救助。")
    if not form.get("place_unit"):
        raise BadEntry("请选申请人住在哪个乡镇、哪个村（社区）。")
    people = form.get("headcount", "1")
    if not people.isdecimal():
        raise BadEntry("家庭人数要写数字。")
    try:
        day = date.fromisoformat(form["applied_on"]) if "applied_on" in form else None
    except ValueError:
        raise BadEntry("收到日期填得不对。") from None
    return NewApplication(
        program=form["program"],
        name=form.get("name", ""),
        id_number=form.get("id_number", ""),
        phone=form.get("phone", ""),
        headcount=int(people),
        area=form.get("area", "") if form.get("area") in AREAS else "",
        place_unit=form["place_unit"],
        applied_on=day,
        urgent="urgent" in form,
        idempotency_key=key,
    )


def offered(office: Office) -> list[Program]:
    """The programmes that are applied for here."""
    return [one for one in programs.of(office).programs if one.procedure]


def places(office: Office, who: Visitor) -> list[tuple[str, str]]:
    """Townships and villages in the visitor's reach by code and name, villages indented."""
    tree = units.tree(office)
    whole = rights.whole_county(office, who.actor)
    within = set(tree.units) if whole else set(tree.branch(tree.body(who.unit_code)))
    found = [
        unit for unit in tree.units.values() if unit.active and unit.kind in PLACES and unit.code in within
    ]
    return [
        (unit.code, ("　" if unit.kind == "village" else "") + unit.name)
        for unit in sorted(found, key=lambda unit: unit.path)
    ]
