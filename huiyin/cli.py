"""`huiyin`: one command line for administrators."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Column, Table
from sqlalchemy.exc import OperationalError, ProgrammingError

from casework.office import Bureau, CaseworkError
from huiyin import on_record, operations_cli, registers_cli, understandings
from knowledge import learning
from store import logs
from store.county import CountyFileError
from store.settings import Settings

app = typer.Typer(
    help="回音：社会救助政策问答、投诉登记与热线工作台。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
petition_commands = typer.Typer(help="信访件。", no_args_is_help=True)
user_commands = typer.Typer(help="工作人员账号。", no_args_is_help=True)
demo_commands = typer.Typer(help="演示数据（全部虚构）。", no_args_is_help=True)
audit_commands = typer.Typer(help="办理记录的防篡改核查。", no_args_is_help=True)
knowledge_commands = typer.Typer(help="政策语料。", no_args_is_help=True)
app.add_typer(petition_commands, name="petition")
app.add_typer(user_commands, name="user")
app.add_typer(demo_commands, name="demo")
app.add_typer(audit_commands, name="audit")
app.add_typer(knowledge_commands, name="knowledge")
app.add_typer(registers_cli.app, name="register")
app.add_typer(operations_cli.keys, name="keys")
app.command()(operations_cli.backup)
app.command()(operations_cli.restore)
app.command()(operations_cli.export_person)
app.command()(operations_cli.retention)

console = Console(highlight=False, soft_wrap=True)


@app.command()
def up(demo: Annotated[bool, typer.Option(help="首次启动时载入虚构的演示县")] = False) -> None:
    """准备好一切并启动全部进程；Ctrl-C 停止。"""
    from huiyin import preparing
    from huiyin import up as house

    settings = Settings()
    raise typer.Exit(house.run(settings, lambda say: preparing.prepare(settings, say, demo=demo)))


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="即使没有变化也重新训练")] = False,
    validate: Annotated[bool, typer.Option(help="只核对训练数据，有警告即失败")] = False,
) -> None:
    """训练语言理解模型，学政策答案的问法；数据、配置、词典、问法都没有变化时不重复训练。"""
    try:
        if not validate and learning.refresh(force=force):
            typer.echo("政策答案的问法学好了。")
    except subprocess.CalledProcessError:
        typer.echo("政策答案的问法没有学成，原因见上；先照原来的找，接着训练语言理解。", err=True)
    raise typer.Exit(understandings.train(force=force, validate=validate))


@app.command()
def parse(
    file: Annotated[
        Path | None, typer.Argument(help="JSON 行文件，每行 {id, text}；不写则读标准输入")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="模型文件；默认用最新的")] = None,
) -> None:
    """逐行理解：输入 {"id","text"}，输出意图、类别、实体（含规范值）与排名。"""
    raise typer.Exit(understandings.parse(file, model))


@app.command()
def chat(
    script: Annotated[Path | None, typer.Option(help="一行一句的对话脚本；[2] 表示按第二个按钮")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每轮输出一行 JSON")] = False,
) -> None:
    """在终端里和回音说话。"""
    from huiyin import talking

    raise typer.Exit(talking.talk(Settings(), script, as_json))


@petition_commands.command("show")
def show_petition(
    number: str,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """显示一件信访件的状态、期限与办理记录（个人信息遮盖）。"""
    from huiyin import showing

    settings = Settings()
    with Bureau.from_settings(settings).reading() as office:
        shown = showing.petition(office, number)
    on_record.note(settings, "petition show", f"查看 {shown['number']}（已遮盖）")
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        showing.print_petition(console, shown)


@app.command()
def migrate(
    to: Annotated[str, typer.Argument(help="目标版本")] = "head",
    down: Annotated[bool, typer.Option(help="降到目标版本")] = False,
) -> None:
    """把数据库结构升级到最新（或指定）版本；升到最新时一并载入本县的机构和日历。"""
    from huiyin import preparing
    from huiyin.tables import metadata
    from store import migrate as migrations

    settings = Settings()
    bureau = Bureau.from_settings(settings)
    if down:
        on_record.note(settings, "migrate", f"把数据库结构降到 {to}")
        migrations.downgrade(bureau.engine, to)
    elif to == "head":
        preparing.prepare_database(settings)
    else:
        migrations.upgrade(bureau.engine, bureau.vault, to)
    if not down:
        on_record.note(settings, "migrate", f"把数据库结构升到 {to}")
    console.print(f"数据库结构已在 {to} 版本，共 {len(metadata.tables)} 张表。")


@demo_commands.command("load")
def load_demo(count: Annotated[int, typer.Option(help="信访件数量")] = 400) -> None:
    """载入虚构的青禾县：机构、人员、信访件、申请与发放记录。已有数据时不重复载入。"""
    from huiyin import preparing

    settings = Settings()
    preparing.prepare_database(settings)
    preparing.load_demo(settings, console.print, count)


@user_commands.command("add")
def add_user(
    login: str,
    name: Annotated[str, typer.Option(help="姓名")],
    unit: Annotated[str, typer.Option(help="单位代码，如 QH-MZ-XF")],
    role: Annotated[list[str], typer.Option(help="角色，可重复")],
) -> None:
    """新增一个工作人员账号，打印一次性初始密码；二次验证要口令的，一并打印。"""
    from huiyin import staffing

    settings = Settings()
    with Bureau.from_settings(settings).office() as office:
        added = staffing.add(office, login, name, unit, role, settings.second_factor)
    on_record.note(settings, "user add", f"新增账号 {login}，{'、'.join(role)}")
    console.print(f"已新增账号 {login}，初始密码：{added.password}（首次登录后必须更改）")
    if added.word:
        console.print(f"二次验证开通口令：{added.word}（首次登录设置二次验证时填，只能用一次）")


@user_commands.command("factor")
def reset_factor(login: str) -> None:
    """重置一个账号的二次验证（例如唯一的管理员丢了手机），打印新的开通口令；他的登录全部退出。"""
    from casework.people import credentials, staff

    settings = Settings()
    with Bureau.from_settings(settings).office() as office:
        word = credentials.reset_second_factor(office, staff.by_login(office, login))
    on_record.note(settings, "user factor", f"重置账号 {login} 的二次验证")
    console.print(f"已重置 {login} 的二次验证，开通口令：{word}（只能用一次）")


@app.command()
def sweep() -> None:
    """巡查一次：到期预警、逾期升级、清理；可重复运行。"""
    from huiyin import sweeping

    for name, outcome in sweeping.sweep(Bureau.from_settings(Settings())):
        console.print(f"{name}：{outcome}")


@app.command()
def doctor() -> None:
    """检查哪些在运行、哪里配置不对、该怎么办。"""
    from huiyin import doctor as examination

    table = Table("项目", "状态", Column("怎么办", overflow="fold"))
    findings = list(examination.examine(Settings()))
    for finding in findings:
        state, advice = (
            ("[green]正常[/green]", "") if finding.well else (f"[red]{finding.state}[/red]", finding.advice)
        )
        table.add_row(finding.what, state, advice)
    console.print(table)
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def health(name: Annotated[str, typer.Argument(help="web、actions、rasa、worker 或 telegram")]) -> None:
    """看一个进程是否正常；不正常返回 1，给看护进程的程序用。"""
    from huiyin import doctor as examination
    from huiyin.processes import processes

    settings = Settings()
    known = {process.name: process for process in processes(settings)}
    if name not in known:
        raise typer.BadParameter(f"没有这个进程，可以看的是 {'、'.join(known)}")
    finding = examination.of(known[name], settings)
    console.print(f"{finding.what}：{'正常' if finding.well else finding.state}")
    raise typer.Exit(0 if finding.well else 1)


@audit_commands.command("verify")
def verify_audit() -> None:
    """核查办理记录的哈希链；有人背后改动时指出是哪一行。"""
    from casework.assistance import history as applications
    from casework.petitions import history

    with Bureau.from_settings(Settings()).reading() as office:
        broken = [*history.verify(office), *applications.verify(office)]
    for fault in broken:
        console.print(f"[red]{fault}[/red]")
    if broken:
        raise typer.Exit(1)
    console.print("办理记录完整，没有发现改动。")


@knowledge_commands.command("check")
def check_knowledge() -> None:
    """核对语料：缺来源、已失效、互相矛盾、到期未复核。"""
    from huiyin import knowing

    raise typer.Exit(knowing.check(Settings(), console.print))


@knowledge_commands.command("import")
def import_document(file: Path) -> None:
    """把 .docx、.pdf 或 .txt 政策文件按条、款拆开，供编辑改写。"""
    from huiyin import knowing

    raise typer.Exit(knowing.import_document(file, console.print))


@app.command(hidden=True)
def web() -> None:
    """网页进程。"""
    import uvicorn

    logs.configure()
    settings = Settings()
    uvicorn.run(
        "huiyin.web:create",
        factory=True,
        host=settings.web_host,
        port=settings.web_port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


@app.command(hidden=True)
def worker() -> None:
    """后台任务进程。"""
    from huiyin import worker as background

    background.run(Settings())


@app.command(hidden=True)
def telegram() -> None:
    """Telegram 进程。"""
    from bot import telegram as channel
    from huiyin.composition import gateway

    logs.configure()
    settings = Settings()
    channel.run(settings, gateway(settings))


def main() -> None:
    """Run the command line; a known failure is one sentence, any other the place in the code, without anybody's data."""
    logs.configure(events=logging.WARNING)
    try:
        app()
    except (CaseworkError, CountyFileError) as error:
        console.print(f"[red]{error}[/red]")
        sys.exit(1)
    except (OperationalError, ProgrammingError) as error:
        console.print(f"[red]数据库用不了：{error.orig}[/red]")
        console.print(
            "结构没有建好就运行 huiyin migrate；连不上就检查 HUIYIN_DATABASE_URL；都不是就运行 huiyin doctor。"
        )
        sys.exit(1)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except Exception:
        structlog.get_logger(__name__).exception("command_failed")
        console.print(
            "[red]出了意外的差错，没有做完。上面是出错的地方，不含数据，可以原样发给维护的人。[/red]"
        )
        sys.exit(1)
