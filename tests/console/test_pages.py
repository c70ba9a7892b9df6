"""Every page of the console on demo data: none is left out, none is heavy, none is slow."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.assistance.models import Application, Task
from casework.calls.models import Call
from casework.conversations import desk
from casework.conversations.models import Conversation
from casework.office import Bureau
from casework.people import credentials, sessions, staff
from casework.petitions.models import Petition
from console import app
from console.desk import COOKIE
from console.models import AnswerTemplate
from console.routes import ROUTERS
from huiyin import preparing
from huiyin.composition import CORPUS
from huiyin.demo import county
from knowledge.live import LiveLibrary
from store.settings import Settings
from tests.console.conftest import Listener

pytestmark = pytest.mark.slow

MOST_BYTES = 300_000
MOST_SECONDS = 0.5
"""Of the processor, so that a busy machine does not matter."""
ASKED = {"/supervision/cases": "?figure=received"}
ROLES = ("operator", "supervisor", "admin", "editor", "inspector", "handler", "head")
NOT_PAGES = re.compile(
    r"/events|/file|/files/|/evidence/|/lists$|/ringing$|/presence$|/run$|/login|/login/|/progress$|/imports/{|/knowledge/drafts/{"
)
"""Streams, downloads and parts of pages; the door has tests of its own, and so have imports and drafts under way."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, Bureau]]:
    """A small demo county as it is after the first start."""
    settings = Settings(home=tmp_path_factory.mktemp("demo"))
    preparing.prepare_database(settings)
    bureau = Bureau.from_settings(settings)
    county.load(bureau, 40, lambda _: None)
    with bureau.office() as office:
        operator = staff.by_login(office, "operator")
        waiting = office.db.scalars(select(Conversation).where(Conversation.state == "waiting")).first()
        assert waiting is not None
        desk.take(office, waiting.token, operator.id, operator.name)
    outer = FastAPI()
    outer.mount("/desk", app.create(bureau, Listener(), LiveLibrary(bureau, CORPUS), settings))
    yield outer, bureau
    bureau.engine.dispose()


@pytest.fixture(scope="module")
def open_as(house: tuple[FastAPI, Bureau]) -> Callable[[str], TestClient]:
    def browser(login: str) -> TestClient:
        site, bureau = house
        with bureau.office() as office:
            person = staff.by_login(office, login)
            credentials.of(office, person).must_change = False
            token = sessions.begin(office, person, "full").token
        client = TestClient(site, base_url="http://desk.test")
        client.cookies.set(COOKIE, token, path="/desk")
        return client

    return browser


def examples(bureau: Bureau) -> dict[str, Any]:
    """A value for every part of an address that names a record."""
    with bureau.reading() as office:

        def first(column: Any, *where: Any) -> Any:
            return office.db.scalars(select(column).where(*where).order_by(column).limit(1)).first()

        return {
            "/petitions": {"number": first(Petition.number, Petition.is_open, ~Petition.sealed)},
            "/applications": {"number": first(Application.number)},
            "/tasks": {"id": first(Task.id)},
            "/calls": {"call_id": first(Call.id)},
            "/chats": {"token": first(Conversation.token, Conversation.state == "operator")},
            "/rules": {"name": "figures"},
            "/staff": {"staff_id": 1, "person_id": 1, "id": 1},
            "/answers": {"code": first(AnswerTemplate.code)},
            "/knowledge": {"entry_id": "appeal-reconsideration"},
            "/estimate": {"program": "dibao"},
        }


def pages(bureau: Bureau) -> list[str]:
    """The address of every page there is; a new page with a new kind of part must be given an example here."""
    known = examples(bureau)
    found = []
    for router in ROUTERS:
        for route in router.routes:
            if not isinstance(route, APIRoute) or "GET" not in route.methods or NOT_PAGES.search(route.path):
                continue
            kind = "/" + route.path.split("/")[1]
            path = route.path
            for name in re.findall(r"{(\w+)", path):
                value = known.get(kind, {}).get(name)
                assert value is not None, f"no example of {name} for {route.path}"
                path = re.sub(rf"{{{name}[^}}]*}}", str(value), path)
            found.append(path + ASKED.get(path, ""))
    return found


def test_every_page_is_light_and_quick(
    house: tuple[FastAPI, Bureau], open_as: Callable[[str], TestClient]
) -> None:
    _, bureau = house
    wrong, reached = [], set()
    paths = pages(bureau)
    assert len(paths) > 35
    for role in ROLES:
        client = open_as(role)
        for path in paths:
            took = []
            for _ in range(3):
                began = time.process_time()
                answer = client.get(f"/desk{path}", follow_redirects=False)
                took.append(time.process_time() - began)
                if took[-1] < MOST_SECONDS:
                    break
            if answer.status_code == 200:
                reached.add(path)
                if min(took) > MOST_SECONDS:
                    wrong.append(f"{role} {path}: {min(took):.2f} s")
                if len(answer.content) > MOST_BYTES:
                    wrong.append(f"{role} {path}: {len(answer.content)} bytes")
            elif answer.status_code >= 500:
                wrong.append(f"{role} {path}: {answer.status_code}")
    assert wrong == []
    assert set(paths) - reached == set(), "pages that nobody could open"


def test_the_worst_pages_say_what_to_do(open_as: Callable[[str], TestClient], tmp_path: Path) -> None:
    client = open_as("handler")
    for path, status in (("/nowhere", 404), ("/staff", 403), ("/petitions/HY00-0000-0000", 404)):
        answer = client.get(f"/desk{path}")
        assert answer.status_code in (status, 409)
        assert "回到工作台" in answer.text
