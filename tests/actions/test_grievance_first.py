"""A grievance is heard as one: a reproach asks nothing, and who is fed needs no emergency."""

import pytest

from actions import danger
from actions.complaint import openings, phrases
from actions.turn import Turn
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import Parsed

TOLD = {
    "complaint_category": "other",
    "complaint_narrative": "照料的光拿钱不干活",
    "complaint_place": "枣林乡枣树坪村",
    "complaint_accused": "照料的吴小霞",
    "complaint_time": "上礼拜",
    "complaint_draft": {"key": "k"},
}
FED = [
    "饭是隔壁给送 饿倒是饿不着 就是没人给拾掇",
    "不算饿 有口饭吃 就是没人管",
    "他倒饿不着 就是身上脏",
    "不缺吃的 就是被窝没人洗",
    "人没饿着 就是衣裳没人洗",
]


@pytest.mark.parametrize("said", FED)
def test_who_has_something_to_eat_calls_for_nobody(said: str) -> None:
    heard = Parsed(said, "request_help", 0.6, ranking=(("request_help", 0.6), ("file_complaint", 0.3)))
    assert danger.sobered(heard, said).intent == "file_complaint"


@pytest.mark.parametrize(
    "said",
    [
        "米不够吃",
        "饿得睡不着",
        "没有吃的",
        "两天没吃能不饿吗",
        "不饿死也冻死了",
        "就想有口饭吃",
        "人饿不着 可是停药了",
        "饭不缺 房子现在着火了",
    ],
)
def test_need_is_still_heard(said: str) -> None:
    heard = Parsed(said, "request_help", 0.6, ranking=(("request_help", 0.6), ("file_complaint", 0.3)))
    assert danger.sobered(heard, said).intent == "request_help"


@pytest.mark.parametrize("said", FED)
def test_the_complaint_under_way_goes_on(stage: Stage, said: str) -> None:
    stage.slots |= TOLD
    ranking = (("request_help", 0.6), ("report_person_in_need", 0.35))
    done = stage.answers("complaint_identity", said, "request_help", ranking=ranking)
    assert not done.rejected
    assert said in done.slots["complaint_narrative"]
    assert "值班" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "不晓得叫啥 戴口罩 坐三号窗口",
        "我都七十三了我会啥电脑 她还嗑瓜子",
        "俺家啥收入 就三亩山地",
        "前天去大厅 问残疾补贴咋办 那女的翻白眼 说自己回去查",
        "队长叫王什么来着 王三毛",
    ],
)
def test_a_reproach_asks_nothing(said: str) -> None:
    assert not phrases.asks(said)


@pytest.mark.parametrize(
    "said", ["我家有啥补贴", "队长叫什么", "低保办什么手续", "问低保咋办", "我都六十了能办啥"]
)
def test_a_question_stays_one(said: str) -> None:
    assert phrases.asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "头都不抬 让我自己上网查去",
        "问他两句爱理不理的",
        "护理的光领钱不照看",
        "村里没有一个人进过我家门",
        "谁吃谁不吃都是糊涂账",
        "名单从来不贴",
        "咋没人来俺家看看",
    ],
)
def test_neglect_is_a_charge(said: str) -> None:
    assert openings.charges(said)


@pytest.mark.parametrize(
    "said",
    [
        "那咋没人来俺家 直接就说不合格 单子上写着收入超标",
        "也没人来过我家 张口就说有收入不给批",
        "凭啥说我家收入高 连门都没人进过",
    ],
)
def test_no_estimate_is_offered_to_a_grievance(stage: Stage, said: str) -> None:
    talk = Talk(stage)
    done = talk.says(said, "file_complaint", category="left_out")
    assert "估一估" not in done.text
    assert done.slots.get("complaint_narrative")


@pytest.mark.parametrize(
    "said", ["能不能先把钱要回来", "让他把钱退给我行不行", "多拿的那两千追得回来不", "钱还能讨回不"]
)
def test_to_get_back_what_was_taken_is_the_matter_itself(said: str) -> None:
    heard = Parsed(said, "request_help", 0.7, ranking=(("request_help", 0.7), ("ask_procedure", 0.2)))
    assert danger.sobered(heard, said, telling=True).intent == "inform"


@pytest.mark.parametrize(
    "said", ["开车的都吃上了 我们穷的没有", "人家有关系的批了 俺家却没得", "他们家有 我们也没有"]
)
def test_what_others_have_and_one_has_not_is_no_question(said: str) -> None:
    assert not openings.only_asks(Turn(said, Parsed(said, "file_complaint", 0.9), "t"))
