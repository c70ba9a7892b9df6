"""A question of policy in one clause of a message, and something told in another: 临时救助跟低保能一起吃吗 我老婆住院了."""

import re

from actions.complaint import following, phrases
from actions.complaint.interruptions import OWN_MATTERS
from actions.complaint.outlook import SPARES
from actions.complaint.reading import BARE, LONGEST_PLAIN
from actions.policy import AnswerPolicy
from actions.tools import Say, Tools
from actions.turn import Turn

CLAUSE = re.compile(r"[^\s,，。;；!！?？]+[?？]?")
ASKS = "ask_eligibility"
"""What a question is taken for that was taken for nothing of the kind because of what stands beside it."""
ANSWERS = ("date", "duration", "place", "person", "phone", "role", "organ")
NOT_WRITTEN = "您另外说的这句我听到了，没写进这件投诉。"


def told(tools: Tools, turn: Turn, say: Say) -> Turn | None:
    """What is told beside a question that the library is sure of, and that is answered; None where there is none."""
    if turn.pressed or turn.evidence:
        return None
    asked = next(
        (
            one
            for one in CLAUSE.finditer(turn.said)
            if phrases.asks(one.group()) and SPARES.search(one.group())
        ),
        None,
    )
    if asked is None or asked.group() == turn.said.strip():
        return None
    if not AnswerPolicy(tools).answer_beside(following.part(turn, *asked.span()), ASKS, say):
        return None
    before, behind = turn.said[: asked.start()].strip(), turn.said[asked.end() :].strip()
    longer = max(before, behind, key=len)
    start = turn.said.index(longer)
    return following.part(turn, start, start + len(longer))


def is_answer(rest: Turn) -> bool:
    """Whether hardly more than a fact is told: 上个月; and no event in the family: 我老婆昨天住院了."""
    said = rest.said
    for one in rest.words(*ANSWERS):
        said = said.replace(one, "")
    return not rest.entities("relation") and phrases.substance(said) < BARE


def only_asks(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether a short message, where the account is waited for, asks what the library is sure of, and it is answered."""
    brief = len(turn.said) <= LONGEST_PLAIN and not turn.pressed
    of_policy = turn.intent not in OWN_MATTERS | {"file_complaint"}
    asks = brief and of_policy and phrases.asks(turn.said) and SPARES.search(turn.said)
    return bool(asks) and AnswerPolicy(tools).answer_beside(turn, ASKS, say)
