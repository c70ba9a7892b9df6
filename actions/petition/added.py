"""What was added to a petition: more of it is taken right after, and it is read back where that is asked."""

import re
from datetime import timedelta

from rasa_sdk.events import FollowupAction

from actions import calls, sent
from actions.complaint import (
    account,
    acts,
    facts,
    following,
    gathering,
    other_matter,
    outlook,
    phrases,
    yes_no,
)
from actions.complaint.reading import LONGEST_PLAIN
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import consents, talks
from casework.office import CaseworkError, Office
from casework.people import residents
from casework.people.actors import Actor
from casework.petitions import digests, letters, queries, workflow

TELLS = frozenset({"inform", "nlu_fallback", "supplement_petition"})
STILL_ADDING = timedelta(minutes=10)
"""So long after something was added more of the like belongs to it."""
MATTER = 4
"""So many telling characters say something."""
CLOSES = re.compile(
    r"^(好|行|嗯|哦|那|中|对|得|可以|谢谢|[了的吧啊呀,，。!！\s])*(就(这些|这样|这么多|行)?|没(有)?(别的|其他|啥)?(了|事)?|说完|完)*(了|啦|吧|啊|谢谢(你们?|您)?|[,，。!！\s])*$"
)
"""Nothing more is to be added: 好了就这些."""
HANDED_IN = "已经交上去了，编号 {number}，不用再交。{promise}想起什么要补，直接说。"
OF_NUMBERS = re.compile(r"编号|查询码|[查看]|一下|[^一-鿿]")
"""What a number with its code consists of."""
AND_THEN = re.compile(r"(以后|之后|过后|然后|接着|接下来|完了|下一?步)(呢|嘛|啊|咋|怎么|要)")
"""What follows is asked: 登记了以后呢."""
ENDS = re.compile(rf"{CLOSES.pattern}|{account.NO_TELLING.pattern}", re.VERBOSE)
"""A clause tells nothing more."""
IDLE = frozenset({"submit", "agree", "refuse", "courtesy"})
"""What clauses do that end the telling: yes, nothing more, hand it in, thank you."""
BY_MESSAGE = re.compile(
    r"^(?!.*((会计|支书|主任|干部|银行|他们?|她们?|村里|有人)[^,，。]{0,6}(发|微信|短信|信息)|收到|骗|短信(上|里)?说|来的|让我|叫我|验证))"
    r".*(短信|发(个|条)?(信息|消息|微信)(给|到|通知)|微信(上)?(发|通知|告诉))"
)
"""It is asked, or asked for, that one be told by a text message."""
NOT_BY_MESSAGE = (
    "短信、微信我这里发不了，不能答应您。受理不受理、查的结果，都发在这个对话里；凭编号 {number} 和查询码随时能查。"
    "{phone}"
)
WITH_PHONE = "您留的电话，核实情况时会打。想要电话或短信告诉您，这句我也记进案里，由办的同志定。"
WITHOUT_PHONE = "想让人打电话告诉您，说一下号码，我加进去。"
AWAY = frozenset(
    {
        *(
            "withdraw_petition",
            "accept_reply",
            "reject_reply",
            "request_human",
            "privacy_request",
            "request_help",
        ),
        *("cancel", "greet", "bot_challenge", "check_application", "check_payment", "report_change"),
    }
)
"""Meanings of a wish that is none for the petition."""
TO_BE_TOLD = re.compile(r"(说|讲|告诉|解释|弄)(说|讲)?(一下|清楚|明白|我)?")
"""What would be a question is to be told by those complained of: 再说说为啥扣的."""
PUT_RIGHT = re.compile(
    r"(^|[\s,，。;；])(那|就|快|赶紧|给我)?把[^,，。;；\s]{1,14}(补|退|还|恢复|发|算|查|贴|换|办|给)"
)
"""What is to be put right: 把少的几个月补齐."""
OF_ONES_OWN = re.compile(
    r"催|撤|编号|查询码|查(一?下|一?哈|看|询)|(要|想)(问|查|撤|估|算|申请|补充|举报|投诉|反映|告(?!诉)|打听|了解)|人工|进度"
)
"""The wish is for something that is done here, and not of the petition."""
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
        petition = queries.numbered(office, str(number))
        fresh = office.clock.now() - petition.lodged_at <= STILL_ADDING
        category = petition.category
    if turn.evidence:
        return _add_file(tools, turn, say, str(number)) if lately and _shows(turn) else None
    if lately and ASKS_WHAT_STANDS.search(turn.said):
        _read_back(str(number), lately, say)
        return [FollowupAction(LISTENING)]
    if lately and CLOSES.match(turn.said.strip()):
        say.text(f"好的，都记在 {number} 里了。有消息我在这里告诉您。")
        return [FollowupAction(LISTENING)]
    if BY_MESSAGE.search(turn.said) and len(turn.said) <= LONGEST_PLAIN:
        return _not_by_message(tools, turn, say, str(number))
    if _only_ends(turn):
        _say_handed_in(tools, str(number), say)
        return [FollowupAction(LISTENING)]
    if _wishes(turn):
        return _add(tools, turn, say, str(number))
    same = (bool(lately) and _of_the_same(turn)) or (fresh and _of_this_kind(turn, category))
    goes_on = turn.intent in TELLS or same
    states = fresh and (acts.states(turn.said) or phrases.substance(turn.said) >= facts.ENOUGH)
    if not goes_on or not _tells(turn, going_on=bool(lately) or states):
        return None
    return _add(tools, turn, say, str(number))


def _only_ends(turn: Turn) -> bool:
    """Whether nothing is said but that it is right, that there is no more, and that it is to be handed in: 没别的了 交吧."""
    if turn.evidence or turn.parsed.entities or following.FOLLOWING in (turn.slot("complaint_draft") or {}):
        return False
    if len(turn.said) > LONGEST_PLAIN or turn.intent in AWAY | {"goodbye", "thank"}:
        return False
    if OF_ONES_OWN.search(turn.said) or AND_THEN.search(turn.said):
        return False
    said = turn.said.strip()
    clauses = [one for one in phrases.CLAUSES.split(said) if one]
    ends = [one for one in clauses if ENDS.match(one) or yes_no.YES.match(one)]
    done = [acts.of(one) for one in clauses if one not in ends]
    courteous = not ends and all(one == "courtesy" for one in done)
    asked = any(phrases.asks(one) for one in clauses if one not in ends and acts.of(one) not in IDLE)
    return bool(clauses) and not (courteous or asked) and all(one in IDLE for one in done)


def _say_handed_in(tools: Tools, number: str, say: Say) -> None:
    with tools.bureau.reading() as office:
        promise = letters.next_promise(queries.numbered(office, number))
    say.text(
        HANDED_IN.format(number=number, promise=promise), [("查办到哪一步", f"/check_petition#{number}")]
    )


def _not_by_message(tools: Tools, turn: Turn, say: Say, number: str) -> Events | None:
    """Say that no text message can be promised, and put the wish into the file where there is a number to ring."""
    with tools.bureau.office() as office:
        actor = Actor.holder(queries.numbered(office, number).id, here=True)
        petition = queries.by_id(office, queries.numbered(office, number).id, actor)
        reachable = any(one.phone_sealed for one in petition.petitioners)
        if reachable:
            move = "supplement" if petition.state == "awaiting_more" else "add_more"
            try:
                workflow.move(office, petition, move, actor, text=turn.said)
            except CaseworkError:
                reachable = False
    phone = WITH_PHONE if reachable else WITHOUT_PHONE
    say.text(NOT_BY_MESSAGE.format(number=number, phone=phone))
    return [FollowupAction(LISTENING)]


def _wishes(turn: Turn) -> bool:
    """Whether something is demanded in the matter lodged, whatever else the words were taken for: 把欠我的两个月补上."""
    if turn.intent in AWAY or turn.offered or turn.entities("petition_no", "application_no"):
        return False
    if OF_ONES_OWN.search(turn.said) or phrases.COMPLAINS.search(turn.said) or _is_another(turn):
        return False
    clauses = acts.clauses(turn.said)
    demanded = PUT_RIGHT.search(turn.said) or "demand" in {
        acts.whole(turn.said),
        *(one.act for one in clauses),
    }
    asks = any(one.act == "ask" and not TO_BE_TOLD.search(one.said) for one in clauses)
    return bool(demanded) and not asks and not re.search(r"[?？吗]$", turn.said.strip())


def _is_another(turn: Turn) -> bool:
    found = other_matter.ANNOUNCES.match(turn.said) or other_matter.ANOTHER_MATTER.search(turn.said)
    return found is not None


def _of_this_kind(turn: Turn, category: str) -> bool:
    """Whether what was taken for a complaint names nobody and no place, and is of no other kind than the petition just
    lodged."""
    if turn.intent != "file_complaint" or turn.offered or turn.entities("place", "person", "role", "organ"):
        return False
    if phrases.COMPLAINS.search(turn.said) or other_matter.TURNS_TO.match(turn.said) or _is_another(turn):
        return False
    sure = turn.parsed.category_confidence >= facts.SURE_OF_MATTER
    return not sure or turn.parsed.category in (None, "other", category)


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
    if asks or reading.NO_NUMBER.search(turn.said) or outlook.heard(turn.said):
        return False
    if any(one.match(turn.said.strip()) for one in (reading.CODE_ALONE, CLOSES)):
        return False
    if turn.entities("petition_no") and len(OF_NUMBERS.sub("", turn.said)) < MATTER:
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
