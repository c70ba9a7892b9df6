"""A complaint that was never lodged is taken back without a number: kept or deleted, and said so."""

import pytest

from casework.conversations import drafts, queries, talks
from casework.people.actors import Actor
from casework.petitions import lodging
from tests.actions.conftest import Stage

REGRETS = "我后悔了 撤了吧"
TOLD = {"complaint_narrative": "两个月没发低保金", "complaint_draft": {"key": "draft-1", "evidence": []}}


def take_back(stage: Stage, said: str = REGRETS, loop: str | None = None) -> str:
    return stage.run("action_begin_petition", said, "withdraw_petition", loop=loop).text


def kept(stage: Stage) -> bool:
    with stage.bureau.reading() as office:
        return queries.draft_of(office, talks.get(office, stage.token).id) is not None


@pytest.mark.parametrize(
    "slot", ["complaint_narrative", "complaint_place", "complaint_identity", "complaint_confirmed"]
)
def test_whatever_is_being_asked_it_answers_nothing(stage: Stage, slot: str) -> None:
    stage.slots |= TOLD
    said = {"loop": "complaint_form", "requested": slot}
    assert stage.run("validate_complaint_form", REGRETS, "withdraw_petition", **said).rejected


def test_what_is_being_told_is_kept_and_not_looked_for_by_number(stage: Stage) -> None:
    stage.slots |= TOLD
    done = stage.run("action_begin_petition", REGRETS, "withdraw_petition", loop="complaint_form")
    assert "还没登记" in done.text
    assert done.buttons == ["接着说", "删掉不留"]
    assert done.slots["complaint_draft"] is None
    assert [event["name"] for event in done.events if event["event"] == "followup"] == ["action_listen"]
    assert kept(stage)


def test_where_nothing_is_told_yet_nothing_is_kept(stage: Stage) -> None:
    stage.slots["complaint_draft"] = {"key": "draft-1"}
    assert "不记了" in take_back(stage, loop="complaint_form")
    assert not kept(stage)


def test_what_was_broken_off_here_is_meant_too(stage: Stage) -> None:
    with stage.bureau.office() as office:
        drafts.save(office, talks.get(office, stage.token), TOLD)
    assert "还没登记" in take_back(stage)


def test_it_is_deleted_where_that_is_wished(stage: Stage) -> None:
    stage.slots |= TOLD
    take_back(stage, loop="complaint_form")
    done = stage.run("action_cancel", "/cancel", "cancel", title="删掉不留", about="draft")
    assert "删掉了" in done.text
    assert not kept(stage)


@pytest.mark.parametrize("said", ["我要撤回上个月的那个投诉", "撤回 HY26-0000-0011", "之前登记的那件撤了吧"])
def test_one_lodged_before_is_not_taken_for_what_is_being_told(stage: Stage, said: str) -> None:
    stage.slots |= TOLD
    assert "还没登记" not in take_back(stage, said, "complaint_form")


def test_a_button_below_one_lodged_means_that(stage: Stage) -> None:
    stage.slots |= {**TOLD, "proven_petitions": ["HY26-0000-0011"]}
    done = stage.run("action_begin_petition", "/withdraw_petition", "withdraw_petition", title="撤回这件")
    assert "还没登记" not in done.text
    assert done.slots["petition_number"] == "HY26-0000-0011"


def test_after_lodging_the_lodged_one_is_meant(stage: Stage) -> None:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(
            category="payment_missing",
            narrative="两个月没发低保金",
            contact=("web", "resident-1"),
            channel="web",
            identity="anonymous",
            idempotency_key="k",
        )
        lodging.lodge(office, new, Actor.resident(None, "web"))
        drafts.save(office, talks.get(office, stage.token), TOLD)
    assert "还没登记" not in take_back(stage)


class TestWhetherItIsKept:
    @pytest.fixture
    def broken_off(self, stage: Stage) -> Stage:
        """A complaint was being told when a person was asked for."""
        with stage.bureau.office() as office:
            drafts.save(office, talks.get(office, stage.token), {"complaint_narrative": "申请递上去没登记"})
        return stage

    @pytest.mark.parametrize(
        "said", ["那我前面说的你们记下来没", "刚才跟你们说的话存了吗", "我写的那些还留着没有"]
    )
    def test_what_was_told_is_said_to_be_kept(self, broken_off: Stage, said: str) -> None:
        done = broken_off.run("action_begin_record", said, "check_application")
        assert "申请递上去没登记" in done.text
        assert done.buttons == ["接着说"]

    @pytest.mark.parametrize(
        ("draft", "kept"),
        [
            ({"complaint_place": "柳溪镇青石坳村"}, "地点 柳溪镇青石坳村。"),
            ({"complaint_place": "青石坳村", "complaint_accused": "会计"}, "地点 青石坳村，反映谁 会计。"),
            ({"complaint_name": "李桂花", "complaint_phone": "13900000099"}, "名字 李**，电话 139****0099。"),
            ({"complaint_narrative": "", "complaint_time": "去年"}, "时间 去年。"),
            ({"complaint_identity": "anonymous"}, "您要反映，这个记着"),
        ],
    )
    def test_before_the_matter_is_told_what_is_known_of_it_is(
        self, stage: Stage, draft: dict[str, str], kept: str
    ) -> None:
        with stage.bureau.office() as office:
            drafts.save(office, talks.get(office, stage.token), draft)
        done = stage.run("action_inform", "我刚才说的记下来没")
        assert kept in done.text
        assert "是什么事还没说到" in done.text
        assert "“”" not in done.text
        assert done.buttons == ["接着说"]

    def test_where_nothing_is_nothing_is_said(self, stage: Stage) -> None:
        assert "都记着" not in stage.run("action_inform", "我前面说的记下来没").text

    @pytest.mark.parametrize("said", ["你就先给我挂上号 人再打也行", "先给我登记上吧", "那就先报上去再说"])
    def test_it_is_gone_on_with_where_it_is_to_be_lodged_first(self, broken_off: Stage, said: str) -> None:
        done = broken_off.run("action_default_ask_affirmation", said, "nlu_fallback")
        assert done.responses == ["utter_draft_taken_up"]

    @pytest.mark.parametrize("said", ["先不登记", "先登记 算了不要了"])
    def test_but_not_where_it_is_not(self, broken_off: Stage, said: str) -> None:
        done = broken_off.run("action_default_ask_affirmation", said, "nlu_fallback")
        assert "utter_draft_taken_up" not in done.responses

    def test_with_what_was_told_to_the_person_meanwhile(self, broken_off: Stage) -> None:
        told = "八月中旬递的 交给一个姓贾的"
        parsed = {
            "intent": {"name": "inform", "confidence": 0.9},
            "entities": [{"entity": "date", "value": "八月中旬", "start": 0, "end": 4}],
        }
        before = [
            {"event": "user", "text": told, "parse_data": parsed},
            {"event": "action", "name": "action_inform"},
        ]
        done = broken_off.run("action_inform", "先给我挂上号", "inform", before=before)
        assert told in done.slots["complaint_narrative"]
        assert done.slots["complaint_time"] == "八月中旬"
