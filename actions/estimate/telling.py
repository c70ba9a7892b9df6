"""What came of an estimate, in a few messages with what can be done next."""

from collections.abc import Iterator

from actions.estimate.progress import Progress
from actions.estimate.wishes import ESTIMATE
from knowledge.estimate import Estimate, advice
from knowledge.estimate.assessing import CLOSING, WORDS
from knowledge.materials import Catalogue, situations
from knowledge.saying import DISCLAIMER

PERSON = ("找人工", "/request_human")
AGAIN = ("重新估一估", f"/ask_eligibility#{ESTIMATE}")
MOST_LISTS = 2
"""For so many programmes the list of materials is offered."""

MOST_MISSING = 3
"""So many things that are still to be told are named."""
MATTERS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "家里几口人",
        frozenset(
            {"household", "heads", "spouse", "minor_children", "dependent_children", "other_dependents"}
        ),
    ),
    (
        "全家一个月一共多少钱（打工、种地、养老金、子女给的）",
        frozenset({"wage", "business", "other_incomes", "whole_income"}),
    ),
    ("户口是城里的还是农村的", frozenset({"area"})),
    ("多大岁数", frozenset({"age"})),
    ("儿女这些该管他的人管不管得了", frozenset({"supporter", "supporter_why"})),
    ("有没有重病、残疾的人，证上几级", frozenset({"severe_illness", "disability", "disability_kind"})),
    ("看病自己一个月掏多少", frozenset({"illness_cost"})),
    ("存款多少", frozenset({"savings"})),
    ("有没有车", frozenset({"vehicle", "vehicle_value"})),
    ("名下几套房", frozenset({"homes"})),
    ("现在领没领低保、特困", frozenset({"already"})),
    ("一年看病上学一共掏多少", frozenset({"rigid_spending"})),
)
"""What is still to be told, what matters most first, with the facts that it stands for."""
LINE_BASIS = "《社会救助法》第18条、第21条"
"""By which income is set beside the 低保 standard and the line above it."""
STILL_NOTHING = "还没说家里的情况，说了才估得出。"

Said = tuple[str, list[tuple[str, str]]]


def so_far(progress: Progress) -> Said:
    """The estimate on what has been told up to now: income a head beside the county's line, each programme that it may come
    to, the few things still missing that matter, where one applies and who decides; the list of papers as a button."""
    if not progress.facts:
        return STILL_NOTHING, []
    made = progress.interview.estimate(progress.facts, progress.library.today)
    shown = [one for one in made if _open_to(progress, one)]
    told = "；".join(progress.interview.said(key, value) for key, value in progress.facts.items())
    lines = [f"照您说的（{told}），先估到这里："]
    if reckoned := progress.so_far():
        demo = "，标准是示例数字" if _is_demo(progress) else ""
        lines.append(f"· {reckoned.rstrip('。')}（{LINE_BASIS}{demo}）")
    lines += [_in_a_line(one) for one in shown]
    if missing := what_is_missing(progress, made):
        lines.append(f"还差：{'；'.join(missing)}。")
    if progress.aside:
        lines.append(f"“{'”“'.join(progress.aside[-2:])}”这些也要看，去窗口一起说，由他们核实。")
    where = progress.place or "户口所在的乡镇（街道）"
    lines.append(
        f"要办：带户口簿、身份证，有病历、残疾证的带上，到{where}民政窗口申请；乡镇审核，县民政局定。{CLOSING}"
    )
    return "\n".join(lines), _lists(progress, [one for one in shown if one.verdict != "unlikely"])


def told_so_far(progress: Progress) -> str:
    """What was told up to now, and what it comes to a head."""
    if not progress.facts:
        return STILL_NOTHING
    told = "；".join(progress.interview.said(key, value) for key, value in progress.facts.items())
    return f"说到这里：{told}。{progress.so_far() or ''}"


def what_is_missing(progress: Progress, made: list[Estimate]) -> list[str]:
    """The few things still to be told that matter most for what is open, in words."""
    open_ones = [one for one in made if one.verdict == "cannot_say" and _open_to(progress, one)]
    missing = {key for one in open_ones for key in one.missing} - {*progress.facts, *progress.passed}
    return [words for words, keys in MATTERS if keys & missing][:MOST_MISSING]


def _open_to(progress: Progress, one: Estimate) -> bool:
    """Whether a programme is worth naming before all is told: likely, 低保 and the line above it always, the others where
    something told speaks for them."""
    if one.verdict == "likely" or one.program in ("dibao", "dibao_marginal"):
        return True
    return one.verdict == "cannot_say" and any(
        progress.facts.get(key) for key in SPEAKS_FOR.get(one.program, ())
    )


SPEAKS_FOR = {
    "dibao_single": ("disability", "severe_illness"),
    "tekun": ("supporter",),
    "rigid_expenditure": ("illness_cost", "rigid_spending"),
    "temporary": ("emergency",),
}


def _in_a_line(one: Estimate) -> str:
    deciding = [
        reason
        for reason in one.reasons
        if one.verdict != "cannot_say" and reason.holds is (one.verdict == "likely")
    ]
    why = "；".join(f"{reason.text}，{'；'.join(reason.basis)}" for reason in deciding[:2])
    amount = f"，{one.amount.said}" if one.amount and one.verdict == "likely" else ""
    return f"· {one.name}：{WORDS[one.verdict]}{f'（{why}）' if why else ''}{amount}"


def _is_demo(progress: Progress) -> bool:
    figure = progress.library.figures.find("dibao.standard.rural", progress.library.today)
    return figure is not None and figure.demo


def tell(progress: Progress) -> Iterator[Said]:
    """The messages, each with its buttons: what was told, each programme that is open, the others in short."""
    day = progress.library.today
    made = progress.interview.estimate(progress.facts, day)
    yield _heading(progress, made), []
    hopeful = [one for one in made if one.verdict != "unlikely"]
    for one in hopeful:
        yield one.text() + _missing(progress, one), []
    rest = [one.text() for one in made if one.verdict == "unlikely"]
    if rest:
        yield "\n\n".join(rest), []
    yield f"{advice(made)}{CLOSING}{DISCLAIMER}", [*_lists(progress, hopeful), AGAIN, PERSON]


def _heading(progress: Progress, made: list[Estimate]) -> str:
    told = "；".join(progress.interview.said(key, value) for key, value in progress.facts.items())
    short = "\n".join(f"· {one.name}：{WORDS[one.verdict]}" for one in made)
    county = progress.library.figures.county_name
    return f"按您说的（{told or '还没有说什么'}），照{county}现在的数字估，结果是：\n{short}"


def _missing(progress: Progress, one: Estimate) -> str:
    if not one.missing:
        return ""
    names = "、".join(progress.interview.question(key).name for key in one.missing[:4])
    return f"\n还差：{names}。"


def _lists(progress: Progress, hopeful: list[Estimate]) -> list[tuple[str, str]]:
    catalogue = Catalogue.load(progress.library.corpus)
    with_papers = ",".join(situations(progress.facts))
    offers = []
    for one in hopeful[:MOST_LISTS]:
        listing = catalogue.listing(one.materials) if one.materials else None
        if listing:
            offers.append(
                (f"{listing.name}要带什么", f"/ask_materials#materials:{one.materials}:{with_papers}")
            )
    return offers
