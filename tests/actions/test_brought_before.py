"""Who was here before, by whatever way, is led to the look-up or to a person, and nothing is lodged a second time."""

import pytest

from actions import troubles
from tests.actions.conftest import Stage

NOT_YET = "还没登记过"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("我在你们这儿登记过", "privacy_request"),
        ("在你们这儿登记过", "privacy_request"),
        ("上个月在微信上反映过低保的事，没人管", "file_complaint"),
        ("去年在网上投诉过", "nlu_fallback"),
        ("我上个月在微信上反映过柳溪镇青石坳村低保两个月没发，到现在没人管", "file_complaint"),
    ],
)
def test_it_is_looked_up_before_it_is_told_anew(stage: Stage, said: str, intent: str) -> None:
    action = "action_privacy" if intent == "privacy_request" else "action_begin_complaint"
    done = stage.run(action, said, intent, category="petition_unanswered")
    assert done.slots["petition_purpose"] == "check"
    assert "complaint_draft" not in done.slots
    assert done.events[-1]["name"] == "petition_form"
    asked = stage.run("action_ask_petition_form_petition_number", said, intent)
    assert asked.buttons[-1] == NOT_YET


def test_nor_does_impatience_tell_it_anew(stage: Stage) -> None:
    done = stage.run(
        "action_begin_complaint",
        "上个月打电话反映过，没下文",
        "file_complaint",
        category="petition_unanswered",
    )
    assert done.buttons == ["找人工", NOT_YET]
    assert "complaint_draft" not in done.slots


def test_what_was_told_is_not_told_twice_where_it_was_not_lodged(stage: Stage) -> None:
    said = "我上个月在微信上反映过柳溪镇青石坳村低保两个月没发，到现在没人管"
    stage.run("action_begin_complaint", said, "file_complaint", category="payment_missing")
    asked = stage.run("action_ask_petition_form_petition_number", said, "file_complaint")
    assert asked.messages[-1]["buttons"][0]["payload"] == "/file_complaint#said"


@pytest.mark.parametrize(
    "said",
    [
        "我跟村里反映过三次都没人管，低保给停了",
        "去年给支书反映过，他不理",
        "我要投诉，上个月在微信上反映过没人管",
        "从来没在你们这儿反映过，头一回，会计扣了我的低保",
        "在你们这儿登记过低保，可是钱没来",
        "打12345反映过，说不归他们管，低保停了",
    ],
)
def test_a_complaint_that_others_heard_before_is_taken_down(stage: Stage, said: str) -> None:
    done = stage.run("action_begin_complaint", said, "file_complaint", category="refused")
    assert "complaint_draft" in done.slots


@pytest.mark.parametrize(
    ("action", "said", "intent"),
    [
        ("action_inform", "没有编号", "inform"),
        ("action_inform", "编号丢了", "nlu_fallback"),
        ("action_begin_petition", "去年在你们这登记过的事，我没有编号", "check_petition"),
        ("action_begin_complaint", "上个月微信上反映过，编号找不到了", "file_complaint"),
    ],
)
def test_without_a_number_a_person_looks_it_up(stage: Stage, action: str, said: str, intent: str) -> None:
    done = stage.run(action, said, intent)
    assert "utter_number_lost" in done.responses
    assert stage.slots["last_told"] == troubles.LOST
    assert done.events[-1]["name"] == "action_listen"


def test_a_question_about_numbers_is_answered_as_one(stage: Stage) -> None:
    done = stage.run("action_capability", "投诉有没有编号", "ask_capability")
    assert "utter_number_lost" not in done.responses
