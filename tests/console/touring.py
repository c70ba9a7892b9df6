"""A tour of the console on demo data: every page by its route, none left out, and who may open it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.assistance.imports import uploads
from casework.assistance.models import Application, Task
from casework.calls import calls
from casework.calls.models import Call
from casework.conversations import desk, talks
from casework.conversations.models import Conversation
from casework.office import Bureau
from casework.people import credentials, sessions, staff
from casework.people.actors import Actor
from casework.petitions import evidence, lodging, workflow
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import Petition
from console import app, worklists
from console.desk import COOKIE
from console.models import AnswerTemplate
from console.routes import ROUTERS
from huiyin import preparing
from huiyin.composition import CORPUS
from huiyin.demo import county as demo
from knowledge import editing
from knowledge.live import LiveLibrary
from knowledge.models import Revision
from store.settings import Settings
from tests.console.listening import Listener
from tests.dialogues.stage import PIXEL, VOICE
from tests.papers import paper

ROLES = ("operator", "supervisor", "inspector", "admin", "editor", "handler", "head")
"""Accounts of the demo county; a page is looked at as the first of them who may open it."""

NO_PAGES = {
    "/events": "server push",
    "/chats/{token}/events": "server push",
    "/chats/lists": "a part of /chats",
    "/calls/ringing": "a part of /calls",
    "/models/run": "a part of /models",
    "/petitions/{number}/presence": "a part of the petition's page",
    "/supervision/spots": "a part of /supervision",
    "/registers/imports/{id}/progress": "a part of the import's page",
    "/chats/{token}/files/{file_id}": "a file",
    "/petitions/{number}/evidence/{file_id}": "a file",
    "/petitions/{number}/evidence/{file_id}/pages/{page}": "a part of the petition's page",
    "/petitions/{number}/evidence/{file_id}/pages/{page}/picture": "a picture",
    "/petitions/{number}/notices/{id}/file": "a file",
    "/supervision/reports/{id}/file": "a file",
}
"""What answers to GET and is no page, and why."""

STAGES = {"/login": "", "/login/code": "factor", "/login/enrol": "enrol"}
"""Pages at the door: how far into the log-in their visitor is; without one, nobody."""

ASKED = {"/supervision/cases": "?figure=received"}

ALSO = (
    ("handler", "/"),
    ("admin", "/"),
    ("supervisor", "/petitions?list=all"),
    ("supervisor", "/petitions?q=%E4%BD%8E%E4%BF%9D"),
    ("operator", "/petitions?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E4%BB%B6"),
    *(("operator", f"/petitions?list={name}") for name in worklists.LISTS["operator"]),
    ("handler", "/petitions?list=mine"),
    ("operator", "/applications?overdue=true"),
    ("editor", "/understanding?state=labelled"),
)
"""Pages that look otherwise to somebody else, or in another state."""


PHONE, OTHER_PHONE = "13800005678", "13800005679"
CASE: dict[str, Any] = {
    "category": "payment_missing",
    "narrative": "老槐树村的低保8月起没打到卡上，问过会计，说等着。",
    "petitioners": [Complainant("王演示", PHONE)],
    "channel": "phone",
    "place_unit_code": "QH-102-02",
    "place_text": "老槐树村",
}
"""What the caller of the open call has complained of before."""


@dataclass(frozen=True)
class Stop:
    """A page to be opened: the route that answers, and an address of it."""

    route: str
    path: str
    stage: str = "full"


def examples(bureau: Bureau) -> dict[str, Any]:
    """A value of the demo county for every part of an address, by the room and the part's name."""
    with bureau.reading() as office:

        def first(column: Any, *where: Any) -> Any:
            return office.db.scalars(select(column).where(*where).order_by(column).limit(1)).first()

        return {
            "petitions.number": first(Petition.number, Petition.evidence.any()),
            "applications.number": first(Application.number),
            "tasks.id": first(Task.id),
            "registers.id": first(uploads.ImportUpload.id),
            "calls.call_id": first(Call.id, Call.state == "talking"),
            "/calls/{call_id}/further": first(
                Call.id, Call.phone_index == office.vault.index("phone", OTHER_PHONE)
            ),
            "chats.token": first(Conversation.token, Conversation.state == "operator"),
            "rules.name": "figures",
            "staff.staff_id": staff.by_login(office, "operator").id,
            "answers.code": first(AnswerTemplate.code),
            "knowledge.entry_id": "appeal-reconsideration",
            "knowledge.revision_id": first(Revision.id),
            "estimate.program": "dibao",
        }


def stops(bureau: Bureau) -> list[Stop]:
    """Every page there is; a page whose address has a part without an example is an error here, so none is forgotten."""
    routes = [
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    ]
    assert set(NO_PAGES) <= set(routes), "an exception for what is not there"
    known, found = examples(bureau), []
    for route in routes:
        if route in NO_PAGES:
            continue
        path, room = route, route.split("/")[1]
        for part in re.findall(r"{(\w+)", route):
            value = known.get(route, known.get(f"{room}.{part}"))
            assert value is not None, f"{route}: no example of {part}, and it is not among what is no page"
            path = re.sub(rf"{{{part}[^}}]*}}", str(value), path)
        found.append(Stop(route, path + ASKED.get(path, ""), STAGES.get(path, "full")))
    return found


def session(bureau: Bureau, login: str, stage: str = "full") -> str:
    """The token of a log-in that has come as far as `stage`."""
    with bureau.office() as office:
        person = staff.by_login(office, login)
        credentials.of(office, person).must_change = False
        return sessions.begin(office, person, stage).token


def furnish(bureau: Bureau, library: LiveLibrary) -> None:
    """What a working day leaves on the pages, and a county just begun has not yet."""
    with bureau.office() as office:
        operator, boss, editor = (
            Actor.of_staff(staff.by_login(office, login)) for login in ("operator", "supervisor", "editor")
        )
        waiting = office.db.scalars(select(Conversation).where(Conversation.state == "waiting")).one()
        desk.take(office, waiting.token, operator.id or 0, operator.name)
        talks.keep(office, waiting, "那低保一个月多少钱").state = "done"
        other = talks.find_or_begin(office, "telegram", "demo-second")
        talks.keep(office, other, "家里两天没有吃的了").state = "done"
        desk.ask_for_person(office, other, "help", "家里断粮，要求有人联系")
        kept = [
            evidence.keep(office, data, name, kind, by="operator").id
            for data, name, kind in (
                (PIXEL, "存折.png", "image/png"),
                (VOICE, "录音.ogg", "audio/ogg"),
                (paper("white", "beige"), "通知.pdf", "application/pdf"),
            )
        ]
        first = lodging.lodge(office, NewPetition(**CASE | {"evidence": kept}), operator)
        workflow.move(office, first.petition, "accept", operator, procedure="ordinary")
        handler = staff.by_login(office, "handler")
        workflow.move(office, first.petition, "assign", operator, unit=handler.unit_code, staff=handler.id)
        second = lodging.lodge(office, NewPetition(**CASE | {"category": "delayed"}), operator)
        workflow.move(office, second.petition, "ask_more", operator, text="请补充是哪几个月没发。")
        over = calls.begin(office, operator, OTHER_PHONE)
        calls.end(office, operator, over, "lodged", petition_number=second.petition.number)
        calls.begin(office, operator, PHONE)
        entry = library.corpus.entries["appeal-reconsideration"]
        content = entry.model_dump(mode="json", exclude_none=True)
        editing.write(office, library.corpus, content, editor, "每年核对一遍")
        table = "姓名,身份证号,项目,月份,金额,发放日期\n,,低保,2026-10,560,2026-10-09\n".encode()
        upload = uploads.hand_over(office, boss, "payments", "10月发放.csv", table)
    with bureau.office() as office:
        uploads.begin(office, uploads.get(office, upload, boss), boss, "looking", None)
    uploads.work(bureau, upload, boss)


@dataclass(frozen=True)
class House:
    """The console on the demo county."""

    site: FastAPI
    bureau: Bureau

    def open_as(self, login: str, stage: str = "full") -> TestClient:
        """A browser without a screen, logged in; with an empty stage, nobody's."""
        client = TestClient(self.site, base_url="http://desk.test")
        if stage:
            client.cookies.set(COOKIE, session(self.bureau, login, stage), path="/desk")
        return client


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small demo county as it is after the first start and a day's work."""
    settings = Settings(home=tmp_path_factory.mktemp("demo"))
    preparing.prepare_database(settings)
    bureau = Bureau.from_settings(settings)
    demo.load(bureau, 40, lambda _: None)
    library = LiveLibrary(bureau, CORPUS)
    furnish(bureau, library)
    outer = FastAPI()
    outer.mount("/desk", app.create(bureau, Listener(), library, settings))
    yield House(outer, bureau)
    bureau.engine.dispose()


@pytest.fixture(scope="session")
def open_as(demo_house: House) -> Callable[..., TestClient]:
    return demo_house.open_as
