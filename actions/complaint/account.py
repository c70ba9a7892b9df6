"""The account of what happened: told at once or bit by bit, in words, by voice or with files."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from actions.complaint import (
    facts,
    interruptions,
    kinds,
    names,
    phones,
    phrases,
    places,
    representatives,
    secrecy,
    signing,
    times,
    yes_no,
)
from actions.complaint.reading import ADDS, BARE, LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn
from understanding.blamed import POSTS
from understanding.surnames import SURNAMES

VOICE = "（见语音）"
OPENING = 3
"""So many telling characters of an opening are kept for the account that follows."""
TRIES = 2
"""After so many answers that could not be read an optional question is dropped."""
TRIES_WHILE_TELLING = 4
"""The same where the answers tell more of the matter."""


def account_of(turn: Turn, draft: dict[str, Any]) -> Reading:
    """An account is anything but a short question about something else."""
    short = len(turn.said) <= LONGEST_PLAIN
    question = turn.intent in interruptions.ELSEWHERE and short and phrases.asks(turn.said)
    manners = turn.intent in interruptions.MANNERS and len(turn.said) <= 12
    if turn.intent == "privacy_request" and not secrecy.OF_DATA.search(turn.said):
        question = manners = False
    if (question or manners) and turn.parsed.confidence >= interruptions.SURE:
        return Reading.of_other_things()
    tries = draft.get("tries", {})
    opening = str(draft.get("opening") or "")
    unknown = bool(yes_no.UNKNOWN.match(turn.said))
    asks = _only_asks(turn)
    thin = unknown or asks or phrases.substance(turn.said) < 4
    told = {} if unknown else signing.whole(facts.told(turn).slots)
    if opening and names.name_alone(turn.said) == turn.said.strip():
        told["complaint_name"] = turn.said.strip()
    enough = bool(told) or tries.get("complaint_narrative", 0) >= 1 or phrases.COMPLAINS.search(turn.said)
    if thin and enough and phrases.substance(opening) >= OPENING:
        reading = Reading({**told, "complaint_narrative": opening}, draft)
    elif thin:
        many = tries.get("complaint_narrative", 0) >= TRIES
        if not told and not unknown and not asks and phrases.words(turn.said):
            draft["opening"] = _joined(opening, turn.said)
        return Reading(
            {**told, "complaint_narrative": None},
            {**draft, "tries": {**tries, "complaint_narrative": tries.get("complaint_narrative", 0) + 1}},
            ["offer_person" if many else "tell_more"],
        )
    else:
        account = _joined(opening, turn.said)
        reading = Reading({"complaint_narrative": account}, {**draft, "opening": ""})
    fill_the_rest(turn, reading)
    if not turn.slot("complaint_category"):
        before = draft.get("category") if thin else None
        told_all = str(reading.slots.get("complaint_narrative") or turn.said)
        reading.slots["complaint_category"] = kinds.of(before or turn.parsed.category, told_all)
        reading.slots |= facts.not_asked(reading.slots["complaint_category"], turn.said)
    return reading


def _only_asks(turn: Turn) -> bool:
    """Whether a few words ask something that names nothing of a matter, and was not taken for a complaint."""
    complains = turn.intent in ("file_complaint", "supplement_petition") or phrases.COMPLAINS.search(
        turn.said
    )
    brief = len(turn.said) <= SHORT and not turn.parsed.entities
    return brief and not complains and phrases.asks(turn.said)


def _joined(opening: str, said: str) -> str:
    return said if not opening or opening in said else f"{opening}。{said}"


def with_evidence(turn: Turn, draft: dict[str, Any]) -> Reading:
    kept = [*draft.get("evidence", []), *(item["id"] for item in turn.evidence)]
    reading = Reading(draft={**draft, "evidence": list(dict.fromkeys(kept))})
    spoken = any(item["kind"] == "audio" for item in turn.evidence)
    reading.say.append("voice_kept" if spoken else "evidence_kept")
    if turn.requested == "complaint_narrative":
        if turn.said:
            reading.slots["complaint_narrative"] = turn.said
        elif spoken:
            reading.slots["complaint_narrative"] = VOICE
    elif turn.said:
        found = facts.told(turn)
        reading.slots.update({name: value for name, value in found.slots.items() if turn.slot(name) is None})
    return reading


LIKE = 0.6
"""How like two wordings are of which one is the other, changed: 1.0 where they are the same."""


def edited(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    """What was told, changed afterwards in the message itself: it stands in the place of what it was before, and so do
    its place, its time and who it was."""
    if not turn.edited:
        return None
    lines = str(turn.slot("complaint_narrative") or "").split("\n")
    alike = {
        place: SequenceMatcher(None, line.removeprefix("补充："), turn.said).ratio()
        for place, line in enumerate(lines)
    }
    nearest = max(alike, key=lambda place: alike[place])
    if alike[nearest] < LIKE:
        return None
    before = lines[nearest]
    lines[nearest] = ("补充：" if before.startswith("补充：") else "") + turn.said
    told = facts.told(turn)
    filled = signing.whole(completed(turn, told.slots)) | _put_right(turn, told.slots, before)
    slots = {turn.requested or "": None, **filled, "complaint_narrative": "\n".join(lines)}
    return Reading(slots, {**draft, **told.draft}, ["corrected"])


def _put_right(turn: Turn, told: Mapping[str, Any], before: str) -> dict[str, Any]:
    """What of the matter was known by the words `before` alone, which now say something else."""

    def gone(known: str) -> bool:
        return known in before and known not in turn.said

    changed = {
        name: told[name]
        for name in ("complaint_place", "complaint_time")
        if told.get(name) and turn.slot(name) and gone(str(turn.slot(name)))
    }
    known = [one for one in str(turn.slot("complaint_accused") or "").split("、") if one]
    stay = [one for one in known if not gone(one)]
    if told.get("complaint_accused") and stay != known:
        changed["complaint_accused"] = with_more("、".join(stay), told["complaint_accused"])
    return changed


DEMANDS = re.compile(
    r"(先|赶紧|马上|快)?(让|叫|要|请|喊)(他|她|他们|她们|人家|村里|镇上|乡里|会计|支书|书记|主任|干部|所里)(们)?(先|赶紧|马上|快点?|把)?"
    r"[^,，。;；?？]{0,8}(撕|拿|退|还|补|贴|改|删|停|道歉|公开|公布|发|赔|收回|交出|下来)"
)
"""What those complained of are to be made to do."""


def demands(turn: Turn) -> bool:
    """Whether something is demanded of those complained of, put as a question or not: it belongs to the account."""
    short = len(turn.said) <= LONGEST_PLAIN and DEMANDS.search(turn.said) is not None
    clauses = phrases.CLAUSES.split(turn.said)
    plain = any(WANTS.search(clause) and not _asks(clause) for clause in clauses)
    urges = any(URGES.search(clause) and not OF_OTHERS.search(clause) for clause in clauses)
    return not turn.pressed and (short or plain or urges)


OF_OTHERS = re.compile(
    r"(他|她|村里|镇上|支书|书记|主任|会计|人家|干部)[^,，。;；\s]{0,2}(让|叫|说|喊|要|催)|(?<![帮给替])[我俺](也|都|就)?(天天|月月|老|经常|去|跑去)[^,，。;；\s]{0,2}催"
)
"""Others urge, or the speaker did."""


URGES = re.compile(
    r"""
      (给|帮|替)(我|俺|咱)?们?(去|好好|赶紧|快|再)?(催(?!钱)|问问?(清楚?|明白))
    | (去|好好|赶紧|快点?)(给|帮|替)?(我|俺|咱)?们?催(?!钱)
    | 给(我|俺|咱)?们?(个|一个|句)?(准信|准话|痛快话|句话|回话)
    | (快|赶紧|早)(点|些)?(给|帮|替)?(我|俺|咱)?们?(办(?!公)|发下来|补上|解决|批)
    """,
    re.VERBOSE,
)
"""The office is to see that it goes forward, or to give an answer, put as a question or not."""


WANTS = re.compile(
    r"要求|希望|诉求|盼望?|恳请|请求|就(是)?(想|要|盼|图)|想要|非要|我要(?!投诉|举报|反映|告|问|交|登记)|该(给|退|补)|(给|要)(我)?个(说法|公道|交代|答复|书面)|别(让|叫|再|给|打|找|写)|不要(他|她|打|转|再|找|让|写)|务必"
    rf"|{DEMANDS.pattern}"
)
"""What is wanted, of the office or of those complained of, put as a question or not."""
NO_TELLING = re.compile(
    r"""
    ^(
        (那|就|对|嗯|行|好的?|可以|先|都|给我|你们?|帮我|直接|赶紧|再|也|没错|不错|没问题|内容|写得?|说得?|[着了吧呗哈嘛啊呀呢哩嘞咧])*
        (提?交|登记?|上报|报|递|上交)?(上去|上来|给(你们|县里|上头))?(吧|了|呗|嘛|啊|呀|去)*
      | (就)?(是)?(这样|这么|这些?|这个事|这件事|这事)(的|了|吧|写|交|报|登记|提交|上去|多)*
      | (投诉的?|反映的?|我)?(就)?(这些|这么多|完)(了|吧)*
      | 没(有|啥|什么|得)*(别的|其他的?|要?补充?的?|要?改的?|意见|问题|毛病|错|可说的?|要说的?|事)*(了|吧|啊|呀)*
      | (谢谢|多谢|感谢|辛苦|麻烦|劳烦|拜托)[^,，。]{0,6} | 您?你?好(啊|呀)? | 同志 | 闺女 | 小伙子
      | (提?交|登记?|报|记)(上|好)?去?了?(没有?|吗|么) | (给|再|把)?我?(说|念|报|发|给)?(一?下|我)?(那?个)?(编?号|查询码)码?[^,，。]{0,4}
      | (你们?|您)?(快|先|就)?(给我?|跟我|和我)?(告诉|说|讲|回)(我|俺)?(一[下声]|句|清楚)?(吧|呗|嘛)?((省得|免得|别让|好)[^,，。]{0,8})?
      | (省得|免得)[^,，。]{0,10}
      | (对不起|不好意思|抱歉)[^,，。]{0,4} | (我)?(知道|晓得|明白|懂|记住|记下)了 | 喂 | 哎+ | 诶 | 那个
      | [我俺]?(也)?((不|没)(知道|晓得|清楚|记得)|[记说]不清楚?|记不得)了? | 不(想|愿意?)?说
      | [我俺]?(就|是|也)*怕(他们?|人家|村里|被)*(打击|报复|知道|穿小鞋|得罪人?)+
    )$
    """,
    re.VERBOSE,
)
"""A clause that is yes, no, a courtesy, or that it is to be lodged, and tells nothing."""
SLIP = re.compile(
    r"""
    ^[我俺]?(就)?(是)?(要|想)?[一-鿿]{2}(他|她|他们|她们|人家)?[\s,，。]*(哦|噢|啊|哎|唉)?
    (不对|不是|错了|(打|写|说|发)错(字)?了?)[\s,，。]*(是|应该是)?
    [我俺]?(就)?(是)?(要|想)?(投诉|举报|反映|控告|告状|申诉)(他|她|他们|她们|人家)?[啊呀了的,，。!！\s]*$
  | ^[我俺]?(要|想)?(投诉|举报|反映)[\s,，。]*(打|写|说)错(字)?了?[\s,，。]*[一-鿿]{2}$
    """,
    re.VERBOSE,
)
"""Nothing is said but that it is a complaint, with a slip that is put right at once: 我要投宿他们 不对 投诉."""


def only_a_slip(said: str) -> bool:
    """Whether a word of complaining was misspelled and put right, and nothing is told."""
    return SLIP.match(said.strip()) is not None


OF_AN_ANSWER = re.compile(
    r"""
      ([我俺咱]|本人|免贵)?(们)?(家)?(就)?(叫|姓|是|住在?|在)(?![一-鿿]*[着过])
    | (电话|手机|号码?|联系方式|微信)(号码?|也?是|就是|为|：|:|写|打)*
    | (名字|姓名)(可以|就|也)?(用|写|留|不留|不写|写上|留下|是|叫|[：:])*
    | 实名(制)?(反映|举报|投诉)?(就实名|吧|可以)? | 匿名(反映|举报)?(吧)? | (要|请|替我|给我)?保密(啊|吧|呀)? | 不怕
    | (电话|名字|姓名)?(也|都)?不(想|要|愿意?|用)?留(名字?|姓名|电话)? | 留(一?个|名字?)
    | 的(人|村民|居民|住户)? | 村民 | 居民 | 大概 | 好像 | 应该是 | 就是 | 也是 | 那边 | 这边 | 具体 | 时间 | 时候 | 左右 | 地点 | 地方
    | [一二三四五六七八九十\d]+(组|队|号|栋|楼|单元|室) | (上|下|这|那)边
    """,
    re.VERBOSE,
)
"""What is said beside a name, a number, a place or a day, and tells nothing of the matter."""
OLD = re.compile(
    r"(?<![\d年月])\d{2}(?![\d年月日号天点个])|[一二三四五六七八九]?十[一二三四五六七八九]?岁?$|岁"
)
"""How old somebody is."""
SLOT_LIKE = ("place", "phone", "person", "role", "organ", "date", "application_no")
TELLS = 3
"""So many telling characters beside the answers make words that belong to the account."""


def tells_beside(turn: Turn, held: str | None = None) -> bool:
    """Whether the words hold more than answers: left out of the account are only a bare name, number, place, day or post,
    yes and no, courtesies, the wish to lodge it, and questions in which nothing is demanded. Where it is given what the
    fields hold, a name or a place that none of them holds is more."""
    clauses = [clause for clause in phrases.CLAUSES.split(turn.said) if clause]
    return any(_tells(clause, turn, held) for clause in clauses) or _told_apart(turn, held)


def _told_apart(turn: Turn, held: str | None) -> bool:
    """The same of clauses of which none alone holds enough: 一家三口, 二级; what is only not known needs more beside it:
    啥时候开始的我不清楚 车是去年买的."""
    told = {
        clause: _rest(clause, turn, held)
        for clause in phrases.CLAUSES.split(turn.said)
        if clause and not NO_TELLING.match(clause) and not _asks(clause)
    }
    known = any(rest and not phrases.NOT_KNOWN.fullmatch(clause) for clause, rest in told.items())
    return known and phrases.words("".join(told.values())) >= TELLS


def tells_apart_from_asking(turn: Turn) -> bool:
    """Whether a message that asks or wants something else tells of the matter in other clauses: 能投诉不｜ 娃要交校服钱."""
    clauses = [
        clause
        for clause in phrases.CLAUSES.split(turn.said)
        if clause and not (phrases.COMPLAINS.search(clause) or OF_THE_TALK.search(clause))
    ]
    told = [one for one in clauses if not _asks(one) and _tells(one, turn, None)]
    return bool(told) and phrases.words("".join(told)) >= BARE


OF_THE_TALK = re.compile(
    rf"^(那|可是)?(要是|如果|万一|假如|倘若|就怕)|留名|匿名|实名|编号|查询码|{secrecy.FEARS.pattern}",
    re.VERBOSE,
)
"""What is only supposed, feared, or said of how it is lodged."""


def _tells(clause: str, turn: Turn, held: str | None) -> bool:
    if NO_TELLING.match(clause) or phrases.NOT_KNOWN.fullmatch(clause):
        return False
    if _asks(clause) and not WANTS.search(clause):
        return False
    rest = _rest(clause, turn, held)
    return phrases.words(rest) >= TELLS or bool(OLD.search(rest)) or bool(WANTS.search(rest))


def _asks(clause: str) -> bool:
    return not phrases.NOT_KNOWN.fullmatch(clause) and bool(_puts(clause))


def _puts(clause: str) -> bool:
    return phrases.asks(clause) or bool(phrases.WANTS_TO_KNOW.search(clause) or ASKS_WHO.search(clause))


ASKS_WHO = re.compile(r"咋|谁(能|会|可以|看|知道|晓得|管|来)|哪个(能|会|可以|管)")


NAMED = ("place", "person", "organ")


def _rest(clause: str, turn: Turn, held: str | None) -> str:
    """The clause without what fills a slot by itself."""
    rest = phones.PHONE.sub("", clause)
    known = [
        one.value
        for one in turn.parsed.entities
        if one.entity in SLOT_LIKE
        and (held is None or one.entity not in NAMED or all(part in held for part in one.value.split()))
    ]
    if turn.requested == "complaint_representatives":
        known += [one["name"] for one in representatives.heard(turn)]
    for part in sorted({word for value in known for word in value.split()}, key=len, reverse=True):
        rest = rest.replace(part, "")
    return OF_AN_ANSWER.sub("", rest)


def adds(turn: Turn) -> bool:
    """Whether an answer to something else tells more of the matter: a long one, or a short one that was understood."""
    if not phrases.asks(turn.said) and not tells_beside(turn):
        return False
    size = phrases.words(turn.said)
    told = phrases.words(phrases.told_in(turn.said))
    enough = facts.ENOUGH if turn.intent == "nlu_fallback" else ADDS
    plain = told >= enough if phrases.asks(turn.said) else turn.intent != "nlu_fallback" or size >= enough
    complains = (
        turn.intent == "file_complaint"
        and turn.parsed.confidence >= interruptions.SURE
        and len(turn.said) > BARE
    )
    return size >= 2 * facts.ENOUGH or (plain and (size >= ADDS or complains))


def tells_more(turn: Turn) -> bool:
    """Whether an answer goes on complaining beside the facts in it: 民政所的小李，态度太差."""
    rest = turn.said
    for entity in turn.parsed.entities:
        rest = rest.replace(entity.value, "")
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= interruptions.SURE
    of_matter = turn.requested in facts.OPTIONAL
    happened = of_matter and phrases.HAPPENED.search(rest) and phrases.substance(rest) >= ADDS
    return bool(complains or happened) and not phrases.asks(turn.said) and phrases.substance(rest) >= BARE


def kind_told(turn: Turn) -> str | None:
    """The category that this message makes plain, where what was told before left it open; or who has the money that was
    only said not to have come. What is told by the way of how somebody behaved makes no other matter of it."""
    known, told = turn.slot("complaint_category"), turn.parsed.category
    before = str(turn.slot("complaint_narrative") or "")
    if plain := kinds.made_plain(known, turn.said) or kinds.made_plain(known, f"{before} {turn.said}"):
        return plain
    begun = phrases.words(phrases.told_in(before)) >= facts.ENOUGH
    complains = turn.intent in ("file_complaint", "supplement_petition")
    sure = (complains or not begun) and turn.parsed.category_confidence >= facts.SURE_OF_MATTER
    if not sure or (begun and told in kinds.BY_THE_WAY):
        return None
    kind = kinds.of(told, turn.said)
    taken = known == "payment_missing" and kind == "embezzlement"
    return kind if kind != "other" and (known == "other" or taken) else None


def told_so_far(turn: Turn) -> str:
    """The account with this message added to it."""
    account = str(turn.slot("complaint_narrative") or "")
    return account if turn.said in account else f"{account}\n补充：{turn.said}".strip()


def fill_the_rest(turn: Turn, reading: Reading) -> None:
    """What else the answer tells fills what has not been asked yet."""
    told = facts.told(turn)
    if turn.requested == "complaint_confirmed":
        return
    about_self = turn.requested in facts.ABOUT_SELF
    for name, value in told.slots.items():
        if name == "complaint_accused" and (charged := facts.charged(turn)):
            reading.slots[name] = only(turn.slot(name), charged)
            continue
        if name == "complaint_accused" and name not in reading.slots:
            if more := facts.holder_of(turn) if about_self else value:
                reading.slots[name] = with_more(turn.slot(name), more)
            continue
        if name in reading.slots:
            continue
        if not facts.is_open(turn, name):
            if exact := more_exact(turn, name, value):
                reading.slots[name] = exact
            continue
        if name == "complaint_identity":
            chosen = signing.chosen(turn, value)
            reading.slots |= {key: kept for key, kept in chosen.slots.items() if key not in reading.slots}
            reading.say += chosen.say
        elif not (name == "complaint_place" and about_self and not places.VILLAGE.search(value)):
            reading.slots[name] = value
    if told.draft:
        reading.draft = added({**(turn.slot("complaint_draft") or {}), **reading.draft}, told.draft)
    if turn.parsed.secondary and turn.requested == "complaint_narrative":
        reading.draft = {
            **(turn.slot("complaint_draft") or {}),
            **reading.draft,
            "secondary": list(turn.parsed.secondary),
        }


def added(draft: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with what this tells: one more sum beside those told before, and the relative whose name is known stays."""
    new = dict(told)
    if draft.get("relation_name") and not new.get("relation_name"):
        new.pop("relation", None)
    sums = [one for one in (draft.get("amount"), new.get("amount")) if one]
    if len(sums) > 1:
        each = list(dict.fromkeys("、".join(map(str, sums)).split("、")))
        new["amount"] = "、".join(
            one for one in each if not any(one != other and one in other for other in each)
        )
    return {**draft, **new}


TAKEN_BACK = re.compile(
    r"不是(?!([我俺咱]|什么|啥)(们|家|的)*[亲本一什么啥戚])|不算|没有?(份|关系|参与)|不关|去掉|划掉"
)
"""Somebody had no part in it after all."""


def more_exact(turn: Turn, name: str, told: str) -> str | None:
    """What stands in the slot where this tells it more exactly in passing: 柳溪镇张家庄 in the place of 张家庄, the day in
    the place of 最近, the whole name in the place of one only guessed; None where it does not."""
    known = str(turn.slot(name) or "")
    if not known or known == told:
        return None
    if name == "complaint_time":
        if times.OF_BEFORE.search(turn.said):
            return None
        return times.since(turn) or times.more_exact(known, told)
    if name == "complaint_place" and facts.is_of_office(str(turn.slot("complaint_narrative") or ""), known):
        return None
    if name == "complaint_place":
        return told if known in told else places.joined(known, told, _is_at_home(turn))
    if name == "complaint_name" and turn.slot("complaint_identity") != "anonymous":
        return told if names.INTRODUCED.search(turn.said) else None
    return None


def _is_at_home(turn: Turn) -> bool:
    """Whether the matter is one of the household itself, so that it is where they live."""
    return turn.requested not in facts.ABOUT_SELF or turn.slot("complaint_category") in facts.NOBODY_ACCUSED


def completed(turn: Turn, told: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts told in passing those that fill what is open, or tell what is known more exactly."""
    found = {
        name: value if facts.is_open(turn, name) else more_exact(turn, name, value)
        for name, value in told.items()
        if name != "complaint_accused"
    }
    accused = None if TAKEN_BACK.search(turn.said) else told.get("complaint_accused")
    charged = facts.charged(turn)
    if charged:
        return {name: value for name, value in found.items() if value} | {
            "complaint_accused": only(turn.slot("complaint_accused"), charged)
        }
    if accused and turn.requested in facts.ABOUT_SELF:
        accused = facts.holder_of(turn)
    if accused:
        found["complaint_accused"] = with_more(turn.slot("complaint_accused"), accused)
    return {name: value for name, value in found.items() if value}


def with_more(known: str | None, more: str) -> str:
    """Those complained of before and now, each once and as fully as it was said: 会计姓马 in the place of 会计."""
    before, now = known.split("、") if known else [], more.split("、")
    kept = [next((one for one in now if _tells_fuller(one, old)), old) for old in before]
    return "、".join(
        dict.fromkeys([*kept, *(one for one in now if not any(_tells_fuller(old, one) for old in before))])
    )


def only(known: str | None, charged: str) -> str:
    """Those said to be the ones complained of, as fully as they were told before; the others are dropped."""
    before = known.split("、") if known else []
    return "、".join(
        next((old for old in before if _tells_fuller(old, one)), one) for one in charged.split("、")
    )


LEVEL = re.compile(r"[省市县区旗镇乡村组队所局院]")
"""Of which level or house a post is."""
OF_LEVEL = re.compile(rf"{LEVEL.pattern}(?={POSTS})")
"""The level right before a post: 村｜会计."""


SURNAME_BEFORE = re.compile(
    rf"(?P<level>{LEVEL.pattern}?)(姓)?(?P<surname>[{''.join(sorted(SURNAMES))}])(的)?(?P<post>{POSTS})"
)


def _by_post(one: str) -> str:
    """The same with the post before the surname: 支书邓 for 邓支书, 支书姓邓, 姓邓的支书."""
    told = one.replace("村长", "村主任")
    if before := SURNAME_BEFORE.fullmatch(told):
        return f"{before['level']}{before['post']}{before['surname']}"
    return re.sub(r"是?姓(?=[一-鿿]$)", "", told)


def _tells_fuller(full: str, brief: str) -> bool:
    """Whether these words name the one whom the brief ones name: 马会计 is 村会计, but 镇会计 and 副会计 are not."""
    full, brief = _by_post(full), _by_post(brief)
    if facts.names_whom(full, brief):
        return True
    level = OF_LEVEL.match(brief)
    bare = brief[level.end() :] if level else brief
    at = full.find(bare)
    if at < 0 or (len(bare) < 2 and at > 0):
        return False
    before = full[:at]
    levels = LEVEL.findall(before)
    return not before.endswith("副") and not (level and levels and levels[-1] != level[0])
