"""Whether a reply says that the household is registered in this county."""

import re
from collections.abc import Mapping
from typing import Any

from actions.turn import Turn
from knowledge.answering import Library

AT_HOME = re.compile(r"^在(的|这儿?|这里|本县|这边|的?县里)?[啊呢吧嘛]*[。!！~]*$")
"""A bare yes to where the household is registered, which by itself would greet: 在, 在的."""
NAMES_PLACE = re.compile(r"^(我们?|俺|他|她)?(户口)?在[一-鿿]{2,10}[。!！]*$")
"""Where it is, by a name that may be taken for a greeting as well: 在武汉."""
_CLAUSES = re.compile(r"[,，。；;！!？?\s]+")
_YES = re.compile(
    r"^(我们?|俺们?|他|她)?(户口|户籍)?(都|就|也)?(在|是|对|嗯|恩|有|没错|yes)+"
    r"(的|啊|呢|呀|哦|嘛|吧|这儿?|这里|这边|本地|县里|县城|城里|村里|农村|镇上|乡下|老家)*$"
)
_HERE = re.compile(r"(?<!不)(在|是)(本|这|我们|咱|当地|你们)|(?<!不是)(?<!不在)(本县|本地)")
_ELSEWHERE = re.compile(
    r"别的?县|外(县|地|省|市)|(其他|其它|隔壁|邻)的?县|不(在|是)(的|本|这|我们|咱|你们|当地|这边|这里)|(户口|户籍)不在"
    r"|(在|是)[一-鿿]{2,8}(?<![这那一本全])[县市旗省州](的|人)*$"
)
_NO = re.compile(r"^(没有?|不是?|不在|否|no)(的|了|啊|呢|哦)*$")
_AT_WORK = re.compile(r"打工|务工|上班|干活|做工|读书|上学|住院|看病")
"""Where somebody works is not where they are registered."""
_SOMEWHERE = re.compile(r"^(我们?|俺们?|他|她)?(户口|户籍)?(在|是)(?P<where>[一-鿿]{2,10})$")
_LOCAL = re.compile(r"(村|组|镇|乡|屯|湾|庄|沟|坪|塘|社区|街道|街|路|小区|队|寨)(里|上|的|人)*$")
"""What a village or street of this county that is on no list may be called."""


def named(library: Library, turn: Turn) -> str | None:
    """This county, where it or a township or village of it was named in the talk, in words or in a form; None where it was
    not, another was named after it, or an answer was given for a place already."""
    if (turn.slot("last_answer") or {}).get("region"):
        return None
    told = [
        turn.slot("complaint_place"),
        turn.slot("note_place"),
        (turn.slot("estimate_talk") or {}).get("place"),
    ]
    words = [one.parsed.text for one in (turn.talk or turn.earlier)]
    for text in [*reversed(words), *filter(None, told)]:
        if place := library.where(str(text)):
            return place.path if library.at_home(place) else None
    return None


def asked(context: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was said before no more than where somebody lives, and whether they were asked."""
    return {key: context[key] for key in ("region", "region_asked") if context.get(key)}


def registered_here(said: str, library: Library) -> bool | None:
    """True here, False in another county, None where it is not said."""
    for clause in _about(said):
        county = library.figures.county_name
        names_us = re.search(rf"(?P<no>不)?(在|是)?{county[:-1]}", clause)
        if names_us or _HERE.search(clause):
            return not (names_us and names_us["no"])
        if not _AT_WORK.search(clause) and (_ELSEWHERE.search(clause) or _NO.match(clause)):
            return False
        if (place := library.where(clause)) is not None:
            return library.at_home(place)
        if _YES.match(clause):
            return True
    return None


def names_another(said: str) -> bool:
    """Whether a place is named that is on no list and could be no village of the county: 在武汉."""
    found = _SOMEWHERE.match(_CLAUSES.split(said.strip())[0])
    return found is not None and not _LOCAL.search(found["where"])


def left_us(said: str) -> bool:
    """Whether it is said in passing, later on, that the household is registered in another county."""
    return (
        re.search(
            r"(户口|户籍)[^,，。]{0,3}(不在(本|这|你们)|在(别的?县|外(县|省|地)|隔壁))|^(我们?|他|她)?(是|在)?(别的县|外县|外省|外地)(的|人)*[。!！]*$",
            said,
        )
        is not None
    )


def _about(said: str) -> list[str]:
    """The clauses that speak of the register of a place, and the first."""
    clauses = [part for part in _CLAUSES.split(said.strip()) if part]
    registered = [part for part in clauses if re.search(r"户口|户籍", part)]
    return [*registered, *clauses[:1]]
