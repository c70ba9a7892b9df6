"""Two of each process on real PostgreSQL and Redis: order within a talk, single lodging and single delivery hold."""

import asyncio
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from sqlalchemy import func, select

from casework import outbox
from casework.conversations import queries, talks
from casework.office import Bureau
from casework.outbox import Letter
from casework.petitions.models import Petition
from huiyin.services import running, started
from tests.bot.telegram_double import TOKEN, BotApi
from tests.installation import Postgres, free_port, prepared

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not os.environ.get("HUIYIN_MANY"), reason="启动八个进程，要几分钟：运行 make many"),
]
NUMBER = re.compile(r"HY\d{2}-\d{4}-\d{4}")
COMPLAINT = "我要投诉白石镇高坎村的低保钱两个月没发了，匿名"
LETTERS = 60


@dataclass
class Cluster:
    """Where the two web processes answer, and what stands behind them."""

    bases: tuple[str, str]
    bureau: Bureau
    api: BotApi
    redis: str
    postgres: Postgres


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("没有 redis-server：apt-get install redis-server，再运行这一项")
    home = tmp_path_factory.mktemp("cluster")
    api, redis_port = BotApi(), free_port()
    redis = f"redis://127.0.0.1:{redis_port}/0"
    shared = {
        "HUIYIN_REDIS_URL": redis,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "HUIYIN_TELEGRAM_BASE_URL": api.url,
        "HUIYIN_RASA_TIMEOUT": "60",
    }
    with ExitStack() as stack:
        stack.callback(api.close)
        postgres = Postgres(Path(stack.enter_context(TemporaryDirectory(prefix="huiyin-postgres-"))))
        stack.callback(postgres.close)
        serve = [server, "--port", str(redis_port), "--save", "", "--dir", str(home)]
        stack.enter_context(started(serve, home / "redis.log"))
        bases = []
        for _ in range(2):
            settings = stack.enter_context(prepared(home, HUIYIN_DATABASE_URL=postgres.url, **shared))
            stack.enter_context(running(settings, ("actions", "rasa", "web", "worker"), patience=600))
            bases.append(settings.base_url)
        bureau = Bureau.from_settings(settings)
        stack.callback(bureau.engine.dispose)
        yield Cluster((bases[0], bases[1]), bureau, api, redis, postgres)


def resident() -> httpx.AsyncClient:
    cookie = {"huiyin_talk": f"resident-{os.urandom(20).hex()}"}
    return httpx.AsyncClient(timeout=120, trust_env=False, cookies=cookie, headers={"X-Huiyin": "1"})


async def say(client: httpx.AsyncClient, base: str, update: str, text: str) -> None:
    answer = await client.post(f"{base}/chat/say", json={"update": update, "text": text})
    assert answer.status_code == 200, answer.text


async def kept(cluster: Cluster, token: str, update: str) -> None:
    """Wait until the house has taken this message in; its answer may still be to come."""
    for _ in range(600):
        with cluster.bureau.reading() as office:
            conversation = queries.by_address(office, "web", token)
            if conversation is not None and queries.by_update(office, conversation.id, update) is not None:
                return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{update} was not taken in")


async def test_both_answer(cluster: Cluster) -> None:
    for base in cluster.bases:
        async with resident() as client:
            await say(client, base, "first", "你好")


async def test_order_within_a_talk_holds_across_processes(cluster: Cluster) -> None:
    """Words that come in while earlier ones wait, by turns through both processes, are answered in their order."""
    async with resident() as client:
        token = client.cookies["huiyin_talk"]
        words = ["我要投诉", "白石镇高坎村的低保钱两个月没发了", "匿名", "对"]
        sent = []
        for n, text in enumerate(words):
            sent.append(asyncio.create_task(say(client, cluster.bases[n % 2], f"order-{n}", text)))
            await kept(cluster, token, f"order-{n}")
        assert not sent[-1].done()
        await asyncio.gather(*sent)
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


async def test_the_database_stopped_in_the_middle_of_a_talk(cluster: Cluster) -> None:
    """What comes meanwhile is answered with a sentence; sent again, as the page does, it is taken once."""
    async with resident() as client:
        token = client.cookies["huiyin_talk"]
        await say(client, cluster.bases[0], "before", COMPLAINT)
        yes = {"update": "yes-away", "text": "对，提交"}
        cluster.postgres.halt()
        try:
            for base in cluster.bases:
                answer = await client.post(f"{base}/chat/say", json=yes)
                assert answer.status_code == 503
                assert "恢复后自动发出" in answer.json()["detail"]
        finally:
            cluster.postgres.resume()
        async with asyncio.timeout(120):
            while (answer := await client.post(f"{cluster.bases[1]}/chat/say", json=yes)).status_code != 200:
                assert answer.status_code == 503
                await asyncio.sleep(1)
            while not NUMBER.search((answer := await client.get(f"{cluster.bases[0]}/chat/messages")).text):
                await asyncio.sleep(1)
    said = [one["text"] for one in answer.json()["messages"] if one["who"] == "resident"]
    assert said == [COMPLAINT, "对，提交"]
    with cluster.bureau.reading() as office:
        conversation = queries.by_address(office, "web", token)
        assert conversation is not None
        lodged = office.db.scalars(select(Petition).where(Petition.conversation_id == conversation.id)).all()
    assert len(lodged) == 1
