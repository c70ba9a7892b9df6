"""The memory of talks: while it cannot be had, no talk goes on without it."""

import asyncio

import pytest
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
