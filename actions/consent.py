"""Consent where the law wants it separately: asked once, the answer kept, taken back at any time (个人信息保护法 art. 13-16,
29, 31).

What is said of a matter is kept because receiving it is a duty (art. 13(1)(3); 信访工作条例 art. 19, 21, 23): of that people
are told and not asked. Asked for is what the duty does not need: to keep the photos, recordings and files that were sent,
and, of a child under fourteen, name and telephone. A no stops nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import calls, danger
from actions.complaint import interruptions, yes_no
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import consents, forgetting, talks
from casework.conversations.consents import ABOUT, FILES, Purpose
from casework.conversations.models import Conversation
from casework.office import Office
from casework.people import residents
from casework.people.models import Contact
from casework.petitions import digests
from store.clock import local

SHORT = 14
"""An answer is no longer than this; a longer message tells of the matter."""
LAST_SAID = 8
"""So many things said last tell what a bare yes can be an answer to."""
CHILD = 14
"""Under this age a guardian consents (art. 31)."""
IN_PRIMARY_SCHOOL = re.compile(r"小学|[一二三四五六]年级")
OF_CHILD = ("complaint_identity", "complaint_name", "complaint_phone")
"""What a child tells of itself; held back until a guardian was asked about."""
WITHDRAWS = re.compile(r"(撤回|收回|取消|撤销|不再)(我的|刚才的|之前的|那个)?(授权|同意)")
AGREES = re.compile(
    r"^(我|那|就)?(同意|可以|愿意)(你们?|您)?(存|保存|留着|收着)(材料|照片|语音|文件)?(下来|吧|的|了)*[。!！~]*$"
)
REFUSES = re.compile(
    r"^(我|那|就|还是)*(不同意(存|保存|留)?|不(要|想|让|准|许)?(存|保存))(我的)?(材料|照片|语音|文件)?(下来|吧|的|了)*[,，。!！~]*(删(掉|了)?吧?)?[。!！~]*$"
)
NO_FILES = "您还没有发过照片、文件，没有要存的材料。"
GUARDIAN_KNOWS = re.compile(r"知道|同意|告诉过|跟.{0,6}说(过|了)|在(我)?(旁边|身边)|让我(说|来)")
GUARDIAN_NOT = re.compile(r"不知道|没(有)?(跟|和|告诉|说|同意|问)|不(同意|敢|想|能|要)|还没|没有|瞒着")


GUARDIAN = Purpose(
    "guardian",
    "2026-11",
    "您不满 14 岁，记您的名字、电话，法律要爸妈或者别的监护人同意。他们知道、同意吗？不同意或者不方便问也不要紧，"
    "名字电话不写进去，事情照样登记、照样查。有人打您、不给饭吃，马上打 110，或者回“人工”。",
    "监护人同意",
    "没有，不记名字",
)
PURPOSES = {purpose.name: purpose for purpose in (FILES, GUARDIAN)}


def ask_for_files(tools: Tools, turn: Turn, say: Say) -> None:
    """Ask below the answer to the first file of a talk; not while somebody is called because of danger or need."""
    if not turn.evidence or calls.waiting_kind(tools, turn) in calls.PRESSING:
        return
    with tools.bureau.office() as office:
        asks = consents.files_wait(office, talks.get(office, turn.token), len(turn.evidence))
    if asks:
        say.text(FILES.wording, FILES.buttons)


def ask_guardian(turn: Turn, say: Say) -> Events:
    """Ask whether a guardian knows and agrees, in place of the question about name or telephone."""
    say.text(GUARDIAN.wording, GUARDIAN.buttons)
    return [SlotSet("complaint_draft", {**(turn.slot("complaint_draft") or {}), "asked_guardian": True})]


def needs_guardian(tools: Tools, turn: Turn, draft: Mapping[str, Any]) -> bool:
    """Whether a child under fourteen is complaining whose guardian was not asked about yet."""
    age = draft.get("age")
    if not (int(age) < CHILD if age else IN_PRIMARY_SCHOOL.match(str(draft.get("pupil") or ""))):
        return False
    with tools.bureau.office() as office:
        who = consents.who(office, talks.get(office, turn.token))
        return residents.last_answer(office, GUARDIAN.name, who) is None


def heard(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """The events of an answer, by button or in words, or of a withdrawal; None where the message is neither, and where it
    tells of danger, which is heard before everything else: 不想活了 is no answer."""
    if _tells_of_danger(turn):
        return None
    purpose, says_yes = _answer(turn)
    if purpose is None and _agrees_to_keep(tools, turn):
        purpose, says_yes = FILES, True
    if purpose is None and not (WITHDRAWS.search(turn.said) and len(turn.said) <= 20):
        return None
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        who = consents.who(office, conversation)
        if purpose is FILES and not turn.about and not forgetting.stored(office, conversation).files:
            if not turn.loop or not turn.requested:
                return None
            say.text(NO_FILES)
            return [SlotSet(turn.requested, None)]
        if purpose is None:
            gone = _withdraw(office, conversation, who, say)
        elif purpose is FILES:
            sentence, gone = consents.answer_files(office, conversation, yes=says_yes)
            say.text(sentence)
        else:
            gone = []
            if says_yes:
                residents.consent(office, purpose.name, purpose.answered(purpose.yes), contact=who)
                say.text(consents.AGREED)
            else:
                residents.refuse_consent(office, purpose.name, purpose.answered(purpose.no), who)
                say.text("好，名字和电话不写进诉求，事情照样登记、照样查。可以让信得过的大人来说。")
    return _events(turn, purpose, says_yes, gone)


def _tells_of_danger(turn: Turn) -> bool:
    before = [one.parsed.text for one in turn.earlier]
    leaves = interruptions.leaves(turn, interruptions.DANGER)
    return not turn.pressed and (leaves or danger.despairs(turn.said, before))


def in_words(tools: Tools, turn: Turn) -> str:
    """What was agreed to in this talk and when, as sentences; empty where nothing was."""
    said = []
    with tools.bureau.office() as office:
        who = consents.who(office, talks.get(office, turn.token))
        for purpose, what in ((FILES, "存材料"), (GUARDIAN, "监护人同意记名字电话")):
            last = residents.last_answer(office, purpose.name, who)
            if last is None:
                continue
            day = local(last.given_at)
            held = (
                "同意"
                if last.withdrawn_at is None
                else "没有同意"
                if last.withdrawn_at == last.given_at
                else "同意过、已撤回"
            )
            said.append(f"{what}：{day.year}年{day.month}月{day.day}日问过，您{held}。")
    return "".join(said)


def _answer(turn: Turn) -> tuple[Purpose | None, bool]:
    """The purpose that is answered, and whether with a yes."""
    about = turn.about or ""
    if about.startswith(ABOUT):
        name, _, how = about.removeprefix(ABOUT).partition(":")
        return PURPOSES.get(name), how == "yes"
    if (turn.slot("complaint_draft") or {}).get("asked_guardian") and len(turn.said) <= SHORT:
        if GUARDIAN_NOT.search(turn.said) or yes_no.NO.match(turn.said):
            return GUARDIAN, False
        if GUARDIAN_KNOWS.search(turn.said) or yes_no.YES.match(turn.said):
            return GUARDIAN, True
    if REFUSES.match(turn.said):
        return FILES, False
    return (FILES, True) if AGREES.match(turn.said) else (None, False)


def _agrees_to_keep(tools: Tools, turn: Turn) -> bool:
    """Whether a bare yes follows the question if the files may be kept, and answers nothing else that was asked."""
    asked_else = turn.pressed or turn.requested in ("complaint_confirmed", *OF_CHILD)
    if asked_else or not yes_no.YES.match(turn.said):
        return False
    with tools.bureau.reading() as office:
        said = talks.history(office, talks.get(office, turn.token), limit=LAST_SAID)
    before = [one for one in said if one.direction != "resident" or one.text != turn.said]
    for one in reversed(before):
        if one.direction == "resident":
            return False
        if one.text == FILES.wording:
            return True
    return False


def _withdraw(office: Office, conversation: Conversation, who: Contact, say: Say) -> list[int]:
    ended = [name for name in PURPOSES if residents.withdraw_consent(office, name, who)]
    gone = forgetting.forget_files(office, conversation) if FILES.name in ended or not ended else []
    kept = forgetting.stored(office, conversation).petitions
    say.text(
        ("同意撤回了。" if ended else "您在这里没有还作数的同意，不用撤。")
        + (f"没登记的材料 {len(gone)} 份已经删掉。" if gone else "")
        + "撤回以前已经办的不受影响（《个人信息保护法》第十五条）。"
        + (
            "已经登记的诉求和里面的材料是办理档案，法律要求保存，不能删；不想办了，说“撤回投诉”。"
            if kept
            else ""
        )
    )
    return gone


def _events(turn: Turn, purpose: Purpose | None, says_yes: bool, gone: list[int]) -> Events:
    draft = dict(turn.slot("complaint_draft") or {})
    events: Events = []
    if gone and draft.get("evidence"):
        draft["evidence"] = [id for id in draft["evidence"] if id not in gone]
        events.append(SlotSet("complaint_draft", draft))
    if purpose is GUARDIAN:
        told = draft.pop("of_child", {})
        draft.pop("asked_guardian", None)
        nameless = {"complaint_identity": "anonymous", "complaint_name": "", "complaint_phone": ""}
        if account := turn.slot("complaint_narrative"):
            nameless["complaint_narrative"] = digests.redact(str(account))
        slots = told if says_yes else nameless
        events = [*(SlotSet(name, value) for name, value in slots.items()), SlotSet("complaint_draft", draft)]
    if turn.loop and turn.requested:
        return [SlotSet(turn.requested, None), *events]
    return [*events, FollowupAction(LISTENING)]
