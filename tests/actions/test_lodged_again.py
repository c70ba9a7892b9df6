"""The matter that one has lodged already, told once more, is not offered as another one."""

from typing import Any

import pytest

from casework.conversations import talks
from casework.people.actors import Actor
from casework.petitions import lodging
from tests.actions.conftest import Reaction, Stage
from tests.actions.test_unpaid import began
from tests.casework.conftest import settle

SAID = "青石坳村会计扣了我的低保钱"
PARTS = [("place", "青石坳村"), ("role", "会计"), ("program", "低保")]


def tell(stage: Stage, said: str = SAID, category: str = "embezzlement", **more: Any) -> Reaction:
    parts = more.pop("entities", PARTS)
    heard = {"entities": parts, "normalised": {"低保": "dibao"}} | more
    return stage.run("action_begin_complaint", said, "file_complaint", category=category, **heard)


def lodge(stage: Stage, **what: Any) -> str:
    """Lodge it from the very address of the talk; its number."""
    with stage.bureau.office() as office:
        settle(office)
        conversation = talks.get(office, stage.token)
        plain: dict[str, Any] = {
            "category": "embezzlement",
            "narrative": "柳溪镇青石坳村会计扣了我10月的低保钱",
            "program": "dibao",
            "place_unit_code": "QH-102-01",
            "accused": [lodging.Accused(role="会计", said="会计")],
            "identity": "anonymous",
            "channel": conversation.channel,
            "contact": (conversation.channel, talks.address(office, conversation)),
            "idempotency_key": "before",
        }
        return lodging.lodge(
            office,
            lodging.NewPetition(**plain | what),
            Actor.resident(conversation.resident_id, conversation.channel),
        ).number


def test_it_is_said_where_it_stands(stage: Stage) -> None:
    number = lodge(stage)
    stage.slots["proven_petitions"] = [number]
    told = tell(stage)
    assert not began(told)
    assert "这件您已经登记过了" in told.text
    assert f"编号 {number}" in told.text
    assert "最迟" in told.text
    assert told.buttons == ["催一下", "补充情况", "不是一件事，另外投诉"]


def test_who_has_not_shown_the_code_hears_its_number_alone(stage: Stage) -> None:
    number = lodge(stage)
    told = tell(stage)
    assert number in told.text
    assert "最迟" not in told.text
    payloads = [button["payload"] for message in told.messages for button in message["buttons"]]
    assert payloads[:3] == ["/check_petition", "/urge_petition", "/supplement_petition"]


@pytest.mark.parametrize(
    ("said", "category", "parts"),
    [
        ("青石坳村会计扣了我的卡", "card_withheld", PARTS[:2]),
        ("张家庄会计扣了我的低保钱", "embezzlement", [("place", "张家庄"), *PARTS[1:]]),
        ("青石坳村支书扣了我的低保钱", "embezzlement", [PARTS[0], ("role", "村支书"), PARTS[2]]),
        ("青石坳村会计扣了我8月的低保钱", "embezzlement", PARTS),
        ("还有一件事，青石坳村会计扣了我的低保钱", "embezzlement", PARTS),
    ],
    ids=["another kind", "another village", "another person", "another month", "said to be another"],
)
def test_another_matter_begins(stage: Stage, said: str, category: str, parts: list[tuple[str, str]]) -> None:
    stage.slots["proven_petitions"] = [lodge(stage)]
    assert began(tell(stage, said, category, entities=parts))


def test_the_button_lodges_another_all_the_same(stage: Stage) -> None:
    stage.slots["proven_petitions"] = [lodge(stage)]
    heard = {"text": SAID, "intent": {"name": "file_complaint"}, "category": {"name": "embezzlement"}}
    pressed = stage.run(
        "action_begin_complaint",
        "/file_complaint",
        "file_complaint",
        title="不是一件事，另外投诉",
        about="said",
        before=[{"event": "user", "text": SAID, "parse_data": heard}],
    )
    assert began(pressed)
    assert stage.slots["complaint_narrative"] == SAID


def test_money_that_has_not_come_is_not_offered_anew(stage: Stage) -> None:
    what = {
        "category": "payment_missing",
        "narrative": "我的低保没到",
        "accused": [],
        "place_unit_code": None,
    }
    number = lodge(stage, **what)
    stage.slots["proven_petitions"] = [number]
    told = tell(stage, "低保钱没到", "payment_missing", entities=[("program", "低保")])
    assert number in told.text
    assert "替我登记催办" not in told.buttons
