"""Residents under seal: found again by blind index, reached by contacts, and forgotten when their time is up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from casework.office import Office
from casework.people import identity, minors
from casework.people.models import Consent, Contact, Resident
from store.clock import local_date

KEEP = timedelta(days=5 * 365)
"""How long an identity is kept after it was last needed; this office's own setting."""
FORGOTTEN = "forgotten-"
"""Begins the index of an address that was erased; no blind index does."""


@dataclass(frozen=True)
class Person:
    """Identity as somebody gave it, in clear; for staff who may see it."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""

    def masked(self) -> "Person":
        return Person(
            identity.mask_name(self.name),
            identity.mask_phone(self.phone),
            identity.mask_id(self.id_number),
            identity.mask_address(self.address),
        )


def find(office: Office, *, phone: str = "", id_number: str = "", name: str = "") -> Resident | None:
    """The resident with this identity number, else with this telephone and, where both are known, this name."""
    if id_number:
        index = office.vault.index("id", identity.id_number(id_number))
        found = office.db.scalar(select(Resident).where(Resident.id_index == index))
        if found is not None:
            return found
    if not phone:
        return None
    index = office.vault.index("phone", identity.phone(phone))
    name_index = office.vault.index("name", identity.name(name)) if name else None
    for found in office.db.scalars(
        select(Resident).where(Resident.phone_index == index).order_by(Resident.last_seen_at.desc())
    ):
        other_person = id_number and found.id_index
        if not other_person and (not name_index or found.name_index in (None, name_index)):
            return found
    return None


def enter(office: Office, person: Person) -> Resident:
    """The record of this person, or a new one. What is already known is not overwritten by a mere claim."""
    now = office.clock.now()
    resident = find(office, phone=person.phone, id_number=person.id_number, name=person.name)
    if resident is None:
        resident = Resident(added_at=now, last_seen_at=now)
        office.db.add(resident)
    if person.name and not resident.name_index:
        resident.name_sealed = office.vault.seal(person.name)
        resident.name_index = office.vault.index("name", identity.name(person.name))
    if person.phone and not resident.phone_index:
        number = identity.phone(person.phone)
        resident.phone_sealed = office.vault.seal(number)
        resident.phone_index = office.vault.index("phone", number)
    if person.id_number and not resident.id_index:
        number = identity.id_number(person.id_number)
        resident.id_number_sealed = office.vault.seal(number)
        resident.id_index = office.vault.index("id", number)
    if person.address and not resident.address_sealed:
        resident.address_sealed = office.vault.seal(person.address)
    resident.last_seen_at = now
    child = minors.is_child(office.vault.open_or_none(resident.id_number_sealed), local_date(now))
    resident.keep_until = local_date(now + (minors.KEEP if child else KEEP))
    office.db.flush()
    return resident


def open_identity(office: Office, resident: Resident) -> Person:
    """Identity in clear. The caller answers for the right to see it."""
    unseal = office.vault.open_or_none
    return Person(
        unseal(resident.name_sealed) or "",
        unseal(resident.phone_sealed) or "",
        unseal(resident.id_number_sealed) or "",
        unseal(resident.address_sealed) or "",
    )


def address_index(office: Office, channel: str, address: str) -> str:
    """The blind index under which the record of an address is found."""
    return office.vault.index("contact", f"{channel}:{address}")


def contact(office: Office, channel: str, address: str) -> Contact:
    """The record of an address, made at first sight."""
    now = office.clock.now()
    index = address_index(office, channel, address)
    found = office.db.scalar(
        select(Contact).where(Contact.channel == channel, Contact.address_index == index)
    )
    if found is None:
        found = Contact(
            channel=channel,
            address_sealed=office.vault.seal(address),
            address_index=index,
            added_at=now,
            last_seen_at=now,
        )
        office.db.add(found)
    found.last_seen_at = now
    office.db.flush()
    return found


def for_contact(office: Office, channel: str, address: str) -> Resident | None:
    """The resident whose address this is proven to be; None while it is unknown or only claimed."""
    index = address_index(office, channel, address)
    found = office.db.scalar(
        select(Contact).where(Contact.channel == channel, Contact.address_index == index)
    )
    if found is None or found.resident_id is None or found.verified_at is None:
        return None
    return office.db.get(Resident, found.resident_id)


def proven_contacts(office: Office, resident: Resident) -> Sequence[Contact]:
    """The addresses that are proven to be the resident's."""
    return office.db.scalars(
        select(Contact).where(Contact.resident_id == resident.id, Contact.verified_at.is_not(None))
    ).all()


def bind(office: Office, channel: str, address: str, resident: Resident, how: str) -> Contact:
    """Record that this address is proven to be the resident's, and by what."""
    found = contact(office, channel, address)
    found.resident_id, found.verified_at, found.verified_how = resident.id, office.clock.now(), how
    return found


def unbind(office: Office, channel: str, address: str) -> None:
    found = contact(office, channel, address)
    found.resident_id = found.verified_at = found.verified_how = None


def block(office: Office, channel: str, address: str) -> None:
    """The address refuses messages; it is not written to until it writes again."""
    contact(office, channel, address).blocked_at = office.clock.now()


def unblock(office: Office, channel: str, address: str) -> None:
    """The address takes messages again: it has written, or said so."""
    index = address_index(office, channel, address)
    blocked = (Contact.channel == channel, Contact.address_index == index, Contact.blocked_at.is_not(None))
    office.db.execute(update(Contact).where(*blocked).values(blocked_at=None))


def consent(
    office: Office,
    purpose: str,
    wording: str,
    *,
    contact: Contact | None = None,
    resident: Resident | None = None,
) -> Consent:
    """Record what somebody was told and agreed to."""
    given = Consent(
        contact_id=contact.id if contact else None,
        resident_id=resident.id if resident else None,
        purpose=purpose,
        wording=wording,
        given_at=office.clock.now(),
    )
    office.db.add(given)
    office.db.flush()
    return given


def has_consented(
    office: Office, purpose: str, *, contact: Contact | None = None, resident: Resident | None = None
) -> bool:
    query = select(Consent.id).where(Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    if contact is not None:
        query = query.where(Consent.contact_id == contact.id)
    if resident is not None:
        query = query.where(Consent.resident_id == resident.id)
    return office.db.scalar(query.limit(1)) is not None


def refuse_consent(office: Office, purpose: str, wording: str, contact: Contact) -> Consent:
    """Record that somebody was asked in these words and said no: it is withdrawn in the moment it is kept."""
    asked = consent(office, purpose, wording, contact=contact)
    asked.withdrawn_at = asked.given_at
    return asked


def last_answer(office: Office, purpose: str, contact: Contact) -> Consent | None:
    """What was answered last for this purpose; None where nobody has answered."""
    query = select(Consent).where(Consent.contact_id == contact.id, Consent.purpose == purpose)
    return office.db.scalar(query.order_by(Consent.id.desc()).limit(1))


def withdraw_consent(office: Office, purpose: str, contact: Contact) -> int:
    """Take back what was agreed to (个人信息保护法 art. 15); returns how many consents ended."""
    given = office.db.scalars(
        select(Consent).where(
            Consent.contact_id == contact.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
        )
    ).all()
    for one in given:
        one.withdrawn_at = office.clock.now()
    return len(given)


def erase(office: Office, resident: Resident) -> None:
    """Remove identity and addresses; the bare record stays for the figures (个人信息保护法 art. 47)."""
    resident.name_sealed = resident.phone_sealed = resident.id_number_sealed = resident.address_sealed = None
    resident.name_index = resident.phone_index = resident.id_index = None
    resident.erased_at = office.clock.now()
    for found in office.db.scalars(select(Contact).where(Contact.resident_id == resident.id)):
        found.resident_id = found.verified_at = found.verified_how = None
        forget_address(office, found)


def forget_address(office: Office, contact: Contact) -> None:
    """Remove where somebody was reached; the bare record stays for what points to it. Who writes again is new."""
    contact.address_sealed, contact.address_index = office.vault.seal(""), f"{FORGOTTEN}{contact.id}"
    contact.blocked_at = office.clock.now()
