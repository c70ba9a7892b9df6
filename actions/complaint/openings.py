"""When a complaint is opened that nobody asked for: somebody did wrong to somebody; a question, or a refusal that rests on one,
is answered first."""

import re

from actions.complaint.reading import LONGEST_PLAIN
from actions.turn import SAID_BEFORE, Turn

LODGE_THIS = ("投诉反映这件事", f"/file_complaint#{SAID_BEFORE}")
OFFERS = "觉得他们办得不对，点下面，我就登记；别的接着问。"
WRONGED = re.compile(
    r"""
      不(给|让|收|发|管|理|批|认|接|办|退|还|公示|贴|开票|答复|回)|没(人)?(管|理|发|给|贴|公示|通知|回|告诉|说法)
    | [扣吞贪占挪骗瞒卡压]|截留|克扣|冒领|代领|少(发|给|算|打)|[拿领收取]走|要(钱|好处|红包|烟|[\d一二三五几百千两]+)
    | 推(来|去|脱|三)|踢皮球|拖(着|了|到)|刁难|[骂吼凶吵]|态度|欺负|报复|威胁|穿小鞋|泄露|发(到)?群
    | 关系|亲戚|小舅子|后门|人情|优亲|走过场|假|白条|名额|(莫得|没得|没有|冇|没轮到|没算上)(我|俺)|停[水电气]?了|取消|刷下来|占线|打不通|凭什么|凭啥
    """,
    re.VERBOSE,
)
"""Somebody did wrong to somebody, or failed to do what is due."""
REASONED = re.compile(
    r"(村|镇|乡|社区|居委会|窗口|干部|他们|人家|民政|大队)[^,，。;；]{0,5}(说|讲|告诉|回)[^。;；]{0,16}(不给|不能|不行|办不|不符合|不够|没资格|不让|不算|评不|领不|不批)"
)
"""A reason was given for which something is refused."""


def rests_on_policy(turn: Turn) -> bool:
    """Whether somebody was refused for a reason, and nobody, no day and no sum is named."""
    named = turn.entities("role", "person", "date", "amount", "phone")
    return bool(REASONED.search(turn.said)) and not named and len(turn.said) <= 2 * LONGEST_PLAIN
