"""What residents say when they want their own case looked at, and what they say in the middle of it."""

import re

from actions.estimate import kin, relations
from knowledge.estimate.telling import told

ESTIMATE = "estimate"
"""What a button is about that begins the estimate."""

SOMEBODY = (
    r"((我|俺|咱)们?(家|自己)?|本人|自己|((我|俺|咱)(们|家)?的?|有个|有一个|一个|替)?"
    r"(爸妈?|妈妈?|爹|娘|爸爸|父母|父亲|母亲|奶奶|爷爷|姥姥|姥爷|外公|外婆|老伴|公公|婆婆|岳父|岳母|[大二三小老]?舅舅?|[大二三小老]?叔叔?"
    r"|[大二三小老]?伯伯?|[大二三小]?姑姑?|[大二三小]?姨|婶婶?|堂[哥弟姐妹]|表[哥弟姐妹]|[大二三小老]?[哥弟姐妹]|亲戚|邻居|朋友))"
)
"""Who a case may be of: the speaker, or somebody of theirs."""
WORK_OUT = re.compile(
    rf"(帮|给|替)({SOMEBODY}|他|她)?(算|估|测|评估|看看?|查查?|判断)(一)?(下|算|估|测|评估|看看?)?"
    r".{0,12}(够不够|能不能|能领|能吃|符合|条件|资格|低保|救助|五保|特困|什么)"
    r"|^(请)?(帮|给|替)(我|俺|咱|我们)?(算算|算一算|算一下|估估|估一估|估一下|估算一下|评估一下|测一测|测一下)[吧吗呗。!！~]*$"
    r"|资格(预估|自测|测算)|(估一估|测一测|预估|自测).{0,6}(资格|条件|够不够|低保|救助)"
    r"|^(我|俺)?(想|要)?(来)?(测|估|评估)(算|一测|一估|一下|试)+.{0,6}(够不够|能不能|符不符合|符合|资格|条件)"
    r"|(能|可以|够|符合|够不够|能不能)[^,，。]{0,8}(低保|五保|特困|救助|条件|资格)[^,，。]{0,6}?[,，。?？\s]*(麻烦|请)?(你|您)?(们)?(给|帮|替)(我|俺|他|她|忙)?(看看?|算算?|估估?|测测?|瞧瞧|判断)"
    r"|^(我|俺)?(就)?(想|要|来)(看看?|知道|了解|算算|查查|问问|确认)(一下)?(我|俺)?(自己|本人|家里?|们家)*(是不是|符不符合|够不够|算不算|有没有资格)(符合|够|能)?[^,，。]{0,3}(低保|五保|特困|救助)"
)
"""A plain wish that it be worked out."""

LOOK_AT_US = re.compile(
    r"(我|俺|咱)[^,，。]{0,6}(情况|条件|家)(?![^,，。]*[了错的])(你|您|帮)(们)?(给|帮|替)?(我|俺|咱)?(们)?(看|瞧|算|估|评|测)"
    r"|^(我|俺)?(想|要|来)(来|先)?(测|估|算)(测|一测|算|估|一估|一下)(?=$|[,，。\s])"
    r"|(帮|给|替)(我|俺|咱)?(们)?(家)?(再|先)?(评估|算|估|测)(?![^,，。]{0,6}(金|钱|错))(算|一算|一下|估|一估|测|一测)?[^,，。]{0,6}(低保|五保|特困|救助|资格|够)"
)
"""Somebody wants their case worked out, in so many words."""
OWN_CASE = re.compile(
    rf"{SOMEBODY}"
    r"(家)?(这种|这样|这个|像这样|这)?(的)?(情况|条件|家庭)?(的)?"
    r"(到底|究竟|现在|还|想问问?|想知道)*(能不能|能否|可不可以|可以|能|够不够|够得上|算不算|符不符合|符合|有没有资格|有资格|行不行|够)"
    r"(申请|办|办理|吃|领|拿|享受|纳入|评|评上|吃上|领到|得到|条件)*(个|到|上)?(低保|五保|特困|低保边缘|临时救助|救助|条件)*(条件)?(不|吗|么|呢|啊|呀|了)*"
)
"""Whether the speaker, or somebody close, could get something."""

_PREFACE = re.compile(
    r"^((你好|您好|请问|请问一下|问一下|想问|我想问|想问问|我想问问|那|麻烦问下?|像)[,，。 ]*)+"
)
CAN_IT = re.compile(
    r"(能不能|能否|可不可以|可以|能|够不够|有没有资格|符不符合|算不算|算)(给|让)?(我们?|俺们?|他|她)?(家|俩|老两口)?(申请|办理?|吃|领|拿|享受|评|纳入|算)*(个|到|上)?(低保|五保|特困|低保边缘|临时救助|救助)"
    r"|(低保|五保|特困)(能不能|能否|可不可以|够不够|算不算|行不行|有没有资格)(?!给?(补办|代|转|取|停|说|换|挂|查|打|迁))(申请|办|评|吃|领|给|批|上|成)?"
    r"|(能|可以|该|会)(补|领|拿|给|发|得)(到|个)?(多少|几个?钱)"
)
"""Whether it can be had, or how much of it, asked at the end of an account."""
OF_ONE_THING = re.compile(r"车|房|存款|积蓄|地|林|生意|店|股|外省|外县|居住证")
"""Property that has an answer of its own."""
ACCOUNT = re.compile(rf"(家里|{SOMEBODY})")
SEVERAL = 2
MANY = 3
"""So many facts told at once are an account of one's own case."""

ENOUGH = re.compile(
    r"^(够了|可以了|行了|差不多了|就这些|就这么多)?[,，\s]*(先)?(直接)?(看|出|说|给|要|告诉我)?(一下|我)?(结果|结论|算出来)?(吧|了|呗|啊)*[。!！]*$"
)
NO_MORE = re.compile(
    r"(别|不要|不用|甭)(再|老)?问(我|俺)?(了|这么|那么)|(先)?(大概|大致|粗略|差不多)(给|帮)?(我|俺)?(先)?(说|讲|估|算|看)(一下|一说|说|个)?"
    r"|(回头|改天|以后)(让|叫|喊)(他|她|人家)(自己|本人)?(来)?(问|说|办)"
)
"""No more is to be asked: what is known so far is told."""
VERDICT = re.compile(
    r"""
      有门没门|有没有?门(路|儿)?(?=[?？啊呢呀]*$)|有戏没戏|有谱没谱|有没有?谱
    | 给(我|俺)?(个|句)(准|痛快|实在?)(话|信|数)|给(我|俺)?个(说法|结果|结论|痛快)
    | (到底|究竟|干脆|直接|痛快|直说)[^,，。哪谁啥怎咋]{0,8}(行|够|能|成|中|有|符合|算)[^,，。哪谁啥怎咋]{0,8}$
    | ^(那|所以|这么说)?(你|您)(就|倒是)?(说|讲)[^,，。哪谁啥怎咋]{0,6}(行不行|够不够|能不能|中不中|成不成|行不|够不|中不)
    """,
    re.VERBOSE,
)
"""An answer is pleaded for, after however many questions."""
OVER = re.compile(
    r"""
      (是不是|算不算|有没有|会不会|不会|就|已经)[^,，。]{0,4}(超|过|高)(出|过|了|标|线|低保)[^,，。]{0,4}$
    | (超|高)(出|过|了)?(标准|线|低保线|标)?(了)?(没有?|吗|不|么|没超)[?？]?$
    | (超|高出?|差|低)(了|出)?(多少|好多|几多)(钱|块|元)?[?？]?$
    """,
    re.VERBOSE,
)
"""Whether what was told is above the line, or how far from it."""
OTHER_WAYS = re.compile(
    r"(有没有|有没得|还有|有|找)[^,，。]{0,4}(别的|其他|其它|旁的|另外的|另外)[^,，。]{0,2}(路|门|办法|法子|招|救助|补助|政策|帮扶)"
    r"|(不够|不行|不成|批不|评不|办不|够不|吃不)[^,，。]{0,6}(还)?有(没有)?(啥|什么|哪些|哪样|别的|其他)[^,，。]{0,6}$"
    r"|^(那|我|俺|我们|[,，\s])*还(有|能)(啥|什么|哪些|哪样|领啥|办啥)[^,，。]{0,3}(能|可以)?(帮|办|领|申请|补|救|管)?(助|上|到|的)?(不|吗|呢)?[?？]?$"
    r"|(还)?(有没有|有没得)(个)?(路子|门路|出路|法子|办法)(没有?|吗|不|么|可走)?[?？]?$"
)
"""What else is open where it should not do."""
SINGLE = re.compile(
    r"(他|她|儿子|女儿|闺女|丫头|娃|孩子|老伴|老婆|老公|[爸妈爹娘]|病人)[^,，。]{0,8}(?<!不)单独(保|申请|算|吃|评|(办|进|报|上)(?=$|[,，。\s]|[^,，。]{0,2}(保|低保)|不|得|行|吗|可))|(单人(保|户)|单独(保|办|进|申请))[^,，。]{0,10}(这种|这样|这个情况|他|她|我|俺|这类)|(这种|这样|这个情况)[^,，。]{0,8}(单人(保|户)|单独(保|办|进|申请))"
)
"""Whether the case told of is one of 单人保."""
WHY = re.compile(
    r"(这|那)(个|些)?(也|都)(要|得|用)(问|说)|(为什么|为啥|干嘛|干啥|凭什么|咋)(还)?(要|得)?问|问(这个|这些|那么多|这么(多|细))(干|做|有)"
    r"|(不想|不愿意?)(说|讲|告诉)|就?不说了"
)
"""What is asked for is not understood, or rather not told."""
UNKNOWN = re.compile(r"不(知道|晓得|清楚)(了|啊|呀)*[。!！]?$")
NAMED = (("vehicle", "车"), ("savings", "存款|存钱|积蓄"), ("homes", "房"), ("wage", "工资|挣多少|收入"))
"""What can be said not to be known before it is asked, by the words that name it."""
HOPES = re.compile(
    r"(有|没)(没有?)?(戏|希望|指望|可能|机会)|(能|够)(不能|不够)?(成|行|批|上|办)(下来)?(不|吗|么|呢)[?？]?$|(到底|这样|这么说|那)[^,，。]{0,4}(够不够|行不行|能不能|算不算|符不符合)[^,，。]{0,4}$"
)
"""How it looks so far is asked."""
GO_ON = re.compile(
    r"^(哦|噢|那|就|好(的|吧|嘞)?|嗯|行|中|成|知道了|晓得了|明白了|[,，。\s])*((你|咱)?(接着|继续|往下)(问|来|估|算|说)?|(你)?(问|来)吧)(吧|呗|嘛)?[。!！]*$"
)
"""The questions may go on."""
SKIP = re.compile(
    r"^(这个|这题|这一?题)?(跳过|略过|下一个|下一题|不想说|不方便说|不说这个|不知道|不清楚|不晓得|说不清|说不准|记不清|不好说|没数)(吧|了|啊)*[。!！]*$"
)
BACK = re.compile(
    r"^(上一(个|题)|前一(个|题)|刚才(那个)?(说|填|选)错了|说错了|不对|答错了|选错了|点错了|返回上一(题|个)|回上一(题|个)|退回去)(吧|了|,|，|。)*$"
)
CHANGE = re.compile(
    r"""
      ^(我(要|想)?|帮我|麻烦|请)?(改一?下|改改|修改|更正|重新说|重说|重填)(一下)?(?P<what>[^,，。]{1,12}?)([,，。\s]+(是|应该是|改成)?(?P<right>.{1,20}))?[吧呗。!！]*$
    | ^(把|那个)?(?P<what2>[^,，。]{1,12}?)(要|得|想)?(改成|改为|更正为|应该是|应当是)(?P<right2>.{1,20})$
    | ^(?P<what3>[^,，。不]{1,12}?)(说错了|记错了|填错了|不对|错了|要改|改一?下)[吧呗。!！]*$
    """,
    re.VERBOSE,
)
LEAVES = re.compile(
    r"^(那|先|我|算了|好了?|行了?|嗯|[,，\s])*(不|别|莫|不用|不要|不想)(再|给我|帮我)?(估|算|测)(算)?了(吧|啊|哈|嘛)?([,，\s]*(谢谢|算了|麻烦了?|我?(再)?想想))*[。!！~]*$"
)
"""No estimate is wanted any more."""

OF_ANOTHER = re.compile(
    rf"^(那|你好|您好|请问|[,，。\s])*(?!(我|俺|咱)(们|家)?的?(老公|老婆|老伴|丈夫|媳妇|爱人|男人|对象|妻子|老头))(?!(我|俺|咱)们?(自己|家)?(?![爸妈爹娘父母奶爷姥外老公婆岳大二三小舅叔伯姑姨婶堂表哥弟姐妹亲邻朋的])){SOMEBODY}"
)
"""It is somebody else who would apply, not who speaks; husband and wife are one household."""


_TELLS_OF_US = re.compile(
    r"(我|俺|咱)(们)?(家|俩|今年|都|自己|跟|和|老两口|两口子|是|在|有|没|\d|[一二三四五六七八九]?十)"
)


def _facts(said: str) -> dict[str, object]:
    """What the words tell of people and sums, each by its own reader."""
    return {**relations.told(said), **relations.supporter(said), **kin.told(said), **told(said)}


def programme(said: str) -> str:
    """`tekun` or `dibao` where only that one is named; empty where none is, or both."""
    named = {name for name, words in _PROGRAMMES if re.search(words, said)}
    return named.pop() if len(named) == 1 else ""


_PROGRAMMES = (("tekun", r"五保|特困"), ("dibao", r"低保(?!边缘)|底保"))


def wanted(said: str, about: str | None) -> bool:
    """Whether the estimate should begin now: asked for, or one's own case told and nothing more particular asked."""
    if about == ESTIMATE or WORK_OUT.search(said):
        return True
    clauses = [part for part in re.split(r"[,，。;；\s？?]+", said) if part]
    account = bool(clauses) and ACCOUNT.match(clauses[0]) is not None
    account = account and (len(clauses) >= MANY or len(told(said)) >= SEVERAL)
    account = account or (_TELLS_OF_US.search(said) is not None and len(_facts(said)) >= MANY)
    asking = next((one for one in reversed(clauses) if CAN_IT.search(one)), None)
    if account and asking and not OF_ONE_THING.search(said):
        return True
    if not OWN_CASE.search(said):
        return False
    plain = _PREFACE.sub("", said.strip())
    bare = OWN_CASE.match(plain)
    if bare is not None and len(plain) - bare.end() <= 2:
        return True
    return len(told(said)) >= MANY
