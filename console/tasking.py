"""All that the page of one report shows, those it is about masked unless revealed on record."""

from typing import Any

from casework.assistance import programs, rights, tasks
from casework.assistance.models import Application, Task
from casework.office import Office
from casework.people.residents import Person
from console import applying
from console.desk import Visitor

EVENTS = {
    "reported": "收到",
    "told_more": "补充",
    "recomputed": "重算期限",
    "dated": "记下变化的日子",
    "arranged": "安排上门",
    "visit": "上门",
    "aided": "先行救助",
    "answered": "办结答复",
} | applying.COMMON


def show(office: Office, who: Visitor, task: Task, *, clear: bool = False) -> dict[str, Any]:
    """The template's context. With `clear` the words and the people are shown in full."""
    unseal = office.vault.open_or_none
    about = Person(
        unseal(task.about_name_sealed) or "",
        unseal(task.phone_sealed) or "",
        unseal(task.about_id_sealed) or "",
    )
    verdict = rights.may(who.actor, "answer_task")
    rule = programs.of(office).task_rule(task.kind, task.matter)
    return {
        "t": task,
        "kinds": tasks.KINDS,
        "states": tasks.STATES,
        "outcomes": tasks.OUTCOMES,
        "told_by": None if tasks.reached_at(office, task) else tasks.TOLD_BY,
        "bases": applying.BASES,
        "rule": rule.label,
        "told": tasks.told(office, task) if clear else task.digest,
        "about": about if clear else about.masked(),
        "answer": unseal(task.answer_sealed),
        "application": office.db.get(Application, task.application_id) if task.application_id else None,
        "may_answer": task.is_open and bool(verdict),
        "may_aid": task.application_id is None and bool(rights.may(who.actor, "decide")),
        "may_date": task.kind == "change" and rule.months is not None,
        "why_not": verdict.why,
        "events": [
            {
                "at": event.at,
                "label": EVENTS.get(event.move, event.move),
                "actor_name": event.actor_name,
                "note": unseal(event.note_sealed),
            }
            for event in tasks.history(office, task)
        ],
    }
