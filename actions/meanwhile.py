"""What is said while a person who was called because of danger or need has not come: what was told is said back in a word,
what was asked is answered, and only what is still missing is asked for, once."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from actions import danger, help, whereabouts
from actions.turn import Turn
from actions.whereabouts import Told
from casework.conversations import desk, queries
from casework.conversations.local import Local
from casework.office import Office

ON_DUTY = "我已经报给值班同志，看到就在这里跟您说。"
ON_STANDBY = "这会儿值班同志不在线，我已经发消息叫备勤的同志；现在打得通的是 {standby_phone}。"
NOBODY = "这会儿值班同志不在线，我已经把您的话留在最前面；现在打得通的是 {standby_phone}，请马上打。"
PASSED_ON = "您说的都转给值班同志了。"
"""What is said of who was told, once it was told in full."""
SILENTLY = (
    "不用打电话，也不用出声：发短信到 12110，写清在哪里、出了什么事，能不能开门，民警看短信出警；手机先调成静音。\n"
    "在这里打字就行，您写的我都转给值班同志。身边有信得过的人，让他替您打 110、120。"
)
"""What comes first for who cannot speak, or must not be heard."""
CALLS_NOW = re.compile(
    r"(先|这就|马上|现在|正在|正|在|去|赶紧|立刻|我|俺)(来|去)?(打|拨|叫)(了|着|个|通|一下)*(?P<line>120|119|110|救护车|急救)"
    r"|(打|拨|叫)(?P<after>120|119|110|救护车|急救)(去|呢|再说|先)"
)
NOT_CALLING = re.compile(r"不(敢|能|想|会|用|要)|没(法|钱|人|用|打)|要不要|别打|打(了|过).{0,6}(没|不)")
LOCKED = re.compile(r"(门|锁)[^,，。]{0,8}(开|插|锁|撞|敲|顶)|喊门|敲门|叫门|开不了")
CALLED_RIGHT = "对，先打 {line}：说清在哪里、门口有什么，接线的人没说挂先别挂，叫个人到路口接。{door}"
DOOR = "门开不了，再打 119。"
REACHED_BY_DAY = "打 {hotline}（夜里打 {standby_phone}）"
REACHED_BY_NIGHT = "打 {standby_phone}"
WANTED = {"where": "现在在哪里（哪个村几组、哪条街）", "phone": "电话多少"}
NAME_WANTED = "怎么称呼您"
WHAT_LACKS = "现在最缺什么"
OF_ANOTHER = {"where": "人在哪里（哪个村几组、哪条街）"}
"""The same of somebody who is not the speaker."""
OF_ONE_IN_DESPAIR = "您现在在哪里？身边有人吗？"
CALL_THEM = "现在就喊{who}过来，打电话、敲墙都行，就说“我心里难受，来陪我坐会儿”；药、绳子交给{who}拿走。"
BETTER = re.compile(
    r"[人医生察警部妹姐哥弟妈爸儿女车](都|也|已经)?(来|到|回来|赶回来)了|陪(着|我)|好多了|不(想死|难受)|扔了|给邻居|听你的|安全|在(邻居|亲戚)|送医院|醒|没(得)?事了"
)
"""By what somebody who saw no point in living is better, or not alone."""
AWAY = re.compile(
    r"(他|那个?人|老公|男人|我爸|儿子)[^,，。\s]{0,4}(睡|走了|出去|出门|不在|醉|上班|下楼)(?!.*(我(们)?(已经)?(到|在|出来)|带走|抓走|安全))"
)
"""Whoever beats is asleep or gone for now."""
LEAVES = re.compile(r"走了|别找|再见|永别")
"""Words of farewell from somebody who saw no point in living."""
CORRECTED = "改过来了：{new}。"
FROZEN = re.compile(
    r"""
      (手|脚|腿|耳朵|指头|身子|身上)(都|也|全|已经|快|又)*(冻得?)?(木|僵|硬|紫|乌|黑|麻|没(有|得)?(知觉|感觉))(了|得|啦)?(?=$|[\s,，。])
    | 冻(得)?(僵|木|硬|坏|紫|昏|迷糊|说不(出|清)话|动不了|快不行)
    """,
    re.VERBOSE,
)
COLD = re.compile(r"(?<!心)冷(?!静|淡)|冻|下雪|雪地|结冰|零下|桥(底|洞|下)|湿透")
OF_SICKNESS = re.compile(r"农药|嘴歪|中风|半边|脑|糖尿|打药|坐久|蹲久")
"""What else makes a limb go numb."""
"""Somebody has been out in the cold so long that hands, feet or mind go numb."""
FROZEN_SAID = (
    "手脚发木、发僵是冻伤了，现在就打 120。先进最近的店、楼道、人家，脱掉湿衣湿鞋，用衣服被子裹住头和身上，搂着暖；"
    "清醒的喝温水。别用雪搓，别拿火烤，别用烫水泡，也别喝酒。"
)
NO_POWER = re.compile(
    r"(手机|电)[^,，。]{0,5}(快|要|马上|就)(要|快)?(没|冇)(有|得)?电|(只剩|还有|剩)[^,，。]{0,4}(格|点|%|个)电"
)
NO_POWER_SAID = (
    "手机快没电，趁现在先打一个电话说清人在哪里（有危险打 110、120），在不安全的地方先离开，再等人来。"
)
"""A telephone is about to go out: one call comes before all writing."""


@dataclass(frozen=True)
class Call:
    """What a talk has told and asked since a person was called.

    `id`: the handover; `before`: what was answered or lodged last when it was made; `lasts`: the words told of danger, so
    that no other business ends it; `name_asked`: whether a name was asked for; `said`: topics answered; `heard`: how often
    there was nothing to answer.
    """

    id: int
    kind: str
    of_another: bool = False
    lasts: bool = False
    before: str = ""
    told: Told = field(default_factory=Told)
    name_asked: bool = False
    said: tuple[str, ...] = ()
    heard: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Call":
        known = {one.name: kept[one.name] for one in fields(cls) if one.name in kept}
        return cls(**{**known, "told": Told(**kept["told"]), "said": tuple(kept["said"])})

    def kept(self) -> dict[str, Any]:
        """The same for the slot `urgent`."""
        return {**asdict(self), "said": list(self.said)}


def answered_last(turn: Turn) -> str:
    """What was answered or told of last; another one than when the call was made ends the haste of the talk."""
    return f"{(turn.slot('last_answer') or {}).get('answer')} {turn.slot('last_told')}"


def alerted(office: Office, lines: Local) -> str:
    """Who was told, and the number that answers now, by the roster."""
    if desk.anyone_on_duty(office):
        return ON_DUTY
    standby = queries.on_standby_now(office, office.clock.now())
    return (ON_STANDBY if standby else NOBODY).format(**lines.model_dump())


def words_for(office: Office, lines: Local) -> dict[str, Any]:
    """The county's lines, who was told, and how to reach somebody now."""
    known = lines.model_dump()
    reached = REACHED_BY_DAY if desk.anyone_on_duty(office) else REACHED_BY_NIGHT
    return {**known, "alerted": alerted(office, lines), "reach": reached.format(**known)}


def talk_is_of_another(turn: Turn) -> bool:
    """Whether the talk since the call tells of another's danger, and nowhere of the speaker's own."""
    return any(map(danger.of_another, _said(turn))) and not _tells_of_self(turn)


def _tells_of_self(turn: Turn) -> bool:
    return any(map(danger.OF_SELF.search, _said(turn)))


def _said(turn: Turn) -> list[str]:
    before = [turn.before.text] if turn.before else []
    return [*(one.parsed.text for one in turn.earlier), *before, turn.said]


def begun(turn: Turn, id: int, kind: str) -> Call:
    """A call just made, with what this stretch of the talk has told before."""
    told = Told()
    for one in turn.earlier:
        told = told.with_more(whereabouts.told(replace(turn, said=one.parsed.text, parsed=one.parsed)))
    safety = (turn.parsed.safety or {}).get("words")
    lasts = kind == "crisis" and bool(safety or danger.in_danger(turn.said))
    return Call(id, kind, talk_is_of_another(turn), lasts, answered_last(turn), told)


def reply(
    turn: Turn, call: Call, words: Mapping[str, Any], topic: str | None, *, first: bool = False
) -> tuple[str, Call]:
    """What is said to this message, and what is remembered of it; `topic` what it is about, if anything known."""
    topic = _with_grown_up(turn, call, topic)
    told = whereabouts.told(turn)
    added = told.without(call.told)
    call = replace(
        call,
        told=call.told.with_more(told),
        of_another=not _tells_of_self(turn)
        and (
            call.of_another
            or (not call.lasts and not help.OF_DESPAIR & set(call.said) and talk_is_of_another(turn))
        ),
    )
    said: list[str] = []
    if new := whereabouts.corrected(turn.said):
        said.append(CORRECTED.format(new=new))
    elif noted := str(added):
        said.append(f"记下了：{noted}。")
    if topic == "over" and hearing(call) == "self" and not BETTER.search(turn.said):
        topic = None
    if topic == "over" and hearing(call) == "beaten" and AWAY.search(turn.said):
        topic = "leave_now"
    may_call = not first and hearing(call) == "self" and (topic is None or topic in help.OF_DESPAIR)
    may_call = may_call and not any(map(whereabouts.HARMS.search, _said(turn)))
    if may_call and (who := whereabouts.nearby(turn)):
        said.append(CALL_THEM.format(who=who))
        topic = topic if topic == "ready" else None
    if topic and call.said.count(topic) > 1 and not danger.asks(turn.said):
        topic = None
    if right := _called_right(turn):
        said.append(right)
    frozen = FROZEN.search(turn.said) and not OF_SICKNESS.search(turn.said)
    if frozen and any(map(COLD.search, _said(turn))):
        said.append(FROZEN_SAID)
    if NO_POWER.search(turn.said):
        said.append(NO_POWER_SAID)
    if topic:
        known = help.book().topics[topic]
        advice = (call.of_another and known.of_another) or known.said
        said.append((known.again if topic in call.said else advice).format(**words))
        call = replace(call, said=(*call.said, topic))
    elif not first and (not said or (call.kind == "crisis" and not call.of_another)):
        kind = hearing(call)
        if kind == "self" and (turn.intent == "goodbye" or LEAVES.search(turn.said)):
            kind = "leaving"
        lines = help.book().hearing[kind]
        said.append(lines[call.heard % len(lines)].format(**words))
        call = replace(call, heard=call.heard + 1)
    if asks := _asks(call, topic, first=first):
        said.append(asks)
        call = replace(call, name_asked=call.name_asked or not first)
    return "\n".join(said), call


def _called_right(turn: Turn) -> str:
    """What is said to who tells that they are calling the ambulance or the police; empty where nobody is."""
    calls = CALLS_NOW.search(turn.said)
    if calls is None or danger.asks(turn.said) or NOT_CALLING.search(turn.said):
        return ""
    line = calls["line"] or calls["after"]
    locked = any(map(LOCKED.search, _said(turn)))
    return CALLED_RIGHT.format(
        line=line if line.isdigit() else "120", door=DOOR if locked and line != "119" else ""
    )


def _with_grown_up(turn: Turn, call: Call, topic: str | None) -> str | None:
    """The topic as it fits children whose parent, or another grown-up, has told that they are with them."""
    if topic not in help.OF_CHILDREN_ALONE or not danger.grown_up_there(_said(turn)):
        return topic
    fits = help.OF_CHILDREN_ALONE[topic]
    return (
        help.in_place(fits, [one for one in call.said if one not in help.OF_CHILDREN_ALONE]) if fits else None
    )


def hearing(call: Call) -> str:
    """Whose line is said where there is no advice: that of who is beaten, of who tells of another, of one in despair
    themselves, or of need."""
    said = frozenset(call.said)
    if said & help.OF_VIOLENCE and not call.of_another:
        return "beaten"
    if call.kind == "help" or (said and not said & help.OF_DESPAIR and not call.of_another):
        return "help"
    return "another" if call.of_another else "self"


def _asks(call: Call, topic: str | None, *, first: bool) -> str:
    """The question for what is missing: where and the number at the beginning, the name once both are known."""
    if topic in ("over", "secret"):
        return ""
    known = {"where": call.told.where, "phone": call.told.phone or call.told.withholds}
    if first:
        if (
            call.kind == "crisis"
            and not call.of_another
            and not call.told.where
            and topic in (None, "ready", "despair")
        ):
            return OF_ONE_IN_DESPAIR
        wanted = WANTED | OF_ANOTHER if call.of_another else WANTED
        lacking = [words for name, words in wanted.items() if not known[name]]
        if call.kind == "help" and topic not in ("hungry", "hospital", "sick", "fallen", "street", "advance"):
            lacking.append(WHAT_LACKS)
        return f"请告诉我：{'，'.join(lacking)}？" if lacking else ""
    named = call.told.who or call.told.withholds or call.name_asked
    if call.kind == "help" and all(known.values()) and not named:
        return f"{NAME_WANTED}？"
    return ""
