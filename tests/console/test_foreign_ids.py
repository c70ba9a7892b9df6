"""Ids that are not theirs: every role, of another unit, asks at every route that takes an id for what exists but is
another's. The answer is that of an id that nobody has, and nothing has changed afterwards."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request

from casework import reports
from casework.assistance import applications, tasks
from casework.assistance.imports import uploads
from casework.calls import calls
from casework.conversations import desk, talks
from casework.conversations import evidence as sent
from casework.office import Bureau, Office
from casework.people import staff
from casework.people.actors import Actor
from casework.people.rights import ROLES
from casework.petitions import escalation, evidence, notices, workflow
from casework.petitions.figures import Period
from casework.petitions.lodging import Complainant
from casework.petitions.models import Petition
from casework.petitions.repeats.models import RepeatMember
from casework.supervision import checks, matters
from casework.supervision.models import CheckDraw, CheckItem
from huiyin.tables import metadata
from tests.console.conftest import Browser
from tests.console.test_access import LETTERS, TABLE, _gone, filled, library, site  # noqa: F401

SECRETS = ("欧阳葳蕤", "王小明", "13976541238", "13800138000", "紫藤巷")
FAR = "QH-203-MZ"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
EVERYWHERE = {"tasks": {"operator", "inspector"}, "applications": {"operator", "inspector"}}
"""Roles that by the rules serve the whole county; to them nothing of that kind is another's."""
AT_THE_DESK = ("/calls/", "/chats/")
"""Colleagues of the hotline know that a call or a talk is there: what another has in hand is refused with a reason."""
SEEN_BY_COLLEAGUES = {
    "GET /calls/{call_id}",
    "GET /chats/{token}",
    "GET /chats/{token}/events",
    "POST /chats/{token}/draft",
    "POST /chats/{token}/typing",
}
"""A masked record, one's own draft, a keystroke that reaches nobody."""
TAKEN_ALREADY = "POST /chats/{token}/take"
"""The slower of two lands on the talk's page and is told that a colleague has it."""
FORM = {
    "text": "别处的人写的", "reason": "看看", "note": "别处的人写的", "outcome": "answered", "total": "60", "reached": "no",
    "made": "yes", "told_by": "phone", "name": "赵六", "phone": "13900139000", "notes": "别处的人写的", "caller_phone": "13900139000", "narrative": "别处的人写的",
}  # fmt: skip
"""With the lines of the score sheet, enough for every form, so that nothing but the right stands in the way."""


@pytest.fixture
def theirs(bureau: Bureau, people: dict[str, Actor], lodge: Callable[..., str]) -> dict[str, dict[str, str]]:
    """The values to put into a route's path, by the route's beginning, more special beginnings first."""
    number, own = lodge(), lodge(place_unit_code="QH-203-01", place_text="")
    again = [
        lodge(petitioners=[Complainant("王小明", "13800138111")], category="attitude") for _ in range(2)
    ][1]
    with bureau.office() as office:
        petition = _petition(office, number)
        petition.handler_unit, petition.handler_path = "QH-102-MZ", people["handler"].unit_path
        _petition(office, own).handler_unit, _petition(office, own).handler_path = (
            FAR,
            people["stranger"].unit_path,
        )
        workflow.move(office, petition, "accept", people["operator"])
        notice = notices.issue(office, petition, "acceptance", people["operator"])
        picture = evidence.keep(office, b"%PDF-1.4 x", "x.pdf")
        evidence.attach(office, petition, [picture.id])
        raised = escalation.supervise(
            office, petition, people["supervisor"], 3, "超过期限", date(2026, 12, 1)
        )
        application = applications.receive(
            office,
            applications.NewApplication(
                program="dibao", name="欧阳葳蕤", id_number="110101199003070070", phone="13976541238", place_unit="QH-102-02",
            ),
            people["handler"],
        )  # fmt: skip
        help_ = tasks.report(
            office,
            tasks.NewTask(
                "help", "住紫藤巷，断粮了", place_unit="QH-102-02", about_name="欧阳葳蕤", phone="13976541238"
            ),
            people["handler"],
        )
        matter = matters.put(
            office, people["supervisor"], "supervision", "QH-102-MZ", "超期", "请说明", date(2026, 12, 1)
        )
        score = _drawn(office, people["supervisor"], petition, "petitions")
        ring = _drawn(office, people["supervisor"], petition, "call_backs")
        repeated = office.db.get_one(RepeatMember, _petition(office, again).id).matter_id
        report = reports.ask(office, people["supervisor"], "repeats", NOVEMBER)
        upload = uploads.hand_over(office, people["handler"], "payments", "x.xlsx", b"x")
        call = calls.begin(office, people["operator"], "13976541238")
        talk = talks.find_or_begin(office, "web", "resident-of-another")
        shown = sent.accept(office, talk, b"%PDF-1.4 y")
        desk.take(office, talk.token, people["operator"].id or 0, "王晓芸")
        for role in ROLES:
            staff.add(office, f"far_{role}", "远方", FAR, [role])
        return {
                "/petitions/{number}/notices/{id}/file": {"number": own, "id": str(notice.id)},
                "/petitions/{number}/evidence/{file_id}": {"number": own, "file_id": str(picture.id)},
                "/petitions/{number}": {"number": number, "id": str(notice.id), "file_id": str(picture.id), "move": "note"},
                "/drafts/petition/{number}": {"number": number, "move": "assign"},
                "/applications/{number}": {"number": application.number, "step": "accepted"},
                "/tasks/{id}": {"id": str(help_.id)},
                "/supervision/matters/escalations/{id}": {"id": str(raised.id)},
                "/supervision/matters/{id}": {"id": str(matter.id)},
                "/supervision/checks/{id}": {"id": str(score)},
                "/supervision/reports/{id}": {"id": str(report.id)},
                "/supervision/ledger/{id}": {"id": str(repeated)},
                "/registers/imports/{id}": {"id": str(upload)},
                "/calls/{call_id}": {"call_id": str(call.id)},
                "/call-backs/{item}": {"item": str(ring)},
                "/chats/{token}": {"token": talk.token, "file_id": str(shown.id)},
        }  # fmt: skip


def _petition(office: Office, number: str) -> Petition:
    return office.db.scalars(select(Petition).where(Petition.number == number)).one()


def _drawn(office: Office, by: Actor, petition: Petition, subject: str) -> int:
    draw = CheckDraw(
        subject=subject, first=NOVEMBER.first, last=NOVEMBER.last, label="11月", seed=1, drawn_from=1,
        unit_path=by.unit_path, drawn_by=by.id, drawn_by_name=by.name, drawn_at=office.clock.now(),
    )  # fmt: skip
    office.db.add(draw)
    office.db.flush()
    item = CheckItem(draw_id=draw.id, petition_id=petition.id)
    office.db.add(item)
    office.db.flush()
    return item.id


def reached(row: str, theirs: dict[str, dict[str, str]]) -> dict[str, str] | None:
    """What to put into this route's path; None where it takes no id of anybody's."""
    return next((values for start, values in theirs.items() if start in row), None)


def asked(browser: Browser, row: str, values: dict[str, str], marks: dict[str, str]) -> Any:
    method, path = filled(row, **values)
    return browser.get(path) if method == "GET" else browser.post(path, FORM | marks)


def everything(bureau: Bureau) -> dict[str, list[Any]]:
    """All rows of all tables but those that note that somebody is logged in."""
    with bureau.reading() as office:
        return {
            table.name: sorted(map(repr, office.db.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name != "staff_sessions"
        }


def test_every_route_with_an_id_of_a_matter_is_walked(theirs: dict[str, dict[str, str]]) -> None:
    """What is left takes the name of a page, a rule, a colleague or a setting, which belong to nobody."""
    left = {row.split(" ")[1].split("/{")[0] for row in TABLE if "{" in row and reached(row, theirs) is None}
    assert left == {
        "/answers", "/estimate/materials", "/knowledge/drafts", "/knowledge/entries", "/knowledge/questions", "/roster",
        "/rules", "/staff", "/understanding",
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_what_is_anothers_is_as_if_it_were_not_there(
    as_: Callable[..., Browser],
    bureau: Bureau,
    theirs: dict[str, dict[str, str]],
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stream is opened and left at once."""
    monkeypatch.setattr(Request, "is_disconnected", _gone)
    browser, walked, wrong = as_(f"far_{role}"), 0, {}
    before, marks = everything(bureau), {line.id: "1" for line in checks.sheet(bureau.county)}
    for row, letters in TABLE.items():
        values = reached(row, theirs)
        if values is None or role in EVERYWHERE.get(row.split("/")[1], ()):
            continue
        answer, walked = asked(browser, row, values, marks), walked + 1
        wanted = {404} if LETTERS[role] in letters else {403}
        if LETTERS[role] in letters and any(place in row for place in AT_THE_DESK):
            wanted = {200, 204} if row in SEEN_BY_COLLEAGUES else {404, 409}
            if row == TAKEN_ALREADY:
                wanted = {303}
                assert "已经有同事接了" in browser.get(answer.headers["location"].removeprefix("/desk")).text
        if answer.status_code not in wanted or any(secret in answer.text for secret in SECRETS):
            wrong[row] = answer.status_code
    assert wrong == {}
    assert walked > 40
    after = everything(bureau)
    assert {name for name in before if before[name] != after[name]} <= {"desk_draft"}
