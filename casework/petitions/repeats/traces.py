"""What a petition leaves behind to be found again by."""

import re

from sqlalchemy import delete

from casework.office import Office
from casework.people import identity
from casework.petitions.models import Petition
from casework.petitions.repeats import signatures
from casework.petitions.repeats.models import RepeatBand, RepeatTrace

_HOUSE = re.compile(r"\d")


def enter(office: Office, petition: Petition) -> None:
    """Write a petition's traces; doing it again brings them up to date."""
    office.db.execute(delete(RepeatBand).where(RepeatBand.petition_id == petition.id))
    office.db.execute(delete(RepeatTrace).where(RepeatTrace.petition_id == petition.id))
    office.db.add_all(
        RepeatBand(band=band, petition_id=petition.id) for band in set(signatures.bands(petition.digest))
    )
    for one in petition.petitioners:
        about = office.vault.open_or_none(one.on_behalf_of_sealed)
        address = office.vault.open_or_none(one.address_sealed)
        office.db.add(
            RepeatTrace(
                petition_id=petition.id,
                position=one.position,
                principal_index=office.vault.index("name", identity.name(about)) if about else one.name_index,
                household_index=household(office, address),
            )
        )
    office.db.flush()


def household(office: Office, address: str | None) -> str | None:
    """The blind index of an address that goes down to the house; None for one that names only a village."""
    if not address or not _HOUSE.search(identity.plain(address)):
        return None
    return office.vault.index("household", re.sub(r"[^\w]", "", identity.plain(address)))
