"""What belongs to another unit: the ids to ask for where they are not one's own."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

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
from casework.supervision import matters
from casework.supervision.models import CheckDraw, CheckItem

FAR = "QH-203-MZ"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


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
