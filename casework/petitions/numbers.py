"""A petition's number: short enough for the telephone, and it checks itself.

`HY26-0412-7389` is year 26, seven digits, and a check digit by ISO 7064 MOD 11,10, which catches every
single wrong digit and nearly all swaps of neighbours. The seven digits are the serial of the year, scattered: numbers in a
row would show staff by their gaps how many petitions are kept from them, and strangers which numbers to try codes on.
"""

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from casework.office import CaseworkError, Office
from casework.petitions.models import Petition, Serial
from store.clock import local_date

SERIALS_A_YEAR = 10_000_000
_HALF = 12
"""Half the bits in which the digits of a serial lie."""
_ROUNDS = 4
_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")


class BadNumber(CaseworkError):
    """What was given is not a petition's number."""

    code = "bad_number"


def compose(year: int, serial: int) -> str:
    """The number of the given serial of a year.

    Raises:
        ValueError: the serial does not fit seven digits.
    """
    if not 0 < serial < SERIALS_A_YEAR:
        raise ValueError(f"serial {serial} does not fit seven digits")
    digits = f"{year % 100:02d}{serial:07d}"
    return _shaped(digits + mod_11_10.calc_check_digit(digits))


def parse(text: str) -> str:
    """The number in its own form, from what people type and say: no HY, no dashes, full width, spoken digits.

    Raises:
        BadNumber: not ten digits, or the check digit does not fit.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_SPOKEN)
    digits = re.sub(r"[\s\-—–_.·:：,，、#号]+|^.*?HY", "", plain)
    if not re.fullmatch(r"\d{10}", digits):
        raise BadNumber("编号应是 HY 加 10 位数字，例如 HY26-0412-7389。请再核对一下。")
    try:
        mod_11_10.validate(digits)
    except ValidationError:
        raise BadNumber("这个编号对不上，可能有一位写错或听错了。请再核对一下。") from None
    return _shaped(digits)


def spoken(number: str) -> str:
    """The number as read out: `二六，零四一二，七三八九`."""
    digits = number.removeprefix("HY").translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    return digits.replace("-", "，")


def scattered(office: Office, year: int, serial: int) -> str:
    """The number that a serial is given: each serial of a year has its own, and without the key nobody tells them apart.

    A Feistel network over 24 bits, walked on until the digits fit.
    """
    found = _stirred(office, year, serial)
    while not 0 < found < SERIALS_A_YEAR:
        found = _stirred(office, year, found)
    return compose(year, found)


def _stirred(office: Office, year: int, value: int) -> int:
    low = (1 << _HALF) - 1
    left, right = value >> _HALF, value & low
    for turn in range(_ROUNDS):
        mixed = int(office.vault.index("serial", f"{year}:{turn}:{right}"), 16) & low
        left, right = right, left ^ mixed
    return left << _HALF | right


def allot(office: Office) -> str:
    """A number of this year in Asia/Shanghai; two callers never get the same. One that a petition bears already, from
    when numbers stood in a row, is passed over."""
    year = local_date(office.clock.now()).year
    number = scattered(office, year, _next_serial(office, year))
    while office.db.scalar(select(Petition.id).where(Petition.number == number)) is not None:
        number = scattered(office, year, _next_serial(office, year))
    return number


def _next_serial(office: Office, year: int) -> int:
    insert = postgresql.insert if office.db.get_bind().dialect.name == "postgresql" else sqlite.insert
    step = (
        insert(Serial)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=[Serial.year], set_={"last": Serial.last + 1})
        .returning(Serial.last)
    )
    return office.db.execute(step).scalar_one()


def _shaped(digits: str) -> str:
    return f"HY{digits[:2]}-{digits[2:6]}-{digits[6:]}"
