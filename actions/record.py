"""One's own application or payment: asked for, after the asker has shown who they are."""

from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction

from actions import registers
from actions.base import Events, HuiyinAction, Say, fill
from actions.complaint import facts, phrases
from actions.complaint.reading import ELSEWHERE, SURE
from actions.manners import in_progress
from actions.turn import Turn
from casework.office import CaseworkError
from casework.people import identity

CLEAN: dict[str, Any] = dict.fromkeys(("record_kind", "record_name", "record_id_number"))
AWAY = frozenset({"crisis", "collective_action", "request_human", "request_help", "file_complaint"})


class BeginRecord(HuiyinAction):
    """Note what is asked for; where the registers are not linked nobody is asked for their identity number."""

    title = "action_begin_record"

    def act(self, turn: Turn, say: Say) -> Events:
        kind = "payment" if turn.intent == "check_payment" else "application"
        slots: dict[str, Any] = {**CLEAN, "record_kind": kind}
        with self.tools.bureau.reading() as office:
            linked = registers.linked(office)
        if not linked:
            say.response(f"not_linked_{kind}")
            return fill(**{**slots, "record_kind": None, "record_name": "", "record_id_number": ""})
        slots["record_name"] = facts.name_of(turn)
        slots["record_id_number"] = id_number_of(turn)
        return fill(**slots)


class ValidateRecord(HuiyinAction):
    """Read name and identity number."""

    title = "validate_record_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        if phrases.STOP.match(turn.said) or (turn.intent in AWAY and turn.parsed.confidence >= SURE):
            return [ActionExecutionRejected("record_form")]
        found: dict[str, Any] = {}
        if number := id_number_of(turn):
            found["record_id_number"] = number
        if name := facts.name_of(turn) or next(iter(turn.words("person")), None):
            found["record_name"] = name
        elif turn.requested == "record_name" and phrases.PLAIN_NAME.match(turn.said.strip("。，,. ")):
            found["record_name"] = turn.said.strip("。，,. ")
        if turn.requested in found:
            return fill(**found)
        if turn.intent in ELSEWHERE and turn.parsed.confidence >= SURE:
            return [ActionExecutionRejected("record_form")]
        if phrases.REFUSES.search(turn.said):
            say.response("record_refused")
            return [*fill(**{**CLEAN, "record_name": "", "record_id_number": ""})]
        say.response("id_number_wrong" if turn.requested == "record_id_number" else "not_understood_answer")
        return fill(**{turn.requested: None, **found})


class LookUpRecord(HuiyinAction):
    """Say how it stands, in plain words."""

    title = "action_look_up_record"

    def act(self, turn: Turn, say: Say) -> Events:
        kind, name = turn.slot("record_kind"), turn.slot("record_name")
        events = fill(**CLEAN)
        if kind and name:
            try:
                with self.tools.bureau.office() as office:
                    found = registers.look_up(
                        office, str(kind), str(name), str(turn.slot("record_id_number"))
                    )
                for sentence in found or []:
                    say.text(sentence)
                if not found:
                    say.response("record_not_found")
            except CaseworkError as refused:
                say.text(str(refused), [("找人工", "/request_human")])
        if in_progress(turn):
            events.append(FollowupAction("complaint_form"))
        return events


def id_number_of(turn: Turn) -> str | None:
    """An identity number whose check digit fits."""
    for entity in turn.entities("id_number"):
        number = identity.id_number(entity.value)
        if identity.is_id_number(number):
            return number
    return None
