"""Residents on the web and on Telegram, and staff at the desk, who go on as people do: they try again, and remember."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.stand import WEBHOOK_SECRET, Stand
from tests.installation import PASSWORD

NUMBER = re.compile(r"HY\d{2}-\d{4}-\d{4}")
PLACES = ("白石镇高坎村", "柳溪镇青石坳村", "大营乡前营村", "枣林乡赵家沟村", "北坡乡窑上村")
AGAIN = 25.0
"""Seconds without the answer hoped for until a resident says it again."""


@dataclass
class Tally:
    """What the crowd did and was told, for the judge."""

    accepted: list[tuple[str, str]] = field(default_factory=list)
    """(cookie or chat, update) of each message that the house said it took."""
    numbers: dict[str, set[str]] = field(default_factory=dict)
    """The numbers that each resident was told."""
    moved: list[tuple[str, str]] = field(default_factory=list)
    """(petition, move) that the desk said was done."""
    waits: list[float] = field(default_factory=list)
    """Seconds from the first try of a message to its acceptance."""
    odd: list[str] = field(default_factory=list)
    """Answers at the desk that were neither done nor refused for a reason."""
    refused: int = 0
    """Tries that failed and were made again."""
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person(threading.Thread):
    """Somebody who goes on until told to stop."""

    def __init__(self, stand: Stand, tally: Tally, seed: str) -> None:
        super().__init__(daemon=True)
        self.stand, self.tally = stand, tally
        self.chance = random.Random(seed)
        self.seed = seed
        self.stopping = threading.Event()
        self.finished = threading.Event()
        """Set to let the person end what is under way and begin nothing new."""
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stopping.is_set() and not self.finished.is_set():
                self.once()
        except Exception as error:
            self.failure = error

    def once(self) -> None:
        raise NotImplementedError

    def insist(self, attempt: Callable[[], httpx.Response]) -> httpx.Response | None:
        """Try until it is taken; None when told to stop before."""
        began = time.monotonic()
        while not self.stopping.is_set():
            try:
                answer = attempt()
                if answer.status_code < 500:
                    with self.tally.lock:
                        self.tally.waits.append(time.monotonic() - began)
                    return answer
            except httpx.HTTPError:
                pass
            with self.tally.lock:
                self.tally.refused += 1
            self.stopping.wait(1 + self.chance.random())
        return None


class WebResident(Person):
    """Complains on the page, as its script does: the same update until it is taken, and looks for what is new."""

    count = 0

    def once(self) -> None:
        with httpx.Client(base_url=self.stand.base, timeout=60, trust_env=False) as client:
            page = self.insist(lambda: client.get("/"))
            if page is None:
                return
            self.client, self.cookie, self.after = client, client.cookies["huiyin_talk"], 0
            months = self.chance.choice("两三四五六七八")
            self.complaint = f"我要投诉{self.chance.choice(PLACES)}的低保钱{months}个月没发了，匿名"
            self.say(self.complaint)
            while not self.stopping.is_set():
                said = self.hear()
                if NUMBER.search(said):
                    break
                if "念一遍" in said:
                    self.say("对")
                else:
                    self.say(self.complaint)

    def say(self, text: str) -> None:
        WebResident.count += 1
        update = f"{self.seed}-{WebResident.count}"
        body = {"update": update, "text": text}
        self.heard: list[str] = []
        answer = self.insist(
            lambda: self.client.post(f"/chat/say?after={self.after}", json=body, headers={"X-Huiyin": "1"})
        )
        if answer is not None:
            assert answer.status_code == 200, (answer.status_code, answer.text[:200])
            with self.tally.lock:
                self.tally.accepted.append((self.cookie, update))
            self._read(answer.json())

    def hear(self) -> str:
        """What was said since the last word, once it holds a read-back or a number, or when patience ends."""
        until = time.monotonic() + AGAIN
        while time.monotonic() < until and not self.stopping.is_set():
            told = "\n".join(self.heard)
            if "念一遍" in told or NUMBER.search(told):
                return told
            answer = self.insist(lambda: self.client.get(f"/chat/messages?after={self.after}"))
            if answer is not None:
                self._read(answer.json())
            self.stopping.wait(1)
        return "\n".join(self.heard)

    def _read(self, answer: dict[str, Any]) -> None:
        for message in answer["messages"]:
            if message["id"] <= self.after:
                continue
            self.after = message["id"]
            if message["who"] != "resident":
                self.heard.append(message["text"])
                with self.tally.lock:
                    told = self.tally.numbers.setdefault(self.cookie, set())
                    told.update(NUMBER.findall(message["text"]))


class TelegramCrowd(Person):
    """Telegram itself: brings each resident's words by webhook until they are taken, some twice, some out of order."""

    chats = 0

    def once(self) -> None:
        TelegramCrowd.chats += 1
        chat = 7000 + TelegramCrowd.chats
        updates = [self.stand.api.say(chat, text) for text in ("你好", "低保多少钱", "怎么申请低保")]
        self.stand.api.updates.clear()
        brought = [*updates, self.chance.choice(updates)]
        self.chance.shuffle(brought)
        for update in brought:
            answer = self.insist(lambda update=update: self._bring(update))  # type: ignore[misc]
            if answer is not None and answer.status_code == 200:
                with self.tally.lock:
                    self.tally.accepted.append((str(chat), str(update["update_id"])))
            self.stopping.wait(0.2)
        self.stopping.wait(6)

    def _bring(self, update: dict[str, Any]) -> httpx.Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
        url = f"http://127.0.0.1:{self.stand.webhook_port}/telegram"
        return httpx.post(url, json=update, headers=headers, timeout=20, trust_env=False)


MOVES: dict[str, tuple[str, dict[str, str]]] = {
    "accept": ("desk", {}),
    "assign": ("desk", {"unit": "QH-MZ-XF"}),
    "draft": ("hand", {"outcome": "supported", "text": "已经补发，请查看存折。"}),
    "approve": ("hand", {}),
}
"""What is done with each petition, in this order: who does it, and what the form asks for."""


class Clerk(Person):
    """Takes petitions from acceptance to the approved answer, one after another."""

    def __init__(self, stand: Stand, tally: Tally, seed: str) -> None:
        super().__init__(stand, tally, seed)
        self.tried: set[tuple[str, str]] = set()

    def once(self) -> None:
        numbers = {number for told in list(self.tally.numbers.values()) for number in set(told)}
        done = {number for number, move in self.tried if move == "approve"}
        for number in sorted(numbers - done):
            for move, (login, fields) in MOVES.items():
                if self.stopping.is_set():
                    return
                self._move(login, number, move, fields)
        self.stopping.wait(2)

    def _move(self, login: str, number: str, move: str, fields: dict[str, str]) -> None:
        if (number, move) in self.tried:
            return
        with httpx.Client(base_url=f"{self.stand.base}/desk", timeout=60, trust_env=False) as client:
            answer = self.insist(
                lambda: client.post("/login", data={"login": login, "password": PASSWORD, "next": ""})
            )
            if answer is None or answer.status_code != 303:
                self.tally.odd.append(f"log-in {answer.status_code if answer else None}")
                self.stopping.wait(5)
                return
            page = self.insist(lambda: client.get(f"/petitions/{number}"))
            if page is None or page.status_code != 200:
                self.tally.odd.append(f"{login} {number} {page.status_code if page else None}")
                return
            csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
            seen = re.search(r'name="seen" value="(\d+)"', page.text)
            assert csrf is not None
            form = {"csrf": csrf[1], "seen": seen[1] if seen else "", **fields}
            answer = self.insist(lambda: client.post(f"/petitions/{number}/moves/{move}", data=form))
            if answer is not None and "/login" in answer.headers.get("location", ""):
                return  # A clock that leapt has ended the session: once more, with a new one.
            if answer is not None and answer.status_code in (303, 409):
                self.tried.add((number, move))
            elif answer is not None:
                self.tally.odd.append(f"{login} {number} {move} {answer.status_code}")
            if answer is not None and answer.status_code == 303:
                with self.tally.lock:
                    self.tally.moved.append((number, move))
