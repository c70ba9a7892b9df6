"""Who may ask, how guessing is stopped, and what is told."""

import sys
from datetime import date
from decimal import Decimal
from importlib.metadata import EntryPoint, EntryPoints

import pytest
from sqlalchemy import select

from casework.assistance import (
    access,
    asking,
    benefits,
    binding,
    numbers,
    payments,
    programs,
    providers,
)
from casework.assistance.access import Asker, TooManyTries
from casework.assistance.binding import BadBinding
from casework.assistance.models import AccessTry
from casework.assistance.providers import Subject
from casework.office import NotAllowed, Office
from casework.outbox import Letter
from casework.people.actors import Actor
from casework.people.residents import Person
from casework.petitions import lodging
from store.clock import FixedClock
from store.county import CountyFileError
from tests.casework.assistance.conftest import ASKER, Registers, id_number

LAST_FOUR = id_number()[-4:]
RESIDENT = Actor.resident(None, "telegram")


def test_number_and_last_four_open_a_short_while(registers: Registers, clock: FixedClock) -> None:
    application = registers.apply()
    proof = asking.verify(registers.office, application.number, LAST_FOUR.lower(), ASKER)
    assert proof is not None
    assert not proof.bound
    assert asking.proven(registers.office, ASKER) == proof
    assert asking.proven(registers.office, Asker("telegram", "other")) is None
    clock.move(minutes=21)
    assert asking.proven(registers.office, ASKER) is None


@pytest.mark.parametrize("written", ["sq26-0000-0011", "SQ２６ 0000 0011", "2600000011", "SQ2600000011"])
def test_number_is_read_as_people_write_it(registers: Registers, written: str) -> None:
    assert registers.apply().number == "SQ26-0000-0011"
    assert asking.verify(registers.office, written, LAST_FOUR, ASKER)


def ladder(registers: Registers, clock: FixedClock, number: str, asker: Asker) -> list[str]:
    """What a guesser meets in twelve tries, waiting as told but for a lock."""
    met = []
    for guess in range(12):
        try:
            proof = asking.verify(registers.office, number, f"{guess:04d}", asker)
            met.append("in" if proof else "no")
        except TooManyTries as held:
            met.append(str(held))
            if held.locked:
                break
            clock.move(seconds=held.seconds)
    return met


def test_an_unknown_number_looks_exactly_like_a_wrong_one(registers: Registers, clock: FixedClock) -> None:
    application = registers.apply()
    for_known = ladder(registers, clock, application.number, Asker("telegram", "a"))
    for_unknown = ladder(registers, clock, "SQ26-0000-9999", Asker("telegram", "b"))
    assert for_known == for_unknown
    assert for_known.count("no") == access.PER_NUMBER
    assert "锁" in for_known[-1]


def test_failures_slow_down_and_lock_and_a_day_opens_again(registers: Registers, clock: FixedClock) -> None:
    number = registers.apply().number
    ladder(registers, clock, number, ASKER)
    with pytest.raises(TooManyTries):
        asking.verify(registers.office, number, LAST_FOUR, Asker("web", "somebody else"))
    clock.move(days=1, minutes=1)
    assert asking.verify(registers.office, number, LAST_FOUR, ASKER)


def walked(registers: Registers, askers: list[Asker]) -> int:
    """How many numbers can be tried in a row before it is held back."""
    for serial, asker in enumerate(askers):
        try:
            asking.verify(registers.office, f"SQ26-0000-{serial:04d}", "0000", asker)
        except TooManyTries:
            return serial
    return len(askers)


def test_one_person_cannot_walk_along_the_numbers(registers: Registers) -> None:
    assert walked(registers, [ASKER] * 50) <= access.PER_PERSON


def test_one_address_cannot_walk_along_with_many_accounts(registers: Registers) -> None:
    many = [Asker("web", f"session {serial}", "203.0.113.9") for serial in range(100)]
    assert walked(registers, many) <= access.PER_NETWORK


def test_an_address_that_waits_as_told_is_locked_and_staff_are_called(
    registers: Registers, clock: FixedClock
) -> None:
    office = registers.office
    for serial in range(access.PER_NETWORK):
        asker = Asker("web", f"session {serial}", "203.0.113.9")
        try:
            asking.verify(office, f"SQ26-0000-{serial:04d}", "0000", asker)
        except TooManyTries as held:
            clock.move(seconds=held.seconds)
            asking.verify(office, f"SQ26-0000-{serial:04d}", "0000", asker)
    with pytest.raises(TooManyTries, match="锁"):
        asking.verify(office, "SQ26-0000-9999", "0000", Asker("web", "one more", "203.0.113.9"))
    told = office.db.scalars(select(Letter).where(Letter.key.like("assistance-lock%"))).one()
    assert "网络地址已锁定一天" in office.vault.open(told.text_sealed)
    assert [one.what for one in access.locked(office, registers.county["leader"])] == ["网络地址"]


def test_success_forgives_earlier_slips(registers: Registers) -> None:
    number = registers.apply().number
    for _ in range(5):
        assert asking.verify(registers.office, number, "0000", ASKER) is None
        assert asking.verify(registers.office, number, LAST_FOUR, ASKER)


def test_staff_see_the_lock_and_may_undo_it(registers: Registers, clock: FixedClock) -> None:
    office, number = registers.office, registers.apply().number
    ladder(registers, clock, number, ASKER)
    locked = [one for one in access.locked(office, registers.county["leader"]) if one.what == "编号"]
    assert [one.shown for one in locked] == ["…0011"]
    assert len(access.tries(office, registers.county["desk"])) == access.PER_NUMBER
    alerts = office.db.scalars(
        select(Letter).where(Letter.channel == "alert", Letter.key.like("assistance-lock%"))
    )
    assert [office.vault.open(letter.text_sealed)[:4] for letter in alerts] == ["【提醒】"]
    with pytest.raises(NotAllowed):
        access.unlock(office, registers.county["desk"], locked[0].index)
    assert access.unlock(office, registers.county["leader"], locked[0].index) == access.PER_NUMBER
    assert asking.verify(office, number, LAST_FOUR, ASKER)


def test_tries_keep_nothing_in_clear(registers: Registers) -> None:
    asking.verify(registers.office, "SQ26-0000-0011", "1234", Asker("telegram", "4711", "203.0.113.9"))
    tried = registers.office.db.scalars(select(AccessTry)).one()
    kept = " ".join(str(getattr(tried, column.key)) for column in AccessTry.__table__.columns)
    assert "4711" not in kept
    assert "203.0" not in kept
    assert "1234" not in kept


def test_what_can_be_no_number_is_said_and_not_counted(registers: Registers) -> None:
    with pytest.raises(numbers.BadNumber, match="受理通知单"):
        asking.verify(registers.office, "我不知道", "1234", ASKER)
    assert not access.tries(registers.office, registers.county["desk"])


def test_a_code_binds_an_account_once(registers: Registers, clock: FixedClock) -> None:
    office, person = registers.office, Person("王小明", "13800138000", id_number())
    application = registers.apply()
    code = binding.issue(office, registers.county["desk"], person)
    assert not binding.redeem(office, "00000000", ASKER)
    assert binding.redeem(office, f" {code[:4]} {code[4:]} ", ASKER)
    proof = asking.proven(office, ASKER)
    assert proof is not None
    assert proof.bound
    assert not binding.redeem(office, code, Asker("telegram", "thief"))
    assert "SQ" not in asking.application_status(office, proof)[0].sentence
    registers.walk(application, "accepted")
    letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram"))
    assert any("已经受理" in office.vault.open(letter.text_sealed) for letter in letters)
    binding.release(office, ASKER)
    assert asking.proven(office, ASKER) is None


def test_an_account_bound_before_applying_is_told_of_each_step_until_it_is_released(
    registers: Registers,
) -> None:
    office = registers.office
    code = binding.issue(office, registers.county["desk"], Person("王小明", "13800138000", id_number()))
    assert binding.redeem(office, code, ASKER)

    def told() -> list[str]:
        letters = office.db.scalars(select(Letter).where(Letter.channel == "telegram").order_by(Letter.id))
        return [office.vault.open(letter.text_sealed) for letter in letters]

    application = registers.apply()
    registers.apply(serial=2)
    registers.walk(application, "accepted")
    assert ["已经收到" in told()[0], "已经受理" in told()[1]] == [True, True]
    binding.release(office, ASKER)
    registers.walk(application, "visiting")
    assert len(told()) == 2


def test_codes_lapse_after_a_day_and_with_the_next(registers: Registers, clock: FixedClock) -> None:
    office, person = registers.office, Person("王小明", "", id_number())
    old = binding.issue(office, registers.county["desk"], person)
    new = binding.issue(office, registers.county["desk"], person)
    assert not binding.redeem(office, old, ASKER)
    clock.move(hours=25)
    assert not binding.redeem(office, new, ASKER)
    with pytest.raises(BadBinding):
        binding.issue(office, registers.county["desk"], Person("王小明"))
    with pytest.raises(NotAllowed):
        binding.issue(office, Actor.resident(1), person)


def guessed(registers: Registers, codes: list[str], askers: list[Asker]) -> list[str]:
    """What meets a guesser who tries one code after another and does not wait."""
    met = []
    for code, asker in zip(codes, askers, strict=True):
        try:
            met.append("in" if binding.redeem(registers.office, code, asker) else "no")
        except TooManyTries as held:
            met.append("locked" if held.locked else "wait")
    return met


def wrong_codes(real: str, many: int) -> list[str]:
    """Codes of eight digits that are not the real one."""
    return [f"{serial:08d}" for serial in range(many + 1) if f"{serial:08d}" != real][:many]


WANG = Person("王小明", "13800138000", id_number())


def test_wrong_codes_slow_down_and_lock_whoever_tries_them(registers: Registers, clock: FixedClock) -> None:
    """Each guess is another code, so it is the person who is counted."""
    office = registers.office
    real = binding.issue(office, registers.county["desk"], WANG)
    met, waits = [], []
    for code in wrong_codes(real, 20):
        try:
            met.append(binding.redeem(office, code, ASKER))
        except TooManyTries as held:
            if held.locked:
                break
            waits.append(held.seconds)
            clock.move(seconds=held.seconds)
            met.append(binding.redeem(office, code, ASKER))
    assert met == [False] * access.PER_PERSON
    assert waits == sorted(waits)
    assert waits[-1] > waits[0] >= 30
    with pytest.raises(TooManyTries, match="锁"):
        binding.redeem(office, real, ASKER)
    assert asking.proven(office, ASKER) is None
    assert binding.redeem(office, real, Asker("telegram", "whose it is")), (
        "the code is its owner's all the same"
    )


def test_many_accounts_from_one_address_are_locked_together(registers: Registers) -> None:
    real = binding.issue(registers.office, registers.county["desk"], WANG)
    many = access.PER_NETWORK + 20
    askers = [Asker("web", f"session {serial}", "203.0.113.9") for serial in range(many)]
    met = guessed(registers, wrong_codes(real, many), askers)
    assert met.count("no") <= access.PER_NETWORK
    assert set(met[access.PER_NETWORK // 2 + 1 :]) <= {"wait", "locked"}


def test_the_answer_does_not_tell_whether_a_code_exists(registers: Registers, clock: FixedClock) -> None:
    """Used up, run out, replaced and never issued: one answer, one count, one wait, one lock."""
    office, desk = registers.office, registers.county["desk"]
    used = binding.issue(office, desk, WANG)
    assert binding.redeem(office, used, Asker("telegram", "whose it is"))
    run_out = binding.issue(office, desk, WANG)
    clock.move(hours=25)
    replaced = binding.issue(office, desk, WANG)
    live = binding.issue(office, desk, WANG)
    ladders = []
    for code in (used, run_out, replaced, next(iter(wrong_codes(live, 1)))):
        asker, met = Asker("telegram", f"guesser of {code}"), []
        for _ in range(access.PER_NUMBER + access.PER_PERSON):
            try:
                met.append(str(binding.redeem(office, code, asker)))
            except TooManyTries as held:
                met.append(str(held))
                if held.locked:
                    break
                clock.move(seconds=held.seconds)
        ladders.append(met)
    assert ladders[0] == ladders[1] == ladders[2] == ladders[3]
    assert ladders[0].count("False") == access.PER_NUMBER
    assert "True" not in ladders[0]


def test_staff_see_who_tries_codes_and_are_called_at_the_lock(
    registers: Registers, clock: FixedClock
) -> None:
    office, desk, leader = registers.office, registers.county["desk"], registers.county["leader"]
    real = binding.issue(office, desk, WANG)
    for code in wrong_codes(real, 20):
        try:
            binding.redeem(office, code, ASKER)
        except TooManyTries as held:
            if held.locked:
                break
            clock.move(seconds=held.seconds)
            binding.redeem(office, code, ASKER)
    tried = access.tries(office, desk)
    assert {one.way for one in tried} == {"code"}
    assert len(tried) == access.PER_PERSON
    kept = " ".join(f"{one.number_shown} {one.number_index} {one.person_index}" for one in tried)
    assert not any(code in kept for code in [real, *wrong_codes(real, 20)])
    (locked,) = access.locked(office, leader)
    assert (locked.what, locked.failures) == ("询问人", access.PER_PERSON)
    (told,) = office.db.scalars(select(Letter).where(Letter.key.like("assistance-lock%")))
    assert "询问人已锁定一天" in office.vault.open(told.text_sealed)
    assert access.unlock(office, leader, locked.index) == access.PER_PERSON
    assert binding.redeem(office, real, ASKER)


def test_a_message_takes_the_code_to_the_account_bound_before(registers: Registers) -> None:
    office, desk = registers.office, registers.county["desk"]
    person = Person("王小明", "13800138000", id_number())
    with pytest.raises(BadBinding, match="没有绑定过账号"):
        binding.issue(office, desk, person, "message")
    assert binding.redeem(office, binding.issue(office, desk, person), ASKER)
    code = binding.issue(office, desk, person, "message")
    (letter,) = office.db.scalars(select(Letter).where(Letter.key.like("binding:%")))
    assert (letter.channel, office.vault.open(letter.address_sealed)) == (ASKER.channel, ASKER.address)
    assert f"绑定 {code}" in office.vault.open(letter.text_sealed)
    assert binding.redeem(office, code, Asker("web", "a new phone"))


def proof_of(registers: Registers) -> asking.Proof:
    proof = asking.verify(registers.office, registers.apply().number, LAST_FOUR, ASKER)
    assert proof is not None
    return proof


def test_payments_are_told_by_month_sum_day_and_last_four(registers: Registers) -> None:
    proof = proof_of(registers)
    registers.support()
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        registers.pay(month)
    said = asking.payment_status(registers.office, proof)
    assert said == [
        "最低生活保障：\n2026年11月：760 元，2026-11-09 发放，尾号 6688 的账户\n"
        "2026年10月：760 元，2026-10-09 发放，尾号 6688 的账户\n"
        "2026年9月：760 元，2026-09-09 发放，尾号 6688 的账户"
    ]


@pytest.mark.parametrize(
    ("program", "day", "late", "turn"),
    [
        ("dibao", date(2026, 11, 10), 0, "2026年11月"),
        ("dibao", date(2026, 11, 11), 1, "2026年11月"),
        ("tekun", date(2026, 10, 10), 0, "2026年第四季度"),
        ("tekun", date(2026, 12, 1), 52, "2026年第四季度"),
    ],
)
def test_not_yet_paid_is_answered_by_the_countys_days(
    registers: Registers, clock: FixedClock, program: str, day: date, late: int, turn: str
) -> None:
    clock.move(days=(day - date(2026, 11, 20)).days)
    registers.support(program)
    subject = payments.Subject(registers.support(program, since=date(2026, 2, 1)).id_index)
    found = payments.missing(registers.office, subject, program)
    assert found is not None
    assert (found.late, found.days_late, found.turn.said) == (late > 0, late, turn)
    assert (found.offer is not None) == found.late
    assert turn in found.sentence


@pytest.mark.parametrize(
    ("day", "paid", "since", "said"),
    [
        (date(2026, 11, 3), ["2026-09"], date(2026, 1, 1), [("2026年10月", 24), ("2026年11月", 0)]),
        (date(2026, 10, 28), ["2026-09"], date(2026, 1, 1), [("2026年10月", 18)]),
        (date(2026, 10, 28), [], date(2026, 1, 1), [("2026年9月", 48), ("2026年10月", 18)]),
        (date(2026, 11, 3), [], date(2026, 11, 1), [("2026年11月", 0)]),
        (date(2026, 11, 3), ["2026-10"], date(2026, 1, 1), [("2026年11月", 0)]),
    ],
)
def test_a_payment_of_last_month_is_still_missed_and_late_ones_come_first(
    registers: Registers,
    clock: FixedClock,
    day: date,
    paid: list[str],
    since: date,
    said: list[tuple[str, int]],
) -> None:
    clock.move(days=(day - date(2026, 11, 20)).days)
    subject = payments.Subject(registers.support(since=since).id_index)
    for month in paid:
        registers.pay(month)
    found = payments.all_missing(registers.office, subject)
    assert [(one.turn.said, one.days_late) for one in found] == said
    assert all((one.offer is not None) == one.late for one in found)


def test_the_late_ones_of_all_programmes_come_before_what_is_not_due(
    registers: Registers, clock: FixedClock
) -> None:
    clock.move(days=(date(2026, 11, 3) - date(2026, 11, 20)).days)
    registers.support()
    subject = payments.Subject(registers.support("tekun", since=date(2026, 2, 1)).id_index)
    registers.pay("2026-10")
    found = payments.all_missing(registers.office, subject)
    assert [(one.turn.said, one.late) for one in found] == [
        ("2026年第三季度", True),
        ("2026年第四季度", True),
        ("2026年11月", False),
    ]


def test_a_late_payment_becomes_a_petition_with_the_facts_filled_in_once(registers: Registers) -> None:
    registers.support()
    registers.pay("2026-10")
    proof = proof_of(registers)
    (found,) = asking.missing_payments(registers.office, proof)
    assert found.offer is not None
    lodged = lodging.lodge(registers.office, found.offer, RESIDENT)
    again = lodging.lodge(registers.office, found.offer, RESIDENT)
    assert lodged.number == again.number
    petition = lodged.petition
    assert (petition.category, petition.program, petition.place_unit) == (
        "payment_missing",
        "dibao",
        "QH-102-02",
    )
    assert petition.happened_from == date(2026, 11, 10)
    narrative = registers.office.vault.open(petition.narrative_sealed)
    assert "2026年11月" in narrative
    assert "6688" in narrative
    assert registers.office.vault.open_or_none(petition.petitioners[0].name_sealed) == "王小明"


def test_paid_returned_ended_and_never_supported(registers: Registers) -> None:
    office = registers.office
    subject = payments.Subject(registers.support().id_index)
    assert payments.missing(office, subject, "dibao", "2026-11") is not None
    registers.pay("2026-11")
    assert payments.missing(office, subject, "dibao", "2026-11") is None
    registers.pay(
        "2026-10", state="returned", paid_on=None, note_sealed=registers.office.vault.seal("账户已注销")
    )
    back = payments.missing(office, subject, "dibao", "2026-10")
    assert back is not None
    assert "账户已注销" in back.sentence
    assert payments.missing(office, subject, "orphan") is None
    ended = payments.Subject(registers.support(serial=9, ended_on=date(2026, 9, 30)).id_index)
    assert payments.missing(office, ended, "dibao", "2026-11") is None
    assert payments.missing(office, ended, "dibao", "2026-09") is not None


def status(registers: Registers, serial: int = 1) -> str:
    """All that is said of payments to a household whose application is known."""
    proof = asking.verify(
        registers.office, registers.apply(serial=serial).number, id_number(serial)[-4:], ASKER
    )
    assert proof is not None
    return "\n".join(asking.payment_status(registers.office, proof))


@pytest.mark.parametrize(("others", "month"), [("dibao", "2026-11"), ("tekun", "2026-12")])
def test_a_month_that_nobody_entered_is_not_told_as_unpaid(
    registers: Registers, others: str, month: str
) -> None:
    support = registers.support(others, since=date(2026, 2, 1))
    subject = payments.Subject(support.id_index)
    registers.pay("2026-10" if others == "dibao" else "2026-07", others)
    found = payments.missing(registers.office, subject, others)
    assert found is not None
    assert found.late
    assert found.offer is not None
    for part in ("还没有录到这里", "10日前到账", "12349"):
        assert part in found.sentence
    assert "过了" not in found.sentence
    assert "还没有录入登记" in found.offer.narrative
    registers.pay(month, others, serial=2)
    entered = payments.missing(registers.office, subject, others)
    assert entered is not None
    assert "还没有发放记录" in entered.sentence
    assert entered.offer is not None
    assert "登记里也没有发放记录" in entered.offer.narrative


def test_a_quarter_may_be_entered_under_any_of_its_months(registers: Registers) -> None:
    subject = payments.Subject(registers.support("tekun", since=date(2026, 2, 1)).id_index)
    registers.pay("2026-11", "tekun")
    assert payments.missing(registers.office, subject, "tekun") is None


def test_a_payment_under_way_is_told_as_that(registers: Registers) -> None:
    subject = payments.Subject(registers.support().id_index)
    registers.pay("2026-11", paid_on=None)
    found = payments.missing(registers.office, subject, "dibao")
    assert found is not None
    assert "正在发放" in found.sentence
    assert "还没有发放记录" not in found.sentence
    assert found.offer is not None
    assert "登记里写着正在发放" in found.offer.narrative


@pytest.mark.parametrize("ended", [date(2026, 11, 1), date(2026, 11, 10), date(2026, 3, 1)])
def test_a_benefit_that_was_stopped_is_told_as_stopped_with_why_and_how_to_contest(
    registers: Registers, ended: date
) -> None:
    registers.support(ended_on=ended, ended_why="better_off")
    registers.pay("2026-10")
    registers.pay("2026-11", serial=2)
    said = status(registers)
    assert f"从 {ended} 起停发" in said
    assert "家庭情况好转" in said
    assert "行政复议" in said
    assert "2026年11月" not in said
    assert "投诉？" not in said


def test_a_month_entered_as_stopped_is_told_as_stopped(registers: Registers) -> None:
    registers.support()
    registers.pay("2026-10")
    registers.pay(
        "2026-11", state="stopped", paid_on=None, note_sealed=registers.office.vault.seal("收入超标")
    )
    said = status(registers)
    assert "从 2026-11 这一期起停发" in said
    assert "登记的原因：收入超标" in said
    assert "行政复议" in said
    assert "还没有发放记录" not in said


def test_what_stopped_and_began_again_or_long_ago_is_not_brought_up(registers: Registers) -> None:
    registers.support(since=date(2025, 1, 1), ended_on=date(2026, 5, 1))
    registers.support(since=date(2026, 8, 1))
    registers.support("tekun", since=date(2024, 1, 1), ended_on=date(2025, 11, 1))
    registers.pay("2026-10", state="stopped", paid_on=None)
    registers.pay("2026-11")
    assert "起停发" not in status(registers)


def test_benefits_list_for_chat_and_paper_names_nobody(registers: Registers) -> None:
    registers.support(review_by=date(2027, 1, 1))
    registers.support("heating", ended_on=date(2026, 3, 31))
    listed = asking.benefits_list(registers.office, proof_of(registers))
    text, html = listed.text(), listed.html()
    for part in ("最低生活保障", "每月 760 元", "6688", "民发〔2021〕57号", "2027-01-01 前复核", "不再发放"):
        assert part in text
    assert "王小明" not in text + html
    assert id_number() not in text + html
    assert "第七十六条" in html
    assert "第七十六条" in text


@pytest.mark.parametrize(
    ("program", "what", "said"),
    [
        ("dibao", {"ended_on": date(2026, 12, 31)}, "2026-12-31 起停发"),
        ("dibao", {}, "每 12 个月核查一次，收入不固定的每 6 个月一次"),
        ("tekun", {}, "每 12 个月核查一次"),
        ("rigid_expenditure", {"since": date(2026, 3, 5)}, "有效到 2027-03-05"),
        ("orphan", {}, "登记里没有写到期日，情况变了会重新核定"),
        ("elderly_allowance", {"review_by": date(2027, 1, 1)}, "2027-01-01 前复核"),
    ],
)
def test_the_list_says_until_when(registers: Registers, program: str, what: dict, said: str) -> None:
    registers.support(program, **what)
    listed = asking.benefits_list(registers.office, proof_of(registers))
    (item,) = listed.items
    assert item.active
    assert said in listed.text()
    assert said in listed.html()
    assert "不再发放" not in listed.text()


def test_no_programme_is_listed_without_until_when(registers: Registers) -> None:
    for one in programs.of(registers.office).programs:
        registers.support(one.program)
    items = asking.benefits_list(registers.office, proof_of(registers)).items
    assert len(items) == len(programs.of(registers.office).programs)
    assert all(item.until for item in items)


def granted(registers: Registers, clock: FixedClock, program: str = "dibao", serial: int = 1) -> Subject:
    application = registers.walk(registers.apply(program, serial), "accepted", "visiting", "posted")
    clock.move(days=8)
    registers.walk(application, "reviewing")
    registers.walk(application, "approved", amount=None if program == "dibao_marginal" else 760)
    return Subject(application.id_index)


def test_what_was_granted_here_is_listed_until_the_register_of_benefits_says_more(
    registers: Registers, clock: FixedClock
) -> None:
    office, subject = registers.office, granted(registers, clock)
    (item,) = benefits.of(office, subject).items
    assert (item.program, item.since, item.until) == (
        "最低生活保障",
        date(2026, 12, 1),
        "2027-12-01 前复核",
    )
    clock.move(days=20)
    late = payments.missing(office, subject, "dibao", "2026-12")
    assert late is not None
    assert late.late
    registers.support(since=date(2026, 12, 1), amount=Decimal(800))
    assert [one.amount for one in benefits.of(office, subject).items] == [800]


def test_what_has_ended_or_pays_nothing_is_not_listed_as_granted(
    registers: Registers, clock: FixedClock
) -> None:
    office, subject = registers.office, granted(registers, clock)
    registers.support(since=date(2025, 1, 1), ended_on=date(2026, 3, 1))
    assert [one.active for one in benefits.of(office, subject).items] == [True, False]
    clock.move(days=180)
    registers.support(since=date(2026, 11, 25), ended_on=date(2027, 4, 1))
    assert not any(one.active for one in benefits.of(office, subject).items)
    other = granted(registers, clock, serial=2)
    clock.move(days=400)
    assert benefits.of(office, other).items == ()
    assert benefits.of(office, granted(registers, clock, "dibao_marginal", 3)).items == ()


def test_a_provincial_system_is_found_by_its_name_and_asked(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Province(providers.Register):
        def prove(self, office: Office, number: str, last_four: str) -> Subject | None:
            return Subject("of the province", number) if last_four == "1234" else None

    def installed(group: str, name: str) -> EntryPoints:
        known = EntryPoint("province", f"{__name__}:Province", "huiyin.assistance_providers")
        return EntryPoints([known]).select(group=group, name=name)

    monkeypatch.setattr(sys.modules[__name__], "Province", Province, raising=False)
    monkeypatch.setattr(providers, "entry_points", installed)
    assert isinstance(providers.named("register"), providers.Register)
    assert isinstance(providers.named("province"), Province)
    with pytest.raises(CountyFileError, match="elsewhere"):
        providers.named("elsewhere")
    office = registers.office
    office.db.info["programs"] = programs.of(office).model_copy(update={"provider": "province"})
    proof = asking.verify(office, "SQ26-0000-0011", "1234", ASKER)
    assert proof is not None
    assert proof.subject == Subject("of the province", "SQ2600000011")
    assert asking.verify(office, "SQ26-0000-0011", "0000", ASKER) is None


@pytest.mark.postgres
def test_on_postgres(pg_registers: Registers) -> None:
    number = pg_registers.apply().number
    assert asking.verify(pg_registers.office, number, "0000", ASKER) is None
    proof = asking.verify(pg_registers.office, number, LAST_FOUR, ASKER)
    assert proof is not None
    pg_registers.support()
    assert asking.missing_payments(pg_registers.office, proof)
    code = binding.issue(pg_registers.office, pg_registers.county["desk"], Person("王小明", "", id_number()))
    assert binding.redeem(pg_registers.office, code, ASKER)
