"""One's own application or payment: asked for, after the asker has shown who they are."""

import re
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions import afterwards, house_pages, notice, own_application, registers, stopped, unpaid, waiting
from actions.base import HuiyinAction
from actions.calls import still_called
from actions.complaint import acts, interruptions, offering, openings, pauses, phrases, yes_no
from actions.complaint.interruptions import ELSEWHERE, KINDS, SURE, gives_up, leaves
from actions.events import fill, leave
from actions.petition import reading
from actions.petition.reading import PURPOSES, opening
from actions.registers import Told
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.assistance import asking, binding
from casework.office import CaseworkError, Office
from casework.people import identity

CLEAN: dict[str, Any] = dict.fromkeys(("record_kind", "record_number", "record_last_four"))
NOTHING_TO_ASK: dict[str, Any] = {"record_number": "", "record_last_four": ""}
NO_FORM: Events = [FollowupAction(LISTENING)]
OF_A_PETITION = re.compile(r"HY[\s-]*\d", re.IGNORECASE)
UNWILLING = re.compile(r"不(想|愿意?|方便)?(发|给|说|写)(了|吧|啦)?[。！!]?$")
BINDING = re.compile(r"绑定\D{0,4}(\d{8})(?!\d)")
FIGURES = re.compile(r"\d(?:[\s-]?\d){3,}")
"""So many figures in a row can be the number of another system."""
MOST_TIMES = 2
"""So often a number, or its last digits, is asked for."""
MOST_MISSES = 2
NOT_LOOKED_UP = "没有编号查不了，先放下。您要说别的事，直接说就行；要查申请，找到受理通知单再来。"
OWN_LIST = re.compile(
    r"救助清单|幸福清单|(我|俺|咱)(家|的).{0,6}(救助|低保|待遇|发放).{0,4}清单"
    r"|(我|俺|咱)们?家?里?((现在|目前|正在|已经)都?在?(领|享受)|都?在?(领|享受)[着了的]|都在?(领|享受))"
    r"(到|着|了|的|救助|补贴|待遇|都|有|是)*(哪些|哪几|什么|啥)"
)
"""One's own benefits, in words that the understanding takes for a question on policy or on what is stored."""
OWN_APPLICATION = re.compile(
    r"^(我|俺|咱)?(想|要|来)?(查|看)(一?下|查|看)?(我|俺)?(家)?(的)?(低保|特困|五保|临时救助)?申请(的)?(进度|结果|状态|情况)?[了吧呗。!！~]*$"
)
"""One's own application is to be looked up, in words that could be taken for the question how that is done."""
OWN_LIST_OFFER = ("我家的救助清单", "/check_payment")
OF_A_RULE = re.compile(
    r"(要|用|该|得|能|可以)(不(要|用|该|得|能|可以))?[^,，。;；]{0,3}(退|上交|花|动)(掉|回去?|钱)?[吗么不呢啊]|退不退"
)
"""What is asked is what to do with money that came, and not whether it came: 打进来的要退吗."""
OF_WHO_PAYS = re.compile(
    r"是(不是)?(你|您)们(民政)?(局|这)?(里|边)?[^,，。没]{0,3}(发|给|送|管)|(还|会|是|都)(不是)?(直接)?(发|打|给|交)(到|给)?(我|他|她|俺|本人|老人|敬老院|院里|村里)[^,，。]{0,4}(不|吗|么|嘛|还是[^,，。]+)[?？。]*$"
)
"""What is asked is who gives something, or into whose hands it is paid: 米油是不是你们发的, 钱还发到我手里不."""
WHETHER_IT_CAME = re.compile(
    r"了(吗|么|没|不)|到没到|发没发|(这|上|上上)个?月|[一二三四五六七八九十\d]月份?的?"
)
"""What is asked is whether some month's money has come."""
OF_THE_WAY = re.compile(
    r"(在|到|去|上|往)?(哪|哪里|哪儿|哪个窗口)(里|儿)?(交|办|申请|领|递|报)|(怎么|咋)(申请|办|交|领|弄|填)|要(带|交|拿|准备)?(什么|啥|哪些)|为(啥|什么)|谁(能|可以|都)"
)
"""How something is applied for is asked, and not how one's own application stands."""
BOUND = "绑定好了。以后在这里问申请、发放、救助清单，不用再发编号；有变化，会发消息告诉您。"
PERSON = ("找人工", "/request_human")
PRINTABLE = "打印或存下来看（15 分钟内有效，别转给别人）："
OTHER_WISHES = ELSEWHERE | PURPOSES.keys() | KINDS.keys()
AWAY = frozenset({"crisis", "collective_action", "request_human", "request_help", "file_complaint"})


class BeginRecord(HuiyinAction):
    """Note what is asked for; nobody is asked to prove who they are twice, or where nothing can be looked up. The number
    of another person's application asks for that person's digits. Who says that money has not come is told its day."""

    title = "action_begin_record"

    def act(self, turn: Turn, say: Say) -> Events:
        notice.tell_once(self.tools, turn, say)
        who_pays = OF_WHO_PAYS.search(turn.said) and not WHETHER_IT_CAME.search(turn.said)
        of_a_rule = OF_A_RULE.search(turn.said) or who_pays
        if of_a_rule and not (turn.pressed or number_of(turn)):
            return [*leave(turn), FollowupAction("action_answer_policy")]
        if turn.intent == "check_payment" and (told := unpaid.answered(self.tools, turn, say)) is not None:
            return [*told, FollowupAction(LISTENING)]
        if (told := stopped.answered(self.tools, turn, say)) is not None:
            return [*told, FollowupAction(LISTENING)]
        if offering.NEVER_HAD.search(turn.said) and openings.only_asks(turn):
            return [*leave(turn), FollowupAction("action_answer_policy")]
        if OF_THE_WAY.search(turn.said) and not (turn.pressed or number_of(turn)) and acts.asks(turn.said):
            return [*leave(turn), FollowupAction("action_answer_policy")]
        if _grieves(turn):
            say.text(GRIEVED, [openings.LODGE_THIS, ("查进度", "/check_application")])
            return [*leave(turn), FollowupAction(LISTENING)]
        kind = "payment" if turn.intent == "check_payment" or sends_the_number(turn) else "application"
        if "清单" in turn.said or OWN_LIST.search(turn.said):
            kind = "benefits"
        slots: dict[str, Any] = {**CLEAN, "record_kind": kind}
        if asks_when_they_come(turn) and still_called(self.tools, turn, say):
            return leave(turn) + fill(**{**CLEAN, **NOTHING_TO_ASK})
        if asks_when_they_come(turn) and not turn.loop and turn.slot("proven_petitions"):
            return [*fill(**opening(turn)), FollowupAction("petition_form")]
        with self.tools.bureau.reading() as office:
            linked = registers.linked(office)
            proof = registers.proof_of(office, turn.token) if linked else None
            said = number_of(turn)
            if proof is not None and said and not registers.covers(office, proof, said):
                proof = None
        if not linked:
            say.response("not_linked_payment" if kind == "payment" else "not_linked_application")
            offered = offering.noted(turn, asked=False) if kind == "payment" else []
            return leave(turn) + fill(**{**slots, "record_kind": None, **NOTHING_TO_ASK}) + offered
        if code := BINDING.search(identity.plain(turn.said)):
            return leave(turn) + fill(**{**slots, **bound(code)})
        if proof is not None:
            return leave(turn) + fill(**{**slots, **NOTHING_TO_ASK})
        if not (said or turn.pressed) and kind == "application" and own_application.lacks_number(turn.said):
            return leave(turn) + fill(**CLEAN) + [*own_application.refuse(self.tools, turn, say), *NO_FORM]
        slots["record_number"] = said
        return leave(turn) + fill(**slots)


GRIEVED = "拖这么久没个回话，可以反映：点下面，或者接着说是哪个乡镇哪个村、找过谁，我就登记。想先查到了哪一步，点“查进度”，或者把申请编号发来。"


def _grieves(turn: Turn) -> bool:
    """Whether it is told that nothing has been heard for long, and neither a number nor a look-up is given or wanted."""
    given = turn.pressed or turn.loop or number_of(turn) or turn.intent != "check_application"
    asks = phrases.asks(turn.said) or interruptions.WANTS_LOOK_UP.search(openings.DELAYED.sub("", turn.said))
    return not (given or asks) and openings.DELAYED.search(turn.said) is not None


def asks_when_they_come(turn: Turn) -> bool:
    """Whether typed words ask how something stands and name no application: help called for, or what was lodged."""
    named = turn.entities("application_no") or turn.entities("program")
    return turn.intent == "check_application" and not named and "申请" not in turn.said


def sends_the_number(turn: Turn) -> bool:
    """Whether a number is sent that was asked for to look up money that has not come."""
    return bool(turn.entities("application_no")) and offering.stands(turn)


class ValidateRecord(HuiyinAction):
    """Read the application's number and the last four signs of the identity number. The number of a petition is none of
    an application; who sends no figure for the second time is asked no more."""

    title = "validate_record_form"
    counts_unclear = True

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        away = AWAY if turn.pressed or not self.of_the_application(turn) else AWAY - {"file_complaint"}
        if pauses.STOP.match(turn.said) or pauses.RESUME.search(turn.said) or leaves(turn, away):
            return [ActionExecutionRejected("record_form")]
        if turn.evidence and not turn.said:
            say.response("file_kept")
            return fill(**{turn.requested: None})
        if gives_up(turn):
            say.response("goodbye")
            return fill(**{**CLEAN, **NOTHING_TO_ASK})
        found: dict[str, Any] = {}
        if code := BINDING.search(identity.plain(turn.said)):
            return fill(**bound(code))
        if OF_A_PETITION.search(turn.said) and reading.number_of(turn):
            return [ActionExecutionRejected("record_form")]
        if number := number_of(turn, asked=turn.requested == "record_number"):
            found["record_number"] = number
        if turn.requested == "record_last_four" and (digits := last_four_of(turn)):
            found["record_last_four"] = digits
        if turn.requested in found:
            return fill(**found)
        if turn.requested == "record_number" and not turn.pressed:
            if own_application.lacks_number(turn.said):
                told = own_application.refuse(self.tools, turn, say)
                return [*fill(**{**CLEAN, **NOTHING_TO_ASK}), *told]
            if own_application.answered(self.tools, turn, say):
                return fill(**{**CLEAN, **NOTHING_TO_ASK}, last_told=own_application.WITHOUT)
        figures = any(sign.isdigit() for sign in turn.said)
        asks = phrases.asks(turn.said) and not (figures or acts.states(turn.said))
        if not asks and any(refused.search(turn.said) for refused in (yes_no.REFUSES, UNWILLING)):
            say.response("record_refused")
            return fill(**{**CLEAN, **NOTHING_TO_ASK}, last_told=own_application.WITHOUT)
        if asks or (turn.intent in OTHER_WISHES and turn.parsed.confidence >= SURE):
            return [ActionExecutionRejected("record_form")]
        misses = float(turn.slot("times_unclear") or 0) + 1
        if (misses >= MOST_MISSES or turn.times_asked >= MOST_TIMES) and not figures:
            say.text(NOT_LOOKED_UP)
            return fill(**{**CLEAN, **NOTHING_TO_ASK}, times_unclear=0.0)
        say.response("last_four_wrong" if turn.requested == "record_last_four" else "record_number_wrong")
        return fill(**{turn.requested: None, **found}, times_unclear=misses)

    def of_the_application(self, turn: Turn) -> bool:
        """Whether what may be taken for a complaint speaks of the application that is asked after."""
        said = turn.said
        of_it = (
            own_application.NO_NUMBER,
            own_application.VISIT,
            own_application.OVERLOOKED,
            own_application.MAY_COMPLAIN,
        )
        return not phrases.COMPLAINS.search(said) and any(words.search(said) for words in of_it)


class AskRecord(HuiyinAction):
    """Ask for the number or the last signs; after other things were asked and answered twice, no more."""

    def __init__(self, tools: Tools, slot: str) -> None:
        super().__init__(tools)
        self.slot = slot
        self.title = f"action_ask_record_form_{slot}"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.times_asked >= MOST_TIMES and reading.turned_away(turn):
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        say.response(f"ask_{self.slot}")
        return []


class LookUpRecord(HuiyinAction):
    """Say how it stands, in plain words. A wrong number and wrong digits get the same answer, and the digits are asked
    for again, as long as the tries last."""

    title = "action_look_up_record"

    def act(self, turn: Turn, say: Say) -> Events:
        kind, found = turn.slot("record_kind"), False
        offered: Events = []
        if kind:
            try:
                with self.tools.bureau.office() as office:
                    told = self._look_up(office, turn, str(kind))
                if told is None:
                    if BINDING.search(str(turn.slot("record_number") or "")):
                        say.text(
                            "这个绑定码不对，或者用过了、过期了。请找给您码的工作人员再要一个，或者发申请编号来查。",
                            [PERSON],
                        )
                    else:
                        say.response("record_not_found")
                    if again := self._again(turn):
                        return again
                else:
                    found = True
                    show(self.tools, turn, say, told)
                    if told.offer:
                        offered = offering.noted(turn, told.offer)
            except CaseworkError as refused:
                say.text(str(refused), [PERSON])
        told_of = {"last_told": afterwards.APPLICATION if found and kind == "application" else None}
        return fill(**CLEAN, **(told_of if kind else {})) + offered + waiting.back(turn, "record_form")

    def _again(self, turn: Turn) -> Events:
        """The events that ask once more, whichever of both was wrong; none where another matter waits to be gone back to."""
        number = str(turn.slot("record_number") or "")
        if not number or BINDING.search(number) or waiting.back(turn, "record_form"):
            return []
        return [*fill(record_last_four=None), FollowupAction("record_form")]

    def _look_up(self, office: Office, turn: Turn, kind: str) -> Told | None:
        number = str(turn.slot("record_number") or "")
        asker = registers.asker_of(office, turn.token)
        if code := BINDING.search(number):
            proof = asking.proven(office, asker) if binding.redeem(office, code[1], asker) else None
            told = registers.look_up(office, kind, proof) if proof else None
            return Told([BOUND, *told.sentences], [*told.buttons, OWN_LIST_OFFER]) if told else None
        if number:
            proof = asking.verify(office, number, str(turn.slot("record_last_four") or ""), asker)
        else:
            proof = asking.proven(office, asker)
        return registers.look_up(office, kind, proof) if proof else None


def tell_own_list(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether one's own benefits were asked for: told where it is proven who asks, else one press away."""
    if turn.pressed or turn.loop or not OWN_LIST.search(turn.said):
        return False
    with tools.bureau.office() as office:
        proof = registers.proof_of(office, turn.token)
        told = registers.look_up(office, "benefits", proof) if proof else None
    if told:
        show(tools, turn, say, told)
    else:
        say.text("要看您家在领的救助，先核对一下身份。", [OWN_LIST_OFFER, PERSON])
    return True


def show(tools: Tools, turn: Turn, say: Say, told: Told) -> None:
    """Say what was found, with the address of its page and what can be done next below the last sentence."""
    if not told.sentences:
        say.response("record_empty")
        return
    *before, last = told.sentences
    for sentence in before:
        say.text(sentence, [])
    page = house_pages.address(tools, turn, told.page) if told.page else ""
    say.text(f"{last}\n{PRINTABLE}{page}" if page else last, told.buttons)


def bound(code: re.Match[str]) -> dict[str, Any]:
    """What an operator's code answers: it stands for the number, and nothing more needs to be shown."""
    return {"record_number": f"绑定{code[1]}", "record_last_four": ""}


def number_of(turn: Turn, asked: bool = False) -> str | None:
    """The number of an application; where it was asked for, also one of another system's shape."""
    for entity in turn.entities("application_no", *(("petition_no",) if asked else ())):
        return entity.value
    figures = FIGURES.search(turn.said)
    if (
        asked
        and figures
        and not (turn.entities("id_number", "phone") or own_application.DAY.search(turn.said))
    ):
        return turn.said.strip("。，,. ")
    return None


def last_four_of(turn: Turn) -> str | None:
    """The last four signs of the identity number, from four signs or from the whole number."""
    for entity in turn.entities("id_number"):
        number = identity.id_number(entity.value)
        if identity.is_id_number(number):
            return number[-4:]
    found = re.findall(r"(?<![0-9])\d{3}[\dX](?![0-9])", identity.plain(turn.said).upper())
    return found[-1] if found else None
