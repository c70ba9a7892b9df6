"""The understanding room's tests run in its own environment: `nlu/.venv/bin/python -m pytest tests/nlu`."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "nlu"))

collect_ignore_glob = [] if importlib.util.find_spec("rasa") else ["test_*.py"]
