"""Consent is asked for where the law wants it separately, kept with its words, and taken back (art. 13-16, 29, 31)."""

from collections.abc import Sequence

import pytest

from actions import consent
from casework.conversations import evidence, talks
from casework.people import residents
from casework.people.models import Consent
from casework.petitions.models import EvidenceFile
from store.clock import FixedClock
from tests.actions.conftest import Reaction, Stage
from tests.dialogues.stage import PIXEL

CHILD = "我今年13岁，爸爸坐牢了，白石镇高坎村的干部把我的补贴扣了，我叫李小明，电话13800138000"
PARTS = [("place", "白石镇"), ("place", "高坎村"), ("person", "李小明"), ("phone", "13800138000")]


def send(stage: Stage, action: str = "action_inform", **turn: object) -> Reaction:
    """Send a photo, which the door keeps before anything reacts to it."""
    with stage.bureau.office() as office:
        kept = evidence.accept(office, talks.get(office, stage.token), PIXEL + bytes([count(stage)]))
        office.db.flush()
        file = {"id": kept.file_id, "kind": kept.kind}
    return stage.run(action, "", "inform", evidence=[file], **turn)


def count(stage: Stage) -> int:
    with stage.bureau.reading() as office:
        return office.db.query(EvidenceFile).count()


def answers(stage: Stage) -> Sequence[Consent]:
    with stage.bureau.reading() as office:
        return office.db.query(Consent).all()


def press(stage: Stage, about: str, title: str, **turn: object) -> Reaction:
    said = {"title": title, "about": f"consent:{about}"}
    return stage.run("action_privacy", "/privacy_request", "privacy_request", **said, **turn)


def test_the_first_file_is_asked_about_and_the_next_is_not(stage: Stage) -> None:
    assert consent.FILES.wording in send(stage).text
    assert consent.FILES.wording not in send(stage).text


def test_nothing_is_asked_while_somebody_is_called_because_of_danger(stage: Stage) -> None:
    stage.run("action_crisis", "我不想活了", "crisis")
    assert consent.FILES.wording not in send(stage).text


def test_a_yes_is_kept_with_the_words_that_were_agreed_to(stage: Stage) -> None:
    send(stage)
    press(stage, "files:yes", "同意存")
    (kept,) = answers(stage)
    assert kept.withdrawn_at is None
    assert consent.FILES.version in kept.wording
    assert consent.FILES.wording in kept.wording
    assert count(stage) == 1


@pytest.mark.parametrize("said", ["不同意存", "不要存照片", "不存，删掉"])
def test_a_no_in_words_deletes_the_file_and_stops_nothing(stage: Stage, said: str) -> None:
    stage.slots |= {"complaint_draft": {"key": "k"}, "complaint_narrative": "低保三个月没发"}
    asked = {"loop": "complaint_form", "requested": "complaint_place"}
    send(stage, "validate_complaint_form", **asked)
    assert len(stage.slots["complaint_draft"]["evidence"]) == 1
    done = stage.run("validate_complaint_form", said, "deny", **asked)
    assert "1 份都删了" in done.text
    assert not done.rejected
    assert count(stage) == 0
    assert stage.slots["complaint_draft"]["evidence"] == []
    assert stage.slots["complaint_narrative"] == "低保三个月没发"
    (kept,) = answers(stage)
    assert kept.withdrawn_at == kept.given_at
    assert consent.FILES.wording in send(stage).text, "a file sent after a no is asked about anew"


def test_without_a_file_the_same_words_mean_something_else(stage: Stage) -> None:
    stage.run("action_deny", "不存", "deny")
    assert not answers(stage)


def test_what_was_agreed_to_is_taken_back(stage: Stage, clock: FixedClock) -> None:
    send(stage)
    press(stage, "files:yes", "同意存")
    clock.move(hours=1)
    done = stage.run("action_begin_petition", "我要撤回同意", "withdraw_petition")
    assert "同意撤回了" in done.text
    assert "petition_purpose" not in done.slots
    (kept,) = answers(stage)
    assert kept.withdrawn_at is not None
    assert kept.withdrawn_at > kept.given_at
    assert count(stage) == 0
    shown = stage.run("action_privacy", "我的信息", "privacy_request").text
    assert "同意过、已撤回" in shown


def test_what_is_part_of_a_petition_stays_and_that_is_said(stage: Stage) -> None:
    stage.run("action_begin_complaint", "白石镇高坎村会计吞了我家低保钱，匿名", "file_complaint", category="embezzlement", entities=[("place", "白石镇高坎村")])  # fmt: skip
    asked = {"loop": "complaint_form", "requested": "complaint_time"}
    send(stage, "validate_complaint_form", **asked)
    press(stage, "files:yes", "同意存")
    stage.slots |= {"complaint_time": "三个月", "complaint_confirmed": True}
    assert "登记好了" in stage.run("action_lodge_complaint", "对", "affirm").text
    done = stage.run("action_begin_petition", "撤回同意", "withdraw_petition")
    assert "办理档案，法律要求保存" in done.text
    assert count(stage) == 1


class TestChild:
    def begin(self, stage: Stage) -> Reaction:
        stage.run("action_begin_complaint", CHILD, "file_complaint", category="embezzlement", entities=PARTS)
        return stage.run("action_ask_complaint_form_complaint_identity")

    def test_name_and_number_wait_for_the_guardian(self, stage: Stage) -> None:
        assert consent.GUARDIAN.wording in self.begin(stage).text
        assert not stage.slots["complaint_name"]
        assert not stage.slots["complaint_phone"]

    def test_nothing_is_promised_of_a_name_before_that(self, stage: Stage) -> None:
        told = "白石镇高坎村会计把我的孤儿补贴扣了"
        stage.run(
            "action_begin_complaint", told, "file_complaint", category="embezzlement", entities=PARTS[:1]
        )
        done = stage.answers("complaint_identity", "实名吧，我今年 12 岁，我叫李小明")
        assert "utter_real_name_promise" not in done.responses
        asked = stage.run("action_ask_complaint_form_complaint_time")
        assert "utter_real_name_promise" not in asked.responses

    @pytest.mark.parametrize("said", ["没有", "我妈不知道", "还没跟他们说", "不敢说"])
    def test_without_the_guardian_it_goes_on_without_a_name(self, stage: Stage, said: str) -> None:
        self.begin(stage)
        done = self.answer(stage, said)
        assert "照样登记" in done.text
        assert stage.slots["complaint_identity"] == "anonymous"
        assert stage.slots["complaint_name"] == stage.slots["complaint_phone"] == ""
        account = stage.slots["complaint_narrative"]
        assert "补贴扣了" in account
        assert "李小明" not in account
        assert "13800138000" not in account

    @pytest.mark.parametrize("said", ["同意", "我妈知道", "奶奶在旁边", "对"])
    def test_with_the_guardian_nothing_is_asked_twice(self, stage: Stage, said: str) -> None:
        self.begin(stage)
        self.answer(stage, said)
        assert stage.slots["complaint_name"] == "李小明"
        assert stage.slots["complaint_phone"] == "13800138000"
        (kept,) = answers(stage)
        assert consent.GUARDIAN.wording in kept.wording
        assert kept.withdrawn_at is None

    def test_danger_is_no_answer(self, stage: Stage) -> None:
        self.begin(stage)
        asked = {"loop": "complaint_form", "requested": "complaint_identity"}
        done = stage.run("validate_complaint_form", "不想活了", "crisis", **asked)
        assert done.rejected
        assert "照样登记" not in done.text
        assert not answers(stage)

    def test_who_is_fourteen_is_not_asked(self, stage: Stage) -> None:
        stage.run("action_begin_complaint", CHILD.replace("13岁", "14岁"), "file_complaint", category="embezzlement", entities=PARTS)  # fmt: skip
        done = stage.run("action_ask_complaint_form_complaint_identity")
        assert consent.GUARDIAN.wording not in done.text

    @staticmethod
    def answer(stage: Stage, said: str) -> Reaction:
        asked = {"loop": "complaint_form", "requested": "complaint_identity"}
        return stage.run("validate_complaint_form", said, "inform", **asked)


def test_another_address_has_its_own_answer(stage: Stage) -> None:
    send(stage)
    press(stage, "files:yes", "同意存")
    with stage.bureau.office() as office:
        other = residents.contact(office, "web", "resident-2")
        assert not residents.has_consented(office, consent.FILES.name, contact=other)


def asked_below_the_file(stage: Stage, before: str) -> None:
    """The photo was answered with the question of the form and with the one if it may be kept."""
    with stage.bureau.office() as office:
        talk = talks.get(office, stage.token)
        talks.say(office, talk, before)
        talks.say(office, talk, "大概是什么时候的事？")


@pytest.mark.parametrize("said", ["可以", "好", "行"])
@pytest.mark.parametrize(("before", "kept"), [(consent.FILES.wording, 1), ("您反映的我记下了。", 0)])
def test_a_bare_yes_answers_the_question_about_files_where_that_was_asked(
    stage: Stage, said: str, before: str, kept: int
) -> None:
    stage.slots |= {"complaint_draft": {"key": "k"}, "complaint_narrative": "低保三个月没发"}
    asked = {"loop": "complaint_form", "requested": "complaint_time"}
    send(stage, "validate_complaint_form", **asked)
    asked_below_the_file(stage, before)
    stage.run("validate_complaint_form", said, "affirm", **asked)
    assert len(answers(stage)) == kept


def test_a_yes_to_what_was_read_back_is_no_consent(stage: Stage) -> None:
    stage.slots |= {"complaint_draft": {"key": "k"}, "complaint_narrative": "低保三个月没发"}
    asked = {"loop": "complaint_form", "requested": "complaint_confirmed"}
    send(stage, "validate_complaint_form", **asked)
    asked_below_the_file(stage, consent.FILES.wording)
    done = stage.run("validate_complaint_form", "可以", "affirm", **asked)
    assert done.slots["complaint_confirmed"] is True
    assert not answers(stage)


def test_a_pupil_of_primary_school_is_under_fourteen(stage: Stage) -> None:
    said = "我是小学生，柳溪镇上沟村的干部把我家低保停了，我叫李小明，电话13800138000"
    parts = [("place", "柳溪镇"), ("person", "李小明"), ("phone", "13800138000")]
    stage.run("action_begin_complaint", said, "file_complaint", entities=parts, category="wrongly_stopped")
    assert not stage.slots.get("complaint_name")
