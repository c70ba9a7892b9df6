"""What every action has at hand, and the shape of one."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.complaint import resuming
from actions.turn import Turn
from casework.conversations.local import Local, local
from casework.office import Bureau
from knowledge.answering import Library

Events = list[EventType]


@dataclass(frozen=True)
class Tools:
    """The house, and the policy library, which is None where no corpus could be read."""

    bureau: Bureau
    library: Library | None = None
    public_url: str = ""
    """Where residents reach the pages; empty where only those who are on a page already can."""

    @property
    def local(self) -> Local:
        return local(self.bureau.county)


class Say:
    """Speaks to the resident: responses of domain.yml by name, or sentences made from a record."""

    def __init__(self, dispatcher: CollectingDispatcher, lines: Local) -> None:
        self._dispatcher = dispatcher
        self._lines = lines.model_dump()

    def response(self, name: str, **values: Any) -> None:
        """A response of domain.yml; the county's lines are known to each."""
        self._dispatcher.utter_message(response=f"utter_{name}", **{**self._lines, **values})

    def text(self, text: str, buttons: Iterable[tuple[str, str]] = ()) -> None:
        """A text with buttons of (title, payload); a payload without a slash is said in the resident's place."""
        self._dispatcher.utter_message(
            text=text, buttons=[{"title": title, "payload": payload} for title, payload in buttons]
        )


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
        events = await asyncio.to_thread(self.react, turn, Say(dispatcher, self.tools.local))
        if turn.slot("times_unclear") and not self.counts_unclear and turn.intent != "nlu_fallback":
            events = [*events, SlotSet("times_unclear", 0.0)]
        return events

    def react(self, turn: Turn, say: "Say") -> Events:
        """Take up a draft where the message asks for that, whatever it was taken for; otherwise act."""
        first = turn.fresh and not self.title.startswith(("validate_", "action_ask_"))
        resumed = resuming.resume(self.tools, turn, say) if first else None
        return self.act(turn, say) if resumed is None else resumed

    def act(self, turn: Turn, say: Say) -> Events:
        """React to one turn: speak, and return the events for the tracker."""
        raise NotImplementedError


def fill(**slots: Any) -> Events:
    """Events that set these slots."""
    return [SlotSet(name, value) for name, value in slots.items()]


def leave(turn: Turn) -> Events:
    """Events that end the form under way, before another begins: one that ends as it begins needs a clean state."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)] if turn.loop else []
