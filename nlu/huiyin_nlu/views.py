"""Ways to look at a message: the strings that a linear model counts."""

import itertools
import re
from collections.abc import Callable
from functools import lru_cache

import ahocorasick
from pypinyin import lazy_pinyin

from huiyin_nlu.cutter import cutter
from huiyin_nlu.gazetteer import gazetteer
from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.patterns import numbers, phrases
from huiyin_nlu.text import sentences

STANDS_FOR = {
    "program": "Ⓟ",
    "place": "Ⓛ",
    "organ": "Ⓞ",
    "role": "Ⓡ",
    "illness": "Ⓘ",
    "disability": "Ⓓ",
    "asset": "Ⓐ",
    "relation": "Ⓕ",
    "id_number": "①",
    "phone": "②",
    "bank_card": "③",
    "petition_no": "④",
    "application_no": "⑤",
    "amount": "⑥",
    "date": "⑦",
    "duration": "⑧",
    "headcount": "⑨",
}
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"[\s,.。!?;:、\"'()…~\-]+")


def folded(text: str) -> str:
    """Return TEXT in lower case, figures as `0`, runs of a character at most three long."""
    text = _DIGITS.sub("0", text.lower())
    return re.sub(r"(.)\1{3,}", r"\1\1\1", text)


def grams(text: str, longest: int, prefix: str) -> list[str]:
    """Return the n-grams of TEXT of 1 to LONGEST characters, after PREFIX."""
    row = [prefix + character for character in text]
    made = row
    for size in range(1, longest):
        row = list(map(str.__add__, row, text[size:]))
        made = made + row
    return made


def chars(text: str) -> list[str]:
    """Return character 1- to 4-grams of the raw string, its ends marked."""
    return grams(f"^{folded(text)}$", 4, "c")


def words(text: str) -> list[str]:
    """Return words, pairs of neighbouring words, and pairs of words with one left out between."""
    shown = folded(text)
    row = [shown[start:end] for start, end in cutter().cut(shown)]
    row = ["^", *(word for word in row if not _MARKS.fullmatch(word)), "$"]
    made = ["w" + word for word in row]
    made += [f"w{left}|{right}" for left, right in itertools.pairwise(row)]
    made += [f"w{left}|_|{right}" for left, right in zip(row, row[2:])]
    return made


@lru_cache(maxsize=1)
def _dialect() -> tuple[re.Pattern, dict[str, str]]:
    table = lexicon().dialect
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


def standard(text: str) -> str:
    """Return TEXT with dialect and common wrong characters put into plain words."""
    pattern, table = _dialect()
    return pattern.sub(lambda match: table[match.group()], text)


def skeleton(text: str) -> str:
    """Return TEXT with one sign for each entity recognised, in plain words, without punctuation."""
    spans = [(find.start, find.end, find.entity) for find in gazetteer().find(text)]
    spans += [(find.start, find.end, find.entity) for find in numbers(text)]
    spans += [(find.start, find.end, find.entity) for find in phrases(text)]
    spans.sort(key=lambda span: (span[0] - span[1], span[0]))
    taken = bytearray(len(text))
    kept = []
    for start, end, entity in spans:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, STANDS_FOR[entity]))
    made = []
    place = 0
    for start, end, sign in sorted(kept):
        made += [text[place:start], sign]
        place = end
    made.append(text[place:])
    return _MARKS.sub("", standard(folded("".join(made))))


def bones(text: str) -> list[str]:
    """Return character n-grams of the skeleton, the entities seen, and pairs that skip up to three characters."""
    bare = skeleton(text)
    made = grams(f"^{bare}$", 5, "b")
    made += ["e" + sign for sign in STANDS_FOR.values() if sign in bare]
    made += [f"j{left}_{right}" for step in (2, 3, 4) for left, right in zip(bare, bare[step:])]
    return made


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """Return how CHARACTER sounds, without tone and without the differences of zh and z, ang and an."""
    if character < "\u3400":
        return character
    said = lazy_pinyin(character)[0]
    for thick, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if said.startswith(thick):
            said = plain + said[2:]
    return said[:-1] if said.endswith("ng") else said


def sounds(text: str) -> list[str]:
    """Return pairs and triples of syllables, as an ear hears them that tells no tones and no zh from z."""
    row = [syllable(character) for character in _MARKS.sub("", standard(folded(text)))]
    made = [f"y{left} {right}" for left, right in itertools.pairwise(row)]
    made += [f"y{left} {middle} {right}" for left, middle, right in zip(row, row[1:], row[2:])]
    return made


@lru_cache(maxsize=1)
def _concepts() -> ahocorasick.Automaton:
    owners: dict[str, list[str]] = {}
    for name, words_ in lexicon().concepts.items():
        for word in words_:
            owners.setdefault(word, []).append(name)
    automaton = ahocorasick.Automaton()
    for word, names in owners.items():
        automaton.add_word(word, (len(word), tuple(names)))
    automaton.make_automaton()
    return automaton


def concepts_in(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, concept) of the concepts TEXT names, in order; of a concept's overlapping words the longest."""
    hits = [(last + 1 - size, last + 1, name) for last, (size, names) in _concepts().iter(text.lower()) for name in names]
    hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    kept: list[tuple[int, int, str]] = []
    taken: set[tuple[str, int]] = set()
    for start, end, name in hits:
        if (name, start) not in taken and (name, end - 1) not in taken:
            kept.append((start, end, name))
            taken.update((name, place) for place in range(start, end))
    return sorted(kept)


def concepts(text: str) -> list[str]:
    """Return the concepts named in TEXT, their pairs, and which follow each other."""
    found = concepts_in(text)
    names = list(dict.fromkeys(name for _, _, name in found))
    made = ["k" + name for _, _, name in found]
    pairs = sorted(names)[:24]
    made += [f"K{left}&{right}" for place, left in enumerate(pairs) for right in pairs[place + 1 :]]
    made += [f"k{a[2]}>{b[2]}" for a, b in itertools.pairwise(found)]
    if found:
        made += ["k^" + found[0][2], "k$" + found[-1][2]]
    return made


def shape(text: str) -> list[str]:
    """Return how long TEXT is and what it ends with."""
    size = len(text)
    step = next((name for limit, name in ((3, "a"), (6, "b"), (12, "c"), (25, "d"), (50, "e"), (120, "f")) if size <= limit), "g")
    made = ["z" + step]
    if "?" in text:
        made.append("z?")
    if re.search(r"[吗么呢不没]\??$", text):
        made.append("zq")
    return made


LONG = 90
"""More characters than this are a letter."""


def pieces(view: str, text: str) -> list[str]:
    """Return what VIEW looks at one by one: of a letter its sentences, except for its shape."""
    return [text[start:end] for start, end in sentences(text)] if len(text) > LONG and view != "shape" else [text]


VIEWS: dict[str, Callable[[str], list[str]]] = {
    "chars": chars,
    "words": words,
    "bones": bones,
    "sounds": sounds,
    "concepts": concepts,
    "shape": shape,
}
