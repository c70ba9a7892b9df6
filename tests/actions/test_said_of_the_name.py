"""Who gives a name signs with it, at whatever step; who says nothing of it has not chosen to be anonymous."""

from typing import Any

import pytest

from actions.complaint import asking, filing
from tests.actions.conftest import Reaction, Stage

PHONE = "13800001133"
TOLD = {
    "complaint_category": "payment_missing",
    "complaint_narrative": "护理补贴两个月没到",
    "complaint_place": "柳溪镇青石坳村",
    "complaint_accused": "",
    "complaint_time": "上个月",
    "complaint_representatives": "",
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= {**TOLD, "complaint_draft": {"key": "k"}}
    return stage


@pytest.fixture
def unsaid(telling: Stage) -> Stage:
    """The name was asked twice and something else told each time."""
    telling.run("action_ask_complaint_form_complaint_identity", loop="complaint_form")
    telling.answers("complaint_identity", "家里就我和老伴两个人", "inform")
    telling.run("action_ask_complaint_form_complaint_identity", loop="complaint_form")
    telling.answers("complaint_identity", "老伴瘫在床上三年了", "inform")
    return telling


def read_back(stage: Stage) -> str:
    return stage.run("action_ask_complaint_form_complaint_confirmed", loop="complaint_form").text


def signed(stage: Stage) -> tuple[Any, ...]:
    return tuple(stage.slots.get(f"complaint_{one}") for one in ("identity", "name", "phone"))


WITH_NUMBER = [
    (f"我叫武秀云，手机{PHONE}", "武秀云"),
    (f"武秀云 {PHONE}", "武秀云"),
    (f"我就是武秀云 {PHONE}", "武秀云"),
    (f"俺姓武 武秀云 娃他奶奶 {PHONE}", "武秀云"),
    (f"额叫武秀云 电话{PHONE}", "武秀云"),
    (f"你就写武秀云，{PHONE}", "武秀云"),
    (f"我是武秀云，孩子妈妈，{PHONE}", "武秀云"),
]


@pytest.mark.parametrize("slot", ["complaint_place", "complaint_time", "complaint_identity"])
@pytest.mark.parametrize(("said", "name"), WITH_NUMBER)
def test_name_and_number_sign_at_any_question(telling: Stage, slot: str, said: str, name: str) -> None:
    telling.slots[slot] = None
    telling.answers(slot, said, "inform")
    assert signed(telling) == ("real_name", name, PHONE)


@pytest.mark.parametrize(("said", "name"), WITH_NUMBER)
def test_and_at_the_read_back_where_nothing_was_said_of_them(unsaid: Stage, said: str, name: str) -> None:
    read_back(unsaid)
    unsaid.answers("complaint_confirmed", said, "inform")
    assert signed(unsaid) == ("real_name", name, PHONE)
    read = read_back(unsaid)
    assert "⑥ 身份：实名" in read
    assert "匿名" not in read


@pytest.mark.parametrize(
    "said", ["我叫武秀云", "我姓武 武秀云", "我大名武秀云", "武秀云就是我", "我就叫武秀云咯"]
)
def test_a_name_alone_signs_and_the_number_is_asked_for(unsaid: Stage, said: str) -> None:
    unsaid.answers("complaint_confirmed", said, "inform")
    assert signed(unsaid) == ("real_name", "武秀云", None)


@pytest.mark.parametrize(
    "said", ["柳溪镇青石坳村 武秀云家", "青石坳村三组，武秀云家里", "青石坳村的武秀云家", "武秀云家"]
)
def test_whose_home_it_is_says_who_speaks(telling: Stage, said: str) -> None:
    telling.slots["complaint_place"] = None
    telling.answers("complaint_place", said, entities=[("place", "青石坳村"), ("person", "武秀云")])
    assert signed(telling)[:2] == ("real_name", "武秀云")
    assert not telling.slots.get("complaint_accused")


@pytest.mark.parametrize(
    "said", ["武秀云家有两台车", "就是武秀云家盖的楼", "举报武秀云家", "隔壁是武秀云家，他家吃低保"]
)
def test_but_not_where_something_is_told_of_the_home(telling: Stage, said: str) -> None:
    telling.slots["complaint_place"] = None
    telling.answers("complaint_place", said, entities=[("person", "武秀云")])
    assert signed(telling)[1] is None


def test_silence_is_no_choice_and_is_asked_about_once(unsaid: Stage) -> None:
    first = read_back(unsaid)
    assert asking.SIGN_OR_NOT in first
    assert "匿名，" not in first
    assert "没留名" not in first
    unsaid.answers("complaint_confirmed", "村里还有三户也是这样", "inform")
    assert asking.SIGN_OR_NOT not in read_back(unsaid)


def test_who_agrees_is_lodged_without_a_name_and_told_how_to_add_it(unsaid: Stage) -> None:
    unsaid.answers("complaint_confirmed", "对", "affirm")
    lodged = unsaid.run("action_lodge_complaint").text
    assert "名字没说留不留" in lodged
    assert "您没留名" not in lodged


@pytest.mark.parametrize("said", ["那还是别留了", "名字就算了", "莫留名", "匿名吧", "不写名字"])
def test_who_leaves_it_out_in_words_is_anonymous(telling: Stage, said: str) -> None:
    telling.answers("complaint_identity", said, "inform")
    assert signed(telling)[0] == "anonymous"


@pytest.mark.parametrize("said", ["匿名", "不留名", "别写我名字", "匿名吧"])
def test_and_at_the_read_back(unsaid: Stage, said: str) -> None:
    unsaid.answers("complaint_confirmed", said, "inform")
    assert "⑥ 身份：匿名" in read_back(unsaid)


@pytest.mark.parametrize("said", ["名字可以留", "写我名字", "不怕，写上", "留吧", "行 留名"])
def test_who_is_willing_is_asked_for_the_name(telling: Stage, said: str) -> None:
    telling.answers("complaint_identity", said, "inform")
    assert signed(telling)[:2] == ("real_name", None)


def test_words_are_blotted_out_only_for_who_asked_to_be_unnamed(unsaid: Stage) -> None:
    unsaid.answers("complaint_confirmed", f"电话{PHONE} 是邻居的 打了他喊我", "inform")
    assert filing.unnamed.LEFT_OUT not in read_back(unsaid)


def test_a_number_alone_is_kept_and_signs_nothing(unsaid: Stage) -> None:
    done: Reaction = unsaid.answers("complaint_confirmed", f"电话{PHONE}", "inform")
    assert done.slots["complaint_phone"] == PHONE
    assert "名字还没说留不留，留了电话 138****1133" in read_back(unsaid)
