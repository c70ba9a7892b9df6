"""A form is opened when that is meant, and left by clear words alone."""

from dataclasses import replace

import pytest

from actions.complaint import interruptions
from knowledge.answering import Library
from tests.actions.conftest import Stage

TOLD = {
    "complaint_narrative": "组长每月从我妈的低保里收三十块",
    "complaint_category": "embezzlement",
    "complaint_place": "柳溪镇上沟村",
    "complaint_accused": "组长",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k-1"},
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


@pytest.fixture
def read(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


class TestLeft:
    @pytest.mark.parametrize(
        "said",
        ["行，那我先去镇上打听打听", "娃醒了我先去忙", "今天先到这，回头再讲", "我先回去跟老伴商量商量"],
    )
    def test_who_goes_is_let_go_and_what_was_told_is_kept(self, telling: Stage, said: str) -> None:
        done = telling.answers("complaint_time", said, "inform")
        assert done.slots["complaint_narrative"] is None
        assert done.slots["requested_slot"] is None
        assert "utter_draft_kept" in done.responses

    @pytest.mark.parametrize(
        "said", ["我去镇上问过三趟，都叫我回村里", "他走了以后钱就停了", "我先去的村里，后去的镇上"]
    )
    def test_who_tells_of_having_gone_goes_on(self, telling: Stage, said: str) -> None:
        done = telling.answers("complaint_time", said, "file_complaint", category="embezzlement")
        assert "utter_draft_kept" not in done.responses

    @pytest.mark.parametrize("said", ["我只信县里，这事要县里来查", "别给镇上，直接县里办"])
    def test_one_who_wants_the_county_makes_no_crowd(self, telling: Stage, said: str) -> None:
        done = telling.answers("complaint_confirmed", said, "collective_action", confidence=0.5)
        assert not done.rejected
        assert said in done.slots["complaint_narrative"]

    def test_many_who_mean_to_go_up_are_heard(self, telling: Stage) -> None:
        assert telling.answers("complaint_time", "我们几十户明天去县政府门口", "collective_action").rejected

    @pytest.mark.parametrize("said", ["娃没挨打，吃喝也都有，就是钱没用在他身上", "人没受伤，不算急"])
    def test_who_says_that_nobody_is_in_danger_tells_of_the_matter(self, telling: Stage, said: str) -> None:
        assert not telling.answers("complaint_time", said, "crisis", confidence=0.4).rejected

    @pytest.mark.parametrize("said", ["他没打娃，可我真不想活了", "饭是有，天天拿棍子打他", "我要跳楼"])
    def test_danger_beside_it_is_heard(self, telling: Stage, said: str) -> None:
        assert telling.answers("complaint_time", said, "crisis", confidence=0.4).rejected


class TestOpened:
    @pytest.mark.parametrize(
        "said", ["我想申请低保，村里说我有儿子不给办", "社区说我户口不在这儿，低保办不了"]
    )
    def test_a_refusal_that_rests_on_policy_is_answered_and_a_complaint_offered(
        self, read: Stage, said: str
    ) -> None:
        done = read.run("action_begin_complaint", said, "file_complaint", category="refused")
        assert "complaint_narrative" not in done.slots
        assert "投诉反映这件事" in done.buttons
        assert done.followup == "action_listen"

    @pytest.mark.parametrize("said", ["不是低保户能不能领残疾人补贴", "低保名单该贴几天"])
    def test_a_question_taken_for_a_complaint_is_answered(self, read: Stage, said: str) -> None:
        done = read.run("action_begin_complaint", said, "file_complaint", category="wrongly_covered")
        assert "complaint_narrative" not in done.slots

    @pytest.mark.parametrize(
        "said",
        [
            "组长每月上门收我妈三十块，不给就说停低保",
            "窗口那个人当着一屋子人吼我",
            "我要投诉，村里说我有儿子不给办低保",
        ],
    )
    def test_a_grievance_opens_it(self, read: Stage, said: str) -> None:
        done = read.run(
            "action_begin_complaint",
            said,
            "file_complaint",
            category="attitude",
            entities=[("role", "组长")] if "组长" in said else (),
        )
        assert done.slots["complaint_narrative"] == said

    @pytest.mark.parametrize("said", ["低保申请在哪里交", "那个申请表咋填"])
    def test_how_it_is_applied_for_looks_no_record_up(self, read: Stage, said: str) -> None:
        done = read.run("action_begin_record", said, "check_application")
        assert done.followup == "action_answer_policy"
        assert not done.slots.get("record_kind")


class TestNote:
    def told(self, stage: Stage) -> None:
        stage.slots |= {"note_kind": "lead", "note_text": "隔壁老人一个人住，屋顶漏了", "note_place": None}

    @pytest.mark.parametrize("said", ["就这些，你们交上去吧", "我先去忙了，回头再说"])
    def test_it_is_passed_on_as_it_is_by_a_word(self, stage: Stage, said: str) -> None:
        self.told(stage)
        done = stage.run("validate_note_form", said, "inform", requested="note_place", loop="note_form")
        assert done.slots["note_place"] == ""
        assert done.slots["note_phone"] == ""
        assert stage.slots["note_text"] == "隔壁老人一个人住，屋顶漏了"


def test_takes_leave_is_no_telling() -> None:
    assert interruptions.denies_danger("没打娃，饭也有的吃")
    assert not interruptions.denies_danger("没打娃，昨天饿昏过去了")
