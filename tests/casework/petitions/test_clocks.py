"""Clocks in the database: rules as data, pauses kept, recomputed on record, and the faults others have had."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from casework.office import Bureau
from casework.people import calendars, holiday_notices
from casework.people.actors import Actor
from casework.petitions import clock_rules, clocks, history, recomputing
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES
from store.county import County as CountyFiles
from store.county import CountyFileError
from store.settings import ROOT
from tests.casework.conftest import County, settle


@pytest.fixture
def county(tmp_path: Path) -> CountyFiles:
    """A copy of the demo county whose rules a test may edit."""
    shutil.copytree(ROOT / "county" / "qinghe", tmp_path / "county")
    return CountyFiles(tmp_path / "county")


def edit(county: CountyFiles, rule: str, **fields: object) -> None:
    path = county.folder / "clocks.yml"
    book = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "delete" in fields:
        book["rules"] = [entry for entry in book["rules"] if entry["rule"] != rule]
    for entry in book["rules"]:
        if entry["rule"] == rule:
            entry.update(fields)
    path.write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")


def due(bureau: Bureau, id: int, stage: str) -> list[date]:
    with bureau.reading() as office:
        return [clock.due_on for clock in clocks.running(office.db.get_one(Petition, id), stage)]


@pytest.fixture
def accepted(bureau: Bureau) -> int:
    """A claim accepted on 20 November 2026, its conclusion due on 19 January 2027."""
    with bureau.office() as office:
        house = settle(office)
        petition = house.to(house.lodge().petition, "assigned")
        return petition.id


def test_the_rules_name_moves_that_exist(county: CountyFiles) -> None:
    known = set(MOVES) | {"lodge", "merge"}
    for rule in clock_rules.read(county).rules:
        named = {*rule.starts, *rule.meets, *rule.stops, *rule.pause_on, *rule.resume_on}
        assert named <= known, rule.rule
        assert bool(rule.pause_on) == bool(rule.resume_on)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"days": 0}, "days"), ({"count": "weeks"}, "count"), ({"when": {"klass": ["claim"]}}, "klass")],
)
def test_a_broken_file_is_named(county: CountyFiles, fields: dict, said: str) -> None:
    edit(county, "conclude", **fields)
    with pytest.raises(CountyFileError, match=said):
        clock_rules.read(county)


def test_a_changed_rule_is_recomputed_once_and_on_record(
    bureau: Bureau, accepted: int, county: CountyFiles
) -> None:
    recomputing.keep_current(bureau)
    edit(county, "conclude", days=45)
    assert recomputing.keep_current(bureau) == 1
    assert recomputing.keep_current(bureau) == 0
    assert due(bureau, accepted, "conclude") == [date(2027, 1, 4)]
    with bureau.reading() as office:
        petition = office.db.get_one(Petition, accepted)
        last = history.of(office, petition)[-1]
        assert (last.move, last.changes) == ("recompute", {"clock.conclude": ["2027-01-19", "2027-01-04"]})
        assert petition.next_due_on == date(2027, 1, 4)
        assert list(history.verify(office)) == []


def test_a_changed_rule_keeps_pauses_and_extensions(bureau: Bureau, county: CountyFiles, clock) -> None:
    """GLPI #6902, #15605: changing the agreement forgot the time already paused."""
    with bureau.office() as office:
        house = settle(office)
        petition = house.lodge().petition
        house.move(petition, "ask_more", "desk", text="哪个月")
        clock.move(days=10)
        house.move(petition, "supplement", "desk", text="十月")
        id = petition.id
    edit(county, "notice", days=20)
    recomputing.keep_current(bureau)
    assert due(bureau, id, "notice") == [date(2026, 12, 21)], (
        "20 days and 10 paused end on Sunday 20 December"
    )


def test_a_rule_taken_away_leaves_nothing_overdue(
    bureau: Bureau, accepted: int, county: CountyFiles, clock
) -> None:
    """Zammad #4353: petitions stayed escalated after their agreement was switched off."""
    clock.move(days=90)
    edit(county, "conclude", delete=True)
    recomputing.keep_current(bureau)
    with bureau.reading() as office:
        petition = office.db.get_one(Petition, accepted)
        assert petition.next_due_on is None
        stopped = clocks.latest(petition, "conclude")
        assert (stopped.running, stopped.stopped_why, stopped.in_time) == (False, "规则不再适用", None)


def test_a_new_notice_moves_working_day_clocks_on_record(bureau: Bureau, clock) -> None:
    with bureau.office() as office:
        calendars.load(office)
        house = settle(office)
        clock.set(clock.now().replace(month=12, day=28))
        id = house.lodge(category="wrongly_covered").petition.id
    recomputing.keep_current(bureau)
    assert due(bureau, id, "notice") == [date(2027, 1, 19)]
    notice = holiday_notices.read(NOTICE_2027)
    with bureau.office() as office:
        calendars.adopt(office, notice.year, notice.exceptions, "演示通知", Actor.system("test"))
    assert recomputing.keep_current(bureau) == 1
    assert due(bureau, id, "notice") == [date(2027, 1, 18)], "Sunday 3 January is worked after all"
    with bureau.reading() as office:
        explained = clocks.running(office.db.get_one(Petition, id), "notice")[0].explanation
        assert "尚未公布" not in explained


def test_answering_ends_the_clock_for_good(county_office: County, clock) -> None:
    """Zammad #3140 and #2579: clocks fired after an answer, and closing figures stayed empty."""
    petition = county_office.to(county_office.lodge().petition, "answered")
    clock.move(days=400)
    clocks.advance(county_office.office, petition, "note")
    assert petition.next_due_on is None
    assert clocks.latest(petition, "conclude").in_time is True
    assert petition.concluded_in_time is True


def test_each_stage_has_a_clock_of_its_own(county_office: County) -> None:
    """Zammad #5177: one clock overrode another. The nearest is due, and meeting it leaves the rest."""
    petition = county_office.lodge().petition
    assert petition.next_stage == "notice"
    county_office.move(petition, "accept", "desk")
    assert petition.next_stage == "conclude"
    county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")
    assert {clock.stage for clock in clocks.running(petition)} == {"conclude", "send_back"}
    assert petition.next_stage == "conclude", "what a unit may do is no duty of the office"


def test_late_is_told_from_in_time_by_the_day(county_office: County, clock) -> None:
    for days, in_time in ((17, True), (18, False)):
        petition = county_office.lodge().petition
        clock.move(days=days)
        county_office.move(petition, "accept", "desk")
        assert petition.notified_in_time is in_time, "due on Monday 7 December"
        clock.move(days=-days)


def test_a_day_is_a_day_in_shanghai(county_office: County, clock) -> None:
    clock.set(clock.now().replace(day=20, hour=16, minute=30))
    petition = county_office.lodge().petition
    assert petition.lodged_on == date(2026, 11, 21), "00:30 on the 21st in Shanghai"
    assert clocks.running(petition, "notice")[0].started_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("category", "rule", "days"),
    [
        ("payment_missing", "conclude", 60),
        ("left_out", "conclude_by_procedure", 30),
        ("wrongly_covered", "conclude_accusation", 90),
    ],
)
def test_sixty_days_bind_claims_of_the_sixth_path_alone(
    county_office: County, category: str, rule: str, days: int
) -> None:
    petition = county_office.lodge(category=category).petition
    county_office.move(petition, "accept", "desk")
    (conclude,) = clocks.running(petition, "conclude")
    assert (conclude.rule, conclude.days) == (rule, days)
    assert (conclude.basis_kind == "law") == (category == "payment_missing")


def test_what_reached_the_office_earlier_counts_from_then(county_office: County, clock) -> None:
    earlier = clock.now()
    clock.move(days=3)
    petition = county_office.lodge(received_at=earlier, channel="letter").petition
    assert petition.lodged_on == date(2026, 11, 20)
    assert petition.next_due_on == date(2026, 12, 7)


NOTICE_2027 = """2027年部分节假日安排（演示）
一、元旦：1月1日（周五）至2日（周六）放假调休，共2天。1月3日（周日）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。
"""
