"""The bare work beside which figures, the sweep and the search for repeats are measured: row by row, without their indexes."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.escalation.sweeping import STRUCK
from casework.petitions.figures.periods import Period
from casework.petitions.models import Petition
from casework.petitions.repeats import finding, scoring
from store.clock import local_date

AT_ONCE = 1000


def counted(house: Bureau, actor: Actor, periods: Sequence[Period]) -> int:
    """Read what the figures ask of each petition of the periods and count it in Python; how many rows it were."""
    columns = (
        Petition.category,
        Petition.figure_shape,
        Petition.figure_days,
        Petition.is_open,
        Petition.next_due_on,
        Petition.next_stage,
        Petition.answered_on,
        Petition.satisfaction,
    )
    shapes, days, late = Counter[object](), Counter[object](), Counter[object]()
    with house.reading() as office:
        today = local_date(office.clock.now())
        for period in periods:
            rows = select(*columns).where(
                queries.visible(office, actor), Petition.lodged_on.between(period.first, period.last)
            )
            for category, shape, taken, is_open, due_on, _, _, _ in office.db.execute(rows):
                shapes[category, shape] += 1
                days[category, taken] += 1
                late[category] += is_open and due_on is not None and due_on < today
    return shapes.total()


def due(house: Bureau) -> int:
    """Read every open petition with what the sweep asks of it and look at its date; how many are late."""
    with house.reading() as office:
        today = local_date(office.clock.now())
        columns = (*STRUCK, Petition.next_stage, Petition.next_due_on)
        rows = office.db.execute(select(*columns).where(Petition.is_open)).all()
    return sum(row.next_due_on is not None and row.next_due_on < today for row in rows)


def compared(house: Bureau, actor: Actor, id: int) -> int:
    """Judge a petition beside each that was lodged in the time looked back on; how many those were."""
    with house.reading() as office:
        petition = office.db.get_one(Petition, id)
        since = petition.lodged_on - finding.LOOK_BACK
        earlier = select(Petition.id).where(
            queries.visible(office, actor),
            Petition.lodged_on.between(since, petition.lodged_on),
            Petition.id != id,
        )
        ids = list(office.db.scalars(earlier))
        (new,) = finding.traits(office, [id])
        for first in range(0, len(ids), AT_ONCE):
            for old in finding.traits(office, ids[first : first + AT_ONCE]):
                scoring.judge(new, old)
    return len(ids)
