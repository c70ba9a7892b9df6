"""A late application or report that went up: signed for by those it lies with, supervised and talked about on record."""

from datetime import date

import pytest

from casework.assistance import applications, history, signing, sweeping, tasks
from casework.assistance.models import Application, Task
from casework.assistance.signing import BadSigning
from casework.assistance.tasks import NewTask
from casework.office import Bureau, NotAllowed, Office
from casework.people.actors import Actor
from casework.supervision import matters, of_cases
from casework.supervision.matters import BadMatter
from store.clock import FixedClock
from tests.casework.assistance.conftest import Registers
from tests.casework.conftest import settle

PROMISE = "周四入户，周五前报县里"
People = dict[str, Actor]


@pytest.fixture
def late(bureau: Bureau, clock: FixedClock) -> tuple[int, People]:
    """An application of a township that is late enough to be urged, and the county's people."""
    with bureau.office() as office:
        registers = Registers(settle(office))
        id, people = registers.apply().id, registers.county.people
    clock.move(days=8)
    sweeping.sweep(bureau)
    return id, people


def moves(office: Office, id: int) -> list[str]:
    return [event.move for event in history.of(office, office.db.get_one(Application, id))]


def test_whoever_handles_it_signs_with_what_will_be_done(bureau: Bureau, late: tuple[int, People]) -> None:
    id, people = late
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        assert signing.unsigned(office, [application]) == {id}
        assert [signing.owed(office, people[who]) for who in ("town", "mayor", "other_town", "leader")] == [
            1,
            1,
            0,
            0,
        ]
        signing.sign(office, application, people["town"], PROMISE)
        assert signing.unsigned(office, [application]) == set()
        assert signing.owed(office, people["mayor"]) == 0
        entry = history.of(office, application)[-1]
        assert (entry.move, entry.actor_name) == ("signed", "郑助理")
        assert office.vault.open_or_none(entry.note_sealed) == PROMISE
        assert not list(history.faults(office, application))


@pytest.mark.parametrize("who", ["other_town", "leader", "worker", "village", "desk"])
def test_nobody_else_signs(bureau: Bureau, late: tuple[int, People], who: str) -> None:
    id, people = late
    with bureau.office() as office, pytest.raises(NotAllowed):
        signing.sign(office, office.db.get_one(Application, id), people[who], PROMISE)


def test_it_is_signed_once_and_with_words(bureau: Bureau, late: tuple[int, People]) -> None:
    id, people = late
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        with pytest.raises(BadSigning, match="打算怎么办"):
            signing.sign(office, application, people["town"], " ")
        signing.sign(office, application, people["town"], PROMISE)
        with pytest.raises(BadSigning, match="没有待签收"):
            signing.sign(office, application, people["mayor"], PROMISE)


def test_a_higher_level_is_to_be_signed_anew(
    bureau: Bureau, late: tuple[int, People], clock: FixedClock
) -> None:
    id, people = late
    with bureau.office() as office:
        signing.sign(office, office.db.get_one(Application, id), people["town"], PROMISE)
    clock.move(days=12)
    sweeping.sweep(bureau)
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        assert application.escalation_level == 3
        assert signing.unsigned(office, [application]) == {id}
        signing.sign(office, application, people["mayor"], PROMISE)
        assert moves(office, id)[-4:] == ["escalated", "signed", "escalated", "signed"]


def test_what_is_not_late_has_nothing_to_sign(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        application = registers.apply()
        with pytest.raises(BadSigning):
            signing.sign(office, application, registers.county["town"], PROMISE)


@pytest.mark.parametrize(("kind", "move"), [("supervision", "supervised"), ("talk", "talked")])
def test_it_is_supervised_and_talked_about_on_record_and_answered_in_writing(
    bureau: Bureau, late: tuple[int, People], kind: str, move: str
) -> None:
    id, people = late
    due = date(2026, 12, 4)
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        assert of_cases.may_put(office, application, people["leader"])
        matter = of_cases.put(
            office, application, people["leader"], kind, "为什么还没入户", due, "周正、郑助理"
        )
        entry = history.of(office, application)[-1]
        assert entry.move == move
        assert office.vault.open_or_none(entry.note_sealed) == (
            "为什么还没入户\n2026-12-04 前书面回复。参加人：周正、郑助理。"
        )
        assert (matter.unit_code, matter.subject) == ("QH-102-MZ", f"救助申请 {application.number}")
        assert "王小明" not in matter.subject
        assert matters.owed(office, people["town"]) == 1
        matters.acknowledge(office, matter.id, people["town"])
        matters.answer(office, matter.id, people["town"], "今天已入户。")
        matters.close(office, matter.id, people["leader"], "属实")
        (found,) = of_cases.of(office, application, people["town"])
        assert found.answer == "今天已入户。"
        assert (found.matter.acknowledged_by_name, found.matter.answered_by_name) == ("郑助理", "郑助理")
        assert found.matter.closed_at is not None


def test_only_supervisors_and_only_of_what_is_open(bureau: Bureau, late: tuple[int, People]) -> None:
    id, people = late
    due = date(2026, 12, 4)
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        for who in ("town", "mayor", "desk", "worker"):
            assert not of_cases.may_put(office, application, people[who])
            with pytest.raises(NotAllowed):
                of_cases.put(office, application, people[who], "talk", "说明", due)
        with pytest.raises(BadMatter):
            of_cases.put(office, application, people["leader"], "notice", "说明", due)
        applications.advance(office, application, "withdrawn", people["leader"])
        with pytest.raises(BadMatter, match="已经办结"):
            of_cases.put(office, application, people["leader"], "talk", "说明", due)


@pytest.fixture
def late_report(bureau: Bureau, clock: FixedClock) -> tuple[int, People]:
    """A lead of a township whose visit is late enough to be urged, and the county's people."""
    with bureau.office() as office:
        people = settle(office).people
        id = tasks.report(office, NewTask("lead", "老槐树村有位老人没人管"), Actor.resident(None, "web")).id
    clock.move(days=8)
    sweeping.sweep(bureau)
    return id, people


def test_a_late_report_is_signed_for_as_an_application_is(
    bureau: Bureau, late_report: tuple[int, People], clock: FixedClock
) -> None:
    id, people = late_report
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        assert task.escalation_level == 2
        for who in ("other_town", "leader", "village", "desk"):
            with pytest.raises(NotAllowed):
                signing.sign(office, task, people[who], PROMISE)
        assert [signing.owed(office, people[who], Task) for who in ("town", "other_town")] == [1, 0]
        with pytest.raises(BadSigning, match="打算怎么办"):
            signing.sign(office, task, people["town"], " ")
        signing.sign(office, task, people["town"], PROMISE)
        assert signing.unsigned(office, [task]) == set()
        with pytest.raises(BadSigning, match="没有待签收"):
            signing.sign(office, task, people["mayor"], PROMISE)
    clock.move(days=12)
    sweeping.sweep(bureau)
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        assert task.escalation_level == 3
        assert signing.owed(office, people["mayor"], Task) == 1
        assert [event.move for event in tasks.history(office, task)] == [
            "reported",
            "escalated",
            "signed",
            "escalated",
        ]


def test_a_late_report_is_supervised_and_answered_in_writing(
    bureau: Bureau, late_report: tuple[int, People]
) -> None:
    id, people = late_report
    due = date(2026, 12, 4)
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        for who in ("town", "mayor", "desk"):
            assert not of_cases.may_put(office, task, people[who])
            with pytest.raises(NotAllowed):
                of_cases.put(office, task, people[who], "talk", "说明", due)
        with pytest.raises(BadMatter):
            of_cases.put(office, task, people["leader"], "notice", "说明", due)
        matter = of_cases.put(office, task, people["leader"], "supervision", "为什么还没上门", due)
        assert (matter.unit_code, matter.subject) == ("QH-102-MZ", f"困难线索第 {id} 号")
        assert tasks.history(office, task)[-1].move == "supervised"
        assert matters.owed(office, people["town"]) == 1
        tasks.visit(office, task, people["town"], "已上门，情况属实")
        tasks.answer(office, task, people["town"], "applied", "已协助申请。", "nobody")
        with pytest.raises(BadMatter, match="已经办结"):
            of_cases.put(office, task, people["leader"], "talk", "说明", due)
