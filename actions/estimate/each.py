"""Sums that are told for each of several: 养老金一人一百九, 两个儿子一家给三百."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.complaint import phrases
from actions.estimate.shares import FEAST
from knowledge.estimate import amounts, telling
from knowledge.estimate.rules import Value
from knowledge.words import plain

_EACH = re.compile(
    r"(每|一|1)个?(人|家)(?!(一共|总共|过|住|生活|在|也|都|带|养|种|干|单|不|没))|各(自|人|家|有|是|给|领|拿)?(?=[^,，。]{0,5}[\d一二两三四五六七八九])"
)
_PERSONS = re.compile(
    r"(?P<many>[两俩二三仨四五六2-6])个?(人|口子|老|儿子?|女儿?|闺女|姑娘|孩子|娃|子女)|(?P<two>老两口|两口子|爸妈|爹妈|爹娘|父母|公婆|二老|俩|(我|俺)(跟|和|同)(我|俺)?(家|的)?"
    + telling.SPOUSE
    + ")"
)
_KINDS = (
    ("basic_pension", r"养老"),
    ("retirement", r"退休"),
    ("support_received", r"(儿|女|闺|姑娘|娃|孩子|子女)[^,，。]{0,10}(给|寄|打|拿|贴)|^(每|一)家给"),
)
_LEAST = 10


@dataclass(frozen=True)
class Each:
    """A sum for each; `total` is None where of how many is not known."""

    key: str
    one: Decimal
    total: Decimal | None


def told(said: str, facts: Mapping[str, Value], earlier: Sequence[str] = ()) -> Each | None:
    """The sum that a message tells for each of several, in yuan a month, with what it comes to; None where it tells none. How many
    children give may have been said `earlier`."""
    clauses = [plain(one) for one in phrases.CLAUSES.split(amounts.joined(said)) if one]
    for at, clause in enumerate(clauses):
        if _EACH.search(clause) is None:
            continue
        about = [clause, *reversed(clauses[:at])]
        key = next((name for one in about for name, words in _KINDS if re.search(words, one)), None)
        one = amounts.money(_EACH.sub("", FEAST.sub("一年", amounts.tidied(clause))), months=amounts.MONTH)
        if one is None or one < _LEAST:
            continue
        if key is None and facts.get("basic_pension"):
            key = "basic_pension"
        if key is None:
            continue
        many = _persons(" ".join(clauses[: at + 1]), key, facts) or _children(clause, earlier)
        return Each(key, one, (one * many).quantize(Decimal("0.01")) if many else None)
    return None


def _children(clause: str, earlier: Sequence[str]) -> int | None:
    """How many sons or daughters there are, of whom the clause says what each gives."""
    kin = next((one for one in (r"儿子", r"女儿|闺女|姑娘|丫头") if re.search(one, clause)), None)
    for text in reversed(earlier) if kin else ():
        if found := re.search(
            rf"(?P<many>[一两俩二三仨四五2-6])个?({kin})|({kin})(有)?(?P<behind>[两俩二三仨四五2-6])个", text
        ):
            many = found["many"] or found["behind"]
            return telling.NUMBERS.get(many) or int(amounts.number(many) or 0)
    return None


def _persons(said: str, key: str, facts: Mapping[str, Value]) -> int | None:
    if found := _PERSONS.search(said):
        return (
            2
            if found["two"]
            else telling.NUMBERS.get(found["many"]) or int(amounts.number(found["many"]) or 0)
        )
    both = key != "support_received" and facts.get("spouse") is True and facts.get("heads", 2) == 2
    return 2 if both else None
