"""The term of a review, by when the answer was received, and what is said to whom it is over for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.review_term import DAYS, passed
from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ("纸质的答复7月中旬收到的 现在还能申请复查吗", True),
        ("去年12月收到的回复", True),
        ("三个月前收到的答复", True),
        ("半年前就拿到处理意见了", True),
        ("上周收到答复 还能复查吗", False),
        ("10月31号收到答复", False),
        ("一个月前收到答复", False),
        ("复查要3个月吗", False),
        ("7月的低保金没发 怎么复查", False),
        ("7月收到的低保金少了 怎么复查", False),
        ("我三月份反映的，昨天收到答复不服，怎么复查", False),
        ("去年申请的低保，上星期收到处理意见，怎么申请复查", False),
        ("我4月份交的信这周才拿到处理意见 还能复查不", False),
        ("6月反映到现在没收到答复 怎么复查", False),
        ("五月那份答复不对 想复查", False),
        ("我三月份反映的，5月10号收到答复，还来得及复查吗", True),
        ("去年就拿到答复了 今天才晓得能复查", True),
    ],
)
def test_whether_it_is_over(said: str, over: bool) -> None:
    assert passed(said, TODAY) is over


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
def test_nobody_within_the_term_is_told_that_it_is_over(today: date, ago: int) -> None:
    received = today - timedelta(days=ago)
    if passed(f"{received.month}月收到的答复", today):
        assert ago > DAYS


@pytest.mark.parametrize(("today", "over"), [(date(2027, 1, 20), False), (date(2027, 2, 1), True)])
def test_last_year_may_have_been_its_last_day(today: date, over: bool) -> None:
    assert passed("去年收到的答复", today) is over


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


def test_who_is_late_is_told_so_and_what_is_left(knowing: Stage) -> None:
    done = knowing.run("action_answer_policy", "答复是5月收到的 还能申请复查吗", "ask_appeal")
    assert "过了 30 天" in done.text
    assert "有新情况，重新反映" in done.buttons


def test_who_is_in_time_is_not(knowing: Stage) -> None:
    done = knowing.run("action_answer_policy", "答复昨天收到的 还能申请复查吗", "ask_appeal")
    assert "30" in done.text
    assert "过了 30 天" not in done.text


class TestAfterTheWaysToContest:
    @pytest.fixture
    def told(self, knowing: Stage) -> Stage:
        knowing.slots["last_answer"] = {"answer": "appeal-deadlines", "program": None, "spoken": []}
        return knowing

    @pytest.mark.parametrize("intent", ["ask_processing_time", "ask_contact", "inform"])
    def test_a_short_question_goes_on_from_them(self, told: Stage, intent: str) -> None:
        done = told.run("action_answer_policy", "几天内去告", intent)
        assert done.slots["last_answer"]["answer"].startswith("appeal")

    @pytest.mark.parametrize("said", ["那我就没办法了？", "就没别的路了吗"])
    def test_who_despairs_of_them_is_told_what_is_left_and_nobody_is_called(
        self, told: Stage, said: str
    ) -> None:
        done = told.run("action_help_now", said, "request_help")
        assert "重新申请救助" in done.text
        assert not done.responses

    @pytest.mark.parametrize(
        "said", ["家里没吃的了 没办法了", "孩子断粮没办法了吗", "没米了就没路了吗", "晕倒了没办法了吗"]
    )
    def test_who_has_nothing_to_eat_gets_a_person(self, told: Stage, said: str) -> None:
        done = told.run("action_help_now", said, "request_help")
        assert done.responses == ["utter_help_now"]


def test_without_that_answer_despair_calls_a_person(knowing: Stage) -> None:
    assert knowing.run("action_help_now", "我没办法了", "request_help").responses == ["utter_help_now"]
