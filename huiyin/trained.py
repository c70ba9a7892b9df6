"""Trained models on this machine: where they lie, which release they fit, and which one Rasa is to start with."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from casework.training.live import ModelFile
from store.settings import ROOT, Settings

SHIPPED = ROOT / "models"
"""Where `huiyin train` puts the model that belongs to the release."""
CANDIDATE = "candidate"
"""Where a model of `huiyin train` waits until it was judged by its figures; no process serves one from there."""
POINTER = "live.json"
RECORD = "fingerprint.json"
"""Written by the training beside its model: which one it was."""


def newest_model(folder: Path = SHIPPED) -> Path | None:
    """The model that was trained last, by the training's own record: the times of files do not outlive a copy."""
    try:
        told = folder / str(json.loads((folder / RECORD).read_text(encoding="utf-8"))["model"])
        if told.is_file():
            return told
    except (OSError, ValueError, KeyError):
        pass
    return max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


@dataclass(frozen=True)
class Waiting:
    """A model that was trained and measured, and is not live yet."""

    name: str
    figures: Mapping[str, Any]


def waiting(folder: Path) -> Waiting | None:
    """The model of the folder that waits for judgement, if any."""
    try:
        told = json.loads((folder / CANDIDATE / RECORD).read_text(encoding="utf-8"))
        found = Waiting(str(told["model"]), told["figures"])
    except (OSError, ValueError, KeyError):
        return None
    return found if (folder / CANDIDATE / found.name).is_file() else None


def go_live(folder: Path, waiting: Waiting) -> None:
    """The model first, then the record that names it: broken off in between, the one before stays live."""
    for name in (waiting.name, RECORD):
        os.replace(folder / CANDIDATE / name, folder / name)


def withhold(folder: Path, waiting: Waiting) -> None:
    """Leave it where it waits; one that was live before anybody measured it is live no more."""
    if (folder / waiting.name).is_file():
        (folder / RECORD).unlink(missing_ok=True)
        (folder / waiting.name).unlink()


def folder(settings: Settings) -> Path:
    """Models that were trained from the desk, and the shipped one once it was measured; shared by all machines."""
    return settings.home / "models"


def release() -> str:
    """The fingerprint of what a model must fit: components, pipeline, domain, dialogue."""
    nlu = ROOT / "nlu"
    files = [
        ROOT / "config.yml",
        ROOT / "domain.yml",
        nlu / "labels.yml",
        *nlu.glob("huiyin_nlu/**/*.py"),
        *nlu.glob("dialogue/**/*.yml"),
    ]
    digest = sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0")
    return digest.hexdigest()


def described(path: Path, of_release: str, labelled: int = 0) -> ModelFile:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    about = path.stat()
    made_at = datetime.fromtimestamp(about.st_mtime, UTC)
    return ModelFile(path.name, of_release, made_at, digest, about.st_size, labelled)


def shipped(settings: Settings) -> Path | None:
    """The release's own model, copied to the other models; None where this machine has none."""
    newest = newest_model(SHIPPED)
    if newest is None:
        return None
    place = folder(settings) / newest.name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        shutil.copy2(newest, part)
        part.replace(place)
        record = SHIPPED / RECORD
        if record.exists() and not (place.parent / record.name).exists():
            shutil.copy2(record, place.parent / record.name)
    return place


def point(settings: Settings, name: str) -> None:
    """Keep the name of the live model where a start without the database finds it."""
    part = folder(settings) / f".{POINTER}.{os.getpid()}"
    part.write_text(json.dumps({"model": name, "release": release()}), encoding="utf-8")
    part.replace(folder(settings) / POINTER)


def pointed_at(settings: Settings) -> tuple[str, str]:
    """Name and release of the live model as last kept by `point`; both empty where none was."""
    try:
        told = json.loads((folder(settings) / POINTER).read_text(encoding="utf-8"))
        return str(told["model"]), str(told["release"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def on_record(settings: Settings) -> Path | None:
    """The live model by the record, where it lies here and is of this release."""
    name, of_release = pointed_at(settings)
    path = folder(settings) / name
    return path if name and path.is_file() and of_release == release() else None


def to_start_with(settings: Settings) -> Path:
    """What Rasa is started with: the live model, or the shipped one where none is or it is of another release."""
    return on_record(settings) or newest_model() or SHIPPED


def prune(settings: Settings, keep: set[str], most: int = 10) -> int:
    """Delete model files beyond the newest `most`, never those in `keep`; return how many."""
    files = sorted(folder(settings).glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    old = [path for path in files[most:] if path.name not in keep]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
