"""How the estimate's talk begins: asked for, or offered and then told of."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import notice, waiting
from actions.complaint import phrases
from actions.estimate import own_case, reading, shares, telling, unplaced, verdict, wishes
from actions.estimate.progress import Progress, estimator
from actions.events import fill, leave
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from knowledge.estimate import Interview
from knowledge.estimate.rules import Value

OFFERED = "estimate_offered"
"""What is kept with the last answer where the estimate was offered: the words that it was offered for."""
ENOUGH_FOR_A_SUM = 3
"""So many facts are told back with what they come to."""


def begin(tools: Tools, turn: Turn, say: Say) -> Events:
    """Start the talk with what the opening and the talk before it tell already; the rules of the form go on from there."""
    if tools.library is None:
        say.response("policy_unknown")
        return []
    progress = of_the_talk(tools, turn)
    if progress is None:
        say.response("estimate_elsewhere", county=tools.library.figures.county_name)
        return []
    if progress.started and not progress.told and turn.pressed:
        progress.strays = 0
        say.text("好，接着估。")
        return under_way(tools, turn, progress)
    new: dict[str, Value] = {}
    for told in opened(turn):
        new |= progress.fill(reading.facts_of(told, progress.on_behalf)) if not told.pressed else {}
        progress.unplaced = progress.unplaced or not_placed(told, progress)
    say.response("estimate_begun", county=tools.library.figures.county_name)
    notice.tell_once(tools, turn, say)
    for sentence in reading.noted(progress, new):
        say.text(sentence)
    if len(progress.facts) >= ENOUGH_FOR_A_SUM:
        say.text(*telling.so_far(progress, talked_of(turn)))
    elif reckoned := progress.so_far():
        say.text(reckoned)
    if here := assumed(progress):
        say.text(here)
    return unless_settled(tools, turn, progress)


def not_placed(turn: Turn, progress: Progress) -> str:
    """The words of a sum in the message that no fact of the household holds; empty where all are placed."""
    if turn.pressed or shares.MISTAKEN.search(turn.said) or own_case.complains(turn.said):
        return ""
    spoken = [one.parsed.text for one in (turn.talk or turn.earlier)]
    return unplaced.in_words(turn.said, progress.facts, reading.known_before(turn), progress.shares, spoken)


def assumed(progress: Progress) -> str:
    """That the household is taken to be of this county, where nothing was said of it; empty where that is known."""
    if progress.at_home or not progress.facts:
        return ""
    return f"户口我先照在{progress.library.figures.county_name}算，在别的县请说一声。"


def unless_settled(tools: Tools, turn: Turn, progress: Progress) -> Events:
    """The questions, unless the verdict was asked for and what was told comes to one."""
    asks = verdict.wanted(turn.said) or wishes.CAN_IT.search(turn.said)
    settled = asks and len(progress.facts) >= ENOUGH_FOR_A_SUM
    if not (settled and telling.is_clear(progress, talked_of(turn))):
        return under_way(tools, turn, progress)
    progress.begun, progress.at_home, progress.free, progress.answered = False, True, True, True
    slots = {**waiting.ESTIMATE, "estimate_talk": progress.slot(), "last_answer": _heard(tools, turn)}
    return [*leave(turn), *fill(**slots), FollowupAction(LISTENING)]


def _heard(tools: Tools, turn: Turn) -> dict[str, Any] | None:
    """What the words say of what is talked of, added to what was."""
    assert tools.library is not None
    before = {key: value for key, value in (turn.slot("last_answer") or {}).items() if key != OFFERED}
    return tools.library.heard(turn.said, before) or None


def under_way(tools: Tools, turn: Turn, progress: Progress) -> Events:
    """The events with which the questions begin, or go on."""
    progress.begun, progress.told, progress.answered = True, False, False
    progress.at_home = progress.at_home or bool(progress.facts)
    if progress.facts and not progress.started:
        progress.take_what_matters_first()
    slots = {**waiting.ESTIMATE, "estimate_talk": progress.slot(), "last_answer": _heard(tools, turn)}
    return [*leave(turn), *fill(**slots), FollowupAction("estimate_form")]


OF_KIN_AWAY = re.compile(
    r"(老[大二三四幺]|[大二三四小]儿|儿子|女儿|闺女|姑娘|丫头|女婿|儿媳|孙|[哥弟姐妹]|侄)(?![^,，。]{0,3}户口)[^,，。]{0,8}(在|去|到|嫁)|在[^,，。]{1,8}(打工|务工|进厂|上班|读|念)|嫁(到|去|在)"
)
"""Where somebody of the family works or has married to is not where the household is registered."""
DISTANT = re.compile(
    r"^(那|还有|另外|[,，\s])*(我|俺)?(们)?(家|村|的)?(有)?(一?个)?([大二三小老]?(舅|叔|伯|姑|姨|婶)|堂[哥弟姐妹]|表[哥弟姐妹]|亲戚|邻居|朋友|隔壁)"
)
"""Somebody who is hardly of the household that was told of."""


def of_the_talk(tools: Tools, turn: Turn, *, asked: bool = True) -> Progress | None:
    """The case that the talk has told so far, or an empty one; one of somebody else than before begins anew, and so does one
    whose result was told and that is asked for by the button. None where it is of another county.

    Where it is `asked` for somebody else, what the speaker tells of themselves is not taken for theirs."""
    assert tools.library is not None
    place = _place(tools, turn)
    if place == "elsewhere":
        return None
    kept = Progress.of(tools, turn)
    anew = (kept and kept.told and turn.pressed) or (
        kept and (kept.outside or (not kept.on_behalf and DISTANT.search(turn.said)))
    )
    if kept is not None and not anew:
        kept.at_home = kept.at_home or place == "home"
        return kept
    other = asked and wishes.OF_ANOTHER.search(opened(turn)[0].said) is not None
    return Progress(
        Interview(estimator(tools.library)),
        tools.library,
        at_home=place == "home",
        on_behalf=other,
        shares=shares.of_turn(turn),
        wanted=next(filter(None, (wishes.programme(one.said) for one in reversed(opened(turn)))), ""),
    )


def talked_of(turn: Turn) -> str | None:
    """The programme that is talked of, as far as it is one."""
    return (turn.slot("last_answer") or {}).get("program")


def opened(turn: Turn) -> list[Turn]:
    """The words that the estimate begins with, the earliest first: those that it was offered for, and these."""
    offered = (turn.slot("last_answer") or {}).get(OFFERED)
    asked = (
        [replace(turn, said=offered, parsed=replace(turn.parsed, entities=()), pressed=False)]
        if offered
        else []
    )
    return [*asked, turn]


def _place(tools: Tools, turn: Turn) -> str | None:
    """`home`, `elsewhere`, or None where it is not known, by the words or by what was talked of before."""
    library = tools.library
    assert library is not None
    ours = " ".join(one for one in phrases.CLAUSES.split(turn.said) if not OF_KIN_AWAY.search(one))
    known = library.where(ours, (turn.slot("last_answer") or {}).get("region"))
    if known is None:
        return None
    return "home" if library.at_home(known) else "elsewhere"
