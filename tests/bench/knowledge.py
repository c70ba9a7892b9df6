"""How fast a question is answered among ten thousand answers: `python -m tests.bench.knowledge`."""

import random
import statistics
import sys
import time

from knowledge.answering import Library
from knowledge.corpus import Corpus
from store.county import County
from store.settings import ROOT

ANSWERS = 10_000
QUESTIONS = 400


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


def bench(answers: int = ANSWERS) -> dict[str, float]:
    """Seconds to make ready, and milliseconds a question: median and 95th percentile."""
    library = Library(many(Corpus.load(), answers), County(ROOT / "county" / "qinghe"))
    started = time.perf_counter()
    library.index()
    ready = time.perf_counter() - started
    ways = [way for entry in Corpus.load().entries.values() for way in entry.ask]
    times = []
    for way in random.Random(2).choices(ways, k=QUESTIONS):
        started = time.perf_counter()
        library.answer(way)
        times.append((time.perf_counter() - started) * 1000)
    return {
        "answers": len(library.index().entries),
        "ready_s": round(ready, 2),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
    }


if __name__ == "__main__":
    sys.stdout.write(f"{bench(0)}\n{bench()}\n")
