"""What is said in the middle of a form about something else is no answer to what the form asks."""

from typing import Any

import pytest

from casework.assistance.models import Task
from tests.actions.conftest import Answering, Stage

URGING = "我上个月的投诉催一下"


@pytest.mark.parametrize(
    ("form", "slot", "slots"),
    [
        ("complaint_form", "complaint_narrative", {"complaint_draft": {"key": "k"}}),
        ("complaint_form", "complaint_time", {"complaint_draft": {"key": "k"}}),
        ("note_form", "note_text", {"note_kind": "suggestion"}),
        ("note_form", "note_phone", {"note_kind": "lead", "note_text": "有个老汉没人管"}),
    ],
)
def test_a_wish_about_what_was_lodged_before_answers_nothing(
    stage: Stage, form: str, slot: str, slots: dict[str, Any]
) -> None:
    stage.slots.update(slots)
    said = {"loop": form, "requested": slot, "entities": [("date", "上个月")]}
    assert stage.run(f"validate_{form}", URGING, "urge_petition", **said).rejected
    pressed = stage.run(
        f"validate_{form}", "/accept_reply", "accept_reply", title="满意", about="HY26-0000-0011", **said
    )
    assert pressed.rejected


@pytest.mark.parametrize(
    "said", ["我上次投诉的事没人管", "村里的人说要举报我，还骂我", "那个投诉的人是我哥", "我的低保去年就停了"]
)
def test_but_an_account_that_speaks_of_one_does(stage: Stage, said: str) -> None:
    stage.slots["complaint_draft"] = {"key": "k"}
    done = stage.run(
        "validate_complaint_form",
        said,
        "check_petition",
        loop="complaint_form",
        requested="complaint_narrative",
    )
    assert done.slots["complaint_narrative"] == said


@pytest.mark.parametrize("slot", ["petition_number", "petition_code"])
@pytest.mark.parametrize(
    ("said", "intent", "lost"),
    [
        ("我这个月的低保钱到账了没有？", "check_payment", False),
        ("没有编号", "check_payment", True),
        ("编号找不到了", "check_application", True),
        ("忘了", "inform", True),
    ],
)
def test_whether_money_has_come_is_not_a_number_lost(
    stage: Stage, slot: str, said: str, intent: str, lost: bool
) -> None:
    done = stage.run("validate_petition_form", said, intent, loop="petition_form", requested=slot)
    assert ("utter_number_lost" in done.responses) is lost
    assert done.rejected is not lost


@pytest.mark.parametrize(
    ("said", "intent", "entities"),
    [
        ("我还要表扬民政所的小刘，跑了三趟帮我们办手续", "give_praise", [("organ", "民政所"), ("person", "小刘")]),
        ("我还想提个建议，公示栏应该挂高一点", "make_suggestion", []),
        ("我们村还有个瘫痪的老汉一个人躺着没人管", "report_person_in_need", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("slot", ["complaint_place", "complaint_accused", "complaint_identity", "complaint_confirmed"])  # fmt: skip
def test_praise_in_a_complaint_accuses_nobody(
    stage: Stage, slot: str, said: str, intent: str, entities: list[tuple[str, str]]
) -> None:
    stage.slots.update({"complaint_draft": {"key": "k"}, "complaint_narrative": "低保三个月没发"})
    done = stage.run(
        "validate_complaint_form", said, intent, loop="complaint_form", requested=slot, entities=entities
    )
    assert "utter_next_noted" in done.responses
    assert stage.slots["complaint_draft"]["next"] == [{"said": said}]
    assert not stage.slots.get("complaint_accused")
    assert stage.slots["complaint_narrative"] == "低保三个月没发"


def test_a_lead_under_way_is_passed_on_before_a_note_of_another_kind(stage: Stage) -> None:
    stage.run("action_begin_note", "我们村有个老太太八十多了一个人住没人管", "report_person_in_need")
    suggestion = "我还想提个建议，公示栏应该挂高一点"
    asked = {"loop": "note_form", "requested": "note_place"}
    assert stage.run("validate_note_form", suggestion, "make_suggestion", **asked).rejected
    stage.run("action_begin_note", suggestion, "make_suggestion", **asked)
    with stage.bureau.reading() as office:
        (lead,) = office.db.query(Task).all()
        assert "老太太" in office.vault.open(lead.told_sealed)
    assert stage.slots["note_text"] == suggestion


def test_more_of_the_same_lead_belongs_to_it(stage: Stage) -> None:
    stage.run("action_begin_note", "我们村有个老太太八十多了一个人住没人管", "report_person_in_need")
    more = "她腿也坏了，好几天没人见她出门"
    done = stage.run(
        "validate_note_form", more, "report_person_in_need", loop="note_form", requested="note_place"
    )
    assert done.responses == ["utter_added"]
    assert more in stage.slots["note_text"]


def test_a_question_in_a_note_is_answered_not_added(stage: Stage) -> None:
    stage.run("action_begin_note", "我爸上个月走了，他吃低保的", "report_change")
    asked = {"loop": "note_form", "requested": "note_place", "confidence": 0.4}
    assert stage.run("validate_note_form", "他那个月的钱还发不发", "ask_payment_rule", **asked).rejected


@pytest.mark.parametrize(
    "said", ["取消了我妈的低保，也不说为什么", "算了算账，少发了两百块", "停一下发了三个月的钱"]
)
def test_an_account_that_begins_like_a_stop_is_no_stop(stage: Stage, said: str) -> None:
    stage.slots["complaint_draft"] = {"key": "k"}
    done = stage.run("validate_complaint_form", said, loop="complaint_form", requested="complaint_narrative")
    assert done.slots["complaint_narrative"] == said


@pytest.mark.parametrize("said", ["取消", "算了吧", "算了，不说了", "先不说了", "停一下。"])
def test_a_stop_is_one(stage: Stage, said: str) -> None:
    stage.slots["complaint_draft"] = {"key": "k"}
    done = stage.run("validate_complaint_form", said, loop="complaint_form", requested="complaint_narrative")
    assert done.slots["requested_slot"] is None
    assert done.slots["complaint_draft"] is None


def test_what_is_to_be_left_out_is_written_beside_the_account(stage: Stage) -> None:
    stage.slots.update({"complaint_draft": {"key": "k"}, "complaint_narrative": "给主任送了两条烟"})
    done = stage.run(
        "validate_complaint_form",
        "那算了 烟的事不要写了",
        "cancel",
        loop="complaint_form",
        requested="complaint_identity",
    )
    assert "烟的事不要写了" in done.slots["complaint_narrative"]
    assert not done.rejected


def test_what_is_said_of_the_talk_is_nobody_complained_of(stage: Stage) -> None:
    stage.slots.update({"complaint_draft": {"key": "k"}, "complaint_narrative": "孩子的补助没人管"})
    done = stage.run(
        "validate_complaint_form",
        "不是投诉 我就是要申请",
        loop="complaint_form",
        requested="complaint_accused",
    )
    assert not done.slots["complaint_accused"]


@pytest.mark.parametrize("said", ["我想问下", "闺女 我找你问个事", "你好，我想咨询一下。"])
@pytest.mark.parametrize("action", ["action_default_ask_affirmation", "action_inform"])
def test_who_is_about_to_ask_is_asked_what(stage: Stage, said: str, action: str) -> None:
    assert stage.run(action, said, "nlu_fallback").responses == ["utter_ask_policy"]


def test_a_remark_beside_a_note_belongs_to_it(stage: Stage) -> None:
    stage.slots.update({"note_kind": "change", "note_text": "我老头子上个月走了"})
    remark = "我不会弄这个手机 是隔壁娃帮我按的"
    done = stage.run("validate_note_form", remark, "out_of_scope", loop="note_form", requested="note_place")
    assert done.responses == ["utter_added"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        (URGING, "urge_petition"),
        ("我要撤回上个月的那个投诉", "withdraw_petition"),
        ("另外我还要举报，会计扣着我家的低保卡不给", "file_complaint"),
    ],
)
def test_another_wish_is_not_written_down_as_a_supplement(stage: Stage, said: str, intent: str) -> None:
    stage.slots.update({"petition_purpose": "supplement", "petition_number": "HY26-0000-0011"})
    asked = {"loop": "petition_form", "requested": "petition_words"}
    assert stage.run("validate_petition_form", said, intent, **asked).rejected


@pytest.mark.parametrize(
    ("said", "intent"),
    [("隔壁老李家也没发，会计姓刘", "file_complaint"), ("补充我上次投诉的，会计姓刘", "supplement_petition")],
)
def test_but_more_of_the_matter_is(stage: Stage, said: str, intent: str) -> None:
    stage.slots.update({"petition_purpose": "supplement", "petition_number": "HY26-0000-0011"})
    asked = {"loop": "petition_form", "requested": "petition_words"}
    assert stage.run("validate_petition_form", said, intent, **asked).slots["petition_words"] == said


def test_a_complaint_is_not_written_down_as_a_suggestion(stage: Stage) -> None:
    """As one it would be read by those complained of."""
    stage.slots["note_kind"] = "suggestion"
    asked = {"loop": "note_form", "requested": "note_text"}
    assert stage.run("validate_note_form", "我要举报会计扣着我家的低保卡", "file_complaint", **asked).rejected
    told = "公示栏挂得太高，老人看不清，应该挂低一点"
    assert stage.run("validate_note_form", told, "file_complaint", **asked).slots["note_text"] == told


@pytest.mark.parametrize("slot", ["complaint_narrative", "complaint_place", "complaint_identity"])
@pytest.mark.parametrize("said", ["等一下 有人敲门", "等一会儿", "你先等等，有人找我"])
def test_who_is_called_away_is_waited_for(answer: Answering, slot: str, said: str) -> None:
    done = answer(slot, said)
    assert done.responses == ["utter_take_your_time"]
    assert done.slots == {slot: None}


def test_taken_for_danger_with_no_word_of_it_who_is_called_away_is_still_waited_for(
    answer: Answering,
) -> None:
    suspected = {"name": "crisis", "confidence": 0.12, "words": [], "override": False}
    asked = ("complaint_place", "等一下 有人敲门", "crisis")
    assert answer(*asked, confidence=0.38, safety=suspected).responses == ["utter_take_your_time"]
    assert answer(*asked, safety=suspected | {"words": ["敲门"]}).rejected
    assert answer(*asked, safety=suspected | {"override": True}).rejected


def test_a_name_said_with_no_telephone_is_no_wish_to_be_anonymous(answer: Answering) -> None:
    given = answer("complaint_name", "姓名张玉兰 没电话", entities=[("person", "张玉兰")])
    assert given.slots["complaint_name"] == "张玉兰"
    assert given.slots["complaint_phone"] == ""
    assert given.slots.get("complaint_identity") != "anonymous"
    asked_on = answer("complaint_name", "没有电话")
    assert asked_on.slots["complaint_name"] is None
    assert "complaint_identity" not in asked_on.slots


@pytest.mark.parametrize("said", ["不想说", "不留名", "名字不想说，没有电话"])
def test_but_who_keeps_the_name_back_is(answer: Answering, said: str) -> None:
    assert answer("complaint_name", said).slots["complaint_identity"] == "anonymous"


def test_a_change_is_no_question_about_what_is_stored(stage: Stage, answer: Answering) -> None:
    stage.slots |= {
        "complaint_phone": "13912345678",
        "complaint_name": "刘二妹",
        "complaint_narrative": "跑了六趟",
    }
    done = answer(
        "complaint_confirmed",
        "改一下 电话是13912345679",
        "privacy_request",
        entities=[("phone", "13912345679")],
    )
    assert done.slots["complaint_phone"] == "13912345679"
    done = answer("complaint_confirmed", "哎呀 名字错了 是刘二梅", "deny", entities=[("person", "刘二梅")])
    assert done.slots["complaint_name"] == "刘二梅"


def test_who_is_tired_of_questions_is_told_what_for(answer: Answering) -> None:
    done = answer("complaint_time", "你问那么多干啥 你们去查不就知道了", "nlu_fallback")
    assert "utter_still_missing" in done.responses


@pytest.mark.parametrize("said", ["没错", "没问题", "快点登记 别磨叽"])
def test_a_yes_in_other_words_lodges(stage: Stage, answer: Answering, said: str) -> None:
    stage.slots["complaint_narrative"] = "低保三个月没发"
    assert answer("complaint_confirmed", said, "urge_petition").slots["complaint_confirmed"] is True


def test_nothing_to_change_does_not(answer: Answering) -> None:
    assert answer("complaint_confirmed", "没有要改的", "deny").slots["complaint_confirmed"] is None


def test_where_we_were_is_said_by_asking_again(answer: Answering) -> None:
    done = answer("complaint_place", "刚才说到哪了", "check_application")
    assert done.responses == ["utter_back_to_complaint"]
    assert done.slots["complaint_place"] is None


def test_a_word_typed_with_a_gap_is_understood(answer: Answering) -> None:
    assert answer("complaint_identity", "匿 名", "nlu_fallback").slots["complaint_identity"] == "anonymous"


def test_who_was_called_for_is_told_so_rather_than_that_nothing_is_known(stage: Stage) -> None:
    stage.run("action_help_now", "我没地方去", "request_help")
    done = stage.run("action_answer_policy", "你们会告诉他我在哪吗", "ask_program")
    assert "一起转过去了" in done.text
    assert stage.tools.local.hotline in done.text


@pytest.mark.parametrize(
    ("said", "condoles"),
    [("俺爹上个月没了 他的低保咋办", True), ("我老伴过世了", True), ("我儿子找到工作了，钱没了着落", False)],
)
def test_a_death_that_is_reported_is_condoled(stage: Stage, said: str, condoles: bool) -> None:
    assert ("节哀" in stage.run("action_begin_note", said, "report_change").text) is condoles


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("九月底公示完的 申请是我爸 万福生", "check_application"),
        ("这钱以前都是十号打 今年改成二十号了", "check_payment"),
    ],
)
def test_what_tells_of_an_application_looks_none_up(answer: Answering, said: str, intent: str) -> None:
    done = answer("complaint_confirmed", said, intent)
    assert not done.rejected
    assert said in done.slots["complaint_narrative"]


@pytest.mark.parametrize("said", ["顺便查一下我的低保申请", "我的申请到哪一步了", "帮我看看低保批了没有"])
def test_a_wish_to_look_one_up_is_one(answer: Answering, said: str) -> None:
    assert answer("complaint_confirmed", said, "check_application").rejected


def test_an_iteration_that_nobody_caught_ends_the_action(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An action that never ends would leave the resident without any answer."""
    monkeypatch.setattr("actions.lessons.learn", lambda tools, turn: next(iter(())))
    with pytest.raises(RuntimeError, match="action_inform"):
        stage.run("action_inform", "你好", "greet")
