"""The registers by HTTP: tables in, reports in, where an application stands, how many are left."""

from collections.abc import Mapping

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from casework.office import Bureau
from casework.people.actors import Actor
from console import api
from store.settings import Settings
from tests.casework.assistance.conftest import id_number
from tests.console.conftest import TOKEN

TABLE = (
    "受理编号,申请人,身份证号,救助类型,申请日期,受理日期,当前环节,住址\n"
    f"QD2026-0001,王小明,{id_number(1)},低保,2026-11-02,2026-11-03,入户调查,老槐树村\n"
    f"QD2026-0002,,{id_number(2)},低保,2026-11-02,2026-11-03,入户调查,老槐树村\n"
)
HEADERS: Mapping[str, str] = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(bureau: Bureau, settings: Settings, people: dict[str, Actor]) -> TestClient:
    app: FastAPI = api.create(bureau, settings)
    return TestClient(app, headers=dict(HEADERS))


def bring_in(client: TestClient, content: bytes | str = TABLE, kind: str = "applications") -> dict:
    given = content.encode("gb18030") if isinstance(content, str) else content
    answer = client.post(f"/assistance/imports/{kind}", files={"file": ("table.csv", given)})
    return {"status": answer.status_code, **answer.json()}


def test_a_table_comes_in_and_its_applications_can_be_asked_for(client: TestClient) -> None:
    first = bring_in(client)
    assert (first["added"], first["refused"], first["examples"][0]["line"]) == (1, 1, 3)
    again = bring_in(client)
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 1)
    told = client.get("/assistance/applications/qd20260001").json()
    assert (told["program"], told["step"], told["overdue"]) == ("dibao", "visiting", False)
    assert "王小明" not in str(told)
    assert client.get("/assistance/open").json()["applications"] == 1
    assert client.get("/assistance/applications/QD2026-0009").status_code == 404
    assert client.get("/assistance/applications/-").status_code == 404


def test_columns_can_be_named_as_on_the_command_line(client: TestClient) -> None:
    table = TABLE.replace("当前环节", "走到哪")
    assert "办理环节" in bring_in(client, table)["detail"]
    answer = client.post(
        "/assistance/imports/applications?dry_run=true&column=step=走到哪",
        files={"file": ("table.csv", table.encode())},
    ).json()
    assert (answer["added"], answer["columns"]["step"]) == (1, "走到哪")


def test_a_report_of_another_system_is_entered_once(client: TestClient) -> None:
    told = {"kind": "lead", "text": "老槐树村有位老人无人照料", "key": "12345-77"}
    first, again = (client.post("/assistance/reports", json=told).json() for _ in range(2))
    assert first == again
    assert "工作日" in first["explanation"]
    assert client.get("/assistance/open").json()["reports"] == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused_in_a_sentence(client: TestClient, content: bytes) -> None:
    answer = bring_in(client, content)
    assert answer["status"] == 409
    assert answer["detail"].endswith("。")


def test_nobody_comes_in_without_a_token(client: TestClient) -> None:
    client.headers["Authorization"] = "Bearer wrong"
    for path in ("/assistance/open", "/assistance/applications/QD20260001"):
        assert client.get(path).status_code == 401
    assert bring_in(client)["status"] == 401
