"""The one place where the rooms are put together."""

from functools import cache

from bot.gateway import Gateway
from casework.office import Bureau
from knowledge.answering import Library
from knowledge.encoder import Encoder
from knowledge.live import LiveLibrary
from store.settings import ROOT, Settings
from understanding import Understanding

CORPUS = ROOT / "knowledge" / "corpus"


@cache
def bureau(settings_key: str = "") -> Bureau:
    """The bureau of this process."""
    return Bureau.from_settings(Settings())


def understanding(settings: Settings) -> Understanding:
    """The client of the Rasa server."""
    return Understanding(settings.rasa, timeout=settings.rasa_timeout)


def library(settings: Settings) -> Library:
    """The policy corpus with the county's own figures and what editors have published since."""
    return LiveLibrary(bureau(), CORPUS, Encoder.load())


def gateway(settings: Settings) -> Gateway:
    """The way of a resident's message, for every channel."""
    return Gateway(bureau(), understanding(settings), settings)
