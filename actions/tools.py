"""What every action has at hand: the house, and a way to speak."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from casework.conversations.local import Local, local
from casework.office import Bureau
from knowledge.answering import Library
from understanding import Parsed

Events = list[EventType]


@dataclass(frozen=True)
class Tools:
    """The house, and the policy library, which is None where no corpus could be read."""

    bureau: Bureau
    library: Library | None = None
    public_url: str = ""
    """Where residents reach the pages; empty where only those who are on a page already can."""
    understand: Callable[[str], Parsed] | None = None
    """What words mean that are only a part of a message; None where there is nobody to ask."""

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
