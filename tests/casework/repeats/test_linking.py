"""Repeats from lodging to the ledger."""

import pytest
from sqlalchemy import select

from casework.office import NotAllowed, NotFound
from casework.petitions import escalation, history, repeats
from casework.petitions.escalation.models import Escalation, StaffAlert
from casework.petitions.lodging import Accused, Complainant
from casework.petitions.repeats.models import RepeatMatter, RepeatOffer
from casework.petitions.shield import Shielded

WANG = [Complainant("王小明", "13800138000")]


def again(county, text="上个月的低保还是没到账，又来问", **what):
    county.office.clock.move(days=3)
    return county.lodge(**{"narrative": text, "petitioners": WANG} | what).petition


def test_the_same_matter_again_is_linked_and_numbered(county_office):
    county = county_office
    first = county.lodge(petitioners=WANG).petition
    second = again(county, channel="web", contact=("web", "t1"))
    third = again(county, "低保三回了还没到账", contact=None, channel="phone")
    assert [first.repeat_no, second.repeat_no, third.repeat_no] == [1, 2, 3]
    line = repeats.of(county.office, third, county["leader"])
    assert [petition.number for petition in line.petitions] == [first.number, second.number, third.number]
    assert "姓名和电话相同" in line.members[1].reasons
    assert list(history.verify(county.office)) == []


def test_second_time_to_the_head_third_to_a_leader(county_office):
    county = county_office
    first = county.lodge(petitioners=WANG).petition
    county.to(first, "assigned")
    second, third = again(county), again(county)
    rules = county.office.db.execute(select(Escalation.petition_id, Escalation.rule)).all()
    assert (second.id, "repeat_second") in rules
    assert (third.id, "repeat_third") in rules
    assert escalation.sweep(county.office)
    told = county.office.db.scalars(
        select(StaffAlert.staff_id)
        .join(Escalation, Escalation.id == StaffAlert.escalation_id)
        .where(Escalation.rule == "repeat_third")
    )
    assert county["leader"].id in set(told)


def test_next_months_payment_is_another_matter(county_office):
    county = county_office
    county.lodge(petitioners=WANG, narrative="九月份低保没到账")
    other = county.lodge(petitioners=WANG, narrative="十一月份低保没到账").petition
    assert other.repeat_no == 1


def test_the_doubtful_is_offered_and_judged(county_office):
    county = county_office
    first = county.lodge(petitioners=WANG).petition
    other = again(county, "上个月低保没到账", petitioners=[Complainant("钱二", "13800138000")])
    assert other.repeat_no == 1
    (offer,) = repeats.offers(county.office, county["leader"], other)
    assert offer.reasons[0]["text"] == "电话相同，名字不同（可能是代打）"
    repeats.confirm(county.office, offer, county["desk"])
    assert other.repeat_no == 2
    assert repeats.offers(county.office, county["leader"]) == []
    repeats.take_out(county.office, other, county["desk"], "是两家人")
    assert other.repeat_no == 1
    assert repeats.of(county.office, first, county["leader"]) is None
    assert county.office.db.scalars(select(RepeatMatter)).all() == []


def test_what_is_dismissed_stays_dismissed(county_office):
    county = county_office
    county.lodge(petitioners=WANG)
    again(county, "上个月低保没到账", petitioners=[Complainant("钱二", "13800138000")])
    offer = county.office.db.scalars(select(RepeatOffer)).one()
    with pytest.raises(NotFound):
        repeats.dismiss(county.office, offer, county["town"])
    repeats.dismiss(county.office, offer, county["desk"])
    assert repeats.offers(county.office, county["desk"]) == []


def test_a_repeat_shows_nobody_an_earlier_one_they_must_not_know_of(county_office):
    """The first names the village secretary and is shielded from the village; the second names nobody."""
    county = county_office
    accused = [Accused(role="民政所长", unit_code="QH-102-MZ")]
    first = county.lodge(
        petitioners=WANG, category="attitude", accused=accused, narrative="问低保的事被骂了"
    ).petition
    second = again(county, "又被骂，问低保态度差", category="attitude")
    assert first.shielded
    assert not second.shielded
    assert repeats.candidates(county.office, second, county["town"]) == []
    assert repeats.candidates(county.office, second, county["leader"])[0].petition is first


def test_a_sealed_petition_is_never_linked_to_an_open_one(county_office):
    county = county_office
    accused = [Accused(name="马有田", role="村支书", unit_code="QH-102-02")]
    county.lodge(petitioners=WANG, category="bribery", accused=accused, narrative="马有田收了我两条烟办低保")
    open_one = again(county, "马有田收烟的事没人管", category="petition_unanswered", accused=accused)
    assert open_one.repeat_no == 1
    assert repeats.offers(county.office, county["desk"], open_one) == []


def test_the_ledger_is_struck_off_and_opens_again(county_office):
    county = county_office
    first = county.lodge(petitioners=WANG).petition
    second = again(county)
    (line,) = repeats.ledger(county.office, county["leader"]).lines
    with pytest.raises(repeats.BadRepeat, match="没办结"):
        repeats.strike_off(county.office, line.matter.id, county["leader"], "已补发，本人认可。")
    county.to(first, "closed")
    county.to(second, "closed")
    with pytest.raises(NotAllowed):
        repeats.strike_off(county.office, line.matter.id, county["worker"], "已补发。")
    repeats.strike_off(county.office, line.matter.id, county["leader"], "已补发，本人认可。")
    assert repeats.ledger(county.office, county["leader"]).lines == []
    assert repeats.ledger(county.office, county["leader"], struck=True).total == 1
    third = again(county, "低保又没到账，还是上次那个月的")
    assert third.repeat_no == 3
    assert first.came_again
    assert second.came_again
    assert repeats.ledger(county.office, county["leader"]).total == 1


def test_whoever_is_complained_of_cannot_take_it_on(county_office):
    county = county_office
    accused = [Accused(name="高局长", role="村支书", unit_code="QH-102-02")]
    county.hire("boss2", "曹副局长", "QH-MZ", "supervisor")
    county.lodge(petitioners=WANG, category="attitude", accused=accused, narrative="村支书骂人")
    again(county, "村支书又骂人", category="attitude", accused=accused)
    (line,) = repeats.ledger(county.office, county["boss2"]).lines
    assert repeats.ledger(county.office, county["leader"]).lines == []
    with pytest.raises(Shielded):
        repeats.take_on(county.office, line.matter.id, county["leader"].id, county["boss2"])
    repeats.take_on(county.office, line.matter.id, county["boss2"].id, county["boss2"])
    (line,) = repeats.ledger(county.office, county["boss2"]).lines
    assert line.lead == "曹副局长"
