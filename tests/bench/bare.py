"""The bare work beside which figures, the sweep and the search for repeats are measured: row by row, without their indexes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from casework.office import Bureau, Office
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.escalation.sweeping import STRUCK
from casework.petitions.figures.periods import Period
from casework.petitions.models import Petition
from casework.petitions.repeats import finding, scoring
from casework.petitions.repeats.scoring import Traits
from store.clock import local_date

AT_ONCE = 1000
MOST = 20_000
"""So many earlier petitions are compared one by one at most: where there are more, every n-th, and the time is scaled."""


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


AGREED = 2_000
"""So many, the last before them, are compared with each of several."""


@dataclass(frozen=True)
class Compared:
    """How many petitions one was compared with, of how many that it should be compared with."""

    with_: int
    of: int

    def scaled(self, taken: float) -> float:
        """What comparing with all of them would take, by what these took."""
        return taken * self.of / self.with_ if self.with_ else taken


def scanned(house: Bureau, actor: Actor, periods: Sequence[Period]) -> int:
    """Let one statement a period count the same rows in the database; how many rows it were."""
    with house.reading() as office:
        today = local_date(office.clock.now())
        late = case((Petition.is_open & (Petition.next_due_on < today), 1), else_=0)
        many = 0
        for period in periods:
            rows = (
                select(func.count(), func.sum(Petition.figure_days), func.sum(late))
                .where(queries.visible(office, actor), Petition.lodged_on.between(period.first, period.last))
                .group_by(Petition.category, Petition.figure_shape)
            )
            many += sum(row[0] for row in office.db.execute(rows))
    return many


def due_in_sql(house: Bureau) -> int:
    """Let one statement go through every open petition and look at its date; how many are late."""
    with house.reading() as office:
        today = local_date(office.clock.now())
        late = func.sum(case((Petition.next_due_on < today, 1), else_=0))
        return office.db.scalar(select(late).where(Petition.is_open)) or 0


def compared(house: Bureau, actor: Actor, id: int, most: int = MOST) -> Compared:
    """Judge a petition beside each that was lodged in the time looked back on, or beside every n-th of them."""
    with house.reading() as office:
        every = _earlier(office, actor, id)
        ids = every[:: -(-len(every) // most) or 1]
        (new,) = finding.traits(office, [id])
        for old in _traits(office, ids):
            scoring.judge(new, old)
    return Compared(len(ids), len(every))


def agreed(house: Bureau, actor: Actor, news: Sequence[int], most: int = AGREED) -> tuple[int, int]:
    """Of the repeats of these that comparing them with the last ones before finds, how many the indexes find; and all."""
    with house.reading() as office:
        ids = _earlier(office, actor, news[0])[-most:]
        wanted = finding.traits(office, list(news))
        pairs = {
            (new.id, old.id)
            for old in _traits(office, ids)
            for new in wanted
            if old.id not in news and scoring.judge(new, old).score >= scoring.OFFERED
        }
        known = {
            (id, candidate.petition.id)
            for id in news
            for candidate in finding.candidates(
                office, office.db.get_one(Petition, id), actor, limit=finding.MOST
            )
        }
    return len(pairs & known), len(pairs)


def _earlier(office: Office, actor: Actor, id: int) -> list[int]:
    """Ids of the petitions lodged in the time looked back on, in the order in which they came."""
    petition = office.db.get_one(Petition, id)
    since = petition.lodged_on - finding.LOOK_BACK
    earlier = select(Petition.id).where(
        queries.visible(office, actor),
        Petition.lodged_on.between(since, petition.lodged_on),
        Petition.id != id,
    )
    return list(office.db.scalars(earlier.order_by(Petition.id)))


def _traits(office: Office, ids: Sequence[int]) -> Iterator[Traits]:
    for first in range(0, len(ids), AT_ONCE):
        yield from finding.traits(office, ids[first : first + AT_ONCE])
