"""Who brings a complaint together with the speaker: each named one by one, at most five in all."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from actions.complaint import names, phones, yes_no
from actions.turn import Turn
from casework.people.identity import mask_name
from casework.petitions.representatives import MOST
from understanding import blamed

ANSWERED = "answered"
"""The slot's value once the question was answered."""

NOBODY_ELSE = re.compile(
    r"^(没有?|没|无)(了|别人|其他人?|旁人)*[。!！,，]*$|就我|只有我|我一个|我自己|就(这些|他们|这几|这样)|"
    r"不(用|必|想|愿意?|方便|留|说|写)|说?完了|齐了|够了"
)
ADDED = re.compile(r"^(还有|另外|再(有|加)|加上|跟我一起的?|和我一起的?|一起的|其他)")
"""Words with which more people are named."""
PARTS = re.compile(r"[、,，;；。.\n]+|还有|(?<=[一-鿿])和(?=[一-鿿])|跟|以及|\s(?=[一-鿿])")
AROUND = re.compile(
    r"^(我们|代表|其他|另外|还有|是|有|叫|推选|选|让)+|(家|没(有)?(电话|手机)|的?(电话|手机|号码)(是|：|:)?|做?代表|老乡|，|：|:|是)+$"
)
NO_SURNAME = frozenset("就这那不没我你他她它咱俺还都也只")
NAME = re.compile(r"^[一-鿿·]{2,4}$")


def needed(slots: Mapping[str, Any]) -> bool:
    """Whether others are to be asked for: several complain together, and not without names."""
    draft = slots.get("complaint_draft") or {}
    return int(draft.get("headcount") or 1) > 1 and slots.get("complaint_identity") not in (None, "anonymous")


def heard(turn: Turn, *, alone: bool = False) -> list[dict[str, str]]:
    """Names with telephones as the answer gives them, in its order; `alone` where only a name with nothing told of it is
    one."""
    people: list[dict[str, str]] = []
    for part in PARTS.split(turn.said):
        number = phones.PHONE.search(part)
        words = re.sub(r"[\d\s（）()：:-]+", "", part)
        bare = _bare(words)
        name = bare if bare and names.plausible(bare) else None
        if not alone:
            name = name or next((one for one in turn.words("person") if one in words), None) or bare
        phone = re.sub(r"\D", "", number.group(1)) if number else ""
        if name:
            people.append({"name": name, "phone": phone})
        elif phone and people and not people[-1]["phone"]:
            people[-1]["phone"] = phone
    return people


def spoken_for(slots: Mapping[str, Any]) -> str:
    """The relative, as said, for whom it is complained; empty where nobody but the speaker is meant."""
    draft = slots.get("complaint_draft") or {}
    relation, told = str(draft.get("relation") or ""), str(slots.get("complaint_narrative") or "")
    if not relation:
        return ""
    theirs = draft.get("relation_name") or _is_theirs(relation, told, slots.get("complaint_category"))
    return relation if theirs else ""


def _is_theirs(relation: str, told: str, category: str | None) -> bool:
    """Whether the assistance told of is this relative's, or they are spoken for: 我妈的低保, 替我妈; not the relative of
    somebody else, who is complained of, nor one for whom the speaker only went where they were ill treated."""
    who = re.escape(relation)
    if re.search(rf"[替帮代]{who}[^,，。;；\s]{{0,4}}(反映|投诉|举报|检举|告|说|问|报)", told):
        return True
    if category in ("favoritism", "wrongly_covered") and not re.search(
        rf"[我俺咱额](们)?(家)?(的)?{who}", told
    ):
        return False
    assistance = "低保|补[贴助]|津贴|特困|五保|救助|高龄|护理|养老|钱|卡|折|申请"
    own = rf"[我俺咱额](们)?(家)?(的)?{who}"
    if category != "attitude" and re.search(
        rf"{own}[^。;；]{{0,12}}[,，\s][^。;；]{{0,10}}[他她]的?({assistance})|{own}[^,，。;；\s支书会计]{{0,6}}[,，\s]*[^,，。;；\s我俺他她]{{0,3}}({assistance})[^,，。;；\s]{{0,6}}没",
        told,
    ):
        return True
    if re.search(rf"(他|她|人家|支书|会计|主任|书记|队长)(家)?的?{who}", told):
        return False
    if category == "attitude":
        return (
            re.search(
                rf"{who}[^,，。;；\s]{{0,10}}(被|挨)|{own}[^。;；]{{0,24}}(骂|吼|凶|训|推|打)(了)?[他她]",
                told,
            )
            is not None
        )
    return (
        re.search(rf"[替帮代]{who}|(?<!有){who}(?!就|也|都)(家)?的?[^,，。;；\s]{{0,4}}({assistance})", told)
        is not None
    )


LISTS = re.compile(r"[户家](?!里)|另外|还有|一起|联名|领头|牵头|代表")
"""Words with which those who complain together are told one by one."""
WITNESSES = re.compile(r"看见|看到|听见|听到|作证|证明|在场")


def listed(turn: Turn, own: Iterable[str]) -> list[dict[str, str]]:
    """Those named as complaining with the speaker, in words that tell of several households or people and of no post."""
    draft = turn.slot("complaint_draft") or {}
    if not draft.get("headcount") or not LISTS.search(turn.said) or re.search(blamed.POSTS, turn.said):
        return []
    if WITNESSES.search(turn.said):
        return []
    mine = set(own)
    return [
        one for one in heard(turn, alone=True) if names.plausible(one["name"]) and one["name"] not in mine
    ]


def joined(known: Iterable[Mapping[str, str]], more: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Both lists with each name once, as many as may stand beside the speaker."""
    people = {one["name"]: dict(one) for one in known}
    for one in more:
        people[one["name"]] = {
            **people.get(one["name"], {}),
            **{key: value for key, value in one.items() if value},
        }
        people[one["name"]].setdefault("phone", "")
    return list(people.values())[: MOST - 1]


def wanted(draft: Mapping[str, Any]) -> int:
    """How many others there can be."""
    return min(int(draft.get("headcount") or 1), MOST) - 1


def masked(people: Iterable[Mapping[str, str]]) -> str:
    return "、".join(mask_name(one["name"]) for one in people)


def _bare(words: str) -> str | None:
    name = AROUND.sub("", AROUND.sub("", words.strip()))
    return (
        name
        if NAME.match(name)
        and not names.NO_NAME.match(name)
        and not NOBODY_ELSE.search(name)
        and not yes_no.UNKNOWN.match(name)
        and name[0] not in NO_SURNAME
        else None
    )
