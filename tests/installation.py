"""A real installation for tests: a home, ports and a database of its own, and somebody at its desk."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from casework.office import Bureau
from casework.people import credentials, staff
from huiyin import preparing
from store.settings import Settings

PASSWORD = "yuhou chunsun 7316 po tu"
PORTS = ("HUIYIN_WEB_PORT", "HUIYIN_RASA_PORT", "HUIYIN_ACTIONS_PORT")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def prepared(home: Path, **more: str) -> Iterator[Settings]:
    """Settings of a fresh installation in HOME, also in the environment, where its processes look for them."""
    wanted = {
        "HUIYIN_HOME": str(home),
        "HUIYIN_SECOND_FACTOR": "off",
        **{name: str(free_port()) for name in PORTS},
        **more,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in wanted.items():
            patch.setenv(name, value)
        settings = Settings(_env_file=None)
        preparing.prepare_database(settings)
        yield settings


def seat(bureau: Bureau, login: str, unit: str, roles: Sequence[str], name: str = "值班员") -> None:
    """Give somebody an account that works at once, with `PASSWORD`."""
    with bureau.office() as office:
        person = staff.add(office, login, name, unit, roles)
        credentials.set_password(office, person, PASSWORD)
        credentials.of(office, person).must_change = False


class Postgres:
    """A PostgreSQL server that can be stopped at once and started again.

    Its folder must not lie in pytest's own: every pytest that starts shuts that one to all other users of the machine,
    and as root PostgreSQL runs as another user.
    """

    def __init__(self, folder: Path) -> None:
        import pgserver

        self.server = pgserver.get_server(folder, cleanup_mode="stop")
        self.folder = folder
        self.url = self.server.get_uri()
        self.tool = Path(pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"

    def close(self) -> None:
        """Stop for good; pgserver knows only the process that it started itself."""
        with suppress(subprocess.CalledProcessError):
            self.halt()

    def _control(self, *what: str) -> None:
        command = [str(self.tool), "-D", str(self.folder), "-w", *what]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={self.folder.stat().st_uid}", "--clear-groups", *command]
        subprocess.run(command, check=True, capture_output=True)

    def kill(self) -> None:
        """kill -9 of the server; returns when nothing of it is left."""
        pid = int((self.folder / "postmaster.pid").read_text().split()[0])
        server = psutil.Process(pid)
        family = [server, *server.children(recursive=True)]
        server.kill()
        _, left = psutil.wait_procs(family, 20)
        assert not left, left

    def halt(self) -> None:
        """Stop as if its machine went down."""
        self._control("stop", "-m", "immediate")

    def resume(self) -> None:
        options = f"-h '' -k {self.folder}"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")


def until(
    check: Callable[[], bool], problem: str | Callable[[], str], patience: float, pause: float = 0.3
) -> None:
    """Wait until it holds.

    Raises:
        AssertionError: it did not within so many seconds.
    """
    deadline = time.monotonic() + patience
    while not check():
        if time.monotonic() > deadline:
            raise AssertionError(problem if isinstance(problem, str) else problem())
        time.sleep(pause)
