"""Every route that the web process serves, walked by every role; with ids that are not theirs: test_foreign_ids.py."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import SecretStr
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from casework.conversations import talks
from casework.office import Bureau
from casework.people.rights import ROLES
from casework.petitions import numbers
from console.routes import ROUTERS
from huiyin import web
from knowledge.answering import Library
from store.county import County
from store.settings import ROOT, Settings
from tests.console.conftest import TOKEN, Browser

TABLE: dict[str, str] = yaml.safe_load((Path(__file__).parent / "access.yml").read_text("utf-8"))
LETTERS = dict(zip(ROLES, "OHUSIEA", strict=True))
UNKNOWN = {
    "number": numbers.compose(2026, 9_999_999), "token": "none", "code": "none", "name": "none", "kind": "none", "move": "none",
    "step": "none", "id": "999999", "file_id": "999999", "call_id": "999999", "staff_id": "999999",
    "shift_id": "999999", "utterance_id": "999999", "item": "999999", "program": "none", "entry_id": "none", "revision_id": "999999",
    "question_id": "999999", "page": "1",
}  # fmt: skip
ELSEWHERE = {
    "GET /live", "GET /health", "GET /ready", "GET /metrics",
    "GET /", "GET /chat/static/{name}", "GET /chat/messages", "GET /chat/wait", "POST /chat/say", "POST /chat/file",
    "GET /chat/picture/{file_id}", "POST /chat/leave", "POST /chat/typing", "GET /materials/{program}", "GET /qr.svg", "GET /poster",
    "GET /my/benefits/{word}",
}  # fmt: skip
"""Routes outside of desk and API. Residents' routes know one talk, that of the cookie: tests/bot/test_web.py; a list of
benefits is opened on the device of its talk alone: tests/bot."""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.fixture
def site(site: FastAPI, library: Library) -> FastAPI:
    """The site with what the house knows, so that each page can open."""
    (desk,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    desk.state.desk = replace(desk.state.desk, library=library)
    return site


def routes() -> Iterator[tuple[str, APIRoute]]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield f"{min(route.methods or ())} {route.path}", route


def filled(row: str, **known: str) -> tuple[str, str]:
    method, path = row.split(" ", 1)
    values = UNKNOWN | known
    return method, re.sub(r"\{(\w+)\}", lambda match: values[match[1]], path)


def call(browser: Browser, row: str, **known: str) -> Any:
    method, path = filled(row, **known)
    return browser.get(path) if method == "GET" else browser.post(path)


def test_the_table_has_every_route_and_no_other() -> None:
    assert {row for row, _ in routes()} == set(TABLE)


def test_nothing_else_is_served(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the web process mounts is the desk, the API, and the residents' and probes' routes named here."""
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    monkeypatch.setattr(web.composition, "bureau", lambda: bureau)
    app = web.create(Settings(_env_file=None))
    mounts = {route.path for route in app.routes if isinstance(route, Mount)}
    assert mounts == {"/desk", "/api/v1"}
    assert set(_plain(app.routes)) == ELSEWHERE


def _plain(found: list[BaseRoute]) -> Iterator[str]:
    for route in found:
        if (included := getattr(route, "original_router", None)) is not None:
            yield from _plain(included.routes)
        elif isinstance(route, Route | APIRoute):
            yield from (f"{method} {route.path}" for method in (route.methods or set()) - {"HEAD"})


STREAMS = {"GET /events", "GET /chats/{token}/events"}
"""What goes on until the reader leaves: walked here, where the reader has left at once, and by no other walk."""


async def _gone(_: Request) -> bool:
    return True


@pytest.mark.parametrize("role", ROLES)
def test_every_role_walks_every_route(
    as_: Callable[..., Browser], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ids that nobody has: who lacks the right is told so, who has it learns that there is no such thing.

    A stream is opened and left at once.
    """
    monkeypatch.setattr(Request, "is_disconnected", _gone)
    browser = as_(role)
    wrong = {}
    for row, letters in TABLE.items():
        if letters == "door":
            continue
        status = call(browser, row).status_code
        if (status == 403) is (LETTERS[role] in letters) or status >= 500:
            wrong[row] = status
    assert wrong == {}


def test_nobody_walks_in_from_the_street(visitor: Browser) -> None:
    opened = {}
    for row, letters in TABLE.items():
        if letters == "door":
            continue
        answer = call(visitor, row)
        if answer.status_code != 303 or not answer.headers["location"].startswith("/desk/login"):
            opened[row] = answer.status_code
    assert opened == {}


@pytest.mark.parametrize("stage", ["factor", "enrol", "change"])
def test_half_logged_in_is_not_logged_in(as_: Callable[..., Browser], stage: str) -> None:
    browser = as_("supervisor", stage)
    opened = [
        row
        for row, letters in TABLE.items()
        if letters != "door" and not call(browser, row).headers.get("location", "").startswith("/desk/login")
    ]
    assert opened == []


def test_the_api_gives_nothing_without_its_token(site: FastAPI) -> None:
    (api,) = (r.app for r in site.routes if isinstance(r, Mount) and r.path == "/api/v1")
    client = TestClient(site)
    guarded = 0
    for row in _plain(api.routes):
        if "openapi" in row:
            continue
        method, path = filled(row)
        for headers in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "Bearer "}):
            assert client.request(method, f"/api/v1{path}", headers=headers).status_code == 401, path
        guarded += 1
    assert guarded >= 6


def test_a_token_opens_its_own_part_of_the_api_alone(site: FastAPI, settings: Settings) -> None:
    """The telephone system reads no figures, and whoever reads figures rings no telephone and brings in no table."""
    settings.figures_tokens = [SecretStr("reader")]
    (api,) = (r.app for r in site.routes if isinstance(r, Mount) and r.path == "/api/v1")
    client = TestClient(site, raise_server_exceptions=False)
    opened: dict[str, set[str]] = {}
    for row in _plain(api.routes):
        if "openapi" in row:
            continue
        method, path = filled(row)
        for token in (TOKEN, "reader"):
            headers = {"Authorization": f"Bearer {token}"}
            if client.request(method, f"/api/v1{path}", headers=headers).status_code != 401:
                opened.setdefault(token, set()).add(row)
    assert opened[TOKEN].isdisjoint(opened["reader"])
    assert {row.split("/")[1] for row in opened["reader"]} == {"figures"}


def test_what_a_stranger_posts_into_anothers_talk_is_not_heard(
    bureau: Bureau, as_: Callable[..., Browser]
) -> None:
    """A talk held by one operator takes nothing from another."""
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "web", "resident-1")
        token = conversation.token
    mine, other = as_("operator"), as_("second_operator")
    assert mine.post(f"/chats/{token}/take").status_code == 303
    assert other.post(f"/chats/{token}/say", {"text": "您好，我是别人"}).status_code in (403, 409)
    with bureau.reading() as office:
        found = talks.get(office, token)
        assert "您好，我是别人" not in [message.text for message in talks.history(office, found)]
