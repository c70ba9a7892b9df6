"""The database of release 0.1.0, with its rows, comes up to this version with everything readable."""

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, DateTime, Engine, MetaData, Table, func, insert, inspect, select, text

from casework.office import Bureau
from casework.people.actors import Actor
from casework.people.models import Resident
from casework.petitions import clocks, history, lodging, queries, recomputing
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import ClockRow, Petition, Petitioner
from huiyin import keeping_keys, sweeping
from huiyin.tables import metadata
from store import migrate
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.vault import Keys, Vault

HERE = Path(__file__).parent.parent / "data"
RELEASED = "0001"


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.open(HERE / "released-0.1.0.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield entry["table"], entry["row"]


def fill(engine: Engine, vault: Vault) -> Counter[str]:
    """Make the tables of the release and put its rows in, as they lay there."""
    migrate.upgrade(engine, vault, RELEASED)
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
    by_table: dict[str, list[dict[str, Any]]] = {}
    for name, row in rows():
        by_table.setdefault(name, []).append(row)
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            for row in sorted(by_table.get(table.name, ()), key=lambda row: "parent_id" in row):
                _put(connection, table, row)
        if engine.dialect.name == "postgresql":
            _set_counters(connection, tables)
        connection.commit()
    return Counter({name: len(found) for name, found in by_table.items()})


def _put(connection: Any, table: Table, row: dict[str, Any]) -> None:
    """One row, with the types that SQLite wrote turned into those of the database at hand."""
    names = ", ".join(f'"{name}"' for name in row)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in row)
        values = tuple(_plain(value) for value in row.values())
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)
        return
    values = {}
    for name, value in row.items():
        kind = table.columns[name].type
        value = _plain(value)
        if isinstance(kind, Boolean):
            value = bool(value)
        elif isinstance(kind, DateTime):
            value = f"{value}+00"
        elif type(kind).__name__ == "JSONB":
            value = json.loads(value)
        values[name] = value
    connection.execute(insert(table).values(values))


def _plain(value: Any) -> Any:
    return base64.b64decode(value["b64"]) if isinstance(value, dict) else value


def _set_counters(connection: Any, tables: MetaData) -> None:
    for table in tables.sorted_tables:
        if "id" in table.columns:
            counter = connection.scalar(text(f"SELECT pg_get_serial_sequence('\"{table.name}\"', 'id')"))
            if counter:
                connection.execute(
                    text(f"SELECT setval('{counter}', (SELECT max(id) FROM \"{table.name}\"))")
                )


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        return connect(f"sqlite:///{tmp_path / 'released.db'}")
    bureau = request.getfixturevalue("pg_bureau")
    metadata.drop_all(bureau.engine)
    return bureau.engine


@pytest.fixture
def keys() -> Keys:
    return Keys.load(HERE / "released-0.1.0.keys.json")


def test_the_released_database_comes_up_whole(
    blank: Engine, keys: Keys, county: County, clock: FixedClock
) -> None:
    released = fill(blank, Vault(keys))
    assert released["petition"] > 40
    migrate.upgrade(blank, Vault(keys))
    bureau = Bureau(blank, Vault(keys), county, clock)
    with bureau.reading() as office:
        for table, count in released.items():
            if inspect(blank).has_table(table):
                now = office.db.scalar(text(f'SELECT count(*) FROM "{table}"'))
                assert now is not None
                assert now >= count, f"{table} lost rows"
        assert list(history.verify(office)) == []
        system = Actor.system("test")
        for petition in office.db.scalars(select(Petition)):
            assert queries.get(office, petition.number, system) is petition
            assert office.vault.open(petition.narrative_sealed)
        assert all(
            office.vault.open(p.name_sealed) for p in office.db.scalars(select(Petitioner)) if p.name_sealed
        )
        assert office.db.scalar(select(func.count()).select_from(Resident))
    recomputing.keep_current(bureau)
    with bureau.reading() as office:
        running = office.db.scalars(select(ClockRow).where(ClockRow.running)).all()
        assert running
        assert list(history.verify(office)) == []
        assert [row.id for row in running if clocks.is_stale(office, row)] == []
    for drawer in keeping_keys.drawers():
        tally = keeping_keys.reseal(blank, Vault(keys), drawer, write=False)
        assert (tally.broken, tally.older) == ((), 0), drawer.table.name


def test_work_goes_on_in_it(blank: Engine, keys: Keys, county: County, clock: FixedClock) -> None:
    fill(blank, Vault(keys))
    migrate.upgrade(blank, Vault(keys))
    bureau = Bureau(blank, Vault(keys), county, clock)
    new = NewPetition(
        category="payment_missing",
        narrative="上个月低保没到账",
        petitioners=[Complainant("王小明", "13800138000")],
        channel="phone",
        place_unit_code="QH-102-02",
    )
    with bureau.office() as office:
        number = lodging.lodge(office, new, Actor.resident(None, "web")).number
    assert dict(sweeping.sweep(bureau))
    with bureau.reading() as office:
        assert list(history.verify(office)) == []
        assert queries.get(office, number, Actor.system("test"))
