"""The words of the field: programmes, organs, roles, illnesses, what people own, how they are related."""

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml

from huiyin_nlu import paths
from huiyin_nlu.text import normalise

OWN = "我俺咱额"
"""How a speaker begins who names somebody as their own."""


@dataclass(frozen=True)
class Safety:
    """Words that speak of danger or of going together: enough alone, only in support, or against.

    `hints` is a pattern; so is `plain`, the everyday reasons that explain what the model takes amiss, if there are any.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    against: tuple[str, ...]
    hints: re.Pattern
    plain: re.Pattern | None


@dataclass(frozen=True)
class Lexicon:
    """`surfaces` maps an entity to its known surfaces, `programs` a surface to its programme code."""

    surfaces: dict[str, frozenset[str]]
    programs: dict[str, str]
    program_names: dict[str, str]
    organ_kinds: dict[str, str]
    disability_kinds: dict[str, str]
    surnames: frozenset[str]
    given: frozenset[str]
    dialect: dict[str, str]
    safety: dict[str, Safety]
    concepts: dict[str, frozenset[str]]
    kin: frozenset[str]
    """What one's own people are called after 我 or 俺."""


def _read(name: str) -> dict:
    return yaml.safe_load((paths.LEXICON / name).read_text(encoding="utf-8"))


def _folded(words) -> list[str]:
    return [normalise(str(word)).text for word in words]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon read from `nlu/lexicon/`; its surfaces are normalised like messages."""
    programs: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in _read("programs.yml")["programs"]:
        names[row["code"]] = row["name"]
        for surface in _folded(row["names"]):
            programs.setdefault(surface, row["code"])
    organ_kinds = {surface: kind for kind, words in _read("organs.yml")["organs"].items() for surface in _folded(words)}
    names_of_people = _read("names.yml")
    conditions = _read("conditions.yml")
    disabilities = conditions["disabilities"]
    surfaces = {
        "program": programs,
        "organ": organ_kinds,
        "role": _folded(_read("roles.yml")["roles"]),
        "illness": _folded(conditions["illnesses"]),
        "disability": _folded(disabilities["words"]),
        "asset": _folded(conditions["assets"]),
        "relation": _folded(conditions["relations"]),
    }
    safety = {
        name: Safety(
            tuple(row["strong"]),
            tuple(row["weak"]),
            tuple(row["not"]),
            re.compile("|".join(row["hints"])),
            re.compile(row["plain"]) if "plain" in row else None,
        )
        for name, row in _read("safety.yml").items()
    }
    return Lexicon(
        {entity: frozenset(words) for entity, words in surfaces.items()},
        programs,
        names,
        organ_kinds,
        {word: kind for kind, words in disabilities["kinds"].items() for word in words},
        frozenset(names_of_people["surnames"]),
        frozenset(names_of_people["given"]),
        {str(said): str(meant or "") for said, meant in _read("dialect.yml")["replace"].items()},
        safety,
        {
            name: frozenset(normalise(word).text.lower() for word in str(words).split())
            for group in _read("concepts.yml").values()
            for name, words in group.items()
        },
        frozenset(_folded(conditions["kin"].split()) + [word for word in surfaces["relation"] if word[0] not in OWN]),
    )
