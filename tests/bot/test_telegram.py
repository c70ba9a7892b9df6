"""Telegram through the real application over HTTP, against a double of the Bot API."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from telegram.constants import FloodLimit

from bot import delivery, telegram, wording
from bot.gateway import Gateway
from casework import outbox
from casework.conversations import alerts, desk, inbox, queries, talks
from casework.conversations.models import Update as KeptUpdate
from casework.office import Bureau
from casework.outbox import Letter
from casework.people.models import Contact
from store import beat
from store.beat import Beat
from store.clock import FixedClock
from store.settings import Settings
from tests.bot.conftest import FakeRasa
from tests.bot.telegram_double import BROKEN, ME, TOKEN, BotApi
from tests.dialogues.stage import PIXEL, VOICE
from tests.installation import free_port
from understanding import Answer

CHAT = 4711


@pytest.fixture
def api() -> Iterator[BotApi]:
    double = BotApi()
    yield double
    double.close()


@pytest.fixture
def settings(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("HUIYIN_TELEGRAM_BASE_URL", api.url)
    monkeypatch.setenv("HUIYIN_TELEGRAM_WEBHOOK_SECRET", "only-telegram-knows")
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    return Settings()


def photo(shade: int) -> bytes:
    """A small picture unlike those of other shades."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), (shade * 40, 90, 120)).save(drawn, "PNG")
    return drawn.getvalue()


@asynccontextmanager
async def polling(settings: Settings, gateway: Gateway) -> AsyncIterator[Any]:
    application = telegram.build(settings, gateway)
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(poll_interval=0, timeout=1)
        yield application
        await application.updater.stop()
        await application.stop()


async def until(check: Callable[[], Any], seconds: float = 8.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if check():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("waited in vain")


Scene = Callable[[Callable[[], Any]], Awaitable[None]]


class TestPolling:
    async def test_text_in_answer_out(self, api: BotApi, settings: Settings, gateway: Gateway) -> None:
        async with polling(settings, gateway):
            api.say(CHAT, "低保多少钱")
            await until(lambda: api.texts(CHAT))
        assert api.texts(CHAT) == ["听到：低保多少钱"]

    async def test_messages_of_one_chat_are_answered_in_order(
        self, api: BotApi, settings: Settings, gateway: Gateway
    ) -> None:
        async with polling(settings, gateway):
            for n in range(5):
                api.say(CHAT, f"第{n}句")
            await until(lambda: len(api.texts(CHAT)) == 5, 20)
        assert api.texts(CHAT) == [f"听到：第{n}句" for n in range(5)]

    async def test_buttons_are_opaque_and_work(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rasa.answers = [Answer("对吗？", (("对，提交", "/affirm"),))]
        async with polling(settings, gateway):
            api.say(CHAT, "念")
            await until(lambda: api.texts(CHAT))
            (button,) = api.buttons(CHAT)
            assert button["text"] == "对，提交"
            assert len(button["callback_data"].encode()) <= 64
            assert "affirm" not in button["callback_data"]
            api.press(CHAT, button["callback_data"])
            await until(lambda: len(api.texts(CHAT)) == 2)
        assert rasa.heard == ["念", "/affirm"]
        assert any(call.method == "answerCallbackQuery" for call in api.calls)

    async def test_a_forged_button_does_nothing(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        async with polling(settings, gateway):
            api.press(CHAT, "/accept_reply")
            await until(lambda: api.texts(CHAT))
        assert rasa.heard == []

    @pytest.mark.parametrize(
        ("command", "words"), [(f"/{name}", said) for name, (_, said) in telegram.COMMANDS.items()]
    )
    async def test_commands_are_words(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa, command: str, words: str
    ) -> None:
        async with polling(settings, gateway):
            api.say(CHAT, command)
            await until(lambda: api.texts(CHAT))
        assert rasa.heard == [words]

    async def test_another_command_is_no_command(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        async with polling(settings, gateway):
            api.say(CHAT, "/restart")
            await until(lambda: api.texts(CHAT))
        assert rasa.heard == ["restart"]

    async def test_long_answer_comes_in_parts(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rasa.answers = [Answer("低保的条件。" * 1000, (("好", "/affirm"),))]
        async with polling(settings, gateway):
            api.say(CHAT, "讲全")
            await until(lambda: len(api.texts(CHAT)) == 2)
            assert all(len(text) <= 4096 for text in api.texts(CHAT))
            assert "".join(api.texts(CHAT)) == "低保的条件。" * 1000
            assert len(api.buttons(CHAT)) == 1

    @pytest.mark.parametrize(
        ("field", "value", "data", "kind"),
        [
            ("photo", [{"file_id": "small", "file_unique_id": "s", "width": 9, "height": 9}, {"file_id": "f", "file_unique_id": "f", "width": 90, "height": 90}], PIXEL, "image"),
            ("document", {"file_id": "f", "file_unique_id": "f", "file_name": "../../etc/passwd"}, b"%PDF-1.4 ...", "document"),
            ("voice", {"file_id": "f", "file_unique_id": "f", "duration": 3}, VOICE, "audio"),
        ],
    )  # fmt: skip
    async def test_files_become_sealed_evidence(
        self,
        api: BotApi,
        settings: Settings,
        gateway: Gateway,
        rasa: FakeRasa,
        bureau: Bureau,
        field: str,
        value: Any,
        data: bytes,
        kind: str,
    ) -> None:
        api.files["f"] = data
        async with polling(settings, gateway):
            api.say(CHAT, "", text=None, caption="这是照片", **{field: value})
            await until(lambda: api.texts(CHAT))
        assert rasa.heard == ["这是照片"]
        with bureau.reading() as office:
            conversation = talks.find_or_begin(office, "telegram", str(CHAT))
            (item,) = queries.evidence_of(office, conversation.id)
        assert item.kind == kind
        assert "/" not in item.name

    async def test_photos_sent_together_are_one_message(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        for place in range(3):
            api.files[f"f{place}"] = photo(place)
        async with polling(settings, gateway):
            for place in range(3):
                size = {"file_id": f"f{place}", "file_unique_id": f"f{place}", "width": 8, "height": 8}
                words = {"caption": "村里的公示栏"} if place == 0 else {}
                api.say(CHAT, "", text=None, media_group_id="9", photo=[size], **words)
            api.say(CHAT, "就这些")
            await until(lambda: len(api.texts(CHAT)) == 2)
        assert rasa.heard == ["村里的公示栏", "就这些"]
        with bureau.reading() as office:
            conversation = talks.find_or_begin(office, "telegram", str(CHAT))
            assert len(queries.evidence_of(office, conversation.id)) == 3
            assert office.db.query(KeptUpdate).count() == 0

    async def test_an_album_that_fails_is_not_done(
        self,
        api: BotApi,
        settings: Settings,
        gateway: Gateway,
        bureau: Bureau,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async def fail(*_: Any) -> None:
            raise OSError

        monkeypatch.setattr(gateway, "receive", fail)
        async with polling(settings, gateway):
            for _place in range(2):
                size = {"file_id": "f", "file_unique_id": "f", "width": 8, "height": 8}
                api.files["f"] = PIXEL
                api.say(CHAT, "", text=None, media_group_id="9", photo=[size])
            await asyncio.sleep(2 * telegram.ALBUM)
        with bureau.reading() as office:
            assert office.db.query(KeptUpdate).count() == 2

    async def test_too_large_a_file_is_told_and_not_fetched(
        self, api: BotApi, settings: Settings, gateway: Gateway
    ) -> None:
        async with polling(settings, gateway):
            video = {
                "file_id": "f",
                "file_unique_id": "f",
                "duration": 3,
                "width": 1,
                "height": 1,
                "file_size": 50_000_000,
            }
            api.say(CHAT, "", text=None, video=video)
            await until(lambda: api.texts(CHAT))
        assert api.texts(CHAT) == [telegram.TOO_LARGE]
        assert not any(call.method == "getFile" for call in api.calls)

    @pytest.mark.parametrize(
        ("sent", "heard", "answer"),
        [
            ({"sticker": {"emoji": "🙏"}}, ["谢谢"], None),
            ({"sticker": {"emoji": "🐱"}}, ["？"], None),
            ({"location": {"latitude": 30.1, "longitude": 110.2}}, [], wording.MAP_KEPT),
            ({"poll": None, "dice": {"emoji": "🎲", "value": 3}}, [], wording.NOT_SEEN),
        ],
    )
    async def test_what_is_neither_words_nor_a_file_is_no_complaint(
        self,
        api: BotApi,
        settings: Settings,
        gateway: Gateway,
        rasa: FakeRasa,
        sent: dict[str, Any],
        heard: list[str],
        answer: str | None,
    ) -> None:
        if "sticker" in sent:
            picture = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular"}
            sent = {"sticker": {**picture, "is_animated": False, "is_video": False, **sent["sticker"]}}
        async with polling(settings, gateway):
            api.say(CHAT, "", text=None, **sent)
            await until(lambda: api.texts(CHAT))
        assert rasa.heard == heard
        assert answer is None or api.texts(CHAT) == [answer]

    async def test_edited_message_is_said_anew_and_known_as_a_change(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        async with polling(settings, gateway):
            first = api.say(CHAT, "是张家庄")
            await until(lambda: api.texts(CHAT))
            api.update(
                "edited_message",
                {**first["message"], "text": "是李家庄", "edit_date": first["message"]["date"]},
            )
            await until(lambda: len(api.texts(CHAT)) == 2)
        assert rasa.heard == ["是张家庄", "是李家庄"]
        with bureau.reading() as office:
            talk = talks.find_or_begin(office, "telegram", str(CHAT))
            said = [one for one in talks.history(office, talk) if one.direction == "resident"]
        assert [(one.text, one.edited) for one in said] == [("是张家庄", False), ("是李家庄", True)]
        assert "居民（改过）：是李家庄" in talks.transcript(said)

    async def test_groups_are_refused_politely_and_not_read(
        self, api: BotApi, settings: Settings, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        group = {"id": -100, "type": "supergroup", "title": "村民群"}
        async with polling(settings, gateway):
            api.say(-100, "@huiyin_double_bot 我叫王桂花", chat=group)
            api.say(-100, "随便聊聊", chat=group)
            await until(lambda: api.texts(-100))
            await asyncio.sleep(0.3)
        assert api.texts(-100) == [telegram.IN_PRIVATE]
        assert rasa.heard == []

    async def test_in_a_group_what_is_for_others_is_left_alone(
        self, api: BotApi, settings: Settings, gateway: Gateway
    ) -> None:
        group = {"id": -100, "type": "supergroup", "title": "村民群"}
        neighbour = {"id": 77, "is_bot": False, "first_name": "邻居"}
        async with polling(settings, gateway):
            api.say(-100, "", chat=group, text=None, new_chat_members=[neighbour])
            api.say(-100, "/start@another_bot", chat=group)
            await asyncio.sleep(0.5)
            assert api.texts(-100) == []
            api.say(-100, "", chat=group, text=None, new_chat_members=[ME])
            await until(lambda: len(api.texts(-100)) == 1)
            api.say(-100, "/status@huiyin_double_bot", chat=group)
            await until(lambda: len(api.texts(-100)) == 2)
        assert set(api.texts(-100)) == {telegram.IN_PRIVATE}

    async def test_who_blocks_the_bot_gets_no_more_letters(
        self, api: BotApi, settings: Settings, gateway: Gateway, bureau: Bureau
    ) -> None:
        person = {"id": CHAT, "is_bot": False, "first_name": "居民"}
        bot = {"id": 12345, "is_bot": True, "first_name": "回音"}
        change = {
            "chat": {"id": CHAT, "type": "private"},
            "from": person,
            "date": 0,
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
        }

        def is_blocked() -> bool:
            with bureau.reading() as office:
                found = office.db.query(Contact).all()
                return bool(found and found[0].blocked_at)

        async with polling(settings, gateway):
            api.update("my_chat_member", change)
            await until(is_blocked)

    async def test_answer_that_did_not_get_through_is_sent_later_and_once(
        self, api: BotApi, settings: Settings, gateway: Gateway, bureau: Bureau, clock: FixedClock
    ) -> None:
        api.refuse = [(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})]
        async with polling(settings, gateway):
            update = api.say(CHAT, "你好")
            await until(lambda: len(api.sent) >= 1)
            api.updates = [update]
            await asyncio.sleep(0.3)
        clock.move(seconds=11)
        senders = [delivery.TelegramLetters(delivery.bot(settings))]
        assert await delivery.deliver_due(bureau, senders) == 1
        assert await delivery.deliver_due(bureau, senders) == 0
        assert api.texts(CHAT) == ["听到：你好"] * 2, "one refused, one taken"

    async def test_an_update_is_kept_until_it_is_done(
        self, api: BotApi, settings: Settings, gateway: Gateway, bureau: Bureau, clock: FixedClock
    ) -> None:
        """What Telegram was told had arrived outlives the process that took it."""
        update = telegram.Update.de_json(api.say(CHAT, "我妈的低保没发"), None)
        api.updates.clear()
        await telegram.KeepingQueue(bureau, Beat(settings.beat("telegram"), clock)).put(update)
        clock.move(minutes=2)
        async with polling(settings, gateway) as application:
            bringing = asyncio.create_task(application.update_queue.bring_back(application.bot))
            await until(lambda: api.texts(CHAT))
            await until(lambda: kept(bureau) == 0)
            bringing.cancel()
        assert api.texts(CHAT) == ["听到：我妈的低保没发"]
        assert beat.fault(settings.beat("telegram"), clock.now()) == "", "it gave a sign of life meanwhile"
        clock.move(minutes=3)
        assert beat.fault(settings.beat("telegram"), clock.now())

    async def test_no_update_is_dropped_for_its_age_which_a_leaping_clock_gives_to_all(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        update = telegram.Update.de_json(api.say(CHAT, "我妈的低保没发"), None)
        await telegram.KeepingQueue(bureau, Beat(settings.beat("telegram"), clock)).put(update)
        clock.move(days=2)
        with bureau.office() as office:
            assert len(inbox.left_over(office, "telegram", timedelta(minutes=1))) == 1
        clock.move(days=-2)
        assert kept(bureau) == 1

    async def test_an_update_that_can_never_be_done_is_given_up_counted_and_erased_in_the_end(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        update = telegram.Update.de_json(api.say(CHAT, "我妈的低保没发"), None)
        await telegram.KeepingQueue(bureau, Beat(settings.beat("telegram"), clock)).put(update)
        clock.move(minutes=2)
        with bureau.office() as office:
            brought = [len(inbox.left_over(office, "telegram", timedelta(minutes=1))) for _ in range(120)]
            assert (sum(brought), inbox.stuck(office)) == (inbox.MOST_TRIES, 1)
            inbox.forget_stuck(office)
        assert kept(bureau) == 1
        clock.move(days=31)
        with bureau.office() as office:
            inbox.forget_stuck(office)
        assert kept(bureau) == 0

    async def test_an_update_that_fails_is_not_done(
        self, api: BotApi, settings: Settings, gateway: Gateway, bureau: Bureau, rasa: FakeRasa
    ) -> None:
        def fail() -> None:
            raise RuntimeError

        rasa.during = fail
        async with polling(settings, gateway):
            api.say(CHAT, "你好")
            await until(lambda: rasa.turns)
            await asyncio.sleep(0.3)
        assert kept(bureau) == 1

    async def test_what_is_said_in_groups_is_not_kept(
        self, api: BotApi, bureau: Bureau, tmp_path: Path
    ) -> None:
        group = {"id": -100, "type": "supergroup", "title": "村民群"}
        update = telegram.Update.de_json(api.say(-100, "我叫王桂花", chat=group), None)
        await telegram.KeepingQueue(bureau, Beat(tmp_path / "beat", bureau.clock)).put(update)
        assert kept(bureau) == 0


def kept(bureau: Bureau) -> int:
    with bureau.reading() as office:
        return office.db.query(KeptUpdate).count()


class TestWebhook:
    @pytest.fixture
    async def url(self, settings: Settings, gateway: Gateway) -> AsyncIterator[str]:
        application = telegram.build(settings, gateway)
        port = free_port()
        async with application:
            await application.start()
            assert application.updater
            await application.updater.start_webhook(
                listen="127.0.0.1",
                port=port,
                url_path="telegram",
                webhook_url=f"http://127.0.0.1:{port}/telegram",
                secret_token=settings.telegram_webhook_secret.get_secret_value(),
            )
            yield f"http://127.0.0.1:{port}/telegram"
            await application.updater.stop()
            await application.stop()

    async def test_with_the_secret_it_is_answered(self, url: str, api: BotApi) -> None:
        update = api.say(CHAT, "低保多少钱")
        headers = {"X-Telegram-Bot-Api-Secret-Token": "only-telegram-knows"}
        async with httpx.AsyncClient() as client:
            assert (await client.post(url, json=update, headers=headers)).status_code == 200
            assert (await client.post(url, json=update, headers=headers)).status_code == 200
        await until(lambda: api.texts(CHAT))
        await asyncio.sleep(0.3)
        assert api.texts(CHAT) == ["听到：低保多少钱"]

    @pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
    async def test_without_it_nothing_comes_in(
        self, url: str, api: BotApi, rasa: FakeRasa, headers: dict[str, str]
    ) -> None:
        async with httpx.AsyncClient() as client:
            answer = await client.post(url, json=api.say(CHAT, "低保多少钱"), headers=headers)
        assert answer.status_code == 403
        assert rasa.heard == []


class TestLetters:
    """The outbox over Telegram, delivered by the worker."""

    def deliver(self, bureau: Bureau, settings: Settings) -> int:
        return asyncio.run(delivery.deliver_due(bureau, delivery.senders(settings)))

    def write(self, bureau: Bureau, *texts: str, **more: Any) -> None:
        with bureau.office() as office:
            for text in texts:
                outbox.write(office, "telegram", str(CHAT), text, key=f"k:{text}", **more)

    def test_in_order_and_once(self, api: BotApi, settings: Settings, bureau: Bureau) -> None:
        self.write(bureau, "一", "二", "三")
        assert self.deliver(bureau, settings) == 3
        assert self.deliver(bureau, settings) == 0
        assert api.texts(CHAT) == ["一", "二", "三"]

    def test_a_rating_button_reaches_rasa_with_its_petition(
        self, api: BotApi, settings: Settings, bureau: Bureau, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rate = [{"title": "满意", "payload": "rate:HY26-0000-0011:3"}]
        self.write(bureau, "答复来了", buttons=rate)
        self.deliver(bureau, settings)
        (button,) = api.buttons(CHAT)

        async def press() -> None:
            async with polling(settings, gateway):
                api.press(CHAT, button["callback_data"])
                await until(lambda: rasa.turns)

        asyncio.run(press())
        assert rasa.turns[0][1] == "/accept_reply"
        assert rasa.turns[0][2]["about"] == "HY26-0000-0011"

    def test_flood_wait_is_obeyed(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        wait = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests",
            "parameters": {"retry_after": 90},
        }
        api.refuse = [(429, wait)]
        self.write(bureau, "一")
        assert self.deliver(bureau, settings) == 0
        clock.move(seconds=60)
        assert self.deliver(bureau, settings) == 0
        clock.move(seconds=60)
        assert self.deliver(bureau, settings) == 1

    def test_one_chat_gets_a_message_a_second_and_holds_up_no_other(
        self, api: BotApi, settings: Settings, bureau: Bureau
    ) -> None:
        """Parts of one letter and letters that follow each other alike."""
        self.write(bureau, "一" * 4096 + "二", "三")
        with bureau.office() as office:
            outbox.write(office, "telegram", str(CHAT + 1), "别人的", key="other")
        assert self.deliver(bureau, settings) == 3
        sent = [call for call in api.calls if call.method == "sendMessage"]
        at = [call.at for call in sent if call.values["chat_id"] == str(CHAT)]
        assert [later - earlier >= 0.9 for earlier, later in pairwise(at)] == [True, True]
        (other,) = (call.at for call in sent if call.values["chat_id"] != str(CHAT))
        assert other < at[1]

    def test_two_processes_share_the_limit_of_all_messages(
        self, settings: Settings, gateway: Gateway
    ) -> None:
        both = [delivery.bot(settings).rate_limiter, telegram.build(settings, gateway).bot.rate_limiter]
        assert all(isinstance(one, delivery.Pace) for one in both)
        assert sum(one._base_limiter.max_rate for one in both) == FloodLimit.MESSAGES_PER_SECOND

    def test_telegram_away_is_tried_again(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        api.refuse = [(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})]
        self.write(bureau, "一", "二")
        assert self.deliver(bureau, settings) == 0
        clock.move(minutes=2)
        assert self.deliver(bureau, settings) == 2
        assert api.texts(CHAT)[-2:] == ["一", "二"]

    def test_what_may_have_arrived_is_listed_and_not_sent_again(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        api.refuse = [(BROKEN, {})]
        self.write(bureau, "一", "二")
        assert self.deliver(bureau, settings) == 1
        clock.move(days=1)
        assert self.deliver(bureau, settings) == 0
        assert api.texts(CHAT) == ["一", "二"]
        with bureau.reading() as office:
            assert office.db.query(Letter).filter_by(state="failed").one().error == outbox.UNCERTAIN

    def test_of_a_long_letter_only_the_rest_is_sent_again(
        self, api: BotApi, settings: Settings, bureau: Bureau, clock: FixedClock
    ) -> None:
        first, second, third = "一" * 4096, "二" * 4096, "三"
        self.write(bureau, first + second + third)
        away = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
        taken = (200, {"ok": True, "result": api._message(CHAT, "一", ME)})
        api.refuse = [taken, away, away]
        assert self.deliver(bureau, settings) == 0
        clock.move(seconds=11)
        assert self.deliver(bureau, settings) == 0
        clock.move(seconds=61)
        assert self.deliver(bureau, settings) == 1
        assert api.texts(CHAT) == [first, second, second, second, third]

    def test_a_blocked_bot_is_noted(self, api: BotApi, settings: Settings, bureau: Bureau) -> None:
        api.refuse = [
            (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
        ]
        self.write(bureau, "一")
        assert self.deliver(bureau, settings) == 0
        with bureau.reading() as office:
            assert office.db.query(Contact).one().blocked_at
            assert outbox.waiting(office) == 0

    def test_what_an_operator_says_arrives(self, api: BotApi, settings: Settings, bureau: Bureau) -> None:
        with bureau.office() as office:
            token = talks.find_or_begin(office, "telegram", str(CHAT)).token
            desk.take(office, token, 7, "赵敏")
            desk.answer(office, token, 7, "您请讲")
        self.deliver(bureau, settings)
        assert api.texts(CHAT)[-1] == "您请讲"
        with bureau.reading() as office:
            said = talks.history(office, talks.get(office, token))
        assert [message.text for message in said][-1] == "您请讲"
        assert len(said) == 2

    def test_an_alert_without_channels_is_the_desks_sound_alone(
        self, settings: Settings, bureau: Bureau
    ) -> None:
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "a")
            handover = desk.ask_for_person(office, conversation, "crisis", "危险")
            alerts.raise_alert(office, conversation, handover)
            alerts.raise_alert(office, conversation, handover)
        assert self.deliver(bureau, settings) == 1
