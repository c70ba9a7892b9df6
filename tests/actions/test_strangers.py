"""What strangers say badly, in passing or in one breath, and what must not come of it."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.call_back import when_to_call
from actions.complaint import asking, phrases
from actions.estimate.wishes import wanted
from actions.record import OWN_APPLICATION
from actions.turn import Turn
from casework.conversations import desk, queries, talks
from casework.petitions.models import Petitioner
from tests.actions.conftest import Reaction, Stage
from tests.casework.conftest import settle
from understanding import Entity, Parsed

TOLD = {
    "complaint_narrative": "低保名单从来不公示",
    "complaint_draft": {"key": "k"},
    "complaint_category": "other",
}


@pytest.fixture
def complaint(stage: Stage) -> Stage:
    """A complaint is being told."""
    stage.slots |= TOLD
    return stage


def answered(stage: Stage, slot: str, text: str, intent: str = "inform", **more: Any) -> Reaction:
    return stage.run("validate_complaint_form", text, intent, loop="complaint_form", requested=slot, **more)


class TestNames:
    def test_one_who_joins_is_neither_the_speaker_nor_the_accused(self, complaint: Stage) -> None:
        complaint.slots |= {
            "complaint_draft": {"key": "k", "headcount": 12},
            "complaint_identity": "real_name",
            "complaint_name": "李大柱",
            "complaint_phone": "13612345678",
        }
        done = answered(
            complaint,
            "complaint_time",
            "还有王二妮 13512345678，张三强",
            "out_of_scope",
            confidence=0.1,
            entities=[("person", "王二妮"), ("phone", "13512345678"), ("person", "张三强")],
        )
        assert [one["name"] for one in complaint.slots["complaint_draft"]["people"]] == ["王二妮", "张三强"]
        assert complaint.slots["complaint_name"] == "李大柱"
        assert not complaint.slots.get("complaint_accused")
        assert done.responses == ["utter_representatives_noted"]

    def test_a_name_said_when_the_time_is_asked_for_is_no_time(self, complaint: Stage) -> None:
        answered(complaint, "complaint_time", "我叫周小雨", entities=[("person", "周小雨")])
        assert complaint.slots["complaint_name"] == "周小雨"
        assert not complaint.slots.get("complaint_time")

    def test_who_gave_a_name_and_has_no_telephone_is_not_made_anonymous(self, complaint: Stage) -> None:
        complaint.slots["complaint_name"] = "周小雨"
        answered(complaint, "complaint_identity", "木有电话")
        assert complaint.slots["complaint_identity"] == "real_name"
        assert complaint.slots["complaint_phone"] == ""

    def test_name_and_number_said_with_the_signing_are_kept_whatever_was_asked(
        self, complaint: Stage
    ) -> None:
        answered(
            complaint,
            "complaint_time",
            "实名 李大柱 13612345678",
            entities=[("person", "李大柱"), ("phone", "13612345678")],
        )
        assert complaint.slots["complaint_name"] == "李大柱"
        assert complaint.slots["complaint_phone"] == "13612345678"

    def test_name_and_number_in_the_opening_sign_it(self, stage: Stage) -> None:
        stage.run(
            "action_begin_complaint",
            "我叫何秀英，13844445555，民政所说名额满了不收我的申请",
            "file_complaint",
            category="refused",
            entities=[("person", "何秀英"), ("phone", "13844445555")],
        )
        assert stage.slots["complaint_identity"] == "real_name"

    def test_a_trouble_told_with_the_name_does_not_lose_it(self, complaint: Stage) -> None:
        done = answered(
            complaint, "complaint_name", "我不认得字 名字叫刘桂兰", entities=[("person", "刘桂兰")]
        )
        assert "慢慢来" in done.text
        assert complaint.slots["complaint_name"] == "刘桂兰"

    def test_the_surname_of_a_post_is_told_of_the_accused(self, complaint: Stage) -> None:
        complaint.slots["complaint_accused"] = "城关镇民政所"
        answered(
            complaint,
            "complaint_time",
            "姓胡的科长，收了我邻居两千",
            "file_complaint",
            confidence=0.56,
            entities=[("person", "胡"), ("role", "科长")],
        )
        assert complaint.slots["complaint_accused"] == "城关镇民政所、姓胡的科长"

    @pytest.mark.parametrize(
        ("said", "whose"),
        [("我爸坐牢了，村里不给我们办", None), ("我爸的低保停了", "我爸"), ("说我爸买车了给停了", None)],
    )
    def test_who_is_gone_or_a_reason_is_not_whom_it_is_about(
        self, stage: Stage, said: str, whose: str | None
    ) -> None:
        stage.run(
            "action_begin_complaint",
            said,
            "file_complaint",
            category="refused",
            entities=[("relation", "我爸")],
        )
        assert stage.slots["complaint_draft"].get("relation") == whose


class TestSecrecy:
    @pytest.mark.parametrize("said", ["真的查不到我吗", "会不会传到他耳朵里"])
    def test_a_fear_at_the_end_is_answered_and_not_written_down(self, complaint: Stage, said: str) -> None:
        complaint.slots["complaint_identity"] = "anonymous"
        done = answered(complaint, "complaint_confirmed", said, "out_of_scope", confidence=0.1)
        assert done.responses == ["utter_fear_answered_anonymous"]
        assert complaint.slots["complaint_narrative"] == TOLD["complaint_narrative"]

    def test_who_will_see_a_real_name_is_told(self, complaint: Stage) -> None:
        complaint.slots["complaint_identity"] = "real_name"
        done = answered(complaint, "complaint_time", "谁能看到我的名字", "privacy_request")
        assert done.responses == ["utter_real_name_promise"]

    def test_a_promise_asked_for_is_a_wish_for_secrecy_not_for_namelessness(self, complaint: Stage) -> None:
        answered(complaint, "complaint_identity", "你们保证不告诉他")
        assert complaint.slots["complaint_identity"] == "confidential"


class TestMatters:
    def test_two_matters_counted_out_are_two(self, stage: Stage) -> None:
        stage.run(
            "action_begin_complaint",
            "我有两件事要反映，一件是村里低保不公示，一件是民政所的小李骂人",
            "file_complaint",
            category="not_public",
            entities=[("organ", "民政所"), ("person", "小李")],
        )
        assert stage.slots["complaint_narrative"] == "村里低保不公示"
        (told,) = stage.slots["complaint_draft"]["next"]
        assert told["said"] == "民政所的小李骂人"
        assert "小李" in told["slots"]["complaint_accused"]

    def test_what_makes_the_kind_plain_later_names_it(self, complaint: Stage) -> None:
        answered(
            complaint,
            "complaint_accused",
            "支书家五个亲戚全吃低保",
            "file_complaint",
            category="favoritism",
            entities=[("role", "支书")],
        )
        assert complaint.slots["complaint_category"] == "favoritism"

    def test_a_correction_the_other_way_round(self, complaint: Stage) -> None:
        complaint.slots["complaint_narrative"] = "村主任把危房补助给了他侄子"
        answered(complaint, "complaint_time", "不对不对，是低保，不是危房补助", "other_department")
        assert complaint.slots["complaint_narrative"] == "村主任把低保给了他侄子"

    def test_a_month_is_put_right_by_a_month(self, complaint: Stage) -> None:
        complaint.slots["complaint_time"] = "八月份"
        answered(
            complaint,
            "complaint_identity",
            "不是八月 是七月停的",
            entities=[("date", "八月"), ("date", "七月")],
        )
        assert complaint.slots["complaint_time"] == "七月份"

    def test_nobody_answers_is_asked_to_be_of_the_petition_known_here(self, stage: Stage) -> None:
        with stage.bureau.office() as office:
            number = settle(office).lodge().number
        stage.slots["proven_petitions"] = [number]
        done = stage.run(
            "action_begin_complaint", "根本没人联系我", "file_complaint", category="petition_unanswered"
        )
        assert number in done.text
        assert done.buttons == ["是，催一下", "不是，另外投诉"]

    @pytest.mark.parametrize(
        ("said", "asks"), [("就这几个月", False), ("前几天", False), ("几个月能办好", True)]
    )
    def test_some_months_are_no_question(self, said: str, asks: bool) -> None:
        assert phrases.asks(said) is asks


class TestNotes:
    def test_a_death_told_as_having_gone_is_one(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_note", "我爸上个月走了", "report_change", entities=[("relation", "我爸")]
        )
        assert "节哀" in done.text
        assert stage.slots["note_text"] == "我爸上个月走了"

    @pytest.mark.parametrize("said", ["我哥上个月去外地走了", "我弟被抓走了"])
    def test_who_went_or_was_taken_away_is_not_dead(self, stage: Stage, said: str) -> None:
        assert "节哀" not in stage.run("action_begin_note", said, "report_change").text

    def test_a_few_words_more_do_not_lose_the_note(self, stage: Stage) -> None:
        stage.slots |= {"note_kind": "change", "note_text": "我爸去世了"}
        done = stage.run(
            "validate_note_form", "他吃低保的", "file_complaint", loop="note_form", requested="note_place"
        )
        assert not done.rejected

    def test_a_child_that_is_beaten_is_seen_by_a_person_at_once(self, stage: Stage) -> None:
        done = stage.run("action_begin_note", "隔壁小孩天天被他爸打 身上都是伤", "report_person_in_need")
        assert "110" in done.text
        with stage.bureau.reading() as office:
            handover = queries.open_handover(office, talks.get(office, stage.token).id)
        assert handover is not None
        assert handover.kind == "help"


class TestPersons:
    @pytest.mark.parametrize(
        "said",
        [
            "我隔壁老太太好几天没开门了",
            "我弟弟拿着农药",
            "俺媳妇站在桥边不下来",
            "我家儿子喝了农药",
            "家里老人摔倒了起不来",
        ],
    )
    def test_who_fears_for_another_is_told_what_to_do_for_them(self, stage: Stage, said: str) -> None:
        assert stage.run("action_crisis", said, "crisis").responses == ["utter_crisis_of_another"]

    @pytest.mark.parametrize("said", ["我不想活了", "孩子没了我不想活了", "在桥上", "他拿刀要砍我"])
    def test_who_speaks_of_themselves_is_spoken_to(self, stage: Stage, said: str) -> None:
        assert stage.run("action_crisis", said, "crisis").responses == ["utter_crisis"]

    def test_need_that_is_likelier_than_danger_is_answered_as_need(self, stage: Stage) -> None:
        likely = [("crisis", 0.43), ("request_help", 0.87)]
        done = stage.run("action_crisis", "断粮两天了，孩子饿得哭", "crisis", ranking=likely)
        assert done.responses[0] == "utter_help_now"
        with stage.bureau.reading() as office:
            handover = queries.open_handover(office, talks.get(office, stage.token).id)
        assert handover is not None
        assert (handover.kind, handover.urgency) == ("help", 0)

    def test_and_danger_to_oneself_stays_danger(self, stage: Stage) -> None:
        likely = [("crisis", 0.43), ("request_help", 0.87)]
        done = stage.run("action_crisis", "断粮两天了，我不想活了", "crisis", ranking=likely)
        assert done.responses == ["utter_crisis"]

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("我喝农药了，救命", "utter_crisis"),
            ("我妈站在楼顶上，快来人", "utter_crisis_of_another"),
            ("没钱了，安眠药我都吃了半瓶药了", "utter_crisis"),
            ("我家老汉割了手腕，快来帮帮忙", "utter_crisis_of_another"),
        ],
    )
    def test_no_ranking_makes_a_need_of_danger(self, stage: Stage, said: str, told: str) -> None:
        likely = [("crisis", 0.43), ("request_help", 0.87)]
        assert stage.run("action_crisis", said, "crisis", ranking=likely).responses == [told]

    @pytest.mark.parametrize(
        ("words", "told"), [(["叫不醒"], "utter_crisis"), (["没吃东西"], "utter_help_now")]
    )
    def test_nor_of_words_that_the_understanding_knows(
        self, stage: Stage, words: list[str], told: str
    ) -> None:
        likely = [("crisis", 0.43), ("request_help", 0.87)]
        seen = {"name": "crisis", "confidence": 0.43, "words": words, "override": True}
        said = f"没米下锅，{words[0]}"
        done = stage.run("action_crisis", said, "crisis", ranking=likely, safety=seen)
        assert done.responses[0] == told

    def test_a_person_who_was_asked_for_need_not_come(self, stage: Stage) -> None:
        stage.run("action_hand_over", "转人工", "request_human")
        done = stage.run("action_cancel", "算了不用了", "cancel")
        assert "不叫人" in done.text
        with stage.bureau.reading() as office:
            assert queries.open_handover(office, talks.get(office, stage.token).id) is None

    def test_who_was_called_in_need_comes_all_the_same(self, stage: Stage) -> None:
        stage.run("action_help_now", "三天没吃饭了", "request_help")
        stage.run("action_cancel", "算了", "cancel")
        with stage.bureau.reading() as office:
            assert queries.open_handover(office, talks.get(office, stage.token).id) is not None

    @pytest.mark.parametrize(
        ("said", "when"),
        [
            ("13911112222 下午三点打", "下午三点"),
            ("明天上午9点以后打13911112222", "明天上午9点以后"),
            ("13911112222", ""),
        ],
    )
    def test_when_to_call_is_kept_as_said(self, said: str, when: str) -> None:
        phone = Entity("phone", 0, 11, "13911112222", "13911112222", True)
        assert when_to_call(Turn(said, Parsed(said, "inform", 0.9, entities=(phone,)), "t")) == when

    def test_fraud_in_the_offices_name_is_called_so(self, stage: Stage) -> None:
        said = "有人打电话说是民政局 要我银行卡密码才给发低保"
        done = stage.run("action_begin_complaint", said, "file_complaint", category="card_withheld")
        assert "骗子" in done.text
        assert "110" in done.text

    def test_a_greeting_after_a_call_for_help_says_who_was_called(self, stage: Stage) -> None:
        stage.run("action_help_now", "三天没吃饭了", "request_help")
        assert "报给值班同志" in stage.run("action_greet", "喂", "greet").text


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("我家四口人，我有残疾，老婆没工作，两个娃上学，能不能吃低保", True),
        ("我家有辆面包车，拉货的，能不能吃低保", False),
        ("我是外省来打工的 摔断腿了 能申请救助吗", False),
    ],
)
def test_an_account_that_ends_in_the_question_is_estimated(said: str, begins: bool) -> None:
    assert wanted(said, None) is begins


@pytest.mark.parametrize(
    ("said", "own"), [("查申请", True), ("查一下我的低保申请进度", True), ("怎么查申请", False)]
)
def test_ones_own_application_is_looked_up(said: str, own: bool) -> None:
    assert bool(OWN_APPLICATION.match(said)) is own


def test_the_queue_is_left_when_nobody_is_needed(stage: Stage) -> None:
    stage.run("action_hand_over", "转人工", "request_human")
    stage.run("action_cancel", "不用了", "cancel")
    with stage.bureau.reading() as office:
        assert desk.queue(office) == []


class TestSums:
    @pytest.mark.parametrize("slot", ["complaint_place", "complaint_accused", "complaint_confirmed"])
    @pytest.mark.parametrize(
        ("said", "money"),
        [
            ("一千二", "一千二"),
            ("千把块", "千把块"),
            ("就两百多块钱吧", "两百多块钱"),
            ("一个月三百六", "三百六"),
        ],
    )
    def test_a_sum_by_itself_is_the_amount(self, complaint: Stage, slot: str, said: str, money: str) -> None:
        done = answered(complaint, slot, said, "nlu_fallback")
        assert complaint.slots["complaint_draft"]["amount"] == money
        assert not complaint.slots.get(slot)
        assert done.responses == ["utter_added"]

    def test_nor_is_every_figure_money(self, complaint: Stage) -> None:
        answered(complaint, "complaint_time", "二月二")
        assert "amount" not in complaint.slots["complaint_draft"]
        assert complaint.slots["complaint_time"] == "二月二"


class TestForAnother:
    MOTHER = (("relation", "我妈"), ("person", "吴秀珍"), ("person", "陈丽"))

    @pytest.mark.parametrize("slot", ["complaint_identity", "complaint_name"])
    def test_the_mother_has_her_name_and_the_daughter_hers(self, complaint: Stage, slot: str) -> None:
        answered(complaint, slot, "我妈叫吴秀珍 我叫陈丽", entities=self.MOTHER)
        draft = complaint.slots["complaint_draft"]
        assert (draft["relation"], draft["relation_name"]) == ("我妈", "吴秀珍")
        assert complaint.slots["complaint_name"] == "陈丽"
        assert not complaint.slots.get("complaint_accused")

    def test_the_mothers_name_alone_is_not_the_speakers(self, complaint: Stage) -> None:
        answered(complaint, "complaint_name", "我妈叫吴秀珍", entities=self.MOTHER[:2])
        assert complaint.slots["complaint_draft"]["relation_name"] == "吴秀珍"
        assert not complaint.slots.get("complaint_name")

    def test_her_name_is_read_back_masked_and_lodged(self, complaint: Stage) -> None:
        complaint.slots |= {
            "complaint_draft": {"key": "k", "relation": "我妈", "relation_name": "吴秀珍"},
            "complaint_identity": "real_name",
            "complaint_name": "陈丽",
            "complaint_confirmed": True,
        }
        assert "我妈（吴**）" in asking.read_back(complaint.slots)
        complaint.run("action_lodge_complaint", "对", "affirm")
        with complaint.bureau.reading() as office:
            one = office.db.scalars(select(Petitioner)).one()
            assert office.vault.open_or_none(one.on_behalf_of_sealed) == "吴秀珍"
            assert one.relation == "代我妈反映"


class TestTogether:
    FIRST = "我们组十一户 今年六七月的旱灾救助款一分没见"

    def test_households_are_counted_and_the_money_is_not_answered_by_its_day(self, stage: Stage) -> None:
        stage.run("action_begin_complaint", self.FIRST, "file_complaint", category="payment_missing")
        assert stage.slots["complaint_draft"]["headcount"] == 11

    def test_one_household_is_no_crowd(self, stage: Stage) -> None:
        stage.run("action_begin_complaint", "我们一户低保三个月没发，我要投诉", "file_complaint")
        assert "headcount" not in stage.slots["complaint_draft"]

    def test_who_has_the_money_says_what_kind_of_matter_it_is(self, complaint: Stage) -> None:
        complaint.slots["complaint_category"] = "payment_missing"
        answered(complaint, "complaint_identity", "听说每户六百 村里拿去修路了", "file_complaint", category="embezzlement")  # fmt: skip
        assert complaint.slots["complaint_category"] == "embezzlement"
