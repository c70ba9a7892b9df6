"""What samples are drawn from: answered petitions, calls that an operator took, petitioners to call back."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, or_, select

from casework.calls import matters
from casework.calls.models import Call
from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import queries
from casework.petitions.callbacks import AFTER
from casework.petitions.figures import Period, counting
from casework.petitions.models import Petition
from store.clock import start_of_day

DAY = timedelta(days=1)

Strata = dict[Hashable, list[int]]


@dataclass(frozen=True)
class Drawn:
    """A petition or a call, as far as somebody who checks it needs to know."""

    id: int
    number: str
    """The petition's number; for a call the one that was lodged or added to in it, or nothing."""
    at: datetime
    category: str | None
    unit_code: str
    """The unit that handles the petition, or to which the operator of the call belongs."""
    unit_path: str
    operator: int | None


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is drawn."""

    name: str
    label: str
    counted: str
    pool: Callable[[Office, Actor, Period], Strata]
    show: Callable[[Office, Actor, Iterable[int]], Mapping[int, Drawn]]


def _petitions(office: Office, actor: Actor, period: Period) -> Strata:
    return _strata(
        office.db.execute(
            select(Petition.id, Petition.handler_unit, Petition.category, Petition.typed_by).where(
                queries.visible(office, actor), Petition.answered_on.is_not(None), *counting.within(period)
            )
        )
    )


def _to_call_back(office: Office, actor: Actor, period: Period) -> Strata:
    """Answered, nobody spoken to yet, and somebody known whom one can ask."""
    return _strata(
        office.db.execute(
            select(Petition.id, Petition.handler_unit, Petition.category, Petition.channel).where(
                queries.visible(office, actor),
                Petition.state.in_(AFTER),
                Petition.answered_on.is_not(None),
                Petition.called_back < 2,
                Petition.identity != "anonymous",
                *counting.within(period),
            )
        )
    )


def _calls(office: Office, actor: Actor, period: Period) -> Strata:
    return _strata(
        office.db.execute(
            select(Call.id, Staff.unit_code, Call.category, Call.staff_id)
            .join(Staff, Staff.id == Call.staff_id)
            .where(
                *_heard(office, actor),
                Call.began_at >= start_of_day(period.first),
                Call.began_at < start_of_day(period.last + DAY),
            )
        )
    )


def _heard(office: Office, actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Calls that were taken to their end within the actor's branch; none about a petition hidden from the actor."""
    seen = queries.visible(office, actor)
    about = exists().where(Petition.number == Call.petition_number, seen)
    besides = exists().where(matters.further(Call.id), case((seen, 1), else_=0) == 0)
    return (
        Call.outcome.is_not(None),
        Staff.unit_code.in_(units.branch(office, actor.unit_code)),
        or_(Call.petition_number.is_(None), about),
        ~besides,
    )


def _shown_petitions(office: Office, actor: Actor, ids: Iterable[int]) -> dict[int, Drawn]:
    rows = office.db.scalars(queries.readable(office, actor).where(Petition.id.in_(list(ids))))
    return {
        one.id: Drawn(
            one.id,
            one.number,
            one.lodged_at,
            one.category,
            one.handler_unit,
            one.handler_path,
            one.typed_by,
        )
        for one in rows
    }


def _shown_calls(office: Office, actor: Actor, ids: Iterable[int]) -> dict[int, Drawn]:
    rows = office.db.execute(
        select(Call, Staff)
        .join(Staff, Staff.id == Call.staff_id)
        .where(Call.id.in_(list(ids)), *_heard(office, actor))
    )
    return {
        call.id: Drawn(
            call.id,
            call.petition_number or "",
            call.began_at,
            call.category,
            person.unit_code,
            person.unit_path,
            person.id,
        )
        for call, person in rows
    }


def _strata(rows: Iterable[Any]) -> Strata:
    found: Strata = defaultdict(list)
    for id, *stratum in rows:
        found[tuple(stratum)].append(id)
    return found


SUBJECTS = {
    one.name: one
    for one in (
        Subject("petitions", "信访件", "已答复的件", _petitions, _shown_petitions),
        Subject("calls", "来电", "接听并办结的来电", _calls, _shown_calls),
        Subject("call_backs", "回访", "已答复、还没有回访到本人的实名件", _to_call_back, _shown_petitions),
    )
}
