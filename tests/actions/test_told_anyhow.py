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


class TestPlace:
    @pytest.mark.parametrize(
        ("said", "parts", "place"),
        [
            ("高坎村 白石镇的", ["高坎村", "白石镇"], "白石镇高坎村"),
            ("高坎 白石镇高坎", ["高坎", "白石镇"], "白石镇高坎"),
            ("白石镇高坎村3组28号", ["白石镇", "高坎村"], "白石镇高坎村3组28号"),
            ("白石镇 高坎村 下组", ["白石镇", "高坎村"], "白石镇高坎村下组"),
        ],
    )
    def test_it_stands_in_order_with_each_part_once(
        self, stage: Stage, said: str, parts: list[str], place: str
    ) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        say(stage, "complaint_place", said, entities=[("place", one) for one in parts])
        assert stage.slots["complaint_place"] == place

    def test_two_villages_are_told_apart(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        parts = [("place", "高坎村"), ("place", "大湾村")]
        say(stage, "complaint_place", "高坎村的人占了大湾村的名额", entities=parts)
        assert stage.slots["complaint_place"] == "高坎村、大湾村"

    def test_the_committee_names_its_village(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        say(stage, "complaint_place", "贴在高坎村委会墙上", entities=[("organ", "高坎村委会")])
        assert stage.slots["complaint_place"] == "高坎村"

    def test_the_county_town_is_a_place(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        say(stage, "complaint_place", "我家就在县城里头", entities=[])
        assert stage.slots["complaint_place"] == "县城"

    @pytest.mark.parametrize(
        ("said", "parts"),
        [
            ("白石镇高坎村3组28号", [("place", "白石镇"), ("place", "高坎村"), ("date", "28号")]),
            ("地址是高坎村128号", [("place", "高坎村"), ("phone", "128")]),
            ("高坎村36号", [("place", "高坎村"), ("amount", "36")]),
        ],
    )
    def test_the_number_of_a_house_is_no_day_no_sum_and_no_telephone(
        self, stage: Stage, said: str, parts: list[tuple[str, str]]
    ) -> None:
        stage.slots |= TOLD | {"complaint_place": None, "complaint_time": None}
        say(stage, "complaint_place", said, entities=parts)
        assert "高坎村" in stage.slots["complaint_place"]
        assert not stage.slots.get("complaint_time")
        assert not stage.slots.get("complaint_phone")
        assert "amount" not in stage.slots["complaint_draft"]


class TestName:
    def test_it_is_heard_behind_where_one_comes_from(self, stage: Stage) -> None:
        said = "我是白石镇高坎村的吕长贵，我举报村会计收钱办低保，实名，电话13900005518"
        parts = [("place", "白石镇"), ("place", "高坎村"), ("person", "吕长贵"), ("role", "会计")]
        stage.run("action_begin_complaint", said, "file_complaint", entities=parts, category="bribery")
        assert stage.slots["complaint_name"] == "吕长贵"
        assert stage.slots["complaint_accused"] == "会计"

    def test_somebody_elses_is_not_the_speakers(self, telling: Stage) -> None:
        telling.slots |= {"complaint_identity": "real_name", "complaint_name": None}
        say(telling, "complaint_name", "他外甥叫吕长贵", entities=[("person", "吕长贵")])
        assert not telling.slots.get("complaint_name")

    @pytest.mark.parametrize("said", ["我叫司徒建国", "司徒建国 13812345678"])
    def test_a_surname_of_two_signs_does_not_end_it(self, telling: Stage, said: str) -> None:
        telling.slots |= {"complaint_identity": "real_name", "complaint_name": None}
        say(telling, "complaint_name", said, entities=[("person", "司徒")])
        assert telling.slots["complaint_name"] == "司徒建国"
