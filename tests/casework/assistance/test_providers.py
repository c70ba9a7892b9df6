"""The contract of a provider: what every system that answers about cases must do, asked of the register and of a system
that keeps nothing in our tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from casework.assistance import asking, numbers, providers
from casework.assistance.access import Asker
from casework.assistance.providers import Benefit, Paid, Provider, Subject
from casework.assistance.telling import Standing
from casework.office import Office
from casework.people.residents import Person
from tests.casework.assistance.conftest import ASKER, Registers, id_number

WANG, LI = 1, 2
"""Serials of two people: one with two applications, benefits and payments, one with an application alone."""
STRANGER = Subject("nobody")
LAST_FOUR = id_number(WANG)[-4:]


@dataclass
class Province:
    """A system of its own, that keeps its cases in lists and knows people by its own marks."""

    proofs: dict[tuple[str, str], str] = field(default_factory=dict)
    standings: dict[str, list[Standing]] = field(default_factory=dict)
    paid: dict[str, list[Paid]] = field(default_factory=dict)
    received: dict[str, list[Benefit]] = field(default_factory=dict)
    people: dict[str, tuple[Person, str | None]] = field(default_factory=dict)

    def prove(self, office: Office, number: str, last_four: str) -> Subject | None:
        who = self.proofs.get((number, last_four))
        return Subject(who, number) if who else None

    def applications(self, office: Office, subject: Subject) -> Sequence[Standing]:
        return sorted(self.standings.get(subject.id_index, []), key=lambda one: not one.is_open)

    def payments(
        self, office: Office, subject: Subject, program: str = "", limit: int = 12
    ) -> Sequence[Paid]:
        own = [one for one in self.paid.get(subject.id_index, []) if program in ("", one.program)]
        return sorted(own, key=lambda one: one.month, reverse=True)[:limit]

    def entered(self, office: Office, program: str, months: Sequence[str]) -> bool:
        return any(
            one.program == program and one.month in months for paid in self.paid.values() for one in paid
        )

    def benefits(self, office: Office, subject: Subject) -> Sequence[Benefit]:
        return self.received.get(subject.id_index, [])

    def person(self, office: Office, subject: Subject) -> tuple[Person, str | None]:
        return self.people.get(subject.id_index, (Person(), None))


@dataclass
class Installed:
    """A provider with the two people in it, and the office that asks it."""

    office: Office
    provider: Provider
    number: str
    other_number: str

    @property
    def key(self) -> str:
        return numbers.key(self.number)

    def subject(self, serial: int = WANG) -> Subject:
        number = self.number if serial == WANG else self.other_number
        found = self.provider.prove(self.office, numbers.key(number), id_number(serial)[-4:])
        assert found is not None
        return found


def register(registers: Registers) -> Installed:
    """The same two people in the office's own tables."""
    old = registers.apply("tekun", WANG)
    registers.walk(old, "withdrawn")
    own = registers.apply("dibao", WANG)
    other = registers.apply("dibao", LI, name="李大", phone="")
    registers.support("dibao", WANG)
    registers.support("heating", WANG, ended_on=date(2026, 3, 31), ended_why="moved", amount=Decimal(200))
    registers.pay("2026-09", serial=WANG)
    registers.pay(
        "2026-10",
        serial=WANG,
        state="returned",
        paid_on=None,
        note_sealed=registers.office.vault.seal("账户已注销"),
    )
    registers.pay("2026-10", "tekun", WANG)
    return Installed(registers.office, providers.Register(), own.number, other.number)


def province(registers: Registers) -> Installed:
    def standing(program: str, name: str, tail: str, is_open: bool) -> Standing:
        said = f"{name}申请（尾号 {tail}）：{'已经收到' if is_open else '已经撤回'}。"
        return Standing(
            program, name, tail, "received", "收到", said, "等消息", None, None, False, None, is_open
        )

    def paid(program: str, month: str, state: str = "paid", note: str = "") -> Paid:
        day = None if state == "returned" else date(2026, int(month[5:]), 9)
        return Paid(program, month, Decimal(760), day, "6688", state, note)

    since = date(2026, 1, 1)
    made = Province(
        {("P100000001", LAST_FOUR): "p-wang", ("P100000002", id_number(LI)[-4:]): "p-li"},
        {
            "p-wang": [standing("tekun", "特困人员救助供养", "0000", False), standing("dibao", "最低生活保障", "0001", True)],
            "p-li": [standing("dibao", "最低生活保障", "0002", True)],
        },
        {"p-wang": [paid("dibao", "2026-09"), paid("dibao", "2026-10", "returned", "账户已注销"), paid("tekun", "2026-10")]},
        {
            "p-wang": [
                Benefit("dibao", Decimal(760), since, None, None, "6688", 3),
                Benefit("heating", Decimal(200), since, None, date(2026, 3, 31), "6688", 3, "moved"),
            ]
        },
        {
            "p-wang": (Person("王小明", "13800138000", id_number(WANG)), "QH-102-02"),
            "p-li": (Person("李大", "", id_number(LI)), "QH-102-02"),
        },
    )  # fmt: skip
    return Installed(registers.office, made, "P1-0000-0001", "P1-0000-0002")


@pytest.fixture(params=[register, province], ids=["register", "province"])
def installed(request: pytest.FixtureRequest, registers: Registers) -> Installed:
    fill: Callable[[Registers], Installed] = request.param
    found = fill(registers)
    registers.office.db.info["assistance_provider"] = found.provider
    return found


def test_every_method_of_the_contract_is_asked_below() -> None:
    asked = {
        name.removeprefix("test_").split("__")[0]
        for name in globals()
        if "__" in name and name.startswith("test_")
    }
    assert {name for name in vars(Provider) if not name.startswith("_")} <= asked


def test_prove__the_right_digits_alone_and_nothing_tells_unknown_from_wrong(installed: Installed) -> None:
    ask = installed.provider.prove
    found = ask(installed.office, installed.key, LAST_FOUR)
    assert found is not None
    assert (bool(found.id_index), found.number_key) == (True, installed.key)
    assert ask(installed.office, installed.key, "0000") is None
    assert ask(installed.office, installed.key, id_number(LI)[-4:]) is None
    assert ask(installed.office, "SQ2699999999", LAST_FOUR) is None
    assert ask(installed.office, "", "") is None


def test_prove__two_numbers_of_two_people_are_two_subjects(installed: Installed) -> None:
    assert installed.subject(WANG).id_index != installed.subject(LI).id_index


def test_applications__ones_own_with_the_open_ones_first_and_nobody_named(installed: Installed) -> None:
    found = installed.provider.applications(installed.office, installed.subject())
    assert [(one.program, one.is_open) for one in found] == [("dibao", True), ("tekun", False)]
    said = " ".join(one.sentence for one in found)
    for hidden in ("王小明", id_number(WANG), installed.number, "13800138000"):
        assert hidden not in said
    assert found[0].tail in said
    assert len(installed.provider.applications(installed.office, installed.subject(LI))) == 1


def test_payments__newest_first_by_programme_and_no_more_than_asked(installed: Installed) -> None:
    subject, ask = installed.subject(), installed.provider.payments
    months = [one.month for one in ask(installed.office, subject)]
    assert months == ["2026-10", "2026-10", "2026-09"]
    returned, paid = ask(installed.office, subject, "dibao")
    assert (returned.month, returned.state, returned.paid_on, returned.note) == (
        "2026-10",
        "returned",
        None,
        "账户已注销",
    )
    assert (paid.amount, paid.paid_on, paid.account_tail, paid.state) == (
        760,
        date(2026, 9, 9),
        "6688",
        "paid",
    )
    assert len(ask(installed.office, subject, limit=1)) == 1
    assert ask(installed.office, installed.subject(LI)) == []


def test_entered__whether_anybodys_payment_of_one_of_the_months_is_there(installed: Installed) -> None:
    ask = installed.provider.entered
    assert ask(installed.office, "dibao", ["2026-09"])
    assert ask(installed.office, "dibao", ["2026-12", "2026-10"])
    assert not ask(installed.office, "dibao", ["2026-11"])
    assert not ask(installed.office, "tekun", ["2026-09"])


def test_benefits__what_runs_and_what_ended_with_why(installed: Installed) -> None:
    found = {one.program: one for one in installed.provider.benefits(installed.office, installed.subject())}
    dibao, heating = found["dibao"], found["heating"]
    assert (dibao.amount, dibao.since, dibao.ended_on, dibao.account_tail) == (
        760,
        date(2026, 1, 1),
        None,
        "6688",
    )
    assert (heating.ended_on, heating.ended_why) == (date(2026, 3, 31), "moved")
    assert installed.provider.benefits(installed.office, installed.subject(LI)) == []


def test_person__who_it_is_and_where_they_live(installed: Installed) -> None:
    person, place = installed.provider.person(installed.office, installed.subject())
    assert (person.name, person.phone, person.id_number) == ("王小明", "13800138000", id_number(WANG))
    assert place == "QH-102-02"


def test_a_subject_it_does_not_know_is_answered_with_nothing(installed: Installed) -> None:
    office, provider = installed.office, installed.provider
    assert not provider.applications(office, STRANGER)
    assert not provider.payments(office, STRANGER)
    assert not provider.benefits(office, STRANGER)
    assert provider.person(office, STRANGER) == (Person(), None)


def test_all_that_a_resident_asks_is_answered_from_it(installed: Installed) -> None:
    office = installed.office
    assert asking.verify(office, installed.number, "0000", Asker("web", "somebody else")) is None
    proof = asking.verify(office, installed.number, LAST_FOUR, ASKER)
    assert proof is not None
    assert len(asking.application_status(office, proof)) == 2
    assert "2026年9月：760 元" in "\n".join(asking.payment_status(office, proof))
    (late,) = [one for one in asking.missing_payments(office, proof) if one.turn.month == "2026-11"]
    assert (late.program, late.days_late, late.on_record) == ("dibao", 10, "not_entered")
    assert late.offer is not None
    assert late.offer.petitioners[0].name == "王小明"
    assert "每月 760 元" in asking.benefits_list(office, proof).text()
