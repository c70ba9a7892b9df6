"""Formal notices from a petition's page: read first, issued once, taken out only by those who may see the name."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.office import Bureau
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from casework.petitions import notices, queries, workflow
from casework.petitions.notices import rendering
from tests.console.conftest import Browser

Open = Callable[..., Browser]


@pytest.fixture
def accepted(bureau: Bureau, lodge: Callable[..., str], people: dict[str, Actor]) -> str:
    """A petition that has been accepted."""
    number = lodge()
    with bureau.office() as office:
        found = queries.get(office, number, people["operator"])
        workflow.move(office, found, "accept", people["operator"], procedure="ordinary")
    return number


def issued(bureau: Bureau, number: str) -> list[int]:
    with bureau.reading() as office:
        system = Actor.system("test")
        return [one.id for one in notices.of(office, queries.get(office, number, system), system)]


def test_a_notice_is_read_issued_once_and_taken_out(as_: Open, bureau: Bureau, accepted: str) -> None:
    browser, path = as_("operator"), f"/petitions/{accepted}/notices"
    assert "信访事项受理告知书" in browser.get(path).text
    assert "王小明：" not in browser.get(path).text
    shown = browser.post(f"{path}/acceptance/preview").text
    assert "王小明：" in shown
    assert "印发时编号" in shown
    assert issued(bureau, accepted) == []
    assert [browser.post(f"{path}/acceptance").status_code for _ in range(2)] == [303, 303]
    (id,) = issued(bureau, accepted)
    file = browser.get(f"{path}/{id}/file")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "王小明：" in rendering.paragraphs(file.content)
    assert f"notices/{id}/file" in browser.get(f"/petitions/{accepted}").text
    with bureau.reading() as office:
        assert [one.reason for one in office.db.scalars(select(Reveal))] == ["出文书前预览", "下载文书"]


def test_what_has_not_happened_cannot_be_issued(as_: Open, bureau: Bureau, accepted: str) -> None:
    answer = as_("operator").post(f"/petitions/{accepted}/notices/opinion")
    assert answer.status_code == 409
    assert "答复还没有批准" in answer.text
    assert as_("operator").post(f"/petitions/{accepted}/notices/summons").status_code == 404
    assert issued(bureau, accepted) == []


def test_no_file_through_another_petition_or_for_a_stranger(
    as_: Open, bureau: Bureau, accepted: str, lodge: Callable[..., str]
) -> None:
    as_("operator").post(f"/petitions/{accepted}/notices/acceptance")
    (id,) = issued(bureau, accepted)
    assert as_("operator").get(f"/petitions/{lodge()}/notices/{id}/file").status_code == 404
    for path in ("", f"/{id}/file"):
        assert as_("stranger").get(f"/petitions/{accepted}/notices{path}").status_code == 404
