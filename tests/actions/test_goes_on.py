"""What is said after an answer and goes on from it, though by itself it is no question, or sounds like another matter."""

import pytest

from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


@pytest.mark.parametrize(
    ("action", "intent", "said"),
    [
        ("action_begin_note", "report_change", "要是房子在女儿名下 女儿嫁到外地了"),
        ("action_begin_complaint", "file_complaint", "万一房子写的是别人的名字"),
        ("action_inform", "inform", "老家的宅基地"),
    ],
)
def test_a_case_that_is_only_supposed_is_answered(
    knowing: Stage, action: str, intent: str, said: str
) -> None:
    knowing.run("action_answer_policy", "有两套房能不能吃低保", "ask_eligibility")
    done = knowing.run(action, said, intent)
    assert "依据" in done.text
    assert "哪个乡镇" not in done.text
    assert not knowing.slots.get("note_kind")
    assert not knowing.slots.get("complaint_draft")


def test_what_happened_is_still_told(knowing: Stage) -> None:
    knowing.run("action_answer_policy", "有两套房能不能吃低保", "ask_eligibility")
    knowing.run("action_begin_note", "我妈上个月又买了一套房子", "report_change")
    assert knowing.slots["note_kind"] == "change"


def test_who_tells_of_a_death_and_asks_is_answered_and_can_ask_on(knowing: Stage) -> None:
    told = knowing.run("action_begin_note", "我爷爷前几天去世了 他吃五保的 后面该咋弄", "report_change")
    assert "节哀" in told.text
    assert "3个月内" in told.text
    assert knowing.slots["note_kind"] == "change"
    assert knowing.slots["last_answer"]["answer"] == "change-death"


def test_the_number_of_another_office_is_not_invented(knowing: Stage) -> None:
    said = knowing.run("action_other_department", "残联电话是多少", "other_department").text
    assert "没有登记" in said
    assert "12345" in said
