"""A household that is told of in part: nothing is likely while a sum has no place, and what is no income is none."""

from decimal import Decimal

import pytest

from actions.estimate import apart, kin, own_case, unplaced
from actions.estimate.talk import LIVES_APART, NOT_HAD
from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk

THREE = "家里三口人 我一个月一千二 儿子一个月三千 跟我们一起过"


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


def case(talk: Talk) -> dict[str, str]:
    return dict((talk.stage.slots.get("estimate_talk") or {}).get("facts") or {})


def begun(talk: Talk) -> None:
    talk.says("我想看看够不够低保", "ask_eligibility")


@pytest.mark.parametrize(
    "said",
    [
        THREE,
        "家里三口人 我一个月一千一 女儿一个月两千八 跟我们一起过",
        "家里四口人 我一个月一千三 我儿子一个月四千 没分家",
    ],
)
def test_nothing_is_likely_where_the_sum_is_asked_for_at_once(talk: Talk, said: str) -> None:
    told = talk.says(f"{said} 能评低保吗", "ask_eligibility")
    assert "可能符合" not in told.text
    assert "这笔钱是哪一样的" in told.text


@pytest.mark.parametrize("asked", ["那够不够低保", "那我家能评上低保不", "你给算算够不够"])
def test_nothing_is_likely_while_the_question_is_open(talk: Talk, asked: str) -> None:
    begun(talk)
    talk.says(THREE)
    assert "可能符合" not in talk.says(asked, "ask_eligibility").text


@pytest.mark.parametrize("asked", ["那够不够低保", "能评上不", "我家这情况能办低保吗"])
def test_nothing_is_likely_once_a_sum_is_left_out(talk: Talk, asked: str) -> None:
    begun(talk)
    talk.says(THREE)
    talk.says("不清楚")
    assert "可能符合" not in talk.says(asked, "ask_eligibility").text


@pytest.mark.parametrize("answered", ["打工上班挣的", "打工挣的，能评上不", "上班挣的 够不够低保"])
def test_a_reply_places_the_sum(talk: Talk, answered: str) -> None:
    begun(talk)
    talk.says(THREE)
    talk.says(answered)
    assert Decimal(case(talk)["wage"]) == 4200


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("不是打工挣的，是他退休工资", "retirement"),
        ("是我工资，不是花出去的", "wage"),
        ("不是花的，是养老金", "basic_pension"),
        ("不是工资，是儿子给的", "support_received"),
        ("不是", "spent"),
        ("不是我们家的", "spent"),
        ("不是收入", "spent"),
    ],
)
def test_what_is_denied_is_not_the_kind(said: str, key: str) -> None:
    found = unplaced.settled("儿子一个月三千", said)
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    "said",
    [
        "存款就剩两万",
        "欠债还剩三万没还",
        "房贷还剩八万",
        "手头就剩五百块了",
        "卡上就剩一千二",
        "借的钱还剩四万",
    ],
)
def test_what_is_left_of_savings_and_debts_is_no_wage(talk: Talk, said: str) -> None:
    begun(talk)
    talk.says("家里三口人 老公打工一个月三千")
    told = talk.says(said)
    assert "改成" not in told.text
    assert Decimal(case(talk)["wage"]) == 3000


@pytest.mark.parametrize("said", ["工资到手就两千三", "打工一个月就剩两千三", "拿回家两千三"])
def test_what_is_left_of_a_wage_is_one(said: str) -> None:
    found = kin.taken_home(said)
    assert found is not None
    assert found["sum"] == "两千三"


@pytest.mark.parametrize(
    ("said", "wage"),
    [
        ("家里三口人 我一个月一千六 老公每月失业保险金九百", "1600"),
        ("家里三口人 老公一个月两千 我每月领遗属补助五百", "2000"),
    ],
)
def test_a_benefit_is_not_counted_twice(talk: Talk, said: str, wage: str) -> None:
    begun(talk)
    talk.says(said)
    assert Decimal(case(talk)["wage"]) == Decimal(wage)


@pytest.mark.parametrize(
    ("said", "heads"),
    [
        ("老两口 女儿嫁了 一个月给五百", "2"),
        ("老两口 儿子成家了 一个月给三百", "2"),
        ("我跟老伴 闺女出嫁了", "2"),
        ("我跟老伴 女儿在外地打工 一年给三千", None),
        ("两口子 带个上小学的娃", "3"),
        ("我跟老公 两个娃上小学", "4"),
    ],
)
def test_a_grown_child_beside_a_couple_is_no_head(talk: Talk, said: str, heads: str | None) -> None:
    begun(talk)
    talk.says(said)
    assert case(talk).get("heads") == heads


@pytest.mark.parametrize(
    "said",
    [
        "我五十九 腊月才满六十 没儿没女 一个人过",
        "我五十九 十二月才满六十 一个人过",
        "我五十八 明年五月满60 一个人过",
        "我五十九 差三个月够六十岁 一个人过",
    ],
)
def test_an_age_is_no_wage(talk: Talk, said: str) -> None:
    begun(talk)
    told = talk.says(said)
    assert "wage" not in case(talk)
    assert "哪一样的" not in told.text


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        (
            "家里两口人 儿子分家了 养老金一百八 老伴养老金一百六 种三亩地一年落三千",
            "家里两口人 养老金一百八 老伴养老金一百六 种三亩地一年落三千",
        ),
        ("老两口 女儿嫁了 一个月给五百 种地一年四千", "老两口 女儿一个月给五百 种地一年四千"),
        (
            "家里就我跟老伴 儿子成家了 养老金两个人三百六 地租出去一年一千",
            "家里就我跟老伴 养老金两个人三百六 地租出去一年一千",
        ),
        ("儿子分家了 家里四口人 一个月一千", "家里四口人 一个月一千"),
        ("闺女嫁了 退休金一千八", "退休金一千八"),
    ],
)
def test_the_own_income_behind_a_child_apart_stays(said: str, ours: str) -> None:
    assert apart.own_words(said) == ours


@pytest.mark.parametrize(
    "said",
    [
        "我儿子娶了媳妇 都在一个家里吃住 他一个月三千 家里四口人",
        "大儿子结了婚 跟我们住一个屋",
        "儿子立户了 在一个锅里吃饭",
        "女儿嫁了 离了婚又回来住",
        "我妈不在我们家户口 就住我屋头",
        "儿子成家了 跟我们一块儿吃住",
        "小儿子娶了亲 住在一起",
    ],
)
def test_who_lives_with_us_is_not_said_to_be_apart(said: str) -> None:
    assert apart.told_of(said) == ""
    assert apart.own_words(said) == said


@pytest.mark.parametrize("said", ["儿子成家了 不跟我们一起住", "女儿嫁了 没住一起"])
def test_who_does_not_live_with_us_is_apart(said: str) -> None:
    assert apart.told_of(said)


def test_what_is_said_of_them_is_no_firmer_than_the_clauses() -> None:
    assert "一般" in LIVES_APART
    assert "第7条" in LIVES_APART
    assert "一般要算" in NOT_HAD
    assert "核实" in NOT_HAD


@pytest.mark.parametrize("said", ["答应给我低保 一直没给", "老板答应给三千工资 没给"])
def test_a_grievance_is_not_taken_for_support(talk: Talk, said: str) -> None:
    begun(talk)
    talk.says("家里三口人 我一个月一千二")
    assert NOT_HAD not in talk.says(said).text


@pytest.mark.parametrize(
    "said",
    ["他们跟我要两千才给办", "问我要五百块", "跟我们家收了两千块好处", "村长找我要烟", "向我收三百"],
)
def test_money_that_is_demanded_is_a_grievance(said: str) -> None:
    assert own_case.complains(said)
