"""Where it was, in one place or two; the number that was meant; and whose secrecy is wished for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.complaint import facts
from actions.turn import Turn
from tests.actions.conftest import Stage
from understanding import Entity, Parsed

KNOWN = {
    "complaint_category": "refused",
    "complaint_narrative": "镇上不收我的申请",
    "complaint_place": "城关镇北关村",
    "complaint_accused": "",
    "complaint_time": "上周五",
    "complaint_identity": "real_name",
    "complaint_name": "孟庆和",
    "complaint_phone": "13800002313",
    "complaint_draft": {"key": "k"},
    "complaint_representatives": "",
}


def turn(said: str, *told: tuple[str, str]) -> Turn:
    entities = tuple(Entity(kind, one, said.index(one), said.index(one) + len(one)) for kind, one in told)
    return Turn(said, Parsed(said, "inform", 0.9, entities=entities), "t")


@pytest.mark.parametrize(
    ("said", "places", "place"),
    [
        (
            "我们住河湾街道纺织厂社区 孩子户口在大营乡前营村 社区说找户口地",
            ["河湾街道", "纺织厂社区", "大营乡", "前营村 社区"],
            "河湾街道纺织厂社区、大营乡前营村",
        ),
        ("家在柳溪镇上沟村 办事在双桥镇", ["柳溪镇", "上沟村", "双桥镇"], "柳溪镇上沟村、双桥镇"),
        ("不是大营乡 是枣林乡", ["大营乡", "枣林乡"], "枣林乡"),
        ("不是上沟村是下沟村", ["上沟村", "下沟村"], "下沟村"),
        ("双桥镇马家湾村", ["双桥镇", "马家湾村"], "双桥镇马家湾村"),
        ("马家湾村 双桥镇的", ["马家湾村", "双桥镇"], "双桥镇马家湾村"),
    ],
)
def test_two_places_are_not_one(said: str, places: list[str], place: str) -> None:
    assert facts.place_of(turn(said, *(("place", one) for one in places))) == place


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("电话俺说错了 末尾不是13 是31 13800002331 你给改改", "13800002331"),
        ("号码打错了 尾号是80 不是08 13700005580", "13700005580"),
        ("13800002331 不是13800002313", "13800002331"),
        ("不是13800002313 是13800002331", "13800002331"),
        ("13800002313打错了，13800002331", "13800002331"),
        ("电话 138 0000 2331", "13800002331"),
    ],
)
def test_the_number_that_is_meant_stands_by_itself(said: str, number: str) -> None:
    assert facts.phone_of(turn(said)) == number


@pytest.mark.parametrize(
    "said",
    [
        "哎坏了 电话俺说错了 末尾不是13 是31 13800002331 你给改改",
        "尾号不是13，是31",
        "手机后两位不是13 应该是31",
        "号码写错了，最后不是13是31",
        "不是13800002313，是13800002331",
    ],
)
def test_digits_of_the_number_put_right_leave_a_whole_number(stage: Stage, said: str) -> None:
    stage.slots |= KNOWN
    done = stage.answers("complaint_confirmed", said, "supplement_petition")
    assert stage.slots["complaint_phone"] == "13800002331"
    assert done.responses == ["utter_corrected"]
    assert stage.slots["complaint_narrative"] == KNOWN["complaint_narrative"]


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.integers(0, 99))
def test_a_mobile_number_is_never_joined_with_digits_beside_it(number: str, more: int) -> None:
    joined = f"{more} {number}"
    assert facts.phone_of(turn(f"是{joined}", ("phone", joined))) == number


@pytest.mark.parametrize(
    "said",
    [
        "问村主任他说名单保密不能贴",
        "会计说这事保密 不许往外说",
        "领导说材料要保密不给我看",
        "老梁说结果是保密的",
        "你们给保密吗",
        "你们保不保密",
        "他不就猜着是我了 你们给保密不",
    ],
)
def test_what_others_keep_secret_is_no_wish_of_the_speaker(said: str) -> None:
    assert facts.identity_of(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "名字给我保密 别让村里知道",
        "实名但要保密",
        "我的名字能不能替我保密",
        "帮我保密",
        "能给我保密吗",
        "别说出去",
    ],
)
def test_the_wish_not_to_be_known_is_one(said: str) -> None:
    assert facts.identity_of(said) == "confidential"


@pytest.mark.parametrize(
    ("said", "organ"),
    [
        ("我不知道跟我说的是谁 是镇民政办的座机打来的", "镇民政办"),
        ("就是民政窗口的人不收我的材料", "民政窗口"),
        ("镇上便民服务中心不给办", "便民服务中心"),
        ("乡民政所的人打电话叫我别来了", "乡民政所"),
    ],
)
def test_an_office_without_a_name_of_its_own_is_no_place(stage: Stage, said: str, organ: str) -> None:
    stage.slots |= {**KNOWN, "complaint_place": None, "complaint_accused": None}
    stage.answers("complaint_place", said, "file_complaint", [("organ", organ)])
    assert stage.slots["complaint_place"] is None
    assert organ in str(stage.slots["complaint_accused"])


@pytest.mark.parametrize("said", ["柳溪镇民政所", "青石坳村村委会"])
def test_an_office_of_a_place_tells_where(stage: Stage, said: str) -> None:
    stage.slots |= {**KNOWN, "complaint_place": None}
    stage.answers("complaint_place", said, "inform", [("organ", said)])
    assert stage.slots["complaint_place"]
