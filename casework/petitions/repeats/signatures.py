"""Signatures of texts: alike texts share some, so that they are found among a million without reading them.

Minwise hashing in one pass (one permutation, Li, Owen and Zhang 2012): the two-sign pieces of a text fall into bins
by their hash, the smallest of each bin is kept, and pairs of bins make the bands that are looked up.
"""

import re
import unicodedata
import zlib

BINS = 12
ROWS = 2
BANDS = BINS // ROWS

_STAND_INS = re.compile(r"〔[^〕]*〕")
_NOT_WORDS = re.compile(r"[\W_]+")
_FILLERS = re.compile(
    "你好|您好|请问|麻烦|我想问一下|我想反映|我要反映|反映一下|我要投诉|我要举报|希望|谢谢|帮忙|同志|领导|一下|我们|他们|就是|这个|那个|现在"
)


def plain(digest: str) -> str:
    """The text without stand-ins, punctuation, politeness and fillers."""
    text = _STAND_INS.sub("", unicodedata.normalize("NFKC", digest).lower())
    return _FILLERS.sub("", _NOT_WORDS.sub("", text))


def pieces(text: str) -> set[str]:
    """All pieces of two signs."""
    return {text[at : at + 2] for at in range(len(text) - 1)} or ({text} if text else set())


def bands(digest: str) -> list[int]:
    """The bands of a text, each a signed 64-bit number that also tells which band it is; none for an empty text."""
    smallest = [-1] * BINS
    for piece in pieces(plain(digest)):
        value = zlib.crc32(piece.encode())
        at = value % BINS
        value = zlib.crc32(piece.encode(), 0x5EED)
        if smallest[at] < 0 or value < smallest[at]:
            smallest[at] = value
    if max(smallest) < 0:
        return []
    filled = _borrow(smallest)
    found = []
    for band in range(BANDS):
        mixed = band + 1
        for value in filled[band * ROWS : (band + 1) * ROWS]:
            mixed = (mixed * 0x9E3779B97F4A7C15 + value) & 0xFFFFFFFFFFFFFFFF
        found.append(mixed - (1 << 64) if mixed >> 63 else mixed)
    return found


def alike(one: set[str], other: set[str]) -> float:
    """How much of the shorter text's pieces the other has, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def _borrow(smallest: list[int]) -> list[int]:
    """Empty bins take the value of the next full one (Shrivastava and Li 2014)."""
    filled = list(smallest)
    for at in range(BINS):
        step = 0
        while smallest[(at + step) % BINS] < 0:
            step += 1
        filled[at] = smallest[(at + step) % BINS] + step * 0x9E3779B1
    return filled
