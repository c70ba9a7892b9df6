"""Tables out: the registers as .xlsx or CSV, in the columns in which they are brought in.

A cell that would be taken for a formula is written as text: in .xlsx as a string, in CSV behind an apostrophe.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select

from casework.assistance import programs, rights
from casework.assistance.imports import running
from casework.assistance.imports.columns import LINE, WHOLE, WHY
from casework.assistance.imports.kinds import KINDS
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.shapes import Kind
from casework.assistance.models import Application, Relative
from casework.office import NotAllowed, Office
from casework.people import identity, units
from casework.people.actors import Actor
from casework.petitions import digests

AREAS = {"urban": "城市", "rural": "农村", "": ""}
STATES = {"paid": "成功", "returned": "退回", "stopped": "停发"}
ENDED = {
    "better_off": "家庭情况好转",
    "violation": "违规",
    "death": "死亡",
    "moved": "迁出",
    "other": "其他",
    "": "",
}
EXPORTED = {name: kind for name, kind in KINDS.items() if name != "self_reports"}
"""What goes out: what staff reported of themselves stands in the register of relatives and goes out with it."""
_STEMS = {
    "name", "id_number", "phone", "official", "home", "registered", "keeper", "keeper_phone", "reason",
    "note",
}  # fmt: skip
_WORDS = {"reason", "note"}
_PEOPLE = ("name", "official", "keeper")
_CLEAR = {"account": "account_tail", "watched_as": "kind", "address": "place_unit"}
WIDEST = 60
"""No column is made wider than so many signs."""
RISKY = ("=", "+", "-", "@", "\t", "\r")


def write(office: Office, kind_name: str, path: Path, by: Actor, *, masked: bool = True) -> int:
    """Write a register to a file, by the file's ending; return how many rows.

    Names, numbers and addresses are masked unless asked for; in clear it can be brought in again.

    Raises:
        BadFile: there is no such kind, or the ending is neither .xlsx nor .csv.
        NotAllowed.
    """
    rights.require(by, "export")
    if kind_name not in EXPORTED:
        named = "、".join(f"{one.name}（{one.label}）" for one in EXPORTED.values())
        raise BadFile(
            f"没有“{kind_name}”这种可导出的表（自查报告随近亲属备案登记导出）。可导出的有：{named}。"
        )
    kind = EXPORTED[kind_name]
    if "township" not in kind.table.__table__.columns and not rights.whole_county(office, by):
        raise NotAllowed(f"{kind.label}不分乡镇，请由县里导出。")
    titles = [column.label for column in kind.columns]
    if path.suffix == ".xlsx":
        return _excel(path, titles, rows(office, kind, by, masked), kind.label)
    if path.suffix == ".csv":
        return _csv(path, titles, rows(office, kind, by, masked))
    raise BadFile("文件名要以 .xlsx 或 .csv 结尾。")


def refused(office: Office, run_id: int, path: Path, by: Actor) -> int:
    """Write the rows that an import did not take, under the headings of its file; return how many.

    Line and reason stand behind the file's own columns, so that the sheet, put right, is brought in as the same table;
    so does the programme that was said for the whole file. The text that looks like a formula stays text.

    Raises:
        NotFound, NotAllowed: no such import, or not theirs to see.
    """
    run = running.run(office, by, run_id)
    kept = running.refused_rows(office, by, run_id)
    widest = max([len(run.titles or ()), *(len(one.cells) for one in kept)])
    known = run.titles or [f"第{at}列" for at in range(1, widest + 1)]
    own = [at for at in range(widest) if at >= len(known) or known[at] not in (LINE, WHY)]
    of_all = {WHOLE: programs.of(office).program(run.program).name} if run.program else {}
    titles = [*_at(known, own), *of_all, LINE, WHY]
    lines = ([*_at(one.cells, own), *of_all.values(), one.line, one.reason] for one in kept)
    return _excel(path, titles, lines, "退回的行")


def _at(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    return [cells[at] if at < len(cells) else "" for at in places]


def rows(office: Office, kind: Kind, by: Actor, masked: bool) -> Iterator[list[Any]]:
    """The rows of a register within the actor's reach, a chunk at a time."""
    table: Any = kind.table
    tree, file = units.tree(office), programs.of(office)
    query = select(table).order_by(*_in_order(table))
    if hasattr(table, "township"):
        query = query.where(rights.reach(office, by, table))
    for row in office.db.scalars(query.execution_options(yield_per=1000)):
        yield [_cell(office, row, column.name, tree, file, masked) for column in kind.columns]


def _in_order(table: Any) -> tuple[Any, ...]:
    """As entered; relatives without a unit go first, since on the form an empty unit means the one above."""
    return (table.unit_name != "", table.id) if table is Relative else (table.id,)


def safe(value: Any) -> Any:
    """A cell for CSV that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def _cell(
    office: Office, row: Any, name: str, tree: units.UnitTree, file: programs.ProgramsFile, masked: bool
) -> Any:
    if name in _STEMS and hasattr(row, f"{name}_sealed"):
        said = office.vault.open_or_none(getattr(row, f"{name}_sealed")) or ""
        if not masked or not said:
            return said
        return _without_people(office, row, said) if name in _WORDS else _masked(name, said)
    value = getattr(row, _CLEAR.get(name, name), None)
    if name == "program":
        return f"{AREAS.get(row.area, '') if hasattr(row, 'area') else ''}{file.program(row.program).name}"
    if name in ("township", "address"):
        return tree.units[value].place if value in tree.units else ""
    if name == "area":
        return AREAS.get(row.area, "")
    if name == "step" and isinstance(row, Application):
        return file.procedures[row.procedure].steps[row.step].label
    if name == "state":
        return STATES.get(row.state, row.state)
    if name == "ended_why":
        return ENDED.get(row.ended_why, "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else value


def _without_people(office: Office, row: Any, said: str) -> str:
    """Somebody's own words without numbers and without the people that the row itself names."""
    people = [office.vault.open_or_none(getattr(row, f"{stem}_sealed", None)) for stem in _PEOPLE]
    return digests.redact(said, filter(None, people))


def _masked(name: str, said: str) -> str:
    if name == "id_number":
        return identity.mask_id(said)
    if name in ("phone", "keeper_phone"):
        return identity.mask_phone(said)
    if name in ("home", "registered"):
        return identity.mask_address(said)
    return identity.mask_name(said)


def _excel(path: Path, titles: Sequence[str], lines: Iterable[Sequence[Any]], label: str) -> int:
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(label[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_row(0, 0, titles, bold)
    widths = [_signs(title) for title in titles]
    count = 0
    for count, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(count, at, value, day)
            elif isinstance(value, Decimal | int) and not isinstance(value, bool):
                sheet.write_number(count, at, value)
            else:
                sheet.write_string(count, at, str(value))
            widths[at] = max(widths[at], _signs(str(value)))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width, WIDEST) + 2)
    book.close()
    return count


def _signs(text: str) -> int:
    """Width of a text, a Chinese sign being as wide as two others."""
    return len(text.encode("gb18030", "replace"))


def _csv(path: Path, titles: Sequence[str], lines: Iterable[Sequence[Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        for line in lines:
            writer.writerow([safe(value) for value in line])
            count += 1
    return count
