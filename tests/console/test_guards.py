"""Each guard proven by its removal: with its row of the table opened, somebody gets through who was turned away before."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import reports
from casework.calls import calls
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights as table
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import amending, escalation, figures, links, lodging, queries, workflow
from casework.petitions.figures import Period, tables
from casework.petitions.lodging import NewPetition
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES
from casework.reports.models import Report
from casework.rules import rules as county_rules
from casework.supervision import checks, matters
from casework.supervision.models import CheckItem
from casework.training import runs
from console import dossier
from console import rights as pages
from knowledge import editing
from knowledge.corpus import Corpus
from store.settings import ROOT
from tests.casework.conftest import County, settle
from tests.console.conftest import Browser
from tests.console.test_rights import declared
from tests.console.walking import LETTERS, STREAMS, TABLE, call, routes

ALL_RELATIONS = (table.DESK, table.BELOW, table.HANDLER, table.ABOVE, table.ANY)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
NOBODY = dict.fromkeys(
    ("edit_knowledge", "manage_models", "score_check", "appeal_check", "rule_check"), ("handler",)
) | {"answer_supervision": ("supervisor",)}
"""Whose role lacks the act; else an editor."""
BEFORE = {
    "read_sealed": "read", "see_child_identity": "see_identity", "take_report": "make_report", "take_sealed_report": "make_report",
    "answer_matter": "read_matters", "close_matter": "read_matters",
}  # fmt: skip
"""Acts that another row guards as well, which is opened first."""
HELD_TWICE = {"see_tries", "unlock"}
"""Pages whose every route is refused further in as well, by the table of the registers."""
CHILD = "110101201805070072"
PAGES_ONLY = {"manage_staff", "manage_calendar", "manage_duty", "audit"}
"""Held by the console's pages alone, which are drawn from the table: `test_every_page_holds_somebody_back`."""


@pytest.mark.usefixtures("furnished")
def test_every_page_holds_somebody_back(as_: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a page's row the walk of all routes sees somebody let in whom it expects to be turned away."""
    browsers = {role: as_(role) for role in table.ROLES}
    unnoticed = set()
    for page, holders in pages.PAGES.items():
        turned_away = [
            (role, row, declared(route))
            for row, route in routes()
            for role in set(table.ROLES) - holders
            if page in declared(route) and row not in STREAMS and LETTERS[role] not in TABLE[row]
        ]
        for role, row, needs in turned_away:
            with monkeypatch.context() as patch:
                for other in needs - {page}:
                    patch.setitem(pages.PAGES, other, frozenset(table.ROLES))
                assert call(browsers[role], row).status_code == 403, (page, role, row)
                patch.setitem(pages.PAGES, page, frozenset(table.ROLES))
                if call(browsers[role], row).status_code != 403:
                    break
        else:
            unnoticed.add(page)
    assert unnoticed == {"home"} | HELD_TWICE


ROLES_ASKED_FOR = re.compile(r"""\.has\(\s*["']|\bin who\.roles|\bactor\.roles\s*&""")
TABLES = {"casework/assistance/rights.py", "console/worklists.py"}
"""Where roles are asked for: the registers' own table, and which lists stand first on whose desk."""


def test_no_role_is_asked_for_outside_the_tables() -> None:
    code = [
        path
        for room in ("casework", "console", "actions", "bot", "knowledge")
        for kind in ("*.py", "*.html")
        for path in (ROOT / room).rglob(kind)
    ]
    found = {str(path.relative_to(ROOT)) for path in code if ROLES_ASKED_FOR.search(path.read_text("utf-8"))}
    assert found == TABLES


def test_the_pages_follow_the_table_of_rights() -> None:
    drawn = {
        "staff": "manage_staff", "edit_calendar": "manage_calendar", "edit_roster": "manage_duty", "logs": "audit",
        "models": "manage_models", "supervision": "make_report", "matters": "read", "edit_rules": "manage_rules", "knowledge": "edit_knowledge", "calls": "take_calls",
    }  # fmt: skip
    assert {page: pages.PAGES[page] for page in drawn} == {
        page: table.holders(action) for page, action in drawn.items()
    }
    assert set(drawn.values()) >= PAGES_ONLY


@pytest.fixture
def county_office(office: Office) -> County:
    return settle(office)


@contextmanager
def tried(db: Session) -> Iterator[None]:
    """Whatever is done within is undone."""
    point = db.begin_nested()
    try:
        yield
    finally:
        point.rollback()
        db.expire_all()


def turned_away(office: Office, work: Callable[[], object]) -> bool:
    """Whether it ends with a refusal of the right; another refusal means that the right was there."""
    with tried(office.db):
        try:
            work()
        except NotAllowed:
            return True
        except (CaseworkError, KeyError, TypeError, ValueError):
            return False
        return False


def opened(patch: pytest.MonkeyPatch, action: str) -> None:
    patch.setitem(table.RIGHTS, action, tuple((role, ALL_RELATIONS) for role in table.ROLES))


@pytest.mark.parametrize("move", MOVES)
def test_every_move_holds_somebody_back(
    county_office: County, move: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = county_office.office
    petition = office.db.scalars(
        select(Petition).where(Petition.number == county_office.lodge().number)
    ).one()
    petition.handler_unit, petition.handler_path = "QH-MZ", county_office["leader"].unit_path
    petition.state = MOVES[move].frm[0]
    office.db.flush()
    who = county_office["editor"]
    assert turned_away(office, lambda: workflow.move(office, petition, move, who))
    opened(monkeypatch, move)
    assert not turned_away(office, lambda: workflow.move(office, petition, move, who))


Work = Callable[[Office, Petition, Actor], object]


def seen(office: Office, petition: Petition, who: Actor) -> object:
    if office.db.scalars(queries.readable(office, who)).first() is None:
        raise NotAllowed
    return petition


def sealed(office: Office, petition: Petition) -> Petition:
    petition.sealed = True
    office.db.flush()
    return petition


def counted(office: Office, petition: Petition, who: Actor) -> object:
    sealed(office, petition).figure_month = NOVEMBER.before().months[0]
    office.db.flush()
    if not tables.sealed_elsewhere(office, who, NOVEMBER.before()):
        raise NotAllowed
    return petition


def answered(office: Office, petition: Petition, who: Actor) -> object:
    leader = Actor.of_staff(staff.by_login(office, "leader"))
    raised = escalation.supervise(office, petition, leader, 3, "超期", NOVEMBER.last)
    return escalation.answer(office, raised.id, who, "已经办了")


def identity(office: Office, petition: Petition, who: Actor) -> object:
    if not (verdict := dossier.identity_visible(office, petition, SimpleNamespace(actor=who))):  # type: ignore[arg-type]
        raise NotAllowed(verdict.why)
    return petition


def confidential(office: Office, petition: Petition, who: Actor) -> object:
    petition.identity = "confidential"
    return identity(office, petition, who)


def of_a_child(office: Office, petition: Petition, who: Actor) -> object:
    petition.petitioners[0].id_number_sealed = office.vault.seal(CHILD)
    return identity(office, petition, who)


def boss(who: Actor) -> Actor:
    return replace(who, roles=frozenset({"supervisor"}))


def put(office: Office, who: Actor) -> int:
    return matters.put(office, who, "notice", "QH-102-MZ", "事由", "要求").id


def listed(office: Office, petition: Petition, who: Actor) -> object:
    put(office, boss(who))
    if not matters.listed(office, who):
        raise NotAllowed
    return petition


def drawn(office: Office, petition: Petition, who: Actor) -> int:
    petition.answered_on = NOVEMBER.first
    office.db.flush()
    draw = checks.draw(office, boss(who), NOVEMBER, 1, 1)
    return office.db.scalars(select(CheckItem.id).where(CheckItem.draw_id == draw.id)).one()


def taken(office: Office, who: Actor, *, sealed: bool) -> object:
    """Reports that are not for somebody are not there for him."""
    report = Report(
        kind="quarterly", first=NOVEMBER.first, last=NOVEMBER.last, label=NOVEMBER.label,
        unit_code=who.unit_code, unit_path=who.unit_path, sealed=sealed, asked_at=office.clock.now(),
    )  # fmt: skip
    office.db.add(report)
    office.db.flush()
    try:
        return reports.get(office, report.id, who)
    except NotFound:
        raise NotAllowed from None


GUARDED: dict[str, Work] = {
    "read_matters": listed,
    "put_matter": lambda office, petition, who: put(office, who),
    "answer_matter": lambda office, petition, who: matters.answer(office, put(office, boss(who)), who, "好"),
    "close_matter": lambda office, petition, who: matters.close(office, put(office, boss(who)), who, ""),
    "draw_check": lambda office, petition, who: checks.draw(office, who, NOVEMBER, 1, 1),
    "score_check": lambda office, petition, who: checks.score(office, drawn(office, petition, who), who, {}),
    "appeal_check": lambda office, petition, who: checks.appeal(
        office, drawn(office, petition, who), who, "不对"
    ),
    "rule_check": lambda office, petition, who: checks.rule(
        office, drawn(office, petition, who), who, 80, "维持"
    ),
    "make_report": lambda office, petition, who: reports.ask(office, who, "quarterly", NOVEMBER),
    "make_inspection_report": lambda office, petition, who: reports.ask(office, who, "handed_over", NOVEMBER),
    "take_report": lambda office, petition, who: taken(office, who, sealed=False),
    "take_sealed_report": lambda office, petition, who: taken(office, who, sealed=True),
    "read": seen,
    "read_sealed": lambda office, petition, who: seen(office, sealed(office, petition), who),
    "count_sealed": counted,
    "strike": lambda office, petition, who: amending.amend(office, petition, who, {"strike": [1]}),
    "unseal": lambda office, petition, who: amending.amend(office, petition, who, {"unseal": True}),
    "answer_supervision": answered,
    "see_identity": identity,
    "see_confidential_identity": confidential,
    "see_child_identity": of_a_child,
    "lodge": lambda office, petition, who: lodging.lodge(
        office,
        NewPetition(category="payment_missing", narrative="没到账", petitioners=[], channel="phone"),
        who,
    ),
    "link": lambda office, petition, who: links.unlink(office, petition, who, "错了"),
    "supervise": lambda office, petition, who: escalation.supervise(
        office, petition, who, 3, "超期", NOVEMBER.last
    ),
    "see_figures": lambda office, petition, who: figures.table(office, who, period=NOVEMBER),
    "take_calls": lambda office, petition, who: calls.begin(office, who, "13800138000"),
    "edit_knowledge": lambda office, petition, who: editing.write(office, Corpus(), {}, who, "测试"),
    "manage_models": lambda office, petition, who: runs.ask(office, who),
    "manage_rules": lambda office, petition, who: county_rules.put_in_force(
        office, who, "clocks.yml", "x", "测试一下"
    ),
}


def test_every_row_of_the_table_guards_something() -> None:
    assert set(GUARDED) | PAGES_ONLY | set(MOVES) == set(table.RIGHTS)


@pytest.mark.parametrize("action", GUARDED)
def test_every_other_act_holds_somebody_back(
    county_office: County, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = county_office.office
    petition = office.db.scalars(
        select(Petition).where(Petition.number == county_office.lodge().number)
    ).one()
    petition.handler_unit, petition.handler_path = "QH-MZ", county_office["leader"].unit_path
    office.db.flush()
    who = county_office.hire("nobody", "无名", "QH-MZ", *NOBODY.get(action, ("editor",)))
    if action in BEFORE:
        opened(monkeypatch, BEFORE[action])
    assert turned_away(office, lambda: GUARDED[action](office, petition, who))
    opened(monkeypatch, action)
    office.db.info.clear()  # what may be read is put together once for a unit of work; this is the next
    assert not turned_away(office, lambda: GUARDED[action](office, petition, who))
