"""When a person is needed: danger, sudden need, going to petition together, or simply asked for."""

import re
from typing import Any

from actions import registers, waiting
from actions.base import HuiyinAction, fill
from actions.calls import still_called, waiting_kind
from actions.complaint import facts
from actions.complaint.talk import CLEAN, save_draft
from actions.tools import Events, Say
from actions.turn import Turn
from casework.conversations import alerts, desk, talks
from casework.office import Office

ASKED_FOR = 3
"""After so many messages in a row that were not understood a person is called."""


def understood(turn: Turn) -> dict[str, Any]:
    """What the message was understood to mean, without anything personal, for whoever takes the talk."""
    return {
        "intent": turn.intent,
        "confidence": round(turn.parsed.confidence, 2),
        "category": turn.parsed.category,
        "facts": sorted({entity.entity for entity in turn.parsed.entities}),
        "complaint": sorted(name for name in facts.SLOTS if turn.slot(name)),
    }


class CallPerson(HuiyinAction):
    """Put the talk into the desk's queue and tell the resident who will come, and what to do until then."""

    kind = "request"
    reason = "居民要求人工"
    response = "handed_over"

    def act(self, turn: Turn, say: Say) -> Events:
        ahead, on_duty = self.call(turn)
        self.tell(turn, say, ahead, on_duty)
        save_draft(self, turn, say)
        put_down = {**waiting.NOTE, **(CLEAN if facts.begun(turn) else {})}
        return fill(**put_down, times_unclear=0.0)

    def call(self, turn: Turn) -> tuple[int, bool]:
        """Queue the talk; returns how many are ahead and whether somebody is on duty now."""
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            handover = desk.ask_for_person(office, conversation, self.kind, self.reason, understood(turn))
            alerts.raise_alert(office, conversation, handover)
            return desk.position(office, handover), desk.anyone_on_duty(office)

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> None:
        say.response(self.response)


class HandOver(CallPerson):
    """The resident wants a person."""

    title = "action_hand_over"

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> None:
        if not on_duty:
            say.response("nobody_on_duty")
        elif ahead:
            say.response("handed_over_waiting", ahead=str(ahead))
        else:
            say.response("handed_over")


class HelpNow(CallPerson):
    """Sudden hardship: a person at once, and never a form first; aid may come before the papers."""

    title = "action_help_now"
    kind = "help"
    reason = "急难求助"
    response = "help_now"

    def act(self, turn: Turn, say: Say) -> Events:
        """Once called, more of the same need is taken down and passed on without the whole advice again."""
        if not turn.loop and still_called(self.tools, turn, say):
            self.call(turn)
            return fill(times_unclear=0.0)
        return super().act(turn, say)

    def call(self, turn: Turn) -> tuple[int, bool]:
        queued = super().call(turn)
        with self.tools.bureau.office() as office:
            note_help(office, turn, self.reason)
        return queued


def note_help(office: Office, turn: Turn, reason: str = "") -> None:
    """Enter the call for help, or add this message to the one that the talk has made."""
    conversation = talks.get(office, turn.token)
    registers.report(
        office,
        registers.Report(
            kind="help",
            text=turn.said if len(turn.said.strip()) > 1 else reason,
            place="".join(turn.words("place")),
            phone=facts.phone_of(turn) or "",
            conversation_id=conversation.id,
            channel=conversation.channel,
            token=turn.token,
            urgent=True,
        ),
    )


OF_ANOTHER = re.compile(
    r"隔壁|邻居|对门|楼上|楼下|老太太|老头|(?<!我是)(?<!我一个)(?<!孤寡)老人|大爷|大娘|小孩|村里有|有个|有人|他|她"
)
RELATIVE_IN_DANGER = re.compile(
    r"(我|俺|额)(们)?(家|屋里)?的?(爸|妈|爹|娘|爷|奶|公公|婆婆|哥|弟|姐|妹|儿|闺女|女|孩子|娃|媳妇|老婆|老公|老伴|男人|姑|叔|舅|侄|孙)[^,，。]{0,8}(拿着?农药|喝(了|下)?(农)?药|要跳|想不开|寻(死|短)|割腕|上吊|吞|站(在|到)[^,，。]{0,6}(楼|桥|河|窗))"
)
"""A relative may hurt themselves."""
RELATIVE_HURT = re.compile(
    r"(我|俺)(们)?(家|屋里)?的?(爸|妈|爹|娘|爷|奶|哥|弟|姐|妹|儿|闺女|孩子|娃|老伴|姑|叔|舅|侄|姨|孙)[^。；]{0,12}(青|紫|肿|流血|伤|挨打|被打)"
)
OF_ANOTHER_AGAIN = (
    "我听到了，已经一起转给值班同志。他现在有危险的，马上打 110、120，越快越好；"
    "您知道他在哪里、叫什么，告诉我，我接着转。"
)
OF_SELF = re.compile(
    r"(我|俺)(也|真|都|就)?(不想(?!留|说|写|报|让|叫|惹|给)|想死|要死|活不|活着|没法活|自杀|了断|跳)|不想活|活不下去|死了算|(打|砍|杀|捅|掐)(我|俺|额)"
)
"""What the speaker says of their own danger goes before the other, and so does what could be either."""


def _of_another(said: str) -> bool:
    """Whether danger is told of somebody else than the speaker."""
    told = any(words.search(said) for words in (OF_ANOTHER, RELATIVE_IN_DANGER, RELATIVE_HURT))
    return told and not OF_SELF.search(said)


def _in_need_rather(turn: Turn) -> bool:
    """Whether danger was only not ruled out, and need is the likelier meaning: 断粮两天，孩子饿得哭."""
    likely = dict(turn.parsed.ranking)
    return likely.get("request_help", 0.0) > likely.get("crisis", 0.0) and not OF_SELF.search(turn.said)


class Crisis(CallPerson):
    """Somebody may be in danger."""

    title = "action_crisis"
    kind = "crisis"
    reason = "可能有人身危险"
    response = "crisis"

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> None:
        """Who fears for somebody else is told what to do for them."""
        say.response("crisis_of_another" if _of_another(turn.said) else self.response)

    def act(self, turn: Turn, say: Say) -> Events:
        """Once called, each further word is passed on, and what to do now is said anew instead of all of it."""
        if _in_need_rather(turn):
            return HelpNow(self.tools).act(turn, say)
        if turn.loop or waiting_kind(self.tools, turn) != self.kind:
            return super().act(turn, say)
        self.call(turn)
        said = [
            *(one.parsed.text for one in turn.earlier),
            turn.before.text if turn.before else "",
            turn.said,
        ]
        if any(map(_of_another, said)) and not any(map(OF_SELF.search, said)):
            say.text(OF_ANOTHER_AGAIN)
        else:
            say.response("crisis_again")
        return fill(times_unclear=0.0)


class CollectiveAction(CallPerson):
    """Going together or over the head: calmed, shown the lawful way, and passed up."""

    title = "action_collective_action"
    kind = "collective"
    reason = "表示要集体走访或越级走访"
    response = "collective_action"

    def act(self, turn: Turn, say: Say) -> Events:
        """How many they are is remembered for the complaint that they may tell next."""
        crowd = None if facts.in_progress(turn) else facts.headcount_of(turn)
        events = super().act(turn, say)
        return [*events, *fill(complaint_draft={"headcount": crowd})] if crowd else events
