"""How places are called, by the signs that their names hold."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from actions.turn import Turn
from casework.people.units import UnitTree
from understanding import Entity

PLACE_LIKE = re.compile(
    r"[村镇乡庄屯寨堡组队区县市省路街巷道里沟坡岭坪坝湾河山塘岗店集桥口头营城东南西北家院所校站厂场边岩崖坎垭坳凹湖洼梁]"
)
"""A sign that the names of places hold."""
GREATER = re.compile(r"(镇|乡|街道|县|(?<!社)区|市)$")
"""The end of the name of a township, or of what is greater."""
TOWNSHIP = re.compile(r"[镇乡]|街道")
"""The sign by which a township or a town quarter is known."""
TOWNSHIP_ALONE = re.compile(r"^[^镇乡]{1,6}(镇|乡|街道)$")
"""A township is named and no village in it."""
VILLAGE = re.compile(r"([村庄屯寨堡组队湾沟坡岭坪坝坳凹店营]|社区)$")
"""The end of the name of a village, or of a group in it."""
VILLAGE_BEHIND = re.compile(
    r"""
    (?P<village>[一-鿿]{1,3}[村庄屯寨堡湾沟坡岭坪坝坳凹店营])
    (?=的?(人|村民)?($|[\s,，。.!！]))
    """,
    re.VERBOSE,
)
"""A village said right behind its township, with nothing more of the clause after it."""
END_CUT_OFF = re.compile(
    r"(?<![村庄屯寨镇乡])村(?=\s*(的)?(妇女|副)?(主任|支书|书记|会计|文书|干部)|$|[\s,，。])"
)
"""The end of a village's name that was taken for the beginning of a post: 竹园｜村 主任."""
OF_A_VILLAGE_POST = re.compile(
    r"(?<![一-鿿])(?:我们|俺们|咱们?|就是|是)?(?P<village>(?![我俺咱你他她本全这那哪同隔邻各有])(?!.{0,2}[天年月日时候来后果且前回次])[一-鿿]{2,3}(?<![去上给到叫让说找跟和是的了在被问们])村)的?(?:妇女|副)?(?:主任|支书|书记|会计|文书)"
)
"""The village in which somebody holds a post, at the head of a clause: 上磨村主任."""
NOT_IT = re.compile(r"不是\s*$")
OF_TOWNSHIP = re.compile(r"[^县市省镇乡]{1,5}?(镇|乡|街道)(?=.)")
"""A township before more words: 柳溪镇｜民政所."""
OF_COMMITTEE = re.compile(
    r"""
    ((?P<township>[^县市省镇乡]{1,5}?(镇|乡|街道))[的\s]*)?
    (?P<village>[^村镇乡县里\s]{1,4}(村|社区))
    (村?民?委|居?委|两委|大队|党支部|卫生室|便民)
    """,
    re.VERBOSE,
)
"""A village in the name of its committee: 李家庄村｜委会."""
HOUSE = re.compile(
    r"""
    (
      [\s的]*
      ([\d一二三四五六七八九十]{1,4}|[上下东西南北中前后])
      (村民)?(组|队|社|号楼?|栋|幢|单元|楼|室|巷|弄)
      (?!头|长|干部|的事)
    )+
    """,
    re.VERBOSE,
)
"""Group and house behind a village or a street: 李家庄｜3组28号."""
STREET = re.compile(r"([组队社村庄屯寨堡路街巷道弄里院栋幢楼坊区镇乡]|单元)[\s第]*$")
"""The end of what stands before the number of a house."""
TOWN = re.compile(
    r"""
    (
        ([我俺]|咱)(们?家?)(就|也|是|都)*(住|在|是)[在到]?
      | (^|[\s,，。])(就)?(住|在|是)?[在]?
    )县城(里头?|这边)?(的|住)?(?=$|[\s,，。!！])
    """,
    re.VERBOSE,
)
"""The county town, said as where somebody lives or where it was."""
SHORT_NAME = 6
"""An answer that is nearly nothing but the name of a village is no longer than this."""
BESIDE = re.compile(r"[\s,，、的里是在]*")
"""What stands between the parts of one place."""


OF_A_POST = re.compile(r"\s+村$")
"""The beginning of 村支书 that was taken for the end of a village's name: 李家庄 村."""


def of_organ(organ: str) -> str | None:
    """The township or village of the authority that is named: 柳溪镇民政所, 李家庄村委会."""
    if found := OF_COMMITTEE.match(organ):
        return f"{found['township'] or ''}{found['village']}"
    return found[0] if (found := OF_TOWNSHIP.match(organ)) else None


def of_post(said: str) -> list[tuple[int, str]]:
    """The village by whose name a post is called, with where it stands: 上磨村主任丁广财."""
    found = OF_A_VILLAGE_POST.search(said)
    return [(found.start("village"), found["village"])] if found else []


def in_town(said: str) -> str | None:
    """The county town, where it is said to be the place."""
    return "县城" if TOWN.search(said) else None


def house_behind(said: str, end: int) -> str:
    """The group and house that follow the village at `end`."""
    found = HOUSE.match(said, end)
    return re.sub(r"[\s的]", "", found[0]) if found else ""


def numbers_a_house(said: str, start: int, end: int) -> bool:
    """Whether figures in `said` are the number of a house, and no day, sum or telephone: 3组｜28号, 解放路｜12号."""
    figure = re.fullmatch(r"[\d一二三四五六七八九十百]{1,4}(号|元|块)?", said[start:end])
    behind = said[end : end + 1]
    return bool(figure and STREET.search(said[:start]) and (said[end - 1] == "号" or behind == "号"))


def put_together(said: str, named: Sequence[tuple[int, str]]) -> str:
    """One place of the parts with where they begin: the township in front, each once, and two villages told apart. A house
    told of elsewhere in the sentence is not glued to the village where somebody lives; what lies in two townships is two
    places, and what is said not to be it is none."""
    named = [(start, OF_A_POST.sub("", value)) for start, value in named]
    named = [part for one in named for part in _parts(*one)]
    if kept := [one for one in named if not NOT_IT.search(said[: one[0]])]:
        named = kept
    townships = [at for at, (_, value) in enumerate(named) if TOWNSHIP_ALONE.search(value)]
    if len({named[at][1] for at in townships}) > 1:
        begins = [0, *townships[1:], len(named)]
        each = [put_together(said, named[one:end]) for one, end in pairwise(begins)]
        return "、".join(dict.fromkeys(one for one in each if one))
    greater = [value for _, value in named if GREATER.search(value)]
    lesser = [(start, value) for start, value in named if not GREATER.search(value)]
    whole = "".join(dict.fromkeys(greater))
    for at, (start, value) in enumerate(lesser):
        if any(value in other for _, other in lesser if other != value) or value in whole:
            continue
        before = [one for one in named if one[0] < start][-1:]
        apart = before and not BESIDE.fullmatch(said, before[0][0] + len(before[0][1]), start)
        other_village = (
            at > 0 and VILLAGE.search(value) and any(VILLAGE.search(one) for _, one in lesser[:at])
        )
        house_elsewhere = apart and VILLAGE.search(whole) and not VILLAGE.search(value)
        if house_elsewhere:
            continue
        whole += "、" + value if apart and other_village else value
    return whole


def joined(known: str, told: str, at_home: bool) -> str | None:
    """A village and its township told one after the other; None where they are no such two. Where somebody lives is not
    put to the place of what happened elsewhere."""
    if TOWNSHIP_ALONE.search(told) and VILLAGE.search(known) and not TOWNSHIP.search(known):
        return told + known
    if at_home and TOWNSHIP_ALONE.search(known) and VILLAGE.search(told) and not TOWNSHIP.search(told):
        return known + told
    return None


def _parts(start: int, value: str) -> list[tuple[int, str]]:
    """A village behind its township as two: 白石镇｜高坎村."""
    if (township := OF_TOWNSHIP.match(value)) is None:
        return [(start, value)]
    return [(start, township[0]), (start + township.end(), value[township.end() :])]


def with_village(tree: UnitTree, turn: Turn) -> Turn:
    """The turn with one of the county's villages heard as a place, where no place was: by a name of three signs at least,
    or by any that is nearly all that was said when the place was asked for."""
    code = None if turn.pressed or turn.entities("place") else tree.find(turn.said)
    unit = tree.units[code] if code else None
    if unit is None or unit.kind != "village":
        return turn
    alone = turn.requested == "complaint_place" and len(turn.said.strip()) <= SHORT_NAME
    named = [
        name
        for name in (unit.place or "", *unit.aliases)
        if name in turn.said and (len(name) >= 3 or (name and alone))
    ]
    if not named:
        return turn
    name = max(named, key=len)
    start = turn.said.index(name)
    end = start + len(name)
    meeting = [one for one in turn.parsed.entities if one.start < end and start < one.end]
    if any(one.entity == "organ" for one in meeting):
        return turn
    others = [one for one in turn.parsed.entities if one not in meeting]
    heard = (*others, Entity("place", name, start, end))
    return replace(turn, parsed=replace(turn.parsed, entities=heard))


IN_PUBLIC = re.compile(
    r"""
    (在|到|睡|住|躲|蹲|躺)+(了)?(?P<where>
      ([一-鿿]{2,4}[镇乡县城]|县城|城里|街上|镇上)?(的|里|边|上)?
      ([一-鿿]{0,3}?(
          (汽|火|客运|班)?车(站|场)|(客运|高铁)站|候车室|广场|公园|菜市场|农贸市场|市场|超市|商场|银行|医院|卫生院|学校
        | 天桥|地下通道|桥洞|(立交|大)?桥(下|底|头|边|洞)|河边|路口|加油站|体育场|烂尾楼|工地|公厕
      )){1,2}
      (门口|外头|外面|旁边|边上|对面|后头|里头|里)?
    )
    """,
    re.VERBOSE,
)
"""A place that everybody knows though it lies in no village: 睡在县城汽车站, 在人民广场."""


def in_public(said: str) -> str | None:
    """The public place where somebody is said to be, as said."""
    found = IN_PUBLIC.search(said)
    return found["where"] if found else None
