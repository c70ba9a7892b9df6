"""Whether a person was called because of danger or need, and has not come yet."""

from datetime import timedelta

from actions.tools import Say, Tools
from actions.turn import Turn
from casework.conversations import queries, talks

CALLED_LATELY = timedelta(hours=2)


def still_called(tools: Tools, turn: Turn, say: Say) -> bool:
    """Somebody was called lately because of danger or need, and has not come: that is said before anything else."""
    with tools.bureau.reading() as office:
        handover = queries.open_handover(office, talks.get(office, turn.token).id)
        waits = handover is not None and handover.state == "waiting"
        if handover is None or not waits or office.clock.now() - handover.asked_at > CALLED_LATELY:
            return False
        kind = handover.kind
    if kind in ("crisis", "help"):
        say.response(f"still_called_{kind}")
    return kind in ("crisis", "help")
