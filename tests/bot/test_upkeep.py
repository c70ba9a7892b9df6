"""Between talks: what is past its time goes, from Rasa's memory too."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import upkeep
from bot.channels import Incoming
from bot.gateway import Gateway
from casework import outbox
from casework.calls import calls
from casework.conversations import drafts, forgetting, talks
from casework.conversations.models import Message
from casework.office import Bureau
from casework.people import residents, staff, units
from casework.people.actors import Actor
from store.clock import FixedClock
from store.settings import Settings
from understanding import memory


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    return Settings()


@pytest.fixture
def token(bureau: Bureau) -> str:
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "web", "resident-1")
        talks.keep(office, conversation, "我叫王桂花", update_id="1").state = "done"
        drafts.save(office, conversation, {"complaint_narrative": "没发钱"})
        return conversation.token


def remembered(settings: Settings) -> int:
    with memory.engine(settings).begin() as connection:
        return int(connection.execute(text("select count(*) from dialogue")).scalar() or 0)


def test_forgotten_on_request_in_both_places(
    bureau: Bureau, settings: Settings, clock: FixedClock, token: str
) -> None:
    with memory.engine(settings).begin() as connection:
        connection.execute(text("create table dialogue (sender_id text, sealed blob, saved_at float)"))
        connection.execute(
            text("insert into dialogue values (:token, '', 0), ('other', '', 0)"), {"token": token}
        )
    with bureau.office() as office:
        assert forgetting.forget(office, talks.get(office, token)).messages == 1
    clock.move(minutes=2)
    upkeep.tidy(bureau, settings)
    assert remembered(settings) == 1
    with bureau.reading() as office:
        assert office.db.query(Message).count() == 0
        assert drafts.find(office, talks.get(office, token)) is None


def test_a_draft_is_kept_for_its_time_and_no_longer(
    bureau: Bureau, settings: Settings, clock: FixedClock, token: str
) -> None:
    clock.move(days=6, hours=23)
    upkeep.tidy(bureau, settings)
    with bureau.reading() as office:
        assert drafts.find(office, talks.get(office, token))
    clock.move(hours=2)
    assert "drafts dropped 1" in upkeep.tidy(bureau, settings)


TOLD = {"complaint_narrative": "没发钱", "complaint_draft": {"key": "k"}}


def half_told(bureau: Bureau, channel: str) -> str:
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, channel, "walks-away")
        drafts.note(office, conversation, TOLD)
        return conversation.token


def said_in(bureau: Bureau, token: str) -> list[str]:
    with bureau.reading() as office:
        return [reply.text for reply in talks.history(office, talks.get(office, token))]


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_who_walks_away_is_told_once_how_to_go_on(
    bureau: Bureau, settings: Settings, clock: FixedClock, channel: str
) -> None:
    token = half_told(bureau, channel)
    clock.move(minutes=29)
    assert "drafts kept 0" in upkeep.tidy(bureau, settings)
    clock.move(minutes=2)
    assert "drafts kept 1" in upkeep.tidy(bureau, settings)
    clock.move(hours=1)
    assert "drafts kept 0" in upkeep.tidy(bureau, settings)
    (told,) = said_in(bureau, token)
    code = re.search(r"接着说 (\d{8})", told)
    assert code
    assert "11月27日" in told
    with bureau.office() as office:
        elsewhere = talks.find_or_begin(office, "web", "another-phone")
        assert drafts.take_up(office, elsewhere, code[1]) == TOLD
        assert outbox.waiting(office, ["telegram"]) == (channel == "telegram")


def test_who_goes_on_talking_has_not_walked_away(
    bureau: Bureau, settings: Settings, clock: FixedClock
) -> None:
    token = half_told(bureau, "web")
    clock.move(minutes=31)
    with bureau.office() as office:
        talks.keep(office, talks.get(office, token), "低保多少钱", update_id="1").state = "done"
    assert "drafts kept 0" in upkeep.tidy(bureau, settings)


def test_what_was_lodged_was_not_broken_off(bureau: Bureau, settings: Settings, clock: FixedClock) -> None:
    token = half_told(bureau, "web")
    with bureau.office() as office:
        drafts.drop(office, talks.get(office, token), "k")
    clock.move(hours=1)
    assert "drafts kept 0" in upkeep.tidy(bureau, settings)
    assert said_in(bureau, token) == []


def test_old_talks_are_forgotten(bureau: Bureau, settings: Settings, clock: FixedClock, token: str) -> None:
    clock.move(days=181)
    upkeep.tidy(bureau, settings)
    with bureau.reading() as office:
        assert office.db.query(Message).count() == 0


def test_calls_and_letters_past_their_time_are_emptied(
    bureau: Bureau, settings: Settings, clock: FixedClock
) -> None:
    with bureau.office() as office:
        units.load(office)
        operator = Actor.of_staff(staff.add(office, "desk", "何静", "QH-MZ-XF", ["operator"]))
        call = calls.begin(office, operator, "13800138000")
        calls.end(office, operator, call, "answered")
        outbox.write(office, "telegram", "42", "已经受理", key="petition:1")
        for letter in outbox.claim(office, address="42", whole=True):
            outbox.sent(office, letter)
    assert "calls 0, letters 0" in upkeep.tidy(bureau, settings)
    clock.move(days=residents.KEEP.days + 1)
    assert "calls 1, letters 1" in upkeep.tidy(bureau, settings)


def test_replay_runs_outside_of_any_loop(gateway: Gateway, bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        talks.keep(office, talks.find_or_begin(office, "web", "r"), "喂", update_id="7")
    clock.move(minutes=3)
    assert upkeep.replay(gateway) == 1


def test_replayed_answers_go_out_by_letter_where_nothing_is_fetched(
    gateway: Gateway, bureau: Bureau, clock: FixedClock
) -> None:
    with bureau.office() as office:
        talks.keep(office, talks.find_or_begin(office, "telegram", "4711"), "喂", update_id="7")
    clock.move(minutes=3)
    upkeep.replay(gateway)
    with bureau.reading() as office:
        assert outbox.waiting(office, ["telegram"]) == 1


async def test_an_address_known_to_one_channel_is_nobody_on_another(gateway: Gateway, bureau: Bureau) -> None:
    for channel in ("web", "telegram"):
        await gateway.receive(Incoming(channel, "1", "4711", "你好"))
    with bureau.reading() as office:
        first, second = (talks.find_or_begin(office, channel, "4711") for channel in ("web", "telegram"))
        assert first.token != second.token
        assert first.address_index != second.address_index
