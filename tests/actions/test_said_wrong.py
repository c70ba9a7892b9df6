"""What is taken back in the same breath stands in no field; what is said instead does."""

import pytest

from actions.complaint import facts
from actions.turn import Turn
from understanding import Entity, Parsed


def told(said: str, *words: tuple[str, str]) -> dict[str, object]:
    entities, at = [], 0
    for kind, value in words:
        at = said.index(value, at)
        entities.append(Entity(kind, value, at, at + len(value)))
        at += len(value)
    return facts.told(Turn(said, Parsed(said, "file_complaint", 0.9, entities=tuple(entities)), "t")).slots


@pytest.mark.parametrize(
    ("said", "words", "time"),
    [
        ("去年腊月停的 说错了 是今年正月停的", [("date", "去年腊月"), ("date", "今年正月")], "今年正月"),
        ("前年就没给了，不对，去年才没给的", [("date", "前年"), ("date", "去年")], "去年"),
        ("今年就没影了 不是 是过了端午才没的", [("date", "今年")], "过了端午"),
        ("去年就断了 哦不对 是过完年就没发", [("date", "去年")], "过完年"),
        ("补贴两个月没到 四月就没了 记错了 是五月没的", [("date", "四月"), ("date", "五月")], "五月"),
        ("上个月扣的 我说岔了 是上上个月", [("date", "上个月"), ("date", "上上个月")], "上上个月"),
    ],
)
def test_the_time_put_right_stands_alone(said: str, words: list[tuple[str, str]], time: str) -> None:
    assert told(said, *words)["complaint_time"] == time


@pytest.mark.parametrize(
    ("said", "words", "time"),
    [
        ("去年停的 他们这样做不对 今年也没给", [("date", "去年"), ("date", "今年")], "去年、今年"),
        ("去年停的 村里说的不对", [("date", "去年")], "去年"),
        ("上个月扣的。不对。钱是会计扣的", [("date", "上个月")], "上个月"),
    ],
)
def test_what_is_wrong_in_itself_takes_no_time_back(
    said: str, words: list[tuple[str, str]], time: str
) -> None:
    assert told(said, *words)["complaint_time"] == time


@pytest.mark.parametrize(
    "said",
    [
        "五月份还有 六月断的",
        "五月还正常 六月断的",
        "五月那会儿还好好的 六月断的",
        "五月都还发着 六月断的",
        "五月还领过 六月断的",
    ],
)
def test_when_it_was_still_paid_is_not_when_it_stopped(said: str) -> None:
    assert told(said, ("date", "五月"), ("date", "六月"))["complaint_time"] == "六月"


@pytest.mark.parametrize(
    ("said", "words", "place"),
    [
        ("在上沟村 不对 是下沟村", [("place", "上沟村"), ("place", "下沟村")], "下沟村"),
        ("柳溪镇上沟村 说错了 下沟村", [("place", "上沟村"), ("place", "下沟村")], "下沟村"),
    ],
)
def test_the_place_put_right_stands_alone(said: str, words: list[tuple[str, str]], place: str) -> None:
    assert told(said, *words)["complaint_place"] == place
