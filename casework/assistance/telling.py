"""What an applicant is told of a step, in plain words; and how an application stands when they ask."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from string import Formatter

from sqlalchemy import select

from casework import outbox
from casework.assistance import clocks, numbers, programs
from casework.assistance.models import Application, ApplicationClock, Task
from casework.office import Office
from casework.people import units
from casework.people.models import Contact, Resident
from store.clock import local_date

_SAID_AS = {"law": "按规定", "local": "按本地规定", "office": "按我们自己定的期限", "reported": "一般"}


@dataclass(frozen=True)
class Standing:
    """Where an application stands: nothing that names a person, and no number in full but the new one that it goes on under."""

    program: str
    program_name: str
    tail: str
    step: str
    step_label: str
    sentence: str
    """All of it in plain words, ready to be said."""
    do_now: str
    due_on: date | None
    explanation: str | None
    overdue: bool
    contest: str | None
    is_open: bool


def standing(office: Office, application: Application) -> Standing:
    """What may be told to an applicant who has proven who they are."""
    file = programs.of(office)
    step = file.procedures[application.procedure].steps[application.step]
    program = file.program(application.program)
    blanks = _blanks(office, application)
    due = _next(application)
    today = local_date(office.clock.now())
    overdue = due is not None and due.due_on < today
    parts = [
        f"{program.name}申请（尾号 {numbers.tail(application.number)}）：{_filled(step.plain, blanks)}。"
    ]
    if due is not None and overdue:
        parts.append(
            f"“{due.label}”本该 {_day(due.due_on)} 前办完，已经超了 {(today - due.due_on).days} 天，已记入超期，会有人催办。"
        )
    elif due is not None:
        said = _SAID_AS[due.basis_kind]
        parts.append(f"{said}最迟 {_day(due.due_on)}“{due.label}”（{due.basis}）。")
    do_now = _filled(step.do_now, blanks)
    if do_now:
        parts.append(do_now if "{contest}" in step.do_now else f"您现在：{do_now}。")
    refused = application.outcome == "refused"
    return Standing(
        program=application.program,
        program_name=program.name,
        tail=numbers.tail(application.number),
        step=application.step,
        step_label=step.label,
        sentence="\n".join(parts),
        do_now=do_now,
        due_on=due.due_on if due else None,
        explanation=due.explanation if due else None,
        overdue=overdue,
        contest=blanks["contest"] if refused else None,
        is_open=application.is_open,
    )


def follows(application: Application) -> str:
    """The key of the ordinary application that a call for help which was none goes on as."""
    return f"regular:{application.id}"


def tell(office: Office, application: Application) -> None:
    """Write the applicant a letter about the step just reached, where an address is proven to be theirs."""
    contact = office.db.get(Contact, application.contact_id) if application.contact_id else None
    if contact is None or contact.blocked_at or contact.verified_at is None:
        contact = bound(office, application.id_index)
    if contact is None:
        return
    write_to(
        office,
        contact,
        standing(office, application).sentence,
        key=f"assistance:{application.id}:{application.history_count}",
    )


def write_to(office: Office, contact: Contact, text: str, key: str) -> None:
    """Write to a bound account, once under a key."""
    outbox.write(office, contact.channel, office.vault.open(contact.address_sealed), text, key=key)


def bound(office: Office, id_index: str) -> Contact | None:
    """The address, of those proven to be this person's, that was seen last."""
    return office.db.scalars(
        select(Contact)
        .join(Resident, Resident.id == Contact.resident_id)
        .where(
            Resident.id_index == id_index,
            Contact.verified_at.is_not(None),
            Contact.blocked_at.is_(None),
        )
        .order_by(Contact.last_seen_at.desc())
        .limit(1)
    ).first()


def refusal_notice(office: Office, application: Application) -> str:
    """The written notice of a refusal: what was decided, why, and how to contest it (社会救助法 art. 45, 76).

    Holds the applicant's name: for the letter, not for a chat.
    """
    program = programs.of(office).program(application.program)
    blanks = _blanks(office, application)
    name = office.vault.open(application.name_sealed)
    decided = _day(application.decided_on) if application.decided_on else ""
    return (
        f"不予同意通知书\n\n{name}：\n"
        f"您于{_day(application.applied_on)}提出的{program.name}申请（编号 {application.number}），"
        f"经审核，决定不予同意。\n理由：{blanks['reason']}。\n依据：{program.rule}。\n"
        f"{blanks['contest']}\n\n{office.county.read('units')['county']['name']}民政局\n{decided}\n"
    )


def contest(office: Office) -> str:
    """The ways to contest a decision, with the county's hotline."""
    return _filled(programs.of(office).contest, {"hotline": str(office.county.read("chat")["hotline"])})


def office_of(office: Office, application: Application) -> str:
    """The township office where the application lies, by name."""
    unit = unit_of(office, application)
    return units.tree(office).get(unit).name if unit else "受理的乡镇民政所"


def unit_of(office: Office, placed: Application | Task) -> str | None:
    """The township office where an application or a report lies; None where it was given to no township."""
    tree = units.tree(office)
    branch = tree.branch(placed.township) if placed.township else ()
    return next((code for code in branch if tree.get(code).kind == "office"), None)


def _next(application: Application) -> ApplicationClock | None:
    owed = [clock for clock in clocks.running(application) if clock.kind == "duty"]
    return min(owed, key=lambda clock: clock.due_on, default=None)


def _blanks(office: Office, application: Application) -> dict[str, str]:
    program = programs.of(office).program(application.program)
    until = ""
    if posted := clocks.running(application, "posting"):
        until = _day(posted[0].due_on)
    elif application.decided_on and program.valid_months:
        until = _day(clocks.after_months(application.decided_on, program.valid_months))
    month = application.pays_from or ""
    following = None
    if application.step == "regular":
        query = select(Application.number).where(Application.idempotency_key == follows(application))
        following = office.db.scalar(query)
    return {
        "office": office_of(office, application),
        "hotline": str(office.county.read("chat")["hotline"]),
        "missing": "；".join(application.asked_for),
        "reason": (office.vault.open_or_none(application.reason_sealed) or "").rstrip("。"),
        "until": until,
        "month": f"{month[:4]}年{int(month[5:])}月" if month else "",
        "amount": yuan(application.amount) if application.amount is not None else "",
        "contest": contest(office),
        "following": following or "",
    }


def _filled(text: str, blanks: dict[str, str]) -> str:
    """The text without the clauses, between commas and semicolons, whose blanks nothing fills."""
    kept = []
    for clause in text.replace("；", "；\0").replace("，", "，\0").split("\0"):
        names = [name for _, name, _, _ in Formatter().parse(clause) if name]
        if all(blanks.get(name) for name in names):
            kept.append(clause.format_map(blanks))
    return "".join(kept).rstrip("，；")


def yuan(amount: Decimal) -> str:
    """`760` or `760.50`, without needless zeros."""
    return f"{amount:.2f}".removesuffix(".00")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
