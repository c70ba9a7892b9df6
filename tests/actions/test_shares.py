"""Whose a sum is: each one's stands beside the others', and is put right by itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.estimate import shares
from actions.turn import Turn
from understanding import parsed

Told = list[tuple[str, str, int]]


def told(said: str, earlier: tuple[str, ...] = (), on_behalf: bool = False) -> Told:
    return [(key, who, round(yuan)) for key, who, yuan in shares.told(said, earlier, None, on_behalf)]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("老公开塔吊一个月四千 我做钟点工九百", [("wage", "配偶", 4000), ("wage", "您", 900)]),
        ("我在砖厂下苦 一个月两千六七 婆娘没收入", [("wage", "您", 2650)]),
        (
            "大女过年给了一千二 小儿一个月打两百 二儿没给",
            [("support_received", "大女", 100), ("support_received", "小儿子", 200)],
        ),
        ("闺女每月给三百 我家丫头就给这三百", [("support_received", "女儿", 300)] * 2),
        ("闺女三个月才给六百", [("support_received", "女儿", 200)]),
        ("我姐一年贴补三千六", [("other_transfers", "姐", 300)]),
        ("我养老金190 老伴有185", [("basic_pension", "您", 190), ("basic_pension", "配偶", 185)]),
        ("公公婆婆养老金各一百四", [("basic_pension", "公公", 140), ("basic_pension", "婆婆", 140)]),
        ("老公以前一个月五千", []),
        ("老公药费一个月三百", []),
        ("法院判他爸一个月给五百 一分没见着", []),
        ("我种点菜卖 一个月三四百", []),
        ("儿子在外打工一个月五千", []),
        ("前夫一个月给三百抚养费 有时候不给", [("support_received", "孩子爸妈", 300)]),
        ("爸妈种了三亩田 一年剩三千多", []),
        ("我姐借给我两万", []),
        ("孙女学费一年四千", []),
    ],
)
def test_each_sum_with_whose_it_is(said: str, whose: Told) -> None:
    assert told(said) == whose


@pytest.mark.parametrize(
    ("before", "said", "whose"),
    [
        ("家里就我男人在工地", "他一个月三千一", [("wage", "配偶", 3100)]),
        ("我媳妇在镇上卖货", "她一个月一千九 没交社保", [("wage", "配偶", 1900)]),
        ("大儿在县里开车", "他一个月给四百", [("support_received", "大儿子", 400)]),
        ("我老伴腿不好", "他养老金一百六", [("basic_pension", "配偶", 160)]),
        ("我儿子在外头", "他一个月五千", []),
    ],
)
def test_he_and_she_are_who_was_spoken_of_before(before: str, said: str, whose: Told) -> None:
    assert told(said, (before,)) == whose


def test_for_their_parents_what_the_children_give_is_income() -> None:
    assert told("我跟我弟一家一个月给三百", on_behalf=True) == [
        ("support_received", "您", 300),
        ("support_received", "弟", 300),
    ]


def turn(said: str, kept: dict[str, object]) -> Turn:
    meant = parsed({"text": said, "intent": {"name": "inform", "confidence": 0.9}})
    return Turn(said, meant, "talk", {"estimate_talk": kept})


GIVERS = ("大儿", "二儿", "小儿", "大女", "二女", "闺女")


@given(
    given_by=st.dictionaries(st.sampled_from(GIVERS), st.integers(50, 3000), min_size=1),
    right=st.integers(50, 3000),
    data=st.data(),
)
def test_the_sum_is_that_of_all_and_one_is_put_right_by_itself(
    given_by: dict[str, int], right: int, data: st.DataObject
) -> None:
    kept: dict[str, object] = {"facts": {}}
    for who, yuan in given_by.items():
        known = shares.of_turn(turn(f"{who}一个月给{yuan}", kept))
        kept = {
            "facts": {key: str(shares.total(parts)) for key, parts in known.items()},
            "shares": {key: {one: str(sum_) for one, sum_ in parts.items()} for key, parts in known.items()},
        }
    assert kept["facts"] == {"support_received": f"{sum(given_by.values())}.00"}
    wrong = data.draw(st.sampled_from(sorted(given_by)))
    now = shares.told_now(turn(f"说错了 {wrong}一个月给{right}", kept))
    expected = sum(given_by.values()) - given_by[wrong] + right
    assert now == (
        {} if right == given_by[wrong] else {"support_received": Decimal(expected).quantize(Decimal("0.01"))}
    )


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "word", ["我老公", "养老金100他", "大儿给100", "一百半年给", "过年", "各一百", "不是"]
)
def test_a_long_message_comes_to_an_end(word: str) -> None:
    shares.told(word * (1050 // len(word)))
    shares.told(f"{word} " * (1050 // (len(word) + 1)))
