"""The first page of the day, and the list of keys."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import access, signing
from casework.assistance import queries as registers
from casework.assistance.models import Task
from casework.calls import queries as call_queries
from casework.conversations import desk as chat_desk
from casework.labelling import labelling
from casework.office import Office
from casework.people import duty, units
from casework.petitions import escalation, queries
from casework.petitions.moves import STATES
from casework.supervision import matters
from console import pages, worklists
from console.desk import House, Opens, Visitor, Who
from knowledge import queries as answers
from store.clock import local, local_date

router = APIRouter(dependencies=[Depends(Opens("home"))])

ALWAYS = {"open", "mine", "unit", "due_today", "overdue"}
"""Lists that are shown even when nothing is in them; the others only when something is."""
PRESSING = {"overdue", "due_today", "handed_over", "sensitive"}


@router.get("/")
def home(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        today = local_date(office.clock.now())
        lists, urgent, of_unit = [], [], False
        if who.may("petitions"):
            titles = worklists.titles(who)
            counted = {
                name: queries.count(office, who.actor, name)
                for name in titles
                if name not in worklists.EVERYONE
            }
            lists = [
                (name, titles[name], count, name in PRESSING)
                for name, count in counted.items()
                if count or name in ALWAYS
            ]
            first = worklists.chosen("", who)
            of_unit = first == "mine" and not counted[first] and bool(counted.get("unit"))
            urgent = queries.worklist(office, who.actor, "unit" if of_unit else first, size=8).rows
        return pages.page(
            request,
            "home.html",
            who,
            greeting=_greeting(local(office.clock.now()).hour),
            lists=lists,
            urgent=urgent,
            of_unit=of_unit,
            chores=_chores(office, who),
            states=STATES,
            today=today,
            tree=units.tree(office),
            on_duty=duty.on_duty(office, who.unit_code),
            owed=call_queries.count_owed(office) if who.may("calls") else 0,
            unfinished=call_queries.unfinished(office, who.staff_id) if who.may("take_calls") else (),
            waiting=len(chat_desk.queue(office)) if who.may("chats") else 0,
            held=chat_desk.held(office, who.staff_id) if who.may("chats") else (),
        )


def _chores(office: Office, who: Visitor) -> list[tuple[str, str, int, bool]]:
    """What waits outside petitions and talks: path, name, count, and whether it presses."""
    found: list[tuple[str, str, int, bool]] = []
    if who.holds("answer_supervision"):
        owed = escalation.owed(office, who.actor) + matters.owed(office, who.actor)
        found.append(("/supervision/matters", "督办待签收、回复", owed, True))
    if who.may("understanding"):
        labelled = labelling.counts(office)
        found.append(("/understanding", "话待标注", labelled.get("new", 0), False))
        if who.may("approve_understanding"):
            found.append(("/understanding?state=labelled", "标注待复核", labelled.get("labelled", 0), False))
    if who.may("knowledge"):
        found.append(("/knowledge", "答案待复核", len(answers.drafts(office)), False))
        found.append(("/knowledge/questions", "问题没答上", len(answers.open_questions(office)), False))
    if who.may("applications"):
        left = registers.countdown(office, who.actor)
        found.append(
            ("/applications?overdue=true", "救助申请催办待签收", signing.owed(office, who.actor), True)
        )
        found.append(("/applications?overdue=true", "救助申请逾期", left.overdue - left.overdue_tasks, True))
        found.append(("/tasks", "报告和线索催办待签收", signing.owed(office, who.actor, Task), True))
        found.append(("/tasks", "报告和线索逾期", left.overdue_tasks, True))
    if who.may("see_tries"):
        found.append(("/lookups/locks", "查询锁着的", len(access.locked(office, who.actor)), True))
    return found if not who.may("petitions") else [one for one in found if one[2]]


def _greeting(hour: int) -> str:
    if hour < 6:
        return "夜深了"
    if hour < 11:
        return "早上好"
    if hour < 14:
        return "中午好"
    return "下午好" if hour < 18 else "晚上好"


@router.get("/help")
def keys(request: Request, who: Who) -> Response:
    return pages.page(request, "help.html", who)
