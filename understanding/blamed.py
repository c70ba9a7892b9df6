"""Who is complained of: posts, persons, those described where no post is known (3号窗口那个女的), and authorities."""

import re
from dataclasses import replace

from understanding import parts
from understanding.rasa import Entity, Parsed
from understanding.surnames import SURNAMES
from understanding.writers import Writer, is_none, writer

PERSON_SEEN = (
    r"(?:女的?|男的?|女人|男人|小伙子?|小姑娘|姑娘|[女男]同志|大姐|大哥|年轻人|胖子|工作人员|人员|办事员|经办人?"
    r"|科员|干部|妇女|老头|老太太?|丫头|人)(?![一-鿿]?[姓叫])"
)
DESCRIBED = re.compile(
    rf"""
      (?:[一二三四五六七八九十\d]+号)?(?:窗口|柜台|前台|大厅)(?:里面?|上|那边)?的?
      (?:(?:那|这|有|一)[个位名])?(?:[^，。,；;！!？?\s]{{0,8}}?的)?{PERSON_SEEN}
    | [一二三四五六七八九十\d]+号(?:窗口|柜台)
    | (?:接电话|值班|办事|登记|坐班|审核|收材料)的(?:那|这|一)?[个位]?(?:[^，。,；;！!？?\s]{{0,8}}?的)?{PERSON_SEEN}
    | (?:分?管|负责)[^，。,；;！!？?\s]{{1,8}}的(?:那|这)?[个位]?{PERSON_SEEN}
    | (?<![一-鿿])(?:那|这)[个位](?:戴|穿|烫|留|胖|瘦|高|矮|年轻|秃)[^，。,；;！!？?\s]{{0,8}}?的?{PERSON_SEEN}
    """,
    re.VERBOSE,
)
"""Somebody whose name and post are not known, by where they sit or how they look."""
LOOK = (
    r"(?:戴|穿|烫|留|扎|梳|染)[着了个件]{0,2}[^，。,；;！!？?\s没不]{1,6}|(?:短|长|卷|秃|光|平|寸|黄|马尾)[^，。,；;！!？?\s]{0,2}(?:头发?|辫子?|发)"
    r"|(?:瘦高|矮胖|黑瘦|胖胖|瘦瘦|高高|矮矮|高|矮|胖|瘦|黑|白|圆|瓜子)[大小]?(?:的|个子?|脸|瘦|胖|矮|高)"
)
AGED = r"(?:大概|看着|也就|差不多)?(?:\d{2}|[二三四五六]十)(?:来|多|几|出头|[一二三四五六七八九])?岁?(?:左右|上下|出头|的样子|样子)?"
SEATED = r"(?:就?坐在?)(?:[一二三四五六七八九十\d]+号|最?[里外左右东西][边头]|中间|头一个)(?:窗口|柜台|位子|桌子?)?"
SEEN_SO = re.compile(
    rf"(?<![^\s，。,；;！!？?])(?:(?:那(?:女|男)的|[他她])?(?:{LOOK}|{AGED}|{SEATED})(?:的)?(?:[\s，,]+|(?=$|[。；;！!？?]))){{2,6}}"
)
"""Somebody unknown is told of by nothing but looks, age and seat: 戴眼镜 短头发 坐二号窗口."""
POSTS = (
    r"(?:书记|支书|主任|村长|科长|股长|所长|镇长|乡长|局长|会计|文书|队长|组长|院长|站长|助理|干部|干事|专干|办事员|网格员"
    r"|经办人?|工作人员|委员|楼长|护工|出纳)"
)
POST_BEFORE = re.compile(
    rf"(?P<post>(?:妇女|民政|[村镇乡县组队]|大队|社区)?[副小]?{POSTS}|(?:[\d一二三四五六七八九]号)?窗口)(?:的|[\s,，]*(?:名?叫|就?是)|[\s:：]*)[\s:：]*$"
)
POST_BEHIND = re.compile(rf"[村镇乡]?副?{POSTS}")
"""What stands between a post and who holds it: 会计｜孙有财, 小组长｜，叫｜贺长顺, 包国民｜主任."""
RECALLED = (
    r"(?:好像|大概|应该|可能|像)?(?:是)?(?:名?叫|姓)[一-鿿]?(?:啥|什么|谁|个啥|么子)(?:名字?)?(?:来着|呢|的)?"
)
"""What stands between a post and a name that comes to mind only then: 支书｜叫龙什么来着｜ 龙国庆."""
RECALLED_BEFORE = re.compile(
    rf"(?P<post>(?:妇女|民政|[村镇乡县组队]|大队|社区)?[副小]?{POSTS})(?:的(?:名字)?)?[他她]?(?:{RECALLED}|(?:好像|大概|应该|可能)(?:是)?(?:名?叫)?|(?:大名|名字)(?:好像|大概)?(?:名?叫|是)?)[\s,，。…]{{0,3}}(?:(?:哦|噢|对|对了|想起来了|是)(?:名?叫|是)?[\s,，]{{0,2}}){{0,2}}$"
)
SURNAME_AND_POST = re.compile(rf"姓[一-鿿]的(?:那个|这个)?副?[一-鿿]{{0,2}}{POSTS}")
"""Somebody is told of by surname and post: 姓李的那个支书."""
POST_AND_SURNAME = re.compile(
    rf"(?:社区|街道|妇女|民政|[村镇乡])?副?{POSTS}是?姓(?![啥什谁哪])[一-鿿](?![一-鿿]{{0,2}}的)"
)
"""The same the other way round: 村支书姓李."""
IN_HAND = re.compile(
    r"(?:经手|经办|主管|分管|管事|办事|收材料|接待)的?(?:那?个?人)?(?:是)?姓[一-鿿](?![一-鿿])"
)
"""Who had it in hand, by the surname alone: 经手的姓董."""
BY_LEVEL = re.compile(
    r"""
      (?:[省市县区旗镇乡村队屯组]|嘎查|苏木|社区|街道)(?:里|上|里头|上头)
    | 大?队|村|政府|民政
    """,
    re.VERBOSE,
)
"""An authority said by its level alone: 村里, 县里, 政府."""
ADDRESSED = re.compile(
    r"""
    (?:^|\n)\s*(?:
        (?:尊敬|敬爱|亲爱)的[^，。,；;！!？?：:\n]{1,20}[：:，,！!\n]
      | (?:致)?[^，。,；;！!？?：:\n]{0,16}?(?:领导|[局书镇乡县]长|书记|主任|同志|信箱|[局委组])们?
        (?:\s*[：:\n]|\s*(?:您|你们?)?好)
    )
    """,
    re.VERBOSE,
)
"""The head of a letter, by which those are greeted who read it."""
HEAD = 80
"""So many signs of a letter its head may take."""
CALLED = r"(?:[\s,，]*(?:今年|现年)?\d{0,3}岁?[^，。,；;！!？?\s]{0,6}[\s,，]+(?=叫|名叫|名字))?(?:名?叫|是|名字叫|姓名)?[\s:：（(]*$"
ONES_OWN = re.compile(
    rf"""
    (?:
      (?:[我俺](?:的|们|家)?)?(?<![他她])(?<![他她]的)
      (?:老伴|丈夫|妻子|爱人|老公|老婆|男人|媳妇|父亲|母亲|爸爸?|妈妈?|爹|娘|岳父|岳母|公公|婆婆|爷爷|奶奶|外公|外婆|姥姥|姥爷
        |哥哥?|弟弟?|姐姐?|妹妹?|儿子|女儿|儿媳|女婿|孙子|孙女|外孙女?|叔叔?|伯伯?|大伯|舅舅?|姑姑?|姨妈?|婶婶?|侄子|侄女|外甥女?|孩子)
      | 患者|病人|当事人|死者|证人|代替|尊敬的|敬爱的
    ){CALLED}
    """,
    re.VERBOSE,
)
"""Who is named behind this is the writer's relative, or ill; or reads the letter."""
OF_A_HOUSEHOLD = re.compile(
    rf"(?:(?<![他她])(?<![他她]的)(?:邻居|老乡|同学)|老人|低保户|五保户|特困户|户主){CALLED}"
)
"""Who is named behind this is of another household: one in need, or one that is paid and should not be."""
UNDESERVING = frozenset({"wrongly_covered", "favoritism"})
"""Categories in which a household that is paid is complained of; of other matters it is one that has the same trouble."""
DESERVING = re.compile(
    r"^[^,，。；;]{0,8}(?:穷|困难|瘫|病|残|可怜|孤|没(?:有|得|吃|享|评|批|领)|[吃评领]不上|该(?:吃|享|评|有|得)|够(?:条件|资格)|符合)"
)
"""Of who is named before this it is said that they need it, or do not get it."""
ACCUSES = re.compile(r"(?:举报|检举|控告)(?:的是|一下)?[^，。,；;！!？?\s]{0,8}$")
DID_WRONG = re.compile(
    r"""
    ^(?:[^,，。；;被让的]{0,6})
    (?:冒领|代领|领走|偷|骗|侵占|霸占|私吞|独吞|吞了|贪|克扣|拿走|取走|收走|转走|抢走|占[了着用]|花[光掉了]|不给[我他她爸妈老]|没[发退还给]{1,2}我|[拿揣捏攥扣压]着[^,，。]{0,6}(?:卡|折|钱|证))
    """,
    re.VERBOSE,
)
"""Who is named before this did what is complained of."""
COMPLAINED = re.compile(r"(?:反映|举报|投诉|控告|检举)(?![人者事项])(?:一下)?的?(?:是|我们|俺们|咱们?)?")
BESIDE = 3
"""So many signs at most stand between a person and their post."""
BESIDE_THE_MATTER = 0.2
"""So far another part leads before that of the accused."""
SAW = re.compile(
    r"(?:看见|看到|见过|听见|听到|在场|知情|作证|证明)(?:的(?:人)?(?:是|有|还有)|了?[\s,，:：]*(?:就?是|有|一个|一位))[^。；;！!？?\n]{0,14}$"
)
"""Who is named behind this saw or heard it: 看见的人是｜高秀莲, 有两个人听见了 一个｜龙三娃."""
WITNESS = re.compile(
    r"^[一-鿿、和]{0,6}(?:可以|能|愿意?)?(?:作证|证明)|^(?:他们?|她们?)?(?:都|当时|那天|亲[眼耳])*(?:看见|看到|听见|听到|见)(?:过|了|的)?(?!病)"
)
"""Who is named before this will bear witness."""
FELLOW = re.compile(
    r"""
    ^(?:家|他家|她家|他们|她们|几个|[和跟、][一-鿿]{2,3}|的(?=也)|的?(?:老婆|婆娘|媳妇|男人|儿子|闺女|老伴))?
    (?:
        (?:就|也就)?是?被(?:人|他|她|他们|村里|会计|队长)?(?:领|拿|收|扣|骗|停|卡|刷|打|压)
      | (?:都|也)?(?:可以|能|愿意)?(?:给|替|帮|为)?[我俺咱]们?(?:作证|证明)
      |
        也(?:都|是|同样|一样)?(?:知道|晓得|清楚|看见|看到|见过|听见|在场|在跟前|在边上)
      | (?:当时|那天|就|都)*在(?:场|跟前|边上|旁边)(?!.{0,4}[说骂打吼])
      | 也(?:都|是|同样|一样)?(?:没有?|未)(?:领|拿到|收到|得|享|评上|批下|到[手账卡])
      | 也(?:都|是|同样|一样)?被(?:人|他|她|他们)?(?:领|拿|收|扣|骗|停|卡|刷|打)
      | (?:和|跟|同|与)?[我俺咱]?们?(?:一起|一块儿?|一道|一同)(?:去|来|找|问|申请|交|报|跑|反映|投诉|写)
    )
    """,
    re.VERBOSE,
)
"""Who is named before this knows of it, has the same trouble, or came along."""

TO_BE_ASKED = re.compile(
    r"(?:你们?|您|同志)?(?:可以|能|随便|尽管)?去?(?:一问|问问|问一?下|找|打听)(?:他|她|他们|她们|一?下)?(?:就|都)?(?:知道|晓得|清楚|明白|行)|(?:你们?|您)(?:可以|能|随便)?去?问(?:问|一?下)?(?:他|她|他们|她们|$|[\s,，。])"
)
"""Those named before this are to be asked about it, and did nothing: 一个叫老魏头，你们去一问就知道."""
NAMED_AMONG = re.compile(r"(?:一|有)[个位户](?:老人|老汉|老太太?|大爷|大娘|人)?(?:也)?(?:名?叫|是)\s*$")
"""What stands before one who is named out of several: 还有｜一个叫｜王老太."""
DEAD = re.compile(
    r"(?:死(?:了|掉|去)?的|(?:去世|过世|不在|(?<![拿领取骗收抢带划转调借卷偷扣赶])走)了?的)(?:那|这)?(?:个|位|家)?(?:人|老人|老汉|老太太?|户)?(?:名?叫|就?是|名字叫)?\s*$"
)
"""Who is named behind this is dead: 死的叫｜马富贵."""
OWN_SURNAME = re.compile(r"(?:^|[^他她])(?:[我俺]|本人|免贵)(?:就|也|家)?姓$")
"""What stands before the speaker's own surname."""


BESIDE_NUMBER = re.compile(r"\d{7,}[\s,，(（]*(?:机主|她|他|就?是)?姓$")
"""Whose number was given is told by surname alone behind it: 139… 姓彭."""
BY_NAMES = re.compile(
    rf"(?<![一-鿿])(?P<name>[{''.join(sorted(SURNAMES))}](?![子女])[一-鿿]{{1,2}})[\s,，（(]*(?:外号|绰号|诨名|诨号|人称)"
)
"""A name with a nickname behind it: 张富贵｜，外号张老三."""


def people(parsed: Parsed) -> list[Entity]:
    """The persons named who can be complained of: not the writer, who is greeted, a relative or a witness."""
    played = parts.of(parsed)
    named = [
        one
        for one in _told(parsed, "person")
        if not (
            _stands_by(parsed, one)
            or (_is_beside(played.get(one.value), parsed.text) and not did_it(parsed, one))
        )
    ]
    begun = {one.start for one in parsed.entities if one.entity == "person"}
    found = named + [
        Entity("person", one["name"], one.start(), one.end("name"))
        for one in BY_NAMES.finditer(parsed.text)
        if one.start() not in begun
    ]
    told = described(parsed)
    return [
        one
        for one in found
        if (len(one.value) > 1 or not BESIDE_NUMBER.search(parsed.text[: one.start]))
        and (len(one.value) > 1 or not any(f"姓{one.value}" in words for words in told))
    ]


def posts_and_people(parsed: Parsed) -> list[Entity]:
    """Both in the order in which they were said, each once."""
    both = sorted([*posts(parsed), *people(parsed)], key=lambda one: one.start)
    return list({one.value: one for one in reversed(both)}.values())[::-1]


UNHEARD = re.compile(
    rf"""
    (?P<post>(?:妇女|民政|[村镇乡县组队]|大队|社区)?[副小]?{POSTS}|(?:[\d一二三四五六七八九]号)?窗口)
    (?:的|[\s,，]*(?:好像|大概|应该|可能)?(?:名?叫|就?是))?\s*
    (?P<name>[{"".join(sorted(SURNAMES))}][一-鿿]{{2}}|[小老][{"".join(sorted(SURNAMES))}])(?=吧?(?:[^一-鿿]|$))
    """,
    re.VERBOSE,
)
"""A post with a name right behind it, at the end of its clause: 村主任常有德, 窗口小伍."""
NO_GIVEN_NAME = re.compile(
    r"""
      .+[他她我你您咱俺们说给的了不没是在把被让叫要收拿到去来就都也还家户人啥么]
    | .[一-鿿]?[太又很也着过再只才更最]
    | ..[早晚短少坏慢快长好大多高低差]
    | 时[间候常]|安[排静心]|马[上虎]|周[末围一二三四五六日]|关[门心于]|高[兴高]|常[常年]|平[时常]|方[便面法式]
    | 全[都部]|应[该当]|任[何意]|经常|成天|何[况必]|万一|连[连忙]|向来|从[来不]|单[独位]|明[明天]|于是|强[行调]|钱[都全也没]
    """,
    re.VERBOSE,
)
"""Signs and words that no name begins, goes on or ends with: 窗口｜关门早, 会计｜钱太少."""
SURNAME_APART = re.compile(
    rf"(?P<post>[村镇乡县]?副?{POSTS})[\s,，]*(?:是)?姓(?P<surname>[一-鿿])(?![一-鿿])"
)
"""A post and the surname of who holds it, told before the whole name: 村副主任 姓丁 … 丁守礼."""


KNOWS = re.compile(
    r"(?:[老小]?[一-鿿]{0,2})(?:也|都)(?:知道|晓得|清楚|看见|看到|听见|在场|在边上)(?!.{0,6}(?:不管|瞒|包庇))"
)
"""Who holds a post and is told of so knows of it, and did nothing: 村会计｜老赵也知道."""
BADGE = re.compile(r"(?:工牌|胸牌|名牌|牌子)[^,，。;；\s]{0,3}(?:写|印)?的?(?:是|着|叫)?\s*$")
"""What stands before the name on somebody's badge."""


OF_KIN = re.compile(
    r"(?:老婆|婆娘|媳妇|爱人|丈夫|老公|弟|哥|姐|妹|妹子|儿子?|女儿|闺女|女婿|孙子|孙女|外孙|爸|妈|爹|娘|叔|伯|舅|姑|姨|婶|嫂|侄子?|侄女|外甥女?|亲戚|亲家|连襟|丈人)(?:名?叫|是)?\s*$"
)
"""A relative of who holds the post is named behind this, and not the one who holds it: 他外甥｜郝小兵."""


def holds_post(text: str, name: str) -> bool:
    """Whether a post with the surname of this name is told of before it: 村副主任 姓丁 大名｜丁守礼."""
    before = text[: max(text.find(name), 0)]
    return any(apart["surname"] == name[:1] for apart in SURNAME_APART.finditer(before))


def in_office(parsed: Parsed) -> list[Entity]:
    """The persons named right beside their post, each with it as one; `normalised` is the bare name: 小组长｜，叫｜贺长顺."""
    text, told = parsed.text, []
    for one in people(parsed):
        if BADGE.search(text[: one.start]):
            told.append(replace(one, normalised=one.value))
        elif before := POST_BEFORE.search(text[: one.start]) or RECALLED_BEFORE.search(text[: one.start]):
            begins = before.start("post")
            told.append(replace(one, value=before["post"] + one.value, start=begins, normalised=one.value))
        elif behind := POST_BEHIND.match(text, one.end):
            told.append(replace(one, value=one.value + behind[0], end=behind.end(), normalised=one.value))
        elif (
            (apart := SURNAME_APART.search(text))
            and one.value[0] == apart["surname"]
            and len(one.value) > 1
            and not OF_KIN.search(text[: one.start])
        ):
            told.append(
                replace(one, value=apart["post"] + one.value, start=apart.start(), normalised=one.value)
            )
    for said in UNHEARD.finditer(text):
        name = said["name"]
        no_name = NO_GIVEN_NAME.match(name) or is_none(name)
        if not (no_name or KNOWS.match(text, said.end()) or any(name in one.value for one in told)):
            told.append(Entity("person", said["post"] + name, said.start(), said.end(), name))
    return sorted(told, key=lambda one: one.start)


def posts(parsed: Parsed) -> list[Entity]:
    """The posts named, without those of who is greeted at the head or only knows of it."""
    return [one for one in _told(parsed, "role") if not KNOWS.match(parsed.text, one.end)]


def described(parsed: Parsed) -> list[str]:
    """Who is told of by where they sit, how they look, or by surname and post, as said."""
    found = [
        one.group()
        for expression in (SURNAME_AND_POST, POST_AND_SURNAME, IN_HAND, DESCRIBED)
        for one in expression.finditer(parsed.text)
    ]
    found += [one for look in SEEN_SO.finditer(parsed.text) if (one := _looks(look.group()))]
    return [one for one in dict.fromkeys(found) if not any(one != other and one in other for other in found)]


def _looks(said: str) -> str:
    """The looks as one description; empty where nothing but an age and a seat is told."""
    return re.sub(r"[\s，,]+", "，", said.strip(" ，,")) if re.search(LOOK, said) else ""


def organs(parsed: Parsed) -> list[Entity]:
    """The authorities named, each once; one said by its level alone (村里, 县里, 政府) names none, nor does a number."""
    named = [
        one for one in _told(parsed, "organ") if not (BY_LEVEL.fullmatch(one.value) or one.value.isdigit())
    ]
    return list({one.value: one for one in reversed(named)}.values())[::-1]


def accused_first(parsed: Parsed) -> Entity | None:
    """Who or what stands right behind the word that complains: 反映柳溪镇民政所踢皮球."""
    told = sorted([*posts_and_people(parsed), *organs(parsed)], key=lambda one: one.start)
    for said in COMPLAINED.finditer(parsed.text):
        if behind := next((one for one in told if one.start >= said.end()), None):
            between = parsed.text[said.end() : behind.start]
            places = [one.value for one in parsed.entities if one.entity == "place"]
            for place in places:
                between = between.replace(place, "")
            if len(between) <= BESIDE and not re.search("[，。,；;！!?？\n：:]", between):
                return behind
    return None


def with_place(parsed: Parsed, organ: Entity) -> str:
    """The authority with the township or village said right before it: 柳溪镇民政所."""
    before = next((one for one in parsed.entities if one.entity == "place" and one.end == organ.start), None)
    return (before.value if before else "") + organ.value


def nearest_post(person: Entity, told: list[Entity]) -> Entity | None:
    """The post said right beside a person: 村会计孙有财, 包国民主任."""
    beside = [one for one in told if min(abs(person.start - one.end), abs(one.start - person.end)) <= BESIDE]
    return min(beside, key=lambda one: abs(person.start - one.end), default=None)


def _told(parsed: Parsed, kind: str) -> list[Entity]:
    """What is told of in the body: not in the greeting, nor in the words that tell who writes."""
    begins = max((head.end() for head in ADDRESSED.finditer(parsed.text[:HEAD])), default=0)
    own = writer(parsed)
    found = sorted((one for one in parsed.entities if one.entity == kind), key=lambda one: one.start)
    return [one for one in found if one.start >= begins and not _of_writer(parsed.text, one, own)]


def _is_beside(played: parts.Played | None, text: str) -> bool:
    """Whether it is plain enough by how people are told of that somebody is not the one complained of."""
    if played is None or played.part == "accused":
        return False
    speaks = played.part != "self" or parts.speaks_of_self(text)
    return speaks and played.lead >= BESIDE_THE_MATTER


def _of_writer(text: str, one: Entity, own: Writer | None) -> bool:
    if own is None or holds_post(text, own.name):
        return False
    begins = text.rfind(own.said)
    return 0 <= begins <= one.start < begins + len(own.said) or (
        one.entity == "person" and one.value in own.name
    )


def did_it(parsed: Parsed, one: Entity) -> bool:
    """Whether it is said in so many words that this one did it or is accused, or what post they hold."""
    before, behind = parsed.text[: one.start], parsed.text[one.end :]
    holds = any(words.search(before) for words in (POST_BEFORE, RECALLED_BEFORE))
    return bool(
        holds or holds_post(parsed.text, one.value) or ACCUSES.search(before) or DID_WRONG.match(behind)
    )


def _stands_by(parsed: Parsed, one: Entity) -> bool:
    """Whether somebody is named beside the matter: a relative, who is in need, a witness, a fellow sufferer; and not the
    one who did it."""
    before, behind = parsed.text[max(0, one.start - 16) : one.start], parsed.text[one.end :]
    saw = SAW.search(parsed.text[max(0, one.start - 30) : one.start])
    if (
        saw
        or WITNESS.match(behind)
        or FELLOW.match(behind)
        or OWN_SURNAME.search(before)
        or DEAD.search(before)
    ):
        return True
    if NAMED_AMONG.search(before) and TO_BE_ASKED.search(behind) and not DID_WRONG.match(behind):
        return True
    accuses = ACCUSES.search(before) and not behind.startswith("的")
    if accuses or DID_WRONG.match(behind):
        return False
    if OF_A_HOUSEHOLD.search(before):
        return parsed.category not in UNDESERVING or DESERVING.match(behind) is not None
    return ONES_OWN.search(before) is not None
