"""What each figure counts, in words to print beside it and in a form to count by.

No public rule gives one national formula for these figures. Where a rule or a published reading is known, the basis
names it; the rest is this system's own reading and says so. Where two readings are in use both are given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from casework.petitions.figures.shapes import DISSATISFIED, Shape, Stage, Time, Timely

Live = Literal["overdue", "notice_overdue", "rating_open"]
"""What depends on today and not on the petition alone: see `counting.LIVE`."""

OWN = "本系统口径"
PROVINCIAL = "参照某省信访统计系统公开的计算口径"


@dataclass(frozen=True)
class Measure:
    """Petitions of certain shapes, with those of `plus` added and those of `minus` left out."""

    shape: Callable[[Shape], bool] = lambda shape: False
    plus: Live | None = None
    minus: Live | None = None


@dataclass(frozen=True)
class Definition:
    """A figure: a count, a share (numerator by denominator), or days."""

    name: str
    label: str
    kind: Literal["count", "share", "mean", "p90"]
    text: str
    basis: str = OWN
    of: Measure = Measure()
    by: Measure | None = None
    good: Literal["up", "down", ""] = ""
    """Which way is better, for the colour of a change."""
    reading: str = ""
    """Where two readings are in use, which one this is."""


received = Measure(lambda shape: True)
accepted = Measure(lambda shape: shape.accepted)
closed = Measure(lambda shape: shape.closed)
ended = Measure(lambda shape: not shape.open)
running = Measure(lambda shape: shape.open or shape.stage is Stage.REVIEWING)
still_open = Measure(lambda shape: shape.open)
on_time = Measure(lambda shape: shape.conclusion is Timely.IN_TIME and shape.accepted)
late = Measure(lambda shape: shape.conclusion is Timely.LATE and shape.accepted)
concluded = Measure(lambda shape: shape.conclusion is not Timely.NOT_DONE and shape.accepted)
notified = Measure(lambda shape: shape.notice is not Timely.NOT_DONE, plus="notice_overdue")
rated = Measure(lambda shape: shape.rated)
to_rate = Measure(lambda shape: shape.rating > 0, minus="rating_open")
answered = Measure(lambda shape: shape.answered)
overdue = Measure(plus="overdue")

DEFINITIONS = {
    definition.name: definition
    for definition in (
        Definition(
            "received", "收到", "count", "时间段内收到（登记）的信访事项件数，一件一计。", of=received
        ),
        Definition("accepted", "受理", "count", "收到的件中已经受理的件数；受理后撤回的不计。", of=accepted),
        Definition(
            "closed",
            "办结",
            "count",
            "收到的件中已经办结的件数；进入复查、复核的，原办理环节计为办结。",
            of=closed,
        ),
        Definition(
            "not_accepted",
            "不予受理",
            "count",
            "收到的件中已告知不予受理的件数。",
            of=Measure(lambda shape: shape.stage is Stage.NOT_ACCEPTED),
        ),
        Definition(
            "withdrawn",
            "撤回",
            "count",
            "收到的件中信访人撤回的件数。",
            of=Measure(lambda shape: shape.stage is Stage.WITHDRAWN),
        ),
        Definition("open", "未办结", "count", "收到的件中截至统计时还没有办结的件数。", of=still_open),
        Definition(
            "on_time",
            "按时办结",
            "count",
            "受理的件中，答复在办理期限（含批准的延期）内送达的件数。",
            "信访工作条例第三十四条；其他类别按本单位时限",
            of=on_time,
        ),
        Definition(
            "late",
            "超时办结",
            "count",
            "受理的件中，答复在办理期限之后送达的件数。",
            "信访工作条例第三十四条；其他类别按本单位时限",
            of=late,
        ),
        Definition(
            "overdue",
            "已超期",
            "count",
            "收到的件中，截至统计时有一项时限已过而未完成的在办件数。",
            of=overdue,
            good="down",
        ),
        Definition(
            "closure",
            "结案率",
            "share",
            "办结 ÷ 受理。",
            OWN,
            closed,
            accepted,
            "up",
            "按受理计",
        ),
        Definition(
            "closure_of_received",
            "办结率（按收到计）",
            "share",
            "（办结＋不予受理＋撤回）÷ 收到。",
            OWN,
            ended,
            received,
            "up",
            "按收到计",
        ),
        Definition(
            "on_time_closure",
            "按时结案率",
            "share",
            "按时办结 ÷（按时办结＋超时办结）。还没有答复的件不进分母。",
            OWN,
            on_time,
            concluded,
            "up",
            "只计已答复的件",
        ),
        Definition(
            "on_time_closure_of_all",
            "按期办结率（含未答复）",
            "share",
            "按时办结 ÷ 受理，即 按期 ÷（按期＋超期＋未答复未到期＋超期未答复）。分母含未到期的件，时间段越近越低。",
            PROVINCIAL,
            on_time,
            accepted,
            "up",
            "含未答复的件",
        ),
        Definition(
            "timely_acceptance",
            "及时受理率",
            "share",
            "在期限内告知受理情况的件 ÷ 应告知的件（及时告知＋超期告知＋超期未告知）。还没到期的不进分母。",
            f"信访工作条例第二十三条（15日内告知）；{PROVINCIAL}",
            Measure(lambda shape: shape.notice is Timely.IN_TIME),
            notified,
            "up",
        ),
        Definition(
            "overdue_share",
            "超期率",
            "share",
            "已超期 ÷ 在办（未办结＋复查、复核中）。",
            OWN,
            overdue,
            running,
            "down",
        ),
        Definition(
            "first_time_settled",
            "一次性化解率",
            "share",
            "初次信访事项办结后，同一人没有再就同一事项提出的件 ÷ 办结的初次件。",
            OWN,
            Measure(lambda shape: shape.closed and shape.time in (Time.TURNED, Time.CLEAN)),
            Measure(lambda shape: shape.closed and shape.time is not Time.REPEAT),
            "up",
            "办结后未再提出",
        ),
        Definition(
            "settled_at_first_assignment",
            "首派办结率",
            "share",
            "初次件中首次交办即办结（没有退回改派、没有重新办理、没有再次提出）的件 ÷ 受理的初次件。",
            "参照热线行业口径",
            Measure(lambda shape: shape.closed and shape.time is Time.CLEAN),
            Measure(lambda shape: shape.accepted and shape.time is not Time.REPEAT),
            "up",
            "首派即办结、未二次流转",
        ),
        Definition(
            "repeat_share",
            "重复信访率",
            "share",
            "重复件（同一人第二次以上提出同一事项）÷ 收到。联名件至少一人相同即为同一人；代他人反映的看被代理人；"
            "匿名检举看被反映人。",
            "参照信访工作实践口径",
            Measure(lambda shape: shape.time is Time.REPEAT),
            received,
            "down",
        ),
        Definition(
            "participation",
            "参评率",
            "share",
            "（满意＋基本满意＋不满意）÷ 应评。应评为已答复、评价期（答复后30日）已满或已评价的件；"
            "检举控告、密封件、走其他法定途径的件不纳入。",
            f"信访事项办理群众满意度评价工作办法；{PROVINCIAL}",
            rated,
            to_rate,
            "up",
        ),
        Definition(
            "satisfaction",
            "满意率",
            "share",
            "（满意＋基本满意）÷（满意＋基本满意＋不满意）。没有评价的不进分母。",
            OWN,
            Measure(lambda shape: shape.rating > DISSATISFIED),
            rated,
            "up",
            "剔除未评",
        ),
        Definition(
            "satisfaction_with_unrated",
            "满意率（逾期未评计满意）",
            "share",
            "（满意＋基本满意＋逾期未评）÷ 应评。",
            PROVINCIAL,
            Measure(lambda shape: shape.rating not in (0, DISSATISFIED), minus="rating_open"),
            to_rate,
            "up",
            "逾期未评计满意",
        ),
        Definition(
            "dissatisfied",
            "不满意",
            "count",
            "最近一次评价为不满意的件数。",
            of=Measure(lambda shape: shape.rating == DISSATISFIED),
            good="down",
        ),
        Definition(
            "call_back",
            "有效回访率",
            "share",
            "答复后回访到本人的件 ÷ 已答复的件。",
            "参照接诉即办等地方回访制度",
            Measure(lambda shape: shape.called_back),
            answered,
            "up",
        ),
        Definition(
            "direct_answer",
            "直接答复率",
            "share",
            "登记时当场答复、不需要派单的件 ÷ 收到。",
            "参照热线月报通行口径",
            Measure(lambda shape: shape.at_once),
            received,
            "up",
        ),
        Definition(
            "mean_days",
            "平均办理天数",
            "mean",
            "自受理到答复的自然日数，对已答复的件取平均。重新办理的按最近一次答复计。",
            good="down",
        ),
        Definition(
            "p90_days",
            "九成件办理天数",
            "p90",
            "已答复的件中，九成的件在这么多自然日内答复（第90百分位数，取不小于它的最小天数）。",
            good="down",
        ),
    )
}

DATED = "所有数字统计时间段内收到的件，状态截至统计时；日期按北京时间划分。"
COMPARED = (
    "环比：与上一个同样长的时间段（上月、上季、上年）比，本月、本季、本年至今的，与上月、上季、上年的同一段日子比；"
    "同比：与上一年的同一时间段比。"
)


def definitions() -> list[Definition]:
    """All figures with their printed definitions, in the order in which they are shown."""
    return list(DEFINITIONS.values())
