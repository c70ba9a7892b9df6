"""More examples for the tagger: the same sentences with other people's names and other places, by a fixed seed.

Names are the one thing that training data can never list; on sentences kept out, this finds more of them
(`python -m huiyin_nlu.folds`).
"""

from __future__ import annotations

import random

from huiyin_nlu.lexicon import lexicon

Row = tuple[str, list[tuple[int, int, str]]]
COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
STEMS = "柳杨桃梨枣槐松柏竹石青白红黄黑金银铁铜龙凤虎马牛羊鹿河湖溪沟泉井塘坝桥滩湾岭坡坪岗川塬峪店铺集寨营堡屯窑洼上下前后东西南北中大小双三四五七八九新老高平长安太永福兴旺官王李张刘陈赵周孙何罗谢"
VILLAGES = ("村", "庄", "沟", "坪", "坝", "湾", "岭", "坡", "塘", "寨", "屯", "洼", "村", "家庄", "家坪", "家湾", "子沟")
TOWNS = ("镇", "乡", "街道", "镇", "乡")


def name(chance: random.Random) -> str:
    """Return an invented personal name."""
    kind = chance.random()
    given = sorted(lexicon().given)
    first = chance.choice(COMMON) if kind < 0.85 else chance.choice(sorted(lexicon().surnames))
    if kind < 0.03:
        return chance.choice(("欧阳", "上官", "司马", "诸葛", "东方", "皇甫")) + chance.choice(given)
    if kind < 0.06:
        return first + "某" + chance.choice(("", "某", chance.choice(given)))
    if kind < 0.2:
        return first + chance.choice(given)
    return first + chance.choice(given) + chance.choice(given)


def place(said: str, chance: random.Random) -> str:
    """Return an invented place of the same level as SAID; SAID itself where the level is not plain."""
    if said.endswith(("镇", "乡", "街道")):
        return "".join(chance.sample(STEMS, 2)) + chance.choice(TOWNS)
    if said.endswith(("村", "庄", "沟", "坪", "坝", "湾", "岭", "坳", "塘", "寨", "屯")):
        return "".join(chance.sample(STEMS, chance.choice((1, 2, 2)))) + chance.choice(VILLAGES)
    return said


def swapped(row: Row, chance: random.Random) -> Row:
    """Return ROW with its persons and places exchanged, one name for each that it knew."""
    text, spans = row
    made, moved, end = "", [], 0
    known: dict[tuple[str, str], str] = {}
    for start, stop, entity in sorted(spans):
        said = text[start:stop]
        new = known.get((entity, said))
        if new is None:
            new = name(chance) if entity == "person" and len(said) > 1 else place(said, chance) if entity == "place" else said
            known[entity, said] = new
        made += text[end:start]
        moved.append((len(made), len(made) + len(new), entity))
        made += new
        end = stop
    return made + text[end:], moved


def varied(rows: list[Row], copies: int = 3, seed: int = 17) -> list[Row]:
    """Return ROWS, and COPIES of each that names a person (one copy if it only names a place), with other names."""
    chance = random.Random(seed)
    made = list(rows)
    for row in rows:
        named = {entity for _, _, entity in row[1]}
        if len(row[0]) <= 400:
            made += [swapped(row, chance) for _ in range(copies if "person" in named else 1 if "place" in named else 0)]
    return made
