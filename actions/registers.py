"""The registers of assistance as the talk asks them: who may ask, what stands where, what was reported."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from casework.assistance import asking, list_pages, numbers, payments, programs, tasks, telling
from casework.assistance.asking import Asker, Proof
from casework.assistance.models import Application, Payment
from casework.assistance.providers import Away
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
    offer: str = ""
    """The account of the complaint that is offered first, filled in from the register."""


@dataclass(frozen=True)
class Unpaid:
    """What is said about money that has not come."""

    told: Told
    on_record: bool
    """Whether the register has answered, and not the calendar alone."""
    past: bool
    """Whether a payment day may be past; else it is to be waited for."""


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


def promised(office: Office, token: str) -> str | None:
    """What was promised for what this talk reported last; None where it reported nothing that is still open."""
    task = tasks.last_reported(office, talks.get(office, token).id)
    return tasks.promise(office, task) if task else None


def tell_more_of_lead(office: Office, token: str, text: str, lately: timedelta = timedelta(days=30)) -> bool:
    """Whether this talk reported last, and so lately, somebody in need who is still to be seen to: the words are added to
    that."""
    conversation = talks.get(office, token)
    lead = tasks.last_reported(office, conversation.id)
    if lead is None or lead.kind != "lead" or office.clock.now() - lead.reported_at > lately:
        return False
    tasks.tell_more(office, lead, Actor.resident(conversation.resident_id, conversation.channel), text)
    return True


def proof_of(office: Office, token: str) -> Proof | None:
    """The proof that this talk has given already, by a bound account or a short while ago."""
    return asking.proven(office, asker_of(office, token))


def covers(office: Office, proof: Proof, number: str) -> bool:
    """Whether a number said is that of an application of whoever has proven themselves."""
    return any(number.endswith(one.tail) for one in asking.application_status(office, proof))


def asker_of(office: Office, token: str) -> Asker:
    conversation = talks.get(office, token)
    return Asker(conversation.channel, talks.address(office, conversation), conversation.network_index or "")


def application_key(said: str) -> str | None:
    """The number of an application as it is kept; None where it can be none."""
    try:
        return numbers.key(said)
    except numbers.BadNumber:
        return None


def look_up(office: Office, kind: str, proof: Proof, program: str = "") -> Told:
    """Where applications, payments or benefits stand, in sentences. `kind`: application, payment or benefits; payments
    may be those of one programme."""
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
        (offer.happened_text, f"我要投诉：{offer.narrative}{offer.wants}")
        for offer in _offers(office, proof)
        if program in ("", offer.program)
    ]
    buttons = [("登记投诉" if len(offers) == 1 else f"登记投诉：{said}", told) for said, told in offers]
    offer = offers[0][1] if offers else ""
    return Told(asking.payment_status(office, proof, program), buttons, offer=offer)


def when_due(office: Office, token: str, program: str, own: bool) -> Unpaid:
    """What is said to somebody whose money has not come: by the payment day first; of their own payments what the
    register says, where it is proven who asks.

    `program` is a programme's code, or empty where none was said.
    """
    file = programs.of(office)
    program = program if any(one.program == program for one in file.programs) else ""
    proof = proof_of(office, token) if own else None
    told = look_up(office, "payment", proof, program) if proof else Told([], [])
    if proof and told.sentences:
        missing = [one for one in asking.missing_payments(office, proof) if program in ("", one.program)]
        return Unpaid(told, True, not missing or any(one.late for one in missing))
    due = payments.due(office, program)
    if due is None:
        name = file.program(program).name if program else "救助"
        return Unpaid(Told([f"{name}没有统一的发放日，要看是哪一天批的。"], []), False, True)
    return Unpaid(Told([due.sentence], []), False, due.past)


def stopped(office: Office, token: str, program: str) -> list[str] | None:
    """What the register says has stopped for whom the talk knows by proof, and how to contest it; None for others."""
    proof = proof_of(office, token)
    return payments.stops(office, proof.subject, program) if proof else None


def ways_to_contest(office: Office) -> str:
    """How a decision on assistance is contested (社会救助法 art. 76)."""
    return telling.contest(office)


def offered(office: Office, token: str, said: str) -> NewPetition | None:
    """The complaint about a late payment that somebody takes up, whom the talk knows by proof."""
    return next((one for one in _known(office, token) if one.narrative in said), None)


def only_offer(office: Office, token: str, program: str) -> NewPetition | None:
    """The one payment that is late by the register for somebody whom the talk knows by proof, as a complaint."""
    late = [one for one in _known(office, token) if program in ("", one.program)]
    return late[0] if len(late) == 1 else None


def id_number_for(office: Office, token: str, key: str, name: str) -> str:
    """The identity number on record for the complaint offered under a key, while the proof holds; it lies in no talk."""
    for offer in _known(office, token) if key.startswith(payments.OFFERED) else ():
        if offer.idempotency_key == key and offer.petitioners[0].name == name:
            return offer.petitioners[0].id_number
    return ""


def _known(office: Office, token: str) -> list[NewPetition]:
    """What can be offered; nothing where the system that knows it is away, so that the complaint goes on without."""
    proof = proof_of(office, token)
    try:
        return _offers(office, proof) if proof else []
    except Away:
        return []


def _offers(office: Office, proof: Proof) -> list[NewPetition]:
    return [one.offer for one in asking.missing_payments(office, proof) if one.offer is not None]


def linked(office: Office) -> bool:
    """Whether applications and payments can be looked up here."""
    if programs.of(office).provider != "register":
        return True
    return any(office.db.scalar(select(table.id).limit(1)) is not None for table in (Application, Payment))
