"""Units, staff, duty, residents and their contacts."""

from datetime import timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.office import NotFound, Office
from casework.people import duty, identity, residents, rights, staff, units
from casework.people.actors import Actor
from casework.people.residents import Person
from casework.people.staff import LoginTaken, UnknownRole
from store.county import County, CountyFileError


class TestUnits:
    def test_the_tree_of_the_demo_county(self, office: Office) -> None:
        count = units.load(office)
        assert units.load(office) == count
        tree = units.tree(office)
        assert tree.path("QH-102-02") == "/CITY-MZ/QH-MZ/QH-102/QH-102-02/"
        assert set(tree.branch("QH-102")) == {"QH-102", "QH-102-MZ", *(f"QH-102-0{n}" for n in range(1, 7))}
        assert tree.township_of("QH-102-02") == "QH-102"
        assert (tree.body("QH-102-MZ"), tree.body("QH-MZ-JZ"), tree.body("QH-102-02")) == (
            "QH-102",
            "QH-MZ",
            "QH-102-02",
        )

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("石桥镇的事", None),
            ("我在石桥街道住", None),
            ("石桥村老王家", "QH-102-04"),
            ("石桥那边", "QH-102-04"),
            ("石桥市场旁边", "QH-102-04"),
            ("石桥镇隔壁的石桥", "QH-102-04"),
            ("白石镇", "QH-103"),
            ("柳溪", "QH-102"),
        ],
    )
    def test_a_greater_place_of_the_same_name_is_not_the_village(
        self, office: Office, said: str, code: str | None
    ) -> None:
        units.load(office)
        assert units.tree(office).find(said) == code

    def test_a_moved_unit_takes_its_staff_along(self, office: Office, tmp_path) -> None:
        units.load(office)
        person = staff.add(office, "a", "甲", "QH-102-02", ["handler"])
        file = office.county.read("units")
        for line in file["units"]:
            if line["code"] == "QH-102-02":
                line["parent"] = "QH-103"
        (tmp_path / "units.yml").write_text(yaml.safe_dump(file, allow_unicode=True))
        units.load(Office(office.db, office.clock, office.vault, County(tmp_path)))
        office.db.refresh(person)
        assert person.unit_path == "/CITY-MZ/QH-MZ/QH-103/QH-102-02/"

    def test_a_unit_no_longer_listed_is_kept_inactive(self, office: Office, tmp_path) -> None:
        units.load(office)
        file = office.county.read("units")
        file = {**file, "units": [line for line in file["units"] if line["code"] != "QH-203-05"]}
        (tmp_path / "units.yml").write_text(yaml.safe_dump(file, allow_unicode=True))
        units.load(Office(office.db, office.clock, office.vault, County(tmp_path)))
        assert units.get(office, "QH-203-05").active is False

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ([{"code": "AA", "name": "甲局", "kind": "bureau", "parent": "BB"}], "不存在"),
            ([{"code": "AA", "name": "甲局", "kind": "bureau", "parent": "AA"}], "绕成了圈"),
            ([{"code": "AA", "name": "甲局", "kind": "bureau"}] * 2, "重复"),
            ([{"code": "AA", "name": "甲局", "kind": "castle"}], "kind"),
        ],
    )
    def test_a_broken_file_is_named(self, office: Office, tmp_path, lines: list, said: str) -> None:
        (tmp_path / "units.yml").write_text(yaml.safe_dump({"units": lines}, allow_unicode=True))
        with pytest.raises(CountyFileError, match=said):
            units.load(Office(office.db, office.clock, office.vault, County(tmp_path)))


class TestStaff:
    def test_logins_are_unique_whatever_the_case(self, office: Office) -> None:
        units.load(office)
        staff.add(office, "Wang", "王", "QH-MZ", ["operator", "editor"])
        with pytest.raises(LoginTaken):
            staff.add(office, "wang ", "汪", "QH-MZ", [])
        assert staff.by_login(office, "WANG").roles == ["editor", "operator"]

    def test_unknown_roles_and_units(self, office: Office) -> None:
        units.load(office)
        with pytest.raises(UnknownRole, match="king"):
            staff.add(office, "a", "甲", "QH-MZ", ["king"])
        with pytest.raises(NotFound):
            staff.add(office, "a", "甲", "NOWHERE", [])

    def test_who_left_has_no_rights_but_stays_on_record(self, office: Office) -> None:
        units.load(office)
        person = staff.add(office, "a", "甲", "QH-MZ", ["administrator"])
        assert rights.may(Actor.of_staff(person), "manage_staff")
        staff.leave(office, person)
        assert not rights.may(Actor.of_staff(person), "manage_staff")
        assert staff.get(office, person.id).name == "甲"

    def test_of_a_unit_and_its_branch(self, office: Office) -> None:
        units.load(office)
        staff.add(office, "a", "甲", "QH-102", ["unit_head"])
        staff.add(office, "b", "乙", "QH-102-MZ", ["handler"])
        assert [one.login for one in staff.of_unit(office, "QH-102")] == ["a"]
        assert [one.login for one in staff.of_unit(office, "QH-102", "handler", branch=True)] == ["b"]


class TestRights:
    def test_every_role_of_the_table_is_known(self) -> None:
        named = {role for grants in rights.RIGHTS.values() for role, _ in grants}
        assert named - {"resident", "system"} == set(rights.ROLES)

    def test_an_administrator_reads_no_petitions(self) -> None:
        assert "administrator" not in {role for role, _ in rights.RIGHTS["read"]}
        assert "editor" not in {role for role, _ in rights.RIGHTS["read"]}


class TestDuty:
    def test_who_is_on_duty(self, office: Office, clock) -> None:
        units.load(office)
        person = staff.add(office, "a", "甲", "QH-MZ-XF", ["operator"])
        now = clock.now()
        duty.enter(office, person, now - timedelta(hours=1), now + timedelta(hours=7))
        assert duty.on_duty(office, "QH-MZ-XF") == [person]
        clock.move(hours=7)
        assert duty.on_duty(office, "QH-MZ-XF") == []
        ((shift, who),) = duty.roster(office, "QH-MZ-XF", now, now + timedelta(days=1))
        assert who is person
        duty.strike(office, shift)

    def test_shifts_that_cannot_be(self, office: Office, clock) -> None:
        units.load(office)
        person = staff.add(office, "a", "甲", "QH-MZ-XF", ["operator"])
        now = clock.now()
        duty.enter(office, person, now, now + timedelta(hours=8))
        for start, hours, said in ((0, -1, "晚于"), (0, 25, "24 小时"), (7, 2, "已有值班")):
            with pytest.raises(duty.BadShift, match=said):
                duty.enter(office, person, now + timedelta(hours=start), now + timedelta(hours=start + hours))


class TestResidents:
    def test_found_by_identity_number_before_telephone(self, office: Office) -> None:
        mother = residents.enter(office, Person("赵秀兰", "13800138000", "11010519491231002X"))
        son = residents.enter(office, Person("王小明", "13800138000", "440524188001010014"))
        assert mother.id != son.id, "one telephone, two people"
        assert residents.find(office, id_number="11010519491231002x") is mother
        assert residents.find(office, phone="+86 138-0013-8000", name="赵秀兰") is mother
        assert residents.open_identity(office, mother) == Person(
            "赵秀兰", "13800138000", "11010519491231002X"
        )

    def test_a_contact_belongs_to_somebody_only_once_proven(self, office: Office) -> None:
        resident = residents.enter(office, Person("王小明", "13800138000"))
        assert residents.for_contact(office, "telegram", "42") is None
        residents.bind(office, "telegram", "42", resident, "短信验证码")
        assert residents.for_contact(office, "telegram", "42") is resident
        assert residents.for_contact(office, "web", "42") is None, "another channel is another address"
        residents.unbind(office, "telegram", "42")
        assert residents.for_contact(office, "telegram", "42") is None

    def test_consent_is_kept_in_its_words_and_can_be_taken_back(self, office: Office) -> None:
        contact = residents.contact(office, "web", "token")
        assert not residents.has_consented(office, "notice", contact=contact)
        residents.consent(office, "notice", "我们记录您的对话，用于办理诉求。", contact=contact)
        assert residents.has_consented(office, "notice", contact=contact)
        residents.withdraw_consent(office, "notice", contact)
        assert not residents.has_consented(office, "notice", contact=contact)

    def test_erased_means_not_to_be_found(self, office: Office) -> None:
        resident = residents.enter(office, Person("王小明", "13800138000"))
        residents.bind(office, "telegram", "42", resident, "短信验证码")
        residents.erase(office, resident)
        office.db.flush()
        assert residents.find(office, phone="13800138000") is None
        assert residents.for_contact(office, "telegram", "42") is None


class TestIdentity:
    @pytest.mark.parametrize(
        "number",
        [
            "11010519491231002X",
            "11010519491231002x",
            "440524188001010014",
            "810000199408230021",
            "932682198501010017",
            "１１０１０５１９４９１２３１００２Ｘ",
        ],
    )
    def test_identity_numbers_that_hold(self, number: str) -> None:
        assert identity.is_id_number(number)

    @pytest.mark.parametrize(
        "number", ["110105194912310021", "11010519490230002X", "1101051949123100", "", "abc"]
    )
    def test_identity_numbers_that_do_not(self, number: str) -> None:
        assert not identity.is_id_number(number)

    @pytest.mark.parametrize(
        ("said", "digits"),
        [
            ("+86 138-0013-8000", "13800138000"),
            ("(0086)138 0013 8000", "13800138000"),
            ("8613800138000", "13800138000"),
            ("013800138000", "13800138000"),
            ("010-65551234", "01065551234"),
            ("0990-5551234转8", "09905551234"),
            ("１３８００１３８０００", "13800138000"),
        ],
    )
    def test_telephones_in_one_form(self, said: str, digits: str) -> None:
        assert identity.phone(said) == digits
        assert identity.is_phone(said)

    @given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
    def test_a_masked_telephone_hides_its_middle(self, number: str) -> None:
        assert identity.mask_phone(number) == f"{number[:3]}****{number[-4:]}"

    def test_masks(self) -> None:
        assert identity.mask_name("王小明") == "王**"
        assert identity.mask_id("11010519491231002X") == "110***********002X"
        assert identity.mask_address("柳溪镇老槐树村3组12号") == "柳溪镇老槐树村***"
        assert identity.mask_address(None) == "—"
