"""Whether a person was called because of danger or need, and has not come yet."""

from datetime import timedelta

from actions.tools import Say, Tools
from actions.turn import Turn
from casework.conversations import alerts, queries, talks

CALLED_LATELY = timedelta(hours=2)
PRESSING = frozenset({"crisis", "help"})
"""Kinds of calls before which everything else has to wait."""


def waiting_kind(tools: Tools, turn: Turn) -> str:
    """The kind of call that was made lately and that nobody has answered yet; empty where there is none."""
    with tools.bureau.reading() as office:
        handover = queries.open_handover(office, talks.get(office, turn.token).id)
        waits = handover is not None and handover.state == "waiting"
        if handover is None or not waits or office.clock.now() - handover.asked_at > CALLED_LATELY:
            return ""
        return handover.kind


def still_called(tools: Tools, turn: Turn, say: Say) -> bool:
    """Somebody was called lately because of danger or need, and has not come: that is said before anything else."""
    kind = waiting_kind(tools, turn)
    if kind in PRESSING:
        say.response(f"still_called_{kind}")
    return kind in PRESSING


def watch(tools: Tools, turn: Turn) -> None:
    """Have staff look at words that hint at danger and are too little to change the talk (`safety`, docs/nlu.md)."""
    safety = turn.parsed.safety or {}
    kind = str(safety.get("name") or "")
    if kind in alerts.WATCHED and not safety.get("override") and turn.intent != kind and not turn.offered:
        with tools.bureau.office() as office:
            alerts.watch(office, talks.get(office, turn.token), kind)
