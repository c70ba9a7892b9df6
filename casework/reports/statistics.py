"""Tables of figures in a report, with the definitions of what they count."""

from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import figures
from casework.petitions.figures import BY, COMPARED, DATED, Cell, Period, Table
from casework.petitions.figures.definitions import Definition
from casework.reports.documents import Chart, Column, Document, Kind, Sheet, Value

FIGURES = (
    "received",
    "accepted",
    "closed",
    "open",
    "on_time",
    "late",
    "overdue",
    "closure",
    "on_time_closure",
    "timely_acceptance",
    "first_time_settled",
    "repeat_share",
    "participation",
    "satisfaction",
    "call_back",
    "direct_answer",
    "mean_days",
)
WIDTHS = {"count": 8, "share": 10, "mean": 8, "p90": 8}
"""The least width of a column: 100.00% must not break, in a wider font either."""
KINDS: dict[str, Kind] = {"count": "count", "share": "share", "mean": "days", "p90": "count"}


def whose(office: Office, actor: Actor, period: Period) -> str:
    """Unit and period, as they stand under the title."""
    return f"{units.tree(office).name(actor.unit_code)}　{period.label}"


def sheet(office: Office, actor: Actor, period: Period, by: str) -> Sheet:
    """The figures of a period by a dimension, with a chart."""
    found = figures.table(office, actor, period=period, by=by, figures=FIGURES, compare=False)
    labels = [one.label for one in found.definitions]
    columns = [
        Column(BY[by], 28),
        *(
            Column(one.label, max(WIDTHS[one.kind], 2 * len(one.label) + 1), KINDS[one.kind])
            for one in found.definitions
        ),
    ]
    rows: list[list[Value]] = [
        ["　" * row.depth + row.label, *(_value(row.cells[name]) for name in FIGURES)]
        for row in [*found.rows, found.total]
    ]
    notes = ["每个单位含它下面的单位，各行相加大于合计；合计一件只计一次。"] if by == "unit" else []
    if found.sealed_elsewhere:
        notes.append(found.sealed_elsewhere)
    chart = Chart(f"按{BY[by]}", [labels.index("收到") + 1, labels.index("办结") + 1])
    return Sheet(f"按{BY[by]}".replace("（街道）", ""), columns, rows, notes, chart if found.rows else None)


def summary(office: Office, actor: Actor, period: Period) -> Sheet:
    """Each figure of a period beside the period before and the year before, with its definition."""
    found = figures.table(office, actor, period=period, figures=FIGURES)
    columns = (
        Column("指标", 22),
        Column("本期", 12),
        Column("环比", 12),
        Column("同比", 12),
        Column("口径", 60, "wide"),
        Column("依据", 30, "wide"),
    )
    return Sheet(
        "主要指标",
        columns,
        [
            (
                one.label,
                found.total.cells[one.name].text,
                change(one, found.total.cells[one.name].change),
                change(one, found.total.cells[one.name].year_change),
                one.text,
                one.basis,
            )
            for one in found.definitions
        ],
        [DATED, COMPARED],
    )


def tables(office: Office, actor: Actor, period: Period) -> Document:
    """统计表: the figures of a period, by every dimension, by month and by definition."""
    return Document(
        "信访事项统计表",
        whose(office, actor, period),
        [
            summary(office, actor, period),
            *(
                sheet(office, actor, period, by)
                for by in ("unit", "township", "category", "class", "channel", "month")
            ),
        ],
    )


def totals(office: Office, actor: Actor, period: Period) -> Table:
    return figures.table(office, actor, period=period, figures=FIGURES)


def change(one: Definition, value: float | None) -> str:
    """`+1.2 个百分点` for a share, `+12.0%` for counts and days."""
    if value is None:
        return "—"
    return f"{value * 100:+.1f} 个百分点" if one.kind == "share" else f"{value * 100:+.1f}%"


def _value(cell: Cell) -> Value:
    return cell.value
