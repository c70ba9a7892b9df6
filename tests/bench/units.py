"""What one turn, one petition and one letter cost: seconds of the processor, bytes on the disk. For the plan of growth.

Seconds of the processor count no waiting; on a machine with much other work they are still more than on an idle one.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psutil
import pytest

from bot.channels import Outgoing
from bot.delivery import deliver_due
from casework import outbox
from casework.office import Bureau
from casework.people import calendars, units
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Complainant, NewPetition
from huiyin import preparing
from huiyin.processes import processes
from huiyin.services import running
from huiyin.tables import metadata
from store.county import County
from store.engine import connect
from store.settings import ROOT, Settings
from store.vault import Keys, Vault
from tests.bench.turns import PORTS, SAYINGS, Row, _listens, _page

TALKS, PETITIONS, LETTERS = 12, 300, 600


def rows() -> Iterator[Row]:
    yield from _turn()
    yield from _petition_and_letter()


def _turn() -> Iterator[Row]:
    """Full turns through the web page, on SQLite; the first talk warms up and does not count."""
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("HUIYIN_HOME", home)
        for name, port in PORTS.items():
            surroundings.setenv(f"HUIYIN_{name.upper()}", str(port))
        settings = Settings(_env_file=None)
        preparing.prepare_database(settings)
        with running(settings, ("actions", "rasa", "web"), 600), httpx.Client(timeout=60) as client:
            at_work = {
                process.title: _at(int(PORTS[f"{process.name}_port"]))
                for process in processes(settings)
                if f"{process.name}_port" in PORTS
            }
            files = [Path(home) / name for name in ("huiyin.db", "dialogue.db")]
            for talk in range(TALKS + 1):
                if talk == 1:
                    before = {title: _spent(process) for title, process in at_work.items()}
                    bytes_before = sum(map(_bytes, files))
                say = _page(settings, client, talk)
                for saying in SAYINGS:
                    say(saying)
            turns = TALKS * len(SAYINGS)
            for title, process in at_work.items():
                spent = (_spent(process) - before[title]) / turns
                yield Row(f"一轮对话，{title}的处理器时间，{turns} 轮平均", f"{spent * 1000:.0f} 毫秒")
            grown = (sum(map(_bytes, files)) - bytes_before) / turns
            yield Row(f"一轮对话，磁盘（对话与 Rasa 的记忆），{turns} 轮平均", f"{grown / 1024:.1f} KB")


def _petition_and_letter() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        engine = connect(f"sqlite:///{file}")
        metadata.create_all(engine)
        bureau = Bureau(engine, Vault(Keys.fresh()), County(ROOT / "county" / "qinghe"))
        with bureau.office() as office:
            units.load(office)
            calendars.load(office)
        _lodge(bureau, -1)
        took, grown = _measured(file, lambda: [_lodge(bureau, n) for n in range(PETITIONS)])
        yield Row(
            f"登记一件，处理器时间，{PETITIONS} 件连续登记的平均", f"{took / PETITIONS * 1000:.0f} 毫秒"
        )
        yield Row(f"登记一件，磁盘（不含附件），{PETITIONS} 件的平均", f"{grown / PETITIONS / 1024:.1f} KB")
        asyncio.run(deliver_due(bureau, [Anywhere()]))
        with bureau.office() as office:
            for n in range(LETTERS):
                outbox.write(
                    office, "telegram", str(n % 50), f"第{n}封：您的来信已经受理。", key=f"bench:{n}"
                )
        took, _ = _measured(file, lambda: _deliver_all(bureau))
        yield Row(
            f"投递一条，处理器时间（不含网络），{LETTERS} 条的平均", f"{took / LETTERS * 1000:.1f} 毫秒"
        )
        engine.dispose()


class Anywhere:
    """A channel on which everything arrives at once."""

    channel = "telegram"
    repeatable = False

    async def send(self, outgoing: Outgoing) -> None:
        return


def _deliver_all(bureau: Bureau) -> None:
    arrived = 0
    while arrived < LETTERS:
        arrived += asyncio.run(deliver_due(bureau, [Anywhere()]))


def _lodge(bureau: Bureau, n: int) -> None:
    new = NewPetition(
        category="payment_missing",
        narrative=f"我是老槐树村的，第{n}次来反映：家里的低保金已经两个月没有到账，问了村里说不清楚，请帮忙查一查。",
        petitioners=[Complainant("王小明", f"138{n % 10**8:08d}")],
        contact=("telegram", f"bench-{n}"),
        channel="telegram",
        place_unit_code="QH-102-02",
        place_text="老槐树村",
    )
    with bureau.office() as office:
        lodging.lodge(office, new, Actor.resident(None, "telegram"))


def _measured(file: Path, work: Callable[[], object]) -> tuple[float, int]:
    """Seconds of the processor and bytes on the disk."""
    bytes_before, began = _bytes(file), time.process_time()
    work()
    return time.process_time() - began, _bytes(file) - bytes_before


def _at(port: int) -> psutil.Process:
    return next(process for process in psutil.process_iter() if _listens(process, port))


def _spent(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(one.cpu_times().user + one.cpu_times().system for one in family)


def _bytes(file: Path) -> int:
    """Size of a database with nothing left in its journal."""
    with closing(sqlite3.connect(file, timeout=60)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.stat().st_size
