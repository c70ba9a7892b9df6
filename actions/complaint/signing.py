"""Who complains: whether they sign, their name, their telephone, and who complains with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.complaint import asking, facts, names, phones, phrases, representatives, secrecy, yes_no
from actions.complaint.reading import BARE, LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn

WHO_SEES = {
    "real_name": "real_name_promise",
    "confidential": "confidential_promise",
    "anonymous": "fear_answered_anonymous",
}
"""What is said of who will see the name, as the speaker has chosen."""


LEAK = "privacy_leak"


def about_signing(turn: Turn) -> Reading | None:
    """A question about anonymity is answered and a fear is calmed; who changes their mind is heard at any time."""
    short = len(turn.said) <= LONGEST_PLAIN
    signs = facts.identity_of(turn.said)
    if short and secrecy.LEAKED.search(turn.said) and turn.slot("complaint_narrative"):
        return _suspects_a_leak(turn)
    if short and not signs and secrecy.WHO_SEES.search(turn.said):
        return Reading(say=[who_sees(turn, turn.slot("complaint_identity"))])
    if turn.requested == "complaint_representatives" and "匿名" not in turn.said:
        return None
    if signs == "confidential" and secrecy.ASKS_TO_HIDE.search(turn.said) and not facts.phone_of(turn):
        return _hides(turn)
    if short and signs and phrases.asks(turn.said) and not secrecy.CHANGES_TO.search(turn.said):
        return Reading(say=["signing_explained"])
    worry = secrecy.FEARS.search(turn.said)
    if short and worry and not signs and (turn.requested != "complaint_narrative" or phrases.asks(turn.said)):
        unsigned = turn.slot("complaint_identity") == "anonymous"
        return Reading(say=[who_sees(turn, turn.slot("complaint_identity")) if unsigned else "fear_answered"])
    before = turn.slot("complaint_identity")
    if len(turn.said) <= SHORT and signs and before is None and turn.requested == "complaint_narrative":
        return chosen(turn, signs).with_slots({"complaint_narrative": None})
    open_to_it = facts.OPTIONAL - set(facts.told(turn).slots) | {"complaint_confirmed"}
    if short and signs and before is None and turn.requested in open_to_it:
        given = _given_of_self(turn) if signs != "anonymous" else {}
        return chosen(turn, signs).with_slots(given)
    if short and signs and before and turn.requested not in ("complaint_narrative", "complaint_identity"):
        if signs == before:
            return Reading(say=["signing_kept"])
        choice = chosen(turn, signs)
        if signs != "anonymous":
            unknown = ("complaint_name", "complaint_phone")
            choice.slots |= {name: None for name in unknown if turn.slot(name) == ""}
            choice.slots |= _given_of_self(turn)
        return choice
    return None


def who_sees(turn: Turn, identity: str | None) -> str:
    """What is said of who will see name and number, as the speaker has chosen."""
    if identity == "anonymous" and turn.slot("complaint_phone"):
        return "anonymous_phone_seen"
    return WHO_SEES.get(str(identity), "signing_explained")


def _hides(turn: Turn) -> Reading:
    """Nobody is to be told who complains: it is so from now on, and is said to be."""
    requested = {turn.requested or "": None}
    if turn.slot("complaint_identity") == "anonymous":
        return Reading(requested, say=[who_sees(turn, turn.slot("complaint_identity"))])
    if turn.slot("complaint_identity") == "confidential":
        return Reading(requested, say=["signing_kept"])
    choice = identity_chosen("confidential")
    return choice.with_slots({**requested, **choice.slots, **_given_of_self(turn)})


def _suspects_a_leak(turn: Turn) -> Reading:
    """That it was let out who complained is a point of the matter, and is not denied before it was looked into."""
    draft = dict(turn.slot("complaint_draft") or {})
    account = str(turn.slot("complaint_narrative"))
    told = {} if turn.said in account else {"complaint_narrative": f"{account}\n补充：{turn.said}"}
    kinds = list(dict.fromkeys([*(draft.get("secondary") or []), LEAK]))
    of_this = turn.slot("complaint_category") == LEAK
    return Reading(
        {turn.requested or "": None, **told},
        draft if of_this else {**draft, "secondary": kinds},
        ["leak_noted"],
    )


def identity(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    identity = facts.identity_of(turn.said)
    if identity is None and phones.without(turn.said):
        if name_known := turn.slot("complaint_name") or facts.name_of(turn):
            without_phone = {"complaint_name": name_known, "complaint_phone": ""}
            return identity_chosen("real_name").with_slots(without_phone)
        return Reading({"complaint_identity": None, "complaint_phone": ""}, say=["no_phone"])
    if identity is None and (_refuses(turn) or yes_no.UNWILLING.match(turn.said)):
        identity = "anonymous"
    if identity is None and yes_no.WILLING.match(turn.said):
        identity = "real_name"
    if identity is not None:
        choice = chosen(turn, identity)
        without = identity != "anonymous" and phones.without(turn.said)
        return choice.with_slots({"complaint_phone": ""}) if without else choice
    given = _given_of_self(turn)
    return identity_chosen("real_name").with_slots(given) if given else None


def _refuses(turn: Turn) -> bool:
    """Whether a short answer says no to giving something; a long one tells of what others refuse."""
    return len(turn.said) <= SHORT and bool(yes_no.REFUSES.search(turn.said))


def _given_of_self(turn: Turn) -> dict[str, str]:
    """Name and number, where somebody gives them instead of saying that they give them; a name told before stays."""
    phone = facts.phone_of(turn)
    people = _own(turn)
    alone = names.name_alone(turn.said) if phone or _tells_nothing_else(turn) else None
    name = facts.name_of(turn) or alone or (people[0] if phone and people else None)
    if turn.slot("complaint_name") and not (name and names.INTRODUCED.search(turn.said)):
        name = None
    given = {"complaint_name": name, "complaint_phone": phone}
    return {slot: value for slot, value in given.items() if value}


def _own(turn: Turn) -> list[str]:
    """The names said, without that of a relative told with it, or of anybody else: 他小舅子叫马全福."""
    relative = facts.relative_named(turn)
    return [
        one.value
        for one in turn.entities("person")
        if (relative is None or one.value != relative[1])
        and names.plausible(one.value)
        and not names.OF_ANOTHER.search(turn.said[: one.start])
        and not names.is_told_of(turn.said, one.start, one.end)
    ]


def _tells_nothing_else(turn: Turn) -> bool:
    """Whether a name that stands alone is all that is said, and does not end in a post or describe somebody."""
    rest = names.SPELLED.sub("", secrecy.REAL_NAME.sub("", turn.said)).replace(
        names.name_alone(turn.said) or "", ""
    )
    for entity in turn.parsed.entities:
        rest = rest.replace(entity.value, "")
    return not turn.words("role") and phrases.substance(rest) < BARE


def identity_chosen(identity: str) -> Reading:
    """The choice, with what follows from it: who is anonymous is not asked for name and number."""
    if identity == "anonymous":
        return Reading(
            {"complaint_identity": identity, "complaint_name": "", "complaint_phone": ""},
            say=["anonymous_costs"],
        )
    return Reading({"complaint_identity": identity}, say=[f"{identity}_promise"])


def chosen(turn: Turn, identity: str) -> Reading:
    """The choice as this message makes it: a number left stays, though no name is; a child's only with their name, where
    the guardian is asked about."""
    phone = facts.phone_of(turn) or turn.slot("complaint_phone")
    draft = turn.slot("complaint_draft") or {}
    of_child = draft.get("age") or draft.get("pupil")
    if identity != "anonymous" or not phone or of_child or phones.LEAVES_NONE.search(turn.said):
        return identity_chosen(identity)
    return Reading(
        {"complaint_identity": identity, "complaint_name": "", "complaint_phone": phone},
        say=["anonymous_with_phone"],
    )


def keep_from_others(turn: Turn, reading: Reading) -> None:
    """Whoever signed and adds that nobody should be told of them is kept confidential from then on."""
    identity = reading.slots.get("complaint_identity") or turn.slot("complaint_identity")
    if identity == "real_name" and facts.identity_of(turn.said) == "confidential":
        reading.slots["complaint_identity"] = "confidential"
        reading.say = [*(one for one in reading.say if one != "real_name_promise"), "confidential_promise"]


def sign_by_giving(turn: Turn, reading: Reading) -> None:
    """Who has given their name of their own accord signs, and is not asked whether they do."""
    known = {**turn.slots, **reading.slots}
    given = any(
        words.search(turn.said)
        for words in (names.INTRODUCED, names.OF_SELF, names.FROM, names.AT_HOME, names.SURNAME_FIRST)
    )
    given = given or turn.requested in names.NAME_ASKED or bool(known.get("complaint_phone"))
    given = given or turn.said.strip("。.!！ ") == known.get("complaint_name")
    if given and known.get("complaint_name") and known.get("complaint_identity") is None:
        reading.slots["complaint_identity"] = "real_name"
        reading.say = [*(one for one in reading.say if one != "added"), "real_name_promise"]


def left_to_say(turn: Turn) -> Turn:
    """The turn as one in which nothing is known of the name, where nothing was said of it though it was asked."""
    if not asking.signs_later(turn.slots):
        return turn
    unsaid = {"complaint_identity": None, "complaint_name": None}
    phone = {"complaint_phone": turn.slot("complaint_phone") or None}
    return replace(turn, slots={**turn.slots, **unsaid, **phone})


def with_the_last_word(turn: Turn) -> dict[str, Any]:
    """How it is signed, where that was open and is said with the word that hands it in: 那就匿名报吧."""
    signs = facts.identity_of(turn.said)
    unnamed = signs == "anonymous" and not turn.slot("complaint_name")
    is_open = turn.slot("complaint_identity") is None or asking.signs_later(turn.slots) or unnamed
    return chosen(turn, signs).slots if signs and is_open else {}


def said_at_last(turn: Turn, slots: Mapping[str, Any]) -> dict[str, Any]:
    """What follows where it is now said who signs: who does is asked for what of name and number is not known."""
    draft = dict(slots.get("complaint_draft") or turn.slot("complaint_draft") or {})
    signs = slots.get("complaint_identity")
    if not signs or not draft.pop(facts.UNSIGNED, False):
        return {}
    asked = () if signs == "anonymous" else ("complaint_name", "complaint_phone")
    known = {**turn.slots, **slots}
    return {"complaint_draft": draft} | {name: known.get(name) or None for name in asked}


def whole(told: dict[str, Any]) -> dict[str, Any]:
    """The same with what follows from it: who is anonymous is not asked for name and number; a number given stays."""
    signs = told.get("complaint_identity")
    if not signs:
        return told
    left = {name: told[name] for name in ("complaint_phone",) if told.get(name)}
    return {**told, **identity_chosen(str(signs)).slots, **left}


def name(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    without_phone = {"complaint_phone": ""} if phones.without(turn.said) else {}
    if (name := facts.name_of(turn)) and without_phone:
        return Reading({"complaint_name": name, **without_phone}, say=["no_phone"])
    if without_phone and not yes_no.WITHHOLDS.search(turn.said):
        return Reading({"complaint_name": None, **without_phone}, say=["no_phone"])
    if _refuses(turn) or secrecy.ANONYMOUS.search(turn.said) or yes_no.UNKNOWN.match(turn.said):
        return chosen(turn, "anonymous")
    if surname := names.SURNAME_ALONE.match(turn.said):
        if draft.get("surname"):
            return Reading({"complaint_name": f"{surname['surname']}某"})
        return Reading({"complaint_name": None}, {**draft, "surname": surname["surname"]}, ["whole_name"])
    name = facts.name_of(turn) or next(iter(_own(turn)), None)
    if name is None and (relative := facts.relative_named(turn)):
        told = dict(zip(("relation", "relation_name"), relative, strict=True))
        return Reading({"complaint_name": None}, {**draft, **told}, ["added"])
    bare = turn.said.strip("。，,.!！ ")
    if (
        name is None
        and names.PLAIN_NAME.match(bare)
        and not (yes_no.YES.match(bare) or yes_no.NO.match(bare))
    ):
        name = bare
    if name is None and (own := names.names_said(turn.said, turn.requested)):
        name = own[0]["name"][:4]
    name = name or names.name_alone(turn.said)
    return Reading({"complaint_name": name}) if name else None


def phone(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    phone = facts.phone_of(turn)
    if phone:
        return Reading({"complaint_phone": phone})
    if phones.DIGITS.search(turn.said):
        return Reading({"complaint_phone": None}, draft, ["phone_wrong"])
    if _refuses(turn) or yes_no.UNKNOWN.match(turn.said):
        return Reading({"complaint_phone": ""}, say=["no_phone"])
    return None


def others_named(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """Others who complain too, named before they are asked for: 还有王二妮 13512345678."""
    signed = turn.slot("complaint_name") and turn.slot("complaint_identity") not in (None, "anonymous")
    if not (signed and draft.get("headcount") and representatives.ADDED.match(turn.said)):
        return None
    if turn.requested in ("complaint_narrative", "complaint_representatives"):
        return None
    people = [
        one for one in representatives.heard(turn) if one["phone"] or one["name"] in turn.words("person")
    ]
    if not people:
        return None
    known = representatives.joined(draft.get("people") or [], people)
    slots = {"complaint_confirmed": None} if turn.requested == "complaint_confirmed" else {}
    return Reading(slots, {**draft, "people": known}, ["representatives_noted"])


def others(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    people = representatives.joined(draft.get("people") or [], representatives.heard(turn))
    new = people != (draft.get("people") or [])
    said = turn.said.strip()
    no_more = representatives.NOBODY_ELSE.search(said) or yes_no.UNKNOWN.match(said)
    enough = no_more or yes_no.YES.match(said)
    if not new and enough and (draft.get("people") or not yes_no.YES.match(said)):
        return Reading({"complaint_representatives": representatives.ANSWERED})
    if not new:
        return None
    full = len(people) >= representatives.wanted(draft)
    return Reading(
        {"complaint_representatives": representatives.ANSWERED if full else None},
        {**draft, "people": people},
        ["representatives_full" if full else "representatives_noted"],
    )
