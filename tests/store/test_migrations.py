"""The schema goes up, down and up again, and is the one that the code expects."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    inspect,
    select,
)

from huiyin import keeping_keys
from huiyin.tables import metadata
from store import migrate
from store.engine import connect
from store.vault import Keys, Vault

SEARCH = {
    "petition_fts",
    "petition_fts_data",
    "petition_fts_idx",
    "petition_fts_docsize",
    "petition_fts_config",
}


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
def blank(request: pytest.FixtureRequest, tmp_path) -> Engine:
    if request.param == "sqlite":
        return connect(f"sqlite:///{tmp_path / 'fresh.db'}")
    bureau = request.getfixturevalue("pg_bureau")
    metadata.drop_all(bureau.engine)
    return bureau.engine


def differences(engine: Engine) -> list:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, metadata)
    return [
        change
        for change in found
        if not (change[0] == "remove_table" and change[1].name in SEARCH)
        and not (change[0] == "remove_index" and change[1].name == "ix_petition_words_gin")
    ]


def test_up_down_up(blank: Engine) -> None:
    vault = Vault(Keys.fresh())
    migrate.upgrade(blank, vault)
    assert differences(blank) == []
    migrate.downgrade(blank, "base")
    assert set(inspect(blank).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(blank, vault)
    assert differences(blank) == []


NOTED = ("assistance_payment", "assistance_relative", "assistance_card_kept")
WORDS = (
    ("phone_call", "callback_note", {}),
    ("handover", "outcome", {"conversation_id": 1}),
    ("answer_delivery", "note", {"answer_id": 1}),
)
NAME, ROW = "欧阳葳蕤低保材料.xlsx", "没有找到这几列：姓名。表里有：欧阳葳蕤、紫藤巷七十三号。"


def put(connection: Connection, table: Table, **given: Any) -> None:
    """One row with what is given, and anything in what must be filled."""
    fillings = ((DateTime, datetime(2026, 11, 2, tzinfo=UTC)), (Date, date(2026, 11, 2)), (Boolean, False),
                (LargeBinary, b"x"))  # fmt: skip
    values = {}
    for column in table.columns:
        if column.name in given or column.nullable or column.server_default is not None:
            continue
        kind = type(column.type).__name__
        values[column.name] = next(
            (value for wanted, value in fillings if isinstance(column.type, wanted)),
            {} if "JSON" in kind else "x" if kind in ("VARCHAR", "TEXT") else 1,
        )
    connection.execute(table.insert().values(values | given))


def test_what_imported_tables_say_of_people_goes_under_the_seal(blank: Engine, tmp_path: Path) -> None:
    """Rows of before are sealed with the installation's own key, nothing in clear stays in the file, and rotation
    knows the columns."""
    vault = Vault(Keys.fresh())
    script = ScriptDirectory.from_config(migrate.configuration(blank)).get_revision("0019_file_names")
    migrate.upgrade(blank, vault, str(script.down_revision))
    old = MetaData()
    old.reflect(blank)
    with blank.begin() as connection:
        put(connection, old.tables["unit"], code="QH", path="/QH")
        put(connection, old.tables["staff"], id=1, unit_code="QH")
        put(connection, old.tables["import_upload"], id=1, staff_id=1, file_name=NAME, fault=ROW)
        put(connection, old.tables["import_upload"], id=2, staff_id=1, file_name=NAME, fault="")
        put(connection, old.tables["assistance_import"], id=1, file_name=NAME)
        for name in NOTED:
            put(connection, old.tables[name], id=1, note=ROW)
            put(connection, old.tables[name], id=2, note="", key="other")
        put(connection, old.tables["conversation"], id=1)
        put(connection, old.tables["petition"], id=1)
        put(connection, old.tables["petition_answer"], id=1, petition_id=1)
        for name, column, more in WORDS:
            put(connection, old.tables[name], id=1, **{column: ROW}, **more)
        put(connection, old.tables["assistance_refused_row"], id=1, import_id=1)
    migrate.upgrade(blank, vault)
    uploads, runs = metadata.tables["import_upload"], metadata.tables["assistance_import"]
    with blank.connect() as connection:
        kept = connection.execute(
            select(uploads.c.file_name_sealed, uploads.c.fault_sealed).order_by(uploads.c.id)
        ).all()
        assert [tuple(map(vault.open_or_none, row)) for row in kept] == [(NAME, ROW), (NAME, None)]
        assert vault.open(connection.scalars(select(runs.c.file_name_sealed)).one()) == NAME
        for name in NOTED:
            column = metadata.tables[name].c.note_sealed
            notes = connection.scalars(select(column).order_by(metadata.tables[name].c.id)).all()
            assert list(map(vault.open_or_none, notes)) == [ROW, None]
        for name, column, _ in WORDS:
            assert (
                vault.open(connection.scalars(select(metadata.tables[name].c[f"{column}_sealed"])).one())
                == ROW
            )
        assert connection.scalar(select(metadata.tables["assistance_refused_row"].c.import_id)) == 1
    sealed = {(d.table.name, c.name) for d in keeping_keys.drawers() for c in d.columns}
    assert sealed >= {
        ("import_upload", "file_name_sealed"),
        ("import_upload", "fault_sealed"),
        ("assistance_import", "file_name_sealed"),
        *((name, "note_sealed") for name in NOTED),
        *((name, f"{column}_sealed") for name, column, _ in WORDS),
    }
    if blank.dialect.name == "sqlite":
        blank.dispose()
        lying = b"".join(path.read_bytes() for path in tmp_path.glob("fresh.db*"))
        assert NAME.encode() not in lying
        assert "紫藤巷".encode() not in lying


def test_why_a_card_is_kept_goes_under_the_seal(blank: Engine, tmp_path: Path) -> None:
    vault = Vault(Keys.fresh())
    script = ScriptDirectory.from_config(migrate.configuration(blank)).get_revision("0020_card_reason")
    migrate.upgrade(blank, vault, str(script.down_revision))
    old = MetaData()
    old.reflect(blank)
    with blank.begin() as connection:
        put(connection, old.tables["assistance_card_kept"], id=1, reason="精神残疾一级，不能自理")
        put(connection, old.tables["assistance_card_kept"], id=2, key="other", reason="")
    migrate.upgrade(blank, vault)
    cards = metadata.tables["assistance_card_kept"]
    with blank.connect() as connection:
        kept = connection.scalars(select(cards.c.reason_sealed).order_by(cards.c.id)).all()
    assert list(map(vault.open_or_none, kept)) == ["精神残疾一级，不能自理", None]
    blank.dispose()
    lying = b"".join(path.read_bytes() for path in tmp_path.glob("fresh.db*"))
    assert "精神残疾".encode() not in lying


def test_a_matter_put_because_of_a_report_finds_it_by_its_subject(blank: Engine) -> None:
    vault = Vault(Keys.fresh())
    script = ScriptDirectory.from_config(migrate.configuration(blank)).get_revision("0022_task_matter")
    migrate.upgrade(blank, vault, str(script.down_revision))
    old = MetaData()
    old.reflect(blank)
    subjects = {
        1: ("supervision", "困难线索第 7 号"),
        2: ("talk", "困难线索第 7 号"),
        3: ("supervision", "变化报告第 7 号"),
        4: ("supervision", "困难线索第 8 号"),
        5: ("notice", "困难线索第 7 号"),
        6: ("supervision", "困难线索第 7 号为什么没人去"),
    }
    with blank.begin() as connection:
        put(connection, old.tables["unit"], code="QH", path="/QH")
        put(connection, old.tables["staff"], id=1, unit_code="QH")
        put(connection, old.tables["assistance_task"], id=7, kind="lead")
        for id, (kind, subject) in subjects.items():
            put(connection, old.tables["unit_matter"], id=id, kind=kind, subject=subject, raised_by=1)
    migrate.upgrade(blank, vault)
    table = metadata.tables["unit_matter"]
    with blank.connect() as connection:
        found = connection.scalars(select(table.c.task_id).order_by(table.c.id)).all()
    assert found == [7, 7, None, None, None, None]
