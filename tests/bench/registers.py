"""How long 100,000 rows of payments take to come in, and to be found unchanged: `python -m tests.bench.registers`."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from stdnum.iso7064 import mod_11_2

from casework.assistance.imports.running import bring_in
from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from huiyin.tables import metadata
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault

ROWS = 100_000
HEAD = ("户主姓名", "身份证号码", "救助项目", "发放月份", "金额", "发放日期", "银行账号", "发放状态")


def table(path: Path, rows: int) -> None:
    """A payment list of made-up people, its texts in one shared table as Excel and WPS save them."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for line in range(1, rows + 1):
        body = (
            f"990123{1940 + line % 60}{1 + line % 12:02d}{1 + line // 12 % 28:02d}{line // 1000 % 1000:03d}"
        )
        number = body + mod_11_2.calc_check_digit(body)
        month = f"{2016 + line % 10}-{1 + line // 10 % 12:02d}"
        cells = ("演示户主", number, "农村低保", month, 560, f"{month}-09", f"62284800000{line:08d}", "成功")
        sheet.write_row(line, 0, cells)
    book.close()


def run(url: str | None = None, rows: int = ROWS) -> list[tuple[str, float]]:
    """Seconds of the first import and of the same file again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "payments.xlsx"
        table(path, rows)
        engine = connect(url or f"sqlite:///{folder}/bench.db")
        metadata.create_all(engine)
        bureau = Bureau(engine, Vault(Keys.fresh()), County(ROOT / "county" / "qinghe"))
        with bureau.office() as office:
            units.load(office)
        measured = []
        for what in ("导入发放记录", "同一文件再导入"):
            began = time.perf_counter()
            report = bring_in(bureau, "payments", path, Actor.system("bench"))
            measured.append((f"{what} {rows} 行", time.perf_counter() - began))
            sys.stdout.write(f"{measured[-1][0]:<40}{measured[-1][1]:8.1f} s  {report.sentence()}\n")
        engine.dispose()
    return measured


if __name__ == "__main__":
    run(*sys.argv[1:2])
