"""Telegram as a channel: every update goes to the gateway, every reply comes from it; nothing is kept here."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, BotCommand, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import wording
from bot.channels import Attachment, Incoming
from bot.delivery import Pace, TelegramLetters, addresses, deliver_due
from bot.gateway import Gateway
from casework.conversations import inbox
from casework.office import Bureau
from casework.people import residents
from store.beat import Beat
from store.settings import Settings

log = structlog.get_logger(__name__)

CHANNEL = "telegram"
LAST = 1
"""The group of handlers that comes after all others, and only where those did not fail."""
AGAIN = 1.0
"""Seconds until an update that could not be kept is tried again."""
LEFT_OVER = timedelta(minutes=1)
ALBUM = 1.0
"""Seconds within which the photos of one album have come."""
LARGEST = 20 * 1024 * 1024
"""The Bot API gives no larger files to bots."""

COMMANDS = {
    "start": ("开始", "你好"),
    "help": ("我能办什么", "你能做什么"),
    "status": ("查投诉进度", "查投诉进度"),
    "human": ("找值班同志", "转人工"),
    "mydata": ("我的信息", "你们存了我什么信息"),
}
"""Each command: what the menu says, and what it stands for in words."""

IN_PRIVATE = "您好！为了不让别人看到您的事，请点我的头像，私下跟我说。群里的话我不看也不存。"
TOO_LARGE = "这个文件超过 20 MB，Telegram 不让我收。可以压缩一下，或分几次发。"
NOT_FETCHED = "这个文件没收到，请重新发一次。"

Context = ContextTypes.DEFAULT_TYPE


def build(settings: Settings, gateway: Gateway) -> "Application[Any, Any, Any, Any, Any, Any]":
    """The application with its handlers, not yet started."""
    base_url, base_file_url = addresses(settings)
    application = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(base_url)
        .base_file_url(base_file_url)
        .rate_limiter(Pace())
        .update_queue(KeepingQueue(gateway.bureau, Beat(settings.beat(CHANNEL), gateway.bureau.clock)))
        .concurrent_updates(64)
        .post_init(_begin)
        .post_stop(_end)
        .build()
    )
    handlers = Handlers(gateway)
    private = filters.ChatType.PRIVATE
    application.add_handler(CommandHandler(list(COMMANDS), handlers.command, private))
    application.add_handler(MessageHandler(private & filters.UpdateType.EDITED_MESSAGE, handlers.edited))
    application.add_handler(MessageHandler(private & filters.UpdateType.MESSAGE, handlers.message))
    application.add_handler(
        MessageHandler(filters.ChatType.GROUPS & filters.UpdateType.MESSAGE, handlers.group)
    )
    application.add_handler(CallbackQueryHandler(handlers.pressed))
    application.add_handler(ChatMemberHandler(handlers.blocked, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(TypeHandler(Update, handlers.finished), group=LAST)
    application.add_error_handler(failed)
    return application


def run(settings: Settings, gateway: Gateway) -> None:
    """Take updates until told to stop, by long polling or by webhook."""
    application = build(settings, gateway)
    taken = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
    if settings.telegram_mode == "webhook":
        application.run_webhook(
            listen=settings.web_host,
            port=settings.telegram_webhook_port,
            url_path="telegram",
            webhook_url=settings.telegram_webhook_url,
            secret_token=settings.telegram_webhook_secret.get_secret_value(),
            allowed_updates=taken,
            drop_pending_updates=False,
        )
    else:
        application.run_polling(allowed_updates=taken, drop_pending_updates=False)


class KeepingQueue(asyncio.Queue[object]):
    """Keeps each update before Telegram is told that it arrived, and forgets none until it is done.

    While the database is away nothing is taken: Telegram keeps what it has and brings it again.
    """

    def __init__(self, bureau: Bureau, beat: Beat) -> None:
        super().__init__()
        self.bureau = bureau
        self.beat = beat
        self.bringing_back: asyncio.Task[None] | None = None

    async def put(self, item: object) -> None:
        if isinstance(item, Update) and _is_private_word(item):
            while not await asyncio.to_thread(self._keep, item):
                await asyncio.sleep(AGAIN)
        await super().put(item)

    def _keep(self, update: Update) -> bool:
        try:
            with self.bureau.office() as office:
                inbox.keep(office, CHANNEL, update.update_id, update.to_json())
        except SQLAlchemyError as error:
            log.warning("update_not_kept", error=type(error).__name__)
            return False
        return True

    async def bring_back(self, bot: Bot) -> None:
        """Every minute put in again what was begun and never done, by this process or by one that died; each time is a
        sign of life."""
        while True:
            self.beat.give()
            for content in await asyncio.to_thread(self._left_over):
                if (update := Update.de_json(json.loads(content), bot)) is not None:
                    await super().put(update)
            await asyncio.sleep(LEFT_OVER.total_seconds())

    def _left_over(self) -> list[str]:
        try:
            with self.bureau.office() as office:
                return list(inbox.left_over(office, CHANNEL, LEFT_OVER))
        except SQLAlchemyError as error:
            log.warning("updates_not_read", error=type(error).__name__)
            return []


def _is_private_word(update: Update) -> bool:
    """Whether a resident says something in private; in groups nothing is kept."""
    chat = update.effective_chat
    said = update.message or update.edited_message or update.callback_query
    return said is not None and chat is not None and chat.type == ChatType.PRIVATE


async def _begin(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    queue = application.update_queue
    assert isinstance(queue, KeepingQueue)
    queue.bringing_back = asyncio.create_task(queue.bring_back(application.bot))
    await _introduce(application)


async def _end(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    queue = application.update_queue
    if isinstance(queue, KeepingQueue) and queue.bringing_back is not None:
        queue.bringing_back.cancel()


async def _introduce(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    try:
        await application.bot.set_my_commands(
            [BotCommand(name, said) for name, (said, _) in COMMANDS.items()]
        )
    except TelegramError as error:
        log.warning("commands_not_set", error=type(error).__name__)


class AlbumFailed(Exception):
    """A photo of an album that could not be taken in."""


@dataclass
class Album:
    """One message of a resident: an update, or the updates of photos that were sent together, taken in within `with`."""

    updates: list[Update]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    failed: bool = False

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.failed = kind is not None
        self.over.set()

    async def settled(self) -> None:
        """Return when the whole message has been taken in.

        Raises:
            AlbumFailed: it was not, so that none of its updates is done.
        """
        await self.over.wait()
        if self.failed:
            raise AlbumFailed

    @property
    def number(self) -> str:
        """The same whenever the same updates are brought."""
        numbers = sorted(update.update_id for update in self.updates)
        return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}-{len(numbers)}"


class Handlers:
    """Turns updates into `Incoming`, and replies into messages."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._orders: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._albums: dict[str, Album] = {}

    def _in_order(self, chat_id: int) -> asyncio.Lock:
        """One chat's updates are worked on in the order in which they came."""
        order = self._orders.get(chat_id)
        if order is None:
            order = self._orders[chat_id] = asyncio.Lock()
        return order

    async def command(self, update: Update, context: Context) -> None:
        """`/start`, `/help`, `/status`, `/human`, `/mydata`: said in words."""
        message = update.effective_message
        if message is None or not message.text:
            return
        name = message.text.split()[0].lstrip("/").partition("@")[0].lower()
        async with self._in_order(message.chat_id):
            await self._receive(update, context, COMMANDS[name][1])

    async def message(self, update: Update, context: Context) -> None:
        """A text, a photo, a document, a recording, with or without words."""
        message = update.effective_message
        if message is None:
            return
        if (known := self._albums.get(message.media_group_id or "")) is not None:
            known.updates.append(update)
            await known.settled()
            return
        album = Album([update])
        if message.media_group_id:
            self._albums[message.media_group_id] = album
        async with self._in_order(message.chat_id):
            if message.media_group_id:
                await asyncio.sleep(ALBUM)
                del self._albums[message.media_group_id]
            with album:
                await self._take(album, context)

    async def _take(self, album: "Album", context: Context) -> None:
        files, problems, texts = [], [], []
        for update in album.updates:
            message = update.effective_message
            assert message is not None
            more, wrong = await self._files(message, context)
            files += more
            problems += wrong
            texts.append(message.text or message.caption or _spoken(message))
        text = "\n".join(filter(None, texts))
        if not (text or files or problems):
            problems = [wording.NOT_SEEN]
        await self._receive(album.updates[0], context, text, files, problems, update_id=album.number)

    async def edited(self, update: Update, context: Context) -> None:
        """A message that was changed afterwards: taken as said anew, kept as a change."""
        message = update.effective_message
        if message is not None and (text := message.text or message.caption):
            async with self._in_order(message.chat_id):
                await self._receive(update, context, text, edited=True)

    async def pressed(self, update: Update, context: Context) -> None:
        """A pressed button."""
        query = update.callback_query
        if query is None or update.effective_chat is None:
            return
        try:
            await query.answer()
        except TelegramError as error:
            log.info("press_not_confirmed", error=type(error).__name__)
        if update.effective_chat.type == ChatType.PRIVATE:
            async with self._in_order(update.effective_chat.id):
                await self._receive(update, context, button_id=query.data or "")

    async def group(self, update: Update, context: Context) -> None:
        """In a group nothing is read; who calls Huiyin there is asked to come in private."""
        message = update.effective_message
        if message is not None and _calls(message, context.bot):
            await message.reply_text(IN_PRIVATE)

    async def blocked(self, update: Update, context: Context) -> None:
        """The resident blocked the bot, or took it back: letters stop, or go on."""
        change = update.my_chat_member
        if change is None or change.chat.type != ChatType.PRIVATE:
            return
        gone = change.new_chat_member.status in ("kicked", "left")
        with self.gateway.bureau.office() as office:
            act = residents.block if gone else residents.unblock
            act(office, CHANNEL, str(change.chat.id))

    async def _receive(
        self,
        update: Update,
        context: Context,
        text: str = "",
        files: Sequence[Attachment] = (),
        problems: Sequence[str] = (),
        button_id: str | None = None,
        edited: bool = False,
        update_id: str | None = None,
    ) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        await _typing(context, chat.id)
        await self.gateway.receive(
            Incoming(
                channel=CHANNEL,
                update_id=update_id or str(update.update_id),
                address=str(chat.id),
                text=text,
                button_id=button_id,
                attachments=tuple(files),
                problems=tuple(problems),
                edited=edited,
            )
        )
        await deliver_due(self.gateway.bureau, [TelegramLetters(context.bot)], str(chat.id))

    async def finished(self, update: Update, context: Context) -> None:
        """Everything that was to be done with an update has been done."""
        if _is_private_word(update):
            await asyncio.to_thread(self._done, update)

    def _done(self, update: Update) -> None:
        with self.gateway.bureau.office() as office:
            inbox.done(office, CHANNEL, update.update_id)

    async def _files(self, message: Message, context: Context) -> tuple[list[Attachment], list[str]]:
        """The files of a message, and a sentence for each that could not be had."""
        sent: Any = (
            (message.photo[-1] if message.photo else None)
            or message.document
            or message.voice
            or message.audio
            or message.video
            or message.video_note
        )
        if sent is None:
            return [], []
        if (sent.file_size or 0) > LARGEST:
            return [], [TOO_LARGE]
        try:
            file = await context.bot.get_file(sent.file_id)
            return [Attachment(bytes(await file.download_as_bytearray()))], []
        except TelegramError as error:
            log.warning("file_not_fetched", error=type(error).__name__)
            return [], [NOT_FETCHED]


def _calls(message: Message, bot: Bot) -> bool:
    """Whether a message in a group is for Huiyin: it is named or brought in, or given a command that is not another bot's."""
    text = message.text or message.caption or ""
    command, _, other = text.partition(" ")[0].partition("@")
    commanded = command.startswith("/") and other in ("", bot.username)
    brought_in = any(one.id == bot.id for one in message.new_chat_members or ())
    return commanded or brought_in or f"@{bot.username}" in text


async def _typing(context: Context, chat_id: int) -> None:
    try:
        await context.bot.send_chat_action(chat_id, ChatAction.TYPING)
    except TelegramError as error:
        log.info("typing_not_shown", error=type(error).__name__)


def _spoken(message: Message) -> str:
    """A place or a contact as words, a sticker as the picture that it stands for."""
    if (at := message.location) is not None:
        return wording.ON_MAP.format(latitude=at.latitude, longitude=at.longitude)
    if message.sticker:
        return message.sticker.emoji or ""
    if message.contact:
        return f"电话 {message.contact.phone_number}"
    return ""


async def failed(update: object, context: Context) -> None:
    """What went wrong is logged without the resident's words; who blocked the bot is no error.

    An update that failed is not done: it is brought back in a while.
    """
    if isinstance(context.error, Forbidden):
        log.info("blocked_by_resident")
        return
    log.error("update_failed", error=type(context.error).__name__, exc_info=context.error)
    raise ApplicationHandlerStop
