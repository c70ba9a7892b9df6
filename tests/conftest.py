"""Fixtures shared by all rooms: a bureau on a fresh database, with a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from casework.office import Bureau, Office
from huiyin.tables import metadata
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault

# How fast a machine is that has other work says nothing about what a test asks.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""A Friday, 10:00 in Shanghai."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test on an SQLite database carries the mark, so that the unit tests are those on none."""
    for item in items:
        if "blank_database" in getattr(item, "fixturenames", ()):
            item.add_marker("sqlite")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.fresh()


@pytest.fixture
def county() -> County:
    return County(ROOT / "county" / "qinghe")


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, copied for each test."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    engine = connect(f"sqlite:///{path}")
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("select 1")
    engine.dispose()
    return path


@pytest.fixture
def starting_database(blank_database: Path) -> Path:
    """What a test's own database is a copy of; rooms put a furnished one in its place."""
    return blank_database


@pytest.fixture
def engine(tmp_path: Path, starting_database: Path) -> Iterator[Engine]:
    path = tmp_path / "huiyin.db"
    path.write_bytes(starting_database.read_bytes())
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def bureau(engine: Engine, keys: Keys, county: County, clock: FixedClock) -> Bureau:
    return Bureau(engine, Vault(keys), county, clock)


@pytest.fixture
def office(bureau: Bureau) -> Iterator[Office]:
    with bureau.office() as office:
        yield office


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server for the whole run.

    Its data lies beside pytest's own folder: every pytest that starts shuts that one to all other users of the machine,
    and as root PostgreSQL runs as another user.
    """
    import pgserver

    with TemporaryDirectory(prefix="huiyin-postgres-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def pg_bureau(postgres_url: str, keys: Keys, county: County, clock: FixedClock) -> Iterator[Bureau]:
    """The same bureau on PostgreSQL, in a schema of its own."""
    plain = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    with plain.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine = connect(postgres_url)
    metadata.create_all(engine)
    yield Bureau(engine, Vault(keys), county, clock)
    engine.dispose()
    plain.dispose()
