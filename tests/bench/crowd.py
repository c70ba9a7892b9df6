"""Many residents at once: chat turns a second and their times, against bare Rasa in the same run, and what the
machine's processor went to."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from casework.conversations import talks
from casework.office import Bureau
from huiyin import preparing
from huiyin.processes import processes
from huiyin.services import running
from store.settings import Settings
from tests.bench.turns import Row

CROWDS = {1: 8, 50: 4, 500: 1}
"""How many talk at once, and how many turns each of them says; the whole takes a few minutes."""
SAYINGS = ("低保几号发钱", "办低保要带哪些材料", "你能干什么", "谢谢你")
PORTS = {"web_port": 8981, "rasa_port": 8982, "actions_port": 8983}
NAMES = ("actions", "rasa", "web")
PATIENCE = 120.0
FULL = 0.95
"""From this share of all cores on the machine counts as used up."""
ALONE = 0.85
"""From so much of one core on a process is used up, however idle the others are: each of ours answers on one thread."""
KEPT = "没有丢"
"""What a resident is told whose words are kept and answered later."""
Say = Callable[[str], Awaitable[bool]]
"""Says something; whether it was answered on the spot."""


@dataclass(frozen=True)
class Measured:
    """What came of one crowd: seconds of each turn and whether it was answered on the spot, seconds of the whole, how many
    cores each process kept busy, and how many were busy on the whole machine, with whatever else it was doing."""

    turns: list[tuple[float, bool]]
    whole: float
    busy: dict[str, float]
    machine: float

    @property
    def rate(self) -> float:
        return len(self.turns) / self.whole

    def seconds(self, twentieth: int) -> float:
        """The value below which so many twentieths of the turns lie."""
        times = [took for took, _ in self.turns]
        return statistics.quantiles(times if len(times) > 1 else times * 2, n=20)[twentieth - 1]


def rows() -> Iterator[Row]:
    """Start everything on a fresh database and let crowds of 1, 50 and 500 talk."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), **PORTS)
        preparing.prepare_database(settings)
        with pytest.MonkeyPatch.context() as surroundings, ExitStack() as stack:
            surroundings.setenv("HUIYIN_HOME", home)
            for name, port in PORTS.items():
                surroundings.setenv(f"HUIYIN_{name.upper()}", str(port))
            stack.enter_context(running(settings, NAMES, patience=600))
            asyncio.run(_measure(settings, 1, _page))
            for crowd in CROWDS:
                bare = asyncio.run(_measure(settings, crowd, _rasa))
                full = asyncio.run(_measure(settings, crowd, _page))
                yield from _told(crowd, bare, full)


def _told(crowd: int, bare: Measured, full: Measured) -> Iterator[Row]:
    for what, found in (("裸 Rasa", bare), ("完整一轮", full)):
        said = f"{what}，{crowd} 人同时"
        answered = sum(at_once for _, at_once in found.turns) / len(found.turns)
        yield Row(f"{said}：每秒轮数", f"{found.rate:.1f}")
        yield Row(
            f"{said}：中位数 / 95 百分位",
            f"{found.seconds(10) * 1000:.0f} / {found.seconds(19) * 1000:.0f} 毫秒",
        )
        yield Row(f"{said}：当场答上的", f"{answered * 100:.0f}%，其余存下、稍后补答")
        yield Row(f"{said}：处理器", processor(found.busy, found.machine, psutil.cpu_count() or 1))
    yield Row(f"完整一轮 ÷ 裸 Rasa，{crowd} 人同时：中位数", f"{full.seconds(10) / bare.seconds(10):.2f} 倍")
    yield Row(f"完整一轮 ÷ 裸 Rasa，{crowd} 人同时：每秒轮数", f"{full.rate / bare.rate:.2f} 倍")


def processor(busy: dict[str, float], machine: float, cores: int) -> str:
    """What saturates first: a process that has its one core used up, the machine, or neither."""
    most = max(busy, key=lambda name: busy[name])
    used = f"{cores} 核用了 {machine:.1f} 核"
    share = f"用了一核的 {busy[most]:.0%}"
    if busy[most] >= ALONE:
        return f"先到头的是{most}，{share}（{used}）"
    if machine >= FULL * cores:
        return f"整机到头（{used}），最多的是{most}，{share}"
    return f"没有到头（{used}），最多的是{most}，{share}"


async def _measure(
    settings: Settings,
    crowd: int,
    begin: Callable[[Settings, httpx.AsyncClient, int], Awaitable[Say]],
) -> Measured:
    limits = httpx.Limits(max_connections=crowd)
    async with httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False) as client:
        sayers = [await begin(settings, client, resident) for resident in range(crowd)]
        before, at_first = _processor_times(settings), _machine_time()
        started = time.perf_counter()
        told = await asyncio.gather(*(_talk(say, n, CROWDS[crowd]) for n, say in enumerate(sayers)))
        whole = time.perf_counter() - started
    busy = {name: (now - before[name]) / whole for name, now in _processor_times(settings).items()}
    machine = (_machine_time() - at_first) / whole
    return Measured([turn for turns in told for turn in turns], whole, busy, machine)


async def _talk(say: Say, resident: int, count: int) -> list[tuple[float, bool]]:
    turns = []
    for n in range(count):
        began = time.perf_counter()
        try:
            at_once = await say(SAYINGS[(resident + n) % len(SAYINGS)])
        except httpx.HTTPError:
            at_once = False
        turns.append((time.perf_counter() - began, at_once))
    return turns


async def _rasa(settings: Settings, client: httpx.AsyncClient, resident: int) -> Say:
    bureau = Bureau.from_settings(settings)
    with bureau.office() as office:
        token = talks.find_or_begin(office, "terminal", f"bare-{resident}-{time.monotonic_ns()}").token
    bureau.engine.dispose()

    async def say(text: str) -> bool:
        url = f"{settings.rasa}/webhooks/rest/webhook"
        answer = await client.post(url, json={"sender": token, "message": text})
        answer.raise_for_status()
        return bool(answer.json())

    return say


async def _page(settings: Settings, client: httpx.AsyncClient, resident: int) -> Say:
    base = f"http://{settings.web_host}:{settings.web_port}"
    cookie = (await client.get(f"{base}/")).cookies["huiyin_talk"]
    client.cookies.clear()

    seen = 0

    async def say(text: str) -> bool:
        nonlocal seen
        body = {"update": f"crowd-{resident}-{time.monotonic_ns()}", "text": text}
        headers = {"X-Huiyin": "1", "Cookie": f"huiyin_talk={cookie}"}
        answer = await client.post(f"{base}/chat/say", params={"after": seen}, json=body, headers=headers)
        answer.raise_for_status()
        told = [message for message in answer.json()["messages"] if message["who"] == "huiyin"]
        seen = max((message["id"] for message in told), default=seen)
        return bool(told) and not any(KEPT in message["text"] for message in told)

    return say


def _machine_time() -> float:
    """Processor seconds since the machine started in which it was not idle."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def _processor_times(settings: Settings) -> dict[str, float]:
    """Processor seconds that each of our processes has used."""
    commands = {process.title: process.command for process in processes(settings) if process.name in NAMES}
    used = {}
    for title, command in commands.items():
        spent = [
            sum(p.cpu_times()[:2]) for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == command
        ]
        used[title] = sum(spent)
    return used
