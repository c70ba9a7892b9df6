"""Two of each process on real PostgreSQL and Redis: order within a talk, single lodging and single delivery hold."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from casework import outbox
from casework.conversations import queries, talks
from casework.office import Bureau
from casework.outbox import Letter
from casework.petitions.models import Petition
from huiyin import preparing
from huiyin.processes import NLU_PYTHON
from store.settings import ROOT, Settings
from tests.bot.telegram_double import TOKEN, BotApi

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("HUIYIN_MANY"), reason="启动八个进程，要几分钟：运行 make many"),
]
NUMBER = re.compile(r"HY\d{2}-\d{4}-\d{4}")
COMPLAINT = "我要投诉白石镇高坎村的低保钱两个月没发了，匿名"
LETTERS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """Where the two web processes answer, and what stands behind them."""

    bases: tuple[str, str]
    bureau: Bureau
    api: BotApi
    redis: str


@contextmanager
def started(command: list[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the test."""
    with log.open("wb") as output:
        handle = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            stdout=output,
            stderr=output,
        )
        try:
            yield handle
        finally:
            handle.terminate()
            try:
                handle.wait(20)
            except subprocess.TimeoutExpired:
                handle.kill()
                handle.wait()


def until_answers(url: str, log: Path, seconds: float = 300) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if httpx.get(url, timeout=3, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"{url} does not answer:\n{log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[Cluster]:
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("没有 redis-server：apt-get install redis-server，再运行这一项")
    home = tmp_path_factory.mktemp("cluster")
    api = BotApi()
    redis_port = free_port()
    common = {
        "HUIYIN_HOME": str(home),
        "HUIYIN_DATABASE_URL": postgres_url,
        "HUIYIN_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "HUIYIN_TELEGRAM_BASE_URL": api.url,
        "HUIYIN_SECOND_FACTOR": "off",
        "HUIYIN_RASA_TIMEOUT": "40",
    }
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        stack.callback(api.close)
        for name, value in common.items():
            patch.setenv(name, value)
        settings = Settings(_env_file=None)
        preparing.prepare_database(settings)
        stack.enter_context(
            started([server, "--port", str(redis_port), "--save", "", "--dir", str(home)], home / "redis.log")
        )
        bases, waits = [], []
        for n in range(2):
            actions, rasa, web = free_port(), free_port(), free_port()
            at = {
                "actions": home / f"actions{n}.log",
                "rasa": home / f"rasa{n}.log",
                "web": home / f"web{n}.log",
            }
            stack.enter_context(
                started([sys.executable, "-m", "actions.server", "--port", str(actions)], at["actions"])
            )
            stack.enter_context(
                started(
                    [str(NLU_PYTHON), "-m", "huiyin_nlu.serve", "--port", str(rasa)],
                    at["rasa"],
                    PYTHONPATH=str(ROOT / "nlu"),
                    HUIYIN_ACTIONS_URL=f"http://127.0.0.1:{actions}",
                    TF_CPP_MIN_LOG_LEVEL="2",
                    SQLALCHEMY_SILENCE_UBER_WARNING="1",
                )
            )
            stack.enter_context(
                started(
                    [sys.executable, "-m", "huiyin", "web"],
                    at["web"],
                    HUIYIN_WEB_PORT=str(web),
                    HUIYIN_RASA_URL=f"http://127.0.0.1:{rasa}",
                )
            )
            stack.enter_context(started([sys.executable, "-m", "huiyin", "worker"], home / f"worker{n}.log"))
            bases.append(f"http://127.0.0.1:{web}")
            waits += [
                (f"http://127.0.0.1:{actions}/health", at["actions"]),
                (f"http://127.0.0.1:{rasa}/status", at["rasa"]),
                (f"http://127.0.0.1:{web}/ready", at["web"]),
            ]
        for url, log in waits:
            until_answers(url, log)
        bureau = Bureau.from_settings(settings)
        yield Cluster((bases[0], bases[1]), bureau, api, common["HUIYIN_REDIS_URL"])
        bureau.engine.dispose()


def resident() -> httpx.AsyncClient:
    cookie = {"huiyin_talk": f"resident-{os.urandom(20).hex()}"}
    return httpx.AsyncClient(timeout=120, trust_env=False, cookies=cookie, headers={"X-Huiyin": "1"})


async def say(client: httpx.AsyncClient, base: str, update: str, text: str) -> None:
    answer = await client.post(f"{base}/chat/say", json={"update": update, "text": text})
    assert answer.status_code == 200, answer.text


async def test_order_within_a_talk_holds_across_processes(cluster: Cluster) -> None:
    """Words sent in quick succession through both processes are answered one after another, in their order."""
    async with resident() as client:
        words = ["我要投诉", "白石镇高坎村的低保钱两个月没发了", "匿名", "对"]
        sent = []
        for n, text in enumerate(words):
            sent.append(asyncio.create_task(say(client, cluster.bases[n % 2], f"order-{n}", text)))
            await asyncio.sleep(0.4)
        await asyncio.gather(*sent)
        token = client.cookies["huiyin_talk"]
    with cluster.bureau.reading() as office:
        conversation = queries.by_address(office, "web", token)
        assert conversation is not None
        said = queries.messages(office, conversation.id)
        asked = [message.id for message in said if message.direction == "resident"]
        answered = [message.answers_id for message in said if message.direction == "huiyin"]
        assert list(dict.fromkeys(answered)) == asked
        assert NUMBER.search(talks.shown(office, said[-1]).text), (
            "the last word found the talk where it belonged"
        )


async def test_the_same_yes_through_both_lodges_once(cluster: Cluster) -> None:
    """The same update brought to both processes at once, and the same word again as another update."""
    async with resident() as client:
        await say(client, cluster.bases[0], "begin", COMPLAINT)
        await asyncio.gather(
            *(say(client, base, f"yes-{n}", "对，提交") for n in range(3) for base in cluster.bases)
        )
        token = client.cookies["huiyin_talk"]
    with cluster.bureau.reading() as office:
        conversation = queries.by_address(office, "web", token)
        assert conversation is not None
        lodged = office.db.scalar(
            select(func.count()).select_from(Petition).where(Petition.conversation_id == conversation.id)
        )
        assert lodged == 1
        said = queries.messages(office, conversation.id)
        assert sum(message.direction == "resident" for message in said) == 4
        answers = Counter(message.answers_id for message in said if message.direction == "huiyin")
        assert len(answers) == 4


def test_two_workers_deliver_each_letter_once_and_in_order(cluster: Cluster) -> None:
    with cluster.bureau.office() as office:
        for n in range(LETTERS):
            outbox.write(office, "telegram", str(9000 + n % 6), f"第{n}封", key=f"many:{n}")
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        with cluster.bureau.reading() as office:
            if not outbox.waiting(office, ["telegram"]):
                break
        time.sleep(0.5)
    with cluster.bureau.reading() as office:
        states = Counter(office.db.scalars(select(Letter.state).where(Letter.key.like("many:%"))))
    assert states == {"sent": LETTERS}
    for chat in range(9000, 9006):
        assert cluster.api.texts(chat) == [f"第{n}封" for n in range(LETTERS) if 9000 + n % 6 == chat]


async def test_the_sweep_is_made_by_one_worker_at_a_time(cluster: Cluster) -> None:
    with cluster.bureau.reading() as office:
        from store.leases import Lease

        jobs = {lease.name: lease for lease in office.db.scalars(select(Lease))}
    assert {"sweep", "deliver", "replay"} <= set(jobs)
    assert all(not (lease.last_outcome or "").startswith("failed") for lease in jobs.values())


def test_rasa_locks_talks_in_redis(cluster: Cluster) -> None:
    import redis

    store = redis.Redis.from_url(cluster.redis)
    assert store.info("commandstats").get("cmdstat_set", {}).get("calls", 0) > 0
    store.close()
