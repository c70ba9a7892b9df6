"""The one-time list of materials in the talk: what to bring, said at once, with a page to print."""

from actions import house_pages
from actions.tools import Say, Tools
from actions.turn import Turn
from knowledge.materials import Catalogue, Listing

ABOUT = "materials:"
PERSON = ("找人工", "/request_human")
MOST_SITUATIONS = 4
"""So many further circumstances are offered to be added."""


def payload(program: str, situations: list[str]) -> str:
    return f"/ask_materials#{ABOUT}{program}:{','.join(situations)}"


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


def offered(tools: Tools, program: str | None) -> list[tuple[str, str]]:
    """The button for the list of a programme that has one."""
    if tools.library is None or program is None:
        return []
    listing = Catalogue.load(tools.library.corpus).listing(program)
    return [("一次性材料清单", payload(program, []))] if listing else []
