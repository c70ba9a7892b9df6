"""The workflow as one table: the states a petition can be in, and the moves between them.

Who may make a move stands in `casework.people.rights` under the move's name; what it changes besides the state in
`casework.petitions.effects`; what the petitioner is told in `letters.yml`.
"""

from dataclasses import dataclass
from typing import Literal

from casework.outbox import BY_MACHINE
from casework.petitions.categories import CHANNELS

Field = Literal["text", "unit", "staff", "date", "number", "choice", "units", "flag"]


@dataclass(frozen=True)
class State:
    """Where a petition stands; `plain` is what its petitioner reads."""

    name: str
    label: str
    plain: str
    open: bool = True


@dataclass(frozen=True)
class Need:
    """Something that a move asks of whoever makes it."""

    name: str
    label: str
    kind: Field = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Move:
    """From which states it leads where; `to` None leaves the state as it is."""

    name: str
    label: str
    frm: tuple[str, ...]
    to: str | None
    needs: tuple[Need, ...] = ()


STATES = {
    state.name: state
    for state in (
        State("lodged", "待登记", "已收到，正在登记"),
        State("registered", "已登记", "已登记，正在看该由谁受理"),
        State("awaiting_more", "待补充", "在等您补充情况"),
        State("not_accepted", "不予受理", "不受理，已告诉您原因和该找谁", False),
        State("accepted", "已受理", "已受理，正在安排单位办理"),
        State("assigned", "已交办", "已交给单位办理"),
        State("return_asked", "申请退回", "正在重新确定由哪个单位办理"),
        State("handed_over", "已移送待签收", "已移交有权的部门保密办理"),
        State("investigating", "调查中", "正在调查核实"),
        State("drafted", "答复待审", "已查完，答复正在审核"),
        State("approved", "答复待送达", "答复已定，正在送给您"),
        State("answered", "已答复", "已答复您"),
        State("closed", "已办结", "已办结", False),
        State("reopened", "重新办理", "正在重新办理"),
        State("withdrawn", "已撤回", "已按您的要求撤回", False),
        State("under_review", "复查中", "正在复查"),
        State("reviewed", "复查已答复", "复查已答复您", False),
        State("under_recheck", "复核中", "正在复核"),
        State("final", "已终结", "已终结", False),
        State("merged", "已并案", "和另一件同样的事一起办理"),
    )
}

BEFORE_ACCEPTANCE = ("lodged", "registered", "awaiting_more")
IN_HAND = ("accepted", "assigned", "investigating", "reopened")
UNANSWERED = (*BEFORE_ACCEPTANCE, *IN_HAND, "return_asked", "handed_over", "drafted", "approved")
OPEN = tuple(state.name for state in STATES.values() if state.open)

REASON = Need("reason", "理由")
OUTCOME = Need(
    "outcome",
    "结论",
    "choice",
    choices=(
        ("supported", "支持请求"),
        ("explained", "合理但缺乏依据，予以解释"),
        ("not_supported", "不予支持"),
        ("adopted", "采纳建议"),
        ("noted", "记录研究"),
    ),
)
METHOD = Need(
    "method",
    "送达方式",
    "choice",
    choices=(
        ("phone", "电话"),
        ("visit", "当面"),
        ("letter", "书面送达"),
        *((channel, CHANNELS[channel]) for channel in BY_MACHINE),
        ("posted", "凭编号和查询码可查"),
    ),
)
REACHED = Need("reached", "本人已收到", "flag", required=False)
ANSWER = (
    OUTCOME,
    Need("text", "答复正文（通俗写法，发给本人）"),
    Need("findings", "查明的事实、处理意见（正式文书用）", required=False),
    Need("basis", "依据的法规条款", required=False),
)

MOVES = {
    move.name: move
    for move in (
        Move("register", "登记", ("lodged",), "registered"),
        Move(
            "ask_more", "要求补充", ("lodged", "registered"), "awaiting_more", (Need("text", "需要补充什么"),)
        ),
        Move("supplement", "记录补充情况", ("awaiting_more",), "registered", (Need("text", "补充的内容"),)),
        Move("add_more", "补充情况", UNANSWERED, None, (Need("text", "补充的内容"),)),
        Move(
            "not_accept",
            "不予受理",
            BEFORE_ACCEPTANCE,
            "not_accepted",
            (REASON, Need("way", "告知正确的途径")),
        ),
        Move(
            "accept",
            "受理",
            BEFORE_ACCEPTANCE,
            "accepted",
            (
                Need(
                    "procedure",
                    "程序",
                    "choice",
                    required=False,
                    choices=(("ordinary", "普通程序"), ("simple", "简易程序")),
                ),
            ),
        ),
        Move(
            "answer_at_once",
            "当场答复",
            ("lodged", "registered"),
            "answered",
            (OUTCOME, Need("text", "答复内容"), METHOD),
        ),
        Move(
            "assign",
            "交办",
            (*IN_HAND, "return_asked"),
            "assigned",
            (
                Need("unit", "承办单位", "unit"),
                Need("staff", "承办人", "staff", required=False),
                Need("due", "要求反馈日期", "date", required=False),
            ),
        ),
        Move("send_back", "申请退回", ("assigned",), "return_asked", (REASON,)),
        Move("agree_send_back", "同意退回", ("return_asked",), "accepted"),
        Move("refuse_send_back", "不同意退回", ("return_asked",), "assigned", (REASON,)),
        Move("start", "开始调查", ("assigned", "accepted", "reopened"), "investigating"),
        Move("draft", "拟写答复", IN_HAND, "drafted", ANSWER),
        Move("redraft", "退回修改", ("drafted",), "investigating", (REASON,)),
        Move("approve", "批准答复", ("drafted",), "approved"),
        Move(
            "answer",
            "记录送达",
            ("approved",),
            "answered",
            (METHOD, REACHED, Need("note", "经过", required=False)),
        ),
        Move(
            "attempt",
            "再次送达",
            ("answered", "closed"),
            None,
            (METHOD, REACHED, Need("note", "经过", required=False)),
        ),
        Move("close", "办结", ("answered",), "closed"),
        Move("reopen", "重新办理", ("answered", "closed"), "reopened", (REASON,)),
        Move("withdraw", "撤回", UNANSWERED, "withdrawn", (REASON,)),
        Move(
            "ask_extension",
            "申请延期",
            ("accepted", "assigned", "investigating", "drafted", "reopened"),
            None,
            (Need("days", "延长天数", "number"), REASON),
        ),
        Move("approve_extension", "批准延期", OPEN, None),
        Move("refuse_extension", "不批准延期", OPEN, None, (REASON,)),
        Move(
            "to_ordinary", "转普通程序", ("accepted", "assigned", "investigating", "drafted"), None, (REASON,)
        ),
        Move(
            "hand_over",
            "移送纪检",
            (*BEFORE_ACCEPTANCE, *IN_HAND, "return_asked", "drafted"),
            "handed_over",
            (REASON,),
        ),
        Move(
            "acknowledge",
            "签收移送",
            ("handed_over",),
            "accepted",
            (Need("receipt_no", "回执编号", required=False),),
        ),
        Move(
            "amend",
            "更正登记",
            UNANSWERED,
            None,
            (
                REASON,
                Need("category", "诉求类别", "choice", required=False),
                Need("matter_class", "信访类别", "choice", required=False),
                Need("path", "办理路径", "number", required=False),
                Need("place_unit", "地点", "unit", required=False),
                Need("sensitivity", "敏感程度", "choice", required=False),
                Need("headcount", "一起反映的人数", "number", required=False),
                Need("unseal", "解除密封，转回信访室", "flag", required=False),
            ),
        ),
        Move(
            "name_representative",
            "记一名代表",
            UNANSWERED,
            None,
            (
                Need("name", "代表姓名"),
                Need("phone", "电话", required=False),
                Need("id_number", "身份证号", required=False),
                Need("address", "住址", required=False),
            ),
        ),
        Move(
            "drop_representative",
            "不再是代表",
            UNANSWERED,
            None,
            (Need("name", "代表姓名"), REASON),
        ),
        Move("recuse", "本人回避", OPEN, None, (REASON,)),
        Move("ask_review", "申请复查", ("answered", "closed"), "under_review", (REASON,)),
        Move("decide_review", "复查答复", ("under_review",), "reviewed", ANSWER),
        Move("ask_recheck", "申请复核", ("reviewed",), "under_recheck", (REASON,)),
        Move("hearing", "举行听证", ("under_recheck",), None),
        Move("hearing_over", "听证结束", ("under_recheck",), None),
        Move("decide_recheck", "复核意见", ("under_recheck",), "final", ANSWER),
        Move("conclude", "终结", ("closed", "reviewed"), "final"),
        Move("urge", "催办", UNANSWERED, None),
        Move(
            "rate",
            "评价",
            ("answered", "closed", "reviewed"),
            None,
            (
                Need(
                    "satisfaction",
                    "评价",
                    "choice",
                    choices=(("3", "满意"), ("2", "基本满意"), ("1", "不满意")),
                ),
            ),
        ),
        Move("note", "内部备注", tuple(STATES), None, (Need("text", "备注"),)),
        Move("merged_answer", "并案答复", ("merged",), "approved"),
    )
}

ENTRIES = {
    "lodge": "收到",
    "recompute": "重算期限",
    "repeat": "列为重复",
    "take_on": "定包案领导",
    "strike_off": "重复台账销号",
    "merge": "并案",
    "bundle": "归集",
    "split": "拆分",
    "link": "关联",
    "unlink": "解除关联",
    "supervise": "督办、约谈",
    "lift_supervision": "解除督办、约谈",
    "call_back": "回访",
    "notice": "印发文书",
    "erase": "删除身份信息",
    "sign": "补上署名",
    "moved_away": "被反映单位的人调离，继续回避",
} | {move.name: move.label for move in MOVES.values()}
"""What each entry of a petition's history is called: the moves, and what else is put on record there."""


def label(state: str) -> str:
    return STATES[state].label
