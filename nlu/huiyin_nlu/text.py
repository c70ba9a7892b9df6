"""Text made uniform, with the way back to what was typed."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
SPACED_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
PAUSE = re.compile(rf"(?<=[{HAN}]{{2}})\s+(?=[{HAN}]{{2}})")
PUNCTUATION = str.maketrans("．｡､—–‐−～“”‘’○", ".。、----~\"\"''〇")


@dataclass(frozen=True)
class NormalText:
    """A text made uniform; `starts[i]:ends[i]` is where its character `i` stood in `original`."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `original` that the span START:END of `text` came from."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else len(self.original)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def from_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `text` that covers START:END of `original`; empty if nothing is left of it."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else (first, first)

    def pauses(self) -> frozenset[int]:
        """Return the places in `text` before which `original` has white space between words, not between single characters (低 保)."""
        return frozenset(self.from_original(match.end(), match.end() + 1)[0] for match in PAUSE.finditer(self.original))


class _Simplifier:
    """Traditional to simplified characters, one for one, by OpenCC's tables."""

    def __init__(self) -> None:
        self._converter = OpenCC("t2s")
        self._single: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return TEXT with as many characters, simplified."""
        if all(self._of(character) == character for character in set(text)):
            return text
        whole = self._converter.convert(text)
        if len(whole) == len(text):
            return whole
        return "".join(self._of(character) for character in text)

    def _of(self, character: str) -> str:
        known = self._single.get(character)
        if known is None:
            known = character
            if character >= "\u3400":
                made = self._converter.convert(character)
                known = made if len(made) == 1 else character
            self._single[character] = known
        return known


@lru_cache(maxsize=1)
def _simplifier() -> _Simplifier:
    return _Simplifier()


def _clusters(text: str):
    """Yield (start, end) of each base character with the combining marks after it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place
            start = place


@lru_cache(maxsize=16384)
def _folded(base: str) -> str:
    """Return BASE, a character with its marks, folded: white space as a space or a line break, what cannot be seen gone."""
    made = ""
    for character in unicodedata.normalize("NFKC", base):
        if character.isspace() or unicodedata.category(character) == "Cc":
            made += "\n" if character in "\n\r\x0b\x0c\x85\u2028\u2029" else " "
        elif not _invisible(character):
            made += character
    return made


def _invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cf", "Cs", "Co", "Cn"} or "\ufe00" <= character <= "\ufe0f"


@lru_cache(maxsize=1024)
def normalise(original: str) -> NormalText:
    """Return ORIGINAL folded: NFKC, simplified characters, plain spaces, nothing invisible.

    Runs of white space become one space, or one line break if they hold one; a space between two
    Chinese characters goes; both ends are stripped.
    """
    kept: list[tuple[str, int, int]] = []
    for start, end in _clusters(original):
        for character in _folded(original[start:end]):
            if character in " \n" and kept and kept[-1][0] in " \n":
                before = kept.pop()
                kept.append(("\n" if "\n" in (before[0], character) else " ", before[1], end))
            else:
                kept.append((character, start, end))
    while kept and kept[0][0] in " \n":
        kept.pop(0)
    while kept and kept[-1][0] in " \n":
        kept.pop()
    text = "".join(character for character, _, _ in kept)
    gone = {match.start() for match in SPACED_HAN.finditer(text)}
    if gone:
        kept = [item for place, item in enumerate(kept) if place not in gone]
        text = "".join(character for character, _, _ in kept)
    text = _simplifier()(text).translate(PUNCTUATION)
    return NormalText(original, text, tuple(start for _, start, _ in kept), tuple(end for _, _, end in kept))


SENTENCE_END = re.compile(r"[。!?;！？；…\n]+[\"')】]*")


def sentences(text: str, longest: int = 120) -> list[tuple[int, int]]:
    """Return the spans of TEXT's sentences, none longer than LONGEST characters unless uncuttable.

    A sentence that is too long is cut at commas.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    cut: list[tuple[int, int]] = []
    for start, end in spans:
        while end - start > longest:
            comma = max(text.rfind(mark, start + 1, start + longest) for mark in ",，、: ")
            place = comma + 1 if comma > start else start + longest
            cut.append((start, place))
            start = place
        if text[start:end].strip():
            cut.append((start, end))
    return cut
