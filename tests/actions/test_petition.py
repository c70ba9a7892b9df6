"""Petitions already lodged: proven first, then served."""

from dataclasses import replace
from datetime import datetime

import pytest

from actions.petition import service
from casework.conversations import talks
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.petitions import letters, lodging, notes, queries, workflow
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES
from casework.petitions.queries import numbered
from knowledge.answering import Library
from store.clock import SHANGHAI, FixedClock
from tests.actions.conftest import Reaction, Stage


@pytest.fixture
def lodged(stage: Stage) -> lodging.Lodged:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(
            category="payment_missing",
            narrative="两个月没发低保金",
            place_unit_code="QH-102-01",
            petitioners=[lodging.Complainant("王桂花", "13800138000")],
            contact=("web", "resident-1"),
            channel="web",
            idempotency_key="k",
        )
        return lodging.lodge(office, new, Actor.resident(None, "web"))


def serve(
    stage: Stage, purpose: str, lodged: lodging.Lodged, code: str | None = None, words: str = ""
) -> Reaction:
    stage.slots |= {
        "petition_purpose": purpose,
        "petition_number": lodged.number,
        "petition_code": code or lodged.query_code,
        "petition_words": words,
    }
    return stage.run("action_serve_petition", "…")


class TestOpening:
    @pytest.mark.parametrize(
        "text",
        [
            "查 HY26-0000-0011 911851",
            "查HY2600000011，查询码911851",
            "２６００００００１１ 查询码 ９１１８５１",
        ],
    )
    def test_number_and_code_in_one_message(self, stage: Stage, text: str) -> None:
        done = stage.run("action_begin_petition", text, "check_petition")
        assert done.slots["petition_number"] == "HY26-0000-0011"
        assert done.slots["petition_code"] == "911851"

    def test_a_wrong_number_is_none(self, stage: Stage) -> None:
        assert (
            stage.run("action_begin_petition", "查 HY26-0000-0012", "check_petition").slots["petition_number"]
            is None
        )

    def test_the_only_one_lodged_from_here_is_meant(self, stage: Stage, lodged: lodging.Lodged) -> None:
        done = stage.run("action_begin_petition", "我的投诉办得怎样了", "check_petition")
        assert done.slots["petition_number"] == lodged.number
        assert done.slots["petition_code"] is None

    def test_proven_once_is_proven_in_this_talk(self, stage: Stage) -> None:
        stage.slots["proven_petitions"] = ["HY26-0000-0011"]
        assert (
            stage.run("action_begin_petition", "催一下", "urge_petition").slots["petition_code"] == "proven"
        )

    @pytest.mark.parametrize(
        ("said", "purpose"),
        [
            ("什么时候能有结果", "check"),
            ("怎么还没结果", "urge"),
            ("三个月了，什么时候有结果", "urge"),
            ("快点，要多久", "urge"),
        ],
    )
    def test_who_only_asks_when_has_not_urged(self, stage: Stage, said: str, purpose: str) -> None:
        done = stage.run("action_begin_petition", said, "urge_petition")
        assert done.slots["petition_purpose"] == purpose

    @pytest.mark.parametrize(
        ("intent", "offered"),
        [("urge_petition", True), ("check_petition", True), ("withdraw_petition", False)],
    )
    def test_who_may_have_lodged_nothing_yet_can_do_so_now(
        self, stage: Stage, intent: str, offered: bool
    ) -> None:
        stage.run("action_begin_petition", "帮我催一下", intent)
        asked = stage.run("action_ask_petition_form_petition_number", "帮我催一下", intent)
        assert ("还没登记过" in asked.buttons) is offered

    def test_a_bare_question_how_it_stands_means_what_was_lodged(self, stage: Stage) -> None:
        stage.slots["proven_petitions"] = ["HY26-0000-0011"]
        done = stage.run("action_begin_record", "查进度", "check_application")
        assert done.slots["petition_number"] == "HY26-0000-0011"
        assert [event["name"] for event in done.events if event["event"] == "followup"] == ["petition_form"]

    def test_a_button_under_the_letter_proves(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_petition", "/accept_reply", "accept_reply", title="满意", about="HY26-0000-0011"
        )
        assert done.slots["petition_code"] == "proven"

    def test_the_same_text_typed_does_not(self, stage: Stage) -> None:
        done = stage.run("action_begin_petition", "满意 HY26-0000-0011", "accept_reply")
        assert done.slots["petition_code"] is None

    def test_words_that_supplement_are_not_asked_for_again(self, stage: Stage) -> None:
        done = stage.run("action_begin_petition", "补充一下，隔壁老李家也没领到", "supplement_petition")
        assert "隔壁老李家" in done.slots["petition_words"]

    def test_taking_back_is_always_asked_about(self, stage: Stage) -> None:
        assert (
            stage.run("action_begin_petition", "我要撤回投诉，不想告了", "withdraw_petition").slots[
                "petition_words"
            ]
            is None
        )


class TestRight:
    def test_number_and_code_show_how_it_stands(self, stage: Stage, lodged: lodging.Lodged) -> None:
        done = serve(stage, "check", lodged)
        assert "最迟" in done.text
        assert done.slots["proven_petitions"] == [lodged.number]

    def test_a_wrong_code_shows_nothing_and_is_counted(self, stage: Stage, lodged: lodging.Lodged) -> None:
        for _ in range(5):
            assert "对不上" in serve(stage, "check", lodged, "000000").text
        assert "一小时后再试" in serve(stage, "check", lodged).text

    def test_the_last_four_digits_of_the_number_do_on_the_same_address(
        self, stage: Stage, lodged: lodging.Lodged
    ) -> None:
        assert "最迟" in serve(stage, "check", lodged, "8000").text

    def test_but_not_on_another(self, stage: Stage, lodged: lodging.Lodged) -> None:
        with stage.bureau.office() as office:
            stage.token = talks.find_or_begin(office, "web", "somebody-else").token
        assert "对不上" in serve(stage, "check", lodged, "8000").text

    def test_proven_is_no_word_to_type(self, stage: Stage, lodged: lodging.Lodged) -> None:
        with stage.bureau.office() as office:
            stage.token = talks.find_or_begin(office, "web", "somebody-else").token
        assert "对不上" in serve(stage, "check", lodged, "proven").text


class TestServices:
    def test_urging_counts(self, stage: Stage, lodged: lodging.Lodged) -> None:
        assert "第 1 次" in serve(stage, "urge", lodged).text

    @pytest.mark.parametrize(
        "words",
        [
            "没人逼我，钱发了，撤吧",
            "算了，钱都发了，撤了吧",
            "算了，不想反映了",
            "没有人威胁我，就是不想弄了",
        ],
    )
    @pytest.mark.parametrize("intent", ["withdraw_petition", "inform", "deny", "nlu_fallback"])
    def test_why_it_is_taken_back_is_kept_as_said(
        self, stage: Stage, lodged: lodging.Lodged, words: str, intent: str
    ) -> None:
        stage.slots |= {
            "petition_purpose": "withdraw",
            "petition_number": lodged.number,
            "petition_code": "proven",
            "proven_petitions": [lodged.number],
        }
        done = stage.run(
            "validate_petition_form", words, intent, requested="petition_words", loop="petition_form"
        )
        assert done.slots == {"petition_words": words}

    @pytest.mark.parametrize(("words", "intent"), [("不想活了，也不告了", "crisis"), ("算了", "cancel")])
    def test_danger_and_a_bare_end_are_no_reason_for_it(
        self, stage: Stage, lodged: lodging.Lodged, words: str, intent: str
    ) -> None:
        stage.slots |= {"petition_purpose": "withdraw", "petition_number": lodged.number}
        done = stage.run(
            "validate_petition_form", words, intent, requested="petition_words", loop="petition_form"
        )
        assert done.rejected

    def test_it_is_passed_on_once_a_day(
        self, stage: Stage, lodged: lodging.Lodged, clock: FixedClock
    ) -> None:
        clock.set(datetime(2026, 11, 27, 18, tzinfo=SHANGHAI))
        assert "第 1 次" in serve(stage, "urge", lodged).text
        clock.move(hours=2)
        assert "今天已经帮您催过" in serve(stage, "urge", lodged).text
        clock.move(hours=13)
        assert "第 2 次" in serve(stage, "urge", lodged).text

    def test_a_supplement_is_kept_with_it(self, stage: Stage, lodged: lodging.Lodged) -> None:
        assert "记到" in serve(stage, "supplement", lodged, words="会计姓刘").text

    def test_taken_back(self, stage: Stage, lodged: lodging.Lodged) -> None:
        assert "不再办理" in serve(stage, "withdraw", lodged, words="事情解决了").text
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).one().state == "withdrawn"

    @pytest.mark.parametrize(
        "words",
        [
            "我又不想撤了",
            "不撤行不行",
            "先别撤，我再想想",
            "不要撤",
            "算了",
            "那还是算了吧",
            "先不撤，等钱发了再说",
            "本来想撤，算了不撤了",
            "没人逼我，我就是不想撤了",
            "再等等看吧",
            "你们继续办吧",
        ],
    )
    def test_who_thinks_better_of_it_has_it_go_on(
        self, stage: Stage, lodged: lodging.Lodged, words: str
    ) -> None:
        assert "接着办" in serve(stage, "withdraw", lodged, words=words).text
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).one().state != "withdrawn"

    @pytest.mark.parametrize(
        "words",
        [
            "算了，钱都发了，撤了吧",
            "算了，不想反映了",
            "撤了算了，不追究了",
            "先不告了，撤回吧",
            "不用再想想了，撤吧",
            "没人逼我，钱发了，撤吧",
            "没有人威胁我，就是不想弄了",
            "我自己要撤的，不是被逼的",
            "没谁强迫我，事情说开了",
            "不是村主任让我撤的，是我自己不想告了",
            "钱到了，就让我撤了吧",
        ],
    )
    def test_who_says_again_that_it_is_to_be_taken_back_is_heard(
        self, stage: Stage, lodged: lodging.Lodged, words: str
    ) -> None:
        assert "已按您的要求撤回" in serve(stage, "withdraw", lodged, words=words).text
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).one().state == "withdrawn"

    @pytest.mark.parametrize(
        "words",
        [
            "有人逼我撤",
            "村主任让我撤",
            "他们吓唬我，说不撤就停低保",
            "没人骂我，就是村主任让我撤",
            "怎么没人逼我，天天上门说",
            "不撤不行，他们要停我低保",
            "没威胁，就是支书喊我撤",
        ],
    )
    def test_who_is_made_to_take_it_back_has_it_go_on_and_is_offered_a_person(
        self, stage: Stage, lodged: lodging.Lodged, words: str
    ) -> None:
        done = serve(stage, "withdraw", lodged, words=words)
        assert "先不撤" in done.text
        assert "找人工" in done.buttons
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).one().state != "withdrawn"

    @pytest.mark.parametrize("words", ["不撤行不行", "我又不想撤了", "事情解决了"])
    def test_what_was_taken_back_is_not_taken_back_again_and_can_be_lodged_anew(
        self, stage: Stage, lodged: lodging.Lodged, words: str
    ) -> None:
        serve(stage, "withdraw", lodged, words="事情解决了")
        done = serve(stage, "withdraw", lodged, words=words)
        assert "已经按您的要求撤回了" in done.text
        assert "接着办" not in done.text
        assert "重新反映" in done.buttons

    def test_a_report_of_misconduct_is_looked_into_though_it_is_taken_back(
        self, stage: Stage, lodged: lodging.Lodged
    ) -> None:
        """Said in words for a resident, and kept in the file."""
        with stage.bureau.office() as office:
            office.db.query(Petition).one().matter_class = "accusation"
        said = serve(stage, "withdraw", lodged, words="怕他找我").text
        assert "不会因为撤回就停下不查" in said
        assert "记入备注" not in said
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            assert petition.state == "lodged"
            (note,) = notes.of(office, petition)
            assert "怕他找我" in notes.text(office, note)

    def test_thought_better_of_it(self, stage: Stage, lodged: lodging.Lodged) -> None:
        serve(stage, "withdraw", lodged, words="先不撤")
        with stage.bureau.reading() as office:
            assert office.db.query(Petition).one().state == "lodged"

    def test_nothing_to_rate_yet_is_said(self, stage: Stage, lodged: lodging.Lodged) -> None:
        assert "还没有答复" in serve(stage, "reject", lodged, words="不满意").text

    def test_a_complaint_under_way_goes_on_afterwards(self, stage: Stage, lodged: lodging.Lodged) -> None:
        stage.slots["complaint_draft"] = {"key": "other"}
        done = serve(stage, "check", lodged)
        assert {"event": "followup", "name": "complaint_form", "timestamp": None} in done.events

    def test_slots_are_clean_afterwards(self, stage: Stage, lodged: lodging.Lodged) -> None:
        done = serve(stage, "check", lodged)
        assert done.slots["petition_code"] is None


def test_bu_fu_is_enough_to_ask_for_a_review(stage: Stage) -> None:
    """The letter says: 在这里回复“不服”."""
    stage.slots["proven_petitions"] = ["HY26-0000-0011"]
    done = stage.run("action_begin_petition", "不服", "reject_reply")
    assert done.slots["petition_words"] == "不服"


def letters_of(stage: Stage) -> list[str]:
    with stage.bureau.reading() as office:
        return [office.vault.open(one.text_sealed) for one in office.db.query(Letter)]


@pytest.mark.parametrize("purpose", ["urge", "withdraw"])
def test_what_is_answered_here_brings_no_letter_besides(
    stage: Stage, lodged: lodging.Lodged, purpose: str
) -> None:
    before = letters_of(stage)
    serve(stage, purpose, lodged, words="事情解决了")
    assert letters_of(stage) == before


def test_but_who_acts_from_elsewhere_has_it_written_home(stage: Stage, lodged: lodging.Lodged) -> None:
    before = letters_of(stage)
    with stage.bureau.office() as office:
        stage.token = talks.find_or_begin(office, "telegram", "another").token
    serve(stage, "withdraw", lodged, words="事情解决了")
    assert len(letters_of(stage)) == len(before) + 1


@pytest.mark.parametrize(
    ("said", "purpose"),
    [("对处理结果有意见，少发了一个月", "reject"), ("没意见，挺好", "accept"), ("满意", "accept")],
)
def test_who_objects_has_not_accepted(stage: Stage, lodged: lodging.Lodged, said: str, purpose: str) -> None:
    done = stage.run("action_begin_petition", said, "accept_reply")
    assert done.slots["petition_purpose"] == purpose


class TestContesting:
    """Who disagrees with a decision on assistance has no number to give."""

    @pytest.fixture
    def knowing(self, stage: Stage, corpus_library: Library) -> Stage:
        stage.tools = replace(stage.tools, library=corpus_library)
        return stage

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            ("低保没批 给了个单子", "上面写着不符合条件 我不服"),
            ("单子给了", "单子上写着不符合，我不服"),
            ("你好", "我对停我家低保的决定不服"),
        ],
    )
    def test_they_are_told_the_ways_and_offered_to_lodge(
        self, knowing: Stage, before: str, said: str
    ) -> None:
        earlier = [{"event": "user", "text": before, "parse_data": {"text": before}}]
        done = knowing.run("action_begin_petition", said, "reject_reply", before=earlier)
        assert "行政复议" in done.text
        assert "6个月" in done.text
        assert "编号" not in done.text
        assert "提交诉求" in done.buttons
        assert "petition_purpose" not in done.slots
        assert [event["name"] for event in done.events if event["event"] == "followup"] == ["action_listen"]

    def test_who_speaks_of_an_answer_is_asked_for_its_number(self, knowing: Stage) -> None:
        done = knowing.run("action_begin_petition", "你们对我低保投诉的答复我不服", "reject_reply")
        assert done.slots["petition_purpose"] == "reject"

    def test_who_has_lodged_here_contests_that(self, knowing: Stage, lodged: lodging.Lodged) -> None:
        done = knowing.run("action_begin_petition", "低保的事我不服", "reject_reply")
        assert done.slots["petition_number"] == lodged.number


def test_haste_right_after_lodging_is_an_urge_like_any_other(stage: Stage, lodged: lodging.Lodged) -> None:
    wish = {"petition_purpose": "urge", "petition_number": lodged.number, "petition_code": "proven"}
    stage.slots |= {**wish, "proven_petitions": [lodged.number]}
    done = stage.run("action_serve_petition", "能不能快点")
    assert "告诉您受理不受理" in done.text
    assert "第 1 次" in done.text
    stage.slots |= wish
    assert "今天已经帮您催过" in stage.run("action_serve_petition", "催一下").text


class TestWhatStandsInTheWay:
    def test_a_lookup_repeats_what_is_still_missing(self, stage: Stage, lodged: lodging.Lodged) -> None:
        with stage.bureau.office() as office:
            petition, more = numbered(office, lodged.number), {"text": "请补上存折首页的照片"}
            workflow.apply(office, petition, MOVES["ask_more"], Actor.system("登记台"), more)
        done = serve(stage, "check", lodged)
        assert "请补上存折首页的照片" in done.text
        assert "补充情况" in done.buttons

    def test_no_reason_is_asked_for_where_nothing_can_be_taken_back(
        self, stage: Stage, lodged: lodging.Lodged
    ) -> None:
        stage.slots["proven_petitions"] = [lodged.number]
        begun = stage.run("action_begin_petition", "我要撤回", "withdraw_petition")
        assert begun.slots["petition_words"] is None
        with stage.bureau.office() as office:
            petition = numbered(office, lodged.number)
            petition.state, petition.is_open = "final", False
        begun = stage.run("action_begin_petition", "我要撤回", "withdraw_petition")
        assert begun.slots["petition_words"] == "我要撤回"
        assert "最后的结果" in serve(stage, "withdraw", lodged, words="我要撤回").text


@pytest.mark.parametrize(
    "said",
    [
        "快点办啊",
        "催一下",
        "我想催一催 能不能先给我办",
        "急死人了 快些",
        "抓紧啊",
        "赶紧给弄",
        "帮忙催催",
        "搞快点嘛",
        "催办",
        "等不起了 快",
    ],
)
def test_an_urging_is_recorded_in_whatever_words_and_is_said_to_be_early(
    stage: Stage, lodged: lodging.Lodged, said: str
) -> None:
    stage.slots |= {
        "petition_purpose": "urge",
        "petition_number": lodged.number,
        "petition_code": lodged.query_code,
        "petition_words": "",
    }
    done = stage.run("action_serve_petition", said, title=said)
    assert "第 1 次" in done.text
    assert "日子还没到" in done.text


def test_who_leaves_no_name_is_not_promised_to_be_told(stage: Stage) -> None:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(
            category="wrongly_covered",
            narrative="村里一户有车有房还吃低保",
            place_unit_code="QH-102-01",
            petitioners=[],
            identity="anonymous",
            contact=("web", "resident-1"),
            channel="web",
            idempotency_key="unsigned",
        )
        done = lodging.lodge(office, new, Actor.resident(None, "web"))
        assert [promise.what for promise in done.promises] == [lodging.UNSIGNED]
        assert "告诉您" not in letters.next_promise(done.petition)


@pytest.mark.parametrize("said", ["HY26-0412-7389", "hy2604127389", "编号HY26-0412-7389 你上头写的"])
def test_the_number_given_as_an_example_is_said_to_be_one(stage: Stage, said: str) -> None:
    opened = stage.run("action_begin_petition", f"查一下 {said}", "check_petition")
    assert "举的例子" in opened.text
    assert opened.slots["petition_number"] is None
    stage.slots |= {"petition_purpose": "check"}
    answered = stage.run(
        "validate_petition_form", said, "inform", loop="petition_form", requested="petition_number"
    )
    assert "举的例子" in answered.text
    assert answered.slots["petition_number"] is None


def test_who_is_content_before_the_answer_is_told_why_there_is_no_mark_and_it_is_in_the_file(
    stage: Stage, lodged: lodging.Lodged
) -> None:
    with stage.bureau.office() as office:
        wish = service.Wish(
            "accept",
            lodged.number,
            lodged.query_code,
            False,
            "",
            stage.token,
            title=f"刚收到钱了 满意 {lodged.number} {lodged.query_code}",
        )
        said = service.serve(office, wish).said[0][0]
        added = queries.last_added(office, queries.numbered(office, lodged.number))
        noted = office.vault.open_or_none(added.text_sealed) if added else None
    assert "现在打不了分" in said
    assert "记进案里" in said
    assert noted is not None
    assert "刚收到钱了 满意" in noted
    assert lodged.query_code not in noted


def test_who_is_content_after_taking_it_back_is_told_that_there_is_nothing_to_rate(
    stage: Stage, lodged: lodging.Lodged
) -> None:
    serve(stage, "withdraw", lodged, words="事情解决了")
    with stage.bureau.office() as office:
        wish = service.Wish(
            "accept", lodged.number, lodged.query_code, False, "", stage.token, title="给个满意"
        )
        text, buttons = service.serve(office, wish).said[0]
    assert "打不了分" in text
    assert not buttons
