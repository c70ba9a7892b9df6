"""The notice of what is stored, given once in each talk (个人信息保护法 art. 17, 28-31)."""

from actions import calls
from actions.tools import Say, Tools
from actions.turn import Turn
from casework.conversations import talks


def tell(tools: Tools, turn: Turn, say: Say) -> None:
    """Say what is stored and why, for how long, how it is seen, corrected and deleted; that it was said is kept."""
    with tools.bureau.office() as office:
        talks.get(office, turn.token).told_privacy_at = office.clock.now()
    say.response("privacy_notice")


def tell_once(tools: Tools, turn: Turn, say: Say) -> None:
    """The same, if it was not said in this talk before."""
    if not _told(tools, turn):
        tell(tools, turn, say)


def tell_after(tools: Tools, turn: Turn, say: Say) -> None:
    """The same below an answer. While somebody is called because of danger or need it waits (art. 18)."""
    if not _told(tools, turn) and calls.waiting_kind(tools, turn) not in calls.PRESSING:
        tell(tools, turn, say)


def _told(tools: Tools, turn: Turn) -> bool:
    with tools.bureau.reading() as office:
        return talks.get(office, turn.token).told_privacy_at is not None
