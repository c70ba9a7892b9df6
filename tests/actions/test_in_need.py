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
    assert done.slots["note_place"] == where
    assert "救助站" in done.text


def test_a_public_place_answers_where(stage: Stage) -> None:
    stage.run("action_begin_note", "有个流浪的老头没人管", "report_person_in_need")
    done = stage.run("validate_note_form", "在火车站广场", requested="note_place", loop="note_form")
    assert done.slots["note_place"] == "火车站广场"
