"""The one-time list of materials in the talk: what to bring, said at once, with a page to print."""

import re

from actions import house_pages
from actions.tools import Say, Tools
from actions.turn import Turn
from knowledge.materials import Catalogue, Listing
from knowledge.saying import Answer

ABOUT = "materials:"
PERSON = ("找人工", "/request_human")
MOST_SITUATIONS = 4
"""So many further circumstances are offered to be added."""


def payload(program: str, situations: list[str]) -> str:
    return f"/ask_materials#{ABOUT}{program}:{','.join(situations)}"


SPOKEN = {
    "disabled": re.compile(r"残疾|残疾证|轮椅"),
    "ill": re.compile(r"大病|重病|慢性病|癌|肿瘤|尿毒症|透析|住院|瘫"),
    "student": re.compile(r"上学|学生|念书|读书"),
    "worker": re.compile(r"打工|上班|做工"),
}
"""Circumstances of the lists, as they are said behind an answer on papers: 我妈是残疾人呢."""
GOES_ON = re.compile(r"(呢|的话|怎么办|咋办|(带|交|要)(点)?(什么|啥))[?？。]*$")
SHORT = 16


def tell_with(tools: Tools, turn: Turn, say: Say) -> bool:
    """Say the list anew with the circumstance that is told after an answer on papers; False where that is not told."""
    told = [name for name, words in SPOKEN.items() if words.search(turn.said)]
    if turn.pressed or not told or len(turn.said) > SHORT or not GOES_ON.search(turn.said):
        return False
    last = (turn.slot("last_answer") or {}).get("answer", "")
    entry = tools.library.corpus.entries.get(last) if tools.library else None
    if tools.library is None or entry is None or entry.intent != "ask_materials" or not entry.programs:
        return False
    listing = Catalogue.load(tools.library.corpus).listing(entry.programs[0], told)
    return listing is not None and _say_list(tools, turn, say, listing, told)


def tell(tools: Tools, turn: Turn, say: Say) -> bool:
    """Say the list that the pressed button is about; False where there is none."""
    about = turn.about or ""
    if not about.startswith(ABOUT):
        return False
    program, _, named = about.removeprefix(ABOUT).partition(":")
    situations = [one for one in named.split(",") if one]
    if tools.library is None:
        return False
    listing = Catalogue.load(tools.library.corpus).listing(program, situations)
    if listing is None:
        return False
    return _say_list(tools, turn, say, listing, situations)


def _say_list(tools: Tools, turn: Turn, say: Say, listing: Listing, situations: list[str]) -> bool:
    program = listing.program
    text = listing.text_for_chat()
    if page := page_of(tools, turn, listing, situations):
        text += f"\n打印或存下来看：{page}"
    more = [(f"＋{said}", payload(program, [*situations, key])) for key, said in listing.could_apply]
    say.text(text, [*more[:MOST_SITUATIONS], PERSON])
    return True


def page_of(tools: Tools, turn: Turn, listing: Listing, situations: list[str]) -> str:
    """The address of the printable page, empty where it could not be reached."""
    query = f"?with={','.join(situations)}" if situations else ""
    return house_pages.address(tools, turn, f"/materials/{listing.program}{query}")


def offered(tools: Tools, answer: Answer) -> list[tuple[str, str]]:
    """The button for the list of the programme that an answer is about, or those for all that it may be about."""
    if tools.library is None:
        return []
    about = answer.context.get("program")
    entry = tools.library.corpus.entries.get(answer.id)
    programs = [about] if about else entry.programs if entry else []
    catalogue = Catalogue.load(tools.library.corpus)
    lists = [listing for one in programs if (listing := catalogue.listing(one))]
    if len(lists) == 1:
        return [("一次性材料清单", payload(lists[0].program, []))]
    return [(f"清单：{one.name}", payload(one.program, [])) for one in lists]
