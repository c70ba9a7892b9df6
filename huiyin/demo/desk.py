"""A morning at the demo hotline: calls, a talk that waits, sentences to label, texts at hand, a roster."""

from datetime import date, datetime, time, timedelta

from casework.calls import calls
from casework.calls.calls import Reported
from casework.conversations import desk, talks
from casework.labelling import labelling
from casework.office import Bureau, Office
from casework.people import duty, staff
from casework.people.actors import Actor
from console.models import AnswerTemplate
from store.clock import SHANGHAI, FixedClock, local_date

CALLS = (
    ("13800001024", "answered", "问标准金额", 3),
    ("13900002210", "answered", "问要什么材料", 4),
    ("13700003345", "transferred", "其他部门事项", 2),
    ("13600004456", "promised", "查发放情况", 3),
    ("13500005567", "unrelated", "与业务无关", 1),
)
"""Number, outcome, gist and minutes of this morning's calls; all made up."""
MISSED = ("13400006678", "13300007789")
TALK = (
    ("resident", "我妈的低保三个月没到卡上了"),
    ("huiyin", "听您说的，是低保钱没按月发到卡上。我可以马上帮您登记，也可以请值班同志来跟您说。"),
    ("resident", "转人工吧，电话里说不清"),
)
SENTENCES = (
    ("俺那个钱咋还没给", "unsure", "inform", 0.31, ("check_payment", "file_complaint", "inform")),
    ("上回问的那个事有信儿没", "fallback", "out_of_scope", 0.22, ("check_petition", "urge_petition")),
    ("村里给俺把名字抹了", "corrected", "report_change", 0.58, ("file_complaint", "report_change")),
    ("你们这回答的不对题", "disliked", "abuse", 0.47, ("reject_reply", "abuse", "request_human")),
)
TEMPLATES = (
    (
        "开场",
        "phone",
        "您好，这里是青禾县民政局社会救助热线，请讲。您说的内容会记录下来，办事用，按规定保密。",
    ),
    ("稳住情绪", "phone", "您先别急，慢慢说，我都记着。现在人安全吗？家里还有谁在？"),
    (
        "结束",
        "phone",
        "您反映的事已经登记，编号和查询码请记好。到期前会有人给您答复。还有别的事吗？再见。",
    ),
    ("正在查", "chat", "正在帮您查，请稍等一两分钟。"),
    ("要核对身份", "chat", "查个人的办理情况要先核对身份：请发申请编号和身份证后四位。"),
    (
        "答复开头",
        "answer",
        "您反映的事项收悉。经调查，现答复如下：\n一、反映的情况\n二、调查核实的情况\n三、处理意见和依据",
    ),
)


def load(bureau: Bureau) -> None:
    """Let the morning have happened, up to now."""
    now = bureau.clock.now()
    clock = FixedClock(now)
    past = Bureau(bureau.engine, bureau.vault, bureau.county, clock)
    with past.office() as office:
        operator = Actor.of_staff(staff.by_login(office, "operator"))
        _roster(office, local_date(now))
        _templates(office)
    for place, (number, outcome, gist, minutes) in enumerate(CALLS):
        clock.set(now - timedelta(minutes=95 - 15 * place))
        with past.office() as office:
            call = calls.begin(office, operator, number)
            call_id = call.id
        clock.move(minutes=minutes, seconds=7 * place)
        with past.office() as office:
            call = calls.get(office, call_id)
            calls.end(
                office,
                operator,
                call,
                outcome,
                gist=gist,
                transferred_to="医保局" if outcome == "transferred" else "",
            )
    for place, number in enumerate(MISSED):
        clock.set(now - timedelta(minutes=50 - 20 * place))
        with past.office() as office:
            calls.report(office, Reported(f"demo-missed-{place}", "ringing", number))
            clock.move(seconds=40)
            calls.report(office, Reported(f"demo-missed-{place}", "missed", number))
    clock.set(now - timedelta(minutes=4))
    with past.office() as office:
        _talk(office)
        for place, (text, source, intent, share, ranking) in enumerate(SENTENCES):
            labelling.collect(
                office,
                text,
                source,
                f"demo {place}",
                intent=intent,
                confidence=share,
                ranking=[(name, round(share / (at + 1), 2)) for at, name in enumerate(ranking)],
            )


def _talk(office: Office) -> None:
    talk = talks.find_or_begin(office, "web", "demo-visitor")
    for direction, text in TALK:
        if direction == "resident":
            talks.keep(office, talk, text).state = "done"
        else:
            talks.say(office, talk, text)
    desk.ask_for_person(office, talk, "request", "低保三个月没到卡上，要人工")


def _roster(office: Office, today: date) -> None:
    """Two operators through this week and the next, 8:00 to 20:00."""
    monday = today - timedelta(days=today.weekday())
    for day in (monday + timedelta(days=at) for at in range(14)):
        for login, first, last in (("operator", 8, 14), ("operator2", 14, 20)):
            begins, ends = (datetime.combine(day, time(hour), SHANGHAI) for hour in (first, last))
            duty.enter(office, staff.by_login(office, login), begins, ends, "热线值班")


def _templates(office: Office) -> None:
    editor = staff.by_login(office, "editor")
    for title, use, text in TEMPLATES:
        office.db.add(
            AnswerTemplate(
                code=office.secrets.token()[:12],
                version=1,
                title=title,
                use=use,
                text=text,
                by_name=editor.name,
                at=office.clock.now(),
            )
        )
