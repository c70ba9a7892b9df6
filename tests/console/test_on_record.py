"""Who sees somebody's data in clear, or takes it out, does so on record: every route is walked, and what it gives searched."""

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from casework.office import Bureau
from casework.people.access_models import Reveal
from casework.people.rights import ROLES
from casework.reports.models import ReportTaking
from casework.supervision import checks
from tests.console.conftest import Browser
from tests.console.walking import FORM, LETTERS, STREAMS, TABLE, asked, reached

pytestmark = pytest.mark.usefixtures("furnished")

SECRETS = ("欧阳葳蕤", "王小明", "13976541238", "13800138000", "13800138111", "110101199003070070")
GIVEN = FORM | {
    "reason": "办理中核实情况",
    "kind": "payments",
    "clear": "1",
    "id_number": "110101199003070070",
}
"""A reason is given, so that what is refused is not refused for want of one."""
TOLD_BY_THEMSELVES = {
    "GET /calls/{call_id}": "the number that rings, on the screen of whoever has the call in hand"
}
"""Routes that give in clear what is not on record, and why that is right."""


def told(content: bytes) -> str:
    """The text of an answer, also of a file of an office program."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


@pytest.mark.parametrize("role", ROLES)
def test_what_is_given_in_clear_is_on_record(
    as_: Callable[..., Browser],
    bureau: Bureau,
    theirs: dict[str, dict[str, str]],
    role: str,
) -> None:
    browser, unrecorded, seen = as_(role), {}, 0
    marks = {line.id: "1" for line in checks.sheet(bureau.county)}

    def on_record() -> int:
        with bureau.reading() as office:
            return sum(
                office.db.scalar(select(func.count()).select_from(table)) or 0
                for table in (Reveal, ReportTaking)
            )

    for row, letters in TABLE.items():
        if row in STREAMS or letters == "door" or LETTERS[role] not in letters:
            continue
        before = on_record()
        answer = asked(browser, row, reached(row, theirs) or {}, GIVEN | marks)
        if answer.status_code != 200:
            continue
        clear = [secret for secret in SECRETS if secret in told(answer.content)]
        clear += ["a file"] * ("attachment" in answer.headers.get("content-disposition", ""))
        seen += bool(clear)
        if clear and on_record() == before and row not in TOLD_BY_THEMSELVES:
            unrecorded[row] = clear
    assert unrecorded == {}
    assert seen or role in ("editor", "administrator"), "the walk comes past no secret"
