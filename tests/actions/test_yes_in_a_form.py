"""Who answers a form while a call is waited for answers the form; who tells another matter is heard with it."""

from dataclasses import replace

import pytest

from actions import call_back, others_data
from actions.complaint import broken_off, facts, gathering, times
from actions.petition import signed
from actions.turn import Earlier, Turn
from tests.actions.conftest import Stage
from understanding import Entity, Parsed, blamed


def turn(said: str, intent: str = "inform", *told: tuple[str, str], loop: str | None = None) -> Turn:
    entities = tuple(Entity(kind, one, said.index(one), said.index(one) + len(one)) for kind, one in told)
    return Turn(said, Parsed(said, intent, 0.9, entities=entities), "t", loop=loop)


@pytest.mark.parametrize("said", ["对", "没错", "可以", "是"])
@pytest.mark.parametrize("loop", ["complaint_form", "estimate_form", "note_form"])
def test_a_yes_in_a_form_is_the_forms(said: str, loop: str) -> None:
    assert not call_back._says_yes(turn(said, "affirm", loop=loop))


def test_a_yes_to_no_form_is_of_the_call() -> None:
    assert call_back._says_yes(turn("对", "affirm"))


@pytest.mark.parametrize(
    ("said", "name"), [("把我存折拿走的是刘大山", "刘大山"), ("把钱领走的叫王德贵", "王德贵")]
)
def test_who_took_something_away_is_not_dead(said: str, name: str) -> None:
    assert blamed.DEAD.search(said[: said.index(name)]) is None
    assert blamed.DEAD.search("去年走了的叫") is not None


@pytest.mark.parametrize("said", ["我要匿名举报村长吃空饷", "还想匿名反映敬老院打人"])
def test_another_matter_told_without_a_name_is_no_wish_for_the_first(said: str) -> None:
    assert signed.TELLS_ANEW.search(said)


@pytest.mark.parametrize(
    ("said", "intent"),
    [("不告了不告了 我怕村里人知道", "withdraw_petition"), ("会计把钱还给我了 满意了", "accept_reply")],
)
def test_who_withdraws_takes_nothing_up(said: str, intent: str) -> None:
    assert broken_off._wants_look_up(turn(said, intent))


@pytest.mark.parametrize(
    ("said", "sum_"),
    [
        ("补贴从今年1月起减少到50块", "50块"),
        ("2025年5月降到210元", "210元"),
        ("去年三月变成200块了", "200块"),
    ],
)
def test_months_and_years_are_no_money(said: str, sum_: str) -> None:
    assert facts._sums(turn(said, "inform", ("amount", sum_))) == [sum_]


def test_from_one_sum_to_another_both_are_told() -> None:
    told = facts._sums(turn("从四百多降到两百多", "inform", ("amount", "四百多")))
    assert told == ["四百多", "两百多"]


@pytest.mark.parametrize(
    ("said", "day"),
    [("往年一到三月都发的 今年八月停了", "今年八月"), ("从三月二十到四月一直没发", "三月二十")],
)
def test_months_in_which_it_used_to_come_are_not_the_time(said: str, day: str) -> None:
    parts = [("date", day)] + ([("date", "一到三月")] if "一到三月" in said else [])
    told = times.time_of(turn(said, "inform", *parts))
    assert told
    assert day in told
    assert not told.startswith(("一到", "二十"))


@pytest.mark.parametrize(
    "said", ["申请交了半年了还是没批 能不能投诉", "村里不给办 我可以投诉他吗", "往后还要扣 我能投诉会计吗"]
)
def test_a_wrong_that_was_done_is_not_put_off(stage: Stage, said: str) -> None:
    assert "现在先不登记" not in stage.run("action_begin_complaint", said, "file_complaint").text


@pytest.mark.parametrize("said", ["李明 麻烦再看看低保批了没", "王秀英 低保申请还有多久 批下来没"])
def test_ones_own_application_is_not_anothers(said: str) -> None:
    heard = turn(said, "check_application", ("person", said.split()[0]))
    assert not others_data._looks_up_another(heard)


@pytest.mark.parametrize("said", ["匿名反映和实名反映有啥区别", "匿名举报会不会没人管"])
def test_a_question_about_names_leaves_none_out(said: str) -> None:
    before = Earlier(Parsed(said, "ask_appeal", 0.9), "action_answer_policy")
    assert not gathering.unnamed_before(replace(turn("会计扣我低保钱"), talk=(before,)))
