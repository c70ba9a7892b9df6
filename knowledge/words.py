"""Cutting a question into words that mean the same however they are said."""

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import jieba
import yaml
from pydantic import BaseModel, ConfigDict

SYNONYMS = Path(__file__).parent / "synonyms.yml"

_SURE = 2_000_000
"""A frequency that makes jieba keep a listed phrase whole."""


class Synonyms(BaseModel):
    """The editable list of ways to say the same."""

    model_config = ConfigDict(extra="forbid")

    programs: dict[str, list[str]]
    same: dict[str, list[str]]
    kinds: dict[str, list[str]]
    stop: list[str]

    @classmethod
    def load(cls, path: Path = SYNONYMS) -> "Synonyms":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


class Words:
    """A cutter of its own, so that nobody else's words change how questions are read."""

    def __init__(self, synonyms: Synonyms) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._program = {name: code for code, names in synonyms.programs.items() for name in names}
        self._same = {said: word for word, others in synonyms.same.items() for said in (word, *others)}
        self._kinds: dict[str, list[str]] = {}
        for kind, words in synonyms.kinds.items():
            for word in words:
                self._kinds.setdefault(word, []).append(kind)
        self._stop = frozenset(synonyms.stop)
        for phrase in (*self._program, *self._same, *self._kinds, *self._stop):
            if len(phrase) > 1:
                self._jieba.add_word(phrase, _SURE)

    def cut(self, text: str) -> tuple[list[str], list[str]]:
        """The words that carry meaning, with their kinds, and the programmes named, in order."""
        words: list[str] = []
        programs: list[str] = []
        for piece in self._jieba.cut(plain(text), HMM=False):
            if piece in self._program:
                programs.append(self._program[piece])
            elif piece in self._same or piece in self._kinds:
                words += dict.fromkeys((self._same.get(piece, piece), piece, *self._kinds.get(piece, ())))
            elif piece not in self._stop and piece.strip() and not _is_mark(piece):
                words.append(piece)
        return words, list(dict.fromkeys(programs))

    def features(self, text: str) -> Counter[str]:
        """Words, programmes, single characters and pairs of a text, counted."""
        meant, programs = self.cut(text)
        kept = [char for char in plain(text) if not _is_mark(char)]
        return Counter(
            [f"词{word}" for word in meant]
            + [f"项{program}" for program in programs]
            + [f"字{char}" for char in kept]
            + [f"双{first}{second}" for first, second in pairwise(kept)]
        )

    @staticmethod
    def characters(text: str) -> list[str]:
        """Overlapping pairs of characters, which survive a wrong cut and a slip of the pen."""
        kept = [char for char in plain(text) if not _is_mark(char)]
        return [first + second for first, second in pairwise(kept)] or kept


@lru_cache(maxsize=4)
def words(path: Path = SYNONYMS) -> Words:
    """The cutter of a synonyms file, made once: its dictionary takes most of a second to read."""
    return Words(Synonyms.load(path))


def plain(text: str) -> str:
    """Full-width made half-width, capitals small, spaces gone."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _is_mark(piece: str) -> bool:
    return all(unicodedata.category(char)[0] in "PSZC" for char in piece)


def bag(token_lists: Iterable[Iterable[str]]) -> set[str]:
    """All different words of several texts."""
    return {token for tokens in token_lists for token in tokens}
