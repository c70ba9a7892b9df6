"""Cutting a question into words that mean the same however they are said."""

import logging
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import jieba
import yaml
from opencc import OpenCC
from pydantic import BaseModel, ConfigDict, model_validator

from knowledge.hearing import Hearing

SYNONYMS = Path(__file__).parent / "synonyms.yml"

_MARKS = re.compile(r"[\W_]+")
_SURE = 2_000_000
"""A frequency that makes jieba keep a listed phrase whole."""


class Synonyms(BaseModel):
    """The editable list of ways to say the same."""

    model_config = ConfigDict(extra="forbid")

    programs: dict[str, list[str]]
    within: dict[str, list[str]]
    same: dict[str, list[str]]
    kinds: dict[str, list[str]]
    stop: list[str]

    @model_validator(mode="after")
    def _one_meaning_each(self) -> "Synonyms":
        meanings: dict[str, str] = {}
        for group in (self.programs, self.within):
            for code, names in group.items():
                for name in names:
                    if meanings.setdefault(name, code) != code or names.count(name) > 1:
                        raise ValueError(f"同义词表里“{name}”写了两处")
        words: dict[str, str] = {}
        for word, others in self.same.items():
            for said in (word, *others):
                if words.setdefault(said, word) != word:
                    raise ValueError(f"同义词表里“{said}”既当“{words[said]}”又当“{word}”")
        return self

    @classmethod
    def load(cls, path: Path = SYNONYMS) -> "Synonyms":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


class Words:
    """A cutter of its own, so that nobody else's words change how questions are read."""

    def __init__(self, synonyms: Synonyms) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._program = {name: code for code, names in synonyms.programs.items() for name in names}
        self._names = {code: names[0] for code, names in synonyms.programs.items()}
        self._within = {name: code for code, names in synonyms.within.items() for name in names}
        self._same = {said: word for word, others in synonyms.same.items() for said in (word, *others)}
        self._kinds: dict[str, list[str]] = {}
        for kind, words in synonyms.kinds.items():
            for word in words:
                self._kinds.setdefault(word, []).append(kind)
        self._stop = frozenset(synonyms.stop)
        kinds = {word: word for word in self._kinds}
        meanings = {**kinds, **self._same, **self._within, **self._program}
        self._hearing = Hearing(meanings, self._stop, frozenset((*self._program, *self._within)))
        self._remembered = lru_cache(maxsize=1024)(self._read)
        for phrase in (*self._program, *self._within, *self._same, *self._kinds, *self._stop):
            if len(phrase) > 1:
                self._jieba.add_word(phrase, _SURE)

    def program_name(self, code: str) -> str:
        """What a programme is usually called."""
        return self._names[code]

    @property
    def named(self) -> tuple[str, ...]:
        """All that programmes are called."""
        return tuple(self._program)

    def knows(self, code: str) -> bool:
        """Whether this is the code of a programme."""
        return code in self._names

    def names_part(self, text: str) -> bool:
        """Whether a text names a part of a programme that has rules of its own (单人保, 小额快救)."""
        return any(word in self._within for word in self.read(text).words)

    def read(self, text: str) -> "Reading":
        """The text cut once, for all that is done with it: the latest readings are remembered."""
        return self._remembered(text)

    def _read(self, text: str) -> "Reading":
        written = plain(text)
        pieces = self._jieba.lcut(written, HMM=False)
        clean = self._hearing.corrected(pieces)
        if clean != written:
            pieces = self._jieba.lcut(clean, HMM=False)
        meant: list[tuple[str, ...]] = []
        programs: list[str] = []
        for piece in pieces:
            program = self._program.get(piece) or self._within.get(piece)
            if program:
                programs.append(program)
            if piece in self._program or piece in self._stop or _MARKS.fullmatch(piece):
                continue
            same = self._same.get(piece, piece)
            meant.append(tuple(dict.fromkeys((same, piece, *self._kinds.get(piece, ())))))
        return Reading(tuple(meant), tuple(dict.fromkeys(programs)), _MARKS.sub("", clean))


@dataclass(frozen=True)
class Reading:
    """What a text says.

    `pieces`: the words that carry meaning, each with what else it may be said as; `programs`: the programmes named,
    in order; `characters`: the text without spaces and marks.
    """

    pieces: tuple[tuple[str, ...], ...]
    programs: tuple[str, ...]
    characters: str

    @cached_property
    def words(self) -> list[str]:
        """All words with what else they may be said as."""
        return [word for piece in self.pieces for word in piece]

    @cached_property
    def pairs(self) -> list[str]:
        """Overlapping pairs of characters, which survive a wrong cut and a slip of the pen."""
        return [first + second for first, second in pairwise(self.characters)] or list(self.characters)

    @cached_property
    def features(self) -> Counter[str]:
        """Words, programmes, single characters and pairs, counted."""
        return Counter(
            [
                *(f"词{word}" for word in self.words),
                *(f"项{program}" for program in self.programs),
                *self.characters,
                *self.pairs,
            ]
        )


@lru_cache(maxsize=4)
def words(path: Path = SYNONYMS) -> Words:
    """The cutter of a synonyms file, made once: its dictionary takes most of a second to read."""
    return Words(Synonyms.load(path))


def plain(text: str) -> str:
    """Full-width made half-width, traditional characters simplified, capitals small, spaces gone."""
    return _simplifier().convert("".join(unicodedata.normalize("NFKC", text).lower().split()))


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
