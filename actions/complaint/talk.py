"""The actions of the complaint talk: begin, take down, ask, read back, lodge, break off."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions import (
    call_back,
    calls,
    consent,
    hardship,
    in_need,
    notice,
    outside,
    registers,
    sent,
    stopped,
    unpaid,
    waiting,
)
from actions.base import HuiyinAction
from actions.complaint import (
    account,
    acts,
    allowed,
    answers,
    asking,
    beside,
    confirming,
    facts,
    following,
    gathering,
    handing_in,
    interruptions,
    kinds,
    lodged,
    offering,
    openings,
    other_matter,
    outlook,
    particulars,
    pauses,
    phrases,
    places,
    representatives,
    resuming,
    secrecy,
    signing,
)
from actions.complaint.filing import Filing
from actions.complaint.reading import BARE, LONGEST_PLAIN, SHORT, Reading
from actions.estimate.beginning import OFFERED
from actions.events import fill
from actions.petition import service
from actions.petition.reading import NO_NUMBER
from actions.policy import SUBJECTS, AnswerPolicy
from actions.tools import Events, Say
from actions.turn import LISTENING, SAID_BEFORE, Turn
from casework.conversations import drafts, queries, talks
from casework.office import CaseworkError
from casework.people import units
from casework.people.actors import Actor
from casework.petitions.queries import by_id, numbered
from casework.petitions.representatives import MOST
from knowledge.saying import Answer

KEPT = ("complaint_category", *facts.SLOTS[:-1], "complaint_draft")
CLEAN = resuming.CLEAN
COME = "到账了就好，这件不登记了，记下的也删了。别的月份还有没到的，再跟我说。"
NOT_LODGED = "好的，只是问问，不登记，记下的也删了。还想知道哪一样，直接说就行。"
NO_ORDERS = "这个我办不了，我只记您要反映的事。"
THEY_LOOK = "是的，细节由去查的同志核实，不用您再找证据。"
UNSURE = "这个我说不准，不乱答，可以打 {hotline} 问。"
HOW_LONG_IS_USUAL = re.compile(r"正常|规定|一般|应该|应当|按理|法定|办完|办下来|批下来|批完|审完")
"""It is asked how long the matter itself takes, and not the complaint."""
FROM_THE_FIRST = "您是谁、在哪里，先照刚才那件写；不一样的直接说，比如“这件匿名”“地点是李家庄”。"


class OfComplaint(HuiyinAction):
    """An action that knows the county's villages by their names."""

    def with_village(self, turn: Turn) -> Turn:
        with self.tools.bureau.reading() as office:
            return places.with_village(units.tree(office), turn)


class BeginComplaint(OfComplaint):
    """Take from the opening all that it tells, or take up the draft that was broken off.

    While somebody is called because of danger or need no form is begun that was not asked for. Money that has not
    come, with no more said, is answered by its day before it is a complaint.
    """

    title = "action_begin_complaint"

    def begin_form(self, turn: Turn, say: Say) -> Events:
        """The same for words that were taken for something else, with the form behind it where one is begun."""
        events = self.act(turn, say)
        led_elsewhere = any(event["event"] == "followup" for event in events)
        return events if led_elsewhere else [*events, FollowupAction("complaint_form")]

    def act(self, turn: Turn, say: Say) -> Events:
        if outside.ORDERS.search(turn.said) and not turn.offered:
            say.response("out_of_scope")
            return [FollowupAction(LISTENING)]
        policy, announced = AnswerPolicy(self.tools), gathering.announced(turn)
        if policy.supposes(turn) and (answered := policy.goes_on(turn, say)) is not None:
            return [*answered, FollowupAction(LISTENING)]
        if not announced and (answered := policy.put_right(turn, say)) is not None:
            return [*answered, FollowupAction(LISTENING)]
        if slots := following.taken(turn):
            return self.take_up(slots, say)
        if _asks_who_learns(turn):
            return self.calm(turn, say)
        if taken := offering.taken(turn):
            return [*self.begin(taken, say, whole=True), FollowupAction("complaint_form")]
        asked_for = turn.offered or turn.loop or announced or phrases.COMPLAINS.search(turn.said)
        if not asked_for and calls.still_called(self.tools, turn, say):
            say.text(
                "要是想把这件事登记成投诉，点下面。", [("投诉反映这件事", f"/file_complaint#{SAID_BEFORE}")]
            )
            return [FollowupAction(LISTENING)]
        if not asked_for and self.is_for_who_calls(turn):
            say.text(
                "记下了，值班同志跟您说的时候会看到。现在就要登记成投诉的，点下面。",
                [("投诉反映这件事", f"/file_complaint#{SAID_BEFORE}")],
            )
            return [FollowupAction(LISTENING)]
        if (told_again := self.told_again(turn, say)) is not None:
            return [*told_again, FollowupAction(LISTENING)]
        for answer in (unpaid.answered, stopped.answered):
            if not announced and (answered := answer(self.tools, turn, say)) is not None:
                return [*answered, FollowupAction(LISTENING)]
        if not asked_for and turn.slot("last_answer") and _only_asks(turn):
            return [*AnswerPolicy(self.tools).act(turn, say), FollowupAction(LISTENING)]
        if (told := self.how_it_stands(turn, say)) is not None:
            return told
        if not asked_for and (answered := self.answered_first(turn, say)) is not None:
            return answered
        if number := _may_mean_lodged(turn):
            wish = self.wish_about(number)
            say.text(
                f"您说的是登记过的 {number} 这件吗？",
                [wish, ("不是，另外投诉", f"/file_complaint#{SAID_BEFORE}")],
            )
            return [FollowupAction(LISTENING)]
        return self.begin(gathering.led_here(turn), say, whole=not turn.pressed and offering.only_money(turn))

    def answered_first(self, turn: Turn, say: Say) -> Events | None:
        """Answer a question, or a refusal whose reason is a question of policy, and offer to lodge it; None where it is
        neither, a word that wants it lodged (要), or the library has no answer and somebody is complained of."""
        if offering.TAKES_UP.match(turn.said):
            return None
        asks = openings.only_asks(turn) or acts.asks(turn.said)
        if not (asks or openings.rests_on_policy(turn)) or turn.evidence or facts.identity_of(turn.said):
            return None
        policy = AnswerPolicy(self.tools)
        found = policy.look_up(replace(turn, parsed=replace(turn.parsed, intent=beside.ASKS)))
        if isinstance(found, Answer):
            policy.count(turn, found)
            events = policy.give(turn, found, found.intent, say)
        elif not beside.answered(self.tools, turn, say):
            wronged = openings.charges(turn.said) or not asks
            return None if wronged else [FollowupAction("action_answer_policy")]
        else:
            events = []
        say.text(openings.OFFERS, [openings.LODGE_THIS])
        return [*events, FollowupAction(LISTENING)]

    def calm(self, turn: Turn, say: Say) -> Events:
        """Say who learns of a complaint, where only that is asked; what was broken off before stays where it is."""
        say.response("fear_answered")
        with self.tools.bureau.reading() as office:
            kept = drafts.find(office, talks.get(office, turn.token))
        if kept:
            say.text("刚才没说完的还留着，要接着说，回“接着说”。")
        return [FollowupAction(LISTENING)]

    def is_for_who_calls(self, turn: Turn) -> bool:
        """Whether it is told to the person who is to call or write, and none of it was being told as a complaint before."""
        if turn.intent != "file_complaint" or not call_back.tells_what_for(self.tools, turn):
            return False
        with self.tools.bureau.reading() as office:
            return drafts.find(office, talks.get(office, turn.token)) is None

    def how_it_stands(self, turn: Turn, say: Say) -> Events | None:
        """Say how the petition just told of stands, where a few words ask about what has become of it and tell of no other
        matter; None otherwise."""
        number = turn.slot("last_told")
        if number not in (turn.slot("proven_petitions") or []) or not _asks_of_the_last(turn):
            return None
        with self.tools.bureau.reading() as office:
            actor = Actor.holder(numbered(office, str(number)).id, "")
            petition = by_id(office, numbered(office, str(number)).id, actor)
            said = service.next_step(office, petition, actor)
        for text, buttons in said:
            say.text(text, [*buttons, lodged.ANOTHER])
        return [FollowupAction(LISTENING)]

    def told_again(self, turn: Turn, say: Say) -> Events | None:
        """Say that it is lodged already, and where it stands; None where it is not."""
        with self.tools.bureau.reading() as office:
            known = lodged.again(office, turn)
        if known is None:
            return None
        say.text(known.said, known.buttons)
        return fill(last_told=known.number) if known.proven else []

    def wish_about(self, number: str) -> tuple[str, str]:
        """The button for what can be wanted of a petition that nobody seems to answer."""
        with self.tools.bureau.reading() as office:
            answered = numbered(office, number).state in ("answered", "closed", "reviewed")
        if answered:
            return "是，没解决", f"/reject_reply#{number}"
        return "是，催一下", f"/urge_petition#{number}"

    def take_up(self, slots: Mapping[str, Any], say: Say) -> Events:
        """Go on with the second matter; what was told of it, and by whom, is not asked again."""
        narrative, category = slots.get("complaint_narrative"), slots.get("complaint_category")
        if narrative:
            say.response(_begun(slots), category=asking.in_words(category, str(narrative)))
        else:
            say.response("complaint_begun_empty")
        if slots.get("complaint_identity"):
            say.text(FROM_THE_FIRST)
        return [*fill(**{**CLEAN, **slots}), FollowupAction("complaint_form")]

    def begin(self, turn: Turn, say: Say, *, whole: bool = False) -> Events:
        """Begin the form with all that the turn tells; `whole` where its words are the account, however few."""
        turn = self.with_village(turn)
        told = facts.told(turn, opening=True)
        if whole:
            told.slots["complaint_narrative"] = turn.said
        if gathering.unnamed_before(turn) and "complaint_name" not in told.slots:
            told.slots.setdefault("complaint_identity", "anonymous")
        if "complaint_name" in told.slots and not re.search(r"保密|匿名", turn.said):
            told.slots.setdefault("complaint_identity", "real_name")
        if both := following.counted(turn, self.tools.understand):
            told.slots["complaint_narrative"] = both[0].said
            of_matter = ("complaint_accused", "complaint_time")
            own = facts.told(both[0])
            told.slots = {name: value for name, value in told.slots.items() if name not in of_matter}
            told.slots |= {name: own.slots[name] for name in of_matter if own.slots.get(name)}
            told.draft = {**told.draft, **dict.fromkeys(("amount", "program")), **own.draft}
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            key = office.secrets.token()
            files = sent.just_now(office, conversation)
            spoken = queries.audio_among(office, conversation.id, files)
            tells = spoken or told.slots.get("complaint_narrative")
            goes_on = not tells or pauses.GO_ON.search(turn.said) or gathering.only_facts(turn)
            kept = drafts.bring(office, conversation) if goes_on else None
            offer = registers.offered(office, turn.token, turn.said)
            if offer is None and offering.only_own_money(turn):
                offer = registers.only_offer(office, turn.token, str(told.draft.get("program") or ""))
            filled = facts.on_record(office, offer, turn.said) if offer else facts.Facts()
        if kept:
            events = resuming.taken_up(kept, say)
            told.slots.pop("complaint_narrative", None)
            known = {name for name, value in kept.items() if value}
            return [*events, *fill(**{name: told.slots[name] for name in told.slots.keys() - known})]
        if spoken and not told.slots.get("complaint_narrative"):
            told.slots["complaint_narrative"] = account.VOICE
            say.response("voice_kept")
        told.slots |= filled.slots
        narrative = told.slots.get("complaint_narrative")
        category = offer.category if offer else (both[0] if both else turn).parsed.category
        if narrative and not offer:
            category = kinds.of(category, str(narrative))
        if narrative and category:
            told.slots |= {
                name: value
                for name, value in facts.not_asked(category, narrative).items()
                if name not in told.slots
            }
        before = turn.slot("complaint_draft") or {}
        if before.get("headcount") and not before.get("key"):
            draft = {"headcount": before["headcount"], **told.draft, "key": key}
        else:
            draft = {**told.draft, "key": key}
        draft |= filled.draft
        if files:
            draft["evidence"] = list(dict.fromkeys([*draft.get("evidence", []), *files]))
        if both:
            draft = following.noted(both[1], draft)
        elif turn.parsed.secondary and not offer:
            draft["secondary"] = list(turn.parsed.secondary)
        slots = {**CLEAN, **told.slots, "complaint_draft": draft}
        if narrative:
            slots["complaint_category"] = category or "other"
        elif phrases.substance(turn.said) >= account.OPENING and not turn.pressed:
            draft |= {"opening": turn.said, "category": category}
        if consent.needs_guardian(self.tools, turn, draft):
            of_child = {name: slots.pop(name) for name in consent.OF_CHILD if slots.get(name)}
            draft |= {"of_child": of_child}
            slots |= dict.fromkeys(of_child)
        if slots.get("complaint_identity"):
            chosen = signing.chosen(turn, str(slots["complaint_identity"]))
            slots |= {name: value for name, value in chosen.slots.items() if slots.get(name) is None}
        slots["complaint_representatives"] = None if representatives.needed(slots) else ""
        say.response(_begun(slots), category=asking.in_words(category, turn.said))
        if both:
            say.response("next_noted")
        if draft.get("age"):
            say.response("minor", age=str(draft["age"]))
        elif draft.get("pupil"):
            say.text(asking.TO_A_PUPIL.format(pupil=draft["pupil"]))
        notice.tell_once(self.tools, turn, say)
        if slots.get("complaint_identity"):
            for name in chosen.say:
                asking.tell(say, name)
        offered = {name: one for name, one in (turn.slot("last_answer") or {}).items() if name != OFFERED}
        return fill(**slots, last_answer=offered or None)


def _asks_who_learns(turn: Turn) -> bool:
    """Whether nothing is asked but who learns of a complaint: 你们真的保密？"""
    of_this = any(
        words.search(turn.said) for words in (secrecy.CONFIDENTIAL, secrecy.WHO_SEES, secrecy.FEARS)
    )
    brief = len(turn.said) <= SHORT and not turn.loop and not turn.offered
    plain = not phrases.COMPLAINS.search(turn.said) and not turn.parsed.entities
    return bool(brief and plain and of_this and phrases.asks(turn.said))


def _only_asks(turn: Turn) -> bool:
    """Whether a few words ask something and tell nothing: 要钱吗, said after an answer."""
    return phrases.asks(turn.said) and phrases.substance(turn.said) <= 3 and not turn.parsed.entities


def _may_mean_lodged(turn: Turn) -> str | None:
    """The petition just lodged or looked up here, where a few words say that nobody answers and name no other matter."""
    proven = turn.slot("proven_petitions") or []
    brief = len(turn.said) <= SHORT and not turn.offered and not turn.loop
    unanswered = turn.parsed.category in ("petition_unanswered", "hotline_failure")
    if not (proven and brief and unanswered) or facts.told(turn).slots or phrases.COMPLAINS.search(turn.said):
        return None
    return str(proven[-1])


CLAUSE = re.compile(r"[\s,，。;；]+")
PROMISES = frozenset({"real_name_promise", "confidential_promise"})


def _asks_of_the_last(turn: Turn) -> bool:
    """Whether a few typed words ask something and name nobody, no place, no day, no assistance and no other matter."""
    named = turn.entities("person", "place", "date", "program", "amount", "relation")
    brief = len(turn.said) <= LONGEST_PLAIN and not (turn.offered or turn.loop or named)
    turns_away = phrases.COMPLAINS.search(turn.said) or other_matter.TURNS_TO.match(turn.said)
    asks = any(phrases.asks(clause) for clause in CLAUSE.split(turn.said))
    return brief and asks and not turns_away


def _begun(slots: Mapping[str, Any]) -> str:
    if not slots.get("complaint_narrative"):
        return "complaint_begun_empty"
    missing = any(slots.get(name) is None for name in facts.SLOTS[:-1])
    return "complaint_begun" if missing else "complaint_begun_whole"


class ValidateComplaint(OfComplaint):
    """Read an answer; hand the turn to the rules where it is about something else."""

    title = "validate_complaint_form"

    def act(self, turn: Turn, say: Say) -> Events:
        requested = turn.requested
        if not turn.fresh or not requested:
            return []
        turn = signing.left_to_say(self.with_village(turn))
        if not interruptions.only_waits(turn) and interruptions.leaves(turn, interruptions.AWAY):
            return [ActionExecutionRejected("complaint_form")]
        if len(turn.said) <= LONGEST_PLAIN and interruptions.LOST_THREAD.search(turn.said):
            say.response("back_to_complaint")
            return fill(**{requested: None})
        if _has_come(turn):
            return self.put_down(turn, say, COME)
        if outside.ORDERS.search(turn.said):
            say.text(NO_ORDERS)
            return fill(**{requested: None})
        if len(turn.said) <= SHORT and phrases.ONLY_ASKS.match(turn.said):
            return self.put_down(turn, say, NOT_LODGED)
        if _breaks_off(turn):
            return self.break_off(turn, say)
        slip = account.only_a_slip(turn.said)
        handed_in = handing_in.agreed(turn) or (handing_in.wanted(turn) and not slip)
        if turn.slot("complaint_narrative") and handed_in:
            return self.hand_in(turn, requested, say)
        if _puts_off(turn):
            return self.put_off(turn, requested, say)
        return self.go_on(turn, self.taken(turn, requested, say), say)

    def taken(self, turn: Turn, requested: str, say: Say) -> Events:
        """Take down what answers, what stands beside a question apart from it; say so far what is asked to be said again."""
        act = "" if turn.pressed or turn.evidence else acts.whole(turn.said)
        if requested == "complaint_confirmed" and act == "agree" and confirming.agrees(turn):
            return fill(complaint_confirmed=True)
        lacks = NO_NUMBER.search(turn.said) is not None and not phrases.asks(turn.said)
        if act == "number_again" and not lacks and not any(map(str.isdigit, turn.said)):
            numbers = "、".join(turn.slot("proven_petitions") or [])
            say.text(asking.NUMBERS.format(numbers=numbers) if numbers else asking.NOT_YET_LODGED)
            return fill(**{requested: None})
        if act == "read_again" and requested != "complaint_confirmed" and turn.slot("complaint_narrative"):
            say.text(asking.read_back(turn.slots, *asking.SO_FAR))
            return fill(**{requested: None})
        if turn.intent not in interruptions.DANGER and (rest := beside.told(self.tools, turn, say)):
            return self.take_beside(rest, requested, say)
        hardship.hear(self.tools, turn, say)
        return self.take(turn, requested, say)

    def hand_in(self, turn: Turn, requested: str, say: Say) -> Events:
        """Lodge it as it is, with what was told beside the word that hands it in; what is essential and missing is asked
        once before, and a child's guardian is asked about first."""
        slots = self.told_with_it(turn, say) | signing.with_the_last_word(turn)
        slots |= signing.said_at_last(turn, slots)
        known = {**turn.slots, **slots}
        draft = dict(known.get("complaint_draft") or {})
        if consent.needs_guardian(self.tools, turn, draft):
            return fill(**{requested: None, **slots})
        lacking = handing_in.missing(known)
        read = requested == "complaint_confirmed"
        if lacking and not (read or draft.get("handed_in")):
            empty = handing_in.before(lacking, known)
            return fill(**{**slots, **empty, "complaint_draft": {**draft, "handed_in": True}, lacking: None})
        return fill(**{**slots, **self.closed(known, say, read=read)})

    def put_off(self, turn: Turn, requested: str, say: Say) -> Events:
        """Lodge nothing: take down what is told beside, or keep it all and ask no more."""
        if not facts.told(turn).slots:
            return self.break_off(turn, say)
        draft = {name: value for name, value in turn.slot("complaint_draft").items() if name != "handed_in"}
        told = turn.with_said(pauses.LATER.sub(" ", turn.said).strip(" ,，。"))
        waiting = replace(told, slots={**turn.slots, "complaint_draft": draft})
        slots = {"complaint_draft": draft} | {
            event["name"]: event["value"]
            for event in self.taken(waiting, requested, say)
            if event["event"] == "slot"
        }
        return fill(**{requested: None, **slots})

    def closed(self, known: Mapping[str, Any], say: Say, *, read: bool) -> dict[str, Any]:
        """The slots that close the telling; what will be lodged is said, unless it was read back before."""
        slots, draft = handing_in.settled(known), dict(known.get("complaint_draft") or {})
        if not draft.get("key"):
            slots["complaint_draft"] = {**draft, "key": self.tools.bureau.secrets.token()}
        if not read:
            say.text(asking.read_back({**known, **slots}, *asking.HANDED_IN))
        return slots

    def go_on(self, turn: Turn, events: Events, say: Say) -> Events:
        """The same events, with it lodged where it was handed in and nothing essential is missing any more, and with
        what has been asked for often enough left open."""
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        known = {**turn.slots, **slots}
        if len(slots) < len(events) or "requested_slot" in slots or not known.get("complaint_narrative"):
            return events
        draft = known.get("complaint_draft") or {}
        answered = slots.get(str(turn.requested)) is not None
        guarded = consent.needs_guardian(self.tools, turn, draft)
        if draft.get("handed_in") and answered and not guarded and handing_in.missing(known) is None:
            return [*events, *fill(**self.closed(known, say, read=False))]
        put = draft.get(asking.TIMES, {})
        if anew := set(put).intersection(asking.reopened(turn, slots)):
            times = {name: often for name, often in put.items() if name not in anew}
            known["complaint_draft"] = {**draft, asking.TIMES: times}
            events = [*events, *fill(complaint_draft=known["complaint_draft"])]
        left = asking.left_open(known) or signing.said_at_last(turn, slots)
        return [*events, *fill(**left)]

    def told_with_it(self, turn: Turn, say: Say) -> dict[str, Any]:
        """The slots that what stands beside fills; a question in it is answered, what is not read stands in the account."""
        rest = handing_in.beside(turn)
        if rest is None:
            return {}
        if (
            acts.asks(rest.said)
            and not (openings.REPROACHES.search(rest.said) or account.demands(rest))
            and (self.answers_question(rest, say) or beside.answered(self.tools, rest, say))
        ):
            return {}
        read = answers.read(rest)
        slots = {name: value for name, value in read.slots.items() if value is not None}
        if read.draft:
            slots["complaint_draft"] = read.draft
        if "complaint_narrative" not in slots and not particulars.bare_facts(rest):
            slots["complaint_narrative"] = account.told_so_far(rest)
        return slots

    def answers_question(self, turn: Turn, say: Say) -> bool:
        """Whether what is asked of the complaint is answered; whether something is allowed, or how long the matter takes,
        by the rule itself where there is one."""
        found = outlook.topic(turn)
        if found is None:
            return False
        names = {id(known): name for name, known in outlook.book().topics.items()}
        of_rule = names[id(found)] == "against-rules" or (found.dates and HOW_LONG_IS_USUAL.search(turn.said))
        subject = SUBJECTS.get(str(turn.slot("complaint_category")), "") if of_rule else ""
        if of_rule and beside.answered(self.tools, turn, say, subject):
            return True
        return outlook.answer(self.tools, turn, say, turn.slot("complaint_identity"))

    def take_beside(self, rest: Turn, requested: str, say: Say) -> Events:
        """Take down what was told beside a question: an answer, more of the matter with the facts in it, or neither."""
        of_need = rest.intent == "report_person_in_need"
        if requested == "complaint_narrative" or beside.is_answer(rest) or of_need:
            return self.take(rest, requested, say)
        if not beside.is_matter(rest):
            say.text(beside.NOT_WRITTEN)
            return fill(**{requested: None})
        say.response("added")
        told = account.completed(rest, facts.told(rest).slots)
        return fill(**{requested: None, **told, "complaint_narrative": account.told_so_far(rest)})

    def take(self, turn: Turn, requested: str, say: Say) -> Events:
        """Take down what answers, or react to it."""
        if pauses.RESUME.search(turn.said):
            resumed = resuming.resume(self.tools, turn, say) or fill(**{requested: None})
            return [event for event in resumed if event["event"] == "slot"]
        if turn.slot("complaint_narrative") and (sentence := allowed.rule(turn)):
            say.text(sentence)
            filled = account.completed(turn, facts.told(turn).slots)
            if requested == "complaint_confirmed" and not account.tells_apart_from_asking(turn):
                return fill(**{requested: None, **filled})
            return fill(**{requested: None, **filled, "complaint_narrative": account.told_so_far(turn)})
        of_the_form = (secrecy.FEARS, secrecy.WHO_SEES, secrecy.LEAKED, answers.MAY_BE_LEFT)
        answered_there = any(words.search(turn.said) for words in of_the_form)
        if not answered_there and self.answers_question(turn, say):
            states = len(turn.said) > SHORT and not phrases.asks(turn.said)
            tells = account.demands(turn) or (states and account.tells_beside(turn))
            tells = tells or account.tells_apart_from_asking(turn)
            wish = {"complaint_narrative": account.told_so_far(turn)} if tells else {}
            return fill(**{requested: None, **wish})
        if interruptions.is_of_their_person(turn) and turn.slot("complaint_narrative"):
            say.response("added")
            return fill(**{requested: None, "complaint_narrative": account.told_so_far(turn)})
        if requested == "complaint_confirmed" and _leaves_it_to_them(turn):
            say.text(THEY_LOOK)
            return fill(complaint_confirmed=None)
        if interruptions.asks_when(turn):
            say.text(outlook.dates_to_come(self.tools, turn))
            return fill(**{requested: None})
        if turn.requested == "complaint_narrative" and beside.only_asks(self.tools, turn, say):
            return fill(complaint_narrative=None)
        read = answers.read(turn)
        if read.elsewhere:
            return [*self.kept_beside(turn), ActionExecutionRejected("complaint_form")]
        if read.say == ["next_noted"] and turn.intent == "report_person_in_need":
            if self.sees_to(turn, say):
                return fill(**{requested: None})
        elif not answered_there and _asks_alone(turn, read):
            if not beside.answered(self.tools, turn, say):
                say.text(UNSURE.format(hotline=self.tools.local.hotline))
            return [*fill(**{requested: None}), *self.kept_beside(turn)]
        if not answered_there and (asked := _question_beside(turn, read)):
            at_the_end = turn.said.strip().endswith(asked.said)
            if account.URGES.search(turn.said):
                say.text(outlook.dates_to_come(self.tools, turn))
            elif not beside.answered(self.tools, asked, say) and at_the_end:
                say.text(UNSURE.format(hotline=self.tools.local.hotline))
        if _is_charge(turn) and set(read.say) <= UNSPECIFIC and "complaint_narrative" not in read.slots:
            told = account.told_so_far(turn)
            read = Reading({**read.slots, "complaint_narrative": told}, read.draft, ["added"])
        slots: dict[str, Any] = dict(read.slots)
        slots |= self.in_township(turn, slots)
        if read.draft:
            slots["complaint_draft"] = read.draft
        people = representatives.masked((slots.get("complaint_draft") or {}).get("people") or [])
        asks = "" if requested == "complaint_confirmed" else asking.ASKS
        of_child = consent.needs_guardian(
            self.tools, turn, {**(turn.slot("complaint_draft") or {}), **read.draft}
        )
        for name in read.say:
            if of_child and name in PROMISES:
                continue  # nothing is promised of a child's name before the guardian is asked about
            if name == "not_understood_answer" and self.answers(turn, say):
                continue
            asking.tell(say, name, asks=asks, people=people)
        if "corrected" in read.say and (now := asking.now(turn, slots)):
            say.text(f"现在记的是{now}。")
        slots |= _others(turn, slots)
        if not slots:
            slots[requested] = None
        draft = slots.get("complaint_draft") or turn.slot("complaint_draft") or {}
        if not draft.get("key"):
            slots["complaint_draft"] = {**draft, "key": self.tools.bureau.secrets.token()}
        return fill(**slots)

    def kept_beside(self, turn: Turn) -> Events:
        """What is told beside a question, or a wish, that is answered elsewhere: it stands in the account all the same."""
        of_matter = turn.intent in interruptions.SIDE_QUESTIONS | {"check_application", "check_payment"}
        of_matter = of_matter or turn.intent in (
            "file_complaint",
            "supplement_petition",
            "inform",
            "nlu_fallback",
        )
        known = turn.slot("complaint_narrative")
        if not known or not of_matter or turn.pressed or not account.tells_apart_from_asking(turn):
            return []
        filled = account.completed(turn, facts.told(turn).slots)
        filled.pop("complaint_identity", None)
        return fill(**{**filled, "complaint_narrative": account.told_so_far(turn)})

    def sees_to(self, turn: Turn, say: Say) -> bool:
        """Whether somebody in need who was told of in between has been passed on: not where nothing says where they
        are, which is asked when the complaint is done."""
        in_need.call_for_danger(self.tools, turn, say)
        nearby = in_need.NEAR.search(turn.said) is not None
        place = facts.place_of(turn) or (str(turn.slot("complaint_place") or "") if nearby else "")
        return bool(place) and in_need.pass_on(self.tools, turn, say, place)

    def in_township(self, turn: Turn, slots: Mapping[str, Any]) -> dict[str, str]:
        """A village put right keeps the township told before, where it lies there or no unit of that name is known."""
        before, place = str(turn.slot("complaint_place") or ""), str(slots.get("complaint_place") or "")
        township = places.OF_TOWNSHIP.match(f"{before} ")
        if township is None or not places.VILLAGE.search(place) or places.TOWNSHIP.search(place):
            return {}
        if before == township[0] and before[:-1] in turn.said:
            return {}
        with self.tools.bureau.reading() as office:
            tree = units.tree(office)
            around = tree.find(township[0])
            village = tree.find(place, within=around)
            if village and tree.township_of(village) != around:
                return {}
        whole = f"{township[0]}{place}"
        kept, account = {"complaint_place": whole}, str(slots.get("complaint_narrative") or "")
        if before in str(turn.slot("complaint_narrative") or "") and whole not in account:
            kept |= {"complaint_narrative": account.replace(place, whole, 1)} if account else {}
        return kept

    def answers(self, turn: Turn, say: Say) -> bool:
        """Whether what answers nothing was a question, and was answered, at least honestly."""
        if not (phrases.asks(turn.said) or phrases.WANTS_TO_KNOW.search(turn.said) or acts.asks(turn.said)):
            return False
        if beside.answered(self.tools, turn, say):
            return True
        if phrases.substance(turn.said) < BARE and not phrases.WANTS_TO_KNOW.search(turn.said):
            return False
        say.text(UNSURE.format(hotline=self.tools.local.hotline))
        return True

    def put_down(self, turn: Turn, say: Say, why: str) -> Events:
        """Money has come, or it was only asked for: nothing of the complaint is kept."""
        with self.tools.bureau.office() as office:
            conversation = talks.get(office, turn.token)
            drafts.drop(office, conversation, str((turn.slot("complaint_draft") or {}).get("key")))
        say.text(why)
        return [*fill(**CLEAN), SlotSet("requested_slot", None)]

    def break_off(self, turn: Turn, say: Say) -> Events:
        """Keep what was told, and ask no more."""
        if not save_draft(self, turn, say):
            say.text("好的，先不说了。什么时候想说，随时来找我。")
        if turn.intent == "goodbye":
            say.response("goodbye")
        return [*fill(**CLEAN), SlotSet("requested_slot", None)]


UNSPECIFIC = frozenset({"added", "not_understood_answer", "skipped", "offer_person"})
"""What is said of words that answered nothing of their own."""


def _asks(said: str) -> bool:
    """Whether words ask something that is answered, be it that nothing sure can be said."""
    enough = phrases.substance(said) >= BARE or phrases.WANTS_TO_KNOW.search(said)
    return bool(enough) and (phrases.asks(said) or acts.asks(said))


def _asks_alone(turn: Turn, read: Reading) -> bool:
    """Whether a message is a question of which nothing but its words would be kept, and no complaint or
    demand in the form of one."""
    if account.demands(turn):
        return False
    kept = {"complaint_narrative", "complaint_category", turn.requested}
    tells = turn.intent in ("file_complaint", "supplement_petition")
    if tells and turn.parsed.confidence >= interruptions.SURE and phrases.HAPPENED.search(turn.said):
        return False
    if _is_charge(turn):
        return False
    if phrases.INDEFINITE.search(turn.said) or phrases.substance(turn.said) < BARE:
        return False
    asks = acts.asks(turn.said) or (
        read.say == ["added"] and phrases.asks(turn.said) and not (tells or acts.states(turn.said))
    )
    answers_nothing = bool(read.say) and set(read.say) <= UNSPECIFIC and read.slots.keys() <= kept
    return answers_nothing and asks


QUOTED = re.compile(r"(?<![我俺咱])(说|问|骂|喊|吼|回)(我|俺|你(?!们))")
"""What somebody said to the speaker, or asked them."""


def _is_charge(turn: Turn) -> bool:
    """Whether a charge, or what somebody said, is put as a question: 她说你管得着吗."""
    charge = openings.REPROACHES.search(turn.said) or QUOTED.search(turn.said)
    told = phrases.substance(turn.said) >= BARE and bool(turn.slot("complaint_narrative"))
    return bool(charge and told and not (turn.pressed or turn.evidence))


REPORTED = re.compile(r"说|问|讲|喊|骂|告诉|回我|答")
"""Somebody's words are told."""


def _question_beside(turn: Turn, read: Reading) -> Turn | None:
    """The turn as if only the question in it had been said, where its words go into the account; None where nobody's words
    and no charge are put as one."""
    if turn.pressed or turn.evidence or turn.offered or not {"added", "corrected"} & set(read.say):
        return None
    asked = [
        clause
        for clause in phrases.CLAUSES.split(turn.said)
        if _asks(clause)
        and phrases.substance(clause) >= BARE
        and not (REPORTED.search(clause) or openings.charges(clause))
    ]
    return turn.with_said(" ".join(asked)) if asked else None


def _has_come(turn: Turn) -> bool:
    of_money = turn.slot("complaint_category") == "payment_missing"
    return bool(of_money and len(turn.said) <= SHORT and offering.has_come(turn))


def _breaks_off(turn: Turn) -> bool:
    """Whether the telling is broken off in words that were taken for something else than that (`nlu/dialogue/leaving.yml`
    has the rules for those that were not): a farewell, 先不说了，孩子哭了."""
    if turn.pressed or turn.intent in interruptions.AWAY | {"cancel", "request_help"}:
        return False
    if interruptions.only_waits(turn):
        return False
    says_goodbye = (
        turn.intent == "goodbye"
        and turn.parsed.confidence >= interruptions.SURE
        and not facts.told(turn).slots
        and phrases.substance(turn.said) < facts.ENOUGH
    )
    stops = pauses.STOP.match(turn.said) and not facts.identity_of(turn.said)
    confirms = turn.requested == "complaint_confirmed" and pauses.LATER.search(turn.said)
    goes = interruptions.takes_leave(turn) and not interruptions.takes_back(turn)
    return bool(says_goodbye or ((stops or goes) and not confirms))


def _puts_off(turn: Turn) -> bool:
    """Whether it is not to be lodged yet, said where nothing but that word was waited for."""
    draft = turn.slot("complaint_draft") or {}
    at_the_end = turn.requested == "complaint_confirmed" or draft.get("handed_in")
    return bool(at_the_end and not turn.pressed and not turn.evidence and pauses.puts_off(turn.said))


def _leaves_it_to_them(turn: Turn) -> bool:
    """Whether somebody tired of being asked says that the office should find out: 他们去查不就知道了."""
    brief = len(turn.said) <= SHORT and not facts.told(turn).slots.keys() - {"complaint_accused"}
    return brief and answers.IMPATIENT.search(turn.said) is not None


class AskComplaint(HuiyinAction):
    """Ask for one slot, with the reason, and after an interruption with a word that brings the talk back."""

    def __init__(self, tools: Any, slot: str) -> None:
        super().__init__(tools)
        self.slot = slot
        self.title = f"action_ask_complaint_form_{slot}"

    def act(self, turn: Turn, say: Say) -> Events:
        if facts.in_progress(turn):
            with self.tools.bureau.office() as office:
                drafts.note(office, talks.get(office, turn.token), content(turn))
        draft = dict(turn.slot("complaint_draft") or {})
        times = draft.get(asking.TIMES, {})
        again = self.slot in times and self.slot in asking.SHORTER
        if self.was_put_enough(turn, times):
            return []
        if asking.interrupted(turn) and not again:
            say.response("back_to_complaint")
        if self.is_about_self(turn) and consent.needs_guardian(self.tools, turn, draft):
            return consent.ask_guardian(turn, say)
        if self.slot == "complaint_confirmed":
            return self.read_back(turn, say)
        if draft.get("handed_in") and self.slot in handing_in.ONE_MORE:
            say.text(handing_in.ONE_MORE[self.slot])
        elif again:
            say.text(*asking.SHORTER[self.slot])
        elif self.slot == "complaint_representatives":
            self.ask_for_others(turn, say)
        else:
            say.response(f"ask_{self.slot}")
        if again and turn.evidence:
            return []  # whoever sends one photo after another has not let the question pass
        asked = {**times, self.slot: times.get(self.slot, 0) + 1}
        return fill(complaint_draft={**draft, asking.TIMES: asked})

    def was_put_enough(self, turn: Turn, times: Mapping[str, int]) -> bool:
        """Whether the question was put again often enough after what else was asked: it stays open and is put no more."""
        if self.slot in ("complaint_narrative", "complaint_confirmed"):
            return False
        elsewhere = asking.interrupted(turn) or (turn.loop and _asks(turn.said))
        return bool(elsewhere and times.get(self.slot, 0) > asking.MOST_TIMES)

    def is_about_self(self, turn: Turn) -> bool:
        """Whether the question is who speaks, or the last one before a name is written down."""
        named = turn.slot("complaint_identity") not in (None, "anonymous")
        return self.slot in facts.ABOUT_SELF or (self.slot == "complaint_confirmed" and named)

    def read_back(self, turn: Turn, say: Say) -> Events:
        """The whole of it; where it was read, only what has changed since, or that it is still to be confirmed."""
        draft = turn.slot("complaint_draft") or {}
        behind_marks = [turn.slot(name) for name in ("complaint_name", "complaint_phone")]
        known = zlib.crc32(repr((asking.lines(turn.slots), behind_marks)).encode())
        marks = [asking.mark(line) for line in asking.lines(turn.slots)]
        again = confirming.wants_to_hear_it(turn.said)
        times = draft.get(asking.TIMES, {})
        asked = {**times, self.slot: times.get(self.slot, 0) + 1}
        if draft.get("read_back") == known and not again:
            say.text(asking.REMINDER, asking.CONFIRM)
            return fill(complaint_draft={**draft, asking.TIMES: asked})
        read = [] if again else draft.get("read_lines") or []
        text = asking.changed(turn.slots, read) if read else asking.read_back(turn.slots)
        say.text(text, asking.CONFIRM)
        read_now = {"read_back": known, "read_lines": marks, asking.TIMES: {**times, self.slot: 1}}
        return fill(complaint_draft={**draft, **read_now})

    def ask_for_others(self, turn: Turn, say: Say) -> None:
        draft = turn.slot("complaint_draft") or {}
        if draft.get("people"):
            say.response("ask_complaint_representatives_more")
        elif draft["headcount"] > MOST:
            say.response("ask_complaint_representatives_many", count=str(draft["headcount"]))
        else:
            say.response("ask_complaint_representatives_few")


class LodgeComplaint(HuiyinAction):
    """Lodge what was confirmed, once; the draft's key makes a second attempt return the first result."""

    title = "action_lodge_complaint"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.slot("complaint_confirmed"):
            return []
        filing = Filing.of(turn.slots, turn.token)
        try:
            with self.tools.bureau.office() as office:
                receipt = filing.lodge(office)
                drafts.drop(office, talks.get(office, turn.token), str(filing.draft["key"]))
        except CaseworkError as refused:
            say.response("not_lodged", why=str(refused))
            return [*fill(complaint_confirmed=None), SlotSet("requested_slot", None)]
        say.text(asking.receipt(receipt, filing, self.tools.local), asking.AFTERWARDS)
        offered = self.offer_the_next(turn, say)
        proven = [*(turn.slot("proven_petitions") or []), receipt.number]
        events = fill(**CLEAN, proven_petitions=list(dict.fromkeys(proven)), last_told=receipt.number)
        return events + offered + waiting.back(turn, "complaint_form")

    def offer_the_next(self, turn: Turn, say: Say) -> Events:
        """Ask whether the matter that was told in between is to be taken up now; it is kept like any draft till then."""
        found = following.first(turn.slots, self.tools.bureau.secrets.token())
        if found is None:
            return []
        said, slots = found
        account = asking.shortened(said, 30)
        if slots is None:
            say.text(
                f"您刚才还说到另一件事：“{account}”。要接着说吗？",
                [("接着说另一件", said), ("不用了", "/goodbye")],
            )
            return []
        with self.tools.bureau.office() as office:
            drafts.note(office, talks.get(office, turn.token), {**dict.fromkeys(KEPT), **slots})
        say.text(
            f"您刚才还说到另一件事：“{account}”。要接着说吗？回“要”就接着说。",
            [
                ("接着说另一件", f"/file_complaint#{following.FOLLOWING}"),
                ("不用了", f"/cancel#{resuming.DRAFT}"),
            ],
        )
        return fill(complaint_draft=following.offered(turn, slots))


def save_draft(action: HuiyinAction, turn: Turn, say: Say, *, silently: bool = False) -> bool:
    """Keep the complaint that is being told, if one is, and say until when, unless `silently`; whether there was one."""
    if not facts.in_progress(turn):
        return False
    with action.tools.bureau.office() as office:
        kept = drafts.save(office, talks.get(office, turn.token), content(turn))
    if not silently:
        say.response("draft_kept", until=asking.day(kept.until), code=kept.code)
    return True


def content(turn: Turn) -> dict[str, Any]:
    """What a draft keeps of the complaint that is being told; taken up again, maybe days later and elsewhere, it is read
    back whole and what is open is asked in full."""
    kept = {name: turn.slot(name) for name in KEPT}
    draft = dict(kept["complaint_draft"] or {})
    for name in ("handed_in", "read_back", "read_lines", asking.TIMES):
        draft.pop(name, None)
    return {**kept, "complaint_draft": draft}


def _others(turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
    """Whether others are asked for depends on what the other answers say."""
    name = "complaint_representatives"
    if slots.get(name) or (name not in slots and turn.slot(name) == representatives.ANSWERED):
        return {}
    wanted = None if representatives.needed({**turn.slots, **slots}) else ""
    return {} if name not in slots and turn.slot(name) == wanted else {name: wanted}
