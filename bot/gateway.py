"""The way of a resident's message, the same for every channel: kept first, then understood, then answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot import wording
from bot.channels import Incoming
from bot.text import LONGEST, harmless
from casework import outbox
from casework.conversations import alerts, desk, evidence, queries, talks
from casework.conversations.local import local
from casework.conversations.models import Conversation, Message
from casework.conversations.talks import Offer, Reply
from casework.office import Bureau, Office
from store.settings import Settings
from understanding import Answer, NotUnderstoodNow

BURST = (timedelta(seconds=10), 12)
STREAM = (timedelta(hours=1), 300)
"""How many messages of one talk are answered within how long; more are kept and not answered."""

STALE = timedelta(minutes=2)
"""After this long an unanswered message is taken to be left over from a process that died."""
TOO_OLD = timedelta(minutes=30)
"""After this long a person answers rather than Huiyin."""

UNLIMITED = frozenset({"terminal"})
"""Channels that only an administrator on the machine itself can use."""

FETCHED = frozenset({"web", "terminal"})
"""Channels that fetch what was said; nothing has to be sent to them."""


class Talker(Protocol):
    """Whoever answers a turn: Rasa, or a double in tests."""

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]: ...


@dataclass(frozen=True)
class Turn:
    """A message that is kept and waits for its answer."""

    message_id: int
    token: str
    said: str
    metadata: dict[str, Any]
    notes: tuple[str, ...] = ()
    replies: tuple[Reply, ...] | None = None
    """Set when there is nothing to ask Rasa."""
    dangerous: bool = False
    again: bool = False
    """Whether the channel had brought this update before, so that it may be in work right now."""


class Gateway:
    """Takes in what residents send and gives back what they are told."""

    def __init__(self, bureau: Bureau, understanding: Talker, settings: Settings) -> None:
        self.bureau = bureau
        self.understanding = understanding
        self.settings = settings
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, incoming: Incoming) -> list[Reply]:
        """Keep one update and answer it.

        An update that was answered before gives only those replies that were not yet confirmed as shown.
        """
        turn = await asyncio.to_thread(self._take_in, incoming)
        if turn.replies is not None:
            return list(turn.replies)
        return await self._answer(turn)

    async def shown(self, replies: Sequence[Reply]) -> None:
        """The channel has delivered these; they are not given again."""
        ids = [reply.id for reply in replies if reply.id]
        if ids:
            await asyncio.to_thread(self._confirm, ids)

    async def replay(self) -> int:
        """Answer what could not be answered when it came; returns how many messages were settled.

        Late answers go out through the outbox. What is too old, or was overtaken by later talk, is left to the
        person to whom it was handed.
        """
        due = await asyncio.to_thread(self._left_over)
        settled = 0
        for turn in due:
            if turn.replies is None:
                replies = await self._answer(turn, late=True)
                if not replies:
                    break
            settled += 1
        return settled

    async def _answer(self, turn: Turn, late: bool = False) -> list[Reply]:
        lock = self._locks.get(turn.token)
        if lock is None:
            lock = self._locks[turn.token] = asyncio.Lock()
        async with lock:
            if turn.again and await asyncio.to_thread(self._is_done, turn.message_id):
                return []
            try:
                answers = await self.understanding.talk(turn.token, turn.said, turn.metadata)
            except NotUnderstoodNow:
                return [] if late else await asyncio.to_thread(self._keep_for_later, turn)
            return await asyncio.to_thread(self._reply, turn, answers, late)

    def _take_in(self, incoming: Incoming) -> Turn:
        with self.bureau.office() as office:
            conversation = talks.find_or_begin(office, incoming.channel, incoming.address)
            known = queries.by_update(office, conversation.id, incoming.update_id)
            if known is not None:
                if known.state == "new":
                    return replace(self._turn(office, conversation, known), again=True)
                return _finished(known, conversation, _unshown(office, known))
            pressed = None
            if incoming.button_id:
                pressed = queries.button(office, incoming.button_id, conversation.id)
            text = pressed.title if pressed else incoming.text
            message = talks.keep(
                office,
                conversation,
                text,
                update_id=incoming.update_id,
                pressed=pressed,
            )
            notes = list(incoming.problems)
            for attachment in incoming.attachments:
                try:
                    evidence.accept(office, conversation, attachment.data, message.id)
                except evidence.EvidenceRefused as refused:
                    notes.append(str(refused))
            office.db.flush()
            office.db.refresh(message)
            if conversation.state == "operator":
                message.state = "done"
                said = [talks.say(office, conversation, note, answers=message.id) for note in notes]
                return _finished(message, conversation, said)
            dangerous = any(word in text for word in wording.DANGER)
            if not dangerous and (too_fast := self._too_fast(office, conversation)):
                message.state = "done"
                said = [talks.say(office, conversation, wording.TOO_FAST, answers=message.id)]
                return _finished(message, conversation, said if too_fast == "first" else [])
            if incoming.button_id and not pressed:
                return self._close(office, conversation, message, [wording.OLD_BUTTON])
            if notes and not text.strip() and not message.evidence:
                return self._close(office, conversation, message, notes)
            if len(text) > LONGEST:
                notes.append(wording.TOO_LONG.format(count=LONGEST))
            return self._turn(office, conversation, message, tuple(notes))

    def _turn(
        self, office: Office, conversation: Conversation, message: Message, notes: tuple[str, ...] = ()
    ) -> Turn:
        text = office.vault.open(message.text_sealed)
        said = (
            message.payload or harmless(text)[:LONGEST] or ("/inform" if message.evidence else wording.EMPTY)
        )
        metadata: dict[str, Any] = {"channel": conversation.channel, "message": message.id}
        if message.payload:
            metadata |= {"title": text, "about": message.about}
        if message.evidence:
            metadata["evidence"] = [{"id": item.file_id, "kind": item.kind} for item in message.evidence]
        dangerous = any(word in text for word in wording.DANGER)
        return Turn(message.id, conversation.token, said, metadata, notes, dangerous=dangerous)

    def _close(
        self, office: Office, conversation: Conversation, message: Message, sentences: Sequence[str]
    ) -> Turn:
        message.state = "done"
        said = [talks.say(office, conversation, sentence, answers=message.id) for sentence in sentences]
        return _finished(message, conversation, said)

    def _too_fast(self, office: Office, conversation: Conversation) -> str | None:
        if conversation.channel in UNLIMITED:
            return None
        now = office.clock.now()
        for span, most in (BURST, STREAM):
            count = queries.count_since(office, conversation.id, now - span)
            if count > most:
                return "first" if count == most + 1 else "again"
        return None

    def _reply(self, turn: Turn, answers: Sequence[Answer], late: bool) -> list[Reply]:
        with self.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            message = office.db.get_one(Message, turn.message_id)
            replies = [talks.say(office, conversation, note, answers=message.id) for note in turn.notes] + [
                talks.say(
                    office,
                    conversation,
                    answer.text,
                    [Offer.of(title, payload) for title, payload in answer.buttons],
                    answers=message.id,
                )
                for answer in answers
            ]
            message.state = "done"
            if conversation.channel not in FETCHED:
                for reply in replies:
                    if late:
                        self._post(office, conversation, reply)
                    else:
                        office.db.get_one(Message, reply.id).state = "out"
            return replies

    def _post(self, office: Office, conversation: Conversation, reply: Reply) -> None:
        outbox.write(
            office,
            conversation.channel,
            talks.address(office, conversation),
            reply.text,
            key=f"talk:{reply.id}",
        )

    def _keep_for_later(self, turn: Turn) -> list[Reply]:
        with self.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            message = office.db.get_one(Message, turn.message_id)
            message.state = "kept"
            handover = desk.ask_for_person(
                office,
                conversation,
                "crisis" if turn.dangerous else "unanswered",
                "系统暂时不能答复，居民的话已存下",
            )
            alerts.raise_alert(office, conversation, handover)
            lines = local(office.county)
            text = wording.AWAY.format(hotline=lines.hotline, duty_hours=lines.duty_hours)
            return [talks.say(office, conversation, text, answers=message.id)]

    def _left_over(self) -> list[Turn]:
        with self.bureau.office() as office:
            now = office.clock.now()
            turns = []
            for message in queries.unanswered(office, now - STALE):
                conversation = office.db.get_one(Conversation, message.conversation_id)
                overtaken = any(
                    later.direction == "resident" and later.state == "done"
                    for later in queries.messages(office, conversation.id, after=message.id)
                )
                if conversation.state == "operator" or overtaken or now - message.at > TOO_OLD:
                    message.state = "done"
                    if conversation.state != "operator":
                        desk.ask_for_person(office, conversation, "unanswered", "居民的话当时没能答复")
                        reply = talks.say(office, conversation, wording.HANDED_ON, answers=message.id)
                        if conversation.channel not in FETCHED:
                            self._post(office, conversation, reply)
                    turns.append(_finished(message, conversation, []))
                else:
                    turns.append(self._turn(office, conversation, message))
            return turns

    def _is_done(self, message_id: int) -> bool:
        with self.bureau.reading() as office:
            return office.db.get_one(Message, message_id).state == "done"

    def _confirm(self, ids: Sequence[int]) -> None:
        with self.bureau.office() as office:
            for message_id in ids:
                message = office.db.get(Message, message_id)
                if message is not None and message.state == "out":
                    message.state = "done"


def _unshown(office: Office, message: Message) -> list[Reply]:
    return [
        talks.shown(office, answer) for answer in queries.answers(office, message.id) if answer.state == "out"
    ]


def _finished(message: Message, conversation: Conversation, replies: Sequence[Reply]) -> Turn:
    return Turn(message.id, conversation.token, "", {}, replies=tuple(replies))
