"""Numbers of applications: `SQ26-0000-0011` checks itself; numbers of other systems are taken as they are."""

import re
import unicodedata

from sqlalchemy.dialects import postgresql, sqlite

from casework.assistance.models import ApplicationSerial
from casework.office import CaseworkError, Office
from casework.petitions import numbers as petition_numbers
from store.clock import local_date

LONGEST = 40


class BadNumber(CaseworkError):
    """What was given cannot be the number of an application."""

    code = "bad_number"


def key(text: str) -> str:
    """The number in capitals and digits alone, as it is compared; ten bare digits are one of ours.

    Raises:
        BadNumber: too short or too long to be one.
    """
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    if re.fullmatch(r"\d{10}", plain):
        plain = f"SQ{plain}"
    if not 4 <= len(plain) <= LONGEST:
        raise BadNumber("申请编号好像不对。编号写在受理通知单上，例如 SQ26-0000-0011，请再核对一下。")
    return plain


def allot(office: Office) -> str:
    """The next number of this year in Asia/Shanghai; two callers never get the same."""
    year = local_date(office.clock.now()).year
    insert = postgresql.insert if office.db.get_bind().dialect.name == "postgresql" else sqlite.insert
    step = (
        insert(ApplicationSerial)
        .values(year=year, last=1)
        .on_conflict_do_update(
            index_elements=[ApplicationSerial.year], set_={"last": ApplicationSerial.last + 1}
        )
        .returning(ApplicationSerial.last)
    )
    serial = office.db.execute(step).scalar_one()
    return petition_numbers.compose(year, serial).replace("HY", "SQ", 1)


def tail(number: str) -> str:
    """The last four signs, by which an application is named in an answer."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())[-4:]
