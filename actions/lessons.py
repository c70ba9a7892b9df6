"""What was not or badly understood in a talk, kept for those who label it, without names and numbers.

Words that name somebody or somebody's post are not kept at all: whoever is complained of may be among those who label.
"""

import re

from actions.tools import Tools
from actions.turn import Turn
from casework.labelling import labelling
from understanding import Parsed

UNSURE = 0.6
"""Below this the meaning that was acted on counts as unsure."""
UNCLEAR = "nlu_fallback"
NAMING = ("person", "role")
DISLIKES = re.compile(
    r"答非所问|牛头不对马嘴|没答到|说了等于没说|不是这个意思"
    r"|(不是|没)(要|想)?问(你)?(这|那)个|(跟|和)我(问|说)的(没关系|不是一回事|两码事)"
    r"|你(根本|压根)?(没|听不|看不)(听|看)?(懂|明白)"
)


def learn(tools: Tools, turn: Turn) -> None:
    """Keep a message that was not understood, that was understood unsurely, or whose answer the resident disliked."""
    if turn.offered or not turn.fresh:
        return
    if turn.before is not None and DISLIKES.search(turn.said):
        _keep(tools, turn, turn.before, "disliked")
    elif turn.intent == UNCLEAR:
        _keep(tools, turn, turn.parsed, "fallback")
    elif turn.requested is None and turn.parsed.confidence < UNSURE:
        _keep(tools, turn, turn.parsed, "unsure")


def names_somebody(said: Parsed) -> bool:
    return any(entity.entity in NAMING for entity in said.entities)


def _keep(tools: Tools, turn: Turn, said: Parsed, source: str) -> None:
    if names_somebody(said):
        return
    taken = next((name for name, _ in said.ranking), None) if said.intent == UNCLEAR else said.intent
    with tools.bureau.office() as office:
        labelling.collect(
            office,
            said.text,
            source,
            f"talk {office.vault.index('lesson', f'{turn.token}:{said.text}')}",
            intent=taken,
            confidence=said.confidence,
            ranking=said.ranking,
            category=said.category if taken == "file_complaint" else None,
        )
