"""How the estimate's talk begins: asked for, or offered and then told of."""

from dataclasses import replace

from rasa_sdk.events import FollowupAction

from actions import notice, waiting
from actions.complaint import phrases
from actions.estimate import reading, wishes
from actions.estimate.progress import Progress, estimator
from actions.events import fill, leave
from actions.tools import Events, Say, Tools
from actions.turn import Turn
from knowledge.estimate import Interview
from knowledge.estimate.rules import Value

OFFERED = "estimate_offered"
"""What is kept with the last answer where the estimate was offered: the words that it was offered for."""


def begin(tools: Tools, turn: Turn, say: Say) -> Events:
    """Start the talk with what the opening tells already; the rules of the form go on from there."""
    if tools.library is None:
        say.response("policy_unknown")
        return []
    place = _place(tools, turn)
    if place == "elsewhere":
        say.response("estimate_elsewhere", county=tools.library.figures.county_name)
        return []
    opening = opened(turn)
    other = wishes.OF_ANOTHER.search(opening[0].said) is not None
    interview = Interview(estimator(tools.library))
    progress = Progress(interview, tools.library, at_home=place == "home", on_behalf=other)
    new: dict[str, Value] = {}
    for told in opening:
        new |= progress.fill(reading.facts_of(told, other)) if not told.pressed else {}
    say.response("estimate_begun", county=tools.library.figures.county_name)
    notice.tell_once(tools, turn, say)
    for sentence in (*reading.noted(progress, new), *filter(None, [progress.so_far()])):
        say.text(sentence)
    before = {key: value for key, value in (turn.slot("last_answer") or {}).items() if key != OFFERED}
    talked_of = tools.library.heard(turn.said, before) or None
    slots = {**waiting.ESTIMATE, "estimate_talk": progress.slot(), "last_answer": talked_of}
    return [*leave(turn), *fill(**slots), FollowupAction("estimate_form")]


def opened(turn: Turn) -> list[Turn]:
    """The words that the estimate begins with, the earliest first: those that it was offered for, and these."""
    offered = (turn.slot("last_answer") or {}).get(OFFERED)
    asked = (
        [replace(turn, said=offered, parsed=replace(turn.parsed, entities=()), pressed=False)]
        if offered
        else []
    )
    return [*asked, turn]


def take_up(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Begin the estimate that was offered, where facts that it asks for are told instead of a button pressed; None where it
    was not offered, or something else is said."""
    if (
        turn.loop
        or turn.pressed
        or turn.intent in reading.AWAY - {"file_complaint"}
        or not (turn.slot("last_answer") or {}).get(OFFERED)
    ):
        return None
    if phrases.asks(turn.said) or phrases.COMPLAINS.search(turn.said):
        return None
    if not (reading.facts_of(turn) or reading.AGE_ALONE.match(turn.said.strip())):
        return None
    return begin(tools, turn, say)


def _place(tools: Tools, turn: Turn) -> str | None:
    """`home`, `elsewhere`, or None where it is not known, by the words or by what was talked of before."""
    library = tools.library
    assert library is not None
    known = library.where(turn.said, (turn.slot("last_answer") or {}).get("region"))
    if known is None:
        return None
    return "home" if library.at_home(known) else "elsewhere"
