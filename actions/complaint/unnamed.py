"""The account of who stays anonymous, without the name and the numbers by which they could be known."""

import re

from actions.complaint import phones
from casework.petitions import accused
from understanding import Parsed, writers
from understanding.surnames import DOUBLE, PLAIN

MORE = "\n补充："
"""What stands before words that were added to the account."""
LEFT_OUT = "（匿名）"
IDENTITY_NUMBER = re.compile(
    r"""
      (?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])
    | (?<=身份证)(?P<between>号?码?(?:是|为)?[\s:：]*)\d{6,17}[\dXx](?![\dA-Za-z])
    """,
    re.VERBOSE,
)
"""An identity number, in its form or called so; whosever it is, it tells who is meant."""
ACCOUNT = re.compile(
    r"""
    (?:微信|[Vv]信|QQ|qq|邮箱|[Ee]-?mail)(?:号码?|账号)?(?:是|为)?[\s:：]*(?=[A-Za-z\d])
    (?P<number>(?=[\w.@+-]*\d|[\w.+-]*@|[A-Za-z]{5})[A-Za-z\d_.@+-]{5,})
    """,
    re.VERBOSE,
)
"""The account at which somebody can be written to."""
OWN_NUMBER = re.compile(
    r"""
    (?: (?:我|俺|咱|本人)(?:自己)?(?:家里?)?的?(?:联系)?(?:电话|手机|号码|微信|QQ|邮箱)?(?:号码?)?
      | (?:联系|打给?|找|回复)(?:我|俺|咱|本人)(?:就|请|可以)?(?:打|拨)?
      | 回[复话电](?:请|可以)?[打拨]
    )(?:是|为|就是)?[\s:：,，]*$
    """,
    re.VERBOSE,
)
TO_BE_REACHED = re.compile(
    r"""
      (?:有事|有[啥什]么?事|有(?:情况|消息|结果|进展|问题|疑问)|[要需]要?(?:核实|了解|调查|问|材料)[^,，。]{0,4}|想问的?|方便的?话?)
      [\s,，]*(?:请|就|可以?|你们|再|直接|随时){0,3}(?:打|拨打?|加|发|联系)(?:这个|下面的?|以下)?(?:电话|手机|号码|微信)?
    | (?:请|可以?)(?:打|拨打?|回电?|加|联系)(?:这个|下面的?|以下)?(?:电话|手机|号码|微信)?
    | (?<![给让叫])(?:我|俺|咱|本人)[^,，。；;！!？?\n打拨转汇给]{0,6}(?:电话|手机|号码|微信)
    | (?:回电|回话|回访)(?:电话|号码)?
    | (?<!被)(?:反映|举报|投诉|来信|写信|信访|申请|求助|留言)人的?(?:联系)?(?:电话|手机|号码|微信|方式)(?:号码?)?
    """,
    re.VERBOSE,
)
"""Whoever reads it is asked to call or to write there."""
BARE = re.compile(
    r"""
    (?:^|[\s,，。；;、（(])
    (?:
      (?:联系|回访)?(?:电话|手机|方式|号码)(?:号码?)?(?:[和及]?微信(?:同号)?)?
    | 微信(?:号|同号)?
    | [Vv]信|QQ|邮箱
    )$
    """,
    re.VERBOSE,
)
"""A number is named with nothing that says whose it is."""
SAID_SO = r"(?:是|为|就是)?[\s:：,，]*$"
GOES_ON = re.compile(
    r"[\s,，]*(?:(?:却|都|也|又|老|一直|总|根本|从来?)*(?:没人|无人|打不通|不接|关机|停机|空号|占线)|打过去|骗|诈|(?:让|叫|要)我|那头|说我?)"
)
"""Somebody was called there, or called from there: it is part of the matter."""
NOT_OWN = r"他|她|它|对方|人家|骗子|陌生|别人|来电|打来|打给我|收款|转账|办公|值班|窗口|热线|民政|政府|村[里部委]|[镇乡县]里"
OF_ANOTHER = re.compile(
    rf"""
    (?:
      (?:{NOT_OWN}|{writers.POST})[^，,。；;！!？?\s我俺咱]{{0,6}}?(?:的|电话|手机|号码|微信)[^，,。；;！!？?\s]{{0,4}}
    | {PLAIN}的(?:电话|手机|号码|微信)[^，,。；;！!？?\s]{{0,4}}
    )[\s:：]*$
    """,
    re.VERBOSE,
)
"""A number behind this is somebody else's: 会计王建国的电话."""
NAMES_ANOTHER = re.compile(
    rf"(?:{NOT_OWN}|{writers.POST}|(?:{writers.THE_OTHER.pattern})人?)(?:[是叫姓为]|名叫)?[\s:：]*(?:{writers.NAME}|[一-鿿]某+)?[）)\s]*$"
    rf"|(?:举报|投诉|控告|检举|邻居|叫|[是找问])[^，,。；;！!？?\n]{{0,4}}?{writers.NAME}$"
)
"""What is said before ends with somebody else: 举报会计孙有财｜，电话…."""
ASIDE = re.compile(r"(?:[,，、\s]*(?:[男女]|汉族|\d{1,3}多?岁))+$")
"""Particulars between somebody and their number: 男，52岁."""
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""A day written as eight digits, which looks like a local number."""
SENTENCE = "。！!？?；;\n"
"""Signs at which a sentence ends."""
OF_SOMEBODY = re.compile(
    rf"(?:{writers.POST}|邻居|村民|老板|叫|(?:举报|投诉|控告|检举|反映)(?![人者事])(?:的是|一下)?)$"
)
"""Who is named behind this is told of, and not the writer."""
GOES_WITH = re.compile(
    r"[的家和跟与同及或被给把对向从由在到去来是有没不也都就还又再已曾刚正要想说讲问叫让请找领拿得取收交报办看住租打骂哭病死老本一两三今去前昨明这那我你他她它等之所为因上下]"
)
"""What follows on a name, and is no part of it."""


def unnamed(told: str, blamed: str = "") -> str:
    """The account without the writer's own name and numbers, as each part of it tells them, and without identity numbers;
    the names and numbers of others stay, first of all of those who are complained of."""
    told = IDENTITY_NUMBER.sub(lambda said: (said["between"] or "") + LEFT_OUT, told)
    parts = told.split(MORE)
    signed = [writers.writer(Parsed(part, "", 0.0)) for part in parts]
    others = tuple(one.name or one.said for one in accused.read(blamed))
    numbers = {number for part, own in zip(parts, signed, strict=True) for number in _own(part, own, others)}
    plain = told
    for expression in (phones.PHONE, ACCOUNT):
        plain = expression.sub(lambda said: _left_out(said, numbers), plain)
    for own in filter(None, signed):
        plain = _without(own.name, plain, others)
    return plain


def _left_out(said: re.Match[str], numbers: set[str]) -> str:
    """What was said with its number taken out, if it is one of these."""
    if said[1] not in numbers and _digits(said[1]) not in numbers:
        return said[0]
    before, behind = said.start(1) - said.start(), said.end(1) - said.start()
    return said[0][:before] + LEFT_OUT + said[0][behind:]


def _without(name: str, text: str, others: tuple[str, ...]) -> str:
    """The text without the name, which may be the beginning of a longer one told of: 王芳, 王芳｜华."""
    if len(name) != (3 if re.match(DOUBLE, name) else 2):
        return text.replace(name, LEFT_OUT)
    begins = [found.start() for found in re.finditer(re.escape(name), text)]
    longer = {one for one in others if one.startswith(name) and one != name} | {
        text[start : start + len(name) + 1]
        for start in begins
        if OF_SOMEBODY.search(text[:start])
        and re.match("[一-鿿]", text[start + len(name) :])
        and not GOES_WITH.match(text, start + len(name))
    }
    kept = "".join(f"(?!{re.escape(one)})" for one in longer)
    return re.sub(kept + re.escape(name), LEFT_OUT, text)


def _own(part: str, own: writers.Writer | None, others: tuple[str, ...]) -> set[str]:
    """The numbers and accounts by which the writer can be reached, without what stands between their digits."""
    told = {_digits(said[1]) for said in phones.PHONE.finditer(part) if _is_own(part, said, own, others)}
    return told | {said[1] for said in ACCOUNT.finditer(part) if _is_own(part, said, own, others)}


def _is_own(part: str, said: re.Match[str], own: writers.Writer | None, others: tuple[str, ...]) -> bool:
    """Whether a number is called one's own or is that to call, stands in the sentence of the signature, or alone on a
    line."""
    before = part[: said.start(1)]
    if DAY.fullmatch(said[1]) or GOES_ON.match(part, said.end(1)):
        return False
    if OWN_NUMBER.search(before[-24:]):
        return True
    if OF_ANOTHER.search(before[-24:]):
        return False
    if own and own.name in _around(SENTENCE, part, said):
        return True
    if re.search(f"(?:{TO_BE_REACHED.pattern}){SAID_SO}", before[-40:], re.VERBOSE):
        return True
    ends = not part[said.end() :].strip("。.!！ \n") and before.endswith((",", "，", "。", " "))
    if ends or BARE.search(re.sub(SAID_SO, "", before[-24:])):
        return not _is_of_the_last_named(before, others) and not _heads_another(part, said)
    alone = not writers.APART.sub("", writers.ADDED.sub(" ", _around("\n", part, said)))
    return alone and not _heads_another(part, said)


def _is_of_the_last_named(before: str, others: tuple[str, ...]) -> bool:
    """Whether somebody else is named right before a number of which it is not said whose it is."""
    clause = BARE.sub("", re.sub(SAID_SO, "", before[-60:])).rsplit("\n", 1)[-1]
    named = ASIDE.sub("", clause.rstrip(" ,，、（("))
    return named.endswith(others) or NAMES_ANOTHER.search(named) is not None


def _heads_another(part: str, said: re.Match[str]) -> bool:
    """Whether a number that begins its line is that of whom the lines above or below tell."""
    line = part.rfind("\n", 0, said.start()) + 1
    if re.search("[。！!？?；;,，]", part[line : said.start()]):
        return False
    above = part[:line].rstrip().rsplit("\n", 1)[-1].rstrip(" :：")
    if OF_ANOTHER.search(above):
        return True
    told = above and not any(one.search(above) for one in (writers.FIELD, writers.THE_OTHER, NAMES_ANOTHER))
    return not told and writers.of_the_other(part, line, said.end())


def _around(ends: str, text: str, said: re.Match[str]) -> str:
    """What stands around a number, between two of these signs."""
    begins = max(text.rfind(sign, 0, said.start()) for sign in ends) + 1
    behind = [at for sign in ends if (at := text.find(sign, said.end())) >= 0]
    return text[begins : min(behind, default=len(text))]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
