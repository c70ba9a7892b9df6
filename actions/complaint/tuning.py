"""How well topics are told apart: `python -m actions.complaint.tuning [--help-topics] [FILE]`; with `--help-topics` those of
who waits for help (`actions/help.yml`), without it those of the complaint itself (`outlook.yml`).

With a file (topics with ways to ask them, and `beside`) it is measured as it is; without, a part of the examples is held
out in turn and told by the rest. Printed for each topic: how many ways to ask it were recognised, taken for another, and
not recognised; and which messages beside them were answered.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import yaml

from actions import help
from actions.complaint import outlook
from actions.complaint.examples import Examples

BESIDE = "beside"
_PARTS = 8

Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Told:
    """Something learnt: its ways to ask, what asks none of them, how it is learnt and how a message is told."""

    topics: Asked
    beside: Sequence[str]
    learnt: Callable[[Asked, Sequence[str]], Examples]
    heard: Callable[[str, Examples | None], str | None]


def of_complaint() -> Told:
    """What is asked of a complaint itself."""
    book = outlook.book()
    names = {id(topic): name for name, topic in book.topics.items()}

    def heard(said: str, examples: Examples | None) -> str | None:
        topic = outlook.heard(said, examples)
        return names[id(topic)] if topic else None

    topics = {name: topic.asked for name, topic in book.topics.items()}
    return Told(topics, book.beside, outlook.learnt, heard)


def of_help() -> Told:
    """What is told or asked while a person called because of danger or need is awaited."""
    book = help.book()
    return Told(
        {name: topic.asked for name, topic in book.topics.items()}, book.beside, help.learnt, help.heard
    )


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


def measure(messages: Asked, examples: Examples | None = None, of: Told | None = None) -> Measure:
    """What the messages are taken for; `messages` has those that ask no topic under `beside`."""
    of, found = of or of_complaint(), Measure()
    for name, ways in messages.items():
        found.told += [(name, of.heard(said, examples), said) for said in ways]
    return found


def held_out(of: Told | None = None) -> Measure:
    """Each part of the shipped examples told by the rest."""
    of, found = of or of_complaint(), Measure()
    every = [(name, way) for name, asked in of.topics.items() for way in asked]
    every += [(BESIDE, said) for said in of.beside]
    for part in range(_PARTS):
        left = _by_name([one for one in every if _part(one[1]) == part])
        known = _by_name([one for one in every if _part(one[1]) != part])
        beside = known.pop(BESIDE)
        ordered = {name: known[name] for name in of.topics}
        found.told += measure(left, of.learnt(ordered, beside), of).told
    return found


def _part(said: str) -> int:
    return crc32(said.encode()) % _PARTS


def _by_name(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for name, said in pairs:
        named.setdefault(name, []).append(said)
    return named


def main() -> None:
    parser = argparse.ArgumentParser(description="居民问的是哪一样，认得出几成")
    parser.add_argument("file", type=Path, nargs="?", help="另写的问法；不给就轮流留出自带的问法")
    parser.add_argument("--help-topics", action="store_true", help="量急难、危险时说的（actions/help.yml）")
    given = parser.parse_args()
    of = of_help() if given.help_topics else of_complaint()
    messages = yaml.safe_load(given.file.read_text(encoding="utf-8")) if given.file else None
    found = measure(messages, of=of) if messages else held_out(of)
    sys.stdout.write("\n".join(found.lines()) + "\n")


if __name__ == "__main__":
    main()
