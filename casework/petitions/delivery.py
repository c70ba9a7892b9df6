"""Bringing what the outbox has done back to the petitions: an answer that went out counts as delivered."""

from sqlalchemy import select

from casework import outbox
from casework.office import Office
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.petitions import answers, workflow
from casework.petitions.models import Petition

DELIVERY = Actor.system("delivery")


def sent(office: Office, letter: Letter) -> None:
    """A letter is out; if it carried an answer, its petition moves on."""
    outbox.sent(office, letter)
    office.db.flush()
    if letter.about and letter.key.startswith("answer:"):
        petition = office.db.scalar(select(Petition).where(Petition.number == letter.about))
        if petition is not None:
            _settle_one(office, petition)


def settle(office: Office, limit: int = 500) -> int:
    """Move on every petition whose approved answer has left the outbox; return how many. Safe to repeat."""
    approved = office.db.scalars(
        select(Petition)
        .where(Petition.state == "approved", Petition.is_open)
        .order_by(Petition.id)
        .limit(limit)
    )
    return sum(_settle_one(office, petition) for petition in list(approved))


def _settle_one(office: Office, petition: Petition) -> bool:
    answer = answers.current(petition, "handling")
    letter = answers.letter(office, answer) if answer else None
    if petition.state != "approved" or letter is None or letter.state not in ("sent", "failed"):
        return False
    went = letter.state == "sent"
    workflow.move(
        office,
        petition,
        "answer",
        DELIVERY,
        method=letter.channel,
        reached=went,
        note="" if went else "消息没有送达",
    )
    return True
