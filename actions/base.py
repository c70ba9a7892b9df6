"""The shape of an action."""

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    afterwards,
    call_back,
    calls,
    consent,
    deleting,
    hardship,
    in_need,
    kept,
    lessons,
    notice,
    others_data,
    own_application,
    troubles,
)
from actions.complaint import outlook, resuming
from actions.estimate import continuing
from actions.events import leave
from actions.petition import added, arrived, before, signed
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.assistance.providers import Away

PERSON = ("找人工", "/request_human")
ENDS = ("action_lodge_", "action_serve_", "action_look_up_", "action_submit_", "action_tell_")
"""Actions that do what a form has asked for: the message was its last answer, and nothing else."""
FIRST = (calls.tell, call_back.tell_how, troubles.tell, call_back.tell, deleting.tell, others_data.tell)
"""What is heard before a draft is taken up or anything else is read, in this order: danger before everything else."""
BEFORE_ACTING = (
    kept.tell,
    in_need.tell_more,
    own_application.tell,
    afterwards.tell,
    arrived.tell,
    signed.tell,
    added.tell,
    hardship.tell,
    continuing.tell,
    outlook.tell,
    before.tell,
)
"""What a message may say beside that whatever it was taken for, in the order in which it is heard."""


LEADING_ON = frozenset({"followup", "action_execution_rejected"})
"""Events that say themselves what comes next."""


def handed_on(tracker: Tracker, title: str) -> bool:
    """Whether another action of this turn has the action of this title run. No rule of Rasa's knows such a turn: unless the action
    ends it, what is not understood would be said again and again."""
    for event in reversed(tracker.events):
        if event["event"] in ("user", "action"):
            return False
        if event["event"] == "followup":
            return bool(event["name"] == title)
    return False


class HuiyinAction(Action):
    """An action that is handed its tools, reads one turn, and works beside the event loop."""

    title: str
    counts_unclear = False
    """Whether the action leaves the count of messages not understood as it is."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def name(self) -> str:
        return self.title

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        events = await asyncio.to_thread(self._reaction, turn, Say(dispatcher, self.tools.local))
        if turn.slot("times_unclear") and not self.counts_unclear and turn.intent != "nlu_fallback":
            events = [*events, SlotSet("times_unclear", 0.0)]
        leads_on = any(event["event"] in LEADING_ON for event in events)
        if handed_on(tracker, self.title) and not leads_on:
            events = [*events, FollowupAction(LISTENING)]
        return events

    def _reaction(self, turn: Turn, say: Say) -> Events:
        """What `react` gives. A StopIteration cannot be handed out of a thread (asyncio.Future.set_exception): the action would
        never end, and nobody be answered."""
        try:
            return self.react(turn, say)
        except StopIteration as error:
            raise RuntimeError(f"{self.title} ended an iteration that nobody caught") from error

    def react(self, turn: Turn, say: Say) -> Events:
        """Take up a draft, or say what is to be done now, where the message asks for that, whatever it was taken for;
        otherwise act. Below the first answer of a talk stands what is stored, below the first file whether it may be kept.
        """
        lessons.learn(self.tools, turn)
        ends = self.title.startswith(ENDS)
        reads = turn.fresh and not self.title.startswith(("action_ask_", "action_lodge_"))
        if reads:
            calls.watch(self.tools, turn)
        if reads and (events := consent.heard(self.tools, turn, say)) is not None:
            return events
        for heard in FIRST if reads and not ends else ():
            if (events := heard(self.tools, turn, say)) is not None:
                notice.tell_after(self.tools, turn, say)
                return continuing.keep(self.tools, turn, events) if heard is calls.tell else events
        try:
            events = self._react(turn, say, ends)
        except Away as away:
            say.text(str(away), [PERSON])
            return [*leave(turn), FollowupAction(LISTENING)]
        if reads:
            consent.ask_for_files(self.tools, turn, say)
        return events

    def _react(self, turn: Turn, say: Say, ends: bool) -> Events:
        first = turn.fresh and not self.title.startswith(("validate_", "action_ask_", "action_lodge_"))
        if not first:
            return self.act(turn, say)
        events = resuming.resume(self.tools, turn, say)
        for answered in () if ends else BEFORE_ACTING:
            if events is None:
                events = answered(self.tools, turn, say)
        if events is None:
            events = self.act(turn, say)
        notice.tell_after(self.tools, turn, say)
        return continuing.keep(self.tools, turn, events)

    def act(self, turn: Turn, say: Say) -> Events:
        """React to one turn: speak, and return the events for the tracker."""
        raise NotImplementedError
