"""督办 through the desk."""

from collections.abc import Callable

from tests.console.conftest import Browser


def test_a_unit_is_put_under_supervision_and_answers(as_: Callable[..., Browser]) -> None:
    leader, head = as_("supervisor"), as_("unit_head")
    asked = {
        "kind": "supervision",
        "unit": "QH-102-MZ",
        "subject": "超期件多",
        "demand": "逐件说明",
        "due_on": "2026-11-27",
    }
    assert leader.post("/supervision/matters", asked).status_code == 303
    assert "超期件多" in head.get("/supervision/matters").text
    assert head.post("/supervision/matters", asked).status_code == 403
    assert head.post("/supervision/matters/1/answer", {"text": "已办"}).status_code == 303
    assert leader.post("/supervision/matters/1/close", {"text": "好"}).status_code == 303
    assert "已办" in leader.get("/supervision/matters?closed=true").text


def test_a_petition_is_put_under_supervision(as_: Callable[..., Browser], lodge: Callable[..., str]) -> None:
    number, leader = lodge(), as_("supervisor")
    asked = {"number": number, "level": "3", "why": "限期办结"}
    assert leader.post("/supervision/matters/petition", asked).status_code == 303
    assert number in leader.get("/supervision/matters").text
    assert leader.post("/supervision/matters/petition", asked | {"level": "1"}).status_code == 409
    assert leader.post("/supervision/matters/petition", asked | {"due_on": "x"}).status_code == 409
