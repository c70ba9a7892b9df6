"""All queries of the calls' table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from casework.calls import matters
from casework.calls.models import Call
from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import queries as petitions
from casework.petitions.models import Petition
from store.clock import start_of_day


def open_to(office: Office, actor: Actor) -> ColumnElement[bool]:
    """Calls that may be shown to this member of staff: not those in which a petition was told that seal or shield keeps
    from them (信访工作条例 art. 30), unless they took the call themselves."""
    hidden = petitions.withheld(office, actor)
    told = exists().where(Petition.number == Call.petition_number, hidden)
    besides = exists().where(matters.further(Call.id), hidden)
    return or_(Call.staff_id == actor.id, and_(~told, ~besides))


def by_external_id(office: Office, external_id: str) -> Call | None:
    return office.db.scalar(select(Call).where(Call.external_id == external_id))


def of_phone(
    office: Office, actor: Actor, phone_index: str, besides: int | None = None, limit: int = 20
) -> Sequence[Call]:
    """Earlier calls from a number that may be shown to this member of staff, newest first."""
    return office.db.scalars(
        select(Call)
        .where(open_to(office, actor), Call.phone_index == phone_index, Call.id != (besides or 0))
        .order_by(Call.began_at.desc())
        .limit(limit)
    ).all()


def ringing(office: Office, since: datetime) -> Sequence[Call]:
    """Calls that ring now, the longest waiting first."""
    return office.db.scalars(
        select(Call).where(Call.state == "ringing", Call.began_at > since).order_by(Call.began_at)
    ).all()


def talking(office: Office, staff_id: int) -> Call | None:
    """The call that this person is in."""
    return office.db.scalar(
        select(Call).where(Call.staff_id == staff_id, Call.state == "talking").order_by(Call.id.desc())
    )


def unfinished(office: Office, staff_id: int) -> Sequence[Call]:
    """Calls of the last week that this person took and that have no outcome yet, over or not, the latest first."""
    return office.db.scalars(
        select(Call)
        .where(
            Call.state.in_(("talking", "ended")),
            Call.began_at > office.clock.now() - timedelta(days=7),
            Call.staff_id == staff_id,
            Call.outcome.is_(None),
        )
        .order_by(Call.began_at.desc())
        .limit(10)
    ).all()


def owed(office: Office, limit: int = 200) -> Sequence[Call]:
    """Callers who are owed a call back, the most pressing first."""
    return office.db.scalars(
        select(Call).where(Call.callback == "owed").order_by(Call.callback_by, Call.id).limit(limit)
    ).all()


def count_owed(office: Office) -> int:
    return office.db.scalar(select(func.count()).select_from(Call).where(Call.callback == "owed")) or 0


def settled_by(office: Office, call: Call) -> Sequence[Call]:
    """What a call settles once somebody was spoken to: what it answers, and earlier missed calls from its number."""
    from_there = and_(
        Call.phone_index == call.phone_index, Call.state == "missed", Call.began_at <= call.began_at
    )
    return office.db.scalars(
        select(Call).where(Call.callback == "owed", or_(Call.id == call.answers_call_id, from_there))
    ).all()


@dataclass(frozen=True)
class Page:
    """A page of the log, and whether there is more."""

    calls: Sequence[Call]
    more: bool


def log(
    office: Office,
    actor: Actor,
    *,
    day: date | None = None,
    staff_id: int | None = None,
    outcome: str = "",
    page: int = 1,
) -> Page:
    """Calls that may be shown to this member of staff, newest first, 50 a page."""
    wanted = select(Call).where(open_to(office, actor)).order_by(Call.began_at.desc(), Call.id.desc())
    if day is not None:
        wanted = wanted.where(
            Call.began_at >= start_of_day(day), Call.began_at < start_of_day(day + timedelta(days=1))
        )
    if staff_id is not None:
        wanted = wanted.where(Call.staff_id == staff_id)
    if outcome == "missed":
        wanted = wanted.where(Call.state == "missed")
    elif outcome:
        wanted = wanted.where(Call.outcome == outcome)
    rows = office.db.scalars(wanted.limit(51).offset(50 * (max(1, page) - 1))).all()
    return Page(rows[:50], len(rows) > 50)


@dataclass(frozen=True)
class Day:
    """Counts of one day's incoming calls, as far as they may be shown: else the list and its counts would differ by what is
    kept from whoever looks."""

    incoming: int
    answered: int
    within_15s: int
    answered_at_once: int
    lodged: int
    transferred: int


def day(office: Office, actor: Actor, of: date) -> Day:
    """One day's calls in Asia/Shanghai that may be shown to this member of staff. Within 15 s is what GB/T 33358-2016 asks for."""
    calls = office.db.execute(
        select(Call.state, Call.began_at, Call.answered_at, Call.outcome).where(
            open_to(office, actor),
            Call.direction == "in",
            Call.began_at >= start_of_day(of),
            Call.began_at < start_of_day(of + timedelta(days=1)),
        )
    ).all()
    taken = [call for call in calls if call.answered_at]
    outcomes = [call.outcome for call in taken]
    return Day(
        incoming=len(calls),
        answered=len(taken),
        within_15s=sum((call.answered_at - call.began_at).total_seconds() <= 15 for call in taken),
        answered_at_once=outcomes.count("answered"),
        lodged=outcomes.count("lodged"),
        transferred=outcomes.count("transferred"),
    )
