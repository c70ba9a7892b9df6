"""A complaint is handed in by a word, at any step and beside anything; what is asked is asked twice at most."""

from typing import Any

import pytest
from sqlalchemy import func, select

from actions.complaint import asking, handing_in
from actions.turn import Turn
from casework.petitions.models import Petition
from tests.actions.conftest import Reaction, Stage
from understanding import Parsed

TOLD = {
    "complaint_narrative": "村里每月从我妈的低保里收三十块，说是工本费",
    "complaint_category": "embezzlement",
    "complaint_place": "柳溪镇上沟村",
    "complaint_accused": "组长",
    "complaint_time": "今年三月",
    "complaint_identity": "real_name",
    "complaint_name": "苗春生",
    "complaint_phone": "13800002201",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k-1"},
}
HANDED_IN = [
    "交了吧",
    "没啥要说的了，报上去",
    "念得都对 给我递上去",
    "就照这个往上交",
    "成，提交，辛苦你了小伙子",
    "嗯嗯交上去吧多谢",
    "没得补的喽 登记嘛",
    "这回写对了 上交",
    "没有别的了 记得没错就交上去",
    "记的没错的话就交",
    "没问题就报上去吧",
    "对就提交",
    "没啥要改的 要是没写错就给我递上去",
    "念的没毛病就报吧",
    "没得要补的就交了吧",
    "不用改就上报",
]
NOT_HANDED_IN = [
    "这会儿没空 不交",
    "我没交过什么钱",
    "先别交，我再想想",
    "申请表去年就交给会计了",
    "交上去了没有",
    "他让我交五百块押金",
    "不是这样的，先不登记",
    "村里说已经报到镇上了",
    "八月初递上去的",
]


def told(stage: Stage, **but: object) -> None:
    stage.slots |= {**TOLD, **but}


def said(stage: Stage, slot: str, words: str, intent: str = "inform", **more: Any) -> Reaction:
    return stage.run("validate_complaint_form", words, intent, requested=slot, loop="complaint_form", **more)


@pytest.mark.parametrize("words", HANDED_IN)
def test_any_words_that_hand_it_in_confirm_it_and_are_no_part_of_it(stage: Stage, words: str) -> None:
    told(stage)
    done = said(stage, "complaint_confirmed", words, "supplement_petition")
    assert done.slots["complaint_confirmed"] is True
    assert "complaint_narrative" not in done.slots


@pytest.mark.parametrize("words", NOT_HANDED_IN)
def test_words_that_sound_alike_do_not(stage: Stage, words: str) -> None:
    told(stage)
    assert not said(stage, "complaint_confirmed", words).slots.get("complaint_confirmed")


@pytest.mark.parametrize("slot", ["complaint_time", "complaint_phone"])
def test_before_the_end_it_is_lodged_all_the_same_and_what_is_written_is_said(
    stage: Stage, slot: str
) -> None:
    told(stage, **{slot: None})
    done = said(stage, slot, "别的不填了，直接交")
    assert done.slots["complaint_confirmed"] is True
    assert done.slots[slot] == ""
    assert "照您说的交上去" in done.text
    stage.run("action_lodge_complaint")
    with stage.bureau.reading() as office:
        assert office.db.scalar(select(func.count()).select_from(Petition)) == 1


@pytest.mark.parametrize(
    ("lacking", "left"),
    [("complaint_place", ""), ("complaint_accused", ""), ("complaint_identity", "anonymous")],
)
def test_what_is_essential_is_asked_once_and_the_second_word_lodges_without(
    stage: Stage, lacking: str, left: str
) -> None:
    unsigned = {"complaint_name": None, "complaint_phone": None} if lacking == "complaint_identity" else {}
    told(stage, **{lacking: None}, **unsigned)
    first = said(stage, lacking, "好了就这样，报上去")
    assert not first.slots.get("complaint_confirmed")
    asked = stage.run(f"action_ask_complaint_form_{lacking}", loop="complaint_form")
    assert asked.text == handing_in.ONE_MORE[lacking]
    second = said(stage, lacking, "交")
    assert second.slots["complaint_confirmed"] is True
    assert stage.slots[lacking] == left


def test_the_answer_to_what_was_asked_lodges_it(stage: Stage) -> None:
    told(stage, complaint_place=None)
    said(stage, "complaint_place", "没别的了，交")
    done = said(
        stage, "complaint_place", "双桥镇马家湾村", entities=[("place", "双桥镇"), ("place", "马家湾村")]
    )
    assert done.slots["complaint_place"] == "双桥镇马家湾村"
    assert done.slots["complaint_confirmed"] is True


@pytest.mark.parametrize("words", ["记不清", "记不清了", "我也说不清楚", "不知道"])
def test_that_nothing_is_known_behind_the_read_back_is_no_part_of_it(stage: Stage, words: str) -> None:
    told(stage)
    stage.run("action_ask_complaint_form_complaint_confirmed", loop="complaint_form")
    done = said(stage, "complaint_confirmed", words)
    assert not done.slots.get("complaint_narrative")
    assert not done.slots.get("complaint_confirmed")
    asked = stage.run("action_ask_complaint_form_complaint_confirmed", loop="complaint_form")
    assert asking.REMINDER in asked.text


def test_a_draft_taken_up_again_asks_in_full_what_was_put_before(stage: Stage) -> None:
    told(stage, complaint_identity=None, complaint_name=None, complaint_phone=None)
    draft = {"key": "k-1", asking.TIMES: {"complaint_identity": asking.MOST_TIMES}}
    stage.slots |= {"complaint_draft": draft}
    stage.run("action_cancel", "先不说了", "cancel")
    taken = stage.run("action_begin_complaint", "我要投诉", "file_complaint")
    assert taken.slots["complaint_narrative"] == TOLD["complaint_narrative"]
    assert asking.TIMES not in taken.slots["complaint_draft"]


def test_what_stands_beside_is_kept(stage: Stage) -> None:
    told(stage)
    done = said(stage, "complaint_confirmed", "对，交上去，晚上七点以后再给我打电话，白天在砖厂干活")
    assert done.slots["complaint_confirmed"] is True
    assert "晚上七点以后再给我打电话" in done.slots["complaint_narrative"]
    assert "交上去" not in done.slots["complaint_narrative"]


def test_a_number_beside_it_is_the_telephone(stage: Stage) -> None:
    told(stage, complaint_phone=None)
    done = said(stage, "complaint_phone", "13800002202 就这么交", entities=[("phone", "13800002202")])
    assert stage.slots["complaint_phone"] == "13800002202"
    assert done.slots["complaint_confirmed"] is True


class TestAskedTwice:
    @pytest.mark.parametrize("slot", [name for name in asking.SHORTER if name != "complaint_narrative"])
    def test_the_second_time_is_shorter(self, stage: Stage, slot: str) -> None:
        told(stage, **{slot: None}, complaint_draft={"key": "k", "headcount": 3})
        first = stage.run(f"action_ask_complaint_form_{slot}", loop="complaint_form")
        second = stage.run(f"action_ask_complaint_form_{slot}", loop="complaint_form")
        assert first.responses
        assert second.text == asking.SHORTER[slot][0]

    @pytest.mark.parametrize(
        ("slot", "left"),
        [("complaint_place", ""), ("complaint_time", ""), ("complaint_identity", "anonymous")],
    )
    def test_it_is_put_no_third_time(self, stage: Stage, slot: str, left: str) -> None:
        unsigned = {"complaint_name": None, "complaint_phone": None} if slot == "complaint_identity" else {}
        told(stage, **{slot: None}, **unsigned)
        for _ in range(2):
            stage.run(f"action_ask_complaint_form_{slot}", loop="complaint_form")
        done = said(stage, slot, "他每回来都不开票，邻居都看见的", "file_complaint", category="embezzlement")
        assert stage.slots[slot] == left
        assert "不开票" in done.slots["complaint_narrative"]


class TestReadBack:
    @pytest.mark.parametrize("words", ["跟我说的一个样", "写得没毛病", "都对着呢", "是我的意思"])
    def test_a_yes_in_any_words_confirms(self, stage: Stage, words: str) -> None:
        told(stage)
        assert said(stage, "complaint_confirmed", words).slots["complaint_confirmed"] is True

    @pytest.mark.parametrize("words", ["要改", "还有一处要补", "有错", "念得不行"])
    def test_who_wants_it_changed_says_no_yes(self, stage: Stage, words: str) -> None:
        told(stage)
        assert not said(stage, "complaint_confirmed", words, "deny").slots.get("complaint_confirmed")
        assert not said(stage, "complaint_confirmed", words, "inform").slots.get("complaint_confirmed")

    def test_only_what_has_changed_is_read_the_second_time(self, stage: Stage) -> None:
        told(stage)
        whole = stage.run("action_ask_complaint_form_complaint_confirmed", loop="complaint_form").text
        said(stage, "complaint_confirmed", "还有一条，他收钱从不开票，都是现金", "file_complaint")
        again = stage.run("action_ask_complaint_form_complaint_confirmed", loop="complaint_form").text
        assert "从不开票" in again
        assert "上沟村" in whole
        assert "上沟村" not in again

    @pytest.mark.parametrize("words", ["写的啥，念给我听听", "你记成啥样了，读一遍"])
    def test_what_stands_so_far_is_read_at_any_step(self, stage: Stage, words: str) -> None:
        told(stage, complaint_time=None)
        done = said(stage, "complaint_time", words)
        assert str(TOLD["complaint_narrative"]) in done.text
        assert done.slots == {"complaint_time": None}

    def test_a_number_asked_for_too_early_is_promised(self, stage: Stage) -> None:
        told(stage)
        done = said(stage, "complaint_confirmed", "那个编号你再给我说一遍")
        assert asking.NOT_YET_LODGED in done.text
        assert not done.slots.get("complaint_confirmed")


def test_photos_one_after_another_do_not_leave_the_question_open(stage: Stage) -> None:
    unsigned = {"complaint_identity": None, "complaint_name": None, "complaint_phone": None}
    told(stage, **unsigned)
    ask = "action_ask_complaint_form_complaint_identity"
    stage.run(ask, loop="complaint_form")
    for photo in (7, 8, 9):
        asked = stage.run(ask, evidence=[{"id": photo, "kind": "image"}], loop="complaint_form")
        assert asked.text == asking.SHORTER["complaint_identity"][0]
    assert not asking.left_open(stage.slots)


PUT_OFF = [
    "等我闺女放假回来再交",
    "还是等他爸到家了 再登记嘛",
    "晚点儿再报吧",
    "改日交",
    "明儿再递",
    "我跟老伴商量商量再交",
    "想一哈再交",
    "过两天再报上去",
    "莫急到登记",
    "暂时不交",
    "先不忙报",
    "下礼拜再说交",
    "别急着提交哈",
    "今晚再登",
]


@pytest.mark.parametrize("words", PUT_OFF)
@pytest.mark.parametrize("intent", ["inform", "affirm", "file_complaint", "deny"])
def test_what_is_put_off_is_kept_and_not_lodged(stage: Stage, words: str, intent: str) -> None:
    told(stage)
    done = said(stage, "complaint_confirmed", words, intent)
    assert not done.slots.get("complaint_confirmed")
    assert "utter_draft_kept" in done.responses
    assert stage.run("action_lodge_complaint").slots == {}


@pytest.mark.parametrize(
    "words",
    ["交吧 明天我要出门", "你先交 等他回来我再补", "登记上去吧 以后再补照片", "报上去吧，我过两天再打电话"],
)
def test_what_is_put_off_behind_it_holds_nothing_up(stage: Stage, words: str) -> None:
    told(stage)
    assert said(stage, "complaint_confirmed", words).slots["complaint_confirmed"] is True


@pytest.mark.parametrize(
    "words", ["都报到上头去了", "早就交上去了", "他当时叫我改天再交", "窗口让我过两天再递材料"]
)
def test_what_was_put_off_or_handed_in_elsewhere_is_told(stage: Stage, words: str) -> None:
    told(stage)
    done = said(stage, "complaint_confirmed", words)
    assert not done.slots.get("complaint_confirmed")
    assert "utter_draft_kept" not in done.responses


@pytest.mark.parametrize(
    "words",
    [
        "你们可以晚上去看 车就停院坝头",
        "可以白天来 他都在屋头打牌",
        "邻居能作证 院墙是新砌的",
        "哪天开始的我记不清 那院墙是新砌的",
        "你们到村口小卖部问 都晓得",
    ],
)
def test_a_fact_behind_the_read_back_is_added_and_is_no_yes(stage: Stage, words: str) -> None:
    told(stage)
    done = said(stage, "complaint_confirmed", words)
    assert not done.slots.get("complaint_confirmed")
    assert words in done.slots["complaint_narrative"]


@pytest.mark.parametrize(
    "words", ["先别登记，地点是李家庄村", "先不交 事在李家庄村", "莫急到交，是李家庄村的事"]
)
@pytest.mark.parametrize("handed_in", [True, False])
def test_a_fact_beside_what_puts_it_off_is_kept_and_lodges_nothing(
    stage: Stage, words: str, handed_in: bool
) -> None:
    if handed_in:
        told(stage, complaint_place=None)
        said(stage, "complaint_place", "没别的了，交")
        assert stage.slots["complaint_draft"]["handed_in"]
    else:
        told(stage)
    slot = "complaint_place" if handed_in else "complaint_confirmed"
    done = said(stage, slot, words, entities=[("place", "李家庄村")])
    assert not stage.slots.get("complaint_confirmed")
    assert "李家庄村" in done.slots["complaint_place"]
    assert not stage.slots["complaint_draft"].get("handed_in")


def test_what_was_handed_in_and_broken_off_is_read_back_before_it_is_lodged(stage: Stage) -> None:
    told(stage, complaint_place=None)
    said(stage, "complaint_place", "没别的了，交")
    said(stage, "complaint_place", "孩子哭了 先不说了")
    taken_up = stage.run("action_begin_complaint", "接着说", "file_complaint")
    assert taken_up.slots["complaint_narrative"] == TOLD["complaint_narrative"]
    done = said(
        stage, "complaint_place", "双桥镇马家湾村", entities=[("place", "双桥镇"), ("place", "马家湾村")]
    )
    assert done.slots["complaint_place"] == "双桥镇马家湾村"
    assert not stage.slots.get("complaint_confirmed")


def test_a_child_that_hands_it_in_is_asked_about_a_guardian_first(stage: Stage) -> None:
    told(stage, complaint_name=None, complaint_phone="")
    said(stage, "complaint_name", "就这些，交上去")
    said(stage, "complaint_name", "我叫苗小雨，我今年11岁", entities=[("person", "苗小雨")])
    assert stage.slots["complaint_draft"]["age"] == 11
    assert not stage.slots.get("complaint_confirmed")


@pytest.mark.parametrize("words", ["中 对", "对头", "嗯 对的", "没有错的", "是哩", "对 没有错的", "要得"])
@pytest.mark.parametrize("lacking", ["complaint_place", "complaint_accused"])
def test_any_yes_to_the_last_question_lodges_it(stage: Stage, words: str, lacking: str) -> None:
    told(stage, **{lacking: None})
    said(stage, lacking, "没了 你交吧 说的都对")
    done = said(stage, lacking, words, "affirm")
    assert done.slots["complaint_confirmed"] is True
    assert stage.slots[lacking] == ""


@pytest.mark.parametrize("words", ["好", "可以", "要得"])
def test_a_yes_to_whether_a_name_is_left_is_none_to_lodging_without(stage: Stage, words: str) -> None:
    told(stage, complaint_identity=None, complaint_name=None, complaint_phone=None)
    said(stage, "complaint_identity", "没了 交吧")
    said(stage, "complaint_identity", words, "affirm")
    assert not stage.slots.get("complaint_confirmed")


@pytest.mark.parametrize(
    "words",
    [
        "你给我报上去 我叫贺长根 61岁 电话13800002788",
        "给我递上去，我叫贺长根，电话13800002788",
        "登记上吧 我叫贺长根 手机13800002788",
    ],
)
def test_who_hands_it_in_and_says_who_they_are_signs_it(stage: Stage, words: str) -> None:
    unsigned = {"complaint_identity": None, "complaint_name": None, "complaint_phone": None}
    told(stage, complaint_time=None, **unsigned)
    done = said(
        stage,
        "complaint_time",
        words,
        "check_application",
        entities=[("person", "贺长根"), ("phone", "13800002788")],
    )
    assert not done.rejected
    assert stage.slots["complaint_confirmed"] is True
    assert stage.slots["complaint_name"] == "贺长根"
    assert stage.slots["complaint_phone"] == "13800002788"
    assert stage.slots["complaint_identity"] == "real_name"


REFUSED = [
    "就这样吧 我不告了",
    "就这么写 先别往上交",
    "就这些 但是别往上报",
    "交吧 等等",
    "我老伴不让交",
    "家里人不同意交",
    "对 但我不敢报",
    "好的 明天再说",
]


@pytest.mark.parametrize("said", REFUSED)
def test_what_is_not_to_be_handed_in_after_all_is_not(said: str) -> None:
    slots = {"complaint_narrative": "会计扣钱", "complaint_draft": {"handed_in": True}}
    parsed = Parsed(said, "inform", 0.9)
    for asked in ("complaint_confirmed", "complaint_accused"):
        told = Turn(said, parsed, "t", slots=slots, requested=asked, loop="complaint_form")
        assert not handing_in.wanted(told)
        assert not handing_in.agreed(told)


@pytest.mark.parametrize("said", ["行，下午打给我", "可以 要打就晚上打", "那你帮忙催一下"])
def test_who_agrees_and_says_when_to_be_called_hands_it_in(said: str) -> None:
    turn = Turn(said, Parsed(said, "inform", 0.9), "t", slots=TOLD, requested="complaint_confirmed")
    assert handing_in.wanted(turn)
