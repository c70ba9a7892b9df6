"""How a petition stands, for its petitioner: by number and query code, or in the conversation it came from."""

import hmac
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.office import Office
from casework.people import residents
from casework.people.actors import Actor
from casework.people.models import Contact
from casework.petitions import answers, clocks, guessing, letters, lodging, numbers
from casework.petitions.guessing import Mark
from casework.petitions.lodging import Promise
from casework.petitions.models import Petition
from casework.petitions.moves import STATES
from store.clock import local_date, show

TRIES = 5
TRIES_OF_ONE = 20
HELD_BACK = "查询码输错次数太多，请一小时后再试，或拨打热线核对。"


@dataclass(frozen=True)
class Progress:
    """Where a petition stands, without anything that names people."""

    petition_id: int
    number: str
    state: str
    state_label: str
    sentence: str
    about: str
    lodged_on: date
    promises: tuple[Promise, ...]
    answer: str | None
    contest: str | None
    is_open: bool


def look_up(
    office: Office, number: str, code: str, asker: str = "", network: str | None = None
) -> Progress | None:
    """The progress for a number with its query code; None for a wrong number or code alike.

    A wrong try is recorded, so call this in a unit of work that commits. `asker` tells askers apart, such as
    `telegram:123`, and `network` is the blind index of the address on the internet, where there is one; an asker may be
    wrong 20 times an hour, an address 40 times, and each number may be missed 5 times an hour.

    Raises:
        BadNumber: it is no number at all.
        TooManyTries: with a sentence that says when to try again.
    """
    number = numbers.parse(number)
    marks = [Mark(number, TRIES)]
    if asker:
        marks.append(Mark.asker(office, asker, TRIES_OF_ONE))
    if network:
        marks.append(Mark.network(network))
    guessing.hold_back(office, marks, HELD_BACK)
    found = office.db.scalar(select(Petition).where(Petition.number == number))
    digits = "".join(sign for sign in code if sign.isdigit())
    digest = lodging.code_digest(office, number, digits)
    if found is not None and hmac.compare_digest(found.code_digest, digest):
        return of(office, found)
    guessing.missed(office, marks)
    return None


def holder(office: Office, number: str, code: str, asker: str = "", channel: str = "") -> Actor | None:
    """The actor who may add to, urge, rate or withdraw the petition by showing number and code."""
    found = look_up(office, number, code, asker)
    return Actor.holder(found.petition_id, channel) if found else None


def for_resident(office: Office, resident_id: int, limit: int = 10) -> list[Progress]:
    """The petitions of a resident whose identity is proven, newest first."""
    rows = office.db.scalars(
        select(Petition).where(Petition.resident_id == resident_id).order_by(Petition.id.desc()).limit(limit)
    )
    return [of(office, petition) for petition in rows]


def for_contact(office: Office, channel: str, address: str, limit: int = 10) -> list[Progress]:
    """The petitions that were lodged from this very address, newest first."""
    index = residents.address_index(office, channel, address)
    from_here = (
        select(Petition)
        .join(Contact, Contact.id == Petition.contact_id)
        .where(Contact.channel == channel, Contact.address_index == index)
    )
    rows = office.db.scalars(from_here.order_by(Petition.id.desc()).limit(limit))
    return [of(office, petition) for petition in rows]


def of(office: Office, petition: Petition) -> Progress:
    """What may be told to a petitioner who has shown the right to ask."""
    state = STATES[petition.state]
    sentence = f"编号 {petition.number}：{state.plain}。{letters.next_promise(petition)}"
    told = answers.current(petition)
    is_out = told is not None and told.approved_at is not None
    return Progress(
        petition_id=petition.id,
        number=petition.number,
        state=petition.state,
        state_label=state.plain,
        sentence=sentence,
        about=f"{show(petition.lodged_at)} 反映",
        lodged_on=petition.lodged_on,
        promises=tuple(lodging.promises(petition)),
        answer=answers.text(office, told) if told is not None and is_out else None,
        contest=_contest(office, petition) if is_out else None,
        is_open=petition.is_open,
    )


WINDOWS = {"answered": "review_window", "closed": "review_window", "reviewed": "recheck_window"}
"""What runs while an answer given in these states can be contested (art. 35, 36)."""


def _contest(office: Office, petition: Petition) -> str | None:
    """How and until when the answer can be contested; None where it no longer can."""
    way = letters.contest_of(petition)
    if way != "contest_claim":
        return letters.compose(office, petition, way) or None
    window = WINDOWS.get(petition.state)
    until = [clock.due_on for clock in clocks.running(petition, window)] if window else []
    if not until or until[0] < local_date(office.clock.now()):
        return None
    return letters.compose(office, petition, f"contest_in_{window}", contest_until=letters.day(until[0]))
