"""How well topics are told apart: `python -m actions.complaint.tuning [FILE]`; `--acts`: the acts (`acts.yml`) instead.

With a file (topics with ways to ask them, and `beside`) it is measured as it is; without, a part of the examples is held
out in turn and told by the rest. Printed for each topic: how many ways to ask it were recognised, taken for another, and
not recognised; and which messages beside them were answered.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import yaml

from actions.complaint import acts, outlook
from actions.complaint.examples import Examples

BESIDE = "beside"
_PARTS = 8

Asked = Mapping[str, Sequence[str]]


@dataclass
class Measure:
    """What became of each message: what it asks (`beside`: none of the topics), what it was taken for, and its words."""

    told: list[tuple[str, str | None, str]] = field(default_factory=list)

    def of(self, topic: str) -> tuple[int, int, int]:
        """How many messages of a topic were recognised, taken for another, and not recognised."""
        taken = [found for name, found, _ in self.told if name == topic]
        right, none = taken.count(topic), taken.count(None)
        return right, len(taken) - right - none, none

    @property
    def asked(self) -> int:
        return sum(name != BESIDE for name, _, _ in self.told)

    @property
    def beside(self) -> int:
        return len(self.told) - self.asked

    @property
    def recognised(self) -> int:
        return sum(name == found for name, found, _ in self.told)

    @property
    def mistaken(self) -> int:
        return sum(found is not None and BESIDE != name != found for name, found, _ in self.told)

    @property
    def false_answers(self) -> list[str]:
        return [said for name, found, said in self.told if name == BESIDE and found is not None]

    def lines(self) -> Iterator[str]:
        for topic in Counter(name for name, _, _ in self.told if name != BESIDE):
            right, wrong, none = self.of(topic)
            yield f"{topic:15} {right:4} 认出 {wrong:4} 认成别的 {none:4} 没认出"
        yield f"合计 {self.asked} 问：认出 {self.recognised / max(self.asked, 1):.1%}，认成别的 {self.mistaken / max(self.asked, 1):.1%}"
        wrongly = self.false_answers
        yield f"别的话 {self.beside} 句：答错 {len(wrongly)} 句 {' '.join(wrongly)}".rstrip()


def measure_acts(messages: Asked, examples: Examples | None = None) -> Measure:
    """What the messages are taken to do; telling stands in the place of asking nothing."""
    found = Measure()
    for name, ways in messages.items():
        for said in ways:
            act = acts.of(said, examples) if examples else acts.whole(said)
            known = BESIDE if name == acts.TELL else name
            found.told.append((known, None if act in ("", acts.TELL) else act, said))
    return found


def measure(messages: Asked, examples: Examples | None = None) -> Measure:
    """What the messages are taken for; `messages` has those that ask no topic under `beside`."""
    names = {id(topic): name for name, topic in outlook.book().topics.items()}
    found = Measure()
    for name, ways in messages.items():
        for said in ways:
            topic = outlook.heard(said, examples)
            found.told.append((name, names[id(topic)] if topic else None, said))
    return found


def held_out_acts() -> Measure:
    """Each part of the examples of acts told by the rest."""
    book, found = acts.book().acts, Measure()
    for part in range(_PARTS):
        left = {name: [way for way in ways if _part(way) == part] for name, ways in book.items()}
        known = {name: [way for way in ways if _part(way) != part] for name, ways in book.items()}
        found.told += measure_acts(left, acts.learnt(known)).told
    return found


def held_out() -> Measure:
    """Each part of the shipped examples told by the rest."""
    book, found = outlook.book(), Measure()
    every = [(name, way) for name, topic in book.topics.items() for way in topic.asked]
    every += [(BESIDE, said) for said in book.beside]
    for part in range(_PARTS):
        left = _by_name([one for one in every if _part(one[1]) == part])
        known = _by_name([one for one in every if _part(one[1]) != part])
        beside = known.pop(BESIDE)
        ordered = {name: known[name] for name in book.topics}
        found.told += measure(left, outlook.learnt(ordered, beside)).told
    return found


def _part(said: str) -> int:
    return crc32(said.encode()) % _PARTS


def _by_name(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for name, said in pairs:
        named.setdefault(name, []).append(said)
    return named


def main() -> None:
    parser = argparse.ArgumentParser(description="投诉本身的问题认得出几成")
    parser.add_argument("file", type=Path, nargs="?", help="另写的问法；不给就轮流留出自带的问法")
    parser.add_argument("--acts", action="store_true", help="量 acts.yml，不量 outlook.yml")
    given = parser.parse_args()
    messages = yaml.safe_load(given.file.read_text(encoding="utf-8")) if given.file else None
    if given.acts:
        found = measure_acts(messages) if messages else held_out_acts()
    else:
        found = measure(messages) if messages else held_out()
    sys.stdout.write("\n".join(found.lines()) + "\n")


if __name__ == "__main__":
    main()
