"""More of a complaint that was broken off, though the words were taken for a look-up that nobody asked for: it is taken up
again with them."""

from dataclasses import replace

from rasa_sdk.events import FollowupAction

from actions.complaint import facts, interruptions, phrases, resuming, unlodged
from actions.complaint.talk import ValidateComplaint
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import Turn
from casework.conversations import drafts, talks

ADDS = "supplement_petition"


def gone_on(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """The events that take the complaint up again with what these words add or put right; None where none was broken off,
    something was lodged that may be meant, or a look-up is wanted."""
    if turn.pressed or turn.offered or turn.loop or turn.slot("proven_petitions") or _wants_look_up(turn):
        return None
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        if drafts.told(office, conversation) is None or service.own_numbers(office, turn.token):
            return None
        kept = drafts.bring(office, conversation)
    if kept is None or not kept.get("complaint_narrative"):
        return None
    slots = {**resuming.CLEAN, **resuming.with_told_since(kept, turn)}
    requested = next((name for name in facts.SLOTS if slots[name] is None), facts.SLOTS[-1])
    going_on = replace(turn, slots={**turn.slots, **slots}, loop="complaint_form", requested=requested)
    events = resuming.taken_up(slots, say)
    read = ValidateComplaint(tools).act(going_on, say)
    added = [one for one in read if one["event"] == "slot" and one["name"] != "requested_slot"]
    return [*events, *added, FollowupAction("complaint_form")]


def _wants_look_up(turn: Turn) -> bool:
    """Whether something lodged or applied for before is to be looked up or acted on, and not only told of."""
    said = turn.said
    if turn.intent in ("withdraw_petition", "accept_reply", "reject_reply"):
        return True
    if reading.number_of(turn) or turn.entities("application_no") or unlodged.LODGED_BEFORE.search(said):
        return True
    if phrases.asks(said) or not (facts.told(turn).slots or phrases.substance(said) >= facts.ENOUGH):
        return True
    return turn.intent != ADDS and interruptions.looks_up(said)
