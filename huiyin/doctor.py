"""What is up, what is misconfigured, and what to do about it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from casework.office import Bureau
from huiyin.preflight import ENOUGH_DISK
from huiyin.processes import NLU_PYTHON, Process, processes
from huiyin.trained import newest_model
from knowledge import learning
from knowledge.encoder import Encoder
from store import beat, migrate
from store.clock import SystemClock
from store.county import CountyFileError
from store.settings import Settings
from store.vault import Keys


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    well: bool
    state: str = ""
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that can be looked at without changing it."""
    yield _disk(settings)
    yield _keys(settings)
    yield _county(settings)
    yield from _database(settings)
    yield Finding("Rasa 环境", NLU_PYTHON.exists(), "没有安装", "运行 make run，它会自动安装")
    yield Finding("理解模型", newest_model() is not None, "没有训练", "运行 huiyin train")
    yield _answers()
    for process in processes(settings):
        yield of(process, settings)
    token = settings.telegram_token.get_secret_value()
    yield Finding(
        "Telegram 令牌", bool(token), "没有设置", "需要 Telegram 时设置 TELEGRAM_BOT_TOKEN，不需要可不管"
    )
    yield from _alerts(settings)
    secure = settings.secure_cookies or not settings.public_url.startswith("https")
    yield Finding("安全 Cookie", secure, "没有启用", "公网地址是 https，请设置 HUIYIN_SECURE_COOKIES=true")


def _answers() -> Finding:
    """Answers are found without what was learnt of them too, only less surely."""
    known = Encoder.load()
    state = "没有学" if known is None else "答案改过，没有重学"
    well = known is not None and known.fingerprint == learning.fingerprint()
    return Finding("政策问法", well, state, "运行 huiyin train，再重新启动；没学好时只按字词找答案")


def _alerts(settings: Settings) -> Iterator[Finding]:
    """Without a channel outside, whoever does not sit before the desk learns of nobody in danger."""
    for what, urls, name in (
        ("值班提醒渠道", settings.alert_urls, "HUIYIN_ALERT_URLS"),
        ("备勤提醒渠道", settings.standby_urls, "HUIYIN_STANDBY_URLS"),
    ):
        advice = f"设置 {name}，写企业微信、钉钉、飞书、邮箱或 Telegram 的地址（docs/operations.md）；没设时只有工作台响铃"
        yield Finding(what, bool(urls), "没有设置", advice)


def _disk(settings: Settings) -> Finding:
    folder = settings.home if settings.home.exists() else settings.home.parent
    free = shutil.disk_usage(folder).free
    return Finding("磁盘", free > ENOUGH_DISK, f"只剩 {free // 1024 // 1024} MB", f"清理 {folder} 所在磁盘")


def _keys(settings: Settings) -> Finding:
    path = settings.home / "keys.json"
    if not path.exists():
        return Finding("密钥文件", False, "没有", "首次启动时自动生成；若是搬迁，请从备份恢复")
    try:
        Keys.load(path)
    except (ValueError, KeyError):
        return Finding("密钥文件", False, "读不懂", f"从备份恢复 {path}，不要新建，否则旧数据打不开")
    private = path.stat().st_mode & 0o077 == 0
    return Finding("密钥文件", private, "别人也能读", f"运行 chmod 600 {path}")


def _county(settings: Settings) -> Finding:
    from huiyin import county_files

    try:
        county_files.check(settings.county_dir)
    except CountyFileError as error:
        return Finding("县级配置", False, "有错", str(error))
    return Finding("县级配置", True)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        bureau = Bureau.from_settings(settings)
        with bureau.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except (SQLAlchemyError, OSError, ValueError) as error:
        yield Finding("数据库", False, "连不上", f"检查 HUIYIN_DATABASE_URL：{type(error).__name__}")
        return
    yield Finding("数据库", True)
    newest = ScriptDirectory.from_config(migrate.configuration(bureau.engine)).get_current_head()
    yield Finding(
        "数据库结构", current == newest, f"在 {current or '空'}，应为 {newest}", "运行 huiyin migrate"
    )


def of(process: Process, settings: Settings) -> Finding:
    """Whether a process answers at its address, or gives signs of life where it has none."""
    if process.health is None:
        fault = beat.fault(settings.beat(process.name), SystemClock().now())
        return Finding(process.title, not fault, fault, "运行 huiyin up；已在运行则看 var/log 里的日志")
    try:
        answer = httpx.get(str(process.health), timeout=2)
    except httpx.HTTPError:
        return Finding(process.title, False, "没有运行", "运行 huiyin up；已在运行则看 var/log 里的日志")
    return Finding(
        process.title, answer.status_code == 200, f"应答 {answer.status_code}", "看 var/log 里的日志"
    )
