"""Petitions that belong together: merged, bundled, tied, taken apart again, or split.

Merged: the same matter brought anew; it is worked on through its parent and answered with it. Bundled: several
people, one cause; each goes its own way under a common head. Tied: they have to do with each other, and neither
heads the other; that stands in the history of both. In every case each petition keeps its own petitioners, clocks
and history.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.people.models import Contact
from casework.petitions import clocks, effects, history, letters, lodging, shield
from casework.petitions.amending import standing
from casework.petitions.lodging import Complainant, Lodged, NewPetition
from casework.petitions.models import Petition
from casework.petitions.moves import UNANSWERED


class BadLink(CaseworkError):
    """Two petitions that cannot be linked in this way."""

    code = "bad_link"


def merge(office: Office, child: Petition, parent: Petition, by: Actor, reason: str) -> None:
    """Let `child` be worked on and answered through `parent`.

    Raises:
        BadLink: it would make a circle, or the states or seals do not allow it.
        Shielded: whoever has the parent must not see the child.
    """
    _require(office, child, parent, by)
    if child.state not in UNANSWERED or parent.state not in UNANSWERED:
        raise BadLink("只有还没答复的诉求才能并案。")
    if child.sealed != parent.sealed:
        raise BadLink("密封件和普通件不能并案。")
    _hang(office, child, parent, "merged", by, reason, to_state="merged")


def bundle(office: Office, children: Sequence[Petition], parent: Petition, by: Actor, reason: str) -> None:
    """Put petitions of one cause under a common head; they go on by themselves.

    Raises:
        BadLink: it would make a circle, or one hangs elsewhere.
    """
    for child in children:
        _require(office, child, parent, by)
    for child in children:
        _hang(office, child, parent, "bundled", by, reason)


def unlink(office: Office, child: Petition, by: Actor, reason: str) -> None:
    """Take a petition off its parent; a merged one goes on by itself from the desk."""
    _allowed(office, child, by)
    if child.parent_id is None:
        raise BadLink("这一件没有并入别的诉求。")
    before, parent = child.state, child.parent_id
    if child.link == "merged" and child.state == "merged":
        child.state = "accepted" if child.accepted_on else "registered"
        effects.place(office, child, child.desk_unit)
    child.parent_id = child.link = None
    clocks.settle(child)
    history.record(office, child, "unlink", by, before, reason=reason, changes={"parent_id": [parent, None]})


def tie(office: Office, one: Petition, other: Petition, by: Actor, reason: str) -> None:
    """Note with both that they have to do with each other; each goes its own way.

    Raises:
        BadLink: they are one and the same, or tied already.
        Shielded: whoever has one must not see the other.
    """
    _require_clear(office, one, other, by)
    if one.id == other.id or other.number in tied(office, one):
        raise BadLink("不能和它自己关联，关联过的也不用再关联。")
    _note_tie(office, one, other, "link", by, reason)


def untie(office: Office, one: Petition, other: Petition, by: Actor, reason: str) -> None:
    """Note with both that they have nothing to do with each other after all.

    Raises:
        BadLink: they are not tied.
    """
    _require_clear(office, one, other, by)
    if other.number not in tied(office, one):
        raise BadLink("这两件没有关联过。")
    _note_tie(office, one, other, "unlink", by, reason)


def tied(office: Office, petition: Petition) -> list[str]:
    """The numbers of the petitions that this one is tied to now, as its history says."""
    found: dict[str, None] = {}
    for event in history.of(office, petition):
        before, after = (event.changes or {}).get("linked", (None, None))
        if before:
            found.pop(before, None)
        if after:
            found[after] = None
    return list(found)


def _note_tie(office: Office, one: Petition, other: Petition, move: str, by: Actor, reason: str) -> None:
    for this, that in ((one, other), (other, one)):
        change = [None, that.number] if move == "link" else [that.number, None]
        history.record(office, this, move, by, this.state, reason=reason, changes={"linked": change})


def split(
    office: Office, petition: Petition, parts: Sequence[dict[str, Any]], by: Actor, reason: str
) -> list[Lodged]:
    """Take matters out of a petition into petitions of their own, for the same people and from the same day.

    Each part holds at least `category` and `narrative`; other fields of `NewPetition` may be given. The clocks of
    the new petitions run from the day on which the first one came in, so that splitting delays nothing.
    """
    _allowed(office, petition, by)
    if petition.state not in UNANSWERED:
        raise BadLink("只有还没答复的诉求才能拆分。")
    if not parts:
        raise BadLink("请写出要拆成几件、各是什么事。")
    made = []
    for part in parts:
        new = replace(_again(office, petition), **part)
        lodged = lodging.lodge(office, new, by)
        child = lodged.petition
        child.parent_id, child.link = petition.id, "split"
        event = history.record(
            office, child, "split", by, child.state, reason=reason, changes={"parent_id": [None, petition.id]}
        )
        letters.tell(office, child, "split", event, text=lodged.query_code)
        made.append(lodged)
    numbers = [lodged.number for lodged in made]
    history.record(
        office, petition, "split", by, petition.state, reason=reason, changes={"split_into": [None, numbers]}
    )
    return made


def root(office: Office, petition: Petition) -> Petition:
    """The petition at the head of the links that this one hangs on."""
    seen = {petition.id}
    while petition.parent_id is not None:
        petition = office.db.get_one(Petition, petition.parent_id)
        if petition.id in seen:
            raise BadLink("这几件诉求互相并案，绕成了圈。")
        seen.add(petition.id)
    return petition


def _require(office: Office, child: Petition, parent: Petition, by: Actor) -> None:
    _require_clear(office, child, parent, by)
    if child.parent_id is not None:
        raise BadLink(f"{child.number} 已经并入别的诉求，请先解除。")
    if child.id in {parent.id, root(office, parent).id}:
        raise BadLink("不能把一件诉求并入它自己或它下面的诉求。")


def _require_clear(office: Office, one: Petition, other: Petition, by: Actor) -> None:
    """Both may be linked by this person, and whoever has one may see the other."""
    for petition in (one, other):
        _allowed(office, petition, by)
    shield.require_clear(office, one, other.handler_unit)
    shield.require_clear(office, other, one.handler_unit)


def _allowed(office: Office, petition: Petition, by: Actor) -> None:
    verdict = rights.may(by, "link", petition)
    if not verdict:
        raise NotAllowed(verdict.why)
    if petition.shielded and by.is_staff and shield.hides(office, petition, by):
        raise NotAllowed("这一件您须回避。")


def _hang(
    office: Office,
    child: Petition,
    parent: Petition,
    link: str,
    by: Actor,
    reason: str,
    to_state: str | None = None,
) -> None:
    before = child.state
    child.parent_id, child.link = parent.id, link
    if to_state:
        child.state = to_state
    event = history.record(
        office, child, _MOVES[link], by, before, reason=reason, changes={"parent_id": [None, parent.id]}
    )
    letters.tell(office, child, _MOVES[link], event)
    history.record(
        office,
        parent,
        _MOVES[link],
        by,
        parent.state,
        reason=reason,
        changes={"children": [None, child.number]},
    )


_MOVES = {"merged": "merge", "bundled": "bundle"}


def _again(office: Office, petition: Petition) -> NewPetition:
    """What was lodged, in the form in which it can be lodged."""
    unseal = office.vault.open_or_none
    contact = office.db.get(Contact, petition.contact_id) if petition.contact_id else None
    return NewPetition(
        category=petition.category,
        narrative="",
        sensitivity=petition.sensitivity,
        place_unit_code=petition.place_unit,
        place_text=petition.place_text,
        accused=standing(office, petition),
        program=petition.program,
        application_key=unseal(petition.application_sealed),
        identity=petition.identity,
        petitioners=[
            Complainant(
                unseal(one.name_sealed) or "",
                unseal(one.phone_sealed) or "",
                unseal(one.id_number_sealed) or "",
                unseal(one.address_sealed) or "",
                one.relation,
                unseal(one.on_behalf_of_sealed) or "",
                one.representative,
            )
            for one in petition.petitioners
        ],
        headcount=petition.headcount,
        channel=petition.channel,
        contact=(contact.channel, office.vault.open(contact.address_sealed)) if contact else None,
        conversation_id=petition.conversation_id,
        received_at=petition.lodged_at,
    )
