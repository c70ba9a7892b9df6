"""Somebody in need of whom a resident tells: passed on to be visited, and seen at once where they may be in danger."""

import re

from actions import registers
from actions.tools import Say, Tools
from actions.turn import Turn
from casework.conversations import alerts, desk, talks
from casework.office import CaseworkError

VIOLENCE = re.compile(
    r"(天天|经常|老是|总是|往死里|被|挨)[^,，。]{0,8}(打(?!工|电|听)|揍|虐待)|家暴|虐待|(身上|浑身|脸上)[^,，。]{0,4}伤|关在[^,，。]{0,6}(屋|家|房)"
)
NEAR = re.compile(
    r"(我们|俺们?|咱们?|本|这个?|同)(村|组|队|屯|寨|社区|小区|楼)|村里|隔壁|邻居|对门|楼上|楼下"
)
"""Words that place somebody where the complaint is that is being told."""

WHETHER_THEY_COME = re.compile(
    r"""
      ^(那|好|你们?|您们?|他们|有人|真的?|到底|究竟|民政所?的?|政府|[\s,，])*
      (会|能|真)(不会)?(有人|派人|安排人)*(去|来|过去|过来|上门)+(看看?|管|帮|查|核实|他们?|她|一?下|老人家?)*
      (吗|么|嘛|不|啊|吧)*[?？]?$
    | (什么时候|啥时候?|几时|多久|好久|哪天)(能|会|才|可以|有人|派人|你们?|他们)*(去|来|到|过去|过来|上门)
      (看看?|管|帮|人|他们?|她|一?下)*[啊呀呢?？]*$
    """,
    re.VERBOSE,
)
"""Whether, or when, somebody will come is asked."""


def when_they_come(tools: Tools, turn: Turn) -> str | None:
    """What was promised for what this talk has reported, where it is asked whether somebody comes; else None."""
    if not WHETHER_THEY_COME.search(turn.said):
        return None
    with tools.bureau.reading() as office:
        return registers.promised(office, turn.token)


def call_for_danger(tools: Tools, turn: Turn, say: Say) -> None:
    """Somebody is beaten or shut in: a person sees it at once, before anything is asked."""
    if not VIOLENCE.search(turn.said):
        return
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        handover = desk.ask_for_person(office, conversation, "help", "线索里说有人挨打、受虐待")
        alerts.raise_alert(office, conversation, handover)
    say.text("这事我马上报给值班同志了。现在正在挨打、叫不应、有危险的，先打 110；受了伤的打 120，越快越好。")


def pass_on(tools: Tools, turn: Turn, say: Say, place: str, phone: str = "") -> bool:
    """Enter what the message tells and say by when they are visited; False where it cannot be entered so."""
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        told = registers.Report(
            "lead", turn.said, place, phone, conversation.id, conversation.channel, turn.token
        )
        try:
            promised = registers.report(office, told)
        except CaseworkError:
            return False
    say.text(promised)
    return True
