"""Who leaves a unit that is complained of stays kept from what accuses it (信访工作条例 art. 30)."""

from sqlalchemy import select

from casework.office import Office
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import history
from casework.petitions.models import Petition, Shield
from casework.petitions.shield import MOVED

TRANSFER = Actor.system("transfer")


def shield(office: Office, staff: Staff) -> int:
    """Keep somebody who is about to leave their unit from what accuses it, on the record of each petition: it may be of
    them, by post, that is complained. Returns how many petitions."""
    line = [code for code in staff.unit_path.split("/") if code]
    accusing = select(Shield.petition_id).where(Shield.unit_code.in_(line))
    known = select(Shield.petition_id).where(Shield.staff_id == staff.id)
    found = office.db.scalars(
        select(Petition).where(Petition.id.in_(accusing), Petition.id.not_in(known)).order_by(Petition.id)
    ).all()
    for petition in found:
        office.db.add(Shield(petition_id=petition.id, staff_id=staff.id, reason=MOVED))
        changes = {"shield": [None, staff.id]}
        history.record(office, petition, "moved_away", TRANSFER, petition.state, changes=changes)
    return len(found)
