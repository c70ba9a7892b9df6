"""A second matter told before the first is lodged: kept with what it tells, and taken up afterwards."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.complaint import facts, offering, other_matter, pauses, phrases, times, yes_no
from actions.turn import Turn
from understanding import NotUnderstoodNow, Parsed

FOLLOWING = "following"
"""What the button is about that takes up the second matter."""
SURE = 0.5
BELONGS = frozenset(
    {"delayed", "refused", "attitude", "left_out", "hotline_failure", "petition_unanswered", "other"}
)
"""How somebody was treated over a matter: told behind 还有, it belongs to that matter unless it accuses another."""
ALIKE = (
    frozenset({"payment_missing", "wrongly_stopped"}),
    frozenset({"wrongly_covered", "favoritism"}),
)
"""Categories that are told in much the same words."""
OF_NEED = frozenset({"left_out", "refused", "wrongly_stopped", "delayed"})
"""Categories in which somebody in need may be the one complained for: more of their need belongs to that matter."""
SURE_OF_LEAD = 0.8
HEAD = re.compile(r"^(?P<head>[^,，。;；!！]{1,20}?)[\s,，。;；!！]+(?P<tail>.{6,})$", re.DOTALL)
"""A short answer and what is said behind it: 匿名。还有我家邻居有车有房也吃低保."""
SIGNING = ("complaint_identity", "complaint_name", "complaint_phone")
"""What holds of the speaker in both matters, as the place does where the second names none."""


def begins(turn: Turn) -> bool:
    """Whether the message turns to a complaint of its own while another is being told, or to something that is none.

    The words must turn to it (还有, 另外, 对了, 顺便, 再一个), and say that it is another matter, or tell one of another
    kind or of somebody else. What goes on about the same people (他还骂了我) stays where it was told.
    """
    if turn.requested == "complaint_narrative":
        return False
    sure = turn.parsed.confidence >= SURE
    if tells_of_somebody_in_need(turn):
        return True
    if other := other_matter.NO_COMPLAINT.get(turn.intent):
        return sure and bool(other.search(turn.said)) and phrases.substance(turn.said) >= facts.ENOUGH
    if other_matter.SAME_MATTER.search(turn.said) or (
        phrases.asks(turn.said) and turn.intent != "file_complaint"
    ):
        return False
    if other_matter.ANNOUNCES.match(turn.said):
        return True
    if other_matter.ANOTHER_MATTER.search(turn.said) and _tells_a_matter(turn):
        return not other_matter.OF_THE_SAME.search(turn.said)
    complains = turn.intent == "file_complaint" and sure and _tells_a_matter(turn)
    return bool(complains and other_matter.TURNS_TO.match(turn.said)) and _differs(turn)


def tells_of_somebody_in_need(turn: Turn) -> bool:
    """Whether somebody in need is told of who is not whom the complaint is about, where something else is asked."""
    return (
        turn.intent == "report_person_in_need"
        and turn.parsed.confidence >= SURE_OF_LEAD
        and not turn.offered
        and not phrases.asks(turn.said)
        and not other_matter.SAME_MATTER.search(turn.said)
        and phrases.substance(turn.said) >= facts.ENOUGH
        and (turn.slot("complaint_category") not in OF_NEED or bool(other_matter.TURNS_TO.match(turn.said)))
    )


def parted(turn: Turn) -> tuple[Turn, Turn] | None:
    """A short answer and the second matter behind it in one message; None where there are not both."""
    found = HEAD.match(turn.said)
    if (
        found is None
        or not other_matter.TURNS_TO.match(found["tail"])
        or other_matter.TURNS_TO.match(found["head"])
    ):
        return None
    return part(turn, *found.span("head"), intent="inform"), part(turn, *found.span("tail"))


def counted(turn: Turn, understand: Callable[[str], Parsed] | None = None) -> tuple[Turn, Turn] | None:
    """Two matters that the opening counts out (一件是…，一件是…); None where it does not.

    Each is understood by its own words. Where understanding is away, what was understood of the whole holds of the first;
    of the second what else was heard in it, if anything.
    """
    found = other_matter.TWO_MATTERS.search(turn.said)
    if found is None or turn.pressed:
        return None
    other = next(iter(turn.parsed.secondary), None)
    second = part(turn, *found.span("second"), intent="file_complaint", category=other, secondary=())
    first = part(turn, *found.span("first"), secondary=())
    try:
        return (_heard(first, understand), _heard(second, understand)) if understand else (first, second)
    except NotUnderstoodNow:
        return first, second


def _heard(part: Turn, understand: Callable[[str], Parsed]) -> Turn:
    """A part as it is understood by itself: a complaint, as its teller says, unless it is plainly none."""
    heard = understand(part.said)
    none = heard.intent in other_matter.NO_COMPLAINT and heard.confidence >= SURE_OF_LEAD
    return replace(part, parsed=replace(heard, intent=heard.intent if none else "file_complaint"))


def part(turn: Turn, start: int, end: int, **meaning: Any) -> Turn:
    """The turn as if nothing but this part of it had been said."""
    within = [
        replace(one, start=one.start - start, end=one.end - start)
        for one in turn.parsed.entities
        if start <= one.start and one.end <= end
    ]
    said = turn.said[start:end]
    return replace(turn, said=said, parsed=replace(turn.parsed, text=said, entities=tuple(within), **meaning))


def without(turn: Turn, start: int, end: int, **meaning: Any) -> Turn:
    """The turn as if this part of it had not been said."""
    head = turn.said[:start].rstrip(" ,，。;；")
    tail = turn.said[end:].lstrip(" ,，。;；!！?？")
    between = "，" if head and tail else ""
    moved = len(head + between) - (len(turn.said) - len(tail))
    kept = [
        one if one.end <= start else replace(one, start=one.start + moved, end=one.end + moved)
        for one in turn.parsed.entities
        if one.end <= start or one.start >= end
    ]
    said = head + between + tail
    return replace(turn, said=said, parsed=replace(turn.parsed, text=said, entities=tuple(kept), **meaning))


def of_the_next(turn: Turn) -> bool:
    """Whether what is told is more of the second matter: it is of that kind and not of the first's, and answers nothing
    that was asked."""
    waiting = list((turn.slot("complaint_draft") or {}).get("next") or [])
    kind = (waiting[-1].get("slots") or {}).get("complaint_category") if waiting else None
    if not kind or turn.requested in ("complaint_narrative", "complaint_confirmed") or turn.pressed:
        return False
    told = facts.told(turn)
    answers = turn.requested in told.slots or told.slots.keys() & set(SIGNING)
    sure = turn.parsed.category_confidence >= facts.SURE_OF_MATTER
    of_it = sure and turn.parsed.category == kind != turn.slot("complaint_category")
    tells = phrases.substance(turn.said) >= facts.SHORT_MATTER and not phrases.asks(turn.said)
    return bool(of_it and tells and not answers)


def more_noted(turn: Turn, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with this added to the second matter."""
    *others, last = list(draft["next"])
    told = facts.told(turn)
    slots = {**told.slots, **{name: value for name, value in last["slots"].items() if value is not None}}
    if when := times.more_exact(str(slots.get("complaint_time") or ""), told.slots.get("complaint_time", "")):
        slots["complaint_time"] = when
    slots["complaint_narrative"] = (
        f"{last['slots'].get('complaint_narrative') or ''}\n补充：{turn.said}".strip()
    )
    return {**draft, "next": [*others, {**last, "slots": slots, "draft": {**last["draft"], **told.draft}}]}


def noted(turn: Turn, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with this matter kept for afterwards; what is no complaint is kept in its words alone."""
    told: dict[str, Any] = {"said": turn.said}
    if turn.intent not in other_matter.NO_COMPLAINT:
        found = facts.told(turn, opening=True)
        announced = other_matter.ANNOUNCES.match(turn.said)
        category = None if announced else turn.parsed.category or "other"
        spared = facts.not_asked(category, turn.said)
        account = {} if announced else {"complaint_narrative": turn.said}
        told["slots"] = {**spared, **found.slots, **account, "complaint_category": category}
        told["draft"] = found.draft
    return {**draft, "next": [*(draft.get("next") or []), told]}


def first(slots: Mapping[str, Any], key: str) -> tuple[str, dict[str, Any] | None] | None:
    """The words of the next matter and its slots under this key, those of the lodged one being `slots`; no slots for
    what is no complaint, None where there is no other matter. Who speaks and where it was is not asked twice."""
    waiting = list((slots.get("complaint_draft") or {}).get("next") or [])
    if not waiting:
        return None
    told, rest = waiting[0], waiting[1:]
    if "slots" not in told:
        return told["said"], None
    same = {name: slots.get(name) for name in (*SIGNING, "complaint_place")}
    unsaid = (slots.get("complaint_draft") or {}).get(facts.UNSIGNED)
    if told["slots"].get("complaint_identity") or unsaid:
        same = {"complaint_place": slots.get("complaint_place")}
    filled = {**same, "complaint_representatives": "", **told["slots"]}
    return told["said"], {**filled, "complaint_draft": {**told["draft"], "key": key, "next": rest}}


def offered(turn: Turn, slots: Mapping[str, Any]) -> dict[str, Any]:
    """What is remembered of the offer to go on with these slots."""
    return {FOLLOWING: dict(slots), "lodged_after": offering.mark(turn.latest)}


def taken(turn: Turn) -> dict[str, Any] | None:
    """The slots of the matter that was offered, where this message takes it up: by its button or by asking for it at any
    time, by a yes in the very next message."""
    kept = turn.slot("complaint_draft") or {}
    if FOLLOWING not in kept or turn.loop:
        return None
    at_once = turn.before is not None and kept["lodged_after"] == offering.mark(turn.before.text)
    says_yes = (
        at_once and not turn.pressed and (yes_no.YES.match(turn.said) or other_matter.WANTS.match(turn.said))
    )
    words = turn.said.strip()
    asks_for_it = (
        (at_once and _names(turn, str(kept[FOLLOWING].get("complaint_narrative") or "")))
        or turn.about == FOLLOWING
        or pauses.GO_ON_ALONE.match(words)
        or other_matter.THE_OTHER.match(words)
    )
    return dict(kept[FOLLOWING]) if says_yes or asks_for_it else None


def _names(turn: Turn, account: str) -> bool:
    """Whether a short message names the matter by its own words: 还有那个不贴名单的呢."""
    words = phrases.GENERIC.sub("", other_matter.TURNS_TO.sub("", turn.said))
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return not turn.pressed and len(turn.said) <= 16 and sum(pair in account for pair in pairs) >= 2


def _tells_a_matter(turn: Turn) -> bool:
    """Whether enough is told in a meaning that a complaint can have."""
    meant = turn.intent in ("file_complaint", "supplement_petition")
    return meant and phrases.substance(other_matter.TURNS_TO.sub("", turn.said)) >= facts.SHORT_MATTER


def _differs(turn: Turn) -> bool:
    """Whether it is of another kind than the matter being told, or of somebody else."""
    if _goes_on_about(turn):
        return False
    others = _accuses_another(turn)
    category, known = turn.parsed.category, turn.slot("complaint_category")
    if turn.parsed.category_confidence < facts.SURE_OF_MATTER:
        return others
    if category == known or category in ((turn.slot("complaint_draft") or {}).get("secondary") or ()):
        return others
    if category in BELONGS or any({category, known} <= kinds for kinds in ALIKE):
        return others
    return others or not _accuses_the_same(turn)


def _accuses_another(turn: Turn) -> bool:
    """Whether a person or post is named where others were named before, and none of those."""
    known, named = str(turn.slot("complaint_accused") or ""), turn.words("role", "person")
    return bool(known and named) and not _accuses_the_same(turn)


def _accuses_the_same(turn: Turn) -> bool:
    known = str(turn.slot("complaint_accused") or "")
    return any(one in known or known in one for one in turn.words("role", "person") if known)


def _goes_on_about(turn: Turn) -> bool:
    """Whether 他 or 那个人 stands for somebody of the matter before: nobody is named in front of it."""
    found = other_matter.POINTS_BACK.search(turn.said)
    return found is not None and not any(
        one.start < found.start() for one in turn.entities("role", "person", "relation", "organ")
    )
