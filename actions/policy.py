"""Policy questions, answered from the library with their source, or honestly not."""

from typing import Any

from actions.base import Events, HuiyinAction, Say, fill
from actions.turn import Turn

TURN_TO_PERSON = [("找人工", "/request_human")]


class AnswerPolicy(HuiyinAction):
    """Look the question up; what the library does not know is said to be unknown, never made up."""

    title = "action_answer_policy"

    def act(self, turn: Turn, say: Say) -> Events:
        answer = self.look_up(turn)
        if answer is None:
            say.response("policy_unknown")
            return []
        buttons = [as_button(button) for button in getattr(answer, "buttons", ()) or ()]
        say.text(answer.text_for_chat(), buttons[:4])
        programs = turn.words("program")
        return fill(last_answer={"id": answer.id, "program": programs[0] if programs else None})

    def look_up(self, turn: Turn) -> Any:
        """The library's answer, or None where it has none or could not be read."""
        library = self.tools.library
        if library is None:
            return None
        programs = turn.entities("program")
        before = turn.slot("last_answer") or {}
        program = str(programs[0].normalised or programs[0].value) if programs else before.get("program")
        found = library.answer(
            turn.question,
            intent=turn.intent,
            program=program,
            context=before.get("id"),
        )
        return found if hasattr(found, "text_for_chat") else None


def as_button(button: Any) -> tuple[str, str]:
    """A button of the library's answer as title and payload; a bare text is asked as it stands."""
    if isinstance(button, str):
        return button, button
    if isinstance(button, dict):
        return str(button["title"]), str(button.get("payload") or button["title"])
    if isinstance(button, tuple):
        return str(button[0]), str(button[1])
    return str(button.title), str(getattr(button, "payload", "") or button.title)
