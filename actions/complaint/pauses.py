"""How residents break off what they are telling, put it off, and go on with it."""

import re

STOP = re.compile(
    r"""
    ^(
      (
          我?(不是|没)(要|想)?(投诉|举报|反映)
        | 算了|拉倒|哎|唉|行了|对|嗯|哦|那
      )[吧的啊呀呢罢就,，。.\s]*
    )*(我)?(还是)?(今天|现在)?(先|暂时)?(就)?
    (
        不说了|不投诉了
      | (不用|不要|别)(再)?(登记?|投诉|反映|办|弄|记)了
      | 不要了|不反映了|不举报了|不弄了|不办了|不填了
      | 不提交|先放放|先放一放|下次再说|改天再说
      | 回头再说|以后再说|等会儿?再说|有事先走了
      | (算了|拉倒|停一下|取消)(吧|了|啊|呀|呢|罢)*(?=$|[,，。;；!！.~\s])
    )(吧|了|啊|呀|呢|罢)*[,，。!！.~]*
    """,
    re.VERBOSE,
)
"""What is being told is broken off, put off, or not wanted any more."""
LODGED = r"""
    (提交|登记|交|登|报|递|呈)(出去|上去|上|给你们?)?(吧|嘛|呗|哈|哦|啊|咯)?(?=$|[\s,，。;；!！~])
"""
LATER = re.compile(
    rf"""
    (
        (先|暂时?|今[天儿]|现在|还)(不|别|莫|甭|勿)(要)?(忙|急|慌)?(着|到|倒)?(给我|帮我|往上)?
      | (?<![不没叫让])(别|莫|甭|勿|不要)(忙|急|慌)?(着|到|倒)?(给我|帮我|往上)?
      | 不(用|要|着)?(忙|急|慌)(着|到|倒)?
      | 再(一起|一块|一并|给你们?|找你们?|来|去|往上|说)?
      | (
            改[天日]|哪天|回头|晚[点些上]|[今明]晚|傍晚|中午|[上下]午|明[天儿日早]|后[天日]
          | 过[几两三一]?(天|日|阵子?|会儿?)|等(一?[下会]儿?|两天|几天)
          | (这|下)个?(周|星期|礼拜|月|回|次)[一二三四五六日天末]?
          | (周|星期|礼拜)[一二三四五六日天末]
          | 以后|之后|过后|年后|开春
          | [缓拖迟](一?[缓拖迟]|[几两一]天|一?[阵下]子?)|慢[点些慢]
        )
        (我们?|俺们?|咱们?|你们?|您|就|来|又|先|[\s,，]){{0,4}}
    )
    {LODGED}
    | 先(不|别)(提交|登记|交)
    """,
    re.VERBOSE,
)
"""It is not to be lodged yet, or only when something else is done: 先别交, 等我儿子回来再交, 改天交."""
OF_OTHERS = re.compile(r"(叫|让|喊|说|要|告诉)(我|俺|额|咱)们?")
"""Somebody else has said so."""


def puts_off(said: str) -> bool:
    """Whether it is not to be lodged yet."""
    later = LATER.search(said)
    return later is not None and not OF_OTHERS.search(said[: later.end()])


RESUME = re.compile(
    r"""
      (接着说|继续说|接续码?|接上)\D{0,6}(?P<code>\d{8})(?!\d)
    | ^\s*(?P<bare>\d{8})\s*接着说
    """,
    re.VERBOSE,
)
"""What was broken off is taken up again by its number."""
GO_ON = re.compile(r"(接着|继续)(上次|上回|刚才|前面)?(的)?(说|投诉|来|填|反映)?")
"""What was being told is gone on with."""
AFTER_ALL = re.compile(
    r"""
    ^(想了想|想好了|想通了|那|好|行|嗯|我|算了|不管了|[\s,，。])*
    (([^,，。;；!！\s]{1,8}[,，。;；!！\s]+){0,2}?(我|俺|咱)?还是|就|也要|照样)(要|得|给我|帮我)?
    (报(?![警医销到])|告(?![诉知])|投诉?|登记?|举报|反映)(上去|上来|出来|一下|了|吧)?
    """,
    re.VERBOSE,
)
"""What was broken off is to be lodged after all: 那还是报上去."""
GO_ON_ALONE = re.compile(
    r"""
    ^(好的?|行|嗯+|中|对|可以)?[\s,，。]*((我|俺|额)?(又|现在|刚)?(回来|忙完|弄完|得空|有空)了?[\s,，。]*)?(那)?(我们?)?
    (就)?(接着|继续)(上次|上回|刚才|前面)?(的)?(说|投诉|来|填|反映)?
    ((刚才|前面|我)?(的|那个?)?(投诉|反映|那件事?))?(吧|呗|嘛)?[。!！.]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but that it is gone on with: 我回来了，接着说."""
LODGE_FIRST = re.compile(
    r"""
    ^(那|要不|还是|就|你们?|您|请|麻烦|[,，\s])*
    (先|就)(给|帮|替)?(我|俺)?(把(它|这个?|那个?|刚才(的|那个?|说的)|前面(的|说的)?|投诉))?
    (先)?(挂|登记?|记|报|提交|交|写|录)(个|上|下|好|一?下)*(号|上去|上)?(再说|吧|了|呗|嘛)*
    ([\s,，。](?!.*(不|别|算了)).{0,12})?[。!！.]*$
    """,
    re.VERBOSE,
)
"""What was broken off is to be lodged first, whatever else is waited for: 先给我挂上号，人再打也行."""
