"""Start everything, say what is ready, start again what dies, and stop cleanly."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from rich.console import Console
from supervisor.xmlrpc import SupervisorTransport

from huiyin.preflight import ENOUGH_DISK, CannotStart, check
from huiyin.processes import Process, processes, socket_path, supervisor_configuration
from huiyin.services import healthy
from huiyin.systemd import Systemd
from store import beat
from store.clock import SystemClock
from store.settings import Settings

AGAIN = 3.0
"""Seconds between tries to start a supervisor that died."""
HUNG = 120.0
"""Seconds for which a process that answers no calls may show no sign of life before it is killed, to be started anew."""
PATIENCE = 120.0
"""Seconds until a part that gives no sign of readiness is called late."""


class Stopped(Exception):
    """Somebody asked to stop."""


class House:
    """All processes of one installation, under one supervisor."""

    def __init__(
        self, settings: Settings, say: Callable[[str], None], systemd: Systemd | None = None
    ) -> None:
        self.settings = settings
        self.systemd = systemd or Systemd()
        self.say = say
        self.every = list(processes(settings))
        self._ready: set[str] = set()
        self._was_ready = False
        self._pids: dict[str, int] = {}
        self._silent: dict[str, float] = {}
        """Since when the processes that answer no calls have shown no sign of life."""
        self._supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the supervisor, which starts the rest: Rasa with the model that is live now, be it just trained."""
        self.every = list(processes(self.settings))
        run = self.settings.home / "run"
        configuration = run / "supervisor.conf"
        configuration.write_text(supervisor_configuration(self.settings, self.every), encoding="utf-8")
        socket_path(self.settings).unlink(missing_ok=True)
        with (self.settings.home / "log" / "supervisor.err").open("ab") as complaints:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def watch(self) -> None:
        """Tell of each change until stopped. A supervisor that dies, as on a full disk, is started again.

        systemd hears of a sign of life only after a round in which the supervisor answered: while that hangs, or this
        does, it hears nothing, and starts everything anew.

        Raises:
            CannotStart: the supervisor went away before anything was ready.
        """
        started = time.monotonic()
        late = False
        while True:
            if self._supervisor is not None and self._supervisor.poll() is not None:
                if not self._was_ready:
                    raise CannotStart(
                        f"进程管理器意外退出：请看 {self.settings.home / 'log' / 'supervisor.log'}。"
                    )
                self._begin_again()
            if self._look():
                self.systemd.tell("WATCHDOG=1")
            if self._ready == {process.name for process in self.every}:
                if not late:
                    self.say(f"全部就绪，用时 {time.monotonic() - started:.0f} 秒。按 Ctrl-C 停止。")
                    late = True
                    self.systemd.tell("READY=1\nSTATUS=全部就绪")
            elif not late and time.monotonic() - started > PATIENCE:
                missing = "、".join(p.title for p in self.every if p.name not in self._ready)
                self.say(
                    f"{missing}迟迟没有就绪：请看 {self.settings.home / 'log'} 里的日志，或运行 huiyin doctor。"
                )
                late = True
                self.systemd.tell(f"READY=1\nSTATUS={missing}迟迟没有就绪")
            time.sleep(1)

    def stop(self) -> None:
        """Stop all processes and wait until none is left."""
        supervisor = self._supervisor
        if supervisor is None or supervisor.poll() is not None:
            return
        supervisor.terminate()
        try:
            supervisor.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(supervisor.pid, signal.SIGKILL)
            supervisor.wait()

    def _begin_again(self) -> None:
        """End what a dead supervisor left behind, and start it anew; on a full disk, once there is room."""
        self.say("! 进程管理器意外退出，正在重新启动全部进程。多半是磁盘满了，请清理。")
        dead = self._supervisor.pid if self._supervisor else 0
        for pid in self._pids.values():
            with suppress(ProcessLookupError, PermissionError):
                if pid and os.getsid(pid) == dead:
                    os.killpg(pid, signal.SIGKILL)
        self._pids.clear()
        self._ready.clear()
        while True:
            time.sleep(AGAIN)
            self.systemd.tell("WATCHDOG=1\nSTATUS=正在重新启动全部进程")
            try:
                self.start()
            except OSError:
                continue
            return

    def _look(self) -> bool:
        """Look at every process once; whether the supervisor answered."""
        states = {state["name"]: state for state in self._states()}
        for process in self.every:
            state = states.get(process.name)
            if state is None:
                continue
            self._tell_restart(process, state)
            if process.health is None:
                self._end_if_hung(process, state)
            if process.name not in self._ready and state["statename"] == "RUNNING" and healthy(process):
                self._ready.add(process.name)
                self._was_ready = True
                self.say(f"✓ {process.title} 已就绪")
        return bool(states)

    def _end_if_hung(self, process: Process, state: dict[str, Any]) -> None:
        """Kill what runs and has been silent for too long; the supervisor starts it anew.

        On a full disk no sign can be given, and under a leaping clock none is believed for a moment: neither is silence.
        """
        fault = beat.fault(self.settings.beat(process.name), SystemClock().now())
        if not fault or state["statename"] != "RUNNING" or not _has_room(self.settings):
            self._silent.pop(process.name, None)
            return
        since = self._silent.setdefault(process.name, time.monotonic())
        if time.monotonic() - since < HUNG:
            return
        del self._silent[process.name]
        self.say(f"! {process.title} 没有动静，正在重新启动：请看 {state['stdout_logfile']}。")
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(state["pid"], signal.SIGKILL)

    def _tell_restart(self, process: Process, state: dict[str, Any]) -> None:
        known, pid = self._pids.get(process.name), state["pid"]
        if known and pid != known:
            self._ready.discard(process.name)
            self._silent.pop(process.name, None)
            if state["statename"] == "FATAL":
                self.say(f"✗ {process.title} 多次启动失败：请看 {state['stdout_logfile']}。")
            else:
                self.say(f"! {process.title} 意外退出，已自动重新启动。")
        if pid or state["statename"] == "FATAL":
            self._pids[process.name] = pid

    def _states(self) -> list[dict[str, Any]]:
        path = socket_path(self.settings)
        if not path.exists():
            return []
        proxy = ServerProxy("http://127.0.0.1", SupervisorTransport(None, None, f"unix://{path}"))
        try:
            return list(proxy.supervisor.getAllProcessInfo())  # type: ignore[arg-type]
        except (OSError, Fault):
            return []


def run(settings: Settings, prepare: Callable[[Callable[[str], None]], None]) -> int:
    """Check, prepare, start and watch until Ctrl-C.

    Args:
        settings: where things lie.
        prepare: migrates, loads demo data and trains; called after the checks.

    Returns:
        The exit status: 0 after a clean stop, 1 when it could not start.
    """
    console = Console(highlight=False)
    house = House(settings, console.print, Systemd.of_surroundings())

    def stop(signum: int, frame: FrameType | None) -> None:
        raise Stopped

    previous = [(s, signal.signal(s, stop)) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    try:
        check(settings)
        house.systemd.status("正在准备：数据库、理解模型")
        prepare(console.print)
        house.start()
        house.watch()
    except CannotStart as reason:
        console.print(f"[red]不能启动：[/red]{reason}")
        return 1
    except Stopped:
        for signum, _ in previous:
            signal.signal(signum, signal.SIG_IGN)
        house.systemd.tell("STOPPING=1")
        console.print("\n正在停止 ...")
    finally:
        house.stop()
        for signum, handler in previous:
            signal.signal(signum, handler)
    console.print("已全部停止。")
    return 0


def _has_room(settings: Settings) -> bool:
    return shutil.disk_usage(settings.home).free > ENOUGH_DISK


def _die_with_parent() -> None:
    """Ask Linux to end the supervisor if this process is killed outright (PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
