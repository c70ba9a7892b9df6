"""A late application or report that went up: signed for by those it lies with, supervised and talked about on record."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from casework.assistance import applications, cases, history, signing, sweeping, tasks
from casework.assistance.cases import BadPlace
from casework.assistance.models import Application, Task
from casework.assistance.signing import BadSigning
from casework.assistance.tasks import NewTask
from casework.office import Bureau, NotAllowed, NotFound, Office
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.supervision import matters, of_cases
from casework.supervision.matters import BadMatter
from store.clock import FixedClock, local_date
from store.county import County as CountyFolder
from tests.casework.assistance.conftest import Registers
from tests.casework.conftest import County, settle

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
def late_report(bureau: Bureau, clock: FixedClock, request: pytest.FixtureRequest) -> tuple[int, People]:
    """A lead of a township whose visit is late enough to be urged, and the county's people."""
    with bureau.office() as office:
        people = (
            request.getfixturevalue("late")[1] if "late" in request.fixturenames else settle(office).people
        )
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


def levels(bureau: Bureau, table: Any, id: int) -> int:
    sweeping.sweep(bureau)
    with bureau.reading() as office:
        return office.db.get_one(table, id).escalation_level


@pytest.mark.parametrize("table", [Application, Task])
def test_what_nobody_signs_for_goes_up_as_a_petition_does_to_the_talk(
    bureau: Bureau, clock: FixedClock, request: pytest.FixtureRequest, table: Any
) -> None:
    """催办 unsigned for two working days becomes 督办, 督办 unsigned for three 约谈 (escalation.yml)."""
    id, people = request.getfixturevalue("late" if table is Application else "late_report")
    assert levels(bureau, table, id) == 2
    seen = []
    for _ in range(20):
        clock.move(days=1)
        seen.append(levels(bureau, table, id))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (2, 4)
    assert seen.index(3) < 5
    with bureau.reading() as office:
        case = office.db.get_one(table, id)
        notes = [
            office.vault.open_or_none(event.note_sealed)
            for event in (history.of if table is Application else tasks.history)(office, case)
            if event.move == "escalated"
        ]
        assert [note.split("：")[0] for note in notes if note] == ["催办", "督办", "约谈"]
        assert "催办到期没有签收" in str(notes[1])
        assert "督办到期没有签收" in str(notes[2])
        told = office.db.scalars(select(Letter).where(Letter.key.like("assistance-late:%:4:%"))).all()
        assert [office.vault.open(one.address_sealed) for one in told] == [f"staff:{people['leader'].id}"]


def test_what_is_signed_for_goes_no_further_than_its_lateness(
    bureau: Bureau, late: tuple[int, People], clock: FixedClock
) -> None:
    id, people = late
    for level in (2, 3):
        with bureau.office() as office:
            signing.sign(office, office.db.get_one(Application, id), people["town"], PROMISE)
        clock.move(days=12)
        assert levels(bureau, Application, id) == level + (level == 2)
    clock.move(days=60)
    assert levels(bureau, Application, id) == 3


def test_the_countys_own_rules_hold_for_applications(
    bureau: Bureau, late: tuple[int, People], clock: FixedClock, tmp_path: Path
) -> None:
    """A county that supervises after ten working days, and lets nothing rise for want of a signature, has it so here."""
    id, _ = late
    folder = copytree(bureau.county.folder, tmp_path / "county")
    book = yaml.safe_load((folder / "escalation.yml").read_text("utf-8"))
    book["rules"] = [rule for rule in book["rules"] if rule["when"] != "unacknowledged"]
    for rule in book["rules"]:
        if rule["rule"] == "overdue_long":
            rule["working_days"] = 10
    (folder / "escalation.yml").write_text(yaml.safe_dump(book, allow_unicode=True), "utf-8")
    patient = Bureau(bureau.engine, bureau.vault, CountyFolder(folder), clock)
    clock.move(days=10)
    assert levels(patient, Application, id) == 2
    clock.move(days=7)
    assert levels(patient, Application, id) == 3


@pytest.fixture
def nowhere(bureau: Bureau, clock: FixedClock) -> tuple[int, People]:
    """A lead from a place that nobody could tell, late enough to be urged, and the county's people."""
    with bureau.office() as office:
        people = settle(office).people
        id = tasks.report(office, NewTask("lead", "车站后面有位老人没人管"), Actor.resident(None, "web")).id
    clock.move(days=8)
    sweeping.sweep(bureau)
    return id, people


def test_what_lies_in_no_township_is_the_countys_section_to_sign_for_and_to_be_supervised_for(
    bureau: Bureau, nowhere: tuple[int, People]
) -> None:
    id, people = nowhere
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        told = office.db.scalars(select(Letter).where(Letter.key.like("assistance-late:%:2:%"))).all()
        assert {office.vault.open(one.address_sealed) for one in told} == {
            f"staff:{people[who].id}" for who in ("worker", "head")
        }
        assert [signing.owed(office, people[who], Task) for who in ("worker", "town")] == [1, 0]
        matter = of_cases.put(office, task, people["leader"], "supervision", "谁去看", date(2026, 12, 4))
        assert (matter.unit_code, matter.task_id) == ("QH-MZ-JZ", id)
        matters.answer(office, matter.id, people["worker"], "已经分到河湾街道。")
        signing.sign(office, task, people["worker"], PROMISE)
        assert signing.owed(office, people["worker"], Task) == 0


@pytest.mark.parametrize("signer", ["worker", "head", "leader"])
def test_what_lies_in_no_township_is_signed_for_by_the_section_or_a_supervisor_alone(
    bureau: Bureau, nowhere: tuple[int, People], signer: str
) -> None:
    id, people = nowhere
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        county = County(office)
        others = [
            county.hire("checker", "韩核对", "QH-MZ-HD", "handler", "unit_head"),
            people["town"],
            people["desk"],
        ]
        others.append(county.hire("deputy", "杨局办", "QH-MZ", "handler", "unit_head"))
        for other in others:
            assert signing.owed(office, other, Task) == 0
            assert not signing.may_sign(office, task, other)
            with pytest.raises(NotAllowed):
                signing.sign(office, task, other, PROMISE)
        signing.sign(office, task, people[signer], PROMISE)
        assert signing.unsigned(office, [task]) == set()


def test_the_county_gives_it_to_a_township_which_is_told_and_signs(
    bureau: Bureau, nowhere: tuple[int, People], clock: FixedClock
) -> None:
    id, people = nowhere
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        assert signing.owed(office, people["town"], Task) == 0
        cases.place(office, task, people["worker"], "QH-102-02")
        assert (task.place_unit, task.township) == ("QH-102-02", "QH-102")
        assert signing.owed(office, people["town"], Task) == 1
        assert tasks.get(office, id, people["town"]) is task
        entry = tasks.history(office, task)[-1]
        assert office.vault.open_or_none(entry.note_sealed) == "没有分到乡镇 → 老槐树村委会"
        told = office.db.scalars(select(Letter).where(Letter.key.like("placed:%"))).all()
        assert {office.vault.open(one.address_sealed) for one in told} == {
            f"staff:{people[who].id}" for who in ("town", "mayor")
        }
        assert not any("老人" in office.vault.open(one.text_sealed) for one in told)


def test_only_the_county_gives_and_only_what_is_open_to_a_place_in_a_township(
    bureau: Bureau, nowhere: tuple[int, People]
) -> None:
    id, people = nowhere
    with bureau.office() as office:
        task = office.db.get_one(Task, id)
        for unit in ("QH-MZ-JZ", "QH-MZ", "QH-999", ""):
            with pytest.raises(BadPlace, match="请选乡镇"):
                cases.place(office, task, people["worker"], unit)
        cases.place(office, task, people["desk"], "QH-102")
        with pytest.raises(BadPlace, match="已经在"):
            cases.place(office, task, people["desk"], "QH-102")
        with pytest.raises(NotAllowed):
            cases.place(office, task, people["town"], "QH-103")
        tasks.visit(office, task, people["town"], "已上门")
        tasks.answer(office, task, people["town"], "applied", "已协助申请。", "nobody")
        with pytest.raises(NotAllowed):
            cases.place(office, task, people["worker"], "QH-103")


def test_an_application_given_to_another_township_keeps_its_chain_whole(
    bureau: Bureau, late: tuple[int, People]
) -> None:
    id, people = late
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        with pytest.raises(NotAllowed):
            cases.place(office, application, people["desk"], "QH-103-01")
        cases.place(office, application, people["head"], "QH-103-01")
        assert applications.find(office, application.number, people["other_town"]) is application
        with pytest.raises(NotFound):
            applications.find(office, application.number, people["town"])
        assert moves(office, id)[-1] == "placed"
        assert not list(history.faults(office, application))


def test_a_unit_is_alerted_to_what_is_put_to_it_without_what_it_is_about(
    bureau: Bureau, late: tuple[int, People]
) -> None:
    id, people = late
    with bureau.office() as office:
        application = office.db.get_one(Application, id)
        due = local_date(office.clock.now()) + timedelta(days=3)
        of_cases.put(office, application, people["leader"], "supervision", "为什么还没入户", due)
        (told,) = office.db.scalars(select(Letter).where(Letter.key.like("unit-matter:%")))
        assert office.vault.open(told.address_sealed) == f"staff:{people['town'].id}"
        said = office.vault.open(told.text_sealed)
        assert (f"{due} 前书面回复" in said, "入户" in said) == (True, False)


def test_what_was_put_is_read_by_whoever_may_and_leads_back_to_its_case(
    bureau: Bureau, late: tuple[int, People], late_report: tuple[int, People]
) -> None:
    id, people = late
    with bureau.office() as office:
        application, task = office.db.get_one(Application, id), office.db.get_one(Task, late_report[0])
        due = date(2026, 12, 24)
        about = [
            of_cases.put(office, one, people["leader"], "talk", "说明", due) for one in (application, task)
        ]
        plain = matters.put(office, people["leader"], "notice", "QH-102-MZ", "通报", "请看")
        assert of_cases.addresses(office, [*about, plain]) == {
            about[0].id: f"applications/{application.number_key}",
            about[1].id: f"tasks/{task.id}",
        }
        assert [one.matter for one in of_cases.of(office, task, people["town"])] == [about[1]]
        assert of_cases.of(office, task, people["desk"]) == []
