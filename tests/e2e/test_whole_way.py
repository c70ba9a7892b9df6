"""A real browser, all processes: a complaint in the web chat, worked at the desk, answered back in the chat."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from casework.office import Bureau
from huiyin.services import running
from tests.installation import PASSWORD, prepared, seat

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

CHROMIUM = os.environ.get("HUIYIN_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NUMBER = re.compile(r"HY\d{2}-\d{4}-\d{4}")
SLOW = 30_000


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a running installation answers."""
    with prepared(tmp_path_factory.mktemp("house")) as settings:
        bureau = Bureau.from_settings(settings)
        seat(bureau, "desk", "QH-MZ-XF", ["operator", "handler", "unit_head"])
        bureau.engine.dispose()
        with running(settings, ("actions", "rasa", "web")):
            yield settings.base_url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "没有找到 Chromium：apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def say(page: Page, text: str, until: str) -> None:
    page.fill("#words", text)
    page.click("#send")
    expect(page.locator("#messages li").last).to_contain_text(until, timeout=SLOW)


def move(page: Page, name: str, **fields: str) -> None:
    """Open a move on the petition's page, fill it in and make it."""
    box = page.locator(f"#move-{name}")
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    for field, value in fields.items():
        control = box.locator(f"[name={field}]").first
        if control.get_attribute("type") == "radio":
            box.locator(f"[name={field}][value={value}]").check(force=True)
        elif control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():
        box.locator("form button").last.click()


def test_from_the_chat_to_the_desk_and_back(base: str, browser: Browser, tmp_path: Path) -> None:
    resident = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    resident.goto(base)
    say(resident, "我要投诉白石镇高坎村公示的救助电话打了一个星期没人接，匿名", "念一遍")
    say(resident, "对", "没有了")
    number = NUMBER.search(resident.inner_text("#messages"))
    assert number is not None

    desk = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    desk.goto(f"{base}/desk/login")
    desk.fill("input[name=login]", "desk")
    desk.fill("input[name=password]", PASSWORD)
    desk.press("input[name=password]", "Enter")
    expect(desk).to_have_url(re.compile(r"/desk/$"), timeout=SLOW)
    expect(desk.locator("body")).to_contain_text(number[0])
    desk.goto(f"{base}/desk/petitions/{number[0]}")
    move(desk, "accept")
    expect(resident.locator("#messages")).to_contain_text("已经受理", timeout=SLOW)
    move(desk, "assign", unit="QH-MZ-XF")
    move(desk, "draft", outcome="supported", text="热线分机故障已修好，今天起有人接听。")
    move(desk, "approve")
    expect(resident.locator("#messages")).to_contain_text("热线分机故障已修好", timeout=SLOW)
    say(resident, "满意", "谢谢")
