"""What can be recognised by its form: numbers of people, cards and cases, money, times, headcounts."""

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from huiyin_nlu.numerals import SAFE_SPOKEN, digits_of


@dataclass(frozen=True)
class Find:
    """A span of text with the entity it shows; `valid` is its checksum verdict where it has one."""

    start: int
    end: int
    entity: str
    value: str | None = None
    valid: bool | None = None


D = rf"[0-9{SAFE_SPOKEN}]"
GAP = r"[ \-_.·,，、]{0,2}"
_AREA = r"(?:\(0\d{2,3}\) ?)?"
_CURRENCY = re.compile(r"(?:¥|人民币) ?\d[\d,]*(?:\.\d+)?(?:元|块钱|块)?|(?<![\d.])\d+\.\d+万(?:元|块钱|块)?")
_RUN = re.compile(rf"(?<![0-9A-Za-z{SAFE_SPOKEN}]){_AREA}\+?{D}(?:{GAP}{D}){{4,24}}(?:{GAP}[xX叉])?(?![0-9])")
_PETITION = re.compile(rf"[Hh] ?[Yy]{GAP}{D}(?:{GAP}{D}){{2,15}}|(?:回音|慧音|惠音){GAP}{D}(?:{GAP}{D}){{5,15}}")
_APPLICATION = re.compile(rf"[Ss] ?[Qq]{GAP}{D}(?:{GAP}{D}){{2,15}}")
FOREIGN = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<petition>XF|XFJ|TS|JB|SX|GD)|(?P<application>DB|TK|LS|BY|CJ|HL|JZ|SQB?|AP)) ?-?(?=[0-9])(?P<digits>[0-9](?:-?[0-9]){5,17})(?![0-9])",
    re.IGNORECASE,
)
"""Numbers of other systems: 信访 XF, 投诉 TS, 举报 JB, 工单 GD; 低保 DB, 特困 TK, 临时救助 LS, 救助 JZ, 申请 SQ."""
YEARLY = re.compile(
    r"(?:信访|投诉|举报|来信|访)字?[\[(]?20\d\d[\])]?年?字?第\d{1,6}号"
    r"|(?<![0-9A-Za-z-])(?P<bare>20\d\d-\d{3,6})(?![0-9A-Za-z-])"
)
"""Numbers of other systems that begin with the year: 信访2026第88号, 2026-1193."""
_CASE_BEFORE = re.compile(r"(?P<application>申请|审批)[^0-9,。;!?]{0,6}$|(?:投诉|信访|举报|反映|诉求|来信|工单|案|件|号)[^0-9,。;!?]{0,4}$")
_CASE_AFTER = re.compile(r"(?:这|那|此|一|的)?个?(?:投诉|信访|举报|诉求|来信|工单|案|件|号)")
_TAIL = re.compile(rf"^({_AREA}\+?[0-9](?:{GAP}[0-9]){{9,}}(?:{GAP}[xX])?)(?:{GAP}[{SAFE_SPOKEN}])+$")
"""A number read out in figures, with a numeral of the next words glued to it: 卡号6217...274一查."""
_MASKED = re.compile(r"(?<![0-9*xX])[0-9]{2,6}[*＊xX×]{3,14}[0-9]{0,5}[0-9xX*]?(?![0-9*])")
_BINDING = re.compile(r"绑定(码|号|编号)?[^0-9]{0,4}$")
_CONTEXT = (
    (
        "petition_no",
        re.compile(
            r"(信访|投诉|诉求|举报|反映|工单|受理|回执|查询|案|流水|登记)(编)?(件)?(的)?(单)?(号|码|编号|单)[^0-9]{0,6}$|(单号|编号|尾号是?|信访件|投诉件|举报件)[^0-9]{0,4}$"
        ),
    ),
    ("application_no", re.compile(r"申请(的)?(表|单|书|受理)?(编)?(号|编码|单)?(码)?[^0-9]{0,6}$")),
    ("bank_card", re.compile(r"(卡号|银行卡|存折|折子|一卡通|账号|账户|帐号|信用社|农商|邮储|农行|工行|建行|社保卡)[^0-9]{0,8}$")),
    ("id_number", re.compile(r"(身份证|证件号|身份号|份证)[^0-9]{0,8}$")),
    ("phone", re.compile(r"(电话|手机|号码|联系|座机|打|拨|微信|捎信)[^0-9]{0,6}$")),
)


def plain(number: str) -> str:
    """Return NUMBER's letters, as capitals, and digits."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def petition_number(digits: str) -> str | None:
    """Return DIGITS, two of the year and eight more, as `HY26-0412-7385`; None if the check digit fails."""
    if len(digits) != 10 or not mod_11_10.is_valid(digits):
        return None
    return f"HY{digits[:2]}-{digits[2:6]}-{digits[6:]}"


def identity_valid(number: str) -> bool:
    """Return whether the 18 characters NUMBER have a real birth date and the check digit of GB 11643."""
    try:
        return (
            len(number) == 18
            and number[:17].isdigit()
            and ric.calc_check_digit(number) == number[-1]
            and date(1880, 1, 1) < ric.get_birth_date(number) <= date(2100, 1, 1)
        )
    except (ValidationError, ValueError):
        return False


def phone_valid(digits: str) -> bool:
    """Return whether DIGITS can be dialled in China: mobile, landline with area code, or short service number."""
    if re.fullmatch(r"1[3-9]\d{9}", digits) or re.fullmatch(r"0\d{9,11}", digits):
        try:
            return phonenumbers.is_possible_number(phonenumbers.parse(digits, "CN"))
        except phonenumbers.NumberParseException:
            return False
    return bool(re.fullmatch(r"1[012]\d{1,3}|9[56]\d{3,6}|[2-8]\d{6,7}|400\d{7}", digits))


def card_valid(digits: str) -> bool:
    """Return whether DIGITS have the length of a Chinese bank card or passbook and pass the Luhn check."""
    return 16 <= len(digits) <= 19 and luhn.is_valid(digits)


def _context(before: str) -> str | None:
    best: tuple[int, str] | None = None
    for entity, pattern in _CONTEXT:
        match = pattern.search(before)
        if match and (best is None or match.start() > best[0]):
            best = (match.start(), entity)
    return best[1] if best else None


def _identify(shown: str, before: str) -> tuple[str, str, bool] | None:
    """Return (entity, canonical value, verdict) of the run SHOWN with the text BEFORE it."""
    cross = shown[-1] in "xX叉"
    digits = digits_of(shown)
    length = len(digits) + cross
    if length == 8 and _BINDING.search(before):
        return None
    context = _context(before)
    if digits.startswith("86") and length == 13 and digits[2] == "1":
        digits, length = digits[2:], 11
    if cross:
        number = digits + "X"
        return ("id_number", number, identity_valid(number)) if length > 8 else None
    if length == 18:
        if identity_valid(digits) or context != "bank_card" and re.match(r"\d{6}(19|20)\d\d(0\d|1[0-2])", digits):
            return "id_number", digits, identity_valid(digits)
        if context == "id_number":
            return "id_number", digits, False
        return "bank_card", digits, card_valid(digits)
    if context == "id_number" and (length in (4, 6, 15, 16, 17) or length > 11):
        return "id_number", digits, False
    if length in (16, 17, 19):
        if context != "bank_card" and length != 19 and re.match(r"[1-9]\d{5}(19|20)\d\d(0\d|1[0-2])", digits) and not card_valid(digits):
            return "id_number", digits, False
        return "bank_card", digits, card_valid(digits)
    if length == 15 and re.match(r"[1-8]\d{7}", digits) and context != "bank_card":
        return "id_number", digits, False
    if re.fullmatch(r"1[3-9]\d{9}", digits) and context not in ("petition_no", "application_no"):
        return "phone", digits, True
    if length == 10 and context == "application_no":
        return "application_no", "SQ" + digits, True
    if length == 10 and (petition_number(digits) or context == "petition_no"):
        return "petition_no", petition_number(digits) or digits, bool(petition_number(digits))
    if re.fullmatch(r"0\d{9,11}", digits):
        return "phone", digits, phone_valid(digits)
    if context:
        if context == "phone" and length >= 7:
            return "phone", digits, phone_valid(digits)
        if context == "bank_card":
            return "bank_card", digits, card_valid(digits)
        if context == "petition_no" and length >= 5:
            return "petition_no", digits, False
        if context == "application_no" and length >= 6:
            return "application_no", digits, False
    if length in (9, 12, 13, 14) and not context:
        return None
    if length in (7, 8) and re.match(r"[2-8]", digits) and not _looks_like_date(shown):
        return "phone", digits, True
    if 9 < length < 12 and digits.startswith("1"):
        return "phone", digits, False
    return None


def _looks_like_date(shown: str) -> bool:
    return bool(re.match(r"(19|20)\d\d[-./]?(0?\d|1[0-2])", shown))


def numbers(text: str) -> list[Find]:
    """Return the numbers of persons, phones, cards and cases in TEXT, however glued, spaced or spoken, and sums written with a sign.

    TEXT is normalised. A number cut short is reported with `valid` false.
    """
    found: list[Find] = []
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= left or start >= right for left, right in taken)

    def add(find: Find) -> None:
        found.append(find)
        taken.append((find.start, find.end))

    for pattern, entity in ((_PETITION, "petition_no"), (_APPLICATION, "application_no")):
        for match in pattern.finditer(text):
            digits = digits_of(match.group())
            if entity == "petition_no":
                number = petition_number(digits)
                add(Find(match.start(), match.end(), entity, number or "HY" + digits, number is not None))
            else:
                add(Find(match.start(), match.end(), entity, "SQ" + digits, len(digits) == 10))
    for match in FOREIGN.finditer(text):
        if free(*match.span()):
            entity = "petition_no" if match["petition"] else "application_no"
            add(Find(match.start(), match.end(), entity, plain(match.group()), False))
    for match in YEARLY.finditer(text):
        case = _CASE_BEFORE.search(text[max(0, match.start() - 12) : match.start()]) or _CASE_AFTER.match(text[match.end() :])
        if free(*match.span()) and (case or not match["bare"]):
            applied = bool(match["bare"] and case.groupdict().get("application"))
            add(Find(match.start(), match.end(), "application_no" if applied else "petition_no", plain(match.group()), False))
    for match in _CURRENCY.finditer(text):
        add(Find(match.start(), match.end(), "amount"))
    for match in _MASKED.finditer(text):
        if free(*match.span()):
            length = len(match.group())
            entity = "phone" if length == 11 else _context(text[: match.start()]) or "id_number"
            add(Find(match.start(), match.end(), entity, match.group(), False))
    for match in _RUN.finditer(text):
        if not free(*match.span()):
            continue
        shown = match.group()
        glued = _TAIL.match(shown)
        if glued:
            shown = glued[1]
        if sum(character.isdigit() or character in "幺" for character in shown) < 3 and len(digits_of(shown)) < 7:
            continue
        known = _identify(shown, text[max(0, match.start() - 16) : match.start()])
        if known:
            add(Find(match.start(), match.start() + len(shown), *known))
    return sorted(found, key=lambda find: find.start)


_N = r"(?:\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千万亿两俩仨半几数好大壹贰叁肆伍陆柒捌玖拾佰仟]+)"
_NUM = r"(?:\d[\d,]*(?:\.\d+)?(?:[十百千万亿]+\d*)?|[〇零一二三四五六七八九十百千万亿两几数好大半壹贰叁肆伍陆柒捌玖拾佰仟]+)[多来余几把]?"
_AMOUNT = re.compile(
    rf"(?:¥ ?)?{_NUM}(?:[多来]?(?:块钱|元钱|块(?!儿)|元|毛钱|毛|圆|万元|角)(?:[多]|钱)?(?:[零〇]?[一二三四五六七八九\d](?:毛|角)?(?![个天年月岁人口\d]))?)|[〇零一二三四五六七八九十百千万两几\d][〇零一二三四五六七八九十百千万两几\d]*[万千百][多来]?(?:块钱|块|元)?(?=的?(?:补助|救助|保障|低保金|医药费|医疗费|钱|外债|饥荒|债|住院费|彩礼))"
    r"|[一二两三四五六七八九十几]+[万千](?=[一二两三四五六七八九十几]{1,2}(?:年|个月))"
)
_MONTH = r"(?:正|冬|腊|闰?[一二三四五六七八九十]{1,2}|\d{1,2})月(?:份|里|间|底|低|初|末|头)?"
_DAY = r"(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]|[一二三四五六七八九十]{1,3}|\d{1,2})[号日]?"
_YEAR = r"(?:(?:19|20)?\d\d年|[一二][九〇零][〇零一二三四五六七八九]{2}年|前年|去年|今年|明年|来年|后年|年时|旧年|大前年|年上|上年|往年|头年)"
_DATE = re.compile(
    rf"(?:{_YEAR}(?:的)?)?(?:农历|阴历|阳历|旧历)?{_MONTH}(?:(?:初|廿)[一二三四五六七八九十]|(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[号日]|[上中下]旬)?"
    rf"|{_YEAR}(?:年?(?:底|初|头|尾|春上|春天|夏天|秋天|秋后|冬天|冬里|春节|过年|上半年|下半年|腊月|正月|春|夏|秋|冬|中))?"
    r"|(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)"
    r"|(?:上上|上|下下|下|这|本|前|头)(?:个)?(?:(?:星期|礼拜|周)(?:[一二三四五六日天末初底])?|月|季度)(?:[末初底]|\d{1,2}号|[一二三]?十?[一二三四五六七八九十]号|头|中旬)?"
    r"|(?:夜来|夜里个|夜个|夜儿|昨儿|今儿|明儿|后儿|前儿|昨日|前日|今日|明日|昨天|今天|明天|后天|前天|大前天|大后天|昨晚|今晚|明晚|明早|昨夜|前晌|后晌|眼下|当年|前阵子|前些日子|前些天|前半个?月|头半个?月|这两天|这几天|前段时间|前几天|前两天|前几年|头几年|那阵|这阵子|最近|上回|上次|刚才|今早|今儿个|明儿个|昨儿个)"
    r"|(?:过年|年前|年后|年底|年初|春节|中秋|国庆|端午|清明|元旦|元宵|重阳[日节]?|开春|立春|春分|立夏|芒种|夏至|立秋|秋分|霜降|立冬|入冬|入秋|秋后|冬至|腊八|小年|除夕|大年三十|大年初[一二三四五六七]|(?<!大年)初[四五六七八九十](?![中级班个])|春上|月初|月底|月中|月头)"
    r"|(?:\d{1,2}|[二三]?十?[一二三四五六七八九十])[号](?![楼院码线])"
    r"|(?:星期|礼拜|周)[一二三四五六日天末]"
    rf"|(?:大半|{_N}(?:个)?(?:半)?多?)(?:年|月|天|星期|礼拜|周)(?:以)?(?:前|后|之前|之后)"
)
_SPAN = _N.replace("千万亿", "")
_DURATION = re.compile(
    r"(?:(?:大|小|多)?半(?:年|个月|辈子|天|个多月|年多)|(?:一|半|大半)辈子|好(?:几|些|多)?(?:个)?(?:年|月|天|个月|星期|礼拜|阵子|久)|几十年|十几年|十来年|十来天|成年累月)"
    rf"|{_SPAN}(?:多|来|几)?(?:个)?(?:半)?(?:多)?(?:年|月(?!份|底|低|初|\d)|天|日内|工作日|小时|钟头|分钟|星期|礼拜|周|季度|年头|载)(?:半|多|零[一二三四五六七八九十]个月)?(?!前|后|以前|以后|之前|级|级|底|初|中|的[时候])"
    r"|(?:\d+|[一二三四五六七八九十两几]+)个(?:多)?(?:工作日|月|小时|星期|礼拜|钟头|季度|年头|冬天|春秋)"
)
_HEADCOUNT = re.compile(
    r"(?:一家子?|全家|家里|俺家|我家|我们|俺们|咱|咱们|俺|就)?(?:老少|大小|老小)?(?:[一二三四五六七八九十两仨俩几\d百千]+|好几|十几|几十|百十)(?:多|来)?(?:口人|口子|口|个人|号人|名群众|个老人|个孩子|个娃|户人|名|位|个老头|人)(?![家民员们格份])"
)


def phrases(text: str) -> list[Find]:
    """Return amounts, dates, durations and headcounts in TEXT by their form; spans may overlap."""
    found = []
    for pattern, entity in ((_AMOUNT, "amount"), (_DATE, "date"), (_DURATION, "duration"), (_HEADCOUNT, "headcount")):
        found += [Find(match.start(), match.end(), entity) for match in pattern.finditer(text)]
    return found
