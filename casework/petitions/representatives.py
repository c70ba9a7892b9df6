"""Those who speak for many: more than five petitioners name one to five of them (信访工作条例 art. 20).

They are taken down one by one: while lodging (`refuse` says whether the next one will do), and afterwards by the
moves `name_representative` and `drop_representative`, on record.
"""

from collections.abc import Sequence
from typing import Any

from casework.office import CaseworkError, Office
from casework.people import identity
from casework.people.actors import Actor
from casework.petitions import petitioners, shield
from casework.petitions.models import Petition, Petitioner
from casework.petitions.petitioners import Complainant
from casework.petitions.repeats import traces

MOST = 5

FULL = "多人反映同一件事，代表最多 5 人（信访工作条例第二十条）。"
NONE = "超过 5 人反映同一件事，请推选 1 至 5 名代表（信访工作条例第二十条）。"


class BadRepresentative(CaseworkError):
    """Somebody who cannot be taken down as a representative; the sentence says what to ask."""

    code = "bad_representative"


def needed(headcount: int) -> bool:
    """Whether so many petitioners must name representatives."""
    return headcount > MOST


def refuse(named: Sequence[Complainant], one: Complainant) -> str:
    """Why `one` cannot be added to the representatives already named; nothing if it can."""
    if len(named) >= MOST:
        return FULL
    if not one.name.strip():
        return "请说一下这位代表的姓名。"
    if why := petitioners.wrong(one):
        return why
    if any(_same(one, other) for other in named):
        return f"{one.name}已经记过了，请说下一位。"
    return ""


def wrong(people: Sequence[Complainant], headcount: int) -> str:
    """What is wrong with the representatives among those who bring a petition; nothing if all is well."""
    named: list[Complainant] = []
    for one in people:
        if one.representative:
            if why := refuse(named, one):
                return why
            named.append(one)
    return NONE if needed(headcount) and len(people) > 1 and not named else ""


def of(petition: Petition) -> list[Petitioner]:
    """Those who speak for the petitioners, in the order in which they were taken down."""
    return [one for one in petition.petitioners if one.representative]


def missing(petition: Petition) -> bool:
    """Whether representatives have still to be named."""
    return needed(petition.headcount) and petition.identity != "anonymous" and not of(petition)


def name(office: Office, petition: Petition, by: Actor, what: dict[str, Any]) -> dict[str, Any]:
    """Take one down: somebody who signed already, or somebody new among those counted.

    Raises:
        BadRepresentative: with the sentence to ask.
    """
    given = {field: str(what.get(field) or "") for field in ("name", "phone", "id_number", "address")}
    one = Complainant(**given, representative=True)
    before = [_open(office, other) for other in of(petition)]
    if why := refuse(before, one):
        raise BadRepresentative(why)
    signed = next((other for other in petition.petitioners if _same(one, _open(office, other))), None)
    if signed is not None:
        signed.representative = True
    else:
        petition.petitioners.append(petitioners.row(office, one, len(petition.petitioners)))
        petition.headcount = max(petition.headcount, len(petition.petitioners))
        office.db.flush()
        traces.enter(office, petition)
    return {"representatives": [len(before), len(before) + 1]}


def drop(office: Office, petition: Petition, by: Actor, what: dict[str, Any]) -> dict[str, Any]:
    """Somebody speaks for the others no longer; they stay one of the petitioners.

    Raises:
        BadRepresentative: nobody of that name speaks for them.
    """
    standing = of(petition)
    index = shield.name_index(office, str(what["name"]))
    leaving = next((one for one in standing if one.name_index == index), None)
    if leaving is None:
        raise BadRepresentative("代表里没有这个人，请核对姓名。")
    leaving.representative = False
    return {"representatives": [len(standing), len(standing) - 1]}


def _open(office: Office, one: Petitioner) -> Complainant:
    unseal = office.vault.open_or_none
    return Complainant(
        unseal(one.name_sealed) or "", unseal(one.phone_sealed) or "", unseal(one.id_number_sealed) or ""
    )


def _same(one: Complainant, other: Complainant) -> bool:
    """Whether both are one person: the same name, and no number that tells them apart."""
    if identity.name(one.name) != identity.name(other.name):
        return False
    return all(
        not mine or not theirs or mine == theirs
        for mine, theirs in (
            (identity.phone(one.phone), identity.phone(other.phone)),
            (identity.id_number(one.id_number), identity.id_number(other.id_number)),
        )
    )
