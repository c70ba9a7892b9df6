"""What is said while a person who was called has not come: advice that fits, and everything is passed on."""

from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from casework.assistance.models import Task
from tests.actions.conftest import Stage


def told(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": []}}


@pytest.fixture
def hungry(stage: Stage) -> Stage:
    """Help was called for: nothing to eat."""
    stage.run("action_help_now", "家里断粮两天了", "request_help")
    return stage


class TestHelpCalledFor:
    @pytest.mark.parametrize(
        ("action", "said", "intent"),
        [
            ("action_help_now", "烧到39度多 没钱去医院", "request_help"),
            ("action_default_ask_affirmation", "娃抽风了", "nlu_fallback"),
            ("action_inform", "奶奶咳血咳得厉害", "inform"),
            ("action_out_of_scope", "孩子喘不上气", "out_of_scope"),
        ],
    )
    def test_who_is_ill_is_told_of_120_and_of_aid_before_the_papers(
        self, hungry: Stage, action: str, said: str, intent: str
    ) -> None:
        done = hungry.run(action, said, intent)
        assert "120" in done.text
        assert "先救助、后补手续" in done.text

    @pytest.mark.parametrize("said", ["今天能有人来吗", "你们派个人过来行不", "几点能到"])
    def test_who_asks_when_somebody_comes_is_promised_no_hour(self, hungry: Stage, said: str) -> None:
        done = hungry.run("action_default_ask_affirmation", said, "nlu_fallback")
        assert "几点能到我说不准" in done.text
        assert hungry.tools.local.standby_phone in done.text

    def test_the_same_advice_is_not_given_twice_in_a_row(self, hungry: Stage) -> None:
        hungry.run("action_inform", "小的发烧了", "inform")
        again = hungry.run("action_help_now", "烧到39度了", "request_help")
        assert again.text.startswith("别等人来")

    def test_what_was_told_is_passed_on(self, hungry: Stage) -> None:
        hungry.run("action_default_ask_affirmation", "小的发烧了", "nlu_fallback")
        with hungry.bureau.reading() as office:
            task = office.db.scalars(select(Task)).one()
            assert "小的发烧了" in office.vault.open(task.told_sealed)

    @pytest.mark.parametrize(
        "said",
        [
            "我要投诉派出所，报警了没人来",
            "举报村支书，房子漏雨他不让报危房",
            "我想反映卫生院，没钱看病就把我娃撵出来",
        ],
    )
    def test_what_is_called_a_complaint_is_begun(self, hungry: Stage, said: str) -> None:
        done = hungry.run("action_begin_complaint", said, "file_complaint", category="refused")
        assert done.slots["complaint_narrative"] == said

    def test_a_question_on_policy_is_left_to_the_library(self, hungry: Stage) -> None:
        done = hungry.run(
            "action_answer_policy",
            "没钱看病 能申请临时救助吗",
            "ask_eligibility",
            entities=[("program", "临时救助")],
        )
        assert "先去最近的卫生院" not in done.text


class TestDangerToAnother:
    @pytest.fixture
    def beaten(self, stage: Stage) -> Stage:
        stage.run("action_crisis", "隔壁那娃又被他爹打", "crisis")
        return stage

    BEFORE: ClassVar = [told("隔壁那娃又被他爹打", "crisis")]

    @pytest.mark.parametrize("said", ["报警他们说是家务事 不管", "派出所来了一趟就走了", "打了110没人来"])
    def test_who_was_sent_away_by_the_police_is_told_that_it_is_their_duty(
        self, beaten: Stage, said: str
    ) -> None:
        done = beaten.run("action_other_department", said, "other_department", before=self.BEFORE)
        assert "《反家庭暴力法》第十五条" in done.text

    def test_who_tells_of_a_roof_that_fell_is_told_to_get_them_out(self, stage: Stage) -> None:
        stage.run("action_crisis", "我大爷屋顶塌了 人还在里头", "crisis")
        before = [told("我大爷屋顶塌了 人还在里头", "crisis")]
        done = stage.run("action_deny", "没伤着 就是冷 夜里零下", "deny", before=before)
        assert "别回屋" in done.text

    def test_who_tells_more_is_not_told_to_stay_themselves(self, beaten: Stage) -> None:
        done = beaten.run("action_affirm", "嗯 那我再打一遍", "affirm", before=self.BEFORE)
        assert "转过去" in done.text
        assert "水边" not in done.text

    def test_a_question_for_another_office_is_answered_as_one(self, beaten: Stage) -> None:
        said = "那危房补助也能办吗"
        done = beaten.run("action_other_department", said, "other_department", before=self.BEFORE)
        assert done.responses == ["utter_other_department_known"]

    def test_a_yes_begins_no_complaint(self, beaten: Stage) -> None:
        grievance = {
            "event": "user",
            "text": "有低保的 钱都他爹拿着",
            "parse_data": {"intent": {"name": "file_complaint", "confidence": 0.9}, "entities": []},
        }
        done = beaten.run("action_affirm", "嗯 那我再登记一遍", "affirm", before=[*self.BEFORE, grievance])
        assert not [one for one in done.events if one["event"] == "followup" and "form" in one["name"]]


class TestDangerToOneself:
    @pytest.fixture
    def tired(self, stage: Stage) -> Stage:
        stage.run("action_crisis", "低保停了 我也不想活了", "crisis")
        return stage

    def test_who_finds_only_a_machine_is_told_who_was_called(self, tired: Stage) -> None:
        done = tired.run("action_bot_challenge", "你是机器 跟你说有啥用", "bot_challenge")
        assert tired.tools.local.crisis_line in done.text
        assert "值班同志" in done.text

    def test_who_asks_for_their_allowance_hears_that_there_is_a_way(self, tired: Stage) -> None:
        done = tired.run("action_answer_policy", "那低保还能给我恢复不", "ask_review_rule")
        assert "不是绝路" in done.text

    def test_cold_words_of_their_own_are_answered_as_danger(self, tired: Stage) -> None:
        done = tired.run("action_crisis", "心里冷得很 活着没意思", "crisis")
        assert "别一个人" in done.text


def test_without_a_call_nothing_of_it_is_said(stage: Stage) -> None:
    done = stage.run("action_other_department", "派出所不管 办户口", "other_department")
    assert "反家庭暴力法" not in done.text
