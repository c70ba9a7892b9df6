"""Words that mean the same, however they are said."""

import pytest

from knowledge.words import SYNONYMS, Synonyms, words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("请问面包车影响吃低保吗", "俺家那小轿车会不会影响低保"),
        ("五保几号发", "特困哪天发"),
        ("低保没批下来", "低保没给批"),
        ("ＤＩＢＡＯ　几号发", "dibao几号发"),
        ("申請臨時救助要帶什麼材料", "申请临时救助要带什么材料"),
    ],
)
def test_share_their_meaning(first: str, second: str) -> None:
    one, other = words().read(first), words().read(second)
    assert set(one.words) & set(other.words)
    assert one.programs == other.programs


def test_traditional_and_full_width_are_read_like_any_other() -> None:
    assert words().read("低保幾號發錢？　ＯＫ") == words().read("低保几号发钱?ok")


def test_programmes_in_order_and_once() -> None:
    assert words().read("低保和特困和五保有啥区别").programs == ("dibao", "tekun")


def test_part_of_a_programme_keeps_its_own_meaning() -> None:
    said = words().read("啥是单人保")
    assert said.programs == ("dibao",)
    assert "单人保" in said.words


def test_marks_say_nothing() -> None:
    assert words().read("？？！…").pieces == ()
    assert words().read("低保？").characters == "低保"


def test_one_word_may_not_stand_for_two_things() -> None:
    listed = Synonyms.load(SYNONYMS).model_dump()
    listed["same"] = {"甲": ["丙"], "乙": ["丙"]}
    with pytest.raises(ValueError, match="丙"):
        Synonyms.model_validate(listed)
