"""Where it was, who did it and when: the answers that may stay empty."""

import re
from typing import Any

from actions.complaint import (
    account,
    facts,
    names,
    phones,
    phrases,
    places,
    representatives,
    signing,
    times,
    yes_no,
)
from actions.complaint.reading import ADDS, BARE, LONGEST_PLAIN, Reading
from actions.turn import Turn

OF_SOMEBODY = re.compile(r"谁|人|叫(什么|啥)|姓|名字|哪个")
"""Who it was is not known, rather than when or where: 没有具体的人, 不晓得是谁."""

STRANGER = re.compile(
    r"^(我|俺)?(也|又|都)?(不|没)(认识|认得|见过|打听)(他|她|人家|那个?人|那女的|那男的)?(们)?(了|的|啊|呀)?$"
)
"""Who it was is a stranger to the speaker."""


def nobody_known(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """“没有具体的人”, “不晓得是谁” where something else is asked: whoever was named stays, and the question stands."""
    parts = re.split(r"[\s,，。、]+", turn.said.strip("。，,.!！ "))
    unknown = all(yes_no.UNKNOWN.match(part) or STRANGER.match(part) for part in parts)
    if not unknown or not any(OF_SOMEBODY.search(part) or STRANGER.match(part) for part in parts):
        return None
    return Reading(
        {"complaint_accused": turn.slot("complaint_accused") or "", turn.requested or "": None},
        draft,
        ["skipped"],
    )


OF_NO_PLACE = re.compile(
    r"(那个?|这个?)?(县|镇|乡|街道|村|社区)?(里|上)?的?(民政(所|办|局|股|窗口|科)?|政府|便民(服务)?(中心|大厅|窗口)|救助站|服务大厅|大厅|窗口|办事处|信用社|银行|派出所|信访办|热线)+$"
)
"""An authority without the name of a place in it: 镇民政办."""


def place(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    place = facts.place_of(turn) or "".join(
        one for one in facts.organs_of(turn) if not OF_NO_PLACE.match(one)
    )
    if place:
        return Reading({"complaint_place": place + _village_after(turn.said, place)})
    if nobody := nobody_known(turn, draft):
        return nobody
    if yes_no.UNKNOWN.match(turn.said):
        return Reading({"complaint_place": ""})
    if facts.phone_of(turn) or turn.words("role", "person", "organ", "amount"):
        return None
    return _plain(turn, "complaint_place") if is_place(turn.said) else None


def _village_after(said: str, township: str) -> str:
    """The village at the end of an answer in which only the township was known: 就是河口乡，老鹰岩."""
    last = re.split(r"[\s，,。、]+", said.strip("。，,.!！ "))[-1]
    apart = places.TOWNSHIP_ALONE.search(township) and not places.TOWNSHIP.search(last)
    return last if apart and 2 <= len(last) <= 5 and is_place(last) and not phrases.asks(last) else ""


SELF_REFERENCE = re.compile(r"我|俺|咱|你|您")
"""The speaker, or who is spoken to, is named."""


def is_place(text: str) -> bool:
    """Whether words without a known place can name one: 河东那个老村, but not 我怕被报复."""
    return bool(places.PLACE_LIKE.search(text)) and not SELF_REFERENCE.search(text)


A_THING = re.compile(
    r"(纸|墙上?|公告栏?|公示栏?|公示|名单|名册|表格?|单子|牌子|黑板|喇叭|告示|通知书?|文件|照片|视频|录音)[上里头中的]*$"
)
"""A thing, which nobody can complain of as of a person or an authority: 公示那张纸."""


def accused(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    if named := names.NAMED_SO.match(turn.said.strip()):
        return Reading({"complaint_accused": named["name"]})
    accused = facts.accused_of(turn)
    if accused:
        return Reading({"complaint_accused": accused})
    if phones.without(turn.said):
        return None
    if yes_no.UNKNOWN.match(turn.said) or turn.intent == "deny":
        return Reading({"complaint_accused": ""})
    if when := times.time_of(turn):
        known = turn.slot("complaint_time") is not None
        return Reading(
            {"complaint_accused": None} | ({} if known else {"complaint_time": when}), say=["added"]
        )
    if facts.phone_of(turn) or facts.name_of(turn):
        return None
    if (where := facts.place_of(turn)) and facts.is_open(turn, "complaint_place"):
        by_level = facts.doer(str(turn.slot("complaint_narrative") or ""))
        return Reading({"complaint_accused": by_level, "complaint_place": where}) if by_level else None
    if A_THING.search(turn.said) and not phrases.asks(turn.said):
        told = {"complaint_accused": "", "complaint_narrative": account.told_so_far(turn)}
        return Reading(told, draft, ["added"])
    if representatives.WITNESSES.search(turn.said):
        return None
    other = facts.identity_of(turn.said) or yes_no.YES.match(turn.said) or turn.said[:1] in "我俺咱"
    of_self = turn.entities("date", "duration", "disability")
    return None if other or of_self else _plain(turn, "complaint_accused")


def time(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    when = times.time_of(turn)
    if when:
        return Reading({"complaint_time": when})
    if nobody := nobody_known(turn, draft):
        return nobody
    if yes_no.UNKNOWN.match(turn.said):
        return Reading({"complaint_time": ""})
    if facts.phone_of(turn) or facts.name_of(turn):
        return None
    bare = turn.said.strip("。，,.!！ ")
    about_time = times.TIME_LIKE.search(bare) and times.PLAIN.match(bare) and not SELF_REFERENCE.search(bare)
    return _plain(turn, "complaint_time") if about_time else None


OF_THE_TALK = re.compile(r"投诉|举报|登记|申请")
"""Words of what is being done here, not of where it was or who it was."""


def _plain(turn: Turn, slot: str) -> Reading | None:
    """A short answer in the resident's own words, where no entity was found in it."""
    words = turn.said.strip("。，,.!！ ")
    if (
        2 <= len(words) <= LONGEST_PLAIN
        and not phrases.asks(words)
        and (slot == "complaint_time" or not _happened(words))
        and not OF_THE_TALK.search(words)
        and any("一" <= sign <= "鿿" for sign in words)
    ):
        return Reading({slot: words})
    return None


def _happened(words: str) -> bool:
    """Whether a longer answer tells what happened, and is no mere name of a place or a person."""
    return len(words) > ADDS and bool(phrases.HAPPENED.search(words))


def bare_facts(turn: Turn) -> dict[str, Any]:
    """What an answer that is nothing but facts tells: a number, a day, a place, a post, one's own name."""
    found = facts.told(turn).slots
    township = str(turn.slot("complaint_place") or "")
    if found.get("complaint_place") and places.TOWNSHIP_ALONE.search(township):
        found["complaint_place"] = _within(township, found["complaint_place"])
    if places.TOWNSHIP_ALONE.search(found.get("complaint_place", "")) and township.endswith("村"):
        found["complaint_place"] = (
            township if places.TOWNSHIP.search(township) else found["complaint_place"] + township
        )
    found.pop("complaint_narrative", None)
    if turn.slot("complaint_time") and turn.words("amount") and turn.words("date"):
        return {}
    if name := _name_before_it_is_asked(turn):
        return {"complaint_name": name}
    if found.get("complaint_identity") == "anonymous":
        return signing.chosen(turn, "anonymous").slots
    if turn.slot("complaint_identity") == "anonymous":
        found.pop("complaint_name", None)
    known = str(turn.slot("complaint_place") or "")
    if found.get("complaint_place") and found["complaint_place"] in known:
        found["complaint_place"] = known
    rest = turn.said
    for entity in turn.parsed.entities:
        if entity.entity != "relation":
            rest = rest.replace(entity.value, "")
    return found if len(phrases.GENERIC.sub("", rest)) < BARE else {}


def _name_before_it_is_asked(turn: Turn) -> str | None:
    """A name that is said alone by somebody who will sign, before the question for it: theirs, and nobody's complained of."""
    signs = (
        turn.slot("complaint_identity") in ("real_name", "confidential")
        and turn.slot("complaint_name") is None
    )
    bare = turn.said.strip("。，,.!！ ")
    return (
        bare if signs and turn.requested != "complaint_accused" and names.name_alone(bare) == bare else None
    )


def _within(township: str, place: str) -> str:
    """A village said after its township: 柳溪镇, 青石坳."""
    return place if places.TOWNSHIP.search(place) else township + place


def is_new(turn: Turn, found: dict[str, Any]) -> bool:
    return any(turn.slot(name) != value for name, value in found.items())
