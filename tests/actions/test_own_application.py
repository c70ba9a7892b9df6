"""One's own application without its number: said once that nothing can be looked up, and answered by the rule besides."""

from typing import Any

import pytest

from actions.own_application import WITHOUT
from tests.actions.conftest import Reaction, Stage
from tests.casework.assistance.conftest import Registers
from tests.casework.conftest import settle

ASKED = {"event": "slot", "name": "requested_slot", "value": "record_number"}
SAID = {"event": "user", "text": "不晓得", "parse_data": {"intent": {"name": "inform", "confidence": 0.9}}}
BEGUN = {"event": "active_loop", "name": "record_form"}
DIBAO: dict[str, Any] = {"entities": [("program", "低保")], "normalised": {"低保": "dibao"}}


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """The number of an application is asked for."""
    stage.slots |= {"record_kind": "application"}
    return stage


@pytest.fixture
def told(stage: Stage) -> Stage:
    """It was said that nothing can be looked up without the number."""
    stage.slots |= {"last_told": WITHOUT}
    return stage


def answer(stage: Stage, said: str, intent: str, **more: Any) -> Reaction:
    return stage.run(
        "validate_record_form", said, intent, loop="record_form", requested="record_number", **more
    )


def user(said: str, **more: Any) -> dict[str, Any]:
    return {"event": "user", "text": said, "parse_data": {"intent": {"name": "check_application"}, **more}}


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("没给我啥子号 就填了个表按了手印 柳溪镇上沟村的", "file_complaint"),
        ("啥编号哦 他们没给我", "check_petition"),
        ("没有编号 我给你报身份证号行不行", "privacy_request"),
        ("莫得那个单子", "inform"),
        ("当时就写了个名字 啥凭据没见", "inform"),
        ("窗口没发过什么通知单", "file_complaint"),
        ("号码早丢了", "inform"),
        ("不晓得啥子号", "nlu_fallback"),
        ("只按了手印 没得回执", "file_complaint"),
    ],
)
def test_who_has_no_number_is_told_once_where_to_ask_and_asked_no_more(
    asked: Stage, said: str, intent: str
) -> None:
    done = answer(asked, said, intent)
    assert not done.rejected
    assert "0990-5512349" in done.text
    assert "身份证号不要发在这里" in done.text
    assert done.slots["record_number"] == done.slots["record_last_four"] == ""
    assert done.slots["last_told"] == WITHOUT


def test_the_window_of_the_township_told_is_named(asked: Stage) -> None:
    said = "没给号 柳溪镇上沟村的"
    done = answer(asked, said, "inform", entities=[("place", "柳溪镇")])
    assert "柳溪镇民政窗口（0990-5551021）" in done.text


def test_who_says_so_at_once_is_not_asked_for_it(stage: Stage) -> None:
    with stage.bureau.office() as office:
        Registers(settle(office)).apply()
    done = stage.run("action_begin_record", "帮我看下低保申请 没给过我编号", "check_application", **DIBAO)
    assert "查不到" in done.text
    assert done.followup == "action_listen"


@pytest.mark.parametrize(
    "said",
    [
        "那一般从交表到批下来要多久 我是10月28交的",
        "正常好多天才批得下来 10月28号递的材料",
        "几天能办下来嘛 我10.28日交的表",
    ],
)
def test_the_term_is_told_and_counted_from_the_day_it_was_handed_in(asked: Stage, said: str) -> None:
    done = answer(asked, said, "ask_processing_time", before=[user("查下我的低保", **_dibao("查下我的低保"))])
    assert not done.rejected
    assert "30 个工作日" in done.text
    assert "45 个工作日" in done.text
    assert "2026年12月9日" in done.text
    assert done.slots["record_number"] == ""


def _dibao(text: str) -> dict[str, Any]:
    at = text.index("低保")
    found = {"entity": "program", "value": "低保", "start": at, "end": at + 2, "normalised": "dibao"}
    return {"entities": [found]}


@pytest.mark.parametrize(
    "said",
    [
        "还没得人上门来看过 是不是把我漏了",
        "一直没人来家里看 怕是把我家忘了",
        "啥时候来入户嘛",
        "莫得人来过",
        "几时上门调查",
    ],
)
def test_the_visit_is_explained_and_a_complaint_is_only_offered(told: Stage, said: str) -> None:
    done = told.run("action_begin_complaint", said, "file_complaint", category="left_out")
    assert "入户调查" in done.text
    assert "没人理，投诉反映" in done.buttons
    assert not told.slots.get("complaint_narrative")
    assert done.followup == "action_listen"


def test_what_is_called_a_complaint_is_one(told: Stage) -> None:
    done = told.run("action_begin_complaint", "我要投诉 镇上一直没人上门来看", "file_complaint")
    assert told.slots["complaint_narrative"]
    assert "入户调查" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "算了 那我该打哪个电话问我自己的",
        "那我问哪个电话嘛",
        "上哪儿问得到",
        "那该找谁打听",
        "电话是多少",
    ],
)
def test_whom_to_ask_is_said(told: Stage, said: str) -> None:
    done = told.run("action_answer_policy", said, "ask_contact")
    assert "0990-5512349" in done.text
    assert "民政窗口" in done.text
    assert done.followup == "action_listen"


@pytest.mark.parametrize(
    "said",
    [
        "要是去问了还是没得消息 我再来找你们投诉行不行",
        "要是过年还没消息能不能找你们投诉",
        "到时候没人管我 可以来投诉不",
        "如果还是拖着 能不能在你们这儿反映",
        "万一批不下来 我来你们这里投诉得行不",
    ],
)
def test_one_may_complain_later_and_nothing_is_begun_now(stage: Stage, said: str) -> None:
    done = stage.run("action_begin_petition", said, "urge_petition")
    assert "什么时候都可以" in done.text
    assert done.followup == "action_listen"


@pytest.mark.parametrize("said", ["我叫鲁秀芬 身份证号要不要给你", "那报身份证查得到不", "看名字能查到不"])
def test_no_identity_number_is_wanted_in_the_talk(told: Stage, said: str) -> None:
    done = told.run("action_privacy", said, "privacy_request")
    assert "不用发" in done.text


def test_a_number_that_was_asked_for_twice_is_asked_for_no_more(asked: Stage) -> None:
    aside = {"event": "action", "name": "action_bot_challenge"}
    done = asked.run(
        "action_ask_record_form_record_number",
        "你是机器人不",
        "bot_challenge",
        loop="record_form",
        requested="record_number",
        before=[BEGUN, ASKED, SAID, ASKED],
        after=[aside],
    )
    assert not done.messages
    assert {"event": "slot", "timestamp": None, "name": "requested_slot", "value": None} in done.events


def test_after_one_question_in_between_it_is_asked_for_again(asked: Stage) -> None:
    done = asked.run(
        "action_ask_record_form_record_number",
        "你是机器人不",
        "bot_challenge",
        loop="record_form",
        requested="record_number",
        before=[BEGUN, ASKED],
        after=[{"event": "action", "name": "action_bot_challenge"}],
    )
    assert done.responses == ["utter_ask_record_number"]


def test_who_sends_no_number_twice_is_let_go(asked: Stage) -> None:
    done = answer(asked, "就是上头那个事嘛", "inform", before=[BEGUN, ASKED, SAID, ASKED])
    assert "先放下" in done.text
    assert done.slots["record_number"] == ""


@pytest.mark.parametrize("said", ["2026-0912 这个", "编号20260912"])
def test_the_number_of_another_system_is_still_taken(asked: Stage, said: str) -> None:
    assert answer(asked, said, "inform").slots["record_number"]
