"""Training, with the gate before its model goes live, and parsing; carried out by the Rasa environment."""

import os
import subprocess
import sys
from pathlib import Path

from casework.training import gate
from huiyin import trained
from huiyin.processes import NLU_PYTHON
from huiyin.trained import newest_model
from huiyin.training import TUNE
from store.settings import ROOT


def train(*, force: bool = False, validate: bool = False) -> int:
    """Train if anything that the model rests on has changed; what was trained goes live if it reaches every floor.

    Returns:
        The exit status: 1 where there is no model or it does not reach them, said in Chinese with what to do.
    """
    if validate:
        return _nlu("huiyin_nlu.train", "--validate")
    status = _nlu("huiyin_nlu.train", "--measure", str(TUNE), *(["--force"] if force else []))
    return status or judge()


def judge(folder: Path = trained.SHIPPED) -> int:
    """Put the model that waits live, if one waits and is good enough; 1 if it is not."""
    waiting = trained.waiting(folder)
    if waiting is None:
        return 0
    if below := gate.shortfalls(waiting.figures):
        trained.withhold(folder, waiting)
        kept = newest_model(folder)
        print(f"{waiting.name} 没有过关，没有上线：{''.join(below)}", file=sys.stderr)
        print(
            "怎么办：看 var/nlu-eval/tune.md 里最常认错的是哪些，改 nlu/data、nlu/lexicon 里刚动过的地方，再运行 huiyin train。"
            + (f"在这以前仍用 {kept.name}。" if kept else "还没有可用的模型，先退回能过关的语料。"),
            file=sys.stderr,
        )
        return 1
    trained.go_live(folder, waiting)
    print(f"{waiting.name} 过关，已上线。")
    return 0


def parse(file: Path | None, model: Path | None) -> int:
    """Parse JSON lines from a file or standard input to standard output."""
    model = model or newest_model()
    if model is None:
        print("还没有训练好的模型：请先运行 huiyin train。", file=sys.stderr)
        return 1
    if file is None:
        return _nlu("huiyin_nlu.parse", "--model", str(model))
    if not file.exists():
        print(f"找不到文件 {file}。", file=sys.stderr)
        return 1
    with file.open("rb") as lines:
        return _nlu("huiyin_nlu.parse", "--model", str(model.resolve()), stdin=lines)


def _nlu(module: str, *options: str, stdin: object = None) -> int:
    if not NLU_PYTHON.exists():
        print("Rasa 环境还没有准备好：请在项目目录运行 make run 或 make test。", file=sys.stderr)
        return 1
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "nlu"),
        "PYTHONUTF8": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [str(NLU_PYTHON), "-m", module, *options]
    return subprocess.run(command, cwd=ROOT, env=environment, stdin=stdin, check=False).returncode  # type: ignore[call-overload]
