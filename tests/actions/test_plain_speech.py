"""How residents stop, agree, wonder and shrug while something is being taken down."""

from typing import Any

import pytest

from actions.complaint import pauses, times, yes_no
from actions.turn import Turn
from tests.actions.conftest import Answering, Stage
from understanding import Entity, Parsed


@pytest.fixture
def unpaid(stage: Stage) -> Stage:
    stage.slots |= {
        "complaint_narrative": "低保没发",
        "complaint_category": "payment_missing",
        "complaint_accused": "",
    }
    return stage


@pytest.mark.parametrize("said", ["不用登了", "对 不要了", "那我不投诉了", "算了算了不投诉了"])
def test_words_that_stop(said: str) -> None:
    assert pauses.STOP.match(said)


@pytest.mark.parametrize("said", ["报", "报上去吧", "行 登吧", "那你登", "对 提交"])
def test_words_that_say_yes_to_what_was_read_back(said: str) -> None:
    assert yes_no.YES.match(said)


@pytest.mark.parametrize("said", ["没得", "不写", "啥时候开始的我哪晓得嘛"])
def test_words_that_say_one_does_not_know(said: str) -> None:
    assert yes_no.UNKNOWN.match(said)


def test_money_that_has_come_ends_the_complaint_about_it(unpaid: Stage, answer: Answering) -> None:
    done = answer("complaint_place", "哦等等 到账了到账了")
    assert "不登记了" in done.text
    assert done.slots["complaint_narrative"] is None
    assert done.slots["requested_slot"] is None


def test_money_that_has_not_come_does_not(unpaid: Stage, answer: Answering) -> None:
    assert "不登记了" not in answer("complaint_place", "还是没到账").text


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("钱到了 我妈刚查的", [("relation", "我妈")]),
        ("打到我卡上了", []),
        ("已经打到俺家老折子上了", []),
        ("哦 有了", []),
        ("低保给我发了", []),
    ],
)
def test_ones_own_money_has_come(
    unpaid: Stage, answer: Answering, said: str, entities: list[tuple[str, str]]
) -> None:
    assert "不登记了" in answer("complaint_place", said, entities=entities).text


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("打到会计卡上了", []),
        ("打到他弟弟卡上了", []),
        ("打到马全福卡上了", [("person", "马全福")]),
        ("钱到了老会计那里", [("role", "老会计")]),
        ("别人家钱都发了", []),
        ("村里的钱都到了", []),
        ("大家伙儿都到账了就我没", []),
        ("证据都有了", []),
        ("照片我都发了", []),
        ("收到了一张条子", []),
        ("钱到了一半", []),
        ("打到我卡上了又被领走了", []),
        ("钱是不是到账了", []),
    ],
)
@pytest.mark.parametrize("slot", ["complaint_place", "complaint_confirmed"])
def test_words_that_accuse_or_speak_of_others_do_not_end_it(
    unpaid: Stage, answer: Answering, slot: str, said: str, entities: list[tuple[str, str]]
) -> None:
    done = answer(slot, said, "file_complaint", entities=entities)
    assert "不登记了" not in done.text
    assert unpaid.slots["complaint_narrative"].startswith("低保没发")


def test_a_picture_that_cannot_be_sent_does_not_end_it(unpaid: Stage, answer: Answering) -> None:
    assert not answer("complaint_place", "算了我不会发", "cancel").rejected


@pytest.mark.parametrize("said", ["信收到没有", "我上面都写了 你再看看", "提交了没"])
def test_who_asks_whether_it_was_taken_down_adds_nothing_to_it(
    unpaid: Stage, answer: Answering, said: str
) -> None:
    for slot in ("complaint_confirmed", "complaint_identity"):
        done = answer(slot, said, "supplement_petition")
        assert "complaint_narrative" not in done.slots
        assert "utter_added" not in done.responses


@pytest.mark.parametrize("said", ["那敬老院免费住不", "去几个人才算合法", "委托书要写不", "哦 那咋复核"])
def test_a_question_is_no_part_of_the_account_and_costs_no_answer(
    unpaid: Stage, answer: Answering, said: str
) -> None:
    for _ in range(3):
        done = answer("complaint_place", said, "file_complaint")
        assert "complaint_narrative" not in done.slots
        assert done.slots.get("complaint_place") is None
        unpaid.slots |= done.slots


def test_who_will_know_of_it_is_answered(unpaid: Stage, answer: Answering) -> None:
    done = answer("complaint_confirmed", "你说举报了他能知道是谁不", "file_complaint")
    assert "utter_fear_answered" in done.responses


def test_who_cannot_say_who_they_are_is_shown_no_store_of_data(stage: Stage, answer: Answering) -> None:
    assert not answer("complaint_narrative", "但是我不能说我是谁", "privacy_request").rejected
    done = stage.run("action_privacy", "你们赶紧来人看看吧", "privacy_request")
    assert "存着" not in done.text


def test_nobody_is_praised_without_a_word_of_praise(stage: Stage) -> None:
    done = stage.run("action_begin_note", "说好了给我娃办孤儿补贴 跑了六趟", "give_praise")
    assert "要反映问题" in done.buttons
    assert "note_text" not in done.slots


def test_another_matter_after_lodging_is_no_supplement(stage: Stage) -> None:
    stage.slots["proven_petitions"] = ["HY26-0000-0011"]
    said = "对了 还有个事 村里还收了我哥两百块报名费"
    done = stage.run("action_begin_petition", said, "supplement_petition", category="bribery")
    assert done.slots["complaint_narrative"] == said
    assert done.slots["complaint_category"] == "bribery"


def test_a_lead_is_passed_on_though_no_number_is_left(stage: Stage) -> None:
    stage.slots |= {"note_kind": "lead", "note_text": "汽车站门口睡着一个人", "note_place": "县城汽车站"}
    done = stage.run("validate_note_form", "我就是路过", requested="note_phone", loop="note_form")
    assert done.slots["note_phone"] == ""


def _time(said: str, *dates: str, **others: str) -> str | None:
    found = [("date", word) for word in dates] + list(others.items())
    entities = tuple(Entity(kind, word, said.find(word), said.find(word) + len(word)) for kind, word in found)
    return times.time_of(Turn(said, Parsed(said, "file_complaint", 0.9, entities=entities), "t"))


@pytest.mark.parametrize(
    ("said", "dates", "others", "when"),
    [
        (
            "我叫王德福，今年七十三岁。儿子前年摔断了腰。去年十一月我到民政所申请低保，叫我明年再来。",
            ("今年", "前年", "去年十一月", "明年"),
            {"program": "低保"},
            "去年十一月",
        ),
        ("民政所那小年轻的说话冲", ("小年",), {}, None),
        ("四月二十几号", ("四月二十",), {}, "四月二十几号"),
        ("上个月的", ("上个月",), {}, "上个月"),
    ],
)
def test_when_it_was(said: str, dates: tuple[str, ...], others: dict[str, Any], when: str | None) -> None:
    assert _time(said, *dates, **others) == when


def test_who_tells_of_another_in_danger_is_not_told_to_leave_the_water(stage: Stage) -> None:
    first = stage.run("action_crisis", "我去看我舅 胳膊上都是青的", "crisis")
    assert "utter_crisis_of_another" in first.responses
    before = [{"event": "user", "text": "我去看我舅 胳膊上都是青的", "parse_data": {}}]
    again = stage.run("action_crisis", "护工推的 说尿床", "crisis", before=before)
    assert "有变化马上打 120、110" in again.text
    own = [{"event": "user", "text": "我不想活了", "parse_data": {}}]
    assert "拿开" in stage.run("action_crisis", "药都买好了", "crisis", before=own).text


def test_that_one_cannot_say_who_one_is_is_no_account(stage: Stage, answer: Answering) -> None:
    done = answer("complaint_narrative", "但是我不能说我是谁", "privacy_request")
    assert done.slots["complaint_identity"] == "anonymous"
    assert done.slots["complaint_narrative"] is None


def test_who_only_asks_is_asked_for_no_number(stage: Stage) -> None:
    done = stage.run("action_begin_petition", "我就问问 不投诉", "check_petition")
    assert "不登记" in done.text
    assert "petition_purpose" not in done.slots


def test_the_day_of_payment_is_told_before_any_proof_is_asked(stage: Stage) -> None:
    done = stage.run(
        "action_begin_record", "这个月低保啥时候到", "check_payment", entities=[("program", "低保")]
    )
    assert "日" in done.text
    assert "record_form" not in str(done.events)


def test_who_only_asks_is_not_made_to_complain(unpaid: Stage, answer: Answering) -> None:
    done = answer("complaint_place", "我就问问 不投诉", "check_petition")
    assert "不登记" in done.text
    assert done.slots["complaint_narrative"] is None


def test_not_wanting_to_sign_is_no_danger_to_oneself(stage: Stage) -> None:
    before = [{"event": "user", "text": "他人还在里头呢 咋办", "parse_data": {}}]
    again = stage.run("action_crisis", "我不想留名 怕他在里头遭罪", "crisis", before=before)
    calls = stage.run("action_crisis", "我不想留名 怕他在里头遭罪", "crisis", before=before)
    assert "utter_crisis_of_another" in again.responses
    assert "水边" not in calls.text
