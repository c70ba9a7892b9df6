"""Where Rasa keeps its memory of talks: the same rules as `huiyin_nlu.tracker`, seen from this side."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Column, Engine, Float, LargeBinary, MetaData, String, Table, inspect
from sqlalchemy.engine import make_url

from store.engine import connect
from store.settings import Settings

TALKS = Table(
    "dialogue",
    MetaData(),
    Column("sender_id", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", Float, nullable=False),
)


@contextmanager
def database(settings: Settings) -> Iterator[Engine | None]:
    """The database of Rasa's memory, or None as long as Rasa has not made it."""
    place = make_url(settings.tracker)
    if place.get_backend_name() == "sqlite" and not os.path.exists(place.database or ""):
        yield None
        return
    engine = connect(settings.tracker)
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            there = inspect(connection).has_table(TALKS.name)
        yield engine if there else None
    finally:
        engine.dispose()
