"""Matters put to units: who may, what is owed, and when they end."""

from datetime import date, timedelta

import pytest

from casework.calls import calls
from casework.calls.calls import Reported
from casework.office import NotAllowed, NotFound
from casework.petitions.figures import Filters, periods
from casework.petitions.lodging import Complainant
from casework.supervision import matters, watching
from casework.supervision.matters import BadMatter
from store.clock import local_date

DUE = date(2026, 11, 27)


@pytest.fixture
def county(office, settled):
    return settled(office)


def put(county, **what):
    plain = {
        "kind": "supervision",
        "unit": "QH-102",
        "subject": "超期件多",
        "demand": "逐件说明原因",
        "due_on": DUE,
    }
    return matters.put(county.office, county["leader"], **plain | what)


def test_a_matter_is_put_answered_and_closed(county) -> None:
    office, mayor, leader = county.office, county["mayor"], county["leader"]
    id = put(county).id
    assert [shown.may_answer for shown in matters.listed(office, mayor)] == [True]
    with pytest.raises(BadMatter):
        matters.close(office, id, leader, "")
    matters.answer(office, id, mayor, "已逐件办理。")
    with pytest.raises(BadMatter):
        matters.answer(office, id, mayor, "改口。")
    assert [shown.may_answer for shown in matters.listed(office, mayor)] == [False]
    matters.close(office, id, leader, "属实。")
    assert matters.listed(office, leader) == []
    (ended,) = matters.listed(office, leader, closed=True)
    assert (ended.answer, ended.closed_note) == ("已逐件办理。", "属实。")


def test_an_answer_that_is_late_shows(county) -> None:
    put(county)
    assert not matters.listed(county.office, county["leader"])[0].overdue
    county.office.clock.move(days=8)
    assert matters.listed(county.office, county["leader"])[0].overdue


@pytest.mark.parametrize(
    "wrong", [{"due_on": None}, {"due_on": date(2026, 11, 1)}, {"demand": " "}, {"kind": "none"}]
)
def test_what_is_missing_is_refused(county, wrong) -> None:
    with pytest.raises(BadMatter):
        put(county, **wrong)


def test_only_downwards_and_only_by_supervisors(county) -> None:
    with pytest.raises(NotAllowed):
        put(county, unit="QH-MZ")
    with pytest.raises(NotAllowed):
        matters.put(county.office, county["mayor"], "talk", "QH-102-MZ", "谈话", "说明", DUE)
    id = put(county).id
    with pytest.raises(NotFound):
        matters.answer(county.office, id, county["other_town"], "不是我们的")
    with pytest.raises(NotAllowed):
        matters.answer(county.office, id, county["leader"], "代答")
    assert matters.listed(county.office, county["other_town"]) == []


def test_a_notice_is_drafted_from_the_figures(county) -> None:
    county.to(county.lodge().petition, "assigned")
    text = matters.drafted(county.office, county["leader"], "QH-MZ-JZ", periods.month(2026, 11))
    assert "社会救助股：收到 1" in text


def test_ageing_adds_up_to_what_is_open(county) -> None:
    county.lodge()
    county.office.clock.move(days=10)
    ages = {age.name: age.count for age in watching.ageing(county.office, county["leader"])}
    assert ages["fortnight"] == sum(ages.values()) == 1
    assert watching.due_until(county.office) == date(2026, 12, 1)


def taken(county, login) -> int:
    call = calls.begin(county.office, county[login], "13800138000")
    calls.end(county.office, county[login], call, outcome="answered", taken={"intent": "ask_standard"})
    return call.id


def missed(county, name) -> int:
    calls.report(county.office, Reported(name, "ringing", "13800138001"))
    return calls.report(county.office, Reported(name, "missed", "13800138001")).id


def test_calls_count_where_they_were_taken_and_missed_ones_at_the_hotline(county) -> None:
    office, leader = county.office, county["leader"]
    town = county.hire("town_leader", "唐分管", "QH-102", "supervisor")
    county.hire("town_desk", "罗接听", "QH-102-MZ", "operator")
    earlier = missed(county, "october")
    office.clock.move(days=30)
    here, there, nobody = taken(county, "town_desk"), taken(county, "desk"), missed(county, "december")
    december = periods.month(2026, 12)

    def behind(actor, part, **filters):
        query = watching.calls_behind(office, actor, part, december, Filters(**filters))
        return {call.id for call in office.db.scalars(query)}

    assert behind(leader, "came") == {here, there, nobody}
    assert (behind(leader, "answered"), behind(leader, "owed")) == ({here, there}, {nobody})
    assert behind(town, "came") == behind(town, "answered") == behind(leader, "came", unit="QH-102") == {here}
    assert behind(town, "came", unit="QH-MZ-XF") == behind(town, "owed") == set()
    counted = watching.calls(office, leader, december)
    assert counted
    assert (counted.came, counted.answered, counted.owed) == (3, 2, 1)
    assert earlier
    assert counted.before
    assert (counted.before.came, counted.before.answered) == (1, 0)
    assert (counted.change, counted.year_change) == (pytest.approx(2 / 3), None)
    of_town = watching.calls(office, town, december)
    assert of_town
    assert (of_town.came, of_town.share, of_town.owed) == (1, 1.0, 0)
    assert watching.calls(office, leader, december, Filters(category="attitude")) is None


def test_a_consultation_of_several_units_is_on_record_at_each(county) -> None:
    office, leader = county.office, county["leader"]
    both = ["QH-102", "QH-102-MZ", "QH-102"]
    with pytest.raises(BadMatter):
        matters.put_all(office, leader, "consultation", [], "重复发放", "核对名单")
    made = matters.put_all(office, leader, "consultation", both, "重复发放", "核对名单", None, "财政局、乡镇")
    assert [one.unit_code for one in made] == both[:2]
    (shown,) = matters.listed(office, county["mayor"])[1:]
    assert (shown.matter.unit_code, shown.present, shown.may_answer) == ("QH-102", "财政局、乡镇", True)


def test_none_is_put_where_one_of_several_units_is_not_below(county) -> None:
    with pytest.raises(NotAllowed), county.office.db.begin_nested():
        matters.put_all(county.office, county["leader"], "talk", ["QH-102", "QH-MZ"], "超期件多", "说明", DUE)
    assert matters.listed(county.office, county["leader"]) == []


@pytest.mark.parametrize("kind", ["notice", "consultation"])
def test_what_owes_no_answer_waits_until_the_unit_signs_for_it(county, kind) -> None:
    office, mayor = county.office, county["mayor"]
    id = put(county, kind=kind, due_on=None).id
    assert matters.owed(office, mayor) == 1
    assert matters.owed(office, county["other_town"]) == 0
    with pytest.raises(NotAllowed):
        matters.acknowledge(office, id, county["leader"])
    with pytest.raises(NotFound):
        matters.acknowledge(office, id, county["other_town"])
    matters.acknowledge(office, id, mayor)
    assert matters.owed(office, mayor) == 0
    (shown,) = matters.listed(office, mayor)
    assert (shown.may_acknowledge, shown.may_answer) == (False, True)
    with pytest.raises(BadMatter):
        matters.acknowledge(office, id, mayor)


def test_signing_for_supervision_leaves_the_answer_owed(county) -> None:
    id = put(county).id
    matters.acknowledge(county.office, id, county["mayor"])
    assert matters.owed(county.office, county["mayor"]) == 1
    matters.answer(county.office, id, county["mayor"], "已逐件办理。")
    assert matters.owed(county.office, county["mayor"]) == 0


def test_advice_is_answered_by_whether_it_is_adopted(county) -> None:
    office, mayor = county.office, county["mayor"]
    with pytest.raises(BadMatter):
        put(county, kind="advice", due_on=None)
    id = put(county, kind="advice", subject="改进入户核查").id
    with pytest.raises(BadMatter):
        matters.answer(office, id, mayor, "下月起两人入户。")
    matters.answer(office, id, mayor, "下月起两人入户。", adopted=True)
    (one,) = matters.advice(office, county["leader"], periods.year(2026))
    assert (one.unit_code, one.adopted) == ("QH-102", True)
    assert matters.advice(office, county["leader"], periods.year(2025)) == []
    supervision = put(county)
    matters.answer(office, supervision.id, mayor, "已办。", adopted=True)
    assert supervision.adopted is None


def test_what_is_due_next_ends_with_the_next_working_day(county) -> None:
    """On a Friday the limits of Saturday to Monday are due next; not today's, nor Tuesday's, nor a closed one's."""
    office = county.office
    office.clock.set(office.clock.now().replace(day=20))
    made = {}
    for day in (20, 21, 22, 23, 24):
        petition = county.lodge(
            narrative=f"{day}日的事",
            petitioners=[Complainant(f"甲{'乙丙丁戊己'[day - 20]}", f"138001380{day}")],
        ).petition
        petition.next_due_on = date(2026, 11, day)
        made[day] = petition.id
    closed = county.to(county.lodge(petitioners=[Complainant("李四", "13800138001")]).petition, "closed")
    closed.next_due_on = date(2026, 11, 23)
    office.db.flush()
    assert watching.due_until(office) == date(2026, 11, 23)
    due = office.db.scalars(watching.due_next(office, county["leader"])).all()
    assert sorted(one.id for one in due) == [made[21], made[22], made[23]]
    assert office.db.scalars(watching.due_next(office, county["other_town"])).all() == []


def test_what_is_overdue_counts_whenever_it_came_in(county) -> None:
    """Not what is due today, nor what is closed, nor another branch's."""
    office = county.office
    today = local_date(office.clock.now())
    late, due = (
        county.lodge(narrative=f"第{n}件事", petitioners=[Complainant(name, f"1380013800{n}")]).petition
        for n, name in ((1, "李四"), (2, "赵六"))
    )
    late.next_due_on, due.next_due_on = today - timedelta(days=1), today
    office.db.flush()
    assert office.db.scalars(watching.overdue(office, county["leader"])).all() == [late]
    assert office.db.scalars(watching.overdue(office, county["other_town"])).all() == []
