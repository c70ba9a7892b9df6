"""Who is calling: what the office knows of a number, as far as the operator may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.assistance import queries as registers
from casework.assistance.models import Application
from casework.calls import queries as call_queries
from casework.calls.models import Call
from casework.office import CaseworkError, Office
from casework.people import identity, residents
from casework.people.actors import Actor
from casework.people.models import Resident
from casework.people.residents import Person
from casework.petitions import queries
from casework.petitions.models import Petition
from casework.petitions.queries import Filters
from store.clock import local_date


@dataclass(frozen=True)
class Caller:
    """What is known of a number; `person` is masked."""

    person: Person | None
    calls: Sequence[Call]
    petitions: Sequence[Petition]
    applications: Sequence[Application]
    warnings: tuple[str, ...]


def known(office: Office, by: Actor, call: Call) -> Caller:
    """Earlier calls, petitions and applications behind the number of a call, with what an operator should know first."""
    if call.phone_index is None:
        return Caller(None, (), (), (), ())
    phone = office.vault.open_or_none(call.phone_sealed) or ""
    resident = office.db.get(Resident, call.resident_id) if call.resident_id else None
    petitions = queries.of_person(office, by, phone=phone)
    applications = registers.of_caller(office, by, call.phone_index, resident.id_index if resident else None)
    earlier = call_queries.of_phone(office, by, call.phone_index, besides=call.id)
    return Caller(
        residents.open_identity(office, resident).masked() if resident else None,
        earlier,
        petitions,
        applications,
        tuple(_warnings(office, petitions, applications, earlier)),
    )


def alike(office: Office, by: Actor, category: str, township: str | None, limit: int = 3) -> list[Petition]:
    """Open petitions of the same kind from the same township, most urgent first: one may be the caller's, or one cause."""
    if not category or not township:
        return []
    return queries.worklist(
        office, by, "open", Filters(category=category, township=township), size=limit
    ).rows


@dataclass(frozen=True)
class Repeat:
    """A petition that what is being said may repeat, and why."""

    petition: Petition
    why: str


def repeats(
    office: Office,
    by: Actor,
    *,
    phone: str = "",
    id_number: str = "",
    number: str = "",
    category: str = "",
    township: str | None = None,
    limit: int = 3,
) -> list[Repeat]:
    """The petition whose number was named; petitions of the same person on the same kind of matter or from the same
    township, those of both first.

    Anything less than a whole telephone or identity number names nobody.
    """
    said = (
        ("电话相同", phone if identity.is_phone(phone) else "", ""),
        ("身份证号相同", "", id_number if identity.is_id_number(id_number) else ""),
    )
    found: dict[int, tuple[int, Repeat]] = {}
    if number and (named := _numbered(office, by, number)):
        found[named.id] = (3, Repeat(named, "说的是这个编号"))
    for who, telephone, number in said:
        for petition in queries.of_person(office, by, phone=telephone, id_number=number):
            alike = [
                words
                for words, same in (
                    ("类别相同", bool(category) and petition.category == category),
                    ("乡镇相同", bool(township) and petition.township == township),
                )
                if same
            ]
            if alike:
                found.setdefault(petition.id, (len(alike), Repeat(petition, "、".join((who, *alike)))))
    ranked = sorted(
        found.values(), key=lambda one: (-one[0], not one[1].petition.is_open, -one[1].petition.id)
    )
    return [repeat for _, repeat in ranked[:limit]]


def _numbered(office: Office, by: Actor, number: str) -> Petition | None:
    """The petition of a number as it was said, if there is one that may be shown to them."""
    try:
        return queries.get(office, number, by)
    except CaseworkError:
        return None


def _warnings(
    office: Office,
    petitions: Sequence[Petition],
    applications: Sequence[Application],
    earlier: Sequence[Call],
) -> list[str]:
    told = []
    if any(petition.sensitivity == "crisis" for petition in petitions):
        told.append("此前反映过人身安全的事，请先问现在是否安全。")
    if repeated := [petition for petition in petitions if petition.repeat_no > 1 and petition.is_open]:
        told.append(f"同一件事已反映 {max(petition.repeat_no for petition in repeated)} 次，还没办结。")
    if waiting := [petition for petition in petitions if petition.state == "awaiting_more"]:
        told.append(f"{waiting[0].number} 正等他补充情况，可在电话里直接记录。")
    if overdue := [petition for petition in petitions if petition.is_open and _late(office, petition)]:
        told.append(f"{overdue[0].number} 已超期，请先说明情况并致歉。")
    if late := [one for one in applications if one.is_open and _late(office, one)]:
        told.append(f"救助申请 {late[0].number} 已超期，请先说明情况并致歉。")
    missed = [call for call in earlier if call.state == "missed"]
    if missed and earlier[0].state == "missed":
        told.append("他上一次打来没有人接。")
    return told


def _late(office: Office, matter: Petition | Application) -> bool:
    return matter.next_due_on is not None and matter.next_due_on < local_date(office.clock.now())
