"""Linking repeats: the certain ones at lodging, the others as a person judges."""

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.petitions import history, queries, shield
from casework.petitions.figures import shapes
from casework.petitions.models import Petition
from casework.petitions.repeats import finding, traces
from casework.petitions.repeats.finding import Candidate
from casework.petitions.repeats.models import RepeatMatter, RepeatMember, RepeatOffer

SYSTEM = Actor.system("repeats")
MOST_OFFERED = 5


class BadRepeat(CaseworkError):
    """Two petitions that cannot be one matter, or a matter that cannot be struck off."""

    code = "bad_repeat"


def at_lodging(office: Office, petition: Petition) -> list[Candidate]:
    """Leave the traces of a new petition, link it to what it certainly repeats, and offer the rest to be judged."""
    traces.enter(office, petition)
    found = finding.candidates(office, petition, SYSTEM)
    linked = False
    for candidate in found[: MOST_OFFERED + 1]:
        if not linked and candidate.certain and _may_be_linked(office, petition, candidate.petition):
            _join(office, petition, candidate, SYSTEM, "automatic")
            linked = True
        elif not _together(office, petition, candidate.petition):
            _offer(office, petition, candidate)
    return found


def offers(office: Office, actor: Actor, petition: Petition | None = None) -> list[RepeatOffer]:
    """Pairs still to be judged of which the actor may read both petitions, surest first."""
    earlier = aliased(Petition)
    readable = select(Petition.id).where(queries.visible(office, actor))
    query = (
        select(RepeatOffer)
        .join(earlier, earlier.id == RepeatOffer.earlier_id)
        .where(
            RepeatOffer.state == "open",
            RepeatOffer.petition_id.in_(readable),
            RepeatOffer.earlier_id.in_(readable),
        )
        .order_by(RepeatOffer.score.desc(), RepeatOffer.id.desc())
        .limit(100)
    )
    if petition is not None:
        query = query.where(
            or_(RepeatOffer.petition_id == petition.id, RepeatOffer.earlier_id == petition.id)
        )
    return list(office.db.scalars(query))


def confirm(office: Office, offer: RepeatOffer, by: Actor) -> RepeatMember:
    """It is the same person's same matter.

    Raises:
        NotFound, NotAllowed, BadRepeat.
    """
    made = link(
        office,
        queries.by_id(office, offer.petition_id, by),
        queries.by_id(office, offer.earlier_id, by),
        by,
        offer.score,
        [str(reason["text"]) for reason in offer.reasons],
    )
    _judged(office, offer, "confirmed", by)
    return made


def dismiss(office: Office, offer: RepeatOffer, by: Actor) -> None:
    """It is not.

    Raises:
        NotFound, NotAllowed.
    """
    for id in (offer.petition_id, offer.earlier_id):
        _require(queries.by_id(office, id, by), by)
    _judged(office, offer, "dismissed", by)


def link(
    office: Office,
    petition: Petition,
    earlier: Petition,
    by: Actor,
    score: int = 0,
    reasons: list[str] | None = None,
) -> RepeatMember:
    """Link a petition by hand to an earlier one that it repeats.

    Raises:
        NotAllowed: the actor may not link one of them.
        BadRepeat: it is the same petition, the later one, linked already, or kept apart by seal or shield.
    """
    for one in (petition, earlier):
        _require(one, by)
    if petition.id == earlier.id or petition.lodged_at < earlier.lodged_at:
        raise BadRepeat("只能把后来的诉求关联到先前的诉求。")
    if _member(office, petition) is not None:
        raise BadRepeat(f"{petition.number} 已经在重复信访台账里，要改请先移出。")
    if not _may_be_linked(office, petition, earlier):
        raise BadRepeat("先前的一件须对本件的承办单位保密，不能关联；请交纪检监察人员处理。")
    return _join(office, petition, Candidate(earlier, score, ()), by, "judged", reasons)


def take_out(office: Office, petition: Petition, by: Actor, reason: str) -> None:
    """Take a petition out of the matter that it was linked to by mistake; those after it move up.

    Raises:
        NotAllowed, BadRepeat.
    """
    _require(petition, by)
    own = _member(office, petition)
    if own is None:
        raise BadRepeat("这一件不在重复信访台账里。")
    if not reason.strip():
        raise BadRepeat("请写明为什么不是同一件事。")
    matter = office.db.get_one(RepeatMatter, own.matter_id, with_for_update=True)
    later = [member for member in _members(office, matter) if member.position > own.position]
    office.db.delete(own)
    office.db.flush()
    for member in later:
        member.position -= 1
        office.db.flush()
        _number(office, office.db.get_one(Petition, member.petition_id), member.position, by)
    matter.times -= 1
    _number(office, petition, 1, by, reason)
    left = _members(office, matter)
    if len(left) == 1:
        office.db.delete(left[0])
        office.db.flush()
        office.db.delete(matter)
    office.db.flush()


def _join(
    office: Office,
    petition: Petition,
    candidate: Candidate,
    by: Actor,
    how: str,
    reasons: list[str] | None = None,
) -> RepeatMember:
    earlier = candidate.petition
    first = _member(office, earlier)
    if first is None:
        matter = RepeatMatter(
            opened_on=earlier.lodged_on, last_on=petition.lodged_on, times=1, times_struck=0
        )
        office.db.add(matter)
        office.db.flush()
        _enter(office, matter, earlier, 1, "first")
    else:
        matter = office.db.get_one(RepeatMatter, first.matter_id, with_for_update=True)
    for member in _members(office, matter):
        before = office.db.get_one(Petition, member.petition_id)
        if not before.is_open and not before.came_again:
            before.came_again = True
            shapes.stamp(before)
    matter.times += 1
    matter.last_on = max(matter.last_on, petition.lodged_on)
    matter.struck_on = matter.struck_by = matter.struck_note_sealed = None
    said = reasons or [reason.text for reason in candidate.reasons if reason.weight > 0]
    made = _enter(office, matter, petition, matter.times, how, candidate.score, said, by)
    _number(office, petition, made.position, by, f"重复反映：{'；'.join(said)}" if said else "重复反映")
    return made


def _enter(
    office: Office,
    matter: RepeatMatter,
    petition: Petition,
    position: int,
    how: str,
    score: int = 0,
    reasons: list[str] | None = None,
    by: Actor = SYSTEM,
) -> RepeatMember:
    member = RepeatMember(
        petition_id=petition.id,
        matter_id=matter.id,
        position=position,
        score=score,
        reasons=reasons or [],
        how=how,
        by_staff=by.id if by.is_staff else None,
        at=office.clock.now(),
    )
    office.db.add(member)
    office.db.flush()
    return member


def _number(office: Office, petition: Petition, times: int, by: Actor, reason: str = "") -> None:
    """The how-manieth time it is, on record."""
    before, petition.repeat_no = petition.repeat_no, times
    if before != times:
        history.record(
            office,
            petition,
            "repeat",
            by,
            petition.state,
            reason=reason or None,
            changes={"repeat_no": [before, times]},
        )


def _offer(office: Office, petition: Petition, candidate: Candidate) -> None:
    office.db.add(
        RepeatOffer(
            petition_id=petition.id,
            earlier_id=candidate.petition.id,
            score=candidate.score,
            reasons=[{"text": reason.text, "weight": reason.weight} for reason in candidate.reasons],
            state="open",
        )
    )
    office.db.flush()


def _may_be_linked(office: Office, petition: Petition, earlier: Petition) -> bool:
    """Whether the link shows nobody who has the later petition that there was an earlier one they must not know of
    (信访工作条例 art. 30)."""
    if earlier.sealed and not petition.sealed:
        return False
    if not earlier.shielded:
        return True
    return not any(
        shield.reaches(office, earlier, unit)
        for unit in {petition.handler_unit, petition.desk_unit, petition.suggested_unit}
    )


def _together(office: Office, one: Petition, other: Petition) -> bool:
    mine, theirs = _member(office, one), _member(office, other)
    return mine is not None and theirs is not None and mine.matter_id == theirs.matter_id


def _member(office: Office, petition: Petition) -> RepeatMember | None:
    return office.db.get(RepeatMember, petition.id)


def _members(office: Office, matter: RepeatMatter) -> list[RepeatMember]:
    return list(
        office.db.scalars(
            select(RepeatMember).where(RepeatMember.matter_id == matter.id).order_by(RepeatMember.position)
        )
    )


def _judged(office: Office, offer: RepeatOffer, state: str, by: Actor) -> None:
    offer.state, offer.judged_by, offer.judged_at = state, by.id, office.clock.now()
    office.db.flush()


def _require(petition: Petition, by: Actor) -> None:
    verdict = rights.may(by, "link", petition)
    if not verdict:
        raise NotAllowed(verdict.why)


def offer(office: Office, id: int, actor: Actor) -> RepeatOffer:
    """An offer of which the actor may read both petitions. Raises NotFound."""
    found = office.db.get(RepeatOffer, id)
    if found is None:
        raise NotFound("没有这条疑似重复，或您无权查看。")
    for petition_id in (found.petition_id, found.earlier_id):
        queries.by_id(office, petition_id, actor)
    return found
