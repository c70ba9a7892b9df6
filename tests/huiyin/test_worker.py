"""The worker's signs of life, as `huiyin health` reads them, and its name among other workers."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from casework.office import Bureau
from huiyin import worker as workers
from huiyin.jobs import Job
from huiyin.worker import LEASE, Worker
from store.beat import Beat, fault
from store.clock import FixedClock, SystemClock
from store.leases import Lease

HOUR = timedelta(hours=1)


def worker(bureau: Bureau, path: Path, work: Callable[[Bureau], str], hold: timedelta = HOUR) -> Worker:
    return Worker(bureau, [Job("test", timedelta(0), work, hold)], Beat(path, bureau.clock))


def test_it_is_well_while_it_goes_round(bureau: Bureau, clock: FixedClock, tmp_path: Path) -> None:
    path = tmp_path / "run" / "worker.beat"
    assert fault(path, clock.now()) == "没有运行"
    one = worker(bureau, path, lambda _: "done")
    for _ in range(5):
        one.round()
        clock.move(minutes=1)
        assert fault(path, clock.now()) == ""


def test_it_is_not_when_it_hangs_longer_than_its_job_may_take(
    bureau: Bureau, clock: FixedClock, tmp_path: Path
) -> None:
    path, seen = tmp_path / "worker.beat", []

    def hang(_: Bureau) -> str:
        for minutes in (30, 29, 2):
            clock.move(minutes=minutes)
            seen.append(fault(path, clock.now()))
        return "done"

    worker(bureau, path, hang).round()
    assert seen == ["", "", "2026-11-20 10:00 起没有动静"]


def test_it_is_not_when_it_has_stopped(bureau: Bureau, clock: FixedClock, tmp_path: Path) -> None:
    one = worker(bureau, tmp_path / "worker.beat", lambda _: "done", timedelta(seconds=1))
    one.round()
    clock.move(minutes=3)
    assert "没有动静" in fault(tmp_path / "worker.beat", clock.now())


def test_a_sign_given_under_a_clock_that_ran_ahead_counts_for_nothing(
    bureau: Bureau, clock: FixedClock, tmp_path: Path
) -> None:
    one = worker(bureau, tmp_path / "worker.beat", lambda _: "done")
    clock.move(hours=3)
    one.round()
    clock.move(hours=-3)
    assert fault(tmp_path / "worker.beat", clock.now())
    one.round()
    assert fault(tmp_path / "worker.beat", clock.now()) == ""


def test_where_no_sign_can_be_given_the_work_is_done_all_the_same(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert worker(bureau, tmp_path / "file" / "worker.beat", lambda _: "done").round() == 1


def test_what_a_killed_worker_held_is_taken_over_within_the_lease(
    bureau: Bureau, clock: FixedClock, tmp_path: Path
) -> None:
    class Killed(BaseException):
        pass

    def die(_: Bureau) -> str:
        raise Killed

    with pytest.raises(Killed):
        worker(bureau, tmp_path / "one.beat", die).round()
    other = worker(bureau, tmp_path / "two.beat", lambda _: "done")
    assert other.round() == 0
    clock.move(seconds=LEASE.total_seconds())
    assert other.round() == 1


def test_a_long_job_keeps_its_lease(
    bureau: Bureau, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LEASE", timedelta(milliseconds=60))
    other = worker(bureau, tmp_path / "two.beat", lambda _: "done")

    def work(bureau: Bureau) -> str:
        clock.move(seconds=10)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with bureau.reading() as office:
                until_then = office.db.get_one(Lease, "test").held_until
                if until_then is not None and until_then > clock.now():
                    return "kept" if other.round() == 0 else "taken"
        return "lapsed"

    worker(bureau, tmp_path / "one.beat", work).round()
    with bureau.reading() as office:
        assert office.db.get_one(Lease, "test").last_outcome == "kept"


def test_two_workers_under_one_host_name_and_number_are_two(bureau: Bureau, tmp_path: Path) -> None:
    """As two containers that share a network are."""
    holders: list[str | None] = []

    def look(bureau: Bureau) -> str:
        with bureau.reading() as office:
            holders.append(office.db.get_one(Lease, "test").holder)
        return ""

    for _ in range(2):
        worker(bureau, tmp_path / "worker.beat", look).round()
    assert None not in holders
    assert len(set(holders)) == 2


@pytest.mark.parametrize("command", [("huiyin", "health"), ("store.beat",)], ids=" ".join)
@pytest.mark.parametrize(("behind", "status"), [(0, 0), (10, 1), (None, 1)])
def test_the_command_says_it_with_its_status(
    tmp_path: Path, command: tuple[str, ...], behind: int | None, status: int
) -> None:
    path = tmp_path / "worker.beat"
    if behind is not None:
        Beat(path, FixedClock(SystemClock().now() - timedelta(minutes=behind))).give()
    done = subprocess.run(
        [sys.executable, "-m", *command, "worker"],
        env={**os.environ, "HUIYIN_HOME": str(tmp_path), "HUIYIN_BEATS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert bool(re.search("没有", done.stdout + done.stderr)) is (status == 1)
