"""A whole installation that can be hurt: its own home, ports and clock, a proxy before Rasa, a double of Telegram."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from xmlrpc.client import ServerProxy

import httpx
from supervisor.xmlrpc import SupervisorTransport

from casework.office import Bureau
from huiyin import preparing
from huiyin.processes import socket_path
from store.settings import ROOT, Settings
from tests.bot.telegram_double import TOKEN, BotApi
from tests.installation import free_port, seat

PEOPLE = {
    "desk": ("QH-MZ-XF", ["operator"]),
    "hand": ("QH-MZ-XF", ["handler", "unit_head"]),
}
WEBHOOK_SECRET = "only-telegram-knows"
UP = "from store.settings import Settings; from huiyin import up; up.run(Settings(), lambda say: None)"


class Proxy:
    """Passes bytes on to Rasa, late, or not at all."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.delay = 0.0
        self.away = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target), 5)
        except OSError:
            near.close()
            return
        threading.Thread(target=self._pump, args=(far, near), daemon=True).start()
        self._pump(near, far)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                if self.away:
                    break
                time.sleep(self.delay)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                with_shutdown(end)


def with_shutdown(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class Stand:
    """The installation under test."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home = home
        self.api = BotApi()
        self.database_url = database_url
        rasa, self.webhook_port = free_port(), free_port()
        self.proxy = Proxy(rasa)
        self.clock_file = home.parent / "clock"
        self.leap(0)
        self.environment = {
            "HUIYIN_HOME": str(home),
            "HUIYIN_DATABASE_URL": database_url,
            "HUIYIN_WEB_PORT": str(free_port()),
            "HUIYIN_RASA_PORT": str(rasa),
            "HUIYIN_RASA_URL": f"http://127.0.0.1:{self.proxy.port}",
            "HUIYIN_ACTIONS_PORT": str(free_port()),
            "HUIYIN_SECOND_FACTOR": "off",
            "HUIYIN_RASA_TIMEOUT": "12",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "HUIYIN_TELEGRAM_BASE_URL": self.api.url,
            "HUIYIN_TELEGRAM_MODE": "webhook",
            "HUIYIN_TELEGRAM_WEBHOOK_PORT": str(self.webhook_port),
            "HUIYIN_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self.webhook_port}/telegram",
            "HUIYIN_TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
        }
        os.environ.update(self.environment)
        self.settings = Settings(_env_file=None)
        self.base = self.settings.base_url
        self._up: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        preparing.prepare_database(self.settings)
        bureau = Bureau.from_settings(self.settings)
        for login, (unit, roles) in PEOPLE.items():
            seat(bureau, login, unit, roles, f"演练{login}")
        bureau.engine.dispose()

    def start(self) -> None:
        """Start everything under its supervisor, as `huiyin up` does."""
        environment = {**os.environ, "PYTHONUTF8": "1"}
        environment["PYTHONPATH"] = str(Path(__file__).parent / "leap")
        environment["HUIYIN_CHAOS_CLOCK"] = str(self.clock_file)
        for name in ("run", "log"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self._up = subprocess.Popen(
            [sys.executable, "-c", UP], cwd=ROOT, env=environment, start_new_session=True,
            stdout=(self.home.parent / "up.out").open("wb"), stderr=subprocess.STDOUT,
        )  # fmt: skip

    def stop(self) -> None:
        if self._up is not None and self._up.poll() is None:
            self._up.send_signal(signal.SIGTERM)
            try:
                self._up.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self._up.pid, signal.SIGKILL)
        self.api.close()

    @property
    def is_up(self) -> bool:
        return self._up is not None and self._up.poll() is None

    def pid(self, name: str) -> int | None:
        """The process of this name as it runs now."""
        try:
            proxy = ServerProxy(
                "http://127.0.0.1", SupervisorTransport(None, None, f"unix://{socket_path(self.settings)}")
            )
            info = proxy.supervisor.getProcessInfo(name)
        except OSError:
            return None
        return int(info["pid"]) or None  # type: ignore[call-overload, arg-type]

    def kill(self, name: str) -> bool:
        """kill -9."""
        pid = self.pid(name)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def leap(self, seconds: float) -> None:
        """Set the clock of all processes of the house, from now on, so far off the real one; Rasa goes by its own."""
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.clock_file)

    def ready(self) -> bool:
        """Whether a talk would be answered now."""
        try:
            for url in (
                f"{self.base}/ready",
                f"{self.settings.rasa}/status",
                f"{self.settings.actions}/health",
            ):
                if httpx.get(url, timeout=3, trust_env=False).status_code != 200:
                    return False
        except httpx.HTTPError:
            return False
        return self.pid("worker") is not None and self.pid("telegram") is not None

    def wait_ready(self, seconds: float) -> float:
        """Seconds until everything is ready.

        Raises:
            TimeoutError: it did not become so.
        """
        began = time.monotonic()
        while not self.ready():
            if not self.is_up:
                raise TimeoutError((self.home.parent / "up.out").read_text("utf-8"))
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"not ready: see {self.home / 'log'}")
            time.sleep(0.5)
        return time.monotonic() - began


@contextmanager
def small_disk(at: Path, megabytes: int) -> Iterator[bool]:
    """A file system of its own in memory, so that it can be filled; False where this user may not mount one."""
    at.mkdir(parents=True, exist_ok=True)
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount") is not None
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "huiyin-chaos", str(at)],
            check=False, capture_output=True,
        ).returncode == 0
    )  # fmt: skip
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(at)], check=False)
