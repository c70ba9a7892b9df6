"""The desk in a real browser: an operator's shift by keyboard, every page at two sizes, and what axe-core finds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from casework.calls import calls
from casework.calls.calls import Reported
from casework.conversations import desk, talks
from casework.labelling import labelling
from casework.office import Bureau
from casework.people import credentials, staff
from casework.people.actors import Actor
from store import signs
from tests.console.browsing import SIZES, faults
from tests.console.conftest import PASSWORD, Listener

pytestmark = pytest.mark.browser

MOST_BYTES = 300_000

PAGES = {
    "operator": [
        "/",
        "/help",
        "/petitions",
        "/applications",
        "/tasks",
        "/lookups",
        "/lookups/locks",
        "/lodge",
        "/calls",
        "/call-backs",
        "/estimate",
        "/chats",
        "/understanding",
        "/answers",
        "/roster",
    ],
    "supervisor": [
        "/registers",
        "/supervision",
        "/supervision/wall",
        "/supervision/reports",
        "/supervision/ledger",
        "/supervision/matters",
        "/supervision/checks",
        "/supervision/cases?figure=received",
        "/petitions?list=all",
        "/calendar",
        "/units",
        "/rules",
    ],
    "administrator": ["/staff", "/staff/new", "/staff/1", "/rules/clocks", "/logs", "/models"],
    "editor": ["/answers/new", "/models"],
    "handler": ["/", "/petitions"],
}


@pytest.fixture
def busy(bureau: Bureau, lodge: Callable[..., str], people: dict[str, Actor]) -> dict[str, str]:
    """A county with something on every page; gives addresses that depend on it."""
    number = lodge()
    lodge(category="attitude", narrative="窗口态度很差，问什么都不理", place_unit_code="QH-101-01")
    with bureau.office() as office:
        calls.report(office, Reported("c1", "ringing", "13700001111"))
        calls.report(office, Reported("c1", "missed", "13700001111"))
        call = calls.begin(office, people["operator"], "13800138000")
        talk = talks.find_or_begin(office, "web", "visitor-1")
        talks.keep(office, talk, "我要找人，低保三个月没发了")
        desk.ask_for_person(office, talk, "request", "居民要求人工")
        labelling.collect(
            office,
            "俺那个钱咋还没给",
            "unsure",
            "m1",
            intent="inform",
            confidence=0.3,
            ranking=[("inform", 0.3)],
        )
        return {
            "petition": f"/petitions/{number}",
            "call": f"/calls/{call.id}",
            "chat": f"/chats/{talk.token}",
            "token": talk.token,
        }


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_is_light_and_reachable_for_everybody(
    walk: Callable[..., Page], address: str, busy: dict[str, str], size: str, tmp_path: Path
) -> None:
    """Pictures of all pages lie in the test's folder afterwards."""
    wrong: list[str] = []
    for login, paths in PAGES.items():
        page = walk(login, size)
        complaints: list[str] = []
        answers: list[Response] = []
        page.on("response", lambda answer, to=answers: to.append(answer))
        page.on("console", lambda said, to=complaints: to.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error, to=complaints: to.append(str(error)))
        more = (
            [busy["petition"], f"{busy['petition']}/notices", busy["call"], busy["chat"]]
            if login == "operator"
            else []
        )
        for path in [*paths, *more]:
            answers.clear()
            page.goto(address + path, wait_until="load")
            page.wait_for_timeout(150)
            weight = sum(
                one.request.sizes()["responseBodySize"]
                for one in answers
                if "event-stream" not in one.headers.get("content-type", "") and one.status == 200
            )
            name = f"{login}{path.replace('/', '_').partition('?')[0]}-{size}.png"
            page.screenshot(path=tmp_path / name, full_page=True)
            width = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{login} {path}: {fault}" for fault in faults(page)]
            wrong += [f"{login} {path}: console says {text}" for text in complaints]
            complaints.clear()
            if width > SIZES[size][0]:
                wrong.append(f"{login} {path}: {width} px wide")
            if weight > MOST_BYTES:
                wrong.append(f"{login} {path}: {weight} bytes")
    assert wrong == []


def test_on_paper_nothing_is_cut_off_and_nothing_is_there_to_press(
    walk: Callable[..., Page], address: str, busy: dict[str, str]
) -> None:
    """As wide as A4 between its margins; tables stay tables, and a chart keeps its axes."""
    page = walk("supervisor", "office")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 950})
    for path in (*PAGES["supervisor"], busy["petition"]):
        page.goto(address + path, wait_until="load")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= 672, path
        assert page.locator("nav.menu, .masthead, button, select").locator("visible=true").count() == 0, path
        for table in page.locator("table.list").all():
            assert table.locator("thead").is_visible(), path
        for chart in page.locator(".chart").all():
            assert chart.evaluate(
                "one => one.querySelector('svg').getBoundingClientRect().bottom"
                " <= one.getBoundingClientRect().bottom + 1"
            ), path


def test_an_operators_shift_by_keyboard(
    walk: Callable[..., Page],
    address: str,
    bureau: Bureau,
    people: dict[str, Actor],
    listener: Listener,
    chromium: Any,
) -> None:
    with bureau.office() as office:
        person = staff.by_login(office, "operator")
        credentials.set_password(office, person, PASSWORD)
        credentials.of(office, person).must_change = False
    listener.parsed = {"entities": {"place": "青石坳村", "date": "8月", "person": "王桂兰"}}
    page = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{address}/calls")
    page.locator("input:focus").wait_for()
    page.keyboard.type("operator")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/calls")

    page.keyboard.press("n")
    page.keyboard.type("13900001234")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/calls/*")
    expect(page.locator("#notes")).to_be_focused()
    page.keyboard.type("青石坳村的低保8月起没打到卡上，我叫王桂兰")
    expect(page.locator("#suggestion")).to_contain_text("投诉举报")
    page.keyboard.press("F2")
    expect(page.locator("#category")).to_have_value("payment_missing")
    expect(page.locator("#name")).to_have_value("王桂兰")
    expect(page.locator("#notes")).to_be_focused()
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("登记好了")
    number = page.locator(".figure").first.inner_text()

    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/desk/petitions")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/petitions/{number}")
    accept = page.locator("#move-accept summary")
    page.keyboard.press(f"Alt+{accept.get_attribute('data-alt')}")
    page.locator("#move-accept").get_by_label("普通程序").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_contain_text("已受理")
    page.context.close()


def test_a_talk_goes_on_over_a_dropped_line(
    walk: Callable[..., Page], address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    page = walk("operator")
    page.goto(f"{address}/chats")
    expect(page.locator("[data-live=waiting]")).to_have_text("1")
    page.goto(address + busy["chat"])
    page.keyboard.press("a")
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.type("您好，我来帮您查。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-talk]")).to_contain_text("您好，我来帮您查。")
    expect(page.locator("#reply")).to_have_value("")

    def say(text: str) -> None:
        with bureau.office() as office:
            talks.keep(office, talks.get(office, busy["token"]), text)

    say("卡号没变过")
    expect(page.locator("[data-talk]")).to_contain_text("卡号没变过")
    page.context.set_offline(True)
    say("断线时说的话")
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator("[data-talk]")).to_contain_text("断线时说的话", timeout=20_000)
    assert page.locator("[data-talk] .say", has_text="卡号没变过").count() == 1


def test_the_screen_opens_by_itself_when_a_call_is_put_through(
    walk: Callable[..., Page], address: str, bureau: Bureau, people: dict[str, Actor]
) -> None:
    page = walk("operator")
    page.goto(f"{address}/petitions")
    page.wait_for_timeout(2500)
    with bureau.office() as office:
        told = Reported("c7", "answered", "13700001111", staff_id=people["operator"].id)
        call = calls.report(office, told)
    page.wait_for_url(f"**/desk/calls/{call.id}")
    expect(page.locator(".call-phone")).to_have_text("13700001111")


def test_an_urgent_talk_is_heard_of_on_any_page(
    walk: Callable[..., Page], address: str, bureau: Bureau
) -> None:
    page = walk("operator")
    page.goto(f"{address}/petitions")
    expect(page.locator("nav.menu")).to_be_visible()
    page.wait_for_timeout(2500)
    with bureau.office() as office:
        talk = talks.find_or_begin(office, "web", "visitor-9")
        desk.ask_for_person(office, talk, "crisis", "说不想活了")
    expect(page.locator("#toast")).to_contain_text("人身危险", timeout=15_000)
    expect(page.locator("[data-live=waiting]")).to_have_text("1")


def test_who_is_typing_is_seen_on_the_other_side(
    walk: Callable[..., Page], address: str, busy: dict[str, str]
) -> None:
    page = walk("operator")
    page.goto(address + busy["chat"])
    page.keyboard.press("a")
    expect(page.locator("#reply")).to_be_focused()
    here = signs.of("")
    assert not here.is_up(f"operator:{busy['token']}")
    page.keyboard.type("您")
    page.wait_for_timeout(500)
    assert here.is_up(f"operator:{busy['token']}")
    here.give(f"resident:{busy['token']}", 2)
    expect(page.locator(".typing")).to_have_text("对方正在输入……")
    expect(page.locator(".typing")).to_have_text("", timeout=6_000)
