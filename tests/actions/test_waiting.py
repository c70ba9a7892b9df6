"""What was being told is gone back to after another matter, and put down with everything else that is put down."""

from typing import Any

import pytest

from tests.actions.conftest import Reaction, Stage

TOLD = {
    "complaint_form": {"complaint_draft": {"key": "draft-1"}, "complaint_narrative": "低保三个月没发"},
    "note_form": {"note_kind": "lead", "note_text": "村东头有个老汉没人管"},
    "estimate_form": {"estimate_talk": {"facts": {}, "passed": [], "again": None, "tries": 0}},
}
OTHERS = {
    "action_serve_petition": "petition_form",
    "action_look_up_record": "record_form",
    "action_submit_note": "note_form",
    "action_tell_estimate": "estimate_form",
}


def followed(done: Reaction) -> list[str]:
    return [event["name"] for event in done.events if event["event"] == "followup"]


@pytest.mark.parametrize("form", TOLD)
@pytest.mark.parametrize("action", OTHERS)
def test_what_was_told_waits_behind_another_matter(stage: Stage, action: str, form: str) -> None:
    """Here each of the others ends without having done anything."""
    slots: dict[str, Any] = {**TOLD[form]}
    if OTHERS[action] == form:
        slots = {"note_kind": "lead"} if form == "note_form" else {}
    stage.slots.update(slots)
    assert followed(stage.run(action, "编号找不到了")) == ([] if OTHERS[action] == form else [form])


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_hand_over", "inform"),
        ("action_crisis", "crisis"),
        ("action_help_now", "inform"),
        ("action_cancel", "inform"),
    ],
)
def test_what_is_left_for_a_person_is_not_gone_back_to(stage: Stage, action: str, intent: str) -> None:
    stage.slots.update(TOLD["note_form"])
    stage.run(action, "转人工", intent, loop="note_form", requested="note_place")
    assert followed(stage.run("action_look_up_record", "找不到编号")) == []
