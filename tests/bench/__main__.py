"""`make bench`: measures, prints, and writes docs/benchmarks.md."""

import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import psutil

from tests.bench import turns

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
MARK = "<!-- 以下由 make bench 写入 -->"


def machine() -> str:
    """The machine in a line: processor, cores, memory, Python."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = psutil.virtual_memory().total / 2**30
    return f"{cpu}，{psutil.cpu_count()} 核，{memory:.0f} GiB 内存，Python {platform.python_version()}"


def section(title: str, command: list[str]) -> str:
    """What a measuring module prints, as a block."""
    print(f"\n== {title}", flush=True)
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr[-2000:] if done.returncode else "", flush=True)
    return f"\n## {title}\n\n`python -m {' '.join(command)}`\n\n```\n{done.stdout.rstrip()}\n```\n"


def main() -> None:
    lines = [
        f"\n{date.today():%Y-%m-%d}，{machine()}\n",
        "\n## 一轮对话、启动、内存、大小\n\n| 量 | 值 | 目标 |\n|---|---|---|\n",
    ]
    print("== 一轮对话、启动、内存、大小", flush=True)
    for row in turns.rows():
        print(f"{row.what}：{row.value}  {row.aim}", flush=True)
        lines.append(f"| {row.what} | {row.value} | {row.aim} |\n")
    lines.append(section("1、50、500 位居民同时", ["tests.bench.crowd"]))
    count = sys.argv[1] if len(sys.argv) > 1 else "100000"
    database = Path("var") / f"bench-{count}.db"
    if not database.exists():
        section("生成信访件", ["tests.bench.million", count, f"sqlite:///{database}"])
    lines.append(
        section(f"{count} 件信访件：统计、巡查、判重", ["tests.bench.petitions", f"sqlite:///{database}"])
    )
    lines.append(
        section(f"{count} 件信访件：工作列表与检索", ["tests.bench.worklists", f"sqlite:///{database}"])
    )
    lines.append(section("政策检索", ["tests.bench.knowledge"]))
    head = PAGE.read_text(encoding="utf-8").split(MARK)[0] if PAGE.exists() else "# 速度与内存\n\n"
    PAGE.write_text(head + MARK + "\n" + "".join(lines), encoding="utf-8")


main()
