"""What a channel is to Huiyin: it brings messages in, shows replies, and delivers letters.

A channel keeps no state of a talk. To add one, a WeChat official account say (docs/channels.md tells more):

1. For each update of the platform make an `Incoming` with the platform's own number of the update and the
   sender's address there, and await `gateway.receive(incoming)`.
2. The replies are in the outbox then: await `delivery.deliver_due(bureau, [sender], address)`, which sends them, texts
   and buttons by their opaque ids and titles. What does not get through now, the worker sends later.
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
    `edited` is whether it changes a message sent before; the text is the whole new one.
    `network` is the sender's address on the internet, where the channel sees it.
    """

    channel: str
    update_id: str
    address: str
    text: str = ""
    button_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = field(default=())
    network: str = ""
    edited: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A letter to be delivered: text and buttons as (opaque id, title).

    `parts_sent` parts of a long text went out at an earlier try.
    """

    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    parts_sent: int = 0


class Unreachable(Exception):
    """The address does not take messages any more, e.g. the resident blocked the bot."""


class TryLater(Exception):
    """The platform did not take it, but may later: `seconds` from now, if it said.

    `parts_sent` parts of a long text are out.
    """

    def __init__(self, seconds: float | None = None, parts_sent: int = 0) -> None:
        super().__init__("稍后再发")
        self.seconds = seconds
        self.parts_sent = parts_sent


class Uncertain(Exception):
    """The connection broke after the letter was handed over: it may have arrived, so it is not sent again."""


class Sender(Protocol):
    """Delivers letters on one channel."""

    channel: str
    repeatable: bool
    """Whether a letter that may have arrived is rather sent twice than not at all."""

    async def send(self, letter: Outgoing) -> None:
        """Deliver one letter.

        Raises:
            Unreachable: it never will arrive.
            TryLater: it may, later.
            Uncertain: nobody can know whether it did.
        """
        ...
