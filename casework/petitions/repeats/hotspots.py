"""Hot spots: one topic from several people at one place, or with one handling unit, in one stretch of time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from casework.office import CaseworkError, Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.categories import CATEGORIES
from casework.petitions.figures import counting
from casework.petitions.figures.counting import Filters
from casework.petitions.figures.periods import Period
from casework.petitions.models import Petition, Petitioner

LEAST = 3
"""So many different people make a hot spot; this system's own setting."""
RISING = 1.5
"""A unit gets petitions on most topics all the time: only so many times as many as before are a hot spot there; this
system's own setting."""
STRETCH = 7
"""The time that is looked for within the period is so many days long; this system's own setting."""
DAY = timedelta(days=1)

By = Literal["place", "unit"]
COLUMNS: dict[By, Any] = {"place": Petition.place_unit, "unit": Petition.handler_unit}
WAYS: tuple[By, ...] = tuple(COLUMNS)

Spot = tuple[str, str]
"""The code of a place or of a handling unit, and a category."""


class BadSpot(CaseworkError):
    """No such hot spot."""

    code = "bad_spot"


class Crowd(NamedTuple):
    petitions: int = 0
    heads: int = 0
    """At least as many as the different people, because a petition's headcount covers all its petitioners."""


@dataclass(frozen=True)
class HotSpot:
    """Petitions on one topic at one place or with one unit within a period, when most came, and how usual that is."""

    by: By
    at: str
    label: str
    category: str
    category_label: str
    petitions: int
    people: int
    before: int
    """How many there were in the period before."""
    peak: Period
    """The days in a row, at most `STRETCH`, in which most of them came in; the first such."""
    at_peak: int
    """How many came in then."""

    @property
    def name(self) -> str:
        """As an address names it; see `behind`."""
        return f"{self.by}:{self.at}:{self.category}"

    @property
    def rise(self) -> float:
        return _rise(self.petitions, self.before)


def hot_spots(
    office: Office,
    actor: Actor,
    period: Period,
    filters: Filters | None = None,
    by: By = "place",
    least: int = LEAST,
    limit: int = 20,
) -> list[HotSpot]:
    """Places, or handling units, and topics with at least `least` different people, most people first, as far as the
    actor may read; of units those alone that got `RISING` times as many as before.

    Anonymous petitions count as one person each. People are told apart only where there are enough of them to come
    before the last spot found.
    """
    search = _Search(office, actor, filters or Filters(), by)
    crowds = search.crowds(period)
    earlier: Mapping[Spot, Crowd] = {}
    if by == "unit":
        earlier = search.crowds(period.before())
        crowds = {
            spot: crowd
            for spot, crowd in crowds.items()
            if _rise(crowd.petitions, earlier[spot].petitions) >= RISING
        }
    found: list[tuple[int, Spot]] = []
    for spot in sorted(crowds, key=lambda spot: -crowds[spot].heads):
        most = crowds[spot].heads
        if most < least or (len(found) >= limit and found[limit - 1][0] > most):
            break
        if (count := search.people(spot, period)) >= least:
            found = sorted([*found, (count, spot)], reverse=True)
    people = {spot: count for count, spot in found if count >= found[: limit or 1][-1][0]}
    before = {
        spot: earlier[spot].petitions if by == "unit" else search.petitions(spot, period.before())
        for spot in people
    }
    hottest = sorted(
        people,
        key=lambda spot: (-people[spot], -_rise(crowds[spot].petitions, before[spot]), spot),
    )[:limit]
    tree = units.tree(office)
    return [
        HotSpot(
            by,
            spot[0],
            tree.name(spot[0]),
            spot[1],
            CATEGORIES.get(spot[1], spot[1]),
            crowds[spot].petitions,
            people[spot],
            before[spot],
            *densest(search.days(spot, period), period),
        )
        for spot in hottest
    ]


def behind(
    office: Office, actor: Actor, name: str, period: Period, filters: Filters | None = None
) -> tuple[str, Select[Petition]]:
    """What a spot's name stands for, in words, and a query for its petitions that the actor may read.

    Raises:
        BadSpot: it is no name of a spot.
    """
    by, _, rest = name.partition(":")
    at, _, category = rest.partition(":")
    tree = units.tree(office)
    if by not in ("place", "unit") or at not in tree.units or category not in CATEGORIES:
        raise BadSpot("没有这个热点。")
    search = _Search(office, actor, filters or Filters(), "place" if by == "place" else "unit")
    what = f"{tree.name(at)}{'承办' if by == 'unit' else ''}的“{CATEGORIES[category]}”"
    return what, queries.readable(office, actor).where(*search.at((at, category), period))


def densest(days: Mapping[date, int], period: Period) -> tuple[Period, int]:
    """The stretch of days within a period on which most came in, the first of several, and how many came in then."""
    best, most = period.first, 0
    for first in sorted(days):
        count = sum(days.get(first + ahead * DAY, 0) for ahead in range(STRETCH))
        if count > most:
            best, most = first, count
    return Period(best, min(best + (STRETCH - 1) * DAY, period.last)), most


@dataclass(frozen=True)
class _Search:
    """Counting petitions by topic and by place or unit, as far as an actor may read them and filters let them through."""

    office: Office
    actor: Actor
    filters: Filters
    by: By

    def where(self, period: Period) -> list[ColumnElement[bool]]:
        return [
            queries.visible(self.office, self.actor),
            *counting.within(period),
            *self.filters.where(self.office),
        ]

    def at(self, spot: Spot, period: Period) -> list[ColumnElement[bool]]:
        """The petitions of one spot; they are asked for one spot at a time, because an index that names both is used for
        one pair and not for several in one question."""
        return [COLUMNS[self.by] == spot[0], Petition.category == spot[1], *self.where(period)]

    def crowds(self, period: Period) -> Mapping[Spot, Crowd]:
        """How many petitions there are of each topic at each place or unit, counted along an index that names the place,
        the topic and the unit."""
        found: dict[Spot, Crowd] = defaultdict(Crowd)
        known = [Petition.place_unit.in_(units.tree(self.office).units)]
        if self.by == "unit":
            known.append(Petition.place_unit.is_(None))
        for place in known:
            counted = (
                select(
                    COLUMNS[self.by].label("at"),
                    Petition.category,
                    func.count().label("petitions"),
                    func.sum(Petition.headcount).label("heads"),
                )
                .where(place, Petition.category.in_(CATEGORIES), *self.where(period))
                .group_by(COLUMNS[self.by], Petition.category)
            )
            for row in self.office.db.execute(counted):
                spot = (row.at, row.category)
                petitions, heads = found[spot]
                found[spot] = Crowd(petitions + row.petitions, heads + int(row.heads))
        return found

    def petitions(self, spot: Spot, period: Period) -> int:
        query = select(func.count()).select_from(Petition).where(*self.at(spot, period))
        return self.office.db.scalar(query) or 0

    def people(self, spot: Spot, period: Period) -> int:
        """How many different people there are at a spot."""
        named = Petitioner.name_index + func.coalesce(Petitioner.phone_index, "")
        row = self.office.db.execute(
            select(
                func.count(named.distinct()),
                func.count(Petition.id.distinct()).filter(Petitioner.id.is_(None)),
            )
            .select_from(Petition)
            .outerjoin(Petitioner, Petitioner.petition_id == Petition.id)
            .where(*self.at(spot, period))
        ).one()
        return int(row[0] + row[1])

    def days(self, spot: Spot, period: Period) -> Mapping[date, int]:
        """How many came in on each day at a spot."""
        counted = (
            select(Petition.lodged_on, func.count())
            .where(*self.at(spot, period))
            .group_by(Petition.lodged_on)
        )
        return {row[0]: row[1] for row in self.office.db.execute(counted)}


def _rise(petitions: int, before: int) -> float:
    """How many times as many as before; one more is put on either side, so that small numbers leap less."""
    return (petitions + 1) / (before + 1)
