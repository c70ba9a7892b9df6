"""More examples for the tagger: the same sentences with other people's names and other places, by a fixed seed.

Names are the one thing that training data can never list; on sentences kept out, this finds more of them
(`python -m huiyin_nlu.folds`).
"""

from __future__ import annotations

import random

from huiyin_nlu.lexicon import OWN, lexicon

Row = tuple[str, list[tuple[int, int, str]]]
COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
DOUBLE = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "令狐", "端木", "宇文", "鲜于", "呼延", "濮阳", "司徒", "公孙", "慕容", "尉迟", "夏侯")
CALLED = (
    "姐",
    "哥",
    "大哥",
    "大姐",
    "阿姨",
    "大爷",
    "大娘",
    "大妈",
    "老太",
    "老汉",
    "婆婆",
    "爷爷",
    "奶奶",
    "师傅",
    "老师",
    "婶",
    "伯",
    "二爷",
    "三婆",
    "拐子",
    "瞎子",
    "氏",
    "嫂",
    "二婶",
    "聋子",
    "胖子",
    "寡妇",
    "姑娘",
    "老五",
)
STEPPE = [
    "巴图",
    "那顺",
    "孟和",
    "斯琴",
    "毕力格",
    "贺什格图",
    "其其格",
    "其木格",
    "娜仁",
    "托雅",
    "乌兰",
    "萨仁",
    "高娃",
    "苏和",
    "朝鲁",
    "哈斯",
    "额尔敦",
    "宝音",
    "巴雅尔",
    "敖特根",
    "查干",
    "那日苏",
    "布和",
    "特木尔",
    "格日勒",
    "图雅",
    "阿拉坦",
    "呼和",
    "满都拉",
    "达巴",
    "道尔吉",
    "恩和",
    "吉日嘎拉",
    "乌云",
    "塔娜",
    "赛罕",
    "牧仁",
    "伊拉图",
    "金花",
    "苏日娜",
]
STEMS = "柳杨桃梨枣槐松柏竹石青白红黄黑金银铁铜龙凤虎马牛羊鹿河湖溪沟泉井塘坝桥滩湾岭坡坪岗川塬峪店铺集寨营堡屯窑洼上下前后东西南北中大小双三四五七八九新老高平长安太永福兴旺官王李张刘陈赵周孙何罗谢"
KIND = {
    "镇": ("镇", "乡", "镇"),
    "乡": ("镇", "乡"),
    "街道": ("街道",),
    "社区": ("社区",),
    "小区": ("小区", "家园", "苑", "里"),
    "嘎查": ("嘎查",),
    "苏木": ("苏木",),
    **dict.fromkeys(
        "村庄沟坪坝湾岭坳塘寨屯洼坡",
        ("村", "庄", "沟", "坪", "坝", "湾", "岭", "坡", "塘", "寨", "屯", "洼", "村", "家庄", "家坪", "家湾", "子沟", "堡", "营", "铺"),
    ),
}
CITIES = [
    "北京",
    "上海",
    "天津",
    "重庆",
    "太原",
    "大同",
    "长治",
    "晋城",
    "忻州",
    "临汾",
    "运城",
    "晋中",
    "榆次",
    "阳泉",
    "吕梁",
    "孝义",
    "介休",
    "寿阳",
    "平定",
    "岢岚",
    "五台",
    "繁峙",
    "河曲",
    "保德",
    "包头",
    "呼和浩特",
    "呼市",
    "赤峰",
    "通辽",
    "乌海",
    "鄂尔多斯",
    "海拉尔",
    "锡林浩特",
    "临河",
    "集宁",
    "长沙",
    "株洲",
    "湘潭",
    "衡阳",
    "邵阳",
    "岳阳",
    "常德",
    "张家界",
    "益阳",
    "郴州",
    "永州",
    "怀化",
    "娄底",
    "浏阳",
    "永川",
    "江津",
    "万州",
    "涪陵",
    "合川",
    "遵义",
    "毕节",
    "贵阳",
    "成都",
    "内江",
    "宜宾",
    "泸州",
    "绵阳",
    "广州",
    "深圳",
    "东莞",
    "佛山",
    "惠州",
    "中山",
    "珠海",
    "厦门",
    "泉州",
    "福州",
    "南安",
    "晋江",
    "杭州",
    "宁波",
    "温州",
    "嘉兴",
    "义乌",
    "绍兴",
    "台州",
    "云和",
    "苏州",
    "昆山",
    "无锡",
    "常州",
    "南京",
    "南通",
    "徐州",
    "盐城",
    "合肥",
    "芜湖",
    "武汉",
    "宜昌",
    "襄阳",
    "郑州",
    "洛阳",
    "开封",
    "固始",
    "信阳",
    "南阳",
    "石家庄",
    "邢台",
    "邯郸",
    "保定",
    "唐山",
    "沧州",
    "济南",
    "青岛",
    "烟台",
    "临沂",
    "菏泽",
    "西安",
    "宝鸡",
    "榆林",
    "延安",
    "渭南",
    "兰州",
    "银川",
    "西宁",
    "乌鲁木齐",
    "昆明",
    "大理",
    "南宁",
    "桂林",
    "柳州",
    "海口",
    "三亚",
    "南昌",
    "九江",
    "赣州",
    "沈阳",
    "大连",
    "长春",
    "哈尔滨",
    "广东",
    "浙江",
    "江苏",
    "福建",
    "四川",
    "贵州",
    "云南",
    "河南",
    "河北",
    "山西",
    "陕西",
    "内蒙古",
    "湖南",
    "湖北",
    "江西",
    "安徽",
    "新疆",
    "东北",
]


def name(said: str, chance: random.Random) -> str:
    """Return an invented name of the kind of SAID: given in full, called by the neighbours, or Mongolian."""
    given, surnames = sorted(lexicon().given), sorted(lexicon().surnames)
    first = chance.choice(COMMON) if chance.random() < 0.7 else chance.choice(surnames)
    kind = chance.random()
    if said[0] in "老小阿" and len(said) <= 3 or said[1:] in CALLED or kind < 0.08:
        return chance.choice(
            (chance.choice("老小") + first, first + chance.choice(CALLED), "老" + first + "头", first + "老" + chance.choice("大二三四五六蔫根汉"))
        )
    if len(said) == 2 and said[0] not in lexicon().surnames or 0.22 <= kind < 0.28:
        return chance.choice(given) + chance.choice(given)
    if said in STEPPE or kind < 0.16:
        return chance.choice(STEPPE) + (chance.choice(STEPPE) if chance.random() < 0.35 else "")
    if kind < 0.2:
        return chance.choice(DOUBLE) + chance.choice(given) + (chance.choice(given) if chance.random() < 0.5 else "")
    if kind < 0.22:
        return first + "某" + chance.choice(("", "某", chance.choice(given)))
    return first + chance.choice(given) + (chance.choice(given) if kind > 0.36 else "")


def official(said: str, chance: random.Random) -> str:
    """Return SAID with another surname if it is a surname with a title, else SAID."""
    if len(said) > 2 and said[0] in lexicon().surnames and said[1:] in lexicon().surfaces["role"]:
        return chance.choice(sorted(lexicon().surnames)) + said[1:]
    return said


def place(said: str, chance: random.Random) -> str:
    """Return an invented place of the same level as SAID, a known town where it is none of the county's levels."""
    for end, ends in KIND.items():
        if said.endswith(end) and len(said) > len(end):
            stem = "".join(chance.sample(STEMS, chance.choice((1, 2, 2)))) if end not in ("嘎查", "苏木") else chance.choice(STEPPE)
            return stem + chance.choice(ends)
    return chance.choice(CITIES) if said in CITIES else said


def relative(said: str, chance: random.Random) -> str:
    """Return SAID with another relative if it is the speaker's own (我妈), else SAID."""
    return said[0] + chance.choice(sorted(lexicon().kin)) if said[0] in OWN else said


OTHERS = {"person": name, "place": place, "role": official, "relation": relative}


def swapped(row: Row, chance: random.Random) -> Row:
    """Return ROW with its persons, relatives, officials and places exchanged, one name for each that it knew."""
    text, spans = row
    made, moved, end = "", [], 0
    known: dict[tuple[str, str], str] = {}
    for start, stop, entity in sorted(spans):
        said = text[start:stop]
        new = known.get((entity, said))
        if new is None:
            new = OTHERS[entity](said, chance) if entity in OTHERS and len(said) > 1 else said
            known[entity, said] = new
        made += text[end:start]
        moved.append((len(made), len(made) + len(new), entity))
        made += new
        end = stop
    return made + text[end:], moved


def varied(rows: list[Row], copies: int = 3, seed: int = 17) -> list[Row]:
    """Return ROWS, and COPIES of each that names a person (one copy if only a relative, a place or an official), with other names."""
    chance = random.Random(seed)
    made = list(rows)
    for row in rows:
        named = {entity for _, _, entity in row[1]}
        if len(row[0]) <= 400:
            made += [swapped(row, chance) for _ in range(copies if "person" in named else 1 if named & OTHERS.keys() else 0)]
    return made
