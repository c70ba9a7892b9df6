"""Whether the thirty days for asking a review of an answer have passed (信访工作条例 art. 35, 36), by when it was received."""

import re
from calendar import monthrange
from datetime import date, timedelta

DAYS = 30
OF_MONEY = r"(?![^,，。;；!！?？\s]{0,5}(钱|款|金|补贴))"
RECEIVED = rf"(?<!没)(?<!没有)(?<!未)(收到|拿到|接到){OF_MONEY}"
"""An answer was received, by these words; money is not meant. Part of other patterns, so not verbose."""
NEAR = r"((?!反映|申请|投诉|举报|信访|上访|报|交|提|递|办|写|问|找|停|事|昨天|今天|前天|刚)[^,，。;；!！?？\s]){0,6}?"
"""Little stands between a day and the word that something was received then, and nothing else that was done."""
LATELY = re.compile(
    r"""
    (
        昨[天日晚]|今[天日早]|前[天日]|刚
      | (上上?|这)个?(周|星期|礼拜)
      | 前(几|两|些|段|阵)|这(几|两)天|[\d一二两三四五六七八九十几]天(之|以)?前
      | (上|这|本)个?月
    )
    [^,，。;；!！?？\s]{0,8}(收到|拿到|接到)
    """,
    re.VERBOSE,
)
"""An answer was received so lately that the term may not be over."""
MONTH = re.compile(
    r"(?P<year>今年|去年|前年|20\d\d年)?的?(?P<month>1[0-2]|(?<!\d)[1-9]|(?<!十)十[一二]?|(?<!十)[一二三四五六七八九])月(?!前)"
    + NEAR
    + RECEIVED
)
LONG_AGO = re.compile(
    r"((?P<count>\d{1,2}|[两二三四五六七八九十])(来|多)?个(多)?月(以|之)?前|半年(多)?(以|之)?前|(?P<year>[前去])年)"
    + NEAR
    + RECEIVED
)
"""So many months or years before an answer was received; half a year is more than the term in any case."""
NUMBERS = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}


def passed(said: str, today: date) -> bool:
    """Whether the words tell of an answer received so long ago that the term is over on any day they can mean."""
    if LATELY.search(said):
        return False
    if (received := _latest(said, today)) is not None:
        return received + timedelta(days=DAYS) < today
    ago = LONG_AGO.search(said)
    return ago is not None and (ago["count"] is None or _number(ago["count"]) >= 2)


def _latest(said: str, today: date) -> date | None:
    """The last day of the month or the year named, in the year named or else the latest that is not to come."""
    if found := MONTH.search(said):
        month, named = _number(found["month"]), found["year"]
        if named in (None, "今年"):
            year = today.year - (month > today.month)
        else:
            year = {"去年": today.year - 1, "前年": today.year - 2}.get(named) or int(named[:4])
        return date(year, month, monthrange(year, month)[1])
    ago = LONG_AGO.search(said)
    if ago is None or ago["year"] is None:
        return None
    return date(today.year - (1 if ago["year"] == "去" else 2), 12, 31)


def _number(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]
