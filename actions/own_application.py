"""One's own application whose number is not at hand: nothing of it can be looked up here, which is said once; what is asked
about it besides is answered by the rule, and nobody is asked for the number again."""

import re
from datetime import date

from rasa_sdk.events import FollowupAction, SlotSet

from actions import troubles
from actions.complaint import facts, names, phrases
from actions.events import fill
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.assistance import programs
from casework.assistance.programs import Limit
from casework.office import Office
from casework.people import calendars, units
from casework.petitions import letters
from store.clock import local_date

WITHOUT = "application_without_number"
"""What `last_told` holds where an application was asked after whose number is not at hand."""
PAPER = r"(编号|号码?|单号|通知单|受理单|单子|单据|回执|条子?|凭证)"
NO_NUMBER = re.compile(
    rf"""
      (没|冇|莫|未|哪)(有|得)?[^,，。;；\s]{{0,6}}(?<!电话)(?<!身份证)(?<!手机){PAPER}
    | (没|冇|莫|未)(有|得)?(给|发|收到|拿到|见|领)(过|到)?([我俺咱额]们?)?(啥子?|什么|么子|任何)?($|[\s,，。;；])
    | (啥子?|什么|么子|哪来的?|哪里有)(的)?(申请)?{PAPER}[啊哦嘛哟呀啰]*($|[\s,，。;；])
    | {PAPER}[^,，。;；\s]{{0,4}}(没|冇|莫得|丢|掉|找不|不见|不晓得|不知道|忘|记不|不记)
    | (忘了?|丢了?|找不[到着]|不记得|不知道|不晓得|记不(得|住|清))[^,，。;；\s]{{0,4}}{PAPER}
    | (就|只|光)(是)?(填|写|按|签|交)了[^,，。;；\s]{{0,4}}(表|手印|字|名)
    """,
    re.VERBOSE,
)
"""The number is not at hand, or never was given."""
ASKS_HOW_LONG = re.compile(
    r"""
      多久|多长时间|多少(个)?(工作)?[天日]|几(个)?(工作)?[天日]|好多天
    | (好久|啥时候?|什么时候|几时|哪天|多咱)[^,，。;；\s]{0,4}(批|办|下来|有结果|出来|定)
    """,
    re.VERBOSE,
)
OF_DECIDING = re.compile(r"批|办|下来|结果|审|定下|完|一般|正常|规定|要|得")
HANDED_IN = re.compile(r"交|递|报|申请|填|受理|送")
DAY = re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])[月.](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)[号日]?")
VISIT = re.compile(
    r"""
      (没|冇|莫|不)[^,，。;；\s]{0,6}(上门|入户|来[^,，。;；\s]{0,4}(看|查|问|核|瞧|调查)|下来看|登门)
    | (没|冇|莫)(得|有|见)?(人|谁)[^,，。;；\s]{0,3}来过?($|[\s,，。;；])
    | (啥时候?|什么时候|哪天|多久|几时|好久|几天)[^,，。;；]{0,6}(上门|入户|登门|来[^,，。;；\s]{0,4}(看|查|核|瞧|调查))
    | (来不来|要不要|会不会|还来)[^,，。;；\s]{0,6}(上门|入户|看|查|调查)
    """,
    re.VERBOSE,
)
"""Nobody has come to see the household, or it is asked when somebody will."""
OVERLOOKED = re.compile(r"(是不是|莫不是|别是|怕是|会不会|该不会)[^,，。;；]{0,8}(漏|忘|丢|落下|搁|没报)")
ASKS_WHOM = re.compile(
    r"""
      (打|问|找|拨|联系)[^,，。;；\s]{0,6}(哪|啥|什么|谁)
    | (哪|啥|什么)(一)?(个|里|儿)?(的)?(电话|号码?)
    | 电话(是|号码?)*(多少|几|哪个)
    | (上|去|到|在)(哪|啥|什么)(里|儿|地方|个)?(去)?(问|查|打听|看)
    """,
    re.VERBOSE,
)
LATER = re.compile(r"要是|如果|假如|万一|到时候?|到那时|实在不行|再不行|问了还是(没|冇|莫)")
MAY_COMPLAIN = re.compile(
    r"""
      (能不能|可不可以|可以|能|还能|准不准|得不得)[^,，。;；]{0,12}(投诉|反映|举报|告状)
    | (投诉|反映|举报|告状)[^,，。;；\s]{0,8}(行不行|行吗|行么|行啵|可以(不|吗|么)|可不可以|中不中|得行(不|吗)?|要得不|成不|管不管|不嘛?$|吗$|么$)
    """,
    re.VERBOSE,
)
"""Whether one may complain is asked."""
OF_IDENTITY = re.compile(r"身份证|(?<!签)(?<!公示的)名字|姓名")
NO_LOOK_UP = (
    "没有编号，您的申请、发放我在这里查不到，不敢乱说。能问到的：打 {hotline}（{duty_hours}），"
    "或者带上身份证到{window}问。身份证号不要发在这里。以后找到受理通知单，把编号发来就能查。"
)
NOT_BY_NAME = (
    "不用发。光凭姓名、身份证号我这里查不了，怕别人冒您的名；身份证号不要发在聊天里。"
    "打 {hotline}（{duty_hours}），或者带身份证到{window}，核对后就告诉您。"
)
WHOM = "问您自己的：打 {hotline}（{duty_hours}），说姓名、哪个村、哪天交的；或者带身份证到{window}问。"
MAY = (
    "行，什么时候都可以。到了日子没结果，或者去问了没人理，来这里说“我要投诉”，我就登记，"
    "给您编号和答复的日期。现在先不登记。"
)
COMPLAIN = ("没人理，投诉反映", "/file_complaint#said")


def refuse(tools: Tools, turn: Turn, say: Say) -> Events:
    """Say once that nothing can be looked up without the number, and where it can be asked."""
    say.text(NO_LOOK_UP.format(**_lines(tools, turn)))
    return fill(last_told=WITHOUT)


def lacks_number(said: str) -> bool:
    """Whether the number of the application is said not to be at hand."""
    return NO_NUMBER.search(said) is not None


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is asked about the application after it was said that it cannot be looked up; whether one may complain
    later also at other times. None where something else is said."""
    if turn.loop or turn.pressed or turn.offered:
        return None
    after = turn.slot("last_told") == WITHOUT
    if not (answered(tools, turn, say) if after else _may_complain(turn, say)):
        return None
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


def answered(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether something was asked about one's own application that needs no look-up, and is answered."""
    if _may_complain(turn, say):
        return True
    if phrases.COMPLAINS.search(turn.said) or turn.intent in ("crisis", "request_help", "collective_action"):
        return False
    if asks_how_long(turn):
        return _how_long(tools, turn, say)
    if _of_identity(turn):
        say.text(NOT_BY_NAME.format(**_lines(tools, turn)))
        return True
    if VISIT.search(turn.said) or OVERLOOKED.search(turn.said):
        _of_visit(tools, turn, say)
        return True
    if (ASKS_WHOM.search(turn.said) or troubles.ASKS_HOW.search(turn.said)) and not turn.entities("organ"):
        say.text(WHOM.format(**_lines(tools, turn)))
        return True
    return False


def asks_how_long(turn: Turn) -> bool:
    """Whether it is asked how long an application takes."""
    found = ASKS_HOW_LONG.search(turn.said)
    return bool(found and not VISIT.search(turn.said) and OF_DECIDING.search(turn.said))


def _may_complain(turn: Turn, say: Say) -> bool:
    """Whether only that is asked, if one may complain should it come to nothing."""
    asks = MAY_COMPLAIN.search(turn.said) and LATER.search(turn.said)
    if not asks or turn.slot("proven_petitions") or facts.in_progress(turn):
        return False
    if turn.intent == "file_complaint":
        return False
    say.text(MAY)
    return True


def _of_identity(turn: Turn) -> bool:
    """Whether the name or the number of the identity card is offered in the place of the number."""
    given = turn.entities("id_number", "person") or names.NAME_SAID.search(turn.said)
    offered = given or troubles.APPLICANT.match(turn.said)
    return bool(
        (OF_IDENTITY.search(turn.said) and (phrases.asks(turn.said) or given))
        or (offered and turn.intent in ("inform", "nlu_fallback", "privacy_request"))
    )


def _how_long(tools: Tools, turn: Turn, say: Say) -> bool:
    """Say the term of the programme spoken of, and to what day it runs where it is told when it was handed in."""
    with tools.bureau.reading() as office:
        program = _program(office, turn)
        limit = _limit(office, program, "whole")
        if program is None or limit is None or limit.basis_kind == "reported":
            return False
        special = f"，情况特殊的最多 {limit.special} 个工作日" if limit.special else ""
        basis = f"（{limit.basis}）" if limit.basis_kind == "law" else "（本单位的办理时限）"
        name = programs.of(office).program(program).name
        said = f"{name}从正式受理那天算，一般 {limit.days} 个工作日内要有结果{special}{basis}。"
        given = _handed_in(office, turn)
        past = False
        if given and limit.count == "working":
            counted, past = _counted(office, limit, given)
            said += counted
    say.text(said, [COMPLAIN] if past else [])
    return True


def _counted(office: Office, limit: Limit, given: date) -> tuple[str, bool]:
    """To what day the term runs from the day of handing in, and whether it is past."""
    calendar, today = calendars.of(office), local_date(office.clock.now())
    ends = calendar.after(given, limit.days)
    longest = calendar.after(given, limit.special) if limit.special else None
    unsure = bool(calendar.touches_provisional(given, longest or ends))
    said = (
        f"\n您 {given.month}月{given.day}日交的：当天受理的话，{limit.days} 个工作日到 {letters.day(ends)}"
        + (f"，{limit.special} 个到 {letters.day(longest)}" if longest else "")
        + "；材料不齐、后来补过的，从受理那天往后推。"
        + ("明年的放假安排还没公布，日子可能差几天。" if unsure else "")
    )
    past = ends < today
    return said + (
        "头一个日子已经过了，可以打电话催，也可以在这里投诉。" if past else "还没到日子，先等等。"
    ), past


def _of_visit(tools: Tools, turn: Turn, say: Say) -> None:
    """Say that the visit is a step of its own, and what to do where it does not come."""
    with tools.bureau.reading() as office:
        start = _limit(office, _program(office, turn), "start_survey")
        begins = (
            f"受理后 {start.days} 个工作日内要开始调查（{start.basis}），再派人"
            if start
            else "受理以后会派人"
        )
    say.text(
        "入户调查是批之前要走的一步：{begins}到您家里看、两边签字，不是一交表就来。没来不一定是漏了，"
        "我这里看不到您那份。打 {hotline} 或到{window}问两句：受理了没有、哪天来看。"
        "问了还没人理，点下面，我给您登记。".format(begins=begins, **_lines(tools, turn)),
        [COMPLAIN],
    )


def _limit(office: Office, program: str | None, stage: str) -> Limit | None:
    """A time limit of the programme's procedure."""
    file = programs.of(office)
    known = file.program(program) if program else None
    procedure = file.procedures.get(known.procedure) if known and known.procedure else None
    return next((one for one in procedure.clocks if one.stage == stage), None) if procedure else None


def _program(office: Office, turn: Turn) -> str | None:
    """The programme spoken of last."""
    known = {one.program for one in programs.of(office).programs}
    for parsed in (turn.parsed, *(one.parsed for one in reversed(turn.talk or turn.earlier))):
        for entity in parsed.entities:
            if entity.entity == "program" and entity.normalised in known:
                return str(entity.normalised)
    return None


def _handed_in(office: Office, turn: Turn) -> date | None:
    """The day on which the application was handed in, as told now or before in this talk; none that is to come."""
    today = local_date(office.clock.now())
    for parsed in (turn.parsed, *(one.parsed for one in reversed(turn.talk or turn.earlier))):
        if not HANDED_IN.search(parsed.text):
            continue
        whole = [
            str(one.normalised)
            for one in parsed.entities
            if one.entity == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(one.normalised))
        ]
        said = DAY.search(parsed.text)
        found = date.fromisoformat(whole[0]) if whole else _latest(said, today) if said else None
        if found is not None and found <= today:
            return found
    return None


def _latest(said: re.Match[str], today: date) -> date | None:
    """The day of the month said that is the latest not to come."""
    for year in (today.year, today.year - 1):
        try:
            found = date(year, int(said["month"]), int(said["day"]))
        except ValueError:
            return None
        if found <= today:
            return found
    return None


def _lines(tools: Tools, turn: Turn) -> dict[str, str]:
    """The county's lines, and the window of the township told in this talk."""
    with tools.bureau.reading() as office:
        window = _window(office, turn)
    return {**tools.local.model_dump(), "window": window}


def _window(office: Office, turn: Turn) -> str:
    """The window of the township told last, with its telephone; of the household's own township where none was told."""
    tree = units.tree(office)
    for parsed in (turn.parsed, *(one.parsed for one in reversed(turn.talk or turn.earlier))):
        for entity in parsed.entities:
            code = tree.find(entity.value) if entity.entity == "place" else None
            township = tree.township_of(code) if code else None
            if township is None:
                continue
            own = [
                unit for unit in tree.units.values() if unit.parent_code == township and unit.kind == "office"
            ]
            phone = next((one.phone for one in (*own, tree.get(township)) if one.phone), None)
            return f"{tree.get(township).place}民政窗口" + (f"（{phone}）" if phone else "")
    return "户口所在的乡镇（街道）民政窗口"
