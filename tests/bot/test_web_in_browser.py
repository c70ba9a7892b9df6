"""The web chat in a real browser: by keyboard alone, for screen readers, in the dark, at 200 %, and over a dropped line."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image
from playwright.sync_api import Page, expect

from bot import web
from bot.gateway import Gateway
from casework.conversations import marks
from casework.office import Bureau
from store.settings import Settings
from tests.bot.conftest import FakeRasa
from tests.console.browsing import faults
from understanding import Answer

pytestmark = pytest.mark.browser

LIST = "/my/benefits/abcdefghijklmnopqrstuvwx"


@pytest.fixture
def door(bureau: Bureau, gateway: Gateway) -> Iterator[str]:
    """The residents' page on a port of its own."""
    app = FastAPI()
    app.include_router(web.router(bureau, gateway, Settings()))
    web.when_unreadable(app)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(timeout=10)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the control with these words has the focus, which must be visible."""
    for _ in range(30):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if words in (here.inner_text() or here.get_attribute("id") or ""):
            assert here.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
    raise AssertionError(f"{words} is not reached by Tab")


def test_a_talk_by_keyboard_that_survives_a_dropped_line(chromium: Any, door: str, rasa: FakeRasa) -> None:
    rasa.answers = [Answer(f"您家的救助清单：{LIST}", (("找人工", "/request_human"),))]
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto(door)
    assert faults(page) == []
    tab_to(page, "问政策")
    tab_to(page, "words")
    page.keyboard.type("我家的救助清单")
    page.keyboard.press("Enter")
    link = page.get_by_role("log").get_by_role("link", name="救助幸福清单（可打印）")
    expect(link).to_have_attribute("href", LIST)
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("label.add")).to_have_css("outline-style", "solid")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("log").get_by_role("button", name="找人工")).to_be_focused()
    assert faults(page) == []

    rasa.answers = [Answer("听到了。")]
    context.set_offline(True)
    page.locator("#words").focus()
    page.keyboard.type("断网时说的话")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="没有网络")).to_be_visible(timeout=10_000)
    expect(page.locator("li.unsent")).to_have_count(1)
    context.set_offline(False)
    expect(page.locator("#messages li", has_text="听到了。")).to_have_count(1, timeout=15_000)
    expect(page.locator("li.unsent")).to_have_count(0)
    expect(page.locator("#notice")).to_be_hidden()
    assert rasa.heard == ["我家的救助清单", "断网时说的话"]

    page.reload()
    expect(page.locator("#messages li")).to_have_count(4)
    kept = context.storage_state()
    for size, scheme in (((390, 844), "dark"), ((683, 384), "light"), ((320, 256), "light")):
        other = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            storage_state=kept,
            bypass_csp=True,
        )
        small = other.new_page()
        small.goto(door)
        expect(small.locator("#messages li")).to_have_count(4)
        assert faults(small) == []
        assert small.evaluate("document.documentElement.scrollWidth") <= size[0]
        other.close()
    context.close()


def test_a_mark_leaves_what_was_offered_on_offer(chromium: Any, door: str, rasa: FakeRasa) -> None:
    """有用 and 没用 fit beside each other on a phone, and pressing one closes no other button."""
    rasa.answers = [
        Answer("看车是干什么用的。", (("要什么材料", "/ask_materials#a2"), *marks.offers("car"))),
        Answer("投诉接着说：留名字还是匿名？", (("匿名", "匿名"),)),
    ]
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto(door)
    page.locator("#words").fill("家里有车能吃低保吗")
    page.locator("#words").press("Enter")
    log = page.get_by_role("log")
    good, bad = (log.get_by_role("button", name=name) for name in ("有用", "没用"))
    expect(bad).to_be_visible()
    expect(good).to_be_visible()
    buttons = log.get_by_role("button", name="用", exact=False)
    heights = buttons.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(heights) == 2
    assert len(set(heights)) == 1
    bad.click()
    expect(page.locator("#messages li", has_text="会有人来改这条答案")).to_have_count(1)
    expect(log.get_by_role("button", name="要什么材料")).to_be_enabled()
    expect(log.get_by_role("button", name="匿名")).to_be_enabled()
    assert rasa.heard == ["家里有车能吃低保吗"]
    context.close()


def test_what_is_refused_is_told_given_back_and_holds_up_nothing(
    chromium: Any,
    door: str,
    rasa: FakeRasa,
) -> None:
    page = chromium.new_context(locale="zh-CN", bypass_csp=True).new_page()
    page.goto(door)
    poison = """localStorage.setItem("huiyin-unsent", JSON.stringify([
        {update: "w-0001", text: "太长".repeat(10001), button: null},
        {update: "w-0002", text: "后面的话", button: null}]))"""
    page.evaluate(poison)
    page.reload()
    expect(page.locator("#messages li", has_text="听到：后面的话")).to_have_count(1, timeout=15_000)
    expect(page.locator("#words")).to_have_value("太长" * 10_001)
    assert page.evaluate("localStorage.getItem('huiyin-unsent')") == "[]"
    assert rasa.heard == ["后面的话"]


def test_what_is_said_below_a_photo_stays_in_sight(
    chromium: Any,
    door: str,
    rasa: FakeRasa,
    tmp_path: Path,
) -> None:
    rasa.answers = [Answer("这一句很长。" * 40)]
    photo = tmp_path / "p.png"
    Image.new("RGB", (900, 900), "grey").save(photo)
    page = chromium.new_page(viewport={"width": 390, "height": 700})
    page.goto(door)
    page.fill("#words", "先说一句")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这一句很长。" * 40)).to_be_visible()
    rasa.answers = [Answer("材料收到了。")]
    page.set_input_files("#files", photo)
    expect(page.get_by_text("材料收到了。")).to_be_in_viewport()
    expect(page.locator("#messages img")).to_have_js_property("complete", True)
    page.wait_for_timeout(700)
    form = page.locator("#form").bounding_box()
    last = page.get_by_text("材料收到了。").bounding_box()
    assert form
    assert last
    assert last["y"] + last["height"] <= form["y"] + 1
    page.close()
