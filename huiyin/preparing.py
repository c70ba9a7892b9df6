"""What happens before the processes start: schema, units, first accounts, demo data, model."""

import subprocess
from collections.abc import Callable

from sqlalchemy import func, select

from casework.office import Bureau
from casework.people import calendars, units
from casework.people.models import Staff
from huiyin import trained, understandings
from huiyin.preflight import CannotStart
from knowledge import learning
from store import migrate
from store.settings import Settings

Say = Callable[[str], None]
PASSWORDS = "first-passwords.txt"


def prepare(settings: Settings, say: Say, *, demo: bool) -> None:
    """Bring schema, reference data and model up to date; on first start also accounts and demo data.

    A model that was put live at the desk is what is started with, so nothing is trained before it; how policy answers are
    asked for is learnt where they have changed.

    Raises:
        CannotStart: there is no model, or it is not good enough to go live.
    """
    prepare_database(settings)
    say("✓ 数据库已就绪")
    _learn_answers(say)
    if trained.on_record(settings) is None and understandings.train() != 0:
        raise CannotStart("理解模型没有训练成功或没有过关，原因见上。改正后再启动。")
    say("✓ 理解模型已就绪")
    if demo:
        load_demo(settings, say)
    passwords = settings.home / PASSWORDS
    if passwords.exists():
        say(f"初始账号与密码（请登录后更改，改完后删除 {passwords}）：")
        say(passwords.read_text(encoding="utf-8").rstrip())
    say(f"居民网页：{settings.base_url}/\n工作台：  {settings.base_url}/desk/")
    if not settings.telegram_token.get_secret_value():
        say("Telegram 未启用：设置环境变量 TELEGRAM_BOT_TOKEN 后重新启动即可启用。")


def _learn_answers(say: Say) -> None:
    """Learn how policy answers are asked for; without it they are found by words alone, so nothing waits for a failure."""
    try:
        if learning.refresh():
            say("✓ 政策答案的问法已学好")
    except subprocess.CalledProcessError:
        say("政策答案的问法没有学成，原因见上；先照原来的找")


def prepare_database(settings: Settings) -> None:
    """Bring the schema to its newest revision and load the county's units and working-day calendar.

    Several machines may do so at once: one does it, the others find it done.
    """
    bureau = Bureau.from_settings(settings)
    with migrate.alone(bureau.engine):
        migrate.upgrade(bureau.engine, bureau.vault)
        with bureau.office() as office:
            units.load(office)
            calendars.load(office)
    bureau.engine.dispose()


def load_demo(settings: Settings, say: Say, count: int = 400) -> None:
    """Load the fictional county once; a database that already has staff is left as it is."""
    from huiyin.demo import county

    bureau = Bureau.from_settings(settings)
    with bureau.reading() as office:
        if office.db.scalar(select(func.count()).select_from(Staff)):
            return
    path = settings.home / PASSWORDS

    def keep(lines: list[str]) -> None:
        path.touch(mode=0o600)
        path.write_text("".join(f"  {line}\n" for line in lines), encoding="utf-8")

    keep(county.load(bureau, count, say, hired=keep))
    say("✓ 演示县“青禾县”已载入（机构、人员、案件全部虚构）")
