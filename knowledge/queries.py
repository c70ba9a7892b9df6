"""Every query on the tables of the knowledge room."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from casework.office import Office
from knowledge.models import AnswerUse, OpenQuestion, Revision
from store.clock import local_date


def revision(office: Office, revision_id: int) -> Revision | None:
    """One version by its id."""
    return office.db.get(Revision, revision_id)


def history(office: Office, entry_id: str) -> Sequence[Revision]:
    """All versions of an answer, newest first."""
    return office.db.scalars(
        select(Revision).where(Revision.entry_id == entry_id).order_by(Revision.version.desc())
    ).all()


def last_version(office: Office, entry_id: str) -> int:
    """The number of the latest version; 0 if an editor never changed the answer."""
    found = office.db.scalar(select(func.max(Revision.version)).where(Revision.entry_id == entry_id))
    return found or 0


def drafts(office: Office) -> Sequence[Revision]:
    """What waits for a second reader, oldest first."""
    return office.db.scalars(
        select(Revision).where(Revision.published_at.is_(None)).order_by(Revision.written_at)
    ).all()


def in_effect(office: Office, day: date) -> Sequence[Revision]:
    """For each changed answer, the published version that took effect last by this day.

    A version takes effect on its day, or when it was published where that was later: a correction made meanwhile does
    not undo a change that waits for its day.
    """
    published = office.db.scalars(
        select(Revision).where(Revision.published_at.is_not(None), Revision.effective_from <= day)
    )
    newest: dict[str, Revision] = {}
    for revision in sorted(published, key=_took_effect):
        newest[revision.entry_id] = revision
    return list(newest.values())


def _took_effect(revision: Revision) -> tuple[date, int]:
    published = local_date(revision.published_at) if revision.published_at else revision.effective_from
    return max(revision.effective_from, published), revision.version


def published_count(office: Office) -> int:
    """How many versions were ever published; it grows with each, so it tells whether anything changed."""
    return (
        office.db.scalar(select(func.count()).select_from(Revision).where(Revision.published_at.is_not(None)))
        or 0
    )


def open_question(office: Office, kind: str, fingerprint: str) -> OpenQuestion | None:
    """The collected question of this kind with these words."""
    return office.db.scalar(
        select(OpenQuestion).where(OpenQuestion.kind == kind, OpenQuestion.fingerprint == fingerprint)
    )


def question(office: Office, question_id: int) -> OpenQuestion | None:
    """One collected question by its id."""
    return office.db.get(OpenQuestion, question_id)


def open_questions(office: Office, limit: int = 100) -> Sequence[OpenQuestion]:
    """What nobody has dealt with yet, the most asked first."""
    return office.db.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.state == "open")
        .order_by(OpenQuestion.times.desc(), OpenQuestion.last_at.desc())
        .limit(limit)
    ).all()


def use_of(office: Office, answer_id: str, day: date) -> AnswerUse | None:
    """The day's counts of an answer."""
    return office.db.scalar(select(AnswerUse).where(AnswerUse.answer_id == answer_id, AnswerUse.day == day))


def uses(office: Office, since: date) -> Sequence[tuple[str, int, int, int]]:
    """Answer id, times given, found helpful, found unhelpful since a day; the least helpful first."""
    rows = office.db.execute(
        select(
            AnswerUse.answer_id,
            func.sum(AnswerUse.given),
            func.sum(AnswerUse.helpful),
            func.sum(AnswerUse.unhelpful),
        )
        .where(AnswerUse.day >= since)
        .group_by(AnswerUse.answer_id)
        .order_by(func.sum(AnswerUse.unhelpful).desc(), func.sum(AnswerUse.given).desc())
    )
    return [
        (answer_id, int(given), int(helpful), int(unhelpful)) for answer_id, given, helpful, unhelpful in rows
    ]
