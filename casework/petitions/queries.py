"""The only door to petitions' rows: what an actor may read, by role, place in the unit tree, seal and shield."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, union

from casework.office import NotFound, Office
from casework.people import identity, rights, units
from casework.people.actors import Actor
from casework.petitions import numbers, search, shield
from casework.petitions.models import Accused, Event, Note, Petition, Petitioner
from casework.petitions.moves import BEFORE_ACCEPTANCE
from store.clock import local_date

PAGE = 50


def readable(office: Office, actor: Actor) -> Select[Petition]:
    """A query for the petitions that the actor may read; every list, count, search and export starts from it."""
    return select(Petition).where(visible(office, actor))


def visible(office: Office, actor: Actor) -> ColumnElement[bool]:
    """The condition behind `readable`, for queries that count or add up."""
    if actor.kind == "system":
        return true()
    if actor.kind == "resident":
        own = [Petition.resident_id == actor.id] if actor.id is not None else []
        if actor.proven is not None:
            own.append(Petition.id == actor.proven)
        return or_(*own) if own else false()
    tree = units.tree(office)
    put_together_for, known = office.db.info.get("visible", (None, {}))
    if put_together_for is not tree:
        office.db.info["visible"] = tree, (known := {})
    if actor not in known:
        known[actor] = _visible_to_staff(office, actor)
    return known[actor]


def _visible_to_staff(office: Office, actor: Actor) -> ColumnElement[bool]:
    """Long, and asked for many times by a page: put together once for a unit of work, as long as the units stay."""
    scopes = [scope for role in sorted(actor.roles) if (scope := _scope(office, actor, role)) is not None]
    if not scopes:
        return false()
    sealed = true() if rights.holds(actor, "read_sealed") else ~Petition.sealed
    return and_(or_(*scopes), sealed, shield.condition(office, actor))


def withheld(office: Office, actor: Actor) -> ColumnElement[bool]:
    """True for petitions that seal or shield keep from this member of staff: nor may what led to them be shown, the call
    or the talk in which they were told (信访工作条例 art. 30)."""
    sealed = false() if rights.holds(actor, "read_sealed") else Petition.sealed
    return or_(sealed, ~shield.condition(office, actor))


def withheld_numbers(office: Office, actor: Actor) -> Select[str]:
    """The numbers of what is `withheld`."""
    return select(Petition.number).where(withheld(office, actor))


def _scope(office: Office, actor: Actor, role: str) -> ColumnElement[bool] | None:
    """The petitions that a role reaches from where the actor stands: the grants of `read` as SQL."""
    grants = dict(rights.RIGHTS["read"])
    if role not in grants:
        return None
    reach: list[ColumnElement[bool]] = []
    if rights.BELOW in grants[role]:
        reach.append(Petition.desk_unit.in_(units.branch(office, actor.unit_code)))
    elif rights.DESK in grants[role]:
        reach.append(Petition.desk_unit == actor.unit_code)
    if rights.ABOVE in grants[role]:
        reach.append(Petition.handler_unit.in_(units.branch(office, actor.unit_code)))
    elif rights.HANDLER in grants[role]:
        reach.append(Petition.handler_unit == actor.unit_code)
    return or_(*reach) if reach else None


def get(office: Office, number: str, actor: Actor) -> Petition:
    """The petition with this number.

    Raises:
        BadNumber: it is no number.
        NotFound: there is none, or none that this actor may know of; the two look the same.
    """
    found = office.db.scalars(readable(office, actor).where(Petition.number == numbers.parse(number))).first()
    if found is None:
        raise NotFound("没有找到这个编号的诉求，或您无权查看。")
    return found


def by_id(office: Office, id: int, actor: Actor) -> Petition:
    """As `get`, by row id."""
    found = office.db.scalars(readable(office, actor).where(Petition.id == id)).first()
    if found is None:
        raise NotFound("没有找到这件诉求，或您无权查看。")
    return found


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty fields narrow nothing."""

    text: str = ""
    state: str = ""
    category: str = ""
    matter_class: str = ""
    township: str = ""
    place_unit: str = ""
    handler_unit: str = ""
    channel: str = ""
    stage: str = ""
    sensitivity: str = ""
    lodged_from: date | None = None
    lodged_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    name: str = ""
    phone: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` counts all that match, up to `COUNTED` and one more."""

    rows: list[Petition]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


COUNTED = 1000
"""A list counts its matches exactly up to here; beyond it says “more than”."""

ListRule = Callable[[Office, Actor, date], ColumnElement[bool]]

WORKLISTS: dict[str, tuple[str, ListRule]] = {
    "open": ("在办", lambda office, actor, today: and_(Petition.is_open)),
    "mine": (
        "我承办的",
        lambda office, actor, today: and_(Petition.is_open, Petition.handler_staff_id == actor.id),
    ),
    "typed": (
        "我登记的",
        lambda office, actor, today: and_(Petition.is_open, Petition.typed_by == actor.id),
    ),
    "unit": (
        "本单位在办",
        lambda office, actor, today: and_(Petition.is_open, Petition.handler_unit == actor.unit_code),
    ),
    "to_accept": (
        "待受理",
        lambda office, actor, today: and_(Petition.is_open, Petition.state.in_(BEFORE_ACCEPTANCE)),
    ),
    "to_assign": (
        "待交办",
        lambda office, actor, today: and_(
            Petition.is_open, Petition.state.in_(("accepted", "reopened", "return_asked"))
        ),
    ),
    "to_approve": (
        "待审批",
        lambda office, actor, today: and_(
            Petition.is_open, or_(Petition.state == "drafted", Petition.extension_asked.is_not(None))
        ),
    ),
    "to_deliver": (
        "待送达",
        lambda office, actor, today: and_(Petition.is_open, Petition.state == "approved"),
    ),
    "to_close": ("待办结", lambda office, actor, today: and_(Petition.is_open, Petition.state == "answered")),
    "returned": (
        "申请退回",
        lambda office, actor, today: and_(Petition.is_open, Petition.state == "return_asked"),
    ),
    "handed_over": (
        "移送待签收",
        lambda office, actor, today: and_(Petition.is_open, Petition.state == "handed_over"),
    ),
    "due_soon": (
        "即将到期",
        lambda office, actor, today: and_(
            Petition.is_open, Petition.next_warn_on <= today, Petition.next_due_on >= today
        ),
    ),
    "due_today": (
        "今天到期",
        lambda office, actor, today: and_(Petition.is_open, Petition.next_due_on == today),
    ),
    "awaiting": (
        "等群众补充",
        lambda office, actor, today: and_(Petition.is_open, Petition.state == "awaiting_more"),
    ),
    "overdue": ("已超期", lambda office, actor, today: and_(Petition.is_open, Petition.next_due_on < today)),
    "review": (
        "复查复核",
        lambda office, actor, today: and_(
            Petition.is_open, Petition.state.in_(("under_review", "under_recheck"))
        ),
    ),
    "sensitive": (
        "紧急敏感",
        lambda office, actor, today: and_(Petition.is_open, Petition.sensitivity != "ordinary"),
    ),
    "unanswered": (
        "尚未答复",
        lambda office, actor, today: and_(Petition.is_open, Petition.answered_on.is_(None)),
    ),
    "closed": ("已办结", lambda office, actor, today: ~Petition.is_open),
    "all": ("全部", lambda office, actor, today: true()),
}


NEWEST_FIRST = ("closed", "all")
NEWEST = (Petition.id.desc(),)
QUEUE_ORDER = (Petition.next_due_on.nulls_last(), Petition.id)


def worklist(
    office: Office,
    actor: Actor,
    list_name: str = "open",
    filters: Filters | None = None,
    page: int = 1,
    size: int = PAGE,
) -> Page:
    """A page of one of `WORKLISTS`: open petitions most urgent first, others newest first.

    What is sought is gone through once, for the page and the count together.
    """
    _, rule = WORKLISTS[list_name]
    today = local_date(office.clock.now())
    filters = filters or Filters()
    newest_first = list_name in NEWEST_FIRST
    narrowed = and_(
        visible(office, actor), rule(office, actor, today), *_narrow(office, filters, newest_first)
    )
    found = _sought(office, filters)
    matching = _matching(narrowed, found, newest_first)
    if found is not None and page * size <= COUNTED:
        every = list(office.db.scalars(matching.limit(COUNTED + 1)))
        return Page(_in_order(office, every[(page - 1) * size : page * size]), len(every), page, size)
    ids = list(office.db.scalars(matching.limit(size).offset((page - 1) * size)))
    counted = matching.order_by(None) if newest_first and found is None else matching
    return Page(_in_order(office, ids), _counted(office, counted), page, size)


def _matching(
    narrowed: ColumnElement[bool], found: search.Found | None, newest_first: bool = False
) -> Select[int]:
    """Ids in the order of the list. Where something is sought it is gone through newest first and each petition looked
    up, so that neither all that was found nor all that may be read is gone through for one page."""
    if found is None or not newest_first:
        if found is not None:
            narrowed = and_(narrowed, Petition.id.in_(select(found.petition_id).where(found.matching)))
        return select(Petition.id).where(narrowed).order_by(*(NEWEST if newest_first else QUEUE_ORDER))
    petition = select(Petition.id).where(Petition.id == found.petition_id, narrowed).exists()
    return select(found.petition_id).where(found.matching, petition).order_by(found.petition_id.desc())


def _in_order(office: Office, ids: Sequence[int]) -> list[Petition]:
    """The petitions with these ids. Finding ids first lets an index answer without reading rows that are not shown."""
    found = {
        petition.id: petition for petition in office.db.scalars(select(Petition).where(Petition.id.in_(ids)))
    }
    return [found[id] for id in ids]


def count(office: Office, actor: Actor, list_name: str) -> int:
    """How many petitions of a list the actor may read, up to `COUNTED` and one more."""
    _, rule = WORKLISTS[list_name]
    narrowed = and_(visible(office, actor), rule(office, actor, local_date(office.clock.now())))
    return _counted(office, _matching(narrowed, None, list_name in NEWEST_FIRST))


def _counted(office: Office, matching: Select[int]) -> int:
    """How many match, up to `COUNTED` and one more; where they come in an order, it picks the index of the page."""
    counted = matching.limit(COUNTED + 1).subquery()
    return office.db.scalar(select(func.count()).select_from(counted)) or 0


def of_person(
    office: Office, actor: Actor, *, phone: str = "", id_number: str = "", limit: int = 20
) -> list[Petition]:
    """Earlier petitions of a caller, newest first, as far as the actor may read them."""
    theirs = Petition.id.in_(_of_petitioner(office, phone=phone, id_number=id_number))
    return list(office.db.scalars(readable(office, actor).where(theirs).order_by(*NEWEST).limit(limit)))


def children(office: Office, petition: Petition, actor: Actor) -> list[Petition]:
    """Petitions that hang on this one, as far as the actor may read them."""
    return list(
        office.db.scalars(
            readable(office, actor).where(Petition.parent_id == petition.id).order_by(Petition.id)
        )
    )


def _narrow(office: Office, filters: Filters, newest_first: bool) -> Sequence[ColumnElement[bool]]:
    """The conditions of the filters, but for what is sought. Open ones are walked in the queue's own small index: there the
    columns stand as expressions, so that no index over all petitions is taken for them."""
    same = {
        Petition.state: filters.state,
        Petition.category: filters.category,
        Petition.matter_class: filters.matter_class,
        Petition.township: filters.township,
        Petition.place_unit: filters.place_unit,
        Petition.handler_unit: filters.handler_unit,
        Petition.channel: filters.channel,
        Petition.next_stage: filters.stage,
        Petition.sensitivity: filters.sensitivity,
    }
    found: list[ColumnElement[bool]] = [
        (field if newest_first else func.coalesce(field, "")) == value
        for field, value in same.items()
        if value
    ]
    if filters.lodged_from:
        found.append(Petition.lodged_on >= filters.lodged_from)
    if filters.lodged_until:
        found.append(Petition.lodged_on <= filters.lodged_until)
    if filters.closed_from:
        found.append(Petition.closed_on >= filters.closed_from)
    if filters.closed_until:
        found.append(Petition.closed_on <= filters.closed_until)
    if filters.text and _is_number(filters.text):
        found.append(Petition.number == numbers.parse(filters.text))
    return found


def _sought(office: Office, filters: Filters) -> search.Found | None:
    """Where the petitions of a person, or with certain words, are found."""
    if filters.name or filters.phone:
        theirs = union(
            _of_petitioner(office, phone=filters.phone, name=filters.name),
            _complaining_of(office, filters.name),
        ).subquery()
        return search.Found(theirs.c.petition_id, true())
    if filters.text and not _is_number(filters.text):
        return search.found(office, filters.text)
    return None


def _is_number(text: str) -> bool:
    try:
        numbers.parse(text)
    except numbers.BadNumber:
        return False
    return True


def _of_petitioner(office: Office, *, phone: str = "", id_number: str = "", name: str = "") -> Select[int]:
    """Ids of the petitions in which this person is a petitioner; none where nothing is given."""
    vault = office.vault
    where = []
    if phone:
        where.append(Petitioner.phone_index == vault.index("phone", identity.phone(phone)))
    if id_number:
        where.append(Petitioner.id_index == vault.index("id", identity.id_number(id_number)))
    if name:
        where.append(Petitioner.name_index == shield.name_index(office, name))
    return select(Petitioner.petition_id).where(*where or [false()])


def _complaining_of(office: Office, name: str) -> Select[int]:
    """Ids of the petitions that complain of somebody of this name; none where nothing is given."""
    named = Accused.name_index == shield.name_index(office, name) if name else false()
    return select(Accused.petition_id).where(named, Accused.struck_on.is_(None))


def last_urged(office: Office, petition: Petition) -> datetime | None:
    """When the petitioner last pressed for an answer."""
    query = select(func.max(Event.at)).where(Event.petition_id == petition.id, Event.move == "urge")
    return office.db.scalar(query)


def last_added(office: Office, petition: Petition) -> Note | None:
    """What the petitioner added last; None where nothing was."""
    of_it = select(Note).where(Note.petition_id == petition.id, Note.kind == "supplement")
    return office.db.scalar(of_it.order_by(Note.id.desc()).limit(1))


def numbered(office: Office, number: str) -> Petition:
    """The petition of this number, for whoever has shown the right to it.

    Raises:
        NotFound: there is none.
    """
    found = office.db.scalar(select(Petition).where(Petition.number == number))
    if found is None:
        raise NotFound("没有找到这件诉求。")
    return found
