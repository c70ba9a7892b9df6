"""How cost grows with the number of petitions: `python -m tests.bench.growth URL` prints a line a figure.

The database is one that `tests.bench.million` has made. Each line is `what<TAB>milliseconds`; `tests.bench` puts the
lines of several sizes side by side. Figures, the sweep and repeats stand beside the bare work on the same rows.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from casework.office import Bureau
from casework.people import sessions, staff
from casework.people.actors import Actor
from casework.petitions import escalation, figures
from casework.petitions.figures import periods
from casework.reports import ledgers, workbooks
from casework.reports.documents import Watch
from console import app
from console.desk import COOKIE
from console.worklists import EVERYONE, LISTS
from store.clock import local_date
from store.settings import Settings
from tests.bench import bare, worklists
from tests.bench import petitions as bench
from tests.bench.million import bureau_at

LEDGER_ROWS = 200_000
YEAR = periods.year(2025)
MONTH = periods.month(2026, 10)
WHOLE = periods.Period(periods.year(2015).first, periods.year(2026).last)
AIM = 200
"""Milliseconds that a page of a list or a search may take."""
SOUGHT = (
    "q=存折+残疾",
    "q=低保",
    "q=13800138000",
    "q=赵建建",
    "list=open&township=QH-102&category=delayed",
    "list=all&township=QH-102&category=delayed",
)
PAGES = {
    "督办总览，本月": "/supervision",
    "督办总览，本年": "/supervision?period=year",
    "大屏": "/supervision/wall",
    "信访件列表": "/petitions",
}


def rows(house: Bureau) -> Iterator[tuple[str, float]]:
    """What, and milliseconds: medians of three, but for the ledger and the comparing one by one, which are done once."""
    yield from _pages(house)
    what, taken = max(_list_pages(house), key=lambda row: row[1])
    yield f"整页：各人的清单和检索，最慢的一页，目标 {AIM} 毫秒（{what}）", taken
    yield from _figures(house)
    slowest = max(worklists.run(house), key=lambda row: row[1])
    yield f"工作列表与检索的查询，最慢的一页（{slowest[0]}）", slowest[1]
    escalation.sweep(house)
    yield from _beside(
        "巡查（没有新情况）",
        bench.timed("", lambda: escalation.sweep(house)).median,
        {
            "逐行读出在办的，看到期日": bench.timed("", lambda: bare.due(house)).median,
            "一条 SQL 在库里看一遍到期日": bench.timed("", lambda: bare.due_in_sql(house)).median,
        },
    )
    yield from _repeats(house)
    yield from _ledger(house)


def _beside(what: str, taken: float, bare_work: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """What was measured, each kind of bare work on the same rows, and how many times that it takes; the first alone
    where there are no rows."""
    yield what, taken
    for how, bare_taken in bare_work.items():
        yield f"对照：{what}，{how}", bare_taken
        yield f"{what} ÷ 对照（{how}）", taken / bare_taken


def _repeats(house: Bureau) -> Iterator[tuple[str, float]]:
    """Beside a brute-force pass: how long each takes, and whether the indexes find what it finds."""
    indexed, one_by_one, counts = bench.repeats(house)
    how = f"与两年内的每一件逐件比较，多于 {bare.MOST:,} 件的隔几件比一件、用时按比例放大"
    yield from _beside("一件的重复候选", indexed.median, {how: one_by_one.median})
    yield "逐件比较：两年内的件数（件）", counts.of
    yield "逐件比较：实际比了的（件）", counts.with_
    found, of = bench.agreement(house)
    yield f"最新十件，各与在前的 {bare.AGREED:,} 件逐件比较，找到的重复（对）", of
    yield "其中重复候选也找到的（对）", found


def _pages(house: Bureau) -> Iterator[tuple[str, float]]:
    """Whole pages of the desk as a supervisor opens them."""
    with _browser(house, bench.BOSS) as client:
        for what, path in PAGES.items():
            yield f"整页：{what}", _turned(client, path)


def _list_pages(house: Bureau) -> Iterator[tuple[str, float]]:
    """Every list that each post has, and the searches, as whole pages: what is queried, counted, marked and drawn."""
    for post, login in worklists.POSTS.items():
        with _browser(house, login) as client:
            for name in _lists_of(house, login):
                yield f"{post}: {name}", _turned(client, f"/petitions?list={name}")
            for sought in SOUGHT:
                yield f"{post} searches {sought}", _turned(client, f"/petitions?{sought}")


def _lists_of(house: Bureau, login: str) -> list[str]:
    with house.reading() as office:
        roles = staff.by_login(office, login).roles
    return list(dict.fromkeys((*(name for role in roles for name in LISTS.get(role, ())), *EVERYONE)))


@contextmanager
def _browser(house: Bureau, login: str) -> Iterator[TestClient]:
    """A browser on the desk in which this person is logged in."""
    with TemporaryDirectory() as home:
        settings = Settings(home=home, second_factor="off", _env_file=None)
        site = FastAPI()
        site.mount("/desk", app.create(house, None, None, settings))
        with house.office() as office:
            token = sessions.begin(office, staff.by_login(office, login), "full").token
        client = TestClient(site, base_url="http://desk.test")
        client.cookies.set(COOKIE, token, path="/desk")
        yield client


def _turned(client: TestClient, path: str) -> float:
    """Median milliseconds of the page."""
    assert client.get(f"/desk{path}").status_code == 200, path
    return bench.timed("", lambda: client.get(f"/desk{path}")).median


def _figures(house: Bureau) -> Iterator[tuple[str, float]]:
    actor = bench.boss(house)

    def read(work: Callable[..., Any]) -> float:
        def once() -> None:
            with house.reading() as office:
                work(office, actor)

        return bench.timed("", once).median

    def scan(*spans: periods.Period) -> dict[str, float]:
        received = sum(_count(house, actor, one) for one in spans)
        ways = {"逐行读出来数": bare.counted, "一条 SQL 在库里数一遍": bare.scanned}
        for work in ways.values():
            assert work(house, actor, spans) == received, "the bare work reads other rows"
        if not received:
            return {}
        return {
            how: bench.timed("", lambda work=work: work(house, actor, spans)).median
            for how, work in ways.items()
        }

    for label, period in (("一个月", MONTH), ("一年", YEAR)):
        taken = max(
            read(lambda office, who, by=by, period=period: figures.table(office, who, period=period, by=by))
            for by in figures.BY
        )
        yield from _beside(
            f"全部指标连环比同比，{label}，最慢的维度",
            taken,
            scan(period, period.before(), period.year_before()),
        )
    yield from _beside(
        "一个指标，全部年份",
        read(
            lambda office, who: figures.table(
                office, who, period=WHOLE, by="category", figures=["closure"], compare=False
            )
        ),
        scan(WHOLE),
    )
    for label, period in (("一个月", MONTH), ("一年", YEAR)):
        yield from _beside(
            f"交叉表（单位 × 类别），{label}",
            read(
                lambda office, who, period=period: figures.cross(
                    office, who, "closure", period=period, rows_by="unit", columns_by="category"
                )
            ),
            scan(period),
        )


def _ledger(house: Bureau) -> Iterator[tuple[str, float]]:
    """The quarterly ledger's workbook over the newest year or years that hold enough rows."""
    actor = bench.boss(house)
    with house.reading() as office:
        today = local_date(office.clock.now())
        year = next(
            (
                first
                for first in range(today.year, 2014, -1)
                if _count(house, actor, periods.Period(periods.year(first).first, today)) >= LEDGER_ROWS
            ),
            2015,
        )
        period = periods.Period(periods.year(year).first, today)
        watch, began = Watch(), time.perf_counter()
        workbooks.write(ledgers.quarterly(office, actor, period), today, watch)
        yield (
            f"台账 Excel，每 {LEDGER_ROWS} 行",
            ((time.perf_counter() - began) * 1000 / watch.written * LEDGER_ROWS),
        )


def _count(house: Bureau, actor: Actor, period: periods.Period) -> int:
    with house.reading() as office:
        table = figures.table(office, actor, period=period, figures=["received"], compare=False)
    return int(table.total.cells["received"].value or 0)


if __name__ == "__main__":
    for what, milliseconds in rows(bureau_at(sys.argv[1])):
        sys.stdout.write(f"{what}\t{milliseconds:.3f}\n")
