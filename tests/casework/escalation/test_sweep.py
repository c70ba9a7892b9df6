"""The sweep: what lags goes up once, to those who may know, until it ends."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select

from casework.office import Bureau, NotAllowed, NotFound
from casework.outbox import Letter
from casework.petitions import escalation
from casework.petitions.escalation import BadSupervision, conditions, rules
from casework.petitions.escalation.models import Escalation, EscalationEvent, StaffAlert
from casework.petitions.lodging import Accused, Complainant
from casework.petitions.models import Petition
from store.county import County, CountyFileError


def raised(county, petition=None):
    query = select(Escalation.rule).order_by(Escalation.id)
    if petition is not None:
        query = query.where(Escalation.petition_id == petition.id)
    return list(county.office.db.scalars(query))


def told(county, rule):
    rows = county.office.db.scalars(
        select(StaffAlert.staff_id)
        .join(Escalation, Escalation.id == StaffAlert.escalation_id)
        .where(Escalation.rule == rule)
    )
    by_id = {actor.id: login for login, actor in county.people.items()}
    return {by_id[id] for id in rows}


def overdue(county, **what):
    petition = county.lodge(**what).petition
    county.to(petition, "investigating")
    county.office.clock.set(county.office.clock.now().replace(year=2027, month=2, day=1))
    return petition


def test_an_overdue_petition_is_raised_once_however_often_one_sweeps(county_office):
    county = county_office
    petition = overdue(county)
    first = escalation.sweep(county.office)
    assert first.startswith("新升级 2 件（催办 1，督办 1）")
    before = county.office.db.scalar(select(func.count()).select_from(Letter))
    assert escalation.sweep(county.office).startswith("新升级 0 件，结束 0 件，通知 0 人次")
    assert county.office.db.scalar(select(func.count()).select_from(Letter)) == before
    assert raised(county, petition) == ["overdue", "overdue_long"]
    assert told(county, "overdue") == {"worker", "head"}
    assert told(county, "overdue_long") == {"head", "leader"}
    county.office.db.refresh(petition)
    assert escalation.level(county.office, petition) == 3


def test_what_is_answered_is_over(county_office):
    county = county_office
    petition = overdue(county)
    escalation.sweep(county.office)
    for step in ("drafted", "approved", "answered"):
        county._step(petition, step)
    assert "结束 2 件" in escalation.sweep(county.office)
    county.office.db.refresh(petition)
    assert escalation.level(county.office, petition) == 0
    kinds = list(county.office.db.scalars(select(EscalationEvent.kind).order_by(EscalationEvent.id)))
    assert kinds == ["ended", "ended"]
    chain = escalation.chain(county.office, petition, county["leader"])
    assert [[event.kind for event in line.events] for line in chain] == [["raised", "ended"]] * 2


def test_five_working_days_are_counted_by_the_calendar(county_office):
    """Due on Wednesday 30 September; National Day rests until 7 October, and Saturday the 10th is worked."""
    county = county_office
    rule = rules.of(county.office).get("overdue_long")
    county.office.clock.set(county.office.clock.now().replace(month=10, day=13))
    petition = county.lodge().petition
    petition.next_due_on, petition.next_warn_on = date(2026, 9, 30), date(2026, 9, 25)
    county.office.db.flush()

    def struck():
        condition = conditions.of(county.office, rule)
        return county.office.db.scalars(select(Petition.id).where(condition.holds)).all()

    assert struck() == []
    county.office.clock.move(days=1)
    assert struck() == [petition.id]


def test_whoever_is_complained_of_is_never_told(county_office):
    county = county_office
    county.hire("accused_head", "钱股长", "QH-MZ-JZ", "unit_head")
    accused = [Accused(name="钱股长", role="村支书", unit_code="QH-102-02")]
    petition = overdue(county, category="attitude", accused=accused)
    escalation.sweep(county.office)
    assert raised(county, petition)
    everybody = set(county.office.db.scalars(select(StaffAlert.staff_id)))
    assert county["accused_head"].id not in everybody
    letters = county.office.db.scalars(select(Letter).where(Letter.channel == "alert"))
    addresses = {county.office.vault.open(letter.address_sealed) for letter in letters}
    assert f"staff:{county['accused_head'].id}" not in addresses


def test_a_sealed_petition_is_told_to_inspectors_alone(county_office):
    county = county_office
    petition = county.lodge(
        category="bribery", accused=[Accused(role="民政助理", unit_code="QH-102-MZ")], sensitivity="media"
    ).petition
    county.office.clock.move(days=60)
    escalation.sweep(county.office)
    assert "attention" in raised(county, petition)
    assert told(county, "attention") == told(county, "overdue") == {"inspector"}


def test_alerts_name_numbers_and_nothing_else(county_office):
    county = county_office
    petition = overdue(county)
    escalation.sweep(county.office)
    texts = [
        county.office.vault.open(letter.text_sealed)
        for letter in county.office.db.scalars(select(Letter).where(Letter.channel == "alert"))
    ]
    assert f"【催办】已超期：{petition.number}。请到工作台查看并签收。" in texts
    assert not any(word in text for text in texts for word in ("王小明", "13800138000", "低保"))


def test_a_crisis_does_not_wait_for_the_sweep(county_office):
    county = county_office
    petition = county.lodge(sensitivity="crisis").petition
    escalation.look(county.office, petition)
    escalation.look(county.office, petition)
    assert raised(county, petition) == ["crisis"]
    assert told(county, "crisis") == {"desk", "leader"}


def test_no_note_taken_in_time_goes_a_level_up(county_office):
    county = county_office
    petition = overdue(county)
    escalation.sweep(county.office)
    county.office.clock.move(days=3)
    escalation.sweep(county.office)
    assert raised(county, petition)[2:] == ["unanswered_urge"]
    county.office.clock.move(days=10)
    escalation.sweep(county.office)
    assert "unanswered_supervision" in raised(county, petition)
    levels = set(county.office.db.scalars(select(Escalation.level)))
    assert levels == {2, 3, 4}


def test_taking_note_is_on_record_and_stops_the_ladder(county_office):
    county = county_office
    petition = overdue(county)
    escalation.sweep(county.office)
    for line in escalation.alerts(county.office, county["head"]):
        escalation.acknowledge(county.office, line.id, county["head"], "三日内办完，周承办负责。")
    county.office.clock.move(days=14)
    escalation.sweep(county.office)
    assert "unanswered_urge" not in raised(county, petition)
    shown = escalation.chain(county.office, petition, county["leader"])
    assert shown[0].acknowledged_by == "吴股长"
    assert [event.note for event in shown[0].events if event.kind == "acknowledged"] == [
        "三日内办完，周承办负责。"
    ]
    with pytest.raises(NotFound):
        escalation.acknowledge(county.office, shown[0].id, county["other_town"], "看看")
    with pytest.raises(escalation.BadSupervision):
        escalation.acknowledge(county.office, shown[0].id, county["head"], " ")


def test_a_bad_mark_ends_when_somebody_takes_note_of_it(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "closed")
    county.move(petition, "rate", "desk", satisfaction=1)
    escalation.sweep(county.office)
    (line,) = [one for one in escalation.alerts(county.office, county["desk"]) if one.label == "评价不满意"]
    escalation.acknowledge(county.office, line.id, county["desk"], "已电话了解，安排重新办理。")
    assert escalation.standing(county.office, county["leader"]) == []
    assert escalation.sweep(county.office).startswith("新升级 0 件")


def test_reopening_twice_strikes_and_a_third_time_strikes_anew(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "answered")
    for _ in range(3):
        county.move(petition, "reopen", "desk", reason="没有解决")
        escalation.sweep(county.office)
        for step in ("assigned", "investigating", "drafted", "approved", "answered"):
            county._step(petition, step)
    assert raised(county, petition).count("reopened_twice") == 2


def test_closing_ends_what_stands_and_raises_nothing_more(county_office):
    county = county_office
    petition = county.lodge(sensitivity="collective").petition
    assert raised(county, petition) == ["collective"]
    county.move(petition, "not_accept", "leader", reason="不归民政管", way="找人社局")
    county.office.clock.move(days=60)
    assert escalation.sweep(county.office).startswith("新升级 0 件，结束 1 件")
    assert raised(county, petition) == ["collective"]


def test_supervision_by_hand(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "investigating")
    with pytest.raises(NotAllowed):
        escalation.supervise(county.office, petition, county["worker"], 3, "快办", date(2026, 11, 25))
    for due_on in (None, date(2026, 11, 1)):
        with pytest.raises(BadSupervision):
            escalation.supervise(county.office, petition, county["leader"], 3, "快办", due_on)
    escalation.supervise(county.office, petition, county["leader"], 4, "约谈承办股室", date(2026, 11, 25))
    assert escalation.level(county.office, petition) == 4
    assert told(county, "by_hand") == {"worker", "head"}
    for step in ("drafted", "approved", "answered", "closed"):
        county._step(petition, step)
    escalation.sweep(county.office)
    assert escalation.standing(county.office, county["leader"], level=3) == []


def test_an_answer_owed_is_written_by_the_unit_and_marked_late(county_office):
    county, office = county_office, county_office.office
    petition = county.to(county.lodge().petition, "investigating")
    due_on = date(2026, 11, 25)
    first, second = (
        escalation.supervise(office, petition, county["leader"], 3, why, due_on).id
        for why in ("快办", "再快")
    )
    with pytest.raises(NotAllowed):
        escalation.acknowledge(office, first, county["leader"], "我自己知道")
    escalation.acknowledge(office, first, county["head"], "本周办完")
    escalation.answer(office, first, county["head"], "已经入户核实")

    def late():
        lines = escalation.chain(office, petition, county["leader"])
        return {line.id: (line.answer, line.late) for line in lines if line.by_hand}

    assert late() == {first: ("已经入户核实", False), second: ("", False)}
    office.clock.move(days=30)
    assert late() == {first: ("已经入户核实", False), second: ("", True)}
    escalation.answer(office, second, county["worker"], "已经补发")
    assert late()[second] == ("已经补发", True)


def test_rules_are_checked(county, tmp_path):
    text = (county.folder / "escalation.yml").read_text(encoding="utf-8")
    (tmp_path / "escalation.yml").write_text(
        text.replace("level: 4, tell", "level: 7, tell"), encoding="utf-8"
    )
    with pytest.raises(CountyFileError, match=r"escalation\.yml"):
        rules.read(County(tmp_path))


@pytest.mark.postgres
def test_two_sweeps_side_by_side_raise_once(pg_bureau: Bureau, settled):
    with pg_bureau.office() as office:
        overdue(settled(office))
    with pg_bureau.office() as one:
        escalation.sweep(one)
        with pg_bureau.reading() as other:
            assert other.db.scalar(select(func.count()).select_from(Escalation)) == 0
    assert escalation.sweep(pg_bureau).startswith("新升级 0 件")
    with pg_bureau.reading() as office:
        assert office.db.scalar(select(func.count()).select_from(Escalation)) == 2


@pytest.mark.postgres
def test_many_sweeps_at_the_same_moment_raise_once(pg_bureau: Bureau, settled):
    with pg_bureau.office() as office:
        house = settled(office)
        for at in range(12):
            house.lodge(petitioners=[Complainant(f"人{at}", f"138001380{at:02d}")], idempotency_key=str(at))
        house.office.clock.set(house.office.clock.now().replace(year=2027, month=2, day=1))
    with pg_bureau.reading() as office:
        before = office.db.scalar(select(func.count()).select_from(Escalation))
        told_before = office.db.scalar(select(func.count()).select_from(StaffAlert))
    start = Barrier(3)

    def at_once(_: int) -> str:
        start.wait()
        return escalation.sweep(pg_bureau)

    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(at_once, range(3)))
    with pg_bureau.reading() as office:
        stand = office.db.scalar(select(func.count()).select_from(Escalation)) - before
        alerts = office.db.scalar(select(func.count()).select_from(StaffAlert)) - told_before
    assert stand == 24, "overdue, and overdue for long"
    assert sum(int(re.search(r"新升级 (\d+) 件", one).group(1)) for one in said) == 24
    assert sum(int(re.search(r"通知 (\d+) 人次", one).group(1)) for one in said) == alerts


def test_a_rule_taken_out_of_force_upholds_nothing(county_office):
    """Zammad #4353: an SLA switched off left its tickets escalated."""
    county = county_office
    petition = overdue(county)
    escalation.sweep(county.office)
    book = rules.of(county.office)
    county.office.db.info["escalation_rules"] = book.model_copy(
        update={"rules": [rule for rule in book.rules if rule.rule != "overdue_long"]}
    )
    assert "结束 1 件" in escalation.sweep(county.office)
    assert escalation.level(county.office, petition) == 2
    ended = [line for line in escalation.chain(county.office, petition, county["leader"]) if line.ended_at]
    assert [line.ended_why for line in ended] == ["规则已停用"]


def test_a_reminder_reminds_and_does_nothing_else(county_office, clock):
    """django-helpdesk's notify-only lowered the priority all the same; osTicket took every flag for set."""
    county = county_office
    petition = county.to(county.lodge().petition, "investigating")
    clock.set(clock.now().replace(year=2027, month=1, day=12))
    written = county.office.db.scalar(select(func.count()).select_from(Letter))
    before = {column.key: getattr(petition, column.key) for column in Petition.__table__.columns}
    escalation.look(county.office, petition)
    assert raised(county, petition) == [], "this rule does not strike at once"
    assert escalation.sweep(county.office).startswith("新升级 1 件（提醒 1）")
    county.office.db.refresh(petition)
    assert {column.key: getattr(petition, column.key) for column in Petition.__table__.columns} == before
    assert told(county, "due_soon") == {"worker"}
    assert county.office.db.scalar(select(func.count()).select_from(Letter)) == written, "on the desk alone"
