"""The registers that can be brought in: payments, benefits, relatives, cards kept, households watched.

The columns of relatives are those of the registration form and of the self-report that counties hand out; the others
are what offices keep in their own spreadsheets.
"""

import re

from casework.assistance.imports import cells
from casework.assistance.imports.applications import APPLICATIONS
from casework.assistance.imports.cells import BadCell
from casework.assistance.imports.shapes import (
    ACCOUNT,
    ADDRESS,
    AMOUNT,
    HEADCOUNT,
    ID_NUMBER,
    NAME,
    NOTE,
    PHONE,
    PROGRAM,
    TOWNSHIP,
    WORDS,
    Column,
    Context,
    Kind,
    Record,
    Row,
    one_of,
    program_of,
    where_of,
)
from casework.assistance.models import CardKept, Monitored, Payment, Relative, Support

RELATIONS = re.compile(
    r"配偶|父|母|祖|孙|兄|弟|姐|妹|亲属|儿(?!童)|(?<!妇)女(?!工)|夫|妻|公公|婆|岳|媳|婿|嫂|叔|舅|姑|姨|侄|甥"
)
"""What says that somebody is a relative, and no post: 妇女主任 and 儿童主任 are posts."""
ENDED_WHY = {
    "better_off": ("好转", "超标", "收入增加", "就业", "脱贫"),
    "violation": ("违规", "骗取", "隐瞒", "人情", "关系", "错保"),
    "death": ("死亡", "去世", "病故", "身故"),
    "moved": ("迁", "搬"),
}
PAYMENT_STATES = {"returned": ("退", "失败", "不成功"), "stopped": ("停",)}


def _payment(row: Row, context: Context) -> Record:
    program, _ = program_of(row, context)
    if row["paid_on"] and row["paid_on"] > context.today:
        raise BadCell("发放日期在今天之后")
    state = one_of(row["state"] or "", PAYMENT_STATES, "paid")
    return Record(
        (program, row["id_number"], row["month"]),
        {
            "program": program,
            "month": row["month"],
            "amount": row["amount"],
            "paid_on": row["paid_on"] if state == "paid" else None,
            "account_tail": row["account"] or "",
            "state": state,
        },
        {"name": row["name"], "id_number": row["id_number"], "note": (row["note"] or "")[:80]},
    )


def _support(row: Row, context: Context) -> Record:
    program, area = program_of(row, context)
    if row["ended_on"] and row["ended_on"] < row["since"]:
        raise BadCell("停发日期早于开始日期")
    where = where_of(row, context, "address", "township")
    return Record(
        (program, row["id_number"], row["since"].isoformat()),
        {
            "program": program,
            "area": area,
            "account_tail": row["account"] or "",
            "headcount": row["headcount"] or 1,
            "amount": row["amount"],
            "since": row["since"],
            "review_by": row["review_by"],
            "ended_on": row["ended_on"],
            "ended_why": one_of(row["ended_why"] or "", ENDED_WHY, "other") if row["ended_on"] else "",
            **where,
        },
        {"name": row["name"], "id_number": row["id_number"], "phone": row["phone"] or ""},
    )


def _relative(row: Row, context: Context) -> Record | None:
    unit = row["unit_name"] or context.memory.get("unit_name", "")
    context.memory["unit_name"] = unit
    where = where_of(row, context, "township", "home")
    return Record(
        (row["official"], row["name"], row["id_number"] or ""),
        {
            "unit_name": unit[:80],
            "official_post": (row["official_post"] or "")[:40],
            "relation": row["relation"][:24],
            "assisted": row["assisted"] is not False,
            "assisted_since": row["assisted_since"],
            "township": where["township"],
        },
        {
            "official": row["official"],
            "name": row["name"],
            "id_number": row["id_number"] or "",
            "phone": row["phone"] or "",
            "home": row["home"] or "",
            "registered": row["registered"] or "",
            "note": (row["note"] or "")[:200],
        },
    )


def _self_report(row: Row, context: Context) -> Record | None:
    """A reporter's own row, with their post, is followed by the rows of their relatives."""
    relation = row["relation"] or ""
    if not row["name"]:
        return None
    if not RELATIONS.search(relation):
        context.memory["official"], context.memory["post"] = row["name"], relation
        if not row["assisted"]:
            return None
        relation = "本人"
    official = context.memory.get("official")
    if not official:
        raise BadCell("前面没有报告人本人的一行，不知道是谁的亲属")
    where = where_of(row, context, "home", "registered")
    return Record(
        (official, row["name"], row["id_number"] or ""),
        {
            "unit_name": "",
            "official_post": context.memory.get("post", "")[:40],
            "relation": relation[:24],
            "assisted": bool(row["assisted"]),
            "assisted_since": None,
            "township": where["township"],
        },
        {
            "official": official,
            "name": row["name"],
            "id_number": row["id_number"] or "",
            "phone": "",
            "home": row["home"] or "",
            "registered": row["registered"] or "",
            "note": (row["note"] or "")[:200],
        },
    )


def _card(row: Row, context: Context) -> Record:
    where = where_of(row, context, "township")
    return Record(
        (row["id_number"] or row["name"], row["account"] or "", row["keeper"]),
        {
            "account_tail": row["account"] or "",
            "keeper_post": (row["keeper_post"] or "")[:40],
            "agreement_on": row["agreement_on"],
            "filed_on": row["filed_on"],
            "ended_on": row["ended_on"],
            "township": where["township"],
        },
        {
            "name": row["name"],
            "id_number": row["id_number"] or "",
            "keeper": row["keeper"],
            "keeper_phone": row["keeper_phone"] or "",
            "reason": (row["reason"] or "")[:80],
            "note": (row["note"] or "")[:200],
        },
    )


def _monitored(row: Row, context: Context) -> Record:
    where = where_of(row, context, "township")
    return Record(
        (row["id_number"] or row["name"], where["township"] or ""),
        {
            "kind": (row["watched_as"] or "")[:40],
            "headcount": row["headcount"] or 1,
            "township": where["township"],
        },
        {"name": row["name"], "id_number": row["id_number"] or ""},
    )


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        APPLICATIONS,
        Kind(
            "payments",
            "发放记录",
            Payment,
            (
                NAME,
                ID_NUMBER,
                PROGRAM,
                Column(
                    "month",
                    "发放月份",
                    ("月份", "所属月份", "发放年月", "年月", "所属期", "所属季度"),
                    cells.month,
                    True,
                ),
                AMOUNT,
                Column("paid_on", "发放日期", ("发放时间", "到账日期", "打卡日期", "支付日期"), cells.day),
                ACCOUNT,
                Column("state", "发放状态", ("状态", "发放结果", "支付结果", "代发结果"), WORDS),
                NOTE,
            ),
            _payment,
        ),
        Kind(
            "supports",
            "在册救助对象",
            Support,
            (
                NAME,
                ID_NUMBER,
                PROGRAM,
                Column("area", "城乡", ("城乡类别", "城乡属性", "户籍类别"), WORDS),
                HEADCOUNT,
                AMOUNT,
                Column(
                    "since",
                    "享受开始日期",
                    ("享受低保时间", "开始日期", "起始日期", "纳入时间", "审批日期", "起保日期"),
                    cells.day,
                    True,
                ),
                Column("review_by", "下次复核日期", ("复核日期", "复核时间"), cells.day),
                Column(
                    "ended_on",
                    "停发日期",
                    ("退出时间", "退出日期", "终止日期", "停保日期", "停保时间"),
                    cells.day,
                ),
                Column("ended_why", "停发原因", ("退出原因", "终止原因", "停保原因"), WORDS),
                ACCOUNT,
                PHONE,
                ADDRESS,
                TOWNSHIP,
            ),
            _support,
        ),
        Kind(
            "relatives",
            "近亲属备案登记",
            Relative,
            (
                Column("unit_name", "单位名称", ("单位", "填报单位", "工作单位"), WORDS),
                Column(
                    "name",
                    "享受低保人员姓名",
                    ("享受人姓名", "亲属姓名", "享受救助人员姓名"),
                    cells.name,
                    True,
                ),
                Column("assisted_since", "享受低保时间", ("享受时间", "享受救助时间"), cells.day),
                Column(
                    "official",
                    "国家公职人员姓名",
                    ("公职人员姓名", "干部姓名", "经办人员姓名", "工作人员姓名"),
                    cells.name,
                    True,
                ),
                Column("official_post", "国家公职人员职务", ("公职人员职务", "干部职务"), WORDS),
                Column("id_number", "身份证号码", ("身份证号", "身份证"), cells.id_number),
                Column(
                    "relation", "与国家公职人员关系", ("与公职人员关系", "关系", "与干部关系"), WORDS, True
                ),
                Column(
                    "assisted", "目前是否享受低保", ("是否享受低保", "是否享受", "是否享受救助"), cells.yes
                ),
                Column("registered", "户籍所在地（乡镇、村、社区）", ("户籍所在地", "户籍地"), WORDS),
                Column("home", "现住址（乡镇、村、社区）", ("现住址", "住址", "地址"), WORDS),
                Column("township", "低保所属乡镇", ("所属乡镇", "乡镇"), WORDS),
                PHONE,
                NOTE,
            ),
            _relative,
            keeps=("official_post", "registered_sealed"),
        ),
        Kind(
            "self_reports",
            "工作人员自查报告",
            Relative,
            (
                Column("name", "姓名", (), cells.name),
                Column("relation", "职务或与报告人关系", ("职务", "关系", "与报告人关系"), WORDS, True),
                Column(
                    "assisted", "目前是否享受低保", ("是否享受低保", "是否享受", "是否享受救助"), cells.yes
                ),
                Column("id_number", "身份证号码", ("身份证号", "身份证"), cells.id_number),
                Column("registered", "户籍所在地（乡镇、村、社区）", ("户籍所在地", "户籍地"), WORDS),
                Column("home", "现住址（乡镇、村、社区）", ("现住址", "住址"), WORDS),
                NOTE,
            ),
            _self_report,
            keeps=("unit_name", "assisted_since", "phone_sealed"),
        ),
        Kind(
            "cards",
            "卡折代管台账",
            CardKept,
            (
                Column(
                    "name",
                    "持卡人姓名",
                    ("被代管人姓名", "被代管人", "委托人", "对象姓名", "姓名", "户主姓名", "持卡人"),
                    cells.name,
                    True,
                ),
                Column("id_number", "身份证号", ("身份证号码", "持卡人身份证号", "身份证"), cells.id_number),
                ACCOUNT,
                Column("keeper", "代管人姓名", ("代管人", "保管人", "保管人姓名"), cells.name, True),
                Column("keeper_post", "代管人职务", ("职务", "代管人单位及职务", "与持卡人关系"), WORDS),
                Column("keeper_phone", "代管人电话", ("代管人联系电话", "保管人电话"), cells.phone),
                Column("reason", "代管原因", ("原因", "委托原因"), WORDS),
                Column(
                    "agreement_on",
                    "协议签订日期",
                    ("签订协议时间", "协议签订时间", "协议日期", "委托协议日期"),
                    cells.day,
                ),
                Column(
                    "filed_on",
                    "备案日期",
                    ("报备日期", "备案时间", "报县备案日期", "报县民政局备案时间"),
                    cells.day,
                ),
                Column("ended_on", "终止日期", ("归还日期", "终止代管日期"), cells.day),
                TOWNSHIP,
                NOTE,
            ),
            _card,
            once_clear=frozenset({"note", "reason"}),
        ),
        Kind(
            "monitored",
            "建档立卡、监测对象",
            Monitored,
            (
                NAME,
                Column("id_number", ID_NUMBER.label, ID_NUMBER.also, cells.id_number),
                HEADCOUNT,
                Column("watched_as", "对象类别", ("类别", "监测对象类别", "户类型", "贫困户属性"), WORDS),
                Column("township", "乡镇", (*TOWNSHIP.also, *ADDRESS.also, "住址"), WORDS),
            ),
            _monitored,
        ),
    )
}
