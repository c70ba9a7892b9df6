"""Reports and leads: tracked, answered, counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.assistance import clocks, tasks
from casework.assistance.applications import NewApplication
from casework.assistance.tasks import BadTask, NewTask
from casework.office import NotAllowed, NotFound
from casework.outbox import Letter
from casework.people.actors import Actor
from store.clock import FixedClock
from tests.casework.assistance.conftest import Registers, id_number

RESIDENT = Actor.resident(None, "telegram")


@pytest.mark.parametrize(
    ("text", "matter", "basis"),
    [
        ("我爸上个月去世了", "death", "law"),
        ("我儿子被判刑了", "prison", "local"),
        ("我老伴中风不能自理了", "selfcare", "law"),
        ("我去城里上班了", "job", "office"),
        ("家里添了个孙子", "birth", "office"),
        ("情况有变", "other", "office"),
    ],
)
def test_what_changed_is_read_from_the_words(
    registers: Registers, text: str, matter: str, basis: str
) -> None:
    task = tasks.report(registers.office, NewTask("change", text), RESIDENT)
    assert (task.matter, task.basis_kind) == (matter, basis)


def test_death_runs_three_months_from_the_day_of_death(registers: Registers) -> None:
    """2026-11-08 and three months is Monday 2027-02-08; from 2026-11-06 it would be a Saturday."""
    task = tasks.report(
        registers.office, NewTask("change", "我爸去世了", happened_on=date(2026, 11, 8)), RESIDENT
    )
    assert task.due_on >= date(2027, 2, 8)
    assert "自2026-11-08发生起3个月" in task.explanation
    assert "民发〔2022〕83号" in task.explanation
    unknown = tasks.report(registers.office, NewTask("change", "我妈去世了"), RESIDENT)
    assert "自2026-11-20报告起3个月" in unknown.explanation


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("我爸11月8号去世了", date(2026, 11, 8)),
        ("我爸 2026 年 9 月 30 日走了", date(2026, 9, 30)),
        ("我妈12月3日病故", date(2025, 12, 3)),
        ("昨天我爸走了", date(2026, 11, 19)),
        ("今天来说一声，我爸11月8号走了", date(2026, 11, 8)),
        ("我爸11月8号去世了，11月8日火化的", date(2026, 11, 8)),
        ("我爸去年12月8号去世了", date(2025, 12, 8)),
        ("我爸前年11月8号去世了", None),
        ("我爸农历10月8号去世了", None),
        ("我爸11月8号去世，11月10号下葬", None),
        ("我爸2月30号去世", None),
        ("我爸上个月去世了", None),
        ("我爸1960年11月8日生的，去世了", None),
        ("我爸2024年11月8日就去世了", None),
    ],
)
def test_the_day_of_a_change_is_read_only_where_it_is_plain(
    registers: Registers, text: str, day: date | None
) -> None:
    task = tasks.report(registers.office, NewTask("change", text), RESIDENT)
    assert task.happened_on == day
    start = f"自{day}发生起" if day else "自2026-11-20报告起"
    assert f"{start}3个月" in task.explanation


def test_a_day_in_a_lead_starts_nothing(registers: Registers) -> None:
    task = tasks.report(registers.office, NewTask("lead", "老槐树村老人11月8号起没人管"), RESIDENT)
    assert task.happened_on is None
    assert task.due_on == date(2026, 11, 25)


def test_a_change_told_without_its_day_runs_from_that_day_once_it_is_known(registers: Registers) -> None:
    office, town = registers.office, registers.county["town"]
    task = tasks.report(office, NewTask("change", "老槐树村王老汉去世了"), RESIDENT)
    by_report = task.due_on
    tasks.date_change(office, task, town, date(2026, 10, 8))
    assert task.due_on == date(2027, 1, 8) < by_report
    assert "自2026-10-08发生起3个月" in task.explanation
    note = office.vault.open_or_none(tasks.history(office, task)[-1].note_sealed) or ""
    assert f"{by_report} → 2027-01-08" in note
    with pytest.raises(BadTask, match="今天之后"):
        tasks.date_change(office, task, town, date(2026, 11, 21))
    with pytest.raises(NotAllowed):
        tasks.date_change(office, task, registers.county["other_town"], date(2026, 10, 9))
    for kind, text in (("lead", "老槐树村有个老人没人管"), ("change", "老槐树村我老伴中风了")):
        other = tasks.report(office, NewTask(kind, text), RESIDENT)
        with pytest.raises(BadTask, match="从报告之日起算"):
            tasks.date_change(office, other, town, date(2026, 10, 8))


def test_a_lead_is_visited_before_it_is_closed_and_the_reporter_told(registers: Registers) -> None:
    office, town = registers.office, registers.county["town"]
    task = tasks.report(
        office,
        NewTask("lead", "老槐树村王老汉断了粮", contact=("telegram", "42"), channel="telegram"),
        RESIDENT,
    )
    assert (task.place_unit, task.township) == ("QH-102-02", "QH-102")
    assert task.due_on == date(2026, 11, 25)
    with pytest.raises(BadTask, match="上门"):
        tasks.answer(office, task, town, "applied", "已协助申请。")
    tasks.arrange_visit(office, task, town, "周承办明天去")
    assert (task.state, task.visited_on) == ("visiting", None)
    for outcome in ("applied", "unreachable"):
        with pytest.raises(BadTask, match="只安排了还不算"):
            tasks.answer(office, task, town, outcome, "安排了人去看。")
    tasks.visit(office, task, town, "周承办、李助理上门，缺粮属实")
    assert task.state == "visited"
    tasks.answer(office, task, town, "applied", "已协助申请特困。")
    letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram")).all()
    assert "已协助申请特困" in office.vault.open(letters[-1].text_sealed)
    assert [event.move for event in tasks.history(office, task)] == [
        "reported",
        "arranged",
        "visit",
        "answered",
    ]
    with pytest.raises(BadTask, match="已经办结"):
        tasks.visit(office, task, town, "再去")


def test_a_reporter_whom_no_message_reaches_is_told_otherwise_before_it_is_closed(
    registers: Registers,
) -> None:
    office, town = registers.office, registers.county["town"]
    task = tasks.report(office, NewTask("change", "老槐树村王老汉去世了", phone="13800138000"), RESIDENT)
    for told_by, said in (("", "收不到消息"), ("nobody", "留了电话")):
        with pytest.raises(BadTask, match=said):
            tasks.answer(office, task, town, "stopped", "已办停发手续。", told_by)
    assert task.is_open
    tasks.answer(office, task, town, "stopped", "已办停发手续。", "phone")
    last = tasks.history(office, task)[-1]
    assert office.vault.open_or_none(last.note_sealed) == "已办停发手续。\n报告人：打电话告诉了"


def test_a_lead_that_names_no_place_may_be_closed_unvisited(registers: Registers) -> None:
    office, leader = registers.office, registers.county["leader"]
    task = tasks.report(office, NewTask("lead", "有个老人没人管"), RESIDENT)
    tasks.answer(office, task, leader, "unreachable", "不知道在哪里，联系不上。", "nobody")
    assert not task.is_open


def test_help_gives_aid_first_and_opens_the_application_whose_papers_follow(registers: Registers) -> None:
    office, head = registers.office, registers.county["head"]
    task = tasks.report(office, NewTask("help", "家里断粮两天了", place_text="老槐树村"), RESIDENT)
    assert task.urgent
    assert task.due_on == date(2026, 11, 23)
    assert "先救助" in tasks.promise(office, task)
    alerts = office.db.scalars(select(Letter).where(Letter.key == f"assistance-task:{task.id}")).all()
    assert len(alerts) == 1
    new = NewApplication("temporary", "王小明", id_number(), place_unit="QH-102-02", urgent=True)
    application = tasks.aid_first(office, task, head, new, "500", "送去米面油")
    assert (application.step, application.amount) == ("aided", 500)
    assert clocks.running(application, "papers")
    with pytest.raises(BadTask, match="已经先行救助"):
        tasks.aid_first(office, task, head, new, "500")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("白石镇高坎村紫藤巷七十三号四零二", "白石镇高坎村紫藤巷"),
        ("高坎村三组12号", "高坎村"),
        ("老槐树村", "老槐树村"),
        ("县医院门口", "县医院门口"),
        ("阳光小区3栋2单元501室", "阳光小区〔门牌〕〔门牌〕〔门牌〕"),
    ],
)
def test_which_house_it_is_lies_under_seal(registers: Registers, place: str, shown: str) -> None:
    office = registers.office
    task = tasks.report(office, NewTask("lead", "有位老人没人照料", place_text=place), RESIDENT)
    assert task.place_text == shown
    assert (place in office.vault.open(task.told_sealed)) is (place != shown)


def test_reported_once_seen_by_their_township_and_counted(registers: Registers, clock: FixedClock) -> None:
    office, by = registers.office, registers.county
    new = NewTask("change", "老槐树村王小明去世了", idempotency_key="k")
    task = tasks.report(office, new, RESIDENT)
    assert tasks.report(office, new, RESIDENT) is task
    assert tasks.get(office, task.id, by["town"]) is task
    with pytest.raises(NotFound):
        tasks.get(office, task.id, by["other_town"])
    with pytest.raises(NotAllowed):
        tasks.answer(office, task, by["other_town"], "adjusted", "已调整")
    tasks.answer(office, task, by["town"], "adjusted", "已减发一人。", "phone")
    counted = tasks.counts(office, by["leader"], date(2026, 11, 1), date(2026, 11, 30))
    assert counted == {"change": {"reported": 1, "answered": 1, "in_time": 1, "open": 0}}


def test_nothing_personal_lies_in_the_digest(registers: Registers) -> None:
    new = NewTask(
        "lead", f"王老汉 {id_number()} 13800138000 断粮", about_name="王老汉", about_id_number=id_number()
    )
    task = tasks.report(registers.office, new, RESIDENT)
    for part in ("王老汉", id_number(), "13800138000"):
        assert part not in task.digest
    assert tasks.told(registers.office, task) == new.text


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (NewTask("gossip", "有人说"), "没有这样的报告"),
        (NewTask("change", " "), "什么情况"),
        (NewTask("change", "我爸去世了", happened_on=date(2027, 1, 1)), "今天之后"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(registers: Registers, new: NewTask, said: str) -> None:
    with pytest.raises(BadTask, match=said):
        tasks.report(registers.office, new, RESIDENT)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 24))
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, months: int) -> None:
    """民法典 art. 202."""
    end = clocks.after_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and date.fromordinal(end.toordinal() + 1).day == 1)
