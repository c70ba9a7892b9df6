"""Something was brought to the office before, whatever the way: it is looked up, by its number or by a person, before it is
told anew."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import troubles
from actions.complaint import facts, phrases
from actions.complaint.reading import SHORT
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.petitions import queries
from store.clock import local_date
from understanding import Entity

BROUGHT = re.compile(
    r"(^|[,，。;；\s])(?P<where>[^,，。;；]*?)((反映|投诉|举报)(过|了)"
    r"|登记(过|了)(?!(一?下)?(低保|特困|五保|救助|贫困|残疾|信息|户口|身份)))"
)
WITH_US = re.compile(
    r"你们|你(这|那)|(这|咱)(里|儿|边)|微信|公众号|小程序|网上|网页|电话|热线|窗口|信访|民政局"
)
LONG_AGO = re.compile(r"上次|上回|上一?个?月|上个?(周|星期|礼拜)|去年|前(年|几天|些天|阵)|之前|以前|早就")
AGES_AGO = re.compile(
    r"上次|上回|上一?个?月|去年|前(年|几个?月)|以前|早就|\d{1,2}月|[一二三四五六七八九十]+月|(上|前)半年|年初"
)
"""Longer ago than today."""
WITH_OTHERS = re.compile(r"村|镇|乡|街道|社区|支书|主任|会计|所里|县里|12345|派出所|纪委|没有?|从来?不")
"""Whom it was brought to instead, or that it never was."""
WANTS_TO_COMPLAIN = re.compile(r"(要|想|得)(再|重新)?(投诉|举报|反映|控告|告(?!诉))")
OF_A_PETITION = re.compile(r"投诉|诉求|信访|反映|举报|答复|回复|复查|复核|HY\d", re.IGNORECASE)
"""Words of something lodged and answered."""
DECIDED = re.compile(
    r"(没|不|未)(有|给|予)?(批准?|办|过|通过|确认|纳入|认定|同意)|不(符合|够)|停(了|发|掉)|取消|退出|决定|通知书|认定|审核"
)
"""Words of a decision on an application or on assistance."""
MEANT = frozenset({"file_complaint", "privacy_request", "inform", "nlu_fallback", "out_of_scope"})
LOOKED_UP = frozenset({"check_petition", "urge_petition"})
"""Meanings that lead to the look-up by themselves."""
SUFFERS_FOR_IT = frozenset({"retaliation", "privacy_leak"})
"""Complaints that tell of something brought before, and of what has come of it for whoever brought it."""
WAITS = re.compile(
    r"^(我|俺|咱|人|都|真|真的|快|心里|全家|们|一直|还|在|好|,|，|\s)*"
    r"(等(得|的)?(很|好|都|太)?(急|着急|不及|不起|心焦)|(着|心|发|干)急|急(死|坏|疯|得)|等不(得|了|起|及)|干等)"
    r"(我|人|慌|很|不行|得很|死|着|了|啦|咯|呀|啊|哦|呢|都|[。!！~\s])*$"
)
"""Nothing is said but how hard it is waited for: 都等急了."""
HOW_TO_LOOK_UP = re.compile(
    r"^(那)?(我|俺)?(要|该|得|想)?(怎么|咋个?|如何|啷个|在哪(里|儿)?)(查|看)(得?到)?[呀啊呢的嘛?？]*$"
)
WAYS_TO_LOOK_UP = (
    "投诉、建议：把编号（HY 开头）和查询码发给我，往上翻“登记好了”那条消息就有。"
    "申请、发放：发受理通知单上的申请编号。都找不到，打 {hotline}（{duty_hours}），核对后告诉您。"
)


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Look up the petition that a query code by itself belongs to; else ask for the number, or say who looks it up without
    one; None where nothing was brought before."""
    if slots := _coded(turn):
        return [*(SlotSet(name, value) for name, value in slots.items()), FollowupAction("petition_form")]
    if turn.loop or turn.offered or turn.intent not in MEANT | LOOKED_UP:
        return None
    if turn.intent not in LOOKED_UP and HOW_TO_LOOK_UP.match(turn.said):
        ways = WAYS_TO_LOOK_UP.format(hotline=tools.local.hotline, duty_hours=tools.local.duty_hours)
        say.text(ways, [troubles.PERSON])
        return [FollowupAction(LISTENING)]
    if (hurried := _hurried(tools, turn, say)) is not None:
        return hurried
    brought = _brought(turn.said) and not _suffers_for_it(turn)
    told = turn.slot("proven_petitions") or []
    lost = reading.NO_NUMBER.search(turn.said) is not None and not phrases.asks(turn.said)
    if reading.number_of(turn):
        return None
    if lost and told and not brought and len(turn.said) <= SHORT:
        say.text(f"在这里登记的是 {told[-1]}。说的要是更早的一件：")
        say.response("number_lost")
        return [FollowupAction(LISTENING)]
    if told:
        return None
    if lost and (brought or turn.intent in LOOKED_UP or len(turn.said) <= SHORT):
        say.response("number_lost")
        return [SlotSet("last_told", troubles.LOST), FollowupAction(LISTENING)]
    if not brought or turn.intent in LOOKED_UP:
        return None
    slots = opened(tools, turn, say)
    return [*(SlotSet(name, value) for name, value in slots.items()), FollowupAction("petition_form")]


def _coded(turn: Turn) -> dict[str, Any] | None:
    """The slots that a query code by itself fills, where a petition was spoken of just before."""
    code = reading.CODE_ALONE.match(turn.said.strip())
    if code is None or turn.loop or turn.pressed:
        return None
    last, proven = turn.slot("last_told"), turn.slot("proven_petitions") or []
    number = last if last in proven else None
    if number is None and turn.before is not None:
        number = reading.number_of(replace(turn, said=turn.before.text, parsed=turn.before))
    if number is None:
        return None
    shown = reading.PROVEN if number in proven else code["code"]
    known = {"petition_purpose": "check", "petition_number": number, "petition_code": shown}
    return {**reading.CLEAN, **known, "petition_words": ""}


def opened(tools: Tools, turn: Turn, say: Say) -> dict[str, Any]:
    """The slots that the first message fills; the only petition from the same account is the one that is meant."""
    slots = {**reading.CLEAN, **reading.opening(turn)}
    if slots["petition_number"] and _speaks_of_an_earlier_one(tools, turn, slots["petition_number"]):
        say.text(f"您说的是以前那件，不是刚登记的 {slots['petition_number']}。")
        return {**slots, "petition_number": None, "petition_code": None}
    if slots["petition_number"] is None:
        with tools.bureau.reading() as office:
            own = service.own_numbers(office, turn.token)
        if len(own) == 1:
            slots["petition_number"] = own[0]
            say.response("petition_known", number=own[0])
    return slots


def _speaks_of_an_earlier_one(tools: Tools, turn: Turn, number: str) -> bool:
    """Whether typed words tell of what was brought to the office long ago, and the only petition known is of today."""
    if turn.pressed or reading.number_of(turn) or not _brought(turn.said) or not AGES_AGO.search(turn.said):
        return False
    with tools.bureau.reading() as office:
        lodged = local_date(queries.numbered(office, number).lodged_at)
        return lodged == local_date(office.clock.now())


def contests_decision(tools: Tools, turn: Turn) -> bool:
    """Whether somebody who has lodged nothing here disagrees, and it is with a decision on assistance."""
    if turn.pressed or reading.number_of(turn) or reading.opening(turn)["petition_purpose"] != "reject":
        return False
    said = f"{turn.before.text if turn.before else ''}。{turn.said}"
    if turn.slot("proven_petitions") or OF_A_PETITION.search(said):
        return False
    with tools.bureau.reading() as office:
        if service.own_numbers(office, turn.token):
            return False
    named = turn.entities("program") or any(one.entity == "program" for one in _entities_before(turn))
    return bool(named or DECIDED.search(said))


def _entities_before(turn: Turn) -> Sequence[Entity]:
    return turn.before.entities if turn.before else ()


def _hurried(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say how the petition just told of stands, where nothing is told but that it is waited for; else None."""
    number = turn.slot("last_told")
    told = turn.parsed.entities or not WAITS.match(turn.said)
    if told or number not in (turn.slot("proven_petitions") or []):
        return None
    wish = service.Wish(
        "urge", str(number), "", True, turn.said, turn.token, title=turn.said, shown_before=True
    )
    return service.told(tools, wish, say)


def _suffers_for_it(turn: Turn) -> bool:
    sure = turn.parsed.category_confidence >= facts.SURE_OF_MATTER
    return turn.intent == "file_complaint" and sure and turn.parsed.category in SUFFERS_FOR_IT


def _brought(said: str) -> bool:
    found = BROUGHT.search(said)
    if found is None or WANTS_TO_COMPLAIN.search(said) or WITH_OTHERS.search(found["where"]):
        return False
    return bool(WITH_US.search(found["where"]) or LONG_AGO.search(found["where"]))
