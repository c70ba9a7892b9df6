"""The background process: delivers what is to go out, sweeps clocks, makes reports, deletes what is due."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog

from casework.office import Bureau
from huiyin.jobs import Job, jobs
from store import leases, logs
from store.beat import SILENCE, Beat
from store.settings import Settings

log = structlog.get_logger(__name__)

PATIENCE = timedelta(seconds=10)
"""A job's lease is asked for again at the latest after this, so that another machine's work is soon taken over."""

LEASE = timedelta(seconds=30)
"""A job's lease is this short, and renewed while the job works, so that what a killed worker held is soon taken over."""


class Worker:
    """Runs each job when it is due, until told to stop."""

    def __init__(self, bureau: Bureau, jobs: list[Job], beat: Beat) -> None:
        self.bureau = bureau
        self.jobs = jobs
        self.beat = beat
        self.holder = leases.this_process()
        self.stopping = threading.Event()
        self._asked: dict[str, datetime] = {}

    def run(self, pause: float = 0.5) -> None:
        while not self.stopping.is_set():
            if not self.round():
                self.stopping.wait(pause)

    def round(self) -> int:
        """Run every job that is due.

        Returns:
            How many ran. A job that fails is recorded and tried again when it is next due.
        """
        return sum(self._run(job) for job in self.jobs if not self.stopping.is_set())

    def _run(self, job: Job) -> bool:
        self.beat.give()
        now = self.bureau.clock.now()
        if self._asked_lately(job, now):
            return False
        self._asked[job.name] = now
        try:
            with self.bureau.office() as office:
                if not leases.acquire(office.db, job.name, self.holder, now, every=job.every, hold=LEASE):
                    return False
        except Exception as error:
            log.warning("database_away", job=job.name, error=type(error).__name__)
            self.stopping.wait(2)
            return False
        self.beat.give(max(job.hold, SILENCE))
        try:
            with self._kept(job):
                outcome = job.work(self.bureau)
        except Exception as error:
            outcome = f"failed: {type(error).__name__}"
            log.exception("job_failed", job=job.name)
        self._release(job, outcome)
        return True

    @contextmanager
    def _kept(self, job: Job) -> Iterator[None]:
        """The job's lease, renewed for as long as the job may take."""
        done = threading.Event()
        keeper = threading.Thread(target=self._renew, args=(job, done), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _renew(self, job: Job, done: threading.Event) -> None:
        until = time.monotonic() + job.hold.total_seconds()
        while not done.wait(LEASE.total_seconds() / 3) and time.monotonic() < until:
            try:
                with self.bureau.office() as office:
                    leases.renew(office.db, job.name, self.holder, self.bureau.clock.now(), hold=LEASE)
            except Exception as error:
                log.warning("lease_not_renewed", job=job.name, error=type(error).__name__)

    def _asked_lately(self, job: Job, now: datetime) -> bool:
        asked = self._asked.get(job.name)
        return asked is not None and timedelta(0) <= now - asked < min(job.every / 2, PATIENCE)

    def _release(self, job: Job, outcome: str) -> None:
        try:
            with self.bureau.office() as office:
                leases.release(office.db, job.name, self.holder, self.bureau.clock.now(), outcome)
        except Exception as error:
            log.warning("lease_not_released", job=job.name, error=type(error).__name__)


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; the job under way is finished first."""
    logs.configure()
    bureau = Bureau.from_settings(settings)
    worker = Worker(bureau, jobs(settings), Beat(settings.beat("worker"), bureau.clock))
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: worker.stopping.set())
    worker.run()
