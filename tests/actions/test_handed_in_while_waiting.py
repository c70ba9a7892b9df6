"""A complaint broken off by a call for help is gone on with when it is handed in, and nothing else takes the word."""

import pytest

from tests.actions.conftest import Answering, Stage

ACCOUNT = "五保老汉没人照料 村里安排的护理员半个月不来一回 衣裳都馊了"


@pytest.fixture
def broken_off(answer: Answering, stage: Stage) -> Stage:
    stage.slots |= {
        "complaint_draft": {"key": "k"},
        "complaint_narrative": ACCOUNT,
        "complaint_category": "other",
    }
    stage.run("action_help_now", "老汉饿得起不来了", "request_help", loop="complaint_form")
    assert not stage.slots["complaint_narrative"]
    return stage


@pytest.mark.parametrize(
    "said",
    [
        "对 交",
        "交吧",
        "就这样往上报",
        "行 给我报上去",
        "登记吧",
        "没错 提交",
        "好 递上去",
        "对 交上去吧",
        "嗯 就这么报",
        "可以了 交吧",
    ],
)
def test_it_is_gone_on_with(broken_off: Stage, said: str) -> None:
    done = broken_off.run("action_inform", said)
    assert done.followup == "complaint_form"
    assert broken_off.slots["complaint_narrative"].startswith(ACCOUNT)


@pytest.mark.parametrize("said", ["先别交", "我去哪里交材料", "饭是邻居给送", "好的"])
def test_other_words_leave_it(broken_off: Stage, said: str) -> None:
    assert broken_off.run("action_inform", said).followup != "complaint_form"


@pytest.mark.parametrize(
    ("said", "intent", "time"),
    [
        ("不是五月底 我想起来了是六月二号那天", "supplement_petition", "六月二号"),
        ("哦记错了 不是五月底 是四月十五号的事", "supplement_petition", "四月十五号"),
        ("哎呀错了 不是五月底 是七月初", "check_petition", "七月初"),
    ],
)
def test_what_puts_it_right_takes_it_up_and_opens_no_look_up(
    answer: Answering, stage: Stage, said: str, intent: str, time: str
) -> None:
    stage.slots |= {
        "complaint_draft": {"key": "k"},
        "complaint_narrative": "临时救助的申请交上去没有音信 大概五月底交的",
        "complaint_category": "delayed",
        "complaint_time": "五月底",
        "complaint_place": "双桥镇龙潭村",
    }
    stage.run("action_help_now", "我摔断了腿住院", "request_help", loop="complaint_form")
    done = stage.run("action_begin_petition", said, intent, entities=[("date", "五月底"), ("date", time)])
    assert done.followup == "complaint_form"
    assert stage.slots["complaint_time"] == time
    assert not stage.slots.get("petition_purpose")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("护理员是村文书的表妹 就挂个名", "supplement_petition"),
        ("我补充一句 材料是文书收走的 没给条子", "supplement_petition"),
    ],
)
def test_more_of_it_is_added_and_opens_no_look_up(broken_off: Stage, said: str, intent: str) -> None:
    done = broken_off.run("action_begin_petition", said, intent)
    assert done.followup == "complaint_form"
    assert said[-4:] in broken_off.slots["complaint_narrative"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("我上次的投诉办得怎么样了", "check_petition"),
        ("帮我查下低保申请到哪一步了", "check_application"),
        ("之前登记的那个催一下", "urge_petition"),
    ],
)
def test_what_is_to_be_looked_up_is(broken_off: Stage, said: str, intent: str) -> None:
    action = "action_begin_record" if intent == "check_application" else "action_begin_petition"
    assert broken_off.run(action, said, intent).followup != "complaint_form"


@pytest.mark.parametrize("said", ["匿名 交吧", "交上去 匿名"])
def test_how_it_is_signed_is_heard_with_the_word_that_hands_it_in(broken_off: Stage, said: str) -> None:
    assert broken_off.run("action_inform", said).followup == "complaint_form"
    assert broken_off.slots["complaint_identity"] == "anonymous"
