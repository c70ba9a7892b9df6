"""Each process killed in the middle of a talk, as `kill -9` does: nothing is lost, nothing lodged twice, the talk goes on."""

import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.conversations import desk, queries, talks
from casework.office import Bureau
from casework.people import staff
from casework.petitions.models import Petition
from huiyin.processes import processes
from huiyin.services import healthy, spawn
from store.settings import Settings
from tests.installation import prepared, until

pytestmark = [pytest.mark.rasa, pytest.mark.slow]
COMPLAINT = "我要投诉白石镇高坎村的低保钱两个月没发了"
PATIENCE = float(os.environ.get("HUIYIN_TEST_PATIENCE", "150"))
"""Seconds until something has to have happened; more on a machine with other work."""
AWAY = "没有丢"


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


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with prepared(tmp_path_factory.mktemp("house"), HUIYIN_RASA_TIMEOUT="30") as settings:
        found = House(settings, Bureau.from_settings(settings))
        try:
            found.start("actions", "rasa", "web", "worker")
            yield found
        finally:
            for handle in found.running.values():
                handle.kill()
                handle.wait()
            found.bureau.engine.dispose()


@pytest.mark.parametrize(
    "names", [("web",), ("actions",), ("worker",), ("rasa",), ("rasa", "worker")], ids="+".join
)
def test_killed_between_two_answers(house: House, names: tuple[str, ...]) -> None:
    """What was said before is remembered; what is said meanwhile is answered when the process is back."""
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    house.kill(*names)
    meanwhile = phone.say_in_background("匿名")
    time.sleep(1)
    house.start(*names)
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()


@pytest.mark.parametrize(
    ("name", "delay"), [("web", 0.05), ("web", 0.2), ("actions", 0.05), ("actions", 0.2), ("rasa", 0.1)]
)
def test_killed_while_lodging(house: House, name: str, delay: float) -> None:
    """The process dies somewhere between the yes and the receipt; the complaint is lodged once all the same."""
    phone = Phone(house)
    phone.say(COMPLAINT + "，匿名")
    phone.wait_for("念一遍")
    yes = phone.say_in_background("对，提交")
    time.sleep(delay)
    house.kill_and_restart(name)
    yes.join()

    def lodged() -> bool:
        return "查询码" in phone.told()

    wait(lambda: lodged() or AWAY in phone.told(), phone.transcript, 0.5)
    wait(lodged, phone.transcript, 0.5)
    phone.check()


def test_an_operators_talk_outlives_the_page(house: House) -> None:
    """While an operator holds the talk the web process, which carries both connections, is killed."""
    phone = Phone(house)
    phone.say("转人工")
    phone.wait_for("值班同志")
    with house.bureau.office() as office:
        person = staff.add(office, "op-killed", "赵敏", "QH-MZ-XF", ["operator"], "Sh4-Long-Enough!")
        staff_id = person.id
        token = talks.find_or_begin(office, "web", phone.cookie).token
        desk.take(office, token, staff_id, "赵敏")
    phone.wait_for("值班话务员")
    house.kill("web")
    meanwhile = phone.say_in_background("我妈的低保卡丢了")
    with house.bureau.office() as office:
        desk.answer(office, token, staff_id, "别急，我给您登记挂失")
    house.start("web")
    meanwhile.join()
    wait(lambda: "别急，我给您登记挂失" in phone.transcript(), phone.transcript, 0.5)
    with house.bureau.office() as office:
        talk = talks.get(office, token)
        heard = [office.vault.open(message.text_sealed) for message in queries.messages(office, talk.id)]
        assert heard.count("我妈的低保卡丢了") == 1
        assert talk.held_by == staff_id
        desk.give_back(office, token, staff_id)
    phone.say("你是真人吗")
    phone.wait_for("电脑程序")


def test_the_database_shut_for_a_while(house: House) -> None:
    """Nobody can write for longer than the house waits: the page keeps the words and sends them again."""
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    shut = sqlite3.connect(house.settings.home / "huiyin.db", isolation_level=None)
    shut.execute("BEGIN EXCLUSIVE")
    meanwhile = phone.say_in_background("匿名")
    time.sleep(20)
    shut.execute("ROLLBACK")
    shut.close()
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()


def test_everything_killed_at_once(house: House, tmp_path: Path) -> None:
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    house.kill("web", "actions", "worker", "rasa")
    meanwhile = phone.say_in_background("匿名")
    house.start("actions", "rasa", "web", "worker")
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()
