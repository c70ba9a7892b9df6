"""Those who speak for many are taken down one by one, five at most (信访工作条例 art. 20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.office import NotAllowed
from casework.people.actors import Actor
from casework.petitions import history, repeats, representatives
from casework.petitions.lodging import BadPetition, Complainant
from casework.petitions.representatives import MOST, BadRepresentative, refuse
from casework.petitions.workflow import NotNow
from tests.casework.conftest import RESIDENT, County

FIRST = Complainant("王小明", "13800138000", representative=True)


def speaker(n: int) -> Complainant:
    return Complainant(f"代表{n}", f"1380013800{n}", representative=True)


class TestOneByOne:
    @pytest.mark.parametrize(
        ("one", "said"),
        [
            (Complainant(""), "姓名"),
            (Complainant("李四", "123"), "电话号码"),
            (Complainant("李四", "", "110105194912310021"), "身份证号"),
            (Complainant("王 小明"), "已经记过"),
        ],
    )
    def test_what_is_asked_again(self, one: Complainant, said: str) -> None:
        assert said in refuse([FIRST], one)

    def test_two_of_one_name_are_told_apart_by_their_numbers(self) -> None:
        assert refuse([FIRST], Complainant("王小明", "13900139000")) == ""

    @given(st.integers(0, 9))
    def test_never_more_than_five(self, count: int) -> None:
        named: list[Complainant] = []
        for n in range(count):
            if not refuse(named, speaker(n)):
                named.append(speaker(n))
        assert len(named) == min(count, MOST)


class TestLodging:
    def test_each_is_kept(self, county_office: County) -> None:
        petition = county_office.lodge(
            petitioners=[FIRST, *(speaker(n) for n in range(4))], headcount=30
        ).petition
        assert len(representatives.of(petition)) == 5
        assert petition.headcount == 30
        assert not representatives.missing(petition)

    @pytest.mark.parametrize(
        ("people", "said"),
        [
            ([FIRST, *(speaker(n) for n in range(5))], "最多 5 人"),
            ([FIRST, Complainant("王小明", representative=True)], "已经记过"),
            ([Complainant(f"人{n}", "13800138000") for n in range(6)], "推选"),
        ],
    )
    def test_what_cannot_be(self, county_office: County, people: list[Complainant], said: str) -> None:
        with pytest.raises(BadPetition, match=said):
            county_office.lodge(petitioners=people, headcount=30)


class TestAfterwards:
    def test_more_are_named_on_record(self, county_office: County) -> None:
        lodged = county_office.lodge(headcount=30)
        petition, owner = lodged.petition, Actor.holder(lodged.petition.id)
        county_office.move(petition, "name_representative", "desk", name="李四", phone="13900139000")
        event = county_office.move(petition, "name_representative", owner, name="赵六")
        assert [one.position for one in representatives.of(petition)] == [0, 1, 2]
        assert event.changes == {"representatives": [2, 3]}
        assert petition.headcount == 30
        assert list(history.verify(county_office.office, petition.number)) == []

    def test_somebody_who_signed_is_not_written_twice(self, county_office: County) -> None:
        people = [FIRST, Complainant("李四", "13900139000")]
        petition = county_office.lodge(petitioners=people, headcount=6).petition
        county_office.move(petition, "name_representative", "desk", name="李四")
        assert len(petition.petitioners) == 2
        assert len(representatives.of(petition)) == 2

    def test_the_sixth_is_refused(self, county_office: County) -> None:
        petition = county_office.lodge(
            petitioners=[FIRST, *(speaker(n) for n in range(4))], headcount=30
        ).petition
        with pytest.raises(NotNow, match="最多 5 人"):
            county_office.move(petition, "name_representative", "desk", name="第六人")

    def test_one_alone_has_none(self, county_office: County) -> None:
        petition = county_office.lodge().petition
        with pytest.raises(NotNow, match="只有一个人"):
            county_office.move(petition, "name_representative", "desk", name="李四")
        county_office.move(petition, "amend", "desk", reason="实为联名", headcount=8)
        assert representatives.missing(petition)
        county_office.move(petition, "name_representative", "desk", name="王小明")
        assert not representatives.missing(petition)

    def test_one_steps_back(self, county_office: County) -> None:
        petition = county_office.lodge(petitioners=[FIRST, speaker(1)], headcount=6).petition
        county_office.move(petition, "drop_representative", "desk", name="代表1", reason="本人要求")
        assert [one.position for one in representatives.of(petition)] == [0]
        assert len(petition.petitioners) == 2
        with pytest.raises(BadRepresentative, match="没有这个人"):
            county_office.move(petition, "drop_representative", "desk", name="代表1", reason="本人要求")

    def test_strangers_name_nobody(self, county_office: County) -> None:
        petition = county_office.lodge(headcount=30).petition
        for stranger in (RESIDENT, county_office["worker"]):
            with pytest.raises(NotAllowed):
                county_office.move(petition, "name_representative", stranger, name="李四")

    def test_they_are_known_again_in_a_repeat(self, county_office: County) -> None:
        first = county_office.lodge(headcount=30, narrative="柳溪镇敬老院门前的路一直没修好").petition
        county_office.move(first, "name_representative", "desk", name="李四", phone="13900139000")
        again = county_office.lodge(
            petitioners=[Complainant("李四", "13900139000")], narrative="柳溪镇敬老院门前的路一直没修好"
        ).petition
        found = repeats.candidates(county_office.office, again, county_office["desk"])
        assert first.id in {one.petition.id for one in found}
