"""Reckoning open clocks anew when a rule or the calendar has changed, on the record of each petition."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.office import Bureau, Office
from casework.people import calendars
from casework.people.actors import Actor
from casework.petitions import clock_rules, clocks, history
from casework.petitions.models import ClockRow, Petition
from store.base import Base

BATCH = 500


class ClockBasis(Base):
    """Which rules and calendar the open clocks were last reckoned by."""

    __tablename__ = "clock_basis"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


def fingerprint(office: Office) -> str:
    """A digest of the rules and of the calendar as they are now."""
    calendar = calendars.of(office)
    years = {
        year: [(day.isoformat(), working) for day, (working, _) in sorted(days.items())]
        for year, days in sorted(calendar.official.items())
    }
    content = json.dumps([clock_rules.of(office).model_dump(), years], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def keep_current(bureau: Bureau, by: Actor | None = None, why: str = "办理时限规则或工作日历有变动") -> int:
    """Reckon all running clocks anew if rules or calendar have changed since last time; return how many petitions
    changed. Safe to run at any time, twice, or in two places.
    """
    by = by or Actor.system("sweep")
    bureau.county.forget()
    with bureau.office() as office:
        now = fingerprint(office)
        known = office.db.get(ClockBasis, 1)
        if known is not None and known.fingerprint == now:
            return 0
    changed = 0
    for ids in _batches(bureau):
        with bureau.office() as office:
            changed += sum(_one(office, id, by, why) for id in ids)
    with bureau.office() as office:
        office.db.merge(ClockBasis(id=1, fingerprint=now, at=office.clock.now()))
    return changed


def _batches(bureau: Bureau) -> Iterator[list[int]]:
    """Ids of petitions with a running clock whose dates no longer agree with rules and calendar."""
    last = 0
    while True:
        with bureau.reading() as office:
            rows = office.db.scalars(
                select(ClockRow)
                .where(ClockRow.running, ClockRow.id > last)
                .order_by(ClockRow.id)
                .limit(BATCH * 4)
            ).all()
            if not rows:
                return
            last = rows[-1].id
            stale = sorted({row.petition_id for row in rows if clocks.is_stale(office, row)})
        if stale:
            yield stale


def _one(office: Office, id: int, by: Actor, why: str) -> bool:
    petition = office.db.get(Petition, id, with_for_update=True)
    if petition is None:
        return False
    changes = clocks.recompute(office, petition)
    if changes:
        history.record(office, petition, "recompute", by, petition.state, reason=why, changes=changes)
    return bool(changes)
