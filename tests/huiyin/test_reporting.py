"""The worker makes reports beside its other work."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from casework import reports
from casework.office import Bureau
from huiyin.jobs import Job
from huiyin.reporting import Maker
from huiyin.worker import Worker
from store.beat import Beat
from store.clock import FixedClock


def test_a_long_report_keeps_no_other_job_waiting(
    bureau: Bureau, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While it is made the sweep and the outbox are served every round, and it is not begun a second time."""
    begun, go_on, made, served = threading.Event(), threading.Event(), [], []

    def long(_: Bureau) -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(30)
        return 1

    monkeypatch.setattr(reports, "waiting", lambda office: [1])
    monkeypatch.setattr(reports, "make_waiting", long)
    maker = Maker(bureau)
    second = timedelta(seconds=1)
    worker = Worker(
        bureau,
        [
            Job("reports", second, lambda _: maker.look()),
            Job("sweep", second, lambda _: served.append(1) or "swept"),
        ],
        Beat(tmp_path / "beat", clock),
    )
    worker.round()
    assert begun.wait(30)
    for _ in range(3):
        clock.move(seconds=2)
        worker.round()
    assert (len(served), len(made)) == (4, 1)
    go_on.set()
    assert maker._thread is not None
    maker._thread.join(30)
    assert maker.look() == "making begun"
