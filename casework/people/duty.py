"""The duty roster of the hotline and of each unit."""

from datetime import datetime

from sqlalchemy import select

from casework.office import CaseworkError, Office
from casework.people.models import Duty, Staff

STANDBY = "备勤"
"""The post of who is called outside duty hours."""


class BadShift(CaseworkError):
    """A shift that cannot be."""

    code = "bad_shift"


def enter(
    office: Office, staff: Staff, starts_at: datetime, ends_at: datetime, post: str = "值班员", note: str = ""
) -> Duty:
    """Put somebody on duty at their unit.

    Raises:
        BadShift: it ends before it starts, lasts over 24 hours, or overlaps another shift of the same person.
    """
    if not starts_at < ends_at:
        raise BadShift("值班结束时间要晚于开始时间。")
    if (ends_at - starts_at).total_seconds() > 24 * 3600:
        raise BadShift("一班最长 24 小时，请拆成几班。")
    if any(shift.starts_at < ends_at and starts_at < shift.ends_at for shift in _shifts(office, staff)):
        raise BadShift(f"{staff.name}在这段时间已有值班。")
    shift = Duty(
        unit_code=staff.unit_code,
        staff_id=staff.id,
        post=post,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note or None,
    )
    office.db.add(shift)
    office.db.flush()
    return shift


def on_duty(office: Office, unit: str, at: datetime | None = None) -> list[Staff]:
    """Who is on duty at a unit at an instant, now unless told."""
    at = at or office.clock.now()
    return list(
        office.db.scalars(
            select(Staff)
            .join(Duty, Duty.staff_id == Staff.id)
            .where(Duty.unit_code == unit, Duty.starts_at <= at, Duty.ends_at > at, Staff.active)
            .order_by(Duty.starts_at)
        )
    )


def roster(office: Office, unit: str, since: datetime, until: datetime) -> list[tuple[Duty, Staff]]:
    """Shifts of a unit that touch a period, in order."""
    rows = office.db.execute(
        select(Duty, Staff)
        .join(Staff, Duty.staff_id == Staff.id)
        .where(Duty.unit_code == unit, Duty.starts_at < until, Duty.ends_at > since)
        .order_by(Duty.starts_at, Staff.name)
    )
    return [(shift, staff) for shift, staff in rows]


def strike(office: Office, shift: Duty) -> None:
    office.db.delete(shift)


def _shifts(office: Office, staff: Staff) -> list[Duty]:
    return list(office.db.scalars(select(Duty).where(Duty.staff_id == staff.id)))
