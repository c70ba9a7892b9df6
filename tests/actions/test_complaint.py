"""The complaint talk, one answer at a time."""

import pytest

from actions.complaint import facts, yes_no
from casework.conversations import drafts, evidence, queries, talks
from casework.people import residents
from casework.petitions.models import Petition
from casework.petitions.progress import look_up
from store.clock import FixedClock
from tests.actions.conftest import Answering, Stage
from tests.dialogues.stage import PIXEL

STORY = "柳溪镇青石坳村三个月没给我妈发低保金，会计说不知道"
PARTS = [
    ("place", "柳溪镇"),
    ("place", "青石坳村"),
    ("duration", "三个月"),
    ("relation", "我妈"),
    ("program", "低保"),
    ("role", "会计"),
]


class TestOpening:
    def test_what_is_said_is_not_asked_again(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_complaint", STORY, "file_complaint", entities=PARTS, category="payment_missing"
        )
        assert done.slots["complaint_narrative"] == STORY
        assert done.slots["complaint_place"] == "柳溪镇青石坳村"
        assert done.slots["complaint_accused"] == "会计"
        assert done.slots["complaint_time"] == "三个月"
        assert done.slots["complaint_category"] == "payment_missing"
        assert done.slots["complaint_draft"]["relation"] == "我妈"
        assert done.slots["complaint_identity"] is None

    def test_a_bare_wish_to_complain_is_no_account(self, stage: Stage) -> None:
        done = stage.run("action_begin_complaint", "我要投诉", "file_complaint", category="other")
        assert done.slots["complaint_narrative"] is None
        assert "utter_complaint_begun_empty" in done.responses

    def test_nobody_to_blame_is_not_asked_about_where_the_matter_is_enough(self, stage: Stage) -> None:
        said = "我要投诉，低保钱两个月没发到卡上了"
        done = stage.run("action_begin_complaint", said, "file_complaint", category="payment_missing")
        assert done.slots["complaint_accused"] == ""

    def test_a_child_is_told_so(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_complaint",
            "我今年13岁，村里把我的孤儿补贴扣了",
            "file_complaint",
            category="embezzlement",
        )
        assert "utter_minor" in done.responses

    def test_own_name_is_not_the_accused(self, stage: Stage) -> None:
        said = "我叫张三丰，村支书李大有收了我500块"
        done = stage.run("action_begin_complaint", said, "file_complaint", category="bribery", entities=[("person", "张三丰"), ("role", "村支书"), ("person", "李大有")])  # fmt: skip
        assert done.slots["complaint_accused"] == "村支书李大有"
        assert done.slots["complaint_name"] == "张三丰"

    def test_a_household_that_is_paid_is_the_accused_a_neighbour_in_the_same_trouble_is_not(
        self, stage: Stage
    ) -> None:
        paid = "我举报我们村老刘家，在县城买了两套房，还吃低保"
        unpaid = "我家的低保钱没发，隔壁老李家也没发"
        begun = stage.run("action_begin_complaint", paid, "file_complaint", category="wrongly_covered", entities=[("place", "刘家")])  # fmt: skip
        assert begun.slots["complaint_accused"] == "老刘家"
        assert not begun.slots.get("complaint_place")
        begun = stage.run("action_begin_complaint", unpaid, "file_complaint", category="payment_missing")
        assert not begun.slots["complaint_accused"]

    def test_an_authority_said_by_its_level_alone_is_nobody_to_keep_the_complaint_from(
        self, stage: Stage
    ) -> None:
        said = "县里批下来的钱，村里压着不给，柳溪镇民政所也不管"
        done = stage.run("action_begin_complaint", said, "file_complaint", category="embezzlement", entities=[("organ", "县里"), ("organ", "村里"), ("organ", "柳溪镇民政所")])  # fmt: skip
        assert done.slots["complaint_accused"] == "柳溪镇民政所"
        assert done.slots["complaint_place"] == "柳溪镇"

    def test_the_words_before_a_chosen_meaning_are_the_account(self, stage: Stage) -> None:
        before = [{"event": "user", "text": STORY, "parse_data": {"text": STORY, "intent": {"name": "nlu_fallback"}, "category": {"name": "payment_missing"}, "entities": []}}]  # fmt: skip
        done = stage.run(
            "action_begin_complaint",
            "/file_complaint",
            "file_complaint",
            title="投诉反映",
            about="said",
            before=before,
        )
        assert done.slots["complaint_narrative"] == STORY


class TestAnswers:
    @pytest.mark.parametrize(
        ("slot", "text", "entities", "value"),
        [
            (
                "complaint_place",
                "柳溪镇青石坳村的",
                [("place", "柳溪镇"), ("place", "青石坳村")],
                "柳溪镇青石坳村",
            ),
            ("complaint_place", "不知道", [], ""),
            ("complaint_place", "河东那个老村", [], "河东那个老村"),
            ("complaint_accused", "没有", [], ""),
            ("complaint_accused", "就是那个管低保的", [], "就是那个管低保的"),
            (
                "complaint_accused",
                "村支书李大有",
                [("role", "村支书"), ("person", "李大有")],
                "村支书李大有",
            ),
            ("complaint_time", "去年腊月", [("date", "去年腊月")], "去年腊月"),
            ("complaint_time", "记不清了", [], ""),
            ("complaint_identity", "实名吧", [], "real_name"),
            ("complaint_identity", "别让村里知道是我", [], "confidential"),
            ("complaint_identity", "我不想留名字", [], "anonymous"),
            ("complaint_name", "我叫王桂花", [], "王桂花"),
            ("complaint_name", "王桂花。", [], "王桂花"),
            ("complaint_phone", "138 0013 8000", [], "13800138000"),
            ("complaint_phone", "0990-5551234", [], "09905551234"),
            ("complaint_phone", "没有电话", [], ""),
        ],
    )
    def test_read(
        self, answer: Answering, slot: str, text: str, entities: list[tuple[str, str]], value: str
    ) -> None:
        assert answer(slot, text, entities=entities).slots[slot] == value

    def test_a_name_after_a_post_is_of_the_same_or_one_more(self, answer: Answering, stage: Stage) -> None:
        stage.slots["complaint_accused"] = "村主任"
        done = answer("complaint_time", "李有田", entities=[("person", "李有田")])
        assert done.slots["complaint_accused"] == "村主任、李有田"

    def test_a_question_about_a_time_is_no_time(self, answer: Answering) -> None:
        assert answer("complaint_time", "那你们去查的时候咋说").slots.get("complaint_time") is None

    def test_one_answer_may_hold_several(self, answer: Answering) -> None:
        done = answer(
            "complaint_identity", "实名，我叫王桂花，电话13800138000", entities=[("person", "王桂花")]
        )
        assert done.slots["complaint_identity"] == "real_name"
        assert done.slots["complaint_name"] == "王桂花"
        assert done.slots["complaint_phone"] == "13800138000"

    def test_anonymous_is_not_asked_for_name_and_number_and_hears_the_cost(self, answer: Answering) -> None:
        done = answer("complaint_identity", "匿名")
        assert done.slots["complaint_name"] == ""
        assert done.slots["complaint_phone"] == ""
        assert "utter_anonymous_costs" in done.responses

    def test_who_will_not_give_a_name_becomes_anonymous(self, answer: Answering) -> None:
        assert answer("complaint_name", "不想说").slots["complaint_identity"] == "anonymous"

    def test_a_wrong_number_is_asked_again(self, answer: Answering) -> None:
        done = answer("complaint_phone", "1380013800")
        assert done.slots["complaint_phone"] is None
        assert "utter_phone_wrong" in done.responses

    @pytest.mark.parametrize("text", ["对", "对，提交", "没错，提交吧", "是的", "嗯嗯", "好的", "中", "确认"])
    def test_yes(self, answer: Answering, text: str) -> None:
        assert answer("complaint_confirmed", text).slots["complaint_confirmed"] is True

    @pytest.mark.parametrize("text", ["不对", "要改", "错了", "不是"])
    @pytest.mark.parametrize("intent", ["deny", "privacy_request"])
    def test_no_asks_what_to_change(self, answer: Answering, text: str, intent: str) -> None:
        done = answer("complaint_confirmed", text, intent)
        assert not done.slots.get("complaint_confirmed")
        assert "utter_what_to_change" in done.responses

    def test_what_is_added_at_the_end_is_taken(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_narrative"] = STORY
        done = answer("complaint_confirmed", "还有隔壁老李家的残疾补贴也停了", "file_complaint")
        assert "隔壁老李家" in done.slots["complaint_narrative"]
        assert done.slots["complaint_confirmed"] is None

    def test_an_optional_question_is_dropped_after_two_answers_not_understood(
        self, answer: Answering
    ) -> None:
        assert answer("complaint_time", "?!?!").slots["complaint_time"] is None
        assert answer("complaint_time", "%%%").slots["complaint_time"] == ""

    def test_evidence_is_kept_and_the_question_stays(self, stage: Stage, answer: Answering) -> None:
        done = answer("complaint_place", "", evidence=[{"id": 7, "kind": "image"}])
        assert done.slots["complaint_draft"]["evidence"] == [7]
        assert "complaint_place" not in done.slots
        assert "utter_evidence_kept" in done.responses

    def test_a_second_matter_is_remembered(self, answer: Answering) -> None:
        said = "另外我还要举报村主任给他侄子办假低保"
        done = answer("complaint_identity", said, "file_complaint", category="favoritism")
        assert [one["said"] for one in done.slots["complaint_draft"]["next"]] == [said]

    def test_not_run_twice_on_one_message(self, answer: Answering) -> None:
        done = answer("complaint_name", "王桂花", after=[{"event": "action", "name": "action_answer_policy"}])
        assert done.events == []


class TestCorrections:
    @pytest.mark.parametrize(
        ("text", "slot", "value"),
        [
            ("不是张家庄，是李家庄", "complaint_place", "白石镇李家庄"),
            ("不是张家庄是李家庄", "complaint_place", "白石镇李家庄"),
            ("地点应该是白石镇李家庄", "complaint_place", "白石镇李家庄"),
            ("时间改成前年", "complaint_time", "前年"),
            ("电话错了", "complaint_phone", None),
            ("名字不对", "complaint_name", None),
        ],
    )
    def test_at_the_end(
        self, stage: Stage, answer: Answering, text: str, slot: str, value: str | None
    ) -> None:
        stage.slots |= {"complaint_place": "白石镇张家庄", "complaint_time": "去年", "complaint_phone": "13800138000", "complaint_name": "王桂花", "complaint_narrative": "张家庄没发钱了两个月"}  # fmt: skip
        stage.slots["complaint_narrative"] = "低保钱没发"
        done = answer("complaint_confirmed", text, "deny")
        assert done.slots[slot] == value
        assert done.slots["complaint_confirmed"] is None

    def test_in_the_middle(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_place"] = "白石镇张家庄"
        done = answer("complaint_phone", "不是张家庄，是李家庄", "deny")
        assert done.slots == {"complaint_place": "白石镇李家庄", "complaint_confirmed": None}

    def test_anew(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {"complaint_place": "白石镇", "complaint_narrative": "没发钱"}
        done = answer("complaint_identity", "重新说", "cancel")
        assert not any(done.slots[name] for name in facts.SLOTS)


class TestInterruptions:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("低保一个月多少钱", "ask_standard"),
            ("你是真人吗", "bot_challenge"),
            ("先不说了", "cancel"),
            ("算了先不说了 孩子哭了", "cancel"),
            ("算了", "cancel"),
            ("转人工", "request_human"),
            ("我不想活了", "crisis"),
            ("我们明天去省里", "collective_action"),
            ("查一下我上次的投诉", "check_petition"),
            ("今天天气怎么样", "out_of_scope"),
            ("你们存了我什么", "privacy_request"),
        ],
    )
    @pytest.mark.parametrize("slot", facts.SLOTS[1:])
    def test_every_question_can_be_interrupted(
        self, answer: Answering, slot: str, text: str, intent: str
    ) -> None:
        assert answer(slot, text, intent).rejected

    @pytest.mark.parametrize("text", ["先不说了", "算了先不说了 孩子哭了", "再见"])
    @pytest.mark.parametrize("slot", facts.SLOTS[1:])
    def test_what_is_broken_off_is_kept_and_not_asked_on(
        self, stage: Stage, answer: Answering, slot: str, text: str
    ) -> None:
        stage.slots |= {"complaint_narrative": "村里不给报", "complaint_draft": {"key": "k"}}
        done = answer(slot, text, "goodbye" if text != "先不说了" else "inform")
        assert "utter_draft_kept" in done.responses
        assert done.slots["requested_slot"] is None
        assert done.slots["complaint_narrative"] is None

    @pytest.mark.parametrize(
        "intent",
        [
            "ask_review_rule",
            "check_payment",
            "request_help",
            "report_change",
            "urge_petition",
            "nlu_fallback",
        ],
    )
    def test_an_account_is_taken_whatever_it_is_classed_as(self, answer: Answering, intent: str) -> None:
        said = "前年我男人得了重病，申请低保一直没人管，跑了八趟"
        assert answer("complaint_narrative", said, intent).slots["complaint_narrative"] == said

    @pytest.mark.parametrize("intent", ["greet", "thank", "out_of_scope", "abuse", "ask_contact"])
    def test_a_name_is_a_name_whatever_it_is_classed_as(self, answer: Answering, intent: str) -> None:
        assert answer("complaint_name", "王桂花", intent, confidence=0.55).slots["complaint_name"] == "王桂花"

    def test_what_was_told_is_kept_for_seven_days(self, stage: Stage, clock: FixedClock) -> None:
        stage.run(
            "action_begin_complaint", STORY, "file_complaint", entities=PARTS, category="payment_missing"
        )
        done = stage.run("action_cancel", "先不说了", "cancel")
        assert "utter_draft_kept" in done.responses
        assert done.messages[0]["until"] == "11月27日"
        again = stage.run("action_begin_complaint", "我要投诉", "file_complaint")
        assert again.slots["complaint_place"] == "柳溪镇青石坳村"
        stage.run("action_cancel", "先不说了", "cancel")
        clock.move(days=8)
        with stage.bureau.office() as office:
            assert drafts.drop_expired(office) == 1
        late = stage.run("action_begin_complaint", "我要投诉", "file_complaint")
        assert late.slots["complaint_place"] is None


READY = {
    "complaint_category": "payment_missing",
    "complaint_narrative": STORY,
    "complaint_place": "柳溪镇青石坳村",
    "complaint_accused": "",
    "complaint_time": "三个月",
    "complaint_identity": "real_name",
    "complaint_name": "王桂花",
    "complaint_phone": "13800138000",
    "complaint_confirmed": True,
    "complaint_draft": {"key": "draft-1"},
}


class TestLodging:
    def test_lodged_once_however_often(self, stage: Stage) -> None:
        texts = set()
        for _ in range(3):
            stage.slots = dict(READY)
            texts.add(stage.run("action_lodge_complaint", "对", "affirm").text)
        assert len(texts) == 1
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).count() == 1

    def test_number_code_dates_and_who_will_see_it(self, stage: Stage) -> None:
        stage.slots = dict(READY)
        done = stage.run("action_lodge_complaint", "对", "affirm")
        (number,) = done.slots["proven_petitions"]
        assert number in done.text
        assert "最迟" in done.text
        assert "被反映的单位和个人看不到" in done.text
        code = done.text.split("查询码：")[1][:6]
        with stage.bureau.office() as office:
            assert look_up(office, number, code)

    def test_the_read_back_masks_name_and_number(self, stage: Stage) -> None:
        stage.slots = dict(READY)
        done = stage.run("action_ask_complaint_form_complaint_confirmed", "13800138000")
        assert "138****8000" in done.text
        assert "13800138000" not in done.text
        assert "王桂花" not in done.text
        assert done.buttons == ["对，提交", "要改", "先不提交"]

    def test_the_place_becomes_a_unit(self, stage: Stage) -> None:
        stage.slots = dict(READY)
        stage.run("action_lodge_complaint", "对", "affirm")
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            assert petition.place_unit == "QH-102-01"
            assert petition.township == "QH-102"

    def test_anonymous_leaves_no_name(self, stage: Stage) -> None:
        stage.slots = READY | {"complaint_identity": "anonymous", "complaint_name": "", "complaint_phone": ""}
        stage.run("action_lodge_complaint", "对", "affirm")
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            assert petition.identity == "anonymous"
            assert petition.petitioners == []

    def test_the_accused_village_head_is_kept_out(self, stage: Stage) -> None:
        stage.slots = READY | {"complaint_category": "wrongly_covered", "complaint_accused": "村支书李大有"}
        stage.run("action_lodge_complaint", "对", "affirm")
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            assert petition.shielded
            assert office.vault.open(petition.accused[0].name_sealed or b"") == "李大有"

    def test_evidence_goes_with_it(self, stage: Stage) -> None:
        from casework.conversations import evidence
        from tests.dialogues.stage import PIXEL

        with stage.bureau.office() as office:
            item = evidence.accept(office, talks.get(office, stage.token), PIXEL)
        stage.slots = READY | {"complaint_draft": {"key": "draft-1", "evidence": [item.file_id]}}
        stage.run("action_lodge_complaint", "对", "affirm")
        with stage.bureau.reading() as office:
            assert len(office.db.query(Petition).one().evidence) == 1

    def test_what_the_office_cannot_take_is_said_and_nothing_is_lost(self, stage: Stage) -> None:
        stage.slots = READY | {"complaint_phone": "12"}
        done = stage.run("action_lodge_complaint", "对", "affirm")
        assert "utter_not_lodged" in done.responses
        assert "complaint_narrative" not in done.slots


def test_yes_and_no_never_overlap() -> None:
    for text in ("对", "不对", "要改", "好的", "不是", "没错", "没有错", "错了"):
        assert not (yes_no.YES.match(text) and yes_no.NO.match(text)), text


class TestTogether:
    """Several who complain: each is named, at most five stand for all."""

    @pytest.fixture(autouse=True)
    def joint(self, stage: Stage) -> None:
        stage.slots |= {
            "complaint_narrative": STORY,
            "complaint_identity": "real_name",
            "complaint_name": "王桂花",
            "complaint_phone": "13800138000",
            "complaint_representatives": None,
            "complaint_draft": {"key": "draft-1", "headcount": 12},
        }

    def test_several_in_one_answer(self, answer: Answering) -> None:
        done = answer(
            "complaint_representatives", "李大山 13700137000，还有赵小梅和孙有福，孙有福电话13600136000"
        )
        assert done.slots["complaint_draft"]["people"] == [
            {"name": "李大山", "phone": "13700137000"},
            {"name": "赵小梅", "phone": ""},
            {"name": "孙有福", "phone": "13600136000"},
        ]
        assert done.slots["complaint_representatives"] is None
        assert "utter_representatives_noted" in done.responses

    def test_five_are_enough(self, answer: Answering) -> None:
        done = answer("complaint_representatives", "李大山、赵小梅、孙有福、周平、吴强")
        assert len(done.slots["complaint_draft"]["people"]) == 4
        assert done.slots["complaint_representatives"] == "answered"

    @pytest.mark.parametrize("said", ["没有了", "就我一个", "不想说名字", "没了", "就这些"])
    def test_nobody_else(self, answer: Answering, said: str) -> None:
        assert answer("complaint_representatives", said).slots["complaint_representatives"] == "answered"

    def test_each_is_lodged_as_representative(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_representatives", "李大山 13700137000，赵小梅")
        answer("complaint_representatives", "没有了")
        stage.slots |= {"complaint_confirmed": True, "complaint_category": "payment_missing"}
        stage.run("action_lodge_complaint", "对")
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            names = [office.vault.open(one.name_sealed or b"") for one in petition.petitioners]
            assert names == ["王桂花", "李大山", "赵小梅"]
            assert all(one.representative for one in petition.petitioners)
            assert petition.headcount == 12

    def test_who_is_anonymous_is_not_asked_for_others(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_identity"] = None
        done = answer("complaint_identity", "匿名")
        assert done.slots["complaint_representatives"] == ""

    def test_the_read_back_masks_them(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_representatives", "李大山 13700137000")
        said = stage.run("action_ask_complaint_form_complaint_confirmed").text
        assert "12 人（代表：您、李**）" in said
        assert "李大山" not in said

    def test_named_wrongly_they_are_asked_again(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_representatives", "李大山、赵小梅、孙有福、周平")
        done = answer("complaint_confirmed", "代表错了", "deny")
        assert done.slots["complaint_representatives"] is None
        assert done.slots["complaint_draft"]["people"] == []


class TestAsHeard:
    """Answers as people give them, each of which was once misread."""

    @pytest.mark.parametrize("said", ["我爸在里面 不敢说实名", "不敢留名", "我不敢用真名"])
    def test_who_dares_not_sign_does_not(self, answer: Answering, said: str) -> None:
        assert answer("complaint_identity", said).slots["complaint_identity"] == "anonymous"

    def test_anonymous_before_the_account_is_asked_no_name(self, answer: Answering) -> None:
        done = answer("complaint_narrative", "匿名")
        assert (done.slots["complaint_name"], done.slots["complaint_phone"]) == ("", "")

    def test_a_time_is_nobody(self, stage: Stage, answer: Answering) -> None:
        done = answer("complaint_accused", "从九月份跑到现在", entities=[("date", "九月份")])
        assert done.slots["complaint_accused"] is None
        assert done.slots["complaint_time"] == "九月份"

    @pytest.mark.parametrize("said", ["不晓得她姓啥", "不知道他叫什么", "不清楚是谁"])
    def test_a_name_not_known_is_no_name(self, answer: Answering, said: str) -> None:
        assert answer("complaint_accused", said).slots["complaint_accused"] == ""

    @pytest.mark.parametrize("said", ["对 赶紧办", "要得 就是恁个", "对，谢谢你", "好的，麻烦了"])
    def test_a_yes_with_more_is_a_yes(self, answer: Answering, said: str) -> None:
        assert answer("complaint_confirmed", said, "urge_petition").slots["complaint_confirmed"] is True

    def test_a_yes_that_goes_on_to_change_is_none(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_place"] = "白石镇张家庄"
        done = answer("complaint_confirmed", "对，不是张家庄，是李家庄")
        assert done.slots == {"complaint_place": "白石镇李家庄", "complaint_confirmed": None}

    def test_a_number_said_wrong_is_changed(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {"complaint_phone": "13988887777", "complaint_identity": "real_name"}
        done = answer("complaint_confirmed", "手机说错了 是13988887778")
        assert done.slots == {"complaint_phone": "13988887778", "complaint_confirmed": None}

    def test_signing_without_a_telephone(self, answer: Answering) -> None:
        done = answer("complaint_identity", "实名 王德福 没有手机")
        assert done.slots["complaint_identity"] == "real_name"
        assert done.slots["complaint_name"] == "王德福"
        assert done.slots["complaint_phone"] == ""

    def test_a_village_after_its_township(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_place"] = "柳溪镇"
        done = answer("complaint_identity", "青石坳", entities=[("place", "青石坳")])
        assert done.slots["complaint_place"] == "柳溪镇青石坳"

    def test_words_one_by_one_make_an_account(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_narrative", "低保")
        done = answer("complaint_narrative", "三个月没发钱")
        assert done.slots["complaint_narrative"] == "低保。三个月没发钱"

    def test_not_knowing_adds_nothing_to_the_account(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_narrative", "说不清")
        assert not stage.slots["complaint_draft"].get("opening")

    def test_a_place_after_the_opening_leaves_the_opening_as_the_account(
        self, stage: Stage, answer: Answering
    ) -> None:
        stage.slots["complaint_draft"] = {
            "key": "k",
            "opening": "我要投诉低保没发",
            "category": "payment_missing",
        }
        done = answer("complaint_narrative", "柳溪镇", entities=[("place", "柳溪镇")], category="other")
        assert done.slots["complaint_narrative"] == "我要投诉低保没发"
        assert done.slots["complaint_place"] == "柳溪镇"
        assert done.slots["complaint_category"] == "payment_missing"

    def test_a_village_that_was_not_known(self, answer: Answering) -> None:
        done = answer("complaint_place", "就是河口乡 具体哪个村嘛 老鹰岩", entities=[("place", "河口乡")])
        assert done.slots["complaint_place"] == "河口乡老鹰岩"

    def test_name_and_number_said_too_early_are_kept(self, answer: Answering) -> None:
        done = answer(
            "complaint_accused", "不怕 老子叫张铁柱 18600001111", entities=[("phone", "18600001111")]
        )
        assert done.slots["complaint_phone"] == "18600001111"
        assert done.responses == ["utter_added"]

    def test_a_complaint_that_was_not_begun_has_a_key_all_the_same(self, stage: Stage) -> None:
        done = stage.run(
            "validate_complaint_form", STORY, requested="complaint_narrative", loop="complaint_form"
        )
        assert done.slots["complaint_draft"]["key"]

    def test_the_wish_to_change_is_nobodys_name(self, answer: Answering) -> None:
        assert not answer("complaint_name", "要改").slots.get("complaint_name")

    def test_then_complain_takes_what_was_said_before(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_draft"] = {"key": "k", "opening": "都交了四个月了还没信"}
        done = answer("complaint_narrative", "那就投诉吧", "file_complaint")
        assert done.slots["complaint_narrative"] == "都交了四个月了还没信"

    def test_the_wish_to_complain_said_again_is_known(self, answer: Answering) -> None:
        assert answer("complaint_identity", "那我要投诉", "file_complaint").responses == [
            "utter_known_already"
        ]

    def test_words_without_a_matter_look_nothing_up(self, answer: Answering) -> None:
        said = "我不识字 这是我侄子帮我写的"
        assert not answer("complaint_identity", said, "check_application").rejected
        assert answer("complaint_identity", "我的低保批了吗", "check_application").rejected

    def test_how_many_go_together_is_remembered(self, stage: Stage) -> None:
        stage.run(
            "action_collective_action",
            "我们村里七户人家要联名反映",
            "collective_action",
        )
        done = stage.run("action_begin_complaint", "低保评得不公平，有车有房的都吃上了", "file_complaint")
        assert done.slots["complaint_draft"]["headcount"] == 7


class TestElsewhere:
    """A draft begun on one channel goes on on another, by its code alone."""

    def keep(self, stage: Stage) -> str:
        stage.slots |= {"complaint_narrative": STORY, "complaint_draft": {"key": "draft-1", "evidence": []}}
        done = stage.run("action_cancel", "先不说了", "cancel")
        return next(m["code"] for m in done.messages if m.get("response") == "utter_draft_kept")

    def on_telegram(self, stage: Stage) -> Stage:
        with stage.bureau.office() as office:
            token = talks.find_or_begin(office, "telegram", "4711").token
        return Stage(stage.bureau, stage.tools, token)

    @pytest.mark.parametrize(
        "action", ["action_begin_complaint", "action_inform", "action_default_ask_affirmation"]
    )
    def test_taken_up_by_code(self, stage: Stage, action: str) -> None:
        code = self.keep(stage)
        there = self.on_telegram(stage)
        done = there.run(action, f"接着说 {code}")
        assert there.slots["complaint_narrative"] == STORY
        assert "utter_draft_taken_up" in done.responses

    def test_the_form_takes_a_code_for_a_code(self, stage: Stage) -> None:
        code = self.keep(stage)
        there = self.on_telegram(stage)
        there.run(
            "validate_complaint_form", f"接着说{code}", requested="complaint_narrative", loop="complaint_form"
        )
        assert there.slots["complaint_narrative"] == STORY

    def test_a_wrong_code_finds_nothing_and_guessing_is_held_back(self, stage: Stage) -> None:
        code = self.keep(stage)
        there = self.on_telegram(stage)
        wrong = f"{(int(code) + 1) % 10**8:08d}"
        for _ in range(drafts.TRIES):
            assert "utter_draft_not_found" in there.run("action_inform", f"接着说 {wrong}").responses
        assert "试错次数太多" in there.run("action_inform", f"接着说 {code}").text
        assert not there.slots.get("complaint_narrative")

    def test_it_is_moved_and_not_copied(self, stage: Stage) -> None:
        code = self.keep(stage)
        self.on_telegram(stage).run("action_inform", f"接着说 {code}")
        with stage.bureau.reading() as office:
            assert drafts.find(office, talks.get(office, stage.token)) is None

    def test_its_files_go_with_it(self, stage: Stage) -> None:
        with stage.bureau.office() as office:
            item = evidence.accept(office, talks.get(office, stage.token), PIXEL)
            file_id = item.file_id
        stage.slots |= {"complaint_narrative": STORY, "complaint_draft": {"key": "d", "evidence": [file_id]}}
        done = stage.run("action_cancel", "先不说了", "cancel")
        code = next(m["code"] for m in done.messages if m.get("response") == "utter_draft_kept")
        there = self.on_telegram(stage)
        there.run("action_inform", f"接着说 {code}")
        there.slots |= {"complaint_confirmed": True, "complaint_identity": "anonymous"}
        there.run("action_lodge_complaint", "对")
        with stage.bureau.reading() as office:
            assert [file.id for file in office.db.query(Petition).one().evidence] == [file_id]


class TestSamePerson:
    """Who walked away without a word is offered to go on wherever it is proven who they are, and nobody else is."""

    @pytest.fixture(autouse=True)
    def half_told(self, stage: Stage) -> None:
        stage.slots |= {"complaint_narrative": STORY, "complaint_draft": {"key": "draft-1", "evidence": []}}
        stage.run("action_ask_complaint_form_complaint_place", "我要投诉", loop="complaint_form")

    def at(self, stage: Stage, address: str, channel: str = "telegram") -> Stage:
        with stage.bureau.office() as office:
            return Stage(stage.bureau, stage.tools, talks.find_or_begin(office, channel, address).token)

    def bind(self, stage: Stage, phone: str, *where: tuple[str, str]) -> None:
        with stage.bureau.office() as office:
            resident = residents.enter(office, residents.Person(name="王桂花", phone=phone))
            for channel, address in where:
                residents.bind(office, channel, address, resident, "one-time code")

    def test_greeted_they_are_offered_to_go_on(self, stage: Stage) -> None:
        self.bind(stage, "13800138000", ("web", "resident-1"), ("telegram", "4711"))
        there = self.at(stage, "4711")
        done = there.run("action_greet", "你好", "greet")
        assert "接着说" in done.buttons
        there.run("action_begin_complaint", "/file_complaint", "file_complaint", title="接着说")
        assert there.slots["complaint_narrative"] == STORY

    @pytest.mark.parametrize(
        ("action", "said"), [("action_inform", "接着说"), ("action_begin_complaint", "我要投诉")]
    )
    def test_their_word_takes_it_up_and_it_is_moved(self, stage: Stage, action: str, said: str) -> None:
        self.bind(stage, "13800138000", ("web", "resident-1"), ("telegram", "4711"))
        there = self.at(stage, "4711")
        assert "utter_draft_taken_up" in there.run(action, said).responses
        with stage.bureau.reading() as office:
            assert queries.draft_of(office, talks.get(office, stage.token).id) is None

    @pytest.mark.parametrize(
        "others",
        [(), (("telegram", "4711"),), (("web", "resident-1"),)],
        ids=["nobody is proven", "only the asker is proven", "only the teller is proven"],
    )
    @pytest.mark.parametrize("action", ["action_greet", "action_begin_complaint", "action_inform"])
    def test_nobody_else_is(self, stage: Stage, action: str, others: tuple[tuple[str, str], ...]) -> None:
        self.bind(stage, "13800138000", *others)
        there = self.at(stage, "4711")
        done = there.run(action, "接着说")
        assert "接着说" not in done.buttons
        assert STORY[:10] not in done.text
        assert not there.slots.get("complaint_narrative")

    def test_another_proven_person_is_not(self, stage: Stage) -> None:
        self.bind(stage, "13800138000", ("web", "resident-1"))
        self.bind(stage, "13900139000", ("telegram", "4711"))
        there = self.at(stage, "4711")
        assert "接着说" not in there.run("action_greet", "你好", "greet").buttons
        assert not there.run("action_inform", "接着说").slots.get("complaint_narrative")

    def test_past_its_time_it_is_not(self, stage: Stage, clock: FixedClock) -> None:
        self.bind(stage, "13800138000", ("web", "resident-1"), ("telegram", "4711"))
        clock.move(days=7, minutes=1)
        assert "接着说" not in self.at(stage, "4711").run("action_greet", "你好", "greet").buttons


class TestDraftsOfOneTalk:
    def note(self, stage: Stage, key: str, narrative: str) -> None:
        stage.slots |= {"complaint_narrative": narrative, "complaint_draft": {"key": key, "evidence": []}}
        stage.run("action_ask_complaint_form_complaint_place", loop="complaint_form")

    def kept(self, stage: Stage) -> str | None:
        with stage.bureau.reading() as office:
            found = drafts.find(office, talks.get(office, stage.token))
        return found and str(found["complaint_narrative"])

    def test_what_is_told_next_is_kept_with_it(self, stage: Stage) -> None:
        self.note(stage, "one", "没发钱")
        self.note(stage, "one", "没发钱，三个月了")
        assert self.kept(stage) == "没发钱，三个月了"

    def test_one_broken_off_by_word_outlives_the_next(self, stage: Stage) -> None:
        self.note(stage, "one", "没发钱")
        stage.run("action_cancel", "先不说了", "cancel")
        self.note(stage, "two", "干部要红包")
        assert self.kept(stage) == "没发钱"
        stage.slots |= {"complaint_confirmed": True, "complaint_identity": "anonymous"}
        stage.run("action_lodge_complaint", "对")
        assert self.kept(stage) == "没发钱"

    def test_lodged_it_is_kept_no_more(self, stage: Stage) -> None:
        self.note(stage, "one", "没发钱")
        stage.slots |= {"complaint_confirmed": True, "complaint_identity": "anonymous"}
        stage.run("action_lodge_complaint", "对")
        assert self.kept(stage) is None


class TestFilesBefore:
    def test_a_photo_sent_first_belongs_to_the_complaint_told_next(self, stage: Stage) -> None:
        with stage.bureau.office() as office:
            file_id = evidence.accept(office, talks.get(office, stage.token), PIXEL).file_id
        done = stage.run("action_begin_complaint", STORY, "file_complaint", category="payment_missing")
        assert done.slots["complaint_draft"]["evidence"] == [file_id]

    def test_it_can_be_left_out_again(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_draft"] = {"key": "k", "evidence": [7]}
        done = answer("complaint_confirmed", "照片不要了", "deny")
        assert done.slots["complaint_draft"]["evidence"] == []


@pytest.mark.parametrize(("action", "said"), [("action_inform", "对，提交"), ("action_affirm", "怎么没动静")])
def test_a_confirmed_complaint_whose_lodging_broke_off_is_lodged_at_the_next_word(
    stage: Stage, action: str, said: str
) -> None:
    stage.slots |= {
        "complaint_narrative": STORY,
        "complaint_identity": "anonymous",
        "complaint_confirmed": True,
        "complaint_draft": {"key": "draft-1", "evidence": []},
    }
    done = stage.run(action, said)
    assert [event["name"] for event in done.events if event["event"] == "followup"] == [
        "action_lodge_complaint"
    ]
    assert done.messages == []


class TestStrangers:
    """How people answer who have not read the questions."""

    def test_what_was_not_understood_is_part_of_the_account(self, stage: Stage) -> None:
        stage.slots["times_unclear"] = 1.0
        done = stage.run(
            "action_begin_complaint",
            "他弟弟有车有房还吃低保",
            "file_complaint",
            category="favoritism",
            before=[{"event": "user", "text": "我要举报我们村支书", "parse_data": {}}],
        )
        assert done.slots["complaint_narrative"] == "我要举报我们村支书。他弟弟有车有房还吃低保"

    @pytest.mark.parametrize(
        ("said", "identity"),
        [("可以", "real_name"), ("愿意", "real_name"), ("不愿意", "anonymous"), ("别问我名字", "anonymous")],
    )
    def test_yes_and_no_to_giving_a_name(self, answer: Answering, said: str, identity: str) -> None:
        done = answer("complaint_identity", said)
        assert done.slots["complaint_identity"] == identity

    def test_ones_own_name_is_nobody_complained_of(self, stage: Stage) -> None:
        said = "我是大营乡后营村的 我叫牛二虎 村上说给的三千块钱五个月了没看见 那个姓高的不接电话"
        parts = [("place", "大营乡"), ("place", "后营村"), ("person", "牛二虎"), ("person", "姓高的")]
        done = stage.run(
            "action_begin_complaint", said, "file_complaint", entities=parts, category="embezzlement"
        )
        assert done.slots["complaint_name"] == "牛二虎"
        assert done.slots["complaint_accused"] == "姓高的"

    def test_asking_whether_one_is_found_out_is_answered(self, answer: Answering) -> None:
        done = answer("complaint_time", "会不会查到我", "ask_publicity")
        assert "utter_fear_answered" in done.responses

    def test_words_that_tell_are_no_question_about_policy(self, answer: Answering, stage: Stage) -> None:
        stage.slots["complaint_narrative"] = "打了好几个电话都踢皮球"
        done = answer("complaint_time", "镇上说找县里 县里说找镇上", "ask_procedure")
        assert done.slots["complaint_narrative"].endswith("镇上说找县里 县里说找镇上")
        assert not done.rejected

    @pytest.mark.parametrize("slot", ["complaint_narrative", "complaint_time"])
    def test_need_that_cannot_wait_leaves_the_form(self, answer: Answering, slot: str) -> None:
        done = answer(slot, "昨晚房子着火了，没地方住", "request_help", entities=[("date", "昨晚")])
        assert done.rejected

    def test_danger_needs_no_second_bar(self, answer: Answering) -> None:
        assert answer("complaint_time", "我在楼顶上了", "crisis", confidence=0.41).rejected

    def test_what_is_read_back_holds_no_number_and_no_name(self, stage: Stage) -> None:
        said = "我叫王秀英，电话13800138000，柳溪镇民政所的人态度太差，让我回去等了三个月"
        stage.run("action_begin_complaint", said, "file_complaint", category="attitude")
        done = stage.run("action_ask_complaint_form_complaint_confirmed")
        assert "13800138000" not in done.text
        assert "王秀英" not in done.text


CONFIDENTIAL = {"complaint_identity": "confidential", "complaint_name": None, "complaint_phone": None}


class TestGivenOfOneself:
    """A name and a number that come before they are asked for are the speaker's, and answer nothing else."""

    def test_name_and_number_are_no_time_and_accuse_nobody(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {**CONFIDENTIAL, "complaint_accused": "老刘"}
        answer(
            "complaint_time", "孙大山 13500001111", entities=[("person", "孙大山"), ("phone", "13500001111")]
        )
        assert stage.slots["complaint_name"] == "孙大山"
        assert stage.slots["complaint_phone"] == "13500001111"
        assert stage.slots["complaint_accused"] == "老刘"
        assert not stage.slots.get("complaint_time")

    def test_a_name_alone_is_that_of_who_will_sign(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {**CONFIDENTIAL, "complaint_accused": "会计"}
        answer("complaint_time", "张三妹", entities=[("person", "张三妹")])
        assert stage.slots["complaint_name"] == "张三妹"
        assert stage.slots["complaint_accused"] == "会计"

    def test_but_not_where_it_is_asked_whom_it_is_about(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= CONFIDENTIAL
        done = answer("complaint_accused", "张三妹", entities=[("person", "张三妹")])
        assert done.slots["complaint_accused"] == "张三妹"
        assert not stage.slots.get("complaint_name")

    def test_whose_telephone_it_is_does_not_make_it_their_matter(self, answer: Answering) -> None:
        said = "我用我闺女的 13812345678"
        done = answer("complaint_phone", said, entities=[("relation", "我闺女"), ("phone", "13812345678")])
        assert done.slots["complaint_phone"] == "13812345678"
        assert "relation" not in (done.slots.get("complaint_draft") or {})

    def test_when_there_will_be_an_answer_is_told_and_written_nowhere(
        self, stage: Stage, answer: Answering
    ) -> None:
        stage.slots["complaint_narrative"] = STORY
        done = answer("complaint_confirmed", "大概啥时候有结果")
        assert "最迟哪天答复" in done.text
        assert stage.slots["complaint_narrative"] == STORY


class TestOnBehalf:
    @pytest.mark.parametrize(
        ("said", "entities", "relation", "name"),
        [
            ("我替我邻居张大爷反映，村里取消了他的低保", [("relation", "我邻居"), ("person", "张大爷")], "我邻居", "张大爷"),
            ("帮刘婶问一下，民政所小李不给她办低保", [("person", "刘婶"), ("organ", "民政所"), ("person", "小李")], "刘婶", "刘婶"),
            ("我是社工，替一位残疾大叔反映补贴没到账", [], "一位残疾大叔", None),
        ],
    )  # fmt: skip
    def test_who_is_spoken_for_is_not_complained_of(
        self, stage: Stage, said: str, entities: list[tuple[str, str]], relation: str, name: str | None
    ) -> None:
        stage.run(
            "action_begin_complaint", said, "file_complaint", entities=entities, category="wrongly_stopped"
        )
        draft = stage.slots["complaint_draft"]
        assert (draft["relation"], draft.get("relation_name")) == (relation, name)
        assert (name or "大叔") not in (stage.slots["complaint_accused"] or "")

    @pytest.mark.parametrize("said", ["他光帮村主任说话，不管我们", "帮我反映村主任收钱的事"])
    def test_who_is_helped_or_only_told_of_is(self, stage: Stage, said: str) -> None:
        entities = [("role", "村主任")]
        stage.run("action_begin_complaint", said, "file_complaint", entities=entities, category="bribery")
        assert stage.slots["complaint_accused"] == "村主任"

    @pytest.mark.parametrize("slot", ["complaint_identity", "complaint_name", "complaint_phone"])
    def test_a_number_given_because_another_has_none_is_taken(self, answer: Answering, slot: str) -> None:
        said = "他没电话，打我的 13912345678"
        done = answer(slot, said, entities=[("phone", "13912345678")])
        assert done.slots["complaint_phone"] == "13912345678"
        assert "utter_no_phone" not in done.responses


class TestPupil:
    SAID = "我是初三学生，学校老师扣了我的低保生活费，我要举报他"

    def test_a_pupil_is_told_what_a_minor_is_told(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_complaint", self.SAID, "file_complaint", entities=[("date", "初三")], category="embezzlement"
        )  # fmt: skip
        assert "您说您是初三学生" in done.text
        assert not stage.slots["complaint_time"]

    @pytest.mark.parametrize("said", ["我是小学老师，食堂克扣孩子的补助", "我儿子是初三学生，补助没发"])
    def test_who_is_none_is_not(self, stage: Stage, said: str) -> None:
        done = stage.run("action_begin_complaint", said, "file_complaint", category="embezzlement")
        assert "未满 18 岁" not in done.text

    def test_a_lunar_day_is_a_time(self, answer: Answering) -> None:
        done = answer("complaint_time", "正月初三", entities=[("date", "正月初三")])
        assert done.slots["complaint_time"] == "正月初三"

    @pytest.mark.parametrize("said", ["这学期", "就这段时间", "一直"])
    def test_a_time_without_a_day_is_nobody(self, answer: Answering, said: str) -> None:
        done = answer("complaint_accused", said)
        assert done.slots["complaint_time"] == said
        assert not done.slots.get("complaint_accused")


class TestEdited:
    BEFORE = "柳溪镇上沟村会计上个月把我妈的低保扣了300块"
    AFTER = "柳溪镇上沟村会计上个月把我妈的低保扣了500块"

    @pytest.fixture(autouse=True)
    def told(self, stage: Stage) -> None:
        stage.slots |= {
            "complaint_narrative": f"{self.BEFORE}\n补充：会计姓马",
            "complaint_draft": {"key": "d"},
        }

    def test_a_changed_message_stands_in_the_place_of_the_first(
        self, stage: Stage, answer: Answering
    ) -> None:
        done = answer(
            "complaint_identity", self.AFTER, "file_complaint", entities=[("amount", "500块")], edited=True
        )
        assert stage.slots["complaint_narrative"] == f"{self.AFTER}\n补充：会计姓马"
        assert stage.slots["complaint_draft"]["amount"] == "500块"
        assert done.responses == ["utter_corrected"]

    def test_what_was_told_beside_it_stays(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {
            "complaint_accused": "会计姓马",
            "complaint_place": "柳溪镇上沟村",
            "complaint_time": "上个月5号",
            "complaint_identity": "anonymous",
            "complaint_name": "",
            "complaint_phone": "",
        }
        said = f"{self.AFTER}，我叫吕小梅，13800138000"
        parts = [("place", "上沟村"), ("role", "会计"), ("date", "上个月"), ("person", "吕小梅"), ("phone", "13800138000")]  # fmt: skip
        answer("complaint_confirmed", said, "file_complaint", entities=parts, edited=True)
        assert stage.slots["complaint_accused"] == "会计姓马"
        assert stage.slots["complaint_place"] == "柳溪镇上沟村"
        assert stage.slots["complaint_time"] == "上个月5号"
        assert (stage.slots["complaint_name"], stage.slots["complaint_phone"]) == ("", "")

    def test_who_wants_to_stay_unnamed_in_it_is_not_asked_for_a_name(
        self, stage: Stage, answer: Answering
    ) -> None:
        answer("complaint_identity", f"{self.AFTER}，匿名", "file_complaint", edited=True)
        signed = ("complaint_identity", "complaint_name", "complaint_phone")
        assert [stage.slots[name] for name in signed] == ["anonymous", "", ""]

    def test_the_place_and_the_one_it_names_are_put_right(self, stage: Stage, answer: Answering) -> None:
        stage.slots |= {"complaint_accused": "会计、李大有", "complaint_place": "柳溪镇上沟村"}
        said = self.BEFORE.replace("上沟村会计", "下沟村文书")
        parts = [("place", "柳溪镇"), ("place", "下沟村"), ("role", "文书")]
        answer("complaint_identity", said, "file_complaint", entities=parts, edited=True)
        assert stage.slots["complaint_place"] == "柳溪镇下沟村"
        assert stage.slots["complaint_accused"] == "李大有、文书"

    def test_words_that_were_not_changed_are_told_beside_it(self, stage: Stage, answer: Answering) -> None:
        answer("complaint_time", f"{self.BEFORE}啊", "file_complaint")
        assert stage.slots["complaint_narrative"].startswith(f"{self.BEFORE}\n")

    def test_another_message_that_was_changed_changes_nothing_told(
        self, stage: Stage, answer: Answering
    ) -> None:
        answer("complaint_identity", "匿名吧", edited=True)
        assert stage.slots["complaint_narrative"].startswith(self.BEFORE)
        assert stage.slots["complaint_identity"] == "anonymous"


@pytest.mark.parametrize("said", ["看看", "给我看看", "看看你写得对不对", "念一遍吧"])
def test_who_wants_to_look_hears_it_again(answer: Answering, said: str) -> None:
    done = answer("complaint_confirmed", said, "ask_contact")
    assert not done.rejected
    assert done.slots["complaint_confirmed"] is None


@pytest.mark.parametrize("said", ["快点", "赶紧的", "你们快点办啊", "能不能快点"])
@pytest.mark.parametrize(
    "slot", ["complaint_time", "complaint_accused", "complaint_identity", "complaint_confirmed"]
)
def test_who_is_in_a_hurry_is_asked_on_and_not_for_a_number(answer: Answering, slot: str, said: str) -> None:
    done = answer(slot, said, "urge_petition", confidence=0.99)
    assert not done.rejected
    assert done.slots[slot] is None
    assert ("utter_still_missing" in done.responses) is (slot != "complaint_confirmed")
