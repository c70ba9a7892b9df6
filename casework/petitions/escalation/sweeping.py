"""The sweep: raises what the rules strike, ends what is over, and tells those concerned.

Set by set and in chunks, each a transaction of its own. An occasion is raised once and for all by a unique key, so a
sweep that runs twice, late, or in two places changes nothing twice.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, column, exists, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from casework import outbox
from casework.office import Bureau, Office
from casework.people import calendars
from casework.petitions.escalation import conditions
from casework.petitions.escalation.models import Escalation, EscalationEvent, StaffAlert
from casework.petitions.escalation.recipients import Recipients
from casework.petitions.escalation.rules import BY_HAND, Rule, by_hand
from casework.petitions.escalation.rules import of as rules_of
from casework.petitions.models import Petition

CHUNK = 10_000
NAMED = 5
"""So many numbers at most are named in one alert."""
ALERT = "alert"

STRUCK = (
    Petition.id,
    Petition.number,
    Petition.desk_unit,
    Petition.desk_path,
    Petition.handler_unit,
    Petition.handler_path,
    Petition.handler_staff_id,
    Petition.resident_id,
    Petition.sealed,
    Petition.shielded,
)


def sweep(house: Bureau | Office) -> str:
    """Apply every rule to every petition; return what was done as a sentence."""
    done: Counter[str] = Counter()
    with _unit(house) as office:
        struck = [rule.rule for rule in rules_of(office).rules]
        raised = office.db.scalars(select(Escalation.rule).where(Escalation.ended_at.is_(None)).distinct())
        ended = sorted(raised)
    for work, names in ((end, ended), (strike, struck)):
        for name in names:
            last: int | None = 0
            while last is not None:
                with _unit(house) as office:
                    last = work(office, _rule(office, name), last, done)
    with _unit(house) as office:
        levels = rules_of(office).levels
    by_level = "，".join(f"{levels[level]} {done[str(level)]}" for level in levels if done[str(level)])
    told = f"通知 {done['told']} 人次" + (f"，{done['untold']} 件没有可通知的人" if done["untold"] else "")
    return f"新升级 {done['raised']} 件{f'（{by_level}）' if by_level else ''}，结束 {done['ended']} 件，{told}。"


def _rule(office: Office, name: str) -> Rule:
    """The rule of a name. What a person raised stands until the petition is closed; a rule that is gone upholds
    nothing any more.
    """
    return rules_of(office).get(name) or by_hand(1).model_copy(update={"rule": name})


def look(office: Office, petition: Petition) -> None:
    """Apply at once, to one petition, the rules that do not wait for the sweep."""
    office.db.flush()
    for rule in rules_of(office).rules:
        if rule.at_once:
            strike(office, rule, 0, Counter(), Petition.id == petition.id)


def strike(
    office: Office, rule: Rule, after: int, done: Counter[str], *where: ColumnElement[bool]
) -> int | None:
    """Raise a rule on the next chunk of petitions after an id; return the last id, None at the end.

    The id is put as a sum, so that a database goes by the small index of what is open and not by all ids.
    """
    condition = conditions.of(office, rule)
    known = exists(
        select(Escalation.id)
        .where(
            Escalation.petition_id == Petition.id,
            Escalation.rule == rule.rule,
            Escalation.occasion == condition.occasion,
        )
        .correlate(Petition)
    )
    past = Petition.id + 0
    rows = office.db.execute(
        select(*STRUCK, Petition.next_stage, Petition.next_due_on, condition.occasion.label("occasion"))
        .where(condition.holds, ~known, past > after, *where)
        .order_by(past)
        .limit(CHUNK)
    ).all()
    if not rows:
        return None
    raised = _raise(office, rule, rows)
    done["raised"] += len(raised)
    done[str(rule.level)] += len(raised)
    tell(office, rule, raised, [row for row in rows if row.id in raised], done)
    return rows[-1].id if len(rows) == CHUNK else None


def end(office: Office, rule: Rule, after: int, done: Counter[str]) -> int | None:
    """End the next chunk of a rule's escalations that nothing upholds any more."""
    gone = rule.rule != BY_HAND and rules_of(office).get(rule.rule) is None
    over = office.db.execute(
        select(Escalation.id)
        .where(
            Escalation.rule == rule.rule,
            Escalation.ended_at.is_(None),
            Escalation.id > after,
            true() if gone else ~conditions.standing(office, rule),
        )
        .order_by(Escalation.id)
        .limit(CHUNK)
    ).all()
    if not over:
        return None
    finish(office, [row.id for row in over], "规则已停用" if gone else _ENDED[rule.ends])
    done["ended"] += len(over)
    return over[-1].id if len(over) == CHUNK else None


_ENDED = {"resolved": "情形已消除", "closed": "已办结", "acknowledged": "已签收"}


def finish(office: Office, ids: Sequence[int], why: str, by_staff: int | None = None, note: str = "") -> None:
    """End escalations, on record."""
    now = office.clock.now()
    office.db.execute(
        update(Escalation)
        .where(Escalation.id.in_(ids), Escalation.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
        .execution_options(synchronize_session=False)
    )
    record(office, ids, "ended", by_staff, note)


def record(
    office: Office, ids: Sequence[int], kind: str, by_staff: int | None = None, note: str = ""
) -> None:
    """Add an event to each escalation, once."""
    if not ids:
        return
    sealed = office.vault.seal_or_none(note)
    now = office.clock.now()
    same = {"kind": kind, "at": now, "by_staff": by_staff, "note_sealed": sealed}
    _put(office, EscalationEvent, same, [{"escalation_id": id} for id in ids])


def tell(
    office: Office, rule: Rule, raised: dict[int, int], struck: Sequence[Any], done: Counter[str]
) -> None:
    """Put each escalation on the desks of those concerned and, where the rule says so, alert them besides.

    `raised` gives the id of the escalation of each petition; `struck` are petitions, or rows with `STRUCK`.
    """
    recipients = Recipients(office, struck)
    alerts: list[dict[str, Any]] = []
    numbers: dict[int, list[str]] = defaultdict(list)
    for petition in struck:
        told = recipients.of(petition, rule.tell)
        done["untold"] += not told
        for actor in told:
            alerts.append({"escalation_id": raised[petition.id], "staff_id": actor.id})
            numbers[actor.id or 0].append(petition.number)
    done["told"] += len(alerts)
    if alerts:
        _put(office, StaffAlert, {"at": office.clock.now()}, alerts, fresh=True)
    if "alert" in rule.ways:
        level = rules_of(office).levels[rule.level]
        first = min(raised.values(), default=0)
        for staff_id, named in numbers.items():
            _alert(office, staff_id, f"【{level}】{rule.label}", named, f"{rule.rule}:{first}")


def _alert(office: Office, staff_id: int, head: str, numbers: list[str], about: str) -> None:
    """One letter to one member of staff for all petitions of a chunk; it names numbers and nothing else."""
    said = "、".join(numbers[:NAMED]) + (f" 等 {len(numbers)} 件" if len(numbers) > NAMED else "")
    outbox.write(
        office,
        ALERT,
        f"staff:{staff_id}",
        f"{head}：{said}。请到工作台查看并签收。",
        key=f"escalation:{staff_id}:{about}",
    )


def _raise(office: Office, rule: Rule, struck: Sequence[Any]) -> dict[int, int]:
    """Insert what is not there yet; return `{petition id: escalation id}` of what this call inserted."""
    respond_by = None
    if rule.respond_within is not None:
        respond_by = calendars.of(office).after(conditions.today(office), rule.respond_within)
    why = cache(partial(conditions.why, office, rule))
    same = {
        "rule": rule.rule,
        "level": rule.level,
        "raised_at": office.clock.now(),
        "respond_by": respond_by,
    }
    rows = [
        {"petition_id": row.id, "occasion": row.occasion, "why": why(row.next_stage, row.next_due_on)}
        for row in struck
    ]
    inserted = _put(office, Escalation, same, rows, Escalation.petition_id, Escalation.id)
    return {row.petition_id: row.id for row in inserted}


def _put(
    office: Office,
    model: Any,
    same: dict[str, Any],
    rows: Sequence[dict[str, Any]],
    *returned: Any,
    fresh: bool = False,
) -> Sequence[Any]:
    """Insert what is not there yet, all rows in one statement; return the asked columns of each that was inserted.

    `same` holds what all rows have in common; `fresh` says that none can be there. PostgreSQL gets the rest as one
    JSON text, so that the statement is as short for many rows as for one.
    """
    table = model.__table__
    postgres = office.db.get_bind().dialect.name == "postgresql"
    put: Any = (postgresql if postgres else sqlite).insert(table)
    if postgres:
        names = list(rows[0])
        columns = [column(name, table.c[name].type) for name in names]
        given = func.json_to_recordset(cast(cast(json.dumps(rows), Text), postgresql.JSON))
        lines = given.table_valued(*columns, name="line").render_derived(with_types=True)
        constant = [cast(value, table.c[name].type) for name, value in same.items()]
        put = put.from_select([*names, *same], select(*lines.c, *constant), include_defaults=False)
    else:
        put = put.values(same)
    put = put if fresh else put.on_conflict_do_nothing()
    put = put.returning(*returned) if returned else put
    done = office.db.execute(put) if postgres else office.db.execute(put, rows)
    return done.all() if returned else ()


def _unit(house: Bureau | Office) -> AbstractContextManager[Office]:
    return house.office() if isinstance(house, Bureau) else nullcontext(house)
