"""The console over a fresh county: a member of staff for every role, and browsers that are logged in as them."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from casework.office import Bureau
from casework.people import calendars, credentials, sessions, staff, units
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Complainant, NewPetition
from console import api, app
from console.desk import COOKIE
from knowledge.answering import Library
from store.county import County
from store.settings import ROOT, Settings
from tests.console.browsing import address, chromium, walk
from tests.console.listening import Listener
from tests.console.theirs import theirs
from tests.console.touring import demo_house, open_as

__all__ = ["address", "chromium", "demo_house", "open_as", "theirs", "walk"]

PASSWORD = "laohuaishu-sanzhiyang"
TOKEN = "telephone-token"

PEOPLE = {
    "operator": ("王晓芸", "QH-MZ-XF", ["operator"]),
    "handler": ("李建国", "QH-102-MZ", ["handler"]),
    "unit_head": ("赵秀英", "QH-102-MZ", ["unit_head"]),
    "supervisor": ("周正", "QH-MZ", ["supervisor"]),
    "inspector": ("郑清", "QH-JJ", ["inspector"]),
    "editor": ("许文", "QH-MZ-JZ", ["editor"]),
    "administrator": ("管平", "QH-MZ", ["administrator"]),
    "stranger": ("钱远", "QH-203-MZ", ["handler"]),
    "second_editor": ("冯文", "QH-MZ-JZ", ["editor"]),
    "second_operator": ("何静", "QH-MZ-XF", ["operator"]),
}


@dataclass
class Browser:
    """Somebody's browser: follows no redirects and fills in the form token by itself."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(f"/desk{path}", follow_redirects=False, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        return self.client.post(
            f"/desk{path}", data={"csrf": self.csrf, **(data or {})}, follow_redirects=False, **more
        )


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A copy of the demo county, so that a test may change its files."""
    shutil.copytree(ROOT / "county" / "qinghe", tmp_path / "county")
    return County(tmp_path / "county")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, second_factor="enrol", api_tokens=[SecretStr(TOKEN)])


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def people(bureau: Bureau) -> dict[str, Actor]:
    """One member of staff for each role; none has a password yet, because Argon2 takes its time."""
    with bureau.office() as office:
        units.load(office)
        calendars.load(office)
        return {
            login: Actor.of_staff(staff.add(office, login, name, unit, roles))
            for login, (name, unit, roles) in PEOPLE.items()
        }


@pytest.fixture
def site(bureau: Bureau, settings: Settings, listener: Listener, people: dict[str, Actor]) -> FastAPI:
    """The console and the API as the web process mounts them."""
    outer = FastAPI()
    outer.mount("/desk", app.create(bureau, listener, None, settings))
    outer.mount("/api/v1", api.create(bureau, settings))
    return outer


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.fixture
def furnished(site: FastAPI, library: Library) -> None:
    """The site with what the house knows, so that each page can open."""
    (desk,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    desk.state.desk = replace(desk.state.desk, library=library)


@pytest.fixture
def visitor(site: FastAPI) -> Browser:
    """A browser that nobody has logged in with."""
    return Browser(TestClient(site, base_url="http://desk.test"))


@pytest.fixture
def as_(site: FastAPI, bureau: Bureau, people: dict[str, Actor]) -> Callable[..., Browser]:
    """`as_("operator")` is a browser logged in as the operator."""

    def open_browser(login: str, stage: str = "full") -> Browser:
        with bureau.office() as office:
            person = staff.by_login(office, login)
            credentials.of(office, person).must_change = False
            token = sessions.begin(office, person, stage).token
            found = sessions.find(office, token)
            assert found is not None
            csrf = found.session.csrf
        client = TestClient(site, base_url="http://desk.test")
        client.cookies.set(COOKIE, token, path="/desk")
        return Browser(client, csrf)

    return open_browser


@pytest.fixture
def lodge(bureau: Bureau, people: dict[str, Actor]) -> Callable[..., str]:
    """Lodge a petition through the operator; gives its number."""

    def enter(**what: Any) -> str:
        plain: dict[str, Any] = {
            "category": "payment_missing",
            "narrative": "上个月低保没到账，我叫王小明，电话13800138000。",
            "petitioners": [Complainant("王小明", "13800138000")],
            "channel": "phone",
            "place_unit_code": "QH-102-02",
            "place_text": "老槐树村",
        }
        with bureau.office() as office:
            return lodging.lodge(office, NewPetition(**plain | what), people["operator"]).number

    return enter


def chip(text: str) -> list[str]:
    """The marks on a page."""
    return re.findall(r'<span class="chip[^"]*">([^<]+)</span>', text)
