"""Whether it is allowed, asked within a complaint: answered by the rule in one sentence, and taken down."""

import pytest

from actions.complaint import outlook
from actions.turn import Turn
from tests.actions.conftest import Stage
from understanding import Parsed

TOLD = {
    "complaint_category": "embezzlement",
    "complaint_narrative": "我家低保每回都少",
    "complaint_place": "双桥镇马家湾村",
    "complaint_accused": "队长",
    "complaint_time": "去年",
    "complaint_draft": {"key": "k"},
}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("组长说是匀给没评上的户 这合理吗", "匀给别人"),
        ("说每家扣两百大伙分 这符合规定不", "匀给别人"),
        ("会计说扣的是管理费 该不该扣", "匀给别人"),
        ("叫我们把钱交回去一半 兴不兴这样", "匀给别人"),
        ("他说抽成是规矩 有这规定吗", "匀给别人"),
        ("去问村委 说名册是机密 这话对不对", "不保密"),
        ("他们说名单不能公开 对吗", "不保密"),
        ("村里讲谁吃低保要保密 合规矩不", "不保密"),
        ("名单从来没贴过 合不合规定", "不保密"),
        ("他们说名单不给看 有这个规定没有", "不保密"),
        ("一个人都没上门就说我不合格 这对吗", "两个人上门"),
    ],
)
@pytest.mark.parametrize("requested", ["complaint_identity", "complaint_phone"])
def test_the_rule_is_told_and_the_words_are_kept(stage: Stage, said: str, rule: str, requested: str) -> None:
    stage.slots |= TOLD
    done = stage.answers(requested, said, "file_complaint", category="embezzlement")
    assert rule in done.text
    assert "您问的要是" not in done.text
    assert said in done.slots["complaint_narrative"]
    assert not done.rejected


@pytest.mark.parametrize(
    "said", ["对", "这样对吧 交吧", "他说得不对", "电话对的", "扣了我二百", "名单是保密的不给看"]
)
def test_where_nothing_is_asked_no_rule_is_told(stage: Stage, said: str) -> None:
    stage.slots |= TOLD
    done = stage.answers("complaint_identity", said)
    assert "《" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "过几天来问 报编号就行还是还要别的",
        "查结果光报编号够不够",
        "是不是报那个编号就中了",
        "光有编号能查到不",
        "问结果的时候要报几样",
    ],
)
def test_number_and_code_are_both_needed(stage: Stage, said: str) -> None:
    stage.slots |= TOLD
    done = stage.answers("complaint_identity", said, "check_petition", confidence=0.4)
    assert "两样都要" in done.text


@pytest.mark.parametrize(
    "said",
    [
        "过几天想问结果 是报HY26-2740-7214就行还是还要别的",
        "光报HY26-2740-7214够不够",
        "下回来问 只说HY26-2740-7214行不行",
    ],
)
def test_the_number_in_the_question_is_no_look_up(said: str) -> None:
    found = outlook.topic(Turn(said, Parsed(said, "check_petition", 0.7), "t"))
    assert found is outlook.book().topics["both-needed"]


@pytest.mark.parametrize("said", ["HY26-2740-7214 办到哪一步了", "催一下HY26-2740-7214", "查HY26-2740-7214"])
def test_a_look_up_stays_one(said: str) -> None:
    assert outlook.topic(Turn(said, Parsed(said, "check_petition", 0.7), "t")) is None


@pytest.mark.parametrize(
    "said",
    ["他这个补贴能拿来抵卫生费吗？", "这钱能抵合作医疗不", "村里能不能从低保里扣卫生费", "救助款可不可以顶水电费", "许不许拿补贴冲欠款"],
)  # fmt: skip
def test_nobody_may_set_it_off_and_the_question_is_no_part_of_what_was_read_back(
    stage: Stage, said: str
) -> None:
    stage.slots |= TOLD
    done = stage.answers("complaint_confirmed", said, "other_department")
    assert "第七十一条" in done.text
    assert "complaint_narrative" not in done.slots
    assert not done.rejected
