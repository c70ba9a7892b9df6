"""One hash over everything that a trained component depends on besides its input and config."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from huiyin_nlu import paths

TOOLS = {"parse.py", "train.py", "evaluate.py", "baseline.py", "curve.py", "calibrate.py", "measures.py", "serve.py", "tracker.py", "folds.py"}


def of(files: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and contents of FILES; a missing file counts as empty."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(b"\0")
        digest.update(file.read_bytes() if file.is_file() else b"")
        digest.update(b"\0")
    return digest.hexdigest()


def lexicon_files() -> list[Path]:
    """Return the lexicon's files, the labels, and the county's units."""
    return [*paths.LEXICON.glob("*"), paths.LABELS, paths.units()]


def source_files() -> list[Path]:
    """Return the package's modules that take part in training or parsing."""
    here = Path(__file__).resolve().parent
    return [file for file in here.rglob("*.py") if file.name not in TOOLS]


def components() -> str:
    """Return the hash that Rasa's cache keys of every Huiyin component include."""
    return of([*lexicon_files(), *source_files()])
