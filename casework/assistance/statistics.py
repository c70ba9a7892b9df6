"""The two tables that counties hand in on a clean-up of dibao: rural households gone through, urban ones before and after.

Each cell is households and persons, by township with a total, the urban ones also by community, counted from the
imported registers within the reach of whoever makes it; the definitions stand below the table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter
from sqlalchemy import select

from casework.assistance import rights
from casework.assistance.models import Application, Monitored, Support
from casework.office import CaseworkError, Office
from casework.people import units
from casework.people.actors import Actor

NOWHERE = "未分乡镇"


class BadPeriod(CaseworkError):
    """The days of a table do not follow each other."""

    code = "bad_period"


@dataclass
class Count:
    """Households and persons."""

    households: int = 0
    persons: int = 0

    def add(self, persons: int) -> None:
        self.households += 1
        self.persons += persons


@dataclass
class Statistics:
    """One table: titles of two levels, a line for each township, and what was counted how."""

    title: str
    columns: tuple[tuple[str, str], ...]
    """Group and name of each pair of figures; a group without name stands alone."""
    lines: dict[str, list[Count]] = field(default_factory=dict)
    """By township."""
    notes: tuple[str, ...] = ()
    by_community: bool = False
    communities: dict[tuple[str, str], list[Count]] = field(default_factory=dict)
    """By township and community, where the form asks for that; they are in the lines of the townships already."""

    def add(self, household: "_Household", column: int) -> None:
        lines = [self.lines.setdefault(household.place, self._blank())]
        if self.by_community and household.community:
            lines.append(self.communities.setdefault((household.place, household.community), self._blank()))
        for line in lines:
            line[column].add(household.persons)

    def _blank(self) -> list[Count]:
        return [Count() for _ in self.columns]

    @property
    def total(self) -> list[Count]:
        """The sum of all lines."""
        return [
            Count(
                sum(line[at].households for line in self.lines.values()),
                sum(line[at].persons for line in self.lines.values()),
            )
            for at in range(len(self.columns))
        ]


@dataclass(frozen=True)
class _Household:
    place: str
    persons: int
    id_index: str | None
    since: date | None = None
    ended_on: date | None = None
    ended_why: str = ""
    community: str = ""


def rural_screening(office: Office, by: Actor, looked_back_to: date, since: date, until: date) -> Statistics:
    """Rural households gone through between two days (农村低保对象排查情况统计表).

    `looked_back_to` is the day from which refused applications and ended benefits count. Raises NotAllowed, BadPeriod.
    """
    rights.require(by, "export")
    if not looked_back_to <= since <= until:
        raise BadPeriod("日期的先后不对：起算日不晚于期间第一日，第一日不晚于最后一日。")
    supports = _supports(office, by, "rural")
    present = [one for one in supports if one.since and one.since < since and _lasts(one, since)]
    removed = [one for one in present if one.ended_on and since <= one.ended_on <= until]
    covered = {one.id_index for one in supports if one.since and since <= one.since <= until}
    refused = [
        one for one in _refused(office, by, looked_back_to, since) if one.id_index not in _ids(present)
    ]
    left = [
        one
        for one in supports
        if one.ended_on and looked_back_to <= one.ended_on < since and one.id_index not in _ids(present)
    ]
    watched = [one for one in _watched(office, by) if one.id_index not in _ids(present)]
    gone_through = _once([*present, *refused, *left, *watched])
    table = Statistics(
        "农村低保对象排查情况统计表",
        (
            ("本次排查的对象", ""),
            ("本次排查的对象", "其中：本次清退不符合条件低保对象"),
            ("本次排查的对象", "其中：本次纳入低保对象"),
            ("曾提交申请但审批未通过的对象", ""),
            ("曾提交申请但审批未通过的对象", "其中：本次纳入低保对象"),
            ("动态管理中已退出的低保对象", ""),
            ("动态管理中已退出的低保对象", "其中：本次重新纳入低保对象"),
            ("未纳入农村低保的建档立卡户", ""),
            ("未纳入农村低保的建档立卡户", "其中：本次纳入低保对象"),
        ),
        notes=(
            f"排查期间：{since} 至 {until}；未通过和已退出的从 {looked_back_to} 起算。",
            "本次排查的对象：期初在册、曾申请未通过、已退出、建档立卡未纳入的户，同一户只计一次。",
            "本次清退：期初在册而在期间内停发；本次纳入：上述对象在期间内开始享受。",
        ),
    )
    groups = ((0, gone_through), (1, removed), (3, refused), (5, left), (7, watched))
    for column, households in groups:
        _fill(table, column, households)
    for column, households in ((2, gone_through), (4, refused), (6, left), (8, watched)):
        _fill(table, column, [one for one in households if one.id_index in covered])
    return table


def urban_changes(office: Office, by: Actor, since: date, until: date) -> Statistics:
    """Urban households before and after (城市低保对象动态管理情况统计表). Raises NotAllowed, BadPeriod."""
    rights.require(by, "export")
    if since > until:
        raise BadPeriod("期间第一日不能晚于最后一日。")
    supports = _supports(office, by, "urban")

    def ended(why: str = "") -> list[_Household]:
        return [
            one
            for one in supports
            if one.ended_on and since <= one.ended_on <= until and (not why or one.ended_why == why)
        ]

    table = Statistics(
        "城市低保对象动态管理情况统计表",
        (
            ("动态管理前城市低保对象", ""),
            ("动态管理后城市低保对象", ""),
            ("新增城市低保", ""),
            ("退出城市低保", ""),
            ("退出城市低保", "家庭情况好转退出城市低保"),
            ("退出城市低保", "违规享受城市低保本次退出"),
        ),
        notes=(
            f"统计期间：{since} 至 {until}。动态管理前：期间开始前一日在册；动态管理后：期间最后一日在册。",
            "退出：期间内停发；按登记的停发原因分好转和违规，其余只计入退出总数。",
            "乡镇一行含它下面的社区（村）；没有写到社区的户只在乡镇一行。",
        ),
        by_community=True,
    )
    tests: tuple[Callable[[_Household], bool], ...] = (
        lambda one: bool(one.since and one.since < since) and _lasts(one, since),
        lambda one: bool(one.since and one.since <= until) and (one.ended_on is None or one.ended_on > until),
        lambda one: bool(one.since and since <= one.since <= until),
    )
    for column, holds in enumerate(tests):
        _fill(table, column, [one for one in supports if holds(one)])
    for column, why in ((3, ""), (4, "better_off"), (5, "violation")):
        _fill(table, column, ended(why))
    return table


def write(office: Office, table: Statistics, path: Path) -> None:
    """The table as .xlsx: group titles over names over 户数 and 人数, the total first, then the townships."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet(table.title[:31])
    centred = {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    head, body = book.add_format({**centred, "bold": True}), book.add_format({"border": 1, "align": "center"})
    place_of = book.add_format({"border": 1, "align": "left"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    last = 2 * len(table.columns)
    sheet.merge_range(0, 0, 0, last, f"{office.county.name}{table.title}", title)
    sheet.write(1, 0, "填报单位（公章）：")
    sheet.write(1, last - 1, "单位：户、人")
    sheet.merge_range(2, 0, 4, 0, "地区", head)
    _head(sheet, table, head)
    lines = [("合计", table.total), *_ordered(office, table)]
    for row, (place, counts) in enumerate(lines, start=5):
        sheet.write(row, 0, place, place_of)
        for at, count in enumerate(counts):
            sheet.write_number(row, 1 + 2 * at, count.households, body)
            sheet.write_number(row, 2 + 2 * at, count.persons, body)
    for row, note in enumerate(table.notes, start=6 + len(lines)):
        sheet.write(row, 0, note)
    sheet.set_row(2, 36)
    sheet.set_row(3, 48)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, last, 9)
    sheet.freeze_panes(5, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()


def _head(sheet: xlsxwriter.worksheet.Worksheet, table: Statistics, style: xlsxwriter.format.Format) -> None:
    start = 0
    groups = [group for group, _ in table.columns]
    while start < len(groups):
        end = start
        while end + 1 < len(groups) and groups[end + 1] == groups[start]:
            end += 1
        alone = start == end
        sheet.merge_range(2, 1 + 2 * start, 3 if alone else 2, 2 + 2 * end, groups[start], style)
        for at in range(start, start if alone else end + 1):
            sheet.merge_range(3, 1 + 2 * at, 3, 2 + 2 * at, table.columns[at][1] or "合计", style)
        start = end + 1
    for at in range(len(table.columns)):
        sheet.write(4, 1 + 2 * at, "户数", style)
        sheet.write(4, 2 + 2 * at, "人数", style)


def _ordered(office: Office, table: Statistics) -> Sequence[tuple[str, list[Count]]]:
    """Lines in the order of the units, those of no township last; each township's communities below it."""
    tree = units.tree(office)
    places = [unit.place or unit.name for unit in (*tree.of_kind("township"), *tree.of_kind("village"))]
    order = {name: at for at, name in enumerate([*places, NOWHERE])}
    found: list[tuple[str, list[Count]]] = []
    for place in sorted(table.lines, key=order.__getitem__):
        found.append((place, table.lines[place]))
        below = {name: counts for (above, name), counts in table.communities.items() if above == place}
        found += [(f"　{name}", below[name]) for name in sorted(below, key=order.__getitem__)]
    return found


def _fill(table: Statistics, column: int, households: Sequence[_Household]) -> None:
    for one in households:
        table.add(one, column)


def _lasts(one: _Household, day: date) -> bool:
    """Whether a benefit still ran on a day."""
    return one.ended_on is None or one.ended_on >= day


def _ids(households: Sequence[_Household]) -> set[str | None]:
    return {one.id_index for one in households if one.id_index}


def _once(households: Sequence[_Household]) -> list[_Household]:
    """Each household once; those without an identity number each for themselves."""
    kept: dict[object, _Household] = {}
    for at, one in enumerate(households):
        kept.setdefault(one.id_index or at, one)
    return list(kept.values())


def _supports(office: Office, by: Actor, area: str) -> list[_Household]:
    rows = office.db.execute(
        select(
            Support.township,
            Support.place_unit,
            Support.headcount,
            Support.id_index,
            Support.since,
            Support.ended_on,
            Support.ended_why,
        ).where(Support.program == "dibao", Support.area == area, rights.reach(office, by, Support))
    )
    places, communities = _places(office), _places(office, "village")
    return [
        _Household(
            places.get(row.township, NOWHERE),
            row.headcount,
            row.id_index,
            row.since,
            row.ended_on,
            row.ended_why,
            communities.get(row.place_unit, ""),
        )
        for row in rows
    ]


def _refused(office: Office, by: Actor, looked_back_to: date, since: date) -> list[_Household]:
    rows = office.db.execute(
        select(Application.township, Application.headcount, Application.id_index).where(
            Application.program == "dibao",
            Application.area != "urban",
            Application.outcome == "refused",
            Application.decided_on >= looked_back_to,
            Application.decided_on < since,
            rights.reach(office, by, Application),
        )
    )
    places = _places(office)
    return _once([_Household(places.get(row.township, NOWHERE), row.headcount, row.id_index) for row in rows])


def _watched(office: Office, by: Actor) -> list[_Household]:
    query = select(Monitored.township, Monitored.headcount, Monitored.id_index)
    rows = office.db.execute(query.where(rights.reach(office, by, Monitored)))
    places = _places(office)
    return [_Household(places.get(row.township, NOWHERE), row.headcount, row.id_index) for row in rows]


def _places(office: Office, kind: str = "township") -> dict[str | None, str]:
    return {unit.code: unit.place or unit.name for unit in units.tree(office).of_kind(kind)}
