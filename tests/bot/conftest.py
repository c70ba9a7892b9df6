"""A gateway over a fresh database with a double of Rasa that answers as the test says."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.gateway import Gateway
from casework.office import Bureau
from store.settings import Settings
from tests.console.browsing import chromium as chromium
from understanding import Answer, NotUnderstoodNow


class FakeRasa:
    """Answers every turn with an echo, or as told; remembers what it was asked."""

    def __init__(self) -> None:
        self.turns: list[tuple[str, str, dict[str, Any]]] = []
        self.answers: list[Answer] | None = None
        self.away = False
        self.answered: dict[int, list[Answer]] = {}
        """What was answered before to the messages with these numbers."""
        self.during: Callable[[], None] | None = None

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        self.turns.append((sender, text, metadata or {}))
        if self.during:
            self.during()
        if self.away:
            raise NotUnderstoodNow
        return self.answers or [Answer(f"听到：{text}")]

    async def recall(self, sender: str, message: int) -> list[Answer]:
        return self.answered.get(message, [])

    @property
    def heard(self) -> list[str]:
        return [text for _, text, _ in self.turns]


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def gateway(bureau: Bureau, rasa: FakeRasa) -> Gateway:
    return Gateway(bureau, rasa, Settings())
