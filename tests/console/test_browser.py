"""The desk in a real browser: an operator's shift by keyboard, every page at two sizes, and what axe-core finds."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, Response, expect

from casework.calls import calls
from casework.calls.calls import Reported
from casework.conversations import desk, talks
from casework.labelling import labelling
from casework.office import Bureau
from casework.people import credentials, staff
from casework.people.actors import Actor
from casework.petitions import evidence, lodging
from casework.petitions.categories import CATEGORIES
from casework.petitions.lodging import Complainant, NewPetition
from huiyin.demo.assistance import name_of
from knowledge.saying import Answer
from store import signs
from tests.casework.assistance.conftest import id_number
from tests.console import touring
from tests.console.browsing import SIZES, enter, faults, serving
from tests.console.conftest import PASSWORD
from tests.console.listening import Listener
from tests.console.touring import House

pytestmark = pytest.mark.browser

MOST_BYTES = 300_000


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


@dataclass
class Tourist:
    """Somebody with a browser who goes through the demo county and writes down what is wrong."""

    house: House
    chromium: Any
    address: str
    size: str
    album: Path
    wrong: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    """Milliseconds until a page had arrived; they are told, not judged: the machine may have other work."""
    browsers: dict[tuple[str, str], Page] = field(default_factory=dict)
    heard: dict[tuple[str, str], tuple[list[str], list[Response]]] = field(default_factory=dict)
    """What each browser complained of, and what it was answered, since it last opened a page."""

    def page(self, login: str, stage: str = "full") -> Page:
        """Somebody's page; its cache is off, so that each page weighs what it weighs the first time."""
        if (login, stage) not in self.browsers:
            token = touring.session(self.house.bureau, login, stage) if stage else ""
            page = enter(self.chromium, self.address, token, self.size)
            page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
            complaints, answers = self.heard.setdefault((login, stage), ([], []))
            page.on("response", lambda one: answers.append(one))
            page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
            page.on("pageerror", lambda one: complaints.append(str(one)))
            self.browsers[login, stage] = page
        return self.browsers[login, stage]

    def open(self, login: str, path: str, stage: str = "full") -> Page:
        """Open a page and look at it."""
        page = self.page(login, stage)
        complaints, answers = self.heard[login, stage]
        complaints.clear()
        answers.clear()
        page.goto(self.address + path, wait_until="load")
        page.wait_for_timeout(150)
        took = page.evaluate("Math.round(performance.getEntriesByType('navigation')[0].responseEnd)")
        self.times.append((took, path))
        weight = sum(
            one.request.sizes()["responseBodySize"]
            for one in answers
            if "event-stream" not in one.headers.get("content-type", "") and one.status == 200
        )
        if weight > MOST_BYTES:
            self.wrong.append(f"{login} {path}: {weight} bytes")
        self.wrong += [f"{login} {path}: console says {text}" for text in complaints]
        self.look(page, f"{login}{path}")
        return page

    def look(self, page: Page, name: str) -> None:
        """Take a picture of what is on the screen now, and hold it to the rules."""
        file = re.sub(r"\W+", "_", unquote(name))[:80]
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=self.album / f"{file}-{self.size}.png", full_page=True)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > SIZES[self.size][0]:
            self.wrong.append(f"{name}: {width} px wide")
        gone = page.locator(".chip").evaluate_all(
            "chips => chips.filter((one) => getComputedStyle(one).display === 'none').map((one) => one.textContent)"
        )
        self.wrong += [f"{name}: {text} is not shown at this size" for text in gone]
        self.wrong += [f"{name}: {fault}" for fault in faults(page)]

    def leave(self) -> None:
        if self.times:
            told = "\n".join(f"{took} ms {path}" for took, path in sorted(self.times, reverse=True))
            (self.album / f"times-{self.size}.txt").write_text(told, encoding="utf-8")
        for page in self.browsers.values():
            page.context.close()


@pytest.fixture(params=SIZES)
def tourist(
    request: pytest.FixtureRequest,
    demo_house: House,
    demo_address: str,
    chromium: Any,
    tmp_path: Path,
) -> Iterator[Tourist]:
    """Pictures of all pages lie in HUIYIN_PICTURES afterwards, or in the test's folder."""
    album = Path(os.environ.get("HUIYIN_PICTURES") or tmp_path)
    album.mkdir(exist_ok=True)
    found = Tourist(demo_house, chromium, demo_address, request.param, album)
    yield found
    found.leave()


@pytest.fixture
def demo_address(demo_house: House) -> Iterator[str]:
    with serving(demo_house.site) as place:
        yield place


def test_every_page_fits_is_light_and_reachable_for_everybody(tourist: Tourist) -> None:
    """The pages are those of the routes: a new one is visited, or the tour says what it lacks an example of."""
    for stop in touring.stops(tourist.house.bureau):
        login = next(
            (
                login
                for login in touring.ROLES
                if tourist.house.open_as(login, stop.stage)
                .get(f"/desk{stop.path}", follow_redirects=False)
                .status_code
                == 200
            ),
            None,
        )
        if login is None:
            tourist.wrong.append(f"{stop.path}: nobody can open it")
        else:
            tourist.open(login, stop.path, stop.stage)
    for login, path in touring.ALSO:
        tourist.open(login, path)
    assert tourist.wrong == []


def test_what_comes_after_a_form_fits_too(tourist: Tourist) -> None:
    """Pages that no address leads to: each is shown once, in answer to a form."""
    bureau, known = tourist.house.bureau, touring.examples(tourist.house.bureau)

    def after(page: Page, name: str) -> None:
        page.wait_for_load_state("load")
        tourist.look(page, name)

    for room, number in (
        ("petitions", known["petitions.number"]),
        ("applications", known["applications.number"]),
        ("tasks", known["tasks.id"]),
    ):
        page = tourist.page("operator")
        page.goto(f"{tourist.address}/{room}/{number}")
        page.locator("summary", has_text="看完整信息").click()
        page.locator("form[action$=reveal] [name=reason]").fill("回电核实情况")
        page.locator("form[action$=reveal] button").click()
        expect(page.locator("main")).to_contain_text("这次查看已记录")
        after(page, f"reveal {room}")
    page.goto(f"{tourist.address}/applications/new")
    page.locator("[name=program]").select_option("dibao")
    for name, words in (("name", "王演示"), ("id_number", id_number(901)), ("phone", "13800001901")):
        page.locator(f"form [name={name}]").fill(words)
    page.locator("[name=place_unit]").select_option("QH-102-02")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("申请收下了")
    after(page, "received")
    page.goto(f"{tourist.address}/tasks/new")
    page.locator("[name=kind][value=lead]").check()
    page.locator("[name=words]").fill("村口那户老人没人管")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("报告记下了")
    after(page, "reported")

    with bureau.office() as office:
        operator = Actor.of_staff(staff.by_login(office, "operator"))
        call = calls.begin(office, operator, touring.PHONE)
    page.goto(f"{tourist.address}/calls/{call.id}")
    page.locator("#notes").fill("老槐树村的低保8月起没打到卡上，我叫王演示")
    expect(page.locator("#suggestion")).to_contain_text("可能是重复", timeout=30_000)
    after(page, "repeats")
    page.keyboard.press("F2")
    after(page, "taken")
    page.locator("#name").fill("王演示")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("登记好了")
    after(page, "lodged")
    page.goto(f"{tourist.address}/calls/{call.id}")
    after(page, "call closed")

    page.goto(f"{tourist.address}/lookups")
    for name, words in (("name", "王演示"), ("id_number", id_number(901))):
        page.locator(f"form [name={name}]").fill(words)
    page.locator("[name=checked]").check()
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("绑定码")
    after(page, "binding code")

    page.goto(f"{tourist.address}/petitions/{known['petitions.number']}/notices")
    page.keyboard.press("Alt+1")
    expect(page.locator("#preview")).to_be_visible()
    after(page, "notice")

    page.goto(f"{tourist.address}/understanding")
    page.locator("details.kinds summary").first.click()
    after(page, "kinds of complaint")

    page.goto(f"{tourist.address}/petitions/{known['petitions.number']}")
    page.locator("details.move summary").first.click()
    page.locator("details[data-shows] summary").click()
    page.locator("details.paper summary").click()
    page.get_by_role("button", name="下一页").click()
    expect(page.locator(".sheet")).to_contain_text("第 2 页，共 2 页")
    page.locator(".sheet img").evaluate("picture => picture.decode()")
    page.locator("summary", has_text="为什么不能做别的").click()
    after(page, "petition unfolded")

    page = tourist.page("supervisor")
    page.goto(f"{tourist.address}/registers")
    search = page.locator("form[action$=search]")
    search.locator("[name=name]").fill(name_of(3))
    search.locator("[name=reason]").fill("核对代管备案")
    search.locator("button").click()
    expect(page.locator("main")).to_contain_text("近亲属备案（1）")
    after(page, "registers searched")
    page.goto(f"{tourist.address}/nowhere")
    after(page, "not found")
    if tourist.size == "phone":
        page.goto(f"{tourist.address}/")
        page.locator(".menu-fold summary").click()
        after(page, "menu")
    page = tourist.page("admin")
    page.goto(f"{tourist.address}/staff/new")
    login = f"tourist-{tourist.size}"
    page.locator("[name=name]").fill("钱演示")
    page.locator("[name=login]").fill(login)
    page.locator("[name=role]").first.check()
    page.locator("form[action$=staff] button[data-main]").click()
    after(page, "new account")
    with bureau.reading() as office:
        assert staff.by_login(office, login).name == "钱演示"
    assert tourist.wrong == []


def test_on_paper_nothing_is_cut_off_and_nothing_is_there_to_press(
    demo_house: House,
    demo_address: str,
    chromium: Any,
) -> None:
    """As wide as A4 between its margins; tables stay tables with names on one line, and a chart fills its place."""
    page = enter(chromium, demo_address, touring.session(demo_house.bureau, "supervisor"), "office")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 950})
    printed = [
        stop.path
        for stop in touring.stops(demo_house.bureau)
        if stop.route.startswith(("/supervision", "/petitions", "/applications", "/registers", "/calendar"))
    ]
    assert len(printed) > 10
    for path in printed:
        page.goto(demo_address + path, wait_until="load")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= 672, path
        assert page.locator("nav.menu, .masthead, button, select").locator("visible=true").count() == 0, path
        for table in page.locator("table.list:visible").all():
            assert table.locator("thead").is_visible(), path
        for name in page.locator(".wide-table tbody tr:visible > :first-child").all():
            assert name.evaluate("one => one.getBoundingClientRect().height") < 40, path
        for chart in page.locator(".chart").all():
            place, drawn = chart.bounding_box(), chart.locator("svg").bounding_box()
            assert place, path
            assert drawn, path
            assert drawn["y"] + drawn["height"] <= place["y"] + place["height"] + 1, path
            assert drawn["height"] == pytest.approx(place["height"], abs=8), path
            assert chart.locator("svg").get_attribute("viewBox"), path
    page.context.close()


def test_a_click_on_a_point_of_the_trend_opens_its_petitions(
    walk: Callable[..., Page], address: str, lodge: Callable[..., str]
) -> None:
    number, page = lodge(), walk("supervisor")
    page.goto(f"{address}/supervision")
    at = page.locator(".chart").evaluate(
        "one => { one.scrollIntoView(); const box = one.getBoundingClientRect();"
        " const [x, y] = echarts.getInstanceByDom(one).convertToPixel({ seriesIndex: 0 }, [0, 0.5]);"
        " return [box.x + x - 15, box.y + y]; }"
    )
    page.mouse.click(*at)
    page.wait_for_url("**/supervision/cases?*figure=received*")
    expect(page.locator("h1")).to_contain_text("收到　1 件")
    expect(page.locator("table.list")).to_contain_text(number)


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


def test_the_row_that_was_chosen_stays_when_the_lists_are_pushed_anew(
    walk: Callable[..., Page], address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    page = walk("operator")
    page.goto(f"{address}/chats")
    expect(page.locator("[data-live=waiting]")).to_have_text("1")
    page.wait_for_timeout(1000)
    page.keyboard.press("j")
    chosen = page.locator(".chat-lists [data-row].here")
    expect(chosen).to_have_id(f"wait-{busy['token']}")
    with bureau.office() as office:
        talks.keep(office, talks.get(office, busy["token"]), "还在等")
    expect(page.locator(".chat-lists")).to_contain_text("还在等")
    expect(chosen).to_have_id(f"wait-{busy['token']}")
    assert page.evaluate("document.activeElement.id") == f"open-{busy['token']}"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_the_answer_to_a_talk_is_written_without_scrolling(
    walk: Callable[..., Page], address: str, busy: dict[str, str], size: tuple[int, int]
) -> None:
    page = walk("operator")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address + busy["chat"])
    page.keyboard.press("a")
    expect(page.locator("#reply")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport(ratio=1)


def test_who_looks_on_sees_a_talk_go_into_other_hands_and_back(
    walk: Callable[..., Page], address: str, busy: dict[str, str]
) -> None:
    holder, watcher = walk("operator"), walk("supervisor")
    for page in (holder, watcher):
        page.goto(address + busy["chat"])
    expect(watcher.locator(".page-head")).to_contain_text("等人接")
    holder.keyboard.press("a")
    expect(holder.locator("#reply")).to_be_focused()
    expect(watcher.locator(".page-head")).to_contain_text("接着", timeout=10_000)
    holder.get_by_role("button", name="交还给回音").click()
    expect(holder.locator(".said")).to_contain_text("已交还")
    expect(watcher.locator(".page-head")).to_contain_text("回音应答", timeout=10_000)


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
    page.wait_for_timeout(2500)
    expect(page.locator("#toast")).to_have_text("")


def test_n_leads_to_the_number_from_any_page_and_an_empty_one_does_not_keep_a_call_from_opening(
    walk: Callable[..., Page], address: str, bureau: Bureau, people: dict[str, Actor]
) -> None:
    page = walk("operator")
    for path in ("/", "/chats", "/petitions"):
        page.goto(f"{address}{path}")
        page.keyboard.press("n")
        page.wait_for_url("**/desk/calls#phone")
        expect(page.locator("#phone")).to_be_focused()
    page.wait_for_timeout(2500)
    with bureau.office() as office:
        told = Reported("c8", "answered", "13700001111", staff_id=people["operator"].id)
        call = calls.report(office, told)
    page.wait_for_url(f"**/desk/calls/{call.id}")


def test_a_call_that_is_put_through_does_not_take_away_what_was_written(
    walk: Callable[..., Page], address: str, bureau: Bureau, people: dict[str, Actor]
) -> None:
    """Somebody who writes down a visit and has just clicked beside the field is still at it."""
    page = walk("operator")
    page.goto(f"{address}/lodge")
    page.locator("#notes").fill("来人说低保三个月没发")
    page.locator("h1").click()
    page.wait_for_timeout(2500)
    with bureau.office() as office:
        told = Reported("c9", "answered", "13700001111", staff_id=people["operator"].id)
        call = calls.report(office, told)
    expect(page.locator("#toast a")).to_contain_text("F7")
    assert page.url.endswith("/lodge")
    page.keyboard.press("F7")
    page.wait_for_url(f"**/desk/calls/{call.id}")


LISTENING = """
window.played = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.played += 1; return start.apply(this, given); };
"""


LINES = """
window.lines = [];
window.EventSource = class extends EventSource { constructor(...given) { super(...given); lines.push(this); } };
"""


def test_an_urgent_talk_is_seen_and_heard_on_any_page(
    walk: Callable[..., Page], address: str, bureau: Bureau
) -> None:
    """The title flashes until somebody is there; only danger and need make a sound."""
    page = walk("operator")
    page.add_init_script(LISTENING)
    page.goto(f"{address}/petitions")
    expect(page.locator("nav.menu")).to_be_visible()
    page.wait_for_timeout(2500)
    title = page.title()

    def call(visitor: str, kind: str) -> None:
        with bureau.office() as office:
            desk.ask_for_person(office, talks.find_or_begin(office, "web", visitor), kind, "……")

    call("visitor-8", "request")
    expect(page).to_have_title(re.compile("^【"), timeout=15_000)
    assert page.evaluate("played") == 0
    page.keyboard.press("Escape")
    assert page.title() == title
    call("visitor-9", "crisis")
    expect(page.locator("#toast")).to_contain_text("人身危险", timeout=15_000)
    expect(page).to_have_title(re.compile("^【.*人身危险"), timeout=15_000)
    assert page.evaluate("played") > 0
    expect(page.locator("[data-live=waiting]")).to_have_text("2")
    page.keyboard.press("Escape")
    assert page.title() == title


def test_an_urgent_talk_that_came_between_two_pages_is_told_on_the_next_once(
    walk: Callable[..., Page], address: str, bureau: Bureau
) -> None:
    page = walk("operator")
    page.add_init_script(LISTENING)
    page.goto(f"{address}/petitions")
    expect(page.locator("[data-live=urgent]")).to_be_attached()
    page.wait_for_timeout(2500)
    page.goto("about:blank")
    with bureau.office() as office:
        desk.ask_for_person(office, talks.find_or_begin(office, "web", "visitor-9"), "crisis", "……")
    page.goto(f"{address}/petitions")
    expect(page.locator("#toast")).to_contain_text("人身危险")
    assert page.evaluate("played") > 0
    page.wait_for_timeout(2500)
    page.goto(f"{address}/calls")
    page.wait_for_timeout(3000)
    expect(page.locator("#toast")).to_have_text("")
    assert page.evaluate("played") == 0


def test_an_urgent_talk_that_came_while_the_server_was_away_is_told(
    walk: Callable[..., Page], address: str, bureau: Bureau
) -> None:
    """The browser gives the line up, as when a proxy answers with a fault of its own; the page opens another."""
    page = walk("operator")
    page.add_init_script(LISTENING + LINES)
    page.goto(f"{address}/petitions")
    page.wait_for_timeout(2500)
    page.evaluate("lines[0].close()")
    with bureau.office() as office:
        desk.ask_for_person(office, talks.find_or_begin(office, "web", "visitor-8"), "request", "……")
        desk.ask_for_person(office, talks.find_or_begin(office, "web", "visitor-9"), "crisis", "……")
    page.wait_for_timeout(2500)
    assert page.evaluate("played") == 0
    page.evaluate("lines[0].dispatchEvent(new Event('error'))")
    expect(page.locator("#toast")).to_contain_text("人身危险", timeout=20_000)
    expect(page.locator("#toast")).to_contain_text("要求人工")
    assert page.evaluate("played") > 0


def test_one_key_takes_a_suggestion_and_one_key_ends_the_call(
    walk: Callable[..., Page], address: str, bureau: Bureau, people: dict[str, Actor], listener: Listener
) -> None:
    listener.parsed = {"entities": {"place": "青石坳村", "date": "8月", "person": "王桂兰"}}
    with bureau.office() as office:
        call = calls.begin(office, people["operator"], "13900001234")
    page = walk("operator")
    page.goto(f"{address}/calls/{call.id}")
    expect(page.locator("#notes")).to_be_focused()
    page.keyboard.type("nafw青石坳村的低保8月起没打到卡上，我叫王桂兰")
    place = page.locator(".take", has_text="地点")
    expect(place).to_be_visible()
    page.keyboard.press(f"Alt+{place.get_attribute('data-alt')}")
    expect(page.locator("#place_text")).to_have_value("青石坳村")
    expect(page.locator("#category")).to_have_value("")
    expect(page.locator("#notes")).to_be_focused()
    page.locator("#name").fill("王桂芳")
    page.locator("#notes").focus()
    page.keyboard.press("F2")
    expect(page.locator("#category")).to_have_value("payment_missing")
    expect(page.locator("#happened_text")).to_have_value("8月起")
    expect(page.locator("#name")).to_have_value("王桂芳")
    page.keyboard.press("F9")
    expect(page.locator("h1")).to_have_text("登记好了")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/calls*")

    with bureau.office() as office:
        call = calls.begin(office, people["operator"], "13900004321")
    page.goto(f"{address}/calls/{call.id}")
    page.keyboard.type("问低保一个月多少钱")
    page.keyboard.press("F8")
    expect(page.locator(".said")).to_contain_text("当场答复")
    with bureau.reading() as office:
        assert calls.get(office, call.id).outcome == "answered"


def test_enter_in_a_field_goes_to_the_next_and_ends_no_call(
    walk: Callable[..., Page], address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    page = walk("operator")
    page.goto(address + busy["call"])
    page.locator("#place_text").fill("青石坳村")
    page.keyboard.press("Enter")
    expect(page.locator("#place_unit")).to_be_focused()
    page.locator("#name").fill("王桂兰")
    page.keyboard.press("Enter")
    expect(page.locator("#phone")).to_be_focused()
    page.goto(f"{address}/lodge")
    page.locator("#name").fill("王桂兰")
    page.keyboard.press("Enter")
    expect(page.locator("#phone")).to_be_focused()
    with bureau.reading() as office:
        assert calls.get(office, int(busy["call"].rsplit("/", 1)[1])).outcome is None


def test_two_keystrokes_label_what_was_not_understood(
    walk: Callable[..., Page], address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    """Alt and a digit for the meaning; for a complaint one key more for its category, any other meaning, or none, one for it."""
    with bureau.office() as office:
        labelling.collect(
            office,
            "上回那事有信儿没",
            "fallback",
            "m2",
            intent="out_of_scope",
            confidence=0.2,
            ranking=[("check_petition", 0.2), ("file_complaint", 0.1)],
        )
        labelling.collect(office, "那就拉倒吧", "unsure", "m3", confidence=0.9, ranking=[("greet", 0.9)])
        labelling.collect(office, "嗯嗯啊啊", "unsure", "m4", confidence=0.95, ranking=[("greet", 0.9)])
    page = walk("operator")
    page.goto(f"{address}/understanding")
    expect(page.locator("textarea").first).to_have_value("上回那事有信儿没")
    page.keyboard.press("Alt+1")
    expect(page.locator(".said")).to_contain_text("已标注")
    expect(page.locator("textarea").first).to_have_value("俺那个钱咋还没给")
    page.keyboard.press("Alt+2")
    expect(page.locator("details.kinds").first).to_have_attribute("open", "")
    page.keyboard.press("1")
    expect(page.locator("textarea").first).to_have_value("那就拉倒吧")
    page.keyboard.press("Alt+2")
    page.keyboard.press("Alt+0")
    expect(page.locator("details.kinds[open]")).to_have_count(1)
    picked = page.locator("details[open] button[value=cancel]")
    page.keyboard.press(picked.get_attribute("data-pick") or "")
    expect(page.locator("textarea").first).to_have_value("嗯嗯啊啊")
    page.keyboard.press("Alt+0")
    page.keyboard.press("Alt+x")
    expect(page.locator("details.kinds[open]")).to_contain_text("不采用")
    page.keyboard.press("x")
    expect(page.locator(".empty")).to_be_visible()
    with bureau.reading() as office:
        assert [one.text for one in labelling.waiting(office, "dropped")] == ["嗯嗯啊啊"]
        labelled = {one.text: (one.intent, one.category) for one in labelling.waiting(office, "labelled")}
    assert labelled == {
        "上回那事有信儿没": ("check_petition", None),
        "俺那个钱咋还没给": ("file_complaint", next(iter(CATEGORIES))),
        "那就拉倒吧": ("cancel", None),
    }


class Shelf:
    """A double of the policy library that knows of 低保 alone."""

    def answer(self, question: str, **_: Any) -> Answer | None:
        return Answer("a1", "低保", f"关于“{question}”，\n要看家庭收入。") if "低保" in question else None


def test_the_answer_at_hand_follows_what_the_resident_says(
    walk: Callable[..., Page], site: FastAPI, address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    (inner,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    inner.state.desk = replace(inner.state.desk, library=Shelf())
    page = walk("operator")
    page.goto(address + busy["chat"])
    page.keyboard.press("a")
    expect(page.locator(".known")).to_contain_text("关于“我要找人，低保三个月没发了”")

    def say(text: str) -> None:
        with bureau.office() as office:
            talks.keep(office, talks.get(office, busy["token"]), text)

    say("低保要多久批下来")
    expect(page.locator(".known")).to_contain_text("低保要多久批下来")
    page.locator(".known button").click()
    expect(page.locator("#reply")).to_have_value(re.compile("^关于“低保要多久批下来”，\n要看家庭收入。"))
    page.context.set_offline(True)
    say("有车能办低保吗")
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator(".known")).to_contain_text("有车能办低保吗", timeout=20_000)
    say("好的，谢谢")
    expect(page.locator(".known")).to_have_text("")


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
    page.keyboard.press("Control+Enter")
    expect(page.locator("#reply")).to_have_value("")
    assert not here.is_up(f"operator:{busy['token']}"), "what was typed has been said"
    assert (page.locator("#reply").bounding_box() or {})["width"] > 400
    page.wait_for_timeout(2600)
    page.keyboard.type("还")
    page.wait_for_timeout(500)
    assert here.is_up(f"operator:{busy['token']}"), "in the second message too"
    here.give(f"resident:{busy['token']}", 2)
    expect(page.locator(".typing")).to_have_text("对方正在输入……")
    expect(page.locator(".typing")).to_have_text("", timeout=6_000)


def test_what_was_typed_while_the_line_was_down_is_kept_once_it_is_back(
    walk: Callable[..., Page], address: str, bureau: Bureau, busy: dict[str, str]
) -> None:
    """Nobody types on: the desk tries again by itself, and lodges nothing."""
    page = walk("operator")
    page.goto(address + busy["call"])
    expect(page.locator("#notes")).to_be_focused()
    page.context.set_offline(True)
    page.keyboard.type("断线时记下的话")
    expect(page.locator("#toast")).to_contain_text("没有连上服务器")
    page.context.set_offline(False)
    expect(page.locator("#suggestion")).to_contain_text("投诉举报", timeout=20_000)
    with bureau.reading() as office:
        call = calls.get(office, int(busy["call"].rsplit("/", 1)[1]))
        assert (calls.kept(office, call)[0], call.outcome) == ("断线时记下的话", None)


def test_who_comes_back_from_a_refusal_sees_what_was_typed(walk: Callable[..., Page], address: str) -> None:
    page = walk("supervisor")
    page.goto(f"{address}/supervision/matters")
    form = page.locator("form[method=post][action$='/supervision/matters']")
    page.locator("summary", has_text="对单位督办").click()
    form.locator("[name=unit]").select_option("QH-102-MZ")
    form.locator("[name=subject]").fill("超期件多")
    form.locator("[name=demand]").fill("逐件说明原因，十日内办结")
    form.locator("button").click()
    expect(page.locator("main")).to_contain_text("请写明什么时候要回复")
    page.locator("[data-back]").click()
    expect(form.locator("[name=demand]")).to_be_visible()
    expect(form.locator("[name=demand]")).to_have_value("逐件说明原因，十日内办结")


def test_the_wall_outlives_a_server_that_is_away(walk: Callable[..., Page], address: str) -> None:
    page = walk("supervisor")
    page.clock.install()
    page.goto(f"{address}/supervision/wall")
    page.evaluate("window.first = true")
    page.context.set_offline(True)
    page.clock.run_for(301_000)
    page.wait_for_timeout(500)
    assert page.evaluate("window.first")
    expect(page.locator("h1")).to_contain_text("社会救助诉求办理")
    page.context.set_offline(False)
    with page.expect_navigation():
        page.clock.run_for(300_000)
    assert page.evaluate("window.first") is None
    expect(page.locator("h1")).to_contain_text("社会救助诉求办理")


def test_who_goes_through_a_list_with_the_arrow_keys_is_not_carried_off(
    walk: Callable[..., Page], address: str
) -> None:
    page = walk("supervisor")
    page.goto(f"{address}/supervision")
    period = page.locator("form[data-at-once] [name=period]")
    period.focus()
    for name in ("last_month", "quarter"):
        page.keyboard.press("ArrowDown")
        expect(period).to_have_value(name)
    page.wait_for_timeout(500)
    expect(period).to_be_focused()
    assert page.url == f"{address}/supervision"
    page.locator("form[data-at-once] [name=by]").select_option("category")
    page.locator("form[data-at-once] button").click()
    page.wait_for_url("**/supervision?period=quarter&by=category*")


def test_a_picture_that_cannot_be_shown_says_so(
    walk: Callable[..., Page], address: str, bureau: Bureau, people: dict[str, Actor]
) -> None:
    with bureau.office() as office:
        file = evidence.keep(office, b"<html>no picture", "照片.jpg", "image/jpeg", by="operator")
        new = NewPetition(
            "delayed",
            "申请拖了两个月",
            petitioners=[Complainant("王演示", "13800005678")],
            channel="phone",
            evidence=[file.id],
        )
        number = lodging.lodge(office, new, people["operator"]).number
    page = walk("operator")
    page.goto(f"{address}/petitions/{number}")
    page.locator("details[data-shows] summary").click()
    expect(page.locator("details[data-shows]")).to_contain_text("这张图片显示不了")
