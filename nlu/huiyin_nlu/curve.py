"""`python -m huiyin_nlu.curve [FILE]`: accuracy by intent against the share of the data used.

Trains the linear half of the intent model on a quarter, half, three quarters and all of the data, always the same
shares by a fixed seed, and measures on FILE (the tuning set by default; without it, a sixth of the data kept out).
Where the last step still rises, more examples are worth writing.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from huiyin_nlu import corpus, paths
from huiyin_nlu.calibrate import TUNE
from huiyin_nlu.corpus import Example
from huiyin_nlu.intents import IntentModel, fine
from huiyin_nlu.text import normalise

SHARES = (0.25, 0.5, 0.75, 1.0)


def shares(examples: list[Example], seed: int = 5) -> list[list[Example]]:
    """Return EXAMPLES cut to each of SHARES, every intent and category alike; a smaller one lies within a larger."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[fine(example.intent, example.category)].append(example)
    for name in sorted(groups):
        random.Random(seed).shuffle(groups[name])
    return [[row for rows in groups.values() for row in rows[: max(2, int(len(rows) * share))]] for share in SHARES]


def recalls(train: list[Example], test: list[Example]) -> tuple[float, dict[str, float]]:
    """Return accuracy, and recall by intent, on TEST of the linear model trained on TRAIN."""
    model = IntentModel.train([normalise(row.text).text for row in train], [fine(row.intent, row.category) for row in train], epochs=0)
    chances = model.coarse(model.fine_chances([normalise(row.text).text for row in test]))
    said = [model.classes[place] for place in chances.argmax(axis=1)]
    meant = Counter(row.intent for row in test)
    hits = Counter(row.intent for row, name in zip(test, said) if row.intent == name)
    return sum(hits.values()) / len(test), {name: hits[name] / meant[name] for name in meant}


def main() -> int:
    """Return the exit code: 0."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.curve", description="学习曲线：多写语料还有没有用")
    options.add_argument("file", nargs="?", type=Path, default=TUNE)
    chosen = options.parse_args()
    examples = corpus.training()
    if chosen.file.is_file():
        test = corpus.read(chosen.file)
    else:
        print(f"没有 {chosen.file.name}，改用留出的六分之一语料。")
        random.Random(3).shuffle(examples)
        cut = len(examples) // 6
        test, examples = examples[:cut], examples[cut:]
    rows = [recalls(part, test) for part in shares(examples)]
    counted = Counter(example.intent for example in examples)
    lines = ["| 意图 | 条数 | 25% | 50% | 75% | 100% | 最后一步 |", "|---|---|---|---|---|---|---|"]
    lines.append("| 合计 | " + str(len(examples)) + " | " + " | ".join(f"{accuracy * 100:.1f}" for accuracy, _ in rows) + f" | {(rows[-1][0] - rows[-2][0]) * 100:+.1f} |")
    for name in sorted(rows[-1][1]):
        figures = [row.get(name, 0.0) for _, row in rows]
        lines.append(f"| {name} | {counted[name]} | " + " | ".join(f"{figure * 100:.0f}" for figure in figures) + f" | {(figures[-1] - figures[-2]) * 100:+.0f} |")
    text = "\n".join(lines) + "\n"
    out = paths.ROOT / "var" / "nlu-eval"
    out.mkdir(parents=True, exist_ok=True)
    (out / "curve.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
