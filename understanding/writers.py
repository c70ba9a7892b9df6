"""Who writes a letter or speaks: a label (反映人：…), an introduction (我是柳溪镇…的…) or the signature at the end."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from understanding.rasa import Parsed
from understanding.surnames import NAME, PLAIN, RARER


@dataclass(frozen=True)
class Writer:
    """The writer's name and the words that tell it."""

    name: str
    said: str


BLANKS = re.compile(r"[\s,，]{5,}")
"""A run of blanks or commas is read as two: each expression would try it from each of its places."""
LETTER = 40
"""From so many signs on a message is read as a letter, which may be signed at its end."""
NO_NAME = re.compile(
    r"""
      .*某.*
    | .*(
          主任|书记|支书|会计|文书|[镇乡村局所科股院队组站社]长|老师|医生|大[爷妈娘伯叔婶嫂姐哥]|阿[姨婆公]|师傅
        | 先生|女士|同志|[村镇乡庄县市区委会局组站屯寨]|家人?|领导
      )
    | 谢谢.?|感谢.?|严[查惩肃]|解[决释]|关[注心照]|祝[好您愿]|方[便面式]|时[间常候]|单[位亲独身]|孙[子女儿]|包工头|常[年住]
    | 任何|向您|万[分谢]|成全|石匠|白天|平安|安[康好]|顺[利颂]|于是|何时|曾经|文件|强烈|车[主辆]|司机|马上|金额|江湖|明[察示天年]
    | 年[底初]|居民|党[员委]|应[该当]|相[关应]|和谐|权益|管理|左右|项目|边远|毛病|毕竟|代[表笔写]|符合|全[体村家]|商[户量]|农[民村户]
    | 别[人的]|初[中步]|连[续夜]|危[房急]|富[裕人]|双方|尽[快早]|温饱|冷暖|计划|银行|麻烦|巴望|宗旨|古稀|苦[主难]|江山|高[龄兴]
    | .*[户员病族人籍盲]|.者|.*[患学作记使参肇受伤死]者|.里|.*[村镇乡县城组家屋院沟湾山厂校心手]里|.*的.*|[和与].*|方言|江[西苏北南边]|安徽|云南|武汉|.*(?:侨胞?|孩|崽|汉子|客|妇|祸)|.汉|庄稼汉|单身汉|老[一-鿿]?汉|[高初小大]?中?学生|毕业生|[一-鿿]?(?:残疾|癌|瘫|聋|瘸)
    | .*[过了着]|.*不[好起到上得能会行]|[一-鿿]*[点零临合农杂]工|申请.?|康复.?|费[劲力事用心].?|任课.?|强[迫制求].?|柴[火草]|单[腿手眼脚].?|车[上里祸]
    | 曾[多经几向在到找去被].?|陆续|时不时|常常|向.?[你您们里上村镇乡县局府].?|房[东主]|应届.?|车间.?|左[腿手眼脚].?|万不得
    | 易[燃地]|向[上前]|贺信|连同|温馨|明白|安排|祝福.?|盛情|钱款|支持.?|水电|牛羊|鲜花|白条|黄牛|雷雨|方案|万元
    """,
    re.VERBOSE,
)
"""What begins with a surname and is no name, or no whole one: 谢谢, 李主任, 王某."""
PLACE = re.compile(r".[家土石板鞍子山头木水沙竹坪河井庙桥田塘树门角背口泉]?[坝坡岭沟湾]")
"""What is a place unless it is said to be a name: 黄土岭, 马家沟, and not 赵凤岭."""
ENDS = r"""(?=[^一-鿿·]|$|[我俺]|今年|现年|家住|[住系男女称说问要想在是代]|来[电访信]|电话|手机|号码|身份证|反映|举报|投诉|实名)"""
"""What may stand right behind a name."""
LABEL = (
    r"(?:反映|投诉|举报|来信|写信|申请|求助|求救|信访|上访|报告|来电|来访|诉求|建议|感谢|控告|检举|留言|代笔|执笔|署名|签名|申诉|联系|填表|报案)"
    r"[人者](?:的?(?:姓名|名字|签名|签字))?|署名|落款|执笔|签[名字]|代表(?=\s*[:：])"
)
"""What a writer is called before their name."""
WHERE = r"(?:[一-鿿\d]{1,10}?(?:[省市县区镇乡村组队屯寨庄湾街路巷号院栋楼室沟岭坪坝坡岗店营坳堡塘桥]|街道|社区|小区|单元|嘎查|苏木|上))"
WHO = r"""(?:
    (?:一[名位个]|[您你]的|广大|全体)?
    (?:(?<=[名位个])[一-鿿]{1,8}的)?(?:普通|贫困|残疾|退休|退伍|退役|受灾|失独|孤寡|困难|低保|五保|留守|热心|农村|重病|患病|单亲|苦命|可怜|无助|老|小){0,3}的?
    (?:群众|村民|居民|党员|老人|老[汉妇]|农[民妇]|工人|职工|教师|老师|军人|战士|市民|母亲|父亲|妈妈|爸爸|家属|患者|住户|业主|户主|户|学生|家长|百姓|妇女
      |公民|邻居|子女|儿子|女儿|媳妇|儿媳|孙[子女]|外孙女?|丈夫|妻子|侄[子女]|外甥女?|草民|晚辈|代表|本人|我|儿|干部|妇|[组队]长|社员|村医|医生|(?:残疾|知情|当事|受害|监护|病|苦命|可怜|老实|庄稼|打工)人)
)"""
KIN_OF = rf"(?:(?:{NAME}|患者|老人|当事人|户主|死者)[的之](?:儿子|女儿|妻子|丈夫|母亲|父亲|儿媳|女婿|子|女|妻|夫|母|父|孙女?|侄女?|弟|兄|姐|妹))"
"""Somebody's relative writes for them: 王桂芳之女."""
AFTER = r"""(?:
    敬[上启呈谢礼]|谨[上启呈]|[呈拜]上|叩[谢首拜上]|跪[求谢拜]|泣[告求]|致[谢敬]|鞠躬|上|启|呈|全家|一家人?|及家人|夫妇
  | 顿首|百拜|再拜|泣血|恳求|求救|口述|合十|于[一-鿿]{1,8}|[找请托]人代[笔写]|代[笔写]|代|亲笔|手书|签[名字]|书|等[一-鿿\d]{0,4}[人户]?|按?手印|[男女] | \d{1,3}岁
)"""
SALUTED = "\n\f"
"""What stands in place of the words that close a letter."""
SALUTE = re.compile(r"此\s*致[\s，,。！!]*敬\s*礼[\s！!。]*|此致|敬礼[！!。]*|祝[^，。！!\s]{1,12}(?=\s)")
"""The words that close a letter."""
ADDED = re.compile(
    r"""
      ((?<!\d)(19|20)\d\d|[二〇零○一两三四五六七八九]{4})\s*[年./-]\s*([\d一二三四五六七八九十]{1,3}\s*[月./-]?\s*([\d一二三四五六七八九十]{1,3}\s*[日号]?)?)?
    | [\d一二三四五六七八九十]{1,3}月(份|底|初|中旬|[\d一二三四五六七八九十]{1,3}[日号]?)?
    | (农历)?[正冬腊一二三四五六七八九十]{1,2}月(初|廿)[一二三四五六七八九十]
    | (?<=年)[春夏秋冬]天?
    | (联系|我的|本人)?(电话|手机|方式|号码|微信|身份证)(号码?)?(是|为)?[:：\s]*
    | [\dXx][\d\s-]{5,}[\dXx]
    | 同(手机|微信)号?
    """,
    re.VERBOSE,
)
"""What stands beside a signature: the day, the number."""
BESIDE = re.compile(
    r"^[\s（(]*(附|抄送|备注|另|PS|住址|地址|家庭住址|通讯地址|联系地址|谢谢|感谢|盼|望.{0,4}回复)"
)
"""A line that may follow a signature and tells no name."""
LINE = re.compile(r"[。！!？?；;…\n]+")
CLOSING = re.compile(
    r"(谢谢.{0,3}|感谢.{0,4}|回[复音话]|解决|处理|说法|帮助|帮帮.{0,4}|公道|为盼|调查|核[实查]|严[惩查]|查[处清]|答复|救救.{0,4})[\s,，]*$"
)
"""What is asked for at the end of a letter, before the name."""
APART = re.compile(r"[\s,，、:：()（）【】\[\]~～—_.-]+")
PART = re.compile(
    rf"(?P<before>(?:{LABEL}|{KIN_OF}[:：]?|{WHERE}|{WHO}|\d{{1,4}}){{0,5}}?)(?P<name>{NAME})?(?P<after>{AFTER}{{0,3}})",
    re.VERBOSE,
)
PERSON = re.compile(r"(?P<before>)(?P<name>[一-鿿·]{2,6})(?P<after>)")
"""A part that was recognised for somebody's name."""
DEEDS = re.compile(r"[请查告找让叫给说望求把被替帮问骂打抓罚]|举报(?!人)|反映(?!人)|投诉(?!人)")
"""Verbs that no signature holds before the name."""
LONGEST_SIGNATURE, LONGEST_PART = 60, 24
"""Signs of a signature within a line, and of a part of it, at most."""
MOST_LINES = 5
"""So many lines from the end a signature is looked for."""

ASIDE = r"(?:\s*[（(][^）)\n]{1,8}[）)])?"
"""A word in brackets beside a label or a name."""
LABELLED = re.compile(
    rf"""
    (?P<label>{LABEL}|(?<![一-鿿])姓\s*名|[我俺]的(?:姓名|名字)(?:是|叫)?){ASIDE}(?!\s*[:：]?[我俺他她其])
    (?P<between>[\s:：是为叫】\]]*)(?:(?:{WHERE}|{WHO})\s*){{0,4}}?(?P<name>{NAME}){ENDS}
    """,
    re.VERBOSE,
)
OWN_LABEL = re.compile(r"[我俺]的")
OF_ANYBODY = re.compile(r"姓\s*名|署名|落款|执笔|签[名字]")
"""Labels that stand before anybody's name: in a form, on a receipt."""
RUNS_ON = re.compile(r"[一-鿿](?<!(?<![一-鿿])我是)(?<!本人是)$")
"""A label without a colon behind this is told of within a sentence: 打击报复举报人李大山."""
DONE_TO = re.compile(r"(?:被|报复|打击|威胁|恐吓|辱骂|骂|打|把|给|找|对|问|逼|整|吓)了?$")
"""A label behind this is that of somebody to whom it is done."""
BLAMES = re.compile(r"(?:举报|投诉|控告|检举|反映)[\s:：]*$")
"""A label behind this begins with who is complained of."""
TOLD_OF = re.compile(r"[\s，,。；;][他她]")
SPEAKS = re.compile(r"[我俺]|本人|反映|来[信电访]|致电|要求|申请|咨询|诉|请[求问]")
GREETING = re.compile(
    r"[^，。；;\n]{0,20}(?:领导|[局书镇乡县]长|书记|主任|同志|信箱|[局委组所])们?[^。\n]{0,8}|[您你]们?好.{0,2}"
)
"""A line at the head that greets who reads it."""
PAPER = re.compile(r"收条|收据|欠条|借条|字条|今收到|凭证|协议|发放表|名册|账本")
PAPER_BEFORE = 60
"""Within so many signs behind a paper that is told of, a signature is the paper's."""
POST = r"支书|书记|主任|会计|文书|出纳|村长|[镇乡局所科股院站]长|干部|专干|办事员|网格员|职[务位称]"
THE_OTHER = re.compile(
    r"被(?:举报|反映|投诉|控告|检举|申诉)|(?:举报|反映|投诉|控告|检举)的?对象|对象|涉事|责任人|当事人"
)
"""What the head of a form calls who is complained of."""
UNDER_THE_OTHER = re.compile(rf"(?:{THE_OTHER.pattern})人?(?:的?(?:姓名|名字))?(?:是|为)?[\s:：]*$")
"""What stands right before the name of who is complained of."""
HEADS_OTHER = re.compile(rf"{THE_OTHER.pattern}|{POST}")
IN_OFFICE = re.compile(
    rf"[，,、\s（(:：]*(?:(?:[男女]|汉族|\d{{1,3}}岁|现?任|系|是|为)[，,、\s]*){{0,5}}(?![^，,。\n]{{0,8}}(?:反映|举报|投诉|电话|来[信电访]|致电))[^，,。；;！!？?\n把找问给被让向]{{0,12}}?(?:{POST})(?=[^一-鿿]|$)"
)
"""Who is told of so holds an office: 王建国，男，52岁，青石坳村支书."""
FIELD = re.compile(r"\s*[【\[]?(?P<head>[一-鿿\s]{1,10}(?:[（(][^）)\n]{1,8}[）)])?)[】\]:：]")
HEADING = 14
"""So many signs at most has a line that heads others."""
INTRODUCED = re.compile(
    rf"""
    (?:[我俺]叫|[我俺](?:的)?名字(?:叫|是)|(?:本人|鄙人|在下)(?:姓名|叫|名叫)?|[我俺]名叫)[\s:：是为]*(?P<name>{NAME}){ENDS}
    | (?<![一-鿿])大名叫?(?P<styled>{NAME}){ENDS}
    | (?:[我俺]|本人)(?:就)?[是系](?P<who>[^，。,；;！!?？\n：:]{{1,24}})[,，]\s*(?:姓名|大名|名字|名)?叫(?P<called>{NAME}){ENDS}
    | (?<![一-鿿])(?:[我俺]|本人)[,，\s]*(?P<apart>{NAME})(?=[,，(（]|今年|现年|家住)
    | (?<![他她的])(?:[我俺]就?[是系]|[我俺]的?名字\s*|[我俺](?:的)?姓名\s*)(?P<am>{PLAIN})(?=本人|{ENDS.removeprefix("(?=")}
    """,
    re.VERBOSE,
)
SURNAME_FIRST = re.compile(
    r"[我俺]姓(?P<surname>[一-鿿])[,，\s]*(?:名叫|名|叫)(?P=surname)?(?P<given>[一-鿿]{1,2}?)(?=[^一-鿿]|$|今年|家住|就?是|我)"
)
"""我姓李，叫桂花."""
AT_THE_HEAD = re.compile(
    rf"""
    (?:^|\n)[^\S\n]*(?:{ADDED.pattern})?[\s,，]*
    (?:
      (?:(?:{WHERE}|{WHO}|的|\s){{0,5}}?(?P<name>{NAME}))
      (?:
        {ASIDE}(?:[,，\s]*(?:[男女]|\d{{1,3}}岁)){{0,3}}[,，\s]*
        (?P<tells>来[信电访]|致电|写信|打来电话|反映[:：,，]|实名(?:反映|举报|投诉))
      | [\s,，、(（]+(?:[男女](?![一-鿿])|\d{{1,3}}岁|现年|今年\d)
      )
    )
    """,
    re.VERBOSE,
)
"""A letter or note that begins with who they are: 李桂花，女，62岁…; 青石坳村村民李桂花来电."""
LONGEST_HEAD = 600
"""So many signs at most stand before the end of what a letter begins with, greetings and headings included."""
BY_NUMBER = re.compile(
    rf"""
    (?:(?<![一-鿿])(?:{WHERE}|{WHO}){{0,4}}?|联系|找)(?P<name>{NAME})[\s,，:：(（]*(?:(?:联系)?(?:电话|手机)号?[\s:：是]*)?(?<!\d)1[3-9]\d[\s-]?\d{{4}}[\s-]?\d{{4}}
    | 1[3-9]\d[\s-]?\d{{4}}[\s-]?\d{{4}}[\s(（,，]*(?P<behind>{NAME})(?=[)）。.\s]|$)
    """,
    re.VERBOSE,
)
"""Whose number is given: 李桂花 139…, 139…（李桂花）."""
I_AM = re.compile(
    rf"""
    (?:[我俺]|本人|[我俺]们)(?:就)?[是系](?P<who>[^，。,；;！!?？\n：:]{{1,24}}?)
    (?P<name>{NAME})(?=[^一-鿿·的]|$|今年|现年|家住|实名|[住男女我俺]|[和与]{NAME})
    """,
    re.VERBOSE,
)
OF_A_PLACE = re.compile(rf"(?:的|\s|名|位|{WHERE}|{WHO})$", re.VERBOSE)
"""What may stand between 我是 and the name: where one comes from, or whose relative one is."""


def writer(parsed: Parsed) -> Writer | None:
    """The writer as a label, an introduction or the signature names them; None where none surely does.

    Nobody told of is taken for the writer: a wrong name is worse than none.
    """
    people = tuple(one.value for one in parsed.entities if one.entity == "person")
    return _read(BLANKS.sub(lambda run: "\n\n" if "\n" in run.group() else "  ", parsed.text), people)


@functools.lru_cache(maxsize=64)
def _read(text: str, people: tuple[str, ...]) -> Writer | None:
    named = _labelled(text) or _introduced(text)
    return named or (_of_letter(text, people) if len(text) >= LETTER else _at_the_head(text, in_words=True))


def is_none(name: str, said: str = "") -> bool:
    """Whether this is no name; what may be a place is one where it is said with a word of names: 我叫王石岭."""
    place = PLACE.fullmatch(name) and not re.search("[叫名]", said)
    return bool(NO_NAME.fullmatch(name) or place)


def of_the_other(text: str, start: int, end: int) -> bool:
    """Whether who is named there is complained of: called so on the line or above it, or told to hold an office."""
    before, behind = text[:start], text[end:]
    if HEADS_OTHER.search(before.rsplit("\n", 1)[-1]) or IN_OFFICE.match(behind.split("\n", 1)[0]):
        return True
    for head in _heads(before):
        if HEADS_OTHER.search(head):
            return True
        if re.search(LABEL, head):
            break
    last = next((line for line in reversed(before.split("\n")[:-1]) if line.strip()), "")
    if last.rstrip().endswith(("：", ":")) and THE_OTHER.search(last[-HEADING:]):
        return True
    for line in (line for line in behind.split("\n")[1:] if line.strip()):
        field = FIELD.match(line)
        if field is None or THE_OTHER.search(field["head"]) or re.search(LABEL, field["head"]):
            return False
        if HEADS_OTHER.search(field["head"]):
            return True
    return False


def _of_letter(text: str, people: tuple[str, ...]) -> Writer | None:
    return _signed(text, people) or _at_the_head(text) or _by_number(text)


def _by_number(text: str) -> Writer | None:
    """Whose number is given, and is not called the one complained of."""
    found = _first(BY_NUMBER, text)
    if found is None or UNDER_THE_OTHER.search(text[: text.find(found.said)]):
        return None
    return found


def _labelled(text: str) -> Writer | None:
    for said in LABELLED.finditer(text):
        if not is_none(said["name"], said.group()) and _labels_the_writer(text, said):
            return Writer(said["name"], said.group().strip(" \n,，:："))
    return None


def _labels_the_writer(text: str, said: re.Match[str]) -> bool:
    """Whether a label is the writer's own: that of a form at its head, under the writer's own heading or at the end,
    and neither told of in a sentence nor the label of who is complained of."""
    if OWN_LABEL.match(said["label"]):
        return True
    before = text[: said.start()]
    if DONE_TO.search(before) or (RUNS_ON.search(before) and not re.search("[:：]", said["between"])):
        return False
    if not OF_ANYBODY.fullmatch(said["label"]):
        return True
    if (
        RUNS_ON.search(before)
        or BLAMES.search(before)
        or (PAPER.search(before[-PAPER_BEFORE:]) and "姓" not in said["label"])
    ):
        return False
    if re.search("[是为叫]", said["between"]) and "姓" not in said["label"]:
        return False
    if of_the_other(text, said.start("label"), said.end("name")):
        return False
    begins = not before.strip(" \n【[")
    ends = len([line for line in text[said.start() :].split("\n") if line.strip()]) <= MOST_LINES
    return begins or ends or before.endswith(("【", "[")) or _under_ones_own(before)


def _under_ones_own(before: str) -> bool:
    return any(re.search(rf"(?<!被)(?:{LABEL})", line) for line in _heads(before)[:1])


def _heads(before: str) -> list[str]:
    """The lines of a form above, the nearest first, down to where it is told in sentences."""
    lines = [line for line in before.split("\n")[:-1] if line.strip()]
    form = itertools.takewhile(lambda line: FIELD.match(line) or _is_heading(line), reversed(lines))
    return [field["head"] if (field := FIELD.match(line)) else line for line in form]


def _is_heading(line: str) -> bool:
    return len(line.strip()) <= HEADING and not re.search("[，,。！!？?；;]", line)


def _begins(before: str) -> bool:
    """Whether nothing stands before but greetings, or labels of the writer's."""
    lines = [line.strip() for line in before.split("\n")[:-1] if line.strip()]
    return all(GREETING.fullmatch(line) or (_is_heading(line) and re.search(LABEL, line)) for line in lines)


def _is_told_of(behind: str) -> bool:
    """Whether it goes on about him or her before anybody speaks."""
    told = TOLD_OF.search(behind)
    return told is not None and not SPEAKS.search(behind[: told.start()])


def _at_the_head(text: str, *, in_words: bool = False) -> Writer | None:
    """Who is named at the head; of a short message only where it says that they write or report."""
    for said in AT_THE_HEAD.finditer(text, 0, LONGEST_HEAD):
        name = said["name"]
        if in_words and not said["tells"]:
            continue
        if is_none(name) or of_the_other(text, said.start("name"), said.end("name")):
            continue
        if _begins(text[: said.start("name")]) and not _is_told_of(text[said.end("name") :]):
            return Writer(name, said.group().strip(" \n,，:："))
    return None


def _introduced(text: str) -> Writer | None:
    if found := _first(INTRODUCED, text):
        return found
    if said := SURNAME_FIRST.search(text):
        return Writer(said["surname"] + said["given"], said.group())
    for said in I_AM.finditer(text):
        own = OF_A_PLACE.search(said["who"]) and not DEEDS.search(said["who"])
        if own and not is_none(said["name"]):
            return Writer(said["name"], said.group())
    return None


def _first(expression: re.Pattern[str], text: str) -> Writer | None:
    for said in expression.finditer(text):
        parts = said.groupdict()
        name = next(value for key, value in parts.items() if value and key not in ("label", "who"))
        if not (is_none(name, said.group()) or DEEDS.search(parts.get("who") or "")):
            return Writer(name, said.group().strip(" \n,，:："))
    return None


def _signed(letter: str, people: tuple[str, ...]) -> Writer | None:
    """The name in the signature: the last line that is no mere day, number or place, where it holds a name and no deed."""
    text = SALUTE.sub(SALUTED, letter)
    closed = text != letter
    for line, before in _from_the_end(text):
        bare = ADDED.sub(" ", line)
        closed = closed or bare != line
        if BESIDE.match(line) or _only_whereabouts(bare):
            continue
        return _signature(people, line, before, closed) or _at_its_end(people, line, before, closed)
    return None


def _only_whereabouts(bare: str) -> bool:
    parts = _parts(bare)
    return all(part and (not part["name"] or is_none(part["name"])) for part in parts)


def _parts(bare: str, people: Iterable[str] = ()) -> list[re.Match[str] | None]:
    """The parts of a line, each as it may stand in a signature, or None where it may not."""
    parts = (part for part in APART.split(bare) if part)
    return [
        (PERSON if part in people else PART).fullmatch(part) if len(part) <= LONGEST_PART else None
        for part in parts
    ]


def _at_its_end(people: tuple[str, ...], line: str, before: str, closed: bool) -> Writer | None:
    """A signature on the line of the letter's last words: 请给个说法 李桂花 2026年11月."""
    for found in re.finditer(r"[\s,，]+", line):
        if not 0 < len(line) - found.end() <= LONGEST_SIGNATURE:
            continue
        rest, said = line[found.end() :], before + line[: found.end()]
        dated = closed or ADDED.sub(" ", rest) != rest
        if (dated or CLOSING.search(said[-LONGEST_SIGNATURE:])) and (
            own := _signature(people, rest, said, True)
        ):
            return own
    return None


def _from_the_end(text: str) -> Iterator[tuple[str, str]]:
    """The last lines, the last first, each with what stands before it."""
    breaks = [0, *(found.end() for found in LINE.finditer(text)), len(text)]
    lines = [(text[a:b].rstrip("。！!？?；;…\n"), text[:a]) for a, b in itertools.pairwise(breaks)]
    whole = [one for one in lines if one[0].strip()]
    yield from reversed(whole[-MOST_LINES:])


def _signature(people: tuple[str, ...], line: str, before: str, closed: bool) -> Writer | None:
    """The first name of a line of which every part belongs to a signature.

    A name told of before is the writer's only where they are called something by it and the letter is closed.
    """
    parts = _parts(ADDED.sub(" ", line), people)
    names = [part["name"] for part in parts if part and part["name"] and not is_none(part["name"])]
    if None in parts or not names or before.rstrip().endswith(("：", ":")):
        return None
    if any(DEEDS.search(part["before"]) for part in parts if part):
        return None
    name = names[0]
    supported = len(parts) > len(names) or any(part and (part["before"] or part["after"]) for part in parts)
    known = any(one in name for one in people)
    alone = before.endswith("\n") and name[0] not in RARER and not _is_name(before)
    if name in before and not (closed and supported) and not before.rstrip("\n ").endswith("\f"):
        return None
    return Writer(name, line.strip()) if supported or closed or known or alone else None


def _is_name(before: str) -> bool:
    """Whether the line before is a name too: a list of people, and no signature."""
    last = LINE.split(before.rstrip("\n"))[-1].strip()
    return re.fullmatch(NAME, last) is not None
