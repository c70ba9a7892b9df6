"""Points in time and lengths of time as people say them."""

import re
from datetime import date, timedelta
from decimal import Decimal

from borax.calendars.lunardate import LunarDate

from huiyin_nlu.numerals import digits_of, number, plain

YEARS = (
    (("大前年",), -3),
    (("前年",), -2),
    (("去年", "年时", "旧年", "上年", "年上", "头年", "往年", "昨年"), -1),
    (("今年", "当年", "本年"), 0),
    (("明年", "来年"), 1),
    (("后年",), 2),
)
DAYS = (
    (("大前天", "大前儿", "上前天"), -3),
    (("前天", "前日", "前儿", "前晌前", "前夜"), -2),
    (("夜来", "夜里个", "夜个", "夜儿", "昨天", "昨日", "昨儿", "昨晚", "昨夜", "昨个", "夜黑", "昨黑"), -1),
    (("今天", "今日", "今儿", "今早", "今晚", "今朝", "刚才", "刚刚", "眼下", "今黑", "现在", "早上", "前晌", "后晌", "晌午"), 0),
    (("明天", "明日", "明儿", "明早", "明晚", "明朝"), 1),
    (("大后天", "大后儿", "外后天"), 3),
    (("后天", "后日", "后儿"), 2),
)
LUNAR_FEASTS = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "过年": (1, 1),
    "元宵": (1, 15),
    "端午": (5, 5),
    "中秋": (8, 15),
    "八月十五": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
    "小年": (12, 23),
    "七月半": (7, 15),
}
SOLAR_FEASTS = {
    "元旦": (1, 1),
    "清明": (4, 5),
    "五一": (5, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
    "立春": (2, 4),
    "春分": (3, 20),
    "立夏": (5, 5),
    "芒种": (6, 5),
    "夏至": (6, 21),
    "立秋": (8, 7),
    "秋分": (9, 23),
    "霜降": (10, 23),
    "立冬": (11, 7),
    "冬至": (12, 22),
    "三八": (3, 8),
}
SEASONS = {
    "春上": 3,
    "春天": 3,
    "开春": 3,
    "夏天": 6,
    "秋天": 9,
    "秋后": 9,
    "入秋": 9,
    "秋里": 9,
    "冬天": 12,
    "冬里": 12,
    "入冬": 12,
    "春": 3,
    "夏": 6,
    "秋": 9,
    "冬": 12,
}
PARTS = (("上半年", "01"), ("下半年", "07"), ("年底", "12"), ("年尾", "12"), ("年末", "12"), ("年根", "12"), ("年初", "01"), ("年头", "01"), ("年中", "06"))
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
WEEKDAYS = {character: place for place, character in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}


def _int(text: str) -> int | None:
    if text in LUNAR_MONTHS:
        return LUNAR_MONTHS[text]
    text = text.replace("廿", "二十").replace("卅", "三十").lstrip("初")
    value = number(text)
    return int(value) if value is not None else None


def _lunar(year: int, month: int, day: int | None, leap: bool = False) -> str | None:
    """Return the ISO date of a lunar day; of a lunar month, the interval it covers."""
    try:
        if day:
            return LunarDate(year, month, day, int(leap)).to_solar_date().isoformat()
        first = LunarDate(year, month, 1, int(leap)).to_solar_date()
        after = LunarDate(year + month // 12, month % 12 + 1, 1).to_solar_date()
        return f"{first.isoformat()}/{(after - timedelta(days=1)).isoformat()}"
    except (ValueError, KeyError):
        return None


def _solar(year: int, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    if not day:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


CLOCK = re.compile(
    r"(?<=[天日号月一二三四五六七八九十周拜期儿来])(?:上午|下午|中午|早上|早晨|晚上|傍晚|夜里|半夜|前晌|后晌)?(?:[\d一二三四五六七八九十]{1,3}点(?:半|多|钟|[\d一二三四五六七八九十]{1,3}分?)?)?$"
)


def _shift_month(today: date, months: int) -> tuple[int, int]:
    total = today.year * 12 + today.month - 1 + months
    return total // 12, total % 12 + 1


def _year_of(text: str, today: date) -> tuple[int | None, str]:
    match = re.search(r"(\d{4}|\d{2})年", text)
    if match:
        year = int(match[1])
        return (year if year > 99 else 2000 + year if year < 70 else 1900 + year), text.replace(match[0], "", 1)
    match = re.search(r"([一二][九〇零][〇零一二三四五六七八九]{2}|[〇零一二三四五六七八九]{2})年(?![多])", text)
    if match and len(match[1]) in (2, 4):
        year = int(digits_of(match[1]))
        return (year if year > 99 else 2000 + year if year < 70 else 1900 + year), text.replace(match[0], "", 1)
    for words, shift in YEARS:
        for word in words:
            if word in text:
                return today.year + shift, text.replace(word, "", 1)
    return None, text


def day(text: str, today: date) -> str | None:
    """Return the point in time TEXT as ISO 8601 relative to TODAY, as exact as it is said.

    `2026`, `2026-03`, `2026-03-05`, or an interval `start/end` for a lunar month. A month or day without a
    year is the latest one not after today, unless a word speaks of the future. None if it cannot be dated.
    """
    text = CLOCK.sub("", re.sub(r"[\s的份]", "", text))
    match = re.fullmatch(r"((?:19|20)\d\d)[-./年](\d{1,2})(?:[-./月](\d{1,2})[日号]?)?月?", text)
    if match:
        return _solar(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    match = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text)
    if match:
        return _solar(int(match[1]), int(match[2]), int(match[3]))
    match = re.fullmatch(r"(.+?)(?:以|之)?(前|后)", text)
    if match and re.search(r"[年月天周星期礼拜]$", match[1]):
        return _away(match[1], today, -1 if match[2] == "前" else 1)
    match = re.fullmatch(r"[前头](半个?月)", text)
    if match:
        return _away(match[1], today, -1)
    for words, shift in DAYS:
        if any(word in text for word in words):
            return (today + timedelta(days=shift)).isoformat()
    year, rest = _year_of(text, today)
    lunar = bool(re.search(r"农历|阴历|旧历|[正冬腊]月|初[一二三四五六七八九十]|廿|闰", rest)) and "阳历" not in rest
    rest = re.sub(r"农历|阴历|阳历|旧历|大年(?=三十|初)", "", rest)
    for name, (month, number_) in LUNAR_FEASTS.items():
        if name in text:
            spoken = year or today.year
            found = _lunar(spoken if month < 11 else spoken - (year is None and month >= 11), month, number_)
            if found and year is None and date.fromisoformat(found) > today and "后" not in text:
                found = _lunar(today.year - 1, month, number_)
            return found
    if "除夕" in text or rest == "三十":
        spoken = year or today.year
        new_year = LunarDate(spoken, 1, 1).to_solar_date()
        if year is None and new_year > today:
            new_year = LunarDate(spoken - 1, 1, 1).to_solar_date()
        return (new_year - timedelta(days=1)).isoformat()
    for name, (month, number_) in SOLAR_FEASTS.items():
        if name in rest and "月" not in rest:
            spoken = year or (today.year if (month, number_) <= (today.month, today.day) else today.year - 1)
            return _solar(spoken, month, number_)
    relative = re.match(r"(上上|上|下下|下|这|本|前|头)个?(月|星期|礼拜|周)(.*)", rest)
    if relative:
        return _relative(relative[1], relative[2], relative[3], today)
    match = re.fullmatch(r"(?:星期|礼拜|周)([一二三四五六日天末])", rest)
    if match:
        return (today + timedelta(days=WEEKDAYS[match[1]] - today.weekday())).isoformat()
    month = re.match(r"闰?(正|冬|腊|[一二三四五六七八九十]{1,2}|\d{1,2})月(.*)", rest)
    if month:
        return _month(year, _int(month[1]), month[2], lunar, rest.startswith("闰"), today)
    if lunar:
        found = re.search(r"初[一二三四五六七八九十]", rest)
        if found:
            now = LunarDate.from_solar(today)
            return _lunar(now.year, 1 if "年" in text else now.month, _int(found[0]))
    for word, number_ in PARTS:
        if text.endswith(word) or rest.endswith(word) or text.endswith(word[1:]) and year and word[1:] in "底尾末初头中":
            spoken = year or (today.year if int(number_) <= today.month else today.year - 1)
            return f"{spoken:04d}-{number_}"
    for word, number_ in SEASONS.items():
        if word in rest:
            spoken = year or (today.year if number_ <= today.month else today.year - 1)
            last_year, last_month = _shift_month(date(spoken, number_, 1), 2)
            return f"{spoken:04d}-{number_:02d}/{last_year:04d}-{last_month:02d}"
    if year is not None:
        return f"{year:04d}"
    match = re.fullmatch(r"(?:月底|月初|月末|月中|月头)(.*)", rest)
    if match:
        return f"{today.year:04d}-{today.month:02d}"
    match = re.fullmatch(r"(\d{1,2}|[一二三]?十?[一二三四五六七八九十])[号日]", rest)
    if match:
        wanted = _int(match[1])
        back = 0 if wanted and wanted <= today.day else -1
        return _solar(*_shift_month(today, back), wanted)
    return None


def _month(year: int | None, month: int | None, rest: str, lunar: bool, leap: bool, today: date) -> str | None:
    if not month:
        return None
    found = re.match(r"(初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[一二三]?十?[一二三四五六七八九十]|\d{1,2})[号日]?", rest)
    wanted = _int(found[1]) if found else None
    if lunar:
        if year is not None:
            return _lunar(year, month, wanted, leap)
        tried = [_lunar(today.year - back, month, wanted, leap) for back in range(3)]
        return next((made for made in tried if made and made[:10] <= today.isoformat()), None)
    if year is None:
        year = today.year if (month, wanted or 1) <= (today.month, today.day) else today.year - 1
    return _solar(year, month, wanted)


def _relative(word: str, unit: str, rest: str, today: date) -> str | None:
    shift = {"上上": -2, "上": -1, "前": -1, "头": -1, "这": 0, "本": 0, "下": 1, "下下": 2}[word]
    if unit == "月":
        year, month = _shift_month(today, shift)
        found = re.match(r"(\d{1,2}|[一二三]?十?[一二三四五六七八九十])[号日]", rest)
        return _solar(year, month, _int(found[1]) if found else None)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    if rest[:1] in WEEKDAYS:
        return (monday + timedelta(days=WEEKDAYS[rest[0]])).isoformat()
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _away(length: str, today: date, sign: int) -> str | None:
    made = duration(length)
    if not made:
        return None
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", made)
    if not match:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    if weeks or days:
        return (today + sign * timedelta(days=weeks * 7 + days)).isoformat()
    year, month = _shift_month(today, sign * (years * 12 + months))
    return f"{year:04d}" if not months else f"{year:04d}-{month:02d}"


def duration(text: str) -> str | None:
    """Return the length of time TEXT as an ISO 8601 duration; vague words are left out, `大半年` counts 6 months."""
    text = re.sub(r"[\s左右整足将近快差不多以上]|工作", "", text).replace("个把", "一个")
    if "辈子" in text:
        return None
    if re.search(r"半年多?$", text) and not re.search(r"[一二三四五六七八九十两\d]年半", text):
        return "P6M"
    match = re.fullmatch(
        r"(.+?)(?:个)?(半)?(?:多)?(年|载|月|天|日|周|星期|礼拜|小时|钟头|分钟|季度|冬天)(半)?(?:多|零(.+?)个?月|头)?内?", text.replace("年头", "年")
    )
    if not match:
        return "P15D" if text == "半个月" else None
    said, unit = match[1].rstrip("个"), match[3]
    half = bool(match[2] or match[4])
    if said.endswith("半") and len(said) > 1:
        said, half = said[:-1].rstrip("个"), True
    if said in ("半", "大半", "小半", "多半"):
        return {"年": "P6M", "月": "P15D", "天": "PT12H", "日": "PT12H", "小时": "PT30M", "钟头": "PT30M"}.get(unit)
    value = number(said) if said not in ("好几", "几", "好些", "数", "好多", "好") else Decimal(3)
    if value is None:
        return None
    if unit in ("年", "载", "冬天"):
        months = 6 if half else int(number(match[5]) or 0) if match[5] else 0
        return f"P{plain(value)}Y" + (f"{months}M" if months else "")
    if unit == "季度":
        return f"P{plain(value * 3)}M"
    if unit == "月":
        return f"P{plain(value)}M" + ("15D" if half else "")
    if unit in ("周", "星期", "礼拜"):
        return f"P{plain(value)}W"
    if unit in ("小时", "钟头"):
        return f"PT{plain(value)}H" + ("30M" if half else "")
    if unit == "分钟":
        return f"PT{plain(value)}M"
    return f"P{plain(value)}D"
