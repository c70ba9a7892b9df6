"""What was being told when something else came in between, and is gone back to when that is done."""

from typing import Any

from rasa_sdk.events import FollowupAction

from actions.complaint import facts
from actions.tools import Events
from actions.turn import Turn

NOTE: dict[str, Any] = dict.fromkeys(("note_kind", "note_text", "note_place", "note_phone"))
ESTIMATE: dict[str, Any] = dict.fromkeys(("estimate_talk", "estimate_done"))
"""The slots of a note and of an estimate under way, with the values that end them."""


def back(turn: Turn, done: str) -> Events:
    """The event that goes on with the form that waits behind the one now done; none where none does.

    A form that only looks something up is not gone back to: nothing told is lost with it.
    """
    estimate = turn.slot("estimate_talk")
    waits = {
        "complaint_form": facts.begun(turn),
        "note_form": turn.slot("note_kind"),
        "estimate_form": estimate and estimate.get("begun", True),
    }
    return next(([FollowupAction(form)] for form, told in waits.items() if told and form != done), [])
