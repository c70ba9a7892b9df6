"""What residents say in their own way goes into the field it belongs to, and into no other."""

from typing import Any

import pytest

from actions.complaint import facts, names
from tests.actions.conftest import Answering, Stage

BEGUN: dict[str, Any] = {
    "complaint_narrative": "村里把我家的低保停了",
    "complaint_category": "wrongly_stopped",
    "complaint_accused": "",
}


@pytest.fixture
def begun(stage: Stage) -> Stage:
    stage.slots.update(BEGUN)
    return stage


@pytest.mark.parametrize(
    ("asked", "said", "entities"),
    [
        ("complaint_place", "村主任说的", [("role", "村主任")]),
        ("complaint_place", "薛银山 134 5358 1188", []),
        ("complaint_time", "我们都签字了 十一个人", []),
        ("complaint_accused", "那钱补发不", []),
        ("complaint_accused", "北坡乡柏树岭村", [("place", "北坡乡"), ("place", "柏树岭村")]),
        ("complaint_identity", "前天上午 窗口那个女的 戴眼镜", [("date", "前天上午")]),
        ("complaint_identity", "姓武 武会计", [("role", "武会计")]),
        ("complaint_identity", "这还叫热线", []),
    ],
)
def test_what_is_no_such_thing_fills_no_field(
    begun: Stage, answer: Answering, asked: str, said: str, entities: list[tuple[str, str]]
) -> None:
    done = answer(asked, said, entities=entities)
    assert done.slots.get(asked) in (None, "")
    assert done.slots.get("complaint_name") in (None, "", "薛银山")


@pytest.mark.parametrize(
    "said",
    ["他叫黄老根", "二月二那天村干部叫我按手印 说是领补助的", "村里老支书叫按的 现在换人了", "写我名字代表"],
)
def test_a_name_is_the_speakers_only_where_they_say_so(said: str) -> None:
    assert not names.NAME_SAID.search(said)


def test_the_name_is_the_one_behind_i_am_called(begun: Stage, answer: Answering) -> None:
    done = answer(
        "complaint_identity", "我妈叫吴秀珍 我叫陈丽", entities=[("person", "吴秀珍"), ("person", "陈丽")]
    )
    assert done.slots["complaint_name"] == "陈丽"


def test_where_it_was_is_taken_also_after_the_question_was_passed_over(
    begun: Stage, answer: Answering
) -> None:
    begun.slots |= {"complaint_place": "", "complaint_time": ""}
    done = answer("complaint_identity", "那就投诉呗 俺是柳溪镇青石坳村嘞", entities=[("place", "柳溪镇"), ("place", "青石坳村")])  # fmt: skip
    assert done.slots["complaint_place"] == "柳溪镇青石坳村"


def test_who_gives_name_and_number_is_not_asked_whether_they_sign(begun: Stage, answer: Answering) -> None:
    done = answer("complaint_place", "白石镇高坎村 秦月仙 15534880623", entities=[("place", "白石镇"), ("place", "高坎村"), ("person", "秦月仙"), ("phone", "15534880623")])  # fmt: skip
    assert done.slots["complaint_name"] == "秦月仙"
    assert done.slots["complaint_identity"] == "real_name"
    assert not done.slots.get("complaint_accused")


def test_name_and_number_given_where_the_accused_is_asked_are_the_speakers(
    begun: Stage, answer: Answering
) -> None:
    begun.slots |= {"complaint_category": "other", "complaint_accused": None}
    done = answer("complaint_accused", "李国庆 13837122045", entities=[("person", "李国庆"), ("phone", "13837122045")])  # fmt: skip
    assert done.slots.get("complaint_accused") is None
    assert done.slots["complaint_name"] == "李国庆"


def test_a_correction_leaves_out_that_one_was_mistaken(begun: Stage, answer: Answering) -> None:
    begun.slots["complaint_accused"] = "村会计"
    done = answer(
        "complaint_place", "不是会计 是出纳 我说错了", entities=[("role", "会计"), ("role", "出纳")]
    )
    assert done.slots["complaint_accused"] == "村出纳"


def test_a_sum_put_right_is_no_wish_to_wait(begun: Stage, answer: Answering) -> None:
    begun.slots |= {
        "complaint_narrative": "村会计拿了我两千块低保钱",
        "complaint_draft": {"key": "k", "amount": "两千块"},
    }
    done = answer("complaint_confirmed", "等下 钱数不对 应该是两千四")
    assert done.slots["complaint_narrative"] == "村会计拿了我两千四低保钱"
    assert done.slots["complaint_draft"]["amount"] == "两千四"
    assert "utter_corrected" in done.responses


def test_a_name_put_right_is_taken_with_the_wish(begun: Stage, answer: Answering) -> None:
    begun.slots |= {"complaint_name": "郭小军", "complaint_identity": "real_name"}
    done = answer("complaint_confirmed", "名字也改一下 写我爸的 郭福来")
    assert done.slots["complaint_name"] == "郭福来"


def test_somebody_replaced_is_no_place_put_right(begun: Stage, answer: Answering) -> None:
    begun.slots["complaint_place"] = "白石镇高坎村"
    done = answer("complaint_identity", "村里老支书叫按的 现在换人了", entities=[("role", "老支书")])
    assert "complaint_place" not in done.slots


def test_the_sum_is_read_back(begun: Stage) -> None:
    begun.slots |= {
        "complaint_draft": {"key": "k", "amount": "四百二"},
        **dict.fromkeys(facts.SLOTS[1:4], ""),
        "complaint_identity": "anonymous",
    }
    asked = begun.run("action_ask_complaint_form_complaint_confirmed", "对", loop="complaint_form")
    assert "四百二" in asked.text


def test_a_sum_that_is_told_is_put_right_nowhere(begun: Stage, answer: Answering) -> None:
    done = answer(
        "complaint_place", "我送了 三月份送的 值千把块", entities=[("amount", "千把块"), ("date", "三月份")]
    )
    assert "utter_corrected" not in done.responses


def test_the_village_cut_off_before_its_committee_is_put_together(begun: Stage, answer: Answering) -> None:
    said = "柳溪镇青石坳村村委会门口"
    done = answer(
        "complaint_place", said, entities=[("place", "柳溪镇"), ("place", "青石"), ("organ", "坳村村委会")]
    )
    assert done.slots["complaint_place"] == "柳溪镇青石坳村"
    assert not done.slots.get("complaint_accused")


def test_a_name_spelled_out_by_words_is_taken(begun: Stage, answer: Answering) -> None:
    done = answer("complaint_identity", "宋朝的宋 长短的长 富贵的贵 宋长贵")
    assert done.slots["complaint_name"] == "宋长贵"


def test_a_name_given_when_the_account_is_asked_is_kept(stage: Stage, answer: Answering) -> None:
    stage.slots["complaint_draft"] = {"key": "k", "opening": "低保少发钱了"}
    done = answer("complaint_narrative", "侯银花", entities=[("person", "侯银花")])
    assert done.slots["complaint_name"] == "侯银花"
    assert done.slots["complaint_narrative"] == "低保少发钱了"


def test_a_person_is_named_once(begun: Stage, answer: Answering) -> None:
    said = "姓武 武会计"
    done = answer("complaint_accused", said, entities=[("person", "武"), ("role", "武会计")])
    assert done.slots["complaint_accused"] == "武会计"


def test_a_sum_said_beside_other_facts_stays_in_the_account(begun: Stage, answer: Answering) -> None:
    done = answer(
        "complaint_place", "我送了 三月份送的 值千把块", entities=[("amount", "千把块"), ("date", "三月份")]
    )
    assert "千把块" in done.slots["complaint_narrative"]
    assert done.slots["complaint_draft"]["amount"] == "千把块"


def test_a_number_given_where_the_question_is_passed_over_is_kept(begun: Stage, answer: Answering) -> None:
    begun.slots["complaint_draft"] = {"key": "k", "tries": {"complaint_time": 1}}
    done = answer("complaint_time", "好 等着你们给我打 13903562200", entities=[("phone", "13903562200")])
    assert done.slots["complaint_phone"] == "13903562200"


def test_whom_the_money_is_for_is_not_complained_of(begun: Stage, answer: Answering) -> None:
    done = answer(
        "complaint_identity",
        "婆婆叫苗改英 一级残疾 瘫了",
        entities=[("person", "苗改英"), ("relation", "婆婆")],
    )
    assert not done.slots.get("complaint_accused")
    begun.slots["complaint_identity"] = None
    done = answer("complaint_place", "他叫黄老根 柳溪镇青石坳村", entities=[("person", "黄老根"), ("place", "柳溪镇"), ("place", "青石坳村")])  # fmt: skip
    assert not done.slots.get("complaint_accused")


@pytest.mark.parametrize(
    "said",
    [
        "干部家里人是不是就不能吃低保 还是要备案",
        "是不是只有贫困户能办 还是谁都行",
        "不是说好八月给的吗 还是又变了",
    ],
)
def test_what_is_asked_with_or_puts_nothing_right(begun: Stage, answer: Answering, said: str) -> None:
    begun.slots["complaint_accused"] = "支书贺大勇"
    done = answer("complaint_identity", said, intent="ask_eligibility")
    assert "complaint_accused" not in done.slots
    assert "改过来了" not in done.text
