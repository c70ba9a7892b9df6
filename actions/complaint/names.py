"""How the names of people are said."""

import re

from actions.complaint import phones
from actions.complaint.yes_no import UNKNOWN
from understanding import blamed, writers
from understanding.surnames import DOUBLE, NAME, SURNAMES

NAME_SAID = re.compile(
    r"""
    (
        [我俺]叫
      | [我俺]是
      | 本人叫
      | (?<![^\s,，。;；、])(就)?叫做?
      | 姓名(是|：|:)?
      | 名字(是|叫|写|填|就写|[：:\s])
      | 本人
    )\s*(?P<name>
      (?![留不给要写说可就也还嘛吧呢改啥谁]|什么|代表|[我俺他她])[一-鿿·]{2,8}
    )
    """,
    re.VERBOSE,
)
"""A name with what it is said by: 我叫…, 姓名：…, 本人…."""
SURNAME_FIRST = re.compile(
    r"(?<![一-鿿])(我|俺|本人|免贵|就)*姓(?P<surname>[一-鿿])[的,，\s]*(名字?|大名)?(就?叫|是)?\s*(?P<name>(?P=surname)[一-鿿]{1,2})(?![一-鿿])"
)
"""The surname, and the whole name behind it: 姓周 周大明."""
PUT_RIGHT = re.compile(
    r"""
    (哦|噢|啊|哎|唉|诶)*
    (
        (?<!的)不对
      | 不是(?=[,，。!！]|[\s,，。!！]*(是|应该是|我?叫))
      | 错了
      | (打|说|写|记|发|输)错(字)?了?
    )
    ([\s,，。!！]*(不对|错了|(打|说|写|记|发|输)错(字)?了?|重说))*
    [\s,，。!！]*(是|应该是|应该|我?叫)?(?P<name>[一-鿿·]{2,5})(?![一-鿿])
    """,
    re.VERBOSE,
)
"""A name said in the place of the one just before: 哦不对打错了，武秀云."""
OTHERS = re.compile(
    rf"""
    [他她] | (那|这)个?(人|家|男|女|娃) | 对方 | 人家 | 老人 | (?<![我俺])(?:孩子|娃|男的|女的)
    | (有|来了?|派了?|找了?|换了?|雇了?|请了?|安排了?|(?<!我是)(?<!我算)(?<!一))[一那这哪]?[个位户](?!人)[^,，。;；\s]{{1,12}}$
    | (?<!一)[那这][个位户]$
    | (照料|照顾|照看|伺候|护理|看护|陪护|收钱|领钱|拿钱|发钱|冒领|管账|接待|接电话|经手|值班|办事|被举报|死|没)[^,，。;；\s]{{0,3}}[的人]$
    | 老(汉|头|奶奶?|爷爷|太太?|婆婆|者) | 户主 | 护工 | 护理员 | 老板 | 保姆
    | {blamed.POSTS}
    | [我俺咱]?们?(家)?的?(老伴|丈夫|妻子|爱人|老公|老婆|男人|媳妇|婆娘|父亲|母亲|爸|妈|爹|娘|公公|婆婆|爷|奶|外公|外婆|姥姥|姥爷
      |哥|弟|姐|妹|儿子?|女儿|闺女|女婿|孙子|孙女|叔|伯|舅|姑|姨|婶|侄|外甥|邻居)[^,，。;；\s]{{0,8}}$
    """,
    re.VERBOSE,
)
"""In the clause before a bare 叫 somebody else is told of: 收钱的是小组长，｜叫贺长顺."""
IN_NEED = re.compile(
    r"五保|特困|孤儿|残疾?|瘫|病|岁|\d{2}|老人|娃|孩子|[我俺咱]?们?家?的?(老伴|丈夫|妻子|爱人|老公|老婆|男人|媳妇|婆娘|父亲|母亲|爸|妈|爹|娘|公公|婆婆|爷|奶|外公|外婆|姥|哥|弟|姐|妹|儿|女儿|闺女|女婿|孙|叔|伯|舅|姑|姨|婶|侄|外甥)"
)
"""Of whom a clause tells so, the matter is about."""
FIRST_PERSON = re.compile(r"(^|[^他她])([我俺咱]|本人)(就)?(是|住|家住|姓|今年|来|替|帮|算)")
NO_NAME = re.compile(
    r"[再等娃二俩仨娃您你他她它这那哪啥谁咱俺我就都也还没不别要给把被让叫说打问找去来回又很太更只才到在从和跟与或且则但而因为所以如果]"
    r"|.*[的了吗呢吧啊呀嘛不没家户们]$|以后|等下|马上|于是|何况|那么|可能|应该|知道|谢谢|高兴|平时|时候|全部|全家|万一|方便|方式|安全|钱[是都没]|强烈"
)
"""Words that a surname happens to begin, or that are no name at all."""
INTRODUCED = re.compile(r"(^|[\s,，。;；、])(我|俺|本人)(就)?叫|姓名|我的?名字")
"""The speaker says that it is their name."""
FROM = re.compile(
    r"""
    (^|[\s,，。;；、])(我|俺|咱|本人)(就)?是[^,，。;；!！?？\s]{2,14}?(的|人)[\s,，]*(?P<name>[一-鿿·]{2,4})
    (?=[\s,，。;；]|$)
    """,
    re.VERBOSE,
)
"""The speaker's own name, said with where they come from: 我是柳溪镇张家庄的郭长顺."""
OF_SELF = re.compile(
    rf"""
      (?<![一-鿿])(?:[额咱]就?[叫是]|[我俺]就叫|[我俺额咱](?:的)?大名(?:就?叫|是)?|敝姓[一-鿿][\s,，]*(?:名?叫)?)\s*(?P<said>{NAME})
      (?=[^一-鿿]|$)
    | (?<![一-鿿])(?P<before>{NAME})[\s,，]*就?是(?:我|俺|本人)(?:本人|自己)?[呀啊哈嘛咯]?(?=[^一-鿿]|$)
    | (?<![一-鿿])(?:[你您]们?)?(?:就|给我|帮我|可以|那就){{0,2}}写(?:上|我|我的?名字|我的?姓名)?(?:吧|是|就写)?[\s:：,，]*
      (?P<written>{NAME})(?=[^一-鿿]|$)
    | (?<![一-鿿])(?:[你您]们?)?(?:就|都|可以)?[叫喊](?:我|俺)(?P<styled>{NAME})(?=就?(?:行|好|可以|中|得了|吧)|[^一-鿿]|$)
    """,
    re.VERBOSE,
)
"""The speaker's own name in ways that nobody else's is said in: 额叫…, …就是我, 就写…."""
AT_HOME = re.compile(
    rf"(?<![一-鿿])(?:[我俺]们?(?:是|住)?|这里?是|就?是)?(?:(?:[一-鿿]{{1,8}}[镇乡村庄组队屯寨街社区]|\d{{1,4}}[组队号])的?){{0,4}}?(?P<name>{NAME})家[里的]?(?=[\s,，。]|$)"
)
"""Whose home it is that is named behind a place, with nothing told of it: 李家庄 李守田家."""
PARTICLES = re.compile(r"(?<=[一-鿿])[呀啊咯哈哦啦呗嘛]+(?=[\s,，。!！]|$)")
"""Signs at the end of a clause that are no part of a name: 我叫马占山｜咯."""
OF_ANOTHER = re.compile(
    r"""
    (?<![我俺咱])(?<!本人)(?<![\s,，。;；、:：])
    (叫做?|名叫|的?(名字|姓名|全名|大名)(是|叫))\s*$
    """,
    re.VERBOSE,
)
"""What stands before a name that is not the speaker's: 他小舅子叫｜马全福."""
NAMED_SO = re.compile(
    r"""
    ^(?P<who>他|她|人家|那个?人|老人|名字|全名|大名)?(的?名字)?(是)?(就)?叫(做)?[\s:：]*
    (?P<name>[一-鿿·]{2,4})[,，。!！\s]*$
    """,
    re.VERBOSE,
)
"""The name of somebody told of, and not the speaker's own: 她叫赵玉兰."""
HE_IS_CALLED = re.compile(
    r"(^|[\s,，。;；、])(他|她|老人)(的?(名字|姓名))?(是|叫)(做)?\s*(?P<name>[一-鿿·]{2,8})"
)
"""The name of the one whom the matter is about, told later: 他叫田志刚."""
SURNAME_ALONE = re.compile(r"^(我|俺|本人|免贵)?(就)?姓(?P<surname>[一-鿿])[的了啊呀,，。!！ ]*$")
"""Nothing is said but a surname: 免贵姓王."""
PLAIN_NAME = re.compile(r"^[一-鿿·]{2,5}$")
"""Signs enough for a name and nothing else."""
SPELLED = re.compile(r"[一-鿿]{1,2}(?P<sign>[一-鿿])?的[一-鿿]")
"""A sign told by a word that it stands in: 宋朝的宋 长短的长."""
WHOLE_COMPOUND = re.compile(rf"({DOUBLE})[一-鿿]{{1,2}}(?![一-鿿])")
"""A name with a surname of two signs, to its end."""
HOUSEHOLD = re.compile(rf"(?<!我们)(?<![咱俺])老[{''.join(sorted(SURNAMES))}]家")
"""A neighbouring household as it is called, 老刘家; not one's own."""
NAME_ALONE = re.compile(r"^[一-鿿]{2,3}$")
"""As many signs as a name mostly has."""
NO_NAME_END = frozenset("村镇乡庄县市区委会所局组站院处科队屯寨")
"""The ends of places and offices, in which no name ends."""


AT_A_PLACE = re.compile(
    r"^([我俺咱]们?)?(就?是|家?住|家?在|来自)*(这)?[一-鿿\d]{1,14}(省|市|县|区|镇|乡|村|庄|组|队|屯|寨|街|路|社区|街道|小区|[坪坳沟湾岭坝])(这边|那边|这儿|里|上)?(的|人|的人|村民)?$"
)
"""A clause that only says where somebody is from: 李家庄的｜ 叫王有才."""
PASSED_OVER = re.compile(
    r"^((在?[上读念])(小学|初中|高中|大学|幼儿园|[一二三四五六七八九初高]年?级?[一二三]?)的?|(今年|现年)?\d{1,3}岁?了?|(今年|现年)?[一二三四五六七八九十]{1,4}多?岁?了?|[男女]|汉族|不是|不对|错了|[哦噢啊哎唉嗯]+|(?:名|就)?叫做?[一-鿿]{1,4})$"
)
"""What stands between somebody and their name and tells nothing of who it is: 八十三了, 不是."""
TOLD_BEHIND = re.compile(
    r"[\s,，。;；、]*([^,，。;；\s]{0,8}(她|他(?!们))(?!们)[^,，。;；\s]*(拿|领|管|收|的|家|儿|女|男|婆|弟|妹|哥|姐|嫂|妈|爸|欠|打|骂)|(早就?|已经|去年|前年|今年|上个?月)?[^,，。;；\s]{0,4}(死了|没了|去世|过世|走了|不在了|埋了))"
)
"""Behind a name it is told of as somebody else's: 叫许凤英｜ 钱是她儿媳妇领的."""
ACCUSED = re.compile(r"(举报|投诉|反映|控告|告)(的|的人|的是|的就是|他|她)?$")
"""Behind this the one complained of is named: 我要举报的｜ 叫王建国."""
NAME_ASKED = frozenset({"complaint_identity", "complaint_name", "complaint_phone"})
"""The questions at which a bare 叫… is an answer."""


def names_said(text: str, asked: str | None = None) -> list[re.Match[str]]:
    """The names said to be somebody's own; not those under who is complained of: 被举报人姓名：…, nor of somebody told of
    in the clause before: 收钱的是小组长，叫贺长顺. A bare 叫… tells the speaker's name where `asked` for it, or behind words
    of the speaker or of where they are from."""
    return [
        said
        for said in NAME_SAID.finditer(text)
        if not (
            said[1].startswith(("姓名", "名字"))
            and writers.of_the_other(text, said.start(), said.end("name"))
        )
        and not (said[1].startswith(("叫", "就叫")) and not _bare_is_own(text, said, asked))
        and not (said[1].startswith("名字") and re.search(r"(把|给|用|别|的)$", text[: said.start()]))
    ]


def _bare_is_own(text: str, said: re.Match[str], asked: str | None) -> bool:
    """Whether a name behind a bare 叫 is the speaker's: by who is told of before it, or by what was asked."""
    before = text[: said.start()]
    if _of_the_one_before(before) or TOLD_BEHIND.match(text, said.end("name")):
        return False
    for clause in reversed([one for one in re.split(r"[,，。;；\s]+", before) if one]):
        if PASSED_OVER.match(clause):
            continue
        if (OTHERS.search(clause) and not FIRST_PERSON.search(clause)) or ACCUSED.search(clause):
            return False
        if AT_A_PLACE.match(clause):
            return asked != "complaint_accused" or bool(re.match("[我俺咱]", clause))
        return asked in NAME_ASKED or re.search("[我俺咱]|本人|[实留]名|反映|投诉|举报", clause) is not None
    return (
        asked in NAME_ASKED
        or phones.PHONE.search(text) is not None
        or phones.WITHHELD.search(text) is not None
    )


def _clause_before(before: str) -> str:
    """The last clause that tells who somebody is: 孙子九岁｜，上三年级，叫…."""
    clauses = [one for one in re.split(r"[,，。;；\s]+", before.rstrip(" ,，。;；、")) if one]
    return next((one for one in reversed(clauses) if not PASSED_OVER.match(one)), "")


def _of_the_one_before(before: str) -> bool:
    """Whether a name behind this is that of somebody told of, and not the speaker's."""
    clause = _clause_before(before)
    return bool(OTHERS.search(clause)) and not FIRST_PERSON.search(clause)


def is_told_of(text: str, start: int, end: int) -> bool:
    """Whether the name that stands here is that of somebody told of: 照料的那个吴彩霞老不来, 叫许凤英 钱是她儿媳领的."""
    clause = re.split(r"[,，。;；\s]+", text[:start])[-1]
    of_another = (
        OTHERS.search(clause) and not FIRST_PERSON.search(clause) and not re.search("[我俺咱]叫$", clause)
    )
    bare = re.search(r"(?<![我俺咱人])叫做?$", clause) and _of_the_one_before(text[: start - len(clause)])
    return bool(of_another or bare or TOLD_BEHIND.match(text, end))


def plausible(name: str) -> bool:
    """Whether these signs can be somebody's whole name: a surname with one or two signs, or one with a dot in it."""
    return (
        re.fullmatch(NAME, name) is not None
        and not NO_NAME.match(name)
        and not re.search(rf"{blamed.POSTS}$", name)
    )


def told_of(text: str) -> str | None:
    """The name of the one told of in the clause before, who holds no post: 他是五保，叫石来福."""
    for said in NAME_SAID.finditer(text):
        before = text[: said.start()].rstrip(" ,，。;；、")
        clause = _clause_before(before)
        if (
            said[1].startswith(("叫", "就叫"))
            and IN_NEED.search(clause)
            and _of_the_one_before(before)
            and not re.search(blamed.POSTS, clause)
        ):
            return said["name"]
    return None


def after_the_surname(text: str) -> str | None:
    """The whole name behind its surname: 我姓梁 梁雪梅."""
    found = next((one for one in SURNAME_FIRST.finditer(text) if plausible(one["name"])), None)
    return (
        found["name"]
        if found and not OTHERS.search(re.split(r"[,，。;；]", text[: found.start()])[-1])
        else None
    )


def of_self(text: str) -> str | None:
    """The name behind words in which only one's own is said: 马占山就是我, 就写马占山."""
    for found in OF_SELF.finditer(text):
        name = found["said"] or found["before"] or found["written"] or found["styled"]
        if plausible(name) and not writers.is_none(name, found.group()):
            return name
    return None


def at_home(text: str) -> str | None:
    """Whose home is named, with nothing told of it, in words that hold a place and otherwise only where it is."""
    parts = [one for one in re.split(r"[\s,，。]+", text) if one]
    found = next((one for one in AT_HOME.finditer(text) if plausible(one["name"])), None)
    elsewhere = [
        one
        for one in parts
        if found and one not in found.group() and not re.search(r"[镇乡村庄组队屯寨街区号]$", one)
    ]
    return found["name"] if found and not elsewhere else None


def put_right(text: str) -> str | None:
    """The name said at once in the place of another: 我叫石秀云，哦不对打错了，武秀云."""
    found = next((one for one in PUT_RIGHT.finditer(text) if plausible(one["name"])), None)
    return found["name"] if found else None


def name_alone(text: str) -> str | None:
    """A name that stands by itself between commas: 实名，王花，13800138000."""
    for part in re.split(r"[,，。;；、\s\d]+", text):
        if WHOLE_COMPOUND.fullmatch(part):
            return part
        if (
            NAME_ALONE.match(part)
            and part[0] in SURNAMES
            and part[-1] not in NO_NAME_END
            and not UNKNOWN.match(part)
        ):
            return part
    return None


def whole(name: str, said: str) -> str:
    """The name with what was cut off behind a surname of two signs: 欧阳｜葳蕤."""
    found = next((one for one in WHOLE_COMPOUND.finditer(said) if one.group().startswith(name)), None)
    return found.group() if found else name
