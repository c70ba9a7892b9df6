"""How well topics are told apart: `python -m actions.complaint.tuning [--help-topics | --acts] [FILE]`; those of the complaint
itself (`outlook.yml`), with `--help-topics` of who waits for help (`actions/help.yml`), with `--acts` the acts (`acts.yml`).

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
from actions.complaint import acts, outlook
from understanding.examples import Examples

BESIDE = "beside"
_PARTS = 8

Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Told:
    """Something learnt: its ways to ask, what asks none of them, how it is learnt and how a message that is of a topic (or
    `beside`) is told."""

    topics: Asked
    beside: Sequence[str]
    learnt: Callable[[Asked, Sequence[str]], Examples]
    heard: Callable[[str, Examples | None, str], str | None]


def of_complaint() -> Told:
    """What is asked of a complaint itself."""
    book = outlook.book()
    names = {id(topic): name for name, topic in book.topics.items()}

    def heard(said: str, examples: Examples | None, _: str) -> str | None:
        topic = outlook.heard(said, examples)
        return names[id(topic)] if topic else None

    topics = {name: topic.asked for name, topic in book.topics.items()}
    return Told(topics, book.beside, outlook.learnt, heard)


def of_help() -> Told:
    """What is told or asked while a person called because of danger or need is awaited; what is heard only amid others, amid
    the first of these."""
    book = help.book()

    def heard(said: str, examples: Examples | None, name: str) -> str | None:
        amid = book.topics[name].amid[:1] if name in book.topics else ()
        return help.heard(said, examples, talked_of=amid)

    return Told({name: topic.asked for name, topic in book.topics.items()}, book.beside, help.learnt, heard)


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


def measure(messages: Asked, examples: Examples | None = None, of: Told | None = None) -> Measure:
    """What the messages are taken for; `messages` has those that ask no topic under `beside`."""
    of, found = of or of_complaint(), Measure()
    for name, ways in messages.items():
        found.told += [(name, of.heard(said, examples, name), said) for said in ways]
    return found


def held_out_acts() -> Measure:
    """Each part of the examples of acts told by the rest."""
    book, found = acts.book().acts, Measure()
    for part in range(_PARTS):
        left = {name: [way for way in ways if _part(way) == part] for name, ways in book.items()}
        known = {name: [way for way in ways if _part(way) != part] for name, ways in book.items()}
        found.told += measure_acts(left, acts.learnt(known)).told
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
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--help-topics", action="store_true", help="量急难、危险时说的（actions/help.yml）")
    which.add_argument("--acts", action="store_true", help="量一句话在做什么（acts.yml）")
    given = parser.parse_args()
    messages = yaml.safe_load(given.file.read_text(encoding="utf-8")) if given.file else None
    if given.acts:
        found = measure_acts(messages) if messages else held_out_acts()
    else:
        of = of_help() if given.help_topics else of_complaint()
        found = measure(messages, of=of) if messages else held_out(of)
    sys.stdout.write("\n".join(found.lines()) + "\n")


if __name__ == "__main__":
    main()
