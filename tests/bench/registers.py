"""How long 100,000 rows of payments and of applications take to come in, and to be found unchanged:
`python -m tests.bench.registers [database] [rows]`."""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from stdnum.iso7064 import mod_11_2

from casework.assistance.imports.running import bring_in
from casework.office import Bureau
from casework.people import calendars, units
from casework.people.actors import Actor
from huiyin.tables import metadata
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault

ROWS = 100_000
PAYMENTS = ("户主姓名", "身份证号码", "救助项目", "发放月份", "金额", "发放日期", "银行账号", "发放状态")
APPLICATIONS = (
    "申请编号",
    "姓名",
    "身份证号",
    "联系电话",
    "救助项目",
    "申请日期",
    "受理日期",
    "办理环节",
    "住址",
)


Cells = tuple[object, ...]


def number(line: int) -> str:
    """A made-up identity number; 99 is no province."""
    body = f"990123{1940 + line % 60}{1 + line % 12:02d}{1 + line // 12 % 28:02d}{line // 1000 % 1000:03d}"
    return body + mod_11_2.calc_check_digit(body)


def payment(line: int) -> Cells:
    month = f"{2016 + line % 10}-{1 + line // 10 % 12:02d}"
    return "演示户主", number(line), "农村低保", month, 560, f"{month}-09", f"62284800000{line:08d}", "成功"


def application(line: int) -> Cells:
    """An application still open at one of four steps, as a county takes them over from another system."""
    day = date(2026, 9, 1) + timedelta(days=line % 60)
    step = ("已受理", "入户调查", "公示", "审核确认")[line % 4]
    return (
        f"QX{line:08d}",
        "演示申请人",
        number(line),
        "13800138000",
        "农村低保",
        f"{day}",
        f"{day}",
        step,
        "柳溪镇老槐树村",
    )


TABLES: dict[str, tuple[str, Cells, Callable[[int], Cells]]] = {
    "payments": ("导入发放记录", PAYMENTS, payment),
    "applications": ("导入救助申请", APPLICATIONS, application),
}


def table(path: Path, rows: int, head: Cells, row: Callable[[int], Cells]) -> None:
    """A list of made-up people, its texts in one shared table as Excel and WPS save them."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, head)
    for line in range(1, rows + 1):
        sheet.write_row(line, 0, row(line))
    book.close()


def run(url: str | None = None, rows: int = ROWS) -> list[tuple[str, float]]:
    """Seconds of the first import of each table and of the same file again."""
    with TemporaryDirectory() as folder:
        engine = connect(url or f"sqlite:///{folder}/bench.db")
        metadata.create_all(engine)
        bureau = Bureau(engine, Vault(Keys.fresh()), County(ROOT / "county" / "qinghe"))
        with bureau.office() as office:
            units.load(office)
            calendars.load(office)
        measured = []
        for kind, (label, head, row) in TABLES.items():
            path = Path(folder) / f"{kind}.xlsx"
            table(path, rows, head, row)
            for what in (label, f"{label}，同一文件再来一遍"):
                began = time.perf_counter()
                report = bring_in(bureau, kind, path, Actor.system("bench"))
                measured.append((f"{what} {rows} 行", time.perf_counter() - began))
                sys.stdout.write(f"{measured[-1][0]:<40}{measured[-1][1]:8.1f} s  {report.sentence()}\n")
        engine.dispose()
    return measured


if __name__ == "__main__":
    asked = sys.argv[1:]
    run(
        next((one for one in asked if "://" in one), None),
        next((int(one) for one in asked if one.isdecimal()), ROWS),
    )
