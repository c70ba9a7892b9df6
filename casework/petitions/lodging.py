"""Lodging a petition: the one way in for bot, operator and import."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import identity, residents, rights, units
from casework.people.actors import Actor
from casework.petitions import (
    amending,
    clocks,
    digests,
    escalation,
    evidence,
    history,
    letters,
    numbers,
    petitioners,
    repeats,
    representatives,
    routing,
    search,
    shield,
    transfers,
)
from casework.petitions.categories import CATEGORIES, CLASSES, IDENTITIES, SENSITIVITIES
from casework.petitions.models import ClockRow, Petition, Petitioner
from casework.petitions.routing import AccusedUnit, Route
from store.clock import local_date


class BadPetition(CaseworkError):
    """Something in the petition is missing or cannot be; the sentence says what to ask."""

    code = "bad_petition"


Accused = AccusedUnit
Complainant = petitioners.Complainant


@dataclass(frozen=True)
class NewPetition:
    """All that is taken down. Dates are days in Asia/Shanghai; `contact` is (channel, address) to answer to."""

    category: str
    narrative: str
    wants: str = ""
    matter_class: str | None = None
    path: int | None = None
    secondary: Sequence[str] = ()
    sensitivity: str = "ordinary"
    place_unit_code: str | None = None
    place_text: str = ""
    accused: Sequence[AccusedUnit] = ()
    happened_from: date | None = None
    happened_until: date | None = None
    happened_text: str = ""
    program: str | None = None
    application_key: str | None = None
    """The number of an application that was said, in capitals and digits; it leads to a person, so it is not kept with
    an anonymous petition."""
    identity: str = "real_name"
    petitioners: Sequence[Complainant] = ()
    headcount: int = 1
    channel: str = "web"
    contact: tuple[str, str] | None = None
    conversation_id: int | None = None
    evidence: Sequence[int] = ()
    other_names: Sequence[str] = field(default=())
    """Names heard in the narrative, to be kept out of the digest."""
    received_at: datetime | None = None
    """When it reached the office, if before now: a letter of yesterday, a record taken over; clocks run from then."""
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Promise:
    """A date given to the petitioner, and how it came about."""

    what: str
    due_on: date
    explanation: str


@dataclass(frozen=True)
class Lodged:
    """A petition taken in; the query code is told once and kept nowhere in clear."""

    petition: Petition
    number: str
    query_code: str
    promises: tuple[Promise, ...]


def lodge(office: Office, new: NewPetition, by: Actor) -> Lodged:
    """Take in a petition. The same idempotency key gives the same result and lodges once.

    Raises:
        BadPetition: with the sentence to ask the petitioner.
        NotAllowed: the actor may not lodge.
    """
    verdict = rights.may(by, "lodge")
    if not verdict:
        raise NotAllowed(verdict.why)
    check(office, new)
    if new.idempotency_key and (known := _known(office, new.idempotency_key)):
        return _receipt(office, known, code_for(office, new.idempotency_key))
    try:
        with office.db.begin_nested():
            return _enter(office, new, by)
    except IntegrityError:
        if new.idempotency_key and (known := _known(office, new.idempotency_key)):
            return _receipt(office, known, code_for(office, new.idempotency_key))
        raise


def check(office: Office, new: NewPetition) -> None:
    """Raises BadPetition for what cannot be lodged."""
    if len(new.narrative.strip()) < 2:
        raise BadPetition("请说一说发生了什么事。")
    for value, allowed, what in (
        (new.category, CATEGORIES, "诉求类别"),
        (new.matter_class or "claim", CLASSES, "信访类别"),
        (new.identity, IDENTITIES, "署名方式"),
        (new.sensitivity, SENSITIVITIES, "敏感程度"),
    ):
        if value not in allowed:
            raise BadPetition(f"没有这样的{what}：{value}。")
    if new.place_unit_code:
        units.get(office, new.place_unit_code)
    for one in new.accused:
        if one.unit_code:
            units.get(office, one.unit_code)
    if new.happened_from and new.happened_until and new.happened_until < new.happened_from:
        raise BadPetition("事情结束的时间早于开始的时间，请再核对。")
    if new.happened_from and new.happened_from > local_date(office.clock.now()):
        raise BadPetition("事情发生的时间在今天之后，请再核对。")
    if new.received_at and new.received_at > office.clock.now():
        raise BadPetition("收到的时间在现在之后，请再核对。")
    _check_people(new)


def code_for(office: Office, idempotency_key: str) -> str:
    """The query code that belongs to a key: the same each time, and guessable by nobody without the seal's key."""
    return f"{int(office.vault.index('query-code', idempotency_key), 16) % 1_000_000:06d}"


def code_digest(office: Office, number: str, code: str) -> str:
    return office.vault.index("code", f"{number}:{code}")


def _check_people(new: NewPetition) -> None:
    if new.identity != "anonymous":
        first = new.petitioners[0] if new.petitioners else Complainant()
        if not first.name.strip():
            raise BadPetition("实名反映请留下姓名；不愿意留名，可以选匿名。")
        if not first.phone and new.contact is None:
            raise BadPetition("请留一个能联系上您的电话，不然没法答复您。")
    for one in new.petitioners:
        if why := petitioners.wrong(one):
            raise BadPetition(why)
    if why := representatives.wrong(new.petitioners, max(new.headcount, len(new.petitioners))):
        raise BadPetition(why)


def _enter(office: Office, new: NewPetition, by: Actor) -> Lodged:
    received = new.received_at or office.clock.now()
    route = routing.decide(office, new.category, new.accused, new.place_unit_code, new.matter_class, new.path)
    number = numbers.allot(office)
    code = code_for(office, new.idempotency_key) if new.idempotency_key else office.secrets.digits(6)
    contact = residents.contact(office, *new.contact) if new.contact else None
    people = _people(office, new)
    if contact is None and new.identity != "anonymous" and new.petitioners and new.petitioners[0].phone:
        contact = residents.contact(office, "phone", identity.phone(new.petitioners[0].phone))
    tree = units.tree(office)
    petition = Petition(
        number=number,
        code_digest=code_digest(office, number, code),
        idempotency_key=new.idempotency_key,
        matter_class=route.matter_class,
        path=route.path,
        procedure="ordinary",
        category=new.category,
        secondary=list(new.secondary),
        sensitivity=new.sensitivity,
        sealed=route.sealed,
        shielded=bool(route.barred),
        state="lodged",
        is_open=True,
        desk_unit=route.desk_unit,
        desk_path=tree.path(route.desk_unit),
        handler_unit=route.desk_unit,
        handler_path=tree.path(route.desk_unit),
        suggested_unit=route.suggested_unit,
        routing=route.why,
        place_unit=new.place_unit_code,
        township=tree.township_of(new.place_unit_code),
        place_text=new.place_text[:120],
        happened_from=new.happened_from,
        happened_until=new.happened_until,
        happened_text=new.happened_text[:80],
        program=new.program,
        application_sealed=None
        if new.identity == "anonymous"
        else office.vault.seal_or_none(new.application_key),
        narrative_sealed=office.vault.seal(new.narrative),
        wants_sealed=office.vault.seal_or_none(new.wants),
        digest=_digest(new),
        identity=new.identity,
        resident_id=people[0].resident_id if people else None,
        contact_id=contact.id if contact else None,
        headcount=max(new.headcount, len(people), 1),
        channel=new.channel,
        conversation_id=new.conversation_id,
        typed_by=by.id if by.is_staff else None,
        on_behalf=by.is_staff or any(one.on_behalf_of for one in new.petitioners),
        lodged_at=received,
        lodged_on=local_date(received),
        extension_days=0,
        times_returned=0,
        times_reopened=0,
        times_urged=0,
        repeat_no=1,
        answered_at_once=False,
        history_count=0,
        history_head="",
        petitioners=people,
        accused=[amending.row(office, one) for one in new.accused],
    )
    office.db.add(petition)
    office.db.flush()
    _attach(office, petition, new, route, by)
    return _receipt(office, petition, code)


def _attach(office: Office, petition: Petition, new: NewPetition, route: Route, by: Actor) -> None:
    """Shield, evidence, hand-over, clocks, search, history and letter of a new petition."""
    shield.raise_over(office, petition, route.barred)
    evidence.attach(office, petition, new.evidence, new.conversation_id)
    if route.sealed:
        transfers.hand(office, petition, by, route.desk_unit, from_unit=routing.rules(office).desk)
    clocks.advance(office, petition, "lodge", at=petition.lodged_at)
    search.enter(office, petition)
    event = history.record(office, petition, "lodge", by, None, changes={"routing": [None, route.why]})
    if by.is_staff:
        letters.tell(office, petition, "lodge", event)
    repeats.at_lodging(office, petition)
    escalation.look(office, petition)


def _people(office: Office, new: NewPetition) -> list[Petitioner]:
    """Rows of the petitioners; an anonymous one leaves no name, number or record."""
    if new.identity == "anonymous":
        return []
    alone = len(new.petitioners) == 1 and representatives.needed(new.headcount)
    return [
        petitioners.row(office, replace(one, representative=one.representative or alone), position)
        for position, one in enumerate(new.petitioners)
    ]


def _digest(new: NewPetition) -> str:
    names = [one.name for one in new.petitioners] + [one.on_behalf_of for one in new.petitioners]
    names += [one.name for one in new.accused] + list(new.other_names)
    homes = [person.address for person in new.petitioners if person.address]
    return digests.redact("\n".join(part for part in (new.narrative, new.wants) if part), names, homes)


def _known(office: Office, key: str) -> Petition | None:
    return office.db.scalar(select(Petition).where(Petition.idempotency_key == key))


def _receipt(office: Office, petition: Petition, code: str) -> Lodged:
    return Lodged(petition, petition.number, code, tuple(promises(petition)))


UNSIGNED = "受理不受理，凭编号和查询码可以查（没留名的，规定没要求书面告知）"
"""What is promised for the notice to who left no name: nobody has to be told whose name is not known (信访工作条例
第二十三条), and of accusations only who signs."""


def promises(petition: Petition) -> list[Promise]:
    """The dates that run for a petitioner now."""
    told: dict[str, ClockRow] = {
        clock.stage: clock for clock in clocks.running(petition) if clock.kind == "duty"
    }
    return [
        Promise(_promised(petition, clock), clock.due_on, clock.explanation)
        for clock in sorted(told.values(), key=lambda clock: clock.due_on)
    ]


def _promised(petition: Petition, clock: ClockRow) -> str:
    unsigned = clock.stage == "notice" and petition.identity == "anonymous"
    return UNSIGNED if unsigned else clock.label
