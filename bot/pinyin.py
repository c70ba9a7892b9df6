"""A message typed in pinyin without tones, read as the words that residents use here; everything else stays as it is."""

import re
from functools import cache
from pathlib import Path

import yaml
from pypinyin import lazy_pinyin

WHOLE = 0.9
"""So much of the letters must be words."""
FEWEST = 4
LATIN = re.compile(r"^[a-z\s,.!?，。！？']+$", re.IGNORECASE)


def read(text: str) -> str | None:
    """The words that the letters stand for; None where the text is no pinyin of words known here."""
    if not LATIN.match(text):
        return None
    letters = re.sub(r"[^a-z]", "", text.lower())
    if len(letters) < FEWEST:
        return None
    known = _table()
    words: list[str] = []
    place = left = 0
    while place < len(letters):
        end = next(
            (end for end in range(min(len(letters), place + 24), place, -1) if letters[place:end] in known),
            None,
        )
        if end is None:
            left, place = left + 1, place + 1
        else:
            words.append(known[letters[place:end]])
            place = end
    whole = 1 - left / len(letters) >= WHOLE
    return "".join(words) if whole and not _topics().isdisjoint(words) else None


@cache
def _words() -> dict[str, list[str]]:
    lists = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return {name: str(words).split() for name, words in lists.items()}


def _topics() -> frozenset[str]:
    """Without one of these the letters may be anything."""
    return frozenset(_words()["说的是什么"])


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for words in _words().values():
        for word in words:
            table.setdefault("".join(lazy_pinyin(word)), word)
    return table
