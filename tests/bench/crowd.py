"""Many residents at once: chat turns a second and their times, against bare Rasa in the same run, and what saturates first."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import psutil

from casework.conversations import talks
from casework.office import Bureau
from huiyin import preparing
from huiyin.processes import processes
from huiyin.services import running
from store.settings import Settings
from tests.bench.turns import Row

CROWDS = (1, 50, 500)
SAYINGS = ("低保几号发钱", "办低保要带哪些材料", "你能干什么", "谢谢你")
PORTS = {"web_port": 8981, "rasa_port": 8982, "actions_port": 8983}
NAMES = ("actions", "rasa", "web")
PATIENCE = 120.0
KEPT = "没有丢"
"""What a resident is told whose words are kept and answered later."""
Say = Callable[[str], Awaitable[bool]]
"""Says something; whether it was answered on the spot."""


def rows() -> Iterator[Row]:
    """Start everything on a fresh database and let crowds of 1, 50 and 500 talk."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), **PORTS)
        preparing.prepare_database(settings)
        with running(settings, NAMES):
            for crowd in CROWDS:
                for what, begin in (("裸 Rasa", _rasa), ("完整一轮", _page)):
                    yield from asyncio.run(_measure(settings, what, crowd, begin))


async def _measure(
    settings: Settings,
    what: str,
    crowd: int,
    begin: Callable[[Settings, httpx.AsyncClient, int], Awaitable[Say]],
) -> list[Row]:
    limits = httpx.Limits(max_connections=crowd)
    async with httpx.AsyncClient(timeout=PATIENCE, limits=limits) as client:
        sayers = [await begin(settings, client, resident) for resident in range(crowd)]
        before = _processor_times(settings)
        started = time.perf_counter()
        turns = [turn async for turn in _talk_all(sayers)]
        whole = time.perf_counter() - started
    busy = {name: (now - before[name]) / whole for name, now in _processor_times(settings).items()}
    first = max(busy, key=lambda name: busy[name])
    times = [took for took, _ in turns]
    answered = sum(at_once for _, at_once in turns) / len(turns)
    return [
        Row(f"{what}，{crowd} 人同时：每秒轮数", f"{len(times) / whole:.1f}"),
        Row(f"{what}，{crowd} 人同时：中位数 / 95 百分位", f"{_ms(times, 10)} / {_ms(times, 19)} 毫秒"),
        Row(f"{what}，{crowd} 人同时：当场答上的", f"{answered * 100:.0f}%，其余存下、稍后补答"),
        Row(f"{what}，{crowd} 人同时：先占满的", f"{first}（{busy[first] * 100:.0f}% 单核）"),
    ]


async def _talk_all(sayers: list[Say]) -> AsyncIterator[tuple[float, bool]]:
    async def one(say: Say) -> list[tuple[float, bool]]:
        turns = []
        for saying in SAYINGS:
            began = time.perf_counter()
            at_once = await say(saying)
            turns.append((time.perf_counter() - began, at_once))
        return turns

    for turns in await asyncio.gather(*map(one, sayers)):
        for turn in turns:
            yield turn


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


def _ms(times: list[float], twentieth: int) -> str:
    values = times if len(times) > 1 else times * 2
    return f"{statistics.quantiles(values, n=20)[twentieth - 1] * 1000:.0f}"


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


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}：{row.value}", flush=True)
