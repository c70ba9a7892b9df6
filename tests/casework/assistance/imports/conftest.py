"""Tables in files, and a bureau with its people to bring them in."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from casework.office import Bureau
from casework.people.actors import Actor
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.vault import Keys, Vault
from tests.casework.conftest import settle

Rows = Sequence[Sequence[Any]]
Write = Callable[..., Path]


@pytest.fixture
def people(bureau: Bureau) -> dict[str, Actor]:
    with bureau.office() as office:
        return settle(office).people


@pytest.fixture
def another_bureau(
    blank_database: Path, tmp_path: Path, keys: Keys, county: County, clock: FixedClock
) -> Iterator[Bureau]:
    """The same county with the same people, its registers empty."""
    path = tmp_path / "another.db"
    path.write_bytes(blank_database.read_bytes())
    engine = connect(f"sqlite:///{path}")
    bureau = Bureau(engine, Vault(keys), county, clock)
    with bureau.office() as office:
        settle(office)
    yield bureau
    engine.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows to an .xlsx or, by the name's ending, a CSV in an encoding."""

    def written(rows: Rows, name: str = "table.xlsx", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if name.endswith(".csv"):
            lines = (",".join(str(cell) for cell in row) for row in rows)
            path.write_text("\n".join(lines), encoding=encoding)
            return path
        book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        book.close()
        return path

    return written
