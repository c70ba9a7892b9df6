"""The names of private persons in what is read back: others may look on. Who holds a post stands as said, and the record
keeps every name whole."""

import re
from collections.abc import Mapping
from typing import Any

from actions.complaint import names
from casework.people.identity import mask_name
from casework.petitions import accused
from understanding import blamed
from understanding.surnames import NAME

KIN = (
    "老伴|丈夫|妻子|爱人|老公|老婆|男人|媳妇|婆娘|父亲|母亲|爸|妈|爹|娘|公公|婆婆|爷爷?|奶奶?|外公|外婆|姥姥|姥爷"
    "|哥|弟|姐|妹|儿子|女儿|闺女|女婿|孙子|孙女|叔|伯|舅|姑|姨|婶|侄子?|侄女|外甥女?|嫂|邻居|户主|老汉|老太太?|老人"
)
NAMED = re.compile(
    rf"(?:叫做?|名叫|名字[是叫]|大名|{KIN})[\s:：]*(?P<name>{NAME})"
    r"(?=[^一-鿿·]|$|今年|现年|家|的|是|在|有|吃|领|拿|得|前年|去年|早|都|就|也|已|死|没|病|残|瘫|被|摔|住院|中风|[六七八九]十)"
)
"""Somebody is told of by name behind who they are to somebody, or behind 叫."""
NOTE = "名字在这里遮着念，登记的是您说的全名。"


def private(slots: Mapping[str, Any]) -> list[str]:
    """The names in the complaint of persons without a post, the longest first, the speaker's own among them."""
    draft = slots.get("complaint_draft") or {}
    own = str(slots.get("complaint_name") or "")
    known = [
        own,
        str(draft.get("relation_name") or ""),
        *(str(one["name"]) for one in draft.get("people") or []),
    ]
    return sorted({name for name in [*known, *others(slots)] if len(name) > 1}, key=len, reverse=True)


def others(slots: Mapping[str, Any]) -> list[str]:
    """Those of them who are told of in the account or complained of."""
    told = str(slots.get("complaint_narrative") or "")
    blamed_for_it = accused.read(str(slots.get("complaint_accused") or ""))
    found = [said["name"] for said in NAMED.finditer(told)]
    found += [one.name for one in blamed_for_it if one.name and not one.role]
    in_office = {one.name for one in blamed_for_it if one.role and one.name}
    return [
        name
        for name in dict.fromkeys(found)
        if names.plausible(name) and name not in in_office and not _holds_post(told, name)
    ]


def masked(text: str, hidden: list[str]) -> str:
    """The text with each of these names as its first sign: 张**."""
    for name in hidden:
        text = text.replace(name, mask_name(name))
    return text


def _holds_post(told: str, name: str) -> bool:
    beside = any(
        blamed.POST_BEFORE.search(told[: said.start()]) or blamed.POST_BEHIND.match(told, said.end())
        for said in re.finditer(re.escape(name), told)
    )
    return beside or blamed.holds_post(told, name)
