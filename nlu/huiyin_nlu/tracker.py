"""Rasa's memory of talks, under the seal of the house: one row a talk, nothing of it in clear.

The store keeps the running session of each talk as compressed JSON, sealed with the key file that the rest of
Huiyin uses (`keys.json` in HUIYIN_HOME), so that rotating keys there rotates them here.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from huiyin_nlu import paths

LONGEST = 600
"""A session with more events than this is shortened: its slots and loop are kept, and its last events."""
KEPT = 200

TALKS = sa.Table(
    "dialogue",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(64), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("saved_at", sa.Float, nullable=False),
)


def home() -> Path:
    """Return the folder where the installation keeps its data."""
    return Path(os.environ.get("HUIYIN_HOME") or paths.ROOT / "var")


def seal(folder: Path) -> MultiFernet:
    """Return the seal of the key file in FOLDER; raises FileNotFoundError with a sentence where there is none."""
    file = folder / "keys.json"
    if not file.is_file():
        raise FileNotFoundError(f"找不到密钥文件 {file}。请先运行 huiyin migrate，或恢复备份的密钥文件。")
    keys = json.loads(file.read_text(encoding="utf-8"))
    return MultiFernet([Fernet(key) for key in keys["sealing"]])


def address(folder: Path) -> str:
    """Return the SQLAlchemy URL: HUIYIN_TRACKER_URL, else the house's PostgreSQL, else a file in FOLDER."""
    named = os.environ.get("HUIYIN_TRACKER_URL") or os.environ.get("HUIYIN_DATABASE_URL") or ""
    if named.startswith("postgresql"):
        return "postgresql+psycopg2" + named[named.index("://") :]
    return named if os.environ.get("HUIYIN_TRACKER_URL") else f"sqlite:///{folder / 'dialogue.db'}"


class SealedTrackerStore(TrackerStore):
    """Keeps trackers sealed, in SQLite or PostgreSQL."""

    def __init__(self, domain: Domain, host: str | None = None, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        folder = home()
        self.folder = folder
        seal(folder)
        self.engine = sa.create_engine(host or address(folder), pool_pre_ping=True, hide_parameters=True)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare)
        TALKS.metadata.create_all(self.engine)
        super().__init__(domain, event_broker, **kwargs)

    @property
    def seal(self) -> MultiFernet:
        """The seal as the key file has it now: keys that are rotated count from the next turn on."""
        return seal(self.folder)

    async def keys(self) -> Iterable[str]:
        """Return the names of all talks."""
        with self.engine.connect() as connection:
            return [row[0] for row in connection.execute(sa.select(TALKS.c.sender_id))]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the talk's tracker, or None for a talk not known."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(TALKS.c.sealed).where(TALKS.c.sender_id == sender_id)).scalar()
        if found is None:
            return None
        events = json.loads(zlib.decompress(self.seal.decrypt(bytes(found))))
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        if unfinished(tracker):
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the running session of TRACKER."""
        await self.stream_events(tracker)
        events = [event.as_dict() for event in shortened(tracker, self.domain)]
        data = zlib.compress(json.dumps(events, ensure_ascii=False).encode(), 1)
        row = {"sender_id": tracker.sender_id, "sealed": self.seal.encrypt(data), "saved_at": time.time()}
        with self.engine.begin() as connection:
            known = connection.execute(sa.update(TALKS).where(TALKS.c.sender_id == tracker.sender_id).values(row))
            if not known.rowcount:
                connection.execute(sa.insert(TALKS).values(row))

    async def delete(self, sender_id: str) -> None:
        """Forget a talk."""
        with self.engine.begin() as connection:
            connection.execute(sa.delete(TALKS).where(TALKS.c.sender_id == sender_id))


def _prepare(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=15000")


def unfinished(tracker: DialogueStateTracker) -> bool:
    """Whether the last turn never came to its end, as when Rasa breaks off a turn that ran in a circle.

    A talk remembered so would spend what the resident says next on closing that turn.
    """
    return next((not _listens(event) for event in reversed(tracker.events) if isinstance(event, ActionExecuted)), False)


def shortened(tracker: DialogueStateTracker, domain: Domain) -> list[Event]:
    """Return the session's events; of a very long session the slots and the loop so far, and the last turns."""
    events = list(tracker.events)
    if len(events) <= LONGEST:
        return events
    cut = next((place for place in range(len(events) - KEPT, len(events)) if _listens(events[place])), len(events) - KEPT)
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], domain.slots)
    slots: list[Event] = [SlotSet(name, slot.value) for name, slot in before.slots.items() if slot.value != slot.initial_value]
    loop: list[Event] = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*slots, *loop, *events[cut:]]


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
