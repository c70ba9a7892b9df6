"""Starting, meeting, pausing, extending and recomputing the time limits of a petition."""

from collections.abc import Callable
from datetime import date, datetime

from casework.office import Office
from casework.people import calendars
from casework.petitions import clock_rules
from casework.petitions.clock_rules import Rule
from casework.petitions.models import ClockRow, Petition
from casework.petitions.periods import Pause, Period, reckon
from store.clock import local_date

Change = list[str | None]

PAUSED = {"ask_more": "等候补充材料", "hearing": "听证"}
STOPPED = {"withdraw": "信访人撤回", "hand_over": "已移送", "reopen": "重新办理", "assign": "另行交办"}


def advance(office: Office, petition: Petition, move: str, at: datetime | None = None) -> None:
    """What a move does to the clocks: some are met, stopped, paused or resumed, others start at `at`, else now."""
    now = office.clock.now()
    book = clock_rules.of(office)
    for clock in running(petition):
        rule = book.get(clock.rule)
        if rule is None:
            continue
        if move in rule.meets:
            _resume(office, clock, now)
            _meet(petition, clock, now)
        elif move in rule.stops:
            stop(clock, STOPPED.get(move, "不再需要"))
        elif move in rule.pause_on:
            pause(clock, local_date(now), PAUSED.get(move, ""))
        elif move in rule.resume_on:
            _resume(office, clock, now)
    for rule in book.starting(move, petition):
        if not any(clock.stage == rule.stage for clock in running(petition)):
            start(office, petition, rule, at or now, move)
    settle(petition)


def start(office: Office, petition: Petition, rule: Rule, at: datetime, move: str) -> ClockRow:
    rounds = [clock.round for clock in petition.clocks if clock.stage == rule.stage]
    clock = ClockRow(
        stage=rule.stage,
        round=max(rounds, default=0) + 1,
        started_at=at,
        started_on=local_date(at),
        started_by=move,
        extended_days=0,
        pauses=[],
        running=True,
        provisional=False,
    )
    _apply(office, clock, rule)
    petition.clocks.append(clock)
    return clock


def running(petition: Petition, stage: str | None = None) -> list[ClockRow]:
    return [clock for clock in petition.clocks if clock.running and stage in (None, clock.stage)]


def latest(petition: Petition, stage: str) -> ClockRow | None:
    found = [clock for clock in petition.clocks if clock.stage == stage]
    return found[-1] if found else None


def stop(clock: ClockRow, why: str) -> None:
    """The clock no longer matters; it was neither met nor missed."""
    clock.running, clock.stopped_why = False, why


def pause(clock: ClockRow, day: date, why: str) -> None:
    if not clock.paused:
        clock.pauses = [*clock.pauses, {"from": day.isoformat(), "until": None, "why": why}]


def extend(office: Office, clock: ClockRow, days: int) -> None:
    clock.extended_days += days
    rule = clock_rules.of(office).get(clock.rule)
    if rule is not None:
        _apply(office, clock, rule)


def settle(petition: Petition) -> None:
    """Keep the petition's own columns in step with its clocks, for worklists and sweeps."""
    ticking = [clock for clock in running(petition) if clock.kind == "duty" and not clock.paused]
    nearest = min(ticking, key=lambda clock: clock.due_on, default=None)
    petition.next_due_on = nearest.due_on if nearest else None
    petition.next_stage = nearest.stage if nearest else None
    petition.next_warn_on = min((clock.warn_on for clock in ticking), default=None)


def recompute(office: Office, petition: Petition) -> dict[str, Change]:
    """Reckon running clocks anew by today's rules and calendar; return what changed, `{clock: [before, after]}`.

    Pauses and extensions are kept. A clock whose rule is gone, or no longer fits the petition, is stopped; if
    another rule of its stage fits, the clock goes on under that rule from the same start.
    """
    book = clock_rules.of(office)
    changed: dict[str, Change] = {}
    for clock in running(petition):
        before = clock.due_on
        rule = book.get(clock.rule)
        if rule is None or not rule.when.fits(petition):
            rule = next(
                (new for new in book.starting(clock.started_by, petition) if new.stage == clock.stage), None
            )
        if rule is None:
            stop(clock, "规则不再适用")
            changed[f"clock.{clock.stage}"] = [before.isoformat(), None]
            continue
        was = (clock.due_on, clock.warn_on, clock.explanation)
        _apply(office, clock, rule)
        if was != (clock.due_on, clock.warn_on, clock.explanation):
            changed[f"clock.{clock.stage}"] = [before.isoformat(), clock.due_on.isoformat()]
    settle(petition)
    return changed


def is_stale(office: Office, clock: ClockRow) -> bool:
    """Whether a running clock's dates differ from what today's rules and calendar give."""
    book = clock_rules.of(office)
    rule = book.get(clock.rule)
    if rule is None or (rule.days, rule.count, rule.basis) != (clock.days, clock.count, clock.basis):
        return True
    period = _reckon(office, clock, rule)
    return (period.due_on, period.warn_on, period.explanation) != (
        clock.due_on,
        clock.warn_on,
        clock.explanation,
    )


def pauses_of(clock: ClockRow) -> list[Pause]:
    return [
        Pause(
            date.fromisoformat(pause["from"]),
            date.fromisoformat(pause["until"]) if pause["until"] else None,
            pause["why"],
        )
        for pause in clock.pauses
    ]


def _resume(office: Office, clock: ClockRow, now: datetime) -> None:
    if not clock.paused:
        return
    day = local_date(now).isoformat()
    clock.pauses = [pause if pause["until"] else pause | {"until": day} for pause in clock.pauses]
    rule = clock_rules.of(office).get(clock.rule)
    if rule is not None:
        _apply(office, clock, rule)


def _meet(petition: Petition, clock: ClockRow, now: datetime) -> None:
    clock.met_at, clock.met_on, clock.running = now, local_date(now), False
    note = _NOTED.get(clock.stage)
    if note is not None:
        note(petition, bool(clock.in_time))


def _notified(petition: Petition, in_time: bool) -> None:
    petition.notified_in_time = in_time


def _concluded(petition: Petition, in_time: bool) -> None:
    petition.concluded_in_time = in_time


_NOTED: dict[str, Callable[[Petition, bool], None]] = {"notice": _notified, "conclude": _concluded}


def _reckon(office: Office, clock: ClockRow, rule: Rule) -> Period:
    return reckon(
        rule.terms(clock_rules.of(office).roll_over),
        clock.started_on,
        calendars.of(office),
        extended=clock.extended_days,
        pauses=pauses_of(clock),
    )


def _apply(office: Office, clock: ClockRow, rule: Rule) -> None:
    period = _reckon(office, clock, rule)
    clock.rule, clock.label, clock.kind = rule.rule, rule.label, rule.kind
    clock.basis, clock.basis_kind = rule.basis, rule.basis_kind
    clock.days, clock.count = rule.days, rule.count
    clock.due_on, clock.warn_on = period.due_on, period.warn_on
    clock.provisional, clock.explanation = period.provisional, period.explanation
