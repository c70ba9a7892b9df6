"""Hot spots: the same matter from several people in one place and time, found by counting."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

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
BATCH = 16
"""So many spots have their people told apart at a time."""

Spot = tuple[str, str]
"""The code of a place, and a category."""


class Crowd(NamedTuple):
    petitions: int = 0
    heads: int = 0
    """At least as many as the different people, because a petition's headcount covers all its petitioners."""


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

    Anonymous petitions count as one person each. People are told apart only where there are enough of them to come
    before the last spot found.
    """
    crowds = _crowds(office, actor, period)
    found: list[tuple[int, Spot]] = []
    ranked = sorted(crowds, key=lambda spot: -crowds[spot].heads)
    for at in range(0, len(ranked), BATCH):
        spots = ranked[at : at + BATCH]
        most = crowds[spots[0]].heads
        if most < least or (len(found) >= limit and found[limit - 1][0] > most):
            break
        found += (
            (row.people + row.nameless, (row.place, row.category))
            for row in office.db.execute(_people(office, actor, period, spots))
            if row.people + row.nameless >= least
        )
        found.sort(reverse=True)
    hottest = [one for one in found if one[0] >= found[: limit or 1][-1][0]]
    earlier = _crowds(office, actor, period.before(), [spot for _, spot in hottest])
    tree = units.tree(office)
    told = [
        HotSpot(
            place,
            tree.name(place),
            category,
            CATEGORIES.get(category, category),
            crowds[place, category].petitions,
            people,
            earlier[place, category].petitions,
        )
        for people, (place, category) in hottest
    ]
    return sorted(told, key=lambda spot: (-spot.people, -spot.rise, spot.place, spot.category))[:limit]


def behind(office: Office, actor: Actor, spot: HotSpot, period: Period) -> Select[Petition]:
    """A query for the petitions of a hot spot that the actor may read."""
    return queries.readable(office, actor).where(
        Petition.place_unit == spot.place,
        Petition.category == spot.category,
        *counting.within(period),
    )


def _crowds(
    office: Office, actor: Actor, period: Period, spots: Sequence[Spot] | None = None
) -> dict[Spot, Crowd]:
    """How many petitions there are of each topic in each place, or of these, counted along an index that names both."""
    places = units.tree(office).units
    everywhere = and_(Petition.place_unit.in_(places), Petition.category.in_(CATEGORIES))
    query = (
        select(
            Petition.place_unit.label("place"),
            Petition.category,
            func.count().label("petitions"),
            func.sum(Petition.headcount).label("heads"),
        )
        .where(
            everywhere if spots is None else _are(spots),
            *counting.within(period),
            queries.visible(office, actor),
        )
        .group_by(Petition.place_unit, Petition.category)
    )
    found = {
        (row.place, row.category): Crowd(row.petitions, int(row.heads)) for row in office.db.execute(query)
    }
    return defaultdict(Crowd, found)


def _people(office: Office, actor: Actor, period: Period, spots: Sequence[Spot]) -> Any:
    """A query for the different people of some spots."""
    named = Petitioner.name_index + func.coalesce(Petitioner.phone_index, "")
    return (
        select(
            Petition.place_unit.label("place"),
            Petition.category.label("category"),
            func.count(named.distinct()).label("people"),
            func.count(Petition.id.distinct()).filter(Petitioner.id.is_(None)).label("nameless"),
        )
        .outerjoin(Petitioner, Petitioner.petition_id == Petition.id)
        .where(_are(spots), *counting.within(period), queries.visible(office, actor))
        .group_by(Petition.place_unit, Petition.category)
    )


def _are(spots: Sequence[Spot]) -> ColumnElement[bool]:
    """Whether a petition belongs to one of these."""
    pairs = (and_(Petition.place_unit == place, Petition.category == category) for place, category in spots)
    return or_(false(), *pairs)
