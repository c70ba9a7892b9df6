"""Amounts of money as people say them: 一千二, 两万三, 一年2万."""

import re
from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "俩": 2,
    "仨": 3,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = re.compile(r"[\d.]+|[零一二三四五六七八九两〇俩仨十百千万半]+")
YEARLY = ("一年", "每年", "全年", "年收入", "年底", "年")


def money(text: str, *, by_the_month: bool) -> Decimal | None:
    """Yuan in a text, by the month where asked so and a year is spoken of; None where it names no number."""
    found = NUMBER.search(text.replace(",", "").replace("，", ""))
    if not found:
        return None
    yearly = any(word in text for word in YEARLY)
    start = found.start()
    if yearly and by_the_month:
        after_year = max(text.find(word) + len(word) for word in YEARLY if word in text)
        later = NUMBER.search(text, after_year)
        if later and start < after_year:
            found = later
    amount = number(found[0])
    tail = text[found.end() :]
    if tail.startswith(("万", "w")) and "万" not in found[0]:
        amount *= 10_000
        thousands = re.match(r"[万w](\d)(?!\d)", tail)
        if thousands:
            amount += int(thousands[1]) * 1000
    elif tail.startswith(("千", "k")) and not found[0].endswith("千"):
        amount *= 1000
    if yearly and by_the_month:
        amount /= 12
    return amount.quantize(Decimal("0.01"))


def number(text: str) -> Decimal:
    """`1200`, `一千二`, `两万三`, `三百五十`, `半` read as a number."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    total, section, digit, unit = 0, 0, 0, 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            continue
        if char in UNITS:
            unit = UNITS[char]
            section += (digit or 1) * unit
        elif char == "万":
            total += (section + digit or 1) * 10_000
            section, unit = 0, 10_000
        digit = 0
    colloquial = digit and unit >= 100 and text[-2] in "百千万"
    return Decimal(total + section + (digit * unit // 10 if colloquial else digit))
