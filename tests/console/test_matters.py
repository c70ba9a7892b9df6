"""督办 through the desk."""

from collections.abc import Callable

from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions import queries, workflow
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
    asked = {"number": number, "level": "3", "why": "限期办结", "due_on": "2026-11-27"}
    refused = leader.post("/supervision/matters/petition", asked | {"due_on": ""})
    assert (refused.status_code, "在哪一天前书面回复" in refused.text) == (409, True)
    assert leader.post("/supervision/matters/petition", asked).status_code == 303
    assert number in leader.get("/supervision/matters").text
    assert leader.post("/supervision/matters/petition", asked | {"level": "1"}).status_code == 409
    assert leader.post("/supervision/matters/petition", asked | {"due_on": "x"}).status_code == 409


def test_who_put_a_petition_under_supervision_waits_for_the_answer(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    number, leader, head = lodge(), as_("supervisor"), as_("unit_head")
    with bureau.office() as office:
        petition = queries.get(office, number, people["operator"])
        workflow.move(office, petition, "accept", people["operator"])
        workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
    asked = {"number": number, "level": "3", "why": "限期办结", "due_on": "2026-11-27"}
    leader.post("/supervision/matters/petition", asked)
    here = "/supervision/matters/escalations/1"
    assert leader.post(here, {"note": "知道了"}).status_code == 403
    assert leader.post(f"{here}/answer", {"text": "代答"}).status_code == 403
    assert head.post(f"{here}/answer", {"text": " "}).status_code == 409
    assert head.post(f"{here}/answer", {"text": "已经补发到卡上"}).status_code == 303
    page = leader.get("/supervision/matters").text
    assert "已经补发到卡上" in page
    assert "回复迟了" not in page
    assert head.post(f"{here}/answer", {"text": "再答"}).status_code == 409


def test_the_chain_stands_on_the_petitions_page_and_is_lifted_there(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    number, leader = lodge(), as_("supervisor")
    asked = {"number": number, "level": "3", "why": "限期办结", "due_on": "2026-11-27"}
    leader.post("/supervision/matters/petition", asked)
    lift = "/supervision/matters/escalations/1/lift"
    page = leader.get(f"/petitions/{number}").text
    assert "限期办结" in page.partition("催办、督办</h2>")[2]
    assert lift in page
    shown = as_("operator").get(f"/petitions/{number}").text
    assert "催办、督办</h2>" in shown
    assert lift not in shown
    assert as_("unit_head").post(lift, {"why": "不用了"}).status_code in (403, 404)
    assert leader.post(lift, {"why": " "}).status_code == 409
    assert leader.post(lift, {"why": "已经补发"}).status_code == 303
    page = leader.get(f"/petitions/{number}").text.partition("催办、督办</h2>")[2]
    assert "人工解除" in page
    assert "已经补发" in page
    assert lift not in page
