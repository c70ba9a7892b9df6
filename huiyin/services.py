"""Processes that one command needs for as long as it runs, without the whole house."""

import os
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import httpx

from huiyin.preflight import CannotStart
from huiyin.processes import Process, processes
from store.settings import ROOT, Settings

PATIENCE = 120.0
"""Seconds until a process must be ready."""


@contextmanager
def running(settings: Settings, names: Iterable[str]) -> Iterator[None]:
    """Use the named processes: those that already run as they are, the others started and stopped again.

    Raises:
        CannotStart: one did not become ready.
    """
    wanted = set(names)
    with ExitStack() as stack:
        started = []
        for process in processes(settings):
            if process.name in wanted and not healthy(process):
                started.append((process, stack.enter_context(_started(settings, process))))
        for process, handle in started:
            _wait(settings, process, handle)
        yield


def healthy(process: Process) -> bool:
    """Whether the process answers at its address; one without an address counts as healthy."""
    if process.health is None:
        return True
    try:
        return httpx.get(process.health, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def _started(settings: Settings, process: Process) -> Iterator[subprocess.Popen[bytes]]:
    log = settings.home / "log" / f"{process.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONUTF8": "1", **process.environment}
    with log.open("ab") as output:
        handle = subprocess.Popen(process.command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield handle
        finally:
            handle.terminate()
            try:
                handle.wait(20)
            except subprocess.TimeoutExpired:
                handle.kill()
                handle.wait()


def _wait(settings: Settings, process: Process, handle: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not healthy(process):
        if handle.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(
                f"{process.title}没有启动成功：请看 {settings.home / 'log' / process.name}.log。"
            )
        time.sleep(0.3)
