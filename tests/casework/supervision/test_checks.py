"""Quality checks: the sample is random, stratified and can be drawn again; two score, the unit may appeal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.office import NotAllowed
from casework.petitions.figures import periods
from casework.supervision import checks
from casework.supervision.checks import BadCheck

NOVEMBER = periods.month(2026, 11)
GOOD = {"record": 20, "timely": 25, "answer": 30, "settled": 15, "manner": 10}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 60), st.integers(0, 999))
def test_each_stratum_is_drawn_in_proportion(sizes, size, seed) -> None:
    strata = {at: [at * 100 + member for member in range(count)] for at, count in enumerate(sizes)}
    drawn = checks.sample(strata, size, seed)
    total = sum(sizes)
    assert drawn == checks.sample(strata, size, seed)
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
    assert checks.averages(checks.items(office, drawn.id, leader), "handler_unit") == {"QH-MZ-JZ": (95.0, 1)}


@pytest.mark.parametrize("marks", [{}, GOOD | {"record": 21}, GOOD | {"more": 1}, GOOD | {"record": -1}])
def test_a_score_off_the_sheet_is_refused(county, marks) -> None:
    drawn = checks.draw(county.office, county["leader"], NOVEMBER, 1, 7)
    (item,) = checks.items(county.office, drawn.id, county["leader"])
    with pytest.raises(BadCheck):
        checks.score(county.office, item.item.id, county["leader"], marks)
