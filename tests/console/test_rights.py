"""Who opens what: every route against every role, forms without their token, and what no page may contain."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.routing import APIRoute

from casework.people.rights import ROLES
from console import navigation, pages, rights
from console.routes import ROUTERS
from console.security import HEADERS
from tests.console.conftest import Browser

OPEN = {"/login", "/login/code", "/login/enrol", "/login/password", "/logout"}
"""Routes before the desk: reached without a full session."""

PETITIONS = {"operator", "handler", "unit_head", "supervisor", "inspector"}
SUPERVISING = {"supervisor", "unit_head", "inspector"}
EXPECTED: dict[str, set[str]] = {
    "/": set(ROLES),
    "/help": set(ROLES),
    "/petitions": PETITIONS,
    "/applications": PETITIONS,
    "/tasks": PETITIONS,
    "/tasks/new": PETITIONS - {"inspector"},
    "/registers": PETITIONS - {"operator"},
    "/lookups": PETITIONS | {"administrator"},
    "/lookups/locks": {"operator", "supervisor", "inspector", "administrator"},
    "/lodge": {"operator"},
    "/estimate": PETITIONS - {"inspector"},
    "/knowledge": {"editor", "administrator"},
    "/knowledge/questions": {"editor", "administrator"},
    "/calls": {"operator", "supervisor"},
    "/calls/ringing": {"operator", "supervisor"},
    "/chats": {"operator", "supervisor"},
    "/chats/lists": {"operator", "supervisor"},
    "/supervision": SUPERVISING,
    "/supervision/cases?figure=received": SUPERVISING,
    "/supervision/wall": SUPERVISING,
    "/supervision/analysis": SUPERVISING,
    "/call-backs": {"operator", "supervisor"},
    "/supervision/reports": SUPERVISING,
    "/supervision/ledger": SUPERVISING,
    "/supervision/matters": PETITIONS,
    "/supervision/checks": SUPERVISING,
    "/understanding": {"operator", "editor", "supervisor"},
    "/models": {"editor", "administrator"},
    "/answers": PETITIONS | {"editor"},
    "/answers/new": {"editor", "supervisor"},
    "/rules": {"supervisor", "editor", "administrator"},
    "/rules/clocks": {"supervisor", "editor", "administrator"},
    "/roster": {"operator", "supervisor", "administrator"},
    "/calendar": {"supervisor", "administrator"},
    "/units": {"supervisor", "administrator"},
    "/staff": {"administrator"},
    "/staff/new": {"administrator"},
    "/staff/1": {"administrator"},
    "/logs": {"inspector", "administrator"},
}

WRITES: dict[str, set[str]] = {
    "/registers/imports": {"handler", "unit_head", "supervisor"},
    "/registers/refused": {"handler", "unit_head", "supervisor"},
    "/registers/export": {"unit_head", "supervisor", "inspector"},
    "/registers/statistics": {"unit_head", "supervisor", "inspector"},
    "/registers/search": {"handler", "unit_head", "supervisor", "inspector"},
    "/lookups/codes": {"operator", "handler", "unit_head", "supervisor"},
    "/lookups/unlock": {"supervisor", "administrator"},
    "/tasks": {"operator", "handler", "unit_head", "supervisor"},
    "/tasks/1/answer": {"operator", "handler", "unit_head", "supervisor"},
    "/applications/SQ2600000011/steps/accepted": {"handler", "unit_head", "supervisor"},
    "/applications/SQ2600000011/visit": {"handler", "unit_head", "supervisor", "inspector"},
    "/applications/SQ2600000011/prolong": {"unit_head", "supervisor"},
    "/lodge": {"operator"},
    "/calls": {"operator"},
    "/calls/1/answer": {"operator"},
    "/calls/1/lodge": {"operator"},
    "/chats/none/take": {"operator"},
    "/answers": {"editor", "supervisor"},
    "/understanding/export": {"editor", "supervisor"},
    "/models/train": {"editor", "administrator"},
    "/models/live": {"editor", "administrator"},
    "/models/back": {"editor", "administrator"},
    "/knowledge/entries": {"editor", "administrator"},
    "/estimate": PETITIONS - {"inspector"},
    "/roster": {"supervisor", "administrator"},
    "/calendar": {"administrator"},
    "/rules/clocks": {"administrator"},
    "/staff": {"administrator"},
    "/staff/1/password": {"administrator"},
    "/staff/1/factor": {"administrator"},
    "/staff/1/leave": {"administrator"},
    "/staff/1/return": {"administrator"},
}


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def declared(route: APIRoute) -> set[str]:
    """The pages whose right a route asks for, its router's included."""
    found, ahead = set(), [route.dependant]
    while ahead:
        dependant = ahead.pop()
        if page := getattr(dependant.call, "page", None):
            found.add(page)
        ahead.extend(dependant.dependencies)
    return found


def asks_for_token(route: APIRoute) -> bool:
    ahead = [route.dependant]
    while ahead:
        dependant = ahead.pop()
        if getattr(dependant.call, "__name__", "") == "posted":
            return True
        ahead.extend(dependant.dependencies)
    return False


@pytest.mark.parametrize("role", ROLES)
def test_pages_and_writes(as_: Callable[..., Browser], role: str) -> None:
    browser = as_(role)
    opened = {path: browser.get(path).status_code for path in EXPECTED}
    assert opened == {path: 200 if role in roles else 403 for path, roles in EXPECTED.items()}
    shut = {path for path in WRITES if browser.post(path).status_code == 403}
    assert shut == {path for path, roles in WRITES.items() if role not in roles}


def test_every_route_names_its_right() -> None:
    without = [route.path for route in routes() if not declared(route)]
    assert set(without) == OPEN


def test_every_page_of_the_menu_has_a_key_of_its_own() -> None:
    keys = [item.key for item in navigation.ITEMS]
    assert len(set(keys)) == len(keys)


def test_every_page_of_the_table_is_used() -> None:
    used = set().union(*(declared(route) for route in routes()))
    assert used == set(rights.PAGES)


def test_every_write_asks_for_the_forms_token() -> None:
    writes = [route for route in routes() if route.methods and "POST" in route.methods]
    assert {route.path for route in writes if not asks_for_token(route)} == {"/login"}


def test_nothing_is_changed_by_reading() -> None:
    assert {method for route in routes() for method in route.methods or ()} == {"GET", "POST"}


def test_strangers_are_sent_to_the_door(visitor: Browser) -> None:
    assert all(visitor.get(path).headers["location"].startswith("/desk/login") for path in EXPECTED)


class TestForms:
    def test_without_token(self, as_: Callable[..., Browser]) -> None:
        browser = as_("operator")
        assert browser.post("/calls", {"csrf": ""}).status_code == 403
        assert browser.post("/calls").status_code == 303

    def test_with_the_token_of_another_session(self, as_: Callable[..., Browser]) -> None:
        mine, other = as_("operator"), as_("operator")
        assert mine.post("/calls", {"csrf": other.csrf}).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
        ],
    )
    def test_from_another_site(self, as_: Callable[..., Browser], headers: dict[str, str]) -> None:
        assert as_("operator").post("/calls", headers=headers).status_code == 403

    def test_log_in_from_another_site(self, visitor: Browser) -> None:
        assert visitor.post("/login", {}, headers={"origin": "https://evil.example"}).status_code == 403


class TestPagesThemselves:
    @pytest.mark.parametrize("path", ["/login", "/static/desk.css", "/nowhere"])
    def test_carry_the_headers(self, visitor: Browser, path: str) -> None:
        headers = visitor.get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS

    def test_are_not_kept_by_browsers(self, as_: Callable[..., Browser]) -> None:
        assert as_("operator").get("/petitions").headers["cache-control"] == "no-store"

    def test_have_nothing_inline_and_load_nothing_from_elsewhere(self) -> None:
        found = sorted((pages.HERE / "templates").rglob("*.html"))
        assert len(found) > 20
        inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")
        elsewhere = re.compile(r"""(src|href|action)=["'](https?:)?//""")
        texts = {path.name: path.read_text(encoding="utf-8") for path in found}
        assert [name for name, text in texts.items() if inline.search(text) or elsewhere.search(text)] == []

    def test_errors_tell_nothing_of_the_inside(self, as_: Callable[..., Browser]) -> None:
        answer = as_("operator").get("/petitions/HY26-0000-0011")
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
