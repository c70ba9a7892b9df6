"""What is kept about one person comes out whole for that person, is on record, and goes when its time is up."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from casework import outbox
from casework.calls import calls
from casework.conversations import forgetting, queries, talks
from casework.conversations.models import Conversation, Message
from casework.office import Bureau, NotFound, Office
from casework.outbox import Letter
from casework.people import residents, staff, units
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from casework.people.models import Contact, Resident
from casework.people.reveals import ReasonMissing
from casework.petitions import lodging, retention
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import Petition
from huiyin import keeping_keys, one_person
from huiyin import retention as rules
from huiyin.tables import metadata
from store.clock import FixedClock, local_date

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


def test_of_a_joint_petition_each_sees_the_matter_and_only_themselves(bureau: Bureau, lodged: str) -> None:
    other = "110101198001010010"
    with bureau.office() as office:
        joint = NewPetition(
            category="payment_missing",
            narrative="我们组两户都没到账",
            petitioners=[
                Complainant("赵先头", "13600136000", representative=True),
                Complainant("欧阳葳蕤", PHONE, ID),
                Complainant("钱随后", "13700137000", other),
            ],
            channel="phone",
            place_unit_code="QH-102-02",
        )
        lodging.lodge(office, joint, Actor.system("test"))
        found = one_person.export(office, clerk(office), id_number=ID, reason="本人持证到窗口查阅")
    text = json.dumps(found, ensure_ascii=False)
    assert "我们组两户都没到账" in text
    for foreign in ("赵先头", "13600136000", "钱随后", "13700137000", other):
        assert foreign not in text


def test_a_telephone_that_several_people_left_is_not_enough(bureau: Bureau, lodged: str) -> None:
    child = NewPetition(
        category="payment_missing",
        narrative="儿子的低保没到账",
        petitioners=[Complainant("欧阳小树", PHONE, "110101199003070716")],
        channel="phone",
        place_unit_code="QH-102-02",
    )
    with bureau.office() as office:
        lodging.lodge(office, child, Actor.system("test"))
        with pytest.raises(one_person.SeveralPeople, match="身份证号"):
            one_person.export(office, clerk(office), phone=PHONE, reason="本人来电核实身份")
        found = one_person.export(
            office, clerk(office), id_number=ID, phone=PHONE, reason="本人持证到窗口查阅"
        )
    assert "欧阳小树" not in json.dumps(found, ensure_ascii=False)


def test_a_call_is_among_it_and_what_the_operator_noted_is_not(bureau: Bureau, lodged: str) -> None:
    with bureau.office() as office:
        call = calls.begin(office, clerk(office), PHONE)
        call.resident_id = office.db.scalar(select(Resident.id).where(Resident.id_index.is_not(None)))
        call.notes_sealed = office.vault.seal("说话含糊，像喝过酒")
        call.form_sealed = office.vault.seal("本人填的住址")
        found = one_person.export(office, clerk(office), id_number=ID, reason="本人持证到窗口查阅")
    assert "本人填的住址" in found["phone_call"][0].values()
    assert "喝过酒" not in json.dumps(found, ensure_ascii=False)


def test_what_was_said_on_an_address_proven_theirs_is_among_it(bureau: Bureau, lodged: str) -> None:
    """Also where nothing was lodged there; on an address that is only claimed it is somebody else's."""
    with bureau.office() as office:
        resident = office.db.scalars(select(Resident).where(Resident.id_index.is_not(None))).one()
        now = office.clock.now()
        for address, proven in (("77", now), ("88", None)):
            office.db.add(
                Contact(
                    channel="telegram",
                    address_sealed=office.vault.seal(address),
                    address_index=office.vault.index("address", address),
                    resident_id=resident.id,
                    verified_at=proven,
                    added_at=now,
                    last_seen_at=now,
                )
            )
            talk = talks.find_or_begin(office, "telegram", address)
            talks.keep(office, talk, f"我的申请到哪了，{address}", update_id="1")
        found = one_person.export(office, clerk(office), id_number=ID, reason="本人持证到窗口查阅")
    assert [message["text"] for message in found["message"]] == ["我的申请到哪了，77"]


def test_every_table_that_points_to_a_person_is_thought_of() -> None:
    """A table added later is either handed out or left out for a reason."""
    pointing = {
        table.name
        for table in metadata.sorted_tables
        if {"resident_id", "petition_id", "phone_index", "id_index", "about_id_index"} & set(table.c.keys())
    }
    given = {one_person.CALLS.name, *one_person.OWN, *one_person.OF_RESIDENT, *one_person.OF_PETITION}
    assert pointing - given == LEFT_OUT.keys()


LEFT_OUT = {
    "accused": "somebody else",
    "assistance_access_grant": "opens a register for an hour",
    "assistance_binding_code": "opens a register for some days",
    "assistance_list_page": "opens a list for some minutes",
    "assistance_relative": "about the official",
    "assistance_task": "what others told",
    "check_item": "about the clerk's work",
    "conversation": "its messages are given",
    "escalation": "about the clerk's work",
    "notice": "was sent to them",
    "petition_event": "the machine's chain, with staff's reasons",
    "petition_evidence": "files, handed over on request",
    "petition_note": "staff's notes",
    "petition_shield": "keeps people out",
    "petition_transfer": "between units",
    "petition_words": "the index of the search",
    "repeat_band": "the index of repeats",
    "repeat_member": "the index of repeats",
    "repeat_offer": "a guess of the machine",
    "repeat_trace": "the index of repeats",
}


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


def test_the_command_lists_first_and_deletes_only_when_told(
    bureau: Bureau, lodged: str, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin import cli

    with bureau.office() as office:
        for petition in office.db.scalars(select(Petition)):
            petition.is_open, petition.closed_on = False, local_date(clock.now())
        talks.say(office, talks.find_or_begin(office, "web", "a"), "您好")
    clock.move(days=6 * 365)
    monkeypatch.setattr(Bureau, "from_settings", lambda settings: bureau)
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))

    def left() -> tuple[int, int]:
        with bureau.reading() as office:
            named = select(func.count()).select_from(Resident).where(Resident.name_sealed.is_not(None))
            return office.db.scalar(named) or 0, office.db.scalar(
                select(func.count()).select_from(Message)
            ) or 0

    assert left() == (2, 1)
    said = CliRunner().invoke(cli.app, ["retention", "--dry-run"])
    assert "居民身份信息（人）：2" in said.output
    assert "登记附带记录：查询尝试 0" in said.output
    assert all(f"{rule.what}：" in said.output for rule in rules.RULES)
    assert "没有删除" in said.output
    assert left() == (2, 1)
    assert "已删除 2 人" in CliRunner().invoke(cli.app, ["retention"]).output
    assert left() == (0, 0)


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


def test_a_talk_taken_up_again_is_forgotten_again(bureau: Bureau, clock: FixedClock) -> None:
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "telegram", "4711")
        for said in ("我叫王桂花", "我又来了"):
            talks.keep(office, conversation, said).state = "done"
            assert queries.lively(office, clock.now()) == [conversation]
            forgetting.forget(office, conversation)
            assert queries.lively(office, clock.now()) == []
            clock.move(minutes=1)
        talks.keep(office, conversation, "还有一句").state = "done"
        talks.say(office, conversation, "您说")
    for _ in range(2):
        clock.move(days=400)
        with bureau.office() as office:
            conversation = talks.find_or_begin(office, "telegram", "4711")
            assert forgetting.forget_old(office) == [conversation.token]
            assert forgetting.due(office) == []
            assert office.db.scalar(select(func.count()).select_from(Message)) == 0
            clock.move(minutes=1)
            talks.say(office, conversation, "您的低保批了", letter="assistance:1")


def test_every_table_with_sealed_data_is_emptied_by_a_rule_or_kept_for_a_reason() -> None:
    """A table added later is thought of: it has its time, or stands among the files with the reason."""
    sealed = {drawer.table.name for drawer in keeping_keys.drawers()}
    emptied = {table for rule in rules.RULES for table in rule.tables}
    assert sealed - emptied == rules.KEPT.keys()
    assert emptied <= metadata.tables.keys()


def test_addresses_go_when_nothing_came_from_them_for_as_long_as_an_identity_is_kept(
    bureau: Bureau, clock: FixedClock
) -> None:
    with bureau.office() as office:
        units.load(office)
        residents.contact(office, "telegram", "4711")
        conversation = talks.find_or_begin(office, "telegram", "4711")
        talks.keep(office, conversation, "我叫王桂花").state = "done"
        waiting = NewPetition(
            category="payment_missing", narrative="没到账", petitioners=[Complainant("王小明", "13800138000")],
            contact=("telegram", "815"), channel="telegram", place_unit_code="QH-102-02",
        )  # fmt: skip
        lodging.lodge(office, waiting, Actor.system("test"))

    def due() -> tuple[int, int]:
        with bureau.reading() as office:
            found = rules.due(office)
        return found["联系地址"], found["对话的地址"]

    clock.move(days=5 * 365)
    assert due() == (0, 0)
    clock.move(days=1)
    with bureau.office() as office:
        forgetting.forget_old(office)
    assert due() == (1, 1)
    with bureau.office() as office:
        before = office.clock.now() - residents.KEEP
        assert (retention.forget_addresses(office), forgetting.forget_addresses(office, before)) == (1, 1)
    assert due() == (0, 0)
    with bureau.office() as office:
        left = sorted(office.vault.open(one.address_sealed) for one in office.db.scalars(select(Contact)))
        assert left == ["", "815"]
        assert office.vault.open(office.db.scalars(select(Conversation)).one().address_sealed) == ""
        assert talks.find_or_begin(office, "telegram", "4711").id != conversation.id, (
            "who writes again is new"
        )
        assert residents.contact(office, "telegram", "4711").blocked_at is None
