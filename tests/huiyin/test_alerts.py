"""Each alert rings in the trouble that it is for, by the figures that the house tells, and none rings on a calm day."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.channels import Incoming
from bot.gateway import Gateway
from casework import outbox
from casework.conversations import desk, inbox, talks
from casework.conversations.models import Update
from casework.office import Bureau, Office
from casework.outbox.models import Letter
from casework.people import throttle, units
from casework.people.actors import Actor
from casework.petitions import lodging, numbers, progress
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import ClockRow
from huiyin import jobs, metrics
from store import leases
from store.clock import FixedClock
from store.settings import ROOT
from tests.huiyin.test_metrics import SETTINGS, Slow

RULES: dict[str, str] = {
    rule["alert"]: rule["expr"]
    for group in yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
}
TERM = re.compile(
    r'(?P<by>absent|delta)?\(?(?P<name>[a-z_]+)(?:\{(?P<labels>[^}]*)\})?(?:\[\w+\])?\)?'
    r'(?:\s*(?P<sign>==|>)\s*(?P<bound>\d+))?$'
)  # fmt: skip
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(bureau: Bureau, up: bool = True) -> Series:
    """What Prometheus would have after a scrape."""
    found: Series = {("up", frozenset({("job", "huiyin")})): float(up)}
    for family in text_string_to_metric_families(metrics.exposition(bureau, SETTINGS).decode()):
        for sample in family.samples:
            found[sample.name, frozenset(sample.labels.items())] = sample.value
    return found


def rings(rule: str, before: Series, now: Series) -> bool:
    """What the expression says of two scrapes, for as much of the language as the rules use."""
    return any(
        all(_holds(term.strip(), before, now) for term in alternative.split(" and "))
        for alternative in RULES[rule].split(" or ")
    )


def _holds(term: str, before: Series, now: Series) -> bool:
    read = TERM.match(term)
    assert read, f"no part of the language that is read here: {term}"
    wanted = set(re.findall(r'(\w+)="([^"]*)"', read["labels"] or ""))
    found = [key for key in now if key[0] == read["name"] and wanted <= key[1]]
    if read["by"] == "absent":
        return not found
    bound = float(read["bound"])
    values = [now[key] - (before.get(key, 0) if read["by"] == "delta" else 0) for key in found]
    return any(value == bound if read["sign"] == "==" else value > bound for value in values)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_answers", lambda _: 1)


@pytest.fixture
def calm(bureau: Bureau, clock: FixedClock, answering: None) -> Series:
    """A day on which every job ran a moment ago."""
    with bureau.office() as office:
        for job in jobs.jobs(SETTINGS):
            leases.acquire(office.db, job.name, "w", clock.now(), every=job.every, hold=job.hold)
            leases.release(office.db, job.name, "w", clock.now(), "done")
    return scraped(bureau)


def letters(office: Office, many: int, state: str) -> None:
    for at in range(many):
        office.db.add(outbox_letter(office, f"{state}-{at}", state))


def outbox_letter(office: Office, key: str, state: str) -> Letter:
    outbox.write(office, "telegram", "42", "请回电", key=key)
    office.db.flush()
    letter = office.db.query(Letter).filter_by(key=key).one()
    letter.state = state
    return letter


def danger(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        desk.ask_for_person(office, talks.find_or_begin(office, "web", "a"), "crisis", "不想活了")
    clock.move(seconds=61)


def sweep_late(bureau: Bureau, clock: FixedClock) -> None:
    clock.move(seconds=601)


def job_failed(bureau: Bureau, clock: FixedClock) -> None:
    clock.move(minutes=10)
    (tidy,) = (job for job in jobs.jobs(SETTINGS) if job.name == "tidy")
    with bureau.office() as office:
        leases.acquire(office.db, tidy.name, "w", clock.now(), every=tidy.every, hold=tidy.hold)
        leases.release(office.db, tidy.name, "w", clock.now(), "failed: OSError")


def letter_old(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        outbox.write(office, "telegram", "42", "请回电", key="k")
    clock.move(seconds=901)


def letters_pile_up(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        letters(office, 201, "waiting")


def letter_failed(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        letters(office, 1, "failed")


def update_stuck(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        office.db.add(
            Update(
                channel="telegram",
                number=1,
                content_sealed=office.vault.seal("x"),
                at=clock.now(),
                tries=inbox.MOST_TRIES,
            )
        )


def clock_late(bureau: Bureau, clock: FixedClock) -> None:
    new = NewPetition(
        category="payment_missing", narrative="没到账", petitioners=[Complainant("王小明", "13800138000")],
        channel="phone", place_unit_code="QH-102-02",
    )  # fmt: skip
    with bureau.office() as office:
        units.load(office)
        lodging.lodge(office, new, Actor.system("test"))
        office.db.flush()
        for row in office.db.query(ClockRow).filter_by(kind="duty"):
            row.due_on = row.started_on - timedelta(days=1)


def codes_guessed(bureau: Bureau, clock: FixedClock) -> None:
    for serial in range(1, 12):
        with bureau.office() as office:
            progress.look_up(office, numbers.compose(2026, serial), "0", f"web:{serial}", "elsewhere")


def guessing(bureau: Bureau, clock: FixedClock) -> None:
    for at in range(21):
        with bureau.office() as office:
            throttle.knock(office, f"name-{at}", f"10.0.0.{at}")


def unanswered(bureau: Bureau, clock: FixedClock) -> None:
    """Rasa is up, but cannot answer, as when its Redis is away."""
    with bureau.office() as office:
        talks.keep(office, talks.find_or_begin(office, "web", "a"), "低保多少钱").state = "kept"


TROUBLE: dict[str, Callable[[Bureau, FixedClock], None]] = {
    "有人处于危险而无人接手": danger,
    "巡查迟到": sweep_late,
    "后台任务失败": job_failed,
    "消息发不出去": letter_old,
    "待发消息在堆积": letters_pile_up,
    "有消息投递失败": letter_failed,
    "居民发来的话办不了": update_stuck,
    "有期限逾期": clock_late,
    "居民的话没有答上": unanswered,
    "有人在猜工作台的密码": guessing,
    "有人在猜查询码": codes_guessed,
}
TRIED_APART = {"网页或数据库不在", "语言理解不在", "巡查从来没有做过", "回答太慢"}


def test_every_alert_is_tried() -> None:
    assert TROUBLE.keys() | TRIED_APART == RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_none_rings_on_a_calm_day(calm: Series, rule: str) -> None:
    assert not rings(rule, calm, calm)


@pytest.mark.parametrize("rule", TROUBLE)
def test_it_rings_in_its_trouble(bureau: Bureau, clock: FixedClock, calm: Series, rule: str) -> None:
    TROUBLE[rule](bureau, clock)
    assert rings(rule, calm, scraped(bureau))


def test_the_database_or_the_web_is_away(
    bureau: Bureau, calm: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    assert rings("网页或数据库不在", calm, calm | {("up", frozenset({("job", "huiyin")})): 0.0})

    def away(_: Any) -> Iterator[Any]:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(metrics, "_figures", away)
    assert rings("网页或数据库不在", calm, scraped(bureau))


def test_rasa_is_away(bureau: Bureau, calm: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_answers", lambda url: int("status" not in url))
    assert rings("语言理解不在", calm, scraped(bureau))


def test_nothing_was_ever_swept(bureau: Bureau, answering: None) -> None:
    assert rings("巡查从来没有做过", {}, scraped(bureau))


async def test_answers_are_slow(bureau: Bureau, clock: FixedClock, calm: Series) -> None:
    class Slower(Slow):
        async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> Any:
            self.clock.move(seconds=3)
            return await super().talk(sender, text, metadata)

    await Gateway(bureau, Slower(clock), SETTINGS).receive(Incoming("telegram", "1", "a", "低保多少钱"))
    assert rings("回答太慢", calm, scraped(bureau))
    await Gateway(bureau, Slow(clock), SETTINGS).receive(Incoming("telegram", "2", "b", "低保多少钱"))
