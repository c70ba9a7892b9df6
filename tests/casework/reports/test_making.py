"""A long report while it is made: its progress shows, it can be stopped, and whoever dies over it is relieved."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from casework import reports
from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions.figures import periods
from casework.reports.documents import Column, Document, Sheet
from casework.reports.kinds import KINDS
from casework.reports.making import ABANDONED
from casework.reports.models import Report
from store.engine import connect

ROWS = 2_000
QUARTER = periods.quarter(2026, 4)


@pytest.fixture
def leader(bureau, settled) -> Actor:
    with bureau.office() as office:
        return settled(office)["leader"]


def ask(bureau: Bureau, leader: Actor) -> int:
    with bureau.office() as office:
        return reports.ask(office, leader, "detail", QUARTER).id


def state(bureau: Bureau, id: int) -> Report:
    with bureau.reading() as office:
        return office.db.get_one(Report, id)


def rows_in(bureau: Bureau, id: int, leader: Actor) -> int:
    with bureau.office() as office:
        page = openpyxl.load_workbook(BytesIO(reports.take(office, id, leader)[1]))["长表"]
    return sum(
        isinstance(row[0], str) and row[0].startswith("第") for row in page.iter_rows(values_only=True)
    )


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], None]:
    """`long(meanwhile)` makes the detail a table of many rows, with something happening before each."""

    def put(meanwhile: Callable[[int], None]) -> None:
        def rows() -> Iterator[tuple[str, int]]:
            for at in range(1, ROWS + 1):
                meanwhile(at)
                yield f"第{at}行", at

        def build(*_: object) -> Document:
            return Document("明细", "", [Sheet("长表", (Column("行"), Column("数", kind="count")), rows())])

        monkeypatch.setitem(KINDS, "detail", replace(KINDS["detail"], build=build))

    return put


def test_its_progress_shows_while_it_is_made(bureau, leader, long) -> None:
    seen = []
    id = ask(bureau, leader)
    long(lambda at: seen.append(state(bureau, id).progress) if at in (400, 600, 1900) else None)
    assert reports.make(bureau, id)
    assert seen == [0, 500, 1500]
    assert (state(bureau, id).state, state(bureau, id).progress) == ("ready", ROWS)
    assert rows_in(bureau, id, leader) == ROWS


@pytest.mark.parametrize("at", [700, ROWS])
def test_it_is_stopped_while_it_is_made(bureau, leader, long, at: int) -> None:
    """Also where nothing is left to write: what was stopped is not there afterwards."""

    def stop(row: int) -> None:
        reached.append(row)
        if row == at:
            with bureau.office() as office:
                reports.stop(office, id, leader)

    reached: list[int] = []
    id = ask(bureau, leader)
    long(stop)
    assert not reports.make(bureau, id)
    assert len(reached) == max(1000, at)
    assert (state(bureau, id).state, state(bureau, id).file_name) == ("stopped", "")
    assert reports.make_waiting(bureau) == 0
    with bureau.office() as office, pytest.raises(reports.BadReport):
        reports.take(office, id, leader)


def killed(bureau: Bureau, id: int) -> None:
    """Make the report in a process of its own, which `long` kills."""
    pid = os.fork()
    if pid == 0:
        try:
            engine = connect(bureau.engine.url.render_as_string(hide_password=False))
            reports.make(Bureau(engine, bureau.vault, bureau.county, bureau.clock), id)
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def test_another_makes_it_whole_where_its_maker_was_killed(bureau, leader, long, clock) -> None:
    id, mother = ask(bureau, leader), os.getpid()
    bureau.engine.dispose()
    long(lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == 1200 and os.getpid() != mother else None)
    killed(bureau, id)
    assert (state(bureau, id).state, state(bureau, id).progress) == ("making", 1000)
    with bureau.office() as office, pytest.raises(reports.BadReport):
        reports.take(office, id, leader)
    assert reports.make_waiting(bureau) == 0
    clock.move(seconds=ABANDONED.total_seconds() + 1)
    assert reports.make_waiting(bureau) == 1
    assert rows_in(bureau, id, leader) == ROWS


def test_what_was_to_stop_when_its_maker_was_killed_is_not_made_again(bureau, leader, long, clock) -> None:
    id, mother = ask(bureau, leader), os.getpid()
    bureau.engine.dispose()
    long(lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == 1200 and os.getpid() != mother else None)
    killed(bureau, id)
    with bureau.office() as office:
        reports.stop(office, id, leader)
    clock.move(seconds=ABANDONED.total_seconds() + 1)
    assert reports.make_waiting(bureau) == 0
    assert state(bureau, id).state == "stopped"


def test_a_maker_that_comes_back_after_it_was_relieved_changes_nothing(bureau, leader, long, clock) -> None:
    """The first falls asleep over row 700; another makes the report; the first wakes and is told to leave it."""
    id, relieved = ask(bureau, leader), []

    def sleep(at: int) -> None:
        if at == 700 and not relieved:
            clock.move(seconds=ABANDONED.total_seconds() + 1)
            relieved.append(True)
            assert reports.make(bureau, id)
            relieved.append(state(bureau, id).sha256)

    long(sleep)
    assert not reports.make(bureau, id)
    assert (state(bureau, id).state, state(bureau, id).sha256) == ("ready", relieved[1])
    assert rows_in(bureau, id, leader) == ROWS


def test_one_that_breaks_says_so_and_the_next_is_made(bureau, leader, long) -> None:
    def breaks(at: int) -> None:
        if at == 700 and broken.append(at) is None and len(broken) == 1:
            raise ZeroDivisionError

    broken: list[int] = []
    first, second = ask(bureau, leader), ask(bureau, leader)
    long(breaks)
    with pytest.raises(ZeroDivisionError):
        reports.make_waiting(bureau)
    assert state(bureau, first).state == "failed"
    assert "没有做成" in state(bureau, first).changed
    assert reports.make_waiting(bureau) == 1
    assert state(bureau, second).state == "ready"
