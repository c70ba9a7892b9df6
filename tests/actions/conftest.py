"""Actions by themselves: a tracker made of a dictionary, a dispatcher that collects, a database, no Rasa."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import every
from actions.tools import Tools
from casework.conversations import talks
from casework.office import Bureau
from casework.people import calendars, units
from knowledge.answering import Library
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault
from tests.conftest import NOW


@dataclass
class Reaction:
    """What an action said and did."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def slots(self) -> dict[str, Any]:
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages if message.get("response")]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages if message.get("text"))

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for message in self.messages for button in message["buttons"]]

    @property
    def followup(self) -> str | None:
        return next((event["name"] for event in self.events if event["event"] == "followup"), None)

    @property
    def rejected(self) -> bool:
        return any(event["event"] == "action_execution_rejected" for event in self.events)


@dataclass
class Stage:
    """Runs one action on one message of one resident."""

    bureau: Bureau
    tools: Tools
    token: str
    slots: dict[str, Any] = field(default_factory=dict)

    def answers(
        self,
        slot: str,
        said: str,
        intent: str = "inform",
        entities: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> Reaction:
        """Say something in the complaint talk while this slot is asked for."""
        asked = {"loop": "complaint_form", "requested": slot}
        return self.run("validate_complaint_form", said, intent, entities=entities, **asked, **more)

    def run(
        self,
        action: str,
        text: str = "",
        intent: str = "inform",
        *,
        confidence: float = 0.9,
        entities: Sequence[tuple[str, str]] = (),
        category: str | None = None,
        requested: str | None = None,
        loop: str | None = None,
        title: str | None = None,
        about: str | None = None,
        evidence: Sequence[Mapping[str, Any]] = (),
        edited: bool = False,
        ranking: Sequence[tuple[str, float]] = (),
        after: Sequence[Mapping[str, Any]] = (),
        before: Sequence[Mapping[str, Any]] = (),
        normalised: Mapping[str, Any] | None = None,
        safety: Mapping[str, Any] | None = None,
    ) -> Reaction:
        metadata: dict[str, Any] = {}
        if title is not None:
            metadata = {"title": title, "about": about}
        if evidence:
            metadata["evidence"] = list(evidence)
        if edited:
            metadata["edited"] = True
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "intent_ranking": [{"name": name, "confidence": value} for name, value in ranking],
            "entities": [
                {
                    "entity": kind,
                    "value": value,
                    "start": text.find(value),
                    "end": text.find(value) + len(value),
                    "normalised": (normalised or {}).get(value),
                }
                for kind, value in entities
            ],
            "category": {"name": category, "confidence": 0.9} if category else None,
            "metadata": metadata,
            "safety": safety,
        }
        tracker = Tracker.from_dict(
            {
                "sender_id": self.token,
                "slots": {**self.slots, "requested_slot": requested},
                "latest_message": message,
                "events": [
                    *before,
                    {"event": "action", "name": "action_listen"},
                    {"event": "user", "text": text, "parse_data": message, "metadata": metadata},
                    *after,
                ],
                "active_loop": {"name": loop} if loop else {},
                "latest_action_name": "action_listen",
            }
        )
        dispatcher = CollectingDispatcher()
        chosen = next(known for known in every(self.tools) if known.name() == action)
        events = asyncio.run(chosen.run(dispatcher, tracker, {}))
        reaction = Reaction(dispatcher.messages, events)
        self.slots.update(reaction.slots)
        return reaction


@pytest.fixture(scope="session")
def corpus_library() -> Library:
    """The shipped corpus with the demo county's figures; it is only read."""
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.fixture(scope="session")
def peopled_database(tmp_path_factory: pytest.TempPathFactory, blank_database: Path, keys: Keys) -> Path:
    """An SQLite file with the county's units and working days, copied for each test."""
    path = tmp_path_factory.mktemp("peopled") / "peopled.db"
    path.write_bytes(blank_database.read_bytes())
    engine = connect(f"sqlite:///{path}")
    with Bureau(engine, Vault(keys), County(ROOT / "county" / "qinghe"), FixedClock(NOW)).office() as office:
        units.load(office)
        calendars.load(office)
    engine.dispose()
    return path


@pytest.fixture
def starting_database(peopled_database: Path) -> Path:
    return peopled_database


@pytest.fixture
def stage(bureau: Bureau) -> Stage:
    """A resident who was told before what is stored."""
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "web", "resident-1")
        conversation.told_privacy_at = office.clock.now()
        token = conversation.token
    return Stage(bureau, Tools(bureau), token)


@pytest.fixture
def newcomer(bureau: Bureau) -> Stage:
    """A resident who says the first word."""
    with bureau.office() as office:
        token = talks.find_or_begin(office, "web", "newcomer").token
    return Stage(bureau, Tools(bureau), token)


Answering = Callable[..., Reaction]


@pytest.fixture
def answer(stage: Stage) -> Answering:
    """Answer the form's question about a slot."""

    def give(slot: str, text: str, intent: str = "inform", **more: Any) -> Reaction:
        stage.slots.setdefault("complaint_draft", {"key": "draft-1"})
        stage.slots.setdefault("complaint_representatives", "")
        return stage.run(
            "validate_complaint_form", text, intent, requested=slot, loop="complaint_form", **more
        )

    return give
