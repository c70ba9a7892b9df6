"""A real browser on the console: fixtures, the two sizes, and what axe-core finds."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, sync_playwright

from casework.petitions import search
from console.desk import COOKIE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SIZES = {"office": (1366, 768), "phone": (390, 844)}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("没有 Chromium，浏览器测试没法跑。Debian：apt-get install chromium")
        pytest.skip("没有 Chromium。要跑浏览器测试：Debian 上 apt-get install chromium，或设好 PATH。")
    search.tokenizer().initialize()  # as the web process does when it starts
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@contextmanager
def serving(site: FastAPI) -> Iterator[str]:
    """The site on a port of its own; gives the desk's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(site, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/desk"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def address(site: FastAPI) -> Iterator[str]:
    """The site on a port of its own."""
    with serving(site) as place:
        yield place


def enter(chromium: Any, address: str, token: str, size: str) -> Page:
    """A page of a new browser of this size, logged in with the token, or nobody's without one."""
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    if token:
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    page: Page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def walk(chromium: Any, address: str, as_: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """`walk("operator", "phone")` is a page of a browser in which the operator is logged in."""
    pages: list[Page] = []

    def open_page(login: str, size: str = "office") -> Page:
        pages.append(enter(chromium, address, as_(login).client.cookies[COOKIE], size))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()


def faults(page: Page) -> list[str]:
    """Serious and critical findings of axe-core."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
