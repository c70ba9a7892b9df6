"""What is stored is told once in each talk, whatever it is about, and never before an answer that cannot wait."""

import pytest
import yaml

from casework.conversations import talks
from store.clock import FixedClock
from store.settings import ROOT
from tests.actions.conftest import Stage

NOTICE = "utter_privacy_notice"
FIRST_WORDS = [
    ("action_greet", "你好", "greet"),
    ("action_answer_policy", "低保多少钱", "ask_standard"),
    ("action_capability", "你能做什么", "ask_capability"),
    ("action_out_of_scope", "今天天气怎么样", "out_of_scope"),
    ("action_other_department", "医保怎么报销", "other_department"),
    ("action_inform", "13800138000", "inform"),
    ("action_default_ask_affirmation", "……那个", "nlu_fallback"),
    ("action_hand_over", "转人工", "request_human"),
    ("action_collective_action", "我们明天去省里上访", "collective_action"),
    ("action_privacy", "你们存了我什么", "privacy_request"),
    ("action_begin_complaint", "我要投诉", "file_complaint"),
    ("action_begin_petition", "查我的投诉", "check_petition"),
    ("action_begin_note", "我要提个建议", "make_suggestion"),
    ("action_begin_record", "低保批了没有", "check_application"),
]


@pytest.mark.parametrize(("action", "said", "intent"), FIRST_WORDS)
def test_whatever_is_said_first_it_is_told_and_only_once(
    newcomer: Stage, action: str, said: str, intent: str
) -> None:
    assert newcomer.run(action, said, intent).responses.count(NOTICE) == 1
    assert NOTICE not in newcomer.run("action_thank", "谢谢", "thank").responses


@pytest.mark.parametrize(
    ("action", "said", "intent"),
    [
        ("action_answer_policy", "低保多少钱", "ask_standard"),
        ("action_collective_action", "我们明天去省里上访", "collective_action"),
        ("action_hand_over", "转人工", "request_human"),
    ],
)
def test_it_stands_below_the_answer(newcomer: Stage, action: str, said: str, intent: str) -> None:
    messages = newcomer.run(action, said, intent).messages
    assert len(messages) > 1
    assert messages[-1]["response"] == NOTICE


def test_it_is_told_again_on_each_channel(newcomer: Stage) -> None:
    newcomer.run("action_greet", "你好", "greet")
    with newcomer.bureau.office() as office:
        newcomer.token = talks.find_or_begin(office, "telegram", "newcomer").token
    assert NOTICE in newcomer.run("action_thank", "谢谢", "thank").responses


@pytest.mark.parametrize(
    ("action", "said", "intent"),
    [
        ("action_crisis", "我不想活了", "crisis"),
        ("action_help_now", "家里断粮三天了", "request_help"),
    ],
)
def test_it_waits_while_somebody_is_called_because_of_danger(
    newcomer: Stage, clock: FixedClock, action: str, said: str, intent: str
) -> None:
    """Life and limb go first; it is made good afterwards (个人信息保护法 art. 18)."""
    assert NOTICE not in newcomer.run(action, said, intent).responses
    assert NOTICE not in newcomer.run("action_inform", "我在河边", "inform").responses
    clock.move(hours=3)
    assert NOTICE in newcomer.run("action_thank", "好多了，谢谢", "thank").responses


def test_but_not_while_names_are_asked_for(newcomer: Stage) -> None:
    newcomer.run("action_help_now", "家里断粮三天了", "request_help")
    assert NOTICE in newcomer.run("action_begin_complaint", "我要投诉", "file_complaint").responses


def test_what_the_law_wants_told_is_in_it() -> None:
    """Who, what for, how long, which rights and where to ask (art. 17); sensitive data (28-30); under fourteen (31)."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    (variant,) = responses[NOTICE]
    wanted = (
        "{office}",
        "{talk_kept_days}",
        "{hotline}",
        "敏感信息",
        "14 岁",
        "监护人",
        "看",
        "更正",
        "删除",
    )
    assert [word for word in wanted if word not in variant["text"]] == []
    assert len(variant["text"]) < 260
