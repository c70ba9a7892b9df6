"""Somebody in need or dead is told of, and what is asked meanwhile; a wrong door; what is kept is to be deleted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from actions import deleting, in_need, manners
from knowledge.answering import Library
from tests.actions.conftest import Reaction, Stage

LEAD = {"note_kind": "lead", "note_text": "邻居老两口没人管", "note_place": "柳溪镇青石坳村"}
DEATH = {"note_kind": "change", "note_text": "我爸上个月去世了 他是吃低保的"}


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


def hear(stage: Stage, slot: str, said: str, intent: str) -> Reaction:
    return stage.run("validate_note_form", said, intent, loop="note_form", requested=slot)


class TestSomebodyInNeed:
    @pytest.mark.parametrize("said", ["姓马", "他叫马有福", "那家姓陈"])
    def test_what_they_are_called_is_no_refusal_of_a_telephone(self, stage: Stage, said: str) -> None:
        stage.slots |= LEAD
        done = hear(stage, "note_phone", said, "inform")
        assert done.slots["note_text"].endswith(said)
        assert done.slots["note_phone"] is None

    @pytest.mark.parametrize(
        "said", ["你们会去看吗", "什么时候来人", "真的会有人来看看吗", "到底会派人去看不", "哪天能上门看看"]
    )
    def test_by_when_they_are_visited_is_told_again(self, stage: Stage, said: str) -> None:
        stage.slots |= {**LEAD, "note_phone": ""}
        promised = stage.run("action_submit_note", "不留").text
        assert stage.run("action_privacy", said, "privacy_request").text == promised

    @pytest.mark.parametrize("said", ["你们会查我的存款吗", "我什么时候来拿", "低保能看病吗"])
    def test_other_questions_are_none_of_that(self, said: str) -> None:
        assert not in_need.WHETHER_THEY_COME.search(said)

    def test_no_telephone_is_wanted_is_no_question_what_is_kept(self, stage: Stage) -> None:
        done = stage.run("action_privacy", "我不想留电话", "privacy_request")
        assert "不留" in done.text
        assert "对话 " not in done.text

    def test_aid_for_ones_own_is_a_question(self, knowing: Stage) -> None:
        done = knowing.run(
            "action_begin_note",
            "我屋头老汉瘫在床上 有没得护理钱",
            "report_person_in_need",
            entities=[("relation", "老汉")],
        )
        assert "note_kind" not in done.slots
        assert "找人工" in done.buttons

    def test_ones_own_left_alone_are_seen_to(self, stage: Stage) -> None:
        done = stage.run(
            "action_begin_note",
            "我叔瘫在床上没人管",
            "report_person_in_need",
            entities=[("relation", "我叔")],
        )
        assert done.slots["note_kind"] == "lead"


class TestADeathReported:
    @pytest.mark.parametrize(
        ("said", "intent", "told"),
        [
            ("要去哪里报", "ask_procedure", "死亡证明"),
            ("钱会不会还发", "ask_payment_rule", "去世"),
            ("多发的要退吗", "ask_review_rule", "退"),
            ("那这个月的钱咋办", "ask_payment_rule", "去世以后"),
            ("在哪儿报", "ask_procedure", "死亡证明"),
        ],
    )
    def test_what_is_asked_meanwhile_is_answered_for_the_dead(
        self, knowing: Stage, said: str, intent: str, told: str
    ) -> None:
        knowing.slots |= DEATH
        done = hear(knowing, "note_place", said, intent)
        assert told in done.text
        assert "没有把握" not in done.text
        assert done.slots["note_place"] is None

    @pytest.mark.parametrize(("said", "intent"), [("好", "affirm"), ("谢谢你", "thank")])
    def test_who_has_nothing_more_to_say_is_not_asked_on(self, stage: Stage, said: str, intent: str) -> None:
        stage.slots |= DEATH
        done = hear(stage, "note_place", said, intent)
        assert done.slots["note_place"] == ""
        assert done.slots["note_phone"] == ""

    @pytest.mark.parametrize("kind", [LEAD, {**DEATH, "note_place": "柳溪镇"}])
    def test_thanks_leave_no_telephone(self, stage: Stage, kind: dict[str, str]) -> None:
        stage.slots |= kind
        done = hear(stage, "note_phone", "谢谢你", "thank")
        assert done.slots == {"note_phone": ""}

    def test_a_yes_to_the_telephone_still_wants_one(self, stage: Stage) -> None:
        stage.slots |= LEAD
        assert hear(stage, "note_phone", "我婶的号也行吗，13812340000", "inform").slots["note_phone"]

    def test_a_village_that_is_not_known_is_not_asked_again(self, knowing: Stage) -> None:
        knowing.slots |= DEATH
        assert hear(knowing, "note_place", "不知道哪个村归哪", "inform").slots["note_place"] == ""


class TestTheWrongDoor:
    @pytest.mark.parametrize(
        "said", ["哦 那打错了 不好意思", "哎呀打错了", "找错地方了", "打错电话了，对不起啊"]
    )
    @pytest.mark.parametrize("action", ["action_deny", "action_default_ask_affirmation"])
    def test_it_is_a_farewell(self, stage: Stage, action: str, said: str) -> None:
        assert stage.run(action, said, "deny").responses == ["utter_goodbye"]

    @pytest.mark.parametrize("said", ["他们把账打错了", "钱打错了卡", "打错人了还不认"])
    def test_what_somebody_else_got_wrong_is_none(self, said: str) -> None:
        assert not manners.WRONG_DOOR.match(said)


def test_a_no_after_something_was_lodged_takes_nothing_back(stage: Stage) -> None:
    stage.slots |= {
        "note_kind": "suggestion",
        "note_text": "窗口放几把椅子",
        "note_place": "",
        "note_phone": "",
    }
    stage.run("action_submit_note", "窗口放几把椅子", "make_suggestion")
    done = stage.run("action_deny", "不用留名", "deny")
    assert "没写您的名字" in done.text
    assert "照样办" in done.text
    assert "先不办" not in done.text


class TestDeleting:
    WISH = "把我的电话删了"

    def after(self, stage: Stage, action: str, said: str, intent: str, more: Sequence[str] = ()) -> Reaction:
        events = []
        for text, reaction in [(self.WISH, "action_privacy"), *((one, "action_inform") for one in more)]:
            events += [
                {
                    "event": "user",
                    "text": text,
                    "parse_data": {"intent": {"name": "inform", "confidence": 0.9}},
                },
                {"event": "action", "name": reaction},
            ]
        return stage.run(action, said, intent, before=events)

    def test_a_number_is_not_needed_for_it(self, stage: Stage) -> None:
        done = self.after(stage, "action_inform", "13812340000", "inform")
        assert done.buttons == [title for title, _ in deleting.DELETES]

    @pytest.mark.parametrize("more", [(), ("13812340000",)])
    def test_a_yes_to_the_question_deletes(self, stage: Stage, more: Sequence[str]) -> None:
        done = self.after(stage, "action_affirm", "好", "affirm", more)
        assert "utter_privacy_deleted" in done.responses

    def test_a_yes_to_anything_else_deletes_nothing(self, stage: Stage) -> None:
        done = stage.run("action_affirm", "好", "affirm")
        assert "utter_privacy_deleted" not in done.responses


@pytest.mark.parametrize("said", ["我的电话会给别人看吗", "我的名字会告诉村里吗", "谁能看到我的电话"])
def test_who_sees_a_telephone_is_told(stage: Stage, said: str) -> None:
    done = stage.run("action_privacy", said, "privacy_request")
    assert "只给登记和办您这件事的工作人员看" in done.text


@pytest.mark.parametrize(
    ("said", "name", "heard"),
    [
        ("我要举报邻居王建国，他有三套房还吃低保", "王建国", [("relation", "邻居")]),
        ("举报户主王建国有车有房吃低保", "王建国", []),
        ("我哥李强冒领我妈的低保", "李强", [("relation", "我哥"), ("relation", "我妈")]),
    ],
)
def test_a_neighbour_or_relative_who_did_it_is_complained_of(
    stage: Stage, said: str, name: str, heard: list[tuple[str, str]]
) -> None:
    people = [*heard, ("person", name)]
    done = stage.run(
        "action_begin_complaint", said, "file_complaint", entities=people, category="wrongly_covered"
    )
    assert name in done.slots["complaint_accused"]
    assert done.slots["complaint_draft"].get("relation") in (None, "我妈")
