"""Quality checks: the sample is random, stratified and can be drawn again; two score, the unit may appeal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.calls import calls
from casework.office import NotAllowed
from casework.petitions.figures import periods
from casework.supervision import checks
from casework.supervision.checks import BadCheck
from casework.supervision.sampling import sample

NOVEMBER = periods.month(2026, 11)
GOOD = {"record": 20, "timely": 25, "answer": 30, "settled": 15, "manner": 10}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 60), st.integers(0, 999))
def test_each_stratum_is_drawn_in_proportion(sizes, size, seed) -> None:
    strata = {at: [at * 100 + member for member in range(count)] for at, count in enumerate(sizes)}
    drawn = sample(strata, size, seed)
    total = sum(sizes)
    assert drawn == sample(strata, size, seed)
    assert len(set(drawn)) == len(drawn) == min(size, total)
    for at, count in enumerate(sizes):
        got = sum(member // 100 == at for member in drawn)
        assert abs(got - min(size, total) * count / total) < 1


@pytest.fixture
def county(office, settled):
    made = settled(office)
    made.to(made.lodge().petition, "closed")
    return made


def test_two_score_the_unit_appeals_and_the_ruling_counts(county) -> None:
    office, leader = county.office, county["leader"]
    second = county.hire("second", "王副局长", "QH-MZ", "supervisor")
    drawn = checks.draw(office, leader, NOVEMBER, 5, 7)
    (item,) = checks.items(office, drawn.id, leader)
    checks.score(office, item.item.id, leader, GOOD)
    with pytest.raises(BadCheck):
        checks.score(office, item.item.id, leader, GOOD)
    checks.score(office, item.item.id, second, GOOD | {"answer": 5})
    (item,) = found = checks.items(office, drawn.id, leader)
    assert (item.score, item.agrees, checks.agreement(found)) == (87.5, False, 0.0)
    with pytest.raises(NotAllowed):
        checks.appeal(office, item.item.id, county["worker"], "不服")
    checks.appeal(office, item.item.id, county["head"], "答复写了依据")
    checks.rule(office, item.item.id, leader, 95, "查实")
    assert checks.averages(checks.items(office, drawn.id, leader), "unit_code") == {"QH-MZ-JZ": (95.0, 1)}
    with pytest.raises(BadCheck):
        checks.rule(office, item.item.id, second, 60, "另有说法")
    (item,) = checks.items(office, drawn.id, leader)
    assert (item.score, item.ruling, item.item.ruled_by_name) == (95, "查实", leader.name)


def test_both_score_by_the_sheet_of_the_day_it_was_drawn(county, monkeypatch) -> None:
    office, leader = county.office, county["leader"]
    second = county.hire("second", "王副局长", "QH-MZ", "supervisor")
    drawn = checks.draw(office, leader, NOVEMBER, 5, 7)
    before = checks.sheet(office.county)
    (item,) = checks.items(office, drawn.id, leader)
    checks.score(office, item.item.id, leader, GOOD)
    edited = [checks.Criterion(id="whole", label="总的印象", most=100)]
    monkeypatch.setattr(checks, "sheet", lambda county, subject="petitions": edited)
    office.db.expire_all()
    assert checks.sheet_of(office, drawn) == before
    with pytest.raises(BadCheck):
        checks.score(office, item.item.id, second, {"whole": 80})
    checks.score(office, item.item.id, second, GOOD)
    assert checks.sheet_of(office, checks.draw(office, leader, NOVEMBER, 5, 7)) == edited


@pytest.mark.parametrize("marks", [{}, GOOD | {"record": 21}, GOOD | {"more": 1}, GOOD | {"record": -1}])
def test_a_score_off_the_sheet_is_refused(county, marks) -> None:
    drawn = checks.draw(county.office, county["leader"], NOVEMBER, 1, 7)
    (item,) = checks.items(county.office, drawn.id, county["leader"])
    with pytest.raises(BadCheck):
        checks.score(county.office, item.item.id, county["leader"], marks)


CALL = {"manner": 20, "listening": 20, "accurate": 20, "record": 20, "outcome": 10}


def take_call(county, operator, **end):
    call = calls.begin(county.office, operator, "13800138000")
    calls.end(county.office, operator, call, **end)
    return call


def test_calls_are_drawn_by_operator_and_scored_by_their_own_sheet(county) -> None:
    office, leader, desk = county.office, county["leader"], county["desk"]
    other = county.hire("desk2", "何坐席", "QH-MZ-XF", "operator")
    for operator in (desk, desk, other):
        take_call(county, operator, outcome="answered", taken={"intent": "ask_standard"})
    calls.begin(office, desk, "13800138009")
    draw = checks.draw(office, leader, NOVEMBER, 2, 7, "calls")
    found = checks.items(office, draw.id, leader)
    assert (draw.drawn_from, {item.drawn.operator for item in found}) == (3, {desk.id, other.id})
    with pytest.raises(BadCheck):
        checks.score(office, found[0].item.id, leader, GOOD)
    checks.score(office, found[0].item.id, leader, CALL)
    scored = checks.averages(checks.items(office, draw.id, leader), "operator")
    assert scored == {found[0].drawn.operator: (90.0, 1)}


def test_a_call_about_a_hidden_petition_is_not_drawn(county) -> None:
    office, desk = county.office, county["desk"]
    sealed = county.lodge(category="bribery", narrative="要了我五百块钱才给办", contact=None).petition
    take_call(county, desk, outcome="lodged", petition_number=sealed.number)
    assert sealed.sealed
    with pytest.raises(BadCheck):
        checks.draw(office, county["leader"], NOVEMBER, 5, 7, "calls")
