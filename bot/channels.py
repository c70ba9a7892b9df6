"""What a channel is to Huiyin: it brings messages in, shows replies, and delivers letters.

A channel keeps no state of a talk. To add one, a WeChat official account say:

1. For each update of the platform make an `Incoming` with the platform's own number of the update and the
   sender's address there, and await `gateway.receive(incoming)`.
2. Show each `Reply` that comes back: its text, and its buttons by their opaque ids and titles. When the platform has
   taken it, await `gateway.shown(replies)`; what is not confirmed is given again at the next delivery.
3. A pressed button comes in as an `Incoming` with `button_id`, without text.
4. Write a `Sender` and register it with `bot.delivery.deliver_due`; the outbox then reaches that channel.
"""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file as the channel gave it; its name and declared type are not believed."""

    data: bytes


@dataclass(frozen=True)
class Incoming:
    """One update of a channel.

    `update_id` is the channel's number of the update, the same when it is delivered again.
    `problems` are sentences about files that the channel itself could not take.
    """

    channel: str
    update_id: str
    address: str
    text: str = ""
    button_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Outgoing:
    """A letter to be delivered: text and buttons as (opaque id, title)."""

    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


class Unreachable(Exception):
    """The address does not take messages any more, e.g. the resident blocked the bot."""


class TryLater(Exception):
    """The platform asks to wait, or is away; `seconds` from now, if it said."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__("稍后再发")
        self.seconds = seconds


class Sender(Protocol):
    """Delivers letters on one channel."""

    channel: str

    def send(self, letter: Outgoing) -> None:
        """Deliver one letter.

        Raises:
            Unreachable: it never will arrive.
            TryLater: it may, later.
        """
        ...
