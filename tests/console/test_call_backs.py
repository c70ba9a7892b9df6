"""Call-backs through the desk: drawn by the supervisor, rung up by an operator, numbers shown on record."""

from collections.abc import Callable

from casework.office import Bureau
from casework.people import reveals
from casework.people.actors import Actor
from casework.petitions import queries, workflow
from tests.console.conftest import Browser

PHONE = "13800138000"


def test_from_the_draw_to_what_was_said(
    as_: Callable[..., Browser], lodge: Callable[..., str], bureau: Bureau, people: dict[str, Actor]
) -> None:
    number = lodge()
    with bureau.office() as office:
        petition = queries.get(office, number, people["operator"])
        told = {"text": "每月十号发放。", "outcome": "explained", "method": "phone"}
        workflow.move(office, petition, "answer_at_once", people["operator"], **told)
    leader, desk = as_("supervisor"), as_("operator")
    assert desk.post("/call-backs", {"period": "this_month", "size": "5"}).status_code == 403
    assert leader.post("/call-backs", {"period": "this_month", "size": "5"}).status_code == 303
    page = desk.get("/call-backs").text
    assert number in page
    assert PHONE not in page
    assert leader.post("/call-backs/1/phone", {"draw": "1"}).status_code == 403
    assert PHONE in desk.post("/call-backs/1/phone", {"draw": "1"}).text
    with bureau.reading() as office:
        assert [row.about for row in reveals.log(office)] == [number]
    assert desk.post("/call-backs/1", {"draw": "1", "reached": "yes"}).status_code == 409
    said = {"draw": "1", "reached": "yes", "settled": "yes", "satisfaction": "3", "words": "解决了"}
    assert desk.post("/call-backs/1", said).status_code == 303
    assert "访到本人" in leader.get("/call-backs").text
    assert desk.post("/call-backs/9", said).status_code == 404
