"""Whose a figure is: another household's is not the applicant's, a sum for each is of all, and no total stands on a sum that
has no place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.estimate import apart, each, unplaced
from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


def case(talk: Talk) -> dict[str, str]:
    return dict((talk.stage.slots.get("estimate_talk") or {}).get("facts") or {})


def begun(talk: Talk, said: str = "我和老伴能不能吃低保 你给算算") -> None:
    talk.says(said, "ask_eligibility")


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("闺女嫁到邻镇了 她家四口人 一个月挣四千", ""),
        ("大儿子另过 在厂里上班 一月六千 还着房贷", ""),
        ("儿子成了家 他们家三口 有辆小车", ""),
        ("老二分家了 两套房 一年挣八万", ""),
        ("女婿单过 一个月七千 我跟老伴养老金一人一百六", "我跟老伴养老金一人一百六"),
        ("小儿子分户了 一个月给我三百 他自己挣四千", "小儿子一个月给我三百"),
        ("我妈听力二级 不在我家户口 我腿是三级", "我腿是三级"),
        ("儿子结婚了跟我们一起过 一个月四千", "儿子结婚了跟我们一起过 一个月四千"),
        ("儿子没分家 一个月三千", "儿子没分家 一个月三千"),
        ("我分家单过 七十岁 没收入", "我分家单过 七十岁 没收入"),
        ("老公一个月三千 儿子上初中", "老公一个月三千 儿子上初中"),
    ],
)
def test_what_is_of_another_household_is_left_out(said: str, ours: str) -> None:
    assert apart.own_words(said) == ours


@pytest.mark.parametrize(
    "said",
    [
        "有个儿子在外地打工 分户了 一个月挣五千多 他家三口人 房贷一个月两千",
        "闺女出嫁了 她家四口人 两口子一个月八千",
        "儿子另立户了 他上班一月四千五",
        "大儿成家单过 一家五口 一个月挣七千",
        "儿子分了户 在县城买了房 有小轿车 一个月六千",
    ],
)
def test_their_wage_and_people_do_not_come_in(talk: Talk, said: str) -> None:
    begun(talk)
    talk.says("我七十一 她六十九 就俩人一个户口本")
    talk.says("地给人种了 一年给八百")
    answered = talk.says(said, entities=())
    assert "wage" not in case(talk)
    assert "vehicle" not in case(talk)
    assert case(talk)["heads"] == "2"
    assert "不跟您算一户" in answered.text


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("养老金一人一百九", 380),
        ("我们养老金每人一百六", 320),
        ("养老钱一个人二百一", 420),
        ("一月养老金各一百八", 360),
        ("两个人养老保险 一人一个月205", 410),
    ],
)
def test_so_much_for_each_is_of_all(talk: Talk, said: str, total: int) -> None:
    begun(talk)
    talk.says("就我们两个人过")
    talk.says(said)
    assert Decimal(case(talk)["basic_pension"]) == total
    talk.says("哦养老金说错了 是一人二百一")
    assert Decimal(case(talk)["basic_pension"]) == 420


def test_of_how_many_is_asked_where_nobody_says(talk: Talk) -> None:
    begun(talk, "帮我看看我家够不够低保")
    talk.says("五口人")
    asked = talk.says("养老金一人一百五")
    assert "一共几个人有" in asked.text
    assert "平均" not in asked.text
    talk.says("两个人")
    assert Decimal(case(talk)["basic_pension"]) == 300


@given(st.integers(60, 400), st.sampled_from(["两个人", "老两口", "爸妈", "三个人"]))
def test_each_times_persons(yuan: int, persons: str) -> None:
    found = each.told(f"{persons}养老金一人{yuan}", {})
    assert found is not None
    assert found.total == yuan * (3 if persons == "三个人" else 2)


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("媳妇在镇上饭店刷碗 一个月一千六", 1600),
        ("老婆在面包店帮忙 月月一千八", 1800),
        ("老公在五金店看门 一个月二千", 2000),
        ("我媳妇给药店打扫 一个月一千二", 1200),
        ("俺媳妇在商店上班，一个月1500", 1500),
    ],
)
def test_what_the_wife_or_husband_earns_counts(talk: Talk, said: str, yuan: int) -> None:
    begun(talk, "帮我看看我家够不够低保")
    talk.says("四口人 我跟媳妇 俩孩子 一个上初中一个上小学")
    talk.says(said)
    if "wage" not in case(talk):
        talk.says("打工挣的")
    assert Decimal(case(talk)["wage"]) == yuan


def test_no_total_before_a_sum_has_its_place(talk: Talk) -> None:
    begun(talk, "帮我看看我家够不够低保")
    talk.says("三口人")
    asked = talk.says("家里那位给人看果园 一个月一千三")
    assert "平均" not in asked.text
    assert "哪一样" in asked.text
    placed = talk.says("打工上班挣的")
    assert "平均 433 元" in placed.text
    assert Decimal(case(talk)["wage"]) == 1300


def test_a_sum_that_nobody_explains_is_named_as_left_out(talk: Talk) -> None:
    begun(talk, "帮我看看我家够不够低保")
    talk.says("三口人")
    talk.says("家里那位给人看果园 一个月一千三")
    assert "还没算进去" in talk.says("种了四亩地 一年落两千").text


@pytest.mark.parametrize(
    "said",
    ["药钱一个月八百", "以前一个月三千", "存款一万二", "地一年收两千", "学费一年四千", "欠亲戚一年六千"],
)
def test_other_sums_are_not_asked_of(said: str) -> None:
    assert not unplaced.in_words(said, {"business": Decimal("166.67")}, {}, {})


def test_a_milder_grade_of_somebody_else_does_not_stand_for_the_worse(talk: Talk) -> None:
    begun(talk, "帮我看看我家够不够低保")
    talk.says("我媳妇肢体二级 三口人")
    talk.says("我爹也是残疾 听力三级")
    assert case(talk)["disability"] == "2"
    assert case(talk)["disability_kind"] == "physical"
