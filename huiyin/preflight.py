"""What must be true before anything starts; each failure is one sentence that says what to do."""

import errno
import shutil
import socket
from pathlib import Path

from huiyin.processes import NLU_PYTHON
from store.settings import Settings

ENOUGH_DISK = 500 * 1024 * 1024


class CannotStart(Exception):
    """A reason not to start, in one sentence."""


def check(settings: Settings) -> None:
    """Look before starting.

    Raises:
        CannotStart: a port in use, too little disk, a folder that cannot be written, no Rasa environment.
    """
    check_disk(settings.home)
    check_writable(settings.home)
    for what, port, variable in (
        ("网页", settings.web_port, "HUIYIN_WEB_PORT"),
        ("Rasa", settings.rasa_port, "HUIYIN_RASA_PORT"),
        ("动作服务", settings.actions_port, "HUIYIN_ACTIONS_PORT"),
    ):
        check_port(what, settings.web_host if what == "网页" else "127.0.0.1", port, variable)
    if not NLU_PYTHON.exists():
        raise CannotStart("Rasa 环境还没有准备好：请在项目目录运行 make run，它会自动安装。")


def check_disk(folder: Path) -> None:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_DISK:
        raise CannotStart(
            f"磁盘只剩 {free // 1024 // 1024} MB，至少要有 {ENOUGH_DISK // 1024 // 1024} MB：请清理 {folder} 所在磁盘后重试。"
        )


def check_writable(folder: Path) -> None:
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        for name in ("run", "log"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        probe = folder / "run" / ".probe"
        probe.write_text("1")
        probe.unlink()
    except OSError as error:
        reason = "磁盘已满" if error.errno == errno.ENOSPC else (error.strerror or str(error))
        raise CannotStart(
            f"数据目录 {folder} 写不进去（{reason}）：请检查权限和磁盘，或用 HUIYIN_HOME 指定别的目录。"
        ) from None


def check_port(what: str, host: str, port: int, variable: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"{what}要用的端口 {port} 已被占用：请停掉占用它的程序，或用 {variable}=别的端口 再启动。"
                ) from None
            raise CannotStart(
                f"{what}不能在 {host}:{port} 上监听（{error.strerror}）：请检查地址设置。"
            ) from None
