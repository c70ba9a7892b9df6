"""督办, 约谈, joint consultation, notices and advice to units (信访工作条例 art. 39-41): on record, with the answer owed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, func, or_, select

from casework import outbox
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights, staff, units
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.petitions import figures
from casework.petitions.figures import Period
from casework.supervision.models import UnitMatter
from store.clock import local_date, start_of_day

KINDS = {"supervision": "督办", "talk": "约谈", "consultation": "会商", "notice": "通报", "advice": "建议"}
SUPERVISED = frozenset({"supervision", "talk"})
OWED = SUPERVISED | {"advice"}
"""Kinds that always owe an answer by a date."""

TOLD = (
    "received",
    "closed",
    "open",
    "overdue",
    "on_time_closure",
    "timely_acceptance",
    "repeat_share",
    "satisfaction",
)


class BadMatter(CaseworkError):
    """A matter that cannot be raised, answered or closed like this."""

    code = "bad_matter"


@dataclass(frozen=True)
class Shown:
    """A matter with its texts opened, and what the reader may do with it."""

    matter: UnitMatter
    demand: str
    present: str
    answer: str
    closed_note: str
    may_acknowledge: bool
    may_answer: bool
    may_close: bool
    overdue: bool


def put(
    office: Office,
    by: Actor,
    kind: str,
    unit: str,
    subject: str,
    demand: str,
    due_on: date | None = None,
    present: str = "",
) -> UnitMatter:
    """Put a matter to a unit below one's own.

    Raises:
        NotAllowed: not a supervisor, or the unit is not below the supervisor's own.
        BadMatter: something is missing, or the date is past.
        NotFound: no such unit.
    """
    path = units.get(office, unit).path
    if not rights.may(by, "put_matter", AtUnit(path)):
        raise NotAllowed("只有分管领导可以对下级单位督办、约谈、通报、提建议。")
    if kind not in KINDS:
        raise BadMatter("没有这种督办方式。")
    if not subject.strip() or not demand.strip():
        raise BadMatter("请写明事由和要求。")
    if kind in OWED and due_on is None:
        raise BadMatter("请写明什么时候要回复。")
    if due_on is not None and due_on < local_date(office.clock.now()):
        raise BadMatter("回复日期已经过去，请再核对。")
    matter = UnitMatter(
        kind=kind,
        unit_code=unit,
        unit_path=path,
        subject=subject.strip()[:120],
        demand_sealed=office.vault.seal(demand),
        present_sealed=office.vault.seal_or_none(present),
        due_on=due_on,
        raised_by=by.id,
        raised_by_name=by.name,
        raised_unit_path=by.unit_path,
        raised_at=office.clock.now(),
    )
    office.db.add(matter)
    office.db.flush()
    _tell(office, matter)
    return matter


def _tell(office: Office, matter: UnitMatter) -> None:
    """Alert those who answer for the unit; the alert does not say what it is about."""
    until = f"{matter.due_on} 前书面回复" if matter.due_on else "请签收"
    for person in staff.of_unit(office, matter.unit_code, "unit_head", "handler"):
        outbox.write(
            office,
            "alert",
            f"staff:{person.id}",
            f"【{KINDS[matter.kind]}】有一件对您单位的{KINDS[matter.kind]}，{until}，请到工作台“催办与督办”看。",
            key=f"unit-matter:{matter.id}:{person.id}",
        )


def put_all(
    office: Office,
    by: Actor,
    kind: str,
    to: Collection[str],
    subject: str,
    demand: str,
    due_on: date | None = None,
    present: str = "",
) -> list[UnitMatter]:
    """Put the same matter to several units, as joint supervision or consultation: one on record for each, or none.

    Raises:
        NotAllowed, BadMatter, NotFound: as `put`; no unit is named.
    """
    if not to:
        raise BadMatter("请选单位。")
    return [put(office, by, kind, unit, subject, demand, due_on, present) for unit in dict.fromkeys(to)]


def listed(office: Office, actor: Actor, *, closed: bool = False, limit: int = 100) -> list[Shown]:
    """Matters of the actor's branch, to somebody who only handles those of the own unit; those that owe an answer
    soonest first."""
    ended = UnitMatter.closed_at.is_not(None) if closed else UnitMatter.closed_at.is_(None)
    below = UnitMatter.unit_path.startswith(actor.unit_path, autoescape=True)
    rows = office.db.scalars(
        select(UnitMatter)
        .where(or_(below, UnitMatter.raised_by == actor.id), ended)
        .order_by(UnitMatter.due_on.nulls_last(), UnitMatter.id.desc())
    )
    return shown(office, actor, rows, limit)


def shown(office: Office, actor: Actor, rows: Iterable[UnitMatter], limit: int | None = None) -> list[Shown]:
    """Those of these that the actor may read, in their order, with their texts."""
    readable = (row for row in rows if _may_read(row, actor))
    return [_shown(office, row, actor) for row in islice(readable, limit)]


def owed(office: Office, actor: Actor) -> int:
    """How many matters wait for the actor: those that owe an answer until it is there, others until signed for."""
    rows = office.db.scalars(
        select(UnitMatter).where(
            UnitMatter.unit_path == actor.unit_path,
            or_(UnitMatter.due_on.is_not(None), UnitMatter.acknowledged_at.is_(None)),
            UnitMatter.answered_at.is_(None),
            UnitMatter.closed_at.is_(None),
        )
    )
    return sum(_may_answer(row, actor) for row in rows)


def count(office: Office, actor: Actor, period: Period, kinds: Collection[str]) -> int:
    """How many matters of some kinds were put to units of the actor's branch within a period."""
    return office.db.scalar(select(func.count()).where(*_put_within(actor, period, kinds))) or 0


def advice(office: Office, actor: Actor, period: Period) -> list[UnitMatter]:
    """The advice given to units of the actor's branch within a period, and whether it was adopted (art. 41, 3)."""
    query = select(UnitMatter).where(*_put_within(actor, period, ["advice"])).order_by(UnitMatter.id)
    return list(office.db.scalars(query))


def _put_within(actor: Actor, period: Period, kinds: Collection[str]) -> list[ColumnElement[bool]]:
    return [
        UnitMatter.unit_path.startswith(actor.unit_path, autoescape=True),
        UnitMatter.kind.in_(kinds),
        UnitMatter.raised_at >= start_of_day(period.first),
        UnitMatter.raised_at < start_of_day(period.last + timedelta(days=1)),
    ]


def acknowledge(office: Office, id: int, by: Actor) -> None:
    """The unit signs for what was put to it, once.

    Raises:
        NotFound, NotAllowed, BadMatter.
    """
    matter = _get(office, id, by)
    if not _may_answer(matter, by):
        raise NotAllowed("由被督办单位的负责人或承办人签收。")
    if matter.acknowledged_at is not None:
        raise BadMatter("这件已经签收过。")
    matter.acknowledged_by_name, matter.acknowledged_at = by.name, office.clock.now()


def answer(office: Office, id: int, by: Actor, text: str, adopted: bool | None = None) -> None:
    """The unit's answer in writing (art. 40: 书面反馈), once; to advice with whether it is adopted (art. 41, 3).

    Raises:
        NotFound, NotAllowed, BadMatter.
    """
    matter = _get(office, id, by)
    if not _may_answer(matter, by):
        raise NotAllowed("由被督办单位的负责人或承办人回复。")
    if matter.answered_at is not None:
        raise BadMatter("这件督办已经回复过。")
    if not text.strip():
        raise BadMatter("请写明办理情况。")
    if matter.kind == "advice":
        if adopted is None:
            raise BadMatter("请选采纳还是不采纳。")
        matter.adopted = adopted
    matter.answer_sealed = office.vault.seal(text)
    matter.answered_by_name, matter.answered_at = by.name, office.clock.now()


def close(office: Office, id: int, by: Actor, note: str) -> None:
    """Close a matter; where an answer is owed it must be there.

    Raises:
        NotFound, NotAllowed, BadMatter.
    """
    matter = _get(office, id, by)
    if not _may_close(matter, by):
        raise NotAllowed("由发起督办的一级结束。")
    if _owes(matter):
        raise BadMatter("还没有回复，不能结束。")
    matter.closed_note_sealed = office.vault.seal_or_none(note)
    matter.closed_by_name, matter.closed_at = by.name, office.clock.now()


def drafted(office: Office, by: Actor, unit: str, period: Period) -> str:
    """The text of a notice to a unit, from its figures of a period; to be gone over before it is sent."""
    table = figures.table(office, by, period=period, by="unit", figures=TOLD)
    row = next((row for row in table.rows if row.key == unit), None)
    name = units.tree(office).name(unit)
    if row is None:
        return f"{period.label}，{name}没有收到诉求。"
    told = "，".join(f"{one.label} {row.cells[one.name].text}" for one in table.definitions)
    whole = "，".join(
        f"{one.label} {table.total.cells[one.name].text}" for one in table.definitions if one.kind == "share"
    )
    return f"{period.label}，{name}：{told}。全部单位：{whole}。"


def _get(office: Office, id: int, actor: Actor) -> UnitMatter:
    matter = office.db.get(UnitMatter, id)
    if matter is None or not _may_read(matter, actor):
        raise NotFound("没有这件督办，或您无权查看。")
    if matter.closed_at is not None:
        raise BadMatter("这件督办已经结束。")
    return matter


def _may_read(matter: UnitMatter, actor: Actor) -> bool:
    own = matter.raised_by == actor.id and rights.holds(actor, "read_matters")
    return own or bool(rights.may(actor, "read_matters", AtUnit(matter.unit_path, matter.raised_unit_path)))


def _may_answer(matter: UnitMatter, actor: Actor) -> bool:
    return bool(rights.may(actor, "answer_matter", AtUnit(matter.unit_path, matter.raised_unit_path)))


def _waits(matter: UnitMatter) -> bool:
    return matter.closed_at is None and matter.answered_at is None


def _owes(matter: UnitMatter) -> bool:
    """Whether an answer is owed and not there."""
    return matter.due_on is not None and matter.answered_at is None


def _may_close(matter: UnitMatter, actor: Actor) -> bool:
    return bool(rights.may(actor, "close_matter", AtUnit(matter.unit_path, matter.raised_unit_path)))


def _shown(office: Office, matter: UnitMatter, actor: Actor) -> Shown:
    opened = office.vault.open_or_none
    today = local_date(office.clock.now())
    return Shown(
        matter,
        office.vault.open(matter.demand_sealed),
        opened(matter.present_sealed) or "",
        opened(matter.answer_sealed) or "",
        opened(matter.closed_note_sealed) or "",
        _waits(matter) and matter.acknowledged_at is None and _may_answer(matter, actor),
        _waits(matter) and _may_answer(matter, actor),
        matter.closed_at is None and not _owes(matter) and _may_close(matter, actor),
        _owes(matter) and matter.due_on is not None and matter.due_on < today,
    )
