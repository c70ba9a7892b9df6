"""Persons called, manners, notes, policy, privacy: each reaction by itself."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from casework import outbox
from casework.assistance import tasks
from casework.assistance.models import Task
from casework.conversations import alerts, desk, queries, talks
from casework.conversations.models import Handover
from casework.outbox import Letter
from casework.people.models import Staff
from casework.petitions.models import Petition
from knowledge.answering import Library as Shelf
from knowledge.saying import Answer, Button, Unknown
from store.clock import FixedClock
from tests.actions.conftest import Stage


class TestPersons:
    @pytest.mark.parametrize(
        ("action", "kind", "response"),
        [
            ("action_crisis", "crisis", "utter_crisis"),
            ("action_help_now", "help", "utter_help_now"),
            ("action_collective_action", "collective", "utter_collective_action"),
            ("action_hand_over", "request", "utter_handed_over"),
        ],
    )
    def test_a_person_is_called_at_once_and_staff_alerted(
        self, stage: Stage, action: str, kind: str, response: str
    ) -> None:
        done = stage.run(action, "……", "crisis")
        assert response in done.responses
        with stage.bureau.reading() as office:
            (waiting,) = desk.queue(office)
            assert waiting.handover.kind == kind
            assert waiting.conversation.state == "waiting"
            assert outbox.waiting(office, [alerts.ALERT_CHANNEL]) >= 1

    def test_what_was_understood_goes_along_without_personal_data(self, stage: Stage) -> None:
        stage.run("action_hand_over", "我叫王桂花，转人工", "request_human", entities=[("person", "王桂花")])
        with stage.bureau.reading() as office:
            (waiting,) = desk.queue(office)
        assert waiting.understood["intent"] == "request_human"
        assert waiting.understood["facts"] == ["person"]
        assert "王桂花" not in str(waiting.understood)

    def test_who_waits_is_told_how_many_are_ahead(self, stage: Stage) -> None:
        with stage.bureau.office() as office:
            desk.ask_for_person(office, talks.find_or_begin(office, "web", "first"), "request", "要人工")
        done = stage.run("action_hand_over", "转人工", "request_human")
        assert done.messages[0]["response"] == "utter_handed_over_waiting"
        assert done.messages[0]["ahead"] == "1"

    def test_nobody_on_duty_means_a_call_back(self, stage: Stage) -> None:
        from datetime import timedelta

        from casework.people import duty, staff

        with stage.bureau.office() as office:
            person: Staff = staff.add(office, "op", "赵敏", "QH-MZ-XF", ["operator"], "Sh4-Long-Enough!")
            begin = office.clock.now() + timedelta(days=1)
            duty.enter(office, person, begin, begin + timedelta(hours=8))
        done = stage.run("action_hand_over", "转人工", "request_human")
        assert "utter_nobody_on_duty" in done.responses
        done = stage.run("action_inform", "13800138000，明天上午", "inform", entities=[("date", "明天上午")])
        assert done.messages[0]["phone"] == "138****8000"
        with stage.bureau.reading() as office:
            (waiting,) = desk.queue(office)
            assert waiting.callback_phone == "13800138000"
            assert waiting.handover.callback_when == "明天（11月21日，星期六）上午"


class TestManners:
    def test_first_greeting_says_what_it_can_do_the_second_does_not(self, stage: Stage) -> None:
        assert stage.run("action_greet", "你好", "greet").responses == ["utter_greet"]
        assert stage.run("action_greet", "你好", "greet").responses == ["utter_greet_again"]

    def test_two_meanings_in_words_then_other_words_then_a_person(self, stage: Stage) -> None:
        ranking = [("ask_materials", 0.3), ("ask_procedure", 0.25), ("greet", 0.1)]
        first = stage.run(
            "action_default_ask_affirmation", "低保那个啥东西怎么弄", "nlu_fallback", ranking=ranking
        )
        assert first.buttons == ["问材料", "问怎么办理", "都不是"]
        assert "问要准备什么材料" in first.text
        second = stage.run("action_default_ask_affirmation", "就那个", "nlu_fallback", ranking=ranking)
        assert second.responses == ["utter_rephrase"]
        third = stage.run("action_default_ask_affirmation", "哎呀", "nlu_fallback", ranking=ranking)
        assert third.responses[0] == "utter_unclear_person"
        with stage.bureau.reading() as office:
            assert desk.queue(office)

    def test_what_is_understood_in_between_starts_the_count_anew(self, stage: Stage) -> None:
        stage.slots["times_unclear"] = 2.0
        assert stage.run("action_thank", "谢谢", "thank").slots["times_unclear"] == 0.0

    @pytest.mark.parametrize(
        ("text", "who"),
        [("医保报销比例", "医疗保障局"), ("户口怎么迁", "派出所"), ("残疾证怎么办", "残疾人联合会")],
    )
    def test_the_other_office_is_named(self, stage: Stage, text: str, who: str) -> None:
        assert who in stage.run("action_other_department", text, "other_department").messages[0]["who"]

    @pytest.mark.parametrize(
        ("action", "held"),
        [("action_other_department", "other_department"), ("action_out_of_scope", "out_of_scope")],
    )
    def test_what_is_outside_for_caution_only_is_asked_about(
        self, stage: Stage, action: str, held: str
    ) -> None:
        ranking = [(held, 0.11), ("file_complaint", 0.82), ("urge_petition", 0.01)]
        asked = stage.run(action, "卡里少了两百，咋回事", held, ranking=ranking)
        assert asked.buttons == ["投诉反映", "都不是", "找人工"]
        assert not asked.responses
        sure = stage.run(action, "股票今天涨了吗", held, ranking=[(held, 0.8), ("file_complaint", 0.1)])
        assert sure.responses == [f"utter_{held}"]

    def test_a_number_out_of_the_blue_is_looked_up(self, stage: Stage) -> None:
        done = stage.run("action_inform", "HY26-0000-0011 911851")
        assert done.slots["petition_number"] == "HY26-0000-0011"
        assert done.events[-1]["name"] == "petition_form"

    def test_a_letter_of_complaint_not_recognised_is_taken_down(self, stage: Stage) -> None:
        done = stage.run("action_inform", "我要实名举报青石坳村支书收了我五百块钱", category="bribery")
        assert done.slots["complaint_category"] == "bribery"
        assert done.events[-1]["name"] == "complaint_form"


class TestNotes:
    def test_a_suggestion_is_lodged_once(self, stage: Stage) -> None:
        for _ in range(2):
            stage.run("action_begin_note", "我建议公示的时候不要写身份证号", "make_suggestion")
            done = stage.run("action_submit_note", "…", "inform")
            assert done.messages[0]["response"] == "utter_noted_suggestion"
        with stage.bureau.reading() as office:
            petition = office.db.query(Petition).one()
            assert petition.matter_class == "suggestion"

    def test_somebody_in_need_is_asked_about_and_passed_to_a_person(self, stage: Stage) -> None:
        stage.run("action_begin_note", "我们村有个老汉瘫在床上没人管", "report_person_in_need")
        assert stage.slots["note_place"] is None
        stage.run(
            "validate_note_form",
            "双桥镇龙潭村",
            requested="note_place",
            loop="note_form",
            entities=[("place", "双桥镇"), ("place", "龙潭村")],
        )
        stage.run("validate_note_form", "不留", requested="note_phone", loop="note_form")
        done = stage.run("action_submit_note", "不留")
        assert done.text
        assert stage.slots["note_text"] is None

    @pytest.mark.parametrize(
        ("text", "intent"),
        [("转人工", "request_human"), ("算了", "cancel"), ("低保多少钱？", "ask_standard")],
    )
    def test_can_be_interrupted(self, stage: Stage, text: str, intent: str) -> None:
        assert stage.run(
            "validate_note_form", text, intent, requested="note_place", loop="note_form"
        ).rejected


class Library:
    """A double of the policy library."""

    def __init__(self, found: Any) -> None:
        self.found = found
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def answer(self, question: str, **more: Any) -> Any:
        self.asked.append((question, more))
        return self.found

    def where(self, text: str, known: str | None = None) -> None:
        """No place is named."""

    def get(self, entry_id: str, region: str | None = None, context: Any = None) -> Any:
        return Answer(entry_id, "t", f"答 {entry_id}", context={**(context or {}), "answer": entry_id})


class TestPolicy:
    def ask(self, stage: Stage, found: Any, text: str = "低保多少钱", **more: Any) -> Any:
        library = Library(found)
        object.__setattr__(stage.tools, "library", library)
        return stage.run("action_answer_policy", text, "ask_standard", **more), library

    def test_the_answer_with_its_buttons(self, stage: Stage) -> None:
        known = Answer(
            "a1",
            "标题",
            "每月多少由县里定。",
            next=(Button("要什么材料", "answer", "a2"),),
            context={"program": "dibao"},
        )
        done, _ = self.ask(stage, known)
        assert "每月多少由县里定" in done.text
        assert done.buttons[0] == "要什么材料"
        assert done.buttons[-2:] == ["有用", "没用"]
        assert done.slots["last_answer"] == {"program": "dibao"}

    def test_not_known_is_said_and_a_person_offered(self, stage: Stage) -> None:
        done, _ = self.ask(stage, Unknown("x"))
        assert "不乱答" in done.text
        assert "找人工" in done.buttons
        assert "有用" not in done.buttons

    def test_no_library_is_said_too(self, stage: Stage) -> None:
        assert stage.run("action_answer_policy", "低保多少钱", "ask_standard").responses == [
            "utter_policy_unknown"
        ]

    def test_a_button_gives_the_very_answer(self, stage: Stage) -> None:
        done, library = self.ask(stage, None, "/ask_standard", title="要什么材料", about="a2")
        assert done.text.startswith("答 a2")
        assert library.asked == []

    def test_what_is_asked_next_is_about_what_was_talked_of(self, stage: Stage) -> None:
        real = Shelf.load(county=stage.bureau.county)
        object.__setattr__(stage.tools, "library", real)
        stage.run("action_answer_policy", "残疾补贴怎么申请", "ask_procedure")
        done = stage.run(
            "action_answer_policy", "补贴多少钱一个月", "ask_standard", entities=[("program", "补贴")]
        )
        assert "残疾人生活补贴" in done.text
        assert "低保" not in done.text
        stage.run("action_answer_policy", "/ask_standard", title="怎么办", about="disability-allowance-apply")
        assert stage.slots["last_answer"]["program"] == "disability_allowance"
        stage.run("action_answer_policy", "那低保呢", "ask_procedure")
        done = stage.run("action_answer_policy", "能两个都拿吗", "ask_eligibility")
        assert done.text.startswith(real.corpus.entries["compare-disability-allowance"].short)

    @pytest.mark.parametrize(
        ("action", "said", "intent", "answer"),
        [
            ("action_other_department", "那养老金呢", "other_department", "basic-pension-and-dibao"),
            ("action_out_of_scope", "养猪呢", "out_of_scope", "income-breeding"),
            ("action_deny", "那房租呢", "deny", "income-rent"),
        ],
    )
    def test_what_goes_on_from_an_answer_is_not_turned_away(
        self, stage: Stage, action: str, said: str, intent: str, answer: str
    ) -> None:
        real = Shelf.load(county=stage.bureau.county)
        object.__setattr__(stage.tools, "library", real)
        assert real.corpus.entries[answer].short not in stage.run(action, said, intent).text
        stage.run("action_answer_policy", "打工工资算不算收入", "ask_eligibility")
        assert stage.run(action, said, intent).text.startswith(real.corpus.entries[answer].short)

    @pytest.mark.parametrize(
        ("action", "said"),
        [("action_other_department", "驾照怎么换"), ("action_out_of_scope", "今天天气怎么样")],
    )
    def test_what_does_not_go_on_is_turned_away_as_before(self, stage: Stage, action: str, said: str) -> None:
        object.__setattr__(stage.tools, "library", Shelf.load(county=stage.bureau.county))
        stage.run("action_answer_policy", "打工工资算不算收入", "ask_eligibility")
        done = stage.run(action, said, action.removeprefix("action_"))
        assert done.responses[0].startswith(f"utter_{action.removeprefix('action_')}")

    def test_a_chosen_meaning_asks_with_the_words_before(self, stage: Stage) -> None:
        before = [
            {
                "event": "user",
                "text": "那个钱咋算",
                "parse_data": {"intent": {"name": "nlu_fallback"}, "entities": []},
            }
        ]
        _, library = self.ask(
            stage, Unknown("x"), "/ask_standard", title="问领多少钱", about="said", before=before
        )
        assert library.asked[0][0] == "那个钱咋算"
        assert library.asked[0][1]["intent"] == "ask_standard"


class TestPrivacy:
    def test_what_is_stored(self, stage: Stage) -> None:
        assert "对话" in stage.run("action_privacy", "你们存了我什么", "privacy_request").text

    def test_deletion_is_confirmed_first(self, stage: Stage) -> None:
        with stage.bureau.office() as office:
            conversation = talks.get(office, stage.token)
            talks.keep(office, conversation, "我叫王桂花", update_id="1").state = "done"
        assert "确定吗" in stage.run("action_privacy", "把我的记录删了", "privacy_request").text
        with stage.bureau.reading() as office:
            assert queries.messages(office, conversation.id)
        done = stage.run("action_privacy", "/privacy_request", "privacy_request", title="确定删除")
        assert "utter_privacy_deleted" in done.responses
        with stage.bureau.reading() as office:
            assert not queries.messages(office, conversation.id)

    def test_deleting_in_the_middle_of_a_complaint_ends_it(self, stage: Stage) -> None:
        stage.slots |= {"complaint_narrative": "没发钱", "complaint_draft": {"key": "k"}}
        done = stage.run(
            "action_privacy", "/privacy_request", "privacy_request", title="确定删除", loop="complaint_form"
        )
        assert {"event": "active_loop", "name": None, "timestamp": None} in done.events
        assert done.slots["complaint_narrative"] is None


class TestNoteIsLeft:
    """Whatever a note asks for, danger and manners are not written down as its text."""

    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("我不想活了，想跳河", "crisis"),
            ("转人工", "request_human"),
            ("谢谢你", "thank"),
            ("我们明天去省里上访", "collective_action"),
        ],
    )
    def test_at_its_first_question(self, stage: Stage, said: str, intent: str) -> None:
        done = stage.run("validate_note_form", said, intent, requested="note_text", loop="note_form")
        assert done.rejected
        assert "note_text" not in done.slots

    def test_not_by_who_leaves_no_telephone(self, stage: Stage) -> None:
        done = stage.run(
            "validate_note_form", "我不想留电话", "privacy_request", requested="note_phone", loop="note_form"
        )
        assert done.slots == {"note_phone": ""}

    @pytest.mark.parametrize("said", ["把我的信息全删了", "我不知道你在说什么"])
    def test_what_names_no_place_is_no_place(self, stage: Stage, said: str) -> None:
        done = stage.run(
            "validate_note_form", said, "privacy_request", requested="note_place", loop="note_form"
        )
        assert not done.slots.get("note_place")


def test_thanks_are_no_supplement(stage: Stage) -> None:
    stage.slots |= {"petition_purpose": "supplement"}
    done = stage.run(
        "validate_petition_form", "谢谢你", "thank", requested="petition_words", loop="petition_form"
    )
    assert done.rejected


class TestCalledLately:
    """Who cried for help is reminded that somebody comes, for as long as that is news."""

    def test_a_farewell_after_a_crisis(self, stage: Stage) -> None:
        stage.run("action_crisis", "我不想活了", "crisis")
        assert stage.tools.local.crisis_line in stage.run("action_goodbye", "再见", "goodbye").text

    def test_a_question_not_understood_after_a_call_for_help(self, stage: Stage) -> None:
        stage.run("action_help_now", "家里房子烧了，没地方住", "request_help")
        done = stage.run("action_default_ask_affirmation", "什么时候来人", "nlu_fallback")
        assert "几点能到我说不准" in done.text
        assert stage.tools.local.hotline in done.text

    def test_what_is_none_of_our_business_otherwise(self, stage: Stage) -> None:
        stage.run("action_crisis", "奶奶躺在床上发烧，没人管", "crisis")
        done = stage.run("action_out_of_scope", "我怕奶奶死掉", "out_of_scope")
        assert "转过去" in done.text

    def test_no_form_is_begun_that_was_not_asked_for(self, stage: Stage) -> None:
        stage.run("action_help_now", "奶奶病了没钱买药", "request_help")
        done = stage.run("action_begin_complaint", "爸爸妈妈在广东，电话打不通", "file_complaint")
        assert done.text
        assert not done.buttons
        assert [event["name"] for event in done.events if event["event"] == "followup"] == ["action_listen"]

    @pytest.mark.parametrize("how", [{"title": "投诉反映这件事", "about": "said"}, {}])
    def test_but_one_that_was_is(self, stage: Stage, how: dict[str, str]) -> None:
        stage.run("action_help_now", "奶奶病了没钱买药", "request_help")
        done = stage.run("action_begin_complaint", "我要投诉村里不给奶奶报低保", "file_complaint", **how)
        assert "complaint_draft" in done.slots

    def test_more_of_the_same_need_is_not_answered_with_the_whole_advice_again(self, stage: Stage) -> None:
        stage.run("action_help_now", "房子烧了，没地方住", "request_help")
        again = stage.run("action_help_now", "孩子还没吃上饭", "request_help")
        assert "utter_help_now" not in again.responses
        assert "先救助、后补手续" in again.text
        with stage.bureau.reading() as office:
            assert office.db.query(Task).count() == 1

    def test_not_for_ever(self, stage: Stage, clock: FixedClock) -> None:
        stage.run("action_help_now", "家里房子烧了，没地方住", "request_help")
        clock.move(hours=3)
        assert stage.run("action_goodbye", "再见", "goodbye").responses == ["utter_goodbye"]


@pytest.mark.parametrize("said", ["不删了", "先别删", "我不要删了"])
def test_who_does_not_want_it_deleted_is_not_asked_again(stage: Stage, said: str) -> None:
    assert "不删" in stage.run("action_privacy", said, "privacy_request").text
    assert "确定吗" not in stage.run("action_privacy", said, "privacy_request").text


def test_what_is_told_after_a_call_for_help_belongs_to_it(stage: Stage) -> None:
    stage.run("action_help_now", "房子塌了 没地方住", "request_help")
    parts = [("place", "枣林乡"), ("place", "红土崖村"), ("phone", "13512345678")]
    stage.run("action_inform", "枣林乡红土崖村 我电话13512345678", entities=parts)
    stage.run("action_help_now", "两个娃冻得发抖", "request_help")
    with stage.bureau.reading() as office:
        task = office.db.scalars(select(Task)).one()
        assert tasks.told(office, task).splitlines()[0] == "房子塌了 没地方住"
        assert "冻得发抖" in tasks.told(office, task)
        assert office.vault.open(task.phone_sealed or b"") == "13512345678"
        assert task.place_unit is not None
        assert [event.move for event in tasks.history(office, task)] == ["reported", "told_more", "told_more"]


def test_a_wish_to_correct_is_handed_on(stage: Stage) -> None:
    stage.run("action_privacy", "我的名字写错了，是王秀莲", "privacy_request")
    with stage.bureau.reading() as office:
        assert office.db.scalars(select(Handover)).one().kind == "record"


def test_words_that_hint_at_danger_are_seen_by_staff_once_and_the_talk_goes_on(stage: Stage) -> None:
    hint = {"name": "crisis", "confidence": 0.2, "words": [], "override": False}
    for _ in range(2):
        stage.run("action_thank", "以后你们也不用再接我的电话了", "thank", safety=hint)
    with stage.bureau.reading() as office:
        (alert,) = office.db.scalars(select(Letter).where(Letter.channel == "alert"))
        assert "请看一眼" in office.vault.open(alert.text_sealed)
        assert office.db.scalars(select(Handover)).first() is None


@pytest.mark.parametrize(
    ("form", "slot", "said"),
    [
        ("complaint_form", "complaint_phone", "以后你们也不用再接我的电话了"),
        ("complaint_form", "complaint_time", "等我不在了你们再慢慢查吧"),
        ("note_form", "note_phone", "留不留都一样，往后也用不着了"),
    ],
)
def test_so_are_those_said_while_something_is_asked_for(
    stage: Stage, form: str, slot: str, said: str
) -> None:
    stage.slots |= {
        "complaint_draft": {"key": "k"},
        "complaint_narrative": "低保被停了",
        "note_text": "没人管",
    }
    hint = {"name": "crisis", "confidence": 0.2, "words": [], "override": False}
    stage.run(f"validate_{form}", said, "inform", loop=form, requested=slot, safety=hint)
    with stage.bureau.reading() as office:
        (alert,) = office.db.scalars(select(Letter).where(Letter.channel == "alert"))
        assert "请看一眼" in office.vault.open(alert.text_sealed)


class TestAbuse:
    def test_a_question_in_it_is_answered(self, stage: Stage, corpus_library: Shelf) -> None:
        stage.tools = replace(stage.tools, library=corpus_library)
        said = "低保要什么条件啊 废物"
        done = stage.run("action_abuse", said, "abuse", entities=[("program", "低保")])
        assert "先答您" in done.text
        assert "依据" in done.text

    @pytest.mark.parametrize("said", ["废物", "你们这群骗低保的饭桶"])
    def test_nothing_but_abuse_is_answered_calmly(
        self, stage: Stage, corpus_library: Shelf, said: str
    ) -> None:
        stage.tools = replace(stage.tools, library=corpus_library)
        done = stage.run(
            "action_abuse", said, "abuse", entities=[("program", "低保")] if "低保" in said else []
        )
        assert done.responses == ["utter_abuse"]


def test_what_no_rule_knows_is_answered_once(stage: Stage) -> None:
    """Rasa runs the fallback again behind itself, and ten times in all: it ends the turn."""
    title = "action_default_fallback"
    said = stage.run(title, "人不在了钱还在发", "file_complaint")
    again = stage.run(
        title, "人不在了钱还在发", "file_complaint", after=[{"event": "action", "name": title}, *said.events]
    )
    assert said.messages
    assert (again.messages, again.followup) == ([], "action_listen")
