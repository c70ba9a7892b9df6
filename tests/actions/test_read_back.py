"""What is said in the wrong place of the complaint talk, at the read-back above all: answered, put where it belongs, nothing lost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from actions.server import understanding
from knowledge.answering import Library
from tests.actions.conftest import Answering, Reaction, Stage
from tests.installation import free_port
from understanding import NotUnderstoodNow, Parsed

PLACE = "柳溪镇青石坳村"
TOLD = {
    "complaint_category": "embezzlement",
    "complaint_narrative": f"{PLACE}会计扣了我五百块",
    "complaint_place": PLACE,
    "complaint_accused": "会计",
    "complaint_time": "去年",
    "complaint_identity": "anonymous",
    "complaint_name": "",
    "complaint_phone": "",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k", "read_back": 1},
}
Part = tuple[str, str]


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


class TestQuestion:
    def test_what_is_not_known_is_said_to_be(self, telling: Stage) -> None:
        done = telling.answers("complaint_confirmed", "我能不能先要回来钱", "ask_procedure", confidence=0.38)
        assert "说不准" in done.text
        assert "没听懂" not in done.text
        assert done.slots["complaint_confirmed"] is None
        assert "念一遍" in telling.run("action_ask_complaint_form_complaint_confirmed").text

    def test_what_is_known_is_answered(self, telling: Stage, corpus_library: Library) -> None:
        telling.tools = replace(telling.tools, library=corpus_library)
        done = telling.answers("complaint_confirmed", "低保要公示几天", "ask_publicity", confidence=0.4)
        assert "7" in done.text
        assert "依据" in done.text
        assert done.slots["complaint_confirmed"] is None

    @pytest.mark.parametrize("slot", ["complaint_confirmed", "complaint_identity", "complaint_time"])
    def test_a_long_one_is_answered_and_no_part_of_the_account(
        self, telling: Stage, corpus_library: Library, slot: str
    ) -> None:
        telling.tools = replace(telling.tools, library=corpus_library)
        said = "低保的名单是不是一定要在村里的公示栏贴出来要贴够几天"
        done = telling.answers(slot, said, "nlu_fallback", confidence=0.3)
        assert "依据" in done.text
        assert done.slots == {slot: None}

    @pytest.mark.parametrize("slot", ["complaint_confirmed", "complaint_identity"])
    def test_a_long_one_that_nobody_can_answer_is_said_to_be_unanswered_and_no_part_of_the_account(
        self, telling: Stage, slot: str
    ) -> None:
        said = "那你们单位的车平时停在哪里呀是不是就停在老粮站那个院子里头"
        done = telling.answers(slot, said, "nlu_fallback", confidence=0.3)
        assert "complaint_narrative" not in done.slots
        assert "说不准" in done.text
        assert "utter_added" not in done.responses

    def test_a_complaint_put_as_a_question_is_more_of_it(self, telling: Stage) -> None:
        said = "他凭什么扣我的钱，五百块都到哪里去了"
        done = telling.answers("complaint_confirmed", said, "file_complaint")
        assert said in done.slots["complaint_narrative"]
        assert done.responses == ["utter_added"]

    @pytest.mark.parametrize("said", ["要等多久", "那得等几天", "多久能办好", "大概要处理多长时间"])
    def test_how_long_it_takes_is_asked_of_the_complaint(self, telling: Stage, said: str) -> None:
        done = telling.answers("complaint_confirmed", said, "ask_processing_time")
        assert "最迟哪天答复" in done.text
        assert not done.rejected

    def test_how_long_an_application_takes_is_not(self, telling: Stage) -> None:
        assert telling.answers("complaint_confirmed", "低保审批要多久", "ask_processing_time").rejected


class TestNobody:
    @pytest.mark.parametrize("said", ["没有具体的人", "不晓得是谁", "不知道叫什么名字", "不针对谁"])
    @pytest.mark.parametrize("slot", ["complaint_time", "complaint_place"])
    def test_whose_name_is_not_known_has_a_time_and_a_place(
        self, answer: Answering, slot: str, said: str
    ) -> None:
        done = answer(slot, said, "deny")
        assert done.slots[slot] is None
        assert done.slots["complaint_accused"] == ""

    def test_who_was_named_stays(self, stage: Stage, answer: Answering) -> None:
        stage.slots["complaint_accused"] = "会计"
        answer("complaint_time", "不晓得是谁", "deny")
        assert stage.slots["complaint_accused"] == "会计"

    @pytest.mark.parametrize("said", ["不记得了", "说不清", "忘了"])
    def test_a_time_not_known_is_left_out(self, answer: Answering, said: str) -> None:
        assert answer("complaint_time", said).slots["complaint_time"] == ""


class TestTownship:
    @pytest.mark.parametrize("slot", ["complaint_confirmed", "complaint_identity"])
    @pytest.mark.parametrize(
        ("said", "parts", "place"),
        [
            ("不是青石坳，是大湾村", ["青石坳", "大湾村"], "柳溪镇大湾村"),
            ("不是青石坳村，是老槐树村", ["青石坳村", "老槐树村"], "柳溪镇老槐树村"),
            ("不对，是大湾村", ["大湾村"], "柳溪镇大湾村"),
            ("地点应该是石桥村", ["石桥村"], "柳溪镇石桥村"),
            ("不是青石坳，是白石镇高坎村", ["青石坳", "白石镇", "高坎村"], "白石镇高坎村"),
        ],
    )
    def test_the_township_is_kept(
        self, telling: Stage, slot: str, said: str, parts: Sequence[str], place: str
    ) -> None:
        telling.answers(slot, said, "deny", [("place", one) for one in parts])
        assert telling.slots["complaint_place"] == place

    def test_the_account_says_the_same(self, telling: Stage) -> None:
        telling.answers("complaint_confirmed", "不是青石坳，是大湾村", "deny", [("place", "青石坳"), ("place", "大湾村")])  # fmt: skip
        assert telling.slots["complaint_narrative"] == "柳溪镇大湾村会计扣了我五百块"

    def test_a_village_of_another_township_does_not_lie_in_this_one(self, telling: Stage) -> None:
        telling.answers("complaint_confirmed", "不对，是高坎村", "deny", [("place", "高坎村")])
        assert telling.slots["complaint_place"] == "高坎村"

    def test_another_place_in_the_stead_of_the_township_is_no_village_of_it(self, telling: Stage) -> None:
        telling.slots["complaint_place"] = "柳溪镇"
        telling.answers("complaint_confirmed", "不是柳溪镇，是高庄", "deny", [("place", "柳溪镇"), ("place", "高庄")])  # fmt: skip
        assert telling.slots["complaint_place"] == "高庄"


class TestLead:
    LEAD = "村东头有个老人一个人没人管，没饭吃"

    @pytest.mark.parametrize(
        "slot", ["complaint_name", "complaint_phone", "complaint_time", "complaint_confirmed"]
    )
    def test_somebody_in_need_is_offered_next(self, telling: Stage, slot: str) -> None:
        telling.slots |= {"complaint_identity": "real_name", slot: None}
        done = telling.answers(slot, self.LEAD, "report_person_in_need")
        assert done.responses == ["utter_next_noted"]
        assert telling.slots["complaint_draft"]["next"] == [{"said": self.LEAD}]
        assert telling.slots["complaint_narrative"] == TOLD["complaint_narrative"]

    def test_more_of_the_need_complained_of_belongs_to_it(self, telling: Stage) -> None:
        telling.slots |= {"complaint_category": "left_out"}
        telling.answers("complaint_confirmed", "她一个人住没人管，饭都吃不上", "report_person_in_need")
        assert "next" not in telling.slots["complaint_draft"]


class TestTwoMatters:
    SAID = "一件是村里低保名单不公示，另一件是会计对我骂骂咧咧"

    def begin(self, stage: Stage, heard: dict[str, str] | None) -> Reaction:
        def understand(part: str) -> Parsed:
            if heard is None:
                raise NotUnderstoodNow
            return Parsed(part, "ask_publicity", 0.6, heard[part], 0.9)

        stage.tools = replace(stage.tools, understand=understand)
        return stage.run("action_begin_complaint", self.SAID, "file_complaint", category="not_public")

    def test_each_is_understood_by_its_own_words(self, stage: Stage) -> None:
        self.begin(stage, {"村里低保名单不公示": "not_public", "会计对我骂骂咧咧": "attitude"})
        assert stage.slots["complaint_category"] == "not_public"
        (kept,) = stage.slots["complaint_draft"]["next"]
        assert kept["slots"]["complaint_category"] == "attitude"

    def test_the_kind_of_the_first_is_its_own_too(self, stage: Stage) -> None:
        self.begin(stage, {"村里低保名单不公示": "refused", "会计对我骂骂咧咧": "attitude"})
        assert stage.slots["complaint_category"] == "refused"

    def test_where_rasa_is_away_that_is_said(self) -> None:
        with pytest.raises(NotUnderstoodNow):
            understanding(f"http://127.0.0.1:{free_port()}")("会计对我骂骂咧咧")

    def test_where_nobody_understands_it_is_kept_all_the_same(self, stage: Stage) -> None:
        self.begin(stage, None)
        (kept,) = stage.slots["complaint_draft"]["next"]
        assert kept["slots"]["complaint_narrative"] == "会计对我骂骂咧咧"
        assert stage.slots["complaint_category"] == "not_public"


class TestWhoSees:
    ASKED = ("谁能看到我的名字", "我的名字谁能看到", "我的电话都有谁知道")

    @pytest.mark.parametrize("said", ASKED)
    @pytest.mark.parametrize("slot", ["complaint_phone", "complaint_representatives", "complaint_confirmed"])
    def test_in_a_complaint_it_is_about_confidentiality(self, telling: Stage, slot: str, said: str) -> None:
        telling.slots["complaint_identity"] = "real_name"
        assert telling.answers(slot, said, "privacy_request").responses == ["utter_real_name_promise"]

    @pytest.mark.parametrize("said", ASKED)
    def test_in_a_report_too(self, stage: Stage, said: str) -> None:
        stage.slots |= {"note_kind": "lead", "note_text": "隔壁老人没人管", "note_place": "青石坳"}
        done = stage.run(
            "validate_note_form", said, "privacy_request", loop="note_form", requested="note_phone"
        )
        assert "只给登记和办这件事的工作人员看" in done.text
        assert done.slots == {"note_phone": None}


class TestProposal:
    @pytest.mark.parametrize(
        "said", ["你们能不能把名单贴到村口", "你们能不能把名单贴出来", "民政局应该把低保名单公布到网上"]
    )
    def test_what_the_office_should_do_is_a_proposal(self, stage: Stage, said: str) -> None:
        asked = stage.run("action_answer_policy", said, "ask_publicity")
        assert [one["name"] for one in asked.events if one["event"] == "followup"] == ["action_begin_note"]
        ran = [{"event": "action", "name": "action_answer_policy"}]
        noted = stage.run("action_begin_note", said, "ask_publicity", after=ran)
        assert (noted.slots["note_kind"], noted.slots["note_text"]) == ("suggestion", said)
        assert [one["name"] for one in noted.events if one["event"] == "followup"] == ["note_form"]

    @pytest.mark.parametrize("said", ["低保名单贴在哪里", "名单能不能不贴我的名字", "你们把名单贴哪了"])
    def test_a_question_about_the_posting_is_none(self, stage: Stage, said: str) -> None:
        asked = stage.run("action_answer_policy", said, "ask_publicity")
        assert not any(one["event"] == "followup" for one in asked.events)


@pytest.mark.parametrize(
    ("said", "who"), [("隔壁老人去世了低保还在领", "隔壁老人"), ("我邻居有车有房还吃低保", "我邻居")]
)
def test_who_is_paid_wrongly_is_not_complained_for(stage: Stage, said: str, who: str) -> None:
    done = stage.run("action_begin_complaint", said, "file_complaint", category="wrongly_covered", entities=[("relation", who)])  # fmt: skip
    assert done.slots["complaint_category"] == "wrongly_covered"
    assert "relation" not in done.slots["complaint_draft"]


@pytest.mark.parametrize(
    ("form", "slot"),
    [("note_form", "note_phone"), ("record_form", "record_number"), ("petition_form", "petition_number")],
)
def test_the_code_of_a_draft_answers_no_other_question(stage: Stage, form: str, slot: str) -> None:
    stage.slots |= {"note_kind": "lead", "note_text": "隔壁老人没人管", "note_place": "青石坳"}
    done = stage.run(f"validate_{form}", "接着说 12345678", loop=form, requested=slot)
    assert done.rejected
    assert not done.slots


class TestSaidOtherwise:
    @pytest.mark.parametrize("said", ["哦不对，是张家庄不是青石坳村", "是张家庄，不是青石坳村"])
    def test_the_right_place_needs_no_comma(self, telling: Stage, said: str) -> None:
        telling.answers("complaint_confirmed", said, "deny", [("place", "张家庄"), ("place", "青石坳村")])
        assert "张家庄" in telling.slots["complaint_place"]
        assert "青石坳" not in telling.slots["complaint_place"]

    def test_nothing_more_is_no_wish_to_change(self, telling: Stage) -> None:
        assert telling.answers("complaint_confirmed", "没了", "deny").responses == ["utter_nothing_to_change"]

    def test_where_a_number_goes_is_no_wish_to_see_what_is_stored(self, telling: Stage) -> None:
        done = telling.answers("complaint_confirmed", "你们会不会把我手机号给村里", "privacy_request")
        assert done.responses == ["utter_fear_answered_anonymous"]


class TestOwnTelephone:
    """Where to reach the speaker is written where it belongs, and the account stays as it was told."""

    @pytest.fixture
    def signed(self, telling: Stage) -> Stage:
        telling.slots |= {
            "complaint_identity": "real_name",
            "complaint_name": "赵小兰",
            "complaint_phone": "13800138000",
        }
        return telling

    @pytest.mark.parametrize(
        "said",
        [
            "刚才那个电话不对，我的是13900139000",
            "换成我儿子的电话13900139000",
            "打13900139000吧，那个停机了",
            "13900139000 才是我的号，那个打不通",
            "联系我女儿 13900139000",
        ],
    )
    @pytest.mark.parametrize("asked", ["complaint_confirmed", "complaint_time"])
    def test_another_number_takes_the_place_of_the_first(self, signed: Stage, said: str, asked: str) -> None:
        relation = [("relation", word) for word in ("我女儿", "我儿子") if word in said]
        done = signed.answers(asked, said, "file_complaint", [("phone", "13900139000"), *relation])
        assert done.slots["complaint_phone"] == "13900139000"
        assert "complaint_narrative" not in done.slots
        assert "relation" not in (done.slots.get("complaint_draft") or {})

    @pytest.mark.parametrize("said", ["这是我女儿的电话", "那是我儿媳妇的手机号"])
    def test_whose_it_is_changes_nothing(self, signed: Stage, said: str) -> None:
        relation = [("relation", word) for word in ("我女儿", "我儿媳妇") if word in said]
        done = signed.answers("complaint_confirmed", said, "file_complaint", relation)
        assert done.slots == {"complaint_confirmed": None}
        assert done.responses == ["utter_known_already"]

    def test_a_number_with_a_sign_too_few_is_asked_for_again(self, signed: Stage) -> None:
        done = signed.answers("complaint_confirmed", "电话不对，是1390013900")
        assert done.slots["complaint_phone"] is None

    def test_the_number_of_whom_one_complains_of_belongs_to_the_account(self, signed: Stage) -> None:
        parts = [("role", "会计"), ("phone", "13900139000")]
        done = signed.answers(
            "complaint_confirmed", "会计的电话是13900139000，找他问", "file_complaint", parts
        )
        assert done.slots.get("complaint_phone") is None
        assert "会计的电话" in done.slots["complaint_narrative"]


def test_the_own_name_put_right_by_who_signs_nothing_accuses_nobody(telling: Stage) -> None:
    parts = [("person", "张桂兰")]
    done = telling.answers("complaint_confirmed", "我的名字写错了，应该是张桂兰", "inform", parts)
    assert done.slots == {"complaint_confirmed": None}
    assert done.responses == ["utter_fear_answered_anonymous"]


def test_who_did_not_mean_to_complain_stops_and_chooses_nothing(telling: Stage) -> None:
    telling.slots["complaint_identity"] = None
    done = telling.answers("complaint_identity", "不是投诉，先不说了", "cancel")
    assert done.rejected


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("老支书也有份", "老支书"),
        ("还有老支书", "老支书"),
        ("会计和文书一块干的", "文书"),
        ("他跟王所长合伙的", "王所长"),
    ],
)
@pytest.mark.parametrize("asked", ["complaint_confirmed", "complaint_time", "complaint_identity"])
def test_who_had_a_part_in_it_too_is_complained_of_too(
    stage: Stage, answer: Answering, said: str, role: str, asked: str
) -> None:
    stage.slots |= {"complaint_accused": "会计", "complaint_narrative": "会计扣了低保钱"}
    done = answer(asked, said, "inform", entities=[("role", role)])
    assert done.slots["complaint_accused"] == f"会计、{role}"


@pytest.mark.parametrize("said", ["加上李大有也没发给我", "李大有也收了我两百", "李大有也拿了一份"])
def test_a_person_who_had_a_hand_in_it_is(stage: Stage, answer: Answering, said: str) -> None:
    stage.slots |= {"complaint_accused": "会计", "complaint_narrative": "会计扣了低保钱"}
    answer("complaint_confirmed", said, "inform", entities=[("person", "李大有")])
    assert stage.slots["complaint_accused"] == "会计、李大有"


@pytest.mark.parametrize("said", ["不是会计 是文书", "文书没有参与 也不是他", "文书也有份吗"])
def test_who_had_none_is_not(stage: Stage, answer: Answering, said: str) -> None:
    stage.slots |= {"complaint_accused": "会计", "complaint_narrative": "会计扣了低保钱"}
    done = answer("complaint_confirmed", said, "inform", entities=[("role", "文书")])
    assert done.slots.get("complaint_accused") != "会计、文书"


@pytest.mark.parametrize(
    "said",
    [
        "这事李秀兰也知道",
        "我和李秀兰一起去的镇上",
        "跟李秀兰一块去的",
        "李秀兰也是没领到",
        "李秀兰家也被扣了",
        "当时李秀兰也在场",
    ],
)
@pytest.mark.parametrize("asked", ["complaint_confirmed", "complaint_time", "complaint_identity"])
def test_who_knows_of_it_or_suffers_it_too_is_not(
    stage: Stage, answer: Answering, said: str, asked: str
) -> None:
    stage.slots |= {"complaint_accused": "会计", "complaint_narrative": "会计扣了低保钱"}
    answer(asked, said, "inform", entities=[("person", "李秀兰")])
    assert stage.slots["complaint_accused"] == "会计"


@pytest.mark.parametrize(
    ("known", "said", "role", "all_of_them"),
    [
        ("村会计", "镇会计也拿了", "镇会计", "村会计、镇会计"),
        ("村会计", "民政所会计也有份", "民政所会计", "村会计、民政所会计"),
        ("镇会计", "村会计也拿了", "村会计", "镇会计、村会计"),
        ("村里", "屋里头那个出纳也有份", "出纳", "村里、出纳"),
        ("村里", "镇里干部也拿了", "镇里干部", "村里、镇里干部"),
        ("主任", "副主任也拿了", "副主任", "主任、副主任"),
        ("副主任", "主任也拿了", "主任", "副主任、主任"),
        ("村会计", "马会计也拿了", "马会计", "马会计"),
    ],
)
def test_one_of_another_level_is_one_more(
    stage: Stage, answer: Answering, known: str, said: str, role: str, all_of_them: str
) -> None:
    stage.slots |= {"complaint_accused": known, "complaint_narrative": "扣了低保钱"}
    answer("complaint_confirmed", said, "inform", entities=[("role", role)])
    assert stage.slots["complaint_accused"] == all_of_them


def test_who_signs_beside_a_place_is_not_complained_of(stage: Stage, answer: Answering) -> None:
    said = "青石坳村 尚玉珍 实名 我自己的"
    done = answer("complaint_accused", said, entities=[("place", "青石坳村"), ("person", "尚玉珍")])
    assert done.slots.get("complaint_name") == "尚玉珍"
    assert "尚玉珍" not in str(done.slots.get("complaint_accused") or "")
