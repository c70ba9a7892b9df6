"""Figures, sweep and repeats over many petitions, each against the bare work that it cannot do without.

`python -m tests.bench.petitions sqlite:///var/million.db` runs them on a database that `tests.bench.million` made.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text

from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import escalation, figures
from casework.petitions.escalation.models import Escalation
from casework.petitions.figures import periods
from casework.petitions.models import Petition
from casework.petitions.repeats import finding
from tests.bench import bare, million

BOSS = "bench-boss"


@dataclass(frozen=True)
class Timing:
    """How long something took, in milliseconds."""

    what: str
    median: float
    worst: float

    def __str__(self) -> str:
        return f"{self.what:<44} 中位 {self.median:9.1f} ms  最慢 {self.worst:9.1f} ms"


def timed(what: str, work: Callable[[], Any], times: int = 3) -> Timing:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return Timing(what, statistics.median(taken), max(taken))


def boss(bureau: Bureau) -> Actor:
    with bureau.reading() as office:
        return Actor.of_staff(staff.by_login(office, BOSS))


def run_figures(bureau: Bureau) -> list[Timing]:
    """Every dimension over a month, a year and all years, with both comparisons; and a bare scan of the rows."""
    actor = boss(bureau)
    found = []
    spans = {
        "2026年10月": periods.month(2026, 10),
        "2025年": periods.year(2025),
        "全部": periods.Period(periods.year(2015).first, periods.year(2026).last),
    }
    for label, period in spans.items():
        for by in figures.BY:

            def work(by: str = by, period: periods.Period = period) -> None:
                with bureau.reading() as office:
                    figures.table(office, actor, period=period, by=by)

            found.append(timed(f"全部指标与环比同比 {label} 按{figures.BY[by]}", work))
    for name in ("closure", "satisfaction_with_unrated", "p90_days"):

        def one(name: str = name) -> None:
            with bureau.reading() as office:
                figures.table(
                    office, actor, period=spans["全部"], by="category", figures=[name], compare=False
                )

        found.append(timed(f"一个指标 全部年份 按诉求类别 {name}", one))

    def cases() -> None:
        with bureau.reading() as office:
            figures.cases(office, actor, "overdue", period=spans["2026年10月"])

    found.append(timed("指标背后的件（超期，一个月）", cases))
    every = [spans["全部"]]
    return [*found, timed("对照：逐行读出来数（全部）", lambda: bare.counted(bureau, actor, every), 1)]


def run_sweep(bureau: Bureau) -> list[Timing]:
    """The first sweep, which raises everything, then one with nothing new; and a bare scan of what is open."""
    with bureau.office() as office:
        for table in ("staff_alert", "escalation_event", "escalation", "letter"):
            office.db.execute(text(f"DELETE FROM {table}"))
    said: list[str] = []
    first = timed("巡查：首次（全部新升级）", lambda: said.append(escalation.sweep(bureau)), 1)
    again = timed("巡查：再次", lambda: said.append(escalation.sweep(bureau)))
    say("\n".join(said[:2]))

    with bureau.reading() as office:
        open_now = office.db.scalar(select(func.count()).where(Petition.is_open))
        raised = office.db.scalar(select(func.count(Escalation.id)))
    say(f"在办 {open_now} 件，升级 {raised} 条")
    return [first, again, timed("对照：逐行读出在办的", lambda: bare.due(bureau))]


def run_repeats(bureau: Bureau) -> list[Timing]:
    """Candidates for the newest petitions, some anonymous; and one of them beside each earlier petition, or every n-th."""
    indexed, one_by_one, counts = repeats(bureau)
    found, of = agreement(bureau)
    say(f"逐件比较了 {counts.with_} 件（共 {counts.of} 件）；逐件比较找到 {of} 对，候选里有 {found} 对")
    return [indexed, one_by_one]


def _newest(bureau: Bureau, many: int) -> list[int]:
    with bureau.reading() as office:
        return list(office.db.scalars(select(Petition.id).order_by(Petition.id.desc()).limit(many)))


def repeats(bureau: Bureau) -> tuple[Timing, Timing, bare.Compared]:
    """Finding candidates by indexes; comparing one by one, scaled where it was every n-th; and how many those were."""
    actor = boss(bureau)
    newest = _newest(bureau, 40)
    each: list[float] = []
    counts: list[int] = []
    for at, id in enumerate(newest):
        with bureau.reading() as office:
            petition = office.db.get_one(Petition, id)
            if at % 2:
                petition.identity = "anonymous"
            assert petition.petitioners is not None
            with office.db.no_autoflush:
                started = time.perf_counter()
                counts.append(len(finding.candidates(office, petition, actor)))
                each.append((time.perf_counter() - started) * 1000)
    say(f"每件候选 {statistics.mean(counts):.1f} 件")
    indexed = Timing("查重：一件的候选", statistics.median(each), max(each))

    done: list[bare.Compared] = []
    one = timed("", lambda: done.append(bare.compared(bureau, actor, newest[0])), 1)
    (counts,) = done
    whole = counts.scaled(one.median)
    return indexed, Timing("对照：与两年内的每一件逐件比较", whole, whole), counts


def agreement(bureau: Bureau) -> tuple[int, int]:
    """Of the repeats of ten petitions that comparing one by one finds, how many the indexes find too; and all."""
    return bare.agreed(bureau, boss(bureau), _newest(bureau, 10))


RUNS = {"figures": run_figures, "sweep": run_sweep, "repeats": run_repeats}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    bureau = million.bureau_at(sys.argv[1])
    for name, run in RUNS.items():
        if name in sys.argv[2:] or not sys.argv[2:]:
            for timing in run(bureau):
                say(str(timing))


if __name__ == "__main__":
    main()
