"""A running installation whose processes can be killed, and a resident's phone that goes on all the same."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from casework.conversations import talks
from casework.office import Bureau
from casework.petitions.models import Petition
from huiyin.processes import processes
from huiyin.services import healthy, spawn
from store.settings import Settings
from tests.installation import prepared, until

COMPLAINT = "我要投诉白石镇高坎村的低保钱两个月没发了"
PATIENCE = float(os.environ.get("HUIYIN_TEST_PATIENCE", "150"))
"""Seconds until something has to have happened; more on a machine with other work."""


@dataclass
class House:
    """A running installation whose processes can be killed and come back, as under a supervisor."""

    settings: Settings
    bureau: Bureau
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        wanted = [process for process in processes(self.settings) if process.name in names]
        for process in wanted:
            log = self.settings.home / "log" / f"{process.name}.log"
            self.running[process.name] = spawn(process.command, log, process.environment)
        for process in wanted:
            wait(lambda process=process: healthy(process), f"{process.title}没有起来")

    def kill(self, *names: str) -> None:
        for name in names:
            self.running[name].send_signal(signal.SIGKILL)
            self.running[name].wait()

    def kill_and_restart(self, *names: str) -> None:
        self.kill(*names)
        self.start(*names)


@dataclass
class Phone:
    """A resident's phone with the page open: what it could not send it sends again, under the same number."""

    house: House
    cookie: str = ""
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cookie = self._call("GET", "/").cookies["huiyin_talk"]

    def say(self, text: str) -> None:
        """Say it until the house has it."""
        self.sent.append(text)
        body = {"update": f"w-{len(self.sent)}-{self.cookie[:8]}", "text": text}
        wait(lambda: self._call("POST", "/chat/say", json=body).status_code == 200, f"“{text}”没有送到", 0.5)

    def say_in_background(self, text: str) -> threading.Thread:
        thread = threading.Thread(target=self.say, args=(text,))
        thread.start()
        return thread

    def history(self) -> list[dict[str, Any]]:
        return list(self._call("GET", "/chat/messages").json()["messages"])

    def wait_for(self, words: str) -> None:
        """Wait until Huiyin has said this last, or among its last answers."""
        wait(lambda: words in self.told(), lambda: f"没有等到“{words}”\n{self.transcript()}", 0.5)

    def told(self) -> str:
        """All that was said to the resident after their last message."""
        messages = self.history()
        last = max((at for at, message in enumerate(messages) if message["who"] == "resident"), default=-1)
        return "\n".join(message["text"] for message in messages[last + 1 :])

    def transcript(self) -> str:
        return "\n".join(f"{message['who']}: {message['text']}" for message in self.history())

    def check(self) -> None:
        """Every message is in the talk once and in order, and one petition came of it."""
        said = [message["text"] for message in self.history() if message["who"] == "resident"]
        assert said == self.sent, self.transcript()
        with self.house.bureau.reading() as office:
            talk = talks.find_or_begin(office, "web", self.cookie)
            lodged = office.db.query(Petition).filter_by(conversation_id=talk.id).count()
        assert lodged == 1, self.transcript()

    def _call(self, method: str, path: str, **more: Any) -> httpx.Response:
        url = f"http://127.0.0.1:{self.house.settings.web_port}{path}"
        headers = {"X-Huiyin": "1", "Cookie": f"huiyin_talk={self.cookie}"} if self.cookie else {}
        try:
            return httpx.request(method, url, headers=headers, timeout=60, **more)
        except httpx.HTTPError:
            return httpx.Response(503, json={"messages": []})


def wait(check: Callable[[], bool], problem: str | Callable[[], str], pause: float = 0.3) -> None:
    until(check, problem, PATIENCE, pause)


@contextmanager
def opened(home: Path, **more: str) -> Iterator[House]:
    """All processes of an installation in HOME, until the end of the block."""
    with prepared(home, HUIYIN_RASA_TIMEOUT="30", **more) as settings:
        found = House(settings, Bureau.from_settings(settings))
        try:
            found.start("actions", "rasa", "web", "worker")
            yield found
        finally:
            for handle in found.running.values():
                handle.kill()
                handle.wait()
            found.bureau.engine.dispose()
