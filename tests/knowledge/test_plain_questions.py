"""The plainest questions get the answer that editors name for them, and nothing else is taken for one."""

import pytest

from knowledge import plain_questions
from knowledge.answering import Library
from knowledge.corpus import Corpus
from knowledge.saying import Answer, Unknown
from store.county import County
from store.settings import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("低保怎么申请", "dibao-apply-where"),
        ("请问咋办低保啊", "dibao-apply-where"),
        ("办低保要带什么", "dibao-materials"),
        ("申请低保的流程是什么？", "dibao-steps"),
        ("特困要啥手续", "tekun-materials"),
        ("低保多久能批下来", "dibao-how-long"),
        ("低保一个月多少钱", "standard-how-much"),
        ("什么人能吃低保", "dibao-who-qualifies"),
        ("临时救助是啥", "temporary-what-is"),
        ("低保几号发钱", "payment-day"),
        ("没批低保怎么办", "dibao-refused-what-next"),
    ],
)
def test_plainly_asked_plainly_answered(library: Library, question: str, id: str) -> None:
    answer = library.answer(question, region="青禾县")
    assert isinstance(answer, Answer)
    assert answer.id == id


@pytest.mark.parametrize(
    "question",
    [
        "家里有车低保怎么申请",
        "在外地打工低保到哪申请",
        "低保和特困怎么申请",
        "网上能申请低保吗",
        "低保工作人员的工资是多少",
    ],
)
def test_one_word_more_is_no_plain_question(library: Library, question: str) -> None:
    reading = library.words.read(question)
    known = plain_questions.load()
    assert len(reading.programs) != 1 or known.answer(reading, reading.programs[0]) is None


def test_a_programme_talked_of_before_counts(library: Library) -> None:
    first = library.answer("什么是临时救助", region="青禾县")
    assert isinstance(first, Answer)
    then = library.answer("怎么申请", region="青禾县", context=first.context)
    assert isinstance(then, Answer)
    assert then.id == "temporary-apply-where"


@pytest.mark.parametrize("question", ["怎么申请", "要什么材料", "能一次领多少", "多久能批", "要帶什麼"])
def test_without_a_programme_it_is_asked_for(library: Library, question: str) -> None:
    asked = library.answer(question, region="青禾县")
    assert isinstance(asked, Unknown)
    assert asked.reason == "which_program"
    assert {"低保", "特困", "临时救助"} <= {choice.title for choice in asked.nearest}
    assert "没有把握" not in asked.text_for_chat()


def test_the_name_alone_answers_which(library: Library) -> None:
    asked = library.answer("要什么材料", region="青禾县")
    then = library.answer("特困", region="青禾县", context=asked.context)
    assert isinstance(then, Answer)
    assert then.id == "tekun-materials"


def test_a_programme_that_nobody_mentioned_is_not_taken_up(library: Library) -> None:
    first = library.get("materials-rigid-marginal")
    assert first is not None
    assert first.context["program"] is None
    asked = library.answer("多久能批", region="青禾县", context=first.context)
    assert isinstance(asked, Unknown)
    assert asked.reason == "which_program"


def test_what_was_talked_of_stays_when_an_answer_is_about_none(library: Library) -> None:
    first = library.answer("临时救助是什么", region="青禾县")
    second = library.answer("举报干部会不会保密", region="青禾县", context=first.context)
    then = library.answer("要什么材料", region="青禾县", context=second.context)
    assert isinstance(then, Answer)
    assert then.id == "temporary-materials"


def test_every_answer_named_exists() -> None:
    assert plain_questions.missing(plain_questions.load(), Corpus.load().entries) == []


def test_a_programme_named_where_no_answer_was_sure_is_still_talked_of(library: Library) -> None:
    unsure = library.answer("低保户口本上那个章盖的是蓝的还是红的")
    assert isinstance(unsure, Unknown)
    for question in ("去哪办", "那去哪办", "那要啥手续"):
        then = library.answer(question, region="青禾县", context=unsure.context)
        assert isinstance(then, Answer), question
        assert then.program == "dibao"
