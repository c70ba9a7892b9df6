"""A channel that is not ours, built from docs/channels.md alone: an official account whose buttons are printed as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.channels import Incoming, Outgoing, TryLater, Unreachable
from bot.delivery import deliver_due
from bot.gateway import Gateway
from bot.text import parts
from casework import outbox
from casework.conversations import queries, talks
from casework.office import Bureau
from casework.people import residents
from store.clock import FixedClock
from tests.bot.conftest import FakeRasa
from understanding import Answer

CHANNEL = "wechat"
READER = "openid-of-a-resident"
MOST_BYTES = 2048


@dataclass
class Account:
    """The platform: what reached its followers, who has left, and how often it asks to wait."""

    arrived: list[str] = field(default_factory=list)
    left: bool = False
    full: int = 0

    async def customer_message(self, openid: str, text: str) -> None:
        assert len(text.encode()) <= MOST_BYTES
        if self.left:
            raise Unreachable("取消关注了")
        if self.full:
            self.full -= 1
            raise TryLater(20)
        self.arrived.append(text)


class Letters:
    channel = CHANNEL
    repeatable = False

    def __init__(self, account: Account) -> None:
        self.account = account

    async def send(self, letter: Outgoing) -> None:
        numbered = "".join(f"\n回 {place}：{title}" for place, (_, title) in enumerate(letter.buttons, 1))
        texts = parts(letter.text + numbered, 600)
        for gone in range(letter.parts_sent, len(texts)):
            try:
                await self.account.customer_message(letter.address, texts[gone])
            except TryLater as wait:
                raise TryLater(wait.seconds, gone) from None


class Door:
    """Takes what the platform posts, and sends what came of it."""

    def __init__(self, bureau: Bureau, gateway: Gateway) -> None:
        self.bureau, self.gateway, self.account = bureau, gateway, Account()

    async def post(self, message_id: int, words: str) -> None:
        button_id = self.pressed(words)
        text = "" if button_id else words
        await self.gateway.receive(Incoming(CHANNEL, str(message_id), READER, text, button_id=button_id))
        await deliver_due(self.bureau, [Letters(self.account)], READER)

    def pressed(self, words: str) -> str | None:
        with self.bureau.reading() as office:
            talk = queries.by_address(office, CHANNEL, READER)
            offered = talks.choices(office, talk) if talk else ()
        place = int(words) if words.isdecimal() else 0
        return offered[place - 1][0] if 0 < place <= len(offered) else None


@pytest.fixture
def door(bureau: Bureau, gateway: Gateway) -> Iterator[Door]:
    return Door(bureau, gateway)


async def test_a_number_presses_the_button_printed_beside_it(door: Door, rasa: FakeRasa) -> None:
    rasa.answers = [Answer("留名字吗？", (("实名", "实名"), ("找人工", "/request_human")))]
    await door.post(1, "我要投诉")
    assert door.account.arrived == ["留名字吗？\n回 1：实名\n回 2：找人工"]
    rasa.answers = [Answer("好的。")]
    await door.post(2, "2")
    await door.post(3, "2")
    assert rasa.heard == ["我要投诉", "/request_human", "2"]


async def test_posted_again_it_is_answered_once(door: Door, rasa: FakeRasa) -> None:
    await door.post(1, "低保多少钱")
    await door.post(1, "低保多少钱")
    assert door.account.arrived == ["听到：低保多少钱"]


async def test_a_long_letter_comes_in_parts_in_order_and_once_though_the_platform_lets_wait(
    door: Door, bureau: Bureau, clock: FixedClock
) -> None:
    text = "".join(f"第{line}条，办理进展。\n" for line in range(200))
    with bureau.office() as office:
        outbox.write(office, CHANNEL, READER, text, [{"title": "满意"}], key="long")
        outbox.write(office, CHANNEL, READER, "后一封", key="later")
    door.account.full = 1
    assert await deliver_due(bureau, [Letters(door.account)]) == 0
    clock.move(seconds=30)
    assert await deliver_due(bureau, [Letters(door.account)]) == 2
    assert await deliver_due(bureau, [Letters(door.account)]) == 0
    *letter, later = door.account.arrived
    assert len(letter) > 1
    assert "".join(letter).replace("\n", "") == text.replace("\n", "") + "回 1：满意"
    assert later == "后一封"


async def test_who_has_left_is_written_to_no_more_until_they_write_again(door: Door, bureau: Bureau) -> None:
    await door.post(1, "低保多少钱")
    door.account.left = True
    with bureau.office() as office:
        outbox.write(office, CHANNEL, READER, "办好了", key="told")
    await deliver_due(bureau, [Letters(door.account)])
    with bureau.reading() as office:
        assert residents.contact(office, CHANNEL, READER).blocked_at is not None
    door.account.left = False
    await door.post(2, "我又来了")
    with bureau.reading() as office:
        assert residents.contact(office, CHANNEL, READER).blocked_at is None
    assert door.account.arrived[-1] == "听到：我又来了"
