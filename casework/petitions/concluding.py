"""Ending for good what nobody contested in time (信访工作条例 art. 35, 36)."""

from sqlalchemy import select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import workflow
from casework.petitions.models import ClockRow, Petition
from store.clock import local_date

SWEEP = Actor.system("sweep")
WINDOWS = ("review_window", "recheck_window")


def conclude(office: Office, limit: int = 500) -> int:
    """Conclude closed petitions whose time for review or recheck has run out; return how many. Safe to repeat."""
    today = local_date(office.clock.now())
    lapsed = office.db.scalars(
        select(Petition)
        .join(ClockRow, ClockRow.petition_id == Petition.id)
        .where(
            ClockRow.running,
            ClockRow.due_on < today,
            ClockRow.stage.in_(WINDOWS),
            Petition.state.in_(("closed", "reviewed")),
        )
        .order_by(ClockRow.due_on)
        .limit(limit)
    )
    done = list(lapsed)
    for petition in done:
        workflow.move(office, petition, "conclude", SWEEP)
    return len(done)
