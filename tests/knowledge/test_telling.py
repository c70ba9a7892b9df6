"""What free words tell of a household, and what they do not."""

from decimal import Decimal

import pytest

from knowledge.estimate.telling import told


@pytest.mark.parametrize(
    "said",
    [
        "我不是低保户",
        "没在吃低保",
        "以前是低保户，去年停了",
        "我是低保户，去年给停了",
        "去年已经领低保被停了",
        "我家原来有低保户的待遇，现在取消了",
        "我不是五保户",
        "想申请在吃的低保",
        "邻居在吃低保",
        "没有电动车",
        "没有货车",
        "家里连个三轮都没有",
        "我不是农村户口",
        "没得癌症",
        "不是癌症",
        "老伴癌症走了",
        "没有出过车祸",
        "十年前出过车祸",
        "出车祸好几年了",
        "没有两套房",
        "不是一个人过",
        "儿子初中毕业就打工去了",
        "闺女大学毕业了",
        "孩子初中没上完在打工",
        "两个",
        "3个",
        "我快六十了",
        "我不到60岁",
        "我20岁时出来打工",
        "打零工一天80",
        "存款五万工资三千",
        "银行里欠着五万",
        "我闺女给人打工一个月三千",
        "以前打工一个月三千",
        "去年打工挣了两万",
        "没有车祸",
        "老伴没收入",
        "他没收入",
        "我一分钱没有",
    ],
)
def test_what_is_denied_or_of_old_or_unclear_is_not_taken(said: str) -> None:
    assert {key: value for key, value in told(said).items() if key != "spouse"} == {}


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("没有小汽车", {"vehicle": "none"}),
        ("我没有收入", {"wage": 0, "business": 0}),
        ("我上班一个月2800，他没收入", {"wage": Decimal(2800)}),
        ("跟我们老两口一起过", {"household": "family"}),
        ("就我自己过", {"household": "alone"}),
        ("地给人家种了一年给我九百六", {"assets_income": 80, "other_incomes": True}),
        ("有老婆孩子", {"household": "family", "spouse": True}),
        ("家里没有小轿车", {"vehicle": "none"}),
        ("没什么车", {"vehicle": "none"}),
        ("有个电动车", {"vehicle": "light"}),
        ("我在吃低保", {"already": "dibao"}),
        ("一套房都没有", {"homes": 0}),
        ("刚出了车祸", {"emergency": "accident"}),
        ("我得了癌症", {"severe_illness": True}),
        ("一共三个人", {"heads": 3}),
        ("家里四口", {"heads": 4, "household": "family"}),
        ("儿子上初中", {"minor_children": 1, "household": "family"}),
        ("大女儿上小学，小女儿上初中", {"household": "family"}),
        ("我今年六十六", {"age": 66}),
        ("存款一共五万", {"savings": Decimal(50_000)}),
        ("存款一直有三万", {"savings": Decimal(30_000)}),
        ("存款……五万", {"savings": Decimal(50_000)}),
        ("存款1,500", {"savings": Decimal(1500)}),
        ("收入一共就八百", {"whole_income": Decimal(800)}),
        ("全家收入一共一千二", {"whole_income": Decimal(1200)}),
        ("养老金一共一百二", {"basic_pension": Decimal(120), "other_incomes": True}),
        ("工资一般三千", {"wage": Decimal(3000)}),
        ("工资今年每月800", {"wage": Decimal(800)}),
        ("打工一共挣两千", {"wage": Decimal(2000)}),
        ("种3亩地一年剩两千四", {"business": Decimal(200)}),
    ],
)
def test_what_is_said_plainly_is_taken(said: str, facts: dict[str, object]) -> None:
    assert told(said) == facts


def test_no_income_of_the_applicant_is_told_by_who_asks_for_them() -> None:
    assert told("他没收入", on_behalf=True) == {"wage": 0, "business": 0}
