"""A training with its evaluation, carried out in the background by the Rasa environment."""

import atexit
import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import structlog

from casework.labelling import labelling
from casework.labelling.labelling import Lesson
from casework.office import Bureau
from casework.training import live, runs
from huiyin import trained
from huiyin.processes import NLU_PYTHON
from store.settings import ROOT, Settings

LABELLED = ROOT / "nlu" / "data" / "nlu" / "labelled" / "desk.yml"
"""Where `huiyin train` finds what was labelled at the desk; written anew before each training."""
TUNE = ROOT / "tests" / "nlu" / "tune.yml"
FIGURES = ROOT / "var" / "nlu-eval" / f"{TUNE.stem}.json"
MADE = re.compile(r"(?:训练完成：|沿用 )(\S+?\.tar\.gz)")

log = structlog.get_logger(__name__)

Nlu = Callable[..., Iterator[str]]
"""Runs a module of the Rasa environment with options; yields the lines that it prints."""


class TrainingFailed(Exception):
    """Why a training came to nothing, in a sentence."""


class Trainer:
    """Takes up the training that waits, one at a time, in a thread of its own."""

    def __init__(self, bureau: Bureau, settings: Settings, runner: str, nlu: Nlu | None = None) -> None:
        self.bureau = bureau
        self.settings = settings
        self.runner = runner
        self._nlu = nlu or environment
        self._thread: threading.Thread | None = None
        self._release = ""

    def look(self) -> str:
        """Start what waits, if nothing goes on here and this machine can train; never blocks."""
        if not self._release:
            self._release = trained.release()
            with self.bureau.office() as office:
                live.fit_to(office, self._release)
        if self._thread is not None and self._thread.is_alive():
            return "training"
        if self._nlu is environment and not NLU_PYTHON.exists():
            return "no Rasa environment here"
        with self.bureau.office() as office:
            run = runs.take_up(office, self.runner)
        if run is None:
            return "nothing to train"
        self._thread = threading.Thread(target=self.carry_out, args=(run.id,), daemon=True, name="training")
        self._thread.start()
        return "training begun"

    def carry_out(self, run_id: int) -> None:
        """Train, measure the new model and where needed the live one, and keep what came of it."""
        try:
            with _signs_of_life(self.bureau, run_id):
                model = self._train_and_measure(run_id)
            with self.bureau.office() as office:
                runs.end(office, run_id, model=model)
        except Exception as error:
            fault = (
                str(error) if isinstance(error, TrainingFailed) else f"出了差错（{type(error).__name__}）。"
            )
            log.warning("training_failed", error=type(error).__name__)
            with self.bureau.office() as office:
                runs.end(office, run_id, fault=fault)

    def _train_and_measure(self, run_id: int) -> str:
        log_of_run = _Told(self.bureau, run_id)
        present = trained.shipped(self.settings)
        with self.bureau.reading() as office:
            lessons = labelling.lessons(office)
            known = live.current(office)
        if known is not None:
            present = trained.folder(self.settings) / known.name
        if lessons:
            log_of_run(f"工作台复核过的话 {len(lessons)} 句，一起学。")
        _write(LABELLED, labelling.training_data(self._with_entities(lessons, present)) if lessons else "")
        made = self._train(log_of_run)
        log_of_run.state = "measuring"
        test = sha256(TUNE.read_bytes()).hexdigest()
        for path in dict.fromkeys(one for one in (present, made) if one is not None and one.is_file()):
            self._measure(log_of_run, path, test, len(lessons) if path == made else 0)
        with self.bureau.office() as office:
            if present is not None and present.is_file():
                live.begin(office, present.name)
            keep = {row.model for row in live.switches(office, 5)} | {made.name}
        trained.prune(self.settings, keep)
        return made.name

    def _train(self, tell: "_Told") -> Path:
        name = ""
        output = trained.folder(self.settings)
        for line in self._nlu("huiyin_nlu.train", "--output", str(output)):
            tell(line)
            if found := MADE.search(line):
                name = found[1]
        if not name or not (output / name).is_file():
            raise TrainingFailed("训练没有产生模型，原因见上面几行。")
        return output / name

    def _measure(self, tell: "_Told", path: Path, test: str, labelled: int) -> None:
        with self.bureau.office() as office:
            model = live.enter(office, trained.described(path, self._release or trained.release(), labelled))
            if model.tested_with == test:
                return
        tell(f"评测 {path.name} ……")
        FIGURES.unlink(missing_ok=True)
        for _ in self._nlu(
            "huiyin_nlu.evaluate", str(TUNE), "--model", str(path), "--no-baseline", "--totals"
        ):
            pass
        if not FIGURES.is_file():
            raise TrainingFailed(f"{path.name} 评测没有完成。")
        figures = json.loads(FIGURES.read_text(encoding="utf-8"))["huiyin"]
        with self.bureau.office() as office:
            live.keep_figures(office, path.name, figures, test)

    def _with_entities(self, lessons: list[Lesson], present: Path | None) -> list[Lesson]:
        """The lessons with the entities that the present model sees in them, so that it does not unlearn those."""
        if present is None:
            return lessons
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": place, "text": lesson.text}, ensure_ascii=False) + "\n"
                for place, lesson in enumerate(lessons)
            )
            file.flush()
            spans: dict[int, tuple[tuple[int, int, str], ...]] = {}
            for line in self._nlu("huiyin_nlu.parse", "--model", str(present), stdin=Path(file.name)):
                if line.startswith("{"):
                    row = json.loads(line)
                    found = row.get("entities") or ()
                    spans[row["id"]] = tuple((one["start"], one["end"], one["entity"]) for one in found)
        return [replace(lesson, spans=spans.get(place, ())) for place, lesson in enumerate(lessons)]


class _Told:
    """Keeps the lines of a run where its page reads them; what Rasa colours for a terminal is not for that page."""

    def __init__(self, bureau: Bureau, run_id: int) -> None:
        self.bureau, self.run_id = bureau, run_id
        self.state = "training"
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        if line.strip() and not line.startswith("\x1b"):
            self.lines.append(line.rstrip()[:200])
            with self.bureau.office() as office:
                runs.tell(office, self.run_id, self.state, self.lines)


@contextmanager
def _signs_of_life(bureau: Bureau, run_id: int) -> Iterator[None]:
    """Meanwhile, let it be seen once a minute that the work goes on, also where it prints nothing for long."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(60):
            with suppress(Exception), bureau.office() as office:
                runs.alive(office, run_id)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def environment(module: str, *options: str, stdin: Path | None = None) -> Iterator[str]:
    """The lines that a module of the Rasa environment prints, in the background of everything else.

    Raises:
        TrainingFailed: it ended with a fault, which its last lines say.
    """
    variables = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "nlu"),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
    }
    last = ""
    with stdin.open("rb") if stdin else open(os.devnull, "rb") as given:
        process = subprocess.Popen(
            [str(NLU_PYTHON), "-m", module, *options],
            cwd=ROOT,
            env=variables,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if module != "huiyin_nlu.parse" else subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            preexec_fn=_in_the_background,
        )
        atexit.register(process.terminate)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                last = line.strip() or last
                yield line
            if process.wait():
                raise TrainingFailed(last or f"{module} 没有正常结束。")
        finally:
            if process.poll() is None:
                process.terminate()
            atexit.unregister(process.terminate)


def _in_the_background() -> None:
    """Give way to whatever answers people; end when the worker ends (PR_SET_PDEATHSIG)."""
    os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _write(path: Path, text: str) -> None:
    if not text:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
