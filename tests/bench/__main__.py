"""`make bench`: measures, prints, and writes docs/benchmarks.md. `python -m tests.bench 10000 100000` for fewer sizes."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import psutil

from huiyin.processes import NLU_PYTHON
from huiyin.trained import newest_model
from store.settings import ROOT
from tests.bench import crowd, knowledge, registers, turns, units
from tests.bench.database import postgres

PAGE = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- 以下由 make bench 写入 -->"
SIZES = (10_000, 100_000, 1_000_000)
WORK = Path("var") / "bench"


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


def say(line: str) -> None:
    print(line, flush=True)


def measured(title: str, rows: Iterable[turns.Row]) -> Iterator[str]:
    """A section with a row a figure, told as it comes."""
    say(f"\n== {title}")
    yield "| 量 | 值 | 目标 |\n|---|---|---|\n"
    for row in rows:
        say(f"{row.what}：{row.value}  {row.aim}")
        yield f"| {row.what} | {row.value} | {row.aim} |\n"


def grown(title: str, urls: dict[int, str]) -> Iterator[str]:
    """How each figure grows with the number of petitions, a column a size."""
    say(f"\n== {title}")
    found: dict[str, dict[int, float]] = {}
    for size, url in urls.items():
        began = time.monotonic()
        if not (WORK / f"{title}-{size}.made").exists():
            subprocess.run([sys.executable, "-m", "tests.bench.million", str(size), url], check=True)
            (WORK / f"{title}-{size}.made").touch()
        say(f"{size} 件已备好，用时 {time.monotonic() - began:.0f} 秒")
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.growth", url], capture_output=True, text=True, check=True
        )
        for line in done.stdout.splitlines():
            if "\t" in line:
                what, taken = line.split("\t")
                found.setdefault(what.split("（")[0] if "最慢的一页" in what else what, {})[size] = float(
                    taken
                )
                say(f"  {what}：{taken}")
    yield from table(found, list(urls))


def table(found: dict[str, dict[int, float]], columns: list[int]) -> Iterator[str]:
    """The figures beside each other, each as milliseconds unless it says otherwise."""
    yield "毫秒，三次取中位；台账和逐件比较各做一次。“对照”是在同样的行上用最直的办法去做；“÷ 对照”是倍数，1 以下是快。逐件比较太多时只比一部分，用时是按比例放大的，比了几件写在表里。\n\n"
    yield f"| 做什么 | {' | '.join(f'{size:,} 件' for size in columns)} | 每大十倍 |\n"
    yield f"|---|{'---:|' * (len(columns) + 1)}\n"
    for what, taken in found.items():
        cells = [_cell(taken[size]) if size in taken else "—" for size in columns]
        sizes = sorted(taken)
        growth = (
            f"× {(taken[sizes[-1]] / taken[sizes[0]]) ** (1 / (len(sizes) - 1)):.1f}"
            if len(sizes) > 1 and taken[sizes[0]] > 0
            else "—"
        )
        yield f"| {what} | {' | '.join(cells)} | {growth} |\n"


def _cell(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def understanding() -> Iterator[turns.Row]:
    """Messages and letters, parsed one after another by the model in the Rasa environment itself."""
    done = subprocess.run(
        [NLU_PYTHON, "-m", "tests.bench.parsing", str(newest_model())],
        env={**os.environ, "PYTHONPATH": "nlu", "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told = json.loads(done.stdout)
    for kind, what, aim in (("messages", "三十字上下的话", ""), ("letters", "三千字的信", "300 毫秒以内")):
        for taken, how in zip(zip(*told[kind], strict=True), ("等的时间", "处理器时间"), strict=True):
            p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
            yield turns.Row(
                f"{what}，互不重样的 {len(taken)} 篇，{how}：中位数 / 95 百分位",
                f"{p50:.1f} / {p95:.1f} 毫秒",
                aim,
            )


def retrieval() -> Iterator[turns.Row]:
    """A question among the shipped answers, and among ten thousand, each beside plain BM25."""
    for answers in (0, knowledge.ANSWERS):
        yield from knowledge.rows(answers)


def imports() -> Iterator[turns.Row]:
    for what, seconds in registers.run():
        yield turns.Row(what, f"{seconds:.1f} 秒", "60 秒以内")


PARTS: dict[str, tuple[str, Callable[[], Iterable[turns.Row]]]] = {
    "turns": ("一轮对话、启动、内存、大小", turns.rows),
    "crowd": ("许多人同时说话", crowd.rows),
    "units": ("单位成本", units.rows),
    "understanding": ("理解", understanding),
    "retrieval": ("政策检索", retrieval),
    "imports": ("登记导入", imports),
}


def write(sections: dict[str, str]) -> None:
    """Put each section in the place of the one with its title, the rest of the page left as it is."""
    page = PAGE.read_text(encoding="utf-8") if MARK in PAGE.read_text(encoding="utf-8") else f"{MARK}\n"
    head, found = page.split(MARK)
    first, *rest = found.split("\n## ")
    kept = {text.split("\n")[0]: text for text in rest}
    when = f"{date.today():%Y-%m-%d}，{machine()}"
    for title, text in sections.items():
        kept = {old: was for old, was in kept.items() if not old.startswith(f"{title}，")}
        kept[title] = f"{title}\n\n{when}，平均负载 {os.getloadavg()[1]:.0f}\n\n{text.strip()}\n"
    PAGE.write_text(head + MARK + first + "".join(f"\n## {text}" for text in kept.values()), encoding="utf-8")
    say(f"已写入 {PAGE}：{'、'.join(sections)}")


def main() -> None:
    """`python -m tests.bench crowd` measures and writes that part alone; numbers are sizes, `databases` both databases."""
    named = [word for word in sys.argv[1:] if not word.isdecimal()]
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or list(SIZES)
    WORK.mkdir(parents=True, exist_ok=True)
    for name, (title, rows) in PARTS.items():
        if not named or name in named:
            write({title: "".join(measured(title, rows()))})
    if not named or "databases" in named:
        files = {size: f"sqlite:///{WORK / f'{size}.db'}" for size in sizes}
        write({"SQLite": "".join(grown("SQLite", files))})
        with ExitStack() as stack:
            urls = {size: stack.enter_context(postgres((WORK / f"pg-{size}").resolve())) for size in sizes}
            write({"PostgreSQL": "".join(grown("PostgreSQL", urls))})


main()
