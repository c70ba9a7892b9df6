"""Stamping petitions anew, after a release that counts by a new shape."""

from sqlalchemy import select

from casework.office import Bureau
from casework.petitions.figures import shapes
from casework.petitions.models import Petition

CHUNK = 500


def restamp(bureau: Bureau) -> int:
    """Bring every petition's shape up to date; return how many changed. Safe to repeat and to break off."""
    last = changed = 0
    while True:
        with bureau.office() as office:
            chunk = office.db.scalars(
                select(Petition).where(Petition.id > last).order_by(Petition.id).limit(CHUNK)
            ).all()
            if not chunk:
                return changed
            last = chunk[-1].id
            for petition in chunk:
                shapes.stamp(petition)
            changed += sum(office.db.is_modified(petition) for petition in chunk)
