"""How a message is read as an answer in the complaint talk: what it fills, what it corrects, or that it is about something else."""

from collections.abc import Callable
from typing import Any

from actions.complaint import (
    account,
    confirming,
    corrections,
    facts,
    following,
    interruptions,
    names,
    particulars,
    pauses,
    phones,
    phrases,
    signing,
    yes_no,
)
from actions.complaint.reading import LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn

SIGNED = ("complaint_name", "complaint_representatives")
OF_ONE = ("complaint_name", "complaint_phone")
"""What each of several people has of their own: what one more tells is not the first speaker's."""


def read(turn: Turn) -> Reading:
    """Read the message as an answer to `turn.requested`; the number of an application in it is kept, whatever it answers."""
    reading, number = _read(turn), facts.application_of(turn)
    if reading.slots.get("complaint_narrative") and (category := account.kind_told(turn)):
        reading.slots["complaint_category"] = category
    if not reading.elsewhere:
        signing.sign_by_giving(turn, reading)
    if number and not reading.elsewhere:
        reading.draft = {**(turn.slot("complaint_draft") or {}), **reading.draft, "application_key": number}
    return reading


def _read(turn: Turn) -> Reading:
    draft = dict(turn.slot("complaint_draft") or {})
    if interruptions.only_waits(turn):
        return Reading(say=["take_your_time"])
    if interruptions.leaves(turn, interruptions.AWAY):
        return Reading.of_other_things()
    if phrases.ANEW.match(turn.said):
        return Reading(dict.fromkeys(facts.SLOTS), _fresh(draft), ["starting_anew"])
    stops = pauses.STOP.match(turn.said) or (
        turn.intent == "cancel"
        and turn.parsed.confidence >= interruptions.SURE
        and len(turn.said) <= 12
        and not phrases.CANNOT.search(turn.said)
    )
    if turn.slot("complaint_narrative") and phrases.LEFT_OUT.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({"complaint_narrative": account.told_so_far(turn)}, say=["added"])
    if stops and not facts.identity_of(turn.said):
        return Reading.of_other_things()
    if turn.evidence:
        return account.with_evidence(turn, draft)
    if phrases.WHERE_WERE_WE.match(turn.said) or pauses.GO_ON_ALONE.match(turn.said.strip()):
        return Reading(say=["back_to_complaint"])
    if draft.get("evidence") and phrases.NO_FILES.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({"complaint_confirmed": None}, {**draft, "evidence": []}, ["evidence_left_out"])
    if interruptions.is_about_lodged(turn) or interruptions.takes_back(turn):
        return Reading.of_other_things()
    if interruptions.gives_application(turn):
        return Reading({turn.requested or "": None}, draft, ["added"])
    if following.begins(turn):
        return Reading(draft=following.noted(turn, draft), say=["next_noted"])
    if (both := following.parted(turn)) and following.begins(both[1]):
        return _with_the_next(*both, draft)
    if phrases.THIS_FIRST.match(turn.said) and draft.get("next"):
        return Reading({turn.requested or "": None}, draft, ["back_to_complaint"])
    if about := signing.about_signing(turn):
        return about
    if beside := signing.others_named(turn, draft):
        return beside
    if changed := corrections.correction(turn):
        return changed
    requested = turn.requested or ""
    if phrases.NO_NUMBER.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({requested: None}, draft, ["number_not_needed"])
    if requested == "complaint_narrative":
        return account.account_of(turn, draft)
    if money := facts.sum_alone(turn):
        return Reading({requested: None}, {**draft, "amount": money}, ["added"])
    if requested == "complaint_confirmed" and yes_no.NO.match(turn.said.strip()):
        return confirming.confirmed(turn, draft) or Reading.of_other_things()
    if left := _left_out(turn, draft):
        return left
    if interruptions.is_something_else(turn, requested):
        return Reading.of_other_things()
    answer = READERS[requested](turn, draft)
    if answer is None:
        return _unread(turn, requested, draft)
    account.fill_the_rest(turn, answer)
    if requested != "complaint_confirmed" and account.tells_more(turn):
        answer.slots.setdefault("complaint_narrative", account.told_so_far(turn))
    return answer


def _with_the_next(answer: Turn, matter: Turn, draft: dict[str, Any]) -> Reading:
    """An answer, with the second matter that was told behind it kept for afterwards."""
    reading = _read(answer)
    if reading.elsewhere:
        reading = Reading()
    noted = following.noted(matter, {**draft, **reading.draft})
    return Reading(reading.slots, noted, [*reading.say, "next_noted"])


def _left_out(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """What may be left out is, where that is asked; that it may be is no wish to stay unnamed."""
    if not (phrases.MAY_BE_LEFT.search(turn.said) and phrases.asks(turn.said) and len(turn.said) <= SHORT):
        return None
    if turn.requested in facts.OPTIONAL:
        return Reading({turn.requested: ""}, draft, ["skipped"])
    if turn.requested in facts.ABOUT_SELF:
        of_matter = phrases.OF_THE_MATTER.search(turn.said)
        return Reading({turn.requested: None}, draft, ["skipped" if of_matter else "signing_explained"])
    return None


def _fresh(draft: dict[str, Any]) -> dict[str, Any]:
    return {"key": draft.get("key"), "evidence": draft.get("evidence", [])}


def _unread(turn: Turn, requested: str, draft: dict[str, Any]) -> Reading:
    """The answer could not be read: something is said about it, and an optional question is dropped in the end."""
    if _names_another(turn):
        return Reading({requested: None, "complaint_narrative": account.told_so_far(turn)}, draft, ["added"])
    if phrases.WHOSE.match(turn.said):
        return Reading({requested: None}, draft, ["known_already"])
    if bare := particulars.bare_facts(turn):
        if draft.get("headcount"):
            bare = {name: bare[name] for name in bare if name not in OF_ONE or not turn.slot(name)}
        new = particulars.is_new(turn, bare)
        if turn.entities("amount"):
            bare["complaint_narrative"] = account.told_so_far(turn)
            draft |= facts.told(turn).draft
        if accused := bare.get("complaint_accused"):
            bare["complaint_accused"] = account.with_more(turn.slot("complaint_accused"), accused)
        return Reading(bare, draft, ["added" if new else "known_already"])
    if turn.slot("complaint_identity") == "anonymous" and facts.phone_of(turn):
        return Reading({requested: None}, draft, ["anonymous_no_phone"])
    if any(words.search(turn.said) for words in (yes_no.YES, phrases.WHAT_NEXT, phrases.IMPATIENT)):
        return Reading({requested: None}, draft, ["still_missing"])
    if phones.NO_PHONE.search(turn.said) and not turn.slot("complaint_phone") and len(turn.said) <= SHORT:
        return Reading({requested: None, "complaint_phone": ""}, draft, ["no_phone"])
    if phrases.COMPLAINS.search(turn.said) and phrases.substance(turn.said) < facts.ENOUGH:
        return Reading({requested: None}, draft, ["known_already"])
    brief = len(turn.said) <= LONGEST_PLAIN and not facts.told(turn).slots
    if brief and phrases.HEARD.search(turn.said):
        return Reading({requested: None}, draft, ["still_missing"])
    if brief and phrases.WANTS_TO_KNOW.search(turn.said):
        return Reading({requested: None}, draft, ["not_understood_answer"])
    tries = {**draft.get("tries", {})}
    tries[requested] = tries.get(requested, 0) + 1
    draft = {**draft, "tries": tries}
    dropped = {requested: ""} if requested in facts.OPTIONAL and tries[requested] >= account.TRIES else {}
    if account.adds(turn):
        told = facts.told(turn)
        filled = {name: value for name, value in told.slots.items() if facts.is_open(turn, name)}
        if (accused := told.slots.get("complaint_accused")) and requested not in facts.ABOUT_SELF:
            filled["complaint_accused"] = account.with_more(turn.slot("complaint_accused"), accused)
        return Reading(
            {**dropped, **filled, "complaint_narrative": account.told_so_far(turn)}, draft, ["added"]
        )
    filled = {
        name: value
        for name, value in signing.whole(facts.told(turn).slots).items()
        if facts.is_open(turn, name)
    }
    if dropped:
        return Reading({**dropped, **filled}, draft, ["skipped"])
    if filled:
        return Reading({requested: None, **filled}, draft, ["added"])
    say = "offer_person" if tries[requested] > account.TRIES else "not_understood_answer"
    return Reading({requested: None}, draft, [say])


def _names_another(turn: Turn) -> bool:
    """Whether the name of the one told of is said, where something else is asked: 她叫赵玉兰."""
    found = names.NAMED_SO.match(turn.said.strip())
    return bool(found and found["who"] and found["who"] != "名字") and turn.requested not in SIGNED


READERS: dict[str, Callable[[Turn, dict[str, Any]], Reading | None]] = {
    "complaint_place": particulars.place,
    "complaint_accused": particulars.accused,
    "complaint_time": particulars.time,
    "complaint_identity": signing.identity,
    "complaint_name": signing.name,
    "complaint_phone": signing.phone,
    "complaint_representatives": signing.others,
    "complaint_confirmed": confirming.confirmed,
}
