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

Said = tuple[str, list[tuple[str, str]]]


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
