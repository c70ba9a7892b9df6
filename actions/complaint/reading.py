"""How one answer in the complaint talk is read: what it fills, what it corrects, or that it is about something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from actions.complaint import facts, following, phrases, representatives
from actions.petition.reading import PURPOSES
from actions.turn import Turn

AWAY = frozenset({"crisis", "collective_action", "request_human"})
"""Intents that leave the form at once, whatever is being asked."""

DANGER = frozenset({"crisis", "collective_action"})
"""Taken at the caution of the understanding itself (`nlu/thresholds.yml`, `override`), without a further bar."""

ELSEWHERE = frozenset(
    {
        *(
            "ask_program",
            "ask_eligibility",
            "ask_materials",
            "ask_procedure",
            "ask_processing_time",
            "ask_standard",
        ),
        *("ask_payment_rule", "ask_review_rule", "ask_publicity", "ask_appeal", "ask_contact"),
        *("check_application", "check_payment", "check_petition", "urge_petition", "withdraw_petition"),
        *("privacy_request", "other_department", "out_of_scope", "ask_capability", "bot_challenge"),
        *("greet", "goodbye", "thank", "abuse", "request_help"),
    }
)
"""Intents that are answered in between when the message does not answer what was asked."""

OWN_MATTERS = frozenset(
    {"check_application", "check_payment", "check_petition", "urge_petition", "withdraw_petition"}
)
SIDE_QUESTIONS = frozenset(
    {*(name for name in ELSEWHERE if name.startswith("ask_")), "other_department", "out_of_scope"}
) - {"ask_capability"}
"""Meanings of a question; what asks nothing while a complaint is being told belongs to the complaint."""
MANNERS = frozenset({"greet", "thank", "bot_challenge", "ask_capability", "privacy_request"})
SURE = 0.5
TRIES = 2
"""After so many answers that could not be read an optional question is dropped."""
VOICE = "（见语音）"
ABOUT_SELF = frozenset(
    {"complaint_identity", "complaint_name", "complaint_phone", "complaint_representatives"}
)
OPTIONAL = frozenset({"complaint_place", "complaint_accused", "complaint_time"})
OPENING = 3
"""So many telling characters of an opening are kept for the account that follows."""
SHORT = 14
"""A refusal to give something is no longer than this."""
BARE = 4
"""Fewer telling characters beside the facts make an answer of facts alone."""
ADDS = 6
"""So many telling characters that do not answer the question are added to the account."""
LONGEST_WISH = 40
LONGEST_PLAIN = 24
"""A plain answer to a short question is no longer than this."""


@dataclass
class Reading:
    """What an answer does to the draft; `elsewhere` where the rules should react to it instead."""

    slots: dict[str, Any] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)
    say: list[str] = field(default_factory=list)
    elsewhere: bool = False

    def with_slots(self, more: dict[str, Any]) -> "Reading":
        """The same with more slots filled."""
        return Reading({**self.slots, **more}, self.draft, self.say, self.elsewhere)

    @classmethod
    def of_other_things(cls) -> "Reading":
        return cls(elsewhere=True)


def leaves(turn: Turn, away: frozenset[str]) -> bool:
    """Whether the message ends a form at once: danger, need that cannot wait, or one of these for sure."""
    if turn.intent in DANGER & away:
        return True
    sure = turn.parsed.confidence >= SURE
    urgent = turn.intent == "request_help" and phrases.URGENT.search(turn.said) is not None
    return sure and (turn.intent in away or urgent)


def is_about_lodged(turn: Turn) -> bool:
    """Whether something is wanted of a matter lodged before, whatever is being asked: a button under a letter, or words
    such as 我上个月的投诉催一下, in which a month and a number stand that answer nothing."""
    if turn.intent not in PURPOSES or turn.parsed.confidence < SURE:
        return False
    said = turn.said
    return turn.pressed or (
        len(said) <= LONGEST_WISH and bool(phrases.LODGED.search(said) and phrases.WISHES.search(said))
    )


def read(turn: Turn) -> Reading:
    """Read the message as an answer to `turn.requested`; the number of an application in it is kept, whatever it answers."""
    reading, number = _read(turn), facts.application_of(turn)
    if number and not reading.elsewhere:
        reading.draft = {**(turn.slot("complaint_draft") or {}), **reading.draft, "application_key": number}
    return reading


def _read(turn: Turn) -> Reading:
    draft = dict(turn.slot("complaint_draft") or {})
    if _only_waits(turn):
        return Reading(say=["take_your_time"])
    if leaves(turn, AWAY):
        return Reading.of_other_things()
    if phrases.ANEW.match(turn.said):
        return Reading(dict.fromkeys(facts.SLOTS), _fresh(draft), ["starting_anew"])
    stops = phrases.STOP.match(turn.said) or (
        turn.intent == "cancel" and turn.parsed.confidence >= SURE and len(turn.said) <= 12
    )
    if turn.slot("complaint_narrative") and phrases.LEFT_OUT.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({"complaint_narrative": _told_so_far(turn)}, say=["added"])
    if stops and not facts.identity_of(turn.said):
        return Reading.of_other_things()
    if turn.evidence:
        return _with_evidence(turn, draft)
    if phrases.WHERE_WERE_WE.match(turn.said):
        return Reading(say=["back_to_complaint"])
    if draft.get("evidence") and phrases.NO_FILES.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({"complaint_confirmed": None}, {**draft, "evidence": []}, ["evidence_left_out"])
    if is_about_lodged(turn) or _takes_back(turn):
        return Reading.of_other_things()
    if _gives_application(turn):
        return Reading({turn.requested or "": None}, draft, ["added"])
    if following.begins(turn):
        return Reading(draft=following.noted(turn, draft), say=["next_noted"])
    if (both := following.parted(turn)) and following.begins(both[1]):
        return _with_the_next(*both, draft)
    if about := _about_signing(turn):
        return about
    if changed := _correction(turn):
        return changed
    requested = turn.requested or ""
    if phrases.NO_NUMBER.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({requested: None}, draft, ["number_not_needed"])
    if requested == "complaint_narrative":
        return _narrative(turn, draft)
    if requested == "complaint_confirmed" and phrases.NO.match(turn.said.strip()):
        return _confirmed(turn, draft) or Reading.of_other_things()
    if _is_about_something_else(turn, requested):
        return Reading.of_other_things()
    answer = READERS[requested](turn, draft)
    if answer is None:
        return _unread(turn, requested, draft)
    _fill_the_rest(turn, answer)
    if requested != "complaint_confirmed" and _tells_more(turn):
        answer.slots.setdefault("complaint_narrative", _told_so_far(turn))
    return answer


def _only_waits(turn: Turn) -> bool:
    """Whether somebody is called away for a moment, and no word of danger stands in it; a mere suspicion of danger is
    seen by a person all the same."""
    waits = phrases.WAIT.match(turn.said) and len(turn.said) <= SHORT and not turn.evidence
    safety = turn.parsed.safety or {}
    dangerous = safety.get("words") or safety.get("override") or turn.intent in AWAY - DANGER
    return bool(waits and not dangerous and not _tells_something(turn))


def _about_signing(turn: Turn) -> Reading | None:
    """A question about anonymity is answered and a fear is calmed; who changes their mind is heard at any time."""
    short = len(turn.said) <= LONGEST_PLAIN
    signs = facts.identity_of(turn.said)
    if turn.requested == "complaint_representatives" and "匿名" not in turn.said:
        return None
    if short and signs and phrases.asks(turn.said):
        return Reading(say=["signing_explained"])
    worry = phrases.FEARS.search(turn.said)
    if short and worry and not signs and (turn.requested != "complaint_narrative" or phrases.asks(turn.said)):
        return Reading(say=["fear_answered"])
    before = turn.slot("complaint_identity")
    if short and signs and before is None and turn.requested in OPTIONAL - set(facts.told(turn).slots):
        return identity_chosen(signs)
    if short and signs and before and turn.requested not in ("complaint_narrative", "complaint_identity"):
        if signs == before:
            return Reading(say=["signing_kept"])
        chosen = identity_chosen(signs)
        if signs != "anonymous":
            unknown = ("complaint_name", "complaint_phone")
            chosen.slots |= {name: None for name in unknown if turn.slot(name) == ""}
            chosen.slots |= _given_of_self(turn)
        return chosen
    return None


def _gives_application(turn: Turn) -> bool:
    """Whether the number of an application is told and nothing else: it answers nothing, and looks nothing up."""
    if facts.application_of(turn) is None or turn.pressed or phrases.asks(turn.said):
        return False
    rest = phrases.APPLICATION_NO.sub("", turn.said)
    for number in turn.words("application_no"):
        rest = rest.replace(number, "")
    looks_up = re.search(r"查|看|问|进度|到哪", rest)
    return (
        not looks_up
        and len(re.sub(r"申请|编号|受理|单号|号码|低保", "", phrases.GENERIC.sub("", rest))) < BARE
    )


def _tells_something(turn: Turn) -> bool:
    """Whether the message holds a fact, or the word that confirms."""
    return bool(facts.told(turn).slots) or phrases.COMPLAINS.search(turn.said) is not None


def _takes_back(turn: Turn) -> bool:
    """Whether what is being told is taken back in a few words, whatever is being asked: 我后悔了，撤了吧."""
    sure = turn.intent == "withdraw_petition" and turn.parsed.confidence >= SURE
    return sure and len(turn.said) <= SHORT and phrases.TAKES_BACK.search(turn.said) is not None


def _with_the_next(answer: Turn, matter: Turn, draft: dict[str, Any]) -> Reading:
    """An answer, with the second matter that was told behind it kept for afterwards."""
    reading = _read(answer)
    if reading.elsewhere:
        reading = Reading()
    noted = following.noted(matter, {**draft, **reading.draft})
    return Reading(reading.slots, noted, [*reading.say, "next_noted"])


def _fresh(draft: dict[str, Any]) -> dict[str, Any]:
    return {"key": draft.get("key"), "evidence": draft.get("evidence", [])}


def _with_evidence(turn: Turn, draft: dict[str, Any]) -> Reading:
    kept = [*draft.get("evidence", []), *(item["id"] for item in turn.evidence)]
    reading = Reading(draft={**draft, "evidence": list(dict.fromkeys(kept))})
    spoken = any(item["kind"] == "audio" for item in turn.evidence)
    reading.say.append("voice_kept" if spoken else "evidence_kept")
    if turn.requested == "complaint_narrative":
        if turn.said:
            reading.slots["complaint_narrative"] = turn.said
        elif spoken:
            reading.slots["complaint_narrative"] = VOICE
    elif turn.said:
        found = facts.told(turn)
        reading.slots.update({name: value for name, value in found.slots.items() if turn.slot(name) is None})
    return reading


def _correction(turn: Turn) -> Reading | None:
    """“不是张家庄，是李家庄”, “地点改成李家庄”, “电话错了”."""
    if turn.requested == "complaint_narrative":
        return None
    swap = phrases.CORRECTION.search(turn.said)
    if swap:
        wrong, right = swap.group("wrong").strip(), swap.group("right").strip()
        changed = {
            name: value.replace(wrong, right)
            for name in facts.SLOTS[:-1]
            if isinstance(value := turn.slot(name), str) and wrong in value
        }
        if changed:
            return Reading({**changed, "complaint_confirmed": None}, say=["corrected"])
        found = facts.told(turn).slots
        for name in ("complaint_phone", "complaint_time", "complaint_place", "complaint_accused"):
            if found.get(name) and turn.slot(name) and name != turn.requested:
                kept = right if name != "complaint_phone" else found[name]
                return Reading({name: kept, "complaint_confirmed": None}, say=["corrected"])
    if anew := _said_anew(turn):
        return anew
    change = phrases.SHOULD_BE.search(turn.said)
    if change:
        field_said = change.group("field") or change.group("field2") or ""
        right = (change.group("right") or change.group("right2") or "").strip()
        meant = _field(field_said)
        if meant and turn.slot(meant) is not None:
            return _changed(turn, meant, right)
    at_the_end = turn.requested == "complaint_confirmed"
    if len(turn.said) <= 16 and (
        phrases.WRONG_FIELD.search(turn.said) or (at_the_end and len(turn.said) <= 4)
    ):
        meant = _field(turn.said)
        if meant == "complaint_identity" and facts.identity_of(turn.said):
            return None
        if meant == "complaint_representatives" and turn.slot(meant):
            draft = {**(turn.slot("complaint_draft") or {}), "people": []}
            return Reading({meant: None, "complaint_confirmed": None}, draft)
        if meant and turn.slot(meant) is not None:
            return Reading({meant: None, "complaint_confirmed": None})
    return None


def _said_anew(turn: Turn) -> Reading | None:
    """“不对，是双桥镇小王庄村”, “时间说错了，是前年10月”: the right value comes with the complaint about the wrong one."""
    wrong = phrases.WRONG_SAID.match(turn.said)
    if wrong is None:
        return None
    found = facts.told(turn).slots
    told = {name: value for name, value in found.items() if turn.slot(name) and value != turn.slot(name)}
    told.pop("complaint_identity", None)
    if _field(turn.said) == "complaint_name" and turn.slot("complaint_name") and turn.words("person"):
        told = {"complaint_name": turn.words("person")[-1]}
    if "complaint_place" in told and "complaint_accused" in told:
        told.pop("complaint_accused")
    if not told:
        return None
    return Reading({**told, "complaint_confirmed": None}, say=["corrected"])


def _changed(turn: Turn, name: str, right: str) -> Reading:
    found = facts.told(turn).slots.get(name)
    if name == "complaint_phone":
        return Reading({name: found, "complaint_confirmed": None}, say=["corrected"] if found else [])
    if name == "complaint_identity":
        return Reading({name: found, "complaint_confirmed": None})
    return Reading({name: right, "complaint_confirmed": None}, say=["corrected"])


def _field(text: str) -> str | None:
    return next((name for name, words in phrases.FIELDS if words.search(text)), None)


def _narrative(turn: Turn, draft: dict[str, Any]) -> Reading:
    """An account is anything but a short question about something else."""
    short = len(turn.said) <= LONGEST_PLAIN
    question = turn.intent in ELSEWHERE and short and phrases.asks(turn.said)
    manners = turn.intent in MANNERS and len(turn.said) <= 12
    if (question or manners) and turn.parsed.confidence >= SURE:
        return Reading.of_other_things()
    tries = draft.get("tries", {})
    opening = str(draft.get("opening") or "")
    unknown = bool(phrases.UNKNOWN.match(turn.said))
    thin = unknown or phrases.substance(turn.said) < 4
    told = {} if unknown else _whole(facts.told(turn).slots)
    enough = bool(told) or tries.get("complaint_narrative", 0) >= 1 or phrases.COMPLAINS.search(turn.said)
    if thin and enough and phrases.substance(opening) >= OPENING:
        reading = Reading({"complaint_narrative": opening}, draft)
    elif thin:
        many = tries.get("complaint_narrative", 0) >= TRIES
        if not told and not unknown and phrases.words(turn.said):
            draft["opening"] = _joined(opening, turn.said)
        return Reading(
            {**told, "complaint_narrative": None},
            {**draft, "tries": {**tries, "complaint_narrative": tries.get("complaint_narrative", 0) + 1}},
            ["offer_person" if many else "tell_more"],
        )
    else:
        account = _joined(opening, turn.said)
        reading = Reading({"complaint_narrative": account}, {**draft, "opening": ""})
    _fill_the_rest(turn, reading)
    if not turn.slot("complaint_category"):
        before = draft.get("category") if thin else None
        reading.slots["complaint_category"] = before or turn.parsed.category or "other"
        reading.slots |= facts.not_asked(reading.slots["complaint_category"], turn.said)
    return reading


def _joined(opening: str, said: str) -> str:
    return said if not opening or opening in said else f"{opening}。{said}"


def _whole(told: dict[str, Any]) -> dict[str, Any]:
    """The same with what follows from it: who is anonymous is not asked for name and number."""
    signs = told.get("complaint_identity")
    return {**told, **identity_chosen(str(signs)).slots} if signs else told


def _is_about_something_else(turn: Turn, requested: str) -> bool:
    """A question or another wish, where the words do not answer what was asked."""
    if turn.offered and not turn.pressed:
        return False
    if turn.intent not in ELSEWHERE or turn.parsed.confidence < SURE:
        return False
    if turn.intent in OWN_MATTERS and not turn.pressed and not phrases.LOOKS_UP.search(turn.said):
        return False
    if turn.intent in SIDE_QUESTIONS and states(turn):
        return False
    if requested in facts.told(turn).slots and not phrases.asks(turn.said):
        return False
    confirms = phrases.YES.match(turn.said) or phrases.HURRY.match(turn.said)
    if phrases.UNKNOWN.match(turn.said) or (requested == "complaint_confirmed" and confirms):
        return False
    if requested == "complaint_name" and phrases.PLAIN_NAME.match(turn.said) and not phrases.asks(turn.said):
        return turn.intent in ("greet", "thank", "goodbye") and turn.parsed.confidence >= 0.8
    if (
        requested in ("complaint_place", "complaint_accused")
        and not phrases.asks(turn.said)
        and len(turn.said) <= 8
    ):
        return turn.intent in ("greet", "thank", "goodbye", "abuse", "bot_challenge", "ask_capability")
    return True


def states(turn: Turn) -> bool:
    """Whether typed words tell something rather than ask: 镇上说找县里，县里说找镇上."""
    asks = phrases.asks(turn.said) or phrases.WONDERS.search(turn.said)
    return not turn.pressed and not asks and phrases.substance(turn.said) >= ADDS


def _place(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    place = facts.place_of(turn) or "".join(facts.organs_of(turn))
    if place:
        return Reading({"complaint_place": place + _village_after(turn.said, place)})
    if phrases.UNKNOWN.match(turn.said):
        return Reading({"complaint_place": ""})
    return _plain(turn, "complaint_place") if is_place(turn.said) else None


def _village_after(said: str, township: str) -> str:
    """The village at the end of an answer in which only the township was known: 就是河口乡，老鹰岩."""
    last = re.split(r"[\s，,。、]+", said.strip("。，,.!！ "))[-1]
    apart = phrases.TOWNSHIP_ALONE.search(township) and not phrases.TOWNSHIP.search(last)
    return last if apart and 2 <= len(last) <= 5 and is_place(last) and not phrases.asks(last) else ""


def is_place(text: str) -> bool:
    """Whether words without a known place can name one: 河东那个老村, but not 我怕被报复."""
    return bool(phrases.PLACE_LIKE.search(text)) and not phrases.SELF_REFERENCE.search(text)


def _accused(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    accused = facts.accused_of(turn)
    if accused:
        return Reading({"complaint_accused": accused})
    if phrases.UNKNOWN.match(turn.said) or turn.intent == "deny":
        return Reading({"complaint_accused": ""})
    if when := facts.time_of(turn):
        known = turn.slot("complaint_time") is not None
        return Reading(
            {"complaint_accused": None} | ({} if known else {"complaint_time": when}), say=["added"]
        )
    if facts.phone_of(turn) or facts.name_of(turn):
        return None
    other = facts.identity_of(turn.said) or phrases.YES.match(turn.said) or turn.said[:1] in "我俺咱"
    return None if other else _plain(turn, "complaint_accused")


def _time(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    when = facts.time_of(turn)
    if when:
        return Reading({"complaint_time": when})
    if phrases.UNKNOWN.match(turn.said):
        return Reading({"complaint_time": ""})
    if facts.phone_of(turn):
        return None
    return _plain(turn, "complaint_time") if phrases.TIME_LIKE.search(turn.said) else None


def _identity(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    identity = facts.identity_of(turn.said)
    if identity is None and (_refuses(turn) or phrases.UNWILLING.match(turn.said)):
        identity = "anonymous"
    if identity is None and phrases.WILLING.match(turn.said):
        identity = "real_name"
    if identity is not None:
        chosen = identity_chosen(identity)
        without = identity != "anonymous" and phrases.NO_PHONE.search(turn.said)
        return chosen.with_slots({"complaint_phone": ""}) if without else chosen
    given = _given_of_self(turn)
    return identity_chosen("real_name").with_slots(given) if given else None


def _refuses(turn: Turn) -> bool:
    """Whether a short answer says no to giving something; a long one tells of what others refuse."""
    return len(turn.said) <= SHORT and bool(phrases.REFUSES.search(turn.said))


def _given_of_self(turn: Turn) -> dict[str, str]:
    """Name and number, where somebody gives them instead of saying that they give them."""
    phone = facts.phone_of(turn)
    people = turn.words("person")
    name = facts.name_of(turn) or phrases.name_alone(turn.said) or (people[0] if phone and people else None)
    given = {"complaint_name": name, "complaint_phone": phone}
    return {slot: value for slot, value in given.items() if value}


def identity_chosen(identity: str) -> Reading:
    """The choice, with what follows from it: who is anonymous is not asked for name and number."""
    if identity == "anonymous":
        return Reading(
            {"complaint_identity": identity, "complaint_name": "", "complaint_phone": ""},
            say=["anonymous_costs"],
        )
    return Reading({"complaint_identity": identity}, say=[f"{identity}_promise"])


def _name(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    without_phone = {"complaint_phone": ""} if phrases.NO_PHONE.search(turn.said) else {}
    if (name := facts.name_of(turn)) and without_phone:
        return Reading({"complaint_name": name, **without_phone}, say=["no_phone"])
    if without_phone and not phrases.WITHHOLDS.search(turn.said):
        return Reading({"complaint_name": None, **without_phone}, say=["no_phone"])
    if _refuses(turn) or phrases.ANONYMOUS.search(turn.said) or phrases.UNKNOWN.match(turn.said):
        return identity_chosen("anonymous")
    if surname := phrases.SURNAME_ALONE.match(turn.said):
        if draft.get("surname"):
            return Reading({"complaint_name": f"{surname['surname']}某"})
        return Reading({"complaint_name": None}, {**draft, "surname": surname["surname"]}, ["whole_name"])
    name = facts.name_of(turn) or next(iter(turn.words("person")), None)
    bare = turn.said.strip("。，,.!！ ")
    if (
        name is None
        and phrases.PLAIN_NAME.match(bare)
        and not (phrases.YES.match(bare) or phrases.NO.match(bare))
    ):
        name = bare
    if name is None and (said := phrases.NAME_SAID.search(turn.said)):
        name = said.group("name")[:4]
    name = name or phrases.name_alone(turn.said)
    return Reading({"complaint_name": name}) if name else None


def _phone(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    phone = facts.phone_of(turn)
    if phone:
        return Reading({"complaint_phone": phone})
    if phrases.DIGITS.search(turn.said):
        return Reading({"complaint_phone": None}, draft, ["phone_wrong"])
    if _refuses(turn) or phrases.UNKNOWN.match(turn.said):
        return Reading({"complaint_phone": ""}, say=["no_phone"])
    return None


def _representatives(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    people = representatives.joined(draft.get("people") or [], representatives.heard(turn))
    new = people != (draft.get("people") or [])
    if not new and representatives.NOBODY_ELSE.search(turn.said):
        return Reading({"complaint_representatives": representatives.ANSWERED})
    if not new:
        return None
    full = len(people) >= representatives.wanted(draft)
    return Reading(
        {"complaint_representatives": representatives.ANSWERED if full else None},
        {**draft, "people": people},
        ["representatives_full" if full else "representatives_noted"],
    )


def _confirmed(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    said = turn.said.strip()
    if phrases.LATER.search(said):
        return Reading.of_other_things()
    if phrases.READ_AGAIN.search(said):
        return Reading({"complaint_confirmed": None})
    if phrases.YES.match(said) or phrases.HURRY.match(said):
        return Reading({"complaint_confirmed": True})
    if phrases.NOTHING_TO_CHANGE.match(said):
        return Reading({"complaint_confirmed": None}, draft, ["nothing_to_change"])
    if phrases.NO.match(said) or (turn.intent == "deny" and len(said) <= 6):
        return Reading({"complaint_confirmed": None}, draft, ["what_to_change"])
    if turn.intent == "affirm" and turn.parsed.confidence >= SURE and len(said) <= 12:
        return Reading({"complaint_confirmed": True})
    if bare := _bare_facts(turn):
        return Reading(
            {**bare, "complaint_confirmed": None}, draft, ["corrected"] if _is_new(turn, bare) else []
        )
    found = facts.told(turn).slots
    if phrases.substance(said) >= 4 or found:
        narrative = f"{turn.slot('complaint_narrative') or ''}\n补充：{said}".strip()
        empty = {name: value for name, value in found.items() if not turn.slot(name)}
        return Reading(
            {**empty, "complaint_narrative": narrative, "complaint_confirmed": None}, draft, ["added"]
        )
    return None


READERS: dict[str, Callable[[Turn, dict[str, Any]], Reading | None]] = {
    "complaint_place": _place,
    "complaint_accused": _accused,
    "complaint_time": _time,
    "complaint_identity": _identity,
    "complaint_name": _name,
    "complaint_phone": _phone,
    "complaint_representatives": _representatives,
    "complaint_confirmed": _confirmed,
}


def _plain(turn: Turn, slot: str) -> Reading | None:
    """A short answer in the resident's own words, where no entity was found in it."""
    words = turn.said.strip("。，,.!！ ")
    if (
        2 <= len(words) <= LONGEST_PLAIN
        and not phrases.asks(words)
        and (slot == "complaint_time" or not _happened(words))
        and not phrases.OF_THE_TALK.search(words)
        and any("一" <= sign <= "鿿" for sign in words)
    ):
        return Reading({slot: words})
    return None


def _happened(words: str) -> bool:
    """Whether a longer answer tells what happened, and is no mere name of a place or a person."""
    return len(words) > ADDS and bool(phrases.HAPPENED.search(words))


def _adds(turn: Turn) -> bool:
    """Whether an answer to something else tells more of the matter: a long one, or a short one that was understood."""
    size = phrases.words(turn.said)
    plain = not phrases.asks(turn.said) and (turn.intent != "nlu_fallback" or size >= facts.ENOUGH)
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= SURE and len(turn.said) > BARE
    return size >= 2 * facts.ENOUGH or (plain and (size >= ADDS or complains))


def _tells_more(turn: Turn) -> bool:
    """Whether an answer goes on complaining beside the facts in it: 民政所的小李，态度太差."""
    rest = turn.said
    for entity in turn.parsed.entities:
        rest = rest.replace(entity.value, "")
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= SURE
    return complains and not phrases.asks(turn.said) and phrases.substance(rest) >= BARE


def _told_so_far(turn: Turn) -> str:
    """The account with this message added to it."""
    account = str(turn.slot("complaint_narrative") or "")
    return account if turn.said in account else f"{account}\n补充：{turn.said}".strip()


def _bare_facts(turn: Turn) -> dict[str, Any]:
    """What an answer that is nothing but facts tells: a number, a day, a place, a post, one's own name."""
    found = facts.told(turn).slots
    township = str(turn.slot("complaint_place") or "")
    if found.get("complaint_place") and phrases.TOWNSHIP_ALONE.search(township):
        found["complaint_place"] = _within(township, found["complaint_place"])
    found.pop("complaint_narrative", None)
    if name := _name_before_it_is_asked(turn):
        return {"complaint_name": name}
    if found.get("complaint_identity") == "anonymous":
        return identity_chosen("anonymous").slots
    if turn.slot("complaint_identity") == "anonymous":
        found.pop("complaint_name", None)
        found.pop("complaint_phone", None)
    rest = turn.said
    for entity in turn.parsed.entities:
        if entity.entity != "relation":
            rest = rest.replace(entity.value, "")
    return found if len(phrases.GENERIC.sub("", rest)) < BARE else {}


def _name_before_it_is_asked(turn: Turn) -> str | None:
    """A name that is said alone by somebody who will sign, before the question for it: theirs, and nobody's complained of."""
    signs = (
        turn.slot("complaint_identity") in ("real_name", "confidential")
        and turn.slot("complaint_name") is None
    )
    bare = turn.said.strip("。，,.!！ ")
    return (
        bare if signs and turn.requested != "complaint_accused" and phrases.name_alone(bare) == bare else None
    )


def _within(township: str, place: str) -> str:
    """A village said after its township: 柳溪镇, 青石坳."""
    return place if phrases.TOWNSHIP.search(place) else township + place


def _is_new(turn: Turn, found: dict[str, Any]) -> bool:
    return any(turn.slot(name) != value for name, value in found.items())


def _unread(turn: Turn, requested: str, draft: dict[str, Any]) -> Reading:
    """The answer could not be read: something is said about it, and an optional question is dropped in the end."""
    if bare := _bare_facts(turn):
        new = _is_new(turn, bare)
        if accused := bare.get("complaint_accused"):
            bare["complaint_accused"] = _with_more(turn.slot("complaint_accused"), accused)
        return Reading(bare, draft, ["added" if new else "known_already"])
    if turn.slot("complaint_identity") == "anonymous" and facts.phone_of(turn):
        return Reading({requested: None}, draft, ["anonymous_no_phone"])
    if any(words.search(turn.said) for words in (phrases.YES, phrases.WHAT_NEXT, phrases.IMPATIENT)):
        return Reading({requested: None}, draft, ["still_missing"])
    if phrases.COMPLAINS.search(turn.said) and phrases.substance(turn.said) < facts.ENOUGH:
        return Reading({requested: None}, draft, ["known_already"])
    tries = {**draft.get("tries", {})}
    tries[requested] = tries.get(requested, 0) + 1
    draft = {**draft, "tries": tries}
    dropped = {requested: ""} if requested in OPTIONAL and tries[requested] >= TRIES else {}
    if _adds(turn):
        told = facts.told(turn)
        filled = {name: value for name, value in told.slots.items() if turn.slot(name) is None}
        return Reading({**dropped, **filled, "complaint_narrative": _told_so_far(turn)}, draft, ["added"])
    if dropped:
        return Reading(dropped, draft, ["skipped"])
    filled = {
        name: value for name, value in _whole(facts.told(turn).slots).items() if turn.slot(name) is None
    }
    if filled:
        return Reading({requested: None, **filled}, draft, ["added"])
    say = "offer_person" if tries[requested] > TRIES else "not_understood_answer"
    return Reading({requested: None}, draft, [say])


def _with_more(known: str | None, more: str) -> str:
    """Those complained of before and now, each once."""
    new = [one for one in more.split("、") if one not in (known or "")]
    return "、".join([*([known] if known else []), *new])


def _fill_the_rest(turn: Turn, reading: Reading) -> None:
    """What else the answer tells fills what has not been asked yet."""
    told = facts.told(turn)
    if turn.requested == "complaint_confirmed":
        return
    about_self = turn.requested in ABOUT_SELF
    for name, value in told.slots.items():
        if name == "complaint_accused" and name not in reading.slots and not about_self:
            reading.slots[name] = _with_more(turn.slot(name), value)
            continue
        if name in reading.slots or turn.slot(name) is not None:
            continue
        if name == "complaint_identity":
            chosen = identity_chosen(value)
            reading.slots |= {key: kept for key, kept in chosen.slots.items() if key not in reading.slots}
            reading.say += chosen.say
        elif not (name in ("complaint_place", "complaint_accused") and about_self):
            reading.slots[name] = value
    if told.draft:
        reading.draft = {**(turn.slot("complaint_draft") or {}), **reading.draft, **told.draft}
    if turn.parsed.secondary and turn.requested == "complaint_narrative":
        reading.draft = {
            **(turn.slot("complaint_draft") or {}),
            **reading.draft,
            "secondary": list(turn.parsed.secondary),
        }
