"""Whatever dies, leaps or stays away, and in whatever order: once it is over, each word that was taken is answered, or in a
person's hands, within a time that can be told.

A machine of hypothesis does it over the real tables: two processes that take words in, a worker that answers late under the
lease of its job, a clock that leaps, a Rasa that is away, dies in the middle or fails on one word. So a word is found not
begun, begun by one that died, waiting behind such a one, kept, kept and overtaken, or in a talk that a person holds; and
each of these dated now, ahead or back.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from bot.channels import Incoming
from bot.gateway import STALE, TOO_OLD, Gateway
from casework.conversations import desk, talks
from casework.conversations.models import Button, Conversation, Handover, Message
from casework.office import Bureau
from casework.outbox.models import Letter
from huiyin.jobs import Job
from huiyin.tables import metadata
from huiyin.worker import LEASE, Worker
from store.beat import Beat
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.leases import Lease
from store.settings import Settings
from store.vault import Keys, Vault
from understanding import Answer, NotUnderstoodNow

EVERY = timedelta(seconds=30)
"""How often the job that answers late is due."""
BOUND = STALE + LEASE + 2 * EVERY
"""From the end of the faults until every word is settled: it has to be old enough, the lease of a worker that died has to
end, and the job comes round after that, once more where a turn in the talk had to end first."""
ODD = "怪"
"""A word on which something of ours fails each time."""
BEGUN = datetime(2026, 11, 20, 2, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone: nothing after this is done."""


class Rasa:
    """Answers, or does not, as it is told; what it answered it remembers, as the real one does."""

    def __init__(self) -> None:
        self.mood = "well"
        self.told: dict[int, list[Answer]] = {}
        self.asked: list[int] = []

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        number = int((metadata or {})["message"])
        if self.mood == "away":
            raise NotUnderstoodNow
        if self.mood == "odd" or ODD in text:
            raise ValueError("what nobody thought of")
        if self.mood == "dies":
            raise Killed
        self.asked.append(number)
        self.told[number] = [Answer(f"听到：{text}")]
        if self.mood == "dies after":
            raise Killed
        return self.told[number]

    async def recall(self, sender: str, message: int) -> list[Answer]:
        if self.mood == "away":
            raise NotUnderstoodNow
        return self.told.get(message, [])


MOODS = st.sampled_from(["well", "well", "away", "odd", "dies", "dies after"])
RESIDENTS = st.sampled_from(["a", "b"])


class Talks(RuleBasedStateMachine):
    """Two residents, two processes that take in, a worker, and what happens to them."""

    def __init__(self, bureau: Bureau, clock: FixedClock, folder: Path) -> None:
        super().__init__()
        self.bureau, self.clock, self.folder = bureau, clock, folder

    @initialize()
    def begin(self) -> None:
        self.clock.set(BEGUN)
        with self.bureau.office() as office:
            for table in (Button, Letter, Handover, Message, Conversation, Lease):
                office.db.execute(delete(table))
        self.rasa = Rasa()
        self.doors = [self.door(), self.door()]
        self.leapt = timedelta(0)
        self.said: list[Incoming] = []
        self.heard: set[str] = set()
        self.worker = self.hired()

    def door(self) -> Gateway:
        return Gateway(self.bureau, self.rasa, Settings(_env_file=None))

    def hired(self) -> Worker:
        """A new process of the worker, with a name of its own."""
        job = Job("replay", EVERY, lambda _: str(asyncio.run(self.door().replay())))
        return Worker(self.bureau, [job], Beat(self.folder / "worker.beat", self.clock))

    def go_round(self) -> None:
        """The worker looks for work; where that kills it, another comes."""
        try:
            self.worker.round()
        except Killed:
            self.worker = self.hired()

    @rule(resident=RESIDENTS, door=st.integers(0, 1), mood=MOODS, odd=st.integers(0, 5).map(lambda n: n == 0))
    def say(self, resident: str, door: int, mood: str, odd: bool) -> None:
        text = f"第{len(self.said)}句{ODD if odd else ''}"
        incoming = Incoming("telegram", str(len(self.said)), resident, text)
        self.said.append(incoming)
        self.bring(incoming, door, mood)

    @rule(which=st.integers(0, 9), door=st.integers(0, 1), mood=MOODS)
    def say_again(self, which: int, door: int, mood: str) -> None:
        if self.said:
            self.bring(self.said[which % len(self.said)], door, mood)

    def bring(self, incoming: Incoming, door: int, mood: str) -> None:
        self.rasa.mood = mood
        if self.is_with_a_person(incoming.address):
            self.heard.add(incoming.update_id)
        try:
            asyncio.run(self.doors[door].receive(incoming))
        except Killed:
            self.doors[door] = self.door()
        except ValueError:
            pass

    def is_with_a_person(self, resident: str) -> bool:
        """What is said now is said to a person, whether they answer or not."""
        with self.bureau.office() as office:
            return talks.find_or_begin(office, "telegram", resident).state == "operator"

    @rule(mood=MOODS)
    def answer_late(self, mood: str) -> None:
        self.rasa.mood = mood
        self.go_round()

    @rule(seconds=st.sampled_from([1, 20, 40, 150]))
    def wait(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    @rule(seconds=st.sampled_from([60, -60, 3 * 3600, -3600, 48 * 3600, -24 * 3600]))
    def leap(self, seconds: int) -> None:
        self.come_back()
        self.leapt = timedelta(seconds=seconds)
        self.clock.at += self.leapt

    @rule()
    def come_back(self) -> None:
        self.clock.at -= self.leapt
        self.leapt = timedelta(0)

    @rule(resident=RESIDENTS, back=st.booleans())
    def a_person_takes_it(self, resident: str, back: bool) -> None:
        with self.bureau.office() as office:
            token = talks.find_or_begin(office, "telegram", resident).token
            desk.take(office, token, 7, "赵敏")
            if back:
                desk.give_back(office, token, 7)

    def go_on(self, span: timedelta) -> None:
        until = self.clock.now() + span
        while self.clock.now() < until:
            self.go_round()
            self.clock.move(seconds=30)

    def teardown(self) -> None:
        """The faults are over: the clock is right, Rasa is well, and a worker is there. On an odd word something goes on
        failing, until it is old enough for a person; the other talks do not feel it."""
        if not hasattr(self, "leapt"):
            return
        self.come_back()
        self.rasa.mood = "well"
        self.go_on(BOUND)
        with self.bureau.reading() as office:
            words = office.db.scalars(select(Message).where(Message.direction == "resident")).all()
            assert {word.update_id for word in words} == {one.update_id for one in self.said}
            left = [word for word in words if word.state != "done"]
            odd = {word.conversation_id for word in left if ODD in office.vault.open(word.text_sealed)}
            assert [word.update_id for word in left if word.conversation_id not in odd] == []
        self.go_on(TOO_OLD + EVERY)
        with self.bureau.reading() as office:
            words = office.db.scalars(select(Message).where(Message.direction == "resident")).all()
            assert [word.update_id for word in words if word.state != "done"] == []
            answered = set(office.db.scalars(select(Message.answers_id)))
            held = set(office.db.scalars(select(Handover.conversation_id))) | set(
                office.db.scalars(select(Conversation.id).where(Conversation.state == "operator"))
            )
            lost = [
                word.update_id
                for word in words
                if word.id not in answered
                and word.conversation_id not in held
                and word.update_id not in self.heard
            ]
            assert lost == [], "settled, but neither answered nor with a person"
        assert len(self.rasa.asked) == len(set(self.rasa.asked)), "asked again what was answered"


@pytest.fixture
def engine_of_its_own(tmp_path: Path) -> Iterator[Any]:
    engine = connect(f"sqlite:///{tmp_path / 'talks.db'}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.mark.slow
def test_each_word_is_settled_soon_after_the_faults(
    engine_of_its_own: Any, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.PATIENCE", 0.0)
    clock = FixedClock(BEGUN)
    bureau = Bureau(engine_of_its_own, Vault(Keys.fresh()), county, clock)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Talks(bureau, clock, tmp_path),
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
