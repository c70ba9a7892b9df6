"""Whether it looks good or not, in one plain sentence, on what has been told up to now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.complaint import phrases
from actions.estimate import sums, wishes
from knowledge.estimate import Estimate

SHORT = {
    "dibao": "低保",
    "dibao_single": "单人保",
    "dibao_marginal": "低保边缘家庭",
    "tekun": "特困（五保）",
    "rigid_expenditure": "刚性支出困难家庭",
    "temporary": "临时救助",
}
BY_ITSELF = frozenset({"dibao_single", "dibao_marginal", "temporary", "tekun", "dibao"})
"""What is named where it looks good though something else was asked for."""
LIKELY, UNLIKELY, OPEN, CLOSE = (
    "照您说的看，{name}像是够得上",
    "照您说的看，{name}像是够不上：{why}",
    "{name}现在还说不准，先要知道：{missing}",
    "{name}就在线边上，说不准，要由乡镇（街道）和县里核定",
)
ALSO = "；不过{names}像是够得上，可以申请"
AND = "；{names}也像是够得上"
SUPPOSED = "（没说到的先当没有）"
_PLAIN = re.compile(
    r"^(那|所以|你|您|就是?|就说|这么说|照你说|像?我这|我这样|到底|究竟|照这么(算|说|看)|这么(算|说|看)|(在|就)?我们?|俺们?|像我们?|[,，\s])*"
    r"(这样|这情况|这种|这)?(的|子)?(低保|五保|特困|救助)?(的)?(到底|究竟)?(够不够(格|线|条件|标准)?|行不行|中不中|成不成|能不能(行|成|批|评|办)?|有没有(戏|门|希望|指望|谱)|有戏没戏|有门没门|行还是不行|够还是不够|能还是不能|算不算|能(行|成|批|评|办|吃)(得)?(上|下来|成)?(?=吗|不|么)|有(门|戏|希望|谱|指望)(?=吗|没|不)|没(戏|门|指望|希望)了?|(就是|还是)?不(行|够|成|中)了?(?=呗|吧|[?？])|(批|办|评|吃)得(下来|上|成)(?=不|吗)|给不给(办|批|评)|够(格|了)?(?=吗|吧|不))(了|上|得上|办)?(不|没有?|么)?(呢|啊|呀|嘛|吗|吧|哇)?[?？。!！]*$"
)
"""A bare question for the verdict, of whatever programme."""


@dataclass(frozen=True)
class Verdict:
    """What is said, and whether it is a yes or a no."""

    said: str
    clear: bool


def asked(said: str) -> bool:
    """Whether the last words ask what it comes to: 这样行不行, 有戏没戏 给个准话, 是不是超了, 还有别的路没有."""
    clauses = [one for one in phrases.CLAUSES.split(said.strip()) if one]
    return any(
        words.search(one)
        for one in clauses[-2:]
        for words in (wishes.VERDICT, wishes.OVER, wishes.OTHER_WAYS, _PLAIN)
    )


def wanted(said: str) -> bool:
    """The same, or that it be reckoned."""
    return asked(said) or sums.asked(said) is not None


def told(wanted: str | None, shown: Sequence[Estimate], missing: Sequence[str], *, supposed: bool) -> Verdict:
    """The verdict on the programme that is wanted, and what else looks good, out of the estimates made."""
    by_name = {one.program: one for one in shown}
    one = by_name.get(wanted if wanted in SHORT else "dibao") or by_name.get("dibao")
    name = SHORT[one.program] if one else "低保"
    others = [
        SHORT[other.program]
        for other in shown
        if other is not one and other.verdict == "likely" and other.program in BY_ITSELF
    ]
    if one is None or one.verdict == "cannot_say":
        close = not missing or (one is not None and not one.missing)
        said = CLOSE.format(name=name) if close else OPEN.format(name=name, missing="；".join(missing[:2]))
        return Verdict(_with(said, ALSO, others) + "。", clear=close)
    if one.verdict == "likely":
        return Verdict(
            _with(LIKELY.format(name=name) + (SUPPOSED if supposed else ""), AND, others) + "。", clear=True
        )
    why = "；".join(reason.text for reason in one.reasons if reason.holds is False)
    return Verdict(_with(UNLIKELY.format(name=name, why=why), ALSO, others) + "。", clear=True)


def _with(said: str, more: str, names: Sequence[str]) -> str:
    return said + (more.format(names="、".join(names)) if names else "")
