"""The tagger trains beside the classifiers, in a process of its own: Rasa trains one component after the other."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu import tagging

_RUNNING: dict[str, Training] = {}


class Training:
    """A field being trained on ROWS of (text, spans); its process ends with this one."""

    def __init__(self, rows: list[tuple[str, list[tuple[int, int, str]]]]) -> None:
        self._folder = TemporaryDirectory()
        self._file = Path(self._folder.name) / "field"
        self._process = get_context("spawn").Process(target=tagging.train, args=(rows, str(self._file)), daemon=True)
        self._process.start()

    def result(self) -> bytes:
        """Return the trained field once it is ready; raises RuntimeError where its process failed."""
        with self._folder:
            self._process.join()
            if self._process.exitcode:
                raise RuntimeError(f"实体识别的训练进程中断（{self._process.exitcode}）")
            return self._file.read_bytes()


def begin(data: TrainingData) -> None:
    """Begin to train the tagger on DATA, unless that runs already."""
    mark = data.fingerprint()
    if mark not in _RUNNING:
        rows = [(message.get(TEXT), [(e["start"], e["end"], e["entity"]) for e in message.get(ENTITIES) or []]) for message in data.nlu_examples]
        _RUNNING[mark] = Training([row for row in rows if row[0]])


def result(data: TrainingData) -> bytes:
    """Return the field trained on DATA, once it is ready; raises RuntimeError where that failed."""
    begin(data)
    return _RUNNING.pop(data.fingerprint()).result()
