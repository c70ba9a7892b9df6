"""One house for all dialogues of a run."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.dialogues.stage import House, house


@pytest.fixture(autouse=True)
def nobody_is_too_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Residents here do not have to type; that who sends too much is held back is tested with the gateway."""
    monkeypatch.setattr("bot.gateway.BURST", (timedelta(seconds=1), 1000))
    monkeypatch.setattr("bot.gateway.STREAM", (timedelta(seconds=1), 1000))


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as running:
        yield running
