"""A talk about policy and the estimate, action after action as the rules lead from one to the next, without Rasa."""

from collections.abc import Sequence
from typing import Any

from tests.actions.conftest import Reaction, Stage

REACTS = {
    "file_complaint": "action_begin_complaint",
    "report_person_in_need": "action_begin_note",
    "report_change": "action_begin_note",
    "check_application": "action_begin_record",
    "other_department": "action_other_department",
    "out_of_scope": "action_out_of_scope",
    "nlu_fallback": "action_default_ask_affirmation",
    "ask_capability": "action_capability",
    "request_help": "action_help_now",
    "cancel": "action_cancel",
    "deny": "action_deny",
    "affirm": "action_affirm",
}
"""What reacts to a meaning outside forms; a question to `action_answer_policy`, the rest to `action_inform`."""


class Talk:
    """What is said one after the other, and whether the estimate's questions are under way."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.asking = False
        self.before: list[dict[str, Any]] = []

    def says(
        self, said: str, intent: str = "inform", entities: Sequence[tuple[str, str]] = (), **more: Any
    ) -> Reaction:
        """Everything that is answered to this message."""
        more = {"entities": entities, "before": tuple(self.before), **more}
        made: list[Reaction] = []
        if self.asking:
            made.append(
                self.stage.run(
                    "validate_estimate_form",
                    said,
                    intent,
                    requested="estimate_done",
                    loop="estimate_form",
                    **more,
                )
            )
        if not self.asking or made[-1].rejected:
            loop = "estimate_form" if self.asking else None
            made.append(self.stage.run(self._action(intent), said, intent, loop=loop, **more))
            self.asking = self.asking or made[-1].followup == "estimate_form"
        if self.asking:
            self._goes_on(made)
        name = self._action(intent)
        self.before += [
            {"event": "user", "text": said, "parse_data": {"intent": {"name": intent, "confidence": 0.9}}},
            {"event": "action", "name": name},
        ]
        return Reaction(
            [one for reaction in made for one in reaction.messages],
            [one for reaction in made for one in reaction.events],
        )

    def _goes_on(self, made: list[Reaction]) -> None:
        if not self.stage.slots.get("estimate_done"):
            made.append(self.stage.run("action_ask_estimate_form_estimate_done", loop="estimate_form"))
        if self.stage.slots.get("estimate_done"):
            made.append(self.stage.run("action_tell_estimate"))
            self.asking = False

    @staticmethod
    def _action(intent: str) -> str:
        return REACTS.get(intent, "action_answer_policy" if intent.startswith("ask_") else "action_inform")
