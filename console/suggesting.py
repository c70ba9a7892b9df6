"""What the desk makes of notes while somebody talks: meaning, fields with their words, answer, route, questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import anyio

from casework.calls import callers, calls
from casework.office import Office
from casework.people import units
from casework.petitions import digests, routing
from casework.petitions.categories import CATEGORIES
from casework.petitions.models import Petition
from console import caseform, correcting
from console.desk import Desk, Visitor
from console.labels import INTENTS
from understanding import Entity, NotUnderstoodNow, Parsed, blamed, times, writers

SURE, LIKELY = 0.75, 0.45
LONGEST = 1500
"""Signs of the notes that are looked at, counted from the end."""
CLAUSE_ENDS = re.compile(r"[，。；！？,;!?\s]+")
SHORTEST_CLAUSE, MOST_CLAUSES = 4, 8
"""Signs of a clause that may be a question, and how many of the last clauses are asked."""
ASKS = re.compile(
    "[咋啥哪谁]|(?<!好)几[个天号时点]|怎么|怎样|如何|什么|多少|多久|多长|能不能|可不可以|是不是|要不要|[吗么呢不]$"
)
NOTED_AS_ASKED = re.compile("^(来电人?|他|她|对方|群众)?(想|要)?(问|打听|咨询|了解)(一下)?")
SURE_STATEMENT = 0.8
"""How well a clause that asks nothing must be answered to be worth reading out."""

PETITION_INTENTS = frozenset(
    {"file_complaint", "make_suggestion", "give_praise", "request_help", "report_person_in_need"}
)
REPORTED = frozenset({"request_help", "report_person_in_need", "report_change"})
"""What is entered as a report, with F4; a category of complaints says nothing of it."""
URGENT = {
    "crisis": "可能涉及人身安全：先确认人现在是否安全，必要时立即拨打 110 或 120，并报告值班负责人。",
    "collective_action": "有集体或越级反映的苗头：稳住情绪，问清人数和诉求，报告值班负责人。",
    "request_help": "急难求助：问清现在有没有吃住、就医困难；情况紧急的可以先行救助（社会救助法第五十条）。",
}


@dataclass(frozen=True)
class Filled:
    """A field of the form as the words fill it; `said` is where it comes from."""

    field: str
    label: str
    value: str
    said: str
    doubt: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Suggestion:
    """The panel beside the notes."""

    parsed: Parsed | None = None
    away: str = ""
    alarm: str = ""
    fields: Sequence[Filled] = ()
    otherwise: Sequence[str] = ()
    answer: Any = None
    repeats: Sequence[callers.Repeat] = ()
    alike: Sequence[Petition] = ()
    route: str = ""
    unit: str = ""
    questions: Sequence[str] = field(default=())

    @property
    def is_petition(self) -> bool:
        return self.parsed is not None and self.parsed.intent in PETITION_INTENTS - REPORTED

    @property
    def is_report(self) -> bool:
        return self.parsed is not None and self.parsed.intent in REPORTED

    @property
    def sureness(self) -> str:
        share = self.parsed.confidence if self.parsed else 0.0
        return "把握大" if share >= SURE else "较可能" if share >= LIKELY else "拿不准"


async def suggest(house: Desk, who: Visitor, call_id: int, notes: str, form: dict[str, str]) -> Suggestion:
    """Keep the notes and say what they seem to mean. When the understanding is away the notes are kept all the same."""
    parsed: Parsed | None = None
    away = ""
    if notes.strip() and house.understanding is not None:
        try:
            parsed = await house.understanding.parse(notes[-LONGEST:])
        except NotUnderstoodNow as fault:
            away = str(fault)
    return await anyio.to_thread.run_sync(_compose, house, who, call_id, notes, form, parsed, away)


async def besides(house: Desk, notes: str, told: Sequence[str]) -> list[Filled]:
    """What the notes tell of apart from the categories lodged already: of the clauses that complain of something else the
    surest fills the form; nothing where none does or the understanding is away."""
    if house.understanding is None:
        return []
    clauses = [one for one in CLAUSE_ENDS.split(notes[-LONGEST:]) if len(one) >= SHORTEST_CLAUSE]
    try:
        parsed = [await house.understanding.parse(one) for one in clauses[-MOST_CLAUSES:]]
    except NotUnderstoodNow:
        return []
    other = [
        one
        for one in parsed
        if one.intent in PETITION_INTENTS - REPORTED and one.category and one.category not in told
    ]
    if not other:
        return []
    surest = max(other, key=lambda one: one.category_confidence)
    return await anyio.to_thread.run_sync(_filled, house, surest)


def _filled(house: Desk, parsed: Parsed) -> list[Filled]:
    with house.reading() as office:
        found = fill(units.tree(office), parsed)
    return [replace(one, said=parsed.text) if one.field == "category" else one for one in found]


def _compose(
    house: Desk,
    who: Visitor,
    call_id: int,
    notes: str,
    form: dict[str, str],
    parsed: Parsed | None,
    away: str,
) -> Suggestion:
    with house.office() as office:
        call = calls.mine(office, who.actor, call_id)
        calls.keep(office, call, notes, form)
        if parsed is None:
            return Suggestion(away=away)
        tree = units.tree(office)
        fields = fill(tree, parsed)
        call.understood = {
            "intent": parsed.intent,
            "confidence": round(parsed.confidence, 4),
            "category": parsed.category,
            "ranking": [[name, round(share, 4)] for name, share in parsed.ranking[:5]],
            "fields": correcting.remember(
                office,
                (call.understood or {}).get("fields") or {},
                [(one.field, one.value) for one in fields],
            ),
        }
        place = form.get("place_unit") or _place_unit(tree, parsed.entities)
        reported = parsed.intent in REPORTED and not form.get("category")
        category = form.get("category") or ("" if reported else parsed.category) or ""
        taken = {one.field: one.value for one in fields} | form
        matter = category if form.get("category") or parsed.intent in PETITION_INTENTS else ""
        township = tree.township_of(place)
        route, unit = _seen_to(office, township) if reported else _route(office, matter, taken, place)
        phone = taken.get("phone") or office.vault.open_or_none(call.phone_sealed) or ""
        repeats = callers.repeats(
            office,
            who.actor,
            phone=phone,
            id_number=taken.get("id_number", ""),
            number=taken.get("about_number", ""),
            category=category,
            township=township,
        )
        known = {one.petition.id for one in repeats}
        return Suggestion(
            parsed=parsed,
            alarm=URGENT.get(parsed.intent, ""),
            fields=fields,
            otherwise=[name for name, _ in parsed.ranking if name in INTENTS and name != parsed.intent][:2],
            answer=_answer(house, parsed, notes),
            repeats=repeats,
            alike=[one for one in callers.alike(office, who.actor, matter, township) if one.id not in known],
            route=route,
            unit=unit,
            questions=list(missing(parsed, taken)),
        )


def fill(tree: units.UnitTree, parsed: Parsed) -> list[Filled]:
    """Fields of the form that the words fill, each with the words it comes from."""
    found: dict[str, Filled] = {}

    def put(name: str, label: str, value: str, said: str, doubt: str = "", shown: str = "") -> None:
        if value and name not in found:
            found[name] = Filled(name, label, value, said, doubt, shown or value)

    if parsed.category in CATEGORIES and parsed.intent in PETITION_INTENTS - REPORTED:
        share = parsed.category_confidence
        doubt = "" if share >= LIKELY else "拿不准"
        put("category", "诉求类别", parsed.category, f"全文，{share:.0%}", doubt, CATEGORIES[parsed.category])
    places = [entity.value for entity in parsed.entities if entity.entity == "place"]
    if places:
        said = "、".join(dict.fromkeys(places))
        put("place_text", "地点", said, said)
        code = _place_unit(tree, parsed.entities)
        if code:
            doubt = "乡镇没对上，请核对" if _elsewhere(tree, places) else ""
            put("place_unit", "对应单位", code, said, doubt, tree.name(code))
    when = times.of_matter(parsed)
    letter = len(parsed.text) >= writers.LETTER
    clauses = dict.fromkeys(_quoted(parsed.text, one) if letter else one.value for one in when)
    put("happened_text", "时间", "，".join(times.whole(parsed.text, one) for one in when), "；".join(clauses))
    sums = "，".join(dict.fromkeys(one.value for one in parsed.entities if one.entity == "amount"))
    put("amount", "数额", sums, sums)
    _people(parsed, put)
    for entity in parsed.entities:
        doubt = "号码不对，请核对" if entity.valid is False else ""
        value = str(entity.normalised) if isinstance(entity.normalised, str | int) else entity.value
        if entity.entity == "phone":
            put("phone", "联系电话", value, entity.value, doubt)
        elif entity.entity == "id_number":
            put("id_number", "身份证号", value, entity.value, doubt)
        elif entity.entity == "relation":
            put("relation", "与当事人", entity.value, entity.value)
        elif entity.entity == "headcount":
            put("headcount", "人数", "".join(filter(str.isdecimal, value)), entity.value)
        elif entity.entity == "petition_no":
            put("about_number", "已有编号", value, entity.value, doubt)
    return list(found.values())


SELF = ("我叫", "我是", "我姓", "姓名", "来电人", "本人")
OTHER = ("名字叫", "他叫", "她叫")
LONGEST_NAME = 3
LONGEST_CLAUSE = 24
"""Characters of a clause that is quoted whole."""
NAME_ENDS = re.compile(r"[^一-鿿]|$|电话|手机|号码|身份证|家住|住在|反映|来电|[的问说要想在]")
BLAMES_NOBODY = frozenset({"give_praise", "make_suggestion", "report_change", "report_person_in_need"})
"""Meanings of words in which whoever is named is not complained of; nor in a question about policy, `ask_…`."""


def _quoted(said: str, when: Entity) -> str:
    """The clause of a letter in which a time is told; the time alone where nothing parts the clause from the rest."""
    clause = times.clause(said, when)
    return clause if len(clause) <= LONGEST_CLAUSE else when.value


def _people(parsed: Parsed, put: Any) -> None:
    """The writer or caller, and who is complained of."""
    if own := writers.writer(parsed):
        put("name", "姓名", own.name, own.said)
    for entity in parsed.entities:
        before = parsed.text[max(0, entity.start - 4) : entity.start]
        if entity.entity == "person" and (word := next((word for word in SELF if word in before), "")):
            name = _whole_name(parsed.text, entity)
            put("name", "姓名", name, before[before.index(word) :] + name)
    if not (parsed.intent in BLAMES_NOBODY or parsed.intent.startswith("ask_")):
        _blamed(parsed, put)


def _blamed(parsed: Parsed, put: Any) -> None:
    """Somebody named beside a post, as 他叫, or as a household paid that should not be; else a post, somebody described,
    or an authority."""
    posts, people = blamed.posts(parsed), blamed.people(parsed)
    by_name = parsed.category in blamed.UNDESERVING
    named = [one for one in people if blamed.nearest_post(one, posts)] or [
        one for one in people if by_name or parsed.text[: one.start].endswith(OTHER)
    ]
    described = blamed.described(parsed)
    first = blamed.accused_first(parsed)
    whole = first is not None and not any(
        first.end <= one.start <= first.end + 1 for one in [*posts, *people]
    )
    if first is not None and whole and first.entity == "organ" and first.value not in OWN_BUREAU:
        said = blamed.with_place(parsed, first)
        put("accused_role", "单位、职务", said, said)
        return
    if named:
        put("accused_name", "反映谁", named[0].value, named[0].value)
        post = blamed.nearest_post(named[0], posts)
        put("accused_role", "单位、职务", post.value if post else "", post.value if post else "")
    for said in [*described, *(one.value for one in posts)] if not named or not by_name else []:
        put("accused_role", "单位、职务", said, said)
    if not named:
        for organ in blamed.organs(parsed):
            if organ.value not in OWN_BUREAU:
                said = blamed.with_place(parsed, organ)
                put("accused_role", "单位、职务", said, said)


OWN_BUREAU = ("民政局", "县民政局")
"""The bureau that is written to; it is not complained of because it is named."""


def _whole_name(text: str, entity: Entity) -> str:
    """The name with what stands right behind it after 叫 or 姓名, where only its beginning was recognised."""
    if not text[: entity.start].rstrip("是为:： ").endswith(("叫", "姓名")):
        return entity.value
    ends = range(entity.end, entity.start + LONGEST_NAME + 1)
    whole = next((end for end in ends if NAME_ENDS.match(text, end)), entity.end)
    return entity.value + text[entity.end : whole]


def _place_unit(tree: units.UnitTree, entities: Sequence[Entity]) -> str | None:
    """The unit of the most particular place named: villages within the township named."""
    names = [entity.value for entity in entities if entity.entity in ("place", "organ")]
    township = next(
        (code for name in names if (code := tree.find(name)) and tree.get(code).kind == "township"), None
    )
    codes = [code for name in names if (code := tree.find(name, within=township))]
    return max(codes, key=lambda code: tree.get(code).path.count("/"), default=None)


def _elsewhere(tree: units.UnitTree, places: Sequence[str]) -> bool:
    """Whether a township was named that is none of the county's: its villages may bear the names of ours."""
    return any(re.search("[乡镇]$", name) and tree.find(name) is None for name in places)


def _seen_to(office: Office, township: str | None) -> tuple[str, str]:
    """Who sees to a report: its township, else the county's section until the place is known."""
    tree = units.tree(office)
    if township:
        return "登记报告后由当地乡镇联系、上门。", tree.name(township)
    return "还不知道在哪个乡镇，先由业务股室接；问清地点就交给乡镇。", tree.name(
        routing.rules(office).section
    )


def _route(office: Office, category: str, form: dict[str, str], place: str | None) -> tuple[str, str]:
    if category not in CATEGORIES:
        return "", ""
    route = routing.decide(office, category, caseform.accused(form), place)
    return route.why, units.tree(office).name(route.suggested_unit)


def _answer(house: Desk, parsed: Parsed, notes: str) -> Any:
    """The knowledge base's answer for residents, with its source, or None: nothing is invented.

    Notes tell more than a question: where they answer nothing as a whole, each clause is asked, and of those that ask
    something the surest answer is given, else that of a statement it surely answers.
    """
    library = house.library
    if library is None:
        return None
    program = next(
        (entity.normalised or entity.value for entity in parsed.entities if entity.entity == "program"), None
    )
    entities = [{"entity": entity.entity, "value": entity.value} for entity in parsed.entities]

    def ask(words: str) -> Any:
        found = library.answer(
            words,
            intent=parsed.intent,
            program=program if isinstance(program, str) else None,
            entities=entities,
            region=house.bureau.county.name,
        )
        return found if getattr(found, "id", None) else None

    said = digests.redact(notes[-300:])
    if whole := ask(said):
        return whole
    clauses = [NOTED_AS_ASKED.sub("", words) for words in CLAUSE_ENDS.split(said)][-MOST_CLAUSES:]
    answers = [
        (bool(ASKS.search(words)), found)
        for words in clauses
        if len(words) >= SHORTEST_CLAUSE and (found := ask(words))
    ]
    fit = [(asks, found) for asks, found in answers if asks or found.score >= SURE_STATEMENT]
    return max(fit, key=lambda one: (one[0], one[1].score), default=(False, None))[1]


QUESTIONS = (
    ("place_text", "事情发生在哪个乡镇、哪个村？"),
    ("happened_text", "大概是什么时候的事？"),
    ("name", "您贵姓，怎么称呼？（可以匿名）"),
    ("phone", "留哪个电话方便回您？"),
    ("wants", "您希望怎么解决？"),
)
OF_A_COMPLAINT = ("happened_text", "wants")
IN_DANGER = ("您现在在什么地方？", "身边有没有人？能不能让他过来陪着您？", "我怎么称呼您？先不挂电话，好吗？")
BY_CATEGORY = {
    "payment_missing": "缺的是哪几个月、哪种救助金？原来发到哪张卡上？",
    "embezzlement": "是怎么发现的？有没有凭证、照片或别的人知道？",
    "bribery": "收了什么、多少、什么时候、在哪里给的？",
    "favoritism": "那户和干部是什么关系？家里有什么财产？",
    "wrongly_covered": "那户有什么收入、房子、车子？",
    "left_out": "家里几口人、有没有重病残疾、靠什么生活？申请过吗？",
    "wrongly_stopped": "什么时候停的？收到过书面通知吗？",
    "refused": "找谁申请的？他怎么说的？",
    "delayed": "哪一天交的申请？有没有回执？",
    "card_withheld": "卡在谁手里？有没有签过委托？",
    "petition_unanswered": "上次是什么时候反映的？有编号吗？",
}


def missing(parsed: Parsed, form: dict[str, str]) -> list[str]:
    """What is still to be asked for a petition or a report; in danger, what help must know."""
    if parsed.intent == "crisis":
        return list(IN_DANGER)
    if parsed.intent == "report_change" or parsed.intent not in PETITION_INTENTS:
        return []
    known = {entity.entity for entity in parsed.entities}
    by_words = {"place_text": "place", "happened_text": "date", "phone": "phone"}
    complains = parsed.intent not in REPORTED
    asked = [BY_CATEGORY[parsed.category]] if complains and parsed.category in BY_CATEGORY else []
    if (
        parsed.intent == "file_complaint"
        and not (form.get("accused_role") or form.get("accused_name"))
        and "role" not in known
    ):
        asked.append("反映的是哪个单位、哪个人？")
    return asked + [
        question
        for name, question in QUESTIONS
        if not form.get(name)
        and by_words.get(name) not in known
        and (complains or name not in OF_A_COMPLAINT)
    ]
