"""What one message already tells about a complaint."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from actions import registers
from actions.complaint import names, phones, phrases, places, representatives, secrecy, slips, times
from actions.turn import Turn
from casework.office import Office
from casework.people import units
from casework.petitions.lodging import NewPetition
from understanding import Entity, blamed, parts, writers
from understanding import times as told_times

SLOTS = (
    "complaint_narrative",
    "complaint_place",
    "complaint_accused",
    "complaint_time",
    "complaint_identity",
    "complaint_name",
    "complaint_phone",
    "complaint_representatives",
    "complaint_confirmed",
)
"""The slots of the form in the order in which they are asked for."""

UNSIGNED = "unsigned"
"""What the draft notes where nothing was said of the name though it was asked: nobody has chosen to be anonymous."""
OPTIONAL = frozenset({"complaint_place", "complaint_accused", "complaint_time"})
ABOUT_SELF = frozenset(
    {"complaint_identity", "complaint_name", "complaint_phone", "complaint_representatives"}
)

NOBODY_ACCUSED = frozenset(
    {
        "payment_missing",
        "left_out",
        "delayed",
        "wrongly_stopped",
        "hotline_failure",
        "petition_unanswered",
        "not_public",
    }
)
"""Categories in which the matter itself, and not a person, is complained of; who is to blame is not asked."""

TIME_IN_THE_WORDS = frozenset({"left_out", "hotline_failure", "privacy_leak", "attitude", "other"})
ENOUGH = 8
"""So many telling characters make an account of a matter."""
SHORT_MATTER = 6
"""So many make one where it is plain what kind of matter it is: 审核太慢，都两个月了."""
SURE_OF_MATTER = 0.6
GONE = re.compile(
    r"""
    (
        [^,，。;；]{0,6}(没|不|没有)(怎么)?(管|养|理|回来?|联系|来往|孝顺)(过|我|了|$)
      | (早就|去年|前年|今年)?(
            坐牢|服刑|被判|判刑|进去了|跑了|走了|去世|过世
          | 没了|不在了|失踪|改嫁|离家
          | 买(了)?车
          | 买(了)?房
          | 有(辆|台)?车
          | 有(套)?房
          | 在外|打工|上班|当兵
        )
    )
    """,
    re.VERBOSE,
)
"""Who is spoken of so is not the one whom the matter is about, but a reason for the hardship of those who are left."""
NEIGHBOUR = re.compile(r"隔壁|邻居|对门|邻里")
CALLED = re.compile(
    r"(名字|姓名)?(叫做?|的?(名字|姓名)(是|叫))\s*(?!个?[啥谁哪不]|个?什么|么子)(?P<name>[一-鿿·]{2,4})"
)
"""What somebody is called, said behind who they are: 我妈｜叫吴秀珍."""
ON_BEHALF = re.compile(
    r"(替|帮|代)(?P<who>(?!(我|俺|咱)们?(来|去)?(反映|投诉|举报|检举|告状|说|问)|我们|大家|大伙)[^,，。;；、\s替帮代]{1,12}?)(来|去)?(反映|投诉|举报|告状|检举|说(一?下|说|句|个)|问(一?下|问|个))"
)
"""Somebody speaks for another, who is not the one complained of: 替邻居张大爷反映."""
OF_ANOTHER = re.compile(r"(他|她|人家|支书|会计|主任|书记|队长|[一-鿿]{2}(?<![我俺咱你您们家亲])的)(家)?的?$")
"""What stands before the relative of somebody else: 赵立新的｜弟弟, 支书｜小舅子."""
OWN_BUSINESS = re.compile(r"^(我|俺|咱|本人|自己|我自己)$")
"""The speaker, and no relative."""
SMALL = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass
class Facts:
    """Slots and the rest of the draft, as far as a message fills them."""

    slots: dict[str, Any] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)


def told(turn: Turn, *, opening: bool = False) -> Facts:
    """Every fact of the message. In an opening the message itself counts as the account, if it says enough."""
    facts = Facts()
    turn = slips.without(turn)
    text = turn.said
    if place := place_of(turn):
        facts.slots["complaint_place"] = place
    if accused := accused_of(turn):
        facts.slots["complaint_accused"] = accused
    if when := times.time_of(turn):
        facts.slots["complaint_time"] = when
    if phone := phone_of(turn):
        facts.slots["complaint_phone"] = phone
    if name := name_of(turn):
        facts.slots["complaint_name"] = name
    if identity := identity_of(text):
        facts.slots["complaint_identity"] = identity
    if amount := "、".join(_sums(turn)) or sum_alone(turn):
        facts.draft["amount"] = amount
    programs = [one for one in turn.entities("program") if not _denied(turn, one)]
    if programs:
        facts.draft["program"] = str(programs[0].normalised or programs[0].value)
    if number := application_of(turn):
        facts.draft["application_key"] = number
    of_phone = phone_of(turn) and phones.SOMEBODYS_PHONE.search(text)
    if not of_phone and (
        relation := [
            one.value
            for one in turn.entities("relation")
            if not OWN_BUSINESS.match(one.value)
            and not OF_ANOTHER.search(turn.said[: one.start])
            and not (turn.parsed.category in blamed.UNDESERVING and NEIGHBOUR.search(one.value))
            and not GONE.match(turn.said[one.end :])
            and one.end not in {person.start for person in blamed.people(turn.words_parsed)}
        ]
    ):
        facts.draft["relation"] = relation[0]
    if not of_phone and (named := relative_named(turn) or spoken_for(turn)):
        facts.draft |= {"relation": named[0]} | ({"relation_name": named[1]} if named[1] else {})
    if crowd := headcount_of(turn):
        facts.draft["headcount"] = crowd
    facts.draft |= of_child(text)
    if opening and turn.evidence:
        facts.draft["evidence"] = [item["id"] for item in turn.evidence]
    sure = turn.intent == "file_complaint" and turn.parsed.category_confidence >= SURE_OF_MATTER
    if opening and phrases.substance(text) >= (SHORT_MATTER if sure else ENOUGH):
        facts.slots["complaint_narrative"] = text
    return facts


def _denied(turn: Turn, told: Entity) -> bool:
    """Whether it is said not to be this: 不是｜特困, 特困｜不是."""
    before, behind = turn.said[: told.start], turn.said[told.end :]
    return before.endswith("不是") or re.match(r"(不是|不对|错了)(?=[\s,，。]|$)", behind) is not None


def on_record(office: Office, offer: NewPetition, said: str) -> Facts:
    """What the register tells of a complaint that it offered: none of it is asked again, all of it is read back.

    What was said in other words than the register's stands before its account.
    """
    who, tree, account = offer.petitioners[0], units.tree(office), f"{offer.narrative}{offer.wants}"
    place = tree.get(offer.place_unit_code).place if offer.place_unit_code else None
    slots = {
        "complaint_narrative": account if offer.narrative in said else f"{said}\n{account}",
        "complaint_place": place or None,
        "complaint_time": offer.happened_text,
        "complaint_identity": offer.identity,
        "complaint_name": who.name or None,
        "complaint_phone": who.phone or None,
    }
    day = offer.happened_from.isoformat() if offer.happened_from else None
    return Facts(
        {name: value for name, value in slots.items() if value},
        {"program": offer.program, "happened_from": day, "key": offer.idempotency_key},
    )


def place_of(turn: Turn) -> str | None:
    """Township and village as said, put together, else the township of the authority named: 柳溪镇民政所.

    A household (老刘家) is no place, though a village may be called 刘家.
    """
    households = [found.span() for found in names.HOUSEHOLD.finditer(turn.said)]
    turn = _with_bare_places(turn)
    named = [
        (entity.start, entity.value + _cut_off(turn, entity) + places.house_behind(turn.said, entity.end))
        for entity in turn.entities("place")
        if not any(begins <= entity.start < ends for begins, ends in households)
    ]
    of_organs = (places.of_organ(organ) for organ in turn.words("organ"))
    named = _without_own_home(turn, named) or places.of_post(turn.said)
    if named:
        whole = places.put_together(turn.said, named)
        township = next((place for place in of_organs if place and places.TOWNSHIP_ALONE.search(place)), None)
        return whole if places.TOWNSHIP.search(whole) or not township else township + whole
    return next((place for place in of_organs if place), None) or places.in_town(turn.said)


def _with_bare_places(turn: Turn) -> Turn:
    """The turn with each place that was heard across a space without what stands behind it: 前营村｜ 社区说找户口地."""
    bare = tuple(
        replace(one, value=first, end=one.start + len(first))
        if one.entity == "place"
        and len(parts := one.value.split()) > 1
        and len(parts[-1]) <= 2
        and (first := parts[0])
        else one
        for one in turn.parsed.entities
    )
    return replace(turn, parsed=replace(turn.parsed, entities=bare))


COMMITTEE = re.compile(r"(?P<village>[^村\s]{1,3}村)(村?民?委(员?会)?)")
"""A village's committee, whose beginning may be the end of the village's name."""


def _cut_off(turn: Turn, place: Entity) -> str:
    """The end of a village's name that was taken for the beginning of its committee's, 柳溪镇青石｜坳村村委会, or the
    village itself behind its township: 柳溪镇｜青石凹的."""
    if end := places.END_CUT_OFF.match(turn.said, place.end):
        return end[0]
    if places.TOWNSHIP_ALONE.search(place.value):
        village = places.VILLAGE_BEHIND.match(turn.said, place.end)
        known = any(one.start == place.end for one in turn.parsed.entities)
        return village["village"] if village and not known else ""
    beside = next((one for one in turn.entities("organ") if one.start == place.end), None)
    found = COMMITTEE.fullmatch(beside.value) if beside and place.value[-1] not in "镇乡道区县市村" else None
    return found["village"] if found else ""


DOER = re.compile(
    r"""
    (?P<who>村[里上]头?|大队|队上|镇[里上]头?|乡[里上]头?|街道|社区|居委会)
    [^,，。;；\s]{0,4}?
    (拿|扣|收|管|压|卡着|占|领走|不给|不发|不让|吞|说帮|帮.{0,2}(保管|拿|存))
    """,
    re.VERBOSE,
)
"""An authority said by its level alone as the one that did it: 存折在村里头拿着."""
TO_FETCH = re.compile(r"(去|到|上|在|从|跑|问)[^,，。;；\s]{0,2}$")
"""What stands before the place where somebody went."""
BANK = re.compile(r"信用社|农商行|银行|邮政|邮局|储蓄所|网点")


def doer(account: str) -> str | None:
    """Who did it, where the account names them by their level alone: 村里."""
    found = DOER.search(account)
    return found["who"] if found else None


def organs_of(turn: Turn) -> list[str]:
    """The authorities named, but none by its level alone (村里, 县里, 政府)."""
    return [one.value for one in blamed.organs(turn.words_parsed)]


AT_A_PLACE = re.compile(
    r"[卸堆放存贴压搁摆拉运送写挂][^,，。;；\s]{0,2}(在|到|进)\s*$|(?<![一-鿿])(就)?在\s*$"
)
BESIDE_IT = re.compile(r"的?(门口|门前|院子?[里内]?|墙上?|外头|外面|旁边|对面|后头|前头|公[告示]栏)")
"""An authority named only as the place where it was: 卸在｜村委会, 村委会｜门口."""


def _is_place(turn: Turn, organ: str) -> bool:
    at = turn.said.find(organ)
    behind, before = turn.said[at + len(organ) :], turn.said[:at]
    return bool(BESIDE_IT.match(behind)) or (
        AT_A_PLACE.search(before) is not None and re.match(r"[\s,，。!！]|(了|又|后)|$", behind) is not None
    )


def _with_whole_people(turn: Turn) -> Turn:
    """The turn with each name that was heard across a space by itself, and without what is none: 曹老五 高秀莲, 丁 大."""
    kept = []
    for one in turn.parsed.entities:
        if one.entity in ("person", "role") and not re.search(r"[一-鿿A-Za-z]", one.value):
            continue
        if one.entity not in ("person", "role") or not re.search(r"\s", one.value):
            kept.append(one)
            continue
        if one.entity == "role":
            last = one.value.split()[-1]
            kept.append(replace(one, value=last, start=one.end - len(last)))
            continue
        for part in re.finditer(r"\S+", one.value):
            if names.plausible(part[0]):
                begins = one.start + part.start()
                kept.append(replace(one, value=part[0], start=begins, end=begins + len(part[0])))
    return replace(turn, parsed=replace(turn.parsed, entities=tuple(kept)))


def _organ_whole(word: str) -> str:
    """The authority heard across a space, with the house behind its township: 柳溪镇 民政所, but not 民政所 他们."""
    first, *behind = word.split() or [word]
    return first + behind[0] if behind and places.GREATER.search(first) else first


def _window_behind(said: str, organ: str) -> str:
    """The window of this house, where it is told right behind: 便民服务大厅民政｜那个窗口."""
    window = re.match(
        r"的?(那个|这个)?(?P<window>(低保|救助|民政)?窗口)", said[said.find(organ) + len(organ) :]
    )
    return window["window"] if window and not organ.endswith("窗口") else ""


A_WINDOW = re.compile(r"(你们)?(民政|低保|大厅)?(那个)?窗口((那个|的|里的)?人)?")
"""Somebody at a window, with nothing said of which."""


def accused_of(turn: Turn) -> str | None:
    """The persons, posts and authorities complained of, as said; never the speaker's own name, nor that of who complains
    with them, who is in need or who saw it."""
    turn = _with_whole_people(turn)
    spoken_for = ON_BEHALF.search(turn.said)
    cut_off = [_cut_off(turn, place) for place in turn.entities("place")]
    organs = [
        _organ_whole(word) + _window_behind(turn.said, word)
        for word in organs_of(turn)
        if word not in ("民政局", "县民政局")
        and not any(end and word.startswith(end) for end in cut_off)
        and not (BANK.search(word) and TO_FETCH.search(turn.said[: turn.said.find(word)]))
        and not _is_place(turn, word)
    ]
    organs = [one for one in organs if not any(one != other and one in other for other in organs)]
    of_matter = (turn.slot("complaint_category") or turn.parsed.category) in NOBODY_ACCUSED
    own = _beside_the_matter(turn)
    together = {one["name"] for one in representatives.listed(turn, own)}
    holders = [one for one in blamed.in_office(turn.words_parsed) if one.normalised not in own]
    people = [
        entity.value
        for entity in blamed.posts_and_people(turn.words_parsed)
        if not any(name.startswith(entity.value) for name in own)
        and not (spoken_for and spoken_for.start("who") <= entity.start < spoken_for.end("who"))
        and not (of_matter and turn.said[: entity.start].endswith("叫"))
        and not any(one.start <= entity.start < one.end for one in holders)
        and not any(entity.value in one.value for one in holders)
        and entity.value not in together
        and not (entity.entity == "person" and _is_household(turn, entity))
        and not (entity.entity == "role" and _is_only_kin(turn, entity))
    ]
    people = [one.value for one in holders] + people + _villages_blamed(turn)
    people.sort(key=lambda one: turn.said.find(one) if one in turn.said else turn.said.find(one[:2]))
    named_whole = [(one.value, str(one.normalised)) for one in holders]
    if whole := [one for one in blamed.described(turn.words_parsed) if not _is_named(one, named_whole)]:
        people = [*whole, *(one for one in people if not any(one in other for other in whole))]
    people = [one for one in people if not any(one != other and one in other for other in people)]
    if (
        not people
        and turn.parsed.category in blamed.UNDESERVING
        and (house := names.HOUSEHOLD.search(turn.said))
    ):
        people.append(house.group())
    people = [_spelled(one) for one in _with_surnames(people, turn.said)]
    people = [one for one in people if not any(names_whom(other, one) for other in people)]
    people = [one for one in people if not any(names_whom(other, one) for other in organs)]
    return "、".join(dict.fromkeys([*organs, *people])) or None


SLIPS = (
    ("支书", re.compile(r"(?<=[村镇乡])[只枝知织]书|支[熟叔舒输]|^[只枝知]书")),
    ("会计", re.compile(r"[会汇]记|快计")),
    ("主任", re.compile(r"(?<=[村镇])主人")),
)
"""Posts as they are misspelled: 村只书, 会记."""


def _spelled(one: str) -> str:
    for right, wrong in SLIPS:
        one = wrong.sub(right, one)
    return one


ACCUSES = re.compile(r"(投诉|举报|反映|控告|告)(的)?(就?是)?\s*$")
PASSES_ON = re.compile(
    r"(又|也|那边|这边)?(说|讲)(?!的)[^,，。;；]{0,6}(找|不归|不管|不是|去|你|不)|[又也]?(推|踢)(给|到)|(又|也|就)?(不收|不管|不给|不理|不认|不办)"
)


def _villages_blamed(turn: Turn) -> list[str]:
    """The villages that are complained of as those who deal with it: 主要投诉｜前营村, 前营村｜说你们人不在这儿."""
    return [
        one.value.split()[0]
        for one in turn.entities("place")
        if places.VILLAGE.search(one.value.split()[0])
        and (
            (ACCUSES.search(turn.said[: one.start]) and re.match(r"[\s,，。!！]|$", turn.said[one.end :]))
            or PASSES_ON.match(turn.said, one.end)
        )
    ]


CHARGES = re.compile(
    r"""
      (?P<only>就|只|单|光|专门|主要)(是|要|想)?((投诉|举报|控告|反映)(?![给过到向了完])|告(?![诉知过了完到]))(的)?(就?是)?
    | (投诉|举报|控告|告|反映)(?P<so>的)(就?是|就)
    """,
    re.VERBOSE,
)
"""Who is named behind this is complained of, and nobody else: 就投诉｜镇民政办."""
NOT_NOW = re.compile(
    r"""
      (他|她|们(?<![我俺咱]们)|人家|别人|邻居|儿子?|女儿?|闺女|媳妇|老婆|老伴|老公|爹|爸|妈|娘|[哥弟姐妹叔婶侄])(也|又|都|当时|那时|自己|去年|前年)*$
    | (以前|之前|先前|原来|从前|当初|当时|那时|[上那]次|[上那]回|去年|前年|上个?月|早)[^,，。;；\s]{0,4}$
    """,
    re.VERBOSE,
)
"""What stands before it where somebody else complained, or it was done before: 他儿子｜就告, 去年我｜就举报."""


def charged(turn: Turn) -> str | None:
    """Who is said to be the one complained of, whoever was taken for it before; None where nobody is."""
    for said in CHARGES.finditer(turn.said):
        if NOT_NOW.search(turn.said[: said.start()]):
            continue
        clause = re.match(r"[^,，。;；!！?？\s]*", turn.said[said.end() :])
        if clause and clause[0] and (who := accused_of(turn.with_said(clause[0]))):
            known = str(turn.slot("complaint_accused") or "")
            return None if who in known and "、" not in known else who
    return None


AT_OFFICE = re.compile(
    r"的?(办事|便民|政务|民政|服务|社保|救助)?(服务|办事)?(大厅|窗口|中心|民政(所|办|科|局)|办事处的?(大厅|窗口)|政府)"
)
"""A place is named as that of an office: 河湾街道｜办事大厅."""


def is_of_office(account: str, place: str) -> bool:
    """Whether what is told happened at the office of this place, wherever the speaker lives."""
    at = account.find(place) if place else -1
    return at >= 0 and AT_OFFICE.match(account, at + len(place)) is not None


OWN_HOME = re.compile(
    r"(我|俺|咱|本人)(叫|姓|是|住|家在|家是|就?是)[^,，。;；\s]{0,5}[\s,，]*(住在?|是|家在|家住)?$"
)
"""What stands before where the speaker comes from: 我叫冯玉山 ｜渡口社区的."""


def _without_own_home(turn: Turn, named: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The places without the speaker's home, where it happened at an office that is named too."""
    if not any(AT_OFFICE.match(turn.said, at + len(place)) for at, place in named):
        return named
    return [one for one in named if not OWN_HOME.search(turn.said[: one[0]])]


KIN_OF_POST = re.compile(r"家?的?(亲|侄|外甥|弟|哥|儿|女婿|小舅子|连襟|老婆|爱人|堂|表|姐|妹|丈人|老丈人)")


def _is_only_kin(turn: Turn, post: Entity) -> bool:
    """Whether who holds the post is only the relative of the one who did it: 护理的叫田小军 是｜村主任｜的侄子."""
    of_ties = (turn.slot("complaint_category") or turn.parsed.category) == "favoritism"
    before = turn.said[: post.start].rstrip()
    return not of_ties and before.endswith("是") and KIN_OF_POST.match(turn.said, post.end) is not None


OF_HOME = re.compile(r"家(?![人属里]?(拿|领|扣|收|占|骗|冒|吞))")


def _is_household(turn: Turn, person: Entity) -> bool:
    """Whether a household that the matter is about is called by this name, and nobody complained of: 李家庄 李守田｜家."""
    category = turn.slot("complaint_category") or turn.parsed.category
    if not OF_HOME.match(turn.said, person.end):
        return False
    says_where = turn.requested == "complaint_place" or not phrases.words(turn.said[person.end + 1 :])
    return category not in blamed.UNDESERVING or (says_where and not turn.slot("complaint_category"))


def _is_named(described: str, holders: list[tuple[str, str]]) -> bool:
    """Whether who is told of by post and surname is one whose whole name is told beside: 支书姓邓, 支书邓长贵."""
    surname = re.search(r"姓(?P<surname>[一-鿿])", described)
    post = re.search(blamed.POSTS, described)
    return bool(
        surname
        and post
        and any(post[0] in whole and name.startswith(surname["surname"]) for whole, name in holders)
    )


BEFORE_SURNAME = r"(在?(拿|收|管|保管|扣|押|揣|捏|攥|存|领)(着|走|了)?的?)?[\s,，]*[他她]?姓"
"""What stands between a post and the surname of who holds it: 会计｜ 姓｜孟, 妇女主任｜拿着 姓｜蒋."""


def _with_surnames(people: list[str], said: str) -> list[str]:
    """One of whom the post is told and the surname behind it stays one: 会计 姓孟."""
    whole: list[str] = []
    for one in people:
        behind = re.search(rf"{re.escape(one)}{BEFORE_SURNAME}(?P<surname>[一-鿿])(?![一-鿿])", said)
        if behind and one.endswith(ENDS_OF_POSTS):
            whole.append(f"{one}姓{behind['surname']}")
        elif not (whole and whole[-1].endswith(f"姓{one.removeprefix('姓')}")):
            whole.append(one)
    return whole


ENDS_OF_POSTS = tuple("记书任长计员干事")
VILLAGE_POST = re.compile(
    r"村?副?(妇女)?(支书|书记|主任|会计|文书|队长|组长)|村?(计生|妇联|民政)?专干|[小大]?队长"
)
"""Who is meant by 村干部 and 村里, once their post is told."""


def names_whom(full: str, brief: str) -> bool:
    """Whether these words name by a post or a house the one whom the brief ones leave in the dark: 会计 for 村干部,
    镇民政办 for 镇上."""
    if brief in ("村干部", "干部", "村里", "村上"):
        return full != brief and VILLAGE_POST.match(full) is not None
    if A_WINDOW.fullmatch(brief):
        return len(full) > len(brief) and full.endswith("窗口")
    if brief in ("镇上", "镇里", "乡里", "乡上"):
        return re.match(rf"{brief[0]}(民政|社会|便民|政府|里?的)", full) is not None
    return False


def _beside_the_matter(turn: Turn) -> set[str]:
    """The names of those who complain or are complained for: nobody complains of them."""
    draft = turn.slot("complaint_draft") or {}
    said = [own.group("name") for own in names.names_said(turn.said, turn.requested)]
    named = relative_named(turn)
    others = [str(one["name"]) for one in draft.get("people") or []]
    known = [
        name_of(turn),
        turn.slot("complaint_name"),
        named[1] if named else names.told_of(turn.said),
        draft.get("relation_name"),
    ]
    return {name for name in [*said, *known, *others] if name}


def holder_of(turn: Turn) -> str | None:
    """Who is named with their post, wherever it is told; nobody with another part in the matter."""
    turn = _with_whole_people(turn)
    own = _beside_the_matter(turn)
    told = [one.value for one in blamed.in_office(turn.words_parsed) if one.normalised not in own]
    if not told and not OWN_KIN.search(turn.said):
        told = [
            one.group()
            for words in (blamed.SURNAME_AND_POST, blamed.POST_AND_SURNAME)
            for one in words.finditer(turn.said)
        ]
        told += [one["who"] for one in SPOKE.finditer(turn.said) if re.search(AN_OFFICE, one["who"])]
    return "、".join(dict.fromkeys(told)) or None


SPOKE = re.compile(
    r"(接电话|说话|回话|接待|办事|经手|收材料|(跟|和|给|告诉)[我俺]?(讲|说)?)(我|俺)?的(那?个?人)?(就)?是(?P<who>[^,，。;；\s]{2,12})"
)
"""Who dealt with the speaker, by their house: 接电话的是｜镇民政办一个女的."""
AN_OFFICE = r"民政|政府|办|所|大厅|窗口|中心|局|科"
OWN_KIN = re.compile(
    r"(我|俺|咱)(们)?(家)?(是|就是)[^,，。;；\s]{0,8}(姓|主任|支书|会计)|(认识|知道|看见|听见|作证|证明)"
)
"""The speaker's own ties, or somebody who only knows of it, are told of with the post."""


SUM_ALONE = re.compile(
    r"""
    ^(
        听说|就|也|是|有|得|一共|总共|合计|拢共|大概
      | 大约|差不多|可能|好像
      | 每(户|人|个?月|年)
      | 一(户|个?人|个?月|年)
    )*(?P<sum>
      [一二两三四五六七八九十几半零〇\d]*[百千万]
      [一二两三四五六七八九十百千万几半零〇多来把好]*(块|元)?钱?
    )(左右|上下|吧|呢|啊|呀|嘛|嘞|哩|的|了)*[,，。.!！~ ]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but a sum as people say it, with or without its unit: 一千二, 千把块."""


def _sums(turn: Turn) -> list[str]:
    """The sums told; the number of a house or a group is none: 解放路12号."""
    told = [
        one for one in turn.entities("amount") if not places.numbers_a_house(turn.said, one.start, one.end)
    ]
    changed = CHANGED.search(turn.said[:MOST_READ])
    if (
        changed is None
        or not IS_MONEY.search(changed["before"])
        or not any(changed.start() <= one.start < changed.end() for one in told)
    ):
        return [one.value for one in told]
    beside = [one.value for one in told if not changed.start() <= one.start < changed.end()]
    return list(dict.fromkeys([changed["before"], changed["behind"], *beside]))


MOST_READ = 400
IS_MONEY = re.compile(r"[百千万块元十]|^\d{2,4}(?!\d)")
SUM = r"[一二两三四五六七八九十百千万零〇几\d]+(多|来)?(块|元)?钱?"
CHANGED = re.compile(
    rf"(?<![\d年月])(?P<before>{SUM})(?![年月号日起口个])[^,，。;；\s]{{0,3}}(降|减|变|改|少|调|掉|缩|落)(低|少)?(到|成|为|至)(了|只有|只剩)?(?P<behind>{SUM})"
)
"""From which sum to which other it was changed: 从四百多降到两百多."""


def sum_alone(turn: Turn) -> str | None:
    """The sum, where nothing else is said."""
    if said := SUM_ALONE.match(turn.said.strip()):
        return said["sum"]
    rest, told = turn.said, _sums(turn)
    for amount in told:
        rest = rest.replace(amount, "")
    return "、".join(told) if told and not phrases.asks(turn.said) and not phrases.substance(rest) else None


def phone_of(turn: Turn) -> str | None:
    """A telephone number that can be one; local numbers of 7 or 8 digits included.

    A mobile number that stands by itself goes before digits heard together with others: 是31 13800002331.
    """
    mobile = [
        one[0]
        for one in phones.MOBILE.finditer(turn.said)
        if not phones.NOT_THIS.search(turn.said[: one.start()])
        and not phones.WAS_WRONG.match(turn.said, one.end())
    ]
    if mobile:
        return re.sub(r"\D", "", mobile[0])
    for entity in turn.entities("phone"):
        digits = re.sub(r"\D", "", str(entity.normalised or entity.value))
        if entity.valid is not False and len(digits) >= phones.SHORTEST:
            return digits
    found = phones.PHONE.search(APPLICATION_NO.sub(" ", turn.said))
    return re.sub(r"\D", "", found.group(1)) if found else None


FOR_ANOTHER = re.compile(r"[替帮给代]\s*$")
"""What stands before the name of one who is spoken for."""
SURELY_OWN = 0.4
"""So far the part of who speaks leads before every other, where a name is taken for the speaker's by it alone."""


def name_of(turn: Turn) -> str | None:
    """The speaker's name where they say whose it is, or where it stands alone beside how they sign, or their number.

    In a letter many words stand alone between stops: there only how it is signed counts. A name put right in the same
    breath stands for the one before it.
    """
    if turn.requested == "complaint_accused" and names.NAMED_SO.match(turn.said.strip()):
        return None
    name = _name_told(turn)
    return (names.put_right(turn.said) or name) if name else _name_by_part(turn)


def _name_by_part(turn: Turn) -> str | None:
    """The name of who speaks, by how people name themselves, where no other sign tells whose it is."""
    of_others = turn.requested in ("complaint_accused", "complaint_representatives")
    if of_others or not parts.speaks_of_self(turn.said):
        return None
    told = parts.of(turn.parsed)
    for one in turn.entities("person"):
        played, name = told.get(one.value), "".join(one.value.split())
        speaks = played is not None and played.part == "self" and played.lead >= SURELY_OWN
        for_another = FOR_ANOTHER.search(turn.said[: one.start])
        if speaks and names.plausible(name) and not for_another and not blamed.did_it(turn.parsed, one):
            return name
    return None


def _name_told(turn: Turn) -> str | None:
    if len(turn.said) < writers.LETTER:
        turn = replace(turn, said=names.PARTICLES.sub("", turn.said))
    if said_with_home := _name_behind_home(turn):
        return said_with_home
    written = writers.writer(turn.words_parsed)
    if written and not blamed.holds_post(turn.said, written.name):
        return written.name
    said = names.names_said(turn.said, turn.requested)
    if not said and len(turn.said) >= writers.LETTER:
        return names.of_self(turn.said)
    if own := names.after_the_surname(turn.said) or names.of_self(turn.said) or _name_of_home(turn):
        return own
    if not said:
        of_others = turn.requested == "complaint_representatives"
        signs = identity_of(turn.said) in ("real_name", "confidential") or (phone_of(turn) and not of_others)
        alone = names.name_alone(turn.said)
        if alone in turn.words("place"):
            return None
        plain = alone in turn.words("person") or alone == turn.said.strip("。，,.!！ ")
        if signs:
            return alone or _person_alone(turn)
        return alone if plain and _nobody_is_accused(turn) else None
    given = [(one.group("name"), one.group(1) not in ("我是", "俺是", "本人")) for one in said]
    for person in turn.words("person"):
        whole = names.plausible(person) or any(person == name for name, _ in given)
        if whole and any(name.startswith(person) or person.startswith(name) for name, _ in given):
            return person
    if len(turn.said) >= writers.LETTER:
        return None
    return next(
        (
            name
            for name, introduced in given
            if introduced and len(name) <= 4 and not names.NO_NAME.match(name)
        ),
        None,
    )


def _name_of_home(turn: Turn) -> str | None:
    """Whose home it is, said where the place is asked for; not where households are complained of."""
    of_others = (turn.slot("complaint_category") or turn.parsed.category) in blamed.UNDESERVING
    return None if of_others or turn.requested != "complaint_place" else names.at_home(turn.said)


def _name_behind_home(turn: Turn) -> str | None:
    """The speaker's name, said behind where they come from: 我是柳溪镇张家庄的郭长顺; no relation and no post."""
    for found in names.FROM.finditer(turn.said):
        name = found["name"]
        if name in turn.words("person") or (
            names.name_alone(name) == name and name not in turn.words("relation", "role")
        ):
            return name
    return None


def _person_alone(turn: Turn) -> str | None:
    """Who was heard as a person and stands by themselves between spaces or commas: 青石坳村 尚玉珍 实名."""
    parts = re.split(r"[,，。;；、\s]+", turn.said)
    return next(
        (one for one in turn.words("person") if one in parts and len(one) <= 4 and names.plausible(one)), None
    )


def relative_named(turn: Turn) -> tuple[str, str] | None:
    """A relative and what they are called: 我妈叫吴秀珍."""
    for relation in turn.entities("relation"):
        if OF_ANOTHER.search(turn.said[: relation.start]):
            continue
        if said := CALLED.match(turn.said, relation.end):
            name = next((one for one in turn.words("person") if said["name"].startswith(one)), said["name"])
            return relation.value, name
    known = (turn.slot("complaint_draft") or {}).get("relation") or next(iter(turn.words("relation")), None)
    if known and (name := names.told_of(turn.said)):
        return str(known), name
    if known and (called := names.HE_IS_CALLED.search(turn.said)):
        name = next((one for one in turn.words("person") if called["name"].startswith(one)), None)
        return (str(known), name) if name else None
    return None


def spoken_for(turn: Turn) -> tuple[str, str] | None:
    """Who is spoken for, and what they are called, if that is said: (邻居, 张大爷), (残疾大叔, "")."""
    found = ON_BEHALF.search(turn.said)
    if found is None:
        return None
    within = [one for one in turn.entities("person") if found.start("who") <= one.start < found.end("who")]
    name = within[0].value if within else ""
    return found["who"].replace(name, "") or name, name


def _nobody_is_accused(turn: Turn) -> bool:
    """Whether a name that stands by itself can only be the speaker's, because the complaint is of no person."""
    of_matter = turn.slot("complaint_category") in NOBODY_ACCUSED and turn.requested in OPTIONAL
    return bool(of_matter and turn.loop == "complaint_form" and not turn.words("role"))


def is_open(turn: Turn, name: str) -> bool:
    """Whether the slot is to be filled by what is told in passing: where and when also after they were passed over."""
    return not turn.slot(name) if name in ("complaint_place", "complaint_time") else turn.slot(name) is None


OF_OTHERS = re.compile(
    r"(其他|其它|其余|另外|别的|剩下|还有|有)(的)?[一二两三四五六七八九十几\d]*(户|家|人|个|位)?(人家?)?(都|也|也都)?(不|怕)[^,，。;；\s]*"
)
"""How others will sign who complain too: 其他三户不愿写名字."""


NOT_OF_SELF = re.compile(
    r"""
      (他|她|们|人家|会计|支书|书记|主任|领导|干部|队长|组长|所长|村里|镇上|社区|[老小][一-鿿])[^,，。;；\s]{0,4}(说|讲|喊|叫|让|要)
      ((?!(?<![说讲喊叫让要会能])([我俺咱](也|还)?(要|想|得|求)|请|(给|替|帮)[我俺咱]))[^,，。;；\s]){0,12}
      (保密|(不要|别|不许|不准|不能)[^,，。;；\s]{0,4}(说|讲|传)(出去|出来)?)[^,，。;；\s]{0,4}
    | (?<![和跟同、])(?<![我俺]的)(名单|名册|材料|文件|表格?|结果|数字|金额|政策|账|内部|公示)[^,，。;；\s]{0,6}保密[^,，。;；\s]{0,4}
    | (?<![我俺咱])(给|会|能|真的?|都|也){0,3}保密(吗|不|么|没有?|的?吧)[?？]*$
    | 保不保密
    """,
    re.VERBOSE,
)
"""Something else is said to be secret, by somebody else, or it is only asked whether it is kept: 他说名单保密, 你们给保密不."""


def identity_of(text: str) -> str | None:
    """Named, confidential or anonymous, where the message says so of the speaker."""
    text = re.sub(r"\s+", "", NOT_OF_SELF.sub("", OF_OTHERS.sub("", text)))
    if secrecy.ANONYMOUS.search(text) and not re.search(r"不(要|用|想)?匿名", text):
        return "anonymous"
    if secrecy.CONFIDENTIAL.search(text):
        return "confidential"
    if secrecy.REAL_NAME.search(text):
        return "real_name"
    return None


APPLICATION_NO = re.compile(
    r"""
    (申请|受理)的?(编号|单号|号码?|号)\s*(是|为|：|:)?\s*
    (?P<number>[A-Za-z]{0,6}[\s-]*\d[\d\s-]{2,24}\d)
    """,
    re.VERBOSE,
)
"""The number of an application said with what it is."""


def application_of(turn: Turn) -> str | None:
    """The number of an application that was said, in capitals and digits. It proves nothing and opens nothing."""
    said = next(iter(turn.words("application_no")), None)
    if said is None and (found := APPLICATION_NO.search(unicodedata.normalize("NFKC", turn.said))):
        said = found["number"]
    return registers.application_key(said) if said else None


HOUSEHOLDS = re.compile(
    r"""
    (我们|俺们|咱们?|联名|一起)[^,，。]{0,8}?
    (?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(多|来|几)?(户|家)
    """,
    re.VERBOSE,
)
"""How many households complain together."""
TOGETHER = re.compile(
    r"""
      联名
    | 联合(反映|投诉|举报)
    | 我们(几个|几家|几户|大家|一起|全村|全组)
    | (大家|大伙)(一起|联名)
    | 俺们(几个|几家|大伙)
    """,
    re.VERBOSE,
)
"""Several people complain together, with no word of how many."""


ALL_OF_THEM = re.compile(
    r"(一共|总共|共|统共|加起来|拢共|我们)(是|有)?(?P<all>\d{1,3}|[一二两三四五六七八九十]{1,3})(户|家)|(?P<each>\d{1,3}|[一二两三四五六七八九十]{1,3})(户|家)(人家?)?(都|一起|全)"
)
"""How many households there are in all, where it is known that several complain: 七户都没有, 一共四户."""


def headcount_of(turn: Turn) -> int | None:
    """How many people complain together, where it is said of 我们; of households as many, one for each at least."""
    known = int((turn.slot("complaint_draft") or {}).get("headcount") or 0)
    for entity in turn.entities("headcount"):
        before = turn.said[max(0, entity.start - 4) : entity.start + 2]
        number = entity.normalised
        if isinstance(number, int | float) and number > 1 and re.search(r"我们|俺们|咱们|我俩|一起", before):
            return max(known, int(number))
    households = HOUSEHOLDS.search(turn.said)
    if households and (number := _number(households["count"]) or 0) > 1:
        return max(known, number)
    together = 2 if TOGETHER.search(turn.said) else known
    if together and (all_of := ALL_OF_THEM.search(turn.said)):
        return max(together, _number(all_of["all"] or all_of["each"]) or 0)
    return max(known, 2) if TOGETHER.search(turn.said) else None


def of_child(text: str) -> dict[str, Any]:
    """What the draft keeps of a speaker who says to be a child: the age, and as what they go to school."""
    age, pupil = age_of(text), times.PUPIL.search(text)
    return ({"age": age} if age else {}) | ({"pupil": pupil["pupil"]} if pupil else {})


def age_of(text: str) -> int | None:
    """The speaker's age, where it is said to be that of a child."""
    said = told_times.AGE.search(text)
    if said is None:
        return None
    age = _number(said.group("age")) or 0
    return age if 5 <= age < 18 else None


def _number(digits: str) -> int | None:
    """A number up to 99 in figures or words."""
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十")
    return ((SMALL.get(tens, 1) * 10 if "十" in digits else 0) + SMALL.get(ones, 0)) or None


def not_asked(category: str | None, narrative: str) -> dict[str, str]:
    """Slots that this matter does not need, with the empty value that says so."""
    spared: dict[str, str] = {}
    if category in NOBODY_ACCUSED:
        spared["complaint_accused"] = ""
    if category == "hotline_failure":
        spared["complaint_place"] = ""
    if category in TIME_IN_THE_WORDS and len(narrative) > 60:
        spared["complaint_time"] = ""
    return spared


def begun(turn: Turn) -> bool:
    """Whether a complaint was begun, if nothing of it be told yet."""
    return bool((turn.slot("complaint_draft") or {}).get("key"))


def in_progress(turn: Turn) -> bool:
    """Whether a complaint is being told."""
    return begun(turn) and any(turn.slot(name) for name in SLOTS)
