"""What a supervisor looks at besides the figures: how old the open matters are, what falls due, answered calls."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from casework.calls.models import Call
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import calendars, rights
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.figures import Filters, Period
from casework.petitions.models import Petition
from store.clock import local_date, start_of_day

DAY = timedelta(days=1)

AGES: dict[str, tuple[str, int, int | None]] = {
    "week": ("7 日内", 0, 7),
    "fortnight": ("8 至 15 日", 8, 15),
    "month": ("16 至 30 日", 16, 30),
    "two_months": ("31 至 60 日", 31, 60),
    "three_months": ("61 至 90 日", 61, 90),
    "older": ("90 日以上", 91, None),
}
"""Name: label, from and to how many days since it came in, both included."""

ANSWERED_CALLS = "接听的来电 ÷ 呼入的来电（不含正在振铃的）。本系统口径。"


class BadAge(CaseworkError):
    """No such band of ages."""

    code = "bad_age"


@dataclass(frozen=True)
class Age:
    """How many open petitions are of an age."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class Calls:
    """Incoming calls of a period."""

    came: int
    answered: int
    owed: int
    """Missed ones of that period that nobody has called back yet."""

    @property
    def share(self) -> float | None:
        return self.answered / self.came if self.came else None


def ageing(office: Office, actor: Actor, filters: Filters | None = None) -> list[Age]:
    """Open petitions by the days since they came in, as far as the actor may read them."""
    today = local_date(office.clock.now())
    band = case(*[(_between(name, today), name) for name in AGES], else_="older")
    rows = office.db.execute(
        select(band.label("name"), func.count())
        .where(Petition.is_open, queries.visible(office, actor), *(filters or Filters()).where(office))
        .group_by(band)
    )
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return [Age(name, label, found.get(name, 0)) for name, (label, _, _) in AGES.items()]


def aged(office: Office, actor: Actor, name: str, filters: Filters | None = None) -> Select[Petition]:
    """A query for the open petitions of an age.

    Raises:
        BadAge: there is no such band.
    """
    if name not in AGES:
        raise BadAge("没有这个时长分段。")
    today = local_date(office.clock.now())
    return queries.readable(office, actor).where(
        Petition.is_open, _between(name, today), *(filters or Filters()).where(office)
    )


def due_until(office: Office) -> date:
    """The next working day: what is due on the free days before it must be done by today as well."""
    return calendars.of(office).on_or_after(local_date(office.clock.now()) + DAY)


def due_next(office: Office, actor: Actor, filters: Filters | None = None) -> Select[Petition]:
    """A query for the open petitions with a limit from tomorrow to the next working day."""
    today = local_date(office.clock.now())
    return queries.readable(office, actor).where(
        Petition.is_open,
        Petition.next_due_on > today,
        Petition.next_due_on <= due_until(office),
        *(filters or Filters()).where(office),
    )


def calls(office: Office, actor: Actor, period: Period) -> Calls:
    """Incoming calls that came within a period.

    Raises:
        NotAllowed: the actor has nothing to do with the hotline.
    """
    verdict = rights.may(actor, "take_calls")
    if not verdict and actor.kind != "system":
        raise NotAllowed(verdict.why)
    row = office.db.execute(
        select(
            func.count().label("came"),
            func.count().filter(Call.answered_at.is_not(None)).label("answered"),
            func.count().filter(Call.callback == "owed").label("owed"),
        ).where(
            Call.direction == "in",
            or_(Call.state != "ringing", Call.answered_at.is_not(None)),
            Call.began_at >= start_of_day(period.first),
            Call.began_at < start_of_day(period.last + DAY),
        )
    ).one()
    return Calls(row.came, row.answered, row.owed)


def _between(name: str, today: date) -> ColumnElement[bool]:
    _, least, most = AGES[name]
    newest = Petition.lodged_on <= today - timedelta(days=least)
    return newest if most is None else and_(newest, Petition.lodged_on >= today - timedelta(days=most))
