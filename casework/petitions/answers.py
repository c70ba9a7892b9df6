"""Answers to petitioners: drafted, approved, delivered, and proven to have arrived or to have been tried."""

from sqlalchemy import select

from casework.office import Office
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.petitions.models import Answer, Delivery, Petition


def draft(
    office: Office,
    petition: Petition,
    by: Actor,
    stage: str,
    *,
    outcome: str,
    text: str,
    findings: str = "",
    basis: str = "",
) -> Answer:
    """A new draft, which takes the place of any earlier one of this stage that was not sent."""
    for earlier in petition.answers:
        if earlier.stage == stage and earlier.approved_at is None:
            earlier.superseded = True
    answer = Answer(
        stage=stage,
        outcome=outcome,
        plain_sealed=office.vault.seal(text),
        findings_sealed=office.vault.seal(findings or text),
        basis=basis,
        drafted_by=by.id if by.is_staff else None,
        drafted_at=office.clock.now(),
        superseded=False,
    )
    petition.answers.append(answer)
    office.db.flush()
    return answer


def approve(office: Office, answer: Answer, by: Actor) -> None:
    answer.approved_by, answer.approved_at = (by.id if by.is_staff else None), office.clock.now()


def current(petition: Petition, stage: str | None = None) -> Answer | None:
    """The latest answer, of one stage if given."""
    found = [answer for answer in petition.answers if not answer.superseded and stage in (None, answer.stage)]
    return found[-1] if found else None


def text(office: Office, answer: Answer) -> str:
    """The answer in plain words."""
    return office.vault.open(answer.plain_sealed)


def findings(office: Office, answer: Answer) -> str:
    return office.vault.open(answer.findings_sealed)


def letter(office: Office, answer: Answer) -> Letter | None:
    """The letter in which it goes out by machine."""
    return office.db.scalar(select(Letter).where(Letter.key == f"answer:{answer.id}"))


def deliveries(office: Office, answer: Answer) -> list[Delivery]:
    return list(
        office.db.scalars(select(Delivery).where(Delivery.answer_id == answer.id).order_by(Delivery.id))
    )


def delivered(
    office: Office, answer: Answer, method: str, reached: bool, by: Actor, note: str = ""
) -> Delivery:
    """Record an attempt to deliver."""
    now = office.clock.now()
    attempt = Delivery(
        answer_id=answer.id,
        method=method,
        reached=reached,
        note_sealed=office.vault.seal_or_none(note[:200]),
        by_staff=by.id if by.is_staff else None,
        at=now,
    )
    office.db.add(attempt)
    if reached and answer.reached_at is None:
        answer.reached_at = now
    office.db.flush()
    return attempt


def went_out(office: Office, answer: Answer) -> bool:
    """Whether it reached the person or an attempt is on record: what closing rests on."""
    return answer.reached_at is not None or bool(deliveries(office, answer))
