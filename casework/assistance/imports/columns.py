"""Which column means what: guessed from the titles, shown, and remembered for the next table with the same titles."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from rapidfuzz import fuzz, process
from sqlalchemy import select

from casework.assistance.imports import cells
from casework.assistance.imports.cells import Cell
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.shapes import Column, Kind
from casework.assistance.models import ColumnChoice
from casework.office import Office
from casework.people.actors import Actor

ALIKE = 86
"""From this likeness on, of 100, a title is taken for a column."""
HEADING_ROWS = 20
WHOLE_FILE = "整个文件都是一个救助项目的，不用有这一列：上传时选“整个文件都是这个项目”。"
LINE, WHY = "文件里的行号", "为什么没取"
WHOLE = "整个文件的救助项目"
"""The programme of the whole file, where it went out again with the rows that were not taken."""
PERIOD = "整个文件的发放月份"
"""The month of the whole file, as its heading tells it; in brackets which."""
ADDED = frozenset({LINE, WHY, WHOLE, PERIOD})
"""Titles of ours behind those of the file; they make it no other table."""
OF_ALL = {"program": WHOLE, "month": PERIOD}
_PERIOD = re.compile(r"(?:19|20)\d\d年(?:第?[一二三四1-4]季度|(?:0?[1-9]|1[0-2])月(?!\d{1,2}日))")
_MADE_ON = re.compile(r"(填|制|汇总|打印|导出)\S{0,3}(日期|时间)[:：]?.*")
"""A month or a quarter in a heading, and not when the table was made."""


@dataclass(frozen=True)
class Heading:
    """The row of titles of a table, and what each field takes from which column."""

    line: int
    written: tuple[str, ...]
    """The titles as they stand in the file; of two rows of titles the lower one, and the upper where that is empty."""
    titles: tuple[str, ...]
    """The same as they are compared."""
    columns: Mapping[str, str]
    """Field to title."""
    remembered: bool
    period: str = ""
    """The month that the heading above tells for all rows: the last title stands for it, and no column of the file."""

    @property
    def positions(self) -> dict[str, int]:
        return {field: self.titles.index(title) for field, title in self.columns.items()}

    @property
    def unused(self) -> list[str]:
        """Titles that nothing is taken from."""
        taken = set(self.columns.values())
        return [title for title in self.titles if title and title not in taken]

    def completed(self, row: Sequence[Cell]) -> Sequence[Cell]:
        """The row with the month of the whole file in its place."""
        if not self.period:
            return row
        own = len(self.titles) - 1
        return [*row[:own], *[""] * (own - len(row)), self.period, *row[own:]]


def find(
    office: Office,
    kind: Kind,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    chosen: Mapping[str, str] | None,
    has_program: bool,
    file_name: str = "",
) -> Heading:
    """The heading among the first rows: the one whose titles mean most.

    `chosen` says for some fields which title to take, and goes before memory and guess. A month that no column tells is
    taken from what stands above the titles, or from the file's name.

    Raises:
        BadFile: no row has the columns that this kind must have; the sentence names them.
    """
    heading = best(office, kind, rows, chosen, file_name)
    required = {column.name for column in kind.columns if column.required}
    if "program" in {column.name for column in kind.columns} and not has_program:
        required.add("program")
    if heading is None or (missing := required - heading.columns.keys()):
        names = [column.label for column in kind.columns if heading is None or column.name in missing]
        found = "、".join(title for title in (heading.titles if heading else ()) if title)[:120]
        raise BadFile(
            f"没有找到这几列：{'、'.join(names)}。表里有：{found or '空行'}。"
            "请指明这几列各取自哪一列，或改列名后再导入。" + (WHOLE_FILE if "救助项目" in names else "")
        )
    return heading


def best(
    office: Office,
    kind: Kind,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    chosen: Mapping[str, str] | None,
    file_name: str = "",
) -> Heading | None:
    """The row among the first whose titles mean most, or two that do so together; None where there is no row."""
    found: Heading | None = None
    for line, cells_of in _headings(rows[:HEADING_ROWS]):
        written = tuple(cells.text(cell) for cell in cells_of)
        period = _period(cell for at, row in rows if at < line for cell in row) or _period([file_name])
        heading = _read(office, kind, line, written, chosen or {}, period)
        if found is None or len(heading.columns) > len(found.columns):
            found = heading
    return found


def _headings(rows: Sequence[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Each row, then each two: groups over names, where a title that spans both stands in the upper one."""
    yield from rows
    for (_, upper), (line, lower) in pairwise(rows):
        yield line, [below if cells.text(below) else above for above, below in zip_longest(upper, lower)]


def _period(said: Iterable[Cell]) -> str:
    """The one month or quarter that cells tell, as `2026-11`; empty where they tell none, or several."""
    words = [_MADE_ON.sub("", cells.words(cell)) for cell in said]
    found = {cells.month(one) for each in words for one in _PERIOD.findall(each)}
    return found.pop() if len(found) == 1 else ""


def remember(office: Office, kind: Kind, heading: Heading, by: Actor) -> None:
    """Keep what each field was taken from, for the next table with these titles."""
    known = _known(office, kind, heading.titles)
    if known is None:
        known = ColumnChoice(kind=kind.name, heading=_print(heading.titles))
        office.db.add(known)
    own = {field: title for field, title in heading.columns.items() if not _is_ours(title)}
    known.columns, known.chosen_by = own, by.name
    known.chosen_at = office.clock.now()
    office.db.flush()


def guess(kind: Kind, titles: Sequence[str]) -> dict[str, str]:
    """Field to title: the same words first, then the most alike; no title is used twice."""
    found: dict[str, str] = {}
    free = [title for title in dict.fromkeys(titles) if title]
    for alike in (False, True):
        for column in kind.columns:
            if column.name in found or not free:
                continue
            title = _alike(column, free) if alike else _same(column, free)
            if title is not None:
                found[column.name] = title
                free.remove(title)
    return found


def _read(
    office: Office, kind: Kind, line: int, written: tuple[str, ...], chosen: Mapping[str, str], period: str
) -> Heading:
    titles = tuple(_title(one) for one in written)
    known = _known(office, kind, titles)
    columns = dict(known.columns) if known else guess(kind, [one for one in titles if not _is_ours(one)])
    for field, of_all in OF_ALL.items():
        told = next((title for title in titles if _bare(title) == of_all), None)
        if told and any(column.name == field for column in kind.columns):
            columns.setdefault(field, told)
    if "month" in columns or all(column.name != "month" for column in kind.columns):
        period = ""
    if period:
        columns["month"] = f"{PERIOD}（{period}）"
        written, titles = (*written, columns["month"]), (*titles, columns["month"])
    fields = {column.name: column.name for column in kind.columns}
    fields |= {column.label: column.name for column in kind.columns}
    for field, title in chosen.items():
        if field not in fields:
            raise BadFile(
                f"没有“{field}”这个字段。可写的有：{'、'.join(column.label for column in kind.columns)}。"
            )
        if not title:
            columns.pop(fields[field], None)
        elif _title(title) in titles:
            columns = {name: taken for name, taken in columns.items() if taken != _title(title)}
            columns[fields[field]] = _title(title)
    if period and columns.get("month") != titles[-1]:
        written, titles, period = written[:-1], titles[:-1], ""
    return Heading(line, written, titles, columns, known is not None, period)


def _known(office: Office, kind: Kind, titles: Sequence[str]) -> ColumnChoice | None:
    return office.db.scalar(
        select(ColumnChoice).where(ColumnChoice.kind == kind.name, ColumnChoice.heading == _print(titles))
    )


def _print(titles: Sequence[str]) -> str:
    of_the_file = [title for title in titles if not _is_ours(title)]
    return hashlib.sha256("\n".join(of_the_file).encode()).hexdigest()


def _title(cell: Cell) -> str:
    return re.sub(r"[\s*＊：:\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", "", cells.text(cell))[:40]


def _is_ours(title: str) -> bool:
    return _bare(title) in ADDED


def _bare(title: str) -> str:
    return re.sub(r"[（(].*?[)）]", "", title)


def _same(column: Column, titles: Sequence[str]) -> str | None:
    names = {_title(name) for name in (column.label, column.name, *column.also)}
    bare = {_bare(name) for name in names}
    return next((title for title in titles if title in names), None) or next(
        (title for title in titles if _bare(title) in bare), None
    )


def _alike(column: Column, titles: Sequence[str]) -> str | None:
    best = None
    for name in (column.label, *column.also):
        found = process.extractOne(_title(name), titles, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if found and (best is None or found[1] > best[1]):
            best = found
    return best[0] if best else None
