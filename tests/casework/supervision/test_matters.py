"""Matters put to units: who may, what is owed, and when they end."""

from datetime import date

import pytest

from casework.calls import calls
from casework.calls.calls import Reported
from casework.office import NotAllowed, NotFound
from casework.petitions.figures import Filters, periods
from casework.supervision import matters, watching
from casework.supervision.matters import BadMatter

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
