"""督办 through the desk."""

import re
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
    page = leader.get("/supervision/matters").text
    assert number in page
    assert "限期办结" in page
    assert leader.post("/supervision/matters/petition", asked | {"level": "1"}).status_code == 409
    assert leader.post("/supervision/matters/petition", asked | {"due_on": "x"}).status_code == 409


def test_who_put_a_petition_under_supervision_waits_for_the_answer(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    number, leader, head = lodge(), as_("supervisor"), as_("unit_head")
    to_town(bureau, people, number)
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


def to_town(bureau: Bureau, people: dict[str, Actor], number: str) -> None:
    with bureau.office() as office:
        petition = queries.get(office, number, people["operator"])
        workflow.move(office, petition, "accept", people["operator"])
        workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")


def test_who_handles_a_petition_sees_the_order_and_answers_it_in_writing(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    """From the first page to the list and to the petition's page; the answer stands where the supervisor looks."""
    number, leader, handler = lodge(), as_("supervisor"), as_("handler")
    to_town(bureau, people, number)
    assert "督办待签收、回复" not in handler.get("/").text
    asked = {"number": number, "level": "3", "why": "限期办结", "due_on": "2026-11-27"}
    leader.post("/supervision/matters/petition", asked)
    home = handler.get("/").text
    assert re.search(r'/supervision/matters"><span class="figure alarm">1</span>督办待签收、回复', home)
    here = "/supervision/matters/escalations/1"
    for page in ("/supervision/matters", f"/petitions/{number}"):
        text = handler.get(page).text
        assert number in text
        assert f"{here}/answer" in text
        assert f"{here}/answer" not in leader.get(page).text
        assert f"{here}/lift" not in text
    answered = handler.post(f"{here}/answer", {"text": "已经补发到卡上", "number": number})
    assert answered.headers["location"] == f"/desk/petitions/{number}"
    page = handler.get(f"/petitions/{number}").text.partition("催办、督办</h2>")[2]
    assert "已经补发到卡上" in page
    assert f"{here}/answer" not in page
    assert "已经补发到卡上" in leader.get("/supervision/matters").text
    assert "督办待签收、回复" not in handler.get("/").text


def test_who_handles_for_a_unit_sees_and_answers_what_was_put_to_it_alone(
    as_: Callable[..., Browser],
) -> None:
    leader, handler = as_("supervisor"), as_("handler")
    for unit, subject in (("QH-102-MZ", "超期件多"), ("QH-203-MZ", "别处的事"), ("QH-102", "镇里的事")):
        asked = {
            "kind": "supervision",
            "unit": unit,
            "subject": subject,
            "demand": "逐件说明",
            "due_on": "2026-11-27",
        }
        assert leader.post("/supervision/matters", asked).status_code == 303
        assert handler.post("/supervision/matters", asked).status_code == 403
    page = handler.get("/supervision/matters").text
    assert "超期件多" in page
    assert "别处的事" not in page
    assert "镇里的事" not in page
    assert "督办待签收、回复" in handler.get("/").text
    assert handler.post("/supervision/matters/2/answer", {"text": "已办"}).status_code == 404
    assert handler.post("/supervision/matters/3/answer", {"text": "已办"}).status_code == 404
    assert handler.post("/supervision/matters/1/answer", {"text": "已逐件办理"}).status_code == 303
    assert handler.post("/supervision/matters/1/close", {"text": "好"}).status_code == 403
    assert "已逐件办理" in leader.get("/supervision/matters").text
    assert "督办待签收、回复" not in handler.get("/").text


def test_the_operator_sees_what_was_raised_on_petitions_and_nothing_put_to_units(
    as_: Callable[..., Browser], lodge: Callable[..., str]
) -> None:
    number, leader, operator = lodge(), as_("supervisor"), as_("operator")
    asked = {"kind": "notice", "unit": "QH-102-MZ", "subject": "情况通报", "demand": "逐件说明"}
    leader.post("/supervision/matters", asked)
    leader.post(
        "/supervision/matters/petition",
        {"number": number, "level": "3", "why": "限期办结", "due_on": "2026-11-27"},
    )
    page = operator.get("/supervision/matters").text
    assert number in page
    assert "情况通报" not in page
    assert "escalations/1/answer" not in page
    assert operator.post("/supervision/matters/escalations/1/answer", {"text": "代答"}).status_code == 403


def test_a_notice_stands_on_the_units_home_until_it_signs_for_it(as_: Callable[..., Browser]) -> None:
    leader, handler = as_("supervisor"), as_("handler")
    asked = {"kind": "notice", "unit": "QH-102-MZ", "subject": "情况通报", "demand": "逐件说明"}
    assert leader.post("/supervision/matters", asked).status_code == 303
    assert "督办待签收、回复" in handler.get("/").text
    assert "还没有签收" in leader.get("/supervision/matters").text
    here = "/supervision/matters/1/acknowledge"
    assert here in handler.get("/supervision/matters").text
    assert leader.post(here, {}).status_code == 403
    assert handler.post(here, {}).status_code == 303
    assert "督办待签收、回复" not in handler.get("/").text
    assert "签收" in leader.get("/supervision/matters").text
    assert handler.post(here, {}).status_code == 409


def test_several_units_are_put_under_joint_supervision_at_once(as_: Callable[..., Browser]) -> None:
    leader, handler = as_("supervisor"), as_("handler")
    asked = {
        "kind": "consultation",
        "unit": ["QH-102-MZ", "QH-203-MZ"],
        "subject": "联合会商",
        "demand": "核对名单",
        "present": "两镇民政所",
    }
    assert leader.post("/supervision/matters", asked | {"unit": []}).status_code == 409
    assert leader.post("/supervision/matters", asked).status_code == 303
    assert leader.get("/supervision/matters").text.count("：联合会商") == 2
    page = handler.get("/supervision/matters").text
    assert page.count("：联合会商") == 1
    assert "参加人：两镇民政所" in page


def test_a_unit_says_whether_it_adopts_advice(as_: Callable[..., Browser]) -> None:
    leader, handler = as_("supervisor"), as_("handler")
    asked = {"kind": "advice", "unit": "QH-102-MZ", "subject": "改进核查", "demand": "两人入户"}
    assert leader.post("/supervision/matters", asked).status_code == 409
    assert leader.post("/supervision/matters", asked | {"due_on": "2026-11-27"}).status_code == 303
    assert 'name="adopted"' in handler.get("/supervision/matters").text
    here = "/supervision/matters/1/answer"
    assert handler.post(here, {"text": "下月起"}).status_code == 409
    assert handler.post(here, {"text": "下月起", "adopted": "yes"}).status_code == 303
    assert '<span class="chip info">采纳</span>' in leader.get("/supervision/matters").text
