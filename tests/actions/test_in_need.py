"""Somebody in need told of while a complaint is being told: passed on at once, and the complaint goes on."""

import pytest

from casework.assistance.models import Task
from casework.conversations import queries, talks
from tests.actions.conftest import Reaction, Stage

OLD_MAN = "我们村还有个孤老头，腿烂了没人管"
PLACE = "柳溪镇青石坳村"
TOLD = {
    "complaint_category": "not_public",
    "complaint_narrative": "低保名单从来没有公示过",
    "complaint_place": PLACE,
    "complaint_draft": {"key": "k"},
}


def told(stage: Stage, said: str, *places: str) -> Reaction:
    return stage.run(
        "validate_complaint_form",
        said,
        "report_person_in_need",
        entities=[("place", one) for one in places],
        loop="complaint_form",
        requested="complaint_identity",
    )


def tasks(stage: Stage) -> list[Task]:
    with stage.bureau.reading() as office:
        return office.db.query(Task).all()


@pytest.mark.parametrize(
    ("said", "places", "where"),
    [
        (OLD_MAN, [], "青石坳村"),
        ("顺便说一下，白石镇高坎村有个娃娃爹妈都不在，没人管", ["白石镇", "高坎村"], "高坎村"),
    ],
)
def test_who_can_be_found_is_visited_whatever_becomes_of_the_complaint(
    stage: Stage, said: str, places: list[str], where: str
) -> None:
    stage.slots |= TOLD
    done = told(stage, said, *places)
    assert "上门看望" in done.text
    assert done.slots == {"complaint_identity": None}
    (task,) = tasks(stage)
    assert task.kind == "lead"
    assert where in task.place_text
    assert "next" not in stage.slots["complaint_draft"]
    assert stage.slots["complaint_narrative"] == TOLD["complaint_narrative"]


def test_told_twice_is_entered_once(stage: Stage) -> None:
    stage.slots |= TOLD
    told(stage, OLD_MAN)
    told(stage, OLD_MAN)
    assert len(tasks(stage)) == 1


def test_where_nobody_knows_where_it_is_asked_afterwards(stage: Stage) -> None:
    stage.slots |= {**TOLD, "complaint_place": ""}
    assert told(stage, OLD_MAN).responses == ["utter_next_noted"]
    assert tasks(stage) == []
    assert stage.slots["complaint_draft"]["next"] == [{"said": OLD_MAN}]


@pytest.mark.parametrize("place", [PLACE, ""])
def test_who_is_beaten_is_seen_by_a_person_at_once(stage: Stage, place: str) -> None:
    stage.slots |= {**TOLD, "complaint_place": place}
    assert "110" in told(stage, "隔壁还有个娃娃天天挨后爹打，身上都是伤").text
    with stage.bureau.reading() as office:
        called = queries.open_handover(office, talks.get(office, stage.token).id)
        assert called is not None
        assert called.kind == "help"


def test_more_of_somebody_passed_on_is_no_change_of_a_household(stage: Stage) -> None:
    stage.slots |= {
        "note_kind": "lead",
        "note_text": "邻居老两口没人管",
        "note_place": "柳溪镇",
        "note_phone": "",
    }
    stage.run("action_submit_note", "不留")
    done = stage.run("action_begin_note", "都八十多了 儿子不在了", "report_change")
    assert "转给去看望的同志" in done.text
    assert "note_kind" not in done.slots
    own = stage.run("action_begin_note", "我爸上个月去世了", "report_change", entities=[("relation", "我爸")])
    assert own.slots["note_kind"] == "change"


def test_what_is_told_on_while_the_telephone_is_asked_for_stays_with_the_lead(stage: Stage) -> None:
    stage.slots |= {"note_kind": "lead", "note_text": "邻居老两口没人管", "note_place": "柳溪镇"}
    done = stage.run(
        "validate_note_form",
        "都八十多了 儿子不在了",
        "report_change",
        loop="note_form",
        requested="note_phone",
    )
    assert not done.rejected
    assert "儿子不在了" in done.slots["note_text"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("路边有个流浪的老头 就在县城汽车站那块 睡了好几天了", "县城汽车站"),
        ("有人睡在桥洞里 穿得单薄", "桥洞里"),
        ("人民医院门口有个要饭的", None),
    ],
)
def test_a_public_place_is_not_asked_for_again(stage: Stage, said: str, where: str | None) -> None:
    done = stage.run("action_begin_note", said, "report_person_in_need")
    assert (where or "") in done.slots["urgent"]["told"]["where"]
    assert "救助站" in done.text
    assert "最迟" not in done.text


def test_a_public_place_answers_where(stage: Stage) -> None:
    stage.run("action_begin_note", "有个聋哑老头没人管", "report_person_in_need")
    done = stage.run("validate_note_form", "在火车站广场", requested="note_place", loop="note_form")
    assert done.slots["note_place"] == "火车站广场"


class TestWhoIsToldOfAfterSomethingElse:
    LEAD = "report_person_in_need"

    @pytest.fixture
    def passed_on(self, stage: Stage) -> Stage:
        stage.slots |= {
            "note_kind": "lead",
            "note_text": "邻居老头瘫在床上没人管",
            "note_place": "柳溪镇",
            "note_phone": "",
        }
        stage.run("action_submit_note", "不留")
        return stage

    @pytest.mark.parametrize("said", ["有个老人好几天没吃饭没人管", "村头老人没饭吃", "快去救救"])
    def test_what_was_passed_on_for_something_else_is_no_lead(self, stage: Stage, said: str) -> None:
        stage.run("action_privacy", "我的名字写错了，是王秀莲", "privacy_request")
        done = stage.run("action_begin_note", said, self.LEAD)
        assert "转给去看望" not in done.text
        assert done.slots["note_kind"] == "lead"

    def test_nor_is_a_change_reported(self, stage: Stage) -> None:
        stage.slots |= {
            "note_kind": "change",
            "note_text": "我儿子上班了",
            "note_place": "柳溪镇",
            "note_phone": "",
        }
        stage.run("action_submit_note", "不留")
        done = stage.run("action_begin_note", "一个娃娃没人管，饿得直哭", self.LEAD)
        assert done.slots["note_text"] == "一个娃娃没人管，饿得直哭"

    @pytest.mark.parametrize("said", ["他儿子天天打他，浑身是伤", "被关在猪圈旁边的屋里"])
    def test_danger_told_of_a_lead_is_seen_at_once_and_stays_with_it(
        self, passed_on: Stage, said: str
    ) -> None:
        done = passed_on.run("action_begin_note", said, self.LEAD)
        assert "110" in done.text
        with passed_on.bureau.reading() as office:
            called = queries.open_handover(office, talks.get(office, passed_on.token).id)
            assert called is not None
            assert called.kind == "help"
            (task,) = office.db.query(Task).all()
            assert said in office.vault.open(task.told_sealed)

    @pytest.mark.parametrize(
        ("slot", "said"), [("note_text", "隔壁娃娃天天挨打"), ("note_phone", "他媳妇还老是揍他，脸上全是伤")]
    )
    def test_so_is_danger_told_while_the_lead_is_taken_down(self, stage: Stage, slot: str, said: str) -> None:
        known = {"note_text": "邻居老头没人管", "note_place": "柳溪镇"} if slot == "note_phone" else {}
        stage.slots |= {"note_kind": "lead", **known}
        done = stage.run("validate_note_form", said, self.LEAD, loop="note_form", requested=slot)
        assert "110" in done.text
        assert said in done.slots["note_text"]

    def test_another_in_need_is_another_lead(self, passed_on: Stage) -> None:
        done = passed_on.run("action_begin_note", "村西头有个寡妇带着三个娃没人管", self.LEAD)
        assert done.slots["note_kind"] == "lead"

    @pytest.mark.parametrize("said", ["村头老人没饭吃呢", "要是没人管那老头就饿死了"])
    def test_who_is_in_need_is_no_case_only_thought_of(self, stage: Stage, said: str) -> None:
        stage.slots["last_answer"] = {"answer": "appeal-deadlines", "program": None, "spoken": []}
        done = stage.run("action_begin_note", said, self.LEAD)
        assert done.slots["note_text"] == said
