"""The actions of the complaint talk: begin, take down, ask, read back, lodge, break off."""

from typing import Any

from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions import notice
from actions.base import Events, HuiyinAction, Say, fill
from actions.complaint import asking, facts, phrases, reading
from actions.complaint.filing import Filing
from actions.turn import Turn
from casework.conversations import drafts, talks
from casework.office import CaseworkError

KEPT = ("complaint_category", *facts.SLOTS[:-1], "complaint_draft")
CLEAN: dict[str, Any] = dict.fromkeys(("complaint_category", *facts.SLOTS, "complaint_draft"))


class BeginComplaint(HuiyinAction):
    """Take from the opening all that it tells, or take up the draft that was broken off."""

    title = "action_begin_complaint"

    def act(self, turn: Turn, say: Say) -> Events:
        told = facts.told(turn, opening=True)
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            kept = drafts.find(office, conversation)
            key = office.secrets.token()
        narrative = told.slots.get("complaint_narrative")
        if kept and (not narrative or phrases.GO_ON.search(turn.said)):
            say.response("draft_taken_up", account=asking.shortened(kept.get("complaint_narrative")))
            return fill(**{**CLEAN, **kept})
        category = turn.parsed.category
        if narrative and category:
            told.slots |= {
                name: value
                for name, value in facts.not_asked(category, narrative).items()
                if name not in told.slots
            }
        draft = {**told.draft, "key": key}
        if turn.parsed.secondary:
            draft["secondary"] = list(turn.parsed.secondary)
        if narrative:
            say.response("complaint_begun", category=asking.in_words(category))
        else:
            say.response("complaint_begun_empty")
        if draft.get("age"):
            say.response("minor", age=str(draft["age"]))
        notice.tell_once(self.tools, turn.token, say)
        slots = {**CLEAN, **told.slots, "complaint_draft": draft}
        if narrative:
            slots["complaint_category"] = category or "other"
        if slots.get("complaint_identity") == "anonymous":
            chosen = reading.identity_chosen("anonymous")
            slots |= chosen.slots
            say.response("anonymous_costs")
        return fill(**slots)


class ValidateComplaint(HuiyinAction):
    """Read an answer; hand the turn to the rules where it is about something else."""

    title = "validate_complaint_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        read = reading.read(turn)
        if read.elsewhere:
            return [ActionExecutionRejected("complaint_form")]
        for name in read.say:
            say.response(name)
        slots: dict[str, Any] = dict(read.slots)
        if read.draft:
            slots["complaint_draft"] = read.draft
        if not slots:
            slots[turn.requested] = None
        return fill(**slots)


class AskComplaint(HuiyinAction):
    """Ask for one slot, with the reason, and after an interruption with a word that brings the talk back."""

    def __init__(self, tools: Any, slot: str) -> None:
        super().__init__(tools)
        self.slot = slot
        self.title = f"action_ask_complaint_form_{slot}"

    def act(self, turn: Turn, say: Say) -> Events:
        if asking.interrupted(turn):
            say.response("back_to_complaint")
        if self.slot == "complaint_confirmed":
            say.text(asking.read_back(turn.slots), asking.CONFIRM)
        else:
            say.response(f"ask_{self.slot}")
        return []


class LodgeComplaint(HuiyinAction):
    """Lodge what was confirmed, once; the draft's key makes a second attempt return the first result."""

    title = "action_lodge_complaint"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.slot("complaint_confirmed"):
            return []
        filing = Filing.of(turn.slots, turn.token)
        try:
            with self.tools.bureau.office() as office:
                lodged = filing.lodge(office)
                drafts.drop(office, talks.get(office, turn.token))
        except CaseworkError as refused:
            say.response("not_lodged", why=str(refused))
            return [*fill(complaint_confirmed=None), SlotSet("requested_slot", None)]
        say.text(asking.receipt(lodged, filing, self.tools.local), asking.AFTERWARDS)
        following = (turn.slot("complaint_draft") or {}).get("next")
        if following:
            say.text(
                "您刚才还说到另一件事，要接着说吗？",
                [("接着说另一件", str(following)), ("不用了", "/goodbye")],
            )
        proven = [*(turn.slot("proven_petitions") or []), lodged.number]
        return fill(**CLEAN, proven_petitions=list(dict.fromkeys(proven)))


def save_draft(action: HuiyinAction, turn: Turn) -> str | None:
    """Keep the complaint that is being told, if one is; returns until which day, in words."""
    draft = turn.slot("complaint_draft") or {}
    if not draft.get("key") or not any(turn.slot(name) for name in facts.SLOTS):
        return None
    with action.tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        until = drafts.save(office, conversation, {name: turn.slot(name) for name in KEPT})
    return asking.day(until)
