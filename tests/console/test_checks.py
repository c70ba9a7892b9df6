"""Quality checks through the desk."""

from collections.abc import Callable

from casework.calls import calls
from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import queries, workflow
from tests.console.conftest import Browser

MARKS = {"record": "20", "timely": "20", "answer": "20", "settled": "15", "manner": "10"}
CALL_MARKS = {"manner": "20", "listening": "20", "accurate": "20", "record": "20", "outcome": "11"}


def test_a_sample_is_drawn_and_scored(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    number = lodge()
    with bureau.office() as office:
        petition = queries.get(office, number, people["operator"])
        told = {"text": "每月十号发放。", "outcome": "explained", "method": "phone"}
        workflow.move(office, petition, "answer_at_once", people["operator"], **told)
    leader = as_("supervisor")
    asked = {"period": "this_month", "size": "5", "seed": "7"}
    assert leader.post("/supervision/checks", asked | {"size": "x"}).status_code == 409
    assert as_("unit_head").post("/supervision/checks", asked).status_code == 403
    assert leader.post("/supervision/checks", asked).status_code == 303
    assert number in leader.get("/supervision/checks").text
    assert "没有您能看的" in as_("unit_head").get("/supervision/checks").text
    assert leader.post("/supervision/checks/1/score", MARKS | {"record": "99"}).status_code == 409
    assert leader.post("/supervision/checks/1/score", MARKS).status_code == 303
    assert "85 分" in leader.get("/supervision/checks").text


def test_a_call_is_scored_by_the_sheet_for_calls(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    """Also where a later draw is there: the page that was scored on is the page one comes back to."""
    number = lodge()
    with bureau.office() as office:
        call = calls.begin(office, people["operator"], "13800138000")
        calls.end(office, people["operator"], call, outcome="answered", taken={"intent": "ask_standard"})
        petition = queries.get(office, number, people["operator"])
        told = {"text": "每月十号发放。", "outcome": "explained", "method": "phone"}
        workflow.move(office, petition, "answer_at_once", people["operator"], **told)
    leader = as_("supervisor")
    asked = {"period": "this_month", "size": "5", "seed": "7"}
    assert leader.post("/supervision/checks", asked | {"subject": "calls"}).status_code == 303
    assert leader.post("/supervision/checks", asked).status_code == 303
    assert leader.post("/supervision/checks/1/score", MARKS).status_code == 409
    scored = leader.post("/supervision/checks/1/score", CALL_MARKS)
    back = scored.headers["location"].removeprefix("/desk")
    assert (scored.status_code, back) == (303, "/supervision/checks?draw=1")
    assert "91 分" in leader.get(back).text


def test_the_unit_appeals_and_the_ruling_counts_once(as_: Callable[..., Browser], bureau: Bureau) -> None:
    with bureau.office() as office:
        operator = Actor.of_staff(staff.add(office, "town_desk", "罗接听", "QH-102-MZ", ["operator"]))
        call = calls.begin(office, operator, "13800138000")
        calls.end(office, operator, call, outcome="answered", taken={"intent": "ask_standard"})
    leader, head = as_("supervisor"), as_("unit_head")
    asked = {"period": "this_month", "size": "5", "seed": "7", "subject": "calls"}
    assert leader.post("/supervision/checks", asked).status_code == 303
    here, ruled = "/supervision/checks/1", {"total": "90", "text": "查实"}
    assert head.post(f"{here}/appeal", {"text": "不服"}).status_code == 409
    assert leader.post(f"{here}/score", CALL_MARKS).status_code == 303
    assert leader.post(f"{here}/rule", ruled).status_code == 409
    assert leader.post(f"{here}/appeal", {"text": "不服"}).status_code == 403
    assert head.post(f"{here}/appeal", {"text": " "}).status_code == 409
    assert head.post(f"{here}/appeal", {"text": "当时说清了"}).status_code == 303
    assert head.post(f"{here}/appeal", {"text": "再说一遍"}).status_code == 409
    assert "当时说清了" in leader.get("/supervision/checks").text
    assert head.post(f"{here}/rule", ruled).status_code == 403
    assert leader.post(f"{here}/rule", ruled | {"total": "101"}).status_code == 409
    assert leader.post(f"{here}/rule", ruled).status_code == 303
    page = leader.get("/supervision/checks").text
    assert "裁定 90 分" in page
    assert "90.0 分" in page
    assert leader.post(f"{here}/rule", ruled | {"total": "60"}).status_code == 409
    assert "裁定 90 分" in leader.get("/supervision/checks").text
