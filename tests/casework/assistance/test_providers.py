"""The contract of a provider: what every system that answers about cases must do, asked of the register and of a
provincial system, with the provider that docs/registers.md gives as its example."""

import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.assistance import asking, binding, numbers, providers
from casework.assistance.access import Asker
from casework.assistance.providers import Away, Provider, Subject
from casework.office import Office
from casework.people.actors import Actor
from casework.people.residents import Person
from store.settings import ROOT
from tests.casework.assistance.conftest import ASKER, Registers, id_number

WANG, LI = 1, 2
"""Serials of two people: one with two applications, benefits and payments, one with an application alone."""
STRANGER = Subject("nobody")
LAST_FOUR = id_number(WANG)[-4:]
PAGE = ROOT / "docs" / "registers.md"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """The provider of the documentation, as somebody would write it down."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    path = tmp_path / "my_province.py"
    path.write_text(found[1], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("my_province", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("PROVINCE_URL", "https://province.example")
    monkeypatch.setenv("PROVINCE_TOKEN", "word")
    return module.Province


@dataclass
class Installed:
    """A provider with the two people in it, and the office that asks it."""

    office: Office
    provider: Provider
    number: str
    other_number: str
    by: Actor

    @property
    def key(self) -> str:
        return numbers.key(self.number)

    def subject(self, serial: int = WANG) -> Subject:
        number = self.number if serial == WANG else self.other_number
        found = self.provider.prove(self.office, numbers.key(number), id_number(serial)[-4:])
        assert found is not None
        return found


def register(registers: Registers, example: Callable[[], Any]) -> Installed:
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
    return Installed(
        registers.office, providers.Register(), own.number, other.number, registers.county["leader"]
    )


def province(registers: Registers, example: Callable[[], Any]) -> Installed:
    """A system of its own, that keeps nothing in our tables and is asked over HTTP."""

    def application(program: str, number: str, is_open: bool) -> dict[str, Any]:
        return {
            "program": program, "number": number, "step": "received", "stepName": "收到", "todo": "等消息",
            "dueOn": None, "dueWhy": None, "refused": False, "open": is_open,
        }  # fmt: skip

    def payment(program: str, month: str, state: str = "成功", note: str = "") -> dict[str, Any]:
        return {
            "program": program, "month": month, "amount": "760", "state": state, "note": note,
            "paidOn": None if state == "退回" else f"{month}-09", "account": "6228480000000006688",
        }  # fmt: skip

    def benefit(program: str, amount: str, ended: str | None = None) -> dict[str, Any]:
        return {
            "program": program, "amount": amount, "since": "2026-01-01", "reviewBy": None, "endedOn": ended,
            "account": "6228480000000006688", "headcount": 3, "endedWhy": "迁出" if ended else "",
        }  # fmt: skip

    wang, li = id_number(WANG), id_number(LI)
    cases = {"P100000001": wang, "P100000002": li}
    kept: dict[str, dict[str, Any]] = {
        "applications": {
            wang: [
                application("特困", "P1-0000-0000", False),
                application("农村低保", "P1-0000-0001", True),
            ],
            li: [application("农村低保", "P1-0000-0002", True)],
        },
        "payments": {
            wang: [
                payment("低保", "2026-09"),
                payment("低保", "2026-10", "退回", "账户已注销"),
                payment("特困", "2026-10"),
            ]
        },
        "benefits": {wang: [benefit("低保", "760"), benefit("取暖补助", "200", "2026-03-31")]},
        "person": {
            wang: {"name": "王小明", "phone": "13800138000", "address": "柳溪镇老槐树村三组"},
            li: {"name": "李大", "phone": "", "address": "老槐树村"},
        },
    }
    entered = {("最低生活保障", "2026-09"), ("最低生活保障", "2026-10"), ("特困人员救助供养", "2026-10")}

    def answer(request: httpx.Request) -> httpx.Response:
        about, what = json.loads(request.content), request.url.path.removeprefix("/")
        found: Any
        if what == "case":
            found = {"idNumber": cases[about["number"]]} if about["number"] in cases else None
        elif what == "entered":
            found = any((about["program"], month) in entered for month in about["months"])
        else:
            found = kept[what].get(about["idNumber"])
        return httpx.Response(200, content=json.dumps(found))

    made = example()
    made.http = httpx.Client(base_url=made.http.base_url, transport=httpx.MockTransport(answer))
    return Installed(registers.office, made, "P1-0000-0001", "P1-0000-0002", registers.county["leader"])


@pytest.fixture(params=[register, province], ids=["register", "province"])
def installed(request: pytest.FixtureRequest, registers: Registers, example: Callable[[], Any]) -> Installed:
    fill: Callable[[Registers, Callable[[], Any]], Installed] = request.param
    found = fill(registers, example)
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


def test_whoever_bound_an_account_is_the_same_subject_and_is_answered(installed: Installed) -> None:
    office = installed.office
    code = binding.issue(office, installed.by, Person("王小明", "", id_number(WANG)))
    assert binding.redeem(office, code, ASKER)
    proof = asking.proven(office, ASKER)
    assert proof is not None
    assert (proof.bound, proof.subject.id_index) == (True, installed.subject().id_index)
    assert len(asking.application_status(office, proof)) == 2
    (late,) = [one for one in asking.missing_payments(office, proof) if one.turn.month == "2026-11"]
    assert late.offer is not None
    assert late.offer.petitioners[0].id_number == id_number(WANG)


def test_a_system_that_is_away_says_so_in_a_sentence(
    registers: Registers, example: Callable[[], Any]
) -> None:
    away = example()
    away.http = httpx.Client(
        base_url=away.http.base_url, transport=httpx.MockTransport(lambda _: httpx.Response(503))
    )
    with pytest.raises(Away, match="连不上"):
        away.prove(registers.office, "P100000001", LAST_FOUR)
