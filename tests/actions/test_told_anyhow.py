"""Complaints as strangers tell them: in pieces, with a space for a comma, out of turn; nothing of it is lost or twisted."""

from typing import Any

import pytest

from tests.actions.conftest import Reaction, Stage

TOLD = {
    "complaint_category": "bribery",
    "complaint_narrative": "村里会计收了我家两条鱼才给办低保",
    "complaint_place": "柳溪镇青石坳村",
    "complaint_accused": "会计",
    "complaint_time": "去年",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k"},
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


def say(stage: Stage, slot: str, said: str, intent: str = "inform", **more: Any) -> Reaction:
    return stage.run("validate_complaint_form", said, intent, loop="complaint_form", requested=slot, **more)


class TestCorrection:
    @pytest.mark.parametrize("said", ["不是会计 是出纳 名字我也说不上来", "会计不是 是出纳 名字我也说不上来"])
    def test_a_space_ends_what_is_right_and_the_rest_is_more_of_the_account(
        self, telling: Stage, said: str
    ) -> None:
        say(telling, "complaint_identity", said, "deny", entities=[("role", "会计"), ("role", "出纳")])
        assert telling.slots["complaint_accused"] == "出纳"
        assert telling.slots["complaint_narrative"].startswith("村里出纳收了我家两条鱼才给办低保")
        assert telling.slots["complaint_narrative"].endswith("名字我也说不上来")

    def test_a_village_behind_its_township_belongs_to_what_is_right(self, telling: Stage) -> None:
        parts = [("place", "青石坳村"), ("place", "白石镇"), ("place", "高坎村")]
        say(telling, "complaint_identity", "不是青石坳村 是白石镇 高坎村", "deny", entities=parts)
        assert telling.slots["complaint_place"] == "白石镇高坎村"

    def test_what_is_wrong_is_never_nothing(self, telling: Stage) -> None:
        say(telling, "complaint_identity", "残疾补贴不是 是低保", "inform", entities=[("program", "低保")])
        assert telling.slots["complaint_narrative"].startswith(TOLD["complaint_narrative"])
