"""What is asked and told around a look-up, where the number is lost, wrong or not needed."""

from dataclasses import replace

import pytest

from actions.complaint import phones, phrases
from actions.own_application import WITHOUT
from actions.petition import before
from actions.troubles import LOST
from knowledge.answering import Library
from tests.actions.conftest import Reaction, Stage


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


def answer(stage: Stage, said: str, intent: str) -> Reaction:
    return stage.run(
        "validate_petition_form", said, intent, loop="petition_form", requested="petition_number"
    )


class TestNoNumberOfAnApplication:
    def test_who_has_none_may_say_whose_it_is_and_is_told_the_way(self, stage: Stage) -> None:
        stage.slots |= {"record_kind": "application"}
        refused = stage.run(
            "validate_record_form", "没有编号", "inform", loop="record_form", requested="record_number"
        )
        assert "查不到" in refused.text
        stage.run("action_look_up_record", "没有编号", "inform")
        assert stage.slots["last_told"] == WITHOUT
        told = stage.run("action_inform", "申请人是我老伴", "inform", entities=[("relation", "我老伴")])
        assert "怕别人冒您的名" in told.text

    @pytest.mark.parametrize(
        ("said", "intent"),
        [("那我打哪个电话问", "ask_contact"), ("那咋办", "ask_procedure"), ("电话是多少", "ask_contact")],
    )
    def test_how_to_do_without_it_is_told(self, stage: Stage, said: str, intent: str) -> None:
        stage.slots |= {"last_told": LOST}
        told = stage.run("action_answer_policy", said, intent)
        assert stage.tools.local.hotline in told.text
        assert "民政所" in told.text


class TestNumbersOfOtherKinds:
    def test_a_number_that_is_none_of_ours_is_said_to_be_wrong(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_petition",
            "查一下 XF20260001 办得怎么样",
            "check_petition",
            entities=[("petition_no", "XF20260001")],
        )
        assert "utter_number_wrong" in done.responses

    @pytest.mark.parametrize(
        ("said", "intent"),
        [("那怎么查", "out_of_scope"), ("我要咋看", "nlu_fallback"), ("在哪查得到", "inform")],
    )
    def test_how_something_is_looked_up_is_told(self, stage: Stage, said: str, intent: str) -> None:
        told = stage.run("action_out_of_scope", said, intent)
        assert "查询码" in told.text
        assert "申请编号" in told.text


class TestRepliesWithoutTheirNumber:
    @pytest.mark.parametrize("said", ["编号记不得了", "编号找不着了", "我不晓得编号"])
    def test_who_lost_the_number_is_told_how_the_reply_is_contested(self, knowing: Stage, said: str) -> None:
        knowing.slots |= {"petition_purpose": "reject"}
        done = answer(knowing, said, "inform")
        assert "utter_number_lost" in done.responses
        assert "30日内" in done.text
        assert "上一级" in done.text
        assert knowing.slots["last_answer"]["answer"] == "petition-review"

    @pytest.mark.parametrize(("said", "intent"), [("谢谢你们", "thank"), ("好的", "affirm")])
    def test_who_says_that_it_is_settled_owes_no_number(self, stage: Stage, said: str, intent: str) -> None:
        stage.slots |= {"petition_purpose": "accept"}
        done = answer(stage, said, intent)
        assert done.responses == ["utter_thank"]
        assert done.slots["requested_slot"] is None


class TestSufferingForWhatWasBrought:
    SAID = "我上次举报了村主任 现在他到处找我麻烦 还说要停我低保"

    def test_reprisals_are_taken_down_without_a_number(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_complaint",
            self.SAID,
            "file_complaint",
            entities=[("role", "村主任"), ("program", "低保")],
            category="retaliation",
        )
        assert done.slots["complaint_category"] == "retaliation"
        assert not done.slots.get("petition_purpose")

    def test_what_nobody_answered_is_still_looked_up(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_complaint",
            "我上次举报了村主任，没人理",
            "file_complaint",
            entities=[("role", "村主任")],
            category="petition_unanswered",
        )
        assert done.slots["petition_purpose"] == "check"


class TestCircumstances:
    def told(self, stage: Stage, action: str, said: str, intent: str) -> Reaction:
        stage.slots |= {"last_answer": {"answer": "car-and-dibao", "program": "dibao", "spoken": ["dibao"]}}
        asked = {
            "event": "user",
            "text": "家里有面包车能不能吃低保",
            "parse_data": {"intent": {"name": "ask_eligibility", "confidence": 0.9}},
        }
        return stage.run(
            action, said, intent, before=[asked, {"event": "action", "name": "action_answer_policy"}]
        )

    @pytest.mark.parametrize(
        ("action", "said", "intent"),
        [
            ("action_affirm", "是干活拉货用的", "affirm"),
            ("action_inform", "我用来拉货的", "inform"),
        ],
    )
    def test_who_decides_on_a_fact_told_after_an_answer_and_the_estimate_goes_on(
        self, knowing: Stage, action: str, said: str, intent: str
    ) -> None:
        done = self.told(knowing, action, said, intent)
        assert "由乡镇（街道）民政窗口照规定核定" in done.text
        assert knowing.slots["estimate_talk"]["facts"]["vehicle"]
        assert any(event.get("name") == "estimate_form" for event in done.events)
        assert "投诉反映" not in done.buttons

    def test_the_estimate_is_offered_for_what_is_no_fact_of_it(self, knowing: Stage) -> None:
        done = self.told(knowing, "action_inform", "是辆旧车，不值钱", "inform")
        assert "帮我估一估" in done.buttons
        assert "投诉反映" not in done.buttons

    def test_after_a_question_that_had_no_answer_too(self, knowing: Stage) -> None:
        asked = {
            "event": "user",
            "text": "家里有几亩地还能吃低保吗",
            "parse_data": {"intent": {"name": "ask_eligibility", "confidence": 0.9}},
        }
        done = knowing.run(
            "action_inform",
            "地是租给别人种的",
            "inform",
            before=[asked, {"event": "action", "name": "action_answer_policy"}],
        )
        assert "帮我估一估" in done.buttons

    def test_a_yes_tells_none(self, knowing: Stage) -> None:
        done = self.told(knowing, "action_affirm", "好的", "affirm")
        assert "您接下来想办什么" in done.text


@pytest.mark.parametrize(
    ("said", "when"), [("今年8月停的", "今年8月"), ("两个月了", "两个月"), ("上周三的", "上周三")]
)
def test_a_time_that_is_past_is_no_time_for_a_call(stage: Stage, said: str, when: str) -> None:
    stage.run("action_hand_over", "人工", "request_human")
    done = stage.run("action_inform", said, "inform", entities=[("date", when)])
    assert "打哪个号码" not in done.text


class TestWaiting:
    @pytest.mark.parametrize("said", ["都等急了", "我心里着急啊", "急死人了", "我都等不起了"])
    def test_how_it_stands_is_told_to_who_waits_for_what_was_just_lodged(
        self, stage: Stage, said: str
    ) -> None:
        stage.slots |= {"note_kind": "suggestion", "note_text": "窗口放几把椅子"}
        stage.slots |= {"note_place": "", "note_phone": ""}
        stage.run("action_submit_note", "窗口放几把椅子", "make_suggestion")
        done = stage.run("action_default_ask_affirmation", said, "nlu_fallback")
        assert stage.slots["last_told"] in done.text
        assert "没太听明白" not in done.text

    @pytest.mark.parametrize("said", ["会计说他着急用钱", "我等他来", "急需要一笔钱看病"])
    def test_other_words_are_no_waiting(self, said: str) -> None:
        assert not before.WAITS.match(said)


class TestQuestionsOfRight:
    @pytest.mark.parametrize("said", ["那停之前应该先告诉我们吧", "名单该贴出来吧", "总得给我个说法吧"])
    def test_what_ought_to_be_is_asked(self, said: str) -> None:
        assert phrases.asks(said)

    @pytest.mark.parametrize("said", ["应该是去年吧", "该有两年了吧", "应该在三月份吧", "得有一千块吧"])
    def test_what_is_guessed_is_told(self, said: str) -> None:
        assert not phrases.asks(said)


class TestGoingOnFromAnAnswer:
    @pytest.mark.parametrize("said", ["那我还能找谁", "在多少天内", "交给谁呀", "去哪儿交"])
    def test_a_bare_question_is_answered_by_what_was_just_said(self, knowing: Stage, said: str) -> None:
        knowing.slots |= {"last_answer": {"answer": "petition-review", "program": None, "spoken": []}}
        knowing.slots |= {"complaint_draft": {"key": "k"}, "complaint_narrative": "他们根本没来问过我"}
        done = knowing.run("action_answer_policy", said, "ask_contact", loop="complaint_form")
        assert "没有把握" not in done.text
        asked = knowing.run(
            "validate_complaint_form",
            said,
            "ask_appeal",
            confidence=0.4,
            loop="complaint_form",
            requested="complaint_place",
        )
        assert "utter_not_understood_answer" not in asked.responses

    def test_nothing_is_repeated_where_nothing_was_said(self, knowing: Stage) -> None:
        done = knowing.run("action_answer_policy", "那我还能找谁", "ask_appeal")
        assert "刚才说的" not in done.text


@pytest.mark.parametrize("said", ["编号在哪里看", "查询码怎么找"])
def test_where_the_number_stands_is_told_before_it_is_asked_for(stage: Stage, said: str) -> None:
    done = stage.run("action_begin_petition", said, "check_petition")
    assert "登记好了" in done.text
    assert not done.slots


@pytest.mark.parametrize("said", ["查一下 XF20260001", "编号是HY26041273"])
def test_figures_behind_letters_are_no_telephone(said: str) -> None:
    assert not phones.PHONE.search(said)
