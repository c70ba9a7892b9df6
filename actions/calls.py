"""Whether a person was called because of danger or need, and has not come yet."""

from datetime import timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions import meanwhile, registers
from actions.complaint import facts, phrases
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import alerts, queries, talks
from casework.office import Office

CALLED_LATELY = timedelta(hours=2)
PRESSING = frozenset({"crisis", "help"})
"""Kinds of calls before which everything else has to wait."""
CALLS = frozenset({"crisis", "request_help", "request_human", "collective_action"})
"""Meanings whose own action passes the words on."""


def waiting_kind(tools: Tools, turn: Turn) -> str:
    """The kind of call that was made lately and that nobody has answered yet; empty where there is none."""
    with tools.bureau.reading() as office:
        handover = queries.open_handover(office, talks.get(office, turn.token).id)
        waits = handover is not None and handover.state == "waiting"
        if handover is None or not waits or office.clock.now() - handover.asked_at > CALLED_LATELY:
            return ""
        return handover.kind


def still_called(tools: Tools, turn: Turn, say: Say) -> bool:
    """Somebody was called lately because of danger or need, and has not come: that is said before anything else, or
    what fits the message better."""
    kind = waiting_kind(tools, turn)
    if kind not in PRESSING:
        return False
    if said := meanwhile.advice(turn, kind, tools.local):
        say.text(said)
    else:
        say.response(f"still_called_{kind}")
    return True


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Give the advice that fits what is said while somebody called for danger or need is awaited, whatever the words were
    taken for; None where it is left to the action. What they tell is passed on; what they call a complaint becomes one."""
    if turn.pressed or turn.loop or turn.intent in CALLS or phrases.COMPLAINS.search(turn.said):
        return None
    kind = waiting_kind(tools, turn)
    if kind not in PRESSING or not (said := meanwhile.fitting(turn, kind, tools.local)):
        return None
    if kind == "help" and not phrases.asks(turn.said):
        with tools.bureau.office() as office:
            note_help(office, turn)
    say.text(said)
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


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


def watch(tools: Tools, turn: Turn) -> None:
    """Have staff look at words that hint at danger and are too little to change the talk (`safety`, docs/nlu.md)."""
    safety = turn.parsed.safety or {}
    kind = str(safety.get("name") or "")
    if kind in alerts.WATCHED and not safety.get("override") and turn.intent != kind and not turn.offered:
        with tools.bureau.office() as office:
            alerts.watch(office, talks.get(office, turn.token), kind)
