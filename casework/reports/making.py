"""Asking for a report, making it, breaking it off, taking it out; and making those that are due."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import undefer

from casework.office import Bureau, CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights, units
from casework.people import staff as staff_accounts
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.petitions.figures import Period
from casework.reports import kinds, letters, queries, workbooks
from casework.reports.documents import Document, Watch, differences
from casework.reports.kinds import KINDS, Kind
from casework.reports.models import Report, ReportTaking
from store.clock import local_date

ABANDONED = timedelta(minutes=2)
"""A report whose maker gave no sign of life for so long is made by another; should that maker come back, what it made
is dropped."""
WRITERS = {"xlsx": workbooks.write, "docx": letters.write}
SAME = "与上一次完全相同。"


class BadReport(CaseworkError):
    """A report that cannot be had."""

    code = "bad_report"


class Stopped(Exception):
    """Somebody asked to stop the making."""


class Overtaken(Exception):
    """Another maker has taken the report over."""


@dataclass
class _Turn:
    """The right to make one report, kept by signs of life: each is known by its time."""

    bureau: Bureau
    id: int
    beat_at: datetime

    def beat(self, rows: int) -> None:
        """Raises Stopped, Overtaken."""
        with self.bureau.office() as office:
            report = self.held(office)
            report.progress, report.beat_at = rows, office.clock.now()
        self.beat_at = report.beat_at

    def held(self, office: Office) -> Report:
        """The report, locked for this unit of work. Raises Stopped, Overtaken."""
        report = office.db.get_one(Report, self.id, with_for_update=True)
        if report.state != "making" or report.beat_at != self.beat_at:
            raise Overtaken
        if report.stop_asked:
            raise Stopped
        return report

    def end(self, state: str, why: str) -> None:
        """Let go of the report, unless another has it."""
        with self.bureau.office() as office:
            report = office.db.get_one(Report, self.id, with_for_update=True)
            if report.state == "making" and report.beat_at == self.beat_at:
                report.state, report.changed = state, why


def ask(office: Office, by: Actor, kind: str, period: Period, unit: str = "") -> Report:
    """A report for the actor's own branch, or for that of a unit within it, to be made soon.

    Raises:
        BadReport: no such kind, or the period has not begun.
        NotAllowed: the kind is not for the actor's role, or the unit is not in the actor's branch.
    """
    wanted = _kind(kind)
    if not rights.may(by, wanted.right):
        raise NotAllowed(f"您的岗位不能做“{wanted.label}”。")
    if period.first > local_date(office.clock.now()):
        raise BadReport("这段时间还没有到。")
    if unit and unit not in units.branch(office, by.unit_code):
        raise NotAllowed("只能做本单位和下级单位的报表。")
    report = _new(office, wanted, period, unit or by.unit_code)
    report.asked_by = by.id
    office.db.flush()
    return report


def listed(office: Office, actor: Actor, limit: int = 100) -> list[Report]:
    """Reports that the actor may take, newest first."""
    found = office.db.scalars(
        select(Report)
        .where(or_(Report.asked_by == actor.id, Report.asked_by.is_(None)))
        .order_by(Report.id.desc())
        .limit(5 * limit)
    )
    mine = (report for report in found if _may_take(office, actor, report))
    return list(islice(mine, limit))


def get(office: Office, id: int, actor: Actor) -> Report:
    """Raises NotFound where there is none, or none for this actor."""
    report = office.db.get(Report, id)
    if report is None or not _may_take(office, actor, report):
        raise NotFound("没有这份报表，或您无权查看。")
    return report


def stop(office: Office, id: int, by: Actor) -> None:
    """Break a report off; one that is ready stays.

    Raises:
        NotFound.
    """
    report = get(office, id, by)
    if report.state == "waiting":
        report.state = "stopped"
    elif report.state == "making":
        report.stop_asked = True


def take(office: Office, id: int, by: Actor) -> tuple[str, bytes]:
    """Name and content of the file; who took it goes on record.

    Raises:
        NotFound, BadReport: it is not ready, or the kept file is not what was made.
    """
    report = get(office, id, by)
    if report.state != "ready":
        raise BadReport("这份报表还没有做好。")
    sealed = office.db.scalar(select(Report.file_sealed).where(Report.id == id))
    data = office.vault.open_bytes(sealed) if sealed else b""
    if sha256(data).hexdigest() != report.sha256:
        raise BadReport("保存的文件与做好时不一致，请重新做一份，并告诉系统管理员。")
    office.db.add(ReportTaking(report_id=id, staff_id=by.id, at=office.clock.now()))
    return report.file_name, data


def takings(office: Office, reports: Sequence[Report]) -> dict[int, list[ReportTaking]]:
    """Who took each report."""
    found: dict[int, list[ReportTaking]] = {report.id: [] for report in reports}
    for row in office.db.scalars(
        select(ReportTaking).where(ReportTaking.report_id.in_(list(found))).order_by(ReportTaking.id)
    ):
        found[row.report_id].append(row)
    return found


def order_due(bureau: Bureau) -> str:
    """Job: order what is due and not yet there, to be made soon; says how many.

    A period that ended while nothing was ordered is made up for, but none before the first that was.
    """
    ordered = 0
    with bureau.office() as office:
        today = local_date(office.clock.now())
        latest = kinds.due(today)
        for due in kinds.owed(today):
            for unit in _offices(office, due.kind):
                missed = due in latest or _begun(office, due.kind, due.period, unit)
                if missed and not _ordered(office, due.kind, due.period, unit):
                    _new(office, due.kind, due.period, unit).due_on = due.by
                    ordered += 1
    return f"排上 {ordered} 份"


def waiting(office: Office) -> list[int]:
    """What waits to be made, and what another maker left lying, first come first."""
    return list(office.db.scalars(select(Report.id).where(_free(office)).order_by(Report.id)))


def make_waiting(bureau: Bureau) -> int:
    """Make all that waits; returns how many were made."""
    with bureau.reading() as office:
        ids = waiting(office)
    return sum(make(bureau, id) for id in ids)


def make(bureau: Bureau, id: int) -> bool:
    """Make one report; False where another makes it, it was stopped, or it failed (which the report then says).

    The file is kept in one piece at the end, or not at all.
    """
    turn = _claim(bureau, id)
    if turn is None:
        return False
    try:
        with bureau.reading() as office:
            report = office.db.get_one(Report, id)
            kind, actor = KINDS[report.kind], _maker(office, report)
            watch = Watch(turn.beat)
            document = kind.build(office, actor, Period(report.first, report.last, report.label, report.step))
            today = local_date(office.clock.now())
            data = _written(kind, document, today, watch)
            before = _before(office, report)
        _keep(turn, kind, document, data, watch, before)
    except Overtaken:
        return False
    except Stopped:
        turn.end("stopped", "已按要求停止。")
        return False
    except CaseworkError as error:
        turn.end("failed", str(error))
        return False
    except Exception:
        turn.end("failed", "没有做成，请重试；再不行请告诉系统管理员。")
        raise
    return True


def _written(kind: Kind, document: Document, today: date, watch: Watch) -> bytes:
    return WRITERS[kind.suffix](document, today, watch)


def _keep(
    turn: _Turn, kind: Kind, document: Document, data: bytes, watch: Watch, before: Report | None
) -> None:
    """Raises Stopped, Overtaken."""
    digest = watch.digest()
    with turn.bureau.office() as office:
        report = turn.held(office)
        if before is not None and before.digest == digest and before.file_sealed is not None:
            data, report.changed = office.vault.open_bytes(before.file_sealed), SAME
        elif before is not None and before.marks_sealed is not None:
            old = json.loads(zlib.decompress(office.vault.open_bytes(before.marks_sealed)))
            report.changed = f"与 {local_date(before.asked_at)} 做的相比：{differences(old, watch.marks)}。"
        marks = zlib.compress(json.dumps(watch.marks, ensure_ascii=False).encode())
        unit = units.tree(office).name(report.unit_code)
        report.file_name = f"{unit}{report.label}{kind.label}.{kind.suffix}"
        report.file_sealed, report.marks_sealed = (
            office.vault.seal_bytes(data),
            office.vault.seal_bytes(marks),
        )
        report.digest, report.sha256 = digest, sha256(data).hexdigest()
        report.progress, report.made_at, report.state = watch.written, office.clock.now(), "ready"


def _claim(bureau: Bureau, id: int) -> _Turn | None:
    with bureau.office() as office:
        now = office.clock.now()
        claimed = office.db.execute(
            update(Report)
            .where(Report.id == id, _free(office))
            .values(state="making", beat_at=now, progress=0)
        )
        return _Turn(bureau, id, now) if getattr(claimed, "rowcount", 0) else None


def _free(office: Office) -> ColumnElement[bool]:
    left = office.clock.now() - ABANDONED
    return or_(Report.state == "waiting", (Report.state == "making") & (Report.beat_at < left))


def _before(office: Office, report: Report) -> Report | None:
    """The same report as it was made before for the same reader, with its file."""
    return office.db.scalar(
        select(Report)
        .options(undefer(Report.file_sealed), undefer(Report.marks_sealed))
        .where(
            Report.kind == report.kind,
            Report.unit_code == report.unit_code,
            Report.first == report.first,
            Report.last == report.last,
            Report.step == report.step,
            Report.asked_by.is_(None) if report.asked_by is None else Report.asked_by == report.asked_by,
            Report.state == "ready",
            Report.id != report.id,
        )
        .order_by(Report.id.desc())
        .limit(1)
    )


def _maker(office: Office, report: Report) -> Actor:
    """On whose rights a report is made: whoever asked, as far as its unit reaches; else the head of its unit, whom the
    shield keeps out as well."""
    if report.asked_by is not None:
        asker = Actor.of_staff(staff_accounts.get(office, report.asked_by))
        if not report.unit_path.startswith(asker.unit_path) or not rights.may(
            asker, KINDS[report.kind].right
        ):
            raise BadReport("要这份报表的人已经调离或换岗，不再制作。")
        return replace(asker, unit_code=report.unit_code, unit_path=report.unit_path)
    roles = frozenset({"inspector"} if report.sealed else {"supervisor"})
    return Actor("staff", None, "", report.unit_code, report.unit_path, roles)


def _offices(office: Office, kind: Kind) -> list[str]:
    """For whom a kind of report is made without being asked for: the bureau, and its discipline inspection."""
    tree = units.tree(office)
    heads = "supervisor" in rights.holders(kind.right)
    bureaus = [unit.code for unit in tree.of_kind("bureau")] if heads else []
    inspection = [unit.code for unit in tree.of_kind("discipline")]
    return bureaus + (inspection if kind.name in ("named", "handed_over") else [])


def _ordered(office: Office, kind: Kind, period: Period, unit: str) -> bool:
    same = select(Report.id).where(
        Report.kind == kind.name,
        Report.unit_code == unit,
        Report.first == period.first,
        Report.last == period.last,
        Report.asked_by.is_(None),
    )
    return office.db.scalar(same.limit(1)) is not None


def _begun(office: Office, kind: Kind, period: Period, unit: str) -> bool:
    """Whether a report of this kind was ordered for an earlier period already."""
    earlier = select(Report.id).where(
        Report.kind == kind.name,
        Report.unit_code == unit,
        Report.first < period.first,
        Report.asked_by.is_(None),
    )
    return office.db.scalar(earlier.limit(1)) is not None


def _may_take(office: Office, actor: Actor, report: Report) -> bool:
    """Who asked for it; and one made without being asked, whoever has the role at its unit or above and is not
    complained of in it (信访工作条例 art. 30): such a one asks for a copy without those petitions."""
    if not rights.may(actor, KINDS[report.kind].right):
        return False
    if report.asked_by is not None:
        return report.asked_by == actor.id
    taking = "take_sealed_report" if report.sealed else "take_report"
    if not rights.may(actor, taking, AtUnit(report.unit_path)):
        return False
    period, made_at = Period(report.first, report.last), report.made_at or office.clock.now()
    return not queries.withheld(office, _maker(office, report), actor, period, made_at)


def _new(office: Office, kind: Kind, period: Period, unit: str) -> Report:
    tree = units.tree(office)
    report = Report(
        kind=kind.name,
        first=period.first,
        last=period.last,
        label=period.label,
        step=period.step,
        unit_code=unit,
        unit_path=tree.path(unit),
        sealed=tree.get(unit).kind == "discipline",
        asked_at=office.clock.now(),
    )
    office.db.add(report)
    office.db.flush()
    return report


def _kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise BadReport("没有这种报表。") from None
