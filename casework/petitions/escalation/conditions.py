"""What strikes a rule, as conditions over petitions; and what tells one occasion from the next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select

from casework.office import Office
from casework.people import calendars
from casework.petitions.escalation.models import Escalation
from casework.petitions.escalation.rules import Rule
from casework.petitions.models import Petition
from store.clock import local_date

RATED_WITHIN = timedelta(days=60)
"""A bad mark older than this raises nothing any more."""


@dataclass(frozen=True)
class Condition:
    """Which petitions a rule strikes now, and on which occasion each."""

    holds: ColumnElement[bool]
    occasion: ColumnElement[Any]


def of(office: Office, rule: Rule) -> Condition:
    return _CONDITIONS[rule.when](office, rule)


def why(office: Office, rule: Rule, stage: str | None, due_on: date | None) -> str:
    """The reason as a sentence for staff; it names nobody."""
    if rule.when == "due_soon" and due_on:
        return f"{rule.label}：{due_on.isoformat()}到期（{rule.basis}）。"
    if rule.when == "overdue" and due_on:
        late = (today(office) - due_on).days
        return f"{rule.label}：应于{due_on.isoformat()}前完成，已超期{late}日（{rule.basis}）。"
    return f"{rule.label}（{rule.basis}）。"


def today(office: Office) -> date:
    return local_date(office.clock.now())


def _due_soon(office: Office, rule: Rule) -> Condition:
    day = today(office)
    return Condition(
        and_(Petition.is_open, Petition.next_warn_on <= day, Petition.next_due_on >= day), _clock_occasion()
    )


def _overdue(office: Office, rule: Rule) -> Condition:
    """Overdue by `working_days` means that as many working days have passed since the date."""
    day = today(office)
    if not rule.working_days:
        return Condition(and_(Petition.is_open, Petition.next_due_on < day), _clock_occasion())
    latest = calendars.of(office).before(day, rule.working_days)
    return Condition(and_(Petition.is_open, Petition.next_due_on < latest), _clock_occasion())


def _counted(column: Any) -> Callable[[Office, Rule], Condition]:
    """Each further time beyond the first that strikes is an occasion of its own."""

    def condition(office: Office, rule: Rule) -> Condition:
        return Condition(and_(Petition.is_open, column >= rule.times), cast(column, String))

    return condition


def _repeat(office: Office, rule: Rule) -> Condition:
    """The second time and the third strike once each; further times strike the rule of the third anew."""
    struck = Petition.repeat_no == rule.times if rule.times == 2 else Petition.repeat_no >= rule.times
    return Condition(and_(Petition.is_open, struck), cast(Petition.repeat_no, String))


def _unsatisfied(office: Office, rule: Rule) -> Condition:
    since = today(office) - RATED_WITHIN
    return Condition(
        and_(Petition.satisfaction == 1, Petition.rated_on >= since), cast(Petition.rated_on, String)
    )


def _sensitive(kind: str) -> Callable[[Office, Rule], Condition]:
    def condition(office: Office, rule: Rule) -> Condition:
        return Condition(and_(Petition.is_open, Petition.sensitivity == kind), literal("once"))

    return condition


def _attention(office: Office, rule: Rule) -> Condition:
    watched = or_(Petition.sensitivity == "media", Petition.channel == "upper")
    return Condition(and_(Petition.is_open, watched), literal("once"))


def _unacknowledged(office: Office, rule: Rule) -> Condition:
    unanswered = and_(
        Escalation.petition_id == Petition.id,
        Escalation.ended_at.is_(None),
        Escalation.level == rule.of_level,
        Escalation.acknowledged_at.is_(None),
        Escalation.respond_by < today(office),
    )
    which = (
        select(func.max(Escalation.id)).where(unanswered).correlate(Petition).scalar_subquery().label("which")
    )
    waiting = select(Escalation.petition_id).where(
        Escalation.ended_at.is_(None),
        Escalation.level == rule.of_level,
        Escalation.acknowledged_at.is_(None),
        Escalation.respond_by < today(office),
    )
    return Condition(and_(Petition.is_open, Petition.id.in_(waiting)), cast(which, String))


def _clock_occasion() -> ColumnElement[Any]:
    return Petition.next_stage + ":" + cast(Petition.next_due_on, String)


_CONDITIONS: dict[str, Callable[[Office, Rule], Condition]] = {
    "due_soon": _due_soon,
    "overdue": _overdue,
    "returned": _counted(Petition.times_returned),
    "reopened": _counted(Petition.times_reopened),
    "repeat": _repeat,
    "unsatisfied": _unsatisfied,
    "crisis": _sensitive("crisis"),
    "collective": _sensitive("collective"),
    "attention": _attention,
    "unacknowledged": _unacknowledged,
}


def standing(office: Office, rule: Rule) -> ColumnElement[bool]:
    """True for standing escalations of a rule that nothing has ended."""
    if rule.ends == "resolved":
        condition = of(office, rule)
        holds = and_(
            Petition.id == Escalation.petition_id,
            condition.holds,
            condition.occasion == Escalation.occasion,
        )
        return exists(select(Petition.id).where(holds).correlate(Escalation))
    if rule.ends == "closed":
        holds = and_(Petition.id == Escalation.petition_id, Petition.is_open)
        return exists(select(Petition.id).where(holds).correlate(Escalation))
    return Escalation.acknowledged_at.is_(None)
