"""Schema changes, by Alembic; the tables are handed in by whoever knows all rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, func, select

from store.vault import Vault

CHANGING = 4_813_117
"""The number of the lock; nothing else of the house uses locks of this kind."""


def configuration(engine: Engine, metadata: MetaData | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    config.attributes["metadata"] = metadata
    return config


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Hold back every other process that wants to change the same PostgreSQL's structure until the block ends.

    The lock belongs to a transaction, so it also holds behind a pooler and goes with a process that dies. An SQLite
    house has one machine, and its supervisor starts the processes after this.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(CHANGING)))
        yield


def upgrade(engine: Engine, vault: Vault, to: str = "head") -> None:
    """Bring the structure up; what is to lie under the seal from then on is sealed by this vault."""
    wanted = configuration(engine)
    wanted.attributes["vault"] = vault
    command.upgrade(wanted, to)


def downgrade(engine: Engine, to: str) -> None:
    command.downgrade(configuration(engine), to)
