"""A real browser, all processes: a complaint in the web chat, worked at the desk, answered back in the chat."""

import os
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from casework.office import Bureau
from casework.people import credentials, staff
from huiyin import preparing
from huiyin.services import running
from store.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

CHROMIUM = os.environ.get("HUIYIN_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "yuhou chunsun 7316 po tu"
NUMBER = re.compile(r"HY\d{2}-\d{4}-\d{4}")
SLOW = 30_000


@dataclass(frozen=True)
class House:
    """A running installation and where it answers."""

    base: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    overrides = {
        "HUIYIN_HOME": str(tmp_path_factory.mktemp("house")),
        "HUIYIN_WEB_PORT": str(free_port()),
        "HUIYIN_RASA_PORT": str(free_port()),
        "HUIYIN_ACTIONS_PORT": str(free_port()),
        "HUIYIN_SECOND_FACTOR": "off",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in overrides.items():
            patch.setenv(name, value)
        settings = Settings()
        preparing.prepare_database(settings)
        bureau = Bureau.from_settings(settings)
        with bureau.office() as office:
            person = staff.add(office, "desk", "值班员", "QH-MZ-XF", ["operator", "handler", "unit_head"])
            credentials.set_password(office, person, PASSWORD)
            credentials.of(office, person).must_change = False
        bureau.engine.dispose()
        with running(settings, ("actions", "rasa", "web")):
            yield House(f"http://127.0.0.1:{settings.web_port}")


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


def test_from_the_chat_to_the_desk_and_back(house: House, browser: Browser, tmp_path: Path) -> None:
    resident = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    resident.goto(house.base)
    say(resident, "我要投诉白石镇高坎村公示的救助电话打了一个星期没人接，匿名", "念一遍")
    say(resident, "对", "没有了")
    number = NUMBER.search(resident.inner_text("#messages"))
    assert number is not None

    desk = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    desk.goto(f"{house.base}/desk/login")
    desk.fill("input[name=login]", "desk")
    desk.fill("input[name=password]", PASSWORD)
    desk.press("input[name=password]", "Enter")
    expect(desk).to_have_url(re.compile(r"/desk/$"), timeout=SLOW)
    expect(desk.locator("body")).to_contain_text(number[0])
    desk.goto(f"{house.base}/desk/petitions/{number[0]}")
    move(desk, "accept")
    expect(resident.locator("#messages")).to_contain_text("已经受理", timeout=SLOW)
    move(desk, "assign", unit="QH-MZ-XF")
    move(desk, "draft", outcome="supported", text="热线分机故障已修好，今天起有人接听。")
    move(desk, "approve")
    expect(resident.locator("#messages")).to_contain_text("热线分机故障已修好", timeout=SLOW)
    say(resident, "满意", "谢谢")
