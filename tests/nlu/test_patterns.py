"""Numbers of people, cards and cases: glued, spaced, full-width, spoken, half-read, each with its verdict."""

import pytest
from huiyin_nlu import patterns
from huiyin_nlu.text import normalise


def found(typed: str) -> list[tuple[str, str, bool | None]]:
    text = normalise(typed).text
    return [(find.entity, find.value, find.valid) for find in patterns.numbers(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("电话13800000000请回", ("phone", "13800000000", True)),
        ("我手机幺三八零零零零一二三四", ("phone", "13800001234", True)),
        ("打 138 0000 6612 找我", ("phone", "13800006612", True)),
        ("电话１３８００００６６１２", ("phone", "13800006612", True)),
        ("座机0990-5550100", ("phone", "09905550100", True)),
        ("+86 13800000000", ("phone", "13800000000", True)),
        ("手机1380000001", ("phone", "1380000001", False)),
        ("身份证11010519491231002X", ("id_number", "11010519491231002X", True)),
        ("身份证110105 19491231 002x的", ("id_number", "11010519491231002X", True)),
        ("身份证110105194912310021", ("id_number", "110105194912310021", False)),
        ("身份证号142301195603", ("id_number", "142301195603", False)),
        ("142301********1234", ("id_number", "142301********1234", False)),
        ("卡号6222 0212 3456 7890 128", ("bank_card", "6222021234567890128", True)),
        ("卡号6222021234567890123", ("bank_card", "6222021234567890123", False)),
        ("单号HY26-0412-7389", ("petition_no", "HY26-0412-7389", True)),
        ("单号ｈｙ２６０４１２７３８９", ("petition_no", "HY26-0412-7389", True)),
        ("编号二六零四幺二七三八九", ("petition_no", "HY26-0412-7389", True)),
        ("投诉编号2604127389咋样了", ("petition_no", "HY26-0412-7389", True)),
        ("HY26-0412-7385", ("petition_no", "HY2604127385", False)),
        ("申请编号SQ2026110023", ("application_no", "SQ2026110023", True)),
        ("sq 2026 1100 23", ("application_no", "SQ2026110023", True)),
        ("SQ202611", ("application_no", "SQ202611", False)),
        ("编号XF20260815021这件", ("petition_no", "XF20260815021", False)),
        ("xf-2026-0815-021", ("petition_no", "XF20260815021", False)),
        ("信访件20261003015", ("petition_no", "20261003015", False)),
        ("材料编号是DB20260917003帮我查", ("application_no", "DB20260917003", False)),
        ("编为信访2026第88号，未知由谁承办", ("petition_no", "202688", False)),
        ("请按时答复，号2026-1193", ("petition_no", "20261193", False)),
        ("2026-0774一案，我拿到账本了", ("petition_no", "20260774", False)),
        ("2026-0902那件不用办了", ("petition_no", "20260902", False)),
        ("低保的申请照办，投诉2026-0555那个撤掉", ("petition_no", "20260555", False)),
        ("申请号2026-060921", ("application_no", "2026060921", False)),
        ("卡号6217997630686619274一查全是零", ("bank_card", "6217997630686619274", True)),
        ("手机13800000000一直打得通", ("phone", "13800000000", True)),
        ("电话：(0990)5550100", ("phone", "09905550100", True)),
        ("手机139****1234", ("phone", "139****1234", False)),
        ("拿走￥3,500.00", ("amount", None, None)),
        ("存了1.2万", ("amount", None, None)),
    ],
)
def test_one_number(typed, expected):
    assert found(typed) == [expected]


@pytest.mark.parametrize(
    "typed",
    [
        "低保一个月四百八十块",
        "我今年七十三",
        "2026-11-21交的",
        "2026-11那个月的",
        "2026-1193",
        "民发2024第5号文件",
        "一家五口人",
        "等了三十多天",
        "二零二五年十月十五日",
        "12345",
        "绑定 30417265",
        "绑定码是52093871",
    ],
)
def test_no_number(typed):
    assert found(typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("借我两万三年不还", {("两万", "amount"), ("三年", "duration")}),
        ("欠三千两个月了", {("三千", "amount"), ("两个月", "duration")}),
        ("盖了一百二十年", {("一百二十年", "duration")}),
        ("前半月反映的", {("前半月", "date")}),
        ("明晚的火车", {("明晚", "date")}),
        ("拟于重阳日面陈", {("重阳日", "date")}),
        ("约着初十去", {("初十", "date")}),
        ("念初二的孩子", set()),
        ("端午前有没有进来", {("端午", "date")}),
        ("6月低交的", {("6月低", "date")}),
        ("编号2026-1193", set()),
    ],
)
def test_phrases_by_their_form(typed, expected):
    text = normalise(typed).text
    found = patterns.phrases(text)
    dates = {place for find in found if find.entity == "date" for place in range(find.start, find.end)}
    loose = {
        find
        for find in found
        if find.entity == "date" or (find.start not in dates and find.end - 1 not in dates)
    }
    assert {(text[find.start : find.end], find.entity) for find in loose} == expected


def test_two_numbers_in_one_message():
    assert [entity for entity, _, _ in found("手机13800001234，身份证11010519491231002X")] == [
        "phone",
        "id_number",
    ]


def test_petition_number_checks_itself():
    assert patterns.petition_number("2604127389") == "HY26-0412-7389"
    wrong = [digits for digits in range(10) if patterns.petition_number(f"260412738{digits}")]
    assert wrong == [9]


def test_glued_to_chinese_without_word_boundary():
    text = "电话13800138000请打"
    (find,) = patterns.numbers(text)
    assert text[find.start : find.end] == "13800138000"
