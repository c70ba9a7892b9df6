"""What stands in each notice, from the petition's own record."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.office import CaseworkError, Office
from casework.people import units
from casework.petitions import answers, callbacks, clocks, history, notes, shield, transfers
from casework.petitions.categories import CATEGORIES, CHANNELS, CLASSES, OUTCOMES, SATISFACTION
from casework.petitions.models import Answer, Petition
from casework.petitions.notices import kinds
from store.clock import local_date

What = dict[str, Any]
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class NotYet(CaseworkError):
    """The petition has not come to where this notice is issued."""

    code = "not_yet"


@dataclass(frozen=True)
class Content:
    """The blanks of a notice, what it is about, and the unit it goes to if it goes to one."""

    blanks: dict[str, Any]
    occasion: str
    to_unit: str | None = None


def of(office: Office, petition: Petition, kind: str, what: What) -> Content:
    """The contents of a notice of this kind.

    Raises:
        NotYet: what it tells of has not happened.
        Shielded: it would go to somebody who must not know of the petition.
    """
    made = _CONTENTS[kind](office, petition, what)
    return Content(_common(office, petition, kind) | made.blanks, made.occasion, made.to_unit)


def day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def spoken(text: str) -> str:
    """Dates in a sentence as letters write them: 2027年1月19日 for 2027-01-19."""
    return _DATE.sub(lambda found: day(date.fromisoformat(found.group())), text)


def lines(text: str) -> list[str]:
    """The paragraphs of a text; one empty one where there is nothing, so that the form shows the blank."""
    return [line.strip() for line in text.splitlines() if line.strip()] or ["无"]


def _common(office: Office, petition: Petition, kind: str) -> dict[str, Any]:
    book = kinds.settings(office)
    return {
        "title": kinds.KINDS[kind].title,
        "article": kinds.KINDS[kind].article,
        "issuer": book.issuer,
        "contact": book.contact,
        "petition": petition.number,
        "petitioner": petitioner(office, petition),
        "received": day(petition.lodged_on),
        "channel": CHANNELS.get(petition.channel, petition.channel),
        "category": CATEGORIES.get(petition.category, petition.category),
        "matter_class": CLASSES[petition.matter_class],
        "today": day(local_date(office.clock.now())),
    }


def petitioner(office: Office, petition: Petition) -> str:
    """The name by which the petitioner is addressed, with those who signed as well."""
    names = [office.vault.open_or_none(one.name_sealed) for one in petition.petitioners]
    known = [name for name in names if name]
    if not known:
        return "信访人"
    return (
        known[0]
        if petition.headcount <= 1 and len(known) == 1
        else f"{'、'.join(known)}等{petition.headcount}人"
    )


def _acceptance(office: Office, petition: Petition, what: What) -> Content:
    if petition.accepted_on is None:
        raise NotYet("这一件还没有受理，不能出受理告知书。")
    clock = clocks.latest(petition, "conclude")
    return Content(
        {
            "accepted": day(petition.accepted_on),
            "handler": "有权处理的部门"
            if petition.sealed
            else units.tree(office).name(petition.handler_unit),
            "due": day(clock.due_on) if clock else "",
            "explanation": f"{spoken(clock.explanation)}。" if clock else "",
        },
        day(petition.accepted_on),
    )


def _rejection(office: Office, petition: Petition, what: What) -> Content:
    if petition.state != "not_accepted":
        raise NotYet("这一件不是不予受理，不能出不予受理告知书。")
    noted = [notes.text(office, note) for note in notes.of(office, petition)]
    said = next((text for text in reversed(noted) if text.startswith("不予受理：")), "")
    reason, _, way = said.removeprefix("不予受理：").partition("；途径：")
    return Content({"reason": lines(reason), "way": lines(way)}, day(petition.notified_on))


def _supplement(office: Office, petition: Petition, what: What) -> Content:
    if petition.state != "awaiting_more":
        raise NotYet("这一件没有要求补充材料。")
    text = str(what.get("text") or "").strip()
    if not text:
        raise NotYet("请写明需要补充哪些材料。")
    return Content({"needed": lines(text)}, str(petition.history_count))


def _assignment(office: Office, petition: Petition, what: What) -> Content:
    """交办 where a date to report back by was set, else 转送 (art. 22).

    Without the petitioner's name where they asked for it to be kept (信访工作条例 art. 30), and without whom the
    shield bars."""
    unit = petition.handler_unit
    if unit == petition.desk_unit or petition.state not in ("assigned", "investigating", "return_asked"):
        raise NotYet("这一件还没有交办。")
    shield.require_clear(office, petition, unit)
    if petition.sealed:
        raise NotYet("密封件不出交办函，请用线索移送单。")
    named = petition.identity == "real_name"
    first = petition.petitioners[0] if petition.petitioners else None
    clock = clocks.latest(petition, "conclude")
    due = petition.assigned_due or (clock.due_on if clock else None)
    return Content(
        {
            "title": "信访事项交办函" if petition.assigned_due else "信访事项转送函",
            "reporting": petition.assigned_due is not None,
            "unit": units.tree(office).name(unit),
            "petitioner": petitioner(office, petition) if named else "要求保密（如需联系请经我局转）",
            "phone": (office.vault.open_or_none(first.phone_sealed) if first and named else None) or "—",
            "narrative": lines(office.vault.open(petition.narrative_sealed) if named else petition.digest),
            "due": day(due),
            "explanation": f"{spoken(clock.explanation)}。" if clock else "",
        },
        f"{unit}:{petition.history_count}",
        unit,
    )


def _extension(office: Office, petition: Petition, what: What) -> Content:
    if not petition.extension_days:
        raise NotYet("这一件没有批准延期。")
    clock = clocks.latest(petition, "conclude")
    return Content(
        {
            "days": petition.extension_days,
            "due": day(clock.due_on) if clock else "",
            "reason": lines(
                history.last_reason(office, petition, "approve_extension")
                or history.last_reason(office, petition, "ask_extension")
            ),
        },
        str(petition.times_reopened),
    )


def _answered(stage: str, missing: str) -> Callable[[Office, Petition, What], Content]:
    def content(office: Office, petition: Petition, what: What) -> Content:
        answer = answers.current(petition, stage)
        if answer is None or answer.approved_at is None:
            raise NotYet(missing)
        return Content(_opinion(office, petition, answer), str(answer.id))

    return content


def _opinion(office: Office, petition: Petition, answer: Answer) -> dict[str, Any]:
    """What art. 32 asks of an opinion: the request, facts and reasons, the opinion and its legal basis."""
    wants = office.vault.open_or_none(petition.wants_sealed)
    return {
        "request": lines(wants or office.vault.open(petition.narrative_sealed)),
        "findings": lines(answers.findings(office, answer)),
        "opinion": lines(answers.text(office, answer)),
        "outcome": OUTCOMES.get(answer.outcome, answer.outcome),
        "basis": lines(answer.basis or "信访工作条例第三十二条"),
        "remedy": _remedy(office, petition, answer.stage),
        "earlier": day(petition.answered_on),
    }


def _remedy(office: Office, petition: Petition, stage: str) -> str:
    book = kinds.settings(office)
    if stage == "recheck":
        return "本意见为信访终结意见。信访人以同一事实和理由再提出投诉请求的，各级机关、单位不再受理（信访工作条例第三十六条）。"
    if stage == "review":
        return (
            f"如不服本意见，可以自收到之日起30日内向{book.recheck_body}请求复核（信访工作条例第三十六条）。"
        )
    if petition.matter_class == "claim" and petition.path == 6:
        return f"如不服本意见，可以自收到之日起30日内向{book.review_body}请求复查（信访工作条例第三十五条）。"
    if petition.matter_class == "claim":
        return "如不服，可以依法申请行政复议或者提起行政诉讼。"
    return "如有新的事实和证据，可以继续提供。"


def _lead(office: Office, petition: Petition, what: What) -> Content:
    handed = transfers.of(office, petition)
    if not handed:
        raise NotYet("这一件没有移送。")
    last, tree, unseal = handed[-1], units.tree(office), office.vault.open_or_none
    shield.require_clear(office, petition, last.to_unit)
    accused = [
        "、".join(
            part
            for part in (
                unseal(one.name_sealed),
                one.role,
                tree.name(one.unit_code) if one.unit_code else unseal(one.said_sealed),
            )
            if part
        )
        for one in petition.accused
        if one.struck_on is None
    ]
    return Content(
        {
            "unit": tree.name(last.to_unit),
            "from_unit": tree.name(last.from_unit),
            "handed": day(local_date(last.handed_at)),
            "accused": "；".join(accused) or "未写明",
            "identity": {"anonymous": "匿名", "confidential": "实名（要求保密）"}.get(
                petition.identity, "实名"
            ),
            "narrative": lines(office.vault.open(petition.narrative_sealed)),
            "files": len(petition.evidence),
            "receipt_no": last.receipt_no or "",
            "receipt_day": day(local_date(last.received_at)) if last.received_at else "",
        },
        str(last.id),
        last.to_unit,
    )


def _call_back(office: Office, petition: Petition, what: What) -> Content:
    made = callbacks.of(office, petition)
    if not made:
        raise NotYet("这一件还没有回访。")
    last = made[-1]
    return Content(
        {
            "at": day(local_date(last.at)),
            "method": {"phone": "电话", "visit": "上门", "web": "网络"}.get(last.method, last.method),
            "reached": "已联系到本人" if last.reached else "未联系到本人",
            "settled": {True: "已解决", False: "未解决", None: "—"}[last.settled],
            "rating": SATISFACTION.get(last.satisfaction or 0, "未评价"),
            "words": lines(office.vault.open_or_none(last.words_sealed) or ""),
        },
        str(last.id),
    )


_CONTENTS: dict[str, Callable[[Office, Petition, What], Content]] = {
    "acceptance": _acceptance,
    "rejection": _rejection,
    "supplement": _supplement,
    "assignment": _assignment,
    "extension": _extension,
    "opinion": _answered("handling", "答复还没有批准，不能出处理意见书。"),
    "review": _answered("review", "复查意见还没有作出。"),
    "recheck": _answered("recheck", "复核意见还没有作出。"),
    "lead": _lead,
    "call_back": _call_back,
}
