"""Ids that are not theirs: every role, of another unit, asks at every route that takes an id for what exists but is
another's. The answer is that of an id that nobody has, and nothing has changed afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request

from casework.office import Bureau
from casework.people.rights import ROLES
from casework.supervision import checks
from huiyin.tables import metadata
from tests.console.conftest import Browser
from tests.console.walking import LETTERS, TABLE, asked, gone, reached

pytestmark = pytest.mark.usefixtures("furnished")

SECRETS = ("欧阳葳蕤", "王小明", "13976541238", "13800138000", "紫藤巷")
EVERYWHERE = {"tasks": {"operator", "inspector"}, "applications": {"operator", "inspector"}}
"""Roles that by the rules serve the whole county; to them nothing of that kind is another's."""
AT_THE_DESK = ("/calls/", "/chats/")
"""Colleagues of the hotline know that a call or a talk is there: what another has in hand is refused with a reason."""
SEEN_BY_COLLEAGUES = {
    "GET /calls/{call_id}",
    "GET /chats/{token}",
    "GET /chats/{token}/events",
    "POST /chats/{token}/draft",
    "POST /chats/{token}/typing",
}
"""A masked record, one's own draft, a keystroke that reaches nobody."""
TAKEN_ALREADY = "POST /chats/{token}/take"
"""The slower of two lands on the talk's page and is told that a colleague has it."""


def everything(bureau: Bureau) -> dict[str, list[Any]]:
    """All rows of all tables but those that note that somebody is logged in."""
    with bureau.reading() as office:
        return {
            table.name: sorted(map(repr, office.db.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name != "staff_sessions"
        }


def test_every_route_with_an_id_of_a_matter_is_walked(theirs: dict[str, dict[str, str]]) -> None:
    """What is left takes the name of a page, a rule, a colleague or a setting, which belong to nobody."""
    left = {row.split(" ")[1].split("/{")[0] for row in TABLE if "{" in row and reached(row, theirs) is None}
    assert left == {
        "/answers", "/estimate/materials", "/knowledge/drafts", "/knowledge/entries", "/knowledge/questions", "/roster",
        "/rules", "/staff", "/understanding",
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_what_is_anothers_is_as_if_it_were_not_there(
    as_: Callable[..., Browser],
    bureau: Bureau,
    theirs: dict[str, dict[str, str]],
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stream is opened and left at once."""
    monkeypatch.setattr(Request, "is_disconnected", gone)
    browser, walked, wrong = as_(f"far_{role}"), 0, {}
    before, marks = everything(bureau), {line.id: "1" for line in checks.sheet(bureau.county)}
    for row, letters in TABLE.items():
        values = reached(row, theirs)
        if values is None or role in EVERYWHERE.get(row.split("/")[1], ()):
            continue
        answer, walked = asked(browser, row, values, marks), walked + 1
        wanted = {404} if LETTERS[role] in letters else {403}
        if LETTERS[role] in letters and any(place in row for place in AT_THE_DESK):
            wanted = {200, 204} if row in SEEN_BY_COLLEAGUES else {404, 409}
            if row == TAKEN_ALREADY:
                wanted = {303}
                assert "已经有同事接了" in browser.get(answer.headers["location"].removeprefix("/desk")).text
        if answer.status_code not in wanted or any(secret in answer.text for secret in SECRETS):
            wrong[row] = answer.status_code
    assert wrong == {}
    assert walked > 40
    after = everything(bureau)
    assert {name for name in before if before[name] != after[name]} <= {"desk_draft"}
