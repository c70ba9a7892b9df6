"""Forgetting who a petitioner was once nothing needs it any more; what was done stays for the figures.

个人信息保护法 art. 19 and 47: kept no longer than necessary, then erased. An open petition, or one closed within the
time kept, still needs its people.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Exists, Select, exists, or_, select

from casework.calls import forgetting as calls
from casework.office import Office
from casework.people import minors, residents
from casework.people.actors import Actor
from casework.people.models import Contact, Resident
from casework.petitions import history
from casework.petitions.models import Petition, Petitioner
from store.clock import local_date

SWEEP = Actor.system("retention")


def due(office: Office) -> list[int]:
    """Ids of the residents whose identities would be erased now; nothing is changed."""
    return [resident.id for resident in _due(office)]


def forget(office: Office, limit: int = 200) -> int:
    """Erase the identities whose time is up, at most `limit` residents; return how many. Safe to repeat."""
    return sum(_forget_one(office, resident) for resident in islice(list(_due(office)), limit))


def due_addresses(office: Office) -> list[int]:
    """Ids of the addresses that would be erased now; nothing is changed."""
    return [contact.id for contact in office.db.scalars(_unused(office))]


def forget_addresses(office: Office, limit: int = 200) -> int:
    """Erase the addresses from which nothing came for as long as an identity is kept; return how many."""
    unused = office.db.scalars(_unused(office).limit(limit)).all()
    for contact in unused:
        residents.forget_address(office, contact)
    return len(unused)


def _unused(office: Office) -> Select[Contact]:
    """Those that are nobody's as far as is proven, and to which no open petition is answered."""
    return select(Contact).where(
        Contact.last_seen_at < office.clock.now() - residents.KEEP,
        Contact.resident_id.is_(None),
        ~Contact.address_index.startswith(residents.FORGOTTEN),
        ~exists(select(Petition.id).where(Petition.contact_id == Contact.id, Petition.is_open)),
    )


def _due(office: Office) -> Iterator[Resident]:
    """Those whose own time is up and whom no petition needs; a child's petitions need it for a shorter time."""
    now = office.clock.now()
    query = select(Resident).where(
        Resident.keep_until < local_date(now), Resident.erased_at.is_(None), ~_needed(now - minors.KEEP)
    )
    for resident in office.db.scalars(query):
        if _kept_as_a_child(office, resident) or not office.db.scalar(
            select(_needed(now - residents.KEEP)).where(Resident.id == resident.id)
        ):
            yield resident


def _needed(since: datetime) -> Exists:
    """Whether a petition of the resident is open, or was closed after this moment."""
    return exists(
        select(Petitioner.id)
        .join(Petition, Petitioner.petition_id == Petition.id)
        .where(
            Petitioner.resident_id == Resident.id,
            or_(Petition.is_open, Petition.closed_on > local_date(since)),
        )
    )


def _kept_as_a_child(office: Office, resident: Resident) -> bool:
    number = office.vault.open_or_none(resident.id_number_sealed)
    return minors.is_child(number, local_date(resident.last_seen_at))


def _forget_one(office: Office, resident: Resident) -> int:
    theirs = office.db.scalars(
        select(Petition)
        .join(Petitioner, Petitioner.petition_id == Petition.id)
        .where(Petitioner.resident_id == resident.id)
    )
    for petition in list(theirs):
        for one in petition.petitioners:
            if one.resident_id == resident.id:
                _blank(one)
        petition.contact_id = petition.application_sealed = None
        history.record(office, petition, "erase", SWEEP, petition.state, reason="保存期满，删除身份信息")
    calls.forget_of(office, resident.id)
    residents.erase(office, resident)
    return 1


def _blank(one: Petitioner) -> None:
    one.name_sealed = one.phone_sealed = one.id_number_sealed = one.address_sealed = (
        one.on_behalf_of_sealed
    ) = None
    one.name_index = one.phone_index = one.id_index = None
