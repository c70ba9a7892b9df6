"""Training and parsing, carried out by the Rasa environment."""

import os
import subprocess
import sys
from pathlib import Path

from huiyin.processes import NLU_PYTHON
from huiyin.trained import newest_model
from store.settings import ROOT


def train(*, force: bool = False, validate: bool = False) -> int:
    """Train if anything that the model rests on has changed.

    Returns:
        The exit status of the training, which says in Chinese what went wrong.
    """
    options = ["--force"] if force else ["--validate"] if validate else []
    return _nlu("huiyin_nlu.train", *options)


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
