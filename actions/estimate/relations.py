"""Who belongs to the one who asks: a husband or wife who is there, children with homes of their own, nobody but a brother."""

import re

from actions.complaint import phrases
from knowledge.estimate import amounts, telling
from knowledge.estimate.rules import Value

_SPOUSE = re.compile(
    rf"(?<![儿弟孙侄嫂舅子女姐妹哥])(?!老头子|男人|当家的)({telling.SPOUSE}(?![家们公婆])|(?<=[我俺])(的)?(男的|女的|那口子))"
    r"|([我俺咱](们)?(家)?(的)?|[跟和同])(老头子|男人|当家的)"
)
_GONE = re.compile(
    r"[伯叔爸妈爹娘]的|不要(我|俺)|走(了|得)|没了|死|[去过病]世|病逝|不在|跑|离|前(妻|夫|老)|改嫁|失踪|失联|坐牢|判|服刑|没(有|得)?(个)?(老|媳|婆|丈|爱|男)|[娶讨找]|光棍|守寡|邻居|隔壁|别人|人家的|儿子|女儿|闺女|弟|哥|姐|妹|他|她"
)
"""Of such a husband or wife it is not said that they are there, or they are somebody else's."""
_TWO_AGES = re.compile(
    rf"(?:老两口|两口子|(?:我|俺|咱)们?(?:俩|两个?人?|两口子)|(?:我|俺)(?:跟|和|同){telling.SPOUSE})[,，:\s]*(?:都|今年|一个|分别是?)*(?P<own>\d{{2}}|[三四五六七八九]十[一二三四五六七八九]?)岁?[、,，和跟\s]+(?:一个)?(?:\d{{2}}|[三四五六七八九]十[一二三四五六七八九]?)"
    r"|(?:我|俺)(?P<mine>\d{2}|[五六七八九]十[一二三四五六七八九]?)岁?[,，\s]?[她他](?:\d{2}|[五六七八九]十[一二三四五六七八九]?)"
)
_OFFSPRING = re.compile(
    r"(?<![孙侄外])(儿子|女儿|闺女|姑娘|丫头|儿女|子女|老[大二三四](?!爷|妈|娘|远))|[大二三四]儿(?![园媳])|两儿|俩儿"
)
_BY_THEMSELVES = re.compile(
    r"打工|上班|进厂|厂里|开(着|了|个)?[^,，。]{0,3}(店|车)|跑(车|货|运输|外卖|滴滴)|做(生意|买卖)|有(个)?(工作|班上)|当(老师|兵|医生)|在外(头|面|地|边)|在(城里|省城|南方|北京|上海|广东|深圳|东莞|苏州|浙江|江苏)|成(了)?家|各(过|顾|管)各|另(外)?过|分(了)?(开|家)|嫁|结(了)?婚"
)
_CANNOT = re.compile(
    r"瘫|残|坐牢|服刑|判|没(有)?能力|管不|养不|自身难保|自顾不暇|病|低保|五保|傻|精神|智力|死|没了|不在了|失踪|失联|联系不|(还|在|正)?(上(大学|大专|学|高中|初中|小学|幼儿园|中专|职高)|[读念](书|大|高|初|小|研|博|中|职))|没(结|成|嫁|娶)|(带|养|抱)(着|大)?孙|(一起|一块儿?)(过|住)|(跟|和)(我|俺|我们)(过|住)"
)
"""Of such a child it is left open whether it can support anybody."""
_SMALL = re.compile(
    r"(?<![\d一二三四五六七八九])([一二两三四五六七八九\d]|1[0-7]|十[一二三四五六七]?)周?岁|上学"
)
"""Of a child it is said that it is one."""
_OF_ONESELF = re.compile(rf"^(我|俺|咱)(?!们?家?(儿|女|闺|姑|丫|老[大二三四]|[大二三四]儿))|{telling.SPOUSE}")
_PARENTS_GONE = re.compile(
    r"(爹妈|爸妈|爹娘|父母|老人|二老|老的)[^,，。]{0,4}(不在了?|走了|走得早|没了|没有了|死|去世|过世)(?!工作|收入|退休|钱)"
)
_ONLY_SIBLINGS = re.compile(
    r"(就|只|光)(是|剩|有|还有)?(下)?(这么|那么)?(一|[两俩二三四五])?个?(亲|堂|表|叔伯|[大二三小])?(哥|弟|姐|妹|兄弟|姊妹|侄|外甥)"
)
SIBLINGS = "兄弟姐妹、侄子外甥一般不算法律上该管申请人的人。"
"""特困人员认定办法 art. 8 speaks of those who are bound by law; brothers and nephews are, as a rule, not."""


def told(said: str) -> dict[str, Value]:
    """What the words tell of husband or wife."""
    found: dict[str, Value] = {}
    if ages := _TWO_AGES.search(said):
        own = amounts.number(ages["own"] or ages["mine"])
        found |= {"spouse": True, "household": "family"}
        if own:
            found["age"] = int(own)
    if any(_is_there(clause) for clause in phrases.CLAUSES.split(said)):
        found |= {"spouse": True, "household": "family"}
    return found


_JUST_US = re.compile(r"(我|俺|咱)们?(俩|两个?人?|老两口)(?![^,，。]{0,4}(儿|女|孩|娃|带|养))")
_OTHERS_TOO = re.compile(r"孙|娃|孩|带着|口人|还有(个|一)?(老|儿|女)")


def is_of_two(said: str) -> bool:
    """Whether husband and wife speak of themselves as the two of them: 老伴七十一，你说我们俩."""
    there = any(_is_there(clause) for clause in phrases.CLAUSES.split(said))
    return there and bool(_JUST_US.search(said)) and not _OTHERS_TOO.search(said)


def supporter(said: str) -> dict[str, Value]:
    """What the words tell of who is bound to support the one who asks, those who live apart among them."""
    if has_only_siblings(said):
        return {"supporter": "none"}
    return {"supporter": "able"} if _has_grown_children(said) else {}


_SIDE_KIN = re.compile(r"(?<![表堂])(侄子?|侄女|外甥女?|[大二三小]?[哥弟姐妹](?!夫)|兄弟|姊妹)")


def names_side_kin(said: str) -> bool:
    """Whether brothers, sisters or nephews are told of, who are not bound by law."""
    return _SIDE_KIN.search(said) is not None


def has_only_siblings(said: str) -> bool:
    """Whether the parents are dead and there is nobody but a brother, a sister or a nephew."""
    nearer = _OFFSPRING.search(said) or any(_is_there(clause) for clause in phrases.CLAUSES.split(said))
    return bool(_PARENTS_GONE.search(said) and _ONLY_SIBLINGS.search(said) and not nearer)


def _is_there(clause: str) -> bool:
    found = _SPOUSE.search(clause)
    return found is not None and not (_GONE.search(clause) or phrases.asks(clause))


def _has_grown_children(said: str) -> bool:
    """Whether children are told of who work or have homes of their own, and nothing that would keep them from supporting."""
    before, grown = "", False
    for clause in (one for one in phrases.CLAUSES.split(said) if one and not phrases.asks(one)):
        if _CANNOT.search(clause) or _SMALL.search(clause):
            return False
        goes_on = _OFFSPRING.search(before) and not _OF_ONESELF.search(clause)
        if _BY_THEMSELVES.search(clause) and (_OFFSPRING.search(clause) or goes_on):
            grown = True
        before = clause
    return grown
