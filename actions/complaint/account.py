"""The account of what happened: told at once or bit by bit, in words, by voice or with files."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from actions.complaint import facts, interruptions, names, phrases, secrecy, signing, times, yes_no
from actions.complaint.reading import ADDS, BARE, LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn
from understanding.blamed import POSTS

VOICE = "（见语音）"
OPENING = 3
"""So many telling characters of an opening are kept for the account that follows."""
TRIES = 2
"""After so many answers that could not be read an optional question is dropped."""
TRIES_WHILE_TELLING = 4
"""The same where the answers tell more of the matter."""


def account_of(turn: Turn, draft: dict[str, Any]) -> Reading:
    """An account is anything but a short question about something else."""
    short = len(turn.said) <= LONGEST_PLAIN
    question = turn.intent in interruptions.ELSEWHERE and short and phrases.asks(turn.said)
    manners = turn.intent in interruptions.MANNERS and len(turn.said) <= 12
    if turn.intent == "privacy_request" and not secrecy.OF_DATA.search(turn.said):
        question = manners = False
    if (question or manners) and turn.parsed.confidence >= interruptions.SURE:
        return Reading.of_other_things()
    tries = draft.get("tries", {})
    opening = str(draft.get("opening") or "")
    unknown = bool(yes_no.UNKNOWN.match(turn.said))
    asks = _only_asks(turn)
    thin = unknown or asks or phrases.substance(turn.said) < 4
    told = {} if unknown else signing.whole(facts.told(turn).slots)
    if opening and names.name_alone(turn.said) == turn.said.strip():
        told["complaint_name"] = turn.said.strip()
    enough = bool(told) or tries.get("complaint_narrative", 0) >= 1 or phrases.COMPLAINS.search(turn.said)
    if thin and enough and phrases.substance(opening) >= OPENING:
        reading = Reading({**told, "complaint_narrative": opening}, draft)
    elif thin:
        many = tries.get("complaint_narrative", 0) >= TRIES
        if not told and not unknown and not asks and phrases.words(turn.said):
            draft["opening"] = _joined(opening, turn.said)
        return Reading(
            {**told, "complaint_narrative": None},
            {**draft, "tries": {**tries, "complaint_narrative": tries.get("complaint_narrative", 0) + 1}},
            ["offer_person" if many else "tell_more"],
        )
    else:
        account = _joined(opening, turn.said)
        reading = Reading({"complaint_narrative": account}, {**draft, "opening": ""})
    fill_the_rest(turn, reading)
    if not turn.slot("complaint_category"):
        before = draft.get("category") if thin else None
        reading.slots["complaint_category"] = before or turn.parsed.category or "other"
        reading.slots |= facts.not_asked(reading.slots["complaint_category"], turn.said)
    return reading


def _only_asks(turn: Turn) -> bool:
    """Whether a few words ask something that names nothing of a matter, and was not taken for a complaint."""
    complains = turn.intent in ("file_complaint", "supplement_petition") or phrases.COMPLAINS.search(
        turn.said
    )
    brief = len(turn.said) <= SHORT and not turn.parsed.entities
    return brief and not complains and phrases.asks(turn.said)


def _joined(opening: str, said: str) -> str:
    return said if not opening or opening in said else f"{opening}。{said}"


def with_evidence(turn: Turn, draft: dict[str, Any]) -> Reading:
    kept = [*draft.get("evidence", []), *(item["id"] for item in turn.evidence)]
    reading = Reading(draft={**draft, "evidence": list(dict.fromkeys(kept))})
    spoken = any(item["kind"] == "audio" for item in turn.evidence)
    reading.say.append("voice_kept" if spoken else "evidence_kept")
    if turn.requested == "complaint_narrative":
        if turn.said:
            reading.slots["complaint_narrative"] = turn.said
        elif spoken:
            reading.slots["complaint_narrative"] = VOICE
    elif turn.said:
        found = facts.told(turn)
        reading.slots.update({name: value for name, value in found.slots.items() if turn.slot(name) is None})
    return reading


LIKE = 0.6
"""How like two wordings are of which one is the other, changed: 1.0 where they are the same."""


def edited(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """What was told, changed afterwards in the message itself: it stands in the place of what it was before, and so do
    its place, its time and who it was."""
    if not turn.edited:
        return None
    lines = str(turn.slot("complaint_narrative") or "").split("\n")
    alike = {
        place: SequenceMatcher(None, line.removeprefix("补充："), turn.said).ratio()
        for place, line in enumerate(lines)
    }
    nearest = max(alike, key=lambda place: alike[place])
    if alike[nearest] < LIKE:
        return None
    before = lines[nearest]
    lines[nearest] = ("补充：" if before.startswith("补充：") else "") + turn.said
    told = facts.told(turn)
    filled = signing.whole(completed(turn, told.slots)) | _put_right(turn, told.slots, before)
    slots = {turn.requested or "": None, **filled, "complaint_narrative": "\n".join(lines)}
    return Reading(slots, {**draft, **told.draft}, ["corrected"])


def _put_right(turn: Turn, told: Mapping[str, Any], before: str) -> dict[str, Any]:
    """What of the matter was known by the words `before` alone, which now say something else."""

    def gone(known: str) -> bool:
        return known in before and known not in turn.said

    changed = {
        name: told[name]
        for name in ("complaint_place", "complaint_time")
        if told.get(name) and turn.slot(name) and gone(str(turn.slot(name)))
    }
    known = [one for one in str(turn.slot("complaint_accused") or "").split("、") if one]
    stay = [one for one in known if not gone(one)]
    if told.get("complaint_accused") and stay != known:
        changed["complaint_accused"] = with_more("、".join(stay), told["complaint_accused"])
    return changed


DEMANDS = re.compile(
    r"(先|赶紧|马上|快)?(让|叫|要|请|喊)(他|她|他们|她们|人家|村里|镇上|乡里|会计|支书|书记|主任|干部|所里)(们)?(先|赶紧|马上|快点?|把)?"
    r"[^,，。;；?？]{0,8}(撕|拿|退|还|补|贴|改|删|停|道歉|公开|公布|发|赔|收回|交出|下来)"
)
"""What those complained of are to be made to do."""


def demands(turn: Turn) -> bool:
    """Whether something is demanded of those complained of, put as a question or not: it belongs to the account."""
    return not turn.pressed and len(turn.said) <= LONGEST_PLAIN and DEMANDS.search(turn.said) is not None


def adds(turn: Turn) -> bool:
    """Whether an answer to something else tells more of the matter: a long one, or a short one that was understood."""
    size = phrases.words(turn.said)
    told = phrases.words(phrases.told_in(turn.said))
    enough = facts.ENOUGH if turn.intent == "nlu_fallback" else ADDS
    plain = told >= enough if phrases.asks(turn.said) else turn.intent != "nlu_fallback" or size >= enough
    complains = (
        turn.intent == "file_complaint"
        and turn.parsed.confidence >= interruptions.SURE
        and len(turn.said) > BARE
    )
    return size >= 2 * facts.ENOUGH or (plain and (size >= ADDS or complains))


def tells_more(turn: Turn) -> bool:
    """Whether an answer goes on complaining beside the facts in it: 民政所的小李，态度太差."""
    rest = turn.said
    for entity in turn.parsed.entities:
        rest = rest.replace(entity.value, "")
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= interruptions.SURE
    of_matter = turn.requested in facts.OPTIONAL
    happened = of_matter and phrases.HAPPENED.search(rest) and phrases.substance(rest) >= ADDS
    return bool(complains or happened) and not phrases.asks(turn.said) and phrases.substance(rest) >= BARE


def kind_told(turn: Turn) -> str | None:
    """The category that this message makes plain, where what was told before left it open; or who has the money that was
    only said not to have come."""
    known, told = turn.slot("complaint_category"), turn.parsed.category
    sure = turn.intent == "file_complaint" and turn.parsed.category_confidence >= facts.SURE_OF_MATTER
    taken = known == "payment_missing" and told == "embezzlement"
    return told if sure and (known == "other" or taken) else None


def told_so_far(turn: Turn) -> str:
    """The account with this message added to it."""
    account = str(turn.slot("complaint_narrative") or "")
    return account if turn.said in account else f"{account}\n补充：{turn.said}".strip()


def fill_the_rest(turn: Turn, reading: Reading) -> None:
    """What else the answer tells fills what has not been asked yet."""
    told = facts.told(turn)
    if turn.requested == "complaint_confirmed":
        return
    about_self = turn.requested in facts.ABOUT_SELF
    for name, value in told.slots.items():
        if name == "complaint_accused" and name not in reading.slots and not about_self:
            reading.slots[name] = with_more(turn.slot(name), value)
            continue
        if name in reading.slots:
            continue
        if not facts.is_open(turn, name):
            if exact := more_exact(turn, name, value):
                reading.slots[name] = exact
            continue
        if name == "complaint_identity":
            chosen = signing.identity_chosen(value)
            reading.slots |= {key: kept for key, kept in chosen.slots.items() if key not in reading.slots}
            reading.say += chosen.say
        elif not (name in ("complaint_place", "complaint_accused") and about_self):
            reading.slots[name] = value
    if told.draft:
        reading.draft = {**(turn.slot("complaint_draft") or {}), **reading.draft, **told.draft}
    if turn.parsed.secondary and turn.requested == "complaint_narrative":
        reading.draft = {
            **(turn.slot("complaint_draft") or {}),
            **reading.draft,
            "secondary": list(turn.parsed.secondary),
        }


TAKEN_BACK = re.compile(r"不是|不算|没有?(份|关系|参与)|不关|去掉|划掉")
"""Somebody had no part in it after all."""


def more_exact(turn: Turn, name: str, told: str) -> str | None:
    """What stands in the slot where this tells it more exactly in passing: 柳溪镇张家庄 in the place of 张家庄, the day in
    the place of 最近, the whole name in the place of one only guessed; None where it does not."""
    known = str(turn.slot(name) or "")
    if not known or known == told:
        return None
    if name == "complaint_time":
        return None if times.OF_BEFORE.search(turn.said) else times.more_exact(known, told)
    if name == "complaint_place":
        return told if known in told else None
    if name == "complaint_name" and turn.slot("complaint_identity") != "anonymous":
        return told if names.INTRODUCED.search(turn.said) else None
    return None


def completed(turn: Turn, told: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts told in passing those that fill what is open, or tell what is known more exactly."""
    found = {
        name: value if facts.is_open(turn, name) else more_exact(turn, name, value)
        for name, value in told.items()
        if name != "complaint_accused"
    }
    accused = None if TAKEN_BACK.search(turn.said) else told.get("complaint_accused")
    if accused and turn.requested not in facts.ABOUT_SELF:
        found["complaint_accused"] = with_more(turn.slot("complaint_accused"), accused)
    return {name: value for name, value in found.items() if value}


def with_more(known: str | None, more: str) -> str:
    """Those complained of before and now, each once and as fully as it was said: 会计姓马 in the place of 会计."""
    before, now = known.split("、") if known else [], more.split("、")
    kept = [next((one for one in now if _tells_fuller(one, old)), old) for old in before]
    return "、".join(
        dict.fromkeys([*kept, *(one for one in now if not any(_tells_fuller(old, one) for old in before))])
    )


LEVEL = re.compile(r"[省市县区旗镇乡村组队所局院]")
"""Of which level or house a post is."""
OF_LEVEL = re.compile(rf"{LEVEL.pattern}(?={POSTS})")
"""The level right before a post: 村｜会计."""


def _tells_fuller(full: str, brief: str) -> bool:
    """Whether these words name the one whom the brief ones name: 马会计 is 村会计, but 镇会计 and 副会计 are not."""
    level = OF_LEVEL.match(brief)
    bare = brief[level.end() :] if level else brief
    at = full.find(bare)
    if at < 0 or (len(bare) < 2 and at > 0):
        return False
    before = full[:at]
    levels = LEVEL.findall(before)
    return not before.endswith("副") and not (level and levels and levels[-1] != level[0])
