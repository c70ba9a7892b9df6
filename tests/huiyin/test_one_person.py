"""What is kept about one person comes out whole for that person, is on record, and goes when its time is up."""

import json

import pytest
from sqlalchemy import func, select

from casework import outbox
from casework.conversations import forgetting, talks
from casework.office import Bureau, NotFound, Office
from casework.outbox import Letter
from casework.people import staff, units
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from casework.people.models import Resident
from casework.people.reveals import ReasonMissing
from casework.petitions import lodging, retention
from casework.petitions.lodging import Complainant, NewPetition
from huiyin import one_person
from store.clock import FixedClock

ID, PHONE = "110101199003070070", "13976541238"


def clerk(office: Office) -> Actor:
    return Actor.of_staff(staff.by_login(office, "clerk"))


@pytest.fixture
def lodged(bureau: Bureau) -> str:
    with bureau.office() as office:
        units.load(office)
        staff.add(office, "clerk", "何静", "QH-MZ-XF", ["operator"])
        for name, id_number, phone, said in (
            ("欧阳葳蕤", ID, PHONE, "上个月低保没到账"),
            ("王小明", "", "13800138000", "公示电话没人接"),
        ):
            new = NewPetition(
                category="payment_missing",
                narrative=said,
                petitioners=[Complainant(name, phone, id_number)],
                channel="phone",
                place_unit_code="QH-102-02",
            )
            number = lodging.lodge(office, new, Actor.system("test")).number
    return number


def test_all_of_it_and_nothing_of_others(bureau: Bureau, lodged: str) -> None:
    with bureau.office() as office:
        found = one_person.export(office, clerk(office), id_number=ID, reason="本人持证到窗口查阅")
    text = json.dumps(found, ensure_ascii=False)
    for own in ("欧阳葳蕤", PHONE, ID, "上个月低保没到账"):
        assert own in text
    for foreign in ("王小明", "13800138000", "公示电话没人接", lodged):
        assert foreign not in text
    with bureau.reading() as office:
        assert office.db.scalars(select(Reveal)).one().reason == "本人持证到窗口查阅"


def test_found_by_telephone_too(bureau: Bureau, lodged: str) -> None:
    with bureau.office() as office:
        assert (
            one_person.export(office, clerk(office), phone=PHONE, reason="本人来电核实身份")["resident"][0][
                "phone"
            ]
            == PHONE
        )


def test_not_without_a_reason_and_not_of_nobody(bureau: Bureau, lodged: str) -> None:
    with bureau.office() as office:
        with pytest.raises(ReasonMissing):
            one_person.export(office, clerk(office), id_number=ID, reason="看")
        with pytest.raises(NotFound):
            one_person.export(office, clerk(office), phone="13911112222", reason="本人持证到窗口查阅")


def test_what_is_due_is_listed_before_it_goes(bureau: Bureau, lodged: str, clock: FixedClock) -> None:
    with bureau.office() as office:
        for resident in office.db.scalars(select(Resident)):
            resident.keep_until = resident.keep_until.replace(year=2020)  # type: ignore[union-attr]
        from casework.petitions.models import Petition

        for petition in office.db.scalars(select(Petition)):
            petition.is_open = False
    with bureau.reading() as office:
        due = retention.due(office)
        assert len(due) == 2
        assert not office.db.scalar(select(func.count()).where(Resident.erased_at.is_not(None)))
    with bureau.office() as office:
        assert retention.forget(office) == len(due)
    with bureau.reading() as office:
        assert retention.due(office) == []


def test_letters_of_a_talk_go_with_the_talk(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "telegram", "4711")
        said = talks.say(office, conversation, "您好")
        outbox.write(office, "telegram", "4711", "您好", key=f"talk:{said.id}")
        outbox.write(office, "telegram", "4711", "已经受理", key="petition:1")
        for letter in outbox.claim(office, address="4711", whole=True):
            outbox.sent(office, letter)
    clock.move(days=400)
    with bureau.office() as office:
        assert forgetting.due(office) == [conversation.token]
        forgetting.forget_old(office)
        assert office.db.scalars(select(Letter.key)).all() == ["petition:1"]
        assert forgetting.due(office) == []
