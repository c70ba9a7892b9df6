"""A full chat turn, page in and reply out, against a bare turn of Rasa on the same model; start-up and memory."""

import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from casework.conversations import talks
from casework.office import Bureau
from huiyin import preparing
from huiyin.processes import processes
from huiyin.services import healthy, running
from store.settings import ROOT, Settings

SAYINGS = (
    "你好",
    "家里有辆面包车还能吃低保吗",
    "低保几号发钱",
    "办低保要带哪些材料",
    "多久能批下来",
    "公示要贴几天",
    "你能干什么",
    "谢谢你",
)
TALKS = 12
PORTS = {"web_port": 8971, "rasa_port": 8972, "actions_port": 8973}


@dataclass(frozen=True)
class Row:
    """One measured figure with its unit."""

    what: str
    value: str
    aim: str = ""


def rows() -> Iterator[Row]:
    """Start everything on a fresh database, talk, and measure."""
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("HUIYIN_HOME", home)
        for name, port in PORTS.items():
            surroundings.setenv(f"HUIYIN_{name.upper()}", str(port))
        settings = Settings()
        preparing.prepare_database(settings)
        names = ("actions", "rasa", "web")
        started = time.monotonic()
        with running(settings, names), httpx.Client(timeout=30) as client:
            yield Row("启动到就绪（已训练好）", f"{time.monotonic() - started:.1f} 秒", "40 秒以内")
            bare, full = _turns(settings, client)
            yield from _compared(bare, full)
            yield from _memory(settings, names)
        Bureau.from_settings(settings).engine.dispose()
    yield from _sizes()


def _turns(settings: Settings, client: httpx.Client) -> tuple[list[float], list[float]]:
    """Milliseconds of bare and full turns, taken in turn, talk by talk, so that drift hits both."""
    bare: list[float] = []
    full: list[float] = []
    for talk in range(TALKS):
        warm = talk == 0
        for times, say in ((bare, _rasa(settings, client, talk)), (full, _page(settings, client, talk))):
            for saying in SAYINGS:
                began = time.perf_counter()
                say(saying)
                if not warm:
                    times.append((time.perf_counter() - began) * 1000)
    return bare, full


def _rasa(settings: Settings, client: httpx.Client, talk: int) -> Callable[[str], None]:
    bureau = Bureau.from_settings(settings)
    with bureau.office() as office:
        token = talks.find_or_begin(office, "terminal", f"bench-{talk}").token
    bureau.engine.dispose()

    def say(text: str) -> None:
        client.post(
            f"{settings.rasa}/webhooks/rest/webhook", json={"sender": token, "message": text}
        ).raise_for_status()

    return say


def _page(settings: Settings, client: httpx.Client, talk: int) -> Callable[[str], None]:
    base = f"http://{settings.web_host}:{settings.web_port}"
    cookie = client.get(f"{base}/").cookies["huiyin_talk"]
    client.cookies.clear()
    number = itertools.count()
    seen = 0

    def say(text: str) -> None:
        nonlocal seen
        answer = client.post(
            f"{base}/chat/say",
            params={"after": seen},
            json={"update": f"bench-{talk}-{next(number)}", "text": text},
            headers={"X-Huiyin": "1", "Cookie": f"huiyin_talk={cookie}"},
        )
        answer.raise_for_status()
        messages = answer.json()["messages"]
        seen = messages[-1]["id"] if messages else seen

    return say


def _compared(bare: list[float], full: list[float]) -> Iterator[Row]:
    for name, pick in (("中位数", _median), ("95 百分位", _p95)):
        yield Row(f"裸 Rasa 一轮，{name}", f"{pick(bare):.1f} 毫秒")
        yield Row(f"完整一轮（网页进、网页出），{name}", f"{pick(full):.1f} 毫秒")
        yield Row(f"完整一轮 ÷ 裸 Rasa，{name}", f"{pick(full) / pick(bare):.2f} 倍", "3 倍以内")


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _memory(settings: Settings, names: tuple[str, ...]) -> Iterator[Row]:
    for process in processes(settings):
        if process.name not in names or not healthy(process):
            continue
        port = str(
            {"web": settings.web_port, "rasa": settings.rasa_port, "actions": settings.actions_port}[
                process.name
            ]
        )
        found = [p for p in psutil.process_iter() if _listens(p, int(port))]
        if found:
            yield Row(f"{process.title}常驻内存", f"{found[0].memory_info().rss / 2**20:.0f} MB")


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        return any(
            c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in process.net_connections("tcp")
        )
    except psutil.Error:
        return False


def _sizes() -> Iterator[Row]:
    """The root environment is installed once more without the tests' tools, as `make run` has it."""
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        uv = subprocess.run([ROOT / "scripts" / "get-uv.sh"], capture_output=True, text=True, check=True)
        subprocess.run(
            [
                uv.stdout.strip(),
                "pip",
                "install",
                "--quiet",
                "--target",
                folder,
                "--python",
                sys.executable,
                "--require-hashes",
                "-r",
                ROOT / "requirements.lock",
            ],
            check=True,
        )
        yield Row("根环境大小（不含测试工具）", f"{_size(Path(folder)):.0f} MB", "400 MB 以内")
    yield Row("Rasa 环境大小", f"{_size(ROOT / 'nlu' / '.venv'):.0f} MB")


def _size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 2**20
