"""The way of a message: kept first, harmless, answered once, lost never."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import wording
from bot.channels import Attachment, Incoming
from bot.delivery import keyboard
from bot.gateway import BURST, Gateway
from bot.text import harmless, parts
from casework import outbox
from casework.conversations import alerts, desk, evidence, forgetting, marks, queries, talks, turns
from casework.conversations.talks import Reply
from casework.labelling import labelling
from casework.office import Bureau
from knowledge.models import AnswerUse, OpenQuestion
from store.clock import FixedClock
from tests.bot.conftest import FakeRasa
from tests.dialogues.stage import PIXEL, VOICE
from understanding import Answer, NotUnderstoodNow


def say(text: str, update: str = "1", channel: str = "web", **more: object) -> Incoming:
    return Incoming(channel, update, "resident-1", text, **more)  # type: ignore[arg-type]


def told(bureau: Bureau, channel: str = "web") -> list[Reply]:
    with bureau.reading() as office:
        return talks.history(office, talks.find_or_begin(office, channel, "resident-1"))


class TestHarmless:
    @pytest.mark.parametrize(
        "text",
        [
            "/restart",
            "／restart",
            " \u200b/restart",
            "//restart",
            "／/ ／restart",
            "\ufeff／restart",
            "\u2060/ restart",
            "\x00/restart",
        ],
    )
    def test_no_text_is_a_command(self, text: str) -> None:
        assert harmless(text) == "restart"

    @given(st.text(max_size=80))
    def test_never_begins_with_a_slash(self, text: str) -> None:
        assert not harmless(text).strip().startswith("/")

    def test_full_width_digits_become_plain_and_chinese_marks_stay(self) -> None:
        assert harmless("电话１３８００１３８０００，对！") == "电话13800138000，对！"

    def test_slash_inside_stays(self) -> None:
        assert harmless("1月/2月都没发") == "1月/2月都没发"


class TestParts:
    @given(st.text(alphabet="好人。\n字😀", min_size=1, max_size=400), st.integers(5, 60))
    def test_nothing_is_lost_and_all_fit(self, text: str, longest: int) -> None:
        found = parts(text, longest)
        assert all(len(part.encode("utf-16-le")) // 2 <= longest for part in found)
        assert "".join("".join(found).split()) == ("".join(text.split()) or "…")


class TestReceive:
    async def test_text_reaches_rasa_and_answer_comes_back(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        replies = await gateway.receive(say("／低保多少钱"))
        assert rasa.heard == ["低保多少钱"]
        assert [reply.text for reply in replies] == ["听到：低保多少钱"]
        assert [message.text for message in told(bureau)] == ["／低保多少钱", "听到：低保多少钱"]

    async def test_the_senders_name_at_rasa_says_nothing_of_the_address(
        self, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        await gateway.receive(say("你好"))
        assert "resident-1" not in rasa.turns[0][0]
        assert len(rasa.turns[0][0]) >= 32

    async def test_same_update_twice_is_answered_once(self, gateway: Gateway, rasa: FakeRasa) -> None:
        await gateway.receive(say("你好"))
        assert await gateway.receive(say("你好")) == []
        assert rasa.heard == ["你好"]

    async def test_same_update_at_the_same_time_is_answered_once(
        self, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        both = await asyncio.gather(gateway.receive(say("对，提交")), gateway.receive(say("对，提交")))
        assert sorted(map(len, both)) == [0, 1]
        assert rasa.heard == ["对，提交"]

    async def test_answers_are_in_the_outbox_once_where_nothing_is_fetched(
        self, gateway: Gateway, bureau: Bureau
    ) -> None:
        await gateway.receive(say("你好", channel="telegram"))
        assert await gateway.receive(say("你好", channel="telegram")) == []
        with bureau.reading() as office:
            assert outbox.waiting(office, ["telegram"]) == 1
            assert outbox.waiting(office, ["web"]) == 0

    async def test_messages_sealed_in_the_database(self, gateway: Gateway, bureau: Bureau) -> None:
        await gateway.receive(say("我叫王桂花，电话13800138000"))
        bureau.engine.dispose()
        raw = b"".join(path.read_bytes() for path in _files(bureau))
        assert "王桂花".encode() not in raw
        assert b"13800138000" not in raw
        assert b"resident-1" not in raw

    async def test_ten_messages_at_once_are_all_kept_and_in_order(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        await asyncio.gather(*(gateway.receive(say(f"第{n}句", str(n))) for n in range(10)))
        assert sorted(rasa.heard) == sorted(f"第{n}句" for n in range(10))
        assert sum(message.direction == "resident" for message in told(bureau)) == 10

    async def test_too_fast_is_kept_but_not_answered(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        most = BURST[1]
        for n in range(most + 5):
            replies = await gateway.receive(say(f"第{n}句", str(n)))
            if n == most:
                assert replies[0].text == wording.TOO_FAST
        assert len(rasa.heard) == most
        assert sum(message.direction == "resident" for message in told(bureau)) == most + 5

    async def test_what_was_said_while_the_clock_had_leaped_does_not_make_it_too_fast(
        self, gateway: Gateway, clock: FixedClock
    ) -> None:
        clock.move(days=2)
        for n in range(BURST[1]):
            await gateway.receive(say(f"第{n}句", str(n)))
        clock.move(days=-2)
        reply = (await gateway.receive(say("你好", "now")))[0]
        assert reply.text != wording.TOO_FAST

    async def test_danger_is_never_too_fast(self, gateway: Gateway, rasa: FakeRasa) -> None:
        for n in range(BURST[1] + 3):
            await gateway.receive(say(f"第{n}句", str(n)))
        await gateway.receive(say("我不想活了", "last"))
        assert rasa.heard[-1] == "我不想活了"

    async def test_half_a_character_of_any_channel_is_left_out(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        await gateway.receive(say("我\ud83d要投诉", channel="telegram"))
        assert rasa.heard == ["我要投诉"]
        assert told(bureau, "telegram")[0].text == "我要投诉"

    async def test_long_letter_is_kept_whole(self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau) -> None:
        letter = "我要反映一件事。" * 1000
        replies = await gateway.receive(say(letter))
        assert len(rasa.heard[0]) == 5000
        assert told(bureau)[0].text == letter
        assert "5000" in replies[0].text

    @pytest.mark.parametrize(
        "text",
        ["<script>alert(1)</script>", "'; DROP TABLE message; --", "{slot}", "{{7*7}}", "%s%n", "\u202e反"],
    )
    async def test_odd_texts_pass_unharmed(self, gateway: Gateway, bureau: Bureau, text: str) -> None:
        await gateway.receive(say(text))
        assert told(bureau)[0].text == text


class TestButtons:
    async def test_a_button_carries_an_opaque_id_and_stands_for_its_payload(
        self, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rasa.answers = [Answer("选一个", (("对，提交", "/affirm"), ("要改", "要改")))]
        (reply,) = await gateway.receive(say("念"))
        (button_id, title), (other_id, _) = reply.buttons
        assert title == "对，提交"
        assert len(button_id.encode()) <= 64
        assert "affirm" not in button_id
        await gateway.receive(say("", "2", button_id=button_id))
        await gateway.receive(say("", "3", button_id=other_id))
        assert rasa.heard[1:] == ["/affirm", "要改"]
        assert rasa.turns[1][2]["title"] == "对，提交"

    async def test_what_a_button_is_about_stays_here(self, gateway: Gateway, rasa: FakeRasa) -> None:
        rasa.answers = [Answer("评价", (("满意", "/accept_reply#HY26-0000-0011"),))]
        (reply,) = await gateway.receive(say("念"))
        await gateway.receive(say("", "2", button_id=reply.buttons[0][0]))
        assert rasa.turns[1][1] == "/accept_reply"
        assert rasa.turns[1][2]["about"] == "HY26-0000-0011"

    async def test_somebody_elses_button_is_none(self, gateway: Gateway, rasa: FakeRasa) -> None:
        rasa.answers = [Answer("选", (("对", "/affirm"),))]
        (reply,) = await gateway.receive(say("念"))
        stolen = Incoming("web", "9", "resident-2", button_id=reply.buttons[0][0])
        (answer,) = await gateway.receive(stolen)
        assert answer.text == wording.OLD_BUTTON
        assert len(rasa.heard) == 1

    async def test_a_payload_typed_is_only_words(self, gateway: Gateway, rasa: FakeRasa) -> None:
        await gateway.receive(say("/accept_reply#HY26-0000-0011"))
        assert rasa.heard == ["accept_reply#HY26-0000-0011"]
        assert "about" not in rasa.turns[0][2]


class TestMarks:
    """有用 and 没用 under an answer: counted for the editors, and no turn of the talk."""

    async def ask(self, gateway: Gateway, rasa: FakeRasa) -> tuple[str, str]:
        rasa.answers = [Answer("可以的。", (("要什么材料", "/ask_materials#a2"), *marks.offers("car")))]
        (reply,) = await gateway.receive(say("家里有车能吃低保吗，我叫王桂花，电话13800138000"))
        assert [title for _, title in reply.buttons] == ["要什么材料", "有用", "没用"]
        return reply.buttons[1][0], reply.buttons[2][0]

    async def test_a_bad_mark_brings_the_question_to_the_editors_and_says_so(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        _, bad = await self.ask(gateway, rasa)
        (said,) = await gateway.receive(say("", "2", button_id=bad))
        assert said.text == wording.MARKED_BAD
        assert len(rasa.heard) == 1
        with bureau.reading() as office:
            (kept,) = office.db.scalars(select(OpenQuestion))
            assert (kept.kind, kept.answer_id, kept.times) == ("badly_rated", "car", 1)
            assert "有车能吃低保" in kept.sample
            assert "13800138000" not in kept.sample
            assert office.db.scalars(select(AnswerUse)).one().unhelpful == 1

    async def test_a_bad_mark_brings_the_question_to_those_who_label_without_personal_data(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        _, bad = await self.ask(gateway, rasa)
        await gateway.receive(say("", "2", button_id=bad))
        with bureau.reading() as office:
            (kept,) = labelling.waiting(office, "new", source="disliked")
            assert kept.text == "家里有车能吃低保吗，我叫王某，电话〔电话〕"

    async def test_a_question_that_names_somebody_is_not_learned_from(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        rasa.answers = [Answer("可以反映。", tuple(marks.offers("car", names=True)))]
        (reply,) = await gateway.receive(say("刘会计家有车能吃低保吗"))
        (said,) = await gateway.receive(say("", "2", button_id=reply.buttons[1][0]))
        assert said.text == wording.MARKED_BAD
        with bureau.reading() as office:
            assert office.db.scalars(select(AnswerUse)).one().unhelpful == 1
            assert labelling.waiting(office, "new") == []

    async def test_a_good_mark_is_counted_alone(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        good, _ = await self.ask(gateway, rasa)
        (said,) = await gateway.receive(say("", "2", button_id=good))
        assert said.text == wording.MARKED_GOOD
        with bureau.reading() as office:
            assert office.db.scalars(select(OpenQuestion)).all() == []
            assert labelling.waiting(office, "new") == []
            assert office.db.scalars(select(AnswerUse)).one().helpful == 1

    async def test_an_answer_is_marked_once(self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau) -> None:
        good, bad = await self.ask(gateway, rasa)
        await gateway.receive(say("", "2", button_id=good))
        assert await gateway.receive(say("", "2", button_id=good)) == []
        (said,) = await gateway.receive(say("", "3", button_id=bad))
        assert said.text == wording.MARKED_BEFORE
        with bureau.reading() as office:
            use = office.db.scalars(select(AnswerUse)).one()
            assert (use.helpful, use.unhelpful) == (1, 0)

    async def test_while_a_person_talks_it_is_counted_in_silence(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        _, bad = await self.ask(gateway, rasa)
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            desk.ask_for_person(office, conversation, "request", "要人工")
            desk.take(office, conversation.token, 1, "赵敏")
        assert await gateway.receive(say("", "2", button_id=bad)) == []
        with bureau.reading() as office:
            assert office.db.scalars(select(AnswerUse)).one().unhelpful == 1

    async def test_channels_are_told_that_it_is_no_turn(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        good, _ = await self.ask(gateway, rasa)
        await gateway.receive(say("", "2", button_id=good))
        assert [one.aside for one in told(bureau)] == [False, False, True, False]


async def test_a_place_on_the_map_is_kept_for_staff_and_asked_for_in_words(
    gateway: Gateway, rasa: FakeRasa, bureau: Bureau
) -> None:
    words = wording.ON_MAP.format(latitude=30.123456, longitude=110.2)
    (reply,) = await gateway.receive(say(words))
    assert reply.text == wording.MAP_KEPT
    assert rasa.heard == []
    assert "30.12346" in told(bureau)[0].text


class TestAway:
    async def test_kept_told_and_seen_by_a_person(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        rasa.away = True
        (reply,) = await gateway.receive(say("我妈的低保没发"))
        assert "没有丢" in reply.text
        assert "110" in reply.text
        with bureau.office() as office:
            (waiting,) = desk.queue(office)
            assert waiting.handover.kind == "unanswered"

    async def test_what_is_said_on_meanwhile_is_confirmed_in_a_word_and_danger_in_full(
        self, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rasa.away = True
        await gateway.receive(say("我妈的低保没发"))
        (second,) = await gateway.receive(say("都三个月了", "2"))
        (third,) = await gateway.receive(say("我不想活了", "3"))
        assert second.text == wording.STILL_AWAY
        assert "没有丢" in third.text

    async def test_danger_is_seen_at_once_even_then(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        rasa.away = True
        await gateway.receive(say("我不想活了"))
        with bureau.office() as office:
            assert desk.queue(office)[0].handover.kind == "crisis"

    @pytest.mark.parametrize(
        "text",
        [
            "家里断粮两天了",
            "娃饿得直哭",
            "昨晚房子塌了，没地方住",
            "我爸快不行了",
            "他打我",
            "又打了我，我要号",
        ],
    )
    async def test_need_that_cannot_wait_is_a_cry_for_help_even_then(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, text: str
    ) -> None:
        rasa.away = True
        await gateway.receive(say(text))
        with bureau.reading() as office:
            (waiting,) = desk.queue(office)
            assert (waiting.handover.kind, waiting.handover.urgency) == ("help", 0)
            assert outbox.waiting(office, ["alert"]) == 1

    @pytest.mark.parametrize(
        "text", ["有消息打我电话", "给我打电话", "打我手机", "打我女儿的电话", "打我13800138000"]
    )
    async def test_who_wants_to_be_called_is_not_beaten(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, text: str
    ) -> None:
        rasa.away = True
        await gateway.receive(say(text))
        with bureau.reading() as office:
            assert desk.queue(office)[0].handover.kind == "unanswered"

    async def test_answered_when_rasa_is_back(self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau) -> None:
        rasa.away = True
        await gateway.receive(say("我妈的低保没发"))
        rasa.away = False
        assert await gateway.replay() == 1
        assert told(bureau)[-1].text == "听到：我妈的低保没发"
        assert await gateway.replay() == 0

    async def test_what_was_kept_is_answered_before_what_is_said_next(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        rasa.away = True
        await gateway.receive(say("青石坳村的支书把他老丈人弄成特困了"))
        rasa.away = False
        rasa.turns.clear()
        replies = await gateway.receive(say("去年腊月弄的", "2"))
        assert rasa.heard == ["青石坳村的支书把他老丈人弄成特困了", "去年腊月弄的"]
        assert [one.text for one in replies] == [f"听到：{text}" for text in rasa.heard]
        assert await gateway.replay() == 0

    async def test_what_cannot_be_answered_does_not_hold_back_what_is_said_next(
        self, gateway: Gateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rasa.away = True
        await gateway.receive(say("卡住的话"))
        rasa.away = False
        plain = rasa.talk

        async def talk(sender: str, text: str, metadata: dict[str, object] | None = None) -> list[Answer]:
            if text == "卡住的话":
                raise NotUnderstoodNow
            return await plain(sender, text, metadata)

        monkeypatch.setattr(rasa, "talk", talk)
        assert [one.text for one in await gateway.receive(say("喂", "2"))] == ["听到：喂"]

    async def test_a_talk_that_cannot_be_answered_does_not_hold_back_the_others(
        self, gateway: Gateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rasa.away = True
        for resident, text in (("a", "卡住的话"), ("a", "同一人后面的话"), ("b", "我妈的低保没发")):
            await gateway.receive(replace(say(text, text), address=resident))
        rasa.away = False
        plain = rasa.talk

        async def talk(sender: str, text: str, metadata: dict[str, object] | None = None) -> list[Answer]:
            if text == "卡住的话":
                raise NotUnderstoodNow
            return await plain(sender, text, metadata)

        monkeypatch.setattr(rasa, "talk", talk)
        rasa.turns.clear()
        assert await gateway.replay() == 1
        assert rasa.heard == ["我妈的低保没发"]

    async def test_nor_do_many_of_its_kind_for_whatever_reason(
        self, gateway: Gateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rasa.away = True
        for resident in "abcdef":
            text = "我妈的低保没发" if resident == "f" else f"卡住的话{resident}"
            await gateway.receive(replace(say(text, resident), address=resident))
        rasa.away = False

        async def talk(sender: str, text: str, metadata: dict[str, object] | None = None) -> list[Answer]:
            if text == "卡住的话a":
                raise ValueError("what nobody thought of")
            if text.startswith("卡住的话"):
                raise NotUnderstoodNow
            return [Answer("听到了")]

        monkeypatch.setattr(rasa, "talk", talk)
        assert await gateway.replay() == 1

    async def test_a_word_begun_while_the_clock_had_leaped_is_answered(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        clock.move(days=2)
        with bureau.office() as office:
            talks.keep(office, talks.find_or_begin(office, "web", "resident-1"), "喂", update_id="7")
        clock.move(days=-2)
        assert await gateway.replay() == 1
        assert rasa.heard == ["喂"]

    async def test_left_by_a_dead_process_is_answered(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        with bureau.office() as office:
            talks.keep(office, talks.find_or_begin(office, "web", "resident-1"), "喂", update_id="7")
        assert await gateway.replay() == 0
        clock.move(minutes=3)
        assert await gateway.replay() == 1
        assert told(bureau)[-1].text == "听到：喂"

    async def test_redelivered_after_a_crash_is_answered(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        with bureau.office() as office:
            talks.keep(office, talks.find_or_begin(office, "web", "resident-1"), "喂", update_id="7")
        assert [reply.text for reply in await gateway.receive(say("喂", "7"))] == ["听到：喂"]

    async def test_what_rasa_answered_before_is_not_asked_again(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        """A process that died after Rasa had done its work leaves the answer in Rasa's memory."""
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            kept = talks.keep(office, conversation, "对", update_id="7")
        rasa.answered = {kept.id: [Answer("登记好了")]}
        assert [reply.text for reply in await gateway.receive(say("对", "7"))] == ["登记好了"]
        assert rasa.heard == []

    async def test_two_processes_take_turns_in_the_order_of_the_words(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        other = Gateway(bureau, rasa, gateway.settings)
        slow = asyncio.Event()
        plain = rasa.talk

        async def talk(sender: str, text: str, metadata: dict[str, object] | None = None) -> list[Answer]:
            if text == "第0句":
                await slow.wait()
            return await plain(sender, text, metadata)

        rasa.talk = talk  # type: ignore[method-assign]
        tasks = []
        for n in range(6):
            one = (gateway, other)[n % 2]
            tasks.append(asyncio.create_task(one.receive(say(f"第{n}句", str(n)))))
            await asyncio.sleep(0.05)
        tasks.append(asyncio.create_task(other.receive(say("第0句", "0"))))
        await asyncio.sleep(0.3)
        assert rasa.heard == []
        slow.set()
        await asyncio.gather(*tasks)
        arrived = [message.text for message in told(bureau) if message.direction == "resident"]
        assert rasa.heard == arrived
        assert len(arrived) == 6

    async def test_a_turn_whose_holder_died_ends(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            dead = talks.keep(office, conversation, "喂", update_id="7")
            assert turns.take(office, conversation, dead, "dead", gateway.lease)
        waiting = asyncio.create_task(gateway.receive(say("在吗", "8")))
        await asyncio.sleep(0.3)
        assert rasa.heard == []
        clock.move(seconds=gateway.lease.total_seconds() + 1)
        await waiting
        assert rasa.heard == ["在吗"]

    async def test_too_old_goes_to_a_person(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        rasa.away = True
        await gateway.receive(say("我妈的低保没发"))
        rasa.away = False
        clock.move(minutes=45)
        assert await gateway.replay() == 1
        assert len(rasa.heard) == 1
        assert told(bureau)[-1].text == wording.HANDED_ON

    async def test_what_a_leaping_clock_dated_ahead_is_too_old_in_time_too(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        rasa.away = True
        clock.move(days=2)
        await gateway.receive(say("我妈的低保没发"))
        clock.move(days=-2)
        assert await gateway.replay() == 0
        clock.move(minutes=45)
        assert await gateway.replay() == 1
        assert told(bureau)[-1].text == wording.HANDED_ON

    async def test_an_old_yes_does_not_answer_a_newer_question(
        self, gateway: Gateway, rasa: FakeRasa
    ) -> None:
        rasa.away = True
        await gateway.receive(say("对", "1"))
        rasa.away = False
        await gateway.receive(say("我要投诉", "2"))
        await gateway.replay()
        assert rasa.heard == ["对", "我要投诉"]


class TestOperator:
    async def test_a_held_talk_goes_to_the_person_not_to_rasa(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        await gateway.receive(say("转人工"))
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            desk.ask_for_person(office, conversation, "request", "要人工")
            desk.take(office, conversation.token, 7, "赵敏")
        assert await gateway.receive(say("我在听", "2")) == []
        assert rasa.heard == ["转人工"]
        with bureau.office() as office:
            desk.answer(office, conversation.token, 7, "您请讲")
            desk.give_back(office, conversation.token, 7)
        await gateway.receive(say("低保多少钱", "3"))
        assert rasa.heard == ["转人工", "低保多少钱"]
        assert [message.direction for message in told(bureau)][-5:] == [
            "resident",
            "operator",
            "huiyin",
            "resident",
            "huiyin",
        ]

    @pytest.mark.parametrize(("answer", "kept"), [("同意存", 1), ("不存，删掉", 0)])
    async def test_the_first_file_is_asked_about_while_a_person_holds_the_talk(
        self, gateway: Gateway, bureau: Bureau, rasa: FakeRasa, answer: str, kept: int
    ) -> None:
        await gateway.receive(say("转人工"))
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            desk.take(office, conversation.token, 7, "赵敏")
        (asked,) = await gateway.receive(say("", "2", attachments=(Attachment(PIXEL),)))
        assert "您同意存吗" in asked.text
        assert await gateway.receive(say("", "3", attachments=(Attachment(VOICE),))) == []
        button = next(id for id, title in asked.buttons if title == answer)
        (said,) = await gateway.receive(say("", "4", button_id=button))
        assert said.text.startswith("好")
        assert rasa.heard == ["转人工"]
        with bureau.reading() as office:
            files = forgetting.stored(office, talks.get(office, conversation.token)).files
        assert files == 2 * kept

    async def test_nothing_is_asked_about_files_of_somebody_in_danger(
        self, gateway: Gateway, bureau: Bureau
    ) -> None:
        await gateway.receive(say("快来人"))
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            desk.ask_for_person(office, conversation, "crisis", "可能有人身危险")
            desk.take(office, conversation.token, 7, "赵敏")
        assert await gateway.receive(say("", "2", attachments=(Attachment(PIXEL),))) == []

    async def test_two_operators_cannot_hold_one_talk(self, gateway: Gateway, bureau: Bureau) -> None:
        await gateway.receive(say("转人工"))
        with bureau.office() as office:
            token = talks.find_or_begin(office, "web", "resident-1").token
            desk.take(office, token, 7, "赵敏")
            with pytest.raises(desk.AlreadyTaken):
                desk.take(office, token, 8, "钱进")
            with pytest.raises(desk.NotHeld):
                desk.answer(office, token, 8, "您好")

    async def test_a_silent_operator_loses_the_talk(
        self, gateway: Gateway, bureau: Bureau, clock: FixedClock
    ) -> None:
        await gateway.receive(say("转人工"))
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            desk.ask_for_person(office, conversation, "request", "要人工")
            desk.take(office, conversation.token, 7, "赵敏")
        clock.move(minutes=31)
        with bureau.office() as office:
            assert desk.release_silent(office) == 1
            assert [waiting.handover.state for waiting in desk.queue(office)] == ["waiting"]

    async def test_who_keeps_talking_to_an_absent_operator_is_not_forgotten(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, clock: FixedClock
    ) -> None:
        """A talk that nobody had asked for, taken by an operator who then left."""
        await gateway.receive(say("低保多少钱"))
        with bureau.office() as office:
            desk.take(office, talks.find_or_begin(office, "web", "resident-1").token, 7, "赵敏")
        for n in range(4):
            clock.move(minutes=10)
            await gateway.receive(say("有人吗", f"more-{n}"))
        with bureau.office() as office:
            assert desk.release_silent(office) == 1
            (waiting,) = desk.queue(office)
            assert waiting.handover.kind == "unanswered"
            assert waiting.conversation.state == "waiting"
            assert outbox.waiting(office, ["alert"]) == 1
            assert desk.release_silent(office) == 0
        await gateway.receive(say("还是没人", "last"))
        assert rasa.heard[-1] == "还是没人"

    async def test_an_operator_who_answers_keeps_the_talk(
        self, gateway: Gateway, bureau: Bureau, clock: FixedClock
    ) -> None:
        await gateway.receive(say("转人工"))
        with bureau.office() as office:
            token = talks.find_or_begin(office, "web", "resident-1").token
            desk.take(office, token, 7, "赵敏")
        clock.move(minutes=20)
        with bureau.office() as office:
            desk.answer(office, token, 7, "您请讲")
        clock.move(minutes=20)
        with bureau.office() as office:
            assert desk.release_silent(office) == 0

    @pytest.mark.parametrize("kind", ["request", "help", None])
    async def test_danger_said_to_an_operator_alerts_once_for_each_taking(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau, kind: str | None
    ) -> None:
        await gateway.receive(say("你好"))
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            if kind:
                handover = desk.ask_for_person(office, conversation, kind, "要人工")
                alerts.raise_alert(office, conversation, handover)
            desk.take(office, conversation.token, 7, "赵敏")
            before = outbox.waiting(office, ["alert"])
        for n in range(3):
            assert await gateway.receive(say("我不想活了", f"danger-{n}")) == []
        with bureau.reading() as office:
            assert outbox.waiting(office, ["alert"]) == before + 1
            found = queries.open_handover(office, conversation.id)
            assert found
            assert found.urgency == 0
        assert rasa.heard == ["你好"]

    def test_the_most_pressing_comes_first(self, bureau: Bureau) -> None:
        with bureau.office() as office:
            for name, kind in (("a", "request"), ("b", "crisis"), ("c", "help"), ("d", "request")):
                desk.ask_for_person(office, talks.find_or_begin(office, "web", name), kind, kind)
            queue = desk.queue(office)
            assert [waiting.handover.kind for waiting in queue] == ["crisis", "help", "request", "request"]
            assert desk.position(office, queue[3].handover) == 3

    def test_asking_again_is_one_entry_that_gets_more_pressing(self, bureau: Bureau) -> None:
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "web", "a")
            desk.ask_for_person(office, conversation, "request", "要人工")
            desk.ask_for_person(office, conversation, "crisis", "危险")
            desk.ask_for_person(office, conversation, "request", "要人工")
            (waiting,) = desk.queue(office)
            assert waiting.handover.kind == "crisis"


class TestEvidence:
    async def test_a_photo_is_kept_sealed_and_rasa_learns_of_it(
        self, gateway: Gateway, rasa: FakeRasa, bureau: Bureau
    ) -> None:
        await gateway.receive(say("", attachments=(Attachment(PIXEL),)))
        assert rasa.heard == ["/inform"]
        assert rasa.turns[0][2]["evidence"][0]["kind"] == "image"
        with bureau.reading() as office:
            conversation = talks.find_or_begin(office, "web", "resident-1")
            (item,) = queries.evidence_of(office, conversation.id)
            assert evidence.content(office, item) == (PIXEL, "image/png")
            preview = evidence.preview(office, item)
            assert preview is not None
            assert preview.startswith(b"\xff\xd8")

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"MZ\x90\x00program",
            b"#!/bin/sh\nrm -rf /",
            b"<html><script>",
            b"\x89PNG\r\n\x1a\n broken",
            b"PK\x03\x04 zip of something",
        ],
    )
    async def test_what_is_no_evidence_is_refused_with_a_sentence(
        self, gateway: Gateway, rasa: FakeRasa, data: bytes
    ) -> None:
        (reply,) = await gateway.receive(say("", attachments=(Attachment(data),)))
        assert rasa.heard == []
        assert reply.text.endswith("。")

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"\x00\x00\x00\x18ftypheic" + bytes(40), "文件1.heic"),
            (b"\x00\x00\x00\x18ftypmif1" + bytes(40), "文件1.heic"),
            (b"\x00\x00\x00\x18ftypisom" + bytes(40), "视频1.mp4"),
            (b"\xff\xf3\x48\xc4" + bytes(40), "语音1.mp3"),
        ],
    )
    async def test_a_file_is_named_by_what_it_is(
        self, gateway: Gateway, bureau: Bureau, data: bytes, name: str
    ) -> None:
        await gateway.receive(say("", attachments=(Attachment(data),)))
        assert [file.name for file in told(bureau)[0].files] == [name]

    async def test_the_same_photo_twice_is_kept_once(self, gateway: Gateway, bureau: Bureau) -> None:
        for update in "12":
            await gateway.receive(say("看", update, attachments=(Attachment(PIXEL),)))
        with bureau.reading() as office:
            assert len(queries.evidence_of(office, talks.find_or_begin(office, "web", "resident-1").id)) == 1


def test_burst_is_what_the_issue_allows() -> None:
    assert BURST[0] <= timedelta(seconds=10)
    assert BURST[1] >= 10


def _files(bureau: Bureau) -> list:
    from pathlib import Path

    database = Path(str(bureau.engine.url.database))
    return [path for path in database.parent.iterdir() if path.name.startswith(database.name)]


def test_short_buttons_that_follow_each_other_share_a_row_on_telegram() -> None:
    buttons = [("a", "要什么材料"), ("b", "找人工"), ("c", "有用"), ("d", "没用")]
    made = keyboard(buttons)
    assert made is not None
    assert [[one.text for one in row] for row in made.inline_keyboard] == [
        ["要什么材料"],
        ["找人工"],
        ["有用", "没用"],
    ]
    assert keyboard([]) is None


@pytest.mark.parametrize("said", ["能不能打我电话", "打我手机 13912345678", "打我们家电话"])
def test_a_wish_to_be_called_is_no_cry_for_help(said: str) -> None:
    assert not wording.is_urgent(said)


@pytest.mark.parametrize("said", ["我男人又打我", "儿子打我妈", "家里断粮了", "他打我电话都摔了还打我"])
def test_words_of_need_are_heard_while_understanding_is_away(said: str) -> None:
    assert wording.is_urgent(said)
