"""Applications: taken in, moved step by step by their procedure, decided, told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from casework.assistance import clocks, history, numbers, payment_days, programs, rights, telling, visits
from casework.assistance.models import Application
from casework.assistance.programs import Step
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import identity, units
from casework.people.actors import Actor
from store.clock import local_date

DECISIONS = frozenset({"approved", "refused", "aided"})
EARLIEST = date(2000, 1, 1)
NEEDS = {"asked_more": "missing", "refused": "reason"}


class BadApplication(CaseworkError):
    """Something in the application is missing or cannot be; the sentence says what."""

    code = "bad_application"


class BadStep(CaseworkError):
    """The application cannot take this step now."""

    code = "bad_step"


@dataclass(frozen=True)
class NewApplication:
    """An application as it is taken in. Dates are days in Asia/Shanghai."""

    program: str
    name: str
    id_number: str
    phone: str = ""
    headcount: int = 1
    area: str = ""
    place_unit: str | None = None
    applied_on: date | None = None
    urgent: bool = False
    """Whether help is needed at once: the procedure that gives aid first."""
    special: bool = False
    relative_of: bool = False
    number: str = ""
    """The number that another system gave it."""
    contact_id: int | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Option:
    """A step that may come next, and whether this actor may take it."""

    step: str
    label: str
    allowed: bool
    why_not: str
    needs: str


def receive(office: Office, new: NewApplication, by: Actor) -> Application:
    """Take in an application; the same key or number of another system gives the one already taken.

    Raises:
        BadApplication, NotFound (programme or unit), NotAllowed.
    """
    rights.require(by, "receive")
    file = programs.of(office)
    program = file.program(new.program)
    procedure = (program.urgent if new.urgent else None) or program.procedure
    if procedure is None:
        raise BadApplication(f"{program.name}不在民政窗口申请，请找{program.elsewhere}。")
    _check(new)
    if new.place_unit:
        units.get(office, new.place_unit)
    if known := _known(office, new):
        return known
    day = new.applied_on or local_date(office.clock.now())
    if day > local_date(office.clock.now()):
        raise BadApplication("申请日期在今天之后，请再核对。")
    if day < EARLIEST:
        raise BadApplication("申请日期太早，请再核对。")
    number = new.number.strip() or numbers.allot(office)
    application = Application(
        number=number,
        number_key=numbers.key(number),
        idempotency_key=new.idempotency_key,
        program=new.program,
        procedure=procedure,
        step="received",
        stepped_on=day,
        is_open=True,
        special=new.special,
        delegated=file.delegated,
        contact_id=new.contact_id,
        headcount=new.headcount,
        area=new.area,
        place_unit=new.place_unit,
        township=units.tree(office).township_of(new.place_unit),
        applied_on=day,
        relative_of=new.relative_of or visits.is_registered(office, new.id_number),
        complained_of=False,
        asked_for=[],
        escalation_level=0,
        source="register",
        history_count=0,
        history_head="",
        updated_at=office.clock.now(),
        **sealed_person(office, numbers.key(number), new.name, new.id_number, new.phone),
    )
    office.db.add(application)
    office.db.flush()
    if not rights.reaches(office, by, application):
        raise NotAllowed("这个地方不归您的单位受理，请选本乡镇的村（社区），或请对方到户籍地、居住地申请。")
    clocks.advance(office, application, day)
    history.record(office, application, "received", by, None)
    telling.tell(office, application)
    return application


def options(office: Office, application: Application, by: Actor) -> list[Option]:
    """The steps that may come next, with what each needs and why it is not open to this actor."""
    steps = programs.of(office).procedures[application.procedure].steps
    found = []
    for name in steps[application.step].next:
        why = _forbidden(office, application, name, by)
        found.append(Option(name, steps[name].label, not why, why, NEEDS.get(name, "")))
    return found


def advance(
    office: Office,
    application: Application,
    to: str,
    by: Actor,
    *,
    reason: str = "",
    missing: Sequence[str] = (),
    amount: object = None,
    note: str = "",
) -> Application:
    """Take the next step: clocks, history and the applicant's message in one.

    A call for help that turns out to be none goes on as an ordinary application of the same person.

    Raises:
        BadStep: it does not follow, comes too early, or lacks what it needs.
        NotAllowed: the actor may not.
    """
    step = step_of(office, application, to)
    if why := _forbidden(office, application, to, by):
        raise BadStep(why)
    day = local_date(office.clock.now())
    _take(office, application, to, step, day, reason, missing, amount)
    came_from, application.step, application.stepped_on = application.step, to, day
    clocks.advance(office, application, day)
    following = _go_on(office, application, by) if to == "regular" else None
    said = [reason or note, f"转为 {following.number}" if following else ""]
    history.record(office, application, to, by, came_from, "；".join(filter(None, said)))
    telling.tell(office, application)
    return application


def step_of(office: Office, application: Application, to: str) -> Step:
    """The step of this name in the application's procedure. Raises BadStep."""
    steps = programs.of(office).procedures[application.procedure].steps
    if to not in steps:
        raise BadStep(f"{programs.of(office).procedures[application.procedure].label}里没有“{to}”这一步。")
    return steps[to]


def prolong(office: Office, application: Application, by: Actor, reason: str) -> None:
    """Let the longer period for special cases apply (57号 art. 22; 83号 四(一)), with the reason on record.

    Raises BadStep, NotAllowed.
    """
    rights.require(by, "decide")
    _within(office, application, by)
    if not reason.strip():
        raise BadStep("延长期限要写明属于哪种特殊情形。")
    if not prolongable(office, application):
        raise BadStep("已经决定、已经延长过，或者这套程序没有特殊情形的期限，不能延长。")
    application.special = True
    clocks.recompute(office, application)
    history.record(office, application, "prolonged", by, application.step, reason)


def prolongable(office: Office, application: Application) -> bool:
    """Whether it is undecided, was not prolonged before, and its rules know a longer period for special cases."""
    limits = programs.of(office).procedures[application.procedure].clocks
    undecided = application.is_open and application.outcome is None
    return undecided and not application.special and any(limit.special for limit in limits)


def find(office: Office, number: str, by: Actor) -> Application:
    """Raises NotFound: none, or none in this actor's reach."""
    rights.require(by, "read")
    query = select(Application).where(
        Application.number_key == numbers.key(number), rights.reach(office, by, Application)
    )
    found = office.db.scalars(query).first()
    if found is None:
        raise NotFound("没有找到这个编号的申请，或您无权查看。")
    return found


def sealed_person(office: Office, key: str, name: str, id_number: str, phone: str) -> dict[str, object]:
    """The columns that hold an applicant under seal."""
    vault, number = office.vault, identity.id_number(id_number)
    telephone = identity.phone(phone) if phone else ""
    return {
        "name_sealed": vault.seal(name.strip()),
        "name_index": vault.index("name", identity.name(name)),
        "id_number_sealed": vault.seal(number),
        "id_index": vault.index("id", number),
        "tail_digest": tail_digest(office, key, number[-4:]),
        "phone_sealed": vault.seal_or_none(telephone),
        "phone_index": vault.index("phone", telephone) if telephone else None,
    }


def tail_digest(office: Office, key: str, last_four: str) -> str:
    """What proves a right to ask: number and last four signs of the identity number, digested together."""
    return office.vault.index("assistance-tail", f"{key}:{identity.plain(last_four).upper()}")


def _check(new: NewApplication) -> None:
    if not new.name.strip():
        raise BadApplication("请写申请人姓名。")
    if not identity.is_id_number(new.id_number):
        raise BadApplication("身份证号对不上，请再核对一下 18 位号码。")
    if new.phone and not identity.is_phone(new.phone):
        raise BadApplication("电话号码好像不对，请再核对一下。")
    if not 1 <= new.headcount <= 30:
        raise BadApplication("家庭人数应在 1 到 30 之间。")


def _known(office: Office, new: NewApplication) -> Application | None:
    if new.idempotency_key:
        query = select(Application).where(Application.idempotency_key == new.idempotency_key)
        if (found := office.db.scalar(query)) is not None:
            return found
    if new.number.strip():
        return office.db.scalar(select(Application).where(Application.number_key == numbers.key(new.number)))
    return None


def _forbidden(office: Office, application: Application, to: str, by: Actor) -> str:
    """Why this step is not open now to this actor, or nothing."""
    steps = programs.of(office).procedures[application.procedure].steps
    if to not in steps[application.step].next:
        return f"现在是“{steps[application.step].label}”，不能直接到“{steps[to].label}”。"
    verdict = rights.may(by, "decide" if to in DECISIONS else "advance")
    if not verdict:
        return verdict.why
    if not rights.reaches(office, by, application):
        return "这一件不归您的单位办理。"
    if application.step == "posted" and to == "reviewing":
        until = clocks.running(application, "posting")
        if until and local_date(office.clock.now()) <= until[0].due_on:
            return f"公示要满期：{until[0].explanation}。"
    if to == "approved":
        return visits.why_not_yet(office, application, by)
    return ""


def _within(office: Office, application: Application, by: Actor) -> None:
    if not rights.reaches(office, by, application):
        raise NotAllowed("这一件不归您的单位办理。")


def _take(
    office: Office,
    application: Application,
    to: str,
    step: Step,
    day: date,
    reason: str,
    missing: Sequence[str],
    amount: object,
) -> None:
    if to == "refused":
        if not reason.strip():
            raise BadStep("不予同意必须写明理由（社会救助法第四十五条）。")
        application.reason_sealed = office.vault.seal(reason.strip())
    if to == "asked_more":
        named = [one.strip() for one in missing if one.strip()]
        if not named:
            raise BadStep("请一次写全还缺哪些材料（民发〔2021〕57号第十条）。")
        application.asked_for = named
    if to in ("received", "accepted"):
        application.asked_for = []
    if to == "accepted":
        application.accepted_on = day
    if to in ("approved", "aided"):
        if amount is not None:
            application.amount = money(amount)
        if application.amount is None and _needs_amount(office, application):
            raise BadStep("同意的要写明金额。")
        application.pays_from = payment_days.month_after(day)
    if step.ends and application.outcome is None:
        application.outcome, application.decided_on = step.ends, day
    application.is_open = bool(step.next)


def _go_on(office: Office, application: Application, by: Actor) -> Application:
    """The ordinary application that a call for help which was none goes on as; what is known is taken over."""
    unseal = office.vault.open_or_none
    following = receive(
        office,
        NewApplication(
            program=application.program,
            name=unseal(application.name_sealed) or "",
            id_number=unseal(application.id_number_sealed) or "",
            phone=unseal(application.phone_sealed) or "",
            headcount=application.headcount,
            area=application.area,
            place_unit=application.place_unit or application.township,
            special=application.special,
            relative_of=application.relative_of,
            contact_id=application.contact_id,
            idempotency_key=telling.follows(application),
        ),
        by,
    )
    history.record(office, following, "continued", by, None, f"由 {application.number} 转来")
    return following


def _needs_amount(office: Office, application: Application) -> bool:
    """Whether the applicant is told a sum: so where a step after the decision speaks of it."""
    steps = programs.of(office).procedures[application.procedure].steps
    return "{amount}" in steps.get("approved", steps["received"]).plain


def money(value: object) -> Decimal:
    """Yuan with two decimals. Raises BadStep for what is no sum."""
    try:
        yuan = Decimal(str(value).replace(",", "").replace("元", "").strip())
    except InvalidOperation:
        raise BadStep(f"金额“{value}”不是数字。") from None
    if not yuan.is_finite() or not 0 < yuan < 10_000_000 or yuan != round(yuan, 2):
        raise BadStep("金额应大于 0，最多两位小数。")
    return yuan
