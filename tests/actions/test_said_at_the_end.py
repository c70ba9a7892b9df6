"""What is said while a complaint waits for its yes: statements, wishes, fears and questions each find their place."""

from dataclasses import replace

import pytest

from actions.complaint import phrases
from knowledge.answering import Library
from tests.actions.conftest import Stage

TOLD = {
    "complaint_category": "payment_missing",
    "complaint_narrative": "石桥乡杨柳村的高龄津贴三月没发下来",
    "complaint_place": "石桥乡杨柳村",
    "complaint_accused": "",
    "complaint_time": "三月",
    "complaint_identity": "real_name",
    "complaint_name": "苗春生",
    "complaint_phone": "13800002201",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k", "read_back": 1},
}


@pytest.fixture
def telling(stage: Stage, corpus_library: Library) -> Stage:
    stage.slots |= TOLD
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


@pytest.mark.parametrize(
    "said",
    [
        "他老丈人 还有他连襟 都吃着低保呢",
        "一家三口都领着残疾补贴呢",
        "存折还在他手里攥着呢",
        "他嫂子也在领高龄津贴呢",
        "每回给几百块 到底打了多少我们也不知道",
        "一个月就给几十块现金 剩下的不晓得哪去了",
    ],
)
def test_a_statement_is_no_question(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_confirmed", said, "file_complaint")
    assert not phrases.asks(said)
    assert said in done.slots["complaint_narrative"]
    assert "您问的要是" not in done.text
    assert "说不准" not in done.text


@pytest.mark.parametrize("said", ["那特困呢", "我妈的高龄津贴呢", "那要等几天呢", "几个月能批"])
def test_a_question_stays_one(said: str) -> None:
    assert phrases.asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉 你们给催催 啥时候能发给个准信",
        "你们能不能给催一催 几时给个回音",
        "帮我去催一催行不 几号能到",
        "你们替我问问清楚 啥时能解决",
        "我就是要你们快点给办 到底几时能批下来给句话",
        "给个痛快话 到底哪天发",
    ],
)
def test_a_wish_that_it_go_forward_is_part_of_it(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_confirmed", said, "urge_petition")
    assert said in done.slots["complaint_narrative"]
    assert not done.rejected
    assert "说不准" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "会不会让范老四知道是我说的啊",
        "雷大炮知不知道是我举报的",
        "会不会叫老冯听说",
        "我怕被孙有财晓得",
        "龚小兵能不能猜出我来",
    ],
)
def test_a_fear_is_answered_straight(telling: Stage, said: str) -> None:
    name = next(one for one in ("范老四", "雷大炮", "老冯", "孙有财", "龚小兵") if one in said)
    done = telling.answers("complaint_confirmed", said, "privacy_request", entities=[("person", name)])
    assert done.responses or "看不到" in done.text
    assert "complaint_narrative" not in done.slots
    assert not done.slots.get("complaint_accused")


@pytest.mark.parametrize(
    "said",
    ["材料我有医院的证明，后面能补不", "手头有张收据 过后能不能再补", "后头还能加照片不", "我补充材料咋弄", "病历过两天再补行吗"],
)  # fmt: skip
def test_what_can_be_added_later_is_asked_of_this_complaint(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_confirmed", said, "ask_materials")
    assert "补充情况" in done.text
    assert not done.rejected


@pytest.mark.parametrize(
    "said",
    ["不通过不是应该给个书面的东西吗？", "不给批不得给个书面通知吗", "没批是不是得给张书面的", "驳回了是不是得给个书面决定", "停了不该书面告诉我吗"],
)  # fmt: skip
def test_whether_a_refusal_is_given_in_writing_is_a_question_of_policy(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_confirmed", said, "ask_appeal")
    assert done.rejected
    assert "发在这个对话里" not in done.text


@pytest.mark.parametrize(
    "said",
    ["对了办高龄补贴到底要带啥，你告诉我省得再跑一趟", "办残疾证找谁 你跟我说一声", "低保要公示几天 你们告诉我一下吧"],
)  # fmt: skip
def test_a_question_answered_elsewhere_is_no_part_of_it(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_confirmed", said, "ask_materials")
    assert "complaint_narrative" not in done.slots
