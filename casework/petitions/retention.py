"""Forgetting who a petitioner was once nothing needs it any more; what was done stays for the figures.

个人信息保护法 art. 19 and 47: kept no longer than necessary, then erased. An open petition, or one closed within the
time kept, still needs its people.
"""

from sqlalchemy import Select, exists, or_, select

from casework.office import Office
from casework.people import residents
from casework.people.actors import Actor
from casework.people.models import Resident
from casework.petitions import history
from casework.petitions.models import Petition, Petitioner
from store.clock import local_date

SWEEP = Actor.system("retention")


def due(office: Office) -> list[int]:
    """Ids of the residents whose identities would be erased now; nothing is changed."""
    return [resident.id for resident in office.db.scalars(_due(office))]


def forget(office: Office, limit: int = 200) -> int:
    """Erase the identities whose time is up, at most `limit` residents; return how many. Safe to repeat."""
    return sum(
        _forget_one(office, resident) for resident in list(office.db.scalars(_due(office).limit(limit)))
    )


def _due(office: Office) -> Select[Resident]:
    today = local_date(office.clock.now())
    last_needed = local_date(office.clock.now() - residents.KEEP)
    needed = exists(
        select(Petitioner.id)
        .join(Petition, Petitioner.petition_id == Petition.id)
        .where(
            Petitioner.resident_id == Resident.id,
            or_(Petition.is_open, Petition.closed_on > last_needed),
        )
    )
    return select(Resident).where(Resident.keep_until < today, Resident.erased_at.is_(None), ~needed)


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
        petition.contact_id = None
        history.record(office, petition, "erase", SWEEP, petition.state, reason="保存期满，删除身份信息")
    residents.erase(office, resident)
    return 1


def _blank(one: Petitioner) -> None:
    one.name_sealed = one.phone_sealed = one.id_number_sealed = one.address_sealed = (
        one.on_behalf_of_sealed
    ) = None
    one.name_index = one.phone_index = one.id_index = None
