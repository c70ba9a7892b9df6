"""Known surfaces found in running text: longest match, no word boundaries."""

import re
from functools import lru_cache

import ahocorasick

from huiyin_nlu.county import county
from huiyin_nlu.lexicon import OWN, lexicon
from huiyin_nlu.patterns import Find

VERB = re.compile(r"[前现上历继离原新后]任$|(?:^|[,。;!?:要请去严彻来没就能该望])查$")
"""What ends like a surname before a title and is none: 前任支书, 请查副镇长."""


MINE = re.compile(rf"[{OWN}](?:家|屋里|屋头)?亲?$")
"""What stands before somebody whom the speaker names as their own: 我, 俺家, 我亲."""


class Gazetteer:
    """Surfaces of the lexicon and the county in one automaton; KIN are relations only after 我 or 俺."""

    def __init__(self, surfaces: dict[str, frozenset[str] | set[str]], surnames: frozenset[str], kin: frozenset[str] = frozenset()) -> None:
        self._automaton = ahocorasick.Automaton()
        entries: dict[str, set[str]] = {}
        for entity, words in surfaces.items():
            for word in words:
                if word:
                    entries.setdefault(word.lower(), set()).add(entity)
        self.words = frozenset(entries)
        for word in {*entries, *kin}:
            self._automaton.add_word(word, (word, tuple(sorted(entries.get(word, ())))))
        self._automaton.make_automaton()
        self._surnames = surnames
        self._kin = kin
        self._titles = {word for word, entities in entries.items() if "role" in entities and 2 <= len(word) <= 3}

    def find(self, text: str) -> list[Find]:
        """Return the longest known surfaces in TEXT, none overlapping another; a surface may have two entities."""
        hits = []
        folded = text.lower()
        if len(folded) != len(text):
            folded = text
        for last, (word, entities) in self._automaton.iter(folded):
            start = last + 1 - len(word)
            if "role" in entities and word in self._titles and start and text[start - 1] in self._surnames and not VERB.search(text[:start]):
                hits.append((start - 1, last + 1, ("role",)))
            mine = MINE.search(text, max(0, start - 4), start) if word in self._kin else None
            if mine:
                hits.append((mine.start(), last + 1, ("relation",)))
            if entities:
                hits.append((start, last + 1, entities))
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken = bytearray(len(text))
        found = []
        for start, end, entities in hits:
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            found += [Find(start, end, entity) for entity in entities]
        return sorted(found, key=lambda find: find.start)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer over the lexicon and the county's units."""
    words = {entity: set(surfaces) for entity, surfaces in lexicon().surfaces.items()}
    words["place"] = county().place_surfaces()
    words["organ"] |= county().organ_surfaces()
    return Gazetteer(words, lexicon().surnames, lexicon().kin)
