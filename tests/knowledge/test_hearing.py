"""Words that were heard or typed as others of the same sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Library
from knowledge.hearing import Hearing
from knowledge.saying import Answer
from knowledge.words import words
from store.county import County
from store.settings import ROOT


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("特捆能去敬老院吗", "特困能去敬老院吗"),
        ("零时救助怎么申请", "临时救助怎么申请"),
        ("户理补贴多少", "护理补贴多少"),
        ("住院压金交了八千", "住院押金交了八千"),
        ("民主平易会开了没", "民主评议会开了没"),
        ("脑摊的娃有补贴吗", "脑瘫的娃有补贴吗"),
    ],
)
def test_misheard_is_read_like_what_was_meant(said: str, meant: str) -> None:
    heard, plainly = words().read(said), words().read(meant)
    assert heard.programs == plainly.programs
    assert set(heard.words) >= set(plainly.words)


@pytest.mark.parametrize(
    "said", ["粮补算收入吗", "能就地报吗", "我把钱给她", "那个钱", "不上学了", "看了病没房住"]
)
def test_words_of_their_own_stay(said: str) -> None:
    assert words().read(said).characters == said


def test_words_that_sound_alike_and_mean_different_things_are_left_alone() -> None:
    hearing = Hearing({"公示": "公示", "公事": "公事"}, frozenset(), frozenset())
    assert hearing.corrected(["工", "是"]) == "工是"


@given(st.lists(st.text("特捆困零临时救助户护理不了我补贴", min_size=1, max_size=3), max_size=8))
def test_nothing_is_lost_and_nothing_grows(pieces: list[str]) -> None:
    hearing = Hearing(
        {"特困": "特困", "护理补贴": "护理补贴", "临时救助": "临时救助"},
        frozenset("不了我"),
        frozenset({"特困"}),
    )
    text = "".join(pieces)
    once = hearing.corrected(pieces)
    assert len(once) == len(text)
    assert hearing.corrected(list(once)) == hearing.corrected(list(hearing.corrected(list(once))))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("零时救助怎么申请", "临时救助怎么申请"), ("特捆要什么条件", "特困要什么条件")],
)
def test_misheard_question_gets_the_answer_to_what_was_meant(said: str, meant: str) -> None:
    library = Library.load(county=County(ROOT / "county" / "qinghe"))
    heard, plainly = library.answer(said), library.answer(meant)
    assert isinstance(heard, Answer)
    assert isinstance(plainly, Answer)
    assert heard.id == plainly.id
