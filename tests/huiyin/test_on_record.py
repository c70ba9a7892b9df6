"""Whoever moves or reads everything from the command line is on record, by the account of the machine and the command."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import select

from casework.office import Bureau
from casework.people.access_models import Reveal
from casework.petitions.models import Petition
from huiyin import cli, keeping_keys, on_record
from huiyin.tables import metadata
from store.settings import Settings
from store.vault import Keys
from tests.huiyin.conftest import Say
from tests.huiyin.test_backup import elsewhere, fill

pytestmark = pytest.mark.usefixtures("small_and_quick")

ON_RECORD = {
    "backup", "restore", "retention", "export-person", "migrate", "keys rotate", "keys retire",
    "petition show", "user add", "user factor", "register import", "register export",
}  # fmt: skip
SHOWS_NOBODY = {
    "up": "starts the house",
    "train": "builds a model; a run from the desk stands among the runs",
    "parse": "reads what it is given",
    "chat": "talks, and what was said is a talk like any other",
    "sweep": "does what the worker does each minute",
    "register sweep": "does what the worker does each minute",
    "doctor": "tells states",
    "health": "tells states",
    "audit verify": "tells numbers of rows",
    "demo load": "writes made-up people",
    "knowledge check": "reads policy",
    "knowledge import": "reads policy",
    "register statistics": "counts",
    "web": "a process",
    "worker": "a process",
    "telegram": "a process",
}
"""Commands that leave no row, and why that is right."""


def commands(command: Any, before: str = "") -> Iterator[str]:
    """The words of every command, those of a group after the group's own."""
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, f"{before} {name}".strip())
    if not hasattr(command, "commands"):
        yield before


def test_every_command_is_on_record_or_shows_nobody() -> None:
    assert set(commands(typer.main.get_command(cli.app))) == ON_RECORD | SHOWS_NOBODY.keys()


@pytest.fixture
def house(tmp_path: Path, bureau: Bureau, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Settings:
    keys.save(tmp_path / "keys.json")
    monkeypatch.setattr(keeping_keys, "NOTICE", 0)
    return fill(tmp_path, bureau)


@pytest.fixture(autouse=True)
def by_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "zhangsan")


def noted(bureau: Bureau) -> dict[str, str]:
    """What each command put on record, newest last."""
    with bureau.reading() as office:
        rows = office.db.scalars(select(Reveal).order_by(Reveal.id)).all()
        assert all("zhangsan" in row.staff_name for row in rows if row.about == on_record.ABOUT)
        return {row.what.removeprefix("huiyin "): row.reason for row in rows}


def test_each_leaves_a_row(huiyin: Say, house: Settings, bureau: Bureau, tmp_path: Path) -> None:
    with bureau.office() as office:
        number = office.db.scalars(select(Petition.number)).one()
    add = ("user", "add", "admin", "--name", "管理员", "--unit", "QH-MZ-XF", "--role", "administrator")
    for words in (
        ("backup", tmp_path / "one"),
        ("petition", "show", number, "--json"),
        add,
        ("user", "factor", "admin"),
        ("keys", "rotate"),
        ("keys", "retire"),
        ("retention",),
    ):
        status, said = huiyin(house, *words, passphrase=None)
        assert status == 0, said
    found = noted(bureau)
    assert found.keys() >= {
        "backup", "petition show", "user add", "user factor", "keys rotate", "keys retire", "retention",
    }  # fmt: skip
    assert "不含密钥" in found["backup"]
    assert number in found["petition show"]
    assert found["user add"] == "新增账号 admin，administrator"


def test_what_was_restored_says_so_itself(
    huiyin: Say, house: Settings, bureau: Bureau, tmp_path: Path
) -> None:
    assert huiyin(house, "backup", "--with-keys", tmp_path / "one")[0] == 0
    bureau.engine.dispose()
    fresh = elsewhere(tmp_path)
    assert huiyin(fresh, "restore", tmp_path / "one")[0] == 0
    there = Bureau.from_settings(fresh)
    found = noted(there)
    there.engine.dispose()
    assert "，含密钥" in found["backup"]
    assert found["restore"].startswith("从 one 恢复")


def test_a_new_structure_is_on_its_own_record(huiyin: Say, tmp_path: Path) -> None:
    fresh = elsewhere(tmp_path)
    assert huiyin(fresh, "migrate")[0] == 0
    there = Bureau.from_settings(fresh)
    assert noted(there).get("migrate") == "把数据库结构升到 head"
    there.engine.dispose()


def test_a_dry_run_moves_nothing_and_is_no_row(huiyin: Say, house: Settings, bureau: Bureau) -> None:
    assert huiyin(house, "retention", "--dry-run")[0] == 0
    assert noted(bureau) == {}


def test_a_database_that_takes_no_row_does_not_stop_the_command(
    house: Settings, bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata.tables[Reveal.__tablename__].drop(bureau.engine)
    assert on_record.note(house, "backup", "备份") is False
    gone = house.model_copy(update={"database_url": f"sqlite:///{house.home / 'gone.db'}"})
    assert on_record.note(gone, "backup", "备份") is False
    assert not (house.home / "gone.db").exists()


def test_the_account_is_that_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)
    plain = on_record.account()
    monkeypatch.setenv("SUDO_USER", "zhangsan")
    assert on_record.account() == f"{plain}（zhangsan）"
    assert on_record.operator().name == f"命令行 {plain}（zhangsan）"
