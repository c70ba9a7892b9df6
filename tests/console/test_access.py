"""Every route that the web process serves, walked by every role; with ids that are not theirs: test_foreign_ids.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import SecretStr
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from casework.conversations import talks
from casework.office import Bureau
from casework.people.rights import ROLES
from huiyin import web
from store.settings import Settings
from tests.console.conftest import TOKEN, Browser
from tests.console.walking import LETTERS, TABLE, call, filled, gone, routes

pytestmark = pytest.mark.usefixtures("furnished")

ELSEWHERE = {
    "GET /live", "GET /health", "GET /ready", "GET /metrics",
    "GET /", "GET /chat/static/{name}", "GET /chat/messages", "GET /chat/wait", "POST /chat/say", "POST /chat/file",
    "GET /chat/picture/{file_id}", "POST /chat/leave", "POST /chat/typing", "GET /materials/{program}", "GET /qr.svg", "GET /poster",
    "GET /my/benefits/{word}",
}  # fmt: skip
"""Routes outside of desk and API. Residents' routes know one talk, that of the cookie: tests/bot/test_web.py; a list of
benefits is opened on the device of its talk alone: tests/bot."""


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


@pytest.mark.parametrize("role", ROLES)
def test_every_role_walks_every_route(
    as_: Callable[..., Browser], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ids that nobody has: who lacks the right is told so, who has it learns that there is no such thing.

    A stream is opened and left at once.
    """
    monkeypatch.setattr(Request, "is_disconnected", gone)
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
