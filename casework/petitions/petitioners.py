"""Those who bring a petition: as taken down, and as rows under seal."""

from dataclasses import dataclass

from casework.office import Office
from casework.people import identity, residents
from casework.people.residents import Person
from casework.petitions import shield
from casework.petitions.models import Petitioner


@dataclass(frozen=True)
class Complainant:
    """One of those who bring the petition."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    relation: str = "本人"
    on_behalf_of: str = ""
    representative: bool = False
    """One of at most five who speak for many (信访工作条例 art. 20)."""


def wrong(one: Complainant) -> str:
    """The sentence to ask again with, or nothing."""
    if one.phone and not identity.is_phone(one.phone):
        return "这个电话号码好像不对，请再说一遍。手机是 11 位，座机可以不带区号。"
    if one.id_number and not identity.is_id_number(one.id_number):
        return "这个身份证号对不上，请再核对一下 18 位号码。"
    return ""


def row(office: Office, one: Complainant, position: int) -> Petitioner:
    """The row of one petitioner; whoever leaves a telephone or identity number becomes a known resident."""
    number, card = identity.phone(one.phone), identity.id_number(one.id_number)
    known = (
        residents.enter(office, Person(one.name, one.phone, one.id_number, one.address))
        if number or card
        else None
    )
    return Petitioner(
        position=position,
        resident_id=known.id if known else None,
        name_sealed=office.vault.seal_or_none(one.name),
        name_index=shield.name_index(office, one.name) if one.name else None,
        phone_sealed=office.vault.seal_or_none(number),
        phone_index=office.vault.index("phone", number) if number else None,
        id_number_sealed=office.vault.seal_or_none(card),
        id_index=office.vault.index("id", card) if card else None,
        address_sealed=office.vault.seal_or_none(one.address),
        relation=one.relation[:20],
        on_behalf_of_sealed=office.vault.seal_or_none(one.on_behalf_of),
        representative=one.representative,
    )
