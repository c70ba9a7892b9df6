"""Applications as other systems and offices' own lists have them: at a step, with the days that are known."""

from casework.assistance import numbers, payment_days
from casework.assistance.imports import cells
from casework.assistance.imports.cells import BadCell
from casework.assistance.imports.shapes import (
    ADDRESS,
    HEADCOUNT,
    ID_NUMBER,
    NAME,
    PHONE,
    PROGRAM,
    TOWNSHIP,
    WORDS,
    Column,
    Context,
    Kind,
    Record,
    Row,
    program_of,
    where_of,
)
from casework.assistance.models import Application
from casework.assistance.programs import Procedure, Program

STEPS = {
    "received": ("收到", "已申请", "待受理", "提交"),
    "asked_more": ("补正", "补材料", "补充材料", "退回补"),
    "posted": ("公示",),
    "objected": ("异议",),
    "visiting": ("入户",),
    "check_asked": ("提请核对",),
    "told": ("已告知", "通知书已送达", "已送达"),
    "refused": ("不予", "不同意", "不通过", "未通过", "不符合", "驳回"),
    "paid": ("发放", "已打卡", "在享"),
    "approved": ("同意", "批准", "通过", "审批完成", "已确认", "认定"),
    "reviewing": ("审核确认", "审批", "待确认", "县级", "审核"),
    "checking": ("核对", "调查"),
    "accepted": ("受理",),
    "withdrawn": ("撤回", "撤销", "放弃"),
}
"""Signs of a step in other systems' words, looked for in this order."""


def _application(row: Row, context: Context) -> Record:
    program, area = program_of(row, context)
    known = context.programs.program(program)
    if known.procedure is None:
        raise BadCell(f"{known.name}不在民政窗口申请")
    name = _procedure(row["step"], known, known.procedure, context)
    procedure = context.programs.procedures[name]
    step = _step(row["step"], procedure)
    for day, what in (
        (row["applied_on"], "申请日期"),
        (row["accepted_on"], "受理日期"),
        (row["stepped_on"], "环节日期"),
        (row["decided_on"], "决定日期"),
    ):
        if day and day > context.today:
            raise BadCell(f"{what}在今天之后")
    if row["accepted_on"] and row["accepted_on"] < row["applied_on"]:
        raise BadCell("受理日期早于申请日期")
    if row["decided_on"] and row["decided_on"] < row["applied_on"]:
        raise BadCell("决定日期早于申请日期")
    try:
        key = numbers.key(row["number"])
    except numbers.BadNumber:
        raise BadCell("申请编号不对") from None
    reached = procedure.steps[step]
    stepped_on = row["stepped_on"] or row["accepted_on"] or row["applied_on"]
    outcome = reached.ends
    decided_on = (row["decided_on"] or stepped_on) if outcome else None
    where = where_of(row, context, "address", "township")
    if outcome == "refused" and not row["reason"]:
        raise BadCell("不予同意的没有写原因")
    return Record(
        (key,),
        {
            "number": row["number"][:40],
            "program": program,
            "procedure": name,
            "step": step,
            "stepped_on": stepped_on,
            "is_open": bool(reached.next),
            "delegated": context.programs.delegated,
            "headcount": row["headcount"] or 1,
            "area": area,
            "applied_on": row["applied_on"],
            "accepted_on": row["accepted_on"],
            "decided_on": decided_on,
            "outcome": outcome,
            "amount": row["amount"],
            "pays_from": (row["pays_from"] or payment_days.month_after(decided_on))
            if decided_on and outcome == "approved"
            else None,
            "relative_of": bool(row["relative_of"]),
            "source": "import",
            **where,
        },
        {
            "name": row["name"],
            "id_number": row["id_number"],
            "phone": row["phone"] or "",
            "reason": row["reason"] or "",
        },
    )


def _procedure(words: str, program: Program, usual: str, context: Context) -> str:
    """The procedure for urgent need, where the step is called as only it calls one; else the usual one."""
    if program.urgent is None:
        return usual
    labels = {step.label for step in context.programs.procedures[usual].steps.values()}
    urgent = {step.label for step in context.programs.procedures[program.urgent].steps.values()}
    return program.urgent if words in urgent - labels else usual


def _step(words: str, procedure: Procedure) -> str:
    """The step that other words mean."""
    for name, step in procedure.steps.items():
        if words in (name, step.label):
            return name
    for name, signs in STEPS.items():
        if name in procedure.steps and any(sign in words for sign in signs):
            return name
    labels = "、".join(step.label for step in procedure.steps.values())
    raise BadCell(f"不认识办理环节“{words[:20]}”，可写：{labels}"[:180])


APPLICATIONS = Kind(
    "applications",
    "救助申请",
    Application,
    (
        Column(
            "number",
            "申请编号",
            ("受理编号", "业务编号", "业务受理编号", "编号", "申请单号", "受理号"),
            cells.words,
            True,
        ),
        NAME,
        ID_NUMBER,
        PHONE,
        PROGRAM,
        Column("applied_on", "申请日期", ("申请时间", "提交日期"), cells.day, True),
        Column("accepted_on", "受理日期", ("受理时间",), cells.day),
        Column(
            "step", "办理环节", ("当前环节", "当前办理环节", "办理状态", "状态", "环节", "进度"), WORDS, True
        ),
        Column("stepped_on", "环节日期", ("状态日期", "更新日期", "办理日期"), cells.day),
        Column("decided_on", "决定日期", ("审批日期", "确认日期", "审核确认日期"), cells.day),
        Column("amount", "金额", ("保障金额", "救助金额", "月保障金额"), cells.money),
        Column("pays_from", "起发月份", ("起始发放月份", "开始发放月份"), cells.month),
        Column("reason", "不予同意原因", ("不予批准原因", "不通过原因", "原因"), cells.text),
        HEADCOUNT,
        Column("relative_of", "近亲属备案", ("是否近亲属", "是否备案", "是否近亲属备案"), cells.yes),
        ADDRESS,
        TOWNSHIP,
    ),
    _application,
    plain_key=True,
)
