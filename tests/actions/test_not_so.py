"""What sounds like something and is not: no orphan, no care, no frostbite, no demand, no hand-in; and whose matter it stays."""

import pytest

from actions import allowances, danger, help, meanwhile
from actions.complaint import account, handing_in, openings, phrases, representatives
from actions.turn import Turn
from understanding import Parsed


def turn(said: str) -> Turn:
    return Turn(said, Parsed(said, "inform", 0.9), "t")


@pytest.mark.parametrize(
    "said",
    [
        "孩子父母都没死 就是不管",
        "娃爸死了 娃妈也差点没了",
        "孩子爸爸去世了 妈妈没了工作",
        "爸妈都在外打工过年没回来",
        "孩子爸爸去世 孩子妈妈找不到工作",
        "娃他爸死了 我妈瘫痪了",
        "爸爸判了缓刑 妈妈带着他",
    ],
)
def test_who_has_a_parent_is_told_nothing_of_the_kind(said: str) -> None:
    assert allowances.concluded("orphan", said, {}) is None


@pytest.mark.parametrize(
    ("said", "program"),
    [
        ("娃爸病死了 娃妈失联三年", "unsupported_child"),
        ("他爸坐牢 他妈跑了联系不上", "unsupported_child"),
        ("孩子父母都去世了", "orphan"),
    ],
)
def test_who_has_none_is(said: str, program: str) -> None:
    found = allowances.concluded("orphan", said, {})
    assert found is not None
    assert found.program == program


@pytest.mark.parametrize(
    "said",
    ["我爸肢体二级 生活能自理", "我肢体一级 是特困", "我老公四级残疾 我儿子一级残疾", "二级 领着工伤护理费"],
)
def test_care_that_may_be_shut_out_is_left_to_the_office(said: str) -> None:
    assert allowances.concluded("disability_allowance", said, {"disability": "2"}) is None


def test_care_is_said_on_its_condition() -> None:
    found = allowances.concluded("disability_allowance", "我儿子智力二级", {"disability": "2"})
    assert found is not None
    assert "要是还要人长期照护" in found.said
    assert "据国务院文件的转述" in found.said


@pytest.mark.parametrize(
    "said",
    [
        "妈妈摔了头破了 在医院门口没人管",
        "去年也摔过 这回又从楼梯滚下来",
        "上个月摔过 昨天又从房上掉下来腿断了",
    ],
)
def test_who_fell_now_may_still_be_lying(said: str) -> None:
    assert not help.IN_CARE.search(said) or help.LIES.search(said)


@pytest.mark.parametrize("said", ["一双手全麻了 刚打完农药", "半边身子都木了 嘴歪", "人都麻了 村里就是不办"])
def test_numbness_of_another_kind_is_no_frostbite(said: str) -> None:
    assert not meanwhile.FROZEN.search(said) or meanwhile.OF_SICKNESS.search(said)


@pytest.mark.parametrize("said", ["他让我赶紧补上材料", "支书说赶紧批给他侄子", "我天天去催 没人理"])
def test_what_others_urge_is_no_demand(said: str) -> None:
    assert not account.demands(turn(said))


@pytest.mark.parametrize("said", ["能领几百块", "还要等几十天", "要是还没批下来呢", "那我拿着残疾证呢"])
def test_questions_of_how_much_stay_questions(said: str) -> None:
    assert phrases.asks(said)


@pytest.mark.parametrize("said", ["没补齐 交吧", "没改完 先别交"])
def test_what_is_not_done_yet_is_not_handed_in(said: str) -> None:
    assert handing_in.NOT_YET.search("没补齐交吧" if "补齐" in said else said)


@pytest.mark.parametrize("said", ["没什么要改的交吧", "没要补的交上去", "没别的了交吧"])
def test_who_has_nothing_to_change_hands_in(said: str) -> None:
    assert not handing_in.NOT_YET.search(said)


@pytest.mark.parametrize(
    "said", ["我儿子的钱三个月没发了", "我哥那个钱一直没到账", "我老公的残疾钱停了三个月"]
)
def test_money_that_a_relative_did_not_get_is_the_offices_affair(said: str) -> None:
    assert not openings.is_private(said)


@pytest.mark.parametrize(
    ("relation", "told", "category"),
    [
        ("爸", "我爸瘫痪在床，村里把他的低保停了", "wrongly_stopped"),
        ("妈", "我妈八十了没人管，残疾补贴一直没发", "payment_missing"),
        ("儿子", "我儿子残疾补贴没发，支书儿子倒吃低保", "payment_missing"),
        ("妈", "我妈去窗口办高龄津贴，工作人员骂她", "attitude"),
    ],
)
def test_for_whom_it_is_stays_with_it(relation: str, told: str, category: str) -> None:
    slots = {
        "complaint_draft": {"relation": relation},
        "complaint_narrative": told,
        "complaint_category": category,
    }
    assert representatives.spoken_for(slots) == relation


@pytest.mark.parametrize(
    ("relation", "told", "category"),
    [
        ("丈母娘", "支书的丈母娘也吃着低保", "favoritism"),
        ("老伴", "我去给老伴办高龄补贴 窗口的人摔本子", "attitude"),
        ("儿子", "我家儿子打工 村里把我的低保停了", "wrongly_stopped"),
    ],
)
def test_who_is_only_mentioned_is_not_the_one_it_is_for(relation: str, told: str, category: str) -> None:
    slots = {
        "complaint_draft": {"relation": relation},
        "complaint_narrative": told,
        "complaint_category": category,
    }
    assert representatives.spoken_for(slots) == ""


def test_the_danger_behind_an_old_fall_is_heard() -> None:
    assert danger.LONG_AGO.search("上个月摔过")
