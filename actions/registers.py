"""The registers of assistance as the talk asks them: who may ask, what stands where, what was reported."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.assistance import asking, list_pages, payments, programs, tasks
from casework.assistance.asking import Asker, Proof
from casework.assistance.models import Application, Payment
from casework.conversations import talks
from casework.office import Office
from casework.people.actors import Actor
from casework.petitions.lodging import NewPetition

Button = tuple[str, str]


@dataclass(frozen=True)
class Report:
    """Somebody in need, a change at home, or a call for help, as told by a resident."""

    kind: str
    text: str
    place: str
    phone: str
    conversation_id: int
    channel: str
    token: str
    urgent: bool = False


@dataclass(frozen=True)
class Told:
    """What is said about a record, and what can be done about it next."""

    sentences: list[str]
    buttons: list[Button]
    page: str = ""
    """Path of a page that shows it to be printed."""


def report(office: Office, told: Report) -> str:
    """Enter a report, and return what the resident is told: what happens now and by when.

    What a talk tells after its call for help belongs to that call.

    Raises:
        BadTask: with the sentence to ask the resident.
    """
    conversation = talks.get(office, told.token)
    by = Actor.resident(conversation.resident_id, told.channel)
    if told.kind == "help" and (known := tasks.called_for(office, told.conversation_id)):
        tasks.tell_more(office, known, by, told.text, told.place, told.phone)
        return tasks.promise(office, known)
    task = tasks.report(
        office,
        tasks.NewTask(
            kind=told.kind,
            text=told.text,
            place_text=told.place,
            phone=told.phone,
            urgent=told.urgent,
            channel=told.channel,
            contact=(told.channel, talks.address(office, conversation)),
            conversation_id=told.conversation_id,
            idempotency_key=f"talk:{office.vault.index('task', f'{told.token}:{told.kind}:{told.text}')}",
        ),
        by,
    )
    return tasks.promise(office, task)


def proof_of(office: Office, token: str) -> Proof | None:
    """The proof that this talk has given already, by a bound account or a short while ago."""
    return asking.proven(office, asker_of(office, token))


def covers(office: Office, proof: Proof, number: str) -> bool:
    """Whether a number said is that of an application of whoever has proven themselves."""
    return any(number.endswith(one.tail) for one in asking.application_status(office, proof))


def asker_of(office: Office, token: str) -> Asker:
    conversation = talks.get(office, token)
    return Asker(conversation.channel, talks.address(office, conversation), conversation.network_index or "")


def look_up(office: Office, kind: str, proof: Proof) -> Told:
    """Where applications, payments or benefits stand, in sentences. `kind`: application, payment or benefits."""
    if kind == "benefits":
        listed = asking.benefits_list(office, proof)
        return Told(
            [listed.text()], [], f"/my/benefits/{list_pages.lay_out(office, proof)}" if listed.items else ""
        )
    if kind == "application":
        found = asking.application_status(office, proof)
        late = [("超期了，投诉", "/file_complaint")] if any(one.overdue for one in found) else []
        return Told([one.sentence for one in found], late)
    offers = [
        (offer.happened_text, f"我要投诉：{offer.narrative}{offer.wants}") for offer in _offers(office, proof)
    ]
    buttons = [("登记投诉" if len(offers) == 1 else f"登记投诉：{said}", told) for said, told in offers]
    return Told(asking.payment_status(office, proof), buttons)


def offered(office: Office, token: str, said: str) -> NewPetition | None:
    """The complaint about a late payment that somebody takes up, whom the talk knows by proof."""
    return next((one for one in _known(office, token) if one.narrative in said), None)


def id_number_for(office: Office, token: str, key: str, name: str) -> str:
    """The identity number on record for the complaint offered under a key, while the proof holds; it lies in no talk."""
    for offer in _known(office, token) if key.startswith(payments.OFFERED) else ():
        if offer.idempotency_key == key and offer.petitioners[0].name == name:
            return offer.petitioners[0].id_number
    return ""


def _known(office: Office, token: str) -> list[NewPetition]:
    proof = proof_of(office, token)
    return _offers(office, proof) if proof else []


def _offers(office: Office, proof: Proof) -> list[NewPetition]:
    return [one.offer for one in asking.missing_payments(office, proof) if one.offer is not None]


def linked(office: Office) -> bool:
    """Whether applications and payments can be looked up here."""
    if programs.of(office).provider != "register":
        return True
    return any(office.db.scalar(select(table.id).limit(1)) is not None for table in (Application, Payment))
