"""What interrupts a form: danger and wishes that end it, and matters that are answered in between."""

import re

from actions.complaint import corrections, facts, names, phrases, secrecy, yes_no
from actions.complaint.reading import ADDS, BARE, SHORT
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
KINDS = {
    "make_suggestion": "suggestion",
    "give_praise": "praise",
    "report_person_in_need": "lead",
    "report_change": "change",
}
"""Meanings of what is told without complaining, each with the kind of note that it becomes."""
SURE = 0.5
LONGEST_WISH = 40


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


def states(turn: Turn) -> bool:
    """Whether typed words tell something rather than ask: 镇上说找县里，县里说找镇上."""
    asks = phrases.asks(turn.said) or phrases.WONDERS.search(turn.said)
    return not turn.pressed and not asks and phrases.substance(turn.said) >= ADDS


def is_something_else(turn: Turn, requested: str) -> bool:
    """A question or another wish, where the words do not answer what was asked."""
    if turn.offered and not turn.pressed:
        return False
    if turn.intent not in ELSEWHERE or turn.parsed.confidence < SURE:
        return False
    if turn.intent == "privacy_request" and not turn.pressed and not secrecy.OF_DATA.search(turn.said):
        return False
    if turn.intent in OWN_MATTERS and not turn.pressed and not phrases.LOOKS_UP.search(turn.said):
        return False
    if turn.intent in SIDE_QUESTIONS and states(turn):
        return False
    if requested in facts.told(turn).slots and not phrases.asks(turn.said):
        return False
    confirms = yes_no.YES.match(turn.said) or yes_no.HURRY.match(turn.said)
    if yes_no.UNKNOWN.match(turn.said) or (requested == "complaint_confirmed" and confirms):
        return False
    if requested == "complaint_name" and names.PLAIN_NAME.match(turn.said) and not phrases.asks(turn.said):
        return turn.intent in ("greet", "thank", "goodbye") and turn.parsed.confidence >= 0.8
    says_when = requested == "complaint_time" and phrases.TIME_LIKE.search(turn.said)
    if (
        (says_when or requested in ("complaint_place", "complaint_accused"))
        and not phrases.asks(turn.said)
        and len(turn.said) <= 8
    ):
        return turn.intent in ("greet", "thank", "goodbye", "abuse", "bot_challenge", "ask_capability")
    return True


def only_waits(turn: Turn) -> bool:
    """Whether somebody is called away for a moment, and no word of danger stands in it; a mere suspicion of danger is
    seen by a person all the same."""
    waits = phrases.WAIT.match(turn.said) and len(turn.said) <= SHORT and not turn.evidence
    safety = turn.parsed.safety or {}
    dangerous = safety.get("words") or safety.get("override") or turn.intent in AWAY - DANGER
    return bool(waits and not dangerous and not _tells_something(turn))


def _tells_something(turn: Turn) -> bool:
    """Whether the message holds a fact, or the word that confirms."""
    told = facts.told(turn)
    return bool(
        told.slots
        or told.draft
        or corrections.WRONG_FIELD.search(turn.said)
        or phrases.COMPLAINS.search(turn.said)
    )


def gives_up(turn: Turn) -> bool:
    """Whether who was asked for a number says farewell, or wants no more: 哦 打错了, 好 晓得了."""
    farewell = turn.intent == "goodbye" and turn.parsed.confidence >= SURE and len(turn.said) <= SHORT
    return not turn.pressed and bool(farewell or phrases.ENDS.match(turn.said.strip()))


def takes_back(turn: Turn) -> bool:
    """Whether what is being told is taken back in a few words, whatever is being asked: 我后悔了，撤了吧."""
    sure = turn.intent == "withdraw_petition" and turn.parsed.confidence >= SURE
    return sure and len(turn.said) <= SHORT and phrases.TAKES_BACK.search(turn.said) is not None


def gives_application(turn: Turn) -> bool:
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
