"""Registers at work: flags, searches, lists that count down, sweeps, tables out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from casework.assistance import applications, clocks, exports, queries, statistics, sweeping, tasks, visits
from casework.assistance.applications import BadStep
from casework.assistance.flags import flags, marks
from casework.assistance.imports import cells, running
from casework.assistance.models import Application, CardKept, Monitored, Payment, Relative, Task
from casework.office import Bureau, NotAllowed, Office
from casework.outbox import Letter
from casework.people import identity
from casework.people.reveals import ReasonMissing
from casework.petitions.lodging import Accused, Complainant
from store.clock import FixedClock, local_date
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import settle


def relative(office: Office, official: str = "李演示", name: str = "王小明", serial: int = 1) -> Relative:
    vault = office.vault
    row = Relative(
        key=vault.index("test", official + name), content="x", unit_name="柳溪镇政府", relation="父亲", assisted=True,
        official_sealed=vault.seal(official), official_index=vault.index("name", identity.name(official)),
        name_sealed=vault.seal(name), name_index=vault.index("name", identity.name(name)),
        id_number_sealed=vault.seal(id_number(serial)), id_index=vault.index("id", id_number(serial)),
        township="QH-102", updated_at=office.clock.now(),
    )  # fmt: skip
    office.db.add(row)
    office.db.flush()
    return row


def card(office: Office, keeper: str = "李会计", name: str = "王小明", **what: Any) -> CardKept:
    vault = office.vault
    row = CardKept(
        key=vault.index("test-card", keeper + name), content="x", account_tail="6688",
        name_sealed=vault.seal(name), name_index=vault.index("name", name),
        keeper_sealed=vault.seal(keeper), keeper_index=vault.index("name", keeper), township="QH-102",
        updated_at=office.clock.now(), **what,
    )  # fmt: skip
    office.db.add(row)
    office.db.flush()
    return row


def test_an_application_of_a_registered_relative_is_flagged_and_must_be_visited(registers: Registers) -> None:
    relative(registers.office)
    application = registers.apply()
    found = flags(registers.office, application)
    assert [flag.register for flag in found] == ["relatives", "visit"]
    assert all("第二十条" in flag.why for flag in found)
    assert "李演示" not in found[0].why
    assert visits.owed(registers.office, application)
    assert not flags(registers.office, registers.apply(serial=2))


def test_a_register_that_comes_in_later_demands_the_visit_at_once(
    registers: Registers, clock: FixedClock
) -> None:
    office = registers.office
    application = registers.walk(registers.apply(), "accepted", "visiting", "posted")
    clock.move(days=8)
    registers.walk(application, "reviewing")
    relative(office, name="李小红", serial=2)
    assert not visits.owed(office, application)
    relative(office)
    assert "第二十条" in visits.owed(office, application)
    with pytest.raises(BadStep, match="近亲属备案"):
        registers.walk(application, "approved", amount=760)
    visits.record(office, application, registers.county["head"], "住房两间，无车辆")
    registers.walk(application, "approved", amount=760)


def test_complaints_that_touch_the_registers_are_flagged(registers: Registers) -> None:
    office = registers.office
    relative(office)
    card(office, agreement_on=date(2026, 1, 1))
    against_official = registers.county.lodge(
        category="favoritism", accused=[Accused("李演示", unit_code="QH-102")]
    )
    against_relative = registers.county.lodge(
        category="wrongly_covered",
        accused=[Accused("王小明")],
        petitioners=[Complainant("赵大", "13900139000")],
    )
    withheld = registers.county.lodge(category="card_withheld", accused=[Accused("李会计")])
    other = registers.county.lodge(category="attitude", petitioners=[Complainant("赵大", "13900139000")])
    assert "同名，其父亲在享受救助" in flags(office, against_official.petition)[0].why
    assert flags(office, against_relative.petition)[0].register == "relatives"
    (kept,) = [flag for flag in flags(office, withheld.petition) if flag.register == "cards"]
    assert "缺县级备案" in kept.why
    assert "6688" in kept.why
    assert not flags(office, other.petition)


@pytest.fixture
def queries_made(registers: Registers) -> Iterator[list[str]]:
    """The statements that go to the database."""
    engine = registers.office.db.get_bind()
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        made.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield made
    event.remove(engine, "before_cursor_execute", note)


def test_a_list_marks_what_its_pages_flag_in_as_many_queries_for_many_as_for_one(
    registers: Registers, queries_made: list[str]
) -> None:
    office, by = registers.office, registers.county
    whom = ("王小明", "李会计", "赵大")
    lodged = [
        by.lodge(
            category=category, accused=[Accused(name)], petitioners=[Complainant(name, f"1390013900{at}")]
        )
        for at, name in enumerate(whom)
        for category in ("wrongly_covered", "card_withheld")
    ]
    petitions = [one.petition for one in lodged]
    taken = [registers.apply(serial=serial, relative_of=serial == 3) for serial in (1, 2, 3)]
    assert marks(office, taken)[taken[0].id] == []
    relative(office)
    relative(office, official="赵大", name="孙七", serial=9)
    card(office, id_index=office.vault.index("id", id_number(2)))
    for matters in (petitions, taken):
        counted = []
        for some in (matters[:1], matters):
            office.db.expire_all()
            _ = [one.id for one in matters]
            queries_made.clear()
            found = marks(office, some)
            counted.append(len(queries_made))
        assert counted[0] == counted[1]
        for one in matters:
            assert found[one.id] == list(dict.fromkeys(flag.title for flag in flags(office, one)))
    assert [marks(office, taken)[one.id] for one in taken] == [
        ["近亲属备案", "须县级入户"],
        ["卡折代管"],
        ["近亲属备案", "须县级入户"],
    ]
    assert marks(office, []) == {}


def test_a_namesake_without_identity_number_is_flagged_to_be_checked(registers: Registers) -> None:
    office = registers.office
    row = relative(office)
    row.id_index = row.id_number_sealed = None
    card(office)
    here = registers.apply(serial=5)
    elsewhere = registers.apply(serial=6, by="other_town", place_unit="QH-103-01")
    other = registers.apply(serial=7, name="李小红")
    office.db.flush()
    told = flags(office, here)
    assert [flag.title for flag in told] == ["近亲属备案", "卡折代管"]
    assert "请核对是不是同一人" in told[0].why
    assert not visits.owed(office, here)
    assert not flags(office, elsewhere) + flags(office, other)


def test_a_closed_application_demands_no_visit_any_more(registers: Registers) -> None:
    application = registers.walk(registers.apply(relative_of=True), "withdrawn")
    assert [flag.register for flag in flags(registers.office, application)] == ["relatives"]


def test_a_relative_reported_as_not_assisted_is_not_said_to_be(registers: Registers) -> None:
    relative(registers.office).assisted = False
    lodged = registers.county.lodge(
        category="favoritism",
        accused=[Accused("李演示")],
        petitioners=[Complainant("赵大", "13900139000")],
    )
    (flag,) = flags(registers.office, lodged.petition)
    assert "父亲当时没有享受救助" in flag.why


def test_a_card_withheld_without_any_record_says_so(registers: Registers) -> None:
    lodged = registers.county.lodge(category="card_withheld", accused=[Accused("李会计")])
    assert [flag.title for flag in flags(registers.office, lodged.petition)] == ["没有代管备案"]


def test_search_is_by_reach_and_on_record(registers: Registers) -> None:
    office, row = registers.office, relative(registers.office)
    by = registers.county
    assert queries.search(office, by["town"], Relative, name="李演示", reason="核对备案") == [row]
    assert queries.search(office, by["head"], Relative, id_number=id_number(), reason="核对备案") == [row]
    assert queries.search(office, by["other_town"], Relative, name="李演示", reason="核对备案") == []
    with pytest.raises(ReasonMissing):
        queries.search(office, by["town"], Relative, name="李演示", reason="")
    with pytest.raises(NotAllowed):
        queries.search(office, by["editor"], Relative, name="李演示", reason="核对备案")


def test_the_list_counts_down_to_zero(registers: Registers, clock: FixedClock) -> None:
    office, leader = registers.office, registers.county["leader"]
    first = registers.apply()
    second = registers.apply(serial=2, by="other_town", place_unit="QH-103-01")
    task = tasks.report(office, tasks.NewTask("lead", "老槐树村有个老人没人管"), leader)
    clock.move(days=10)
    before = queries.countdown(office, leader)
    assert (before.left, before.applications, before.tasks, before.overdue) == (3, 2, 1, 3)
    assert before.by_township[0][1:] == (2, 2)
    assert queries.countdown(office, registers.county["other_town"]).left == 1
    assert queries.open_applications(office, leader, overdue=True) == [first, second]
    registers.walk(first, "withdrawn")
    registers.walk(second, "withdrawn")
    tasks.visit(office, task, leader, "已上门")
    tasks.answer(office, task, leader, "applied", "已帮他提交特困申请。", "phone")
    assert queries.countdown(office, leader).left == 0


def test_overdue_goes_up_step_by_step_once(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        application = registers.apply()
        id = application.id
    for days, level, letters in ((8, 2, 2), (0, 2, 2), (12, 3, 5), (5, 3, 5)):
        clock.move(days=days)
        sweeping.sweep(bureau)
        with bureau.reading() as office:
            assert office.db.get_one(Application, id).escalation_level == level
            alerts = office.db.scalars(select(Letter).where(Letter.key.like("assistance-late%"))).all()
            assert len(alerts) == letters
            assert "王小明" not in "".join(office.vault.open(letter.text_sealed) for letter in alerts)


def told_at(bureau: Bureau, level: int) -> list[str]:
    with bureau.reading() as office:
        letters = office.db.scalars(select(Letter).where(Letter.key.like(f"assistance-late:%:{level}:%")))
        return sorted({office.vault.open(letter.address_sealed) for letter in letters})


@pytest.mark.parametrize("table", [Application, Task])
def test_before_its_date_the_handlers_are_reminded_once_and_past_it_they_are_urged_with_the_heads(
    bureau: Bureau, clock: FixedClock, table: Any
) -> None:
    with bureau.office() as office:
        county = settle(office)
        county.hire("plain", "何办事", "QH-102-MZ", "handler")
        if table is Application:
            row: Any = Registers(county).apply()
            due, warn = row.next_due_on, row.next_warn_on
        else:
            row = tasks.report(office, tasks.NewTask("change", "老槐树村老人去世了"), county["desk"])
            due, warn = row.due_on, row.warn_on
        id = row.id
        plain, town, mayor = (f"staff:{county[login].id}" for login in ("plain", "town", "mayor"))

    def level() -> int:
        sweeping.sweep(bureau)
        with bureau.reading() as office:
            return office.db.get_one(table, id).escalation_level

    clock.move(days=(warn - local_date(clock.now())).days)
    assert level() == level() == 1
    with bureau.office() as office:
        row = office.db.get_one(table, id)
        clocks.settle(office, row) if table is Application else tasks.recompute(office, row)
    assert level() == 1
    assert told_at(bureau, 1) == sorted([plain, town])
    with bureau.reading() as office:
        reminders = office.db.scalars(select(Letter).where(Letter.key.like("assistance-late:%:1:%"))).all()
        assert len(reminders) == 2
        assert f"快到期了，最迟 {due} 办" in office.vault.open(reminders[0].text_sealed)
    clock.move(days=(due - warn).days + 1)
    assert level() == 2
    assert told_at(bureau, 2) == sorted([plain, town, mayor])


@pytest.mark.parametrize("way", ["prolonged", "imported"])
def test_what_is_not_overdue_any_more_begins_anew_at_the_foot(
    bureau: Bureau, clock: FixedClock, tmp_path: Path, way: str
) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        application = registers.walk(registers.apply(), "accepted", "visiting")
        id, number, leader = application.id, application.number, registers.county["leader"]

    def level() -> int:
        sweeping.sweep(bureau)
        with bureau.reading() as office:
            return office.db.get_one(Application, id).escalation_level

    clock.move(days=60)
    assert level() == 3
    if way == "prolonged":
        with bureau.office() as office:
            applications.prolong(office, office.db.get_one(Application, id), leader, "人户分离")
    else:
        path = tmp_path / "now.csv"
        head = "申请编号,姓名,身份证号,救助项目,申请日期,受理日期,办理环节,环节日期,不予同意原因\n"
        today = local_date(clock.now())
        line = f"{number},王小明,{id_number()},低保,2026-11-20,2026-11-20,不予同意,{today},收入超标\n"
        path.write_text(head + line, encoding="utf-8")
        assert running.bring_in(bureau, "applications", path, leader).changed == 1
    assert level() == {"prolonged": 1, "imported": 0}[way]
    clock.move(days=60)
    assert level() == 3


def test_a_complaint_during_examination_is_noted_by_the_sweep(bureau: Bureau) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        application = registers.apply()
        registers.county.lodge(
            category="wrongly_covered",
            accused=[Accused("王小明")],
            petitioners=[Complainant("赵大", "13900139000")],
        )
        id = application.id
    for _ in range(2):
        sweeping.sweep(bureau)
    with bureau.reading() as office:
        assert office.db.get_one(Application, id).complained_of


def test_a_complaint_is_kept_from_the_township_that_is_complained_of(bureau: Bureau) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        county = registers.county
        county.hire("elsewhere", "沈股长", "QH-MZ-JZ", "handler", "supervisor")
        application = registers.apply()
        county.lodge(
            category="wrongly_covered",
            accused=[
                Accused("王小明"),
                Accused(role="民政助理", said="镇上的民政助理", unit_code="QH-102-MZ"),
            ],
            petitioners=[Complainant("赵大", "13900139000")],
        )
        assert sweeping.note_complaints(office) == 1
        assert visits.kept_secret(office, [application], county["town"]) == {application.id}
        assert visits.kept_secret(office, [application], county["elsewhere"]) == set()
        assert "投诉" not in visits.why_not_yet(office, application, county["town"])
        assert "投诉" in visits.why_not_yet(office, application, county["elsewhere"])


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_goes_out_in_clear_comes_in_again_unchanged(bureau: Bureau, tmp_path: Path, name: str) -> None:
    with bureau.office() as office:
        registers = Registers(settle(office))
        registers.pay("2026-10")
        registers.pay(
            "2026-11", state="returned", paid_on=None, note_sealed=bureau.vault.seal('=HYPERLINK("x")')
        )
        leader = registers.county["leader"]
        key = {one.month: one.id for one in office.db.scalars(select(Payment))}
    path = tmp_path / name
    with bureau.reading() as office:
        assert exports.write(office, "payments", path, leader, masked=False) == 2
    first = running.bring_in(bureau, "payments", path, leader)
    assert (first.added, first.refused) == (2, 0)
    again = running.bring_in(bureau, "payments", path, leader)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    with bureau.reading() as office:
        notes = {
            office.vault.open_or_none(one.note_sealed)
            for one in office.db.scalars(select(Payment).where(Payment.id.not_in(key.values())))
        }
    assert notes == {None, '=HYPERLINK("x")'}


def test_exports_mask_and_write_no_formulas(registers: Registers, tmp_path: Path) -> None:
    note = f"=1+1，王小明的儿子代领，电话13976541238，证件{id_number()}"
    registers.pay("2026-11", note_sealed=registers.office.vault.seal(note))
    path = tmp_path / "out.xlsx"
    exports.write(registers.office, "payments", path, registers.county["leader"])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    line = [cell.value for cell in sheet[2]]
    assert line[0] == "王**"
    assert id_number() not in line
    assert line[-1] == "=1+1，王某的儿子代领，电话〔电话〕，证件〔证件号〕"
    assert all(cell.data_type != "f" for cell in sheet[2])
    with pytest.raises(NotAllowed):
        exports.write(registers.office, "payments", path, registers.county["editor"])


@given(st.text(max_size=12))
def test_a_guarded_cell_is_no_formula_and_reads_as_before(said: str) -> None:
    guarded = exports.safe(said)
    assert not guarded.startswith(exports.RISKY)
    if said.startswith(("=", "+", "-", "@")):
        assert cells.text(guarded) == said.rstrip()


def test_urban_table_counts_households_and_persons_by_township(registers: Registers, tmp_path: Path) -> None:
    """Before 2, new 1, gone 2 (one better off, one in violation), after 1."""
    for serial, what in enumerate(
        (
            {
                "since": date(2025, 1, 1),
                "headcount": 2,
                "ended_on": date(2026, 10, 31),
                "ended_why": "better_off",
            },
            {"since": date(2025, 1, 1), "headcount": 3},
            {
                "since": date(2026, 10, 15),
                "headcount": 4,
                "ended_on": date(2026, 11, 1),
                "ended_why": "violation",
            },
        )
    ):
        registers.support(serial=serial, area="urban", township="QH-101", **what)
    table = statistics.urban_changes(
        registers.office, registers.county["leader"], date(2026, 10, 1), date(2026, 11, 30)
    )
    assert [(one.households, one.persons) for one in table.lines["城关镇"]] == [
        (2, 5),
        (1, 3),
        (1, 4),
        (2, 6),
        (1, 2),
        (1, 4),
    ]
    path = tmp_path / "table.xlsx"
    statistics.write(registers.office, table, path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=7)]
    assert rows == [
        ["合计", 2, 5, 1, 3, 1, 4, 2, 6, 1, 2, 1, 4],
        ["城关镇", 2, 5, 1, 3, 1, 4, 2, 6, 1, 2, 1, 4],
    ]


def test_the_urban_table_lists_communities_below_their_township(registers: Registers, tmp_path: Path) -> None:
    for serial, (township, community) in enumerate(
        (("QH-102", "QH-102-02"), ("QH-101", "QH-101-02"), ("QH-101", "QH-101-01"), ("QH-101", None))
    ):
        registers.support(serial=serial, area="urban", township=township, place_unit=community)
    table = statistics.urban_changes(
        registers.office, registers.county["leader"], date(2026, 10, 1), date(2026, 11, 30)
    )
    assert table.total[0].households == 4
    path = tmp_path / "table.xlsx"
    statistics.write(registers.office, table, path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [tuple(cell.value for cell in row[:2]) for row in sheet.iter_rows(min_row=6, max_row=11)]
    assert rows == [
        ("合计", 4),
        ("城关镇", 3),
        ("　东街社区", 1),
        ("　西街社区", 1),
        ("柳溪镇", 1),
        ("　老槐树村", 1),
    ]


def test_the_days_of_a_table_follow_each_other(registers: Registers) -> None:
    office, leader = registers.office, registers.county["leader"]
    with pytest.raises(statistics.BadPeriod):
        statistics.urban_changes(office, leader, date(2026, 12, 1), date(2026, 11, 30))
    with pytest.raises(statistics.BadPeriod):
        statistics.rural_screening(office, leader, date(2026, 11, 2), date(2026, 11, 1), date(2026, 11, 30))


def test_rural_table_counts_each_household_once(registers: Registers) -> None:
    office, leader = registers.office, registers.county["leader"]
    registers.support(serial=1, since=date(2025, 1, 1), headcount=2, ended_on=date(2026, 11, 10))
    registers.support(serial=2, since=date(2025, 1, 1), headcount=1, ended_on=date(2026, 5, 1))
    registers.support(serial=2, since=date(2026, 11, 5), headcount=1)
    refused = registers.walk(registers.apply(serial=3, headcount=4), "accepted", "visiting")
    registers.walk(refused, "refused", reason="不符合")
    refused.decided_on = date(2026, 9, 1)
    vault = office.vault
    office.db.add(Monitored(key="m", content="x", kind="建档立卡", name_sealed=vault.seal("赵大"), name_index="n",
                            id_index=vault.index("id", id_number(3)), headcount=4, township="QH-102", updated_at=office.clock.now()))  # fmt: skip
    office.db.flush()
    table = statistics.rural_screening(
        office, leader, date(2026, 1, 1), date(2026, 11, 1), date(2026, 11, 30)
    )
    counts = [(one.households, one.persons) for one in table.total]
    assert counts == [(3, 7), (1, 2), (1, 1), (1, 4), (0, 0), (1, 1), (1, 1), (1, 4), (0, 0)]


def test_a_township_counts_its_own_households(registers: Registers) -> None:
    by = registers.county
    for serial, township in enumerate(("QH-102", "QH-102", "QH-103"), start=1):
        registers.support(serial=serial, area="urban", township=township, place_unit=None)

    def before(login: str) -> tuple[int, list[str]]:
        table = statistics.urban_changes(registers.office, by[login], date(2026, 10, 1), date(2026, 11, 30))
        return table.total[0].households, list(table.lines)

    assert before("leader")[0] == 3
    assert before("town") == (2, ["柳溪镇"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spans=st.lists(
        st.tuples(st.integers(0, 400), st.none() | st.integers(0, 300), st.integers(1, 6)), max_size=8
    )
)
def test_before_and_new_less_gone_is_after(
    registers: Registers, spans: list[tuple[int, int | None, int]]
) -> None:
    office = registers.office
    nested = office.db.begin_nested()
    for serial, (begun, lasted, persons) in enumerate(spans):
        since = date.fromordinal(date(2025, 6, 1).toordinal() + begun)
        ended = None if lasted is None else date.fromordinal(since.toordinal() + lasted)
        registers.support(
            serial=serial, key=f"k{serial}", area="urban", since=since, ended_on=ended, headcount=persons
        )
    table = statistics.urban_changes(office, registers.county["leader"], date(2026, 1, 1), date(2026, 3, 31))
    nested.rollback()
    before, after, new, gone, *_ = table.total
    assert before.households + new.households - gone.households == after.households
    assert before.persons + new.persons - gone.persons == after.persons
