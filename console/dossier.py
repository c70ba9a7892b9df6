"""All that the page of one petition shows, with personal data masked unless it is being revealed on record."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.assistance import applications, flags
from casework.assistance.models import Application
from casework.assistance.numbers import BadNumber, tail
from casework.calls import calls, matters
from casework.calls.models import Call
from casework.conversations import local, talks
from casework.conversations.models import Conversation
from casework.office import NotFound, Office
from casework.people import identity, minors, rights, staff, units
from casework.petitions import (
    escalation,
    history,
    links,
    notes,
    notices,
    queries,
    representatives,
    workflow,
)
from casework.petitions.models import Accused, Answer, Petition, Petitioner
from casework.petitions.moves import ENTRIES, MOVES, STATES
from console import keeping, moves
from console.desk import Visitor
from store.clock import local_date

HAPPENINGS = {"raised": "发起", "acknowledged": "签收", "answered": "回复", "ended": "结束"}
TIED = "与本件关联"

ASIDE = frozenset(
    [
        "add_more",
        "ask_extension",
        "hand_over",
        "amend",
        "name_representative",
        "drop_representative",
        "recuse",
        "urge",
        "note",
        "rate",
        "withdraw",
        "to_ordinary",
        "attempt",
    ]
)
"""Moves that do not lead on; they stand below the others."""


@dataclass(frozen=True)
class Person:
    name: str
    phone: str
    id_number: str
    address: str
    relation: str
    representative: bool


@dataclass(frozen=True)
class Said:
    direction: str
    text: str
    at: datetime | None
    edited: bool = False


def show(office: Office, who: Visitor, petition: Petition, *, clear: bool = False) -> dict[str, Any]:
    """The template's context. With `clear` the personal data is open; the caller has put that on record."""
    names = _names(office, petition)
    offered = workflow.options(office, petition, who.actor)
    verdict = identity_visible(office, petition, who)
    tree = units.tree(office)
    return {
        "p": petition,
        "clear": clear,
        "fault": "",
        "opened": "",
        "today": local_date(office.clock.now()),
        "states": STATES,
        "tree": tree,
        "handler": staff.get(office, petition.handler_staff_id) if petition.handler_staff_id else None,
        "narrative": _text(office, petition.narrative_sealed, names, clear),
        "wants": _text(office, petition.wants_sealed, names, clear),
        "accused": [_accused(office, one, clear) for one in petition.accused],
        "petitioners": [_person(office, one, clear) for one in petition.petitioners],
        "no_speakers": representatives.missing(petition),
        "notices": notices.of(office, petition, who.actor),
        "notice_kinds": notices.KINDS,
        "evidence": [_file(office, file) for file in petition.evidence],
        "answers": [_answer(office, one, names, clear) for one in petition.answers],
        "clocks": sorted(petition.clocks, key=lambda clock: (not clock.running, clock.due_on)),
        "events": [
            {
                "at": event.at,
                "label": ENTRIES.get(event.move, event.move),
                "actor_name": event.actor_name,
                "actor_unit": event.actor_unit,
                "reason": _text(office, event.reason_sealed, names, clear),
            }
            for event in history.of(office, petition)
        ],
        "sound": next(history.verify(office, petition.number), None) is None,
        "notes": [
            {
                "by_name": note.by_name,
                "at": note.at,
                "kind": note.kind,
                "text": _text(office, note.text_sealed, names, clear),
            }
            for note in notes.of(office, petition)
        ],
        "chain": escalation.chain(office, petition, who.actor),
        "happenings": HAPPENINGS,
        "masked": (lambda text: text) if clear else (lambda text: local.masked(office, text, names)),
        "may_lift": who.may("supervision") and bool(rights.may(who.actor, "supervise", petition)),
        "talk": _talk(office, petition, names, clear),
        "call": _call(office, who, petition, names, clear),
        "allowed": sorted(
            (option for option in offered if option.allowed), key=lambda option: option.move in ASIDE
        ),
        "aside": ASIDE,
        "closed": [option for option in offered if not option.allowed],
        "drafts": keeping.drafts(office, who, f"petition/{petition.number}/"),
        "unsent": unsent,
        "staff": staff.of_unit(
            office, petition.suggested_unit, "handler", "unit_head", "inspector", branch=True
        )
        if petition.suggested_unit in tree.units
        else [],
        "choices": moves.choices,
        "templates": keeping.templates(office, "answer", petition.category),
        "may_reveal": bool(verdict) and bool(petition.petitioners or petition.narrative_sealed),
        "why_hidden": verdict.why,
        "application": _application(office, who, petition) if verdict else None,
        "flags": flags.flags(office, petition),
        "related": _related(office, who, petition),
        "may_link": bool(rights.may(who.actor, "link", petition)),
    }


def unsent(
    drafts: Mapping[str, Mapping[str, str]], allowed: Sequence[workflow.Option]
) -> list[tuple[str, list[str]]]:
    """Words typed for moves that are no longer open, by the move's name: a colleague was quicker, or it was left."""
    open_now = {option.move for option in allowed}
    found = [
        (
            MOVES[move].label,
            [words for need in MOVES[move].needs if need.kind == "text" and (words := kept.get(need.name))],
        )
        for move, kept in drafts.items()
        if move in MOVES and move not in open_now
    ]
    return [(label, words) for label, words in found if words]


def identity_visible(office: Office, petition: Petition, who: Visitor) -> rights.Verdict:
    """Whether this visitor may see who brought the petition; a confidential one, or a child's, is open to fewer."""
    today = local_date(office.clock.now())
    opened = office.vault.open_or_none
    if any(minors.is_child(opened(one.id_number_sealed), today) for one in petition.petitioners):
        head = rights.may(who.actor, "see_child_identity", petition)
        if not head:
            return rights.Verdict(False, "涉及不满14周岁的未成年人，由单位负责人或分管领导查看。")
    action = "see_confidential_identity" if petition.identity == "confidential" else "see_identity"
    return rights.may(who.actor, action, petition)


def _application(office: Office, who: Visitor, petition: Petition) -> tuple[str, Application | None] | None:
    """The last signs of the application's number that was said, and the application where the visitor may read it."""
    key = office.vault.open_or_none(petition.application_sealed)
    if not key:
        return None
    found = None
    if who.may("applications"):
        with suppress(NotFound, BadNumber):
            found = applications.find(office, key, who.actor)
    return tail(key), found


def _names(office: Office, petition: Petition) -> list[str]:
    sealed = [one.name_sealed for one in petition.petitioners]
    sealed += [one.on_behalf_of_sealed for one in petition.petitioners]
    sealed += [one.name_sealed for one in petition.accused]
    return [office.vault.open(name) for name in sealed if name]


def _text(office: Office, sealed: bytes | None, names: list[str], clear: bool) -> str:
    text = office.vault.open_or_none(sealed) or ""
    return text if clear else local.masked(office, text, names)


def _accused(office: Office, one: Accused, clear: bool) -> dict[str, Any]:
    name = office.vault.open_or_none(one.name_sealed)
    return {
        "name": name if clear else (identity.mask_name(name) if name else ""),
        "role": one.role,
        "unit_code": one.unit_code,
        "struck_on": one.struck_on,
    }


def _person(office: Office, one: Petitioner, clear: bool) -> Person:
    unseal = office.vault.open_or_none
    name, phone = unseal(one.name_sealed), unseal(one.phone_sealed)
    id_number, address = unseal(one.id_number_sealed), unseal(one.address_sealed)
    return Person(
        name=(name or "—") if clear else identity.mask_name(name),
        phone=(phone or "—") if clear else identity.mask_phone(phone),
        id_number=(id_number or "—") if clear else identity.mask_id(id_number),
        address=(address or "—") if clear else identity.mask_address(address),
        relation=one.relation,
        representative=one.representative,
    )


def _file(office: Office, file: Any) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": office.vault.open(file.name_sealed),
        "media_type": file.media_type,
        "size": file.size,
        "added_at": file.added_at,
    }


def _answer(office: Office, one: Answer, names: list[str], clear: bool) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "outcome": one.outcome,
        "plain": _text(office, one.plain_sealed, names, clear),
        "findings": _text(office, one.findings_sealed, names, clear),
        "basis": one.basis,
        "drafted_at": one.drafted_at,
        "approved_at": one.approved_at,
        "reached_at": one.reached_at,
        "superseded": one.superseded,
    }


def _talk(office: Office, petition: Petition, names: list[str], clear: bool) -> list[Said]:
    conversation = office.db.get(Conversation, petition.conversation_id) if petition.conversation_id else None
    if conversation is None:
        return []
    said = talks.history(office, conversation, limit=100)
    return [
        Said(one.direction, one.text if clear else local.masked(office, one.text, names), one.at, one.edited)
        for one in said
        if one.at and one.at <= petition.lodged_at
    ]


def _call(office: Office, who: Visitor, petition: Petition, names: list[str], clear: bool) -> str:
    """What was noted in the call behind a petition, unless another matter told in it is kept from the visitor."""
    call: Call | None = matters.call_of(office, petition)
    if call is None:
        return ""
    try:
        calls.shown(office, who.actor, call.id)
    except NotFound:
        return ""
    text, _ = calls.kept(office, call)
    return text if clear else local.masked(office, text, names)


def _related(office: Office, who: Visitor, petition: Petition) -> list[tuple[Petition, str]]:
    """Petitions that hang together with this one, as far as the visitor may read them."""
    found = [
        (other, "并入本件" if other.link == "merged" else "归集到本件")
        for other in queries.children(office, petition, who.actor)
    ]
    if petition.parent_id:
        with suppress(NotFound):
            found.append((queries.by_id(office, petition.parent_id, who.actor), "主件"))
    for number in links.tied(office, petition):
        with suppress(NotFound):
            found.append((queries.get(office, number, who.actor), TIED))
    return found
