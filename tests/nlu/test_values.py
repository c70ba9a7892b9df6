"""What surfaces stand for."""

from datetime import date

import pytest
from huiyin_nlu import dates, values
from huiyin_nlu.county import county

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("夜来", "2026-11-20"),
        ("昨天", "2026-11-20"),
        ("前天", "2026-11-19"),
        ("大前天", "2026-11-18"),
        ("后天", "2026-11-23"),
        ("大后天", "2026-11-24"),
        ("年时", "2025"),
        ("去年", "2025"),
        ("前年", "2024"),
        ("大前年", "2023"),
        ("上个月", "2026-10"),
        ("上个月15号", "2026-10-15"),
        ("3月5号", "2026-03-05"),
        ("12月3号", "2025-12-03"),
        ("去年10月", "2025-10"),
        ("2025年10月15日", "2025-10-15"),
        ("二〇二五年八月", "2025-08"),
        ("去年腊月二十三", "2026-02-10"),
        ("腊月二十三", "2026-02-10"),
        ("正月初五", "2026-02-21"),
        ("大年三十", "2026-02-16"),
        ("中秋", "2026-09-25"),
        ("农历八月十五", "2026-09-25"),
        ("三个月前", "2026-08"),
        ("半个月前", "2026-11-06"),
        ("上周三", "2026-11-11"),
        ("5号", "2026-11-05"),
        ("25号", "2026-10-25"),
        ("去年腊月", "2026-01-19/2026-02-16"),
        ("国庆", "2026-10-01"),
        ("2月30号", None),
        ("那会儿", None),
    ],
)
def test_day(said, iso):
    assert dates.day(said, TODAY) == iso


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("三个月", "P3M"),
        ("大半年", "P6M"),
        ("半年", "P6M"),
        ("一年半", "P1Y6M"),
        ("半个月", "P15D"),
        ("两个多月", "P2M"),
        ("十五天", "P15D"),
        ("一个半月", "P1M15D"),
        ("60天", "P60D"),
        ("一个礼拜", "P1W"),
        ("一年零三个月", "P1Y3M"),
        ("五六天", "P5D"),
        ("两个小时", "PT2H"),
        ("一辈子", None),
    ],
)
def test_duration(said, iso):
    assert dates.duration(said) == iso


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("三百块", "300"),
        ("4860元", "4860"),
        ("三百五", "350"),
        ("一千二", "1200"),
        ("两千多块钱", "2000"),
        ("1.2万元", "12000"),
        ("三块五", "3.5"),
        ("五毛", "0.5"),
        ("三万六千八", "36800"),
        ("四五百块", "400"),
        ("1,200.50元", "1200.5"),
        ("十几万", "100000"),
        ("５００元", "500"),
    ],
)
def test_amount(said, yuan):
    assert values.value("amount", said, TODAY)[0] == yuan


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("一家五口", 5),
        ("我们三十多个人", 30),
        ("三口人", 3),
        ("俩人", 2),
        ("全家6口", 6),
        ("十几个人", 10),
        ("几个人", 3),
    ],
)
def test_headcount(said, count):
    assert values.headcount(said) == count


@pytest.mark.parametrize(
    ("said", "kind", "grade"),
    [
        ("二级残疾", None, 2),
        ("肢体残", "肢体", None),
        ("精神残疾一级", "精神", 1),
        ("视力2级", "视力", 2),
        ("四级肢残", "肢体", 4),
    ],
)
def test_disability(said, kind, grade):
    assert values.disability(said) == {"kind": kind, "grade": grade}


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("柳溪镇", "QH-102"),
        ("柳溪鎮", "QH-102"),
        ("青石坳村", "QH-102-01"),
        ("青石坳", "QH-102-01"),
        ("清石坳", "QH-102-01"),
        ("青石凹村", "QH-102-01"),
        ("双乔镇", "QH-104"),
        ("北京", None),
    ],
)
def test_place(said, unit):
    assert values.value("place", said, TODAY)[0] == unit


def test_a_place_of_two_units_is_told_apart_by_the_town_named():
    assert county().resolve_place("上沟", within={"QH-102"})[0] == "QH-102-05"


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("柳溪镇民政所", "QH-102-MZ"),
        ("柳溪民政所", "QH-102-MZ"),
        ("县民政局", "QH-MZ"),
        ("青石坳村委会", "QH-102-01"),
        ("村委会", "kind:village"),
    ],
)
def test_organ(said, unit):
    assert values.value("organ", said, TODAY)[0] == unit


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("低保", "dibao"),
        ("低宝", "dibao"),
        ("低保边缘", "dibao_marginal"),
        ("五保户", "tekun"),
        ("临时就助", "temporary"),
        ("两项补贴", "disability_allowance"),
    ],
)
def test_program(said, code):
    assert values.value("program", said, TODAY)[0] == code
