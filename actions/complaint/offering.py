"""A complaint about money that was offered: taken up by a yes, or by more of the same, in the very next message."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions.complaint import facts, phrases, yes_no
from actions.tools import Events
from actions.turn import Turn
from understanding import Parsed

NOT_COME = re.compile(
    r"(没|莫|冇|未)(有|得)?(再|给|能)*(到|发|打|收|领|见|来|进|动静|拿到)|还没|还不(发|到|来|给|打)"
)
"""Words of money that has not come; short or late money says more than that."""
MINE = r"(我|俺|咱|额|们|自己|家|的|新|老|这|那|张|银行|信用社|社保|低保|妈|爸|娘|爹|老伴|老婆|老公|媳妇|爱人|儿子|女儿|闺女|娃|孩子)"
"""Whose card one's own money comes to. Part of another pattern, so not verbose."""
HAS_COME = re.compile(
    rf"""
      (?<![没未])(到账|到卡|到手|打过来|打来|发下来|补下来|补发)了(?![没吗])
    | (?<![没未])(收到(钱)?|((?<!我)|(?<=给我))发)了(?=[\s,，。;；!！~啊呀哦呢嘞]|钱|低保|补贴|$)
    | 钱(已经|刚刚?|都|又|也|是)*(到|来|有|发|补|打|进)(过来|下来|进来|上|齐)?了(?![没吗])
    | (打|发|补|进|到)(到|进|在|回)(了)?{MINE}{{0,4}}[卡折][^,，。没不]{{0,3}}了(?![没吗])
    | (^|[,，。!！~\s])(哦|噢|啊|嗯|好了|现在|已经|这下|又|都|就|低保|补贴|钱|[卡账折]子?[里上])*有了[,，。!！~ ]*$
    """,
    re.VERBOSE,
)
"""Money that was missed has come after all."""
NEVER_HAD = re.compile(
    r"(没|冇|莫)(有|得)?(领|拿|发|给|享受)(到)?过|一直(都)?(没|冇|莫)(有|得)?(给|发|领|拿)"
)
"""An assistance was never had."""
NOT_OURS = re.compile(
    r"""
      别人|人家|他|她|别家|旁人|其余
    | 邻居|隔壁|对门
    | 大家|大伙|全村|全组|家家|户户
    | (村|组|队|镇|乡)(里|上)|干部|领导|会计|支书|书记|主任|出纳|文书|所长
    | 就(差|剩|缺)?(我|俺|咱)|(只|单单|唯独|除了)
    """,
    re.VERBOSE,
)
"""The money of others is spoken of, or somebody's doing."""
NOT_WHOLE = re.compile(r"一半|部分|[少差缺]|不(够|对|足|齐|全)|证据|材料|照片|图片|视频|语音|短信|通知|表")
"""Not all of it has come, or something else has."""
FAMILY = re.compile(
    r"(我|俺|咱|额)?(们)?家?(的)?老?(妈|爸|娘|爹|母亲|父亲|伴|婆|公|媳妇|爱人|丈夫|妻子|儿子|女儿|闺女|娃|孩子|爷爷|奶奶)+"
)
"""The relatives whose money is the speaker's own."""
ASKS_COME = re.compile(
    r"(到|发|打|来|进|下|领|拨)[^，。；,;]{0,4}(没有|没得|没|吗|么)(呀|啊|呢|嘛|哦|诶)?[？?。！!~～ ]*$"
    r"|(到|发|打|来|进|下|领)没(有)?(到|发|打|来|进|下|领)"
    r"|((啥|什么|么)时候|几时|几号|哪天|哪一天)[^，。；,;]{0,3}(到|发|打|来|进|领)[^，。；,;]{0,3}[?？]?$"
)
"""Words that ask whether money has come."""
EARNED = re.compile(r"工[钱资]|薪|老板|包工头|工地|货款|[厂矿]里|公司")
"""Words of money that is owed for work or goods."""
TAKEN_AWAY = re.compile(r"扣|截|吞|贪|占|挪|骗|冒领|代领|(拿|领|取|收|吃)(走|了|去)|压着|卡着")
"""Words that somebody has taken it."""
ACCUSES = re.compile(
    rf"{TAKEN_AWAY.pattern}|(?<!还)不(给|发|管|理|办)|不知道|推|少(发|给|了|打)|反映|上访|停"
)
"""Words that somebody is to blame, or that more is told than that money has not come."""
REGISTERED = frozenset({"complaint_place", "complaint_identity"})
"""What the register would say otherwise than the speaker does."""
LONGEST = 40
"""Longer words are an account of their own."""
TAKES_UP = re.compile(
    r"^(?=.*(要|好|行|可以|中|得|嗯|对|是|登记|投诉|举报|反映|催))"
    r"(嗯|对|是|好|行|可以|中|得|那|就|还是|请|麻烦|你|您|们|帮|替|给|我|要|需要|想|登记|投诉|举报|反映|催|办|一|下|个|吧|了|啊|呀|嘛|呗|哦|嘞|谢谢|的|[,，。!！~ ])+$"
)


LODGES = re.compile(r"要|登记|投诉|举报|反映|催")
"""Words that want it, and do not only say that one has understood."""


def plain(turn: Turn) -> bool:
    """Whether typed words tell that money has not come, ask for no complaint, sign none, and accuse nobody."""
    return _unasked(turn) and only_money(turn) and facts.identity_of(turn.said) is None


def wonders(turn: Turn) -> bool:
    """Whether typed words ask whether money has come, and no more; a number said is looked up instead."""
    said = any(sign.isdigit() for sign in turn.said) and turn.entities("application_no", "id_number")
    return (
        turn.loop is None
        and turn.intent == "check_payment"
        and _unasked(turn)
        and not said
        and _about_money(turn)
        and bool(ASKS_COME.search(turn.said))
    )


def has_come(turn: Turn) -> bool:
    """Whether it is said that one's own money has come, the whole of it, and nobody is accused."""
    said, draft = turn.said, turn.slot("complaint_draft") or {}
    own = {turn.slot("complaint_name"), draft.get("relation"), draft.get("relation_name")}
    others = set(turn.words("role", "person", "relation")) - own
    return (
        HAS_COME.search(said) is not None
        and not any(words.search(said) for words in (NOT_COME, NOT_OURS, NOT_WHOLE, TAKEN_AWAY))
        and all(FAMILY.fullmatch(one) for one in others)
        and not phrases.asks(said)
    )


def stands(turn: Turn) -> bool:
    """Whether something was offered in the answer to the words before this message."""
    kept: dict[str, Any] = turn.slot("complaint_draft") or {}
    return "offered" in kept and turn.before is not None and kept["after"] == mark(turn.before.text)


def _unasked(turn: Turn) -> bool:
    """Whether words were typed, outside a complaint, that ask for none."""
    return (
        turn.loop in (None, "record_form")
        and not turn.offered
        and not facts.begun(turn)
        and not phrases.COMPLAINS.search(turn.said)
    )


def only_money(turn: Turn) -> bool:
    """Whether the words tell that money has not come, and no more but where, when and whose."""
    return _about_money(turn) and bool(NOT_COME.search(turn.said))


def _about_money(turn: Turn) -> bool:
    """Whether short words are about money to come, accuse nobody, and name nobody."""
    return (
        (turn.intent == "check_payment" or turn.parsed.category == "payment_missing")
        and not turn.parsed.secondary
        and not turn.evidence
        and len(turn.said) <= LONGEST
        and not (ACCUSES.search(turn.said) or EARNED.search(turn.said))
        and not any(
            told(turn) for told in (facts.accused_of, facts.headcount_of, facts.name_of, facts.phone_of)
        )
    )


def only_own_money(turn: Turn) -> bool:
    """Whether nothing more is told than that one's own money has not come: the rest may be taken from the register."""
    told = facts.told(turn)
    return only_money(turn) and not told.draft.get("relation") and not told.slots.keys() & REGISTERED


def noted(turn: Turn, account: str = "", *, asked: bool = True) -> Events:
    """The event that remembers what was offered, until the next message; `account` is the register's, if it has one.

    `asked` where it was put as a question, to which 好 says yes. A complaint that is being told is not touched.
    """
    if facts.begun(turn):
        return []
    known = turn.slot("complaint_draft") or {}
    return [
        SlotSet("complaint_draft", {**known, "offered": account, "asked": asked, "after": mark(turn.latest)})
    ]


def taken(turn: Turn) -> Turn | None:
    """The turn that tells what was offered, where this message takes it up; None where it does not.

    A yes tells nothing itself: then the words before it do, or the register. More of the same is put behind them.
    """
    kept: dict[str, Any] = turn.slot("complaint_draft") or {}
    before = turn.before
    if before is None or turn.loop or turn.pressed or not stands(turn):
        return None
    asked = ASKS_COME.search(before.text) is not None
    more = (turn.intent == "file_complaint" and plain(turn)) or (not asked and _only_where_and_when(turn))
    if not (_says_yes(turn, before, kept) or more):
        return None
    of_stop = before.category == "wrongly_stopped"
    category = "wrongly_stopped" if of_stop else "payment_missing"
    meant = replace(before, intent="file_complaint", category=category, secondary=())
    if account := str(kept["offered"]):
        return replace(turn, said=account, parsed=replace(meant, text=account, entities=()), offered=True)
    if _says_yes(turn, before, kept):
        told = (
            before.text
            if of_stop or (NOT_COME.search(before.text) and not ASKS_COME.search(before.text))
            else f"{before.text.rstrip('，,。！!？?～~ ')}，钱没有到"
        )
        return replace(turn, said=told, parsed=meant, offered=True)
    whole = turn.with_words_before
    return replace(
        whole, parsed=replace(whole.parsed, intent="file_complaint", category=category), offered=True
    )


def _only_where_and_when(turn: Turn) -> bool:
    """Whether nothing is said but where, or since when: 两个月了, 柳溪镇的."""
    said = turn.entities("date", "duration", "place")
    rest = turn.said
    for one in said:
        rest = rest.replace(one.value, "")
    return (
        turn.intent == "inform"
        and bool(said)
        and phrases.substance(rest) <= 1
        and not phrases.asks(turn.said)
    )


def _says_yes(turn: Turn, before: Parsed, kept: Mapping[str, Any]) -> bool:
    """Whether the button below the offer was pressed, or a word says yes to it."""
    if turn.offered:
        return turn.intent == "file_complaint" and turn.said == before.text
    wants = TAKES_UP.match(turn.said) or yes_no.YES.match(turn.said)
    return bool(wants and (kept["asked"] or LODGES.search(turn.said)))


def mark(text: str) -> int:
    """Tells words from others without keeping them."""
    return zlib.crc32(text.encode())
