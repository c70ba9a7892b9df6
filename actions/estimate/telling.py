"""What came of an estimate, in a few messages with what can be done next."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from actions.estimate import verdict, wording
from actions.estimate.matters import LEFT_OF_IT, MATTERS
from actions.estimate.progress import Progress
from actions.estimate.wishes import ESTIMATE
from knowledge.estimate import Estimate, advice
from knowledge.estimate.assessing import CLOSING, WORDS
from knowledge.estimate.rules import Value
from knowledge.materials import Catalogue, situations
from knowledge.saying import DISCLAIMER

PERSON = ("找人工", "/request_human")
AGAIN = ("重新估一估", f"/ask_eligibility#{ESTIMATE}")
MOST_LISTS = 2
"""For so many programmes the list of materials is offered."""

MORE_MONEY = "说过的以外还有没有别的钱（打工、种地、生意、养老金、房租、子女给的）"
MOST_MISSING = 3
"""So many things that are still to be told are named."""
LINE_BASIS = "《社会救助法》第18条、第21条"
"""By which income is set beside the 低保 standard and the line above it."""
KEEPS_IT = (
    "您在领低保，上面说的是还符不符合：人均收入没过标准的，一般接着发，钱数按新的收入调；"
    "因为上班、打工超过的，可以有渐退期，不是马上停（《最低生活保障审核确认办法》第33条）。"
)
"""Said to who is in receipt: the sum says whether they still fit."""
STILL_NOTHING = "还没说家里的情况，说了才估得出。"

Said = tuple[str, list[tuple[str, str]]]
GO_ON = ("接着估", f"/ask_eligibility#{ESTIMATE}")


def is_clear(progress: Progress, program: str | None = None) -> bool:
    """Whether what was told comes to a yes or a no, so that nothing need be asked."""
    return bool(progress.facts) and not progress.unplaced and _verdict(progress, program).clear


def _verdict(progress: Progress, program: str | None) -> verdict.Verdict:
    asked = _as_asked(progress)
    made = progress.estimate(_supposing(progress), every=True)
    waits = names_of(progress, waits_for(progress, program))
    missing = waits or what_is_missing(progress, progress.estimate(asked))
    shown = [one for one in made if one.program == (progress.wanted or program) or _open_to(progress, one)]
    likely = {one.program for one in shown if one.verdict == "likely"}
    kept = [one for one in shown if one.verdict != "likely" or one.gives_way_to not in likely]
    return verdict.told(
        progress.wanted or program, kept, missing, supposed=any(key not in asked for key in SUPPOSED_OF)
    )


def _supposing(progress: Progress) -> dict[str, Value]:
    """What was told, with what is supposed of a household that has told enough."""
    asked = _as_asked(progress)
    return {**UNLESS_TOLD, **asked} if is_enough(progress) else asked


def waits_for(progress: Progress, program: str | None) -> tuple[str, ...]:
    """What the verdict on the programme wanted hangs on, where all else was told or is supposed."""
    if not is_enough(progress):
        return ()
    wanted = progress.wanted or program or "dibao"
    made = progress.estimate(_supposing(progress), every=True)
    return next((one.missing for one in made if one.program == wanted), ())


WHERE_AND_WHAT = re.compile(
    r"(去哪|到哪|上哪|在哪|找谁)[^。]{0,8}(带|拿|要|准备)(些|点)?(啥|什么|哪些)|(带|拿|准备)(些|点)?(啥|什么)[^。]{0,6}(去哪|到哪|上哪|在哪|找谁)"
)
"""Where one applies is asked together with what to bring."""
AT_HOME = "户口所在的乡镇（街道）"


def how_to_apply(progress: Progress) -> str:
    """Where one applies, with what, and who decides."""
    where = progress.place or AT_HOME
    return (
        f"要办：带户口簿、身份证，有病历、残疾证的带上，到{where}民政窗口申请；乡镇（街道）审核，县民政局定。"
    )


def lists(progress: Progress) -> list[tuple[str, str]]:
    """The lists of papers of what is open still."""
    return _lists(progress, [one for one in progress.estimate(progress.facts) if one.verdict != "unlikely"])


def verdict_so_far(progress: Progress, program: str | None) -> str:
    """The verdict alone."""
    return _verdict(progress, program).said


def _as_asked(progress: Progress) -> dict[str, Value]:
    """What was told, as it stands for who is in receipt and asks whether they still fit."""
    receives = progress.facts.get("already") == "dibao"
    return {**progress.facts, "already": "none"} if receives else dict(progress.facts)


def so_far(progress: Progress, program: str | None = None, *, ways: bool = False) -> Said:
    """The estimate on what has been told up to now: first a plain yes, no or not yet, then income a head beside the county's
    lines, each programme that it may come to, the few things still missing that matter, where one applies and who decides; the
    list of papers as a button.

    `program` is the one that is talked of, which is named whatever was told.
    """
    if not progress.facts:
        return STILL_NOTHING, []
    receives = progress.facts.get("already") == "dibao"
    asked = _as_asked(progress)
    known = progress.estimate(asked)
    supposed = {**UNLESS_TOLD, **asked} if is_enough(progress) else asked
    made = progress.estimate(supposed)
    shown = [one for one in made if one.program == program or _open_to(progress, one)]
    told = wording.in_words(progress.interview, progress.facts)
    first = _verdict(progress, program)
    lines = [first.said, f"照您说的（{told}），先估到这里：", f"· {_beside_the_lines(progress)}"]
    if (progress.wanted or program) == "tekun":
        lines += _three_conditions(progress)
        shown = [one for one in shown if one.program != "tekun"]
    if supposed != asked and any(one.verdict != "cannot_say" for one in shown):
        lines.append("没说到的先当没有，照这样看：")
    lines += [_in_a_line(one) for one in shown if one.verdict != "cannot_say"]
    weighed = [one.name for one in shown if one.county_weighs and not one.missing]
    if weighed:
        lines.append(
            f"· {'、'.join(weighed)}：要看看病的钱、上班的必要开销能扣多少，养老金算不算，由乡镇（街道）和县民政局核定（《最低生活保障审核确认办法》第13条）"
        )
    unsure = [one.name for one in shown if one.verdict == "cannot_say" and one.name not in weighed]
    if first.clear and unsure:
        lines.append(f"· {'、'.join(unsure)}：{WORDS['cannot_say']}")
    if receives:
        lines.append(KEEPS_IT)
    lines += ways_round(progress, shown, always=ways)
    if first.clear and (missing := what_is_missing(progress, known)):
        lines.append(f"还差：{'；'.join(missing)}。")
    if progress.aside:
        lines.append(f"“{'”“'.join(progress.aside[-2:])}”这些也要看，去窗口一起说，由他们核实。")
    where = progress.place or AT_HOME
    lines.append(
        f"有变化自己去{where}民政窗口报一声，接不接着发由他们核定。{CLOSING}"
        if receives
        else f"{how_to_apply(progress)}{CLOSING}"
    )
    lists = _lists(progress, [one for one in shown if one.verdict != "unlikely"])
    return "\n".join(lines), [*lists, *([GO_ON] if first.clear and progress.asked() else [])]


def _beside_the_lines(progress: Progress) -> str:
    """Income a head beside the 低保 standard and the line above it, with the articles; the lines alone where no income is told."""
    figures, today = progress.library.figures, progress.library.today
    kinds = {"rural": "农村", "urban": "城市"}
    area = progress.facts.get("area")
    standards = {
        name: figures.find(f"dibao.standard.{key}", today)
        for key, name in kinds.items()
        if area in (None, key)
    }
    known = {name: one for name, one in standards.items() if one is not None}
    times = figures.find("marginal.multiple", today)
    demo = "，示例数字" if any(one.demo for one in known.values()) else ""
    above = "、".join(f"{name} {one.amount * times.amount:.0f} 元" for name, one in known.items() if times)
    margin = f"低保边缘的线是每人每月{above}" if above else ""
    if reckoned := progress.so_far(UNLESS_TOLD if is_enough(progress) else {}):
        said = reckoned.rstrip("。")
    else:
        lines = "、".join(f"{name} {one.amount:.0f} 元" for name, one in known.items())
        said = f"低保看全家收入按人平均，要低于每人每月{lines}"
    return "；".join(filter(None, (said, margin))) + f"（{LINE_BASIS}{demo}）"


def is_enough(progress: Progress) -> bool:
    """Whether people and income were told, so that the case can be looked at on that."""
    if progress.is_open():
        return False
    facts = progress.facts
    family = "spouse" in facts and bool({"minor_children", "dependent_children"} & facts.keys())
    people = "heads" in facts or facts.get("household") == "alone" or family
    people = people or facts.get("supporter") == "none"
    return progress.so_far() is not None or (people and bool(EARNED & facts.keys()))


EARNED = frozenset({"wage", "business", "retirement", "whole_income", "basic_pension", "assets_income"})
SUPPOSED_OF = ("savings", "homes", "vehicle")
"""What a yes supposes that there is nothing of, until it is told."""
UNLESS_TOLD: dict[str, Value] = {
    "household": "family",
    "minor_children": 0,
    "dependent_children": 0,
    "other_dependents": 0,
    "excluded_members": 0,
    "already": "none",
    "wage": Decimal(0),
    "business": Decimal(0),
    "other_incomes": False,
    "assets_income": Decimal(0),
    "retirement": Decimal(0),
    "support_received": Decimal(0),
    "other_transfers": Decimal(0),
    "basic_pension": Decimal(0),
    "savings": Decimal(0),
    "homes": 1,
    "vehicle": "none",
    "disability": "none",
    "severe_illness": False,
    "illness_cost": Decimal(0),
    "emergency": "none",
}
"""What is supposed of a household whose people and income were told, until it tells otherwise."""
THREE_CONDITIONS = (
    ("no_labour", "没有劳动能力（年满60周岁、未满16周岁，或者规定之内的残疾）", "今年满多少周岁"),
    ("no_supporter", "没有该管的人（配偶、父母、子女），或者他们没有能力管", "有没有配偶、父母、子女"),
    ("income", "没有生活来源（收入低于低保标准，财产在规定以内）", "每月一共多少钱"),
)
"""The conditions of 特困, all of which must hold (特困人员认定办法 art. 4), and what each is decided by."""
OLD_ENOUGH = 60


def _three_conditions(progress: Progress) -> Iterator[str]:
    """How the conditions of 特困 stand on what was told; where only the age lacks, that it comes."""
    yield "· 特困（五保）要三条都够（《社会救助法》第16条，《特困人员认定办法》第4条）："
    supposed = {**UNLESS_TOLD, **progress.facts}
    [one] = [
        one
        for one in progress.interview.estimate(supposed, progress.library.today, every=True)
        if one.program == "tekun"
    ]
    holds = {reason.id: reason.holds for reason in one.reasons}
    income_told = any(key in progress.facts for key in INCOMES) and not progress.is_open()
    for number, (key, words, missing) in enumerate(THREE_CONDITIONS, 1):
        held = holds.get(key) if key != "income" or income_told else None
        how = "照您说的，像是够" if held else "照您说的，还不够" if held is False else f"还要知道{missing}"
        yield f"  {number}. {words}——{how}"
    age = progress.facts.get("age")
    if isinstance(age, int) and OLD_ENOUGH - 5 <= age < OLD_ENOUGH and not holds.get("no_labour"):
        yield "  年龄按身份证上的周岁算，到60周岁那天就够第1条，到时再申请特困；眼下过不去，可以先申请低保。"
    yield "  兄弟姐妹、侄子外甥一般不算法律上该管申请人的人。低保和特困只能占一样。"


INCOMES = frozenset(
    {
        "wage",
        "business",
        "other_incomes",
        "whole_income",
        "basic_pension",
        "assets_income",
        "support_received",
    }
)


def ways_round(progress: Progress, shown: list[Estimate], *, always: bool = False) -> list[str]:
    """What is open to a household whose income is above the 低保 standard, by what was told of illness and disability."""
    verdicts = {one.program: one.verdict for one in shown}
    above = re.search(r"标准高|正好到", progress.so_far() or "")
    if verdicts.get("dibao") != "unlikely" and not above and not always:
        return []
    facts, ways = progress.facts, []
    if verdicts.get("dibao_marginal") != "unlikely":
        ways.append("低保边缘家庭（《社会救助法》第21条）")
    if facts.get("severe_illness") or facts.get("disability") in ("1", "2", "3"):
        ways.append("重病、重残的那一个人单独进低保，就是单人保（《最低生活保障审核确认办法》第8条）")
    ways.append("看病、上学花得太多的，可以申请刚性支出困难家庭（《社会救助法》第22条）")
    ways.append("一时过不下去的，可以申请临时救助（《社会救助法》第29条）")
    if facts.get("severe_illness"):
        ways.append("看病的钱另外可以申请医疗救助，归医保局")
    if facts.get("disability") in ("1", "2"):
        ways.append("残疾一、二级的，残疾人两项补贴另外申请")
    return [f"低保不够的话，还可以看：{'；'.join(ways)}。"]


def told_so_far(progress: Progress) -> str:
    """What was told up to now, and what it comes to a head."""
    if not progress.facts:
        return STILL_NOTHING
    told = wording.in_words(progress.interview, progress.facts)
    return f"说到这里：{told}。{progress.so_far() or ''}"


def what_is_missing(progress: Progress, made: list[Estimate]) -> list[str]:
    """The few things still to be told that matter most for what is open, in words."""
    tekun = [one for one in made if one.program == progress.wanted == "tekun" and one.verdict == "cannot_say"]
    open_ones = tekun or [one for one in made if one.verdict == "cannot_say" and _open_to(progress, one)]
    missing = {key for one in open_ones for key in one.missing} - {*progress.facts, *progress.passed}
    if is_enough(progress):
        missing -= MATTERS[0][1]
    left_out = [f"“{words}”是哪一样的钱" for words in progress.left_out]
    return [*left_out, *names_of(progress, missing)][:MOST_MISSING]


def names_of(progress: Progress, missing: Collection[str]) -> list[str]:
    """What these facts are called, what matters most first."""
    names = [(_narrowed(words, keys, missing, progress.facts), keys) for words, keys in MATTERS]
    names = [(words, keys) for words, keys in names if keys.intersection(missing)]
    if INCOMES & progress.facts.keys():
        names = [(MORE_MONEY if keys & {"wage"} else words, keys) for words, keys in names]
    return [words for words, _ in names]


def _narrowed(words: str, keys: frozenset[str], missing: Collection[str], facts: Mapping[str, Value]) -> str:
    """The words for what is left of several facts asked for together, of which one was told."""
    left = [LEFT_OF_IT[key] for key in sorted(keys.intersection(missing, LEFT_OF_IT))]
    return left[0] if len(left) == 1 and keys & facts.keys() else words


def _open_to(progress: Progress, one: Estimate) -> bool:
    """Whether a programme is worth naming before all is told: likely, 低保 and the line above it always, the others where
    something told speaks for them."""
    if one.verdict == "likely" or one.program in ("dibao", "dibao_marginal"):
        return True
    if one.program == "tekun" and one.verdict == "cannot_say" and _has_nobody(progress.facts):
        return True
    return one.verdict == "cannot_say" and any(
        progress.facts.get(key) not in (None, False, 0, "none") for key in SPEAKS_FOR.get(one.program, ())
    )


def _has_nobody(facts: Mapping[str, Value]) -> bool:
    """Whether somebody lives alone and has no children, so that 特困 may be what they are for."""
    return facts.get("supporter") == "none" or (
        facts.get("household") == "alone" and facts.get("minor_children") == 0
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


def tell(progress: Progress) -> Iterator[Said]:
    """The messages, each with its buttons: what was told, each programme that is open, the others in short."""
    made = progress.estimate(progress.facts)
    yield _heading(progress, made), []
    hopeful = [one for one in made if one.verdict != "unlikely"]
    for one in hopeful:
        yield one.text() + _missing(progress, one), []
    rest = [one.text() for one in made if one.verdict == "unlikely"]
    if rest:
        yield "\n\n".join(rest), []
    yield f"{advice(made)}{CLOSING}{DISCLAIMER}", [*_lists(progress, hopeful), AGAIN, PERSON]


def _heading(progress: Progress, made: list[Estimate]) -> str:
    told = wording.in_words(progress.interview, progress.facts)
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
