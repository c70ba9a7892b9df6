"""Learning an `Encoder` from the ways of asking: `python -m knowledge.learning`; `huiyin train` does it where it is due.

Each way is shown again and again, half of the time with somebody's story around it and always with gaps, and is drawn to
what its own answer points to and away from what all others do.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import FOLDER, Corpus
from knowledge.encoder import SHIPPED, Encoder, Vectors, normalised
from knowledge.schema import Entry
from knowledge.words import SYNONYMS, Words, words

_SIZE = 256
_ROUNDS = 4
_AT_ONCE = 64
_RATE = 0.003
_MEMORY = 0.999
_SHARPNESS = 16.0
_SEEN = 0.45
"""Which share of a text's features is seen each time."""
_STORIES, _TWO = 0.5, 0.3
"""How often a way gets a story, and how often then two."""
_BY_WAYS = 0.5
"""What nearness to the ways of an answer counts beside nearness to where the answer itself was learnt to be."""
_RARE = 3
"""How often a feature must be seen to tell anything."""
_SHORTEST_STORY = 4
_ASKING = re.compile("[吗呢么?？]|多少|怎|咋|啥|什么|哪|谁|几|能不能|可以|是不是|要不要|行不行|算不算")
_CLAUSES = re.compile("[，。！,；;]")

Bag = NDArray[np.intp]


def fingerprint(folder: Path = FOLDER) -> str:
    """Of all that an encoder is learnt from: the answers, the synonyms, and how it is learnt."""
    here = Path(__file__).parent
    code = [here / f"{name}.py" for name in ("encoder", "hearing", "learning", "words")]
    digest = sha256()
    for path in (*sorted((folder / "answers").glob("*.yml")), SYNONYMS, *code):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def learn(
    entries: Sequence[Entry], cutter: Words, mark: str = "", rare: int = _RARE, seed: int = 1
) -> Encoder:
    """An encoder learnt from these answers, the same each time; `mark` is its fingerprint, and features seen less often
    than `rare` tell nothing."""
    ways = [[cutter.read(way).features for way in (entry.title, *entry.ask)] for entry in entries]
    bodies = [[cutter.read(text).features for text in (entry.short, *entry.depends)] for entry in entries]
    counted = Counter(
        feature for texts in chain(ways, bodies) for text in texts for feature in text.elements()
    )
    features = [feature for feature, count in counted.items() if count >= rare]
    places = {feature: at for at, feature in enumerate(features)}

    def bag(text: Counter[str]) -> Bag:
        return np.array([places[one] for one in text.elements() if one in places], dtype=np.intp)

    asked = [(bag(text), at) for at, texts in enumerate(ways) for text in texts]
    said = [(bag(text), at) for at, texts in enumerate(bodies) for text in texts]
    told = [bag(cutter.read(story).features) for story in stories(entries)]
    lesson = _Lesson(asked, said, told, len(entries), len(features), seed)
    return Encoder.rounded(features, lesson.learn(), mark)


def stories(entries: Sequence[Entry]) -> list[str]:
    """What people tell of themselves before they ask."""
    told = {
        clause
        for entry in entries
        for way in entry.ask
        for clause in _CLAUSES.split(way)[:-1]
        if len(clause) >= _SHORTEST_STORY and not _ASKING.search(clause)
    }
    return sorted(told)


class _Lesson:
    """What is being learnt: a direction for each feature and one for each answer, by gradient descent."""

    def __init__(
        self,
        asked: Sequence[tuple[Bag, int]],
        said: Sequence[tuple[Bag, int]],
        stories: Sequence[Bag],
        answers: int,
        features: int,
        seed: int,
    ) -> None:
        self._asked, self._said, self._stories = asked, said, stories
        self._chance = np.random.default_rng(seed)
        self._weights = _begun(self._chance, features, 0.05)
        self._answers = _begun(self._chance, answers, _SIZE**-0.5)
        self._learnt = (self._weights, self._answers)
        self._spread = tuple(np.zeros_like(part) for part in self._learnt)
        self._steps = 0

    def learn(self) -> Vectors:
        """The weights of the features after all rounds."""
        ways: Vectors | None = None
        for done in range(_ROUNDS):
            shown = [*self._round()]
            order = np.argsort([len(text) for text, _ in shown], kind="stable")
            batches = [order[at : at + _AT_ONCE] for at in range(0, len(order), _AT_ONCE)]
            for number, batch in enumerate(self._chance.permutation(len(batches)).tolist()):
                rate = _RATE * (1 - 0.95 * (done + number / len(batches)) / _ROUNDS)
                self._step([shown[at] for at in batches[batch].tolist()], ways, rate)
            ways = self._ways()
        return self._weights

    def _round(self) -> Iterator[tuple[Bag, int]]:
        """Every way with what stands around it, and the answers' own sentences, with gaps."""
        for text, answer in self._asked:
            if self._stories and self._chance.random() < _STORIES:
                count = 1 + (self._chance.random() < _TWO)
                chosen = self._chance.integers(len(self._stories), size=count)
                text = np.concatenate([text, *(self._stories[at] for at in chosen.tolist())])
            yield self._gappy(text), answer
        for text, answer in self._said:
            yield self._gappy(text), answer

    def _gappy(self, text: Bag) -> Bag:
        return text[self._chance.random(len(text)) < _SEEN]

    def _ways(self) -> Vectors:
        """Where the ways of asking of each answer point to."""
        total = np.zeros_like(self._answers)
        for text, answer in self._asked:
            direction = self._weights[text].sum(axis=0)
            total[answer] += direction / (np.linalg.norm(direction) or np.float32(1))
        return normalised(total)

    def _step(self, batch: Sequence[tuple[Bag, int]], ways: Vectors | None, rate: float) -> None:
        """Draw these texts to their answers and away from the others."""
        batch = [(text, answer) for text, answer in batch if len(text)]
        if not batch:
            return
        self._steps += 1
        lengths = np.array([len(text) for text, _ in batch])
        flat = np.concatenate([text for text, _ in batch])
        owners = np.array([answer for _, answer in batch])
        begins = np.cumsum(lengths) - lengths
        total = np.add.reduceat(self._weights[flat], begins, axis=0)
        long = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), np.float32(1e-6))
        texts = total / long
        answers = normalised(self._answers)
        missed = _missed(texts, answers, owners)
        pull = missed @ answers
        if ways is not None:
            pull += np.float32(_BY_WAYS) * (_missed(texts, ways, owners) @ ways)
        moved = missed.T @ texts
        moved -= answers * (answers * moved).sum(axis=1, keepdims=True)
        moved /= np.linalg.norm(self._answers, axis=1, keepdims=True)
        self._move(1, np.arange(len(answers)), moved, rate)
        pull = (pull - texts * (texts * pull).sum(axis=1, keepdims=True)) / long
        by_feature = np.argsort(flat, kind="stable")
        of_text = np.repeat(np.arange(len(batch)), lengths)[by_feature]
        seen, first = np.unique(flat[by_feature], return_index=True)
        self._move(0, seen, np.add.reduceat(pull[of_text], first, axis=0), rate)

    def _move(self, which: int, places: Bag, gradient: Vectors, rate: float) -> None:
        """Against the gradient, by about `rate` however large it is; what is seldom seen moves far each time."""
        weights, spread = self._learnt[which], self._spread[which]
        spread[places] = np.float32(_MEMORY) * spread[places] + np.float32(1 - _MEMORY) * gradient * gradient
        step = rate * np.sqrt(1 - _MEMORY**self._steps)
        weights[places] -= np.float32(step) * gradient / (np.sqrt(spread[places]) + np.float32(1e-7))


def _missed(texts: Vectors, answers: Vectors, owners: Bag) -> Vectors:
    """By how much each answer is taken for too likely, for each text (the gradient of the cross-entropy)."""
    chances = texts @ answers.T * np.float32(_SHARPNESS)
    chances = np.exp(chances - chances.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(owners)), owners] -= 1
    return chances * np.float32(_SHARPNESS / len(owners))


def _begun(chance: np.random.Generator, count: int, spread: float) -> Vectors:
    return chance.normal(0, spread, (count, _SIZE)).astype(np.float32)


def refresh(path: Path = SHIPPED, *, force: bool = False) -> bool:
    """Learn from the shipped answers if they, or the way of learning, have changed since; whether that was so.

    Takes about fifteen seconds in a process of its own, on one thread: sums as small as these only wait for one another
    on several.

    Raises:
        subprocess.CalledProcessError: nothing was learnt; what was known before is kept.
    """
    mark = fingerprint()
    known = Encoder.load(path)
    if known is not None and known.fingerprint == mark and not force:
        return False
    subprocess.run(
        [sys.executable, "-m", "knowledge.learning", str(path)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        check=True,
    )
    return True


def main(path: Path = SHIPPED) -> None:
    """Learn from the shipped answers, into this file."""
    sys.stdout.write("学政策答案的各种问法，约二十秒……\n")
    sys.stdout.flush()
    entries = [entry for entry in Corpus.load().entries.values() if entry.variant_of is None]
    learn(entries, words(SYNONYMS), fingerprint()).save(path)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
