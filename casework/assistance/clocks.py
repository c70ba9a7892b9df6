"""Starting, meeting and recomputing the time limits of applications, by the arithmetic of petitions."""

from calendar import monthrange
from datetime import date

from casework.assistance import payment_days, programs
from casework.assistance.models import Application, ApplicationClock
from casework.assistance.programs import Limit
from casework.office import Office
from casework.people import calendars
from casework.petitions.periods import Period, reckon
from store.clock import local_date

REMINDED = 1
"""The level at which those who handle it are reminded that its date is near."""


def advance(office: Office, application: Application, day: date) -> None:
    """What reaching the present step on a day does: some clocks are met or stopped, others start."""
    procedure = programs.of(office).procedures[application.procedure]
    for clock in running(application):
        limit = procedure.limit(clock.stage)
        if limit is None or application.step in limit.stops:
            clock.running = False
        elif application.step in limit.meets:
            clock.running, clock.met_on = False, day
    for limit in procedure.clocks:
        if application.step in limit.starts and not running(application, limit.stage):
            start(office, application, limit, day)
    settle(office, application)


def running(application: Application, stage: str | None = None) -> list[ApplicationClock]:
    return [clock for clock in application.clocks if clock.running and stage in (None, clock.stage)]


def settle(office: Office, application: Application) -> None:
    """Keep the application's own columns in step with its clocks, for lists and sweeps.

    What is not overdue any more begins anew at the foot of the escalation; a reminder of the same date stays given.
    """
    before = application.next_due_on
    owed = [clock for clock in running(application) if clock.kind == "duty"]
    nearest = min(owed, key=lambda clock: clock.due_on, default=None)
    application.next_due_on = nearest.due_on if nearest else None
    application.next_stage = nearest.stage if nearest else None
    application.next_warn_on = min((clock.warn_on for clock in owed), default=None)
    if nearest is None or nearest.due_on >= local_date(office.clock.now()):
        stays = application.escalation_level == REMINDED and application.next_due_on == before
        application.escalation_level = REMINDED if stays else 0


def recompute(office: Office, application: Application) -> dict[str, list[str]]:
    """Reckon running clocks anew by today's rules and calendar; return `{stage: [before, after]}` of what changed."""
    procedure = programs.of(office).procedures[application.procedure]
    changed = {}
    for clock in running(application):
        before = clock.due_on
        limit = procedure.limit(clock.stage)
        if limit is None:
            clock.running = False
        elif (period := _reckon(office, application, limit, clock.started_on)) is not None:
            _set(clock, application, limit, period)
        if clock.due_on != before:
            changed[clock.stage] = [before.isoformat(), clock.due_on.isoformat()]
    settle(office, application)
    return changed


def after_months(start: date, months: int) -> date:
    """The day of the same number so many months on, or that month's last day (民法典 art. 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def reckon_months(office: Office, start: date, months: int, event: str, basis: str, warn_days: int) -> Period:
    """A period in months: it ends on the day of the same number; a rest day runs on (民法典 art. 202, 203)."""
    calendar = calendars.of(office)
    reached = after_months(start, months)
    due = calendar.on_or_after(reached)
    years = calendar.touches_provisional(reached, due)
    rolled = f"{reached}逢休息日顺延，" if due != reached else ""
    sentence = f"自{start}{event}起{months}个月，{rolled}{due}到期（{basis}）"
    return Period(due, max(start, calendar.before(reached, warn_days)), bool(years), sentence)


def start(office: Office, application: Application, limit: Limit, day: date) -> None:
    """Start a limit on a day; nothing where its date cannot be told."""
    period = _reckon(office, application, limit, day)
    if period is None:
        return
    rounds = [clock.round for clock in application.clocks if clock.stage == limit.stage]
    clock = ApplicationClock(
        stage=limit.stage, round=max(rounds, default=0) + 1, started_on=day, running=True
    )
    _set(clock, application, limit, period)
    application.clocks.append(clock)


def _reckon(office: Office, application: Application, limit: Limit, day: date) -> Period | None:
    """None where the date cannot be told: no payment day is set for the programme."""
    if limit.count == "payment":
        return _first_payment(office, application, limit, day)
    terms = limit.terms(special=application.special, delegated=application.delegated)
    return reckon(terms, day, calendars.of(office))


def _first_payment(office: Office, application: Application, limit: Limit, day: date) -> Period | None:
    month = payment_days.month_after(day)
    due = payment_days.deadline(office, application.program, month)
    if due is None:
        return None
    warn = calendars.of(office).before(due, limit.warn_days)
    sentence = f"自{day}{limit.event}，{month}起发，最迟{due}到账（{limit.basis}）"
    return Period(due, max(day, warn), False, sentence)


def _set(clock: ApplicationClock, application: Application, limit: Limit, period: Period) -> None:
    terms = limit.terms(special=application.special, delegated=application.delegated)
    clock.label, clock.kind = limit.label, limit.kind
    clock.basis, clock.basis_kind = terms.basis, limit.basis_kind
    clock.days, clock.count = terms.days, limit.count
    clock.due_on, clock.warn_on = period.due_on, period.warn_on
    clock.provisional, clock.explanation = period.provisional, period.explanation
