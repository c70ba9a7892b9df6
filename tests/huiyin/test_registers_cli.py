"""What leaves the registers by the command line is put on record, and nothing leaves in clear without a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casework.office import Bureau
from casework.people import reveals
from huiyin import cli
from store.settings import Settings
from tests.installation import prepared


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Settings]:
    with prepared(tmp_path) as settings:
        yield settings


def on_record(house: Settings) -> list[tuple[str, str]]:
    with Bureau.from_settings(house).reading() as office:
        return [(row.what, row.reason) for row in reveals.log(office)]


def export(file: Path, *more: str) -> int:
    return (
        CliRunner().invoke(cli.app, ["register", "export", str(file), "--kind", "payments", *more]).exit_code
    )


def test_every_export_is_on_record(house: Settings, tmp_path: Path) -> None:
    assert export(tmp_path / "masked.csv") == 0
    assert export(tmp_path / "clear.csv", "--clear", "--reason", "与财政对账") == 0
    assert on_record(house) == [("导出发放记录", "与财政对账"), ("导出发放记录", "导出（已遮盖）")]


def test_nothing_leaves_in_clear_without_a_reason(house: Settings, tmp_path: Path) -> None:
    assert export(tmp_path / "clear.csv", "--clear") == 1
    assert not (tmp_path / "clear.csv").exists()
    assert on_record(house) == []
