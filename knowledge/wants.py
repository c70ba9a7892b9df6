"""What a question wants to be told: how much, when, where, who, how, or that something be done for the asker.

An answer that nobody asks for that of is seldom the right one, however alike the rest sounds (公益岗一个月多少钱 is not
answered by whether its wage counts as income).
"""

import re

_SPAN = "个?(天|日|工作日|月|年|星期|礼拜|小时)"
_WANTS = {
    "how_much": re.compile(f"多少(?!{_SPAN})|多高|几[百千万块元毛成]+[块元]?钱?[啊呀呢嘛哦喽]?$"),
    "when": re.compile(f"什么时候|啥时|何时|几时|多会|多久|多长|几点|几号|第几|哪[天年月]|(几|多少){_SPAN}"),
    "where": re.compile("[哪在到去上往]哪|哪[里儿办家边个]"),
    "who": re.compile("谁|叫啥|叫什么"),
    "how": re.compile("怎么|怎样|咋|如何|手续|流程"),
    "done": re.compile("^(快|你|请|麻烦|现在|能不能|能)*(帮|替我|给我)"),
}


def wants(text: str) -> frozenset[str]:
    """The kinds of thing a text wants, of `how_much`, `when`, `where`, `who`, `how`, `done`; none where it only asks
    whether something is so."""
    return frozenset(kind for kind, said in _WANTS.items() if said.search(text))
