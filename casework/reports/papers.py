"""Reports in words: the weekly report, typical cases, the stage summary, the annual report of art. 41."""

from collections.abc import Sequence

from sqlalchemy import func, select

from casework.office import Office
from casework.people import minors, units
from casework.people.actors import Actor
from casework.petitions import repeats
from casework.petitions.categories import CATEGORIES, CHANNELS, SATISFACTION
from casework.petitions.figures import Period, Table
from casework.petitions.models import Petition
from casework.reports import queries, statistics
from casework.reports.documents import Block, Column, Document, Heading, Sheet
from casework.supervision import matters, watching
from store.clock import local_date

CASE_LENGTH = 100
"""A typical case has at most so many characters."""
CASES = 5
ACCUSED = 10
"""So many units at most are named as those complained of most."""
SUPERVISION_LEVEL = 3
ADOPTED = {True: "采纳", False: "未采纳", None: "尚未回复"}
TO_ADD = "（请补充）"


def weekly(office: Office, actor: Actor, period: Period) -> Document:
    """周报: the week's figures, what presses, hot spots."""
    table = statistics.totals(office, actor, period)
    return Document(
        "社会救助诉求办理周报",
        statistics.whose(office, actor, period),
        [
            Heading("一、本周情况"),
            _sentence(table),
            _brief(office, actor, period, "township"),
            Heading("二、需要关注"),
            *_pressing(office, actor, period),
            Heading("三、下周工作"),
            TO_ADD,
        ],
    )


def typical(office: Office, actor: Actor, period: Period) -> Document:
    """典型案例: at most five of the month, of different kinds, each in at most 100 characters, naming nobody."""
    chosen: dict[str, Petition] = {}
    for petition in queries.settled(office, actor, period):
        if _of_a_child(office, petition):
            continue
        chosen.setdefault(petition.category, petition)
    cases = [case(petition) for petition in list(chosen.values())[:CASES]]
    blocks: list[Block] = []
    for number, text in enumerate(cases, start=1):
        blocks += [Heading(f"案例{number}"), text]
    return Document(
        "社会救助诉求典型案例",
        statistics.whose(office, actor, period),
        blocks or ["本月没有可作案例的办结件。"],
    )


def _of_a_child(office: Office, petition: Petition) -> bool:
    opened, today = office.vault.open_or_none, local_date(office.clock.now())
    return any(minors.is_child(opened(one.id_number_sealed), today) for one in petition.petitioners)


def case(petition: Petition) -> str:
    """A closed petition as a typical case: written from its marks alone, so that no word of anybody's gets in."""
    days = {None: "作出答复", 0: "当天答复"}.get(petition.figure_days, f"{petition.figure_days}天答复")
    settled = {
        "supported": "诉求得到支持",
        "explained": "已作解释说明",
        "not_supported": "诉求未获支持",
        "adopted": "建议已经采纳",
        "noted": "建议已经记录",
    }.get(petition.outcome or "", "已经答复")
    rated = SATISFACTION.get(petition.satisfaction or 0, "")
    text = (
        f"群众通过{CHANNELS.get(petition.channel, '来访')}反映“{CATEGORIES.get(petition.category, '其他')}”问题。"
        f"承办单位{days}，{settled}"
        f"{f'，群众评价{rated}' if rated else ''}。"
    )
    return text if len(text) <= CASE_LENGTH else text[: CASE_LENGTH - 1] + "…"


def stage(office: Office, actor: Actor, period: Period) -> Document:
    """阶段总结, with its figures."""
    return Document(
        "社会救助诉求办理阶段总结",
        statistics.whose(office, actor, period),
        [
            Heading("一、总体情况"),
            _sentence(statistics.totals(office, actor, period)),
            _figures(office, actor, period),
            Heading("二、分布"),
            *(_brief(office, actor, period, by) for by in ("category", "township", "channel")),
            Heading("三、存在的问题"),
            *_pressing(office, actor, period),
            Heading("四、下一步工作"),
            TO_ADD,
        ],
    )


def annual(office: Office, actor: Actor, period: Period) -> Document:
    """信访情况年度报告: statistics, fields and units complained of most; assignment and supervision; advice (art. 41)."""
    handed = queries.count(office, actor, period, Petition.handler_unit != Petition.desk_unit)
    raised = queries.supervised(office, actor, period, SUPERVISION_LEVEL)
    return Document(
        "信访情况年度报告",
        statistics.whose(office, actor, period),
        [
            "依照《信访工作条例》第四十一条编制。",
            Heading("一、信访事项的数据统计、涉及领域以及被投诉较多的单位"),
            _sentence(statistics.totals(office, actor, period)),
            _figures(office, actor, period),
            *(_brief(office, actor, period, by) for by in ("category", "class")),
            _accused(office, actor, period),
            *(_brief(office, actor, period, by) for by in ("unit", "township", "month")),
            Heading("二、转送、交办、督办情况"),
            f"全年转送、交办 {handed} 件，"
            f"出具交办函的 {queries.noticed(office, actor, period, 'assignment')} 件；督办、约谈信访件 {raised} 件；"
            f"对单位督办、约谈 {matters.count(office, actor, period, matters.SUPERVISED)} 次。",
            Heading("三、提出改进工作、完善政策、追究责任建议以及被采纳情况"),
            _advice(office, actor, period),
            Heading("四、其他应当报告的事项"),
            *_pressing(office, actor, period),
            TO_ADD,
        ],
    )


def _sentence(table: Table) -> str:
    def text(name: str) -> str:
        return table.total.cells[name].text

    definition = next(one for one in table.definitions if one.name == "received")
    change = statistics.change(definition, table.total.cells["received"].change)
    return (
        f"收到诉求 {text('received')} 件（环比 {change}），受理 {text('accepted')} 件，办结 {text('closed')} 件，"
        f"未办结 {text('open')} 件，其中已超期 {text('overdue')} 件。结案率 {text('closure')}，"
        f"按时结案率 {text('on_time_closure')}，一次性化解率 {text('first_time_settled')}，"
        f"重复信访率 {text('repeat_share')}，满意率 {text('satisfaction')}（参评率 {text('participation')}）。"
    )


def _figures(office: Office, actor: Actor, period: Period) -> Sheet:
    whole = statistics.summary(office, actor, period)
    return Sheet(whole.title, whole.columns[:4], [row[:4] for row in whole.rows], whole.notes)


def _brief(office: Office, actor: Actor, period: Period, by: str) -> Sheet:
    """The columns of a table of figures that fit on an upright page."""
    whole = statistics.sheet(office, actor, period, by)
    wanted = (0, *(statistics.FIGURES.index(name) + 1 for name in BRIEF))
    return Sheet(
        whole.title,
        [whole.columns[at] for at in wanted],
        [[row[at] for at in wanted] for row in whole.rows],
        whole.notes,
    )


BRIEF = ("received", "closed", "open", "overdue", "on_time_closure", "satisfaction")


def _accused(office: Office, actor: Actor, period: Period) -> Sheet:
    tree = units.tree(office)
    return Sheet(
        "被投诉较多的单位",
        (Column("单位", 28), Column("被反映的件数", 12, "count")),
        [(tree.name(code), count) for code, count in queries.accused(office, actor, period, ACCUSED)],
        [f"件里写明反映这个单位的，一件一计，列前 {ACCUSED} 个；已排除的、密封的不列。"],
    )


def _advice(office: Office, actor: Actor, period: Period) -> Block:
    """The advice given within a period, and whether the units adopted it (art. 41, 3)."""
    given = matters.advice(office, actor, period)
    if not given:
        return f"{period.label}没有提出改进工作、完善政策、追究责任的建议。"
    tree = units.tree(office)
    return Sheet(
        "提出的建议和采纳情况",
        (Column("单位", 20), Column("建议", 24), Column("提出日期", 11, "date"), Column("采纳情况", 10)),
        [
            (tree.name(one.unit_code), one.subject, local_date(one.raised_at), ADOPTED[one.adopted])
            for one in given
        ],
        [f"共 {len(given)} 条，采纳 {sum(one.adopted is True for one in given)} 条。"],
    )


def _pressing(office: Office, actor: Actor, period: Period) -> Sequence[Block]:
    ages = watching.ageing(office, actor)
    overdue = watching.overdue(office, actor).with_only_columns(Petition.id)
    late = office.db.scalar(select(func.count()).select_from(overdue.subquery()))
    return (
        _spots(office, actor, period, "place"),
        _spots(office, actor, period, "unit"),
        f"截至统计时在办 {sum(age.count for age in ages)} 件（不限登记时间），其中已超期 {late} 件。在办时长："
        + "，".join(f"{age.label} {age.count} 件" for age in ages)
        + "。",
    )


def _spots(office: Office, actor: Actor, period: Period, by: repeats.By) -> Sheet:
    where, rule = {
        "place": ("地点", "同一地方"),
        "unit": ("承办单位", f"同一承办单位、件数是上期 {repeats.RISING} 倍以上"),
    }[by]
    return Sheet(
        f"热点：{rule}、同一类别、{repeats.LEAST} 人以上反映",
        (
            Column(where, 20),
            Column("诉求类别", 20),
            Column("人数", 6, "count"),
            Column("件数", 6, "count"),
            Column("上期件数", 8, "count"),
            Column("最集中的 7 天", 22),
        ),
        [
            (
                spot.label,
                spot.category_label,
                spot.people,
                spot.petitions,
                spot.before,
                f"{spot.peak.first} 至 {spot.peak.last}，{spot.at_peak} 件",
            )
            for spot in repeats.hot_spots(office, actor, period, by=by, limit=10)
        ],
    )
