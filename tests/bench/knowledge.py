"""How fast and how well a question is answered, beside plain BM25, also among ten thousand answers:
`python -m tests.bench.knowledge`."""

import random
import statistics
import sys
import time
from collections.abc import Iterator

from knowledge import evaluate
from knowledge.answering import Library
from knowledge.corpus import Corpus
from knowledge.encoder import Encoder
from store.county import County
from store.settings import ROOT
from tests.bench.turns import Row

ANSWERS = 10_000
QUESTIONS = ROOT / "tests" / "knowledge" / "unseen.yml"
KEYS = QUESTIONS.with_name("unseen_keys.yml")
OURS, PLAIN = "回音", "BM25（jieba，整条答案）"


def many(corpus: Corpus, count: int) -> Corpus:
    """The shipped answers over and over, each copy with words of its own."""
    chance = random.Random(1)
    originals = [entry for entry in corpus.entries.values() if entry.variant_of is None]
    characters = (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    )
    grown = []
    for number in range(count):
        original = originals[number % len(originals)]
        mark = "".join(chance.choices(characters, k=4))
        grown.append(
            original.model_copy(
                update={"id": f"{original.id}-{number}", "ask": [f"{mark}{way}" for way in original.ask]}
            )
        )
    return corpus.with_entries(grown)


def rows(answers: int) -> Iterator[Row]:
    """A question among the shipped answers and so many copies more, asked of ours and of plain BM25 over the same.

    How often the first is right is told where there are no copies: a copy is as right as what it was made of.
    """
    library = Library(
        many(Corpus.load(), answers), County(ROOT / "county" / "qinghe"), encoder=Encoder.load()
    )
    count = f"{len(library.index().entries)} 条答案"
    questions = evaluate.read(QUESTIONS, KEYS)
    ways: dict[str, tuple[evaluate.Ranker, evaluate.Ranker]] = {
        OURS: evaluate.ours(library, hints=False)[:2],
        PLAIN: evaluate.plain_bm25(library),
    }
    medians = {}
    for name, (rank, give) in ways.items():
        times = list(_milliseconds(give, questions))
        medians[name] = statistics.median(times)
        p95 = statistics.quantiles(times, n=20)[-1]
        aim = "2 毫秒以内" if name == OURS else ""
        yield Row(f"{count}，一问，{name}：中位数", f"{medians[name]:.2f} 毫秒", aim)
        yield Row(f"{count}，一问，{name}：95 百分位", f"{p95:.2f} 毫秒")
        if not answers:
            score = evaluate.measure(name, questions, rank, give)
            right = f"{score.first / score.asked:.3f} / {score.in_three / score.asked:.3f}"
            yield Row(f"{count}，{score.asked} 问，{name}：hit@1 / hit@3", right)
    yield Row(f"{count}，一问，{OURS} ÷ BM25：中位数", f"{medians[OURS] / medians[PLAIN]:.1f} 倍")


def _milliseconds(give: evaluate.Ranker, questions: list[dict[str, object]]) -> Iterator[float]:
    """Of each question that follows no other."""
    for question in questions:
        if not question.get("before"):
            started = time.perf_counter()
            give(question)
            yield (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    for copies in (0, ANSWERS):
        for row in rows(copies):
            sys.stdout.write(f"{row.what}：{row.value}\n")
