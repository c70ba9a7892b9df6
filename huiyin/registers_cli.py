"""`huiyin register`: the registers of assistance in and out, and the tables that are handed in."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from casework.assistance import exports, statistics, sweeping
from casework.assistance.imports import running
from casework.assistance.imports.kinds import KINDS
from casework.assistance.imports.running import Report
from casework.office import Bureau, CaseworkError
from casework.people import reveals
from huiyin import on_record
from store.settings import Settings

app = typer.Typer(help="救助登记：申请、发放、在册对象、近亲属备案、卡折代管。", no_args_is_help=True)
console = Console(highlight=False, soft_wrap=True)
KIND_HELP = "；".join(f"{kind.name} {kind.label}" for kind in KINDS.values())
EXPORTED_HELP = "；".join(f"{kind.name} {kind.label}" for kind in exports.EXPORTED.values())


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="Excel（.xlsx）或 CSV 文件")],
    kind: Annotated[str, typer.Option(help=KIND_HELP)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")] = False,
    program: Annotated[str, typer.Option(help="整个文件都是这个救助项目，例如 dibao")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="指明列：字段=列名，可写多次；下次同样的表头自动照此")
    ] = None,
) -> None:
    """导入一张表：列名自动对应并记住，有问题的行逐行说明并留存，其余的行导入；同一文件再导一次没有变化。"""
    chosen = dict(_pair(one) for one in column or [])
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    try:
        with bar:
            task = bar.add_task("导入", total=None)
            report = running.bring_in(
                Bureau.from_settings(Settings()),
                kind,
                file,
                on_record.operator(),
                dry_run=dry_run,
                program=program,
                chosen=chosen,
                progress=lambda done, expected: bar.update(task, completed=done, total=expected),
            )
            bar.update(task, completed=report.rows, total=report.rows)
    except CaseworkError as refused:
        _fail(refused)
    _show(report)


@app.command("export")
def export_file(
    file: Annotated[Path, typer.Argument(help="写到哪个文件，.xlsx 或 .csv")],
    kind: Annotated[str, typer.Option(help=EXPORTED_HELP)],
    clear: Annotated[bool, typer.Option("--clear", help="不遮盖姓名、证件号、电话（请妥善保管）")] = False,
    reason: Annotated[str, typer.Option(help="为什么导出；不遮盖时必须写")] = "",
) -> None:
    """导出一种登记；默认遮盖个人信息，列与导入时相同。每次导出都记在“查看与登录记录”里。"""
    try:
        by = on_record.operator()
        with Bureau.from_settings(Settings()).office() as office:
            why = reason if clear else reason or "导出（已遮盖）"
            reveals.record(office, by, "救助登记", f"导出{KINDS[kind].label if kind in KINDS else kind}", why)
            count = exports.write(office, kind, file, by, masked=not clear)
    except CaseworkError as refused:
        _fail(refused)
    console.print(f"已导出 {count} 行到 {file}。")


@app.command("statistics")
def write_statistics(
    file: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="期间第一日")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="期间最后一日")],
    back_to: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="农村表：未通过、已退出的从哪一日起算；写了就出农村表"),
    ] = None,
) -> None:
    """农村低保排查情况表（写 --back-to）或城市低保动态管理情况表。"""
    by = on_record.operator()
    try:
        with Bureau.from_settings(Settings()).reading() as office:
            if back_to is not None:
                table = statistics.rural_screening(office, by, back_to.date(), since.date(), until.date())
            else:
                table = statistics.urban_changes(office, by, since.date(), until.date())
            statistics.write(office, table, file)
    except CaseworkError as refused:
        _fail(refused)
    console.print(f"{table.title}已写到 {file}。")


@app.command("sweep")
def sweep() -> None:
    """巡查一遍：超期的申请和报告升级，审核中有投诉的做标记。可以重复运行。"""
    console.print(sweeping.sweep(Bureau.from_settings(Settings())))


def _pair(said: str) -> tuple[str, str]:
    field, sign, title = said.partition("=")
    if not sign:
        raise typer.BadParameter(f"“{said}”要写成 字段=列名")
    return field.strip(), title.strip()


def _show(report: Report) -> None:
    console.print(report.sentence())
    columns = Table("字段", "取自列", title="列的对应" + ("（照上次）" if report.heading.remembered else ""))
    labels = {column.name: column.label for column in KINDS[report.kind].columns}
    for name, title in report.heading.columns.items():
        columns.add_row(labels.get(name, name), title)
    console.print(columns)
    if report.heading.unused:
        console.print(f"没有用到的列：{'、'.join(report.heading.unused)}")
    for one in report.examples:
        console.print(f"  第 {one.line} 行：{running.discreet(one.reason)}")
    if report.refused > len(report.examples):
        console.print(f"  还有 {report.refused - len(report.examples)} 行，已留存，可在工作台查看。")


def _fail(refused: CaseworkError) -> None:
    console.print(str(refused))
    raise typer.Exit(1)
