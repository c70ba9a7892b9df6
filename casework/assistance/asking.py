"""What a resident may ask about their own case: first who they are, then where it stands. For bot and operator alike.

    proof = asking.proven(office, asker) or asking.verify(office, number, last_four, asker)
    asking.application_status(office, proof); asking.payment_status(office, proof); asking.benefits_list(office, proof)

`verify` records the try, so call it in a unit of work that commits.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from casework.assistance import access, benefits, numbers, payments, providers
from casework.assistance.access import Asker, TooManyTries
from casework.assistance.benefits import BenefitList
from casework.assistance.models import AccessGrant
from casework.assistance.payments import Missing
from casework.assistance.providers import Subject
from casework.assistance.telling import Standing
from casework.office import Office
from casework.people import identity

__all__ = [
    "Asker",
    "Proof",
    "TooManyTries",
    "application_status",
    "benefits_list",
    "missing_payments",
    "payment_status",
    "proven",
    "verify",
]

GRANT = timedelta(minutes=20)
"""How long number and last four digits hold in one conversation."""


@dataclass(frozen=True)
class Proof:
    """It is proven that this asker may ask about this subject."""

    subject: Subject
    asker: Asker
    bound: bool
    """Whether by an account bound earlier, not by number and last four digits."""


def proven(office: Office, asker: Asker) -> Proof | None:
    """The proof that an asker has already given: a bound account, or number and digits a short while ago."""
    bound = providers.subject_of_contact(office, asker.channel, asker.address)
    if bound is not None:
        return Proof(bound, asker, True)
    granted = office.db.scalars(
        select(AccessGrant)
        .where(
            AccessGrant.person_index == access.person_index(office, asker),
            AccessGrant.until > office.clock.now(),
        )
        .order_by(AccessGrant.id.desc())
        .limit(1)
    ).first()
    return Proof(Subject(granted.id_index, granted.number_key), asker, False) if granted else None


def verify(office: Office, number: str, last_four: str, asker: Asker) -> Proof | None:
    """The proof by application number and the last four signs of the identity number.

    None for an unknown number and for wrong digits alike; either counts as a failure.

    Raises:
        numbers.BadNumber: it can be no number at all, whoever asks; nothing is counted.
        TooManyTries: with a sentence that says how long to wait, or that it is locked.
    """
    key = numbers.key(number)
    made = access.knock(office, asker, "number", key)
    digits = identity.plain(last_four).upper()[-4:]
    subject = providers.of(office).prove(office, key, digits)
    if subject is None:
        return None
    access.passed(office, made)
    now = office.clock.now()
    office.db.add(
        AccessGrant(
            person_index=made.person_index,
            id_index=subject.id_index,
            number_key=subject.number_key,
            given_at=now,
            until=now + GRANT,
        )
    )
    office.db.flush()
    return Proof(subject, asker, False)


def application_status(office: Office, proof: Proof) -> list[Standing]:
    """Where the asker's applications stand, open ones first; each `sentence` is ready to be said."""
    return list(providers.of(office).applications(office, proof.subject))


def payment_status(office: Office, proof: Proof, program: str = "") -> list[str]:
    """The latest payments for each programme, what has stopped, and what is not on record for the last turn and the present one."""
    said = payments.sentences(office, proof.subject, program)
    stopped = payments.stops(office, proof.subject, program)
    late = [one.sentence for one in missing_payments(office, proof) if program in ("", one.program)]
    return said + stopped + late


def missing_payments(office: Office, proof: Proof) -> list[Missing]:
    """What is not on record for the last turn and the present one; a late one carries the complaint, ready to be lodged."""
    contact = (proof.asker.channel, proof.asker.address)
    return payments.all_missing(office, proof.subject, contact)


def benefits_list(office: Office, proof: Proof) -> BenefitList:
    """The household's list: `.text()` for the chat, `.html()` to print."""
    return benefits.of(office, proof.subject)
