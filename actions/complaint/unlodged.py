"""Taking back a complaint that was never lodged: there is no number to ask for, only what was told to keep or delete."""

import re

from actions.complaint import asking, facts, resuming
from actions.complaint.talk import content
from actions.petition import reading, service
from actions.tools import Events, Say, Tools
from actions.turn import Turn
from casework.conversations import drafts, talks

CHOICES = [("接着说", "/file_complaint"), ("删掉不留", f"/cancel#{resuming.DRAFT}")]
LODGED_BEFORE = re.compile(
    r"""
      上次|上回|上一?个?月
    | 上个?(周|星期|礼拜)
    | 去年
    | 前(几|些)天
    | 之前|以前
    | 登记(了|过|好)?的
    | 交上去的|编号
    | HY\d
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Words for a matter that was lodged before, none of which fits what is being told, as 我的投诉 does."""


def keep(tools: Tools, turn: Turn, say: Say) -> bool:
    """Whether what is to be taken back is a complaint that is still being told, or was broken off here: said so, kept."""
    if turn.pressed or reading.number_of(turn) or LODGED_BEFORE.search(turn.said):
        return False
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        if facts.in_progress(turn):
            kept = content(turn)
        elif turn.slot("proven_petitions") or service.own_numbers(office, turn.token):
            return False
        elif facts.begun(turn):
            kept = {}
        else:
            kept = drafts.bring(office, conversation) or {}
        if not kept and not facts.begun(turn):
            return False
        until = drafts.save(office, conversation, kept).until if kept else None
    if until is None:
        say.text("好，不记了。这件还没登记，没有什么要撤的。")
        return True
    say.text(
        "这件还没登记，没有什么要撤的，我不往下问了。"
        f"您说过的留到 {asking.day(until)}，过了那天自动删掉。改主意了，回“接着说”；不想留，点“删掉不留”。",
        CHOICES,
    )
    return True


def delete(tools: Tools, turn: Turn, say: Say) -> Events:
    """Delete what was kept of it; the talk itself is deleted on another wish."""
    with tools.bureau.office() as office:
        conversation = talks.get(office, turn.token)
        kept = drafts.find(office, conversation) or {}
        drafts.drop(office, conversation, str((kept.get("complaint_draft") or {}).get("key")))
    say.text("好，这件没登记的投诉删掉了。在这里说过的话也要删的，说“删除对话记录”。")
    return []
