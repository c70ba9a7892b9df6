"""`huiyin keys …`: the keys of the installation."""

import typer

from store.settings import Settings

keys = typer.Typer(help="密钥的更换。", no_args_is_help=True)


@keys.command("rotate")
def rotate_keys() -> None:
    """换上新的密封密钥，把全部密封数据重新加密；不用停机，中断后再运行会接着做完。"""
    from huiyin import keeping_keys

    tally = keeping_keys.rotate(Settings(), typer.echo)
    typer.echo(
        f"完成：{tally.seen} 个密封值都在新密钥下。旧密钥还在密钥文件里，另行备份后可用 huiyin keys retire 删除。"
    )


@keys.command("retire")
def retire_keys() -> None:
    """核对没有数据还在旧密钥下，然后从密钥文件里删除旧密钥。"""
    from huiyin import keeping_keys

    typer.echo(f"已删除 {keeping_keys.retire(Settings())} 个旧密钥。")
