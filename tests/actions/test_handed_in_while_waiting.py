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
