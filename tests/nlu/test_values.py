"""What surfaces stand for."""

from datetime import date

import cn2an
import pytest
from huiyin_nlu import dates, values
from huiyin_nlu.county import county
from hypothesis import given
from hypothesis import strategies as st

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
        ("大年三十晚上", "2026-02-16"),
        ("昨天下午", "2026-11-20"),
        ("7月2日上午", "2026-07-02"),
        ("明天早上六点半", "2026-11-22"),
        ("年时腊月", "2026-01-19/2026-02-16"),
        ("前半月", "2026-11-06"),
        ("明晚", "2026-11-22"),
        ("重阳日", "2026-10-18"),
        ("初十", "2026-11-18"),
        ("6月低", "2026-06"),
        ("夏至", "2026-06-21"),
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


def test_a_number_of_another_system_keeps_its_figures():
    assert values.value("petition_no", "信访2026第88号", TODAY) == ("202688", False)
    assert values.value("petition_no", "2026-1193", TODAY) == ("20261193", False)


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


DAYS = st.dates(date(1990, 1, 1), TODAY)


@given(
    DAYS,
    st.sampled_from(
        ["{y}年{m}月{d}日", "{y}-{m:02d}-{d:02d}", "{y}.{m}.{d}", "{y}/{m}/{d}", "{y}年{m}月{d}号上午"]
    ),
)
def test_a_full_date_is_that_day_however_written(day, form):
    assert dates.day(form.format(y=day.year, m=day.month, d=day.day), TODAY) == day.isoformat()


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_has_come_already(today, month, day):
    found = date.fromisoformat(dates.day(f"{month}月{day}日", today))
    assert (found.month, found.day) == (month, day)
    assert 0 <= (today - found).days <= 366


@given(
    st.sampled_from(
        ["昨天", "夜来", "前天", "去年", "腊月二十三", "正月初五", "大年三十", "中秋", "上个月15号", "3月5号"]
    ),
    DAYS,
)
def test_what_is_told_of_the_past_is_never_dated_after_today(said, today):
    assert dates.day(said, today)[:10] <= today.isoformat()


@given(st.integers(1, 99_999_999))
def test_a_sum_in_words_is_the_sum_in_figures(yuan):
    spoken = cn2an.an2cn(str(yuan), "low")
    assert (
        values.amount(f"{spoken}元") == values.amount(f"{yuan}元") == values.amount(f"¥{yuan:,}") == str(yuan)
    )


@given(st.sampled_from(sorted(name for name in county().places if len(name) >= 3)), st.data())
def test_a_place_with_one_sound_alike_character_is_still_found(name, data):
    alike = {
        "柳": "留",
        "溪": "西",
        "青": "清",
        "石": "时",
        "坳": "傲",
        "白": "百",
        "双": "霜",
        "桥": "侨",
        "龙": "笼",
        "潭": "谭",
        "营": "赢",
        "枣": "早",
        "林": "琳",
    }
    places = [place for place, character in enumerate(name) if character in alike]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    misspelt = name[:at] + alike[name[at]] + name[at + 1 :]
    assert set(county().resolve_place(name)) & set(county().resolve_place(misspelt))


@given(st.text(max_size=30))
def test_no_surface_breaks_any_value(said):
    for entity in (
        "program",
        "amount",
        "date",
        "duration",
        "headcount",
        "disability",
        "role",
        "organ",
        "place",
        "phone",
        "id_number",
        "bank_card",
        "petition_no",
        "application_no",
    ):
        values.value(entity, said, TODAY)
