"""`make chaos`: the whole house under load while it is killed, starved and deceived; then nothing may be amiss.

Options by environment: SECONDS (300), SEED (1), DATABASE (sqlite or postgres), FOLDER (a new temporary one). Of a run in a
FOLDER of its own with something amiss the logs and the SQLite files stay in `left` there.
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from tests.chaos import judging
from tests.chaos.crowd import Clerk, Person, Tally, TelegramCrowd, WebResident
from tests.chaos.faults import Faults
from tests.chaos.stand import Stand, small_disk
from tests.installation import Postgres

SETTLING = 240.0
"""Seconds within which, after the last fault, everything that was taken must be answered."""

DATABASES = {"sqlite": False, "postgres": True, "postgresql": True}
"""What DATABASE may say, and whether a PostgreSQL server is started for it."""


def main() -> int:
    database = os.environ.get("DATABASE", "sqlite")
    if database not in DATABASES:
        print(f"DATABASE 要写 sqlite 或 postgres，不能是“{database}”。", file=sys.stderr)
        return 2
    seconds, seed = float(os.environ.get("SECONDS", "300")), int(os.environ.get("SEED", "1"))
    with ExitStack() as stack:
        folder = Path(
            os.environ.get("FOLDER") or stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos"))
        )
        home = folder / "home"
        disk = stack.enter_context(small_disk(home, 640))
        server = Postgres(folder / "pg") if DATABASES[database] else None
        if server is not None:
            stack.callback(server.close)
        stand = Stand(home, server.url if server else "")
        stand.prepare()
        stand.start()
        stack.callback(stand.stop)
        begun = stand.wait_ready(600)
        print(f"全部就绪，用时 {begun:.0f} 秒；{database}，种子 {seed}，{seconds:.0f} 秒。", flush=True)
        tally, stopping = Tally(), threading.Event()
        faults = Faults(stand, seed, stopping, home if disk else None, server)
        people: list[Person] = [
            *(WebResident(stand, tally, f"{seed}-w{n}") for n in range(5)),
            *(TelegramCrowd(stand, tally, f"{seed}-t{n}") for n in range(2)),
            Clerk(stand, tally, f"{seed}-c"),
        ]
        for person in people:
            person.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            stopping.wait(4 + 6 * faults.chance.random())
            began = time.monotonic()
            print(f"{seconds - (until - began):5.0f} 秒  {faults.next()}", flush=True)
        stand.api.refuse.clear()
        recovered = stand.wait_ready(180 + 2 * begun)
        clerk = people.pop()
        clerk.finished.set()
        _finish(people, 90)
        clerk.join(60)
        clerk.once()
        clerk.stopping.set()
        people.append(clerk)
        settled, found = _settle(stand, tally)
        stranded = [f"{type(p).__name__}: {p.failure!r}" for p in people if p.failure]
        if found and "FOLDER" in os.environ:
            shutil.copytree(home / "log", folder / "left")
            for file in home.glob("*.db*"):
                shutil.copy(file, folder / "left")
        return _report(stand, tally, faults, recovered, settled, [*found, *stranded])


def _finish(people: list[Person], seconds: float) -> None:
    """Let people end what is under way; who does not within so many seconds is stopped."""
    for person in people:
        person.finished.set()
    ended = time.monotonic() + seconds
    for person in people:
        person.join(max(0.0, ended - time.monotonic()))
        person.stopping.set()
    for person in people:
        person.join(30)


def _settle(stand: Stand, tally: Tally) -> tuple[float, list[str]]:
    began = time.monotonic()
    while True:
        found = list(judging.faults(stand, tally))
        passed = time.monotonic() - began
        if not found or passed > SETTLING:
            return passed, found
        time.sleep(5)


def _report(
    stand: Stand, tally: Tally, faults: Faults, recovered: float, settled: float, found: list[str]
) -> int:
    print("\n故障：" + "，".join(f"{name} × {count}" for name, count in sorted(faults.done.items())))
    for left_out in faults.left_out:
        print(f"没有做：{left_out}")
    for name, count in judging.counts(stand).items():
        print(f"{name}：{count}")
    waits = sorted(tally.waits)
    print(f"被拒后重试：{tally.refused} 次；收下的请求：{len(waits)} 个")
    if waits:
        print(f"收下用时：中位 {statistics.median(waits):.2f} 秒，最长 {waits[-1]:.1f} 秒")
    print(
        f"告诉居民的编号：{sum(len(told) for told in tally.numbers.values())}；办理：{len(set(tally.moved))} 步"
    )
    if tally.odd:
        print("工作台不寻常的应答：" + "，".join(tally.odd[:5]))
    print(f"最后一次故障后 {recovered:.0f} 秒全部就绪，再过 {settled:.0f} 秒全部办完")
    if not stand.is_up:
        found.append("进程管理器停了")
    for fault in found:
        print(f"✗ {fault}")
    print("全部对得上。" if not found else f"{len(found)} 处不对。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
