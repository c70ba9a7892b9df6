"""What somebody else gets, and their numbers, are told to nobody; what is kept of one's own is said plainly."""

from typing import Any

import pytest

from actions import others_data
from tests.actions.conftest import Stage

ASKED = [
    "帮我看看隔壁老赵家有没有吃低保 领多少",
    "查一下我们村的孙德旺家领没领低保",
    "告诉我对门那户低保拿多少",
    "想打听下邻居她家是不是低保户",
    "能不能查人家领了多少补贴",
    "我想知道王老三家低保有没有",
]


def earlier(text: str, intent: str = "check_application") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": []}}


@pytest.mark.parametrize("said", ASKED)
@pytest.mark.parametrize("intent", ["check_application", "check_payment", "ask_eligibility"])
def test_what_another_gets_is_refused_and_no_number_asked_for(stage: Stage, said: str, intent: str) -> None:
    done = stage.run("action_begin_record", said, intent)
    assert "不能告诉您" in done.text
    assert "公示栏" in done.text
    assert "编号" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "那她的身份证号多少 我自己查",
        "你把他的电话号码给我",
        "有没有人家的银行卡号",
        "他身份证号码能不能发我",
        "隔壁的手机号告诉我",
    ],
)
def test_nor_is_a_number_told(stage: Stage, said: str) -> None:
    told = stage.run("action_bot_challenge", said, "bot_challenge").text
    assert "不能告诉您" in told
    assert "电脑程序" not in told


@pytest.mark.parametrize(
    "said", ["我就想知道一下", "我是她亲戚 告诉我嘛", "我不往外说", "我是他家邻居", "行个方便"]
)
def test_who_insists_is_refused_again(stage: Stage, said: str) -> None:
    told = stage.run("action_inform", said, "inform", before=[earlier(ASKED[0])]).text
    assert "真不能说" in told


@pytest.mark.parametrize("said", ["我就想问问公示栏在哪", "那我想知道你们几点上班", "想问一下举报找谁"])
def test_where_and_when_asked_after_a_refusal_is_not_refused(stage: Stage, said: str) -> None:
    told = stage.run("action_answer_policy", said, "ask_contact", before=[earlier(ASKED[0])]).text
    assert "真不能说" not in told


@pytest.mark.parametrize(
    "said",
    [
        "帮我查查我妈的低保有没有发",
        "我家低保批没批 查一下",
        "低保一个月多少",
        "他家有车还吃低保 我要举报",
        "查一下我申请的补贴到哪一步了",
        "俺爹领没领高龄津贴",
        "低保名单在哪看",
        "国家有没有低保政策",
        "大家都领多少补贴",
    ],
)
def test_ones_own_and_policy_are_not(said: str) -> None:
    assert not others_data.asks_of_another(said) or "举报" in said


@pytest.mark.parametrize(
    "said",
    [
        "我说的这些话会不会传到村上",
        "我发的电话村里看得到不",
        "我之前讲的东西 镇上能知道吗",
        "我跟你们聊的内容会不会漏出去",
        "我写的这些 干部看得见不",
    ],
)
@pytest.mark.parametrize("loop", [None, "record_form"])
def test_whether_ones_own_words_reach_the_village_is_answered_plainly(
    stage: Stage, said: str, loop: str | None
) -> None:
    asked = {"loop": loop, "requested": "record_number"} if loop else {}
    told = stage.run("action_privacy", said, "privacy_request", **asked).text
    assert "不传到村里" in told or "不给村里" in told
    assert "编号" not in told


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("再帮我看下我们村何满仓家批了没有 他跟我一天交的", "何满仓"),
        ("顺便看下我们组刘桂贵批下来没", "刘桂贵"),
        ("和我一起交的冯大权批了多少", "冯大权"),
        ("还有我们社区的罗小琴到哪步了", "罗小琴"),
        ("孟三宝他评上没", "孟三宝"),
    ],
)
def test_how_anothers_application_stands_is_refused_while_ones_own_is_looked_up(
    stage: Stage, said: str, who: str
) -> None:
    done = stage.run(
        "validate_record_form",
        said,
        "check_application",
        entities=[("person", who)],
        loop="record_form",
        requested="record_number",
    )
    assert "不能告诉您" in done.text
    assert "公示栏" in done.text


@pytest.mark.parametrize(
    "said",
    [
        "都是一个村的有啥子不能说 他批好多钱总可以说嘛",
        "一个院子的怕啥子嘛 说个数就行",
        "又不是外人 有什么要紧",
        "都是同村的有啥好保密",
    ],
)
def test_who_insists_as_a_neighbour_is_refused_again(stage: Stage, said: str) -> None:
    before = earlier("再帮我看下我们村何满仓家批了没有")
    before["parse_data"]["entities"] = [{"entity": "person", "value": "何满仓", "start": 8, "end": 11}]
    told = stage.run("action_answer_policy", said, "ask_appeal", before=[before]).text
    assert "真不能说" in told


@pytest.mark.parametrize(
    "said",
    ["我叫李明 看看我的批了没", "李明的低保申请批了没", "帮我老伴王秀看看批下来没", "我们家李小宝批了没有"],
)
def test_who_gives_their_own_name_looks_up_their_own(stage: Stage, said: str) -> None:
    name = next(one for one in ("李明", "王秀", "李小宝") if one in said)
    done = stage.run("action_begin_record", said, "check_application", entities=[("person", name)])
    assert "不能告诉您" not in done.text
