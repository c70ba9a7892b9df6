"""Applications through the steps of their own rules, with their clocks."""

from collections import deque
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.assistance import applications, clocks, history, payment_days, programs, telling, visits
from casework.assistance.applications import BadApplication, BadStep, NewApplication
from casework.assistance.models import Application, ApplicationEvent
from casework.assistance.programs import Step
from casework.office import NotAllowed, NotFound
from casework.outbox import Letter
from casework.people import residents
from casework.people.actors import Actor
from casework.people.calendars import of as calendar_of
from casework.people.residents import Person
from casework.petitions.numbers import parse
from knowledge.schema import Program
from store.clock import FixedClock
from tests.casework.assistance.conftest import Registers, id_number


def due(application: Application, stage: str) -> date:
    return clocks.running(application, stage)[0].due_on


def test_numbers_follow_each_other_and_check_themselves(registers: Registers) -> None:
    first, second = registers.apply(serial=1), registers.apply(serial=2)
    assert first.number == "SQ26-0000-0011"
    assert second.number[:13] == "SQ26-0000-002"
    assert parse(first.number.replace("SQ", "HY"))


def test_dibao_steps_carry_the_periods_of_57(registers: Registers, clock: FixedClock) -> None:
    """Friday 2026-11-20: 3 working days end on Wednesday, 30 on Friday 2027-01-01 moved by the holiday rules."""
    application = registers.walk(registers.apply(), "accepted")
    assert due(application, "start_survey") == date(2026, 11, 25)
    calendar = calendar_of(registers.office)
    assert due(application, "whole") == calendar.after(date(2026, 11, 20), 30)
    assert clocks.running(application, "whole")[0].explanation.endswith(
        "（民发〔2021〕57号第二十二条，工作日）；2027年放假安排尚未公布，按周末和法定节假日暂算"
    )
    registers.walk(application, "check_asked")
    assert due(application, "start_check") == date(2026, 11, 25)
    registers.walk(application, "checking", "visiting", "posted")
    assert due(application, "posting") == date(2026, 11, 27)
    clock.move(days=8)
    registers.walk(application, "reviewing")
    assert due(application, "confirm") == date(2026, 12, 11)
    registers.walk(application, "approved", amount="760")
    assert application.pays_from == "2026-12"
    assert due(application, "first_payment") == date(2026, 12, 10)
    registers.walk(application, "paid")
    assert not application.is_open
    assert application.outcome == "approved"
    assert not clocks.running(application)


@pytest.mark.parametrize(
    ("special", "delegated", "days"), [(False, False, 30), (True, False, 45), (False, True, 20)]
)
def test_whole_period(registers: Registers, special: bool, delegated: bool, days: int) -> None:
    application = registers.apply(special=special)
    application.delegated = delegated
    registers.walk(application, "accepted")
    assert clocks.running(application, "whole")[0].days == days
    assert due(application, "whole") == calendar_of(registers.office).after(date(2026, 11, 20), days)


def test_special_case_prolongs_with_a_reason(registers: Registers) -> None:
    application = registers.walk(registers.apply(), "accepted")
    with pytest.raises(BadStep, match="写明"):
        applications.prolong(registers.office, application, registers.county["leader"], " ")
    applications.prolong(registers.office, application, registers.county["leader"], "人户分离")
    assert clocks.running(application, "whole")[0].days == 45
    assert due(application, "whole") == calendar_of(registers.office).after(date(2026, 11, 20), 45)
    without = registers.walk(registers.apply("tekun", serial=2), "accepted")
    with pytest.raises(BadStep, match="没有特殊情形的期限"):
        applications.prolong(registers.office, without, registers.county["leader"], "人户分离")
    assert not without.special


def test_what_is_decided_is_not_prolonged(registers: Registers) -> None:
    application = registers.walk(registers.apply(), "accepted", "visiting", "refused", reason="不符合")
    assert application.is_open
    assert not applications.prolongable(registers.office, application)


def test_tekun_township_runs_fifteen_working_days_to_posting_and_again_after_objection(
    registers: Registers, clock: FixedClock
) -> None:
    application = registers.walk(registers.apply("tekun"), "accepted", "visiting")
    assert due(application, "township") == date(2026, 12, 11)
    registers.walk(application, "posted")
    assert not clocks.running(application, "township")
    clock.move(days=3)
    registers.walk(application, "objected")
    assert due(application, "resurvey") == calendar_of(registers.office).after(date(2026, 11, 23), 15)
    registers.walk(application, "posted")
    assert due(application, "posting") == date(2026, 11, 30)
    with pytest.raises(BadStep, match="公示要满期"):
        registers.walk(application, "reviewing")


def test_aid_first_is_three_days_and_not_called_law(registers: Registers) -> None:
    application = registers.apply("temporary", urgent=True)
    assert application.procedure == "temporary_quick"
    running = clocks.running(application, "aid_first")[0]
    assert running.due_on == date(2026, 11, 23)
    assert running.basis_kind == "reported"
    said = telling.standing(registers.office, application).sentence
    assert "按规定" not in said
    assert "未见原文" in said
    registers.walk(application, "aided", amount="500")
    assert clocks.running(application, "papers")


def test_a_call_that_is_no_emergency_goes_on_as_an_ordinary_application(registers: Registers) -> None:
    office = registers.office
    contact = residents.bind(office, "telegram", "4711", residents.enter(office, Person("王小明")), "test")
    urgent = registers.apply(
        "temporary", urgent=True, headcount=3, area="rural", contact_id=contact.id, relative_of=True
    )
    applications.advance(office, urgent, "regular", registers.county["town"], reason="家里有存粮")
    (ordinary,) = office.db.scalars(select(Application).where(Application.id != urgent.id))
    assert (ordinary.procedure, ordinary.step, ordinary.is_open) == ("temporary", "received", True)
    assert ordinary.idempotency_key == f"regular:{urgent.id}"
    for same in (
        "program",
        "name_index",
        "id_index",
        "phone_index",
        "headcount",
        "area",
        "place_unit",
        "contact_id",
    ):
        assert getattr(ordinary, same) == getattr(urgent, same), same
    assert ordinary.relative_of
    assert clocks.running(ordinary, "accept")
    assert not urgent.is_open
    notes = [
        [office.vault.open_or_none(event.note_sealed) or "" for event in history.of(office, one)][-1]
        for one in (urgent, ordinary)
    ]
    assert notes == [f"家里有存粮；转为 {ordinary.number}", f"由 {urgent.number} 转来"]
    assert ordinary.number in telling.standing(office, urgent).sentence
    letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram").order_by(Letter.id)).all()
    assert ordinary.number in office.vault.open(letters[-1].text_sealed)
    assert not list(history.faults(office, urgent)) + list(history.faults(office, ordinary))


def test_refusal_needs_a_reason_tells_it_in_writing_and_how_to_contest(registers: Registers) -> None:
    application = registers.walk(registers.apply(), "accepted", "visiting")
    with pytest.raises(BadStep, match="写明理由"):
        registers.walk(application, "refused")
    registers.walk(application, "refused", reason="人均收入高于低保标准")
    assert due(application, "refusal_notice") == date(2026, 11, 25)
    notice = telling.refusal_notice(registers.office, application)
    for part in ("王小明", "人均收入高于低保标准", "60日", "行政复议", "民发〔2021〕57号"):
        assert part in notice
    registers.walk(application, "told")
    standing = telling.standing(registers.office, application)
    assert "人均收入高于低保标准" in standing.sentence
    assert "行政复议" in (standing.contest or "")
    assert "王小明" not in standing.sentence
    assert not application.is_open


def test_what_is_missing_is_named_at_once(registers: Registers) -> None:
    application = registers.apply()
    with pytest.raises(BadStep, match="一次写全"):
        registers.walk(application, "asked_more")
    registers.walk(application, "asked_more", missing=["户口簿", "授权书"])
    assert "户口簿；授权书" in telling.standing(registers.office, application).sentence
    registers.walk(application, "accepted")
    assert application.asked_for == []


def test_steps_cannot_be_skipped_and_decisions_need_a_head(registers: Registers) -> None:
    application = registers.apply()
    with pytest.raises(BadStep, match="不能直接到"):
        registers.walk(application, "approved", amount=760)
    registers.walk(application, "accepted", "visiting", by="town")
    with pytest.raises(BadStep, match="需要角色"):
        registers.walk(application, "refused", by="worker", reason="不符合")
    with pytest.raises(BadStep, match="不归您的单位"):
        registers.walk(application, "checking", by="other_town")
    with pytest.raises(BadStep, match="需要角色"):
        registers.walk(application, "checking", by="editor")


def test_other_townships_and_residents_see_nothing(registers: Registers) -> None:
    application = registers.apply()
    found = applications.find(
        registers.office, application.number.lower().replace("-", " "), registers.county["town"]
    )
    assert found is application
    with pytest.raises(NotFound):
        applications.find(registers.office, application.number, registers.county["other_town"])
    with pytest.raises(NotAllowed):
        applications.find(registers.office, application.number, Actor.resident(1))


def test_registered_relative_is_visited_by_the_county_before_approval(
    registers: Registers, clock: FixedClock
) -> None:
    application = registers.walk(registers.apply(relative_of=True), "accepted", "visiting", "posted")
    clock.move(days=8)
    registers.walk(application, "reviewing")
    with pytest.raises(BadStep, match="第二十条"):
        registers.walk(application, "approved", amount=760)
    with pytest.raises(visits.BadVisit, match="乡镇"):
        visits.record(registers.office, application, registers.county["town"], "看过了")
    visits.record(registers.office, application, registers.county["head"], "住房两间，无车辆")
    registers.walk(application, "approved", amount=760)


def test_a_complaint_while_examined_demands_the_same_visit(registers: Registers, clock: FixedClock) -> None:
    application = registers.walk(registers.apply(), "accepted", "visiting", "posted")
    for _ in range(2):
        visits.complained(registers.office, application, Actor.system("sweep"))
    clock.move(days=8)
    registers.walk(application, "reviewing")
    with pytest.raises(BadStep, match="投诉举报"):
        registers.walk(application, "approved", amount=760)
    assert [event.move for event in history.of(registers.office, application)].count("complained") == 1


def test_same_key_and_same_foreign_number_are_taken_once(registers: Registers) -> None:
    first = registers.apply(idempotency_key="k", number="")
    assert registers.apply(idempotency_key="k") is first
    other = registers.apply(serial=5, number="青低申2026第0007号")
    assert registers.apply(serial=5, number="青低申 2026 第 0007 号") is other


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"name": " "}, "姓名"),
        ({"id_number": "990123196001010011"}, "身份证号"),
        ({"phone": "12"}, "电话"),
        ({"headcount": 0}, "人数"),
        ({"applied_on": date(2027, 1, 1)}, "今天之后"),
        ({"program": "medical"}, "医疗保障"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(registers: Registers, what: dict, said: str) -> None:
    with pytest.raises(BadApplication, match=said):
        registers.apply(**what)


def test_history_shows_tampering(registers: Registers) -> None:
    application = registers.walk(registers.apply(), "accepted", "visiting")
    assert not list(history.faults(registers.office, application))
    registers.office.db.query(ApplicationEvent).filter_by(seq=2).update({"to_step": "approved"})
    registers.office.db.expire_all()
    assert any("第2条" in fault for fault in history.faults(registers.office, application))


def test_every_programme_that_is_understood_has_a_procedure_or_somebody_else(registers: Registers) -> None:
    named = {one.program for one in programs.of(registers.office).programs}
    assert set(Program.__args__) - named == {"assistance"}  # type: ignore[attr-defined]


def test_money_is_promised_only_where_the_programme_pays_it(registers: Registers, clock: FixedClock) -> None:
    said = {}
    for serial, (program, way, amount) in enumerate(
        (
            ("dibao", ("accepted", "visiting", "posted", "reviewing"), 760),
            ("dibao_marginal", ("accepted", "visiting", "posted", "reviewing"), None),
            ("rigid_expenditure", ("accepted", "visiting", "reviewing"), None),
            ("funeral", ("accepted",), 1200),
        ),
        start=1,
    ):
        application = registers.apply(program, serial)
        for step in way:
            registers.walk(application, step)
            clock.move(days=8 if step == "posted" else 0)
        registers.walk(application, "approved", amount=amount)
        said[program] = telling.standing(registers.office, application).sentence
    assert "每月 760 元" in said["dibao"]
    assert "一次补助 1200 元" in said["funeral"]
    assert "起发" not in said["funeral"]
    for program in ("dibao_marginal", "rigid_expenditure"):
        assert "认定" in said[program]
        assert "元" not in said[program]


def test_periods_of_57_are_not_called_law_for_households_on_the_margin(registers: Registers) -> None:
    application = registers.walk(registers.apply("dibao_marginal"), "accepted")
    said = telling.standing(registers.office, application).sentence
    assert "按规定" not in said
    assert "参照民发〔2021〕57号" in said
    (whole,) = clocks.running(application, "whole")
    assert (whole.days, whole.basis_kind) == (30, "office")


def ways(steps: dict[str, Step]) -> Iterator[tuple[str, ...]]:
    """A way from receipt over each move that the procedure has."""
    shortest: dict[str, tuple[str, ...]] = {"received": ()}
    ahead = deque(["received"])
    while ahead:
        name = ahead.popleft()
        for following in steps[name].next:
            way = (*shortest[name], following)
            yield way
            if following not in shortest:
                shortest[following] = way
                ahead.append(following)


PROCEDURES = [
    ("dibao", False),
    ("dibao_marginal", False),
    ("tekun", False),
    ("rigid_expenditure", False),
    ("temporary", False),
    ("temporary", True),
    ("orphan", False),
    ("funeral", False),
]


@pytest.mark.parametrize(("program", "urgent"), PROCEDURES)
def test_wherever_an_application_stands_something_is_due_and_the_applicant_knows_what_to_do(
    registers: Registers, clock: FixedClock, program: str, urgent: bool
) -> None:
    """But where the applicant's papers are waited for: there nothing is owed by the office."""
    office, start = registers.office, clock.now()
    first = registers.apply(program, urgent=urgent)
    steps = programs.of(office).procedures[first.procedure].steps
    for serial, way in enumerate(ways(steps), start=2):
        clock.set(start)
        application = registers.apply(program, serial, urgent=urgent)
        for step in way:
            clock.move(days=8 if application.step == "posted" and step == "reviewing" else 0)
            applications.advance(
                office, application, step, registers.county["leader"],
                reason="不符合条件", missing=["授权书"], amount="760",
            )  # fmt: skip
        standing = telling.standing(office, application)
        assert standing.do_now, way
        assert standing.do_now in standing.sentence, way
        owed = application.is_open and application.step != "asked_more"
        assert (standing.due_on is not None) is owed, way
        assert ("最迟" in standing.sentence) is owed, way
        if application.outcome == "refused":
            assert "不符合条件" in standing.sentence
            assert "行政复议" in (standing.contest or "")


def test_every_procedure_is_walked_and_every_first_payment_has_its_day(registers: Registers) -> None:
    file = programs.of(registers.office)
    walked = {
        file.program(name).urgent if urgent else file.program(name).procedure for name, urgent in PROCEDURES
    }
    assert walked == file.procedures.keys()
    for program in file.programs:
        limits = file.procedures[program.procedure].clocks if program.procedure else []
        if any(limit.count == "payment" for limit in limits):
            assert payment_days.deadline(registers.office, program.program, "2026-12"), program.program


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    program=st.sampled_from(
        ["dibao", "dibao_marginal", "tekun", "rigid_expenditure", "temporary", "orphan", "funeral"]
    ),
    urgent=st.booleans(),
    picks=st.lists(st.integers(0, 5), max_size=14),
    waits=st.lists(st.integers(0, 40), min_size=14, max_size=14),
)
def test_any_walk_keeps_clocks_history_and_words_whole(
    registers: Registers, program: str, urgent: bool, picks: list[int], waits: list[int]
) -> None:
    office, leader = registers.office, registers.county["leader"]
    application = applications.receive(
        office,
        NewApplication(program, "王小明", id_number(7), place_unit="QH-102-02", urgent=urgent),
        leader,
    )
    assert isinstance(office.clock, FixedClock)
    for pick, wait in zip(picks, waits, strict=False):
        office.clock.move(days=wait)
        open_to = [one for one in applications.options(office, application, leader) if one.allowed]
        if not open_to:
            break
        applications.advance(
            office,
            application,
            open_to[pick % len(open_to)].step,
            leader,
            reason="不符合条件",
            missing=["授权书"],
            amount="300.50",
        )
        running = clocks.running(application)
        stages = [clock.stage for clock in running]
        assert len(stages) == len(set(stages))
        assert all(clock.due_on >= clock.warn_on >= clock.started_on for clock in running)
        assert application.is_open == bool(applications.options(office, application, leader))
        if not application.is_open:
            assert not running
            assert application.outcome
        said = telling.standing(office, application).sentence
        assert "{" not in said
        assert "王小明" not in said
    assert not list(history.faults(office, application))


@pytest.mark.postgres
def test_on_postgres(pg_registers: Registers) -> None:
    application = pg_registers.walk(pg_registers.apply(), "accepted", "visiting")
    pg_registers.walk(application, "refused", reason="不符合")
    assert pg_registers.apply(serial=2).number != application.number
    assert not list(history.faults(pg_registers.office, application))
