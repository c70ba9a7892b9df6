"""Clocks of applications and reports follow the calendar and the rules, once and on record."""

from datetime import date

import pytest

from casework.assistance import applications, history, recomputing, tasks
from casework.assistance.applications import NewApplication
from casework.assistance.models import Application, Task
from casework.assistance.tasks import NewTask
from casework.office import Bureau
from casework.people import calendars
from casework.people.actors import Actor
from store.clock import FixedClock
from tests.casework.assistance.conftest import id_number
from tests.casework.conftest import settle

BY = Actor.system("test")


@pytest.fixture
def open_case(bureau: Bureau, clock: FixedClock) -> tuple[int, int]:
    """An application and a call for help of the last days of a year whose successor has no notice yet."""
    clock.set(clock.now().replace(month=12, day=28))
    with bureau.office() as office:
        calendars.load(office)
        house = settle(office)
        new = NewApplication(
            program="dibao", name="王小明", id_number=id_number(), phone="13800138000", place_unit="QH-102-02"
        )
        application = applications.receive(office, new, house["town"])
        applications.advance(office, application, "accepted", house["leader"])
        task = tasks.report(office, NewTask("lead", "村里有个老人没人管", channel="phone"), house["desk"])
        made = application.id, task.id
    recomputing.keep_current(bureau)
    return made


def adopt(bureau: Bureau, *rest: date) -> None:
    with bureau.office() as office:
        calendars.adopt(office, 2027, dict.fromkeys(rest, (False, "演示放假")), "演示通知", BY)


def test_a_new_notice_moves_them_once_and_on_record(bureau: Bureau, open_case: tuple[int, int]) -> None:
    application_id, task_id = open_case
    with bureau.reading() as office:
        before = office.db.get_one(Application, application_id).next_due_on
        task_before = office.db.get_one(Task, task_id).due_on
    assert before is not None
    adopt(bureau, *(date(2027, 1, day) for day in range(1, 16)))
    assert recomputing.keep_current(bureau, BY, "2027年放假通知已录入") >= 1
    assert recomputing.keep_current(bureau) == 0
    with bureau.reading() as office:
        application = office.db.get_one(Application, application_id)
        whole = max(clock.due_on for clock in application.clocks if clock.running)
        assert whole > date(2027, 1, 15)
        last = history.of(office, application)[-1]
        assert last.move == "recomputed"
        assert "2027年放假通知" in (office.vault.open_or_none(last.note_sealed) or "")
        assert list(history.verify(office)) == []
        task = office.db.get_one(Task, task_id)
        if task.due_on != task_before:
            assert tasks.history(office, task)[-1].move == "recomputed"


def test_nothing_new_moves_nothing(bureau: Bureau, open_case: tuple[int, int]) -> None:
    assert recomputing.keep_current(bureau) == 0


def test_a_closed_case_is_left_alone(bureau: Bureau, open_case: tuple[int, int]) -> None:
    application_id, _ = open_case
    with bureau.office() as office:
        application = office.db.get_one(Application, application_id)
        application.is_open = False
        count = application.history_count
    adopt(bureau, *(date(2027, 1, day) for day in range(1, 16)))
    recomputing.keep_current(bureau)
    with bureau.reading() as office:
        assert office.db.get_one(Application, application_id).history_count == count
