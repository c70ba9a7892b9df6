"""What a report holds, before it becomes a file: headings, sentences, and sheets of rows that are read only once."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Value = str | int | float | date | None
Kind = Literal["text", "wide", "count", "share", "days", "date"]


@dataclass(frozen=True)
class Column:
    """A column; `share` is a number between 0 and 1, shown as a percentage."""

    label: str
    width: int = 12
    """In characters of Latin script; a Chinese one takes two."""
    kind: Kind = "text"


@dataclass(frozen=True)
class Chart:
    """A chart of some columns of a sheet over the column of names."""

    title: str
    values: Sequence[int]
    names: int = 0
    kind: Literal["column", "line"] = "column"
    totalled: bool = True
    """Whether the last row is a total, which is not drawn."""


@dataclass(frozen=True)
class Sheet:
    """A table. The first column tells its rows apart."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Heading:
    text: str


Block = Heading | str | Sheet


@dataclass(frozen=True)
class Document:
    """A report: title, whose and for when, and its blocks in order."""

    title: str
    subtitle: str
    blocks: Sequence[Block]

    @property
    def sheets(self) -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet)]


@dataclass
class Watch:
    """Looks on while rows are written: counts and digests them, and lets its owner break off."""

    tick: Callable[[int], None] = lambda rows: None
    """Called every now and then with the rows so far; raises to break off."""
    every: int = 500
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
    written: int = 0

    def rows(self, sheet: Sheet) -> Iterator[Sequence[Value]]:
        marks = self.marks.setdefault(sheet.title, {})
        seen: Counter[str] = Counter()
        for row in sheet.rows:
            key = str(row[0])
            seen[key] += 1
            marks[key if seen[key] == 1 else f"{key}#{seen[key]}"] = _mark(row)
            self.written += 1
            if self.written % self.every == 0:
                self.tick(self.written)
            yield row
        if sheet.notes:
            self.marks[f"{sheet.title}附注"] = {
                str(at): _mark([note]) for at, note in enumerate(sheet.notes, start=1)
            }

    def say(self, text: str) -> str:
        marks = self.marks.setdefault("正文", {})
        marks[str(len(marks) + 1)] = _mark([text])
        return text

    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.marks, ensure_ascii=False).encode()).hexdigest()


def differences(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> str:
    """A sentence on what changed between two makings of a report, sheet by sheet."""
    told = []
    for title in dict.fromkeys((*before, *now)):
        old, new = before.get(title, {}), now.get(title, {})
        parts = [
            f"{word} {count} 行"
            for word, count in (
                ("增加", len(new.keys() - old.keys())),
                ("减少", len(old.keys() - new.keys())),
                ("改动", sum(old[key] != new[key] for key in old.keys() & new.keys())),
            )
            if count
        ]
        if parts:
            told.append(f"“{title}”{'、'.join(parts)}")
    return "；".join(told)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)


def _mark(row: Sequence[Any]) -> str:
    text = _ENCODER.encode(row)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
