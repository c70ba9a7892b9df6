"""What a kind of table is: its columns, and how a row becomes a record; with the columns that many kinds share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from casework.assistance.imports import cells
from casework.assistance.imports.cells import BadCell, Cell, Reader
from casework.assistance.models import Application, CardKept, Monitored, Payment, Relative, Support
from casework.assistance.programs import ProgramsFile
from casework.people.units import UnitTree

Row = dict[str, Any]
Tables = Application | Payment | Support | Relative | CardKept | Monitored


@dataclass(frozen=True)
class Column:
    """One field: what it is called, what else it is called in tables, how a cell is read."""

    name: str
    label: str
    also: tuple[str, ...]
    read: Reader
    required: bool = False

    @cached_property
    def absent(self) -> Any:
        """What is read where the table has no such column."""
        return self.read(None)


@dataclass
class Context:
    """What rows are read with; `memory` carries what a row tells of those below it."""

    programs: ProgramsFile
    tree: UnitTree
    today: date
    program: str = ""
    memory: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str | None] = field(default_factory=dict)

    def place(self, text: str) -> str | None:
        """The unit that an address names."""
        if text not in self.places:
            self.places[text] = self.tree.find(text) if text else None
        return self.places[text]


@dataclass(frozen=True)
class Record:
    """A row ready to be entered: what tells it from others, what lies in clear, what goes under seal."""

    key: tuple[str, ...]
    clear: Mapping[str, Any]
    sealed: Mapping[str, str]
    """Column stem to text: `name` fills `name_sealed`, and `name_index` where the table has one."""


@dataclass(frozen=True)
class Kind:
    """One kind of table."""

    name: str
    label: str
    table: type[Tables]
    columns: tuple[Column, ...]
    enter: Callable[[Row, Context], Record | None]
    """Raises BadCell for a row that cannot be; None for one to pass over."""
    plain_key: bool = False
    """Whether the key is no personal data and is kept as it is."""
    keeps: tuple[str, ...] = ()
    """Columns that another table tells: left out or empty in this one, what is known stays."""
    once_clear: frozenset[str] = frozenset({"note"})
    """Fields that were kept in clear before; a table that was brought in then and comes again is still the same."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def program_of(row: Row, context: Context) -> tuple[str, str]:
    """Programme and area, by the row's own words or by what was said for the whole file."""
    said = row.get("program") or ""
    code = context.programs.coded(said) if said else context.program
    if said and code is None:
        raise BadCell(f"不认识救助项目“{said[:20]}”")
    if not code:
        raise BadCell("没有写救助项目")
    words = f"{said}{row.get('area') or ''}"
    area = "urban" if "城" in words and "城乡" not in words else "rural" if "农" in words else ""
    return code, area


def where_of(row: Row, context: Context, *names: str) -> dict[str, str | None]:
    """Village and township, by the first of these columns that names a known place."""
    for name in names:
        code = context.place(row.get(name) or "")
        if code is not None:
            return {"place_unit": code, "township": context.tree.township_of(code)}
    return {"place_unit": None, "township": None}


def one_of(words: str, meanings: Mapping[str, tuple[str, ...]], otherwise: str) -> str:
    for meaning, signs in meanings.items():
        if any(sign in words for sign in signs):
            return meaning
    return otherwise


WORDS = cells.words
NAME = Column(
    "name",
    "姓名",
    ("户主姓名", "户主", "申请人", "申请人姓名", "对象姓名", "救助对象", "持卡人"),
    cells.name,
    True,
)
ID_NUMBER = Column(
    "id_number",
    "身份证号",
    ("身份证号码", "身份证", "公民身份号码", "证件号码", "证件号", "户主身份证号"),
    cells.id_number,
    True,
)
PHONE = Column("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式"), cells.phone)
PROGRAM = Column(
    "program", "救助项目", ("项目", "救助类型", "救助类别", "保障类型", "保障类别", "业务类型", "类别"), WORDS
)
ACCOUNT = Column(
    "account",
    "银行账号",
    ("账号", "卡号", "银行卡号", "一卡通账号", "开户账号", "账户", "账户尾号", "卡号后四位", "账号后四位"),
    cells.account_tail,
)
AMOUNT = Column(
    "amount",
    "金额",
    ("发放金额", "实发金额", "保障金额", "月保障金额", "月补助金额", "补助金额", "救助金额", "享受金额"),
    cells.money,
    True,
)
HEADCOUNT = Column(
    "headcount", "保障人数", ("人数", "家庭人口", "人口数", "保障人口", "享受人数", "家庭人数"), cells.count
)
TOWNSHIP = Column("township", "乡镇", ("所属乡镇", "低保所属乡镇", "乡镇街道", "乡镇（街道）", "地区"), WORDS)
ADDRESS = Column(
    "address", "住址", ("家庭住址", "现住址", "地址", "村（社区）", "村", "村居", "户籍地址"), WORDS
)
NOTE = Column("note", "备注", ("说明",), cells.text)


def read(kind: Kind, given: Mapping[str, Cell]) -> Row:
    """Each column's cell read.

    Raises:
        BadCell: with every reason of the row.
    """
    row: Row = {}
    wrong = []
    for column in kind.columns:
        try:
            there = column.name in given
            row[column.name] = column.read(given[column.name]) if there else column.absent
        except BadCell as bad:
            wrong.append(f"{column.label}：{bad}")
            continue
        if column.required and row[column.name] in (None, ""):
            wrong.append(f"缺{column.label}")
    if wrong:
        raise BadCell("；".join(wrong))
    return row
