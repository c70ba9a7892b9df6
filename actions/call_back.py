"""A call back: asked for with a number and a time, put off or called off, and told when it will be."""

import re
from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions import call_day, danger, in_need, whereabouts
from actions.complaint import facts, interruptions, phones, phrases, yes_no
from actions.complaint.reading import SHORT
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.conversations import alerts, desk, queries, talks
from casework.conversations.models import Handover
from casework.office import Office
from casework.people.identity import mask_phone
from store.clock import local_date

MEANT_OTHERWISE = frozenset({"crisis", "collective_action", "request_help"})
TELLS = frozenset({"complaint_form", "note_form", "record_form"})
"""Forms that ask for a telephone themselves."""
CALLED_IN_TURN = frozenset({"request", "unclear", "unanswered"})
"""What a person is called for who may as well call back later; danger and need are answered here and at once."""
OF_MONEY = re.compile(r"钱|卡|折|低保|特困|五保|补贴|救助|账|款")
ME = r"(我|俺|额|咱)"
WHEN = re.compile(
    r"""
    ((今|明|大?后)(天|儿|早|晚)|(下个?)?(?<!上)(?<!上个)(周|星期|礼拜)[一二三四五六日天])?(的)?
    (早上|早晨|上午|中午|晌午|下午|晚上|傍晚|夜里)?
    ([\d一二两三四五六七八九十]{1,3}(点|时)(半|多|钟|以后|之后|过后|左右|后|前)*)?
    """,
    re.VERBOSE,
)
"""When a call is to come: 明天上午九点半, 下周三下午."""
NOT_THEN = re.compile(
    r"(?<![行可能好中])不(行|得行|方便|在|得闲|空|能|可以|中|要|得空)|没(有|得)?(空|时间)|有事|走不开|(?<!以后)(?<!可以)要(去|带|下|上|到|给|赶|看|做)|(去|在)(赶场|赶集|下地|地里|上班|医院)|下地|上班|打针|赶场|赶集"
)
"""A time at which somebody cannot be called."""
PUT_RIGHT = re.compile(
    r"(不是|不对|(记|说|搞|弄|讲)?(错|岔|混|反)了|改)[\s,，]*(今|明|后|大后)(天|儿)?(早上|上午|中午|下午|晚上)?[\s,，]*(了)?"
)
"""A time that was said wrong, at the head of the one that is right: 不是明天 后天下午."""
PART_OF_DAY = re.compile(r"早上|早晨|上午|中午|晌午|下午|晚上|傍晚|夜里")
HOUR = re.compile(r"[\d一二两三四五六七八九十]{1,3}(点|时)(半|多|钟|以后|之后|过后|左右|后|前)*")
DAY = re.compile(r"今|明|后天|后儿|周|星期|礼拜|月|号|日")
"""A day, and not only an hour of it."""
DAYS = re.compile(r"(今|明|大?后)(天|儿)|(下个?)?(周|星期|礼拜)[一二三四五六日天]|(\d{1,2}月)?\d{1,2}[号日]")
"""The day with which a time begins."""
DAY_OF = re.compile(r"(?P<near>今|明|大?后)(天|儿|早|晚)|(下个?)?(周|星期|礼拜)[一二三四五六日天]")
OF_A_PART = re.compile(rf"{PART_OF_DAY.pattern}|[今明后]早|[今明后]晚")
"""Only a part of a day is named."""
NUMBER = rf"({ME}(家|屋里)?(的|这个)?(电话|手机|座机|号码?)|这个(电话|手机|座机|号码?))"
WISH = re.compile(
    rf"""
      (给|跟|帮|往){ME}(家)?(里)?(再)?(打|回|来|挂)(一?个|一?下)?(电话|过来)?
    | (再)?(打|拨)({NUMBER}|给{ME})
    | (打|回|来)(一?个)?电话给{ME}
    | (打|回){ME}(的)?电话
    | 再打(一?个|一次|一下|来|过来)?(电话)?$
    """,
    re.VERBOSE,
)
"""A call is wished for."""
BEFORE_A_WISH = re.compile(
    r"""
    (
        那|就|还是|要不|请|麻烦|求|你们?|您|能不能|能否
      | 能|可以|可不可以|可否
      | (现在|这会儿?)|(没得?有?|冇)(得)?人(在|接|应|理|管|回)?|啊|呀|嘛|人
      | (叫|让|喊|请|麻烦)(他们?|她|同志|值班|人)
      | (叫|让|喊|请|麻烦|派|找)(个|一个|一?位)(人|同志|活人|真人)
      | 同志|值班|人工|民政局?|刚才|没接到|没接着
      | 到时候?|得|要|想|的|了|电话
      | [,，。\s]
    )*
    """,
    re.VERBOSE,
)
"""Nothing but this, a time and a number stand before it: 有人给我打电话 tells of a call."""
ASKS_SETTLED = re.compile(
    r"(定|约|记|安排|说|登记|弄|订)(好|上|下|妥|成)(来)?(了)?(没(有|得)?|不|吗|么|吧|啵)|(定|约|记|安排)了(没(有|得)?|吗|不)|是不是(定|约|记|安排)(好|下|上)"
)
"""Whether the call is settled is asked."""
ASKS_WHEN = re.compile(
    rf"""
      (什么时候|啥时候?|几时|几点|多久|好久|哪天|多会儿?|多咱)(能|才|会|来|给|跟|{ME}|你们?|他们?|再)*
      (打|回|来电话|来人|有人|联系|接)(?!款)
    | (打|回|来)(一?个)?(给{ME}|电话).{{0,6}}(什么时候|啥时候?|几点|几时|多久|好久)
    | 打不打
    | (会|真|还|到底)(给{ME})?打(电话|给{ME}|来)?(吗|不|么|啊)
    | (说|讲)(好)?(了)?打.{{0,4}}(没打|不打)
    | 电话(还|咋|怎么|一直|老)*(没|不)(来|响|打)
    | (没|冇)(人|见)?(给{ME})?(打|回|来)(过|个)?电话(来|给{ME})?
    | (没|冇)(接|听)(到|着)(你们)?(的)?电话
    | 电话(我)?(没|冇)(接|听)(到|着)?
    """,
    re.VERBOSE,
)
"""When, or whether, the person who is waited for will call."""
CALLED_OFF = re.compile(
    rf"""
    ^(那|算了|不了|你们?|就|[,，\s])*(别|不用|不要|莫|甭|不必)(再)?(给{ME})?
    (打|回)(一?个)?(电话|过来|来|给{ME})*(了|啦|咯|吧)*[。!！~]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but that no call is wanted."""
NOBODY_ANSWERS = re.compile(r"没(有)?(人|谁)|不接|打不通|不通")
"""Calls are told of that nobody answered, and none is waited for."""
CANCELS = re.compile(
    r"""
    ^(那|算了|不了|现在|我|俺|能不能|可不可以|可以|想|要|把|这个?|电话|回电|预约|人工|[,，\s])*
    (取消|不(用|要|必)(找|等|麻烦)(人|你们?|值班的?|同志)*了?)(掉|了|吧|一下|行(不行|吗)?|可以(不|吗)?|[不吗])*
    (?=$|[,，。.!！~\s])
    """,
    re.VERBOSE,
)
"""Who was only waited for is wanted no more, with or without a reason behind it."""
NO_MORE = re.compile(r"^(那|算了|不(用|要|必|了)+|取消|[\s,，。!！])*")
"""The same without a word of who is not wanted."""
MATTERS = re.compile(
    rf"{interruptions.URGENT.pattern}|{in_need.VIOLENCE.pattern}|打了?(我|俺)(?!的?(家|这)?(电话|手机|号|卡|折|账))"
    rf"|(把|被)[^,，。]{{0,8}}({in_need.BLOW}|骂)",
    re.VERBOSE,
)
"""Need or violence, behind whatever words."""
SETTLED = re.compile(
    r"""
      (我|俺)?(家|的)?(儿子|女儿|闺女|老伴|媳妇|孩子|村干部|村里|他们?|自己)(们)?(说|讲)?
      (他|她)?(们)?(会|要|已经|明天|现在)?(去|来|帮我?|给我?)?(办|问|弄|处理|解决)(好|完)?(了|吧|的)?
    | (已经)?(办|问|弄|处理|解决|说|搞)(好|完|清楚|明白)?了
    | (谢谢|多谢|麻烦|打扰)(你们?|您)?了?
    """,
    re.VERBOSE,
)
"""Reasons for which nobody is wanted any more: the matter is in somebody's hands, or done."""
REMINDS = re.compile(
    r"(别|莫|不要|可别|千万别)(忘|记错)|(记得|记住|记着|一定)(要)?(给(我|俺))?(打|回|联系|来电)|说好了?(打|的)|到时候?(一定)?打"
)
"""The call promised is not to be forgotten."""
IN_WRITING = re.compile(
    r"""
      (打字|写字|文字)(就行|就好|吧|回|跟|给|和|说|聊|告诉|交流)
    | (就|只能|用|要|请|让人|叫人|只会)(在这(里|儿))?(打字|写字|文字)
    | (在这(里|儿)|微信|网上)(跟|给)?(我|俺)?(回|打字|写)
    | 电话[^,，。]{0,4}(听不(见|清|到)|没法(听|接)|接不了)
    | (别|不要|不用|莫)(给(我|俺))?打电话[\s,，]*(就)?(打字|写|发)
    """,
    re.VERBOSE,
)
"""Who cannot hear a telephone wants to be written to."""
NO_APPOINTMENT = re.compile(r"年|月(份|初|底|中旬?)?$|昨|前|去|上个?(周|星期|礼拜|月)")
"""Times too long or past to be those of a call: 今年8月, 两个月, 上周三."""
ALLOWED_WITH_A_TIME = re.compile(
    r"""
      改|换|成|还是|要不|就|那|吧|再|打|回|电话|给|我
    | 他|她|下班|收工|放学|忙完|吃完饭|回(来|家)
    | 俺|在|时间|了|的|行不行|可不可以|可以|行|中不中
    | 中|方便|有空|得闲|在家|以后|才|吗|不|么|来|过来
    | 都|不是|不对|是
    | (记|说|搞|弄|讲)?(错|岔|混|反)了
    """,
    re.VERBOSE,
)
"""Words beside a time that say no more than that it is the time for a call."""

ASKS_WHO_CALLS = re.compile(
    r"""
      (哪个|哪一?个|什么|啥|多少)(样的)?(电话|座机)?(号码?|电话)[^,，。]{0,4}(打|拨|来)
    | (来电|显示|打来|打过来|打给)[^,，。]{0,6}(哪个|什么|啥|多少)
    | (你们?|您)(的|那边|那里)?(电话|座机)?(号码?|电话)(是|是个)?(多少|哪个|啥|什么)
    | (怕|是不是|会不会|莫不是|别是|担心|防|当成?|遇)[^,，。]{0,6}(骗|诈|冒充)
    | (咋|怎么|怎样|咋个)[^,，。]{0,4}(知道|晓得|认|分|辨|信|确定)[^,，。]{0,8}(你们|民政|真|假|骗|本人|官方)
    | (真|假)(的)?(还是|不是)?(真|假)(的)?[^,，。]{0,4}(咋|怎么)(分|认|辨)
    | (不敢|不)(随便|乱)?(接)(生|陌生|不认识)[^,，。]{0,4}(号|电话|人)
    """,
    re.VERBOSE,
)
"""By which number the call comes, and how it is told from a swindler's, is asked."""
WHO_CALLS = (
    "一般用 {hotline} 打。号码能冒充，所以别光看号码：我们会先说是{office}的，为您哪件事打；"
    "不要密码，不要验证码，不要银行卡号，不叫您转账、交钱、点链接，要这些的就是骗子，挂掉。\n"
    "拿不准也先挂掉，自己打回 {hotline}（{duty_hours}）问一声是不是我们找您。"
)
HOW_TO_CALL = re.compile(
    r"""
      (多|长|久)(响|打|拨|振|震|等)(一)?(几|两|一)?(声|遍|次|回|下|会儿?|阵)
    | 响(久|长|几声|一会儿?)
    | (声音?|嗓门|说话|喊)[^,，。]{0,3}(大|响|高)(一?点|些|声)?
    | 大(点|些)?声(一?点|些)?
    | (说|讲|话)[^,，。]{0,3}慢(一?点|些)?|慢(一?点|些)(说|讲)
    | 耳(朵|根)*[^,，。]{0,4}(背|聋|沉|不好|不灵|不行|听不)
    | 听力[^,，。]{0,4}(不好|差|不行|残)
    | (没|冇|不)(人)?(接|听)(到|着|住|见)?[^,，。]{0,6}(再|多|接着|隔|过)[^,，。]{0,6}(打|拨|来)
    | (说|讲)(方言|土话|本地话|家乡话|苗话|壮话|藏语|维语|蒙语)|听不懂普通话
    | (别|莫|不要)[^,，。]{0,3}(挂|太早|太晚)
    """,
    re.VERBOSE,
)
"""How somebody is to be called, so that they hear it."""
CONFIRMS = re.compile(
    r"^(对|是|嗯|好|行|中|要得|没错|可以|成|的|了|啊|呀|哈|嘛|就|那|还是|按|定|照|说|你|你们|讲|[\s,，。!！])*"
    r"(这个?|那个?|你说的)(时间|点|时候|号码?|电话|钟点)(打|定|来|说|了|吧|哈|啊|嘛|就行|可以|行|没错|对|中|[\s,，。!！])*$"
)
"""The time or the number, said back before, is confirmed."""


FOR_A_PERSON = re.compile(
    r"""
      问个?(明白|懂行?|管事|清楚|靠得住)的?(人|同志)
    | (问|听|要|讨)[^,，。;；\s]{0,3}准(话|信儿?|数)
    | (到底|究竟)?(该)?(听|信)(谁|哪个|哪边)的
    | (当面|电话里|跟人|跟你们人)(说|问|讲)
    | (等|叫)(他|你们|同志|人)打(过)?来(我)?(再)?(问|说)
    """,
    re.VERBOSE,
)
"""It is a person who is to be asked."""
REPORTS = re.compile(r"反映|投诉|举报")
TO_BE_ASKED = re.compile(
    r"^(那|哦|我|俺|额|嗯|[\s,，])*(就|只|主要|其实)?(是)?(要|想|是|就|来|只)+(问|打听|弄清|搞清|反映)(?!你)(一?[下声])?"
)
"""What the person is to be asked is told: 我是问…, 就是想问…."""
ANSWERED = frozenset({"ask_contact", "ask_capability", "bot_challenge", "privacy_request"})
MATTER = "要问："
"""What stands in the reason before what the call is about."""
NOT_OF_THE_CALL = frozenset(
    {
        "action_answer_policy",
        "action_begin_record",
        "action_begin_petition",
        "action_privacy",
        "action_begin_complaint",
    }
)
"""Reactions that ask or offer something to which a yes may belong."""
LONGER_BY = 8
"""So much longer than a few words may a yes be that says the time again."""
WRITE = "要打字回复，接不了电话"
"""What stands at the end of the reason for which a person was asked for who is to write and not to call."""
LONGEST_WISH = 60
SAYS_SOMETHING = 4
"""So many telling characters are for the person who comes."""


def when_to_call(turn: Turn) -> str:
    """When somebody wants to be called, as said; empty where it is not said."""
    said = _time_in(turn.said.replace(facts.phone_of(turn) or "\0", " "))
    return said or "、".join(one for one in turn.words("date", "duration") if not NO_APPOINTMENT.search(one))


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Note, change or call off a call, or say when it will be; None where the message is about something else."""
    if turn.pressed or turn.intent in MEANT_OTHERWISE:
        return None
    if not turn.loop and _in_writing(tools, turn, say):
        return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
    if not turn.loop and _asks_a_person(tools, turn, say):
        return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
    if OF_MONEY.search(turn.said) and not _confirms(turn):
        return None
    if phrases.COMPLAINS.search(turn.said) or not any(
        heard(tools, turn, say) for heard in (_called_off, _when, _wished)
    ):
        return None
    if turn.loop and turn.requested:
        return [SlotSet(turn.requested, None)]
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


def tell_how(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Say by which number who waits is called, or note how they are to be called, and say it back; None where the message is
    about something else."""
    if turn.pressed or turn.loop or turn.intent in MEANT_OTHERWISE or IN_WRITING.search(turn.said):
        return None
    who_calls, how = ASKS_WHO_CALLS.search(turn.said), HOW_TO_CALL.search(turn.said)
    if not (who_calls or how) or (waits := asked_for(tools, turn)) is None:
        return None
    if who_calls:
        say.text(WHO_CALLS.format(**tools.local.model_dump()))
        return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]
    if phrases.asks(HOW_TO_CALL.sub("", turn.said)):
        return None
    wish = phones.PHONE.sub("", turn.said).strip("，,。 ")[:LONGEST_WISH]
    _write_down(tools, turn, wish)
    say.text(f"写上了：{wish}。值班同志打之前看得到。")
    if (facts.phone_of(turn) or when_to_call(turn)) and (told := tell(tools, turn, say)) is not None:
        return told
    if waits.callback_phone_sealed is None:
        say.text("打哪个号码、什么时候方便？发来就行。")
    return [SlotSet("times_unclear", 0.0), FollowupAction(LISTENING)]


def _write_down(tools: Tools, turn: Turn, words: str) -> None:
    """Put the words among the reasons for which the person was asked for; who is to write still stands last."""
    with tools.bureau.office() as office:
        asked = desk.ask_for_person(office, talks.get(office, turn.token), "request", "请求回电")
        before = office.vault.open(asked.reason_sealed)
        writes = WRITE if before.endswith(WRITE) else ""
        known = before.removesuffix(WRITE).rstrip("；")
        if words not in known:
            asked.reason_sealed = office.vault.seal("；".join(one for one in (known, words, writes) if one))


def _asks_a_person(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether what is asked is for the person who is waited for, and not for the machine: written down as what the call is
    about."""
    if turn.intent.startswith("ask_") and not FOR_A_PERSON.search(turn.said):
        return False
    if turn.intent == "file_complaint" and REPORTS.search(turn.said):
        return False
    if danger.NOW.search(turn.said) or danger.in_danger(turn.said):
        return False
    asks = FOR_A_PERSON.search(turn.said) or (turn.intent not in ANSWERED and TO_BE_ASKED.search(turn.said))
    if not asks or phrases.COMPLAINS.search(turn.said) or (waits := asked_for(tools, turn)) is None:
        return False
    words = phones.PHONE.sub("", turn.said).strip("，,。 ")
    if phrases.substance(words) < facts.ENOUGH:
        return False
    _write_down(tools, turn, f"{MATTER}{words[:LONGEST_WISH]}")
    if waits.callback_phone_sealed:
        say.text(f"记下了，值班同志打给您时先说这件：“{words[:LONGEST_WISH]}”。")
    else:
        say.text(f"记下了，值班同志先看这件：“{words[:LONGEST_WISH]}”。要他打给您，把电话和方便的时间发来。")
    return True


def _confirms(turn: Turn) -> bool:
    """Whether the time or the number said back is confirmed, with the time said once more or without."""
    rest = _rest(turn).strip(" ，,。")
    return len(turn.said) <= SHORT + LONGER_BY and CONFIRMS.match(rest) is not None


def _says_yes(turn: Turn) -> bool:
    """Whether a plain yes is said behind what was noted of the call, outside every form."""
    if turn.loop:
        return False
    last = turn.earlier[-1] if turn.earlier else None
    answered = last is not None and last.reaction in NOT_OF_THE_CALL
    return bool(yes_no.YES.match(turn.said.strip())) and not (turn.offered or answered)


def _whole(office: Office, waits: Handover, turn: Turn) -> str:
    """All that is noted of the call: when, by what number, whom, where they live, what about, and what else was told."""
    phone = str(office.vault.open_or_none(waits.callback_phone_sealed))
    who, where, beside = "", "", list[str]()
    for one in [replace(turn, said=one.parsed.text, parsed=one.parsed) for one in turn.earlier]:
        if facts.phone_of(one) or whereabouts.NAMES_ONE.search(one.said):
            told = whereabouts.told(one)
            who, where = told.who or who, told.where or where
        elif _tells_beside_the_call(one):
            beside.append(one.said.strip()[:LONGEST_WISH])
    reason = office.vault.open(waits.reason_sealed)
    asked = [one.removeprefix(MATTER) for one in reason.split("；") if one.startswith(MATTER)]
    about = f"要问：“{asked[-1]}”" if asked else _matters(turn)
    whom = f"找{who}" if who and not who.startswith("姓") else ""
    lives = f"（{where}）" if where and whom else where
    noted = f"另外记着：“{'；'.join(beside[-2:])}”" if beside else ""
    return "，".join(one for one in (f"打 {mask_phone(phone)}", whom + lives, about, noted) if one)


def _tells_beside_the_call(turn: Turn) -> bool:
    """Whether somebody's own facts are told for whoever calls: neither when, nor a wish, a question or a farewell."""
    told = turn.entities("relation", "disability", "program", "amount", "role", "organ")
    asked = FOR_A_PERSON.search(turn.said) or TO_BE_ASKED.search(turn.said) or phrases.asks(turn.said)
    return bool(told) and not (asked or when_to_call(turn) or turn.intent == "request_human")


def _matters(turn: Turn) -> str:
    """The assistances spoken of in this stretch of the talk."""
    found: list[str] = []
    for parsed in (*(one.parsed for one in turn.earlier), turn.parsed):
        said = [one.value for one in parsed.entities if one.entity == "program"]
        found += [one for one in said if one not in found]
    return f"说{'、'.join(found)}的事" if found else ""


def _whom_and_what(turn: Turn) -> str:
    """Whom the call is for and what about, as told in this stretch of the talk; empty where neither was."""
    who = ""
    for said, understood in [
        *((one.parsed.text, one.parsed) for one in turn.earlier),
        (turn.said, turn.parsed),
    ]:
        one = replace(turn, said=said, parsed=understood)
        if facts.phone_of(one) or whereabouts.NAMES_ONE.search(said):
            who = whereabouts.told(one).who or who
    whom = f"找{who}" if who and not who.startswith("姓") else ""
    return "，".join(one for one in (whom, _matters(turn)) if one)


def asked_for(tools: Tools, turn: Turn) -> Handover | None:
    """The person asked for in this talk who has not come yet; None where none was, or one was called for danger or need."""
    with tools.bureau.reading() as office:
        found = queries.open_handover(office, talks.get(office, turn.token).id)
    return found if found is not None and found.kind in CALLED_IN_TURN and found.state != "taken" else None


def left_word(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether something is told while a person is waited for in turn, for that person: noted, whatever it was taken for."""
    if turn.pressed or turn.loop or phrases.asks(turn.said) or phrases.substance(turn.said) < SAYS_SOMETHING:
        return False
    waits = asked_for(tools, turn)
    if waits is None:
        return False
    if waits.callback_phone_sealed:
        say.text("记下了，值班同志打给您时会看到。")
    else:
        say.text("记下了，值班同志会看到。想让他打给您，把电话和方便的时间发来。")
    return True


def tells_what_for(tools: Tools, turn: Turn) -> bool:
    """Whether what is told is for the person who is to call, or to write, and no form need be begun of it."""
    waits = asked_for(tools, turn)
    if waits is None:
        return False
    with tools.bureau.reading() as office:
        writes = office.vault.open(waits.reason_sealed).endswith(WRITE)
    return writes or waits.callback_phone_sealed is not None


def _in_writing(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether who cannot hear a telephone wants a person to write to them: told when one is there."""
    if not IN_WRITING.search(turn.said) or phrases.asks(turn.said):
        return False
    waits = asked_for(tools, turn)
    if waits is None and turn.intent != "request_human":
        return False
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        before = office.vault.open(waits.reason_sealed).removesuffix(WRITE).rstrip("；") if waits else ""
        reason = "；".join(one for one in (before, WRITE) if one)
        asked = desk.ask_for_person(office, conversation, "request", reason)
        asked.reason_sealed = office.vault.seal(reason)
        if waits is None:
            alerts.raise_alert(office, conversation, asked)
    say.text(
        f"好，不打电话，值班同志就在这个对话里打字跟您说（{tools.local.duty_hours}有人）。"
        "要说的现在就写下来，他都看得到。家里有人能接电话的，把他的电话和方便的时间发来也行。"
    )
    return True


def _called_off(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether who waits says that nobody need call."""
    off = CALLED_OFF.match(turn.said) or (not turn.loop and _cancels(turn))
    if not off or asked_for(tools, turn) is None:
        return False
    with tools.bureau.office() as office:
        desk.settle(office, turn.token, "居民说不用打电话了")
    say.text("好的，不打电话了。什么时候想说，随时来找我。")
    return True


def _cancels(turn: Turn) -> bool:
    """Whether who was waited for is wanted no more, and the reason behind it, if any, tells of no matter and no need."""
    return CANCELS.match(turn.said) is not None and not tells_a_matter(turn.said)


def tells_a_matter(said: str) -> bool:
    """Whether more than that nobody is wanted, and why, is said: a matter or a need that is still to be seen to."""
    if MATTERS.search(said) or danger.in_danger(said):
        return True
    return phrases.substance(SETTLED.sub("", NO_MORE.sub("", CANCELS.sub("", said)))) >= facts.ENOUGH


def _when(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether who waits asks when they are called: told what was noted, or how to be called."""
    short = len(turn.said) <= SHORT
    confirms = _confirms(turn) or _says_yes(turn)
    settled = confirms or (short and ASKS_SETTLED.search(turn.said))
    asks = settled or ASKS_WHEN.search(turn.said) or (short and REMINDS.search(turn.said))
    if not asks or (waits := asked_for(tools, turn)) is None:
        return False
    if confirms and not waits.callback_phone_sealed:
        return False
    lines = tools.local
    with tools.bureau.office() as office:
        phone = office.vault.open_or_none(waits.callback_phone_sealed)
        ahead = desk.position(office, waits)
        when = waits.callback_when or ""
        if confirms and phone and (again := when_to_call(turn)):
            when = _dated(office, _on_the_day(again, when))
            waits = desk.ask_to_be_called(office, talks.get(office, turn.token), phone, when)
        whole = _whole(office, waits, turn) if phone else ""
    if phone:
        said = when or f"上班以后（{lines.duty_hours}）"
        told = f"{'定好了' if settled else '记着呢'}：{said}{whole}。要改时间、换号码，直接说。"
    else:
        before = f"您前面还有 {ahead} 位" if ahead else "前面没有人等"
        told = f"值班同志在这个对话里回您，{before}；{lines.duty_hours}有人。想让他打给您，把电话和方便的时间发来。"
    say.text(f"{told}等不及就打 {lines.hotline}。")
    return True


def _wished(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether a call is wished for, or who waits gives the number or the time for it."""
    phone, when = facts.phone_of(turn), when_to_call(turn)
    wishes = _wishes(turn)
    if turn.loop in TELLS and (phone or not wishes):
        return False
    waits = asked_for(tools, turn)
    if not (wishes or (waits is not None and _is_answer(turn, when, numbered=phone is not None))):
        return False
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        known = office.vault.open_or_none(waits.callback_phone_sealed) if waits else None
        before = (waits.callback_when if waits else None) or ""
        when = _dated(office, _on_the_day(when, before) or _said_before(turn) or before)
        if not (phone or known):
            asked = desk.ask_for_person(office, conversation, "request", "请求回电")
            asked.callback_when = when[: desk.LONGEST_WHEN]
        else:
            asked = desk.ask_to_be_called(office, conversation, str(phone or known), when)
        if waits is None:
            alerts.raise_alert(office, conversation, asked)
    if phone or known:
        say.response("callback_noted", phone=mask_phone(phone or known), when=when or "上班以后")
        if about := _whom_and_what(turn):
            say.text(f"到时候{about}。要改，直接说。")
    else:
        say.text(f"好，请值班同志打给您{f'，{when}' if when else ''}。打哪个号码？把电话发来就行。")
    return True


def _dated(office: Office, when: str) -> str:
    return call_day.dated(when, local_date(office.clock.now()))


def _rest(turn: Turn) -> str:
    """What is said beside number and time."""
    said = phones.PHONE.sub("", turn.said)
    for one in turn.words("date", "duration"):
        said = said.replace(one, "")
    return WHEN.sub("", said)


def _wishes(turn: Turn) -> bool:
    """Whether a call is wished for in a few words, and no call told of."""
    said = _rest(turn)
    found = WISH.search(said)
    if found is None or not BEFORE_A_WISH.fullmatch(said[: found.start()]):
        return False
    return phrases.substance(said[found.end() :]) < facts.ENOUGH


def _is_answer(turn: Turn, when: str, *, numbered: bool) -> bool:
    """Whether nothing much is said but the number to call, or the time."""
    rest = _rest(turn)
    if NOBODY_ANSWERS.search(rest):
        return False
    if numbered:
        return turn.intent in ("request_human", "inform") or phrases.substance(rest) < facts.ENOUGH
    if not when:
        return False
    then = " ".join(
        one for one in re.split(r"[,，。;；!！\s]+", PUT_RIGHT.sub(" ", rest)) if not NOT_THEN.search(one)
    )
    left = phrases.substance(ALLOWED_WITH_A_TIME.sub("", then))
    return left <= 1 or ("打" in rest and left < facts.ENOUGH)


def _said_before(turn: Turn) -> str:
    """The time told with the wish, where the number comes after it."""
    before = turn.before.text if turn.before else ""
    if not WISH.search(before):
        return ""
    return _time_in(before)


def _on_the_day(when: str, before: str) -> str:
    """The time with what was named before and is not changed: the day behind an hour alone, the hour within the same part of
    another day."""
    day, hour = call_day.DATED.match(before) or DAYS.match(before), HOUR.search(before)
    if when and day and not DAY.search(when):
        return f"{day[0]}{when}"
    part = PART_OF_DAY.search(when)
    if hour and when and not HOUR.search(when) and (part is None or part[0] in before):
        return f"{when}{'' if part else ''.join(PART_OF_DAY.findall(before)[:1])}{hour[0]}"
    return when


def _time_in(said: str) -> str:
    """The time that is meant, of those named: not one at which somebody cannot be called, nor one that was said wrong; the
    day stands with the hour that follows it, also the day of which only a part was ruled out: 明天上午要赶场 下午两点."""
    clauses = re.split(r"[,，。;；、!！?？\s]+", PUT_RIGHT.sub(" ", said))
    named = [
        (one, max((found.group() for found in WHEN.finditer(one)), key=len).strip("的")) for one in clauses
    ]
    found = [time for one, time in named if time and (not NOT_THEN.search(one) or HOUR.search(one))]
    if not found:
        return ""
    best = max(found, key=len)
    days = [one for one in found if DAY.search(one)]
    if days and not DAY.search(best) and not HOUR.search(days[0]):
        best = f"{days[0]}{best}"
    if not PART_OF_DAY.search(best):
        parts = [one for one in found if PART_OF_DAY.fullmatch(one)]
        best = f"{parts[0]}{best}" if parts and not DAY.search(best) else best
    if DAY.search(best):
        return best
    ruled_out = [DAY_OF.match(time) for one, time in named if time not in found and OF_A_PART.search(time)]
    day = next((one for one in ruled_out if one), None)
    return f"{day['near'] + '天' if day['near'] else day[0]}{best}" if day else best
