"""Whether the thirty days for asking a review of an answer have passed (信访工作条例 art. 35, 36), by when it was received."""

import re
from calendar import monthrange
from datetime import date, timedelta

DAYS = 30
RECEIVED = re.compile(r"收到|拿到|接到|答复|回复|处理意见|通知")
"""An answer was received, by these words."""
MONTH = re.compile(
    r"(?P<year>今年|去年|前年|20\d\d年)?的?(?P<month>1[0-2]|(?<!\d)[1-9]|十[一二]?|[一二三四五六七八九])月(?!前)"
)
MONTHS_AGO = re.compile(
    r"(?P<count>\d{1,2}|[两二三四五六七八九十])(来|多)?个(多)?月(以)?前|半年(多)?(以)?前|(前|去)年"
)
"""So many months ago; half a year and last year are more than the term in any case."""
NUMBERS = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}


def passed(said: str, today: date) -> bool:
    """Whether the words tell of an answer received so long ago that the term is over on any day they can mean."""
    if not RECEIVED.search(said):
        return False
    if (received := _latest(said, today)) is not None:
        return received + timedelta(days=DAYS) < today
    ago = MONTHS_AGO.search(said)
    return ago is not None and (ago["count"] is None or _number(ago["count"]) >= 2)


def _latest(said: str, today: date) -> date | None:
    """The last day of the month named, in the year named or else the latest that is not to come."""
    found = MONTH.search(said)
    if found is None:
        return None
    month, named = _number(found["month"]), found["year"]
    if named in (None, "今年"):
        year = today.year - (month > today.month)
    else:
        year = {"去年": today.year - 1, "前年": today.year - 2}.get(named) or int(named[:4])
    return date(year, month, monthrange(year, month)[1])


def _number(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]
