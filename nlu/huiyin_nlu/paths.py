"""Where the understanding room keeps its files."""

import os
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent
ROOT = ROOM.parent
LEXICON = ROOM / "lexicon"
DATA = ROOM / "data" / "nlu"
LABELS = ROOM / "labels.yml"
MODELS = ROOT / "models"
CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "domain.yml"


def county() -> Path:
    """Return the folder of the county served: HUIYIN_COUNTY_DIR, else the demo county."""
    named = os.environ.get("HUIYIN_COUNTY_DIR", "county/qinghe")
    folder = Path(named)
    return folder if folder.is_absolute() else ROOT / folder


def units() -> Path:
    """Return the file with the county's tree of units, their places and aliases."""
    return county() / "units.yml"
