"""Whether money has come: answered by the county's payment days, and past them turned into a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.assistance import payment_days, programs, providers
from casework.assistance.payment_days import Turn
from casework.assistance.providers import Benefit, Paid, Subject
from casework.assistance.telling import yuan
from casework.office import Office
from casework.petitions.lodging import Complainant, NewPetition
from store.clock import local_date

SHOWN = 3
"""So many payments at most are read out for a programme."""


@dataclass(frozen=True)
class Missing:
    """A payment that is not on record: whether it is late yet, in a sentence, and what can be done."""

    program: str
    turn: Turn
    late: bool
    days_late: int
    sentence: str
    offer: NewPetition | None
    """Past the day: a complaint with the facts filled in, to be lodged if the resident wants."""


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

    None where it has been paid, where the person receives nothing under the programme at that time, or where the
    county sets no payment day.

    Raises:
        BadMonth: the month is none.
    """
    today = local_date(office.clock.now())
    provider = providers.of(office)
    turn = payment_days.turn(office, program, month or payment_days.month_of(today))
    benefit = _receives(provider.benefits(office, subject), program, turn)
    if turn is None or benefit is None:
        return None
    paid = [one for one in provider.payments(office, subject, program) if one.month == turn.month]
    if any(one.state == "paid" and one.paid_on is not None for one in paid):
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


def _last_and_present(office: Office, program: str) -> list[str]:
    """The months of the turn that covers today and of the one before it."""
    present = payment_days.turn(office, program, payment_days.month_of(local_date(office.clock.now())))
    if present is None:
        return []
    last = payment_days.turn(office, program, payment_days.plus(present.month, -1))
    return sorted({one.month for one in (last, present) if one is not None})


def _receives(benefits: Sequence[Benefit], program: str, turn: Turn | None) -> Benefit | None:
    """The benefit that was to be paid in a turn: begun before its month is over, not ended before it began."""
    if turn is None:
        return None
    year, month = payment_days.split(turn.month)
    first = date(year, month, 1)
    for one in benefits:
        begun = one.since <= turn.due_on
        if one.program == program and begun and (one.ended_on is None or one.ended_on >= first):
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
    name = programs.of(office).program(program).name
    due = f"{turn.due_on.month}月{turn.due_on.day}日"
    returned = next((one for one in paid if one.state == "returned"), None)
    if returned is not None:
        why = f"（{returned.note}）" if returned.note else ""
        sentence = f"{turn.said}的{name}被银行退回了{why}，多半是账号不对或卡已停用。请带身份证和新卡到乡镇民政所改账号。"
    elif today <= turn.due_on:
        sentence = (
            f"{turn.said}的{name}还没有发放记录，最迟{due}到账，今天还没到日子。过了{due}还没有，告诉我。"
        )
    else:
        days = (today - turn.due_on).days
        sentence = f"{turn.said}的{name}应当{due}前到账，已经过了{days}天，还没有发放记录。要不要我帮您登记投诉？事情我已经替您填好了。"
    late = today > turn.due_on
    return Missing(
        program,
        turn,
        late,
        max(0, (today - turn.due_on).days),
        sentence,
        _complaint(office, subject, program, turn, name, contact, benefit) if late else None,
    )


def _complaint(
    office: Office,
    subject: Subject,
    program: str,
    turn: Turn,
    name: str,
    contact: tuple[str, str] | None,
    benefit: Benefit,
) -> NewPetition:
    person, place = providers.of(office).person(office, subject)
    day = f"{turn.due_on.year}年{turn.due_on.month}月{turn.due_on.day}日"
    account = f"发放账户尾号 {benefit.account_tail}。" if benefit.account_tail else ""
    return NewPetition(
        category="payment_missing",
        program=program,
        narrative=f"{turn.said}的{name}应当在{day}前到账，至今没有收到，登记里也没有发放记录。{account}",
        wants="请查明原因，尽快补发，并告诉我。",
        place_unit_code=place,
        happened_from=turn.due_on,
        happened_text=turn.said,
        identity="real_name",
        petitioners=(Complainant(person.name, person.phone, person.id_number),),
        channel=contact[0] if contact else "web",
        contact=contact,
        other_names=(person.name,) if person.name else (),
        idempotency_key=f"missing:{office.vault.index('missing', f'{subject.id_index}:{program}:{turn.month}')}",
    )


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
