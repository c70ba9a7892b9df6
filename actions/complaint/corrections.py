"""What was told wrong and is put right, at any time."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from actions.complaint import facts, names, phones, phrases, places, times
from actions.complaint.reading import BARE, SHORT, Reading
from actions.turn import Turn
from understanding import blamed

OF_MONEY = re.compile(
    r"""
      (钱数?|数额|金额|数目|多少钱)[^,，。;；\s]{0,4}(错了?|不对|不准|改)
    | (说|打|写|记)错[^,，。]{0,3}(钱数?|数额|金额)
    """,
    re.VERBOSE,
)
"""The sum is said to have been wrong."""
CORRECTION = re.compile(
    r"""
    (?<!是)不是\s*(?P<wrong>[^,，。;；是\s][^,，。;；是]{0,19}?)[,，。;； ]*
    ([我俺额]?(刚|又|才)?(想起来|记起来|翻|看|查|问|想)[^,，。;；\s是]{0,6}[,，。;； ]*)?
    (而|应该|应当|其实)?(?<![还或])是
    (?P<right>[^,，。;；!！?？]{1,30})
    """,
    re.VERBOSE,
)
"""What was wrong, and what is right: 不是张家庄，是李家庄."""
CORRECTION_BEHIND = re.compile(
    r"""
    (?P<wrong>[^,，。;；!！?？\s]{2,12})不是[\s,，。]+(而|应该|应当|其实)?是
    (?P<right>[^,，。;；!！?？]{1,30})
    """,
    re.VERBOSE,
)
"""What was wrong stands in front: 会计不是 是文书."""
CORRECTION_TURNED = re.compile(
    r"""
    (^|[,，。;；\s])(应该|应当|其实|我说的)?是(?P<right>[^,，。;；是\s]{1,20}?)
    [,，。;；\s]*(而)?不是(?P<wrong>[^,，。;；!！?？\s]{1,20})
    """,
    re.VERBOSE,
)
"""What is right, and what was wrong behind it: 是低保，不是危房补助."""
SHOULD_BE = re.compile(
    r"""
      (?P<field>[^,，。;； ]{0,6}?)(应该|应当|其实)是(?P<right>[^,，。;；!！?？]{1,30})
    | (?P<field2>[^,，。;； ]{1,8}?)(改成|改为|换成|更正为)
      (?P<right2>[^,，。;；!！?？]{1,30})
    """,
    re.VERBOSE,
)
"""What is right, behind what it belongs to: 地点改成李家庄."""
WRONG_FIELD = re.compile(r"错|不对|改|换|更正|重新说|有误|不准")
"""Something is wrong or to be changed. Part of another pattern, so not verbose."""


def correction(turn: Turn) -> Reading | None:
    """“不是张家庄，是李家庄”, “地点改成李家庄”, “电话错了”."""
    if turn.requested == "complaint_narrative":
        return None
    if of_phone := _of_phone(turn) or _phone_anew(turn):
        return of_phone
    swap = (
        CORRECTION.search(turn.said)
        or CORRECTION_TURNED.search(turn.said)
        or CORRECTION_BEHIND.search(turn.said)
    )
    if swap:
        wrong, right = swap.group("wrong").strip(), _of_the_same_kind(turn, swap)
        right = _with_the_counted(wrong, right)
        changed = {
            name: _swapped(value, wrong, right, turn)
            for name in facts.SLOTS[:-1]
            if isinstance(value := turn.slot(name), str) and wrong in value and name != "complaint_phone"
        }
        changed = changed or _counted_anew(turn, wrong, right)
        if changed:
            account = changed.get("complaint_narrative") or str(turn.slot("complaint_narrative") or "")
            if more := _said_behind(turn, swap, right):
                changed["complaint_narrative"] = f"{account}\n补充：{more}".strip()
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
    change = SHOULD_BE.search(turn.said)
    if change:
        field_said = change.group("field") or change.group("field2") or ""
        new = (change.group("right") or change.group("right2") or "").strip()
        meant = _field(field_said)
        if meant and turn.slot(meant) is not None:
            return _changed(turn, meant, new)
    at_the_end = turn.requested == "complaint_confirmed"
    if len(turn.said) <= 16 and (WRONG_FIELD.search(turn.said) or (at_the_end and len(turn.said) <= 4)):
        meant = _field_put_right(turn.said) if len(turn.said) > 4 else _field(turn.said)
        skipped = meant in facts.OPTIONAL and turn.slot(meant or "") == ""
        if (told := _value(turn, meant)) and (skipped or turn.slot(meant or "")):
            return Reading({meant or "": told, "complaint_confirmed": None}, say=["corrected"])
        if meant == "complaint_identity" and facts.identity_of(turn.said):
            return None
        if meant == "complaint_representatives" and turn.slot(meant):
            draft = {**(turn.slot("complaint_draft") or {}), "people": []}
            return Reading({meant: None, "complaint_confirmed": None}, draft)
        if meant and turn.slot(meant) is not None:
            return Reading({meant: None, "complaint_confirmed": None})
    return None


OF_PHONE = re.compile(r"电话|手机|号|打|联系|(我|俺|自己|本人)的")
"""The speaker's telephone is spoken of."""
BESIDE_PHONE = re.compile(
    r"""
      刚才|刚刚|前面|上面
    | [那这]个?
    | 错|不对|不是|有误|位|空号|停机|欠费|打不通|不通
    | 不用了?|换|成|改|为|应该|其实|才|留|写|记|发|给
    | 填|用|打|联系|自己|本人|家|别|就|再|电话|手机
    | 号|码|接|才能|能|可以|也|通|一|新
    """,
    re.VERBOSE,
)
"""What is said beside the speaker's telephone, and tells nothing of the matter."""


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
    beside = phrases.substance(BESIDE_PHONE.sub("", rest))
    if not OF_PHONE.search(turn.said) or phrases.asks(turn.said) or beside >= BARE:
        return None
    if number := facts.phone_of(turn):
        changed = {"complaint_phone": number, "complaint_confirmed": None}
        return Reading(changed, say=["known_already" if number == known else "corrected"])
    if phones.DIGITS.search(turn.said):
        return Reading({"complaint_phone": None}, say=["phone_wrong"])
    if known and phones.SOMEBODYS_PHONE.search(turn.said) and not WRONG_FIELD.search(turn.said):
        return Reading({asked: None}, say=["known_already"])
    return None


PHONE_PUT_RIGHT = re.compile(
    r"电话|手机|号码|联系方式|尾号|末尾|末位|[后前末][面边头]?[一二两三四\d]?[位个]?"
)
OTHER_DIGITS = re.compile(
    r"不是\s*(?P<wrong>\d{1,11})[\s,，。号的]*(而|应该|应当|其实)?是\s*(?P<right>\d{1,11})(?!\d)"
)
"""Digits of a number put right: 尾号不是13，是31."""


def _phone_anew(turn: Turn) -> Reading | None:
    """“电话说错了，末尾不是13 是31 138…”: the whole number told stands, else the one known with these digits put right."""
    known = str(turn.slot("complaint_phone") or "")
    digits = OTHER_DIGITS.search(turn.said)
    if not known or turn.requested == "complaint_phone" or not (digits or WRONG_FIELD.search(turn.said)):
        return None
    number = facts.phone_of(turn) if phones.MOBILE.search(turn.said) else None
    if number is None and digits and PHONE_PUT_RIGHT.search(turn.said):
        wrong, right = digits["wrong"], digits["right"]
        if (
            len(wrong) == len(right)
            and known.count(wrong)
            and (known.endswith(wrong) or known.count(wrong) == 1)
        ):
            head, _, tail = known.rpartition(wrong)
            number = head + right + tail
    if not number or number == known or not PHONE_PUT_RIGHT.search(turn.said):
        return None
    return Reading({"complaint_phone": number, "complaint_confirmed": None}, say=["corrected"])


def _swapped(value: str, wrong: str, right: str, turn: Turn) -> str:
    """The value with what was wrong put right: no 村 twice, and no township before another one."""
    known = places.OF_TOWNSHIP.match(str(turn.slot("complaint_place") or ""))
    if known and places.OF_TOWNSHIP.match(right):
        value = value.replace(f"{known[0]}{wrong}", wrong)
    for size in range(len(right) - 1, 0, -1):
        if wrong + right[-size:] in value:
            return value.replace(wrong + right[-size:], right)
    last = right[-1:]
    if last in "村镇乡" and not wrong.endswith(last):
        value = value.replace(wrong + last, wrong)
    return value.replace(wrong, right)


COUNT = re.compile(r"(?P<number>[一二两三四五六七八九十百千万半\d]+)(?P<unit>[个口户块元人次张月年号天里]?)")
"""A number with what it counts: 四个｜人."""


def _with_the_counted(wrong: str, right: str) -> str:
    """The right number with what it counts, where only the wrong one has it: 四个人, 三个."""
    before, now = COUNT.match(wrong), COUNT.fullmatch(right)
    same = before and now and before["unit"] == now["unit"]
    return right + wrong[before.end() :] if before and same else right


def _counted_anew(turn: Turn, wrong: str, right: str) -> dict[str, str]:
    """The account with a number put right that it tells once: 不是批的四个人，是三个."""
    account = str(turn.slot("complaint_narrative") or "")
    before, now = [*COUNT.finditer(wrong)][-1:], COUNT.search(right)
    if not before or now is None:
        return {}
    said = before[0].group()
    if account.count(said) != 1 or (now["unit"] and now["unit"] != before[0]["unit"]):
        return {}
    return {"complaint_narrative": account.replace(said, now["number"] + before[0]["unit"])}


OWNS_UP = re.compile(r"[\s,，]*(我|俺)?(刚才|刚刚)?(说|打|写|记|搞|弄)错了[^\d]*$")
"""That one was mistaken, said behind what is right."""


def _of_the_same_kind(turn: Turn, swap: re.Match[str]) -> str:
    """What is right, without what is said beside it: of 不是八月，是七月停的 the month, as a month was wrong."""
    wrong, right = swap.span("wrong"), swap.span("right")
    kinds = {one.entity for one in turn.parsed.entities if wrong[0] <= one.start and one.end <= wrong[1]}
    inside = [one for one in turn.parsed.entities if right[0] <= one.start and one.end <= right[1]]
    told = next(
        (one.value for one in inside if one.entity in kinds and one.entity in ("date", "phone")), None
    )
    if told:
        return told
    first, *others = OWNS_UP.sub("", swap.group("right")).split() or [""]
    return "".join([first, *takewhile(turn.words("place").__contains__, others)])


def _said_behind(turn: Turn, swap: re.Match[str], right: str) -> str:
    """What is told behind what is right, where it tells something: 不是会计 是文书 姓啥我记不清."""
    at = turn.said.find(right, swap.start("right"))
    more = (
        OWNS_UP.sub("", turn.said[at + len(right) :]).strip(" ,，。;；!！")
        if at > swap.start("wrong")
        else ""
    )
    return more if phrases.substance(more) >= BARE else ""


WRONG_SAID = re.compile(
    r"""
    ^((哎|唉|诶|啊|哦|噢|呀|哟|等一?下|等等)+[\s,，]*)?((你)?[看瞧])?(我|俺)?(刚才|前面)?(的)?
    (
        不对|改一?下|错了|不是
      | (
            时间|地点|地方|电话|手机|手机号|号码|名字|姓名
          | 日期|单位|人
        )(我)?(刚才)?(说|写|打|给|记|弄|搞)?(的)?(错了?|不对)
      | (说|写|打|记|弄|搞)错了
    )
    """,
    re.VERBOSE,
)
"""A message begins with what was said wrong: 时间说错了，是前年10月."""


def _said_anew(turn: Turn) -> Reading | None:
    """“不对，是双桥镇小王庄村”, “时间说错了，是前年10月”: the right value comes with the complaint about the wrong one."""
    wrong = WRONG_SAID.match(turn.said)
    if wrong is None:
        return None
    found = facts.told(turn).slots
    told = {name: value for name, value in found.items() if turn.slot(name) and value != turn.slot(name)}
    told.pop("complaint_identity", None)
    if told.get("complaint_time"):
        told["complaint_time"] = _time_put_right(str(turn.slot("complaint_time")), told["complaint_time"])
    if renamed := _renamed(turn):
        return Reading({**renamed, "complaint_confirmed": None}, say=["corrected"])
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
    if place and "、" in told.get("complaint_place", ""):
        told["complaint_place"] = _without(told["complaint_place"], place)
    if told.get("complaint_place") and place and place in account:
        told["complaint_narrative"] = account.replace(place, told["complaint_place"])
    return Reading({**told, "complaint_confirmed": None}, say=["corrected"])


def _time_put_right(known: str, right: str) -> str:
    """Of several times told the one that begins like the right one gives way, the longest of them; a single one altogether."""
    parts = known.split("、")
    like = [one for one in parts if one[:2] == right[:2]]
    if len(parts) == 1 or not like:
        return times.with_the_year(known, right)
    wrong = max(like, key=len)
    return "、".join(right if one == wrong else one for one in parts)


def _renamed(turn: Turn) -> dict[str, str]:
    """A name put right by itself: the one told before that is like it gives way, the speaker's own first."""
    name = names.put_right(turn.said)
    if name is None:
        return {}
    own = str(turn.slot("complaint_name") or "")
    if own and set(own) & set(name):
        return {"complaint_name": name}
    accused = str(turn.slot("complaint_accused") or "")
    like = next(
        (one for one in accused.split("、") if name[0] in one and len(set(one) & set(name)) > 1), None
    )
    post = re.match(rf"[一-鿿]{{0,3}}?{blamed.POSTS}", like) if like else None
    return {"complaint_accused": accused.replace(like, (post[0] if post else "") + name)} if like else {}


def in_account(turn: Turn, told: Mapping[str, Any]) -> str | None:
    """The account with what was put right put right in it too; None where nothing of it stands there."""
    account = before = str(turn.slot("complaint_narrative") or "")
    for name in (
        "complaint_name",
        "complaint_phone",
        "complaint_place",
        "complaint_time",
        "complaint_accused",
    ):
        known, now = turn.slot(name), told.get(name)
        if known and now and known != now and str(known) in account and str(now) not in account:
            account = account.replace(str(known), str(now))
    return account if account != before else None


def _without(said: str, wrong: str) -> str:
    """The places said, without the village that was wrong: 不对，我嫁到李家庄，我哥在张家庄."""
    township = places.OF_TOWNSHIP.match(said)
    whole = township[0] if township else ""
    kept = [one for one in said[len(whole) :].split("、") if one not in wrong]
    return whole + "、".join(kept) if kept else said


def _amount(turn: Turn) -> Reading | None:
    """“钱数不对，应该是两千四”, “不对，是三百八”: the sum told last is put right, in the account too."""
    wrong = OF_MONEY.search(turn.said) or _only_a_sum(turn)
    if wrong is None:
        return None
    if len(turn.words("amount")) > 1 and not re.search(r"不是[^,，。]{1,10}是|[写记说打]成", turn.said):
        return None
    told = re.split(r"(?:应该|应当|其实)?是|改成|改为", turn.said[wrong.end() :])[-1].strip(" ,，。！!")
    right = next(iter(turn.words("amount")[-1:]), told)
    if not right or len(right) > SHORT:
        return None
    draft = dict(turn.slot("complaint_draft") or {})
    *others, before = str(draft.get("amount") or "").split("、")
    account = str(turn.slot("complaint_narrative") or "")
    named = before and before in account
    put_right = account.replace(before, right) if named else f"{account}\n补充：{turn.said}".strip()
    slots = {"complaint_narrative": put_right, "complaint_confirmed": None}
    return Reading(slots, {**draft, "amount": "、".join([*others, right])}, ["corrected"])


def _only_a_sum(turn: Turn) -> re.Match[str] | None:
    """The words that it was wrong, where a sum and nothing else is told with them."""
    told = facts.told(turn)
    only = told.draft.get("amount") and not told.slots.keys() - {"complaint_narrative"}
    known = (turn.slot("complaint_draft") or {}).get("amount")
    return WRONG_SAID.match(turn.said) if only and known and len(turn.said) <= SHORT + 6 else None


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
        if found and name == "complaint_time":
            found = times.with_the_year(str(turn.slot(name)), found)
        return found if found != turn.slot(name) else None
    return None


FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("complaint_phone", re.compile(r"电话|手机|号码|联系方式")),
    ("complaint_representatives", re.compile(r"代表|一起(反映|投诉)?的人?")),
    ("complaint_name", re.compile(r"我的?名字|姓名|我叫|名字")),
    ("complaint_identity", re.compile(r"实名|匿名|保密|身份")),
    ("complaint_place", re.compile(r"地点|地方|地址|村|镇|乡|街道|社区|庄")),
    ("complaint_accused", re.compile(r"涉及|反映的?人|被反映|单位|那个人|对象")),
    ("complaint_time", re.compile(r"时间|日期|时候|哪天|月份")),
    ("complaint_narrative", re.compile(r"事情|经过|内容|情况|说法")),
)
"""How what can be put right is named; the first that fits is meant. Parts of other patterns, so not verbose."""


def _field_put_right(text: str) -> str | None:
    """The field named beside the word that it is wrong: 名字也改一下, but not 村里的人换了."""
    wrong, near = WRONG_FIELD.pattern, r"[^,，。;；\s]{0,4}"
    return next(
        (
            name
            for name, words in FIELDS
            if re.search(rf"({words.pattern}){near}({wrong})|({wrong}){near}({words.pattern})", text)
        ),
        None,
    )


def _field(text: str) -> str | None:
    return next((name for name, words in FIELDS if words.search(text)), None)
