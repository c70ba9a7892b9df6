"""Merging, bundling and splitting: everyone keeps their own petition, clocks and answer."""

from itertools import pairwise

import pytest

from casework.people.actors import Actor
from casework.petitions import clocks, history, links, progress
from casework.petitions.links import BadLink
from casework.petitions.lodging import Complainant
from casework.petitions.models import Petition
from tests.casework.conftest import County


def another(county: County, who: int) -> Petition:
    people = [Complainant(f"村民{who}", f"1380013800{who}")]
    return county.lodge(petitioners=people, contact=("telegram", f"t{who}")).petition


def test_a_merged_petition_is_answered_with_its_parent(county_office: County) -> None:
    office, desk = county_office.office, county_office["desk"]
    parent, child = another(county_office, 1), another(county_office, 2)
    due = child.next_due_on
    links.merge(office, child, parent, desk, "同一人同一事")
    assert (child.state, child.is_open, child.next_due_on) == ("merged", True, due), "its own clock runs on"
    county_office.to(parent, "approved")
    assert child.state == "approved"
    texts = county_office.deliver()
    assert sum("已补发到您的卡上" in text for text in texts) == 2
    assert (parent.state, child.state) == ("answered", "answered")
    assert any(child.number in text for text in texts)
    assert list(history.verify(office)) == []


def test_bundled_petitions_go_their_own_ways(county_office: County) -> None:
    office, desk = county_office.office, county_office["desk"]
    head, *rest = [another(county_office, who) for who in range(4)]
    links.bundle(office, rest, head, desk, "同村同一批未发")
    county_office.to(head, "closed")
    assert {child.state for child in rest} == {"lodged"}
    assert all(clocks.running(child, "notice") for child in rest)


def test_no_circles(county_office: County) -> None:
    office, desk = county_office.office, county_office["desk"]
    line = [another(county_office, who) for who in range(4)]
    for child, parent in pairwise(line):
        links.bundle(office, [child], parent, desk, "同因")
    with pytest.raises(BadLink, match="它下面"):
        links.bundle(office, [line[-1]], line[0], desk, "同因")
    with pytest.raises(BadLink):
        links.merge(office, line[-1], line[-1], desk, "自己")
    with pytest.raises(BadLink, match="已经并入"):
        links.bundle(office, [line[0]], line[3], desk, "同因")
    assert links.root(office, line[0]) is line[-1]


def test_what_is_answered_or_sealed_is_not_merged(county_office: County) -> None:
    office, desk = county_office.office, county_office["desk"]
    done, fresh = county_office.to(another(county_office, 1), "closed"), another(county_office, 2)
    with pytest.raises(BadLink, match="还没答复"):
        links.merge(office, fresh, done, desk, "同一事")
    sealed = county_office.lodge(category="embezzlement").petition
    with pytest.raises(Exception, match="不归您的单位"):
        links.merge(office, sealed, fresh, desk, "同一事")


def test_taken_apart_again(county_office: County) -> None:
    office, desk = county_office.office, county_office["desk"]
    parent, child = another(county_office, 1), another(county_office, 2)
    links.merge(office, child, parent, desk, "同一事")
    links.unlink(office, child, desk, "弄错了")
    assert (child.state, child.parent_id) == ("registered", None)
    county_office.to(parent, "approved")
    assert child.state == "registered"


def test_split_parts_keep_people_and_the_first_day(county_office: County, clock) -> None:
    office = county_office.office
    petition = county_office.lodge().petition
    clock.move(days=6)
    parts = [
        {"category": "attitude", "narrative": "窗口的人骂我"},
        {"category": "not_public", "narrative": "名单没贴出来"},
    ]
    made = links.split(office, petition, parts, county_office["desk"], "三件不同的事")
    assert len({petition.number, *(lodged.number for lodged in made)}) == 3
    for lodged in made:
        assert lodged.petition.lodged_on == petition.lodged_on
        assert lodged.petition.next_due_on == petition.next_due_on, "splitting delays nothing"
        assert office.vault.open(lodged.petition.petitioners[0].name_sealed) == "王小明"
        assert progress.look_up(office, lodged.number, lodged.query_code) is not None
    texts = county_office.deliver()
    assert all(any(lodged.query_code in text for text in texts) for lodged in made)
    assert list(history.verify(office)) == []


def test_only_those_with_a_right_link(county_office: County) -> None:
    one, other = another(county_office, 1), another(county_office, 2)
    with pytest.raises(Exception, match=r"不归您的单位|需要角色"):
        links.merge(county_office.office, one, other, county_office["worker"], "x")
    with pytest.raises(Exception, match="不是您本人"):
        links.merge(county_office.office, one, other, Actor.resident(1), "x")
