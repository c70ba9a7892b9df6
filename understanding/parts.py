"""The part that each person named in a message plays: the speaker, one of theirs, who is complained of, or somebody else.

Learned from `parts.yml`, lines as people say them with each name in brackets: 俺叫[魏桂香=self] 会计[赵德柱=accused]扣着不给.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.words import plain
from understanding.examples import Examples, listed_once
from understanding.rasa import Parsed

Part = Literal["self", "kin", "accused", "other"]
FILE = Path(__file__).with_suffix(".yml")
PARTS: dict[str, Part] = {part: part for part in get_args(Part)}
MARKED = re.compile(rf"\[(?P<name>[^\]=]+)=(?P<part>{'|'.join(PARTS)})\]")
_THIS, _ANOTHER, _APART, _FIGURE = "\ue000", "\ue001", "/", "0"
_NEAR, _FAR = 5, 14
"""So many signs on either side count in their order, and so many by their pairs alone."""


@dataclass(frozen=True)
class Played:
    """The likeliest part of one person, and how far it leads before the next."""

    part: Part
    lead: float


class Around:
    """A line with one name in its midst, as what stands before and behind the name."""

    def __init__(self, same: Mapping[str, Sequence[str]]) -> None:
        """`same`: what is read in the place of each of the others; the longest first."""
        usual = {other: said for said, others in same.items() for other in others}
        words = sorted(usual, key=len, reverse=True)
        self._usual = usual
        self._others = re.compile("|".join(map(re.escape, words)) or "(?!)")

    def features(self, text: str) -> Counter[str]:
        """What is beside the name, sign by sign outwards; what is farther off by its pairs; what the name itself looks like."""
        before, name, behind = text.split(_THIS)
        left, right = self._read(before), self._read(behind)
        near = [f"<{left[-many:]}" for many in range(1, min(_NEAR, len(left)) + 1)]
        near += [f">{right[:many]}" for many in range(1, min(_NEAR, len(right)) + 1)]
        far = [f"l{left[at : at + 2]}" for at in range(max(0, len(left) - _FAR), len(left) - 1)]
        far += [f"r{right[at : at + 2]}" for at in range(min(_FAR, len(right) - 1))]
        begins, ends = not left or left[-1] == _APART, not right or right[0] == _APART
        where = [
            f"w{begins}{ends}",
            f"w{not left.strip(_APART)}{not right.strip(_APART)}",
            f"w{_ANOTHER in left}{_ANOTHER in right}",
        ]
        clause = f"c{left.rpartition(_APART)[2]}{_THIS}{right.partition(_APART)[0]}"
        return Counter([*near, *far, *where, clause, *_looks(name)])

    def _read(self, text: str) -> str:
        clean = re.sub(r"[\s,，。;；、:：!！?？…~～“”\"'（）()]+", _APART, plain(re.sub(r"\s+", "，", text)))
        clean = re.sub(r"\d+", _FIGURE, clean)
        return self._others.sub(lambda found: self._usual[found[0]], clean)


_KINDS = {
    "titled": re.compile(
        r"..?(书记|支书|主任|会计|队长|组长|所长|院长|站长|干事|助理|文书|镇长|乡长|村长|委员|专干|老师|大夫|医生|律师|同志)$"
    ),
    "by kin": re.compile(r".{0,2}(婶|嫂|叔|伯|爷|奶|大娘|大爷|大妈|大姐|大哥|姨|姑|哥|姐|娘|爹|汉|头|婆)$"),
    "familiar": re.compile(r"^[老小阿].|.[娃子]$|^[二三四五六大]"),
}


def _looks(name: str) -> list[str]:
    """What kind of name it is: how long, with a post, as of kin, or as one is called by those who know one."""
    return [f"n{len(name)}", *(f"n{kind}" for kind, expression in _KINDS.items() if expression.search(name))]


class Parts:
    """What was learned; a name is told in a fraction of a millisecond."""

    def __init__(self, lines: Sequence[str], around: Around) -> None:
        listed_once(lines)
        told: dict[str, list[str]] = {part: [] for part in PARTS}
        for line in lines:
            text, named = bare(line)
            names = {text[start:end] for start, end, _ in named}
            for start, end, part in named:
                told[part].append(marked(text[:start], text[start:end], text[end:], names))
        other = told.pop("other")
        self._examples = Examples(told, other, around)

    def played(self, text: str, named: Sequence[tuple[int, int]]) -> list[Played]:
        """The parts of those who are named from and to these places of a text; no two speak."""
        names = {text[start:end] for start, end in named}
        scores = [
            self._scores(marked(text[:start], text[start:end], text[end:], names)) for start, end in named
        ]
        speaks = max(
            scores, key=lambda one: one["self"] - max(one["kin"], one["accused"], one["other"]), default={}
        )
        who = {text[start:end] for (start, end), one in zip(named, scores, strict=True) if one is speaks}
        for (start, end), one in zip(named, scores, strict=True):
            if text[start:end] not in who:
                del one["self"]
        return [_likeliest(one) for one in scores]

    def _scores(self, line: str) -> dict[Part, float]:
        scores, other = self._examples.scores(line)
        return {"self": scores["self"], "kin": scores["kin"], "accused": scores["accused"], "other": other}


def _likeliest(scores: Mapping[Part, float]) -> Played:
    (best, much), (_, next_to_it), *_ = sorted(scores.items(), key=lambda one: -one[1])
    return Played(best, much - next_to_it)


def bare(line: str) -> tuple[str, list[tuple[int, int, Part]]]:
    """A line of examples as it was said, and where in it who is named as what."""
    text, done = "", 0
    named: list[tuple[int, int, Part]] = []
    for found in MARKED.finditer(line):
        text += line[done : found.start()]
        named.append((len(text), len(text) + len(found["name"]), PARTS[found["part"]]))
        text, done = text + found["name"], found.end()
    return text + line[done:], named


def marked(before: str, name: str, behind: str, names: Sequence[str] | set[str]) -> str:
    """The line with this name between marks and the others as one sign each."""
    before, name, behind = (side.replace(_THIS, "") for side in (before, name, behind))
    for one in sorted(names, key=len, reverse=True):
        before, behind = before.replace(one, _ANOTHER), behind.replace(one, _ANOTHER)
    return f"{before}{_THIS}{name}{_THIS}{behind}"


_ENDS = re.compile(r"^\W+|\W+$")
LONGEST = 200
"""Longer words are a letter, where many are told of from afar."""


_FIRST_PERSON = re.compile(r"[我俺咱额]|本人|叫|姓|实名|署名|落款|名字|登记?|就写|就记|\d{7,}")


def speaks_of_self(text: str) -> bool:
    """Whether a message has words with which people tell of themselves or how to reach them."""
    return _FIRST_PERSON.search(text) is not None


def of(parsed: Parsed) -> dict[str, Played]:
    """The part of each person whom understanding heard named in a message; none is told of a letter, nor of a bare name."""
    named = [one for one in parsed.entities if one.entity == "person" and len(one.value) > 1]
    bare = any(one.value == _ENDS.sub("", parsed.text) for one in named)
    if not named or bare or len(parsed.text) > LONGEST:
        return {}
    return _of(parsed.text, tuple((one.start, one.end) for one in named))


@lru_cache(maxsize=256)
def _of(text: str, named: tuple[tuple[int, int], ...]) -> dict[str, Played]:
    played = learned().played(text, named)
    told: dict[str, Played] = {}
    for (start, end), one in zip(named, played, strict=True):
        name = text[start:end]
        if name not in told or one.lead > told[name].lead:
            told[name] = one
    return told


class Lines(BaseModel):
    """The file of examples: what is read as one, and the lines with their names marked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: dict[str, list[str]]
    lines: list[str]


@lru_cache(maxsize=1)
def learned(file: Path = FILE) -> Parts:
    """What is learned from a file of examples, once.

    Raises:
        ValueError: the file breaks its schema, or a line stands twice.
    """
    told = Lines.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    return Parts(told.lines, Around(told.same))
