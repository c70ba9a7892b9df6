"""What is done to the house, drawn by a seed; each fault says what it was and puts things right again."""

import random
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from tests.bot.telegram_double import BROKEN
from tests.chaos.stand import Stand

AWAY = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
FLOOD = (
    429,
    {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3}},
)


class Faults:
    """Every fault that this machine allows."""

    def __init__(
        self, stand: Stand, seed: int, stopping: threading.Event, disk: Path | None, server: object
    ) -> None:
        self.stand = stand
        self.chance = random.Random(seed)
        self.stopping = stopping
        self.disk = disk
        self.server = server
        self.done: dict[str, int] = {}
        self.left_out: list[str] = []
        weights: dict[Callable[[], str], int] = {
            self.kill_web: 4,
            self.kill_actions: 4,
            self.kill_worker: 4,
            self.kill_telegram: 3,
            self.kill_rasa: 2,
            self.slow_rasa: 2,
            self.absent_rasa: 2,
            self.telegram_refuses: 3,
            self.database_away: 3,
            self.clock_leaps: 2,
        }
        if disk is not None:
            weights[self.full_disk] = 3
        else:
            self.left_out.append("满盘：不是 root，不能挂载 tmpfs")
        deck = [fault for fault, weight in weights.items() for _ in range(weight)]
        self.chance.shuffle(deck)
        first = list(weights)
        self.chance.shuffle(first)
        self.deck = first + deck

    def next(self) -> str:
        """Do the next fault; each kind comes once before any comes again. Returns its name."""
        fault = self.deck.pop(0)
        self.deck.append(fault)
        name = fault()
        self.done[name] = self.done.get(name, 0) + 1
        return name

    def _kill(self, process: str) -> str:
        self.stand.kill(process)
        return f"kill -9 {process}"

    def kill_web(self) -> str:
        return self._kill("web")

    def kill_actions(self) -> str:
        return self._kill("actions")

    def kill_worker(self) -> str:
        return self._kill("worker")

    def kill_telegram(self) -> str:
        return self._kill("telegram")

    def kill_rasa(self) -> str:
        return self._kill("rasa")

    def slow_rasa(self) -> str:
        self.stand.proxy.delay = 14
        self.stopping.wait(10)
        self.stand.proxy.delay = 0
        return "Rasa 很慢（每个包晚 14 秒）"

    def absent_rasa(self) -> str:
        self.stand.proxy.away = True
        self.stopping.wait(8)
        self.stand.proxy.away = False
        return "Rasa 不应答"

    def telegram_refuses(self) -> str:
        self.stand.api.refuse += self.chance.choices([AWAY, FLOOD, (BROKEN, {})], k=6)
        return "Telegram 拒绝、限速、断线"

    def database_away(self) -> str:
        if self.server is None:
            with sqlite3.connect(self.stand.home / "huiyin.db", timeout=30, isolation_level=None) as db:
                db.execute("BEGIN EXCLUSIVE")
                self.stopping.wait(20)
                db.execute("ROLLBACK")
            db.close()
            return "数据库被占 20 秒"
        self.server.halt()  # type: ignore[attr-defined]
        self.stopping.wait(10)
        self.server.resume()  # type: ignore[attr-defined]
        return "数据库停 10 秒再启动"

    def full_disk(self) -> str:
        assert self.disk is not None
        ballast = self.disk / "ballast"
        subprocess.run(["dd", "if=/dev/zero", f"of={ballast}", "bs=64k"], check=False, capture_output=True)
        self.stopping.wait(8)
        ballast.unlink()
        return "磁盘满 8 秒"

    def clock_leaps(self) -> str:
        hours = self.chance.choice([3, -1, 48, -24])
        self.stand.leap(hours * 3600)
        self.stopping.wait(6)
        self.stand.leap(0)
        return "时钟跳变 6 秒"
