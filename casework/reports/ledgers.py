"""Ledgers: a row a petition. Names are masked, and texts come from the digest, which names nobody."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from casework.office import Office
from casework.people import identity, units
from casework.people.actors import Actor
from casework.petitions import repeats
from casework.petitions.categories import CATEGORIES, CHANNELS, CLASSES, IDENTITIES, OUTCOMES, SATISFACTION
from casework.petitions.figures import DATED, Period
from casework.petitions.moves import STATES
from casework.reports import queries, statistics
from casework.reports.documents import Column, Document, Sheet, Value
from store.clock import local_date, start_of_day

GIST = 80
DAY = timedelta(days=1)
TIMELY = {True: "按时", False: "超时", None: ""}
MASKED = "姓名已遮盖；摘要已去掉姓名、证件号、电话、账号和门牌。"
ALL = 1_000_000


LEDGER = (
    Column("编号", 16),
    Column("登记日期", 11, "date"),
    Column("来源", 10),
    Column("信访类别", 10),
    Column("诉求类别", 20),
    Column("乡镇（街道）", 14),
    Column("内容摘要", 44, "wide"),
    Column("署名", 17),
    Column("承办单位", 18),
    Column("状态", 12),
    Column("受理日期", 11, "date"),
    Column("答复日期", 11, "date"),
    Column("办结日期", 11, "date"),
    Column("是否按时", 9),
    Column("办理结果", 26),
    Column("满意度", 10),
    Column("第几次", 7, "count"),
)


def quarterly(office: Office, actor: Actor, period: Period) -> Document:
    """季度台账: every petition that came in within the period, and the figures by unit, category and township."""
    return Document(
        "信访事项季度台账",
        statistics.whose(office, actor, period),
        [
            _ledger(office, actor, period),
            *(
                statistics.sheet(office, actor, period, by)
                for by in ("unit", "township", "category", "channel")
            ),
        ],
    )


def detail(office: Office, actor: Actor, period: Period) -> Document:
    """逐件明细: a masked row for each petition, for analysis elsewhere."""
    return Document(
        "信访事项逐件明细", statistics.whose(office, actor, period), [_ledger(office, actor, period)]
    )


def detail_page(
    office: Office, actor: Actor, period: Period, after: int, limit: int
) -> tuple[list[tuple[Value, ...]], int | None]:
    """At most `limit` rows of the ledger that come after a row's id, and the id to go on from; None at the end."""
    tree = units.tree(office)
    found = list(islice(queries.ledger(office, actor, period, after), limit + 1))
    return [_line(tree, row) for row in found[:limit]], found[limit - 1].id if len(found) > limit else None


def _ledger(office: Office, actor: Actor, period: Period) -> Sheet:
    tree = units.tree(office)
    rows = (_line(tree, row) for row in queries.ledger(office, actor, period))
    return Sheet("台账", LEDGER, rows, [DATED, MASKED])


def _line(tree: units.UnitTree, row: Any) -> tuple[Value, ...]:
    return (
        row.number,
        row.lodged_on,
        CHANNELS.get(row.channel, row.channel),
        CLASSES.get(row.matter_class, row.matter_class),
        CATEGORIES.get(row.category, row.category),
        tree.name(row.township),
        _gist(row.digest),
        IDENTITIES.get(row.identity, row.identity),
        tree.name(row.handler_unit),
        STATES[row.state].label,
        row.accepted_on,
        row.answered_on,
        row.closed_on,
        TIMELY[row.concluded_in_time],
        OUTCOMES.get(row.outcome, ""),
        SATISFACTION.get(row.satisfaction, ""),
        row.repeat_no,
    )


def repeated(office: Office, actor: Actor, period: Period) -> Document:
    """重复信访专门台账, struck off one by one: matters that last came within the period."""
    columns = (
        Column("首件编号", 16),
        Column("诉求类别", 20),
        Column("乡镇（街道）", 14),
        Column("次数", 7, "count"),
        Column("各次编号", 34, "wide"),
        Column("首次日期", 11, "date"),
        Column("最近日期", 11, "date"),
        Column("承办单位", 18),
        Column("内容摘要", 40, "wide"),
        Column("包案领导", 10),
        Column("状态", 10),
        Column("销号日期", 11, "date"),
    )
    tree = units.tree(office)

    def rows() -> Iterator[tuple[Value, ...]]:
        found = repeats.ledger(
            office, actor, struck=None, since=period.first, until=period.last, size=ALL
        ).lines
        for line in sorted(found, key=lambda line: line.matter.id):
            first, last = line.petitions[0], line.petitions[-1]
            yield (
                first.number,
                CATEGORIES.get(first.category, first.category),
                tree.name(first.township),
                line.times,
                "、".join(petition.number for petition in line.petitions),
                first.lodged_on,
                last.lodged_on,
                tree.name(last.handler_unit),
                _gist(last.digest),
                line.lead,
                "已销号" if line.matter.struck_on else "可销号" if line.settled else "在办",
                line.matter.struck_on,
            )

    return Document(
        "重复信访专门台账",
        statistics.whose(office, actor, period),
        [
            Sheet(
                "台账",
                columns,
                rows(),
                ["同一人第二次以上提出同一事项的，一事一行；最近一次在本期内的列入。", MASKED],
            )
        ],
    )


def named(office: Office, actor: Actor, period: Period) -> Document:
    """实名举报线索台账: each checked, and the reporter told."""
    columns = (
        Column("编号", 16),
        Column("登记日期", 11, "date"),
        Column("来源", 10),
        Column("举报人", 10),
        Column("署名", 17),
        Column("诉求类别", 20),
        Column("乡镇（街道）", 14),
        Column("内容摘要", 40, "wide"),
        Column("承办单位", 18),
        Column("状态", 12),
        Column("受理告知日期", 12, "date"),
        Column("核实结果", 16),
        Column("反馈日期", 11, "date"),
        Column("是否按时", 9),
    )
    tree = units.tree(office)

    def rows() -> Iterator[tuple[Value, ...]]:
        for petition, name in queries.named_reports(office, actor, period):
            open_name = office.vault.open_or_none(name) or ""
            yield (
                petition.number,
                petition.lodged_on,
                CHANNELS.get(petition.channel, petition.channel),
                "保密" if petition.identity == "confidential" else identity.mask_name(open_name),
                IDENTITIES[petition.identity],
                CATEGORIES.get(petition.category, petition.category),
                tree.name(petition.township),
                _gist(petition.digest),
                tree.name(petition.handler_unit),
                STATES[petition.state].label,
                petition.notified_on,
                OUTCOMES.get(petition.outcome or "", ""),
                petition.answered_on,
                TIMELY[petition.concluded_in_time],
            )

    return Document(
        "实名举报线索台账",
        statistics.whose(office, actor, period),
        [
            Sheet(
                "台账",
                columns,
                rows(),
                ["检举控告类、署名的件。要求保密的不列姓名（信访工作条例第三十条）。", MASKED],
            )
        ],
    )


def handed_over(office: Office, actor: Actor, period: Period) -> Document:
    """移送纪检监察线索清单, with the receipts."""
    columns = (
        Column("编号", 16),
        Column("诉求类别", 20),
        Column("移送日期", 11, "date"),
        Column("移出单位", 18),
        Column("接收单位", 24),
        Column("签收日期", 11, "date"),
        Column("签收编号", 24),
        Column("状态", 12),
    )
    tree = units.tree(office)

    def rows() -> Iterator[tuple[Value, ...]]:
        handed = queries.transfers(office, actor, start_of_day(period.first), start_of_day(period.last + DAY))
        for transfer, petition in handed:
            yield (
                petition.number,
                CATEGORIES.get(petition.category, petition.category),
                local_date(transfer.handed_at),
                tree.name(transfer.from_unit),
                tree.name(transfer.to_unit),
                local_date(transfer.received_at) if transfer.received_at else None,
                transfer.receipt_no,
                STATES[petition.state].label,
            )

    return Document(
        "移送纪检监察线索清单",
        statistics.whose(office, actor, period),
        [Sheet("清单", columns, rows(), ["本期移送的线索；清单不列被反映人和信访人。"])],
    )


def _gist(digest: str) -> str:
    return digest if len(digest) <= GIST else digest[: GIST - 1] + "…"
