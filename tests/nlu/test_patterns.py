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
