"""The ledger of repeats (重复信访专门台账): one line a matter, taken on by a leader, struck off when settled (对账销号)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from casework.office import NotAllowed, NotFound, Office
from casework.people import rights
from casework.people import staff as staff_accounts
from casework.people.actors import Actor
from casework.petitions import history, queries, shield
from casework.petitions.models import Petition
from casework.petitions.repeats.linking import BadRepeat
from casework.petitions.repeats.models import RepeatMatter, RepeatMember
from store.clock import local_date

PAGE = 50
LEADERS = {"unit_head", "supervisor"}
"""Who may take a matter on."""


@dataclass(frozen=True)
class Line:
    """A matter as the ledger shows it: only the petitions that the reader may read, and counted by them."""

    matter: RepeatMatter
    petitions: tuple[Petition, ...]
    members: tuple[RepeatMember, ...]
    lead: str

    @property
    def times(self) -> int:
        return len(self.petitions)

    @property
    def is_open(self) -> bool:
        return any(petition.is_open for petition in self.petitions)

    @property
    def settled(self) -> bool:
        """Whether nothing stands in the way of striking it off."""
        return not self.is_open


@dataclass(frozen=True)
class LedgerPage:
    """A page of the ledger."""

    lines: list[Line]
    total: int
    page: int


def ledger(
    office: Office,
    actor: Actor,
    *,
    struck: bool | None = False,
    unit: str = "",
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
    size: int = PAGE,
) -> LedgerPage:
    """Matters with at least two petitions that the actor may read, latest first; `struck` None means all."""
    shown = select(Petition.id).where(Petition.id == RepeatMember.petition_id, queries.visible(office, actor))
    if unit:
        shown = shown.where(Petition.handler_unit == unit)
    twice = (
        select(RepeatMember.matter_id)
        .where(exists(shown.correlate(RepeatMember)))
        .group_by(RepeatMember.matter_id)
        .having(func.count() >= (1 if unit else 2))
    )
    query = select(RepeatMatter).where(RepeatMatter.id.in_(twice))
    if struck is not None:
        query = query.where(
            RepeatMatter.struck_on.is_not(None) if struck else RepeatMatter.struck_on.is_(None)
        )
    if since:
        query = query.where(RepeatMatter.last_on >= since)
    if until:
        query = query.where(RepeatMatter.last_on <= until)
    total = office.db.scalar(select(func.count()).select_from(query.subquery())) or 0
    matters = office.db.scalars(
        query.order_by(RepeatMatter.last_on.desc(), RepeatMatter.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return LedgerPage(_lines(office, actor, list(matters)), total, page)


def of(office: Office, petition: Petition, actor: Actor) -> Line | None:
    """The line of the ledger that a petition stands in, as the actor may see it; None if it is in none."""
    member = office.db.get(RepeatMember, petition.id)
    if member is None:
        return None
    (line,) = _lines(office, actor, [office.db.get_one(RepeatMatter, member.matter_id)])
    return line if len(line.petitions) > 1 else None


def take_on(office: Office, matter_id: int, staff_id: int, by: Actor) -> None:
    """Let a leader take the matter on (领导包案).

    Raises:
        NotFound, NotAllowed, Shielded: the leader is complained of in it.
        BadRepeat: who is named leads no unit, or has left.
    """
    line = _line(office, matter_id, by)
    lead = staff_accounts.get(office, staff_id)
    if not lead.active or not LEADERS & set(lead.roles):
        raise BadRepeat("包案的应当是在岗的单位负责人或督办领导，请另选一位。")
    for petition in line.petitions:
        shield.require_clear(office, petition, lead.unit_code, lead)
    last = line.petitions[-1]
    verdict = rights.may(by, "supervise", last)
    if not verdict:
        raise NotAllowed(verdict.why)
    before, line.matter.lead_staff_id = line.matter.lead_staff_id, lead.id
    history.record(office, last, "take_on", by, last.state, changes={"lead_staff_id": [before, lead.id]})


def strike_off(office: Office, matter_id: int, by: Actor, note: str) -> None:
    """Strike a matter off: all its petitions are ended, and the note says how it was settled.

    Raises:
        NotFound, NotAllowed, BadRepeat.
    """
    line = _line(office, matter_id, by)
    last = line.petitions[-1]
    verdict = rights.may(by, "link", last)
    if not verdict:
        raise NotAllowed(verdict.why)
    if not note.strip():
        raise BadRepeat("请写明怎样化解、信访人是否认可，再销号。")
    if line.matter.struck_on is not None:
        raise BadRepeat("这件已经销号。")
    if not line.settled or len(line.petitions) < line.matter.times:
        raise BadRepeat("还有没办结的件，不能销号。")
    line.matter.struck_on = local_date(office.clock.now())
    line.matter.struck_by = by.id
    line.matter.struck_note_sealed = office.vault.seal(note)
    line.matter.times_struck += 1
    history.record(office, last, "strike_off", by, last.state, reason=note)


def _line(office: Office, matter_id: int, actor: Actor) -> Line:
    matter = office.db.get(RepeatMatter, matter_id, with_for_update=True)
    lines = _lines(office, actor, [matter]) if matter is not None else []
    if not lines or not lines[0].petitions:
        raise NotFound("台账里没有这一件，或您无权查看。")
    return lines[0]


def _lines(office: Office, actor: Actor, matters: list[RepeatMatter]) -> list[Line]:
    rows = office.db.execute(
        select(RepeatMember, Petition)
        .join(Petition, Petition.id == RepeatMember.petition_id)
        .where(RepeatMember.matter_id.in_([matter.id for matter in matters]), queries.visible(office, actor))
        .order_by(RepeatMember.position)
    )
    found: dict[int, list[tuple[RepeatMember, Petition]]] = defaultdict(list)
    for member, petition in rows:
        found[member.matter_id].append((member, petition))
    return [
        Line(
            matter,
            tuple(petition for _, petition in found[matter.id]),
            tuple(member for member, _ in found[matter.id]),
            staff_accounts.get(office, matter.lead_staff_id).name if matter.lead_staff_id else "",
        )
        for matter in matters
    ]
