"""What was added to a petition: more of it is taken right after, and it is read back where that is asked."""

import re
from datetime import timedelta

from rasa_sdk.events import FollowupAction

from actions import calls, sent
from actions.complaint import gathering, other_matter, phrases
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import consents, talks
from casework.office import Office
from casework.people import residents
from casework.petitions import digests, queries

TELLS = frozenset({"inform", "nlu_fallback", "supplement_petition"})
STILL_ADDING = timedelta(minutes=10)
"""So long after something was added more of the like belongs to it."""
MATTER = 4
"""So many telling characters say something."""
CLOSES = re.compile(
    r"^(好|行|嗯|哦|那|中|对|得|可以|谢谢|[了的吧啊呀,，。!！\s])*(就(这些|这样|这么多|行)?|没(有)?(别的|其他|啥)?(了|事)?|说完|完)*(了|啦|吧|啊|谢谢(你们?|您)?|[,，。!！\s])*$"
)
"""Nothing more is to be added: 好了就这些."""
ASKS_WHAT_STANDS = re.compile(
    r"""
      (念|读|说)(给我|一?下|一?遍)*(听听?|看看?)|(给我)?(念|读)一?(遍|下)
    | (改|补|加|添|记|写|录|存)(好|上|进|下|过来|进去|上去)*(了)?(没有?|吗|么|不)[啊呀呢?？]*$
    | (能|可以|让)(再)?(改|补|加|添)(一?下|不|吗|么)
    | (补|加|写|记|改|添)(到|进|在)[^,，。]{0,20}(去|里|里头|里面|上)
    """,
    re.VERBOSE,
)
"""Whether, or what, has been written in is asked; or it is said to belong there."""


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Read back or add to the petition last talked of, the right to which was shown in this talk; None where something
    else is said, or somebody is called because of danger or need."""
    number = turn.slot("last_told")
    if turn.pressed or turn.loop or number not in (turn.slot("proven_petitions") or []):
        return None
    if reading.number_of(turn) not in (None, number) or calls.waiting_kind(tools, turn) in calls.PRESSING:
        return None
    with tools.bureau.reading() as office:
        lately = _added_lately(office, str(number))
    if turn.evidence:
        return _add_file(tools, turn, say, str(number)) if lately and _shows(turn) else None
    if lately and ASKS_WHAT_STANDS.search(turn.said):
        _read_back(str(number), lately, say)
        return [FollowupAction(LISTENING)]
    if lately and CLOSES.match(turn.said.strip()):
        say.text(f"好的，都记在 {number} 里了。有消息我在这里告诉您。")
        return [FollowupAction(LISTENING)]
    goes_on = turn.intent in TELLS or (bool(lately) and _of_the_same(turn))
    if not goes_on or not _tells(turn, going_on=bool(lately)):
        return None
    return _add(tools, turn, say, str(number))


def _shows(turn: Turn) -> bool:
    """Whether a file comes with no words, or with such as go on with what was just added."""
    return not turn.said.strip() or (
        (turn.intent in TELLS or _of_the_same(turn)) and not phrases.asks(turn.said)
    )


def _add_file(tools: Tools, turn: Turn, say: Say, number: str) -> Events | None:
    """Add the file, where it was agreed that files are kept; else None: it is asked first what it is for."""
    with tools.bureau.office() as office:
        who = consents.who(office, talks.get(office, turn.token))
        if not residents.has_consented(office, consents.FILES.name, contact=who):
            return None
        files = sent.unclaimed(office, turn)
    return _add(tools, turn, say, number, files)


def _add(tools: Tools, turn: Turn, say: Say, number: str, files: tuple[int, ...] = ()) -> Events | None:
    wish = service.Wish(
        "supplement", number, "", True, turn.said, turn.token, evidence=files, shown_before=True
    )
    return service.told(tools, wish, say)


def _tells(turn: Turn, *, going_on: bool) -> bool:
    """Whether a fact is told, or, right after something was added, anything at all that asks nothing."""
    asks = phrases.asks(turn.said) and not turn.entities("date")
    if asks or any(one.match(turn.said.strip()) for one in (reading.CODE_ALONE, CLOSES)):
        return False
    if gathering.only_facts(turn):
        return True
    return going_on and phrases.substance(turn.said) >= MATTER and not phrases.COMPLAINS.search(turn.said)


def _of_the_same(turn: Turn) -> bool:
    """Whether what was taken for a complaint turns to more of the same people, and names nobody and no place anew."""
    if turn.intent != "file_complaint" or turn.offered or turn.entities("place", "person", "role", "organ"):
        return False
    another = other_matter.ANNOUNCES.match(turn.said) or other_matter.ANOTHER_MATTER.search(turn.said)
    more = other_matter.TURNS_TO.match(turn.said) or other_matter.POINTS_BACK.search(turn.said)
    return bool(more) and not another


def _added_lately(office: Office, number: str) -> str:
    """What was added last, if that was just now; else empty."""
    petition = queries.numbered(office, number)
    last = queries.last_added(office, petition)
    if last is None or office.clock.now() - last.at > STILL_ADDING:
        return ""
    return office.vault.open_or_none(last.text_sealed) or ""


def _read_back(number: str, text: str, say: Say) -> None:
    """The words added last, without names and numbers: others may look on."""
    say.text(
        f"{number} 里已经添上了：“{digests.redact(text)}”。承办的同志按这个核实。还有要添、要改的，直接说。",
        [("查办到哪一步", f"/check_petition#{number}")],
    )
