"""The talk itself: greeting, thanks, abuse, yes and no without a question, and what lies outside."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import call_back, danger, deleting, outside, privacy, waiting, words
from actions.base import HuiyinAction
from actions.calls import GO_ON, PRESSING, note_help, still_called
from actions.complaint import (
    asking,
    facts,
    gathering,
    interruptions,
    offering,
    pauses,
    phrases,
    resuming,
    secrecy,
    unlodged,
    yes_no,
)
from actions.complaint.interruptions import URGENT
from actions.complaint.talk import CLEAN, BeginComplaint, save_draft
from actions.estimate import beginning as estimate
from actions.estimate.wishes import wanted
from actions.events import fill, leave
from actions.persons import HandOver
from actions.petition.reading import number_of, opening
from actions.policy import ESTIMATE_OFFER, AnswerPolicy
from actions.record import BeginRecord
from actions.tools import Events, Say
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.conversations import desk, drafts, queries, talks
from casework.petitions import queries as petitions
from knowledge.saying import Answer

STARTS = [
    ("问政策", "/ask_program"),
    ("投诉反映", "/file_complaint"),
    ("查进度", "/check_petition"),
    ("找人工", "/request_human"),
]
LETTER = 8
"""So many telling characters are an account of something, and not a bare detail."""
EMPTY = "？"
"""What the door hands on for a message without a single character that can be read."""
MEANINGS = 2
"""How many meanings are offered when a message is not understood."""


class Greet(HuiyinAction):
    """Say who this is and, the first time, what it can do."""

    title = "action_greet"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.loop or facts.in_progress(turn):
            say.response("greet_again")
            return []
        if still_called(self.tools, turn, say):
            return []
        with self.tools.bureau.reading() as office:
            kept = drafts.find(office, talks.get(office, turn.token))
        say.response("greet_again" if turn.slot("introduced") else "greet")
        if kept:
            say.text(
                f"您上次说到“{asking.shortened(kept.get('complaint_narrative'), 30)}”，还没登记。要接着说吗？",
                [("接着说", "/file_complaint")],
            )
        return fill(introduced=True, times_unclear=0.0)


class Simple(HuiyinAction):
    """Answers with one response."""

    def __init__(self, tools: Any, title: str, response: str) -> None:
        super().__init__(tools)
        self.title = title
        self.response = response

    def act(self, turn: Turn, say: Say) -> Events:
        say.response(self.response)
        return []


class Capability(HuiyinAction):
    """What can be done here; whether one thing can be, is answered with what the library has on it, an application made
    from here with how it is made."""

    title = "action_capability"

    def act(self, turn: Turn, say: Say) -> Events:
        policy = AnswerPolicy(self.tools)
        for_them = (
            None if turn.pressed or not APPLY_FOR_ME.search(turn.said) else policy.library_entry(APPLIED_HERE)
        )
        if for_them is not None:
            policy.count(turn, for_them)
            return policy.give(turn, for_them, for_them.intent, say)
        if not turn.pressed and NAMELESS.search(turn.said):
            say.text(NO_NAME_NEEDED)
            return []
        say.response("capability")
        return []


APPLY_FOR_ME = re.compile(
    r"(?=.*(申请|申报|报名|递上去|报上去|低保|特困|补助|补贴))(?=.*(给|帮|替)(我|俺|咱|他|她|娃|老人|[我俺]?[爸妈娘爹])).*(能|可以|会)"
)
"""Whether the application is made here for them: 你能帮我申请不."""
APPLIED_HERE = "apply-online"
NAMELESS = re.compile(rf"({yes_no.WITHHOLDS.pattern})[^,，。]{{0,4}}(名|叫(啥|什么)|姓|是谁)")
"""The name is not to be told."""
NO_NAME_NEEDED = "能问，不用留名字。直接说您的事，问政策不用说您是谁；要登记投诉、要人回话，再说留不留。"

PARTS = re.compile(r"[\s,，。;；!！?？~～、]+")


class Abuse(HuiyinAction):
    """Abuse is answered calmly; a question in it that the library knows is answered with it."""

    title = "action_abuse"

    def act(self, turn: Turn, say: Say) -> Events:
        policy = AnswerPolicy(self.tools)
        if not turn.loop and (told := policy.in_other_words(turn, say)) is not None:
            return told
        for part in PARTS.split(turn.said) if not turn.loop and turn.entities("program") else ():
            question = replace(turn, said=part)
            if phrases.asks(part) and isinstance(found := policy.look_up(question), Answer):
                say.text("听得出您很着急。您问的，先答您：")
                policy.count(question, found)
                return policy.give(question, found, found.intent, say)
        say.response("abuse")
        return []


class OutOfScope(HuiyinAction):
    """Something outside; but a bare 帮我算算, which names no programme, asks for the estimate, and what goes on from an
    answer is answered."""

    title = "action_out_of_scope"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.loop and wanted(turn.said, None):
            return estimate.begin(self.tools, turn, say)
        if not turn.loop and still_called(self.tools, turn, say):
            return []
        policy = AnswerPolicy(self.tools)
        answered = policy.follows(turn, say)
        if answered is None:
            answered = policy.of_the_talk(turn, say)
        if answered is not None:
            return answered
        if not outside.asked(turn, say):
            say.response("out_of_scope")
        return []


class OtherDepartment(HuiyinAction):
    """A public matter of another office: which one, as far as the words tell."""

    title = "action_other_department"

    def act(self, turn: Turn, say: Say) -> Events:
        policy = AnswerPolicy(self.tools)
        answered = policy.follows(turn, say)
        if answered is None:
            answered = policy.of_the_talk(turn, say)
        if answered is not None:
            return answered
        if outside.asked(turn, say):
            return []
        office = outside.office_for(turn.said)
        if office and NUMBER_ASKED.search(turn.said):
            say.text(NUMBER_NOT_HERE.format(who=office, **self.tools.local.model_dump()))
        elif office:
            say.response("other_department_known", who=office)
        else:
            say.response("other_department")
        return []


NUMBER_ASKED = re.compile(r"电话|号码|咋联系|怎么联系|联系方式")
NUMBER_NOT_HERE = "{who}的电话我这里没有登记，不乱报。打政务热线 {government_line}，说找{who}，可以转接；也可以到乡镇（街道）窗口问。"


class Affirm(HuiyinAction):
    """A yes to nothing: say what can be said yes to."""

    title = "action_affirm"

    def act(self, turn: Turn, say: Say) -> Events:
        if still_called(self.tools, turn, say):
            return []
        if gathering.goes_on(turn):
            return BeginComplaint(self.tools).begin_form(turn, say)
        if (answered := AnswerPolicy(self.tools).follows(turn, say)) is not None:
            return answered
        if (weighed := AnswerPolicy(self.tools).weighs(turn, say)) is not None:
            return weighed
        if privacy.may_delete(turn) and yes_no.YES.match(turn.said):
            return privacy.Privacy(self.tools).forget(turn, say)
        if not (call_back.left_word(self.tools, turn, say)):
            say.text("好的。您接下来想办什么？", STARTS)
        return []


NOTHING_MORE = re.compile(
    r"""
    ^(没有?|没)(别的|其他|其它|什么|啥)?(要)?(说|补充|反映|问)?的?(事|问题|情况)?
    (了|啦|咯)[,，。!！~ ]*(谢谢你?|就这些|就这样)?[。!！~]*$
    """,
    re.VERBOSE,
)
"""Nothing more is to be said: 没别的了 谢谢."""
WRONG_DOOR = re.compile(
    r"""
    ^((哦|噢|啊|喔|嗯|那|呀|哎呀?|唉|我|对不起|不好意思)[\s,，。!！]*+)*+
    (打|拨|走|按|发|找|问|搞|弄)错了?(电话|地方|号|人|门|单位)?(了|啦)?
    [\s,，。!！]*(不好意思|对不起|打扰了|抱歉|麻烦|谢谢|再见|啊|了|[\s,，。!！])*+$
    """,
    re.VERBOSE,
)
"""Somebody has come to the wrong office: 哦 那打错了 不好意思."""


class Deny(HuiyinAction):
    """A no: after an offer of meanings it asks for other words."""

    title = "action_deny"
    counts_unclear = True

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.slot("times_unclear"):
            say.response("rephrase")
            return []
        if pauses.LATER.search(turn.said) and save_draft(self, turn, say):
            return [*leave(turn), *fill(**CLEAN)]
        if still_called(self.tools, turn, say):
            return []
        if (answered := AnswerPolicy(self.tools).follows(turn, say)) is not None:
            return answered
        if any(words.match(turn.said) for words in (NOTHING_MORE, WRONG_DOOR, interruptions.ENDS)):
            say.response("goodbye")
            return []
        if call_back.left_word(self.tools, turn, say):
            return []
        if turn.slot("last_told") in (turn.slot("proven_petitions") or []):
            unnamed = secrecy.ANONYMOUS.search(turn.said) and self.is_unnamed(str(turn.slot("last_told")))
            say.text(
                f"好的，{'这件没写您的名字，' if unnamed else ''}登记了的照样办。还有别的事，接着说就行。"
            )
            return []
        say.text("好的，那就先不办。您想办什么，直接说就行。", STARTS)
        return []

    def is_unnamed(self, number: str) -> bool:
        with self.tools.bureau.reading() as office:
            return petitions.numbered(office, number).identity == "anonymous"


class Cancel(HuiyinAction):
    """Stop; a complaint under way is kept as a draft for a stated time."""

    title = "action_cancel"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.about == resuming.DRAFT:
            return unlodged.delete(self.tools, turn, say)
        if not turn.pressed and danger.in_danger(turn.said):
            return [FollowupAction("action_crisis")]
        if not turn.pressed and URGENT.search(turn.said):
            return [FollowupAction("action_help_now")]
        if call_back.tells_a_matter(turn.said) and call_back.left_word(self.tools, turn, say):
            return fill(times_unclear=0.0)
        if self.need_not_come(turn):
            say.text("好的，不叫人、不打电话了。什么时候想说，随时来找我。", STARTS)
        elif not save_draft(self, turn, say) and not still_called(self.tools, turn, say):
            say.text("好的，先不办了。什么时候想说，随时来找我。", STARTS)
        return fill(**CLEAN, **waiting.NOTE, times_unclear=0.0)

    def need_not_come(self, turn: Turn) -> bool:
        """Whether a person who was only asked for, and has not come, is told that they need not; one who was called because
        of danger or need comes all the same."""
        if turn.loop:
            return False
        with self.tools.bureau.office() as office:
            asked = queries.open_handover(office, talks.get(office, turn.token).id)
            if asked is None or asked.kind != "request" or asked.state == "taken":
                return False
            desk.settle(office, turn.token, "居民说不用了")
            return True


class Goodbye(HuiyinAction):
    """Farewell; with a complaint under way it is kept."""

    title = "action_goodbye"

    def act(self, turn: Turn, say: Say) -> Events:
        save_draft(self, turn, say)
        if not still_called(self.tools, turn, say):
            say.response("goodbye")
        return []


ABOUT_TO_ASK = re.compile(
    r"""
    ^.{0,8}?(问|咨询|打听)(你|您)?(们)?(一?下|一?个事|点事|一?声|问)(儿|情)?
    (吧|呗|哈|哦)?[,，。?？!！~]*$
    """,
    re.VERBOSE,
)
"""Somebody says that they want to ask, and has not asked yet."""


class Inform(HuiyinAction):
    """A bare detail, or a file, that nobody asked for."""

    title = "action_inform"

    def went_without(self, turn: Turn) -> bool:
        """Whether it is told that an assistance, named, was never had, and nothing is asked."""
        told = bool(turn.entities("program")) and offering.NEVER_HAD.search(turn.said) is not None
        return told and not phrases.asks(turn.said) and not turn.slot("last_answer")

    def act(self, turn: Turn, say: Say) -> Events:
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            handover = queries.open_handover(office, conversation.id)
            if handover is not None and handover.kind == "help" and len(turn.said) > 1:
                note_help(office, turn)
            kept = drafts.find(office, conversation) if handover is not None else None
        pressing = handover is not None and handover.kind in PRESSING
        if handover is not None and not pressing and self.goes_on(turn, handover.kind, kept is not None):
            return BeginComplaint(self.tools).begin_form(turn, say)
        if kept is not None and pressing and gathering.only_facts(turn):
            say.response("noted_for_person")
            say.text("刚才没说完的投诉也留着，要接着说，点下面。", [GO_ON])
        elif handover is not None:
            say.response("noted_for_person")
        elif turn.evidence:
            say.text(
                "材料收到了。您是想用它投诉反映，还是给已经登记的事补充？",
                [
                    ("投诉反映", "/file_complaint"),
                    ("补充情况", "/supplement_petition"),
                    ("找人工", "/request_human"),
                ],
            )
        elif privacy.may_delete(turn):
            say.text(privacy.NO_NUMBER_NEEDED, deleting.DELETES)
        elif turn.entities("application_no"):
            return [*BeginRecord(self.tools).act(turn, say), FollowupAction("record_form")]
        elif number_of(turn):
            return [*leave(turn), *fill(**opening(turn)), FollowupAction("petition_form")]
        elif facts.in_progress(turn):
            return [FollowupAction("complaint_form")]
        elif (
            (phrases.COMPLAINS.search(turn.said) or self.went_without(turn))
            and phrases.substance(turn.said) >= facts.ENOUGH
        ) or gathering.goes_on(turn):
            return BeginComplaint(self.tools).begin_form(turn, say)
        elif (answered := AnswerPolicy(self.tools).goes_on(turn, say)) is not None:
            return answered
        elif (weighed := AnswerPolicy(self.tools).weighs(turn, say)) is not None:
            return weighed
        elif ABOUT_TO_ASK.match(turn.said):
            say.response("ask_policy")
        elif phrases.words(turn.said) >= LETTER:
            say.text(
                "您说的我都看到了。您想怎么办？",
                [
                    ("投诉反映这件事", f"/file_complaint#{SAID_BEFORE}"),
                    ("我急需帮助", f"/request_help#{SAID_BEFORE}"),
                    ESTIMATE_OFFER,
                    ("问政策", f"/ask_eligibility#{SAID_BEFORE}"),
                    ("找人工", "/request_human"),
                ],
            )
        else:
            say.text("这个我看到了。您想用它办什么？", STARTS)
        return []

    def goes_on(self, turn: Turn, kind: str, kept: bool) -> bool:
        """Whether, while a person is waited for in turn, a complaint is told, or what one that is kept needs."""
        tells = phrases.substance(turn.said) >= facts.ENOUGH
        told = tells and (kind == "collective" or phrases.COMPLAINS.search(turn.said) is not None)
        goes_on = gathering.goes_on(turn) and not call_back.tells_what_for(self.tools, turn)
        return told or goes_on or (kept and gathering.only_facts(turn))


class AskAffirmation(HuiyinAction):
    """Not understood: first the two likeliest meanings in words, then other words, then a person."""

    title = "action_default_ask_affirmation"
    counts_unclear = True

    def act(self, turn: Turn, say: Say) -> Events:
        if still_called(self.tools, turn, say):
            return []
        if gathering.goes_on(turn):
            return BeginComplaint(self.tools).begin_form(turn, say)
        if (answered := AnswerPolicy(self.tools).goes_on(turn, say)) is not None:
            return answered + fill(times_unclear=0.0)
        if WRONG_DOOR.match(turn.said):
            say.response("goodbye")
            return fill(times_unclear=0.0)
        if call_back.left_word(self.tools, turn, say):
            return fill(times_unclear=0.0)
        times = float(turn.slot("times_unclear") or 0) + 1
        if times >= 3:
            say.response("unclear_person")
            return HandOver(self.tools).act(turn, say)
        if turn.said == EMPTY:
            say.response("only_signs")
            return fill(times_unclear=times)
        if ABOUT_TO_ASK.match(turn.said):
            say.response("ask_policy")
            return fill(times_unclear=0.0)
        meanings = [name for name, _ in turn.parsed.ranking if words.known_intent(name)][:MEANINGS]
        if times == 1 and meanings and phrases.substance(turn.said) >= 2:
            offers = [(words.button(name), f"/{name}#{SAID_BEFORE}") for name in meanings]
            said = "，还是想".join(words.meaning(name) for name in meanings)
            say.text(f"我没太听明白。您是想{said}？", [*offers, ("都不是", "/deny")])
        else:
            say.response("rephrase")
        return fill(times_unclear=times)


class Fallback(AskAffirmation):
    """No rule fits: treated like words not understood; once for a message, since no rule fits behind it either."""

    title = "action_default_fallback"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.after == self.title:
            return [FollowupAction(LISTENING)]
        return super().act(turn, say)
