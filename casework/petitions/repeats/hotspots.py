"""Hot spots: the same matter from several people in one place and time, found by counting."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.categories import CATEGORIES
from casework.petitions.figures import counting
from casework.petitions.figures.periods import Period
from casework.petitions.models import Petition, Petitioner

LEAST = 3
"""So many different people make a hot spot; this system's own setting."""


@dataclass(frozen=True)
class HotSpot:
    """Petitions on one topic in one place within a period, and how usual that is."""

    place: str
    place_label: str
    category: str
    category_label: str
    petitions: int
    people: int
    before: int
    """How many there were in the period before."""

    @property
    def rise(self) -> float:
        """How many times as many as before; one more is put on either side, so that small numbers leap less."""
        return (self.petitions + 1) / (self.before + 1)


def hot_spots(
    office: Office, actor: Actor, period: Period, least: int = LEAST, limit: int = 20
) -> list[HotSpot]:
    """Places and topics with at least `least` different people, most people first, as far as the actor may read.

    Anonymous petitions count as one person each.
    """
    earlier = {
        (row.place, row.category): row.petitions
        for row in office.db.execute(_counted(office, actor, period.before()))
    }
    tree = units.tree(office)
    rows = office.db.execute(_counted(office, actor, period)).all()
    found = [
        HotSpot(
            row.place,
            tree.name(row.place),
            row.category,
            CATEGORIES.get(row.category, row.category),
            row.petitions,
            row.people + row.nameless,
            earlier.get((row.place, row.category), 0),
        )
        for row in rows
        if row.people + row.nameless >= least
    ]
    found.sort(key=lambda spot: (-spot.people, -spot.rise, spot.place, spot.category))
    return found[:limit]


def behind(office: Office, actor: Actor, spot: HotSpot, period: Period) -> Select[Petition]:
    """A query for the petitions of a hot spot that the actor may read."""
    return queries.readable(office, actor).where(
        Petition.place_unit == spot.place,
        Petition.category == spot.category,
        *counting.within(period),
    )


def _counted(office: Office, actor: Actor, period: Period) -> Any:
    named = Petitioner.name_index + func.coalesce(Petitioner.phone_index, "")
    return (
        select(
            Petition.place_unit.label("place"),
            Petition.category.label("category"),
            func.count(Petition.id.distinct()).label("petitions"),
            func.count(named.distinct()).label("people"),
            func.count(Petition.id.distinct()).filter(Petitioner.id.is_(None)).label("nameless"),
        )
        .outerjoin(Petitioner, Petitioner.petition_id == Petition.id)
        .where(queries.visible(office, actor), Petition.place_unit.is_not(None), *counting.within(period))
        .group_by(Petition.place_unit, Petition.category)
    )
