"""What a resident tells of their own household: kept, read back, and used for what they are after."""

import pytest

from actions.estimate.own_case import tells_own_case
from actions.turn import Turn
from understanding import parsed


def turn(said: str, intent: str = "inform") -> Turn:
    return Turn(said, parsed({"text": said, "intent": {"name": intent, "confidence": 0.9}}), "talk")


@pytest.mark.parametrize("intent", ["inform", "file_complaint", "other_department", "nlu_fallback", "deny"])
@pytest.mark.parametrize(
    "said",
    [
        "我婆婆74 半边身子不能动 有残疾证 三级",
        "男人在工地 好的时候四千多 差的时候没活 平均下来三千",
        "三个娃 大的九岁 小的还在吃奶",
        "就跟我过 我63 他奶奶61",
        "她妈前年跑了 再也没联系过",
        "女婿听说进去了",
        "没得退休 就居民养老一百五",
        "普通农户 不是低保",
        "证是前年办的 残联给发的",
        "土墙房两间 没车 欠信用社三万",
        "儿子结了婚另外过 一年给两千块",
        "我肾不好 一个星期透析三回",
        "养老金没得多少 一个月一百来块",
        "厂里下岗的 社保断了",
        "弟弟没得收入 天天吃药的",
        "跑出去六年了 电话打不通 报没报过案我不晓得",
        "以前跑货车的 上个月跑了几趟 有两千多",
    ],
)
def test_what_is_said_of_ones_own_household_is_known_for_that(said: str, intent: str) -> None:
    assert tells_own_case(turn(said, intent))


@pytest.mark.parametrize(
    "said",
    [
        "村里说我有儿子不给我报",
        "书记把我家的低保停了",
        "会计扣着我妈的卡不给",
        "镇上不收我的材料 推来推去",
        "这个月的低保钱还没到账",
        "我要投诉 我家四口人都有病",
        "邻居家三口人 有车有房还吃低保",
        "残疾补助咋个申请",
        "我们家四口人能不能评",
        "可以在手机上办不 我带着娃走不开",
        "老公没了 家里断粮了",
        "我姓周 电话13800001234",
        "我想办五保",
        "帮我查一下我妈的低保",
        "热线打不通",
        "老婆走了 农药都买好了",
        "村里不公示 都是关系户",
    ],
)
def test_grievances_questions_wishes_and_cries_for_help_are_something_else(said: str) -> None:
    assert not tells_own_case(turn(said, "file_complaint"))


def test_a_wish_for_a_person_or_danger_is_never_taken_for_it() -> None:
    assert not tells_own_case(turn("我一个人过 六十八", "request_human"))
    assert not tells_own_case(turn("老婆走了 欠了十几万", "crisis"))
