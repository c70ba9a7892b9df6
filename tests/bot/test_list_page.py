"""The printable list behind its address: kept nowhere, shown to one device, and a plain word when it has lapsed."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import list_page, web
from casework.assistance import list_pages
from casework.assistance.asking import Asker, Proof
from casework.assistance.providers import Subject
from casework.office import Bureau
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import settle

DEVICE = "a-device-that-only-its-owner-has-0001"


@pytest.fixture
def client(bureau: Bureau) -> TestClient:
    app = FastAPI()
    app.include_router(list_page.router(bureau))
    return TestClient(app)


@pytest.fixture
def address(bureau: Bureau) -> str:
    with bureau.office() as office:
        support = Registers(settle(office)).support()
        known = Proof(Subject(support.id_index), Asker("web", DEVICE), True)
        return f"/my/benefits/{list_pages.lay_out(office, known)}"


def test_the_owner_sees_the_list_and_nothing_is_cached(client: TestClient, address: str) -> None:
    client.cookies.set(web.COOKIE, DEVICE)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "每月 760 元" in answer.text
    assert not {secret for secret in ("王小明", id_number()) if secret in answer.text + address}
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("device", ["", "another-device-another-person-0000002"])
def test_whoever_is_handed_the_address_sees_nothing(client: TestClient, address: str, device: str) -> None:
    if device:
        client.cookies.set(web.COOKIE, device)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "760" not in answer.text
    assert "再说一次" in answer.text
    assert answer.text == client.get("/my/benefits/guessed").text
