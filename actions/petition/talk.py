"""The actions of the talk about a petition already lodged."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions import notice, sent, troubles, waiting
from actions.base import HuiyinAction
from actions.complaint import broken_off, facts, other_matter, pauses, phrases, resuming, unlodged
from actions.complaint.interruptions import ELSEWHERE, MANNERS, SURE, gives_up, is_about_lodged, leaves
from actions.complaint.reading import BARE, SHORT
from actions.complaint.talk import BeginComplaint
from actions.events import fill, leave
from actions.petition import before, reading, service
from actions.policy import AnswerPolicy
from actions.tools import Events, Say
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.office import CaseworkError

CLEAN = reading.CLEAN
SWITCHES = frozenset(
    {"file_complaint", "make_suggestion", "give_praise", "report_person_in_need", "report_change"}
)
MAYBE_NOT_LODGED = frozenset({"urge", "check"})
"""Wishes of people who may have told somebody else, or nobody yet."""
LOST = (
    "没有",
    "没记",
    "没存",
    "没了",
    "丢了",
    "忘了",
    "不记得",
    "找不到",
    "找不着",
    "莫得",
    "不晓得",
    "记不得",
    "记不清",
    "不知道",
)


WHERE_IS_IT = re.compile(
    r"(编号|查询码|号码)[^,，。]{0,4}(在)?(哪|啥地方|什么地方|怎么找|咋找)|^(那)?(我|俺)?(要|该|得)?(怎么|咋|咋个|如何)(查|看)[呀啊呢的?？]*$"
)
ON_THE_RECEIPT = (
    "编号和查询码是登记好那一刻给您的，往上翻“登记好了”那条消息就有；打电话登记的，话务员报给过您。"
    "都找不到，回“编号找不到了”，或打 {hotline} 报姓名、电话，核对后告诉您。"
)


NEEDS_CARE = re.compile(
    r"躺(着|在)|瘫|卧床|起不来|下不了床|没人(照顾|管饭|伺候)|(没|断)(吃|粮|顿|药)|揭不开锅|病(得)?(重|倒|厉害)|快不行|等不(了|起|得)"
)
"""Somebody may be in need meanwhile, whatever becomes of the petition."""
HELP_BESIDE = "家里有人躺着、病着，眼下有人照顾、有饭吃吗？没有的，点“现在要人帮”，马上叫值班同志，不用等这件办完；病重的打 120。"


MOST_TIMES = 2
"""So often a number is asked for."""
PUT_DOWN = "没有编号先放下。您要说别的事，直接说就行；要查登记过的，找到编号再来，或者回“人工”。"


ONLY_EXAMPLE = (
    f"{reading.EXAMPLE} 是我举的例子，不是您那件的编号。您的编号在“登记好了”那条消息里，HY 开头、后面 10 位数字；"
    "没登记过的就没有编号，点“还没登记过”，现在登记。"
)


class BeginPetition(HuiyinAction):
    """Note which petition is meant and what for; a petition proven before needs no code again. Who takes back what was
    never lodged is asked for no number; nor is who disagrees with a decision on assistance, which has none."""

    title = "action_begin_petition"

    def act(self, turn: Turn, say: Say) -> Events:
        if _another_matter(turn):
            return [
                *leave(turn),
                *BeginComplaint(self.tools).act(turn, say),
                FollowupAction("complaint_form"),
            ]
        if (more := broken_off.gone_on(self.tools, turn, say)) is not None:
            return more
        if before.contests_decision(self.tools, turn) and (
            told := AnswerPolicy(self.tools).ways_to_contest(turn, say)
        ):
            return [*leave(turn), *told, FollowupAction(LISTENING)]
        policy = AnswerPolicy(self.tools)
        if (policy.supposes(turn) or policy.asks_on(turn)) and not reading.number_of(turn):
            return [*leave(turn), *policy.act(turn, say), FollowupAction(LISTENING)]
        if len(turn.said) <= SHORT and phrases.ONLY_ASKS.match(turn.said) and not reading.number_of(turn):
            say.text("好的，只是问问，不登记。想知道哪一样，直接说就行。")
            return [*leave(turn), FollowupAction(LISTENING)]
        if WHERE_IS_IT.search(turn.said) and not turn.pressed and not reading.number_of(turn):
            say.text(ON_THE_RECEIPT.format(hotline=self.tools.local.hotline))
            return [*leave(turn), FollowupAction(LISTENING)]
        notice.tell_once(self.tools, turn, say)
        if reading.opening(turn)["petition_purpose"] == "withdraw" and unlodged.keep(self.tools, turn, say):
            return [*leave(turn), *fill(**{**CLEAN, **resuming.CLEAN}), FollowupAction(LISTENING)]
        slots = before.opened(self.tools, turn, say)
        with self.tools.bureau.reading() as office:
            example = service.is_only_example(office, slots["petition_number"])
        if example:
            say.text(ONLY_EXAMPLE)
            slots |= {"petition_number": None, "petition_code": None}
        elif wrong := reading.mistaken_number(turn):
            say.text(self.no_number(wrong, slots["petition_number"]))
        elif slots["petition_number"] is None and turn.words("petition_no") and not turn.pressed:
            say.response("number_wrong")
        proven = slots["petition_number"] in (turn.slot("proven_petitions") or [])
        if slots["petition_purpose"] == "withdraw" and proven:
            with self.tools.bureau.reading() as office:
                if not service.may_withdraw(office, slots["petition_number"]):
                    slots["petition_words"] = turn.said
        return leave(turn) + fill(**slots)

    def no_number(self, said: str, known: str | None) -> str:
        """That what was said is no number of a petition, and which one is taken instead, where one is known."""
        lines = self.tools.local
        what = (
            f"{said} 是政务热线，不是诉求编号" if said == lines.government_line else f"“{said}”不是诉求编号"
        )
        instead = f"您登记的是 {known}，按这件给您办。" if known else ""
        return f"{what}：编号是 HY 加 10 位数字。{instead}"


def _another_matter(turn: Turn) -> bool:
    """Whether a message that was taken for more of what was lodged says that it is another matter, and tells it."""
    return bool(
        turn.intent == "supplement_petition"
        and not turn.pressed
        and other_matter.ANOTHER_MATTER.search(turn.said)
        and not other_matter.SAME_MATTER.search(turn.said)
        and not reading.number_of(turn)
        and phrases.substance(turn.said) >= facts.ENOUGH
    )


class ValidatePetition(HuiyinAction):
    """Read number, code and words."""

    title = "validate_petition_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        if _says_again(turn):
            return fill(petition_words=turn.said)
        if (
            pauses.STOP.match(turn.said)
            or pauses.RESUME.search(turn.said)
            or turn.intent == "request_human"
            or leaves(turn, frozenset({"crisis", "collective_action"}))
        ):
            return [ActionExecutionRejected("petition_form")]
        if turn.evidence and turn.requested != "petition_words":
            say.response("file_kept")
            return fill(**{turn.requested: None})
        if turn.requested != "petition_words" and gives_up(turn):
            say.response("goodbye")
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        found: dict[str, Any] = {}
        if number := reading.number_of(turn):
            with self.tools.bureau.reading() as office:
                if service.is_only_example(office, number):
                    say.text(ONLY_EXAMPLE)
                    return fill(petition_number=None)
            found["petition_number"] = number
            if number in (turn.slot("proven_petitions") or []):
                found["petition_code"] = reading.PROVEN
        if (code := reading.code_of(turn)) and turn.slot("petition_code") is None:
            found.setdefault("petition_code", code)
        if turn.requested == "petition_words" and not found:
            return self._words(turn)
        if found:
            return fill(**found)
        if _only_thanks(turn):
            say.response("thank")
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        if _lost(turn):
            say.response("number_lost")
            if turn.slot("petition_purpose") == "reject":
                told = AnswerPolicy(self.tools).way_to_review(say)
                return [*fill(**CLEAN, last_told=troubles.LOST), *told, SlotSet("requested_slot", None)]
            return [*fill(**CLEAN, last_told=troubles.LOST), SlotSet("requested_slot", None)]
        if WHERE_IS_IT.search(turn.said) and not turn.pressed:
            say.text(ON_THE_RECEIPT.format(hotline=self.tools.local.hotline))
            return fill(**{turn.requested: None})
        if _says_why(turn):
            kept = "。".join(one for one in (turn.slot("petition_words"), turn.said) if one)
            say.response("added")
            return fill(petition_words=kept, petition_number=None)
        if turn.intent in PURPOSES_AND_SWITCHES and turn.parsed.confidence >= SURE and not turn.pressed:
            return [ActionExecutionRejected("petition_form")]
        if turn.requested == "petition_number" and reading.looks_like_number(turn):
            say.response("number_wrong")
            return fill(petition_number=None)
        if turn.intent in ELSEWHERE and turn.parsed.confidence >= SURE:
            return [ActionExecutionRejected("petition_form")]
        if turn.times_asked >= MOST_TIMES and not turn.slot("proven_petitions"):
            say.text(PUT_DOWN)
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        say.response("not_understood_answer")
        return fill(**{turn.requested: None})

    def _words(self, turn: Turn) -> Events:
        if reading.CODE_ALONE.match(turn.said.strip()):
            withdraws = turn.slot("petition_purpose") == "withdraw"
            return fill(petition_words="" if withdraws else None)
        other_wish = is_about_lodged(turn) and reading.PURPOSES[turn.intent] != turn.slot("petition_purpose")
        if other_wish or _complains_of_another(turn):
            return [ActionExecutionRejected("petition_form")]
        if (
            turn.intent in ELSEWHERE
            and turn.parsed.confidence >= SURE
            and (phrases.asks(turn.said) or turn.intent in MANNERS)
            and len(turn.said) < 20
        ):
            return [ActionExecutionRejected("petition_form")]
        return fill(petition_words=turn.said or "（见附件）")


def _says_again(turn: Turn) -> bool:
    """Whether who was asked why it is to be taken back says that it is, in words that elsewhere break off what is told:
    算了，撤了吧."""
    asked = turn.requested == "petition_words" and turn.slot("petition_purpose") == "withdraw"
    meant_else = turn.pressed or turn.intent in ("crisis", "collective_action", "request_human")
    return asked and not meant_else and service.says_again(turn.said)


def _complains_of_another(turn: Turn) -> bool:
    """Whether another complaint is begun in so many words, and nothing is told of the one lodged."""
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= SURE
    named = other_matter.NEXT_MATTER.search(turn.said) and phrases.COMPLAINS.search(turn.said)
    return complains and named is not None


def _says_why(turn: Turn) -> bool:
    """Whether it is told what is wrong with an answer, or what is to be added, before the number is given."""
    return bool(
        turn.requested == "petition_number"
        and turn.slot("petition_purpose") in ("reject", "supplement")
        and turn.intent in ("file_complaint", "reject_reply", "supplement_petition", "inform")
        and not (turn.pressed or phrases.COMPLAINS.search(turn.said) or phrases.asks(turn.said))
        and phrases.substance(turn.said) >= BARE
    )


def _only_thanks(turn: Turn) -> bool:
    """Whether who said that it is settled gives thanks and no number: nothing more is wanted."""
    settled = turn.requested == "petition_number" and turn.slot("petition_purpose") == "accept"
    return settled and turn.intent in ("thank", "affirm", "deny") and not turn.pressed


def _lost(turn: Turn) -> bool:
    """Whether number or code are said to be lost; but not 低保钱到账了没有, which asks about something else."""
    own = turn.intent in ("check_application", "check_payment") and turn.parsed.confidence >= SURE
    meant = not own or "号" in turn.said or "码" in turn.said
    return meant and len(turn.said) <= 16 and any(word in turn.said for word in LOST)


class AskPetition(HuiyinAction):
    """Ask for number, code or words."""

    def __init__(self, tools: Any, slot: str) -> None:
        super().__init__(tools)
        self.slot = slot
        self.title = f"action_ask_petition_form_{slot}"

    def act(self, turn: Turn, say: Say) -> Events:
        if self.slot == "petition_words":
            say.response(f"ask_petition_words_{turn.slot('petition_purpose')}")
            return []
        if turn.times_asked >= MOST_TIMES and reading.turned_away(turn):
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        proven = list(turn.slot("proven_petitions") or [])
        if self.slot == "petition_number" and len(proven) > 1:
            say.text("您有几件，说的是哪一件？", [(number, number) for number in proven[-5:]])
            return []
        say.response(f"ask_{self.slot}")
        if (
            self.slot == "petition_number"
            and turn.slot("petition_purpose") in MAYBE_NOT_LODGED
            and not proven
        ):
            tells = turn.intent == "file_complaint" and phrases.substance(turn.said) >= facts.ENOUGH
            lodge = f"/file_complaint#{SAID_BEFORE}" if tells else "/file_complaint"
            say.text("还没在我这里登记过的，点一下，我现在就登记。", [("还没登记过", lodge)])
        return []


class ServePetition(HuiyinAction):
    """Do what was wanted, if number and code fit; then go back to what was being told."""

    title = "action_serve_petition"

    def act(self, turn: Turn, say: Say) -> Events:
        number = turn.slot("petition_number")
        if not number:
            return fill(**CLEAN) + waiting.back(turn, "petition_form")
        wish = service.Wish(
            purpose=str(turn.slot("petition_purpose") or "check"),
            number=str(number),
            code=str(turn.slot("petition_code") or ""),
            proven=turn.slot("petition_code") == reading.PROVEN,
            words=str(turn.slot("petition_words") or ""),
            token=turn.token,
            title=turn.said,
            shown_before=number in (turn.slot("proven_petitions") or []),
        )
        proven = list(turn.slot("proven_petitions") or [])
        try:
            with self.tools.bureau.office() as office:
                files = sent.unclaimed(office, turn)
                served = service.serve(office, replace(wish, evidence=files))
        except CaseworkError as refused:
            say.text(str(refused), [("找人工", "/request_human")])
        else:
            for text, buttons in served.said:
                say.text(text, buttons)
            if wish.purpose in ("urge", "check") and NEEDS_CARE.search(turn.said):
                say.text(
                    HELP_BESIDE,
                    [("现在要人帮", f"/request_help#{SAID_BEFORE}"), ("找人工", "/request_human")],
                )
            if not served.proven and not wish.proven and not waiting.back(turn, "petition_form"):
                return [*fill(petition_code=None), FollowupAction("petition_form")]
            if served.proven:
                proven = list(dict.fromkeys([*proven, wish.number]))
        told = wish.number if wish.number in proven else None
        return fill(**CLEAN, proven_petitions=proven, last_told=told) + waiting.back(turn, "petition_form")


PURPOSES_AND_SWITCHES = frozenset(reading.PURPOSES) | SWITCHES
