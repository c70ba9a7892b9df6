"""The account of who stays anonymous, without the name and the numbers by which they could be known."""

import re

from actions.complaint import phones
from understanding import Parsed, writers

MORE = "\n补充："
"""What stands before words that were added to the account."""
LEFT_OUT = "（匿名）"
OWN_NUMBER = re.compile(
    r"""
    (?: (?:我|俺|咱|本人)(?:自己)?(?:家里?)?的?(?:联系)?(?:电话|手机|号码|微信)?(?:号码?)?
      | (?:联系|打给?|找|回复)(?:我|俺|咱|本人)(?:就|请|可以)?(?:打|拨)?
      | 回[复话电](?:请|可以)?[打拨]
    )(?:是|为|就是)?[\s:：,，]*$
    """,
    re.VERBOSE,
)
OF_ANOTHER = re.compile(
    rf"(?:他|她|对方|{writers.POST})[^，,。；;！!？?\n]{{0,6}}?(?:的|电话|手机|号码)[^，,。；;！!？?\n]{{0,4}}$"
)
"""A number behind this is somebody else's: 会计王建国的电话."""
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""A day written as eight digits, which looks like a local number."""
SENTENCE = re.compile(r"[^。！!？?；;\n]+")
LINE = re.compile(r"[^\n]+")


def unnamed(told: str) -> str:
    """The account without the writer's own name and numbers, as each part of it tells them; those of others stay."""
    parts = told.split(MORE)
    signed = [writers.writer(Parsed(part, "", 0.0)) for part in parts]
    known = any(signed)
    numbers = {number for part, own in zip(parts, signed, strict=True) for number in _own(part, own, known)}
    plain = phones.PHONE.sub(lambda said: LEFT_OUT if _digits(said[1]) in numbers else said[0], told)
    for own in filter(None, signed):
        plain = plain.replace(own.name, LEFT_OUT)
    return plain


def _own(part: str, own: writers.Writer | None, known: bool) -> list[str]:
    return [_digits(said[1]) for said in phones.PHONE.finditer(part) if _is_own(part, said, own, known)]


def _is_own(part: str, said: re.Match[str], own: writers.Writer | None, known: bool) -> bool:
    """Whether a number is called one's own, stands in the sentence of the signature, or alone on a line of a signed letter."""
    before = part[: said.start()]
    if DAY.fullmatch(said[1]):
        return False
    if OWN_NUMBER.search(before[-24:]):
        return True
    if OF_ANOTHER.search(before[-24:]):
        return False
    if own and own.name in _around(SENTENCE, part, said):
        return True
    alone = not writers.APART.sub("", writers.ADDED.sub(" ", _around(LINE, part, said)))
    return known and alone and not writers.of_the_other(part, said.start(), said.end())


def _around(expression: re.Pattern[str], text: str, said: re.Match[str]) -> str:
    return next(one.group() for one in expression.finditer(text) if one.end() >= said.end())


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
