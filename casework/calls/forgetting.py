"""What a call tells of its caller, and deleting it when its time is up (个人信息保护法 art. 19, 47).

The bare record stays for the figures: when it rang, who answered, what came of it, what it was about.
"""

from sqlalchemy import ColumnElement, Select, or_, select, update

from casework.calls.models import Call
from casework.office import Office
from casework.people import residents

TOLD = (
    Call.phone_sealed,
    Call.phone_index,
    Call.notes_sealed,
    Call.form_sealed,
    Call.callback_note_sealed,
)


def due(office: Office) -> list[int]:
    """Ids of the calls that would be blanked now; nothing is changed."""
    return list(office.db.scalars(_due(office)))


def forget_old(office: Office, limit: int = 500) -> int:
    """Blank calls older than an identity is kept, at most `limit`; return how many. Safe to repeat."""
    wanted = list(office.db.scalars(_due(office).limit(limit)))
    _blank(office, Call.id.in_(wanted))
    return len(wanted)


def forget_of(office: Office, resident_id: int) -> None:
    """Blank all calls of a resident whose own time is up."""
    _blank(office, Call.resident_id == resident_id)


def _due(office: Office) -> Select[int]:
    return (
        select(Call.id)
        .where(
            Call.began_at < office.clock.now() - residents.KEEP,
            Call.state != "talking",
            or_(*(column.is_not(None) for column in TOLD)),
        )
        .order_by(Call.id)
    )


def _blank(office: Office, which: ColumnElement[bool]) -> None:
    office.db.execute(
        update(Call).where(which).values({column.key: None for column in (*TOLD, Call.resident_id)})
    )
