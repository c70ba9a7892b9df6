"""Everything that is kept about one person, for that person: 个人信息保护法 art. 45, the right to see and to copy."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import LargeBinary, Table, or_, select

from casework.office import NotFound, Office
from casework.people import identity, reveals
from casework.people.actors import Actor
from casework.petitions.models import Petition
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
OF_RESIDENT = ("contact", "consent")
OF_PETITION = ("petitioner", "petition_answer", "petition_clock")
INSIDE = frozenset(
    {"key", "content", "digest", "previous", "dossier", "history_head", "idempotency_key", "turn", "token"}
)
"""Columns that the machine needs and that say nothing about anybody."""


def export(
    office: Office, by: Actor, *, id_number: str = "", phone: str = "", reason: str
) -> dict[str, list[dict[str, Any]]]:
    """All records about the person with this identity number or telephone, opened; the export itself is on record.

    What others wrote about the person is not among it: internal notes, and what somebody else complained of.

    Raises:
        NotFound: nothing is kept.
        reveals.ReasonMissing: the reason is too short.
    """
    indexes = {
        "id_index": office.vault.index("id", identity.id_number(id_number)) if id_number else "",
        "phone_index": office.vault.index("phone", identity.phone(phone)) if phone else "",
    }
    found: dict[str, list[dict[str, Any]]] = {}
    residents: list[int] = []
    for name in OWN:
        table = metadata.tables[name]
        asked = [table.c[column] == value for column, value in indexes.items() if value and column in table.c]
        if not asked:
            continue
        rows = list(office.db.execute(select(table).where(or_(*asked))).mappings())
        if name == "resident":
            residents = [row["id"] for row in rows]
        _add(found, office, table, rows)
    for name in OF_RESIDENT:
        _add_where(found, office, name, "resident_id", residents)
    petitions = select(Petition.id, Petition.conversation_id).where(Petition.resident_id.in_(residents))
    ids = [(id, talk) for id, talk in office.db.execute(petitions)]
    _add_where(found, office, "petition", "id", [id for id, _ in ids])
    for name in OF_PETITION:
        _add_where(found, office, name, "petition_id", [id for id, _ in ids])
    _add_where(found, office, "message", "conversation_id", [talk for _, talk in ids if talk])
    if not found:
        raise NotFound("没有这个人的信息。请核对身份证号或电话。")
    reveals.record(office, by, "本人查阅", "个人信息副本", reason)
    return found


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
