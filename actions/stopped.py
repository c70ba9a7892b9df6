"""Why one's own assistance was stopped, asked without complaining: what the record says and how to contest it, first."""

import re

from actions import registers
from actions.complaint import facts, offering, phrases
from actions.events import leave
from actions.tools import Events, Say, Tools
from actions.turn import SAID_BEFORE, Turn

WHY = re.compile(
    r"(为什么|为啥|为何|怎么|咋个?|什么原因|啥原因)[^,，。;；]{0,10}停(?!电|水|产|业|车)|停[^,，。;；]{0,6}(为什么|为啥|怎么回事|咋回事|什么原因|啥原因)"
)
"""Words that ask why something was stopped."""
IN_GENERAL = re.compile(r"会(被)?停|才停|要是|如果|什么情况|哪些")
LONGEST = 24
"""Longer words are an account of their own."""
LODGE = ("不服，登记投诉", f"/file_complaint#{SAID_BEFORE}")
LOOK_UP = ("核对身份，查一查", "/check_payment")
PERSON = ("找人工", "/request_human")
NOTHING_STOPPED = "登记里没有查到停发。"
RIGHT_TO_REASONS = "停发、减发应当书面告诉您原因；没告诉的，可以向乡镇民政所要。"
WHO_ASKS = "停没停、为什么停，核对是您本人以后，我从登记里查给您看。"
NOT_HERE = "停没停、为什么停，我这里查不到登记，要问乡镇民政所。"
OFFER = "说不通的，要不要我替您登记投诉？回“要”就登记。"


def answered(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say what the register says of a stop, or how it is looked up, and the ways to contest it; None where more is told."""
    if not _asks(turn):
        return None
    named = turn.entities("program")
    program = str(named[0].normalised or "") if named else ""
    own = all(facts.OWN_BUSINESS.match(word) for word in turn.words("relation"))
    with tools.bureau.office() as office:
        linked = registers.linked(office)
        found = registers.stopped(office, turn.token, program) if own else None
        contest = registers.ways_to_contest(office)
    if found:
        sentences, buttons = found, []
    elif found is not None:
        sentences, buttons = [NOTHING_STOPPED + RIGHT_TO_REASONS, contest], [LOOK_UP]
    elif linked:
        sentences, buttons = [WHO_ASKS + RIGHT_TO_REASONS, contest], [LOOK_UP]
    else:
        sentences, buttons = [NOT_HERE + RIGHT_TO_REASONS, contest], []
    say.text("\n".join([*sentences, OFFER]), [*buttons, LODGE, PERSON])
    return leave(turn) + offering.noted(turn)


def _asks(turn: Turn) -> bool:
    return (
        turn.loop in (None, "record_form")
        and not turn.offered
        and not facts.begun(turn)
        and not turn.evidence
        and len(turn.said) <= LONGEST
        and bool(WHY.search(turn.said))
        and not IN_GENERAL.search(turn.said)
        and not phrases.COMPLAINS.search(turn.said)
        and not any(told(turn) for told in (facts.accused_of, facts.headcount_of, facts.phone_of))
    )
