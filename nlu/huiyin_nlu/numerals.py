"""Numbers as people write and say them."""

import re
from decimal import Decimal, InvalidOperation

import cn2an

SPOKEN = {
    **dict(zip("零一二三四五六七八九", "0123456789")),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789")),
    "〇": "0",
    "洞": "0",
    "幺": "1",
    "么": "1",
    "妖": "1",
    "两": "2",
    "俩": "2",
    "拐": "7",
    "勾": "9",
}
SAFE_SPOKEN = "零〇一二三四五六七八九幺两"
HAN_NUMBER = "零〇一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍陆柒捌玖拾佰仟半几数"
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_VAGUE = re.compile(r"[多来余几数把好大小上近约整]|左右|以上|上下|不到|将近|差不多|大概|至少|起码|足足|整整|才|就|只有|快")
_ADJACENT = re.compile(r"([一二三四五六七八九两])([二三四五六七八九])(?=[十百千万])")


def digits_of(text: str) -> str:
    """Return the digits that TEXT shows or says one by one, all else left out."""
    return "".join(SPOKEN.get(character, character) for character in text if character in SPOKEN or character.isdigit())


def number(text: str) -> Decimal | None:
    """Return the number that TEXT states, in figures, words or both (`1.2万`, `三百五`, `两千多`).

    Vague words are left out and of two neighbouring figures (`四五百`) the lower one counts. None
    if there is no number in TEXT.
    """
    text = text.replace(",", "").replace(" ", "").replace("仨", "三").replace("俩", "二")
    if re.fullmatch(r"[几数好大小多上]*[十百千万]+[多来把几]*", text):
        text = "一" + text
    text = _ADJACENT.sub(r"\1", _VAGUE.sub("", text))
    if not text:
        return None
    figures = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万亿]*)(.*)", text)
    if figures:
        value = Decimal(figures[1])
        for unit in figures[2]:
            value *= UNITS[unit]
        if figures[3]:
            rest = number(figures[3])
            if rest is not None and figures[2]:
                last = UNITS[figures[2][-1]]
                single = len(figures[3]) == 1 and rest < 10
                value += rest * (last // 10) if single else rest
        return value
    if text == "半":
        return Decimal("0.5")
    half = text.endswith("半") and len(text) > 1
    if half:
        text = text[:-1]
    if re.fullmatch("一二|二三|两三|三四|四五|五六|六七|七八|八九", text):
        return Decimal(digits_of(text)[0])
    if all(character in SPOKEN for character in text) and len(text) > 1:
        return Decimal(digits_of(text))
    try:
        value = Decimal(str(cn2an.cn2an(text.replace("〇", "零"), "smart")))
    except (ValueError, InvalidOperation, KeyError, IndexError):
        return None
    return value + Decimal("0.5") if half else value


def plain(value: Decimal) -> str:
    """Return VALUE without exponent and without zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
