"""Entity spans by a conditional random field over characters, which sees the gazetteer and the patterns."""

import re
from functools import lru_cache

import pycrfsuite
from pypinyin import lazy_pinyin

from huiyin_nlu.cutter import cutter
from huiyin_nlu.gazetteer import gazetteer
from huiyin_nlu.lexicon import lexicon
from huiyin_nlu.patterns import Find, numbers, phrases
from huiyin_nlu.varied import varied

DIGITS = set("0123456789")
RUN = re.compile(r"[0-9](?:[0-9 -]*[0-9xX])?")
HAN_DIGITS = set("零〇一二三四五六七八九十百千万两几半")
PLACE_ENDS = set("镇乡村庄屯坪沟湾坝寨组县市区省旗街巷弄路口岭坡塘坳冲畈湖河山")


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return lazy_pinyin(character)[0] if character >= "\u3400" else character


def _kind(character: str) -> str:
    if character in DIGITS:
        return "9"
    if character in HAN_DIGITS:
        return "一"
    if character >= "\u3400":
        return "字"
    if character.isalpha():
        return "a"
    return "," if character in ",.。!?;:、\"'()…~" else "-"


def _mark(row: list[str], finds: list[Find], prefix: str) -> None:
    for find in finds:
        for place in range(find.start, find.end):
            edge = "B" if place == find.start else "E" if place == find.end - 1 else "I"
            label = f"{prefix}{edge}{find.entity}"
            row[place] = f"{row[place]}+{label}" if row[place] else label


def _runs(text: str) -> list[str]:
    """Return for each figure of TEXT how many stand together there, spaces and hyphens apart."""
    row = [""] * len(text)
    for match in RUN.finditer(text):
        size = sum(character.isalnum() for character in match.group())
        for place in range(*match.span()):
            row[place] = f"{'B' if place == match.start() else 'I'}{min(size, 20)}"
    return row


def _names(text: str, surnames: frozenset[str], given: frozenset[str]) -> list[str]:
    row = [""] * len(text)
    for place, character in enumerate(text):
        if character not in surnames or row[place]:
            continue
        size = 1
        while size < 3 and place + size < len(text) and text[place + size] in given:
            size += 1
        if size > 1:
            for step in range(size):
                row[place + step] = f"{'B' if not step else 'I'}{size}"
    return row


def features(text: str) -> list[list[str]]:
    """Return the features of each character of TEXT."""
    size = len(text)
    words = [""] * size
    parts = ["-"] * size
    lengths = ["0"] * size
    for start, end in cutter().cut(text):
        word = text[start:end]
        part = cutter().kind(word)
        for place in range(start, end):
            lengths[place] = f"{place - start}/{end - start}" if end - start < 6 else "L"
            words[place] = word
            parts[place] = part
    known = [""] * size
    formed = [""] * size
    numbered = [""] * size
    _mark(known, gazetteer().find(text), "g")
    _mark(formed, phrases(text), "p")
    _mark(numbered, numbers(text), "n")
    kinds = [_kind(character) for character in text]
    sounds = [_sound(character) for character in text]
    figures = _runs(text)
    surnames, given = lexicon().surnames, lexicon().given
    named = _names(text, surnames, given)
    padded = "\x02\x02\x02" + text + "\x03\x03\x03"
    rows = []
    for place in range(size):
        p = place + 3
        c = padded[p]
        a, b = padded[p - 1], padded[p + 1]
        aa, bb = padded[p - 2], padded[p + 2]
        row = [
            "b",
            "c0" + c,
            "c-" + a,
            "c+" + b,
            "c--" + aa,
            "c++" + bb,
            "c---" + padded[p - 3],
            "c+++" + padded[p + 3],
            "d-" + a + c,
            "d+" + c + b,
            "d--" + aa + a,
            "d++" + b + bb,
            "ds" + a + b,
            "t" + a + c + b,
            "t-" + aa + a + c,
            "t+" + c + b + bb,
            "w" + words[place],
            "l" + lengths[place],
            "k" + kinds[place],
            "k3" + (kinds[place - 1] if place else "^") + kinds[place] + (kinds[place + 1] if place + 1 < size else "$"),
            "s" + sounds[place],
            "q" + parts[place] + lengths[place],
        ]
        if place:
            row.append("s-" + sounds[place - 1] + sounds[place])
            row.append("w-" + words[place - 1])
            row.append("q-" + parts[place - 1] + parts[place])
            if known[place - 1]:
                row.append("G-" + known[place - 1])
        if place + 1 < size:
            row.append("s+" + sounds[place] + sounds[place + 1])
            row.append("w+" + words[place + 1])
            row.append("q+" + parts[place] + parts[place + 1])
            if known[place + 1]:
                row.append("G+" + known[place + 1])
        if known[place]:
            row.append("G" + known[place])
        if formed[place]:
            row.append("P" + formed[place])
        if numbered[place]:
            row.append("N" + numbered[place])
        if figures[place]:
            row.append("r" + figures[place])
        if named[place]:
            row += ["h" + named[place], f"h{named[place]}{a if named[place][0] == 'B' else ''}", "hl" + named[place] + lengths[place]]
        if c in given:
            row.append("given")
        if c in surnames:
            row.append("surname")
        if c in PLACE_ENDS:
            row.append("placeend")
        for step in (1, 2, 3):
            if padded[min(p + step, size + 3)] in PLACE_ENDS:
                row.append(f"placeend+{step}")
        rows.append(row)
    return rows


def tags(size: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """Return the BIO tags of SIZE characters for the SPANS (start, end, entity)."""
    row = ["O"] * size
    for start, end, entity in spans:
        row[start] = "B-" + entity
        row[start + 1 : end] = ["I-" + entity] * (end - start - 1)
    return row


def spans(tagged: list[str]) -> list[tuple[int, int, str]]:
    """Return the spans (start, end, entity) that the BIO tags TAGGED describe."""
    found: list[tuple[int, int, str]] = []
    start, entity = 0, ""
    for place, tag in enumerate([*tagged, "O"]):
        if tag != "I-" + entity:
            if entity:
                found.append((start, place, entity))
            start, entity = place, tag[2:] if tag != "O" else ""
    return found


def train(rows: list[tuple[str, list[tuple[int, int, str]]]], path: str, iterations: int = 8, vary: bool = True) -> None:
    """Train by the averaged perceptron on ROWS of (text, spans), their names varied too if VARY, and write the field to PATH."""
    trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    trainer.set_params({"max_iterations": iterations, "feature.minfreq": 2})
    for text, marked in varied(rows) if vary else rows:
        if text:
            trainer.append(pycrfsuite.ItemSequence(features(text)), tags(len(text), marked))
    trainer.train(path)


class Tagger:
    """A trained field, ready to tag."""

    def __init__(self, model: bytes) -> None:
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return the entity spans (start, end, entity) in TEXT."""
        return spans(self._tagger.tag(features(text))) if text else []
