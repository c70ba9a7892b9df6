"""Which column means what: guessed from the titles, shown, and remembered for the next table with the same titles."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
LINE, WHY = "文件里的行号", "为什么没取"
WHOLE = "整个文件的救助项目"
"""The programme of the whole file, where it went out again with the rows that were not taken."""
ADDED = frozenset({LINE, WHY, WHOLE})
"""Titles of ours behind those of the file when refused rows go out; they make it no other table."""


@dataclass(frozen=True)
class Heading:
    """The row of titles of a table, and what each field takes from which column."""

    line: int
    titles: tuple[str, ...]
    columns: Mapping[str, str]
    """Field to title."""
    remembered: bool

    @property
    def positions(self) -> dict[str, int]:
        return {field: self.titles.index(title) for field, title in self.columns.items()}

    @property
    def unused(self) -> list[str]:
        """Titles that nothing is taken from."""
        taken = set(self.columns.values())
        return [title for title in self.titles if title and title not in taken]


def find(
    office: Office,
    kind: Kind,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    chosen: Mapping[str, str] | None,
    has_program: bool,
) -> Heading:
    """The heading among the first rows: the one whose titles mean most.

    `chosen` says for some fields which title to take, and goes before memory and guess.

    Raises:
        BadFile: no row has the columns that this kind must have; the sentence names them.
    """
    heading = best(office, kind, rows, chosen)
    required = {column.name for column in kind.columns if column.required}
    if "program" in {column.name for column in kind.columns} and not has_program:
        required.add("program")
    if heading is None or (missing := required - heading.columns.keys()):
        names = [column.label for column in kind.columns if heading is None or column.name in missing]
        found = "、".join(title for title in (heading.titles if heading else ()) if title)[:120]
        raise BadFile(
            f"没有找到这几列：{'、'.join(names)}。表里有：{found or '空行'}。"
            "请指明这几列各取自哪一列（命令行用 --column 字段=列名），或改列名后再导入。"
        )
    return heading


def best(
    office: Office, kind: Kind, rows: Sequence[tuple[int, Sequence[Cell]]], chosen: Mapping[str, str] | None
) -> Heading | None:
    """The row among the first whose titles mean most; None where there is no row."""
    found: Heading | None = None
    for line, cells_of in rows[:HEADING_ROWS]:
        heading = _read(office, kind, line, tuple(_title(cell) for cell in cells_of), chosen or {})
        if found is None or len(heading.columns) > len(found.columns):
            found = heading
    return found


def remember(office: Office, kind: Kind, heading: Heading, by: Actor) -> None:
    """Keep what each field was taken from, for the next table with these titles."""
    known = _known(office, kind, heading.titles)
    if known is None:
        known = ColumnChoice(kind=kind.name, heading=_print(heading.titles))
        office.db.add(known)
    own = {field: title for field, title in heading.columns.items() if title not in ADDED}
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
    office: Office, kind: Kind, line: int, titles: tuple[str, ...], chosen: Mapping[str, str]
) -> Heading:
    known = _known(office, kind, titles)
    columns = dict(known.columns) if known else guess(kind, [one for one in titles if one not in ADDED])
    if WHOLE in titles and any(column.name == "program" for column in kind.columns):
        columns.setdefault("program", WHOLE)
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
    return Heading(line, titles, columns, known is not None)


def _known(office: Office, kind: Kind, titles: Sequence[str]) -> ColumnChoice | None:
    return office.db.scalar(
        select(ColumnChoice).where(ColumnChoice.kind == kind.name, ColumnChoice.heading == _print(titles))
    )


def _print(titles: Sequence[str]) -> str:
    of_the_file = [title for title in titles if title not in ADDED]
    return hashlib.sha256("\n".join(of_the_file).encode()).hexdigest()


def _title(cell: Cell) -> str:
    return re.sub(r"[\s*＊：:]+", "", cells.text(cell))[:40]


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
