"""Engines: SQLite for one office machine, PostgreSQL for many."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

AWAY = (OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database cannot be had: it is stopped, locked for too long, full, or has no connection left."""


def connect(url: str, **options: Any) -> Engine:
    """An engine with the settings that Huiyin relies on.

    SQLite runs in WAL mode with foreign keys on, waits 15 s for a lock, and takes its write lock at the
    start of a transaction, so that two processes queue rather than fail. PostgreSQL does not compile statements: ours
    take less time than compiling them would. Errors do not quote the values of a statement.
    """
    parsed = make_url(url)
    options.setdefault("hide_parameters", True)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **options)
        event.listen(engine, "connect", _interpreted)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 15, "check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        mode = "DEFERRED" if connection.get_execution_options().get("read_only") else "IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _interpreted(connection: Any, _: Any) -> None:
    connection.execute("SET jit = off")
    connection.commit()
