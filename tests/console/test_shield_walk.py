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

from casework.calls import calls
from casework.conversations import desk, drafts, talks
from casework.office import Bureau, Office
from casework.people import reveals, staff, units
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Accused, Complainant, NewPetition
from console.routes import ROUTERS
from knowledge.live import LiveLibrary
from store.clock import FixedClock
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
ACCUSED = ("operator", "handler", "unit_head", "supervisor", "inspector", "administrator", "stranger")
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
    call: int
    talk: str


@pytest.fixture(autouse=True)
def library(site: FastAPI, bureau: Bureau) -> None:
    """The pages of the knowledge open as in the web process."""
    (inner,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    inner.state.desk = replace(inner.state.desk, library=LiveLibrary(bureau))


@pytest.fixture
def accusations(bureau: Bureau, people: dict[str, Actor]) -> dict[str, list[Hidden]]:
    """For each member of staff the petitions that accuse them, their unit, or a body that it belongs to; each was told in
    a talk and in a call, and somebody has looked at it."""
    hidden: dict[str, list[Hidden]] = {login: [] for login in PEOPLE}
    with bureau.office() as office:
        tree = units.tree(office)
        at = 0
        for target in ACCUSED:
            name, unit, _ = PEOPLE[target]
            for how, make in WAYS.items():
                for category in CATEGORIES:
                    at += 1
                    word = f"{WORD}{chr(0x4E00 + at * 7)}{chr(0x5E00 + at * 3)}"
                    talk = talks.find_or_begin(office, "web", word)
                    talks.keep(office, talk, f"我反映的是{word}这件事")
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
                            contact=("web", word),
                            conversation_id=talk.id,
                        ),
                        Actor.system("import"),
                    )
                    talks.say(office, talk, f"已经登记，编号 {made.number}")
                    call = _call(office, people["second_operator"], made.number, word)
                    reveals.record(office, people["second_operator"], made.number, "原文", f"核实{word}")
                    root = tree.body(unit)
                    for login, (other, theirs, _) in PEOPLE.items():
                        named = other == name and how != "by unit"
                        branch = how != "by name" and f"/{root}/" in tree.path(theirs)
                        if named or branch:
                            hidden[login].append(Hidden(made.number, word, call, talk.token))
    return hidden


def _call(office: Office, by: Actor, number: str, gist: str) -> int:
    call = calls.begin(office, by, "13800138000")
    calls.end(office, by, call, "lodged", gist=gist, petition_number=number)
    return call.id


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
@pytest.mark.parametrize("login", ACCUSED)
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
@pytest.mark.parametrize("login", ACCUSED)
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


@pytest.mark.parametrize("login", ["operator", "supervisor"])
def test_the_call_and_the_talk_in_which_it_was_told_are_as_if_they_were_not(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]], login: str
) -> None:
    browser = as_(login)
    for secret in accusations[login]:
        for path in (f"/calls/{secret.call}", f"/chats/{secret.talk}"):
            assert browser.get(path).status_code == 404, path
        for what in ("take", "draft", "settle"):
            assert browser.post(f"/chats/{secret.talk}/{what}", {"text": "x"}).status_code in (403, 404), what


def test_a_sealed_report_is_not_read_by_taking_over_the_talk_in_which_it_was_told(
    as_: Callable[..., Browser],
    bureau: Bureau,
    accusations: dict[str, list[Hidden]],
    clock: FixedClock,
) -> None:
    """Who is called to the talk later reads it from there on."""
    browser = as_("second_operator")
    hidden = {secret.number for secret in accusations["second_operator"]}
    board = browser.get("/chats/lists").text
    sealed = next(
        secret
        for secret in accusations["stranger"]
        if secret.number not in hidden and secret.word not in board
    )
    assert browser.get(f"/chats/{sealed.talk}").status_code == 404
    clock.move(minutes=5)
    with bureau.office() as office:
        talk = talks.get(office, sealed.talk)
        talks.keep(office, talk, "我不想活了")
        desk.ask_for_person(office, talk, "crisis", "可能有人身危险")
    browser.post(f"/chats/{sealed.talk}/take")
    page = browser.get(f"/chats/{sealed.talk}").text
    assert "我不想活了" in page
    assert "我不想活了" in browser.get(f"/chats/{sealed.talk}/lodge").text
    for path in ("/chats/lists", f"/chats/{sealed.talk}", f"/chats/{sealed.talk}/lodge"):
        assert leaks(browser.get(path), [sealed]) == [], path


def test_a_talk_in_which_somebody_is_named_is_not_watched_by_them(
    as_: Callable[..., Browser], bureau: Bureau
) -> None:
    """Before it is lodged; once a person is asked for, whoever answers must read it."""
    with bureau.office() as office:
        talk = talks.find_or_begin(office, "web", "named")
        talks.keep(office, talk, f"我要投诉{PEOPLE['operator'][0]}态度不好")
        talks.keep(office, talk, "就在昨天，槐荫那边")
        token = talk.token
    assert token not in as_("operator").get("/chats").text
    assert as_("operator").get(f"/chats/{token}").status_code == 404
    assert as_("second_operator").get(f"/chats/{token}").status_code == 200
    with bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, token), "crisis", "可能有人身危险")
    assert as_("operator").get(f"/chats/{token}").status_code == 200


OPERATORS = {"operator", "second_operator", "liuxi"}


@pytest.mark.parametrize(
    ("said", "place", "category", "kept_from"),
    [
        ("柳溪镇民政所马所长", "", "attitude", {"liuxi"}),
        ("镇上的民政助理", "老槐树村", "attitude", {"liuxi"}),
        ("", "老槐树村", "attitude", set()),
        ("白石镇民政所", "", "attitude", set()),
        ("县民政局张股长", "", "bribery", OPERATORS),
        ("柳溪镇民政所马所长", "", "bribery", OPERATORS),
        ("白石镇民政所", "", "bribery", OPERATORS),
        ("", "", "bribery", OPERATORS),
    ],
)
def test_a_complaint_still_being_told_is_not_watched_by_staff_of_the_accused_unit_nor_what_will_be_sealed(
    as_: Callable[..., Browser], bureau: Bureau, said: str, place: str, category: str, kept_from: set[str]
) -> None:
    """As it will be once it is lodged; whoever is called to the talk must read it."""
    logins = sorted(OPERATORS)
    with bureau.office() as office:
        staff.add(office, "liuxi", "严接线", "QH-102-MZ", ["operator"])
        talk = talks.find_or_begin(office, "web", "untold")
        talks.keep(office, talk, "他们收了我的钱才给办")
        draft = {"complaint_accused": said, "complaint_place": place, "complaint_category": category}
        drafts.note(office, talk, draft | {"complaint_draft": {"key": "k1"}})
        token = talk.token

    def kept() -> set[str]:
        listed = {login for login in logins if token in as_(login).get("/chats").text}
        opened = {login for login in logins if as_(login).get(f"/chats/{token}").status_code == 200}
        assert listed == opened
        return set(logins) - listed

    assert kept() == kept_from
    with bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, token), "crisis", "可能有人身危险")
    assert kept() == set()


def test_whoever_may_know_does_see_it(
    as_: Callable[..., Browser], accusations: dict[str, list[Hidden]]
) -> None:
    """The walk would pass on empty pages too; somebody not complained of sees what the accused does not."""
    hidden = {secret.number for secret in accusations["stranger"]} - {
        secret.number for secret in accusations["operator"]
    }
    page = as_("operator").get("/petitions?list=all").text
    assert any(number in page for number in hidden), sorted(hidden)
