"""A talk as it goes: the resident's words are kept first, answers are added, nothing is overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework.conversations import marks, queries
from casework.conversations.models import Button, Conversation, Message
from casework.office import NotFound, Office


@dataclass(frozen=True)
class Offer:
    """A button: what it says, what it stands for, and what record of the house it is about."""

    title: str
    payload: str
    about: str | None = None

    @classmethod
    def of(cls, title: str, payload: str) -> "Offer":
        """An offer of the dialogue, whose payload `/intent#record` names what it is about after a `#`."""
        if payload.startswith("/"):
            meaning, _, about = payload.partition("#")
            return cls(title, meaning, about or None)
        return cls(title, payload)


@dataclass(frozen=True)
class File:
    """A file that came with a message."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True)
class Reply:
    """One answer as a channel shows it; `buttons` are (opaque id, title)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    id: int = 0
    direction: str = "huiyin"
    at: datetime | None = None
    files: tuple[File, ...] = field(default=())
    aside: bool = False
    """Whether it is a mark on an answer rather than part of the talk."""
    edited: bool = False
    """Whether it is a message that the resident changed after sending it."""


def find_or_begin(office: Office, channel: str, address: str) -> Conversation:
    """The talk of this address on this channel, begun now if there was none."""
    found = queries.by_address(office, channel, address)
    if found is None:
        now = office.clock.now()
        found = Conversation(
            token=office.secrets.token(),
            channel=channel,
            address_sealed=office.vault.seal(address),
            address_index=office.vault.index(f"address:{channel}", address),
            state="bot",
            started_at=now,
            last_at=now,
        )
        office.db.add(found)
        office.db.flush()
    return found


def get(office: Office, token: str) -> Conversation:
    """The talk with this token.

    Raises:
        NotFound: there is none.
    """
    found = queries.by_token(office, token)
    if found is None:
        raise NotFound("没有找到这段对话。")
    return found


def address(office: Office, conversation: Conversation) -> str:
    return office.vault.open(conversation.address_sealed)


def came_from(office: Office, conversation: Conversation, network: str) -> None:
    """Note from which address on the internet the talk is led; the address itself is not kept."""
    if network:
        conversation.network_index = office.vault.index("talk-network", network)


def keep(
    office: Office,
    conversation: Conversation,
    text: str,
    *,
    update_id: str | None = None,
    pressed: Button | None = None,
    edited: bool = False,
) -> Message:
    """Keep what a resident said, before anybody tries to answer it."""
    now = office.clock.now()
    message = Message(
        conversation_id=conversation.id,
        direction="resident",
        text_sealed=office.vault.seal(text),
        edited=edited,
        payload=pressed.payload if pressed else None,
        about=pressed.about if pressed else None,
        update_id=update_id,
        state="new",
        at=now,
    )
    conversation.last_at = now
    office.db.add(message)
    office.db.flush()
    return message


def say(
    office: Office,
    conversation: Conversation,
    text: str,
    offers: Iterable[Offer] = (),
    *,
    answers: int | None = None,
    staff_id: int | None = None,
    letter: str | None = None,
) -> Reply:
    """Add an answer by Huiyin, or by a member of staff, to the talk.

    `letter` is the key of a letter that brings it; the same letter is added once.
    """
    update_id = f"letter:{letter}" if letter else None
    if update_id and (known := queries.by_update(office, conversation.id, update_id)):
        return shown(office, known)
    now = office.clock.now()
    buttons = [issue(office, conversation, offer) for offer in offers]
    message = Message(
        conversation_id=conversation.id,
        direction="operator" if staff_id else "huiyin",
        text_sealed=office.vault.seal(text),
        buttons=[{"id": button.id, "title": button.title} for button in buttons] or None,
        answers_id=answers,
        update_id=update_id,
        staff_id=staff_id,
        state="done",
        at=now,
    )
    office.db.add(message)
    office.db.flush()
    return shown(office, message)


def issue(office: Office, conversation: Conversation, offer: Offer) -> Button:
    """A button under an opaque id of 16 characters; Telegram allows 64 bytes."""
    button = Button(
        id=office.secrets.token()[:16],
        conversation_id=conversation.id,
        title=offer.title[:200],
        payload=offer.payload,
        about=offer.about,
        at=office.clock.now(),
    )
    office.db.add(button)
    return button


def shown(office: Office, message: Message) -> Reply:
    """A kept message as a channel shows it."""
    return Reply(
        text=office.vault.open(message.text_sealed),
        buttons=tuple((button["id"], button["title"]) for button in message.buttons or ()),
        id=message.id,
        direction=message.direction,
        at=message.at,
        files=tuple(File(item.id, item.name, item.kind) for item in message.evidence),
        aside=marks.is_mark(message.payload),
        edited=message.edited,
    )


def replies_to(office: Office, message: Message) -> list[Reply]:
    """The answers that this message was given."""
    return [shown(office, answer) for answer in queries.answers(office, message.id)]


def history(office: Office, conversation: Conversation, after: int = 0, limit: int = 200) -> list[Reply]:
    """What was said, oldest first."""
    return [shown(office, message) for message in queries.messages(office, conversation.id, after, limit)]


def choices(office: Office, conversation: Conversation) -> tuple[tuple[str, str], ...]:
    """The buttons, as (opaque id, title), under the very last thing said to the resident: what a channel that prints
    buttons as numbers takes a number for. Empty where the last word is the resident's or bears none."""
    said = history(office, conversation, limit=1)
    return said[-1].buttons if said else ()


def last_words(office: Office, conversations: Iterable[Conversation]) -> dict[int, Reply]:
    """What each resident said last, by the id of the talk; a talk in which nothing was said is left out."""
    found = queries.last_heard(office, [one.id for one in conversations])
    return {message.conversation_id: shown(office, message) for message in found}


def transcript(messages: Sequence[Reply]) -> str:
    """The talk as plain lines, for a person who takes it over."""
    names = {"resident": "居民", "huiyin": "回音", "operator": "话务员"}
    lines = []
    for message in messages:
        extra = "".join(f"［{file.name}］" for file in message.files)
        anew = "（改过）" if message.edited else ""
        lines.append(f"{names[message.direction]}{anew}：{message.text}{extra}")
    return "\n".join(lines)
