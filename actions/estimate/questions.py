"""What is asked about the reckoning itself while a case is told, each with the answer that says it."""

import re

from actions.complaint import phrases
from actions.turn import Turn

_WHO = r"(他|她|我?(老?妈|爸|爹|娘|婆婆|公公|奶奶|爷爷|岳父|岳母|丈母娘|老人|老的)们?)"
_COUNTED = re.compile(
    rf"^(那|那么|请问|就是)*{_WHO}(到底|还|也)?(算不算|要不要算|该不该算|算不算数|算得上|用不用算|算)(进来|进去|在内|一家人?|我们?家(的)?人?|(一)?口人|家里人|人口)*(的)?(不|吗|嘛|么|呢|啊)*[?？。]*$"
)
_DEDUCTED = re.compile(
    r"(这|那)?(个|些)?(药|医药|看病|自费|自付|自己掏|康复|透析|化疗)?(的)?(钱|费|费用)?(能不能|可不可以|能|可以|是不是|会不会|要不要)(从收入里|从里面|在收入里)?(减|扣|抵|刨|除)(出去|出来|掉|除|去|下来)*(不|吗|么|嘛|呢)*[?？。]*$"
)
_CARE = re.compile(r"药|医|病|自费|自付|自己还?要?掏|自个儿掏|报完|康复|透析|化疗|手术")
_SUPPORT = re.compile(
    r"(娃|儿|女|子女|孩子|闺女)[^,，。\s]{0,6}(给|拿)不?给?(的)?(钱|多少)?[^,，。\s]{0,8}(算|要算|计)(进去|进来|收入|在内)*(啊|吗|不|么|嘛|呢)*$"
)


def answered_by(turn: Turn) -> str | None:
    """The id of the answer to a question of who is counted, what is deducted, or whether support counts; None for any other."""
    clauses = [one for one in phrases.CLAUSES.split(turn.said.strip()) if one]
    for clause in clauses:
        if _COUNTED.search(clause):
            return "household-living-with-parents"
        if _DEDUCTED.search(clause) and _CARE.search(turn.said):
            return "income-illness-deduction"
        if _SUPPORT.search(clause):
            return "support-how-computed"
    return None


def is_who_counts(said: str) -> bool:
    """Whether it is asked if one who lives with them is of the household."""
    return any(_COUNTED.search(one) for one in phrases.CLAUSES.split(said.strip()) if one)
