"""The notice of what is stored, given once to each resident (个人信息保护法 art. 17, 30)."""

from actions.tools import Say, Tools
from casework.conversations import talks


def tell_once(tools: Tools, token: str, say: Say) -> None:
    """Say in short what is stored, if this resident was not told before."""
    with tools.bureau.office() as office:
        conversation = talks.get(office, token)
        if conversation.told_privacy_at is not None:
            return
        conversation.told_privacy_at = office.clock.now()
    say.response("privacy_short")
