"""A question of policy beside something told, while a complaint is told."""

from dataclasses import replace

import pytest

from knowledge.answering import Library
from tests.actions.conftest import Reaction, Stage

BOTH = "临时救助跟低保能一起吃吗 我老婆昨天住院了"
FOUND = [("program", "临时救助"), ("program", "低保"), ("relation", "我老婆"), ("date", "昨天")]
STEPS = ["complaint_place", "complaint_time", "complaint_identity", "complaint_phone", "complaint_confirmed"]


@pytest.fixture
def telling(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = replace(stage.tools, library=corpus_library)
    stage.slots |= {"complaint_draft": {"key": "k"}, "complaint_representatives": ""}
    return stage


def hear(
    stage: Stage, slot: str, said: str, intent: str, entities: list[tuple[str, str]], confidence: float = 0.54
) -> Reaction:
    return stage.run(
        "validate_complaint_form",
        said,
        intent,
        confidence=confidence,
        entities=entities,
        loop="complaint_form",
        requested=slot,
    )


@pytest.mark.parametrize("slot", STEPS)
def test_the_question_is_answered_and_the_event_is_no_answer(telling: Stage, slot: str) -> None:
    telling.slots |= {"complaint_narrative": "会计扣低保钱", "complaint_category": "embezzlement"}
    done = hear(telling, slot, BOTH, "report_change", FOUND)
    assert "临时救助" in done.text
    assert "没写进这件投诉" in done.text
    assert done.slots == {slot: None}


def test_an_answer_beside_a_question_is_taken(telling: Stage) -> None:
    telling.slots |= {"complaint_narrative": "会计扣低保钱", "complaint_category": "embezzlement"}
    said = "上个月，临时救助跟低保能一起吃吗"
    done = hear(telling, "complaint_time", said, "ask_program", [("date", "上个月"), ("program", "低保")])
    assert "临时救助" in done.text
    assert done.slots["complaint_time"] == "上个月"
    assert telling.slots["complaint_narrative"] == "会计扣低保钱"


@pytest.mark.parametrize("slot", ["complaint_narrative", *STEPS[:-1]])
def test_a_question_of_savings_is_answered_at_each_step(telling: Stage, slot: str) -> None:
    if slot != "complaint_narrative":
        telling.slots |= {"complaint_narrative": "会计扣低保钱"}
    found = [("program", "低保"), ("asset", "存款")]
    done = hear(telling, slot, "低保对存款有啥规定", "ask_payment_rule", found, 0.4)
    assert "存款" in done.text
    assert done.slots.get(slot) is None
