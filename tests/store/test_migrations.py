"""The schema goes up, down and up again, and is the one that the code expects."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from huiyin.tables import metadata
from store import migrate
from store.engine import connect

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
    migrate.upgrade(blank)
    assert differences(blank) == []
    migrate.downgrade(blank, "base")
    assert set(inspect(blank).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(blank)
    assert differences(blank) == []
