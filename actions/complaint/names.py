"""How the names of people are said."""

import re

from actions.complaint.yes_no import UNKNOWN
from understanding import writers
from understanding.surnames import DOUBLE, SURNAMES

NAME_SAID = re.compile(
    r"""
    (
        [我俺]叫
      | [我俺]是
      | 本人叫
      | (?<![^\s,，。;；、])(就)?叫做?
      | 姓名(是|：|:)?
      | 名字(是|叫|写|填|就写)?
      | 本人
    )\s*(?P<name>
      (?![留不给要写说可就也还嘛吧呢改]|什么|代表|[我俺他她])[一-鿿·]{2,8}
    )
    """,
    re.VERBOSE,
)
"""A name with what it is said by: 我叫…, 姓名：…, 本人…."""
INTRODUCED = re.compile(r"(^|[\s,，。;；、])(我|俺|本人)(就)?叫|姓名|我的?名字")
"""The speaker says that it is their name."""
FROM = re.compile(
    r"""
    (^|[\s,，。;；、])(我|俺|咱|本人)(就)?是[^,，。;；!！?？\s]{2,14}?(的|人)[\s,，]*(?P<name>[一-鿿·]{2,4})
    (?=[\s,，。;；]|$)
    """,
    re.VERBOSE,
)
"""The speaker's own name, said with where they come from: 我是柳溪镇张家庄的郭长顺."""
OF_ANOTHER = re.compile(
    r"""
    (?<![我俺咱])(?<!本人)(?<![\s,，。;；、:：])
    (叫做?|名叫|的?(名字|姓名|全名|大名)(是|叫))\s*$
    """,
    re.VERBOSE,
)
"""What stands before a name that is not the speaker's: 他小舅子叫｜马全福."""
NAMED_SO = re.compile(
    r"""
    ^(?P<who>他|她|人家|那个?人|老人|名字|全名|大名)?(的?名字)?(是)?(就)?叫(做)?[\s:：]*
    (?P<name>[一-鿿·]{2,4})[,，。!！\s]*$
    """,
    re.VERBOSE,
)
"""The name of somebody told of, and not the speaker's own: 她叫赵玉兰."""
HE_IS_CALLED = re.compile(
    r"(^|[\s,，。;；、])(他|她|老人)(的?(名字|姓名))?(是|叫)(做)?\s*(?P<name>[一-鿿·]{2,8})"
)
"""The name of the one whom the matter is about, told later: 他叫田志刚."""
SURNAME_ALONE = re.compile(r"^(我|俺|本人|免贵)?(就)?姓(?P<surname>[一-鿿])[的了啊呀,，。!！ ]*$")
"""Nothing is said but a surname: 免贵姓王."""
PLAIN_NAME = re.compile(r"^[一-鿿·]{2,5}$")
"""Signs enough for a name and nothing else."""
SPELLED = re.compile(r"[一-鿿]{1,2}(?P<sign>[一-鿿])?的[一-鿿]")
"""A sign told by a word that it stands in: 宋朝的宋 长短的长."""
WHOLE_COMPOUND = re.compile(rf"({DOUBLE})[一-鿿]{{1,2}}(?![一-鿿])")
"""A name with a surname of two signs, to its end."""
HOUSEHOLD = re.compile(rf"(?<!我们)(?<![咱俺])老[{''.join(sorted(SURNAMES))}]家")
"""A neighbouring household as it is called, 老刘家; not one's own."""
NAME_ALONE = re.compile(r"^[一-鿿]{2,3}$")
"""As many signs as a name mostly has."""
NO_NAME_END = frozenset("村镇乡庄县市区委会所局组站院处科队屯寨")
"""The ends of places and offices, in which no name ends."""


def names_said(text: str) -> list[re.Match[str]]:
    """The names said to be somebody's own; not those under who is complained of: 被举报人姓名：…."""
    return [
        said
        for said in NAME_SAID.finditer(text)
        if not (
            said[1].startswith(("姓名", "名字"))
            and writers.of_the_other(text, said.start(), said.end("name"))
        )
    ]


def name_alone(text: str) -> str | None:
    """A name that stands by itself between commas: 实名，王花，13800138000."""
    for part in re.split(r"[,，。;；、\s\d]+", text):
        if WHOLE_COMPOUND.fullmatch(part):
            return part
        if (
            NAME_ALONE.match(part)
            and part[0] in SURNAMES
            and part[-1] not in NO_NAME_END
            and not UNKNOWN.match(part)
        ):
            return part
    return None


def whole(name: str, said: str) -> str:
    """The name with what was cut off behind a surname of two signs: 欧阳｜葳蕤."""
    found = next((one for one in WHOLE_COMPOUND.finditer(said) if one.group().startswith(name)), None)
    return found.group() if found else name
