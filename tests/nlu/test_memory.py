"""The memory of talks: while it cannot be had, no talk goes on without it; what broke off is remembered as ended."""

import asyncio
import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from huiyin_nlu import serve


class Away:
    """A store whose database is stopped."""

    domain = None
    event_broker = None

    async def retrieve(self, _: str) -> None:
        raise ConnectionError("server closed the connection unexpectedly")

    save = retrieve


@pytest.mark.parametrize("act", ["retrieve", "save"])
def test_a_turn_fails_rather_than_going_on_from_an_empty_memory(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasa.core.tracker_store import FailSafeTrackerStore

    for name in ("on_tracker_store_error", "on_tracker_store_retrieve_error"):
        monkeypatch.setattr(FailSafeTrackerStore, name, serve.away)
    with pytest.raises(ConnectionError):
        asyncio.run(getattr(FailSafeTrackerStore(Away()), act)("talk"))


@pytest.mark.parametrize(
    ("done", "remembered"),
    [
        (["action_listen"], ["action_listen"]),
        (["action_listen", "action_answer"], ["action_listen", "action_answer", "action_listen"]),
    ],
)
def test_a_turn_that_was_broken_off_does_not_swallow_the_next_thing_said(
    done: list[str], remembered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin_nlu.tracker import SealedTrackerStore
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    (tmp_path / "keys.json").write_text(
        json.dumps({"sealing": [Fernet.generate_key().decode()]}), encoding="utf-8"
    )
    domain = Domain.from_dict({"intents": ["ask"], "actions": ["action_answer"]})
    store = SealedTrackerStore(domain, host=f"sqlite:///{tmp_path / 'dialogue.db'}")
    events = [UserUttered("在吗", {"name": "ask"}), *map(ActionExecuted, done)]
    asyncio.run(store.save(DialogueStateTracker.from_events("talk", events, domain.slots)))

    talk = asyncio.run(store.retrieve("talk"))

    assert [event.action_name for event in talk.events if isinstance(event, ActionExecuted)] == remembered
