"""Names, telephone and identity numbers: one normal form for the index, one mask for the screen.

Masks follow the habit of the trade (no law fixes them): telephone 138****8000, identity number first three and
last four, name with its surname alone.
"""

import re
import unicodedata
from datetime import date

from stdnum.iso7064 import mod_11_2

_UNNUMBERED = re.compile(r"[^0-9A-Z]")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}|\d{7,8}")


def plain(text: str) -> str:
    """Full-width signs made half-width; blanks and signs that nobody sees (zero width, bidi) removed."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf")


def name(text: str) -> str:
    return plain(text).replace("•", "·")


def phone(text: str) -> str:
    """Digits of a telephone number without +86, blanks and dashes, nor the 0 or 86 that exchanges put before a mobile
    number; an extension is dropped."""
    number = re.sub(r"[^\d+]", "", re.split(r"转|ext|#", plain(text))[0])
    number = re.sub(r"^(\+|00)86|^(86|0)(?=1[3-9]\d{9}$)", "", number)
    return number.replace("+", "")


def is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(phone(text)))


def id_number(text: str) -> str:
    """The identity number in capitals, unchecked."""
    return _UNNUMBERED.sub("", plain(text).upper())


def is_id_number(text: str) -> bool:
    """Whether shape, date of birth and check digit (GB 11643, ISO 7064 MOD 11-2) hold.

    The first six digits are not looked up: districts are renamed, numbers are not.
    """
    number = id_number(text)
    if not re.fullmatch(r"\d{17}[0-9X]", number) or not mod_11_2.is_valid(number):
        return False
    try:
        born(number)
    except ValueError:
        return False
    return True


def born(text: str) -> date:
    """The date of birth in an identity number.

    Raises:
        ValueError: there is no such day.
    """
    number = id_number(text)
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def mask_name(text: str | None) -> str:
    """`张**`; an em dash where there is none."""
    return text[0] + "*" * max(1, len(text) - 1) if text else "—"


def mask_phone(text: str | None) -> str:
    """`138****8000`; short numbers keep their last two digits."""
    if not text:
        return "—"
    if len(text) >= 11:
        return f"{text[:3]}****{text[-4:]}"
    return "*" * (len(text) - 2) + text[-2:]


def mask_id(text: str | None) -> str:
    """First three and last four signs; never the date of birth."""
    if not text:
        return "—"
    return f"{text[:3]}{'*' * max(0, len(text) - 7)}{text[-4:]}" if len(text) > 7 else "*" * len(text)


def mask_address(text: str | None) -> str:
    """Down to village or community; house numbers are hidden."""
    if not text:
        return "—"
    kept = re.match(r".*?(?:村|社区|居委会)", text) or re.match(r".*?(?:镇|乡|街道)", text)
    return f"{kept.group()}***" if kept else "***"
