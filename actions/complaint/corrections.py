"""What was told wrong and is put right, at any time."""

import re

from actions.complaint import facts, names, phones, phrases
from actions.complaint.reading import BARE, SHORT, Reading
from actions.turn import Turn

OF_MONEY = re.compile(
    r"(钱数?|数额|金额|数目|多少钱)[^,，。;；\s]{0,4}(错了?|不对|不准|改)|(说|打|写|记)错[^,，。]{0,3}(钱数?|数额|金额)"
)
"""The sum is said to have been wrong."""


def correction(turn: Turn) -> Reading | None:
    """“不是张家庄，是李家庄”, “地点改成李家庄”, “电话错了”."""
    if turn.requested == "complaint_narrative":
        return None
    if of_phone := _of_phone(turn):
        return of_phone
    swap = phrases.CORRECTION.search(turn.said) or phrases.CORRECTION_TURNED.search(turn.said)
    if swap:
        wrong, right = swap.group("wrong").strip(), _of_the_same_kind(turn, swap)
        changed = {
            name: _swapped(value, wrong, right, turn)
            for name in facts.SLOTS[:-1]
            if isinstance(value := turn.slot(name), str) and wrong in value
        }
        if changed:
            return Reading({**changed, "complaint_confirmed": None}, say=["corrected"])
        found = facts.told(turn).slots
        for name in ("complaint_phone", "complaint_time", "complaint_place", "complaint_accused"):
            if found.get(name) and turn.slot(name) and name != turn.requested:
                kept = right if name != "complaint_phone" else found[name]
                return Reading({name: kept, "complaint_confirmed": None}, say=["corrected"])
    if anew := _said_anew(turn):
        return anew
    if (amount := _amount(turn)) is not None:
        return amount
    change = phrases.SHOULD_BE.search(turn.said)
    if change:
        field_said = change.group("field") or change.group("field2") or ""
        new = (change.group("right") or change.group("right2") or "").strip()
        meant = _field(field_said)
        if meant and turn.slot(meant) is not None:
            return _changed(turn, meant, new)
    at_the_end = turn.requested == "complaint_confirmed"
    if len(turn.said) <= 16 and (
        phrases.WRONG_FIELD.search(turn.said) or (at_the_end and len(turn.said) <= 4)
    ):
        meant = _field_put_right(turn.said) if len(turn.said) > 4 else _field(turn.said)
        if (told := _value(turn, meant)) and turn.slot(meant or ""):
            return Reading({meant or "": told, "complaint_confirmed": None}, say=["corrected"])
        if meant == "complaint_identity" and facts.identity_of(turn.said):
            return None
        if meant == "complaint_representatives" and turn.slot(meant):
            draft = {**(turn.slot("complaint_draft") or {}), "people": []}
            return Reading({meant: None, "complaint_confirmed": None}, draft)
        if meant and turn.slot(meant) is not None:
            return Reading({meant: None, "complaint_confirmed": None})
    return None


def _of_phone(turn: Turn) -> Reading | None:
    """“那个号不对，我的是139…”, “这是我女儿的电话”: of the speaker's telephone and nothing else, so it is where to reach
    them and no part of the account."""
    known, asked = turn.slot("complaint_phone"), turn.requested or ""
    if known is None or asked in ("complaint_phone", "complaint_representatives"):
        return None
    if turn.slot("complaint_identity") == "anonymous" or turn.entities("role", "person", "organ", "place"):
        return None
    rest = phones.DIGITS.sub("", turn.said)
    for relation in turn.words("relation"):
        rest = rest.replace(relation, "")
    beside = phrases.substance(phrases.BESIDE_PHONE.sub("", rest))
    if not phrases.OF_PHONE.search(turn.said) or phrases.asks(turn.said) or beside >= BARE:
        return None
    if number := facts.phone_of(turn):
        changed = {"complaint_phone": number, "complaint_confirmed": None}
        return Reading(changed, say=["known_already" if number == known else "corrected"])
    if phones.DIGITS.search(turn.said):
        return Reading({"complaint_phone": None}, say=["phone_wrong"])
    if known and phones.SOMEBODYS_PHONE.search(turn.said) and not phrases.WRONG_FIELD.search(turn.said):
        return Reading({asked: None}, say=["known_already"])
    return None


def _swapped(value: str, wrong: str, right: str, turn: Turn) -> str:
    """The value with what was wrong put right: no 村 twice, and no township before another one."""
    known = facts.OF_TOWNSHIP.match(str(turn.slot("complaint_place") or ""))
    if known and facts.OF_TOWNSHIP.match(right):
        value = value.replace(f"{known[0]}{wrong}", wrong)
    last = right[-1:]
    if last in "村镇乡" and not wrong.endswith(last):
        value = value.replace(wrong + last, wrong)
    return value.replace(wrong, right)


def _of_the_same_kind(turn: Turn, swap: re.Match[str]) -> str:
    """What is right, without what is said beside it: of 不是八月，是七月停的 the month, as a month was wrong."""
    wrong, right = swap.span("wrong"), swap.span("right")
    kinds = {one.entity for one in turn.parsed.entities if wrong[0] <= one.start and one.end <= wrong[1]}
    inside = [one for one in turn.parsed.entities if right[0] <= one.start and one.end <= right[1]]
    told = next(
        (one.value for one in inside if one.entity in kinds and one.entity in ("date", "phone")), None
    )
    return told or phrases.OWNS_UP.sub("", swap.group("right")).strip()


def _said_anew(turn: Turn) -> Reading | None:
    """“不对，是双桥镇小王庄村”, “时间说错了，是前年10月”: the right value comes with the complaint about the wrong one."""
    wrong = phrases.WRONG_SAID.match(turn.said)
    if wrong is None:
        return None
    found = facts.told(turn).slots
    told = {name: value for name, value in found.items() if turn.slot(name) and value != turn.slot(name)}
    told.pop("complaint_identity", None)
    if _field(turn.said) == "complaint_name":
        if turn.slot("complaint_identity") == "anonymous":
            return Reading({turn.requested or "": None}, say=["fear_answered_anonymous"])
        told.pop("complaint_accused", None)
        if turn.slot("complaint_name") and turn.words("person"):
            told = {"complaint_name": turn.words("person")[-1]}
    if "complaint_place" in told and "complaint_accused" in told:
        told.pop("complaint_accused")
    if not told:
        return None
    account, place = str(turn.slot("complaint_narrative") or ""), turn.slot("complaint_place")
    if told.get("complaint_place") and place and place in account:
        told["complaint_narrative"] = account.replace(place, told["complaint_place"])
    return Reading({**told, "complaint_confirmed": None}, say=["corrected"])


def _amount(turn: Turn) -> Reading | None:
    """“钱数不对，应该是两千四”: the sum is put right in the account too."""
    wrong = OF_MONEY.search(turn.said)
    if wrong is None:
        return None
    told = re.split(r"(?:应该|应当|其实)?是|改成|改为", turn.said[wrong.end() :])[-1].strip(" ,，。！!")
    right = next(iter(turn.words("amount")[-1:]), told)
    if not right or len(right) > SHORT:
        return None
    draft = dict(turn.slot("complaint_draft") or {})
    before, account = str(draft.get("amount") or ""), str(turn.slot("complaint_narrative") or "")
    named = before and "、" not in before and before in account
    put_right = account.replace(before, right) if named else f"{account}\n补充：{turn.said}".strip()
    slots = {"complaint_narrative": put_right, "complaint_confirmed": None}
    return Reading(slots, {**draft, "amount": right}, ["corrected"])


def _changed(turn: Turn, name: str, right: str) -> Reading:
    found = facts.told(turn).slots.get(name)
    if name == "complaint_phone":
        return Reading({name: found, "complaint_confirmed": None}, say=["corrected"] if found else [])
    if name == "complaint_identity":
        return Reading({name: found, "complaint_confirmed": None})
    return Reading({name: right, "complaint_confirmed": None}, say=["corrected"])


def _value(turn: Turn, name: str | None) -> str | None:
    """What the words that put this right give in its place, where it is a name, a number, a place or a time."""
    if name == "complaint_name":
        return next(iter(turn.words("person")), None) or names.name_alone(turn.said)
    if name in ("complaint_phone", "complaint_place", "complaint_time"):
        found = facts.told(turn).slots.get(name)
        return found if found != turn.slot(name) else None
    return None


def _field_put_right(text: str) -> str | None:
    """The field named beside the word that it is wrong: 名字也改一下, but not 村里的人换了."""
    wrong, near = phrases.WRONG_FIELD.pattern, r"[^,，。;；\s]{0,4}"
    return next(
        (
            name
            for name, words in phrases.FIELDS
            if re.search(rf"({words.pattern}){near}({wrong})|({wrong}){near}({words.pattern})", text)
        ),
        None,
    )


def _field(text: str) -> str | None:
    return next((name for name, words in phrases.FIELDS if words.search(text)), None)
