"""Known secrets go in at every door; nothing that the processes write holds them in clear."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from bot.channels import Incoming
from bot.delivery import StaffAlerts, deliver_due
from bot.gateway import Gateway
from casework import outbox
from casework.conversations.alerts import ALERT_CHANNEL, STANDBY_CHANNEL
from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Complainant, NewPetition
from huiyin import metrics
from huiyin.jobs import Job
from huiyin.worker import Worker
from store import logs
from store.beat import Beat
from store.clock import FixedClock
from store.settings import Settings
from tests.bot.test_alerts import Receiver
from tests.console.conftest import TOKEN, Browser
from tests.console.listening import Listener
from understanding import Answer, NotUnderstoodNow

NAME, PHONE, ID, ADDRESS, ILLNESS = (
    "欧阳葳蕤", "13976541238", "110101199003070070", "紫藤巷七十三号四零二", "尿毒症三期透析",
)  # fmt: skip
SECRETS = (NAME, PHONE, ID, ADDRESS, ILLNESS)
SAID = f"我叫{NAME}，电话{PHONE}，身份证{ID}，住{ADDRESS}，我有{ILLNESS}，上个月低保没到账"


class Parrot:
    """A Rasa that repeats what it hears, or is away."""

    away = False

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        if self.away:
            raise NotUnderstoodNow
        return [Answer(f"您说的是：{text}", (("是", "/affirm{}"),))]

    async def recall(self, sender: str, message: int) -> list[Answer]:
        return []


class Broken(Parrot):
    """A Rasa that stumbles over the answer, and writes that down in the thread that works on it."""

    async def recall(self, sender: str, message: int) -> list[Answer]:
        await asyncio.to_thread(structlog.get_logger("double").warning, "asked_before")
        return []


@pytest.fixture
def written(
    tmp_path: Path, bureau: Bureau, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Callable[[], str]:
    """Everything that was written so far: logs at every level, both outputs, the database with its journal, metrics."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    collected: list[str] = []

    def everything() -> str:
        collected.extend(capfd.readouterr())
        files = [path for path in tmp_path.glob("huiyin.db*") if path.is_file()]
        assert files
        return "\n".join(
            [
                caplog.text,
                *collected,
                *(path.read_bytes().decode("utf-8", "replace") for path in files),
                metrics.exposition(bureau, Settings(rasa_url="http://127.0.0.1:9", _env_file=None)).decode(),
            ]
        )

    return everything


def leaks(text: str) -> list[str]:
    """Secrets in the text, as they are or as JSON and URLs write them."""
    return [
        secret
        for secret in SECRETS
        if secret in text or secret.encode("unicode_escape").decode() in text or secret.encode().hex() in text
    ]


def test_the_search_itself_finds_them(bureau: Bureau, written: Callable[[], str]) -> None:
    logging.getLogger("huiyin").debug("%s", NAME)
    with bureau.office() as office:
        outbox.write(office, "web", "a", "好", buttons=[{"title": PHONE}], key="k")
    assert leaks(written()) == [NAME, PHONE]


def test_lodging(bureau: Bureau, people: dict[str, Actor], written: Callable[[], str]) -> None:
    new = NewPetition(
        category="payment_missing",
        narrative=SAID,
        wants=f"请打{PHONE}找{NAME}",
        petitioners=[Complainant(NAME, PHONE, ID, ADDRESS)],
        contact=("telegram", PHONE),
        channel="telegram",
        place_unit_code="QH-102-02",
    )
    with bureau.office() as office:
        lodging.lodge(office, new, Actor.resident(None, "telegram"))
    assert leaks(written()) == [ILLNESS], (
        "the searchable digest keeps the story, and nothing that points to a person"
    )


@pytest.mark.parametrize("away", [False, True])
async def test_talking(bureau: Bureau, written: Callable[[], str], away: bool) -> None:
    rasa = Parrot()
    rasa.away = away
    gateway = Gateway(bureau, rasa, Settings(_env_file=None))
    for channel in ("web", "telegram"):
        await gateway.receive(Incoming(channel, "1", PHONE, SAID))
    await gateway.replay()
    assert leaks(written()) == []


def test_the_operators_notes(
    as_: Callable[..., Browser], listener: Listener, site: FastAPI, written: Callable[[], str]
) -> None:
    listener.parsed = {"entities": {"person": NAME, "phone": PHONE}}
    browser = as_("operator")
    call = browser.post("/calls", {"phone": PHONE}).headers["location"].removeprefix("/desk")
    form = {"notes": SAID, "name": NAME, "phone": PHONE, "id_number": ID, "address": ADDRESS}
    assert browser.post(f"{call}/suggest", form).status_code == 200
    listener.away = True
    assert browser.post(f"{call}/suggest", form).status_code == 200
    assert browser.get(f"/petitions?q={NAME}").status_code < 500
    telephone = TestClient(site, headers={"Authorization": f"Bearer {TOKEN}"})
    telephone.post("/api/v1/calls", json={"phone": PHONE, "name": NAME, "call_id": "1"})
    assert leaks(written()) == []


async def test_alerts_to_staff(bureau: Bureau, people: dict[str, Actor], written: Callable[[], str]) -> None:
    """Somebody in danger tells everything; what goes out to staff's own telephones tells nothing of it."""
    phone, parrot = Receiver(), Parrot()
    parrot.away = True
    await Gateway(bureau, parrot, Settings(_env_file=None)).receive(
        Incoming("web", "1", PHONE, f"{SAID}，我不想活了")
    )
    senders = [StaffAlerts(channel, [phone.url]) for channel in (ALERT_CHANNEL, STANDBY_CHANNEL)]
    await deliver_due(bureau, senders)
    phone.close()
    assert phone.got
    assert leaks("\n".join(phone.got)) == []
    assert leaks(written()) == []


def test_work_that_fails(bureau: Bureau, written: Callable[[], str], tmp_path: Path) -> None:
    """What a database error says of the statement's values is not written down."""

    def fail(bureau: Bureau) -> str:
        with bureau.office() as office:
            office.db.connection().exec_driver_sql("SELECT ? FROM nowhere", (SAID,))
        return ""

    logs.configure()
    Worker(bureau, [Job("broken", timedelta(0), fail)], Beat(tmp_path / "beat", bureau.clock)).round()
    with pytest.raises(OperationalError) as raised:
        fail(bureau)
    logging.getLogger("uvicorn.error").error("Exception", exc_info=raised.value)
    assert "broken" in written()
    assert leaks(written()) == []


async def test_a_message_has_one_number_in_the_logs_however_often_it_is_tried(
    bureau: Bureau,
    clock: FixedClock,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Rasa is away when it comes; another process brings it again later. All lines name it alike, Rasa's too."""
    logs.configure()
    parrot = Broken()
    asked: list[str] = []

    async def talk(sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        asked.append((metadata or {})["turn"])
        return await Parrot.talk(parrot, sender, text)

    parrot.talk = talk  # type: ignore[method-assign]
    parrot.away = True
    await Gateway(bureau, parrot, Settings(_env_file=None)).receive(Incoming("web", "one", "a" * 40, "低保"))
    await Gateway(bureau, parrot, Settings(_env_file=None)).receive(Incoming("web", "two", "b" * 40, "特困"))
    parrot.away = False
    clock.move(minutes=3)
    await Gateway(bureau, parrot, Settings(_env_file=None)).replay()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    told = [(line["event"], line["turn"]) for line in lines]
    one, two = asked[:2]
    assert one != two
    assert asked == [one, two, one, two]
    for number in (one, two):
        events = [event for event, turn in told if turn == number]
        assert events == ["turn_unanswered", "asked_before", "turn_answered"]
