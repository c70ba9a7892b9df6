"""The case of somebody outside the family, asked of as one of a kind: the rule is told, and what the figures told come to. It is
nobody's secret, and no form for the one who asks."""

import re

from rasa_sdk.events import FollowupAction

from actions.complaint import phrases
from actions.estimate import own_case, reading, telling, wishes, wording
from actions.estimate.progress import Progress, estimator
from actions.events import fill
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from knowledge.estimate import Interview
from knowledge.estimate.rules import Value

_OUTSIDER = re.compile(
    r"(隔壁|邻居|对门|楼[上下](?!电)|同村|老乡|工友|同事|同学)(?![^,，。]{0,4}(说|讲|告诉|打|骂|漏|闹|吵|一起|一道|欺))|(村|院|队|组|楼|小区)(子)?(里|上|头)?(还)?有(个|一个|一?户|家|对)(?!窗口|地方|点|站|干部|办事)"
    r"|(我|俺|咱)们?(这|那)?(个)?(村|院|队|组|楼|小区)(子)?(里|上|头)?(的)?(那|一|有(个|一|户|家)|老[一-鿿](?=[家他她]|[^,，。]{0,3}(这|那)))(?!干部|窗口)|(有|认识|听说)(个|一个|一?户|一?家)(老|女|男|人|残|孤|孩|娃|(?=[^,，。]{0,6}(他|她)))"
    r"|别人家|人家(?=[^,，。]{0,4}(这|那)(种|样))"
)
_THEIR_HOME = re.compile(
    r"(像|照|跟)?(他|她|人家|那|这)(们)?(家|一家|一户|户人家)(子)?(这|那)(种|样|个)(的)?(情况|条件|家庭|人家)?"
)
_CAN = re.compile(
    r"算不算|够不够|能不能|能否|可不可以|符不符合|行不行|中不中|该不该|有没有(资格|救助|补助|补贴|低保|办法)|管不管"
    r"|(能|可以|够|算|该|符合)[^,，。]{0,10}(吗|不|么|没)[?？]?$"
)
_WRONGED = re.compile(
    r"凭(什么|啥)|咋(就)?(能|还)吃|怎么(就)?(能|还)吃|关系|不公|有车|开(着|个)?(小车|轿车)|有钱"
)
"""That they get it is begrudged: that is another matter."""
_OF_ONESELF = re.compile(
    r"(^|[^们问帮跟给替])(我|俺|咱)(这|的|们?家|一个月|自己|也|能|够|可以|该|打工|的?情况)(?!(村|院|队|组|楼|小区))"
)
"""The one who asks speaks of themselves."""
_HARMED = re.compile(r"(把|将|害|害得|砸|泡|淹|烧)了?(我|俺|咱)")
"""It is the one who asks to whom something was done."""
_RULES = {"tekun": "tekun-who-qualifies", "dibao": "dibao-who-qualifies"}
ASK_FIGURES = (
    "他家几口人、多大岁数、一个月多少钱、有没有病人残疾人，您知道的说一说，我就照这些估；不用说名字。"
)
OFFER = "还知道什么，接着说，我照着再估。要办得他本人或者托人去乡镇（街道）民政窗口申请。"


def asked(turn: Turn) -> bool:
    """Whether it is asked if somebody outside the family would get something, as one of such a kind."""
    said = turn.said
    clauses = phrases.CLAUSES.split(said)
    if _HARMED.search(said) or any(
        _OF_ONESELF.search(one) for one in clauses if _CAN.search(one) or re.search(r"\d|[百千万]", one)
    ):
        return False
    asks = any(_CAN.search(one) for one in clauses)
    outside = _OUTSIDER.search(said) or (_THEIR_HOME.search(said) and not turn.slot("estimate_talk"))
    return bool(outside and asks) and not (_WRONGED.search(said) or phrases.COMPLAINS.search(said))


def goes_on(turn: Turn) -> bool:
    """Whether the case that is kept is such a one and nothing is being asked of it yet."""
    kept = turn.slot("estimate_talk") or {}
    return bool(kept.get("outside")) and not kept.get("begun")


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """The rule, and what the figures come to; the case is kept unless one's own is kept already."""
    library = tools.library
    if library is None:
        return None
    kept = turn.slot("estimate_talk") or {}
    own = bool(kept.get("facts")) and not kept.get("outside")
    progress = None if own else Progress.of(tools, turn)
    progress = progress or Progress(Interview(estimator(library)), library, on_behalf=True, outside=True)
    first = not kept.get("outside")
    progress.wanted = wishes.programme(turn.said) or progress.wanted
    if told := _facts(turn):
        progress.learn(turn.said, told)
    progress.at_home = True
    context = turn.slot("last_answer") or {}
    program = progress.wanted or str(context.get("program") or "dibao")
    rule = library.get(_RULES.get(program, _RULES["dibao"]), context=context) if first else None
    if rule:
        say.text(rule.text_for_chat())
    if telling.is_enough(progress):
        say.text(*telling.so_far(progress, program))
        say.text(OFFER)
    else:
        said = wording.in_words(progress.interview, progress.facts)
        say.text(f"记下了：{said}。{ASK_FIGURES}" if said else ASK_FIGURES)
    events = [] if own else fill(estimate_talk=progress.slot())
    talked = rule.context if rule else context
    return [*events, *fill(last_answer=talked, times_unclear=0.0), FollowupAction(LISTENING)]


def _facts(turn: Turn) -> dict[str, Value]:
    stated = " ".join(one for one in phrases.CLAUSES.split(turn.said) if one and not own_case.asks(one))
    return reading.facts_of(turn.with_said(stated), True) if stated else {}
