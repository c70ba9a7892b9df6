"""Intents and categories in the words in which residents are asked about them, from `words.yml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _words() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return table


def meaning(intent: str) -> str:
    """What somebody with this intent wants, to be put after 您是想."""
    return str(_words()["intents"][intent]["ask"])


def button(intent: str) -> str:
    return str(_words()["intents"][intent]["button"])


def category(name: str | None) -> str:
    """A complaint category in plain words."""
    return str(_words()["categories"][name or "other"])


def known_intent(intent: str) -> bool:
    return intent in _words()["intents"]
