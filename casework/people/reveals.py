"""Seeing personal data in clear is a deliberate, reasoned act on record (个人信息保护法 art. 28, 51, 54)."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from casework.office import CaseworkError, Office
from casework.people.access_models import LoginAttempt, Reveal
from casework.people.actors import Actor

SHORTEST_REASON = 4


class ReasonMissing(CaseworkError):
    """Nobody looks without saying why."""

    code = "reason_missing"


def record(office: Office, by: Actor, about: str, what: str, reason: str) -> None:
    """Put on record that somebody is about to see something in clear.

    Raises:
        ReasonMissing: the reason is shorter than four characters.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing("请写明为什么要看，例如“回电核实办理情况”。这次查看会留下记录。")
    office.db.add(
        Reveal(
            at=office.clock.now(),
            staff_id=by.id,
            staff_name=by.name,
            about=about[:40],
            what=what[:80],
            reason=reason.strip()[:200],
        )
    )


def log(
    office: Office, about: str = "", page: int = 1, *, besides: Select[str] | None = None
) -> Sequence[Reveal]:
    """Who looked at what and why, newest first, 50 a page. `besides` are the numbers of which whoever reads the record
    must not know: that somebody looked at a petition, and why, would tell of it."""
    wanted = select(Reveal).order_by(Reveal.id.desc()).limit(50).offset(50 * (max(1, page) - 1))
    if besides is not None:
        wanted = wanted.where(Reveal.about.not_in(besides))
    return office.db.scalars(wanted.where(Reveal.about == about) if about else wanted).all()


def attempts(office: Office, page: int = 1) -> Sequence[LoginAttempt]:
    """Tries to log in that did not succeed, newest first, 50 a page."""
    return office.db.scalars(
        select(LoginAttempt)
        .where(LoginAttempt.outcome != "passed")
        .order_by(LoginAttempt.id.desc())
        .limit(50)
        .offset(50 * (max(1, page) - 1))
    ).all()
