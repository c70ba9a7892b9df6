"""What each move changes besides the state."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from casework.office import CaseworkError, Office
from casework.outbox import BY_MACHINE
from casework.people import staff as staff_accounts
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import (
    amending,
    answers,
    clock_rules,
    clocks,
    history,
    notes,
    representatives,
    routing,
    shield,
    transfers,
)
from casework.petitions.models import Petition
from store.clock import local_date

What = dict[str, Any]
Changes = dict[str, Any]
Effect = Callable[[Office, Petition, Actor, What], Changes | None]

LONGEST_EXTENSION = 30
SIMPLE_FORBIDDEN_PATHS = frozenset({1, 2, 3, 4, 5})


class BadMove(CaseworkError):
    """What was given for a move does not do."""

    code = "bad_move"


def today(office: Office) -> date:
    return local_date(office.clock.now())


def place(office: Office, petition: Petition, unit: str, staff_id: int | None = None) -> Changes:
    """Put the petition into a unit's hands."""
    before = petition.handler_unit
    petition.handler_unit = unit
    petition.handler_path = units.get(office, unit).path
    petition.handler_staff_id = staff_id
    return {"handler_unit": [before, unit]}


def hanging(office: Office, petition: Petition) -> list[Petition]:
    """Petitions merged into or bundled under this one: whoever gets it comes near them too."""
    return list(office.db.scalars(select(Petition).where(Petition.parent_id == petition.id)))


def register(office: Office, petition: Petition, by: Actor, what: What) -> None:
    petition.registered_on = petition.registered_on or today(office)


def add_more(office: Office, petition: Petition, by: Actor, what: What) -> None:
    notes.add(office, petition, by, what["text"], "supplement")


def not_accept(office: Office, petition: Petition, by: Actor, what: What) -> None:
    petition.notified_on = today(office)
    notes.add(office, petition, by, f"不予受理：{what['reason']}；途径：{what['way']}")


def accept(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    procedure = what.get("procedure") or "ordinary"
    if procedure == "simple" and (why := not_simple(petition)):
        raise BadMove(why)
    before, petition.procedure = petition.procedure, procedure
    petition.registered_on = petition.registered_on or today(office)
    petition.accepted_on = petition.notified_on = today(office)
    transfers.receive(office, petition, by)
    clocks.recompute(office, petition)
    return {"procedure": [before, procedure]}


def not_simple(petition: Petition) -> str:
    """Why the simple procedure is not open (简易办理办法 art. 4, 5), or nothing."""
    if petition.matter_class == "accusation" or petition.path in SIMPLE_FORBIDDEN_PATHS:
        return "检举控告和走法定程序的诉求不适用简易程序。"
    if petition.repeat_no > 1 or petition.times_reopened:
        return "简易程序只用于初次信访，这一件不是初次。"
    if petition.headcount > 1 or petition.sensitivity != "ordinary":
        return "多人联名或敏感、复杂的诉求不适用简易程序。"
    if petition.channel == "upper":
        return "上级交办的事项不适用简易程序。"
    return ""


def answer_at_once(office: Office, petition: Petition, by: Actor, what: What) -> None:
    accept(office, petition, by, {})
    answer = answers.draft(office, petition, by, "handling", outcome=what["outcome"], text=what["text"])
    answers.approve(office, answer, by)
    answers.delivered(office, answer, what["method"], True, by, "当场答复")
    petition.answered_on, petition.outcome, petition.answered_at_once = today(office), what["outcome"], True


def assign(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    unit = what["unit"]
    staff_id = what.get("staff")
    staff = staff_accounts.get(office, int(staff_id)) if staff_id else None
    if staff is not None and staff.unit_code != unit:
        raise BadMove(f"{staff.name}不在{units.tree(office).name(unit)}，请另选承办人。")
    for one in (petition, *hanging(office, petition)):
        shield.require_clear(office, one, unit, staff)
    if petition.sealed and unit != petition.desk_unit:
        raise BadMove("密封件只能由纪检监察部门自己办理。")
    due = what.get("due")
    petition.assigned_due = date.fromisoformat(due) if isinstance(due, str) and due else due or None
    return place(office, petition, unit, staff.id if staff else None)


def agree_send_back(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    petition.times_returned += 1
    return place(office, petition, petition.desk_unit)


def draft(office: Office, petition: Petition, by: Actor, what: What) -> None:
    answers.draft(office, petition, by, "handling", **_answer(what))


def approve(office: Office, petition: Petition, by: Actor, what: What) -> None:
    answer = answers.current(petition, "handling")
    if answer is None:
        raise BadMove("还没有拟写答复。")
    answers.approve(office, answer, by)
    petition.outcome = answer.outcome


def merged_answer(office: Office, petition: Petition, by: Actor, what: What) -> None:
    given = what["given"]
    own = answers.draft(
        office,
        petition,
        by,
        "handling",
        outcome=given.outcome,
        text=answers.text(office, given),
        findings=answers.findings(office, given),
        basis=given.basis,
    )
    answers.approve(office, own, by)
    petition.outcome = given.outcome


def answer(office: Office, petition: Petition, by: Actor, what: What) -> None:
    attempt(office, petition, by, what)
    petition.answered_on = today(office)
    petition.extension_asked = None


def attempt(office: Office, petition: Petition, by: Actor, what: What) -> None:
    current = answers.current(petition)
    if current is None:
        raise BadMove("还没有答复可送。")
    method, reached = what["method"], _flag(what.get("reached"))
    if method in BY_MACHINE and not reached:
        letter = answers.letter(office, current)
        if letter is None or letter.channel != method:
            raise BadMove("信访人没有留下这种联系方式，请选别的送达方式。")
        if letter.state == "waiting" and not letter.attempts:
            raise BadMove("答复正在发送，还没有结果。发出后会自动记录；也可以改用电话等方式告知。")
        reached = letter.state == "sent"
    answers.delivered(office, current, method, reached, by, what.get("note") or "")


def close(office: Office, petition: Petition, by: Actor, what: What) -> None:
    petition.closed_at = office.clock.now()
    petition.closed_on = today(office)


def withdraw(office: Office, petition: Petition, by: Actor, what: What) -> None:
    close(office, petition, by, what)
    conclude(office, petition, by, what)


def conclude(office: Office, petition: Petition, by: Actor, what: What) -> None:
    """Nothing runs any more; the day of closing stays what it was."""
    for clock in clocks.running(petition):
        clocks.stop(clock, "已终止办理")


def reopen(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    petition.times_reopened += 1
    petition.closed_at = petition.closed_on = petition.answered_on = petition.outcome = None
    petition.concluded_in_time = None
    petition.answered_at_once = False
    petition.extension_days, petition.extension_asked = 0, None
    for earlier in petition.answers:
        earlier.superseded = True
    return place(office, petition, petition.desk_unit)


def ask_extension(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    days = int(what["days"])
    clock = next(iter(clocks.running(petition, "conclude")), None)
    rule = clock_rules.of(office).get(clock.rule) if clock else None
    limit = min(rule.extendable, LONGEST_EXTENSION) if rule else 0
    if not 0 < days <= limit:
        raise BadMove(f"延期最多{limit}日（信访工作条例第三十四条）。")
    petition.extension_asked = days
    return {"extension_asked": [None, days]}


def approve_extension(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    days = petition.extension_asked or 0
    what.setdefault("reason", history.last_reason(office, petition, "ask_extension"))
    for clock in clocks.running(petition, "conclude"):
        clocks.extend(office, clock, days)
    petition.extension_days, petition.extension_asked = days, None
    clocks.settle(petition)
    return {"extension_days": [0, days]}


def refuse_extension(office: Office, petition: Petition, by: Actor, what: What) -> None:
    petition.extension_asked = None


def to_ordinary(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    petition.procedure = "ordinary"
    return {"procedure": ["simple", "ordinary"], **clocks.recompute(office, petition)}


def hand_over(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    """Seal it and give it to the discipline inspection (art. 22, 30)."""
    book = routing.rules(office)
    target = what.get("unit") or book.discipline
    shield.require_clear(office, petition, target)
    before = petition.handler_unit
    transfers.hand(office, petition, by, target)
    petition.sealed = True
    petition.desk_unit, petition.desk_path = target, units.get(office, target).path
    petition.matter_class, petition.path = "accusation", None
    place(office, petition, target)
    return {"handler_unit": [before, target], "sealed": [False, True]}


def acknowledge(office: Office, petition: Petition, by: Actor, what: What) -> None:
    transfers.receive(office, petition, by, what.get("receipt_no") or "")
    petition.accepted_on = petition.accepted_on or today(office)
    petition.notified_on = petition.notified_on or today(office)


def recuse(office: Office, petition: Petition, by: Actor, what: What) -> None:
    if by.id is not None:
        shield.recuse(office, petition, by.id)
    if petition.handler_staff_id == by.id:
        petition.handler_staff_id = None


def ask_review(office: Office, petition: Petition, by: Actor, what: What) -> Changes:
    """To the body above the one that answered (art. 35)."""
    petition.closed_at = petition.closed_on = None
    return place(office, petition, _body_above(office, petition.handler_unit, petition))


def decide_review(office: Office, petition: Petition, by: Actor, what: What) -> None:
    _decide(office, petition, by, what, "review")


def decide_recheck(office: Office, petition: Petition, by: Actor, what: What) -> None:
    _decide(office, petition, by, what, "recheck")


def urge(office: Office, petition: Petition, by: Actor, what: What) -> None:
    petition.times_urged += 1


def rate(office: Office, petition: Petition, by: Actor, what: What) -> None:
    mark = int(what["satisfaction"])
    if mark not in (1, 2, 3):
        raise BadMove("评价请选满意、基本满意或不满意。")
    petition.satisfaction, petition.rated_on = mark, today(office)


def note(office: Office, petition: Petition, by: Actor, what: What) -> None:
    notes.add(office, petition, by, what["text"])


EFFECTS: dict[str, Effect] = {
    "register": register,
    "supplement": add_more,
    "add_more": add_more,
    "not_accept": not_accept,
    "accept": accept,
    "answer_at_once": answer_at_once,
    "assign": assign,
    "agree_send_back": agree_send_back,
    "draft": draft,
    "approve": approve,
    "answer": answer,
    "attempt": attempt,
    "merged_answer": merged_answer,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
    "ask_extension": ask_extension,
    "approve_extension": approve_extension,
    "refuse_extension": refuse_extension,
    "to_ordinary": to_ordinary,
    "hand_over": hand_over,
    "acknowledge": acknowledge,
    "amend": amending.amend,
    "name_representative": representatives.name,
    "drop_representative": representatives.drop,
    "recuse": recuse,
    "ask_review": ask_review,
    "decide_review": decide_review,
    "ask_recheck": ask_review,
    "decide_recheck": decide_recheck,
    "conclude": conclude,
    "urge": urge,
    "rate": rate,
    "note": note,
}


def _decide(office: Office, petition: Petition, by: Actor, what: What, stage: str) -> None:
    decision = answers.draft(office, petition, by, stage, **_answer(what))
    answers.approve(office, decision, by)
    petition.outcome = what["outcome"]
    close(office, petition, by, what)


def _answer(what: What) -> dict[str, str]:
    return {key: what[key] for key in ("outcome", "text", "findings", "basis") if what.get(key)}


def _body_above(office: Office, unit: str, petition: Petition) -> str:
    tree = units.tree(office)
    body = tree.get(tree.body(unit))
    return body.parent_code if body.parent_code in tree.units else routing.rules(office).upper


def _flag(value: Any) -> bool:
    return value in (True, "true", "1", "on", "yes", "是")
