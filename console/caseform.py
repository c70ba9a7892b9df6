"""The form of a case, the same on the call screen, in a live chat, and for visits and letters."""

from casework.people import identity
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.routing import AccusedUnit
from console.desk import Fields

FORM = (
    "category",
    "intent",
    "place_text",
    "place_unit",
    "happened_text",
    "amount",
    "wants",
    "accused_name",
    "accused_role",
    "accused_unit",
    "name",
    "phone",
    "id_number",
    "address",
    "relation",
    "identity",
    "headcount",
    "answer_id",
    "about_number",
    "transferred_to",
)
MOST_PEOPLE = 10_000


def read(fields: Fields) -> dict[str, str]:
    """What was filled in; empty fields are absent."""
    return {name: value for name in FORM if (value := fields.text(name, 500))}


def blank(form: dict[str, str]) -> dict[str, str]:
    """All fields, those not filled in empty, for the template."""
    return {**dict.fromkeys(FORM, ""), "identity": "real_name", **form}


def accused(form: dict[str, str]) -> list[AccusedUnit]:
    """Whoever is complained of, as far as the form names them."""
    name, role = form.get("accused_name", ""), form.get("accused_role", "")
    unit = form.get("accused_unit") or None
    return [AccusedUnit(name, role, unit, role + name)] if name or role or unit else []


def petition(text: str, form: dict[str, str], channel: str, key: str, phone: str = "") -> NewPetition:
    """What the form amounts to. `phone` is the caller's number where the form gives none."""
    headcount = form.get("headcount", "")
    people: tuple[Complainant, ...] = ()
    if form.get("identity") != "anonymous":
        people = (
            Complainant(
                name=form.get("name", ""),
                phone=identity.phone(form.get("phone", "")) or phone,
                id_number=form.get("id_number", ""),
                address=form.get("address", ""),
                relation=form.get("relation") or "本人",
            ),
        )
    return NewPetition(
        category=form.get("category", ""),
        narrative=f"{text}\n数额：{amount}" if (amount := form.get("amount", "")) else text,
        wants=form.get("wants", ""),
        place_unit_code=form.get("place_unit") or None,
        place_text=form.get("place_text", ""),
        accused=accused(form),
        happened_text=form.get("happened_text", ""),
        identity=form.get("identity") or "real_name",
        petitioners=people,
        headcount=int(headcount) if headcount.isdecimal() and 0 < int(headcount) < MOST_PEOPLE else 1,
        channel=channel,
        idempotency_key=key,
    )
