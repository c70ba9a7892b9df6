"""The way of a resident's message, the same for every channel: kept first, then understood, then answered."""

import asyncio
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2s
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import IntegrityError

from bot import pinyin, wording
from bot.channels import Incoming
from bot.text import LONGEST, harmless, in_words, whole
from casework import outbox
from casework.conversations import alerts, consents, desk, evidence, mail, marks, queries, talks, turns
from casework.conversations.consents import FILES
from casework.conversations.local import local
from casework.conversations.models import Button, Conversation, Message
from casework.conversations.talks import Offer, Reply
from casework.labelling import labelling
from casework.office import Bureau, Office
from casework.people import residents
from knowledge import questions
from store.settings import Settings
from understanding import Answer, NotUnderstoodNow

log = structlog.get_logger(__name__)

BURST = (timedelta(seconds=10), 12)
STREAM = (timedelta(hours=1), 300)
"""How many messages of one talk are answered within how long; more are kept and not answered."""

STALE = timedelta(minutes=2)
"""After this long an unanswered message is taken to be left over from a process that died."""
AWAY_FOR_ALL = timedelta(seconds=30)
"""So long without an answer to any talk, and the rest wait for the next time."""
TOO_OLD = timedelta(minutes=30)
"""After this long a person answers rather than Huiyin; what a clock that leaped dated ahead is as old as when it is
first looked at."""

PATIENCE = 90.0
"""Seconds for which a message waits for its turn; then it is left to the worker."""
LOOKS_EVERY = 0.1

UNLIMITED = frozenset({"terminal"})
"""Channels that only an administrator on the machine itself can use."""

FETCHED = frozenset({"web", "terminal"})
"""Channels that fetch what was said; nothing has to be sent to them."""


class Talker(Protocol):
    """Whoever answers a turn: Rasa, or a double in tests."""

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]: ...

    async def recall(self, sender: str, message: int) -> list[Answer]: ...


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
    by: str = field(default_factory=lambda: secrets.token_hex(12))
    """The name under which the turn in the talk is held."""
    mine: bool = False
    """Whether the turn was given at once."""
    again: bool = False
    """Whether it may have reached Rasa before, by a process that died or stopped waiting."""

    @property
    def number(self) -> str:
        """What the logs of all processes call this message, whoever answers it and however often it is tried."""
        return blake2s(f"{self.token} {self.message_id}".encode(), digest_size=12).hexdigest()


class Gateway:
    """Takes in what residents send and gives back what they are told."""

    def __init__(self, bureau: Bureau, understanding: Talker, settings: Settings) -> None:
        self.bureau = bureau
        self.understanding = understanding
        self.settings = settings
        self.lease = timedelta(seconds=settings.rasa_timeout + 5)
        """A process that works on a turn for longer is taken to be dead."""

    async def receive(self, incoming: Incoming) -> list[Reply]:
        """Keep one update and answer it.

        The replies are for channels that fetch what was said, such as a terminal; on the others they are in the
        outbox already, in the same unit of work. An update that was answered before gives none.
        """
        turn = await asyncio.to_thread(self._take_in, incoming)
        if turn.replies is not None:
            return list(turn.replies)
        return await self._answer(turn) or []

    async def replay(self) -> int:
        """Answer what could not be answered when it came; returns how many messages were settled.

        Late answers go out through the outbox. What is too old, or was overtaken by later talk, is left to the
        person to whom it was handed. A talk that cannot be answered now, for whatever reason, does not hold back the
        others, however many there are of its kind; but once Rasa lets wait for longer than it may, it is away for all.
        """
        settled = 0
        without: set[int] = set()
        last = time.monotonic()
        for message_id, talk in await asyncio.to_thread(self._left_over):
            if talk in without:
                continue
            if await self._settle(message_id):
                settled, last = settled + 1, time.monotonic()
            else:
                without.add(talk)
            if time.monotonic() - last > AWAY_FOR_ALL.total_seconds():
                break
        return settled

    async def _settle(self, message_id: int) -> bool:
        """Whether what was left over is settled; False where it has to be tried again."""
        try:
            turn = await asyncio.to_thread(self._take_up, message_id)
            return turn.replies is not None or await self._answer(turn, late=True) is not None
        except Exception as error:
            log.warning("turn_failed", error=type(error).__name__)
            return False

    async def _answer(self, turn: Turn, late: bool = False) -> list[Reply] | None:
        """The replies; none where another process gave them, None where Rasa is away for a late answer."""
        with structlog.contextvars.bound_contextvars(turn=turn.number):
            return await self._answer_in_turn(turn, late)

    async def _answer_in_turn(self, turn: Turn, late: bool) -> list[Reply] | None:
        if not (turn.mine or await self._wait(turn, late)):
            return []
        before = [] if late else await self._catch_up(turn)
        began = time.monotonic()
        try:
            answers = await self._ask(turn)
        except NotUnderstoodNow:
            log.warning("turn_unanswered", seconds=round(time.monotonic() - began, 3))
            if late:
                await asyncio.to_thread(self._give_turn_back, turn)
                return None
            return [*before, *await asyncio.to_thread(self._keep_for_later, turn)]
        log.info("turn_answered", seconds=round(time.monotonic() - began, 3))
        return [*before, *await asyncio.to_thread(self._reply, turn, answers)]

    async def _catch_up(self, turn: Turn) -> list[Reply]:
        """Answer first what was kept of this talk while Rasa was away: what was told then belongs to what is told now.

        A button, or a bare yes or no, was the answer to what stood there when it was said, and tells nothing. What Rasa
        still cannot answer is left to the worker, and the talk goes on without it.
        """
        replies: list[Reply] = []
        try:
            for earlier in await asyncio.to_thread(self._kept_before, turn):
                answers = await self._ask(earlier)
                replies += await asyncio.to_thread(self._reply, earlier, answers)
                await asyncio.to_thread(self._ask_for_turn, turn)
        except NotUnderstoodNow:
            await asyncio.to_thread(self._ask_for_turn, turn)
        return replies

    def _kept_before(self, turn: Turn) -> list[Turn]:
        with self.bureau.reading() as office:
            conversation = talks.get(office, turn.token)
            kept = queries.kept_before(
                office, conversation.id, turn.message_id, since=office.clock.now() - TOO_OLD
            )
            turns_kept = [replace(self._turn(office, conversation, message), again=True) for message in kept]
        return [one for one in turns_kept if not wording.ONLY_ANSWERS.match(one.said)]

    async def _ask(self, turn: Turn) -> list[Answer]:
        """Have Rasa answer, once for each message: what it said already is not asked again."""
        said = await self.understanding.recall(turn.token, turn.message_id) if turn.again else []
        metadata = turn.metadata | {"turn": turn.number}
        return said or await self.understanding.talk(turn.token, turn.said, metadata)

    async def _wait(self, turn: Turn, late: bool) -> bool:
        """Wait for this message's turn in its talk; False where it was answered meanwhile."""
        until = time.monotonic() + (0 if late else PATIENCE)
        while (state := await asyncio.to_thread(self._ask_for_turn, turn)) == "busy":
            if time.monotonic() >= until:
                return False
            await asyncio.sleep(LOOKS_EVERY)
        return state == "mine"

    def _ask_for_turn(self, turn: Turn) -> str:
        with self.bureau.reading() as office:
            message = office.db.get_one(Message, turn.message_id)
            if message.state == "done":
                return "done"
            if not turns.is_free(office, message.conversation_id, turn.by):
                return "busy"
        with self.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            turns.hold(office, conversation)
            message = office.db.get_one(Message, turn.message_id)
            if message.state == "done":
                return "done"
            return "mine" if turns.take(office, conversation, message, turn.by, self.lease) else "busy"

    def _give_turn_back(self, turn: Turn) -> None:
        with self.bureau.office() as office:
            turns.end(office, talks.get(office, turn.token), turn.by)

    def _take_in(self, incoming: Incoming) -> Turn:
        try:
            return self._take_in_once(incoming)
        except IntegrityError:
            return self._take_in_once(incoming)

    def _take_in_once(self, incoming: Incoming) -> Turn:
        with self.bureau.office() as office:
            conversation = talks.find_or_begin(office, incoming.channel, incoming.address)
            turns.hold(office, conversation)
            talks.came_from(office, conversation, incoming.network)
            residents.unblock(office, incoming.channel, incoming.address)
            known = queries.by_update(office, conversation.id, incoming.update_id)
            if known is not None:
                if known.state == "new":
                    return replace(self._turn(office, conversation, known), again=True)
                return _finished(known, conversation, [])
            pressed = None
            if incoming.button_id:
                pressed = queries.button(office, incoming.button_id, conversation.id)
            text = pressed.title if pressed else whole(incoming.text)
            message = talks.keep(
                office,
                conversation,
                text,
                update_id=incoming.update_id,
                pressed=pressed,
                edited=incoming.edited,
            )
            notes = list(incoming.problems)
            for attachment in incoming.attachments:
                try:
                    evidence.accept(office, conversation, attachment.data, message.id)
                except evidence.EvidenceRefused as refused:
                    notes.append(str(refused))
            office.db.flush()
            office.db.refresh(message)
            mark = pressed if pressed and marks.is_mark(pressed.payload) else None
            dangerous = any(word in text for word in wording.DANGER)
            if conversation.state == "operator":
                if mark:
                    self._mark(office, conversation, message, mark)
                if dangerous:
                    self._call_for_danger(office, conversation)
                if (agreed := consents.files_answered(pressed)) is not None:
                    notes.append(consents.answer_files(office, conversation, yes=agreed)[0])
                asks = not self._is_urgent(office, conversation) and consents.files_wait(
                    office, conversation, len(message.evidence)
                )
                closed = self._close(office, conversation, message, notes)
                return self._asked_for_files(office, conversation, message, closed) if asks else closed
            if not dangerous and (too_fast := self._too_fast(office, conversation)):
                return self._close(
                    office, conversation, message, [wording.TOO_FAST] if too_fast == "first" else []
                )
            if incoming.button_id and not pressed:
                return self._close(office, conversation, message, [wording.OLD_BUTTON])
            if wording.IS_ON_MAP.match(text):
                return self._close(office, conversation, message, [wording.MAP_KEPT])
            if mark:
                sentence = self._mark(office, conversation, message, mark)
                return self._close(office, conversation, message, [sentence])
            if notes and not text.strip() and not message.evidence:
                return self._close(office, conversation, message, notes)
            if len(text) > LONGEST:
                notes.append(wording.TOO_LONG.format(count=LONGEST))
            turn = self._turn(office, conversation, message, tuple(notes))
            return replace(turn, mine=turns.take(office, conversation, message, turn.by, self.lease))

    def _turn(
        self, office: Office, conversation: Conversation, message: Message, notes: tuple[str, ...] = ()
    ) -> Turn:
        text = office.vault.open(message.text_sealed)
        plain = in_words(harmless(text))[:LONGEST]
        if not message.payload and (spelled := pinyin.read(plain)):
            plain, notes = spelled, (*notes, wording.SPELLED.format(words=spelled))
        said = message.payload or plain or ("/inform" if message.evidence else wording.EMPTY)
        metadata: dict[str, Any] = {"channel": conversation.channel, "message": message.id}
        if message.edited:
            metadata["edited"] = True
        if message.payload:
            metadata |= {"title": text, "about": message.about}
        if message.evidence:
            metadata["evidence"] = [{"id": item.file_id, "kind": item.kind} for item in message.evidence]
        dangerous = any(word in text or word in plain for word in wording.DANGER)
        return Turn(message.id, conversation.token, said, metadata, notes, dangerous=dangerous)

    def _call_for_danger(self, office: Office, conversation: Conversation) -> None:
        """Whoever holds the talk may be away from it: danger said then is told to all."""
        reason = "居民在已经接入的对话里说了像是有危险的话"
        alerts.raise_alert(office, conversation, desk.ask_for_person(office, conversation, "crisis", reason))

    def _close(
        self, office: Office, conversation: Conversation, message: Message, sentences: Iterable[str]
    ) -> Turn:
        message.state = "done"
        said = [self._say(office, conversation, sentence, message) for sentence in sentences]
        return _finished(message, conversation, said)

    def _is_urgent(self, office: Office, conversation: Conversation) -> bool:
        """Whether the person who holds the talk was called because of danger or need: nothing else is asked then."""
        handover = queries.open_handover(office, conversation.id)
        return handover is not None and handover.kind in ("crisis", "help")

    def _asked_for_files(
        self, office: Office, conversation: Conversation, message: Message, closed: Turn
    ) -> Turn:
        """The turn with the question whether the first files may be kept, which no member of staff has to think of."""
        offers = [Offer.of(title, payload) for title, payload in FILES.buttons]
        asked = self._say(office, conversation, FILES.wording, message, offers)
        return replace(closed, replies=(*(closed.replies or ()), asked))

    def _mark(self, office: Office, conversation: Conversation, message: Message, pressed: Button) -> str:
        """Note once what the resident thinks of an answer; returns what is said to that."""
        answer = marks.answer_under(office, conversation, pressed)
        if answer is None:
            return wording.OLD_BUTTON
        if marks.is_marked(office, answer):
            return wording.MARKED_BEFORE
        mark = marks.take(office, answer, message, pressed)
        questions.note_rating(office, mark.answer_id, mark.question, helpful=mark.helpful)
        if not mark.helpful and not mark.names:
            labelling.collect(office, mark.question, "disliked", f"mark {answer.id}")
        return wording.MARKED_GOOD if mark.helpful else wording.MARKED_BAD

    def _say(
        self,
        office: Office,
        conversation: Conversation,
        text: str,
        message: Message,
        offers: Iterable[Offer] = (),
    ) -> Reply:
        """Add an answer to the talk, and to the outbox where the channel does not fetch it."""
        reply = talks.say(office, conversation, text, offers, answers=message.id)
        if conversation.channel not in FETCHED:
            address = talks.address(office, conversation)
            outbox.write(office, conversation.channel, address, text, key=f"{mail.IN_THE_TALK}{reply.id}")
        return reply

    def _too_fast(self, office: Office, conversation: Conversation) -> str | None:
        if conversation.channel in UNLIMITED:
            return None
        now = office.clock.now()
        for span, most in (BURST, STREAM):
            count = queries.count_since(office, conversation.id, now - span)
            if count > most:
                return "first" if count == most + 1 else "again"
        return None

    def _reply(self, turn: Turn, answers: Sequence[Answer]) -> list[Reply]:
        with self.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            turns.end(office, conversation, turn.by)
            message = office.db.get_one(Message, turn.message_id)
            if message.state == "done":
                return []
            replies = [self._say(office, conversation, note, message) for note in turn.notes]
            for answer in answers:
                offers = [Offer.of(title, payload) for title, payload in answer.buttons]
                replies.append(self._say(office, conversation, answer.text, message, offers))
            message.state = "done"
            return replies

    def _keep_for_later(self, turn: Turn) -> list[Reply]:
        with self.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            turns.end(office, conversation, turn.by)
            message = office.db.get_one(Message, turn.message_id)
            if message.state != "new":
                return []
            told = queries.kept_before(
                office, conversation.id, message.id, since=office.clock.now() - TOO_OLD
            )
            message.state = "kept"
            handover = desk.ask_for_person(
                office,
                conversation,
                _kind(turn),
                "系统暂时不能答复，居民的话已存下",
            )
            alerts.raise_alert(office, conversation, handover)
            lines = local(office.county)
            sentence = wording.STILL_AWAY if told and _kind(turn) == "unanswered" else wording.AWAY
            text = sentence.format(hotline=lines.hotline, duty_hours=lines.duty_hours)
            return [self._say(office, conversation, text, message)]

    def _left_over(self) -> list[tuple[int, int]]:
        """The ids of messages and of the talks that they belong to."""
        with self.bureau.reading() as office:
            left = queries.unanswered(office, office.clock.now() - STALE)
            return [(message.id, message.conversation_id) for message in left]

    def _take_up(self, message_id: int) -> Turn:
        with self.bureau.office() as office:
            now = office.clock.now()
            message = office.db.get_one(Message, message_id)
            conversation = office.db.get_one(Conversation, message.conversation_id)
            if message.state == "done":
                return _finished(message, conversation, [])
            message.at = min(message.at, now)
            overtaken = any(
                later.direction == "resident" and later.state == "done"
                for later in queries.messages(office, conversation.id, after=message.id)
            )
            if conversation.state != "operator" and not overtaken and now - message.at <= TOO_OLD:
                return replace(self._turn(office, conversation, message), again=True)
            message.state = "done"
            if conversation.state != "operator":
                desk.ask_for_person(office, conversation, "unanswered", "居民的话当时没能答复")
                self._say(office, conversation, wording.HANDED_ON, message)
            return _finished(message, conversation, [])


def _kind(turn: Turn) -> str:
    """What a person is called for, by words alone: Rasa, which would know better, is away."""
    if turn.dangerous:
        return "crisis"
    return "help" if wording.is_urgent(turn.said) else "unanswered"


def _finished(message: Message, conversation: Conversation, replies: Sequence[Reply]) -> Turn:
    return Turn(message.id, conversation.token, "", {}, replies=tuple(replies))
