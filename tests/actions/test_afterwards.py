"""What the resident has to do now, asked right after they were told how something stands."""

from typing import Any

import pytest

from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.models import Petition
from casework.petitions.moves import STATES
from tests.actions.conftest import Reaction, Stage
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import settle

ASKED = "那我现在要做什么"


def ask(stage: Stage, said: str = ASKED, intent: str = "ask_procedure", **more: Any) -> Reaction:
    return stage.run("action_answer_policy", said, intent, **more)


@pytest.fixture
def number(stage: Stage) -> str:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(
            category="payment_missing",
            narrative="两个月没发低保金",
            contact=("web", "resident-1"),
            channel="web",
            identity="anonymous",
            idempotency_key="k",
        )
        found = lodging.lodge(office, new, Actor.resident(None, "web")).number
    stage.slots |= {"proven_petitions": [found], "last_told": found}
    return found


@pytest.mark.parametrize(
    "said",
    [ASKED, "后头咋整", "那我该咋办", "俺现在弄啥嘞", "还用我跑腿不", "接下来呢", "我还要准备什么材料吗"],
)
def test_who_waits_is_told_that_and_by_when(stage: Stage, number: str, said: str) -> None:
    done = ask(stage, said)
    assert number in done.text
    assert "最迟" in done.text
    assert "您现在要做的：等消息就行" in done.text
    assert [event["name"] for event in done.events if event["event"] == "followup"] == ["action_listen"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("awaiting_more", "补上"),
        ("answered", "不满意"),
        ("closed", "没解决"),
        ("not_accepted", "路子"),
        ("reviewed", "复核"),
        ("withdrawn", "重新说"),
        ("final", "到头"),
    ],
)
def test_where_there_is_more_to_it_that_is_said(stage: Stage, number: str, state: str, words: str) -> None:
    with stage.bureau.office() as office:
        office.db.query(Petition).one().state = state
    done = ask(stage)
    assert words in done.text
    assert "等消息就行" not in done.text


@pytest.mark.parametrize("state", sorted(STATES))
def test_something_is_said_in_every_state(stage: Stage, number: str, state: str) -> None:
    with stage.bureau.office() as office:
        office.db.query(Petition).one().state = state
    assert "您现在要做的：" in ask(stage).text


def test_the_one_talked_of_last_is_meant(stage: Stage, number: str) -> None:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(
            category="delayed", narrative="三个月没批", contact=("web", "resident-1"), channel="web",
            identity="anonymous", idempotency_key="other",
        )  # fmt: skip
        other = lodging.lodge(office, new, Actor.resident(None, "web")).number
    stage.slots |= {"proven_petitions": [number, other], "last_told": other}
    stage.slots |= {"petition_purpose": "check", "petition_number": number, "petition_code": "proven"}
    stage.run("action_serve_petition", "查第一件")
    said = ask(stage).text
    assert number in said
    assert other not in said


@pytest.mark.parametrize(
    ("said", "intent", "more"),
    [
        (ASKED, "ask_procedure", {"loop": "note_form"}),
        ("我该咋办，我不想活了", "crisis", {}),
        ("我要怎么办低保", "ask_procedure", {}),
        ("申请低保要带什么材料", "ask_materials", {}),
    ],
)
def test_something_else_is_answered_as_ever(
    stage: Stage, number: str, said: str, intent: str, more: dict[str, Any]
) -> None:
    assert "您现在要做的" not in ask(stage, said, intent, **more).text


def test_it_can_be_asked_twice_and_after_thanks(stage: Stage, number: str) -> None:
    stage.run("action_thank", "谢谢", "thank")
    assert ask(stage).text == ask(stage).text != ""


@pytest.mark.parametrize("told", [None, "HY26-0000-9999"], ids=["nothing told", "not shown to be theirs"])
def test_nothing_told_nothing_to_do(stage: Stage, number: str, told: str | None) -> None:
    stage.slots["last_told"] = told
    assert "您现在要做的" not in ask(stage).text


def test_what_an_applicant_has_to_do(stage: Stage) -> None:
    with stage.bureau.office() as office:
        registers = Registers(settle(office))
        told = registers.walk(registers.apply(), "accepted", "visiting").number
    stage.run("action_begin_record", told, "check_application")
    stage.run("validate_record_form", told, requested="record_number", loop="record_form")
    stage.run("validate_record_form", id_number()[-4:], requested="record_last_four", loop="record_form")
    stage.run("action_look_up_record")
    done = ask(stage)
    assert "您现在要做的：请家里留人" in done.text
