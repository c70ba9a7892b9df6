"""Rasa's own memory of talks: forgotten when the house forgets."""

from collections.abc import Iterable

from sqlalchemy import Engine, column, delete, table
from sqlalchemy.exc import OperationalError, ProgrammingError

from store.engine import connect
from store.settings import Settings

DIALOGUE = table("dialogue", column("sender_id"))


def engine(settings: Settings) -> Engine:
    """Where Rasa's tracker store keeps talks."""
    return connect(settings.tracker)


def forget(memory: Engine, tokens: Iterable[str]) -> int:
    """Delete the talks with these tokens from Rasa's memory; returns how many there were."""
    wanted = list(tokens)
    if not wanted:
        return 0
    try:
        with memory.begin() as connection:
            return connection.execute(delete(DIALOGUE).where(DIALOGUE.c.sender_id.in_(wanted))).rowcount
    except (OperationalError, ProgrammingError):
        return 0
