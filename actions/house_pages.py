"""Addresses of this house's own pages, as they are given out in a talk."""

from actions.tools import Tools
from actions.turn import Turn
from casework.conversations import talks

OWN_PAGE = "web"


def address(tools: Tools, turn: Turn, path: str) -> str:
    """The address of a page: the path alone in our own chat, and empty where no page could be reached."""
    if not tools.public_url:
        with tools.bureau.reading() as office:
            if talks.get(office, turn.token).channel != OWN_PAGE:
                return ""
    return f"{tools.public_url.rstrip('/')}{path}"
