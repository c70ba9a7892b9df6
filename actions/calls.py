"""Whether a person was called because of danger or need, and has not come yet."""

import re
from datetime import timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions import danger, help, meanwhile, registers
from actions.complaint import facts, gathering, handing_in, phrases
from actions.meanwhile import Call
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.conversations import alerts, drafts, queries, talks
from casework.conversations.models import Handover
from casework.office import Office

CALLED_LATELY = timedelta(hours=2)
PRESSING = frozenset({"crisis", "help"})
"""Kinds of calls before which everything else has to wait."""
OF_CROWD = re.compile(
    r"一起|集体|上访|信访|大伙|大家|联名|几十|几百|全村|去(县|市|省|北京)|堵|拉横幅|找领导|举牌"
)
"""Words of going together: without them a whole family in need is none (六口人打地铺)."""
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
    words["alerted"] = "" if first else meanwhile.PASSED_ON
    said, call = meanwhile.reply(turn, call, words, topic, first=first)
    if said:
        say.text(said)
    return [SlotSet("urgent", call.kept()), SlotSet("times_unclear", 0.0)]


def still_called(tools: Tools, turn: Turn, say: Say) -> bool:
    """Somebody was called lately because of danger or need, and has not come: that is said to what nothing else answers;
    a question behind a call for which neither words of danger nor advice stood is left to what answers questions."""
    call = awaited(tools, turn)
    if call is None:
        return False
    with tools.bureau.reading() as office:
        words = meanwhile.words_for(office, tools.local)
    if call.kind == "crisis" and not call.lasts and not call.said and phrases.asks(turn.said):
        return False
    asked = phrases.asks(turn.said) and meanwhile.hearing(call) != "self"
    lines = help.book().hearing["asked" if asked else meanwhile.hearing(call)]
    say.text(lines[0].format(**words))
    return True


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is told or asked while somebody called for danger or need is awaited, whatever the words were taken for;
    None where it is left to the action: what is called a complaint, and a question on other business."""
    if turn.pressed or turn.loop or turn.evidence:
        return None
    call = awaited(tools, turn)
    if call is None:
        return _called_for(tools, turn, say) or _weary(tools, turn, say)
    calls = turn.intent in danger.CALLS and (turn.intent != "collective_action" or OF_CROWD.search(turn.said))
    untreated = danger.untreated(turn.said) and help.heard(turn.said, talked_of=call.said) is not None
    if (calls and not untreated) or phrases.COMPLAINS.search(turn.said):
        return None
    asks = danger.asks(turn.said)
    topic = help.heard(turn.said, talked_of=call.said)
    if topic != "rebuild" and asks and _of_aid(turn, call):
        topic = None
    if topic is None and handing_in.hands_in_what_was_kept(turn) and _draft_kept(tools, turn):
        return None
    in_despair = meanwhile.hearing(call) == "self" and call.said and not _names_aid(turn)
    if topic is None and (asks or turn.intent in OF_THEIR_OWN) and not in_despair:
        return None
    if topic is None and turn.intent == "greet" and len(turn.said) <= GREETING:
        return [*_greet(tools, say, call), FollowupAction(LISTENING)]
    if call.kind == "help" and (topic or not asks):
        with tools.bureau.office() as office:
            note_help(office, turn)
    events = respond(tools, turn, say, call, topic)
    if gathering.only_facts(turn) and _draft_kept(tools, turn):
        say.text("刚才没说完的投诉也留着，要接着说，点下面。", [GO_ON])
    return [*events, FollowupAction(LISTENING)]


def _draft_kept(tools: Tools, turn: Turn) -> bool:
    """Whether a complaint was broken off when the person was called."""
    with tools.bureau.reading() as office:
        return drafts.find(office, talks.get(office, turn.token)) is not None


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
    return not of_self and _names_aid(turn)


def _names_aid(turn: Turn) -> bool:
    return bool(turn.entities("program") or danger.NAMES_AID.search(turn.said))


OF_NOBODY = frozenset(
    {
        "nlu_fallback",
        "out_of_scope",
        "other_department",
        "inform",
        "greet",
        "goodbye",
        "report_change",
        "report_person_in_need",
    }
)
"""Meanings of words that the understanding did not take for a call."""
PERSON = re.compile(r"[爸妈爹娘爷奶公婆娃孩儿女哥弟姐妹叔伯姨舅伴]|老(汉|人|头|太)|媳妇|男人|邻居|隔壁")
AT_ONCE = frozenset({"lost", "fallen"})
SURE = 0.35
"""So far before all else a topic must be where nobody has called for help (`help.LEAD`)."""
MAY_WRITE = (
    "不方便出声就在这里打字，我看得到。现在有人打您、拦着您：发短信到 12110，写清在哪里、出了什么事，报警不用说话；手机先调成静音。\n"
    "没人看着的时候再说：出了什么事，您在哪里，身边有没有孩子？"
)


def _called_for(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Call for a child without grown-ups, for who is lost or lies fallen, whatever the words were taken for; who may not
    be heard is told how to write, and staff are asked to look. None for all others."""
    dying = turn.intent == "crisis" or danger.despairs(turn.said, [one.parsed.text for one in turn.earlier])
    if danger.untreated(turn.said) and not dying:
        return [FollowupAction("action_help_now")]
    said = [*(one.parsed.text for one in turn.earlier), turn.said]
    of_a_person = turn.intent != "greet" and PERSON.search(turn.said)
    if turn.intent in OF_NOBODY and (
        danger.child_alone(said) or (of_a_person and help.heard(turn.said, lead=SURE) in AT_ONCE)
    ):
        return [FollowupAction("action_help_now")]
    if turn.intent in danger.CALLS or not danger.AFRAID_TO_SPEAK.search(turn.said):
        return None
    with tools.bureau.office() as office:
        alerts.watch(office, talks.get(office, turn.token), "crisis")
    say.text(MAY_WRITE)
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


def _weary(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Call a person for who sees no point in living, and listen to who is weary of it all; None for all others."""
    if turn.intent in danger.CALLS or phrases.COMPLAINS.search(turn.said):
        return None
    before = [one.parsed.text for one in turn.earlier]
    if danger.despairs(turn.said, before):
        return [FollowupAction("action_crisis")]
    if SIGHS.search(turn.said) and len(turn.said) <= SHORT and not phrases.asks(turn.said):
        say.text(SIGH_HEARD)
        return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
    if not danger.WEARY.search(turn.said) or len(turn.said) > SHORT or turn.slot("complaint_narrative"):
        return None
    with tools.bureau.office() as office:
        alerts.watch(office, talks.get(office, turn.token), "crisis")
    say.text(WEARY_TALK.format(**tools.local.model_dump()))
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


SIGHS = re.compile(
    r"^(哎|唉|诶|哎呀|哎哟|唉呀|嗐|真是|[,，。\s])*(我|俺|这|娃|孩子|老人|人|他|她|们|这个|的)*(命|日子|真|太|好)*(苦|可怜|造孽|作孽|遭罪|难|不容易)(得很|啊|哦|呀|了|嘛|哟|咯)*[。!！~]*$"
)
"""A sigh, with which nothing is told or asked: 哎呀娃命苦哦."""
SIGH_HEARD = "是不容易，我听着呢。能帮得上的，咱们一样一样来，您接着说。"
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
