"""When a person is needed: danger, sudden need, going to petition together, or simply asked for."""

from typing import Any

from rasa_sdk.events import FollowupAction

from actions import calls, danger, help, meanwhile, waiting
from actions.base import HuiyinAction
from actions.calls import note_help
from actions.complaint import facts, interruptions
from actions.complaint.talk import CLEAN, BeginComplaint, save_draft
from actions.events import fill
from actions.policy import AnswerPolicy
from actions.tools import Events, Say
from actions.turn import Turn
from casework.conversations import alerts, desk, talks

SENDS = "send"
"""What who asks for a person means, where one was called already (`help.yml`)."""
OF_HUNGER = frozenset({"没吃东西", "怎么活"})
"""Words of danger (`nlu/lexicon/safety.yml`) that tell of need as often."""


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
        told = self.tell(turn, say, ahead, on_duty)
        save_draft(self, turn, say, silently=self.kind in calls.PRESSING)
        put_down = {**waiting.NOTE, **(CLEAN if facts.begun(turn) else {})}
        return [*fill(**put_down, times_unclear=0.0), *told]

    def call(self, turn: Turn) -> tuple[int, bool]:
        """Queue the talk; returns how many are ahead and whether somebody is on duty now."""
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            handover = desk.ask_for_person(office, conversation, self.kind, self.reason, understood(turn))
            alerts.raise_alert(office, conversation, handover)
            return desk.position(office, handover), desk.anyone_on_duty(office)

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> Events:
        say.response(self.response)
        return []


class Urgent(CallPerson):
    """Danger or need: who was told, and what helps until they come."""

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> Events:
        call = calls.awaited(self.tools, turn)
        with self.tools.bureau.reading() as office:
            told_whom = meanwhile.alerted(office, self.tools.local)
        silent = danger.cannot_speak(turn.said)
        overheard = danger.AFRAID_TO_SPEAK.search(turn.said) is not None
        if silent and overheard:
            say.text(meanwhile.SILENTLY)
        if not silent or danger.TOLD_FIRST.search(turn.said):
            say.response(self.opening(turn), alerted=told_whom)
        if silent and not overheard:
            say.text(meanwhile.SILENTLY)
        if call is None:
            return []
        topic = help.heard(turn.said, lead=help.FIRST_LEAD)
        return calls.respond(self.tools, turn, say, call, topic, first=True)

    def opening(self, turn: Turn) -> str:
        """The response that comes first."""
        return self.response

    def goes_on(self, turn: Turn, say: Say, kind: str) -> Events | None:
        """Pass on more of what a person was called for already, and say what fits it; None where nobody is awaited for it."""
        call = None if turn.loop else calls.awaited(self.tools, turn)
        if call is None or (kind == "crisis" != call.kind and _warns(turn)):
            return None
        self.call(turn)
        return calls.respond(self.tools, turn, say, call, help.heard(turn.said, talked_of=call.said))


def otherwise(turn: Turn) -> Events:
    """What is left to another action, where danger or need was not meant (`danger.sobered`)."""
    if turn.intent.startswith("ask_"):
        return [FollowupAction("action_answer_policy")]
    if turn.intent == "report_person_in_need":
        return [FollowupAction("action_begin_note")]
    return [FollowupAction("action_inform")]


class HandOver(CallPerson):
    """The resident wants a person."""

    title = "action_hand_over"

    def act(self, turn: Turn, say: Say) -> Events:
        """Who is in danger or need, and says that somebody may come, is told again who was called. A complaint that sounds
        like the wish for a person is one."""
        call = None if turn.loop else calls.awaited(self.tools, turn)
        if call is None and not turn.loop and interruptions.is_of_their_person(turn):
            return BeginComplaint(self.tools).begin_form(turn, say)
        if call is None:
            return super().act(turn, say)
        return calls.respond(self.tools, turn, say, call, help.heard(turn.said, talked_of=call.said) or SENDS)

    def tell(self, turn: Turn, say: Say, ahead: int, on_duty: bool) -> Events:
        if not on_duty and self.asked_before(turn):
            say.text(
                f"已经替您排着了，{self.tools.local.duty_hours} 有人，一上班就看您的话。打字费劲的，发语音也行，值班同志听；"
                "要他们打给您，只说号码和哪天几点就行，我记下来，到时候打。"
            )
        elif not on_duty:
            say.response("nobody_on_duty")
        elif ahead:
            say.response("handed_over_waiting", ahead=str(ahead))
        else:
            say.response("handed_over")
        return []

    def asked_before(self, turn: Turn) -> bool:
        """Whether a person was asked for in this stretch of the talk already."""
        return any(one.reaction == self.title for one in turn.earlier)


class HelpNow(Urgent):
    """Sudden hardship: a person at once, and never a form first; aid may come before the papers."""

    title = "action_help_now"
    kind = "help"
    reason = "急难求助"
    response = "help_now"

    def act(self, turn: Turn, say: Say) -> Events:
        """Once called, more of the same need is taken down and passed on without the whole advice again. Who was told how
        to contest something, and thinks that nothing is left, is told what is; who only asks how aid is had, that."""
        if turn.fresh and danger.only_asks_of_aid(turn.said) and not turn.offered:
            return otherwise(turn)
        if (told := AnswerPolicy(self.tools).what_is_left(turn, say)) is not None:
            return told
        return self.goes_on(turn, say, self.kind) or super().act(turn, say)

    def call(self, turn: Turn) -> tuple[int, bool]:
        queued = super().call(turn)
        with self.tools.bureau.office() as office:
            note_help(office, turn, self.reason)
        return queued


def _warns(turn: Turn) -> bool:
    """Whether words of danger stand in the message itself."""
    words = set((turn.parsed.safety or {}).get("words") or ()) - OF_HUNGER
    return bool(words) or danger.in_danger(turn.said)


def _in_need_rather(turn: Turn) -> bool:
    """Whether danger was only not ruled out, and need is the likelier meaning: 断粮两天，孩子饿得哭. No ranking outweighs
    words of danger."""
    likely = dict(turn.parsed.ranking)
    likelier = likely.get("request_help", 0.0) > likely.get("crisis", 0.0)
    return not _warns(turn) and (likelier or help.heard(turn.said) in help.OF_NEED)


class Crisis(Urgent):
    """Somebody may be in danger."""

    title = "action_crisis"
    kind = "crisis"
    reason = "可能有人身危险"
    response = "crisis"

    def opening(self, turn: Turn) -> str:
        """Who fears for somebody else is told what to do for them."""
        return "crisis_of_another" if danger.of_another(turn.said) else self.response

    def act(self, turn: Turn, say: Say) -> Events:
        """Once called, each further word is passed on, and what to do now is said anew instead of all of it. Where words of
        danger were only borrowed, the message is what else it may be."""
        if turn.fresh and turn.intent != "crisis" and not turn.pressed:
            return otherwise(turn)
        if _in_need_rather(turn):
            return HelpNow(self.tools).act(turn, say)
        return self.goes_on(turn, say, self.kind) or super().act(turn, say)


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
