"""Statutory holidays of any year, computed: what is known of a year before its notice is out.

《全国年节及纪念日放假办法》 art. 2 (as of 2024-11-10): thirteen days a year. Lunar dates and 清明 by `lunar_python`.
"""

from datetime import date, timedelta

from lunar_python import Lunar

FIRST, LAST = 1900, 2199
"""Years for which the lunar calendar is computed; outside them only fixed days are known."""


def statutory(year: int) -> dict[date, str]:
    """The statutory holidays of a year, by day."""
    days = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    days |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    if not FIRST <= year <= LAST:
        return days
    new_year = _solar(year, 1, 1)
    days |= {new_year + timedelta(days=step): "春节" for step in (-1, 0, 1, 2)}
    days[_clear_and_bright(year)] = "清明节"
    days[_solar(year, 5, 5)] = "端午节"
    autumn = _solar(year, 8, 15)
    days[autumn] = "中秋节" if autumn not in days else f"{days[autumn]}、中秋节"
    return days


def _solar(year: int, month: int, day: int) -> date:
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _clear_and_bright(year: int) -> date:
    term = Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]
    return date(term.getYear(), term.getMonth(), term.getDay())
