"""A table handed over at the desk: kept under seal, looked through first, then brought in, with how far it is.

What was handed over lies under seal until it is in, or for a day. The work runs beside the page; broken off, it is
started again and changes nothing twice.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import ForeignKey, String, delete, update
from sqlalchemy.orm import Mapped, mapped_column, undefer

from casework.assistance import programs, rights
from casework.assistance.imports import columns, reading, running
from casework.assistance.imports.columns import HEADING_ROWS
from casework.assistance.imports.kinds import KINDS
from casework.assistance.imports.reading import BadFile
from casework.assistance.imports.running import Report
from casework.office import Bureau, CaseworkError, NotFound, Office
from casework.people.actors import Actor
from store.base import Base, Id, Json

LARGEST = 30 * 1024 * 1024
KEPT = timedelta(days=1)
STILL = timedelta(minutes=2)
"""Work that has shown no sign of life for so long has been broken off."""
WORKING = ("looking", "bringing")


class ImportUpload(Base):
    """One table that somebody handed over at the desk."""

    __tablename__ = "import_upload"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(16))
    program: Mapped[str] = mapped_column(String(32), default="")
    file_name_sealed: Mapped[bytes | None]
    file_sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    chosen: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Field to title, as somebody chose it; an empty title takes the field from nowhere."""
    state: Mapped[str] = mapped_column(String(10), default="looking")
    """looking, looked, bringing, done or failed."""
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int | None]
    report_sealed: Mapped[bytes | None]
    fault_sealed: Mapped[bytes | None]
    """Why it could not be taken; it quotes the titles, and in a table without any those are somebody's row."""
    added_at: Mapped[datetime] = mapped_column(index=True)
    touched_at: Mapped[datetime]


@dataclass(frozen=True)
class Seen:
    """What the looking through, or the bringing in, has found."""

    titles: tuple[str, ...] = ()
    columns: Mapping[str, str] | None = None
    remembered: bool = False
    sentence: str = ""
    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    examples: tuple[tuple[int, str], ...] = ()


def hand_over(office: Office, by: Actor, kind: str, file_name: str, data: bytes, program: str = "") -> int:
    """Keep a table for looking through; return its id.

    Raises:
        NotAllowed: the actor brings in nothing.
        BadFile: no such kind, or too large.
    """
    rights.require(by, "import")
    if kind not in KINDS:
        raise BadFile("请先选这是什么表。")
    if not data:
        raise BadFile("请选一个文件。")
    if len(data) > LARGEST:
        raise BadFile(f"文件超过 {LARGEST // 1024 // 1024} MB，请分成几个文件，或请系统管理员用命令行导入。")
    if program:
        programs.of(office).program(program)
    now = office.clock.now()
    office.db.execute(delete(ImportUpload).where(ImportUpload.added_at < now - KEPT))
    upload = ImportUpload(
        staff_id=by.id,
        kind=kind,
        program=program,
        file_name_sealed=office.vault.seal(Path(file_name).name[-120:] or "table"),
        file_sealed=office.vault.seal_bytes(data),
        state="looked",
        added_at=now,
        touched_at=now,
    )
    office.db.add(upload)
    office.db.flush()
    return upload.id


def get(office: Office, id: int, by: Actor) -> ImportUpload:
    """A table that the actor handed over. Raises NotFound for anybody else's."""
    rights.require(by, "import")
    found = office.db.get(ImportUpload, id)
    if found is None or found.staff_id != by.id:
        raise NotFound("没有这份表，或已经过了一天清理掉了。请重新上传。")
    return found


def seen(office: Office, upload: ImportUpload) -> Seen:
    said = office.vault.open_or_none(upload.report_sealed)
    if not said:
        return Seen()
    found = json.loads(said)
    found["titles"] = tuple(found["titles"])
    found["examples"] = tuple((line, reason) for line, reason in found["examples"])
    return Seen(**found)


def file_name(office: Office, upload: ImportUpload) -> str:
    return office.vault.open_or_none(upload.file_name_sealed) or ""


def fault(office: Office, upload: ImportUpload) -> str:
    """Why the last work on it failed; empty where it did not."""
    return office.vault.open_or_none(upload.fault_sealed) or ""


def is_working(office: Office, upload: ImportUpload) -> bool:
    """Whether work is under way and shows signs of life."""
    return upload.state in WORKING and office.clock.now() - upload.touched_at < STILL


def begin(
    office: Office, upload: ImportUpload, by: Actor, state: str, chosen: Mapping[str, str] | None
) -> bool:
    """Mark a table as being worked on; False where somebody is at it already."""
    get(office, upload.id, by)
    if chosen is not None:
        upload.chosen = dict(chosen)
    now = office.clock.now()
    free = ImportUpload.state.not_in(WORKING) | (ImportUpload.touched_at < now - STILL)
    office.db.flush()
    begun = office.db.execute(
        update(ImportUpload)
        .where(ImportUpload.id == upload.id, ImportUpload.file_sealed.is_not(None), free)
        .values(state=state, rows_done=0, rows_expected=None, fault_sealed=None, touched_at=now)
        .execution_options(synchronize_session=False)
        .returning(ImportUpload.id)
    ).all()
    office.db.expire(upload)
    return bool(begun)


def work(bureau: Bureau, id: int, by: Actor) -> None:
    """Look a table through, or bring it in, as its state says; what came of it stands with it. Raises nothing."""
    try:
        with bureau.reading() as office:
            upload = office.db.get_one(ImportUpload, id, options=[undefer(ImportUpload.file_sealed)])
            data = office.vault.open_bytes(upload.file_sealed or b"")
            kind, program, chosen = upload.kind, upload.program, dict(upload.chosen)
            dry_run, name = upload.state == "looking", file_name(office, upload)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            path.write_bytes(data)
            found = _look(bureau, kind, path, chosen, name)
            _put(bureau, id, report=found)
            report = running.bring_in(
                bureau,
                kind,
                path,
                by,
                dry_run=dry_run,
                name=name,
                program=program,
                chosen=chosen,
                progress=lambda done, expected: _put(bureau, id, rows_done=done, rows_expected=expected),
            )
    except CaseworkError as refused:
        _put(bureau, id, state="failed", fault=str(refused))
    except Exception:
        _put(bureau, id, state="failed", fault="做到一半中断了，已导入的都在。请再点一次，接着做，不会重复。")
        raise
    else:
        _put(bureau, id, state="looked" if dry_run else "done", report=_seen(report))


def _look(bureau: Bureau, kind: str, path: Path, chosen: Mapping[str, str], name: str) -> Seen:
    """The titles and what is taken from which, even where columns that must be there are missing."""
    with reading.opened(path) as table, bureau.reading() as office:
        first = list(islice(table.rows, HEADING_ROWS))
        heading = columns.best(office, KINDS[kind], first, chosen, name)
        if heading is None:
            raise BadFile("表里没有内容。")
        return Seen(heading.titles, dict(heading.columns), heading.remembered)


def _seen(report: Report) -> Seen:
    return Seen(
        report.heading.titles,
        dict(report.heading.columns),
        report.heading.remembered,
        report.sentence(),
        report.rows,
        report.added,
        report.changed,
        report.same,
        report.refused,
        tuple((one.line, one.reason) for one in report.examples),
    )


def _put(bureau: Bureau, id: int, report: Seen | None = None, fault: str = "", **what: Any) -> None:
    with bureau.office() as office:
        if fault:
            what["fault_sealed"] = office.vault.seal(fault)
        if report is not None:
            what["report_sealed"] = office.vault.seal(json.dumps(report.__dict__, ensure_ascii=False))
        if what.get("state") == "done":
            what["file_sealed"] = None
        office.db.execute(
            update(ImportUpload)
            .where(ImportUpload.id == id)
            .values(touched_at=office.clock.now(), **what)
            .execution_options(synchronize_session=False)
        )
