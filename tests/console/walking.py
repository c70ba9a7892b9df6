"""Every route of the desk, who may open it (access.yml), and how it is walked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from fastapi.routing import APIRoute
from starlette.requests import Request

from casework.people.rights import ROLES
from casework.petitions import numbers
from console.routes import ROUTERS
from tests.console.conftest import Browser

TABLE: dict[str, str] = yaml.safe_load((Path(__file__).parent / "access.yml").read_text("utf-8"))
LETTERS = dict(zip(ROLES, "OHUSIEA", strict=True))
UNKNOWN = {
    "number": numbers.compose(2026, 9_999_999), "token": "none", "code": "none", "name": "none", "kind": "none", "move": "none",
    "step": "none", "id": "999999", "file_id": "999999", "call_id": "999999", "staff_id": "999999",
    "shift_id": "999999", "utterance_id": "999999", "item": "999999", "program": "none", "entry_id": "none", "revision_id": "999999",
    "question_id": "999999", "page": "1",
}  # fmt: skip
FORM = {
    "text": "别处的人写的", "reason": "看看", "note": "别处的人写的", "outcome": "answered", "total": "60", "reached": "no",
    "made": "yes", "told_by": "phone", "name": "赵六", "phone": "13900139000", "notes": "别处的人写的", "caller_phone": "13900139000", "narrative": "别处的人写的",
}  # fmt: skip
"""With the lines of the score sheet, enough for every form, so that nothing but the right stands in the way."""


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


def reached(row: str, theirs: dict[str, dict[str, str]]) -> dict[str, str] | None:
    """What to put into this route's path; None where it takes no id of anybody's."""
    return next((values for start, values in theirs.items() if start in row), None)


def asked(browser: Browser, row: str, values: dict[str, str], marks: dict[str, str]) -> Any:
    method, path = filled(row, **values)
    return browser.get(path) if method == "GET" else browser.post(path, FORM | marks)


STREAMS = {"GET /events", "GET /chats/{token}/events"}
"""What goes on until the reader leaves: walked here, where the reader has left at once, and by no other walk."""


async def gone(_: Request) -> bool:
    return True
