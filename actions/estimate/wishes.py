"""What residents say when they want their own case looked at, and what they say in the middle of it."""

import re

from knowledge.estimate.telling import told

ESTIMATE = "estimate"
"""What a button is about that begins the estimate."""

WORK_OUT = re.compile(
    r"(帮|给|替)(我|俺|咱|我们|我家|我妈|我爸|他|她)?(算|估|测|评估|看看?|查查?|判断)(一)?(下|算|估|测|评估|看看?)?"
    r".{0,12}(够不够|能不能|能领|能吃|符合|条件|资格|低保|救助|五保|特困|什么)"
    r"|^(请)?(帮|给|替)(我|俺|咱|我们)?(算算|算一算|算一下|估估|估一估|估一下|估算一下|评估一下|测一测|测一下)[吧吗呗。!！~]*$"
    r"|资格(预估|自测|测算)|(估一估|测一测|预估|自测).{0,6}(资格|条件|够不够|低保|救助)"
)
"""A plain wish that it be worked out."""

OWN_CASE = re.compile(
    r"(我|俺|咱|我们|我家|我们家|俺家|本人|我妈|我爸|我爹|我娘|我妈妈|我爸爸|我父母|我奶奶|我爷爷|我老伴)"
    r"(家)?(这种|这样|这个|像这样)?(的)?(情况|条件|家庭)?(的)?"
    r"(到底|究竟|现在|还)?(能不能|能否|可不可以|可以|能|够不够|够得上|算不算|符不符合|符合|有没有资格|有资格|行不行|够)"
    r"(申请|办|办理|吃|领|拿|享受|纳入|评|评上|吃上|领到|得到|条件)*(个|到|上)?(低保|五保|特困|低保边缘|临时救助|救助|条件)*(条件)?(不|吗|么|呢|啊|呀|了)*"
)
"""Whether the speaker, or somebody close, could get something."""

_PREFACE = re.compile(
    r"^((你好|您好|请问|请问一下|问一下|想问|我想问|想问问|我想问问|那|麻烦问下?|像)[,，。 ]*)+"
)
CAN_IT = re.compile(
    r"(能不能|能否|可不可以|可以|能|够不够|有没有资格|符不符合|算不算)(申请|办理?|吃|领|拿|享受|评|纳入)*(个|到|上)?(低保|五保|特困|低保边缘|临时救助|救助)"
)
"""Whether it can be had, asked at the end of an account."""
OF_ONE_THING = re.compile(r"车|房|存款|积蓄|地|林|生意|店|股|外省|外县|居住证")
"""Property that has an answer of its own."""
MANY = 3
"""So many facts told at once are an account of one's own case."""

ENOUGH = re.compile(
    r"^(够了|可以了|行了|差不多了|就这些|就这么多)?[,，\s]*(先)?(直接)?(看|出|说|给|要|告诉我)?(一下|我)?(结果|结论|算出来)?(吧|了|呗|啊)*[。!！]*$"
)
SKIP = re.compile(
    r"^(这个|这题|这一?题)?(跳过|略过|下一个|下一题|不想说|不方便说|不说这个|不知道|不清楚|不晓得|说不清|说不准|记不清|不好说|没数)(吧|了|啊)*[。!！]*$"
)
BACK = re.compile(
    r"^(上一(个|题)|前一(个|题)|刚才(那个)?(说|填|选)错了|说错了|答错了|选错了|点错了|返回上一(题|个)|回上一(题|个)|退回去)(吧|了|,|，|。)*$"
)
CHANGE = re.compile(
    r"^(我要?)?(改一?下|更正|重新说|重说)(?P<what>.{1,12})$|^(?P<what2>.{1,12})(说错了|不对|错了|要改)$"
)
ANEW = re.compile(r"^(重新(估|算|来|测)|从头(来|算|估)|再(估|算)一(次|遍))(一?下|一?遍|一?次|吧)*$")


def wanted(said: str, about: str | None) -> bool:
    """Whether the estimate should begin now: asked for, or one's own case told and nothing more particular asked."""
    if about == ESTIMATE or WORK_OUT.search(said):
        return True
    clauses = [part for part in re.split(r"[,，。;；\s]+", said) if part]
    account = len(clauses) >= MANY and clauses[0].startswith(("我", "俺", "咱", "家里"))
    if account and CAN_IT.search(clauses[-1]) and not OF_ONE_THING.search(said):
        return True
    if not OWN_CASE.search(said):
        return False
    plain = _PREFACE.sub("", said.strip())
    bare = OWN_CASE.match(plain)
    if bare is not None and len(plain) - bare.end() <= 2:
        return True
    return len(told(said)) >= MANY
