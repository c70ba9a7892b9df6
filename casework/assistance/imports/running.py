"""Bringing a table in: chunk by chunk, each a transaction of its own, so that it can be broken off and run again.

A record is told from others by a blind index of its key and compared by a digest of its content: what is already
there is left alone, what differs is brought up to date, what cannot be taken is kept with its line and the reason.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, null, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from casework.assistance import programs, rights
from casework.assistance.imports import cells, columns, effects, reading
from casework.assistance.imports.cells import BadCell, Cell
from casework.assistance.imports.columns import HEADING_ROWS, Heading
from casework.assistance.imports.kinds import KINDS
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.shapes import Context, Kind, Record, read
from casework.assistance.models import ImportRun, RefusedRow
from casework.office import Bureau, NotFound, Office
from casework.people import units
from casework.people.actors import Actor
from store.clock import local_date

CHUNK = 2000
SHOWN = 20
MOST = 20_000
Progress = Callable[[int, int | None], None]
Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: its line in the file, and why."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass
class Report:
    """What an import did, or would do."""

    kind: str
    label: str
    dry_run: bool
    heading: Heading
    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    examples: list[Refused] = field(default_factory=list)
    """The first refused rows; all of them are kept."""

    def sentence(self) -> str:
        would = "试运行：" if self.dry_run else ""
        return (
            f"{would}{self.label} {self.rows} 行，新增 {self.added}，更新 {self.changed}，"
            f"没有变化 {self.same}，退回 {self.refused}。"
        )


@dataclass(frozen=True)
class _Prepared:
    line: int
    key: str
    content: str
    record: Record
    row: Sequence[Cell]


@dataclass(frozen=True)
class _Known:
    """What is there already under a key."""

    id: int
    content: str | None
    township: str | None


def bring_in(
    bureau: Bureau,
    kind_name: str,
    path: Path,
    by: Actor,
    *,
    dry_run: bool = False,
    name: str = "",
    program: str = "",
    chosen: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring a file in; run twice, it changes nothing the second time.

    `name` is what the file is called where its path does not say; `program` is the programme of the whole file, where no column says it; `chosen` maps fields to titles;
    `progress` is told rows done and rows expected.

    Raises:
        BadFile: it cannot be read, or columns are missing.
        NotAllowed, NotFound (programme).
    """
    rights.require(by, "import")
    kind = _kind(kind_name)
    with reading.opened(path) as table:
        first = list(islice(table.rows, HEADING_ROWS))
        if not first:
            raise BadFile("表里没有内容。")
        with bureau.reading() as office:
            if program:
                programs.of(office).program(program)
            heading = columns.find(office, kind, first, chosen, bool(program), name or path.name)
            context = _context(office, program)
            allowed = _townships(office, by)
        report = Report(kind.name, kind.label, dry_run, heading)
        run_id = None if dry_run else _begin(bureau, kind, path, name, by, heading, program)
        seen: dict[str, tuple[int, str]] = {}
        lines = (one for one in chain(first, table.rows) if one[0] > heading.line)
        while chunk := list(islice(lines, CHUNK)):
            with bureau.reading() if dry_run else bureau.office() as office:
                _chunk(office, kind, chunk, report, context, allowed, seen, run_id, by)
            if progress:
                progress(report.rows, table.expected)
    if run_id is not None:
        _end(bureau, run_id, report)
    return report


def runs(office: Office, by: Actor, page: int = 1) -> Sequence[ImportRun]:
    """What was brought in, newest first, 50 a page. Raises NotAllowed."""
    rights.require(by, "import")
    query = select(ImportRun).where(_own(office, by)).order_by(ImportRun.id.desc())
    return office.db.scalars(query.limit(50).offset(50 * (max(1, page) - 1))).all()


def run(office: Office, by: Actor, id: int) -> ImportRun:
    """One import that the actor may see. Raises NotFound, NotAllowed."""
    rights.require(by, "import")
    found = office.db.scalar(select(ImportRun).where(ImportRun.id == id, _own(office, by)))
    if found is None:
        raise NotFound("没有这次导入，或不是您导入的。")
    return found


def file_name(office: Office, run: ImportRun) -> str:
    """What the file was called; empty once that was forgotten."""
    return office.vault.open_or_none(run.file_name_sealed) or ""


def refused_rows(office: Office, by: Actor, run_id: int | None = None, page: int = 1) -> list[Refused]:
    """Rows kept with their reasons, with their cells in clear: 50 a page, newest first; of one import all, up to `MOST`,
    in the file's order.

    Whoever does not reach the whole county sees only what they brought in themselves. Raises NotAllowed.
    """
    rights.require(by, "import")
    query = select(RefusedRow).join(ImportRun, ImportRun.id == RefusedRow.import_id).where(_own(office, by))
    if run_id is None:
        query = query.order_by(RefusedRow.id.desc()).limit(50).offset(50 * (max(1, page) - 1))
    else:
        query = query.where(RefusedRow.import_id == run_id).order_by(RefusedRow.line).limit(MOST)
    return [
        Refused(row.line, row.reason, tuple(json.loads(office.vault.open(row.cells_sealed))))
        for row in office.db.scalars(query)
    ]


def _own(office: Office, by: Actor) -> ColumnElement[bool]:
    return true() if rights.whole_county(office, by) else ImportRun.by_staff == by.id


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise BadFile(
            f"没有“{name}”这种表。可导入的有：{'、'.join(f'{one.name}（{one.label}）' for one in KINDS.values())}。"
        )
    return KINDS[name]


def _context(office: Office, program: str) -> Context:
    tree = units.tree(office)
    _ = [unit.path for unit in tree.units.values()]
    return Context(programs.of(office), tree, local_date(office.clock.now()), program)


def _townships(office: Office, by: Actor) -> frozenset[str] | None:
    """The townships whose rows this actor may bring in; None for all."""
    if by.kind == "system":
        return None
    tree = units.tree(office)
    body = tree.body(by.unit_code)
    if tree.get(body).kind in ("bureau", "county", "city", "discipline"):
        return None
    return frozenset(tree.branch(body))


def _begin(
    bureau: Bureau,
    kind: Kind,
    path: Path,
    name: str,
    by: Actor,
    heading: Heading,
    program: str,
) -> int:
    with bureau.office() as office:
        columns.remember(office, kind, heading, by)
        run = ImportRun(
            kind=kind.name,
            file_name_sealed=office.vault.seal((name or path.name)[:120]),
            sha256=reading.sha256(path),
            by_name=by.name,
            by_staff=by.id,
            began_at=office.clock.now(),
            rows=0,
            added=0,
            changed=0,
            same=0,
            refused=0,
            titles=list(heading.written),
            program=program,
        )
        office.db.add(run)
        office.db.flush()
        return run.id


REMARKS = re.compile(r"备注|填报|统计经办|注|说明|本人签名|[（(]?[\u4e00-\u9fff]{2,10}[)）]?[:：]")
"""How a remark or a line for signatures under a table begins: `审核人：`, `制表日期：`."""
TOTAL = re.compile(
    r"\s*(本[页表]|[\u4e00-\u9fff]{1,5}[镇乡村县区])?[合总小]\s*计\s*[:：]?\s*(\d+\s*[户人]?|[（(].{0,6}[)）])?\s*"
)


def _end(bureau: Bureau, run_id: int, report: Report) -> None:
    with bureau.office() as office:
        run = office.db.get_one(ImportRun, run_id)
        run.ended_at = office.clock.now()
        run.rows, run.added, run.changed = report.rows, report.added, report.changed
        run.same, run.refused = report.same, report.refused


def _chunk(
    office: Office,
    kind: Kind,
    lines: Sequence[Line],
    report: Report,
    context: Context,
    allowed: frozenset[str] | None,
    seen: dict[str, tuple[int, str]],
    run_id: int | None,
    by: Actor,
) -> None:
    refused: list[Refused] = []
    ready = list(_prepare(office, kind, lines, report, context, allowed, seen, refused))
    known = _known(office, kind, [one.key for one in ready])
    if allowed is not None:
        ready = list(_within(ready, known, allowed, refused))
    new = [one for one in ready if one.key not in known]
    changed = [
        (known[one.key].id, one)
        for one in ready
        if one.key in known and known[one.key].content != one.content
    ]
    report.added += len(new)
    report.changed += len(changed)
    report.same += len(ready) - len(new) - len(changed)
    report.refused += len(refused)
    report.examples += refused[: max(0, SHOWN - len(report.examples))]
    if run_id is None:
        return
    _insert(office, kind, new, by)
    _update(office, kind, changed, by)
    _keep(office, kind, refused, run_id)


def _prepare(
    office: Office,
    kind: Kind,
    lines: Sequence[Line],
    report: Report,
    context: Context,
    allowed: frozenset[str] | None,
    seen: dict[str, tuple[int, str]],
    refused: list[Refused],
) -> Iterator[_Prepared]:
    positions = report.heading.positions
    for line, row in lines:
        if not any(cell not in (None, "") for cell in row):
            continue
        given = {field: row[at] for field, at in positions.items() if at < len(row)}
        if _is_no_record(given, row):
            continue
        if report.heading.period:
            row, given["month"] = report.heading.completed(row), report.heading.period
        try:
            record = kind.enter(read(kind, given), context)
        except BadCell as bad:
            report.rows += 1
            refused.append(_refused(line, str(bad), row))
            continue
        if record is None:
            continue
        report.rows += 1
        if allowed is not None and record.clear.get("township") not in allowed:
            refused.append(_refused(line, "不是本乡镇的，或认不出乡镇，请交县里导入", row))
            continue
        prepared = _digested(office, kind, line, record, row)
        first, content = seen.setdefault(prepared.key, (line, prepared.content))
        if first == line:
            yield prepared
        elif content == prepared.content:
            report.same += 1
        else:
            refused.append(_refused(line, f"和第 {first} 行是同一条，内容不一样", row))


def _refused(line: int, reason: str, row: Sequence[Cell]) -> Refused:
    return Refused(line, reason[:200], tuple(cells.text(cell) for cell in row))


def _is_no_record(given: Mapping[str, Cell], row: Sequence[Cell]) -> bool:
    """Whether a row tells nothing, or is a sum, a remark or signatures under the table."""
    filled = [cell for cell in row if cell not in (None, "")]
    return (
        all(cell in (None, "") for cell in given.values())
        or any(isinstance(cell, str) and "计" in cell and TOTAL.fullmatch(cell) for cell in filled)
        or all(isinstance(cell, str) and REMARKS.match(cells.words(cell)) for cell in filled)
    )


def _digested(office: Office, kind: Kind, line: int, record: Record, row: Sequence[Cell]) -> _Prepared:
    clear, sealed = dict(record.clear), dict(record.sealed)
    clear |= {name: sealed.pop(name) for name in kind.once_clear & sealed.keys()}
    content = json.dumps([sorted(clear.items()), sorted(sealed.items())], ensure_ascii=False, default=str)
    key = record.key[0]
    if not kind.plain_key:
        key = office.vault.index(f"register-{kind.table.__tablename__}", "\0".join(record.key))
    return _Prepared(line, key, office.vault.index("register-content", content), record, row)


def _known(office: Office, kind: Kind, keys: Sequence[str]) -> dict[str, _Known]:
    table: Any = kind.table
    column, township = effects.key_column(table), getattr(table, "township", null())
    rows = office.db.execute(select(column, table.id, table.content, township).where(column.in_(keys)))
    return {key: _Known(*rest) for key, *rest in rows}


def _within(
    ready: Sequence[_Prepared],
    known: Mapping[str, _Known],
    allowed: frozenset[str],
    refused: list[Refused],
) -> Iterator[_Prepared]:
    """Those that do not take a record of another township away from it."""
    for one in ready:
        there = known.get(one.key)
        if there is None or there.township in allowed:
            yield one
        else:
            refused.append(_refused(one.line, "登记里这一条不是本乡镇的，请交县里导入", one.row))


def _columns(office: Office, kind: Kind, one: _Prepared) -> dict[str, Any]:
    """All column values of a record, personal data sealed."""
    names = kind.table.__table__.columns
    values: dict[str, Any] = {**one.record.clear, "content": one.content, "updated_at": office.clock.now()}
    values[effects.key_column(kind.table).key] = one.key
    for stem, said in one.record.sealed.items():
        values[f"{stem}_sealed"] = office.vault.seal_or_none(said)
        index = "id_index" if stem == "id_number" else f"{stem}_index"
        if index in names:
            values[index] = office.vault.index(effects.PURPOSES[stem], said) if said else None
    values |= effects.derived(office, kind, one.key, one.record)
    return {name: value for name, value in values.items() if name in names}


def _insert(office: Office, kind: Kind, new: Sequence[_Prepared], by: Actor) -> None:
    if not new:
        return
    values = [_columns(office, kind, one) for one in new]
    office.db.execute(_inserting(office, kind.table.__table__).on_conflict_do_nothing(), values)
    effects.entered(office, kind, [one.key for one in new], by)


def _update(office: Office, kind: Kind, changed: Sequence[tuple[int, _Prepared]], by: Actor) -> None:
    if not changed:
        return
    before = effects.before(office, kind, [id for id, _ in changed])
    values = [{**_without_what_stays(kind, _columns(office, kind, one)), "id": id} for id, one in changed]
    office.db.execute(update(kind.table), values)
    office.db.expire_all()
    effects.changed(office, kind, before, by)


def _without_what_stays(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Without the place, where the table names none, and without what another table tells: what is known stays."""
    stays = {name for name in kind.keeps if values.get(name) in (None, "")}
    if values.get("township") is None:
        stays |= {"township", "place_unit"}
    return {name: value for name, value in values.items() if name not in stays}


QUOTED = re.compile(r"“[^”]*”")
"""What a reason quotes of the row, which may be anybody's name or address: it is kept sealed with the row alone."""


def discreet(reason: str) -> str:
    """The reason without what it quotes of the row."""
    return QUOTED.sub("“……”", reason)


def _keep(office: Office, kind: Kind, refused: Sequence[Refused], run_id: int) -> None:
    """Keep what was not taken; a row met before goes over to this import."""
    if not refused:
        return
    rows = [
        {
            "import_id": run_id,
            "kind": kind.name,
            "line": one.line,
            "reason": discreet(one.reason),
            "cells_sealed": office.vault.seal(json.dumps(one.cells, ensure_ascii=False)),
            "digest": office.vault.index(
                "refused-row", json.dumps([kind.name, one.cells], ensure_ascii=False)
            ),
            "at": office.clock.now(),
        }
        for one in refused
    ]
    put = _inserting(office, RefusedRow)
    moved = {name: put.excluded[name] for name in ("import_id", "line", "reason", "at")}
    office.db.execute(put.on_conflict_do_update(index_elements=["kind", "digest"], set_=moved), rows)


def _inserting(office: Office, table: Any) -> Any:
    dialect = office.db.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
