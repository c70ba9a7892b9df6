"""The money that a petition asks for has come: whether it is to be taken back is asked."""

from rasa_sdk.events import FollowupAction

from actions.complaint import offering
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.petitions import queries

LONGEST = 40
"""Longer words tell something of their own."""
AWAY = frozenset({"crisis", "collective_action", "request_help", "request_human", "withdraw_petition"})


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Ask whether the petition last talked of is to be taken back; None where it asks for no money, or none has come."""
    number = turn.slot("last_told")
    if (
        turn.pressed
        or turn.loop
        or turn.intent in AWAY
        or number not in (turn.slot("proven_petitions") or [])
    ):
        return None
    if not offering.has_come(turn) or len(turn.said) > LONGEST or reading.number_of(turn):
        return None
    with tools.bureau.reading() as office:
        petition = queries.numbered(office, str(number))
        if petition.category != "payment_missing" or not service.may_withdraw(office, str(number)):
            return None
    say.text(
        f"到账了就好。{number} 还在办：都到了的，可以撤回，以后有事再说；还有没到的，接着办。",
        [("撤回这件", f"/withdraw_petition#{number}"), ("接着办", "/goodbye")],
    )
    return [FollowupAction(LISTENING)]
