"""Call-backs drawn at random: who can be asked, what was said, and both readings of it."""

import pytest

from casework.office import NotAllowed, NotFound
from casework.petitions import callbacks
from casework.petitions.figures import periods
from casework.petitions.lodging import Complainant
from casework.supervision import call_backs, checks
from casework.supervision.checks import BadCheck

NOVEMBER = periods.month(2026, 11)


def settle(county, petition) -> None:
    told = {"text": "每月十号发放。", "outcome": "explained", "method": "phone"}
    county.move(petition, "answer_at_once", "desk", **told)


@pytest.fixture
def county(county_office):
    for at in range(3):
        made = county_office.lodge(
            petitioners=[Complainant(f"王{'甲乙丙'[at]}", f"1380013800{at}")],
            narrative=f"第{at}件：{['低保没到账', '临时救助没批', '补贴少了'][at]}",
            contact=None,
        )
        settle(county_office, made.petition)
    anonymous = county_office.lodge(
        petitioners=[], identity="anonymous", narrative="匿名的一件", contact=None
    )
    settle(county_office, anonymous.petition)
    return county_office


def test_a_draw_is_asked_and_told_in_both_readings(county) -> None:
    office, leader, desk = county.office, county["leader"], county["desk"]
    draw = checks.draw(office, leader, NOVEMBER, 10, 7, "call_backs")
    found = call_backs.drawn(office, draw, desk)
    assert len(found) == draw.drawn_from == 3
    first, second, third = (one.item.id for one in found)
    call_backs.record(office, first, desk, reached=True, settled=True, satisfaction=3, words="好了")
    call_backs.record(office, second, desk, reached=True, settled=True, satisfaction=None, words="")
    for _ in range(call_backs.TRIES):
        assert call_backs.result(call_backs.drawn(office, draw, desk)).over == 2
        call_backs.record(office, third, desk, reached=False, settled=None, satisfaction=None, words="")
    result = call_backs.result(call_backs.drawn(office, draw, leader))
    assert (result.drawn, result.over, result.reached, result.settled, result.rated) == (3, 3, 2, 2, 1)
    assert (result.of_rated, result.of_all) == (1.0, 1.0)


def test_a_bad_mark_raises_the_petition(county) -> None:
    office, desk = county.office, county["desk"]
    draw = checks.draw(office, county["leader"], NOVEMBER, 1, 7, "call_backs")
    (asked,) = call_backs.drawn(office, draw, desk)
    call_backs.record(
        office, asked.item.id, desk, reached=True, settled=False, satisfaction=1, words="没到账"
    )
    assert asked.petition.satisfaction == 1
    assert call_backs.result(call_backs.drawn(office, draw, desk)).of_all == 0.0


def test_whoever_was_spoken_to_is_not_drawn_again(county) -> None:
    office, desk = county.office, county["desk"]
    draw = checks.draw(office, county["leader"], NOVEMBER, 10, 7, "call_backs")
    for one in call_backs.drawn(office, draw, desk):
        callbacks.record(office, one.petition, desk, reached=True, settled=True)
    with pytest.raises(BadCheck):
        checks.draw(office, county["leader"], NOVEMBER, 10, 7, "call_backs")


def test_only_the_hotline_asks_and_only_a_supervisor_draws(county) -> None:
    with pytest.raises(NotAllowed):
        checks.draw(county.office, county["desk"], NOVEMBER, 1, 7, "call_backs")
    draw = checks.draw(county.office, county["leader"], NOVEMBER, 1, 7, "call_backs")
    (asked,) = call_backs.drawn(county.office, draw, county["leader"])
    tried = {"reached": False, "settled": None, "satisfaction": None, "words": ""}
    with pytest.raises(NotAllowed):
        call_backs.record(county.office, asked.item.id, county["leader"], **tried)
    with pytest.raises(NotFound):
        call_backs.record(county.office, asked.item.id, county["worker"], **tried)
