"""How residents ask what their own case comes to: 我这样能评上不, 够不够, 算低保还是边缘, 你帮我算一下."""

import re

from actions.complaint import phrases
from actions.estimate.wishes import OF_ONE_THING

_LEAD = r"^(那么?|所以|就|哎|诶|唉|嗯|哦|好|好嘛|结果|请问|麻烦|我?想问(问|一?下)?|问一?下|现在|主要是|你(们)?(说|看|觉得|讲)|您(说|看|觉得)){0,5}"
_WHOSE = r"((我们?|俺们?)?(娘|爷|母女|母子|父子|父女|祖孙|一家)儿?[两俩三四五]个?(人|口)?|我|俺|咱|他|她|我?娃儿?|我(跟|和|同)(我)?(老伴|老公|老婆|媳妇|男人|爱人|婆娘)|我(爸|妈|爹|娘|老汉|老公|男人|老婆|媳妇|婆婆|公公|爷爷|奶奶|孙子|孙女|儿子|女儿|哥|弟|姐|妹))(们)?(俩|两个人?|两口子|老两口|几个)?(家|屋头|屋里)?(里)?(自己)?(的)?"
_SUCH = (
    r"(照|按|像|就|凭)?((我|俺|我们|他|她|他们)(家|们家)?)?(的)?(这|那)(种|样|个|些|么)?(子)?(一?种)?(的)?"
    r"(情况|条件|家庭|人家|户|收入|样子)?(的)?(话)?(来?(说|看|算))?"
)
_OURS = r"(低保边缘(户|家庭)?|[低底]保户?|五保户?|特困(供养|人员|户)?|边缘(户|家庭)?|单人保|单人户|临时救助|社会救助|刚性支出(困难)?(家庭)?|救助)"
_SOME = r"(个|点|些|到)?(啥子?|什么|哪(一)?(个|样|种|些|几样|项))(子)?(样)?(的)?(救助|补助|补贴|政策|帮助|待遇|保障|项目)?"
_CAN = (
    r"(到底|究竟|还|也|都|又|大概|估计|应该){0,4}"
    r"(能不能|能否|可不可以|可以|会不会|够不够(得上)?|够得上|算不算(得上)?|符不符合|合不合|符合|行不行|得不得行|成不成|得行|能够|能|够|算|行|有没得|有没有|有不有)"
    r"(还|再|也|够){0,4}(资格|希望|可能|戏|机会|搞头)?"
    r"(申请|办(理|得(到|成|下来))?|评(得上|上|得到|得起|成)?|吃(得上|上)?|领(得到)?|拿(得到)?|享受|纳入|批(得)?下来|够得上|符合|成){0,4}(得)?(到|上|下来)?(个|点|了)?(那个)?"
)
_END = r"((你|您)?(给|帮)(我)?(算|看|估)(算|看|估|一下))?(不|吗|嘛|没|么|呢|啊|呀|哦|啵|噻|呗|哇|喔|没得|没有|的|了){0,6}[?？。!！~]*+$"

OF_THE_CASE = re.compile(
    rf"""
      {_LEAD}({_WHOSE}|{_SUCH}){{1,3}}{_CAN}({_OURS}|{_SOME}|条件|标准|资格|格){{0,4}}(的)?(条件|标准|资格)?{_END}
    | {_LEAD}{_CAN}({_OURS})(的)?(条件|标准|资格)?{_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{0,3}}(到底|究竟|应该|该|是|算|属于|够|能|办|评|吃|走|报){{1,5}}(得?上|个|哪(个|样|种))?(是)?{_OURS}[\s,，、]{{0,3}}(还是|或者|和)(那个|算|办|评|吃|够|是|叫){{0,4}}({_OURS}|啥子?|什么|别的|其他的?|哪样){_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{1,3}}(的)?(低保|补贴)?(会不会|是不是(会|要)?|会|还能不能|还能|还可以|能不能)(被|给我|接着|继续|再){{0,4}}(停|取消|退出?|吃|领|拿)(掉|了|得成|下去){{0,4}}(低保)?{_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{1,3}}(呢|咋说|怎么说|咋个?算|怎么算|算(啥子?|什么|哪(种|样|个))|属于(啥子?|什么|哪(种|样|个|类))|该办哪(个|样)|咋个?整){_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{0,3}}({_OURS})?(办不成|评不上|不行|不够|办不了|吃不上|不能办|不得行)?(的话|了)?{_LEAD[1:]}({_WHOSE}|{_SUCH}){{0,3}}(还|又|都|到底){{0,4}}(能|可以|该|应该|能够)(办|申请|领|吃|享受|评|拿|得|走)(得?到)?{_SOME}{_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{0,3}}(能不能|有没有|有没得|可不可以|能|有(?=什么|啥))(有|给|领|得|享受|申请|办|拿){{0,4}}(个|点|些){{0,4}}(啥子?|什么)?(补助|补贴|救助|政策|帮助|帮扶)(给(我|我们)|可以领|能领|可以办|能办)?(的)?{_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{0,3}}({_OURS})?(办不成|评不上|不行|不够|办不了|吃不上|够不上|批不下来)(的话|了)?(还|又|那){{0,2}}(有没有|有没得|有){{0,2}}(啥子?|什么|哪些|哪样|别的|其他的?){{0,2}}(路子|门路|办法|法子|出路|招)(可走|好走|走)?{_END}
    | {_LEAD}({_WHOSE}|{_SUCH}){{0,3}}({_OURS})?(办不成|评不上|不行|不够|办不了|吃不上|够不上|批不下来)(的话|了)?(还|又|那){{0,2}}有(没有|没得)?(啥子?|什么)?(别的|其他的?){_END}
    """,
    re.VERBOSE,
)
"""The case is asked of in so many words, or the assistance named: it says by itself what is asked."""
IN_SHORT = re.compile(
    rf"""
      {_LEAD}(?![也都还]){_CAN}({_SOME}|条件|标准|资格|格){{0,4}}{_END}
    | {_LEAD}(你|您|能不能|可不可以|能|请|麻烦){{0,4}}(再|先|就){{0,4}}(帮|给|替|跟)(我|俺|我们|咱|他|她)(们)?(家)?(再|先)?(算|估|看|评|瞧|判断|合计)(一?下|算|估|看|评|一算|一估|一看|个账|个数){{0,4}}(看|嘛|吧|呗|哈|啊|呢|呀|行不|行不行|要得不|好不好){{0,4}}[。!！~?？]*+$
    | {_LEAD}(你|您)?(就|先|再){{0,4}}(算|估)(一?下|算|估|一算|一估|个账)(嘛|吧|看|呗|呢|啊){{0,4}}[。!！~]*+$
    | {_LEAD}(有没得|有没有|有|还有)(啥子?|什么|点)?(希望|戏|可能|机会|搞头){_END}
    | {_LEAD}(一个?月|大概|到底|差不多|最多){{0,4}}(能|可以|会|该|能够)(大概|最多)?(领|拿|补|得|给|发)(得?到)?(个)?(多少|好多|几(个|百)?钱?|几多)(钱|块)?(一个?月)?{_END}
    """,
    re.VERBOSE,
)
"""The same in a few words that mean it only where a household was told of, or eligibility is what is talked of."""
OR = re.compile(rf"好多|几多|有没[有得]|能不能|可不可以|有(什么|啥)|{_OURS}[\s,，、]{{0,3}}还是")
ASKS_TO_RECKON = re.compile(r"(算|估|看|评|瞧|判断|合计)(一?下|算|估|看|评|一算|一估|一看|个账|个数)")
OR_THAT = re.compile(rf"^(还是|或者)(说)?(那个|算|办|评|吃|叫|是){{0,4}}{_OURS}{_END}")
"""The other half of such a question: 还是那个边缘."""


def asked(said: str) -> str | None:
    """`case` where the message asks by itself what the speaker's case comes to, `short` where it does so only after facts
    or talk of eligibility, None where it asks something else. What else the message holds must not ask."""
    clauses = [one for one in phrases.CLAUSES.split(said.strip()) if one]
    while len(clauses) > 1 and OR_THAT.match(clauses[-1]):
        clauses.pop()
    found = None
    for clause in clauses:
        if OF_THE_CASE.match(clause) and _is_a_question(clause):
            found = "case"
        elif found is None and IN_SHORT.match(clause) and _is_a_question(clause) and clause is clauses[-1]:
            found = "short"
    if found == "short" and any(phrases.asks(one) for one in clauses[:-1]):
        return None
    return found


def of_one_thing(said: str) -> bool:
    """Whether what stands beside the wish names a car, a house or savings, of which there is an answer by itself."""
    beside = [
        one
        for one in phrases.CLAUSES.split(said)
        if one and not (OF_THE_CASE.match(one) or IN_SHORT.match(one))
    ]
    return len(beside) == 1 and OF_ONE_THING.search(beside[0]) is not None


def _is_a_question(clause: str) -> bool:
    asks = phrases.asks(clause) or clause.rstrip("?？。!！~")[-1:] in "不吗没么呢啵噻"
    return asks or OR.search(clause) is not None or ASKS_TO_RECKON.search(clause) is not None
