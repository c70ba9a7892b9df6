"""How places are called, by the signs that their names hold."""

import re

PLACE_LIKE = re.compile(
    r"[村镇乡庄屯寨堡组队区县市省路街巷道里沟坡岭坪坝湾河山塘岗店集桥口头营城东南西北家院所校站厂场边岩崖坎垭坳湖洼梁]"
)
"""A sign that the names of places hold."""
TOWNSHIP = re.compile(r"[镇乡]|街道")
"""The sign by which a township or a town quarter is known."""
TOWNSHIP_ALONE = re.compile(r"^[^镇乡]{1,6}(镇|乡|街道)$")
"""A township is named and no village in it."""
VILLAGE = re.compile(r"[村庄屯寨堡组队湾沟坡岭坪坝坳店营]$")
"""The end of the name of a village, or of a group in it."""

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
