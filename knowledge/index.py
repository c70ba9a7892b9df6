"""Finding: which answers a question could mean, with the evidence for each."""

from collections import Counter
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder
from knowledge.meanings import Meanings
from knowledge.nearest import nearest
from knowledge.profiles import VIEWS, Profiles
from knowledge.schema import Entry
from knowledge.wants import wants
from knowledge.words import Reading, Words

_K1, _B = 1.2, 0.4
"""BM25 for very short texts: repetition and length count little."""

EVIDENCE = (*VIEWS, "word", "program", "stranger", "intent", "meaning")
"""What speaks for an entry, each about 0 to 1; see `Found.evidence`."""

_WORD, _PROGRAM, _STRANGER, _INTENT, _MEANING = range(len(VIEWS), len(EVIDENCE))
_LOOKED_AT = 200
"""Entries whose ways of asking are compared one by one; where there are more, the nearest of them by the other views."""
_FOLLOWING = 0.05
"""How much likelier an answer counts that the one before leads on to."""
_NAMED = 2.0
"""What a programme counts beside the words, which count by how telling they are."""
_CARRIED = 0.08
"""How much likelier an answer counts that is about the programme talked of before, where a question names none."""

WEIGHTS = np.array([0.36, 0.64, 0.03, 0.04, -0.05, 0.04, 0.0], dtype=np.float32)
"""How much each kind of evidence counts without an encoder; fitted by `python -m knowledge.tuning`.

The intent less than fitted: a trained model is right about it less often than the fit takes for granted.
"""
WEIGHTS_WITH_ENCODER = np.array([*WEIGHTS[:-1], 0.3], dtype=np.float32)
"""The same with one. What is meant counts less than fitted: from 0.2 to 1 as many questions of `tests/knowledge` find their
answer, and the less it counts, the less the order of the words is changed."""


@dataclass(frozen=True)
class Found:
    """An entry that could be meant.

    `evidence`: closeness in each view of `profiles.VIEWS`, and of the best way to ask by words; the named programme
    fits; a programme is named that does not; the expected intent fits; closeness of what an encoder takes it to mean.
    """

    entry: Entry
    score: float
    evidence: NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """The little of a text that is kept for every way of asking: its pieces and programmes, once each, with how telling they
    are, and the words of all of them."""

    weighed: tuple[tuple[tuple[str, ...], float], ...]
    total: float
    words: frozenset[str]

    def share(self, other: "Said") -> float:
        """Which share of this the other says as well, 0 to 1."""
        if not self.total:
            return 0.0
        return sum(weight for piece, weight in self.weighed if not other.words.isdisjoint(piece)) / self.total


class Field:
    """One BM25 index over token lists."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        self._bm25 = bm25s.BM25(k1=_K1, b=_B)
        self._bm25.index([list(document) or [""] for document in documents], show_progress=False)
        self._vocabulary: dict[str, int] = self._bm25.vocab_dict
        counted = Counter(token for document in documents for token in set(document))
        self._idf = {
            token: float(np.log(1 + (self.size - count + 0.5) / (count + 0.5)))
            for token, count in counted.items()
        }
        self._strange = float(np.log(1 + (self.size + 0.5) / 0.5))

    def weight(self, token: str) -> float:
        """How telling a token is; unknown ones are the most telling."""
        return self._idf.get(token, self._strange)

    def perfect(self, tokens: Sequence[str]) -> float:
        """What a document that says exactly this would score."""
        return sum(self.weight(token) for token in tokens) / (1 + _K1)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """For each document, from 0 (nothing in common) to about `perfect` (the same)."""
        known = [self._vocabulary[token] for token in tokens if token in self._vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return self._bm25.get_scores_from_ids(known)


class Index:
    """The answers of a corpus, searchable; by what they mean too where there is an encoder."""

    def __init__(self, entries: Sequence[Entry], words: Words, encoder: Encoder | None = None) -> None:
        self.entries = list(entries)
        self._words = words
        asks = [[words.read(way) for way in (entry.title, *entry.ask)] for entry in self.entries]
        bodies = [[words.read(text) for text in (entry.short, *entry.depends)] for entry in self.entries]
        self._wanted = [[wants(way.characters) for way in ways] for ways in asks]
        self._bounds = np.cumsum([0, *(len(ways) for ways in asks)])
        self._by_word = Field([*(way.words for ways in asks for way in ways), ()])
        self._asks = [[self._said(way) for way in ways] for ways in asks]
        texts = [[*ways, *body] for ways, body in zip(asks, bodies, strict=True)]
        self._profiles = Profiles([[text.features for text in group] for group in texts])
        self._meanings = Meanings(encoder, asks) if encoder else None
        self.weights = WEIGHTS if encoder is None else WEIGHTS_WITH_ENCODER
        self._vocabularies = [frozenset(word for text in group for word in text.words) for group in texts]
        self._pairs = [frozenset(pair for text in group for pair in text.pairs) for group in texts]
        self._positions = {entry.id: at for at, entry in enumerate(self.entries)}
        self._programs = [frozenset(entry.programs) for entry in self.entries]
        self._intents = np.array([entry.intent for entry in self.entries])
        self._general = np.array(["assistance" in programs for programs in self._programs])
        self._having: dict[str, NDArray[np.bool_]] = {
            program: np.array([program in programs for programs in self._programs])
            for program in set().union(*self._programs)
        }

    @property
    def has_encoder(self) -> bool:
        """Whether it looks at what is meant too."""
        return self._meanings is not None

    def by_words(self) -> "Index":
        """The same answers found by words alone, as a question is that leaves out what was said before."""
        alone = copy(self)
        alone._meanings, alone.weights = None, WEIGHTS
        return alone

    def query(self, question: str) -> Reading:
        """The question, cut once for all that follows."""
        return self._words.read(question)

    def evidence(
        self, query: Reading, programs: Collection[str] = (), intent: str | None = None
    ) -> NDArray[np.float32]:
        """One row of `EVIDENCE` for each entry."""
        rows = np.zeros((len(self.entries), len(EVIDENCE)), dtype=np.float32, order="F")
        rows[:, : len(VIEWS)] = self._profiles.scores(query.features)
        looked_at = nearest(rows[:, : len(VIEWS)] @ self.weights[: len(VIEWS)], _LOOKED_AT)[::-1]
        rows[looked_at, _WORD] = self._best_way(query, looked_at)
        if self._meanings:
            rows[looked_at, _MEANING] = self._meanings.closeness(query, looked_at)
        named = [program for program in programs if program in self._having]
        if named:
            fitting = np.mean([self._having[program] for program in named], axis=0)
            rows[:, _PROGRAM] = fitting
            rows[:, _STRANGER] = (fitting == 0) & ~self._general
        if intent is not None:
            rows[:, _INTENT] = self._intents == intent
        return rows

    def _best_way(self, query: Reading, places: NDArray[np.intp]) -> NDArray[np.float32]:
        """How close the best way to ask for each of these entries is by words; `places` runs from the last to the first."""
        scores = self._by_word.scores(query.words)
        bounds = np.column_stack([self._bounds[places], self._bounds[places + 1]]).ravel()
        best: NDArray[np.float32] = np.maximum.reduceat(scores, bounds)[::2]
        best /= np.float32(self._by_word.perfect(query.words) or 1)
        return best

    def search(
        self, query: Reading, programs: Collection[str] = (), intent: str | None = None, count: int = 10
    ) -> list[Found]:
        """The best entries, best first."""
        if not self.entries:
            return []
        return self.ranked(self.evidence(query, programs or query.programs, intent), count)

    def of_topic(
        self, with_topic: Reading, programs: Collection[str], last: Entry, count: int
    ) -> list[Found]:
        """The best entries for what was asked before, of another programme; by words alone, as in `continued`."""
        return self._ordered(self.evidence(with_topic, programs, last.intent), WEIGHTS, count)

    def continued(
        self,
        alone: Reading,
        with_topic: Reading,
        programs: Collection[str],
        last: Entry,
        count: int = 10,
    ) -> list[Found]:
        """The best entries for a question that goes on from an answer: what follows from it, what is about the programme
        talked of, and what is of the answer's own kind is likelier than others. What so few words are taken to mean by
        themselves is no help, neither to understanding nor to an encoder."""
        rows = (
            self.evidence(alone, programs, last.intent) + self.evidence(with_topic, programs, last.intent)
        ) / np.float32(2)
        following = [self._positions[key] for key in last.next if key in self._positions]
        likelier = np.zeros(len(self.entries), dtype=np.float32)
        likelier[following] = _FOLLOWING
        if not alone.programs:
            likelier += np.float32(_CARRIED) * rows[:, _PROGRAM]
        return self._ordered(rows, WEIGHTS, count, likelier)

    def ranked(self, rows: NDArray[np.float32], count: int = 10) -> list[Found]:
        """The entries for which the most evidence speaks, best first."""
        return self._ordered(rows, self.weights, count)

    def _ordered(
        self,
        rows: NDArray[np.float32],
        weights: NDArray[np.float32],
        count: int,
        likelier: NDArray[np.float32] | None = None,
    ) -> list[Found]:
        scores = rows @ weights
        if likelier is not None:
            scores = scores + likelier
        best = nearest(scores, count)
        best = best[np.argsort(-scores[best], kind="stable")]
        return [Found(self.entries[at], float(scores[at]), rows[at]) for at in best.tolist()]

    def coverage(self, query: Reading, entry: Entry) -> float:
        """Which share of the question's meaning the entry knows the words of, 0 to 1."""
        vocabulary = self._vocabularies[self._positions[entry.id]]
        total = covered = 0.0
        for piece in query.pieces:
            weight = min(self._by_word.weight(word) for word in piece)
            total += weight
            covered += weight if vocabulary.intersection(piece) else 0
        return covered / total if total else 0.0

    def wanted(self, query: Reading, entry: Entry) -> float:
        """Which share of the ways to ask for the entry want to be told what the question wants, the rarest of it, 0 to 1."""
        ways = self._wanted[self._positions[entry.id]]
        return min(
            (sum(kind in way for way in ways) / len(ways) for kind in wants(query.characters)), default=1.0
        )

    def likeness(self, query: Reading, entry: Entry) -> float:
        """Which share of the question's pairs of characters the entry has anywhere, 0 to 1."""
        pairs = self._pairs[self._positions[entry.id]]
        total = sum(self._profiles.weight(pair) for pair in query.pairs)
        shared = sum(self._profiles.weight(pair) for pair in query.pairs if pair in pairs)
        return shared / total if total else 0.0

    def sameness(self, query: Reading, entry: Entry) -> float:
        """How nearly the question says what the title or one way of asking for the entry says: the smaller of the shares of
        each that the other says too, the best of all ways, 0 to 1."""
        said = self._said(query)
        ways = self._asks[self._positions[entry.id]]
        return max((min(said.share(way), way.share(said)) for way in ways), default=0.0)

    def _said(self, text: Reading) -> Said:
        weighed = [(piece, min(map(self._by_word.weight, piece))) for piece in dict.fromkeys(text.pieces)]
        weighed += [((program,), _NAMED) for program in text.programs]
        total = sum(weight for _, weight in weighed)
        return Said(tuple(weighed), total, frozenset((*text.words, *text.programs)))
