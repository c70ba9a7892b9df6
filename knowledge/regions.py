"""Where somebody lives, as far as it decides which rules apply: `省/市/县[/乡镇]`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.words import plain

_PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
]
_CITIES = re.compile(
    f"({'|'.join((Path(__file__).parent / 'cities.txt').read_text('utf-8').split())})(?![一-鿿]?[村镇乡街路巷屯组社])"
)
"""Cities with districts or counties of their own (行政区划代码, GB/T 2260), but those whose name is an everyday word."""
_AT_WORK = re.compile("(在|去|到|回).{0,4}(打工|务工|上班|干活|做工|读书|上学|住院|看病|旅游)")
"""Where somebody works or studies is not where they are registered."""
_KIN_THERE = re.compile(
    "(?:儿子|儿媳妇?|女儿|闺女|姑娘|女婿|孙子|孙女|外孙|哥哥?|弟弟?|姐姐?|妹妹?|[老大小]儿)"
    "[^,。;他她]{0,4}(?:在|嫁|住|去了|搬)[^,。;!?]{1,12}?(?:[,。;!?]+|了,?)(?=.)(?!.*(?:那边|那里|那儿|当地|[他她]))"
)
"""Where a child, a brother or a sister lives is not where the asker does, unless it is asked of them or of there."""
_NEXT_DOOR = re.compile("(?:隔壁|邻近|相邻|邻|旁边)的?((?:[\u4e00-\u9fff]{2,3})?[县市旗])(?![里城场长民政])")
"""A county next door, named or not: its rules are not ours."""
_NEXT_DOOR_IN_SHORT = re.compile(
    "(?:隔壁|邻近|相邻)的?([\u4e00-\u9fff]{2})(?<![家村组镇乡])(?=那边|(?:的|低保|特困|五保|救助){1,3}(?:标准|政策))"
)
"""The same by its name alone, where its standard or policy is spoken of."""
_NEIGHBOURING = re.compile("(?:隔壁|邻近|相邻|旁边)的?$")
_ENDINGS = ("自治区", "街道", "省", "市", "县", "区", "旗", "镇", "乡")
_COUNTY_ENDINGS = ("县", "市", "区", "旗")
_NOT_NAMES = frozenset(
    [
        "小区",
        "社区",
        "地区",
        "城区",
        "郊区",
        "山区",
        "灾区",
        "辖区",
        "景区",
        "园区",
        "新区",
        "老区",
        "库区",
        "牧区",
        "片区",
        "市区",
        "县区",
        "城市",
        "本市",
        "全市",
        "设区市",
        "外市",
        "各市",
        "门市",
        "超市",
        "夜市",
        "菜市",
        "都市",
        "上市",
        "本县",
        "全县",
        "外县",
        "各县",
        "哪个县",
        "你们县",
        "我们县",
        "我县",
        "县",
        "市",
        "区",
        "旗",
        "本区",
        "我区",
        "我市",
        "他县",
        "别的县",
        "哪县",
        "红旗",
        "国旗",
        "开发区",
        "自治县",
        "自治区",
        "街区",
        "校区",
        "厂区",
        "林区",
        "农区",
        "矿区",
        "乡镇区",
    ]
)


@dataclass(frozen=True)
class Place:
    """An area named by somebody: `path` if it is one we have documents or figures for, else None."""

    name: str
    path: str | None


class Regions:
    """The areas that the corpus and the county know, by all their names."""

    def __init__(self, paths: Iterable[str], home: str, parts: Iterable[str] = ()) -> None:
        """`parts`: the townships and villages of the home county."""
        self.home = home
        names = sorted((re.escape(plain(part)) for part in parts), key=len, reverse=True)
        self._parts = re.compile(f"(?:{'|'.join(names)})+") if names else None
        self._paths: dict[str, str] = {}
        for path in (*paths, home):
            steps = path.split("/")
            for depth in range(1, len(steps) + 1):
                name = steps[depth - 1]
                for said in {name, _short(name)}:
                    if len(said) >= 2:
                        self._paths.setdefault(said, "/".join(steps[:depth]))

    def named(self, text: str, pieces: Iterable[str] = ()) -> Place | None:
        """The most precise area a text names, or another county that it names, or the home county by a part of it, or
        None.

        `pieces` are the text's words: a county that we know nothing of is told from them.
        """
        whole = plain(text)
        text = _KIN_THERE.sub("", whole)
        known = [(path.count("/"), name, path) for name, path in self._paths.items() if name in text]
        if known:
            _, name, path = max(known)
            return Place(name, path)
        if found := _NEXT_DOOR.search(text) or _NEXT_DOOR_IN_SHORT.search(text):
            return Place(found[1] if len(found[1]) > 1 else f"隔壁{found[1]}", None)
        province = next((name for name in _PROVINCES if name in text and name not in self.home), None)
        city = _CITIES.search(text)
        elsewhere = province or (city[1] if city and city[1] not in self.home else None)
        if elsewhere and not _AT_WORK.search(text):
            return Place(elsewhere, None)
        for piece in pieces:
            if (
                len(piece) >= 2
                and (text == whole or piece in text)
                and piece.endswith(_COUNTY_ENDINGS)
                and piece not in _NOT_NAMES
            ):
                return Place(piece.rpartition("/")[2], None)
        part = self._parts.search(whole) if self._parts else None
        return Place(part[0], self.home) if part else None


def without(text: str, place: Place) -> str:
    """The text without the place that it names, nor the words that say that it is next door."""
    before, name, after = text.partition(place.name)
    return (_NEIGHBOURING.sub("", before) if name else before) + after


def within(place: str | None, area: str | None) -> bool:
    """Whether a place lies in an area; everything lies in no area at all, which is the whole country."""
    if area is None:
        return True
    return place is not None and (place == area or place.startswith(f"{area}/"))


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name
