"""When it was: the time of the wrong, and not of a quota, an age, a promise, a paper, a thing or a habit."""

import pytest

from actions.complaint import times
from actions.turn import Turn
from understanding import Entity, Parsed


def when(said: str, *told: tuple[str, str]) -> str | None:
    entities, at = [], 0
    for kind, value in told:
        at = said.index(value, at)
        entities.append(Entity(kind, value, at, at + len(value)))
        at += len(value)
    return times.time_of(Turn(said, Parsed(said, "file_complaint", 0.9, entities=tuple(entities)), "t"))


@pytest.mark.parametrize(
    ("said", "told", "time"),
    [
        (
            "今年没名额了让我明年再来 上礼拜三去的",
            [("date", "今年"), ("date", "明年"), ("date", "上礼拜三")],
            "上礼拜三",
        ),
        ("镇上说今年指标用完了，我是前天去的", [("date", "今年"), ("date", "前天")], "前天"),
        ("今年的钱都花完了", [("date", "今年")], None),
        (
            "他们说一个月之内给答复 现在都四个多月了",
            [("duration", "一个月"), ("duration", "四个多月")],
            "四个多月",
        ),
        ("答应十五天给信 这都五十天过去了", [("duration", "十五天"), ("duration", "五十天")], "五十天"),
        ("当时说最多二十天 如今快半年了没动静", [("duration", "二十天"), ("duration", "半年")], "半年"),
        ("残疾证是前年办的 跑了两个月没人理", [("date", "前年"), ("duration", "两个月")], "两个月"),
        (
            "证去年三月下来的 补贴到现在没给 都八个月了",
            [("date", "去年三月"), ("duration", "八个月")],
            "八个月",
        ),
        ("他家楼房三层 是前年盖的", [("date", "前年")], None),
        ("他老婆开超市 车是今年换的", [("date", "今年")], None),
        ("电话打了十来天没人接", [("duration", "十来天")], "十来天"),
        ("打了一个礼拜没人接", [("duration", "一个礼拜")], "一个礼拜"),
        ("这号码打了三天都不接", [("duration", "三天")], "三天"),
        ("俺打了四五天也没打通", [("duration", "四五天")], "四五天"),
        ("半个月前镇上打电话跟我说的不批", [("duration", "半个月")], "半个月前"),
        ("两个月以前打电话说停了", [("duration", "两个月")], "两个月以前"),
        ("上个礼拜给我打电话说不批", [("date", "上个礼拜")], "上个礼拜"),
        ("三个月没来了 以前月月有 十五号前后就到", [("duration", "三个月"), ("date", "十五号")], "三个月"),
        ("公开栏里还是前年的旧名单", [("date", "前年")], None),
        ("我闺女嫁出去十多年了", [("duration", "十多年")], None),
        ("他一个礼拜来不了一回", [("duration", "一个礼拜")], None),
    ],
)
def test_the_time_is_that_of_the_wrong(said: str, told: list[tuple[str, str]], time: str | None) -> None:
    assert when(said, *told) == time


@pytest.mark.parametrize("said", ["下午打我电话", "明早八点以后打过来", "周末方便接电话"])
def test_when_somebody_can_be_reached_is_still_no_time(said: str) -> None:
    assert when(said, ("date", said[:2])) is None


@pytest.mark.parametrize(
    ("known", "told", "now"),
    [
        ("今年", "上周五", "上周五"),
        ("今年", "前天", "前天"),
        ("今年", "三月", "今年三月"),
        ("今年", "半年", None),
    ],
)
def test_a_day_says_more_than_the_year(known: str, told: str, now: str | None) -> None:
    assert times.more_exact(known, told) == now


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("从过年以后就这样", "过年以后"),
        ("打去年秋收后就没来过", "去年秋收后"),
        ("开春那会儿停的", "开春那会儿"),
        ("中秋节前他还来 后来不来了", "中秋节前"),
        ("过年都没钱买肉", None),
        ("等开学要交学费", None),
    ],
)
def test_a_time_told_by_what_is_kept_then_was_not_heard_and_is_one(said: str, time: str | None) -> None:
    assert when(said) == time
