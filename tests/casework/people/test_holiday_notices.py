"""Reading a notice: the real shape of the text, and every way in which it can contradict itself."""

from datetime import date

import pytest

from casework.people import holiday_notices
from casework.people.calendars import published
from casework.people.holiday_notices import BadNotice

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_the_notice_of_2026_gives_the_published_calendar() -> None:
    notice = holiday_notices.read(NOTICE_2026)
    assert notice.year == 2026
    known = published(2026) or {}
    assert {day: working for day, (working, _) in notice.exceptions.items()} == {
        day: working for day, (working, _) in known.items()
    }
    assert notice.make_up_days[0] == date(2026, 1, 4)
    assert date(2026, 10, 7) in notice.rest_days


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1月4日（周日）上班", "1月4日（周六）上班", "不是星期六"),
        ("共7天", "共8天", "数出来是7天"),
        ("1月4日（周日）上班", "1月6日（周二）上班", "本来就是工作日"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", "缺少法定节假日"),
        ("5月9日（周六）上班", "5月2日（周六）上班", "既放假又上班"),
        ("2月15日", "2月30日", "没有这一天"),
        ("10月1日（周四）至7日（周三）", "10月1日（周四）至9月7日（周一）", "起止日期不对"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(BadNotice, match=said):
        holiday_notices.read(NOTICE_2026.replace(old, new))


def test_text_that_is_no_notice_is_refused() -> None:
    with pytest.raises(BadNotice, match="没有认出通知内容"):
        holiday_notices.read("2027年放假安排另行通知")
    with pytest.raises(BadNotice, match="哪一年"):
        holiday_notices.read("一、元旦：1月1日放假。")
