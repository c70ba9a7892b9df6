"""A question of policy in one clause of a message, and something told in another: 临时救助跟低保能一起吃吗 我老婆住院了."""

import re
from dataclasses import replace

from actions import in_need
from actions.complaint import following, phrases
from actions.complaint.interruptions import OWN_MATTERS, SIDE_QUESTIONS
from actions.complaint.outlook import SPARES
from actions.complaint.reading import BARE, LONGEST_PLAIN
from actions.policy import OWN, AnswerPolicy
from actions.tools import Say, Tools
from actions.turn import Turn

CLAUSE = re.compile(r"[^\s,，。;；!！?？]+[?？]?")
OR = re.compile(r"[\s,，]+(还是|或者|或是|要么)[^\s,，。;；!！?？]+[?？]?\s*")
"""The other half of a question: 是不是不能享受｜ 还是要报备."""
ASKS = "ask_eligibility"
"""What a question is taken for that was taken for nothing of the kind because of what stands beside it."""
ANSWERS = ("date", "duration", "place", "person", "phone", "role", "organ")
NOT_WRITTEN = "您另外说的这句我听到了，没写进这件投诉。"


def told(tools: Tools, turn: Turn, say: Say) -> Turn | None:
    """What is told before and behind a question that the library is sure of, and that is answered; None where there is
    none."""
    if turn.pressed or turn.evidence:
        return None
    asked = next(
        (
            one
            for one in CLAUSE.finditer(turn.said)
            if phrases.asks(one.group())
            and SPARES.search(one.group())
            and not phrases.reports(turn.said, one.start())
        ),
        None,
    )
    if asked is None or asked.group() == turn.said.strip():
        return None
    begins, ends = asked.span()
    if other := OR.match(turn.said, ends):
        ends = other.end()
        if ends == len(turn.said) and not turn.said[:begins].strip():
            return None
    if not AnswerPolicy(tools).answer_beside(following.part(turn, begins, ends), ASKS, say):
        return None
    intent = "inform" if turn.intent in SIDE_QUESTIONS else turn.intent
    return following.without(turn, begins, ends, intent=intent)


def answered(tools: Tools, turn: Turn, say: Say, subject: str = "") -> bool:
    """Whether a question is answered: surely, or by what comes nearest and shares its words, said under its title; `subject`
    is what it is about where it does not say so."""
    policy = AnswerPolicy(tools)
    likeliest = next((name for name, _ in turn.parsed.ranking if name in SIDE_QUESTIONS), ASKS)
    asked = replace(turn, parsed=replace(turn.parsed, intent=likeliest))
    if policy.answer_beside(asked, likeliest, say) or policy.repeats(asked, say):
        return True
    return policy.answer_nearly(asked, say, subject)


def is_answer(rest: Turn) -> bool:
    """Whether hardly more than a fact is told: 上个月; and no event in the family: 我老婆昨天住院了."""
    said = rest.said
    for one in rest.words(*ANSWERS):
        said = said.replace(one, "")
    return not rest.entities("relation") and phrases.substance(said) < BARE


def tells_of_family(rest: Turn) -> bool:
    """Whether an event in the speaker's own family is told, and nothing that anybody did."""
    others = rest.entities("role", "person", "organ") or in_need.VIOLENCE.search(rest.said)
    return bool(rest.entities("relation") and OWN.search(rest.said) and not others)


def is_matter(rest: Turn) -> bool:
    """Whether more than a fact and a further question is told, which belongs to the account."""
    return not tells_of_family(rest) and phrases.substance(phrases.told_in(rest.said)) >= BARE


def only_asks(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether a short message, where the account is waited for, asks what the library is sure of, and it is answered."""
    brief = len(turn.said) <= LONGEST_PLAIN and not turn.pressed
    of_policy = turn.intent not in OWN_MATTERS | {"file_complaint"}
    asks = brief and of_policy and phrases.asks(turn.said) and SPARES.search(turn.said)
    return bool(asks) and AnswerPolicy(tools).answer_beside(turn, ASKS, say)
