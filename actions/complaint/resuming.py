"""Taking up a complaint that was offered or broken off: by a word, or by its code on another channel."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.complaint import asking, facts, following, offering, pauses
from actions.tools import Events, Say, Tools
from actions.turn import Turn
from casework.conversations import drafts, talks
from casework.office import CaseworkError

DRAFT = "draft"
"""What the button is about that deletes the draft."""
CLEAN: dict[str, Any] = dict.fromkeys(("complaint_category", *facts.SLOTS, "complaint_draft"))


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
    if turn.loop or not (pauses.GO_ON_ALONE.match(said) or pauses.LODGE_FIRST.match(said)):
        return None
    with tools.bureau.office() as office:
        kept = drafts.bring(office, talks.get(office, turn.token))
    return None if kept is None else [*taken_up(kept, say), FollowupAction("complaint_form")]


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
