"""`huiyin keys …`, `huiyin backup`, `huiyin restore`: what keeps an installation safe."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from huiyin import on_record
from store.clock import show
from store.settings import Settings

PASSPHRASE = "HUIYIN_BACKUP_PASSPHRASE"  # noqa: S105

keys = typer.Typer(help="密钥的更换。", no_args_is_help=True)


@keys.command("rotate")
def rotate_keys() -> None:
    """换上新的密封密钥，把全部密封数据重新加密；不用停机，中断后再运行会接着做完。"""
    from huiyin import keeping_keys

    settings = Settings()
    on_record.note(settings, "keys rotate", "更换密封密钥，重新加密全部密封数据")
    tally = keeping_keys.rotate(settings, typer.echo)
    typer.echo(
        f"完成：{tally.seen} 个密封值都在新密钥下。旧密钥还在密钥文件里，另行备份后可用 huiyin keys retire 删除。"
    )


@keys.command("retire")
def retire_keys() -> None:
    """核对没有数据还在旧密钥下，然后从密钥文件里删除旧密钥。"""
    from huiyin import keeping_keys

    settings = Settings()
    on_record.note(settings, "keys retire", "删除旧的密封密钥")
    typer.echo(f"已删除 {keeping_keys.retire(settings)} 个旧密钥。")


def backup(
    file: Path,
    with_keys: Annotated[
        bool, typer.Option(help="带上密钥，用口令加密；不带则只有本机的密钥文件能打开")
    ] = False,
) -> None:
    """不停机备份：数据库、对话记忆、县级配置，加密成一个文件。口令取自环境变量 HUIYIN_BACKUP_PASSPHRASE 或当场输入。"""
    from huiyin import backup as backups

    given = os.environ.get(PASSPHRASE)
    if with_keys and given is None:
        given = typer.prompt("备份口令", hide_input=True, confirmation_prompt=True)
    settings = Settings()
    on_record.note(settings, "backup", f"备份全部数据到 {file.name}，{'不' if given is None else ''}含密钥")
    manifest = backups.back_up(settings, file, given)
    keys_too = "含密钥，请妥善保管口令" if given is not None else "不含密钥，密钥文件须另行保管"
    typer.echo(f"已备份到 {file}，{len(manifest.files)} 个文件，已核对；{keys_too}。")


def restore(
    file: Path,
    force: Annotated[bool, typer.Option(help="替换现有数据；原有文件改名保留")] = False,
) -> None:
    """从备份恢复；先停止回音。全部核对过才动现有数据。"""
    from huiyin import backup as backups

    settings, given = Settings(), os.environ.get(PASSPHRASE)
    if given is None and backups.needs_passphrase(file):
        given = typer.prompt("备份口令", hide_input=True)
    manifest = backups.restore(settings, file, given, force=force)
    on_record.note(settings, "restore", f"从 {file.name} 恢复 {manifest.made_at} 的备份")
    typer.echo(
        f"已恢复 {show(datetime.fromisoformat(manifest.made_at))} 的备份。请运行 huiyin migrate，再运行 huiyin audit verify 和 huiyin doctor。"
    )


def export_person(
    file: Path,
    by: Annotated[str, typer.Option(help="经办人的登录名，记在查看记录里")],
    reason: Annotated[str, typer.Option(help="谁要、凭什么，例如：本人持身份证到窗口申请查阅")],
    id_number: Annotated[str, typer.Option(help="身份证号")] = "",
    phone: Annotated[str, typer.Option(help="电话")] = "",
) -> None:
    """导出一个人的全部信息，供其本人查阅、复制；核实身份后再用，每次都留查看记录。"""
    from casework.office import Bureau, NotFound
    from casework.people import staff
    from casework.people.actors import Actor
    from huiyin import one_person

    if file.exists() or not file.parent.is_dir():
        raise NotFound(f"{file} 已经存在，或没有这个文件夹：请换一个文件名。")
    settings = Settings()
    with Bureau.from_settings(settings).office() as office:
        person = staff.by_login(office, by)
        if not person.active:
            raise NotFound(f"没有在用的账号“{by}”。")
        found = one_person.export(
            office, Actor.of_staff(person), id_number=id_number, phone=phone, reason=reason
        )
    on_record.note(settings, "export-person", f"导出一个人的全部信息，经办人 {by}")
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")
    typer.echo(f"已写入 {file}，{sum(map(len, found.values()))} 条记录。文件没有加密，交给本人后请删除。")


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出到期的，不删除")] = False,
) -> None:
    """按规则删除到期的个人信息；后台会自己做，命令是先看一眼或马上做。"""
    from bot import upkeep
    from casework.assistance import retention as registers
    from casework.office import Bureau
    from casework.people import sessions
    from casework.petitions import retention as petitions
    from console import keeping
    from huiyin import retention as rules

    settings = Settings()
    bureau = Bureau.from_settings(settings)
    with bureau.reading() as office:
        due, several = petitions.due(office), registers.due(office)
        typer.echo("到期的：")
        for what, many in rules.due(office).items():
            typer.echo(f"  {what}：{many}")
    if due:
        typer.echo(f"居民编号 {'、'.join(map(str, due[:20]))}。")
    typer.echo("登记附带记录：" + "，".join(f"{what} {many}" for what, many in several.items()))
    if dry_run:
        typer.echo("试运行：没有删除任何东西。")
        return
    on_record.note(settings, "retention", f"删除到期的个人信息，{len(due)} 人的身份信息到期")
    with bureau.office() as office:
        people = petitions.forget(office)
        keeping.sweep(office)
        sessions.forget_old(office)
    typer.echo(f"已删除 {people} 人的身份信息；{upkeep.tidy(bureau, settings)}")
    typer.echo("一次删除有上限，数量多时请再运行，或等后台做完。")
