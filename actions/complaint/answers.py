"""How a message is read as an answer in the complaint talk: what it fills, what it corrects, or that it is about something else."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from actions.complaint import (
    account,
    acts,
    asking,
    confirming,
    corrections,
    facts,
    following,
    interruptions,
    names,
    other_matter,
    particulars,
    pauses,
    phones,
    phrases,
    representatives,
    signing,
    yes_no,
)
from actions.complaint.reading import LONGEST_PLAIN, SHORT, Reading
from actions.petition.reading import NO_NUMBER
from actions.turn import Turn

SIGNED = ("complaint_name", "complaint_representatives")
OF_ONE = ("complaint_name", "complaint_phone")
"""What each of several people has of their own: what one more tells is not the first speaker's."""


def read(turn: Turn) -> Reading:
    """Read the message as an answer to `turn.requested`; the number of an application in it, and that a
    child speaks, are kept, whatever it answers."""
    reading, number = _read(turn), facts.application_of(turn)
    if reading.slots.get("complaint_name") and not reading.elsewhere:
        _acquit_the_speaker(turn, reading)
    if "corrected" in reading.say and (put_right := corrections.in_account(turn, reading.slots)):
        reading.slots.setdefault("complaint_narrative", put_right)
    if _is_kept(turn, reading):
        reading.slots["complaint_narrative"] = account.told_so_far(turn)
        reading.say = ["added" if one == "not_understood_answer" else one for one in reading.say]
    if reading.slots.get("complaint_narrative") and (category := account.kind_told(turn)):
        reading.slots["complaint_category"] = category
    if not reading.elsewhere:
        signing.sign_by_giving(turn, reading)
        signing.keep_from_others(turn, reading)
    if not reading.elsewhere and (accused := _joined(turn, reading)):
        reading.slots["complaint_accused"] = accused
    if not reading.elsewhere and turn.requested != "complaint_representatives":
        _with_companions(turn, reading)
    more = facts.of_child(turn.said) | ({"application_key": number} if number else {})
    if more and not reading.elsewhere:
        reading.draft = {**(turn.slot("complaint_draft") or {}), **reading.draft, **more}
    return reading


def _acquit_the_speaker(turn: Turn, reading: Reading) -> None:
    """Who turns out to be the speaker is not complained of."""
    known = str(reading.slots.get("complaint_accused") or turn.slot("complaint_accused") or "")
    stay = [one for one in known.split("、") if one and one != reading.slots["complaint_name"]]
    if "、".join(stay) != known:
        reading.slots["complaint_accused"] = "、".join(stay)


def _with_companions(turn: Turn, reading: Reading) -> None:
    """Note those who are named as complaining too; where all are, they are not asked for."""
    draft = {**(turn.slot("complaint_draft") or {}), **reading.draft}
    own = [facts.name_of(turn), turn.slot("complaint_name"), reading.slots.get("complaint_name")]
    counted = replace(turn, slots={**turn.slots, "complaint_draft": draft})
    people = representatives.listed(counted, [name for name in own if name])
    if not people:
        return
    known = representatives.joined(draft.get("people") or [], people)
    count = max(int(draft["headcount"]), len(known) + 1)
    reading.draft = {**draft, "people": known, "headcount": count}
    if len(known) >= representatives.wanted(reading.draft) or facts.OF_OTHERS.search(turn.said):
        reading.slots["complaint_representatives"] = representatives.ANSWERED


NOT_OF_THIS = frozenset(
    {
        *("next_noted", "starting_anew", "back_to_complaint", "take_your_time", "corrected", "known_already"),
        *("fear_answered", "fear_answered_anonymous", "anonymous_phone_seen", "signing_explained"),
    }
)
"""What is said where the words belong to another matter, are in the account already, or are a fear that is calmed."""


def _is_kept(turn: Turn, reading: Reading) -> bool:
    """Whether the words go into the account whole, though a part of them answers: nothing of the matter is lost."""
    if reading.elsewhere or turn.offered or turn.edited or not turn.said:
        return False
    if "complaint_narrative" in reading.slots or not turn.slot("complaint_narrative"):
        return False
    if NOT_OF_THIS & set(reading.say) or (len(turn.said) <= SHORT and confirming.HEARD.search(turn.said)):
        return False
    tired = len(turn.said) <= SHORT and "still_missing" in reading.say and IMPATIENT.search(turn.said)
    if (
        tired
        or yes_no.UNKNOWN.match(turn.said.strip())
        or (len(turn.said) <= SHORT and asking.reopened(turn, reading.slots))
    ):
        return False
    if gives_a_reason(turn, reading):
        return False
    return account.tells_beside(turn, _held(turn, reading))


def _held(turn: Turn, reading: Reading) -> str:
    """What the fields hold once this is read, and the account so far."""
    known = {**turn.slots, **{name: value for name, value in reading.slots.items() if value}}
    draft = {**(turn.slot("complaint_draft") or {}), **reading.draft}
    people = [str(one["name"]) for one in draft.get("people") or []]
    said = [str(known.get(name) or "") for name in facts.SLOTS]
    own = [facts.name_of(turn) or "", *(one.group("name") for one in names.names_said(turn.said))]
    return "\n".join([*said, *people, *own, str(draft.get("relation_name") or "")])


def gives_a_reason(turn: Turn, reading: Reading) -> bool:
    """Whether somebody only says why they sign as they do: 我不留名字 都是一个村的."""
    signs = turn.requested == "complaint_identity" and reading.slots.get("complaint_identity")
    more = turn.entities("person", "role", "organ", "amount", "date", "duration", "program", "phone")
    return bool(signs and not more and not account.WANTS.search(turn.said) and not TOLD_OF.search(turn.said))


TOLD_OF = re.compile(r"[他她]|卡|钱|办|批|收|扣|拿|骂|停|没给|不给")
"""Words of the matter itself."""
JOINS = re.compile(
    r"""
      也(有(一)?份|参与|掺和|拿|收|分|吃|干|插手|搅)
    | 都(有份|参与|掺和|拿|收|分|干)
    | 合(起)?伙|串通|勾结|加上
    | 还有[^,，。;；\s]{1,8}([,，。;；\s]|$)
    | (^|[,，。;；\s])[^我俺咱,，。;；\s]*一(起|块)儿?(干|弄|搞|做|办|拿|分|收|吃|贪|骗|扣|瞒|整|定)
    """,
    re.VERBOSE,
)
"""Somebody more had a part in it."""


def _joined(turn: Turn, reading: Reading) -> str | None:
    """Those complained of, with who is said to have had a part in it too; None where nobody joins them."""
    known, told = turn.slot("complaint_accused"), facts.accused_of(turn)
    if not (known and told and JOINS.search(turn.said)) or account.TAKEN_BACK.search(turn.said):
        return None
    if (
        "next_noted" in reading.say
        or phrases.asks(turn.said)
        or turn.requested == "complaint_representatives"
        or facts.phone_of(turn)
    ):
        return None
    return account.with_more(str(known), told)


ANEW = re.compile(r"^(我要)?(重新(说|来|开始|填)|从头(说|来)|重来)(吧|一遍|一次|一下)*[。!！.]*$")
"""All is to be told from the beginning."""
CANNOT = re.compile(r"不会(发|弄|传|拍|整|打字)|没法(发|传|拍)|发不(了|上)")
"""Somebody gives up a thing that they cannot do, and not the whole matter."""
LEFT_OUT = re.compile(r"(不要|别|不用|莫)(写|记|提)(了|上|进去)?|不(写|记|提)了")
"""Something told is to be left out of what is written down."""
WHERE_WERE_WE = re.compile(
    r"^(刚才|刚刚|上次|上回|咱们?|我们?)*(说|讲)到(哪|啥)(儿|里|地方)?了?[呀啊?？。]*$"
)
"""Somebody asks how far they had come."""
NO_FILES = re.compile(
    r"""
      (材料|照片|图片|文件|语音|视频).{0,6}(不要|去掉|删|不算|发错|不对|撤)
    | (不要|去掉|删掉?|撤掉?).{0,4}(材料|照片|图片|文件|语音|视频)
    """,
    re.VERBOSE,
)
"""The pictures and papers handed in are not to belong to it."""
THIS_FIRST = re.compile(r"^(那)?(就)?(还是)?先(说|讲|办|登记|报)(完)?(这|刚才那?)(个|件|桩)")
"""The matter being told is to be finished before another."""


def _read(turn: Turn) -> Reading:
    draft = dict(turn.slot("complaint_draft") or {})
    if interruptions.only_waits(turn):
        return Reading(say=["take_your_time"])
    if interruptions.leaves(turn, interruptions.AWAY):
        return Reading.of_other_things()
    if ANEW.match(turn.said):
        return Reading(dict.fromkeys(facts.SLOTS), _fresh(draft), ["starting_anew"])
    stops = pauses.STOP.match(turn.said) or (
        turn.intent == "cancel"
        and turn.parsed.confidence >= interruptions.SURE
        and len(turn.said) <= 12
        and not CANNOT.search(turn.said)
    )
    leaves_out = LEFT_OUT.search(turn.said) and len(turn.said) <= SHORT and not facts.identity_of(turn.said)
    if turn.slot("complaint_narrative") and leaves_out:
        return Reading({"complaint_narrative": account.told_so_far(turn)}, say=["added"])
    if stops and not facts.identity_of(turn.said):
        return Reading.of_other_things()
    if turn.slot("complaint_narrative") and account.only_a_slip(turn.said):
        return Reading({turn.requested or "": None}, draft, ["known_already"])
    if changed := account.edited(turn, draft):
        return changed
    if turn.evidence:
        return account.with_evidence(turn, draft)
    if WHERE_WERE_WE.match(turn.said) or pauses.GO_ON_ALONE.match(turn.said.strip()):
        return Reading(say=["back_to_complaint"])
    if draft.get("evidence") and NO_FILES.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({"complaint_confirmed": None}, {**draft, "evidence": []}, ["evidence_left_out"])
    if interruptions.is_about_lodged(turn) or interruptions.takes_back(turn):
        return Reading.of_other_things()
    if interruptions.gives_application(turn):
        return Reading({turn.requested or "": None}, draft, ["added"])
    if following.of_the_next(turn):
        return Reading({turn.requested or "": None}, following.more_noted(turn, draft), ["next_noted"])
    if draft.get("next") and other_matter.BOTH.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({turn.requested or "": None}, draft, ["next_noted"])
    if following.begins(turn):
        return Reading(draft=following.noted(turn, draft), say=["next_noted"])
    if (both := following.parted(turn)) and following.begins(both[1]):
        return _with_the_next(*both, draft)
    if THIS_FIRST.match(turn.said) and draft.get("next"):
        return Reading({turn.requested or "": None}, draft, ["back_to_complaint"])
    if about := signing.about_signing(turn):
        return about
    if beside := signing.others_named(turn, draft):
        return beside
    if changed := corrections.correction(turn):
        return changed
    requested = turn.requested or ""
    if NO_NUMBER.search(turn.said) and len(turn.said) <= SHORT:
        return Reading({requested: None}, draft, ["number_not_needed"])
    if requested == "complaint_narrative":
        return account.account_of(turn, draft)
    if money := facts.sum_alone(turn):
        return Reading({requested: None}, {**draft, "amount": money}, ["added"])
    if yes_no.ONLY_HURRIES.match(turn.said.strip()):
        to_confirm = requested == "complaint_confirmed"
        return Reading({requested: None}, draft, [] if to_confirm else ["still_missing"])
    if requested == "complaint_confirmed" and (
        yes_no.NO.match(turn.said.strip()) or confirming.wants_to_hear_it(turn.said.strip())
    ):
        return confirming.confirmed(turn, draft) or Reading.of_other_things()
    if left := _left_out(turn, draft):
        return left
    if interruptions.is_something_else(turn, requested) and not account.demands(turn):
        return Reading.of_other_things()
    answer = READERS[requested](turn, draft)
    if answer is None:
        return _unread(turn, requested, draft)
    account.fill_the_rest(turn, answer)
    if requested != "complaint_confirmed" and account.tells_more(turn):
        answer.slots.setdefault("complaint_narrative", account.told_so_far(turn))
    return answer


def _with_the_next(answer: Turn, matter: Turn, draft: dict[str, Any]) -> Reading:
    """An answer, with the second matter that was told behind it kept for afterwards."""
    reading = _read(answer)
    if reading.elsewhere:
        reading = Reading()
    noted = following.noted(matter, {**draft, **reading.draft})
    return Reading(reading.slots, noted, [*reading.say, "next_noted"])


MAY_BE_LEFT = re.compile(
    r"""
      (不|没)(说|讲|填|写|报|留)[^,，。]{0,6}(行|可以|中|能)(不|吗|么)
    | (非得|非要|一定要|必须)(要)?(说|讲|填|写|报|留)
    """,
    re.VERBOSE,
)
"""Whether something asked for may be left out is asked."""
OF_THE_MATTER = re.compile(r"时间|时候|日子|哪天|地方|地点|村|谁|哪个")
"""What may be left out is when, where or who it was."""


def _left_out(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """What may be left out is, where that is asked; that it may be is no wish to stay unnamed."""
    if not (MAY_BE_LEFT.search(turn.said) and phrases.asks(turn.said) and len(turn.said) <= SHORT):
        return None
    if turn.requested in facts.OPTIONAL:
        return Reading({turn.requested: ""}, draft, ["skipped"])
    if turn.requested in facts.ABOUT_SELF:
        of_matter = OF_THE_MATTER.search(turn.said)
        return Reading({turn.requested: None}, draft, ["skipped" if of_matter else "signing_explained"])
    return None


def _fresh(draft: dict[str, Any]) -> dict[str, Any]:
    return {"key": draft.get("key"), "evidence": draft.get("evidence", [])}


WHOSE = re.compile(
    r"""
    ^(这)?(是)?[为给替帮]?(我|俺|咱|额)?(自己|本人|自家)(家)?(的)?(事|低保|钱|申请)?(的)?
    [,，。!！\s]*$
    """,
    re.VERBOSE,
)
"""That the matter is the speaker's own."""
WHAT_NEXT = re.compile(
    r"""
      (怎么|咋|如何)(办|弄|整)[啊呀呢吧?？。]*$
    | (然后|接下来|下一步)(呢|怎么|咋)
    """,
    re.VERBOSE,
)
"""Somebody asks how it goes on."""
IMPATIENT = re.compile(
    r"""
      别(跟|和|给)我(说|讲|扯)
    | 少(说|来)(这|那)(些|套)
    | (说|讲)(这|那)些没用
    | 问(这|那)(么|样)多
    | 问来问去
    | (别|莫|不要)(再|老)?问(了|我)
    | 烦(死|得很)
    | 问够|管不管
    | (自己|你们)?去(查|问|看)(不就|就)
    """,
    re.VERBOSE,
)
"""Somebody is tired of being asked."""


def _unread(turn: Turn, requested: str, draft: dict[str, Any]) -> Reading:
    """The answer could not be read: something is said about it, and an optional question is dropped in the end."""
    if _names_another(turn):
        return Reading({requested: None, "complaint_narrative": account.told_so_far(turn)}, draft, ["added"])
    if nobody := particulars.nobody_known(turn, draft):
        return nobody
    if phones.PUBLIC_LINE.search(turn.said) or account.demands(turn):
        told = facts.told(turn)
        filled = account.completed(turn, signing.whole(told.slots))
        narrative = {"complaint_narrative": account.told_so_far(turn)}
        return Reading({requested: None, **filled, **narrative}, account.added(draft, told.draft), ["added"])
    if WHOSE.match(turn.said):
        return Reading({requested: None}, draft, ["known_already"])
    if turn.slot("complaint_identity") == "anonymous" and (phone := facts.phone_of(turn)):
        if draft.get("age") or draft.get("pupil"):
            return Reading({requested: None}, draft, ["anonymous_no_phone"])
        return Reading({requested: None, "complaint_phone": phone}, draft, ["anonymous_with_phone"])
    if bare := particulars.bare_facts(turn):
        if draft.get("headcount"):
            bare = {name: bare[name] for name in bare if name not in OF_ONE or not turn.slot(name)}
        new = particulars.is_new(turn, bare)
        if turn.entities("amount"):
            bare["complaint_narrative"] = account.told_so_far(turn)
            draft |= facts.told(turn).draft
        if accused := bare.get("complaint_accused"):
            bare["complaint_accused"] = account.with_more(turn.slot("complaint_accused"), accused)
        return Reading(bare, draft, ["added" if new else "known_already"])
    if any(words.search(turn.said) for words in (yes_no.YES, WHAT_NEXT, IMPATIENT)):
        return Reading({requested: None}, draft, ["still_missing"])
    if phones.without(turn.said) and not turn.slot("complaint_phone") and len(turn.said) <= SHORT:
        return Reading({requested: None, "complaint_phone": ""}, draft, ["no_phone"])
    told_apart = account.tells_apart_from_asking(turn)
    if phrases.COMPLAINS.search(turn.said) and phrases.substance(turn.said) < facts.ENOUGH and not told_apart:
        return Reading({requested: None}, draft, ["known_already"])
    brief = len(turn.said) <= LONGEST_PLAIN and not facts.told(turn).slots
    if brief and confirming.HEARD.search(turn.said):
        return Reading({requested: None}, draft, ["still_missing"])
    if brief and phrases.WANTS_TO_KNOW.search(turn.said):
        return Reading({requested: None}, draft, ["not_understood_answer"])
    tries = {**draft.get("tries", {})}
    tries[requested] = tries.get(requested, 0) + 1
    draft = {**draft, "tries": tries}
    adds = account.adds(turn)
    by_level = facts.doer(f"{turn.slot('complaint_narrative')} {turn.said}")
    most = account.TRIES_WHILE_TELLING if adds and requested == "complaint_place" else account.TRIES
    if requested == "complaint_accused" and by_level:
        most = 1
    dropped = {requested: ""} if requested in facts.OPTIONAL and tries[requested] >= most else {}
    if "complaint_accused" in dropped:
        dropped["complaint_accused"] = by_level or ""
    if adds:
        told = facts.told(turn)
        filled = account.completed(turn, told.slots)
        return Reading(
            {**dropped, **filled, "complaint_narrative": account.told_so_far(turn)},
            account.added(draft, told.draft),
            ["added"],
        )
    filled = account.completed(turn, signing.whole(facts.told(turn).slots))
    draft |= facts.told(turn).draft
    if dropped:
        return Reading({**dropped, **filled}, draft, ["skipped"])
    if filled:
        return Reading({requested: None, **filled}, draft, ["added"])
    if _tells_briefly(turn):
        return Reading({requested: None, "complaint_narrative": account.told_so_far(turn)}, draft, ["added"])
    say = "offer_person" if tries[requested] > account.TRIES else "not_understood_answer"
    return Reading({requested: None}, draft, [say])


SHORTEST = 3
"""So many telling characters make a few words of something done a part of the account."""


def _tells_briefly(turn: Turn) -> bool:
    """Whether a few words clearly tell what somebody did: 骂我是要饭的."""
    return (
        phrases.HAPPENED.search(turn.said) is not None
        and phrases.substance(turn.said) >= SHORTEST
        and not phrases.asks(turn.said)
        and acts.whole(turn.said) == acts.TELL
    )


def _names_another(turn: Turn) -> bool:
    """Whether the name of the one told of is said, where something else is asked: 她叫赵玉兰."""
    found = names.NAMED_SO.match(turn.said.strip())
    return bool(found and found["who"] and found["who"] != "名字") and turn.requested not in SIGNED


READERS: dict[str, Callable[[Turn, dict[str, Any]], Reading | None]] = {
    "complaint_place": particulars.place,
    "complaint_accused": particulars.accused,
    "complaint_time": particulars.time,
    "complaint_identity": signing.identity,
    "complaint_name": signing.name,
    "complaint_phone": signing.phone,
    "complaint_representatives": signing.others,
    "complaint_confirmed": confirming.confirmed,
}
