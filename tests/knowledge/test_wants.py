"""What a question wants to be told, and that an answer nobody asks for that of is not given."""

import pytest

from knowledge.answering import Library
from knowledge.saying import Answer, Unknown
from knowledge.wants import wants
from store.county import County
from store.settings import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("公益岗一个月工资多少", {"how_much"}),
        ("多少天能批下来", {"when"}),
        ("几个月发一次", {"when"}),
        ("残疾证去哪办", {"where"}),
        ("谁来批", {"who"}),
        ("帮我写个申请书", {"done"}),
        ("低保咋申请", {"how"}),
        ("公益岗的工资算收入吗", set()),
        ("家里几口人算一家", set()),
        ("一亩几百块", {"how_much"}),
        ("光伏板一年分我几百，加不加", set()),
    ],
)
def test_wants(said: str, wanted: set[str]) -> None:
    assert wants(said) == wanted


@pytest.mark.parametrize(
    "question", ["公益岗一个月工资多少", "村集体分红一人多少", "退耕还林一亩几百块", "帮我催催法院"]
)
def test_what_no_answer_is_asked_for_is_not_answered(library: Library, question: str) -> None:
    assert isinstance(library.answer(question), Unknown)


@pytest.mark.parametrize(
    ("question", "id"),
    [("公益岗的工资算不算收入", "income-public-post"), ("村里分红算不算收入", "income-dividends")],
)
def test_what_it_is_asked_for_is(library: Library, question: str, id: str) -> None:
    found = library.answer(question)
    assert isinstance(found, Answer)
    assert found.id == id
