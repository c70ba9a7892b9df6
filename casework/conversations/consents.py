"""Consent to keep the files that are sent, asked for once in a talk, whoever holds it (个人信息保护法 art. 29)."""

from dataclasses import dataclass

from casework.conversations import forgetting, talks
from casework.conversations.models import Button, Conversation
from casework.office import Office
from casework.people import residents
from casework.people.models import Contact

ABOUT = "consent:"
"""What the buttons of an answer are about."""
AGREED = "好，记下了。改主意了随时说“撤回同意”。"


@dataclass(frozen=True)
class Purpose:
    """What is asked for; the wording is kept with the answer, so a change of it gets a new version."""

    name: str
    version: str
    wording: str
    yes: str
    no: str

    @property
    def buttons(self) -> list[tuple[str, str]]:
        return [
            (self.yes, f"/privacy_request#{ABOUT}{self.name}:yes"),
            (self.no, f"/privacy_request#{ABOUT}{self.name}:no"),
        ]

    def answered(self, how: str) -> str:
        """What is kept: version, wording and answer."""
        return f"【{self.version}】{self.wording}\n答：{how}"


FILES = Purpose(
    "files",
    "2026-11",
    "照片、语音、文件里常有病情、残疾、证件号、人脸这些敏感信息。存着只给经办人员核实您的事用，不拿去认脸、认声音；"
    "没登记成诉求的，到期跟对话一起删。您同意存吗？不同意，点“不存，删掉”，马上删，您的事照样办。",
    "同意存",
    "不存，删掉",
)


def who(office: Office, conversation: Conversation) -> Contact:
    """The address whose consent counts in this talk."""
    return residents.contact(office, conversation.channel, talks.address(office, conversation))


def files_wait(office: Office, conversation: Conversation, sent: int) -> bool:
    """Whether `sent` files just came that are the talk's first, and nobody answered yet whether they may be kept."""
    answered = residents.has_consented(office, FILES.name, contact=who(office, conversation))
    return not answered and 0 < forgetting.stored(office, conversation).files <= sent


def answer_files(office: Office, conversation: Conversation, *, yes: bool) -> tuple[str, list[int]]:
    """Keep the answer; returns what is said to it, and the ids of the files that a no deleted."""
    contact = who(office, conversation)
    if yes:
        residents.consent(office, FILES.name, FILES.answered(FILES.yes), contact=contact)
        return AGREED, []
    residents.refuse_consent(office, FILES.name, FILES.answered(FILES.no), contact)
    gone = forgetting.forget_files(office, conversation)
    return f"好，没存，{len(gone)} 份都删了。您的事照样办。", gone


def files_answered(pressed: Button | None) -> bool | None:
    """The answer that a pressed button stands for; None where it is another button, or none."""
    about = (pressed.about or "") if pressed else ""
    return {f"{ABOUT}{FILES.name}:yes": True, f"{ABOUT}{FILES.name}:no": False}.get(about)
