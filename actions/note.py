"""Suggestions, praise, somebody in need, a change at home: heard in two or three questions and passed on."""

import hashlib
import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions import in_need, notice, registers, sent, waiting
from actions.base import HuiyinAction
from actions.complaint import (
    acts,
    beside,
    facts,
    handing_in,
    pauses,
    phones,
    phrases,
    places,
    secrecy,
    yes_no,
)
from actions.complaint.interruptions import (
    ELSEWHERE,
    KINDS,
    MANNERS,
    OWN_MATTERS,
    SIDE_QUESTIONS,
    SURE,
    is_about_lodged,
    leaves,
    states,
    takes_leave,
)
from actions.complaint.particulars import is_place
from actions.complaint.reading import ADDS, LONGEST_PLAIN, SHORT
from actions.events import fill, leave
from actions.persons import HelpNow
from actions.policy import AnswerPolicy
from actions.tools import Events, Say
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.conversations import desk, talks
from casework.office import CaseworkError
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import lodging

CLEAN = waiting.NOTE
ENOUGH = 6
ASKING = ("?", "？", "吗", "呢", "么")
SLOTS = ("note_text", "note_place", "note_phone")
DEATH = re.compile(
    r"去世|过世|病逝|死(了|后)|(爹|爸|妈|娘|父亲|母亲|老伴|爷爷?|奶奶?|叔|伯|婶|哥|弟|姐|妹|人)[^,，。；]{0,5}(没|不在)了"
    r"|(爹|爸|妈|娘|父亲|母亲|老伴|爷爷?|奶奶?|公|婆|叔|伯|婶|哥|弟|姐|妹|老人)[^,，。；抓带接领搬赶转调离嫁出去]{0,6}走了(?!.{0,3}(外|打工|城|亲戚))"
)
CONDOLENCE = "请您节哀。这件事我转告民政所，救助怎么停、家里别的人怎么算，由他们核实后定。"
AFTER_DEATH = ("领低保的人去世了怎么办", "/ask_review_rule#change-death")
ORPHANED = (
    "孩子，谢谢你告诉我们。爸爸妈妈不在了，国家有孤儿、事实无人抚养儿童的基本生活补贴，由照顾你的大人去办，不用你自己跑。"
    "我请民政所和村里的儿童主任去看你们。可以让照顾你的大人或老师和你一起看；有人欺负你、没饭吃，马上打 110 或找老师。"
)
WHO_SEES = "您的名字和电话只给登记和办这件事的工作人员看，不对外说，也不告诉别的人；不想留，说“不留”就行。"
OTHER_SUPPORT = re.compile(r"特困|五保|孤儿|临时救助")
ASKED_BESIDE = {"change": "ask_review_rule", "lead": "ask_eligibility"}
"""What a question beside a note of this kind is about."""
AT_ONCE = frozenset({"crisis", "collective_action", "request_human"})
AWAY = AT_ONCE | {"request_help", "file_complaint"}
PRAISES = re.compile(
    r"""
      表扬|感谢|谢谢|好人|夸|赞|锦旗|热心|耐心|暖
    | 负责|辛苦|贴心|周到|真好|太好|很好
    | [态服][度务][^,，。]{0,4}好
    | 帮[^,，。]{0,6}(忙|我|俺)
    | 送|照顾|跑前跑后|冒着|亲自|上门|及时|满意|给力
    | 好样
    """,
    re.VERBOSE,
)
"""Words without which nobody is praised."""


class BeginNote(HuiyinAction):
    """Take what the first words already tell; what this kind does not need is not asked."""

    title = "action_begin_note"

    def act(self, turn: Turn, say: Say) -> Events:
        """A note of another kind that was being told is passed on as far as it was told, rather than lost."""
        of_need = turn.intent == "report_person_in_need"
        if of_need and not turn.pressed and in_need.is_for_now(turn.said):
            return [*HelpNow(self.tools).act(turn, say), *leave(turn), FollowupAction(LISTENING)]
        if of_need or turn.intent == "report_change":
            in_need.call_for_danger(self.tools, turn, say)
        policy = AnswerPolicy(self.tools)
        if not of_need and policy.supposes(turn):
            return [*policy.act(turn, say), FollowupAction(LISTENING)]
        if turn.intent == "give_praise" and not turn.pressed and not PRAISES.search(turn.said):
            say.text(
                "您说的我看到了。这是要表扬，还是要反映办得不对？",
                [("要反映问题", f"/file_complaint#{SAID_BEFORE}"), ("是表扬", "/give_praise")],
            )
            return [FollowupAction(LISTENING)]
        if self.goes_on_about_the_lead(turn):
            say.text("这句也转给去看望的同志了。还想起什么，接着说就行；他现在有危险，马上打 110 或 120。")
            return [FollowupAction(LISTENING)]
        told = turn.loop == "note_form" and turn.slot("note_text")
        lodged = SubmitNote(self.tools).submit(turn, say) if told else []
        if _asks_for_own(turn):
            asked = replace(turn, parsed=replace(turn.parsed, intent="ask_eligibility"))
            return [*AnswerPolicy(self.tools).act(asked, say), FollowupAction(LISTENING)]
        notice.tell_once(self.tools, turn, say)
        kind = KINDS.get(turn.intent, "suggestion")
        slots: dict[str, Any] = {**CLEAN, "note_kind": kind}
        if turn.said and not turn.pressed and phrases.substance(turn.said) >= ENOUGH:
            slots["note_text"] = turn.said
        if kind == "change" and DEATH.search(turn.said) and (age := _age_of_child(turn)):
            kind = "lead"
            slots |= {"note_kind": kind, "note_text": f"{age} 岁的孩子自己说：{turn.said}"}
            say.text(ORPHANED)
        elif kind == "change" and DEATH.search(turn.said):
            slots["note_text"] = turn.said
            say.text(CONDOLENCE)
            if phrases.asks(turn.said) and (told := policy.after_death(turn, say)):
                slots["last_answer"] = told
        elif kind in ASKED_BESIDE and phrases.asks(turn.said) and not turn.pressed:
            policy.answer_beside(turn, ASKED_BESIDE[kind], say)
        slots["note_place"] = facts.place_of(turn) or (
            places.in_public(turn.said) if kind == "lead" else None
        )
        slots["note_phone"] = facts.phone_of(turn)
        if kind in ("suggestion", "praise"):
            slots["note_place"] = slots["note_place"] or ""
            slots["note_phone"] = slots["note_phone"] or ""
        handed_on = [] if turn.intent in KINDS else [FollowupAction("note_form")]
        return leave(turn) + fill(**slots) + lodged + handed_on

    def goes_on_about_the_lead(self, turn: Turn) -> bool:
        """Whether more is told of somebody in need whom this talk has passed on, and of nobody else: added to what was
        passed on. An old man's age or a dead son is no change in a supported household then."""
        if turn.loop or turn.pressed or not (_of_no_other(turn) or _only_urges(turn)):
            return False
        with self.tools.bureau.office() as office:
            return registers.tell_more_of_lead(office, turn.token, turn.said)


OWN_FAMILY = re.compile(r"^(那|你好)?[\s,，]*(我|俺|咱)(们)?(家|屋(头|里))?")
ASKS_FOR_AID = re.compile(
    r"(有没得?有?|有得?没|能不能|可不可以|能|可以|算不算)[^,，。;；]{0,8}(钱|补贴|补助|低保|五保|特困|救助|政策)[^,，。;；]{0,4}[吗么嘛不没呢?？]*$"
)
"""Whether there is some aid is asked, at the end of what is told."""


def _asks_for_own(turn: Turn) -> bool:
    """Whether somebody tells of their own family only to ask what aid there is: nobody is to be visited for that."""
    told = turn.intent in ("report_person_in_need", "report_change") and not turn.offered
    own = OWN_FAMILY.search(turn.said) and not DEATH.search(turn.said)
    return bool(told and own and turn.words("relation") and ASKS_FOR_AID.search(turn.said))


def _age_of_child(turn: Turn) -> int | None:
    """The age of a child who speaks of themselves, as told here or just before."""
    before = [one.parsed.text for one in turn.earlier] + ([turn.before.text] if turn.before else [])
    return next((age for said in (turn.said, *reversed(before)) if (age := facts.age_of(said))), None)


OWN_SPEAKER = re.compile(
    r"""
      我|俺|咱|另外|另一?[个户家]
    | (还|也|又)有(一|几|两)?[个户家位]
    | (?<!只)(?<!就)(?<!没)(?<!还)有(一|几|两|好几)?[个户家位](?![儿女孙])
    """,
    re.VERBOSE,
)
"""Somebody of the speaker's own, or another one, is told of."""


def _of_no_other(turn: Turn) -> bool:
    """Whether something is told as of somebody in need or changed, and of nobody named or of the speaker's own."""
    told = turn.intent in ("report_person_in_need", "report_change") and not turn.offered
    named = turn.entities("place", "person", "program")
    return told and not (named or OWN_SPEAKER.search(turn.said))


def _only_urges(turn: Turn) -> bool:
    """Whether a few words say of somebody told of before that they be helped, and tell nothing."""
    of_need = turn.intent == "report_person_in_need" and not turn.parsed.entities
    return of_need and phrases.substance(turn.said) < ENOUGH


class ValidateNote(HuiyinAction):
    """Read the answer."""

    title = "validate_note_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        others = {intent for intent, kind in KINDS.items() if kind != turn.slot("note_kind")}
        if turn.slot("note_kind") == "lead" and _of_no_other(turn):
            others -= {"report_change"}
        away = others | (AT_ONCE if turn.requested == "note_text" else AWAY)
        if phrases.COMPLAINS.search(turn.said):
            away |= {"file_complaint"}
        elif phrases.substance(turn.said) < ENOUGH:
            away -= {"file_complaint"}
        if pauses.STOP.match(turn.said) and turn.intent not in AWAY | {"cancel"}:
            say.text("好的，先不说了。什么时候想说，随时来找我。")
            return [*fill(**CLEAN), SlotSet("requested_slot", None)]
        resumes = pauses.RESUME.search(turn.said)
        if resumes or pauses.STOP.match(turn.said) or leaves(turn, frozenset(away)) or is_about_lodged(turn):
            return [ActionExecutionRejected("note_form")]
        if turn.slot("note_kind") == "lead" and not turn.pressed:
            in_need.call_for_danger(self.tools, turn, say)
        if turn.evidence and not turn.said:
            say.response("file_kept")
            return fill(**{turn.requested: "（见附件）" if turn.requested == "note_text" else None})
        if secrecy.WHO_SEES.search(turn.said) and len(turn.said) <= LONGEST_PLAIN:
            say.text(WHO_SEES)
            return fill(**{turn.requested: None})
        if turn.requested != "note_text" and (handing_in.wanted(turn) or takes_leave(turn)):
            return fill(**{name: "" for name in ("note_place", "note_phone") if turn.slot(name) is None})
        if self.is_closed(turn, say):
            return fill(note_phone="", **({"note_place": ""} if turn.requested == "note_place" else {}))
        asks = phrases.asks(turn.said) and not NOT_KNOWN.match(turn.said)
        found = self._read(turn)
        if _of_death(turn) and asks and self.tools.library:
            told = AnswerPolicy(self.tools).tell_of_death(turn, say)
            return [*told, *fill(**(found if found.get(turn.requested) else _left(turn)))]
        manners = turn.intent in MANNERS and len(turn.said) <= 12
        short_question = manners or (phrases.asks(turn.said) and len(turn.said) < 24)
        refuses = turn.requested == "note_phone" and found.get("note_phone") == "" and len(turn.said) <= SHORT
        if (
            not refuses
            and turn.intent in ELSEWHERE
            and not (turn.intent in SIDE_QUESTIONS | OWN_MATTERS and (states(turn) or acts.states(turn.said)))
            and (turn.parsed.confidence >= SURE or phrases.asks(turn.said))
            and (found.get(turn.requested) is None or short_question)
        ):
            if asks and _often_enough(turn) and beside.answered(self.tools, turn, say):
                return fill(**_left(turn))
            return [ActionExecutionRejected("note_form")]
        if found.get(turn.requested) is None:
            asked = turn.requested != "note_text" and acts.asks(turn.said) and not NOT_KNOWN.match(turn.said)
            if asked and beside.answered(self.tools, turn, say):
                return fill(**{**found, **_left(turn)})
            more = turn.requested != "note_text" and (
                NAMES_THEM.match(turn.said) or (len(turn.said) >= ENOUGH and not (_wonders(turn) or asked))
            )
            if turn.requested == "note_phone" and phones.DIGITS.search(turn.said):
                say.response("phone_wrong")
            elif turn.requested == "note_phone" and not more and not phrases.asks(turn.said):
                return fill(**found, note_phone="")
            elif more:
                found["note_text"] = f"{turn.slot('note_text')}；{turn.said}"
                say.response("added")
            elif not (
                phrases.asks(turn.said) and AnswerPolicy(self.tools).answer_beside(turn, turn.intent, say)
            ):
                say.response("not_understood_answer")
            found |= _left(turn)
        return fill(**found)

    def is_closed(self, turn: Turn, say: Say) -> bool:
        """Whether thanks or a farewell come where a telephone was asked for, or, like a mere yes, where the place of a change
        was: it goes on without."""
        leaves_it = turn.intent in ("thank", "goodbye") and len(turn.said) <= SHORT
        if turn.pressed or facts.told(turn).slots:
            return False
        if turn.requested == "note_phone":
            return leaves_it
        of_change = turn.requested == "note_place" and turn.slot("note_kind") == "change"
        if not of_change or not (leaves_it or yes_no.YES.match(turn.said)):
            return False
        say.text("没说在哪个村也不要紧，先给您转过去，想起来接着说就行。")
        return True

    def _read(self, turn: Turn) -> dict[str, Any]:
        found: dict[str, Any] = {}
        unknown = any(words.match(turn.said) for words in (yes_no.UNKNOWN, NOT_KNOWN)) or bool(
            yes_no.REFUSES.search(turn.said)
        )
        if turn.requested == "note_text" and phrases.substance(turn.said) >= 3:
            found["note_text"] = turn.said
        if place := facts.place_of(turn) or places.in_public(turn.said):
            found["note_place"] = place
        elif turn.requested == "note_place":
            found["note_place"] = (
                ""
                if unknown
                else (
                    turn.said
                    if 2 <= len(turn.said) <= 24 and is_place(turn.said) and not _tells_or_asks(turn.said)
                    else None
                )
            )
        if phone := facts.phone_of(turn):
            found["note_phone"] = phone
        elif turn.requested == "note_phone" and unknown:
            found["note_phone"] = ""
        return {
            name: value for name, value in found.items() if name == turn.requested or turn.slot(name) is None
        }


MOST_TIMES = 2
"""So often a question is put; what was told is passed on without its answer."""


def _often_enough(turn: Turn) -> bool:
    return turn.requested != "note_text" and turn.times_asked >= MOST_TIMES


def _left(turn: Turn) -> dict[str, Any]:
    """The slots where the open question has no answer yet: put again, or left, and with it what would be asked behind it."""
    if not _often_enough(turn):
        return {str(turn.requested): None}
    return {name: "" for name in ("note_place", "note_phone") if turn.slot(name) is None}


NOT_KNOWN = re.compile(r"^(我|俺)?(也|又)?(不知道|不晓得|不清楚|说不清|记不清|搞不清)[^,，。;；]{0,10}$")
"""It is not known, whatever was asked: 不知道哪个村归哪."""
NAMES_THEM = re.compile(
    r"^(他|她|人家|老人家?|老两口|户主|那家)?(们)?(家)?(就|是)?(姓|叫|名字叫)[一-鿿]{1,4}$"
)
"""What somebody told of is called: 姓马."""


def _of_death(turn: Turn) -> bool:
    died = DEATH.search(str(turn.slot("note_text") or ""))
    return bool(turn.slot("note_kind") == "change" and died and not turn.pressed)


def _tells_or_asks(said: str) -> bool:
    """Whether the words are more than the name of a place."""
    return phrases.asks(said) or (len(said) > ADDS and phrases.HAPPENED.search(said) is not None)


def _wonders(turn: Turn) -> bool:
    """Whether the words ask something, rather than tell more of the matter."""
    return turn.said.endswith(ASKING) or (turn.intent in ELSEWHERE and phrases.asks(turn.said))


class AskNote(HuiyinAction):
    """Ask in the words of the kind of note."""

    def __init__(self, tools: Any, slot: str) -> None:
        super().__init__(tools)
        self.slot = slot
        self.title = f"action_ask_note_form_{slot}"

    def act(self, turn: Turn, say: Say) -> Events:
        say.response(
            f"ask_{self.slot}_{turn.slot('note_kind') or 'suggestion'}"
            if self.slot == "note_text"
            else f"ask_{self.slot}"
        )
        return []


class SubmitNote(HuiyinAction):
    """Suggestions and praise become petitions of that class (信访工作条例 art. 29); leads and changes become tasks."""

    title = "action_submit_note"

    def act(self, turn: Turn, say: Say) -> Events:
        lodged = self.submit(turn, say) if turn.slot("note_text") else []
        return [*fill(**CLEAN), *lodged, *waiting.back(turn, "note_form")]

    def submit(self, turn: Turn, say: Say) -> Events:
        """Pass it on and say what becomes of it; the events that remember its number, where it has one."""
        kind = str(turn.slot("note_kind") or "")
        try:
            if kind in ("suggestion", "praise"):
                number = self._lodge(turn, say, kind)
                proven = [*(turn.slot("proven_petitions") or []), number]
                return fill(proven_petitions=proven, last_told=number)
            died = kind == "change" and DEATH.search(str(turn.slot("note_text"))) is not None
            of_dibao = died and not OTHER_SUPPORT.search(str(turn.slot("note_text")))
            self._report(turn, say, kind, [AFTER_DEATH] if of_dibao else [])
            if of_dibao:
                return fill(last_answer={"answer": AFTER_DEATH[1].partition("#")[2]})
        except CaseworkError as refused:
            say.text(str(refused), [("找人工", "/request_human")])
        return []

    def _lodge(self, turn: Turn, say: Say, kind: str) -> str:
        """Lodge it and read the number out; the talk's message gives the key, so that it is lodged once."""
        text = str(turn.slot("note_text"))
        phone = str(turn.slot("note_phone") or "")
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            place = str(turn.slot("note_place") or "")
            lodged = lodging.lodge(
                office,
                lodging.NewPetition(
                    category="other",
                    matter_class="suggestion",
                    narrative=text if kind == "suggestion" else f"表扬：{text}",
                    place_unit_code=units.tree(office).find(place) if place else None,
                    place_text=place,
                    identity="anonymous",
                    channel=conversation.channel,
                    contact=(conversation.channel, talks.address(office, conversation)),
                    conversation_id=conversation.id,
                    evidence=sent.just_now(office, conversation),
                    idempotency_key=f"note:{turn.token}:{hashlib.sha256(f'{kind}{text}{phone}'.encode()).hexdigest()[:16]}",
                ),
                Actor.resident(conversation.resident_id, conversation.channel),
            )
        say.response(f"noted_{kind}", number=lodged.number, code=lodged.query_code)
        return lodged.number

    def _report(self, turn: Turn, say: Say, kind: str, buttons: list[tuple[str, str]]) -> None:
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            said = registers.Report(
                kind=kind,
                text=str(turn.slot("note_text")),
                place=str(turn.slot("note_place") or ""),
                phone=str(turn.slot("note_phone") or ""),
                conversation_id=conversation.id,
                channel=conversation.channel,
                token=turn.token,
            )
            promised = registers.report(office, said)
            what = "困难群众线索" if kind == "lead" else "家庭情况变化"
            desk.ask_for_person(
                office, conversation, "record", f"{what}：{said.place} {said.text} {said.phone}".strip()
            )
        say.text(promised, buttons)
