"""A resident's mark on an answer: useful or not. It is no turn of the talk: nothing that is under way is disturbed."""

from dataclasses import dataclass

from casework.conversations import queries
from casework.conversations.models import Button, Conversation, Message
from casework.office import Office

MARK = "/mark"
"""What both buttons stand for; Rasa never hears of it."""
GOOD, BAD, BAD_NAMING = "+", "-", "!"
"""The last: of no use, and what was asked names somebody, so that it is not learned from."""


@dataclass(frozen=True)
class Mark:
    """What was asked, which answer was given, and what the resident thinks of it."""

    question: str
    answer_id: str
    helpful: bool
    names: bool
    """Whether what was asked names somebody."""


def offers(answer_id: str, *, names: bool = False) -> list[tuple[str, str]]:
    """The two buttons under an answer, as (title, payload); `names` where what was asked names somebody."""
    bad = BAD_NAMING if names else BAD
    return [("有用", f"{MARK}#{GOOD}{answer_id}"), ("没用", f"{MARK}#{bad}{answer_id}")]


def is_mark(payload: str | None) -> bool:
    return payload == MARK


def answer_under(office: Office, conversation: Conversation, pressed: Button) -> Message | None:
    """The answer under which the button stands, if it is not long ago."""
    said = queries.messages(office, conversation.id)
    return next(
        (one for one in said if any(button["id"] == pressed.id for button in one.buttons or ())), None
    )


def is_marked(office: Office, answer: Message) -> bool:
    return any(is_mark(one.payload) for one in queries.answers(office, answer.id))


def take(office: Office, answer: Message, message: Message, pressed: Button) -> Mark:
    """The mark that `message` gives the answer by the button."""
    message.answers_id = answer.id
    asked = office.db.get(Message, answer.answers_id) if answer.answers_id else None
    about = pressed.about or ""
    question = office.vault.open(asked.text_sealed) if asked else ""
    return Mark(question, about[1:], about.startswith(GOOD), about.startswith(BAD_NAMING))
