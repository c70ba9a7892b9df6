"""The day on which something happened, where a report's own words say it plainly."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"(今年|去年|前年|\d{4}\s*年)?\s*(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_DAYS_BACK = {"昨天": 1, "前天": 2}
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}
_BY_THE_MOON = re.compile("农历|阴历|旧历")


def read(text: str, today: date) -> date | None:
    """The day that a report names, where it names one alone, plainly, and within the last year: `11月8号`, `昨天`.

    Staff see it beside the words and can put it right.
    """
    if _BY_THE_MOON.search(text):
        return None
    days = {today - timedelta(days=back) for word, back in _DAYS_BACK.items() if word in text}
    for year, month, day in _DAY.findall(text):
        if not year:
            of_year = today.year - ((int(month), int(day)) > (today.month, today.day))
        else:
            of_year = int(year[:4]) if year[0].isdecimal() else today.year - _YEARS_BACK[year]
        try:
            days.add(date(of_year, int(month), int(day)))
        except ValueError:
            return None
    (told,) = days if len(days) == 1 else (None,)
    return told if told and timedelta() <= today - told <= timedelta(days=365) else None
