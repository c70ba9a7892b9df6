"""What could not be answered, or was answered badly: collected for the editors with how often it came."""

import hashlib

from casework.office import NotFound, Office
from casework.petitions.digests import redact
from knowledge import queries
from knowledge.models import AnswerUse, OpenQuestion
from knowledge.words import words
from store.clock import local_date

_SAMPLE = 200


def note_unanswered(
    office: Office, question: str, intent: str | None = None, nearest: str | None = None
) -> OpenQuestion | None:
    """Count a question that found no answer; None where it has no words to speak of."""
    return _note(office, "unanswered", question, intent, nearest)


def note_given(office: Office, answer_id: str) -> None:
    """Count that an answer was given."""
    _use(office, answer_id).given += 1


def note_rating(office: Office, answer_id: str, question: str, *, helpful: bool) -> None:
    """Count a resident's or operator's mark; a bad one puts the question on the editors' list."""
    use = _use(office, answer_id)
    if helpful:
        use.helpful += 1
    else:
        use.unhelpful += 1
        _note(office, "badly_rated", question, None, answer_id)


def settle(office: Office, question_id: int, answer_id: str) -> OpenQuestion:
    """The question is covered by an answer now.

    Raises:
        NotFound: no such question.
    """
    return _close(office, question_id, "answered", answer_id)


def set_aside(office: Office, question_id: int, why: str) -> OpenQuestion:
    """The question is not the office's to answer.

    Raises:
        NotFound: no such question.
    """
    return _close(office, question_id, "set_aside", why[:80])


def _note(
    office: Office, kind: str, question: str, intent: str | None, answer_id: str | None
) -> OpenQuestion | None:
    clean = redact(question)
    said = words().read(clean)
    meant = {*(piece[0] for piece in said.pieces), *said.programs}
    if not meant:
        return None
    fingerprint = hashlib.sha256(" ".join(sorted(meant)).encode()).hexdigest()
    now = office.clock.now()
    known = queries.open_question(office, kind, fingerprint)
    if known is None:
        known = OpenQuestion(
            kind=kind,
            fingerprint=fingerprint,
            sample=clean[:_SAMPLE],
            intent=intent,
            answer_id=answer_id,
            times=0,
            first_at=now,
            last_at=now,
            state="open",
        )
        office.db.add(known)
    known.times += 1
    known.last_at = now
    if known.state == "answered":
        known.state = "open"
    office.db.flush()
    return known


def _use(office: Office, answer_id: str) -> AnswerUse:
    day = local_date(office.clock.now())
    use = queries.use_of(office, answer_id, day)
    if use is None:
        use = AnswerUse(answer_id=answer_id, day=day, given=0, helpful=0, unhelpful=0)
        office.db.add(use)
        office.db.flush()
    return use


def _close(office: Office, question_id: int, state: str, by: str) -> OpenQuestion:
    question = queries.question(office, question_id)
    if question is None:
        raise NotFound("没有这个问题。")
    question.state, question.settled_by, question.settled_at = state, by, office.clock.now()
    return question
