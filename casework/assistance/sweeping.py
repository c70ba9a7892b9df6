"""What time does to applications and reports: the county's rules that go by the clock (`escalation.yml`: due soon,
overdue, not signed for) raise them as they raise petitions; and complaints met in the examination are noted.

It may run twice, late, or side by side: a level is raised once, an alert is written once for an occasion.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, select

from casework import outbox
from casework.assistance import cases, clocks, signing, visits
from casework.assistance.cases import Case
from casework.assistance.models import Application, Task
from casework.office import Bureau, Office
from casework.people import calendars
from casework.people.actors import Actor
from casework.petitions.escalation import rules
from casework.petitions.escalation.rules import Rule
from casework.petitions.models import Petition
from store.clock import local_date, start_of_day

CHUNK = 500
SWEEP = Actor.system("sweep")


def sweep(bureau: Bureau) -> str:
    """Escalate what is overdue and note complaints; return what was done as a sentence."""
    by_clock = [rule for rule in rules.read(bureau.county).rules if rule.when in _CONDITIONS]
    raised = 0
    for table in (Application, Task):
        for rule in sorted(by_clock, key=lambda rule: -rule.level):
            raised += _raise_all(bureau, table, rule)
    with bureau.office() as office:
        noted = note_complaints(office)
    return f"申请和报告到期提醒、超期升级 {raised} 件，审核中有投诉的 {noted} 件。"


def _raise_all(bureau: Bureau, table: Any, rule: Rule) -> int:
    """Raise all that a rule strikes and that stand lower than its level; return how many."""
    raised = 0
    while True:
        with bureau.office() as office:
            struck = _struck(office, table, rule)
            for case in struck:
                _raise(office, case, rule)
        raised += len(struck)
        if len(struck) < CHUNK:
            return raised


def note_complaints(office: Office) -> int:
    """Mark open applications whose applicant is complained of in a petition from the same township (57号 art. 20).

    Sealed petitions are left to the discipline inspection and leave no trace here.
    """
    hit = visits.complaint(~Petition.sealed)
    found = office.db.scalars(
        select(Application).where(Application.is_open, ~Application.complained_of, hit).limit(CHUNK)
    ).all()
    for application in found:
        visits.complained(office, application, SWEEP)
    return len(found)


def _struck(office: Office, table: Any, rule: Rule) -> Sequence[Any]:
    query = (
        select(table)
        .where(
            table.is_open, table.escalation_level < rule.level, _CONDITIONS[rule.when](office, table, rule)
        )
        .order_by(table.id)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    return office.db.scalars(query).all()


def _due_soon(office: Office, table: Any, rule: Rule) -> ColumnElement[bool]:
    due, warn = _dates(table)
    today = local_date(office.clock.now())
    return and_(warn <= today, due >= today)


def _overdue(office: Office, table: Any, rule: Rule) -> ColumnElement[bool]:
    due, _ = _dates(table)
    return due < calendars.of(office).before(local_date(office.clock.now()), rule.working_days)


def _unacknowledged(office: Office, table: Any, rule: Rule) -> ColumnElement[bool]:
    """Raised to a level by the clock, and not signed for within the working days that the county's rules leave."""
    left = [
        one.respond_within
        for one in rules.of(office).rules
        if one.level == rule.of_level and one.when in _CONDITIONS and one.respond_within is not None
    ]
    if not left:
        return false()
    today, (due, _) = local_date(office.clock.now()), _dates(table)
    day = calendars.of(office).before(today, max(left))
    return and_(due < today, signing.unsigned_since(table, rule.of_level, start_of_day(day)))


_CONDITIONS: dict[str, Callable[[Office, Any, Rule], ColumnElement[bool]]] = {
    "due_soon": _due_soon,
    "overdue": _overdue,
    "unacknowledged": _unacknowledged,
}
"""The rules that go by the clock; those of repeats, ratings and the like are of petitions alone."""


def _dates(table: Any) -> tuple[Any, Any]:
    """The columns of the date by which something is owed, and of the day from which staff are warned."""
    return (table.next_due_on, table.next_warn_on) if table is Application else (table.due_on, table.warn_on)


def _raise(office: Office, case: Case, rule: Rule) -> None:
    """Raise it to the rule's level, on record with it, and tell those whom the rule names."""
    due = case.next_due_on if isinstance(case, Application) else case.due_on
    assert due is not None
    case.escalation_level = rule.level
    head, said = rules.of(office).levels[rule.level], f"快到期了，最迟 {due} 办"
    if rule.when != "due_soon":
        late = calendars.of(office).between(due, local_date(office.clock.now()))
        said = f"已超期 {late} 个工作日"
    if rule.when == "unacknowledged":
        said += f"，{rule.label}"
    if rule.level > clocks.REMINDED:
        cases.record(office, case, "escalated", SWEEP, f"{head}：{said}")
    for person in cases.responsible(office, case, rule.tell):
        outbox.write(
            office,
            "alert",
            f"staff:{person}",
            f"【{head}】{cases.called(case)}{said}，请到工作台办理。",
            key=f"assistance-late:{case.__tablename__}:{case.id}:{due}:{rule.level}:{person}",
        )
