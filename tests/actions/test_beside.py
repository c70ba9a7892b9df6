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


@pytest.mark.parametrize(
    ("slot", "said", "entities", "kept", "filled"),
    [
        (
            "complaint_time",
            "去年八月开始的，低保停了能再申请吗，支书还打了我两巴掌",
            [("date", "去年八月"), ("program", "低保"), ("role", "支书")],
            ["去年八月开始的", "支书还打了我两巴掌"],
            {"complaint_time": "去年八月"},
        ),
        (
            "complaint_place",
            "会计当着大伙的面骂我老婆是懒汉，低保停了能再申请吗",
            [("role", "会计"), ("relation", "我老婆"), ("program", "低保")],
            ["骂我老婆是懒汉"],
            {"complaint_place": None},
        ),
        (
            "complaint_phone",
            "低保对存款有啥规定，他们还把我的存折收走锁在村部里了",
            [("program", "低保"), ("asset", "存款")],
            ["把我的存折收走"],
            {"complaint_phone": None},
        ),
    ],
)
def test_what_is_told_before_and_behind_a_question_is_kept(
    telling: Stage,
    slot: str,
    said: str,
    entities: list[tuple[str, str]],
    kept: list[str],
    filled: dict[str, str | None],
) -> None:
    telling.slots |= {"complaint_narrative": "低保被停了", "complaint_category": "wrongly_stopped"}
    done = hear(telling, slot, said, "ask_eligibility", entities)
    assert not done.rejected
    account = done.slots["complaint_narrative"]
    assert account.startswith("低保被停了")
    assert all(one in account for one in kept)
    assert filled.items() <= done.slots.items()


@pytest.mark.parametrize(
    ("slot", "said", "intent"),
    [
        ("complaint_time", "家里断粮三天了，临时救助怎么申请", "request_help"),
        ("complaint_narrative", "低保停了我不想活了，还能再申请吗", "crisis"),
        ("complaint_phone", "房子昨晚塌了，临时救助跟低保能一起吃吗", "request_help"),
        ("complaint_narrative", "他拿刀追我，低保停了能再申请吗", "crisis"),
    ],
)
def test_danger_and_need_are_never_answered_as_a_question(
    telling: Stage, slot: str, said: str, intent: str
) -> None:
    done = hear(telling, slot, said, intent, [("program", "低保")], 0.9)
    assert done.rejected
    assert not done.messages
