"""The county's units as people name them, and which unit a place name means."""

from dataclasses import dataclass
from functools import lru_cache

import yaml
from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from huiyin_nlu import paths
from huiyin_nlu.text import normalise

SUFFIXES = ("居委会", "村委会", "街道办事处", "街道办", "社区", "街道", "村", "镇", "乡", "庄", "县")
FUZZY = {"z": "zh", "c": "ch", "s": "sh", "n": "l", "f": "h"}


@dataclass(frozen=True)
class Unit:
    """A unit of the county's tree: its code, what it is called, where it is, and what it stands under."""

    code: str
    name: str
    kind: str
    parent: str | None
    place: str | None
    aliases: tuple[str, ...]


def sound(text: str) -> str:
    """Return how TEXT sounds to an ear that does not tell zh/z, n/l, h/f, ng/n apart."""
    syllables = []
    for syllable in lazy_pinyin(text):
        for plain, thick in FUZZY.items():
            if syllable.startswith(thick) and len(thick) > 1:
                syllable = plain + syllable[len(thick) :]
        if syllable.startswith("l"):
            syllable = "n" + syllable[1:]
        if syllable.startswith("h"):
            syllable = "f" + syllable[1:]
        if syllable.endswith("ng"):
            syllable = syllable[:-1]
        syllables.append(syllable)
    return " ".join(syllables)


def stem(name: str) -> str:
    """Return NAME without the word for what kind of place it is."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name[: -len(suffix)]
    return name


class County:
    """The places and organs of one county."""

    def __init__(self, units: list[Unit], code: str | None = None, name: str | None = None) -> None:
        self.units = {unit.code: unit for unit in units}
        self.code = code
        self.name = name
        self.places: dict[str, list[str]] = {}
        self.organs: dict[str, list[str]] = {}
        for unit in units:
            for surface in {unit.name, *unit.aliases}:
                self.organs.setdefault(normalise(surface).text, []).append(unit.code)
            if unit.place:
                for surface in {
                    unit.place,
                    stem(unit.place),
                    *(a for a in unit.aliases if a.startswith(stem(unit.place)) and "政府" not in a and "办" not in a),
                }:
                    self.places.setdefault(surface, []).append(unit.code)
        self._sounds: dict[str, set[str]] = {}
        for surface, codes in self.places.items():
            self._sounds.setdefault(sound(stem(surface)), set()).update(codes)

    def place_surfaces(self) -> set[str]:
        """Return the full names of places, without bare stems that are everyday words."""
        return {surface for surface in self.places if len(surface) >= 3 or surface.endswith(("镇", "乡", "村"))} | ({self.name} if self.name else set())

    def organ_surfaces(self) -> set[str]:
        """Return the names of organs that are not also names of places."""
        return {surface for surface in self.organs if surface not in self.places and len(surface) > 2}

    def resolve_place(self, said: str, within: set[str] = frozenset()) -> list[str]:
        """Return the codes of the units that SAID may mean, best first; empty if it is not of this county.

        WITHIN holds codes of units named in the same message: candidates under them are preferred.
        """
        codes = list(self.places.get(said, ()))
        if not codes:
            codes = list(self.places.get(stem(said), ()))
        if not codes:
            codes = sorted(self._sounds.get(sound(stem(said)), ()))
        if not codes and len(stem(said)) >= 3:
            near = [
                (Levenshtein.distance(stem(said), stem(surface)), surface)
                for surface in self.places
                if len(stem(surface)) >= 3 and Levenshtein.distance(stem(said), stem(surface), score_cutoff=1) <= 1
            ]
            if near:
                codes = list(self.places[min(near)[1]])
        return self._sorted(codes, said, within)

    def _sorted(self, codes: list[str], said: str, within: set[str]) -> list[str]:
        def rank(code: str) -> tuple:
            unit = self.units[code]
            return (
                not (within & set(self.ancestors(code))),
                said[-1:] not in (unit.place or "")[-1:],
                unit.kind != "township",
                code,
            )

        return sorted(set(codes), key=rank)

    def resolve_organ(self, said: str) -> list[str]:
        """Return the codes of the units that the organ SAID may mean; empty if unknown."""
        return sorted(self.organs.get(said, ()))

    def ancestors(self, code: str) -> list[str]:
        """Return the codes above CODE, nearest first."""
        above = []
        parent = self.units[code].parent
        while parent and parent in self.units and parent not in above:
            above.append(parent)
            parent = self.units[parent].parent
        return above


@lru_cache(maxsize=4)
def _load(path: str) -> County:
    try:
        with open(path, encoding="utf-8") as file:
            table = yaml.safe_load(file)
    except FileNotFoundError:
        return County([])
    units = [
        Unit(row["code"], row["name"], row["kind"], row.get("parent"), row.get("place"), tuple(str(alias) for alias in row.get("aliases", ())))
        for row in table["units"]
    ]
    county = table.get("county", {})
    return County(units, county.get("code"), county.get("name"))


def county() -> County:
    """Return the county served; an empty one if its file of units is missing."""
    return _load(str(paths.units()))
