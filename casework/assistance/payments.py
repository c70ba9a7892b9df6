"""Whether money has come: answered by the county's payment days, and past them turned into a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.assistance import payment_days, programs, providers
from casework.assistance.benefits import why_ended
from casework.assistance.models import Payment
from casework.assistance.payment_days import Turn
from casework.assistance.providers import Benefit, Paid, Subject
from casework.assistance.telling import bound, contest, write_to, yuan
from casework.office import Office
from casework.petitions.lodging import Complainant, NewPetition
from store.clock import local_date

SHOWN = 3
"""So many payments at most are read out for a programme."""
OFFERED = "missing:"
"""How the keys of complaints begin that were offered here."""
MONTHS_TOLD = 3
"""Of a stop or a return so many months back at most a household is written to; older lists only fill the register."""
STILL_ASKED = timedelta(days=366)
"""So long after a benefit ended it is said that it did."""
ON_RECORD = {
    "missing": "至今没有收到，登记里也没有发放记录",
    "returned": "被银行退回，至今没有收到",
    "under_way": "登记里写着正在发放，至今没有收到",
    "not_entered": "至今没有收到，这一期的发放名单还没有录入登记",
}
"""How a payment that has not come stands on record, as the complaint about it says."""


@dataclass(frozen=True)
class Missing:
    """A payment that is not on record as come: whether its day is past, in a sentence, and what can be done."""

    program: str
    turn: Turn
    on_record: str
    """A key of `ON_RECORD`."""
    late: bool
    days_late: int
    sentence: str
    offer: NewPetition | None
    """Past the day: a complaint with the facts filled in, to be lodged if the resident wants."""


@dataclass(frozen=True)
class Due:
    """When a programme is to be paid, for somebody whose own payments are not looked up."""

    sentence: str
    past: bool
    """Whether its day is past, or may be: no programme was named."""


def due(office: Office, program: str = "") -> Due | None:
    """By which day the present payment of a programme arrives, and the one before it where that day has not come.

    Without a programme the days of all of them. None where the county sets no day. Source: `payments.yml`.
    """
    today = local_date(office.clock.now())
    if not program:
        days = payment_days.told(office, today, lambda code: programs.of(office).program(code).name)
        return Due(f"各项救助最迟到账的日子：{days}。", True) if days else None
    present = payment_days.turn(office, program, payment_days.month_of(today))
    if present is None:
        return None
    what = f"{present.said}的{programs.of(office).program(program).name}"
    late = (today - present.due_on).days
    if late > 0:
        return Due(f"{what}应当{_day(present.due_on)}前到账，已经过了{late}天。", True)
    last = payment_days.turn(office, program, payment_days.plus(present.month, -1))
    before = f"上一期（{last.said}）应当{_day(last.due_on)}前到账。" if last else ""
    return Due(
        f"{what}最迟{_day(present.due_on)}到账，今天还没到日子。过了{_day(present.due_on)}还没有，告诉我。{before}",
        False,
    )


def sentences(office: Office, subject: Subject, program: str = "") -> list[str]:
    """What was paid, for which month, when, and to which account by its last four digits: newest first."""
    file = programs.of(office)
    paid = providers.of(office).payments(office, subject, program)
    said: dict[str, list[str]] = {}
    for one in paid:
        lines = said.setdefault(one.program, [])
        if len(lines) < SHOWN:
            lines.append(_line(office, one))
    return [f"{file.program(code).name}：\n" + "\n".join(lines) for code, lines in said.items()]


def missing(
    office: Office,
    subject: Subject,
    program: str,
    month: str = "",
    contact: tuple[str, str] | None = None,
) -> Missing | None:
    """The payment of a month (`2026-11`, else the one that fell due last or falls due next) if it is not on record.

    None where it has been paid or stopped, where the person receives nothing under the programme at that time, or
    where the county sets no payment day.

    Raises:
        BadMonth: the month is none.
    """
    today = local_date(office.clock.now())
    provider = providers.of(office)
    turn = payment_days.turn(office, program, month or payment_days.month_of(today))
    benefit = _receives(provider.benefits(office, subject), program, turn)
    if turn is None or benefit is None:
        return None
    paid = [one for one in provider.payments(office, subject, program) if one.month in turn.months]
    if any(one.state == "stopped" or (one.state == "paid" and one.paid_on is not None) for one in paid):
        return None
    return _not_yet(office, subject, program, turn, today, paid, contact, benefit)


def all_missing(office: Office, subject: Subject, contact: tuple[str, str] | None = None) -> list[Missing]:
    """What is not on record for the last turn and the present one, for each programme received: late ones first."""
    receives = {one.program for one in providers.of(office).benefits(office, subject)}
    found = [
        missing(office, subject, program, month, contact)
        for program in sorted(receives)
        for month in _last_and_present(office, program)
    ]
    return sorted((one for one in found if one is not None), key=lambda one: (not one.late, one.turn.due_on))


def stops(office: Office, subject: Subject, program: str = "") -> list[str]:
    """What has stopped and has not begun again: from when, why, and how to contest it (民发〔2021〕57号 art. 32)."""
    file, provider = programs.of(office), providers.of(office)
    today = local_date(office.clock.now())
    benefits = [one for one in provider.benefits(office, subject) if program in ("", one.program)]
    running = {one.program for one in benefits if one.ended_on is None or one.ended_on > today}
    said = {
        one.program: f"{file.program(one.program).name}从 {one.ended_on} 起停发。{why_ended(one.ended_why)}"
        for one in benefits
        if one.program not in running and one.ended_on and today - one.ended_on <= STILL_ASKED
    }
    newest: dict[str, Paid] = {}
    for one in provider.payments(office, subject, program):
        newest.setdefault(one.program, one)
    for one in newest.values():
        if one.state == "stopped" and one.month in _last_and_present(office, one.program):
            said.setdefault(one.program, _stopped(office, one))
    return [*said.values(), contest(office)] if said else []


def tell_trouble(office: Office, payment: Payment) -> bool:
    """Write to the household that a payment of these months was stopped or sent back, where an account is bound; True if written.

    A stop says why, or who must say so, and how to contest it (社会救助法 art. 48; 民发〔2021〕57号 art. 32).
    """
    recent = payment.month >= payment_days.plus(
        payment_days.month_of(local_date(office.clock.now())), -MONTHS_TOLD
    )
    contact = bound(office, payment.id_index)
    if payment.state not in ("returned", "stopped") or not recent or contact is None:
        return False
    if payment.state == "stopped":
        said = f"您家的{_stopped(office, payment)}\n{contest(office)}"
    else:
        turn = payment_days.turn(office, payment.program, payment.month)
        month = turn.said if turn else payment.month
        name = programs.of(office).program(payment.program).name
        said = f"您家{_returned(f'{month}的{name}', office.vault.open_or_none(payment.note_sealed) or '')}"
    write_to(office, contact, said, key=f"payment:{payment.id}:{payment.state}:{payment.content}")
    return True


def _stopped(office: Office, one: Paid | Payment) -> str:
    note = one.note if isinstance(one, Paid) else office.vault.open_or_none(one.note_sealed)
    why = f"登记的原因：{note}。" if note else why_ended("")
    return f"{programs.of(office).program(one.program).name}从 {one.month} 这一期起停发。{why}"


def _returned(what: str, note: str) -> str:
    why = f"（{note}）" if note else ""
    return f"{what}被银行退回了{why}，多半是账号不对或卡已停用。请带身份证和新卡到乡镇民政所改账号。"


def _last_and_present(office: Office, program: str) -> list[str]:
    """The months of the turn that covers today and of the one before it."""
    present = payment_days.turn(office, program, payment_days.month_of(local_date(office.clock.now())))
    if present is None:
        return []
    last = payment_days.turn(office, program, payment_days.plus(present.month, -1))
    return sorted({one.month for one in (last, present) if one is not None})


def _receives(benefits: Sequence[Benefit], program: str, turn: Turn | None) -> Benefit | None:
    """The benefit that was to be paid in a turn: begun by its payment day, and not ended by then."""
    if turn is None:
        return None
    for one in benefits:
        runs = one.since <= turn.due_on and (one.ended_on is None or one.ended_on > turn.due_on)
        if one.program == program and runs:
            return one
    return None


def _not_yet(
    office: Office,
    subject: Subject,
    program: str,
    turn: Turn,
    today: date,
    paid: Sequence[Paid],
    contact: tuple[str, str] | None,
    benefit: Benefit,
) -> Missing:
    on_record, late = _on_record(office, program, turn, paid), today > turn.due_on
    return Missing(
        program,
        turn,
        on_record,
        late,
        max(0, (today - turn.due_on).days),
        _sentence(office, program, turn, today, paid, on_record),
        _complaint(office, subject, program, turn, on_record, contact, benefit) if late else None,
    )


def _on_record(office: Office, program: str, turn: Turn, paid: Sequence[Paid]) -> str:
    if any(one.state == "returned" for one in paid):
        return "returned"
    if paid:
        return "under_way"
    return "missing" if providers.of(office).entered(office, program, turn.months) else "not_entered"


def _sentence(
    office: Office, program: str, turn: Turn, today: date, paid: Sequence[Paid], on_record: str
) -> str:
    what = f"{turn.said}的{programs.of(office).program(program).name}"
    due = _day(turn.due_on)
    offer = "要不要我帮您登记投诉？事情我已经替您填好了。"
    if on_record == "returned":
        note = next((one.note for one in paid if one.state == "returned" and one.note), "")
        return _returned(what, note)
    if today <= turn.due_on:
        so_far = "已经在发放" if on_record == "under_way" else "还没有发放记录"
        return f"{what}{so_far}，最迟{due}到账，今天还没到日子。过了{due}还没有，告诉我。"
    if on_record == "under_way":
        return f"{what}登记的是正在发放，还没有写到账日期，应当{due}前到账。请先查一下卡；卡里没有，{offer}"
    if on_record == "not_entered":
        hotline = office.county.read("chat")["hotline"]
        return (
            f"{what}，发放名单还没有录到这里，发没发我查不到。应当{due}前到账，"
            f"请先查一下卡；卡里没有，可以打 {hotline} 问，{offer}"
        )
    return f"{what}应当{due}前到账，已经过了{(today - turn.due_on).days}天，还没有发放记录。{offer}"


def _complaint(
    office: Office,
    subject: Subject,
    program: str,
    turn: Turn,
    on_record: str,
    contact: tuple[str, str] | None,
    benefit: Benefit,
) -> NewPetition:
    person, place = providers.of(office).person(office, subject)
    name = programs.of(office).program(program).name
    day = f"{turn.due_on.year}年{turn.due_on.month}月{turn.due_on.day}日"
    account = f"发放账户尾号 {benefit.account_tail}。" if benefit.account_tail else ""
    return NewPetition(
        category="payment_missing",
        program=program,
        narrative=f"{turn.said}的{name}应当在{day}前到账，{ON_RECORD[on_record]}。{account}",
        wants="请查明原因，尽快补发，并告诉我。",
        place_unit_code=place,
        happened_from=turn.due_on,
        happened_text=turn.said,
        identity="real_name",
        petitioners=(Complainant(person.name, person.phone, person.id_number),),
        channel=contact[0] if contact else "web",
        contact=contact,
        other_names=(person.name,) if person.name else (),
        idempotency_key=f"{OFFERED}{office.vault.index('missing', f'{subject.id_index}:{program}:{turn.month}')}",
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _line(office: Office, one: Paid) -> str:
    turn = payment_days.turn(office, one.program, one.month)
    month = turn.said if turn else one.month
    if one.state == "returned":
        return f"{month}：{yuan(one.amount)} 元，被银行退回" + (f"（{one.note}）" if one.note else "")
    if one.state == "stopped":
        return f"{month}：停发" + (f"（{one.note}）" if one.note else "")
    account = f"，尾号 {one.account_tail} 的账户" if one.account_tail else ""
    when = f"，{one.paid_on} 发放" if one.paid_on else "，在发放中"
    return f"{month}：{yuan(one.amount)} 元{when}{account}"
