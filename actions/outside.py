"""What lies outside the office's business, and what only may."""

from actions import words
from actions.tools import Say
from actions.turn import SAID_BEFORE, Turn

OUTSIDE = frozenset({"other_department", "out_of_scope"})


def asked(turn: Turn, say: Say) -> bool:
    """Ask what is meant where a message was held to be outside for caution only; return whether it was asked.

    Understanding turns a message away on a small chance already, for a wrong answer costs more than a question
    (`nlu/thresholds.yml`, `outside`). A meaning inside that is likelier than that chance is offered first.
    """
    chance = max((sure for name, sure in turn.parsed.ranking if name in OUTSIDE), default=1.0)
    name, sure = max(
        (
            (name, sure)
            for name, sure in turn.parsed.ranking
            if name not in OUTSIDE and words.known_intent(name)
        ),
        key=lambda pair: pair[1],
        default=("", 0.0),
    )
    if turn.pressed or sure <= chance:
        return False
    say.text(
        f"这件事我拿不准归不归社会救助管。您是想{words.meaning(name)}吗？",
        [(words.button(name), f"/{name}#{SAID_BEFORE}"), ("都不是", "/deny"), ("找人工", "/request_human")],
    )
    return True
