"""What was told bit by bit before a complaint began: put in front of the words that begin it, so that nothing is told twice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.complaint import corrections, facts, names, offering, openings, phones, phrases, places
from actions.turn import LISTENING, Earlier, Turn
from understanding import Entity, Parsed

NO_ACCOUNT = frozenset(
    {
        *(
            "greet",
            "goodbye",
            "thank",
            "abuse",
            "affirm",
            "deny",
            "cancel",
            "bot_challenge",
            "ask_capability",
        ),
        *(
            "request_human",
            "privacy_request",
            "crisis",
            "collective_action",
            "other_department",
            "out_of_scope",
        ),
        *("check_petition", "urge_petition", "withdraw_petition", "accept_reply"),
    }
)
"""Meanings of words that tell nothing of a matter."""
UNSETTLED = frozenset(
    {
        LISTENING,
        "action_begin_complaint",
        "action_begin_note",
        "action_begin_record",
        "action_default_ask_affirmation",
        "action_default_fallback",
        "action_inform",
    }
)
"""Reactions that left it open what is to become of the words."""
MATTER = 4
"""So many telling characters beside places, names and numbers tell what happened."""
LIKELIEST = 3
"""Among so many meanings of words not understood a complaint may stand."""
OF_SELF = re.compile(r"[我俺咱]?(的)?(电话|手机|号码?|名字|姓名)(号码?)?(是|留|：|:)?")
"""What a name or a number is introduced by."""
WANTS = re.compile(r"反映|投诉|举报|登记?|上报|报上去|催")


def led_here(turn: Turn) -> Turn:
    """The turn with what was told before it in front; itself where nothing was.

    What was told and answered by policy, an estimate or a look-up is taken too, where it is of this matter; an opening that
    says next to nothing takes all: 那我要投诉他们.
    """
    if turn.pressed:
        return turn
    thin = phrases.substance(turn.said) < facts.ENOUGH
    told = [
        one
        for one in turn.talk or turn.earlier
        if _tells(one) and (thin or one.reaction in UNSETTLED or _of_this(one.parsed, turn))
    ]
    told = [one for one in told if one.parsed.text not in turn.said]
    if not told:
        return turn
    parts = [*(one.parsed for one in told), replace(turn.parsed, text=turn.said)]
    matter = max(parts, key=_says_what)
    text = "。".join(part.text for part in parts)
    category = "payment_missing" if matter.intent == "check_payment" else matter.category
    whole = replace(
        turn.parsed,
        text=text,
        entities=_joined(parts),
        category=category,
        category_confidence=matter.category_confidence,
    )
    return replace(turn, said=text, parsed=whole)


OF_A_MATTER = ("place", "person", "phone", "organ", "role", "date", "duration", "relation")


def _of_this(parsed: Parsed, turn: Turn) -> bool:
    """Whether words that were answered tell of the matter now complained of: no other assistance, and something done or a
    fact of it."""
    if phrases.asks(parsed.text):
        return False
    before = {one.normalised or one.value for one in parsed.entities if one.entity == "program"}
    now = {one.normalised or one.value for one in turn.entities("program")}
    if before and now and not before & now:
        return False
    happened = phrases.HAPPENED.search(parsed.text) and phrases.substance(parsed.text) >= facts.ENOUGH
    return bool(happened) or any(one.entity in OF_A_MATTER for one in parsed.entities)


def goes_on(turn: Turn) -> bool:
    """Whether a grievance was told before and left open, and this gives what a complaint of it needs, or wants one."""
    if turn.loop or turn.pressed or turn.offered or facts.begun(turn):
        return False
    open_matters = [one for one in turn.earlier if one.reaction in UNSETTLED and _complains(one.parsed)]
    gives = facts.told(turn).slots or turn.entities("amount", "program", "date", "duration")
    wronged = announced(turn) and openings.charges(turn.said)
    return bool(
        (wronged or (open_matters and (gives or WANTS.search(turn.said)))) and not phrases.asks(turn.said)
    )


ANNOUNCES = re.compile(
    r"""
      (想|要|来|得|替|帮|代)[^,，。;；\s怎咋]{0,8}(反映|反应|投诉|举报|检举)(一?个|一?下|点|一?件|些)?(问题|情况|事情?|\S{0,4}的?事)(?!多久|要)
    | (?<!怎么)(?<!咋)(反映|反应|投诉|举报|检举)(一?个|一?下|点|一?件|些)(问题|情况|事)
    | (我|俺)(想|要)(匿名)?(举报|投诉|检举)
    """,
    re.VERBOSE,
)
"""Somebody says that they want to complain, before they tell of what: 想替我妈反映个问题."""


def announced(turn: Turn) -> bool:
    """Whether it was said before, in what has not been settled since, that something is to be complained of."""
    return not turn.pressed and any(ANNOUNCES.search(one.parsed.text) for one in turn.talk)


ABOUT_NAMES = re.compile(r"区别|不同|会不会|有没有用|管不管用|受不受理|有啥(好|坏)|哪个好")
"""How petitions without a name fare is asked, and none is wished for."""
OF_COMPLAINING = re.compile(r"反映|反应|投诉|举报|检举|控告|告")


def unnamed_before(turn: Turn) -> bool:
    """Whether it was said, or asked, with the wish to complain that no name is to be left."""
    return any(
        OF_COMPLAINING.search(one.parsed.text)
        and facts.identity_of(one.parsed.text) == "anonymous"
        and not ABOUT_NAMES.search(one.parsed.text)
        for one in turn.talk
    )


def only_facts(turn: Turn) -> bool:
    """Whether the words give name, number, place or time and tell nothing of a matter."""
    gives = facts.told(turn).slots.keys() - {"complaint_narrative", "complaint_accused"}
    return bool(gives) and _beside_facts(turn.parsed) < MATTER


def _tells(one: Earlier) -> bool:
    parsed = one.parsed
    if parsed.intent in NO_ACCOUNT or parsed.text.startswith("/") or offering.ASKS_COME.search(parsed.text):
        return False
    if phrases.asks(parsed.text):
        return one.reaction in UNSETTLED and _complains(parsed)
    return bool(parsed.entities) or phrases.substance(parsed.text) >= MATTER


def _complains(parsed: Parsed) -> bool:
    likeliest = {name for name, _ in parsed.ranking[:LIKELIEST]}
    unclear = parsed.intent == "nlu_fallback" and "file_complaint" in likeliest
    money = parsed.intent == "check_payment" and offering.NOT_COME.search(parsed.text)
    delayed = parsed.intent == "check_application" and openings.DELAYED.search(parsed.text)
    return (
        bool(parsed.intent == "file_complaint" or unclear or money or delayed)
        and _beside_facts(parsed) >= MATTER
    )


def _beside_facts(parsed: Parsed) -> int:
    """How many telling characters there are beside where, who and when."""
    rest = phones.PHONE.sub("", names.NAME_SAID.sub("", parsed.text))
    for entity in parsed.entities:
        if entity.entity in ("place", "person", "phone", "date", "amount"):
            rest = rest.replace(entity.value, "")
    return phrases.substance(OF_SELF.sub("", rest))


def _says_what(parsed: Parsed) -> tuple[bool, bool, bool, float]:
    """By which the part is chosen whose kind the matter is of."""
    enough = _beside_facts(parsed) >= MATTER
    money = offering.NOT_COME.search(parsed.text) is not None
    return enough and _complains(parsed), enough, money, parsed.category_confidence


def _joined(parts: Sequence[Parsed]) -> tuple[Entity, ...]:
    """The facts of all parts in their places in the whole; a place, a number or a time said anew stands for the earlier."""
    joined: list[Entity] = []
    start = 0
    for part in parts:
        now = {one.entity for one in part.entities}
        anew = {"phone"} & now
        villages = "".join(one.value for one in part.entities if one.entity == "place")
        if villages and places.TOWNSHIP.search(villages):
            anew.add("place")
        if corrections.WRONG_SAID.match(part.text):
            anew |= now & {"place", "date", "duration", "amount", "person", "program"}
        joined = [one for one in joined if one.entity not in anew]
        joined += [replace(one, start=one.start + start, end=one.end + start) for one in part.entities]
        start += len(part.text) + 1
    return tuple(joined)
