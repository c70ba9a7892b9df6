"""Brings letters to residents, and alerts to staff; run by the worker."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

import apprise
import httpx
import structlog
from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import FloodLimit
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.channels import Outgoing, Sender, TryLater, Uncertain, Unreachable
from bot.text import parts
from casework import outbox
from casework.conversations import alerts, mail, talks
from casework.office import Bureau, Office
from casework.outbox import Letter
from casework.people import residents
from casework.petitions import delivery
from store.settings import Settings

log = structlog.get_logger(__name__)
MOST = 200
"""Rounds of one call; what is left goes with the next."""
AT_ONCE = 20
"""Letters claimed in one round."""
SHORT = 2
"""Signs of a button that leaves room for another beside it."""


PROCESSES = 2
"""Processes that send on Telegram: the one that takes updates, and the worker."""
MOST_CHATS = 512
"""Chats whose pace is remembered before those that have been quiet are dropped."""
Sent = bool | dict[str, Any] | list[dict[str, Any]]
"""What the Bot API gives back."""


def senders(settings: Settings) -> list[Sender]:
    """The senders that this installation is set up for."""
    found: list[Sender] = [
        StaffAlerts(alerts.ALERT_CHANNEL, settings.alert_urls),
        StaffAlerts(alerts.STANDBY_CHANNEL, settings.standby_urls),
    ]
    if settings.telegram_token.get_secret_value():
        found.append(TelegramLetters(bot(settings)))
    return found


async def deliver_due(bureau: Bureau, senders: Iterable[Sender], address: str | None = None) -> int:
    """Deliver what is due on the channels of these senders, or what is due to one address.

    Returns:
        How many letters arrived.
    """
    by_channel = {sender.channel: sender for sender in senders}
    delivered = 0
    if address is None:
        await asyncio.to_thread(_settle_interrupted, bureau, by_channel.values())
    for _ in range(MOST):
        claimed = await asyncio.to_thread(_claim, bureau, list(by_channel), address)
        if not claimed:
            break
        delivered += await _deliver_side_by_side(bureau, by_channel, claimed)
    return delivered


@dataclass(frozen=True)
class Claimed:
    """A letter under lease; `attempt` tells this lease from a later one."""

    id: int
    attempt: int
    channel: str
    outgoing: Outgoing


def _claim(bureau: Bureau, channels: list[str], address: str | None) -> list[Claimed]:
    with bureau.office() as office:
        return [
            Claimed(letter.id, letter.attempts, letter.channel, _outgoing(office, letter))
            for letter in outbox.claim(office, AT_ONCE, channels, address)
        ]


def _settle_interrupted(bureau: Bureau, senders: Iterable[Sender]) -> None:
    repeatable = [sender.channel for sender in senders if sender.repeatable]
    with bureau.office() as office:
        lost = outbox.interrupted(office, repeatable)
    if lost:
        log.warning("letters_interrupted", count=len(lost))


def _outgoing(office: Office, letter: Letter) -> Outgoing:
    address = office.vault.open(letter.address_sealed)
    if letter.channel in (alerts.ALERT_CHANNEL, alerts.STANDBY_CHANNEL):
        return Outgoing(address, office.vault.open(letter.text_sealed))
    conversation = talks.find_or_begin(office, letter.channel, address)
    said = mail.into_talk(office, letter, conversation)
    return Outgoing(address, said.text, said.buttons, letter.parts_sent)


async def _deliver_side_by_side(
    bureau: Bureau, by_channel: dict[str, Sender], claimed: Sequence[Claimed]
) -> int:
    """No two of them are for one address, so that who has to wait holds up nobody else; returns how many arrived."""
    outcomes = await asyncio.gather(
        *(_deliver(bureau, by_channel[letter.channel], letter) for letter in claimed), return_exceptions=True
    )
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return sum(outcome is True for outcome in outcomes)


async def _deliver(bureau: Bureau, sender: Sender, letter: Claimed) -> bool:
    if not await asyncio.to_thread(_begin, bureau, letter):
        return False
    outcome: Exception | None = None
    try:
        await sender.send(letter.outgoing)
    except (Unreachable, TryLater, Uncertain) as reason:
        outcome = reason
    await asyncio.to_thread(_settle, bureau, letter, outcome)
    return outcome is None


def _begin(bureau: Bureau, letter: Claimed) -> bool:
    with bureau.office() as office:
        return outbox.begin(office, letter.id, letter.attempt)


def _settle(bureau: Bureau, claimed: Claimed, outcome: Exception | None) -> None:
    with bureau.office() as office:
        letter = office.db.get_one(Letter, claimed.id)
        match outcome:
            case None:
                delivery.sent(office, letter)
            case Unreachable():
                outbox.blocked(office, letter, str(outcome))
                residents.block(office, claimed.channel, claimed.outgoing.address)
            case TryLater():
                wait = timedelta(seconds=outcome.seconds) if outcome.seconds else None
                letter.parts_sent = max(letter.parts_sent, outcome.parts_sent)
                outbox.failed(office, letter, str(outcome), wait)
            case _:
                outbox.blocked(office, letter, outbox.UNCERTAIN)


class StaffAlerts:
    """Alerts staff on the channels set up for it: 企业微信, 钉钉, 飞书, mail and others that apprise knows."""

    repeatable = True

    def __init__(self, channel: str, urls: Iterable[str]) -> None:
        self.channel = channel
        self.urls = list(urls)

    async def send(self, letter: Outgoing) -> None:
        """Notify; with nothing set up the desk's own sound is the alert."""
        if not self.urls:
            return
        notifier = apprise.Apprise()
        for url in self.urls:
            notifier.add(url)
        if not await notifier.async_notify(body=letter.text, title="回音"):
            raise TryLater(30)


class TelegramLetters:
    """Delivers letters on Telegram, within the limits of its Bot API."""

    channel = "telegram"
    repeatable = False

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._beginning = asyncio.Lock()

    async def send(self, letter: Outgoing) -> None:
        texts = parts(letter.text)
        gone = min(letter.parts_sent, len(texts) - 1)
        try:
            async with self._beginning:
                await self._bot.initialize()
            while gone < len(texts):
                under = keyboard(letter.buttons) if gone == len(texts) - 1 else None
                await self._bot.send_message(int(letter.address), texts[gone], reply_markup=under)
                gone += 1
        except RetryAfter as error:
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            raise TryLater(seconds, gone) from None
        except (Forbidden, BadRequest) as error:
            raise Unreachable(REFUSED[isinstance(error, Forbidden)]) from None
        except TelegramError as error:
            log.warning("telegram_away", error=type(error).__name__)
            if _was_handed_over(error):
                raise Uncertain from None
            raise TryLater(parts_sent=gone) from None


REFUSED = {True: "对方停用或拉黑了机器人", False: "Telegram 不收这条消息或这个地址"}
"""Our own words: those of the platform may quote the message."""
HANDED_OVER = (
    httpx.ReadTimeout,
    httpx.ReadError,
    httpx.WriteTimeout,
    httpx.WriteError,
    httpx.RemoteProtocolError,
)


def _was_handed_over(error: TelegramError) -> bool:
    """Whether the connection broke when Telegram may have had the message already."""
    return isinstance(error.__cause__, HANDED_OVER)


class Pace(AIORateLimiter):
    """Keeps one process within the flood limits of the Bot API: its share of all messages, and one a second to one chat."""

    def __init__(self) -> None:
        super().__init__(overall_max_rate=FloodLimit.MESSAGES_PER_SECOND / PROCESSES, max_retries=0)
        self._chats: dict[int, AsyncLimiter] = {}

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Sent]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Sent:
        """Called by the bot for each request; only messages are counted for their chat."""
        if endpoint != "sendMessage":
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        async with self._of(int(data["chat_id"])):
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    def _of(self, chat_id: int) -> AsyncLimiter:
        if len(self._chats) > MOST_CHATS:
            self._chats = {chat: pace for chat, pace in self._chats.items() if not pace.has_capacity()}
        return self._chats.setdefault(
            chat_id, AsyncLimiter(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT, time_period=1)
        )


def bot(settings: Settings) -> "ExtBot[Any]":
    """A bot that calls the Bot API of these settings."""
    base_url, base_file_url = addresses(settings)
    return ExtBot(
        settings.telegram_token.get_secret_value(),
        base_url=base_url,
        base_file_url=base_file_url,
        rate_limiter=Pace(),
    )


def addresses(settings: Settings) -> tuple[str, str]:
    """Where the Bot API takes calls and gives files: Telegram's own, or the one that the settings name."""
    base = settings.telegram_base_url.rstrip("/") or "https://api.telegram.org"
    return f"{base}/bot", f"{base}/file/bot"


def keyboard(buttons: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """Buttons under a message by their opaque ids, one a row; short ones that follow each other stand side by side."""
    rows: list[list[InlineKeyboardButton]] = []
    for short, group in groupby(buttons, lambda button: len(button[1]) <= SHORT):
        made = [InlineKeyboardButton(title, callback_data=button_id) for button_id, title in group]
        rows += [made[at : at + 2] for at in range(0, len(made), 2)] if short else [[one] for one in made]
    return InlineKeyboardMarkup(rows) if rows else None
