"""What a supervisor looks at besides the figures: how old the open matters are, what falls due, answered calls."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from casework.calls import queries as call_queries
from casework.calls.models import Call
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import calendars, rights, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import queries, routing
from casework.petitions.figures import Filters, Period
from casework.petitions.figures.definitions import Definition
from casework.petitions.models import Petition
from store.clock import local_date, start_of_day

DAY = timedelta(days=1)

AGES: dict[str, tuple[str, int, int | None]] = {
    "week": ("7 日内", 0, 7),
    "fortnight": ("8 至 15 日", 8, 15),
    "month": ("16 至 30 日", 16, 30),
    "two_months": ("31 至 60 日", 31, 60),
    "three_months": ("61 至 90 日", 61, 90),
    "older": ("超过 90 日", 91, None),
}
"""Name: label, from and to how many days since it came in, both included."""

ANSWERED_CALLS = Definition(
    "answered_calls",
    "来电接通率",
    "share",
    "接听的来电 ÷ 呼入的来电（不含正在振铃的）。有人接的算在接听人的单位；没人接的算在热线所在的单位，"
    "看得到这个单位的才计，登记成须对查看人保密的信访件的不计。按承办单位筛选时按这个单位算；来电没有乡镇、类别和渠道，按这些筛选时不列。",
    good="up",
)
CALL_PARTS = {"came": "呼入的来电（分母）", "answered": "接听的来电（分子）", "owed": "待回电"}


class BadAge(CaseworkError):
    """No such band of ages."""

    code = "bad_age"


class BadPart(CaseworkError):
    """Calls are not counted like this."""

    code = "bad_part"


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
    """Those of that period to whom a call back is still owed."""
    before: "Calls | None" = None
    year_before: "Calls | None" = None

    @property
    def share(self) -> float | None:
        return self.answered / self.came if self.came else None

    @property
    def change(self) -> float | None:
        """环比, in points."""
        return self._change(self.before)

    @property
    def year_change(self) -> float | None:
        """同比, in points."""
        return self._change(self.year_before)

    def _change(self, earlier: "Calls | None") -> float | None:
        if earlier is None or self.share is None or earlier.share is None:
            return None
        return self.share - earlier.share


def ageing(office: Office, actor: Actor, filters: Filters | None = None) -> list[Age]:
    """Open petitions by the days since they came in, as far as the actor may read them."""
    today = local_date(office.clock.now())
    found = office.db.execute(
        select(*(func.count().filter(_between(name, today)) for name in AGES)).where(
            Petition.is_open, queries.visible(office, actor), *(filters or Filters()).where(office)
        )
    ).one()
    return [Age(name, label, count) for (name, (label, _, _)), count in zip(AGES.items(), found, strict=True)]


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


def overdue(office: Office, actor: Actor, filters: Filters | None = None) -> Select[Petition]:
    """A query for all open petitions with a limit that has passed, whenever they came in."""
    today = local_date(office.clock.now())
    return queries.readable(office, actor).where(
        Petition.is_open, Petition.next_due_on < today, *(filters or Filters()).where(office)
    )


def calls(office: Office, actor: Actor, period: Period, filters: Filters | None = None) -> Calls | None:
    """Incoming calls of the actor's branch that came within a period, with those of the periods it is compared with;
    None where the filters ask for what no call has.

    Raises:
        NotAllowed: the actor has nothing to do with the hotline.
    """
    if (filters or Filters()) != Filters(unit=(filters or Filters()).unit):
        return None
    now, before, year_before = (
        _counted(office, calls_behind(office, actor, "came", one, filters))
        for one in (period, period.before(), period.year_before())
    )
    return replace(now, before=before, year_before=year_before)


def calls_behind(
    office: Office, actor: Actor, part: str, period: Period, filters: Filters | None = None
) -> Select[Call]:
    """A query for the calls that a part of `CALL_PARTS` counts.

    Raises:
        NotAllowed: the actor has nothing to do with the hotline.
        BadPart: there is no such part.
    """
    verdict = rights.may(actor, "take_calls")
    if not verdict and actor.kind != "system":
        raise NotAllowed(verdict.why)
    if part not in CALL_PARTS:
        raise BadPart("来电没有这个数。")
    return select(Call).where(
        call_queries.open_to(office, actor) if actor.is_staff else true(),
        Call.direction == "in",
        or_(Call.state != "ringing", Call.answered_at.is_not(None)),
        Call.began_at >= start_of_day(period.first),
        Call.began_at < start_of_day(period.last + DAY),
        _of_branch(office, actor, filters or Filters()),
        *_PARTS[part],
    )


def _of_branch(office: Office, actor: Actor, filters: Filters) -> ColumnElement[bool]:
    """A call belongs to the unit of whoever took it; one that nobody took, to the unit of the hotline."""
    reached = set(
        units.tree(office).units if actor.kind == "system" else units.branch(office, actor.unit_code)
    )
    if filters.unit:
        reached &= set(units.branch(office, filters.unit))
    taken = Call.staff_id.in_(select(Staff.id).where(Staff.unit_code.in_(reached)))
    return or_(taken, Call.staff_id.is_(None)) if routing.rules(office).desk in reached else taken


def _counted(office: Office, behind: Select[Call]) -> Calls:
    parts = [
        func.count().filter(*conditions) if conditions else func.count() for conditions in _PARTS.values()
    ]
    row = office.db.execute(behind.with_only_columns(*parts)).one()
    return Calls(row[0], row[1], row[2])


_PARTS: dict[str, tuple[ColumnElement[bool], ...]] = {
    "came": (),
    "answered": (Call.answered_at.is_not(None),),
    "owed": (Call.callback == "owed",),
}


def _between(name: str, today: date) -> ColumnElement[bool]:
    _, least, most = AGES[name]
    newest = Petition.lodged_on <= today - timedelta(days=least)
    return newest if most is None else and_(newest, Petition.lodged_on >= today - timedelta(days=most))
