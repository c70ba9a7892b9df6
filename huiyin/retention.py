"""Which personal data goes when: every rule with the tables that it empties, and what is kept as files and why.

个人信息保护法 art. 19 and 47: no longer than necessary, then erased. Each room knows its own time; here is the list of
them all, so that none is forgotten and a dry run names every one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casework import outbox
from casework.assistance import retention as registers
from casework.calls import forgetting as calls
from casework.conversations import drafts, forgetting, inbox
from casework.office import Office
from casework.people import residents, sessions
from casework.petitions import guessing
from casework.petitions import retention as petitions
from console import keeping


@dataclass(frozen=True)
class Rule:
    """What is erased together, from which tables, and how much of it is due now; asking changes nothing."""

    what: str
    tables: tuple[str, ...]
    due: Callable[[Office], int]


RULES = (
    Rule("居民身份信息（人）", ("resident", "petitioner", "phone_call"), lambda office: len(petitions.due(office))),
    Rule("联系地址", ("contact",), lambda office: len(petitions.due_addresses(office))),
    Rule(
        "对话（段）",
        ("message", "handover", "complaint_draft", "talk_evidence", "petition_evidence", "letter"),
        lambda office: len(forgetting.due(office)),
    ),
    Rule("对话的地址", ("conversation",), lambda office: len(forgetting.due_addresses(office, _before(office)))),
    Rule("没登记的投诉草稿", ("complaint_draft",), lambda office: len(drafts.expired(office))),
    Rule("办不了的渠道消息", ("channel_update",), lambda office: len(inbox.given_up(office))),
    Rule("来电（通）", ("phone_call",), lambda office: len(calls.due(office))),
    Rule("外发消息", ("letter",), lambda office: len(outbox.old(office, _before(office)))),
    Rule("工作台草稿", ("desk_draft",), keeping.due),
    Rule("试错的查询码、接续码", ("wrong_query_code",), guessing.due),
    Rule("登录记录", ("staff_session", "login_attempt"), sessions.due),
    Rule(
        "登记附带记录",
        ("import_upload", "assistance_import", "assistance_refused_row"),
        lambda office: sum(registers.due(office).values()),
    ),
)  # fmt: skip

FILES = "案卷：原文、答复、文书和办理记录按档案保管，到期由本单位处理"
REGISTERS = "救助登记：在册、发放和申请按档案保管，到期由本单位处理"
WORK = "对单位和经办人的督办、抽查：工作档案"
KEPT = {
    "petition": FILES,
    "petition_answer": FILES,
    "answer_delivery": FILES,
    "petition_call_back": FILES,
    "petition_event": FILES,
    "petition_note": FILES,
    "notice": FILES,
    "accused": FILES,
    "repeat_matter": FILES,
    "escalation_event": WORK,
    "check_item": WORK,
    "check_score": WORK,
    "unit_matter": WORK,
    "report": "报表、台账：按档案保管",
    "assistance_application": REGISTERS,
    "assistance_event": REGISTERS,
    "assistance_support": REGISTERS,
    "assistance_payment": REGISTERS,
    "assistance_monitored": REGISTERS,
    "assistance_relative": REGISTERS,
    "assistance_card_kept": REGISTERS,
    "assistance_task": REGISTERS,
    "assistance_task_event": REGISTERS,
    "staff_credential": "工作人员自己的第二因素：重置时换掉",
}
"""Tables with sealed columns that no rule empties, and why."""


def due(office: Office) -> dict[str, int]:
    """How much of each kind would be erased now; nothing is changed."""
    return {rule.what: rule.due(office) for rule in RULES}


def _before(office: Office) -> datetime:
    return office.clock.now() - residents.KEEP
