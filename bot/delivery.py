"""Brings letters to residents, and alerts to staff; run by the worker."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

import apprise
import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.channels import Outgoing, Sender, TryLater, Unreachable
from bot.text import parts
from casework import outbox
from casework.conversations import alerts, mail, talks
from casework.office import Bureau, Office
from casework.outbox import Letter
from casework.people import residents
from casework.petitions import delivery
from store.settings import Settings

log = structlog.get_logger(__name__)
Given = TypeVar("Given")
MOST = 200
"""Letters of one call; what is left goes with the next."""


def senders(settings: Settings) -> list[Sender]:
    """The senders that this installation is set up for."""
    found: list[Sender] = [StaffAlerts(settings.alert_urls)]
    if settings.telegram_token.get_secret_value():
        found.append(TelegramLetters(settings))
    return found


def deliver_due(bureau: Bureau, senders: Iterable[Sender]) -> int:
    """Deliver what is due on the channels of these senders; returns how many letters arrived."""
    by_channel = {sender.channel: sender for sender in senders}
    delivered = 0
    for _ in range(MOST):
        with bureau.office() as office:
            claimed = [
                (letter.id, letter.channel, _outgoing(office, letter))
                for letter in outbox.claim(office, 20, list(by_channel))
            ]
        if not claimed:
            break
        for letter_id, channel, outgoing in claimed:
            delivered += _deliver(bureau, by_channel[channel], letter_id, outgoing)
    return delivered


def _outgoing(office: Office, letter: Letter) -> Outgoing:
    address = office.vault.open(letter.address_sealed)
    if letter.channel == alerts.ALERT_CHANNEL:
        return Outgoing(address, office.vault.open(letter.text_sealed))
    conversation = talks.find_or_begin(office, letter.channel, address)
    said = mail.into_talk(office, letter, conversation)
    return Outgoing(address, said.text, said.buttons)


def _deliver(bureau: Bureau, sender: Sender, letter_id: int, outgoing: Outgoing) -> bool:
    try:
        sender.send(outgoing)
    except Unreachable as reason:
        with bureau.office() as office:
            outbox.blocked(office, office.db.get_one(Letter, letter_id), str(reason))
            residents.block(office, sender.channel, outgoing.address)
        return False
    except TryLater as reason:
        wait = timedelta(seconds=reason.seconds) if reason.seconds else None
        with bureau.office() as office:
            outbox.failed(office, office.db.get_one(Letter, letter_id), str(reason), wait)
        return False
    with bureau.office() as office:
        delivery.sent(office, office.db.get_one(Letter, letter_id))
    return True


class StaffAlerts:
    """Alerts staff on the channels set up for it: 企业微信, 钉钉, 飞书, mail and others that apprise knows."""

    channel = alerts.ALERT_CHANNEL

    def __init__(self, urls: Iterable[str]) -> None:
        self.urls = list(urls)

    def send(self, letter: Outgoing) -> None:
        """Notify; with nothing set up the desk's own sound is the alert."""
        if not self.urls:
            return
        notifier = apprise.Apprise()
        for url in self.urls:
            notifier.add(url)
        if not notifier.notify(body=letter.text, title="回音"):
            raise TryLater(30)


class TelegramLetters:
    """Delivers letters on Telegram, within the limits of its Bot API."""

    channel = "telegram"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def send(self, letter: Outgoing) -> None:
        try:
            self._run(self._send(letter))
        except RetryAfter as error:
            wait = error.retry_after
            raise TryLater(wait.total_seconds() if isinstance(wait, timedelta) else float(wait)) from None
        except (Forbidden, BadRequest) as error:
            raise Unreachable(error.message) from None
        except (NetworkError, TelegramError) as error:
            log.warning("telegram_away", error=type(error).__name__)
            raise TryLater from None

    async def _send(self, letter: Outgoing) -> None:
        bot = self._bot
        await bot.initialize()
        texts = parts(letter.text)
        for text in texts[:-1]:
            await bot.send_message(int(letter.address), text)
        await bot.send_message(int(letter.address), texts[-1], reply_markup=keyboard(letter.buttons))

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    def _run(self, work: Coroutine[Any, Any, Given]) -> Given:
        return self._loop.run_until_complete(work)

    @cached_property
    def _bot(self) -> ExtBot[Any]:
        base_url, base_file_url = addresses(self.settings)
        return ExtBot(
            self.settings.telegram_token.get_secret_value(),
            base_url=base_url,
            base_file_url=base_file_url,
            rate_limiter=AIORateLimiter(max_retries=0),
        )


def addresses(settings: Settings) -> tuple[str, str]:
    """Where the Bot API takes calls and gives files: Telegram's own, or the one that the settings name."""
    base = settings.telegram_base_url.rstrip("/") or "https://api.telegram.org"
    return f"{base}/bot", f"{base}/file/bot"


def keyboard(buttons: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """Buttons under a message, one a row, by their opaque ids."""
    rows = [[InlineKeyboardButton(title, callback_data=button_id)] for button_id, title in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
