"""Whether a person was called because of danger or need, and has not come yet."""

from datetime import timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions import danger, help, meanwhile, registers
from actions.complaint import facts, gathering, phrases
from actions.meanwhile import Call
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.conversations import alerts, drafts, queries, talks
from casework.conversations.models import Handover
from casework.office import Office

CALLED_LATELY = timedelta(hours=2)
PRESSING = frozenset({"crisis", "help"})
"""Kinds of calls before which everything else has to wait."""
GREETING = 6
"""So long at most is a greeting that tells of nothing."""
OF_THEIR_OWN = frozenset(
    {
        *("cancel", "privacy_request", "make_suggestion", "give_praise"),
        *("check_petition", "supplement_petition", "withdraw_petition", "reject_reply", "accept_reply"),
    }
)
"""Meanings that are seen to as ever, while somebody is awaited."""
GO_ON = ("接着说刚才的投诉", f"/file_complaint#{SAID_BEFORE}")
WEARY_TALK = (
    "听着您心里不好受。有什么压着您，愿意的话跟我说说，我听着。"
    "想跟真人说话，打 {crisis_line}，白天黑夜都有人接；钱和手续的事，咱们再一样一样来。"
)


def waiting_kind(tools: Tools, turn: Turn) -> str:
    """The kind of call that was made lately and that nobody has answered yet; empty where there is none."""
    with tools.bureau.reading() as office:
        waits = _waiting(office, turn)
        return waits.kind if waits is not None else ""


def _waiting(office: Office, turn: Turn) -> Handover | None:
    handover = queries.open_handover(office, talks.get(office, turn.token).id)
    if handover is None or handover.state != "waiting":
        return None
    return handover if office.clock.now() - handover.asked_at <= CALLED_LATELY else None


def awaited(tools: Tools, turn: Turn) -> Call | None:
    """The call because of danger or need that this talk still turns on; None where there is none, somebody has come, or
    other business was seen to since and the words told of no danger."""
    with tools.bureau.reading() as office:
        waits = _waiting(office, turn)
    if waits is None or waits.kind not in PRESSING:
        return None
    kept = turn.slot("urgent")
    if not kept or kept["id"] != waits.id or kept["kind"] != waits.kind:
        return meanwhile.begun(turn, waits.id, waits.kind)
    call = Call.read(kept)
    return call if call.lasts or call.before == meanwhile.answered_last(turn) else None


def respond(
    tools: Tools, turn: Turn, say: Say, call: Call, topic: str | None, *, first: bool = False
) -> Events:
    """Say what fits the message, and remember what it told."""
    with tools.bureau.reading() as office:
        words = meanwhile.words_for(office, tools.local)
    if first:
        words["alerted"] = ""
    said, call = meanwhile.reply(turn, call, words, topic, first=first)
    if said:
        say.text(said)
    return [SlotSet("urgent", call.kept()), SlotSet("times_unclear", 0.0)]


def still_called(tools: Tools, turn: Turn, say: Say) -> bool:
    """Somebody was called lately because of danger or need, and has not come: that is said to what nothing else answers."""
    call = awaited(tools, turn)
    if call is None:
        return False
    with tools.bureau.reading() as office:
        words = meanwhile.words_for(office, tools.local)
    of_self = call.kind == "crisis" and not call.of_another
    lines = help.book().hearing["self" if of_self else "asked" if phrases.asks(turn.said) else "help"]
    say.text(lines[0].format(**words))
    return True


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is told or asked while somebody called for danger or need is awaited, whatever the words were taken for;
    None where it is left to the action: what is called a complaint, and a question on other business."""
    if turn.pressed or turn.loop or turn.evidence:
        return None
    call = awaited(tools, turn)
    if call is None:
        return _weary(tools, turn, say)
    if turn.intent in danger.CALLS or phrases.COMPLAINS.search(turn.said):
        return None
    asks = danger.asks(turn.said)
    topic = None if asks and _of_aid(turn, call) else help.heard(turn.said, talked_of=call.said)
    if topic is None and (asks or turn.intent in OF_THEIR_OWN):
        return None
    if topic is None and turn.intent == "greet" and len(turn.said) <= GREETING:
        return [*_greet(tools, say, call), FollowupAction(LISTENING)]
    if call.kind == "help" and (topic or not asks):
        with tools.bureau.office() as office:
            note_help(office, turn)
    events = respond(tools, turn, say, call, topic)
    if gathering.only_facts(turn):
        with tools.bureau.reading() as office:
            kept = drafts.find(office, talks.get(office, turn.token))
        if kept:
            say.text("刚才没说完的投诉也留着，要接着说，点下面。", [GO_ON])
    return [*events, FollowupAction(LISTENING)]


def _greet(tools: Tools, say: Say, call: Call) -> Events:
    """Greet back, and say who was told; to who is in danger themselves, that they are listened to."""
    with tools.bureau.reading() as office:
        words = meanwhile.words_for(office, tools.local)
    of_self = call.kind == "crisis" and not call.of_another
    line = help.book().hearing["self"][0] if of_self else words["alerted"]
    say.text(f"您好。{line.format(**words)}")
    return [SlotSet("times_unclear", 0.0)]


def _of_aid(turn: Turn, call: Call) -> bool:
    """Whether a question is on an assistance by name, which the library answers; who is in danger themselves is answered
    with care first."""
    of_self = call.kind == "crisis" and not call.of_another
    return not of_self and bool(turn.entities("program") or danger.NAMES_AID.search(turn.said))


def _weary(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Call a person for who sees no point in living, and listen to who is weary of it all; None for all others."""
    if turn.intent in danger.CALLS or phrases.COMPLAINS.search(turn.said):
        return None
    before = [one.parsed.text for one in turn.earlier]
    if danger.despairs(turn.said, before):
        return [FollowupAction("action_crisis")]
    if not danger.WEARY.search(turn.said) or len(turn.said) > SHORT or turn.slot("complaint_narrative"):
        return None
    with tools.bureau.office() as office:
        alerts.watch(office, talks.get(office, turn.token), "crisis")
    say.text(WEARY_TALK.format(**tools.local.model_dump()))
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


SHORT = 16
"""So long at most are words of weariness that tell of nothing else."""


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
    if kind in alerts.WATCHED and turn.intent != kind and not turn.offered:
        with tools.bureau.office() as office:
            alerts.watch(office, talks.get(office, turn.token), kind)
