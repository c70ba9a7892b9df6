"""What monitoring is told: the right figures, to the right askers, and nothing about anybody."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.channels import Incoming
from bot.gateway import Gateway
from casework import outbox
from casework.conversations import desk, talks
from casework.office import Bureau
from casework.people import throttle
from huiyin import jobs, metrics, probes
from store import leases
from store.clock import FixedClock
from store.settings import ROOT, Settings
from understanding import Answer

SETTINGS = Settings(
    rasa_url="http://127.0.0.1:9",
    actions_url="http://127.0.0.1:9",
    metrics_token=SecretStr("geheim"),
    _env_file=None,
)


class Slow:
    """A Rasa that takes three seconds for an answer."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        self.clock.move(seconds=3)
        return [Answer("好的")]

    async def recall(self, sender: str, message: int) -> list[Answer]:
        return []


def read(bureau: Bureau) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(metrics.exposition(bureau, SETTINGS).decode())
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def client(bureau: Bureau, host: str) -> TestClient:
    app = FastAPI()
    app.include_router(probes.router(bureau, SETTINGS))
    return TestClient(app, client=(host, 1))


async def test_turns_are_timed_on_every_channel(bureau: Bureau, clock: FixedClock) -> None:
    gateway = Gateway(bureau, Slow(clock), SETTINGS)
    await gateway.receive(Incoming("telegram", "1", "a", "低保多少钱"))
    found = read(bureau)
    assert found["huiyin_turns_recent", "done"] == 1
    assert found["huiyin_turn_seconds", "0.5"] == 3
    assert found["huiyin_database_up",] == 1
    assert found["huiyin_service_up", "rasa"] == 0


@pytest.mark.parametrize("channel", ["phone", "web"])
def test_what_a_person_calls_out_or_the_resident_fetches_is_no_backlog(
    bureau: Bureau, clock: FixedClock, channel: str
) -> None:
    """Else the alert of letters that do not go out rings from the first call that is still to be made."""
    with bureau.office() as office:
        outbox.write(office, channel, "13800138000", "已受理", key="k")
    clock.move(days=3)
    found = read(bureau)
    assert (found["huiyin_outbox_letters", "waiting"], found["huiyin_outbox_oldest_seconds",]) == (0, 0)


def test_what_waits_is_counted_with_its_age(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        outbox.write(office, "telegram", "42", "请回电", key="k")
        desk.ask_for_person(office, talks.find_or_begin(office, "web", "a"), "crisis", "不想活了")
        leases.acquire(
            office.db, "sweep", "w", clock.now(), every=timedelta(minutes=1), hold=timedelta(minutes=9)
        )
        leases.release(office.db, "sweep", "w", clock.now(), "failed: OSError")
    clock.move(seconds=90)
    found = read(bureau)
    assert found["huiyin_outbox_letters", "waiting"] >= 1
    assert found["huiyin_outbox_oldest_seconds",] == 90
    assert found["huiyin_handovers_waiting", "0"] == 1
    assert found["huiyin_handover_oldest_seconds", "0"] == 90
    assert found["huiyin_job_since_seconds", "sweep"] == 90
    assert found["huiyin_job_failed", "sweep"] == 1


def test_guessing_at_the_door_is_seen(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        for _ in range(3):
            throttle.knock(office, "admin", "10.0.0.9")
    assert read(bureau)["huiyin_log_ins_refused", "failed"] == 3
    clock.move(minutes=16)
    assert read(bureau)["huiyin_log_ins_refused", "failed"] == 0


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, 404),
        ("10.0.0.9", {}, 404),
        ("10.0.0.9", {"Authorization": "Bearer falsch"}, 404),
        ("10.0.0.9", {"Authorization": "Bearer geheim"}, 200),
    ],
)
def test_only_this_machine_and_the_token_may_read(
    bureau: Bureau, host: str, headers: dict[str, str], status: int
) -> None:
    assert client(bureau, host).get("/metrics", headers=headers).status_code == status


def test_ready_only_with_the_structure_of_this_version(bureau: Bureau) -> None:
    asker = client(bureau, "10.0.0.9")
    assert asker.get("/live").status_code == asker.get("/health").status_code == 200
    assert asker.get("/ready").status_code == 503


@pytest.mark.parametrize("file", ["alerts.yml", "grafana-dashboard.json"])
async def test_they_ask_only_for_cases_that_occur(bureau: Bureau, clock: FixedClock, file: str) -> None:
    """A state or a job that is called otherwise would never ring."""
    await Gateway(bureau, Slow(clock), SETTINGS).receive(Incoming("telegram", "1", "a", "低保多少钱"))
    with bureau.office() as office:
        for job in jobs.jobs(SETTINGS):
            leases.acquire(office.db, job.name, "w", clock.now(), every=job.every, hold=job.hold)
    families = text_string_to_metric_families(metrics.exposition(bureau, SETTINGS).decode())
    told = {
        (sample.name, label, value)
        for family in families
        for sample in family.samples
        for label, value in sample.labels.items()
    }
    text = (ROOT / "deploy" / file).read_text("utf-8").replace("\\", "")
    asked = set(re.findall(r'(huiyin_[a-z_]+)\{(\w+)="([^"]+)"\}', text))
    assert asked
    assert asked <= told


@pytest.mark.parametrize("file", ["alerts.yml", "grafana-dashboard.json"])
def test_alerts_and_dashboard_ask_only_for_figures_that_exist(bureau: Bureau, file: str) -> None:
    asked = set(re.findall(r"huiyin_[a-z_]+", (ROOT / "deploy" / file).read_text("utf-8")))
    told = {family.name for family in metrics.House(bureau, SETTINGS).collect()}
    assert asked
    assert asked <= told
