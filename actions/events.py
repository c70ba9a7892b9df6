"""Events for the tracker that many actions return."""

from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.tools import Events
from actions.turn import Turn


def fill(**slots: Any) -> Events:
    """Events that set these slots."""
    return [SlotSet(name, value) for name, value in slots.items()]


def leave(turn: Turn) -> Events:
    """Events that end the form under way, before another begins: one that ends as it begins needs a clean state."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)] if turn.loop else []
