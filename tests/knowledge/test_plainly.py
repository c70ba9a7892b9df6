"""Wishes for fewer words, and for the whole again, told from questions and from other trouble with understanding."""

import pytest

from knowledge import plainly


@pytest.mark.parametrize(
    "said", ["说简单点", "能不能讲得简单些", "我记不住", "说了这么多我记不住", "用大白话讲", "一句话说完就行"]
)
def test_few_words_are_wished_for(said: str) -> None:
    assert plainly.plainer(said)
    assert plainly.without(said) == ""


@pytest.mark.parametrize(
    "said",
    ["听不懂你说的", "俺听不懂", "你讲的我一句都没听明白", "太长了看不完", "啥意思啊 没听懂", "不懂你说的啥"],
)
def test_nothing_is_said_but_that_it_was_not_understood(said: str) -> None:
    assert plainly.lost(said)


@pytest.mark.parametrize(
    "said",
    [
        "听不懂普通话怎么办",
        "你没听懂我的话",
        "调查记录看不懂，能不能不签字",
        "看不懂字怎么申请",
        "明白了",
        "我听懂了",
    ],
)
def test_what_only_sounds_like_it_is_no_such_wish(said: str) -> None:
    assert not plainly.lost(said)
    assert not plainly.plainer(said)


def test_the_question_stays_where_the_wish_stood_beside_it() -> None:
    assert plainly.without("申请低保要准备啥子材料 说简单点我记不住") == "申请低保要准备啥子材料"
