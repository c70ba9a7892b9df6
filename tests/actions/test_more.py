"""Facts said behind a matter already lodged, and a child who speaks for themselves."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.call_back import when_to_call
from actions.turn import Turn
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.models import Event
from knowledge.answering import Library
from tests.actions.conftest import Stage
from understanding import Parsed


@pytest.fixture
def number(stage: Stage) -> str:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(category="delayed", narrative="低保申请到现在没信", identity="anonymous", contact=("web", "resident-1"), channel="web", idempotency_key="k")  # fmt: skip
        lodged = lodging.lodge(office, new, Actor.resident(None, "web"))
    stage.slots |= {"proven_petitions": [lodged.number], "last_told": lodged.number}
    return lodged.number


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("四月二十几号", [("date", "四月二十")]),
        ("上周二", [("date", "上周二")]),
    ],
)
def test_a_bare_fact_is_added_to_the_matter_just_lodged(
    stage: Stage, number: str, said: str, entities: list[tuple[str, str]]
) -> None:
    done = stage.run("action_inform", said, "inform", entities=entities)
    assert number in done.text
    with stage.bureau.reading() as office:
        assert "add_more" in office.db.scalars(select(Event.move)).all()


@pytest.mark.parametrize("words", ["{number} 606047", "编号{number}查询码606047", "{number}，606047 查一下"])
@pytest.mark.parametrize("intent", ["inform", "supplement_petition"])
def test_its_number_and_code_are_nothing_to_be_added(
    stage: Stage, number: str, words: str, intent: str
) -> None:
    said = words.format(number=number)
    stage.run("action_inform", said, intent, entities=[("petition_no", number)])
    with stage.bureau.reading() as office:
        assert "add_more" not in office.db.scalars(select(Event.move)).all()


def test_without_one_it_is_asked_what_it_is_for(stage: Stage) -> None:
    done = stage.run("action_inform", "上周二", "inform", entities=[("date", "上周二")])
    assert "问政策" in done.buttons


def test_a_child_whose_parents_died_is_visited_and_no_death_reported(stage: Stage) -> None:
    told = [{"event": "user", "text": "叔叔阿姨好 我今年十二岁", "parse_data": {}}]
    done = stage.run("action_begin_note", "我爸爸妈妈都不在了 跟爷爷住", "report_change", before=told)
    assert stage.slots["note_kind"] == "lead"
    assert "12 岁" in stage.slots["note_text"]
    assert "儿童主任" in done.text
    assert "救助怎么停" not in done.text
    stage.run("validate_note_form", "学校说有孤儿的钱 爷爷没领到", "nlu_fallback", loop="note_form", requested="note_place")  # fmt: skip
    assert not stage.slots["note_place"]
    assert "爷爷没领到" in stage.slots["note_text"]


def test_a_grown_up_who_tells_of_a_death_is_condoled_with(stage: Stage) -> None:
    done = stage.run("action_begin_note", "我爸上个月去世了，他吃低保", "report_change")
    assert stage.slots["note_kind"] == "change"
    assert "节哀" in done.text


@pytest.mark.parametrize(
    ("said", "intent", "told"),
    [
        ("你好，我是柳溪镇民政助理，请问低保边缘家庭认定收入标准是多少", "ask_standard", "边缘线"),
        ("刚性支出扣减的话哪些算", "ask_eligibility", "合规医疗费"),
        ("公示几天来着 7天还是5天", "ask_publicity", "公示7天"),
    ],
)
def test_who_asks_for_a_rule_at_work_is_answered_with_it(
    stage: Stage, corpus_library: Library, said: str, intent: str, told: str
) -> None:
    stage.tools = replace(stage.tools, library=corpus_library)
    done = stage.run("action_answer_policy", said, intent)
    assert told in done.text
    assert "依据" in done.text


@pytest.mark.parametrize(("said", "when"), [("好的", ""), ("下午三点以后", "下午三点以后")])
def test_no_time_is_heard_where_none_is_said(said: str, when: str) -> None:
    assert when_to_call(Turn(said, Parsed(said, "inform", 0.9), "t")) == when
