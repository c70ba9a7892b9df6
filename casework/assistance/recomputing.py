"""Reckoning the open clocks of applications and reports anew when a rule or the calendar has changed, on record."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from casework.assistance import clocks, history, payment_days, programs, tasks
from casework.assistance.models import Application, Task
from casework.office import Bureau, Office
from casework.people import calendars
from casework.people.actors import Actor
from casework.petitions.recomputing import ClockBasis

BATCH = 200
BASIS = 2
"""The row of `ClockBasis` that stands for the registers; petitions have the first."""


def keep_current(bureau: Bureau, by: Actor | None = None, why: str = "办理时限规则或工作日历有变动") -> int:
    """Reckon all open clocks anew if rules or calendar have changed since last time; return how many cases moved.

    Safe to run at any time, twice, or in two places.
    """
    by = by or Actor.system("定时巡查")
    bureau.county.forget()
    with bureau.office() as office:
        now = _fingerprint(office)
        known = office.db.get(ClockBasis, BASIS)
        if known is not None and known.fingerprint == now:
            return 0
    moved = 0
    for table in (Application, Task):
        last: int | None = 0
        while last is not None:
            with bureau.office() as office:
                moved_here, last = _batch(office, table, last, by, why)
                moved += moved_here
    with bureau.office() as office:
        office.db.merge(ClockBasis(id=BASIS, fingerprint=now, at=office.clock.now()))
    return moved


def _batch(office: Office, table: Any, after: int, by: Actor, why: str) -> tuple[int, int | None]:
    """Reckon the next open cases after an id; return how many moved, and the last id or None at the end."""
    rows = office.db.scalars(
        select(table).where(table.is_open, table.id > after).order_by(table.id).limit(BATCH).with_for_update()
    ).all()
    moved = sum(_one(office, row, by, why) for row in rows)
    return moved, rows[-1].id if len(rows) == BATCH else None


def _one(office: Office, row: Application | Task, by: Actor, why: str) -> bool:
    if isinstance(row, Task):
        before = row.due_on
        tasks.recompute(office, row)
        if row.due_on != before:
            tasks.record(office, row, "recomputed", by, f"{why}：{before} → {row.due_on}")
        return row.due_on != before
    changes = clocks.recompute(office, row)
    if changes:
        told = "；".join(f"{stage} {old} → {new}" for stage, (old, new) in changes.items())
        history.record(office, row, "recomputed", by, row.step, f"{why}：{told}")
    return bool(changes)


def _fingerprint(office: Office) -> str:
    official = calendars.of(office).official
    content = [
        programs.of(office).model_dump(mode="json"),
        payment_days.read(office.county).model_dump(mode="json"),
        {
            year: sorted(f"{day}{working}" for day, (working, _) in days.items())
            for year, days in official.items()
        },
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
