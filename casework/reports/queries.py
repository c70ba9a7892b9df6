"""Rows of ledgers, read one after another under the rights of whoever the report is made for."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import queries, shield
from casework.petitions.escalation.models import Escalation
from casework.petitions.figures import Period, counting
from casework.petitions.models import Accused, Petition, Petitioner, Transfer
from casework.petitions.notices.models import Notice
from casework.petitions.repeats.models import RepeatMatter, RepeatMember
from store.clock import start_of_day

CHUNK = 10_000

LEDGER = (
    Petition.number,
    Petition.lodged_on,
    Petition.channel,
    Petition.matter_class,
    Petition.category,
    Petition.township,
    Petition.digest,
    Petition.identity,
    Petition.handler_unit,
    Petition.state,
    Petition.accepted_on,
    Petition.answered_on,
    Petition.closed_on,
    Petition.concluded_in_time,
    Petition.outcome,
    Petition.satisfaction,
    Petition.repeat_no,
)


def came(
    office: Office, actor: Actor, period: Period, *more: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """The petitions that came in within a period and that the actor may read."""
    return [queries.visible(office, actor), *counting.within(period), *more]


def ledger(office: Office, actor: Actor, period: Period, after: int = 0) -> Iterator[Row[Any]]:
    """A row for each petition, in the order of their coming, read in chunks by the id, from after an id on."""
    last = after
    while True:
        rows: Sequence[Any] = office.db.execute(
            select(Petition.id, *LEDGER)
            .where(Petition.id > last, *came(office, actor, period))
            .order_by(Petition.id)
            .limit(CHUNK)
        ).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        last = rows[-1].id


def withheld(office: Office, maker: Actor, taker: Actor, period: Period, made_at: datetime) -> bool:
    """Whether a report made on `maker`'s rights holds a petition that the shield keeps from `taker` (art. 30).

    It holds what came in within the period, was closed or handed over in it, was open while it was made, and all
    the times of a repeated matter that last came in it.
    """
    handed = select(Transfer.petition_id).where(
        Transfer.handed_at >= start_of_day(period.first),
        Transfer.handed_at < start_of_day(period.last + timedelta(days=1)),
    )
    repeated = (
        select(RepeatMember.petition_id)
        .join(RepeatMatter, RepeatMatter.id == RepeatMember.matter_id)
        .where(RepeatMatter.last_on >= period.first)
    )
    held = or_(
        Petition.lodged_on.between(period.first, period.last),
        Petition.closed_on >= period.first,
        Petition.is_open,
        Petition.id.in_(handed),
        Petition.id.in_(repeated),
    )
    found = select(Petition.id).where(
        Petition.id.in_(shield.kept_from(office, taker)),
        Petition.lodged_at <= made_at,
        queries.visible(office, maker),
        held,
    )
    return office.db.scalar(found.limit(1)) is not None


def named_reports(office: Office, actor: Actor, period: Period) -> Iterator[tuple[Petition, bytes | None]]:
    """Accusations by people who gave their name, with that name under seal."""
    name = (
        select(Petitioner.name_sealed)
        .where(Petitioner.petition_id == Petition.id)
        .order_by(Petitioner.position)
        .limit(1)
        .scalar_subquery()
    )
    rows = office.db.execute(
        select(Petition, name)
        .where(
            *came(
                office,
                actor,
                period,
                Petition.matter_class == "accusation",
                Petition.identity.in_(("real_name", "confidential")),
            )
        )
        .order_by(Petition.id)
    )
    for row in rows:
        yield row[0], row[1]


def transfers(office: Office, actor: Actor, first: Any, until: Any) -> Iterator[tuple[Transfer, Petition]]:
    """Leads handed to the discipline inspection from `first` up to, not including, `until`."""
    rows = office.db.execute(
        select(Transfer, Petition)
        .join(Petition, Petition.id == Transfer.petition_id)
        .where(queries.visible(office, actor), Transfer.handed_at >= first, Transfer.handed_at < until)
        .order_by(Transfer.id)
    )
    for row in rows:
        yield row[0], row[1]


def settled(office: Office, actor: Actor, period: Period) -> list[Petition]:
    """Petitions closed within a period that may serve as examples: open to all, answered, not an accusation."""
    return list(
        office.db.scalars(
            queries.readable(office, actor)
            .where(
                Petition.closed_on.between(period.first, period.last),
                Petition.outcome.is_not(None),
                ~Petition.sealed,
                ~Petition.shielded,
                Petition.matter_class != "accusation",
                Petition.sensitivity == "ordinary",
            )
            .order_by(Petition.satisfaction.desc().nulls_last(), Petition.figure_days, Petition.id)
            .limit(200)
        )
    )


def accused(office: Office, actor: Actor, period: Period, limit: int) -> list[tuple[str, int]]:
    """The units that most petitions of a period complain of, with how many do; none that was found not to be meant."""
    petitions = func.count(Petition.id.distinct())
    rows = office.db.execute(
        select(Accused.unit_code, petitions)
        .join(Petition, Petition.id == Accused.petition_id)
        .where(*came(office, actor, period, Accused.unit_code.is_not(None), Accused.struck_on.is_(None)))
        .group_by(Accused.unit_code)
        .order_by(petitions.desc(), Accused.unit_code)
        .limit(limit)
    )
    return [(str(row[0]), int(row[1])) for row in rows]


def count(office: Office, actor: Actor, period: Period, *more: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Petition).where(*came(office, actor, period, *more))
    return office.db.scalar(query) or 0


def supervised(office: Office, actor: Actor, period: Period, level: int) -> int:
    """How many petitions of a period were raised to a level of escalation or above."""
    raised = select(Escalation.petition_id).where(Escalation.level >= level)
    return count(office, actor, period, Petition.id.in_(raised))


def noticed(office: Office, actor: Actor, period: Period, kind: str) -> int:
    """How many petitions of a period have a notice of a kind."""
    return count(
        office, actor, period, Petition.id.in_(select(Notice.petition_id).where(Notice.kind == kind))
    )
