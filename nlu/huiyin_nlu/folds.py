"""`python -m huiyin_nlu.folds`: how well entities are found in training sentences kept out of the tagger's training.

A fifth of the sentences, the same each time by a fixed seed, is kept out. With `--plain` no names are varied.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from huiyin_nlu import corpus, merging, tagging
from huiyin_nlu.corpus import Example
from huiyin_nlu.gazetteer import gazetteer
from huiyin_nlu.measures import Report, entities
from huiyin_nlu.patterns import Find, numbers
from huiyin_nlu.text import normalise, sentences


def normal(example: Example) -> Example:
    """Return EXAMPLE with its text made uniform and its spans moved along."""
    text = normalise(example.text)
    spans = tuple((*text.from_original(start, end), entity) for start, end, entity in example.spans)
    return Example(text.text, example.intent, example.category, spans, example.voice)


def _plain(finds: list[Find]) -> list[tuple[int, int, str]]:
    return [(find.start, find.end, find.entity) for find in finds]


def said(tagger: tagging.Tagger, text: str) -> frozenset[tuple[str, str]]:
    """Return the distinct (entity, surface) that the tagger, the patterns and the gazetteer together find in TEXT."""
    tagged = [(start + left, start + right, entity) for start, end in sentences(text) for left, right, entity in tagger.spans(text[start:end])]
    merged = merging.merge(text, tagged, _plain(numbers(text)), _plain(gazetteer().find(text)))
    return frozenset((entity, text[start:end]) for start, end, entity, _ in merged)


def main() -> int:
    """Return the exit code: 0."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.folds", description="留出五分之一训练语料，量实体")
    options.add_argument("--iterations", type=int, default=8)
    options.add_argument("--plain", action="store_true", help="不换人名地名")
    chosen = options.parse_args()
    examples = [normal(example) for example in corpus.training()]
    random.Random(7).shuffle(examples)
    kept, rest = examples[::5], [example for place, example in enumerate(examples) if place % 5]
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tagger"
        tagging.train([(row.text, list(row.spans)) for row in rest], str(file), chosen.iterations, vary=not chosen.plain)
        tagger = tagging.Tagger(file.read_bytes())
    figures = entities(kept, [Report(None, 0, None, None, said(tagger, row.text), True, None) for row in kept])
    print(f"训练 {len(rest)} 句，量 {len(kept)} 句，训练用时 {time.process_time() - began:.0f} 秒（处理器）。\n")
    print("| 实体 | 个数 | 准确率 | 召回率 | F1 |\n|---|---|---|---|---|")
    for name, row in [("合计", figures["micro"]), *figures["types"].items()]:
        print(f"| {name} | {row['count']} | {row['precision'] * 100:.1f} | {row['recall'] * 100:.1f} | {row['f1'] * 100:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
