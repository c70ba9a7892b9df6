"""Why it was stopped, asked without complaining: the record and the ways to contest come before a complaint."""

from datetime import date
from typing import Any

import pytest

from tests.actions.conftest import Reaction, Stage
from tests.actions.test_record import ask
from tests.actions.test_unpaid import before, began, followed
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import settle

WHY = ["为什么停发了", "咋给我停了", "我的低保为啥被停了", "怎么把我的低保停了", "我家低保停了是咋回事"]


def wonder(stage: Stage, said: str = "为什么停发了", action: str = "action_begin_complaint") -> Reaction:
    return stage.run(action, said, "file_complaint", category="wrongly_stopped")


@pytest.fixture
def register(stage: Stage) -> dict[str, Any]:
    """What the benefit of the applicant is to be, before it is entered."""
    return {"since": date(2025, 1, 1)}


@pytest.fixture
def number(stage: Stage, register: dict[str, Any]) -> str:
    with stage.bureau.office() as office:
        registers = Registers(settle(office))
        registers.support(**register)
        registers.pay("2026-11")
        return registers.apply().number


@pytest.mark.parametrize("said", WHY)
def test_who_is_not_known_is_told_how_it_is_looked_up(stage: Stage, number: str, said: str) -> None:
    told = wonder(stage, said)
    assert not began(told)
    assert "核对是您本人以后" in told.text
    assert "行政复议" in told.text
    assert told.buttons == ["核对身份，查一查", "不服，登记投诉", "找人工"]


@pytest.mark.parametrize(("said", "told"), [("我的低保停了是怎么回事", True), ("低保停了是怎么回事", False)])
def test_taken_for_a_question_ones_own_is_answered_so_too(
    stage: Stage, number: str, said: str, told: bool
) -> None:
    asked = stage.run("action_answer_policy", said, "ask_review_rule", category="wrongly_stopped")
    assert ("核对是您本人" in asked.text) is told


@pytest.mark.parametrize("action", ["action_begin_complaint", "action_begin_record"])
def test_nothing_stopped_on_record_is_said(stage: Stage, number: str, action: str) -> None:
    ask(stage, number, id_number()[-4:])
    told = wonder(stage, action=action)
    assert told.text.startswith("登记里没有查到停发。")
    assert "60日内申请行政复议" in told.text
    assert followed(told) == ["action_listen"]


@pytest.mark.parametrize("register", [{"ended_on": date(2026, 11, 1), "ended_why": "income"}])
def test_what_has_stopped_is_told_with_its_day(stage: Stage, number: str) -> None:
    ask(stage, number, id_number()[-4:])
    told = wonder(stage)
    assert "从 2026-11-01 起停发" in told.text
    assert "行政复议" in told.text


def test_where_nothing_can_be_looked_up_that_is_said(stage: Stage) -> None:
    told = wonder(stage)
    assert "我这里查不到登记" in told.text
    assert told.buttons == ["不服，登记投诉", "找人工"]


def test_a_yes_lodges_what_was_asked(stage: Stage) -> None:
    wonder(stage, "我的低保为啥被停了")
    heard = before("我的低保为啥被停了")
    heard["before"][0]["parse_data"]["category"] = {"name": "wrongly_stopped"}
    ran = [{"event": "action", "name": "action_affirm"}]
    begun = stage.run("action_begin_complaint", "要", "affirm", after=ran, **heard)
    assert begun.slots["complaint_narrative"] == "我的低保为啥被停了"
    assert begun.slots["complaint_category"] == "wrongly_stopped"


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉，为什么停发了",
        "凭什么停了我的低保",
        "低保停了三个月了，没人告诉我为什么，我家五口人没饭吃",
        "我们这里怎么停水了",
    ],
)
def test_who_complains_or_tells_more_begins_at_once(stage: Stage, said: str) -> None:
    assert began(wonder(stage, said))


def test_somebody_elses_stop_is_not_told(stage: Stage, number: str) -> None:
    ask(stage, number, id_number()[-4:])
    told = stage.run(
        "action_begin_complaint",
        "我妈的低保怎么停了",
        "file_complaint",
        category="wrongly_stopped",
        entities=[("relation", "我妈")],
    )
    assert "登记里没有" not in told.text
    assert "核对是您本人" in told.text
