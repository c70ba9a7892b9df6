"""Taking up a complaint that was offered or broken off: by a word, or by its code on another channel."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.complaint import (
    asking,
    facts,
    following,
    gathering,
    handing_in,
    offering,
    pauses,
    phrases,
    signing,
)
from actions.complaint.reading import SHORT
from actions.tools import Events, Say, Tools
from actions.turn import Turn
from casework.conversations import drafts, talks
from casework.office import CaseworkError

DRAFT = "draft"
"""What the button is about that deletes the draft."""
CLEAN: dict[str, Any] = dict.fromkeys(("complaint_category", *facts.SLOTS, "complaint_draft"))


FACTS = ("complaint_place", "complaint_time", "complaint_accused", "complaint_phone")
"""What may be told meanwhile without saying that it belongs to the complaint."""


def resume(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """The events that go on with a draft, whatever the words were taken for; None where they speak of none.

    A complaint that was confirmed and whose lodging broke off is lodged now; its key keeps it to once.
    """
    if not turn.loop and turn.slot("complaint_confirmed") and (turn.slot("complaint_draft") or {}).get("key"):
        return [FollowupAction("action_lodge_complaint")]
    coded = pauses.RESUME.search(turn.said)
    if coded:
        return _by_code(tools, turn, say, coded["code"] or coded["bare"])
    taken_up_next = following.taken(turn) is not None or offering.taken(turn) is not None
    if turn.intent != "file_complaint" and taken_up_next:
        return [FollowupAction("action_begin_complaint")]
    said = turn.said.strip()
    after_all = len(turn.said) <= SHORT and pauses.AFTER_ALL.match(said)
    goes_on = (
        after_all
        or pauses.GO_ON_ALONE.match(said)
        or pauses.LODGE_FIRST.match(said)
        or handing_in.hands_in_what_was_kept(turn)
    )
    if turn.loop or turn.pressed or not goes_on:
        return None
    with tools.bureau.office() as office:
        kept = drafts.bring(office, talks.get(office, turn.token))
    if kept is None:
        return None
    signs = {"complaint_identity": facts.identity_of(turn.said)}
    chosen = signing.whole({name: value for name, value in signs.items() if value})
    return [
        *taken_up(with_told_since(kept, turn), say),
        *(SlotSet(*one) for one in chosen.items()),
        FollowupAction("complaint_form"),
    ]


TELL = frozenset({"inform", "file_complaint"})
"""Meanings of words told to the person who was waited for that belong to the account."""


def with_told_since(kept: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """The draft with what was told since it was broken off: its account goes on, and what was open is filled."""
    draft = dict(kept)
    for one in turn.earlier:
        said = replace(turn, said=one.parsed.text, parsed=one.parsed, requested=None)
        told = facts.told(said).slots if one.parsed.intent in TELL or facts.phone_of(said) else {}
        draft |= {name: value for name, value in told.items() if name in FACTS and not draft.get(name)}
        tells = one.parsed.intent in TELL and not gathering.only_facts(said)
        if tells and phrases.substance(said.said) >= facts.ENOUGH:
            draft["complaint_narrative"] = (
                f"{draft.get('complaint_narrative') or ''}\n补充：{said.said}".strip()
            )
    return draft


def taken_up(kept: Mapping[str, Any], say: Say) -> Events:
    """Say what was told so far, and fill it in."""
    say.response("draft_taken_up", account=asking.shortened(kept.get("complaint_narrative")))
    return [SlotSet(name, value) for name, value in {**CLEAN, **kept}.items()]


def _by_code(tools: Tools, turn: Turn, say: Say, code: str) -> Events:
    try:
        with tools.bureau.office() as office:
            kept = drafts.take_up(office, talks.get(office, turn.token), code)
    except CaseworkError as refused:
        say.text(str(refused), [("找人工", "/request_human")])
        return []
    if kept is None:
        say.response("draft_not_found")
        return []
    other = (
        [ActiveLoop(None), SlotSet("requested_slot", None)]
        if turn.loop not in (None, "complaint_form")
        else []
    )
    return [*other, *taken_up(kept, say), FollowupAction("complaint_form")]
