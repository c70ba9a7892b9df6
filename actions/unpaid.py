"""Money that has not come, told without accusing anybody: answered by the payment day, and only then a complaint."""

import re

from actions import registers
from actions.complaint import facts, offering
from actions.events import leave
from actions.tools import Events, Say, Tools
from actions.turn import SAID_BEFORE, Turn

LODGE = ("替我登记催办", f"/file_complaint#{SAID_BEFORE}")
LOOK_UP = ("查一查发放", "/check_payment")
OFFER = "卡里、存折里都没有的话，要不要我替您登记催办？回“要”就登记。"
NOT_YET = "要是前面哪一期也没到，回“登记”，我替您登记催办。"
SEVERAL = re.compile(r"([两二三四五六七八九十几好]|[2-9])(个(多)?月|(多)?[期次回]|个?季度?)|半年|一年|大半年")
"""Payments are missing that were due long ago, whatever is to come of the next one."""
LONG_DUE = "几期没到，前头的早该到了，不用等这一期。"
BY_NUMBER = "请先查一下卡或存折；把申请编号和身份证后四位发来，我从登记里查。"
AT_THE_BANK = "请先查一下卡或存折。"


def answered(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say when it is due, or what the register says of it, and offer the complaint; None where more than that was told, and
    where it was never had: then whether there is a right to it comes first.

    Who only asks whether it has come is answered so too before they are asked to prove who they are; whom the talk knows
    is left to the register.
    """
    if offering.NEVER_HAD.search(turn.said):
        return None
    if not offering.plain(turn) and not _unknown_wonders(tools, turn):
        return None
    named = turn.entities("program")
    program = str(named[0].normalised or "") if named else ""
    own = all(facts.OWN_BUSINESS.match(word) for word in turn.words("relation"))
    with tools.bureau.office() as office:
        found = registers.when_due(office, turn.token, program, own)
        linked = registers.linked(office)
    *before, last = found.told.sentences
    for sentence in before:
        say.text(sentence)
    long_due = SEVERAL.search(turn.said) is not None
    offer = OFFER if found.past or long_due else NOT_YET
    if found.told.offer:
        say.text(last, found.told.buttons)
    elif found.on_record:
        say.text(f"{last}\n{offer}", [LODGE])
    else:
        first = BY_NUMBER if linked else AT_THE_BANK
        said = LONG_DUE if long_due and not found.past else last
        say.text(f"{said}{first}{offer}", [*([LOOK_UP] if linked else []), LODGE])
    return leave(turn) + offering.noted(turn, found.told.offer, asked=found.past or long_due)


def _unknown_wonders(tools: Tools, turn: Turn) -> bool:
    """Whether it is asked if money has come by somebody who has not proven who they are."""
    if not offering.wonders(turn):
        return False
    with tools.bureau.reading() as office:
        return registers.proof_of(office, turn.token) is None
