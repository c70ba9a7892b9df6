"""What plain people say in plain talks: given up, taken up again, told of somebody by name, left to the office."""

import pytest

from actions.complaint import interruptions, pauses
from tests.actions.conftest import Stage

PLACE = "柳溪镇青石坳村"
TOLD = {
    "complaint_category": "left_out",
    "complaint_narrative": "我妈72了，该吃低保没给她办",
    "complaint_place": PLACE,
    "complaint_accused": "",
    "complaint_time": "去年",
    "complaint_draft": {"key": "k"},
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


class TestGivingUpALookUp:
    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("哦 打错了", "deny"),
            ("好 晓得了", "affirm"),
            ("知道了", "affirm"),
            ("不用再查了", "cancel"),
            ("再见", "goodbye"),
            ("哦 那打错了 不好意思", "nlu_fallback"),
        ],
    )
    def test_who_wants_no_more_is_not_asked_for_the_number_again(
        self, stage: Stage, said: str, intent: str
    ) -> None:
        stage.slots |= {"petition_purpose": "check"}
        done = stage.run(
            "validate_petition_form", said, intent, loop="petition_form", requested="petition_number"
        )
        assert done.responses == ["utter_goodbye"]
        assert done.slots["requested_slot"] is None
        looked_up = stage.run(
            "validate_record_form", said, intent, loop="record_form", requested="record_number"
        )
        assert looked_up.responses == ["utter_goodbye"]
        assert looked_up.slots["record_number"] == ""

    @pytest.mark.parametrize("said", ["好", "我知道编号", "他们不知道了", "打错了一位，是HY26-0000-0011"])
    def test_other_words_are_no_farewell(self, said: str) -> None:
        assert not interruptions.ENDS.match(said)

    def test_where_the_number_stands_is_told(self, stage: Stage) -> None:
        stage.slots |= {"petition_purpose": "check"}
        done = stage.run(
            "validate_petition_form",
            "编号在哪里看",
            "check_petition",
            loop="petition_form",
            requested="petition_number",
        )
        assert "登记好了" in done.text
        assert done.slots == {"petition_number": None}

    def test_what_is_wrong_with_the_answer_is_kept_while_the_number_is_asked_for(self, stage: Stage) -> None:
        stage.slots |= {"petition_purpose": "reject"}
        done = stage.run(
            "validate_petition_form",
            "就说核实了没问题",
            "file_complaint",
            category="petition_unanswered",
            loop="petition_form",
            requested="petition_number",
        )
        assert not done.rejected
        assert done.slots["petition_words"] == "就说核实了没问题"


class TestNothingToldIsLost:
    def test_a_grievance_with_an_idiom_like_a_question_is_added(self, telling: Stage) -> None:
        telling.slots["complaint_place"] = None
        done = telling.answers("complaint_place", "我去问个低保 她说爱办不办", "nlu_fallback")
        assert "爱办不办" in done.slots["complaint_narrative"]

    def test_the_name_of_whom_it_is_about_is_added(self, telling: Stage) -> None:
        done = telling.answers("complaint_identity", "她叫赵玉兰", "inform", [("person", "赵玉兰")])
        assert "赵玉兰" in done.slots["complaint_narrative"]
        assert "complaint_name" not in done.slots

    def test_a_name_said_for_the_one_complained_of_is_theirs(self, telling: Stage) -> None:
        telling.slots["complaint_accused"] = None
        done = telling.answers("complaint_accused", "名字叫刘大海", "inform", [("person", "刘大海")])
        assert done.slots["complaint_accused"] == "刘大海"
        assert "complaint_name" not in done.slots

    def test_what_happened_is_nobody(self, telling: Stage) -> None:
        telling.slots["complaint_accused"] = None
        done = telling.answers("complaint_accused", "他儿子领的 钱还在发", "inform")
        assert not done.slots.get("complaint_accused")
        assert "他儿子领的" in done.slots["complaint_narrative"]

    def test_no_telephone_is_no_answer_to_who_it_was(self, telling: Stage) -> None:
        telling.slots["complaint_accused"] = None
        done = telling.answers("complaint_accused", "没电话", "deny")
        assert done.slots["complaint_phone"] == ""
        assert done.slots["complaint_accused"] is None


class TestAtTheReadBack:
    def test_leaving_it_to_the_office_is_no_part_of_the_account(self, telling: Stage) -> None:
        done = telling.answers("complaint_confirmed", "他们去查不就知道了", "file_complaint")
        assert "complaint_narrative" not in done.slots
        assert done.slots["complaint_confirmed"] is None
        assert "去查的同志" in done.text

    @pytest.mark.parametrize("said", ["没别的", "没有", "没别的了", "没了"])
    def test_nothing_more_changes_nothing(self, telling: Stage, said: str) -> None:
        assert telling.answers("complaint_confirmed", said, "deny").responses == ["utter_nothing_to_change"]


def test_this_first_is_no_part_of_the_account(telling: Stage) -> None:
    telling.slots["complaint_draft"] = {"key": "k", "next": [{"said": "残疾补贴也没发"}]}
    done = telling.answers("complaint_identity", "先说这个 残疾补贴晚点说", "inform")
    assert "complaint_narrative" not in done.slots


@pytest.mark.parametrize("said", ["我回来了 接着说", "忙完了，继续说", "接着说"])
def test_whoever_comes_back_goes_on(said: str) -> None:
    assert pauses.GO_ON_ALONE.match(said)


def test_money_missing_told_with_how_one_signs_is_a_complaint(stage: Stage) -> None:
    said = f"低保三个月没发 {PLACE} 匿名"
    done = stage.run(
        "action_begin_complaint",
        said,
        "file_complaint",
        category="payment_missing",
        entities=[("program", "低保"), ("duration", "三个月"), ("place", "柳溪镇"), ("place", "青石坳村")],
    )
    assert done.slots["complaint_identity"] == "anonymous"
    assert done.slots["complaint_place"] == PLACE


def test_no_village_is_asked_for_where_the_hotline_is_not_answered(stage: Stage) -> None:
    done = stage.run(
        "action_begin_complaint",
        "你们那个救助热线打了三天没人接",
        "file_complaint",
        category="hotline_failure",
    )
    assert done.slots["complaint_place"] == ""
