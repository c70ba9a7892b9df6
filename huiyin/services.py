"""Processes that one command needs for as long as it runs, without the whole house."""

import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from huiyin.preflight import CannotStart
from huiyin.processes import Process, processes
from store.settings import ROOT, Settings

PATIENCE = 120.0
"""Seconds until a process must be ready."""


@contextmanager
def running(settings: Settings, names: Iterable[str], patience: float = PATIENCE) -> Iterator[None]:
    """Use the named processes: those that already run as they are, the others started and stopped again.

    One that has no address at which it answers is started in any case.

    Raises:
        CannotStart: one did not become ready.
    """
    wanted = set(names)
    with ExitStack() as stack:
        begun = []
        for process in processes(settings):
            if process.name in wanted and (process.health is None or not healthy(process)):
                at_work = started(process.command, _log(settings, process), process.environment)
                begun.append((process, stack.enter_context(at_work)))
        for process, handle in begun:
            _wait(settings, process, handle, patience)
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
def started(
    command: list[str], log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block; what it says is added to the log."""
    handle = spawn(command, log, environment)
    try:
        yield handle
    finally:
        handle.terminate()
        try:
            handle.wait(20)
        except subprocess.TimeoutExpired:
            handle.kill()
            handle.wait()


def spawn(
    command: list[str], log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A process that the caller ends; what it says is added to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    surroundings = {**os.environ, "PYTHONUTF8": "1", **(environment or {})}
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=output, stderr=output)


def _log(settings: Settings, process: Process) -> Path:
    return settings.home / "log" / f"{process.name}.log"


def _wait(settings: Settings, process: Process, handle: subprocess.Popen[bytes], patience: float) -> None:
    deadline = time.monotonic() + patience
    while not healthy(process):
        if handle.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(f"{process.title}没有启动成功：请看 {_log(settings, process)}。")
        time.sleep(0.3)
