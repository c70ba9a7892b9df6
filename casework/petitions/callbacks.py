"""Call-backs (回访): the petitioner is asked, after the answer, whether it is really settled."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.petitions import history, shield, workflow
from casework.petitions.models import Petition
from store.base import Base, Id

AFTER = ("answered", "closed", "reviewed", "final")


class NothingToAskAbout(CaseworkError):
    """The petition has not been answered yet."""

    code = "nothing_to_ask_about"


class CallBack(Base):
    """One attempt to ask the petitioner, and what they said."""

    __tablename__ = "petition_call_back"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    method: Mapped[str] = mapped_column(String(16), default="phone")
    reached: Mapped[bool]
    settled: Mapped[bool | None]
    """Whether the person says it is settled; None where nobody was reached."""
    satisfaction: Mapped[int | None]
    words_sealed: Mapped[bytes | None]
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


def record(
    office: Office,
    petition: Petition,
    by: Actor,
    *,
    reached: bool,
    settled: bool | None = None,
    satisfaction: int | None = None,
    words: str = "",
    method: str = "phone",
) -> CallBack:
    """Record a call-back; a mark given in it is the petition's rating.

    Raises:
        NotAllowed: the actor may not rate, or the shield stands between.
        NothingToAskAbout: there is no answer yet.
    """
    verdict = rights.may(by, "rate", petition)
    if not verdict or (petition.shielded and by.is_staff and shield.hides(office, petition, by)):
        raise NotAllowed(verdict.why or "这一件您须回避。")
    if petition.state not in AFTER:
        raise NothingToAskAbout("这一件还没有答复，暂不回访。")
    made = CallBack(
        petition_id=petition.id,
        method=method,
        reached=reached,
        settled=settled if reached else None,
        satisfaction=satisfaction if reached else None,
        words_sealed=office.vault.seal_or_none(words),
        by_staff=by.id if by.is_staff else None,
        at=office.clock.now(),
    )
    office.db.add(made)
    before, petition.called_back = petition.called_back, max(petition.called_back, 2 if reached else 1)
    history.record(
        office,
        petition,
        "call_back",
        by,
        petition.state,
        changes={"called_back": [before, petition.called_back], "settled": [None, made.settled]},
    )
    if made.satisfaction and petition.state != "final":
        workflow.move(office, petition, "rate", by, satisfaction=made.satisfaction)
    return made


def of(office: Office, petition: Petition) -> list[CallBack]:
    return list(
        office.db.scalars(select(CallBack).where(CallBack.petition_id == petition.id).order_by(CallBack.id))
    )
