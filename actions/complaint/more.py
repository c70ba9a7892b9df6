"""A bare fact said after a matter was lodged or told of: it belongs to that matter."""

from rasa_sdk.events import FollowupAction

from actions import calls
from actions.complaint import gathering, phrases
from actions.petition import service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.office import CaseworkError

TELLS = frozenset({"inform", "nlu_fallback", "supplement_petition"})


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Add a day, a name, a number or a place to the petition last talked of, the right to which was shown in this talk;
    None where something else is said, or somebody is called because of danger or need."""
    number = turn.slot("last_told")
    if turn.pressed or turn.loop or turn.evidence or turn.intent not in TELLS:
        return None
    if number not in (turn.slot("proven_petitions") or []) or not gathering.only_facts(turn):
        return None
    asks = phrases.asks(turn.said) and not turn.entities("date")
    if asks or calls.waiting_kind(tools, turn) in calls.PRESSING:
        return None
    wish = service.Wish("supplement", str(number), "", True, turn.said, turn.token, shown_before=True)
    try:
        with tools.bureau.office() as office:
            served = service.serve(office, wish)
    except CaseworkError:
        return None
    for text, buttons in served.said:
        say.text(text, buttons)
    return [FollowupAction(LISTENING)]
