"""Every route of the desk, walked by everybody who is complained of: nothing of what accuses them comes back.

The routes are read from the app, so that none can be forgotten: a path with a blank that this test cannot fill, or a
stream that it does not know, fails it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx import Response

from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Accused, Complainant, NewPetition
from console.routes import ROUTERS
from knowledge.live import LiveLibrary
from tests.console.conftest import PEOPLE, Browser

pytestmark = pytest.mark.slow

STREAMS = {"/events", "/chats/{token}/events"}
"""Never end; they carry counts, which come from the same `queries.count` as the lists."""
DOORS = {"/logout", "/login", "/login/code", "/login/enrol", "/login/password"}
WORD = "槐荫"
"""Stands in every narrative, with a word of its own beside it."""
WAYS = {
    "by name": lambda name, unit: Accused(name=name),
    "by unit": lambda name, unit: Accused(unit_code=unit),
    "by name and unit": lambda name, unit: Accused(name=name, unit_code=unit, role="干部"),
}
CATEGORIES = ("attitude", "embezzlement", "payment_missing")
FORMS = (
    {},
    {"name": "王小明", "phone": "13800138000", "reason": "核对一下情况", "q": WORD, "text": WORD},
)
QUERIES = (
    "",
    f"?q={WORD}",
    "?q=13800138000",
    "?q=王小明",
    "?list=all",
    "?list=closed",
    "?figure=received&by=category",
    "?by=handler",
)


@dataclass(frozen=True)
class Hidden:
    number: str
    word: str


@pytest.fixture(autouse=True)
def library(site: FastAPI, bureau: Bureau) -> None:
    """The pages of the knowledge open as in the web process."""
    (inner,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    inner.state.desk = replace(inner.state.desk, library=LiveLibrary(bureau))


@pytest.fixture
def accusations(bureau: Bureau, people: dict[str, Actor]) -> dict[str, list[Hidden]]:
    """For each member of staff the petitions that accuse them, their unit, or a body that it belongs to."""
    hidden: dict[str, list[Hidden]] = {login: [] for login in PEOPLE}
    with bureau.office() as office:
        tree = units.tree(office)
        at = 0
        for target in ("operator", "handler", "unit_head", "supervisor", "inspector", "stranger"):
            name, unit, _ = PEOPLE[target]
            for how, make in WAYS.items():
                for category in CATEGORIES:
                    at += 1
                    word = f"{WORD}{chr(0x4E00 + at * 7)}{chr(0x5E00 + at * 3)}"
                    made = lodging.lodge(
                        office,
                        NewPetition(
                            category=category,
                            narrative=f"我反映的是{word}这件事",
                            wants=f"查{word}",
                            accused=[make(name, unit)],
                            petitioners=[Complainant("王小明", "13800138000")],
                            place_unit_code="QH-102-02",
                            place_text=word,
                            channel="phone",
                        ),
                        people["operator"],
                    )
                    root = tree.body(unit)
                    for login, (other, theirs, _) in PEOPLE.items():
                        named = other == name and how != "by unit"
                        branch = how != "by name" and f"/{root}/" in tree.path(theirs)
                        if named or branch:
                            hidden[login].append(Hidden(made.number, word))
    return hidden


def routes(method: str) -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and method in (route.methods or ()):
                yield route


def filled(path: str, number: str) -> str:
    """The path with its blanks filled by what leads to a hidden petition, or to the first of its kind."""
    known = {
        "number": number,
        "move": "note",
        "kind": "acceptance",
        "name": "clocks",
        "step": "accepted",
        "token": "none",
        "code": "none",
        "program": "dibao",
        "page": "1",
    }

    def fill(blank: re.Match[str]) -> str:
        name = blank.group(1)
        if name.endswith("id") or name in ("id", "item"):
            return "1"
        assert name in known, f"{path}: say here how {name} leads to a hidden petition"
        return known[name]

    return re.sub(r"\{(\w+)(?::\w+)?\}", fill, path)


def said(answer: Response) -> str:
    """All that a response tells: its page, its address, and the text within an Office file."""
    found = answer.headers.get("location", "") + answer.headers.get("hx-redirect", "")
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return found + "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return found + answer.content.decode("utf-8", "replace")


def leaks(answer: Response, secrets: list[Hidden], asked: str = "") -> list[str]:
    text = said(answer).replace(asked, "") if asked else said(answer)
    return [secret.number for secret in secrets if secret.word in text or secret.number in text]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("login", ["operator", "handler", "unit_head", "supervisor", "inspector", "stranger"])
def test_nothing_comes_back_by_any_route(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]], login: str
) -> None:
    browser, secrets = as_(login), accusations[login]
    assert len(secrets) >= 6
    found = []
    for route in routes("GET"):
        if route.path in STREAMS or route.path in DOORS:
            continue
        if "{number}" in route.path:
            for secret in secrets:
                answer = browser.get(filled(route.path, secret.number))
                assert answer.status_code in (403, 404), (route.path, secret)
                found += leaks(answer, secrets, asked=secret.number)
            continue
        plain = "{" not in route.path
        for query in QUERIES if plain else ("",):
            answer = browser.get(filled(route.path, "") + query)
            assert answer.status_code < 500, (route.path, query)
            found += [(route.path, query, number) for number in leaks(answer, secrets)]
    assert found == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("login", ["operator", "handler", "unit_head", "supervisor", "inspector", "stranger"])
def test_nothing_can_be_done_to_it_by_any_form(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]], login: str
) -> None:
    browser, secrets = as_(login), accusations[login]
    for route in routes("POST"):
        if route.path in DOORS:
            continue
        if "{number}" in route.path:
            for secret in secrets[:3]:
                answer = browser.post(
                    filled(route.path, secret.number), {"reason": "核对一下情况", "text": "x"}
                )
                assert answer.status_code in (303, 403, 404, 409, 422), (route.path, answer.status_code)
                assert leaks(answer, secrets, asked=secret.number) == [], route.path
                assert answer.status_code != 303, route.path
            continue
        for form in FORMS:
            answer = browser.post(filled(route.path, ""), form)
            assert leaks(answer, secrets) == [], (route.path, form)


@pytest.mark.parametrize("login", ["handler", "supervisor", "stranger"])
def test_a_petition_named_in_a_form_is_as_if_it_were_not(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]], login: str
) -> None:
    """Where a form takes a petition's number: supervising it, or linking an own one to it."""
    browser, secret = as_(login), accusations[login][0]
    for path, form in (
        (
            "/supervision/matters/petition",
            {"number": secret.number, "level": "3", "why": "快办", "reason": "快办"},
        ),
        ("/supervision/matters", {"numbers": secret.number, "title": "督办", "text": "快办"}),
    ):
        answer = browser.post(path, form)
        assert answer.status_code in (403, 404, 409, 422), path
        assert leaks(answer, [secret], asked=secret.number) == []


def test_whoever_may_know_does_see_it(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]]
) -> None:
    """The walk would pass on empty pages too; somebody not complained of sees what the accused does not."""
    hidden = {secret.number for secret in accusations["stranger"]} - {
        secret.number for secret in accusations["operator"]
    }
    page = as_("operator").get("/petitions?list=all").text
    assert any(number in page for number in hidden), sorted(hidden)
