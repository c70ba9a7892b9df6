"""Everything that is kept about one person, for that person: 个人信息保护法 art. 45, the right to see and to copy."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, Table, and_, func, or_, select

from casework.conversations import queries
from casework.office import CaseworkError, NotFound, Office
from casework.people import identity, reveals
from casework.people.actors import Actor
from casework.people.models import Contact, Resident
from casework.petitions.models import Petition, Petitioner
from huiyin.tables import metadata
from store.clock import show

OWN = (
    "resident",
    "assistance_application",
    "assistance_support",
    "assistance_payment",
    "assistance_monitored",
    "assistance_card_kept",
)
"""Tables whose rows are about the person whose index they carry."""
OF_RESIDENT = ("contact", "consent", "petitioner")
OF_PETITION = ("petition", "petition_answer", "petition_clock", "petition_call_back")
"""Of a joint petition each who signed it sees the matter, and of the people in it only themselves."""
CALLS = metadata.tables["phone_call"]
INSIDE = frozenset(
    {
        "key", "content", "digest", "previous", "dossier", "history_head", "idempotency_key", "turn", "token",
        "notes_sealed", "callback_note_sealed", "understood", "corrected",
    }
)  # fmt: skip
"""Columns that the machine needs and that say nothing about anybody, and notes that staff made for each other."""


class SeveralPeople(CaseworkError):
    """The telephone alone does not say whose records are meant."""

    code = "several_people"


def export(
    office: Office, by: Actor, *, id_number: str = "", phone: str = "", reason: str
) -> dict[str, list[dict[str, Any]]]:
    """All records about the person with this identity number or telephone, opened; the export itself is on record.

    What others wrote about the person is not among it: internal notes, what somebody else complained of, and who
    else signed the same petition.

    Raises:
        NotFound: nothing is kept.
        SeveralPeople: more than one person left this telephone, and no identity number was given.
        reveals.ReasonMissing: the reason is too short.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    residents: list[int] = []
    for name in OWN:
        table = metadata.tables[name]
        condition = _theirs(office, table, id_number, phone)
        if condition is None:
            continue
        rows = list(office.db.execute(select(table).where(condition)).mappings())
        if not id_number and _people(rows) > 1:
            raise SeveralPeople("这个电话登记过不止一个人：请核实身份，改用身份证号导出。")
        if name == "resident":
            residents = [row["id"] for row in rows]
        _add(found, office, table, rows)
    for name in OF_RESIDENT:
        _add_where(found, office, name, "resident_id", residents)
    _add(found, office, CALLS, office.db.execute(_calls(residents)).mappings())
    signed = select(Petitioner.petition_id).where(Petitioner.resident_id.in_(residents))
    ids = list(office.db.scalars(select(Petition.id).where(Petition.id.in_(signed))))
    for name in OF_PETITION:
        _add_where(found, office, name, "id" if name == "petition" else "petition_id", ids)
    _add_where(found, office, "message", "conversation_id", _talks(office, residents))
    if not found:
        raise NotFound("没有这个人的信息。请核对身份证号或电话。")
    reveals.record(office, by, "本人查阅", "个人信息副本", reason)
    return found


def _theirs(office: Office, table: Table, id_number: str, phone: str) -> ColumnElement[bool] | None:
    """The rows with this identity number, and with this telephone where the row says of no other person that it is theirs."""
    conditions: list[ColumnElement[bool]] = []
    if id_number:
        conditions.append(table.c.id_index == office.vault.index("id", identity.id_number(id_number)))
    if phone and "phone_index" in table.c:
        same = table.c.phone_index == office.vault.index("phone", identity.phone(phone))
        conditions.append(and_(same, table.c.id_index.is_(None)) if id_number else same)
    return or_(*conditions) if conditions else None


def _talks(office: Office, residents: list[int]) -> set[int]:
    """Ids of the talks in which they complained, and of those on an address that was proven to be theirs."""
    lodged = select(Petition.conversation_id).where(Petition.resident_id.in_(residents))
    proven = select(Contact).where(Contact.resident_id.in_(residents), Contact.verified_at.is_not(None))
    bound = [
        queries.by_address(office, one.channel, office.vault.open(one.address_sealed))
        for one in office.db.scalars(proven)
    ]
    return {talk for talk in office.db.scalars(lodged) if talk} | {talk.id for talk in bound if talk}


def _calls(residents: list[int]) -> Select[Any]:
    """Their calls; a call is known by its number alone, so none from a number that somebody else left as well."""
    numbers = select(Resident.phone_index).where(Resident.phone_index.is_not(None))
    shared = numbers.group_by(Resident.phone_index).having(func.count() > 1)
    return select(CALLS).where(CALLS.c.resident_id.in_(residents), CALLS.c.phone_index.not_in(shared))


def _people(rows: Iterable[Any]) -> int:
    """How many different people these rows name; a row with a number and one without, of one name, are one person."""
    named = list(rows)
    numbers = {row["id_index"] for row in named if row["id_index"]}
    names = {row["name_index"] for row in named if row.get("name_index")}
    return max(len(numbers), len(names))


def _add_where(
    found: dict[str, list[dict[str, Any]]], office: Office, name: str, column: str, values: Iterable[int]
) -> None:
    table = metadata.tables[name]
    wanted = list(values)
    if wanted:
        _add(
            found,
            office,
            table,
            office.db.execute(select(table).where(table.c[column].in_(wanted))).mappings(),
        )


def _add(found: dict[str, list[dict[str, Any]]], office: Office, table: Table, rows: Iterable[Any]) -> None:
    opened = [dict(_opened(office, table, row)) for row in rows]
    if opened:
        found[table.name] = opened


def _opened(office: Office, table: Table, row: Any) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        value = row[column.name]
        if value is None or column.name in INSIDE or column.name.endswith(("_index", "_digest", "_path")):
            continue
        if isinstance(column.type, LargeBinary):
            yield column.name.removesuffix("_sealed"), office.vault.open(value)
        elif isinstance(value, datetime):
            yield column.name, show(value)
        elif isinstance(value, date | Decimal):
            yield column.name, str(value)
        else:
            yield column.name, value
