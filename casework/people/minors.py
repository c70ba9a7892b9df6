"""Children under 14, whose data are sensitive by themselves (个人信息保护法 art. 28, 31).

Known by the date of birth in an identity number; where none was given, nobody is taken for a child.
"""

from datetime import date, timedelta

from casework.people import identity

ADULT_ENOUGH = 14
KEEP = timedelta(days=365)
"""How long a child's identity is kept after it was last needed; this system's own setting, a fifth of the usual."""


def is_child(id_number: str | None, on: date) -> bool:
    """Whether a valid identity number says that somebody is under 14 on a day."""
    if not id_number or not identity.is_id_number(id_number):
        return False
    born = identity.born(id_number)
    return born.year + ADULT_ENOUGH > on.year - ((on.month, on.day) < (born.month, born.day))
