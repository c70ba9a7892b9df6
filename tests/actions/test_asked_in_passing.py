"""What is asked or said in passing is answered for what it is: beside a call for help, of what can be done here, of a
stranger, of who pays; a sigh is heard."""

import pytest

from actions import help
from actions.estimate import kin, wishes
from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage
from understanding import Parsed, blamed


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


@pytest.mark.parametrize("said", ["手术要开刀 钱还差一大截", "医生说下周开刀"])
def test_a_surgeons_knife_is_none_to_be_kept_from(said: str) -> None:
    assert help.heard(said, lead=help.FIRST_LEAD) != "ready"


@pytest.mark.parametrize(
    ("said", "told"),
    [("我户口还在娘家那边 能行不", "户口"), ("这个救急的钱最多给好多", "临时救助")],
)
def test_a_question_beside_a_call_for_help_is_answered(knowing: Stage, said: str, told: str) -> None:
    knowing.run("action_help_now", "我男人出车祸在医院 押金交不上", "request_help")
    done = knowing.run("action_answer_policy", said, "ask_eligibility")
    assert "答不准" not in done.text
    assert told in done.text


@pytest.mark.parametrize("said", ["你能不能帮我把低保申请了", "可以替我妈报名申请吗"])
def test_who_wants_it_applied_for_from_here_is_told_how_it_is_done(knowing: Stage, said: str) -> None:
    done = knowing.run("action_capability", said, "ask_capability")
    assert "窗口" in done.text
    assert "能办这些" not in done.text


def test_questions_may_be_asked_without_a_name(knowing: Stage) -> None:
    assert "不用留名字" in knowing.run("action_capability", "不说名字能问事吗", "ask_capability").text


def test_a_stranger_who_knows_the_name_is_not_asked_for_what_is_stored(knowing: Stage) -> None:
    done = knowing.run("action_privacy", "那人叫得出我名字", "privacy_request")
    assert "110" in done.text
    assert "存着" not in done.text


@pytest.mark.parametrize("said", ["每月的钱是不是还打到我手里嘛", "中秋的月饼是不是你们局里发的"])
def test_who_asks_who_pays_is_not_asked_for_a_number(knowing: Stage, said: str) -> None:
    done = knowing.run("action_begin_record", said, "check_payment")
    assert done.followup == "action_answer_policy"


@pytest.mark.parametrize("said", ["唉 孩子可怜哟", "这日子难啊"])
def test_a_sigh_is_heard(knowing: Stage, said: str) -> None:
    assert "听着" in knowing.run("action_out_of_scope", said, "out_of_scope").text


def test_what_falls_to_each_is_no_wage() -> None:
    assert "wage" not in kin.told("一家三口人均九百来块")


@pytest.mark.parametrize("said", ["那就好 继续", "行，接着问", "那就中，接着来"])
def test_the_questions_may_go_on(said: str) -> None:
    assert wishes.GO_ON.match(said)


def test_who_is_told_of_with_a_nickname_is_named() -> None:
    parsed = Parsed("石佛村二组 刘来福 外号刘三麻子", "inform", 0.9)
    assert [one.value for one in blamed.people(parsed)] == ["刘来福"]
