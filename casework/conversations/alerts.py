"""Staff are called at once when a person is needed: by the desk's sound, and by the channels set up for it."""

from datetime import datetime

from sqlalchemy import func, select

from casework import outbox
from casework.conversations import queries
from casework.conversations.models import Conversation, Handover
from casework.office import Office
from casework.outbox import Letter
from store.clock import local_date

ALERT_CHANNEL = "alert"
STANDBY_CHANNEL = "standby"
PRESSING = 1
"""Up to this urgency the stand-by is called where nobody is on duty."""
NAMES = {
    "crisis": "【紧急】可能有人身危险，请立即接入对话",
    "help": "【紧急】有群众急难求助，请立即接入对话",
    "collective": "【重要】有群众表示要集体走访或越级走访，请尽快接入",
    "request": "有群众要求人工，请接入对话",
    "unclear": "有群众的话没听懂，请接入对话",
    "unanswered": "有群众的话没能答复，请查看",
    "record": "有群众报告情况，请登记",
}

HELD = "【紧急】已经接入的对话里，居民的话像是有人身危险，请马上看"


def raise_alert(office: Office, conversation: Conversation, handover: Handover) -> None:
    """Write an alert for staff; it names no resident, and the same handover at the same urgency alerts once.

    While somebody holds the talk, it alerts once more for each taking.

    Where nobody is on duty, a pressing one goes to the roster's stand-by as well.
    """
    held = handover.state == "taken"
    text = f"{HELD if held else NAMES[handover.kind]}（第 {handover.id} 号）"
    taking = f":{handover.taken_at:%Y%m%d%H%M%S}" if held else ""
    channels = [ALERT_CHANNEL]
    now = office.clock.now()
    if handover.urgency <= PRESSING and not queries.on_duty_now(office, now):
        names = "、".join(queries.on_standby_now(office, now))
        text += f"。现在没有人在岗，请备勤的{names or '同志'}处理"
        channels.append(STANDBY_CHANNEL)
    for channel in channels:
        outbox.write(
            office,
            channel,
            "desk",
            text,
            key=f"{channel}:{handover.id}:{handover.urgency}{taking}",
            conversation_id=conversation.id,
        )


WATCHED = {
    "crisis": "有人有危险",
    "collective_action": "要一起去走访",
    "medicine": "说到没钱看病、吃药",
    "wound": "说到有人伤病没人管",
    "spreading": "说到个人信息还在外传",
    "shortage": "说到眼下过不去",
}


def watch(office: Office, conversation: Conversation, kind: str) -> bool:
    """Ask staff to look at a talk whose words hint at danger or hardship: once a day, and the talk itself goes on. Returns
    whether they were asked now."""
    asked = office.db.scalar(select(Letter.id).where(Letter.key == _watch_key(office, conversation, kind)))
    outbox.write(
        office,
        ALERT_CHANNEL,
        "desk",
        f"有一段对话里的话像是{WATCHED[kind]}，请看一眼",
        key=_watch_key(office, conversation, kind),
        conversation_id=conversation.id,
    )
    return asked is None


def watched_at(office: Office, conversation: Conversation) -> datetime | None:
    """When staff were last asked today to look at a talk."""
    keys = [_watch_key(office, conversation, kind) for kind in WATCHED]
    return office.db.scalar(select(func.max(Letter.written_at)).where(Letter.key.in_(keys)))


def _watch_key(office: Office, conversation: Conversation, kind: str) -> str:
    return f"watch:{conversation.id}:{kind}:{local_date(office.clock.now())}"
