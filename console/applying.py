"""All that the page of one application shows, the applicant masked unless revealed on record."""

from typing import Any

from casework.assistance import (
    applications,
    flags,
    history,
    programs,
    rights,
    telling,
    visits,
)
from casework.assistance.models import Application
from casework.office import NotFound, Office
from casework.people.residents import Person
from console.desk import Visitor

COMMON = {
    "escalated": "到期催办",
    "signed": "签收催办",
    "supervised": "督办",
    "talked": "约谈",
    "placed": "分到乡镇",
}
"""What stands in the history of applications and of reports alike."""
WORDS = {
    "imported": "从登记导入",
    "visited": "县级入户",
    "complained": "审核期间有投诉",
    "continued": "由急难救助转来",
    "recomputed": "重算期限",
    "extended": "延长期限",
    "prolonged": "按特殊情形延长期限",
} | COMMON
BASES = {"law": "", "reported": "只见转述，待核", "local": "本地规定", "office": "本单位自定"}


def show(office: Office, who: Visitor, application: Application, *, clear: bool = False) -> dict[str, Any]:
    """The template's context. With `clear` the applicant is shown in full; the caller has put that on record."""
    file = programs.of(office)
    steps = file.procedures[application.procedure].steps
    offered = applications.options(office, application, who.actor)
    person = identity_of(office, application)
    within = rights.reaches(office, who.actor, application)
    secret = bool(visits.kept_secret(office, [application], who.actor))
    return {
        "a": application,
        "program": program_name(office, application.program),
        "procedure": file.procedures[application.procedure].label,
        "steps": steps,
        "words": WORDS,
        "bases": BASES,
        "standing": telling.standing(office, application),
        "person": person if clear else person.masked(),
        "reason": office.vault.open_or_none(application.reason_sealed),
        "clocks": sorted(application.clocks, key=lambda clock: (not clock.running, clock.due_on)),
        "flags": [
            flag for flag in flags.flags(office, application) if not (secret and flag.register == "visit")
        ],
        "visit_owed": "" if secret else visits.owed(office, application),
        "allowed": [option for option in offered if option.allowed],
        "closed": [option for option in offered if not option.allowed],
        "may_visit": within and application.is_open and bool(rights.may(who.actor, "visit")),
        "may_prolong": within
        and applications.prolongable(office, application)
        and bool(rights.may(who.actor, "decide")),
        "events": [
            {
                "at": event.at,
                "label": WORDS.get(event.move) or _label(steps, event.move),
                "actor_name": event.actor_name,
                "note": office.vault.open_or_none(event.note_sealed),
            }
            for event in history.of(office, application)
            if not (secret and event.move == "complained")
        ],
        "sound": next(history.faults(office, application), None) is None,
    }


def identity_of(office: Office, application: Application) -> Person:
    """The applicant in clear; the caller masks it, or puts on record that it is shown."""
    unseal = office.vault.open_or_none
    return Person(
        unseal(application.name_sealed) or "",
        unseal(application.phone_sealed) or "",
        unseal(application.id_number_sealed) or "",
    )


def program_name(office: Office, code: str) -> str:
    """The programme's name, or its code where the county's file no longer holds it."""
    try:
        return programs.of(office).program(code).name
    except NotFound:
        return code


def step_label(office: Office, application: Application) -> str:
    return _label(programs.of(office).procedures[application.procedure].steps, application.step)


def _label(steps: dict[str, programs.Step], name: str) -> str:
    return steps[name].label if name in steps else name
