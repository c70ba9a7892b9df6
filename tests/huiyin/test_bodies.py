"""How much a request may bring: what is too large is refused in a sentence before it fills memory or disk."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import web
from bot.gateway import Gateway
from casework.assistance.imports import uploads
from casework.conversations import evidence
from casework.office import Bureau
from huiyin import bodies
from store.settings import Settings
from tests.bot.conftest import FakeRasa
from tests.console.conftest import PASSWORD, TOKEN, Browser

FROM_PAGE = {"X-Huiyin": "1"}
FILES = {"files": ("a.png", b"x" * 500_000)}
WORDS = "的" * 40_000


@pytest.fixture
def door(
    site: FastAPI, bureau: Bureau, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """All doors of the web process, with bounds that a test need not fill gigabytes to reach."""
    monkeypatch.setattr(bodies, "IN_MEMORY", 100_000)
    monkeypatch.setattr(bodies, "WITH_FILES", 400_000)
    site.include_router(web.router(bureau, Gateway(bureau, FakeRasa(), settings), settings))
    site.add_middleware(bodies.Bounded)
    with TestClient(site, raise_server_exceptions=False) as client:
        client.get("/")
        yield client


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/chat/say", {"json": {"update": "w001", "text": WORDS}}),
        ("/chat/file", {"data": {"update": "w001"}, "files": FILES}),
        ("/desk/login", {"data": {"login": "a", "password": WORDS}}),
        ("/desk/login", {"data": {"login": "a"}, "files": FILES}),
        ("/api/v1/calls", {"json": {"call_id": "1", "event": WORDS}}),
        ("/api/v1/assistance/imports/payments", {"files": {"file": FILES["files"]}}),
    ],
)
def test_too_much_is_refused_at_every_door(door: TestClient, path: str, more: dict[str, Any]) -> None:
    headers = FROM_PAGE | {"Authorization": f"Bearer {TOKEN}"}
    answer = door.post(path, headers=headers, **more)
    assert answer.status_code == 413
    assert "分几次" in answer.text


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_what_does_not_say_how_much_it_is_is_counted(door: TestClient, content_type: str) -> None:
    """Sent in pieces without a length; no more is read than may come."""
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        while read < 5_000_000:
            read += 50_000
            yield b"x" * 50_000

    path = "/chat/file" if content_type.startswith("multipart") else "/chat/say"
    answer = door.post(path, content=pieces(), headers=FROM_PAGE | {"Content-Type": content_type})
    assert answer.status_code == 413


def test_what_may_come_comes(door: TestClient, as_: Callable[..., Browser]) -> None:
    said = door.post("/chat/say", json={"update": "w001", "text": "的" * 9_000}, headers=FROM_PAGE)
    assert said.status_code == 200
    sent = door.post(
        "/chat/file", data={"update": "w002"}, files={"files": ("a", b"x" * 300_000)}, headers=FROM_PAGE
    )
    assert sent.status_code == 200
    assert door.post("/desk/login", data={"login": "a", "password": PASSWORD}).status_code == 401


def test_every_file_that_is_taken_fits() -> None:
    assert web.MOST_FILES * max(evidence.LARGEST.values()) < bodies.WITH_FILES
    assert bodies.WITH_FILES > uploads.LARGEST
