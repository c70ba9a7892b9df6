"""What an entity's surface stands for: a code, an amount, a date, a unit, a number."""

import re
from datetime import date

from huiyin_nlu import dates, patterns
from huiyin_nlu.county import County, county
from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.numerals import HAN_NUMBER, digits_of, number, plain
from huiyin_nlu.text import normalise

GRADE = re.compile(r"([一二三四1234])级|([一二三四1234])(?=级)")
ROLE_CODES = (
    ("village_secretary", ("支书", "村书记", "第一书记", "支部书记")),
    ("village_head", ("村长", "村主任", "嘎查长", "嘎查达")),
    ("accountant", ("会计", "出纳", "文书")),
    ("group_head", ("组长", "队长", "楼长")),
    ("grid_worker", ("网格",)),
    ("civil_affairs_officer", ("民政助理", "民政员", "民政专干", "低保专干", "协理员", "民政干事")),
    ("office_head", ("所长", "站长")),
    ("bureau_head", ("局长",)),
    ("home_head", ("院长",)),
    ("township_head", ("镇长", "乡长", "苏木达")),
    ("county_head", ("县长",)),
    ("section_head", ("科长", "股长")),
    ("secretary", ("书记",)),
    ("director", ("主任",)),
    ("staff", ("工作人员", "办事员", "经办", "窗口", "科员", "社工", "接线", "话务", "干部", "干事", "专干")),
)


def amount(surface: str) -> str | None:
    """Return the yuan that SURFACE states, as a decimal string."""
    text = re.sub(r"[¥\s,]|人民币|大概|差不多|将近|来往", "", surface)
    match = re.fullmatch(r"(.*?)(块钱|元钱|块|元|圆)(?:零)?(.*)", text)
    if match:
        yuan = number(match[1]) if match[1] else None
        if yuan is None:
            return None
        rest = match[3].rstrip("钱多整")
        if rest:
            tenth = re.fullmatch(r"(.+?)(毛|角)?(?:(.+?)分?)?", rest)
            first = number(tenth[1]) if tenth else None
            if first is not None and first < 10:
                yuan += first / 10
                if tenth[3] and number(tenth[3]) is not None:
                    yuan += number(tenth[3]) / 100
        return plain(yuan)
    match = re.fullmatch(r"(.+?)(毛|角)(?:钱)?", text)
    if match:
        tenths = number(match[1])
        return plain(tenths / 10) if tenths is not None else None
    value = number(re.sub(rf"[^\d.{HAN_NUMBER}多来]", "", text))
    return plain(value) if value is not None else None


def headcount(surface: str) -> int | None:
    """Return how many persons SURFACE speaks of; of a vague number the lower bound."""
    match = re.search(rf"[\d{HAN_NUMBER}]+", re.sub(r"^一家(?=.*[一二三四五六七八九十\d].*口)", "", surface.replace("一家子", "").replace("一大家子", "")))
    if not match:
        return None
    said = match[0]
    if said in ("几", "好几", "数"):
        return 3
    value = number(said)
    return int(value) if value is not None and value == value.to_integral_value() else None


def disability(surface: str) -> dict[str, str | int | None] | None:
    """Return the kind and grade (1 to 4) of disability that SURFACE names, None where unsaid."""
    kinds = [kind for word, kind in sorted(lexicon().disability_kinds.items(), key=lambda item: -len(item[0])) if word in surface]
    match = GRADE.search(surface) or re.search(r"([一二三四])(?=残)", surface)
    grade = None
    if match:
        grade = int(number(match[1] or match[2]))
    return {"kind": kinds[0] if kinds else None, "grade": grade}


def program(surface: str) -> str | None:
    """Return the code of the programme SURFACE names, None if it is not in the lexicon."""
    codes = lexicon().programs
    if surface in codes:
        return codes[surface]
    inside = [name for name in codes if len(name) > 1 and (name in surface or len(surface) > 1 and surface in name)]
    return codes[max(inside, key=len)] if inside else None


def role(surface: str) -> str | None:
    """Return the kind of post that SURFACE names."""
    for code, words in ROLE_CODES:
        if any(word in surface for word in words):
            return code
    return None


def organ(surface: str, places: County) -> str | None:
    """Return the unit's code, or the kind of organ SURFACE is, as `kind:office`."""
    codes = places.resolve_organ(surface)
    if codes:
        return codes[0]
    kinds = lexicon().organ_kinds
    inside = [name for name in kinds if surface.endswith(name)]
    if inside:
        named = max(inside, key=len)
        return _located(surface[: -len(named)], kinds[named], places) or f"kind:{kinds[named]}"
    return None


def _located(where: str, kind: str, places: County) -> str | None:
    wanted = {"office": "office", "village": "village", "township": "township"}.get(kind)
    if not where or not wanted:
        return None
    for code in places.resolve_place(where):
        if places.units[code].kind == wanted:
            return code
        for unit in places.units.values():
            if unit.parent == code and unit.kind == wanted == "office":
                return unit.code
    return None


def value(entity: str, surface: str, today: date, within: set[str] = frozenset()) -> tuple[object, bool | None]:
    """Return (what SURFACE stands for, checksum verdict); (None, None) where nothing is known.

    WITHIN holds the codes of county units named in the same message, to tell places of one name apart.
    """
    surface = normalise(surface).text
    if entity == "program":
        return program(surface), None
    if entity == "amount":
        return amount(surface), None
    if entity == "date":
        return dates.day(surface, today), None
    if entity == "duration":
        return dates.duration(surface), None
    if entity == "headcount":
        return headcount(surface), None
    if entity == "disability":
        return disability(surface), None
    if entity == "role":
        return role(surface), None
    if entity == "organ":
        return organ(surface, county()), None
    if entity == "place":
        if surface == county().name:
            return county().code, None
        codes = county().resolve_place(surface, within)
        return (codes[0] if codes else None), None
    if entity in ("id_number", "phone", "bank_card", "petition_no", "application_no"):
        return _numbered(entity, surface)
    return None, None


def _numbered(entity: str, surface: str) -> tuple[str | None, bool]:
    if re.search(r"\d[*×]|[*×]\d", surface):
        return re.sub(r"\s", "", surface), False
    digits = digits_of(surface)
    if entity in ("petition_no", "application_no") and (patterns.FOREIGN.fullmatch(surface) or patterns.YEARLY.fullmatch(surface)):
        return patterns.plain(surface), False
    if entity == "petition_no":
        known = patterns.petition_number(digits)
        return (known or (f"HY{digits}" if digits else None)), known is not None
    if entity == "application_no":
        return ("SQ" + digits if digits else None), len(digits) == 10
    if entity == "id_number":
        full = digits + ("X" if surface[-1:] in "xX叉" else "")
        return full or None, patterns.identity_valid(full)
    if entity == "phone":
        if digits.startswith("86") and len(digits) == 13:
            digits = digits[2:]
        return digits or None, patterns.phone_valid(digits)
    return digits or None, patterns.card_valid(digits)
