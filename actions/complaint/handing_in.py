"""The complaint handed in by a word at any step: 没别的了，交吧. What stands beside that word is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.complaint import acts, facts, other_matter, pauses, phrases, representatives, yes_no
from actions.complaint.reading import BARE
from actions.turn import Turn

NOT_YET = re.compile(
    r"""
      (
          别(?!的) | 莫 | 甭 | 未 | 等
        | 没(?!(有|得)?(什么|啥|半点|一点)?(写|记|念|说|听|弄|搞)?(错|问题|毛病|意见|差|漏|出入))
           (?!(有|得)?((什么|啥)(要|可|需要|想)?|(要|可|需要|想))(改|补|添|加|说)|(有|得)?(什么|啥)?(别的|其他))
        | 不(?!错|(用|要|需要?)?(改|补|添))
      )
      [^,，。]{0,4}(交|登记|登|报|发|告|递)
    | (交|登记|登上|报上|报)(上去|上|好)?(了)?(没有?|没得|吗|么|不)(啊|呀|呢)?[?？]?$
    | (交|登|报)[^,，。;；]{0,4}(给|到|了|过)(?!吧|$|就|算|行|得|再)
    | (交|登|报|递)(上去?|出去|上)?的|[年月日号底]
    | (都|已经?|早就?|刚)(给我)?(交|登|报|递)(上去|上)?了$
    """,
    re.VERBOSE,
)
"""It is not to be handed in, or asked whether it was, or told of something handed in elsewhere."""
HANDS = re.compile(r"[交登报递录呈]|提交|送上|发上")
"""A word of handing in, and not only of having done."""
DONE = re.compile(
    r"""
      [送发办弄整挂写定够完齐全没对错冇莫]
    | (就|照|按)(这|恁|那|你|写|念|着|它)
    | 这(样|么|些)
    | 确认|认可|同意|无误
    | 快|赶紧|抓紧|查[吧嘛噻]$
    """,
    re.VERBOSE,
)
"""A word of having done, or of agreeing to it; without one of either kind a clause tells something."""
WISHES = re.compile(r"要(你们?|您|他们?|人家)|(就|只)是?(想|盼|图)")
"""What is wanted in the matter itself: 就是要你们快点给办."""
LONGEST = 16
"""A longer clause tells of handing something in."""
IDLE = frozenset({"submit", "agree", "courtesy"})
"""What is no part of the account."""
BESIDE = IDLE | {"ask", "contact", "hide", "demand", "refuse", ""}
"""What stands behind the word that hands it in; who goes on telling tells of something handed in."""
OF_SELF = re.compile(
    r"^(我|俺|额|本人)?(的)?(叫|姓|是|名字|姓名|电话|手机|号码|联系方式|今年|住|家在)|^\d{7,}$|^\d{1,3}(多)?岁|^[一二三四五六七八九十]{1,3}岁"
)
"""Who speaks, told behind the word that hands it in."""
ESSENTIAL = ("complaint_place", "complaint_accused", "complaint_identity")
"""What is asked once before it is lodged without."""
ONE_MORE = {
    "complaint_place": "马上交。就差一样：事在哪个乡镇、哪个村（社区）？不说也行，再回一声“交”，就照现在的登记。",
    "complaint_accused": "马上交。就差一样：反映的是哪个单位、哪个人？没有具体的人也行，再回一声“交”，就照现在的登记。",
    "complaint_identity": "马上交。就差一样：留不留名字？留，就说姓名和电话；不留，再回一声“交”，就按匿名登记。",
    "complaint_name": "马上交。就差一样：怎么称呼您？不说也行，再回一声“交”，就按匿名登记。",
}


REFUSES = re.compile(
    r"""
      (别(?!的|人)|莫|甭|先不|不(让|敢|同意|肯|愿意?|准|许)|没(敢|同意))[^\s,，。;；]{0,4}([交报登告递]|往上)
    | 不(告|投诉|反映|举报|报|交|登记)了
    | 等等 | 明[天儿]再
    | [医社养]保
    """,
    re.VERBOSE,
)
"""It is not to be handed in after all, or something else is told of: 就这样吧 我不告了, 老伴不让交."""


def wanted(turn: Turn) -> bool:
    """Whether the message hands the complaint in, whatever stands beside that."""
    if turn.pressed or turn.evidence or _answers(turn) or other_matter.BOTH.search(turn.said):
        return False
    if REFUSES.search(turn.said):
        return False
    found = acts.clauses(turn.said)
    signed = turn.slot("complaint_identity")
    if turn.requested == "complaint_confirmed" and (
        _agrees_and_says_when(found) or (signed and _has_it_urged(found))
    ):
        return True
    handing = [at for at, one in enumerate(found) if _hands_in(one)]
    if not handing:
        return len(turn.said) <= LONGEST and _hands_in(acts.Clause(turn.said, acts.whole(turn.said)))
    if _put_off(turn.said, found[handing[0]]):
        return False
    at_the_end = turn.requested == "complaint_confirmed" or handing[-1] == len(found) - 1
    others = [one for at, one in enumerate(found) if at not in handing]
    return at_the_end or all(one.act in BESIDE or OF_SELF.match(one.said) for one in others)


def _agrees_and_says_when(found: Sequence[acts.Clause]) -> bool:
    """Whether what was read back is agreed to, and only how to be reached is said beside it: 行吧，晚上打."""
    done = [one.act for one in found]
    calls_first = any("先" in one.said for one in found)
    return len(done) > 1 and done[0] == "agree" and set(done) <= IDLE | {"contact"} and not calls_first


def _has_it_urged(found: Sequence[acts.Clause]) -> bool:
    """Whether it is to be urged, which is done by lodging it: 那你帮我催一下."""
    return len(found) == 1 and found[0].act == "submit" and "催" in found[0].said


def hands_in_what_was_kept(turn: Turn) -> bool:
    """Whether, outside the telling, the words hand in the complaint that was broken off: 对 交, 就这样往上报."""
    return (
        not turn.loop and HANDS.search(turn.said) is not None and not phrases.asks(turn.said) and wanted(turn)
    )


def agreed(turn: Turn) -> bool:
    """Whether the one question before it is lodged is met with a yes, which fills nothing and signs nothing."""
    if not (turn.slot("complaint_draft") or {}).get("handed_in") or turn.pressed or turn.evidence:
        return False
    if turn.requested == "complaint_identity" or REFUSES.search(turn.said):
        return False
    clauses = acts.clauses(turn.said)
    agrees = {one.act for one in clauses} <= IDLE and any(
        one.act == "agree" or _hands_in(one) for one in clauses
    )
    says_yes = yes_no.YES.match(turn.said) or agrees
    return bool(says_yes and not pauses.puts_off(turn.said)) and not facts.told(turn).slots


def _answers(turn: Turn) -> bool:
    """Whether the words say that there is no more of what was asked for: 就这些, of those who complain together; or whether
    the name is left: 留吧."""
    of_others = turn.requested == "complaint_representatives" and representatives.NOBODY_ELSE.search(
        turn.said
    )
    done = yes_no.UNKNOWN.match(turn.said) and turn.requested != "complaint_confirmed"
    will = yes_no.WILLING.match(turn.said) or yes_no.UNWILLING.match(turn.said)
    of_name = turn.requested == "complaint_identity" and will
    return bool(of_others or done or of_name) and not HANDS.search(turn.said)


def _put_off(said: str, hands: acts.Clause) -> bool:
    """Whether what puts it off stands in the clauses before and reaches into that which hands in: 等我儿子回来 再交."""
    later, at = pauses.LATER.search(said), said.find(hands.said)
    return later is not None and later.start() <= at < later.end()


def _hands_in(clause: acts.Clause) -> bool:
    signs = facts.identity_of(clause.said) and not HANDS.search(clause.said)
    hands_in = clause.act == "submit" and len(clause.said) <= LONGEST
    says_so = HANDS.search(clause.said) or (DONE.search(clause.said) and not WISHES.search(clause.said))
    not_yet = NOT_YET.search(clause.said) or pauses.LATER.search(clause.said)
    return bool(hands_in and says_so and not signs and not not_yet)


def beside(turn: Turn) -> Turn | None:
    """The turn as if only what stands beside had been said; None where nothing does."""
    kept = [
        one.said
        for one in acts.clauses(turn.said)
        if one.act not in IDLE or (one.act == "submit" and not _hands_in(one))
    ]
    said = " ".join(kept)
    if phrases.substance(said) < BARE or acts.of(said) in IDLE | {"refuse"}:
        return None
    entities = tuple(
        replace(one, start=said.find(one.value), end=said.find(one.value) + len(one.value))
        for one in turn.parsed.entities
        if one.value in said
    )
    intent = "inform" if turn.intent in ("affirm", "thank", "goodbye", "cancel") else turn.intent
    return replace(turn, said=said, parsed=replace(turn.parsed, text=said, intent=intent, entities=entities))


def missing(slots: Mapping[str, Any]) -> str | None:
    """What is asked once before it is lodged without: where, who did it, whether it is signed and by whom."""
    signed, named = slots.get("complaint_identity"), slots.get("complaint_name")
    if signed in ("real_name", "confidential") and named is None:
        return "complaint_name"
    return next((name for name in ESSENTIAL[: 2 if named else 3] if slots.get(name) is None), None)


def before(lacking: str, slots: Mapping[str, Any]) -> dict[str, str]:
    """What else is open and asked for before that stays empty."""
    asked_before = facts.SLOTS[: facts.SLOTS.index(lacking)]
    return {name: "" for name in asked_before if slots.get(name) is None and name not in ESSENTIAL}


def settled(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The slots that close the telling: what was not said stays empty, and who gave a name signs with it."""
    signed = slots.get("complaint_identity") or "real_name"
    closed: dict[str, Any] = {name: "" for name in facts.SLOTS[:-1] if slots.get(name) is None}
    if slots.get("complaint_representatives") is None:
        closed["complaint_representatives"] = representatives.ANSWERED
    identity = signed if slots.get("complaint_name") else "anonymous"
    return {**closed, "complaint_identity": identity, "complaint_confirmed": True}
