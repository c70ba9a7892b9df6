"""On a fresh system, with the second factor under `strict`, the first administrator gets in by what the command prints."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from typer.testing import CliRunner

from casework.office import Bureau
from console import app
from huiyin import cli
from store.settings import Settings
from tests.console.conftest import Browser
from tests.installation import PASSWORD, prepared

ADD = ("user", "add", "admin", "--name", "孙管理", "--unit", "QH-MZ-XF", "--role")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Settings]:
    with prepared(tmp_path, HUIYIN_SECOND_FACTOR="strict") as settings:
        yield settings


def told(*command: str) -> str:
    done = CliRunner().invoke(cli.app, list(command))
    assert done.exit_code == 0, done.output
    return done.output


def word_in(text: str) -> str:
    return re.findall(r"开通口令：(\d{8})", text)[0]


@pytest.fixture
def visitor(house: Settings) -> Iterator[Browser]:
    bureau = Bureau.from_settings(house)
    site = FastAPI()
    site.mount("/desk", app.create(bureau, None, None, house))
    yield Browser(TestClient(site, base_url="http://desk.test"))
    bureau.engine.dispose()


def log_in(visitor: Browser, password: str) -> str:
    return visitor.post("/login", {"login": "admin", "password": password}).headers["location"]


def enrol(visitor: Browser, word: str) -> tuple[int, str]:
    page = visitor.get("/login/enrol").text
    visitor.csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0].replace(" ", "")
    answer = visitor.post("/login/enrol", {"code": pyotp.TOTP(secret).now(), "word": word})
    return answer.status_code, answer.headers.get("location", "")


def test_the_first_administrator_gets_in(visitor: Browser) -> None:
    said = told(*ADD, "administrator")
    first = re.findall(r"初始密码：([\w-]+)", said)[0]
    assert log_in(visitor, first) == "/desk/login/enrol"
    assert enrol(visitor, "00000000")[0] == 401
    assert enrol(visitor, word_in(said)) == (303, "/desk/login/password")
    visitor.csrf = re.findall(r'name="csrf" value="([^"]+)"', visitor.get("/login/password").text)[0]
    new = {"old": first, "new": PASSWORD, "again": PASSWORD}
    assert visitor.post("/login/password", new).headers["location"] == "/desk/"
    assert visitor.get("/staff").status_code == 200


def test_whose_post_asks_for_no_second_factor_is_given_no_word(house: Settings) -> None:
    assert "开通口令" not in told(*ADD, "handler")


def test_the_only_administrator_who_lost_the_telephone_gets_in_again(visitor: Browser) -> None:
    said = told(*ADD, "administrator")
    first = re.findall(r"初始密码：([\w-]+)", said)[0]
    log_in(visitor, first)
    assert enrol(visitor, word_in(said))[0] == 303
    again = told("user", "factor", "admin")
    assert visitor.get("/login/password").headers["location"].startswith("/desk/login")
    assert log_in(visitor, first) == "/desk/login/enrol"
    assert enrol(visitor, word_in(said))[0] == 401
    assert enrol(visitor, word_in(again))[0] == 303
