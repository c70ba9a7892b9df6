"""`python -m huiyin_nlu.curve [FILE]`: accuracy by intent against the share of the data used.

Trains the linear half of the intent model on a quarter, half, three quarters and all of the data, always the same
shares by a fixed seed, and measures on FILE (the tuning set by default; without it, a sixth of the data kept out).
Where the last step still rises, more examples are worth writing. With `--choices` it compares what the intent model
could look at instead, and what the network adds. With `--slips` it measures what learning from wrong characters and
missing punctuation would add, on the sentences kept out as written and with such slips.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from huiyin_nlu import corpus, measures, neural, paths
from huiyin_nlu.calibrate import TUNE
from huiyin_nlu.corpus import Example
from huiyin_nlu.intents import NETWORK_SHARE, VIEWS, IntentModel, fine
from huiyin_nlu.linear import LinearText
from huiyin_nlu.text import normalise
from huiyin_nlu.views import syllable

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


CHOICES = {
    "字串": ["chars"],
    "词": ["words"],
    "字串、词": ["chars", "words"],
    "字串、词、骨架": ["chars", "words", "bones"],
    "字串、词、骨架、拼音": ["chars", "words", "bones", "sounds", "shape"],
    "字串、词、骨架、拼音、同义类": VIEWS,
}


def choices(train: list[Example], test: list[Example], epochs: int) -> str:
    """Return a table of accuracy and macro-F1 on TEST: linear models over growing views, the network, and their mix."""
    texts, labels = [normalise(row.text).text for row in train], [fine(row.intent, row.category) for row in train]
    asked, meant = [normalise(row.text).text for row in test], [row.intent for row in test]
    lines = ["| 看什么 | 正确率 % | macro-F1 % |", "|---|---|---|"]

    def add(name: str, classes: list[str], chances) -> None:
        row = measures.scores(meant, [classes[place] for place in chances.argmax(axis=1)])
        lines.append(f"| {name} | {row['accuracy'] * 100:.1f} | {row['macro_f1'] * 100:.1f} |")

    for name, views in CHOICES.items():
        model = IntentModel(LinearText.train(texts, labels, views, cost=0.4), None)
        add(f"线性：{name}", model.classes, model.coarse(model.fine_chances(asked)))
    if epochs:
        network = neural.train(texts, labels, epochs=epochs)
        for name, share in (("卷积网络", 1.0), ("线性与网络各半", NETWORK_SHARE)):
            model = IntentModel(model.linear, network, share)
            add(name, model.classes, model.coarse(model.fine_chances(asked)))
    return "\n".join(lines) + "\n"


class Slips:
    """Messages as hurried thumbs and speech recognition leave them: characters that sound alike, punctuation gone."""

    MARKS = re.compile(r"[,.。!?;:、，！？；：~…]+")
    APART = 12
    USUAL = 3

    def __init__(self, texts: list[str], seed: int) -> None:
        self._used = Counter(character for text in texts for character in text if character >= "\u3400")
        self._alike: dict[str, list[str]] = defaultdict(list)
        for character in sorted(name for name, times in self._used.items() if times >= self.USUAL):
            self._alike[syllable(character)].append(character)
        self._chance = random.Random(seed)

    def of(self, text: str) -> str:
        """Return TEXT with a wrong character for every APART or fewer, in half of the cases without punctuation."""
        row = list(text)
        places = [place for place, character in enumerate(row) if len(self._alike.get(syllable(character), ())) > 1]
        for place in self._chance.sample(places, min(len(places), 1 + len(row) // self.APART)):
            others = [character for character in self._alike[syllable(row[place])] if character != row[place]]
            row[place] = self._chance.choices(others, [self._used[character] for character in others])[0]
        made = "".join(row)
        return self.MARKS.sub("", made) or made if self._chance.random() < 0.5 else made

    def among(self, texts: list[str], share: float) -> list[str]:
        """Return TEXTS, a SHARE of them with slips."""
        return [self.of(text) if self._chance.random() < share else text for text in texts]


def slips(train: list[Example], test: list[Example]) -> str:
    """Return a table of accuracy and macro-F1 on TEST, as written and with slips, of linear models that learned slips or not."""
    texts, labels = [normalise(row.text).text for row in train], [fine(row.intent, row.category) for row in train]
    meant = [row.intent for row in test]
    written = [normalise(row.text).text for row in test]
    wrong = Slips(texts, 99)
    sets = {"原句": written, "弄错后": [wrong.of(text) for text in written]}
    some = random.Random(5).sample(range(len(texts)), len(texts) // 5)
    learned = Slips(texts, 23)
    ways = {
        "不加": (texts, labels),
        "15% 换成弄错的": (learned.among(texts, 0.15), labels),
        "另加 20% 弄错的": (texts + [learned.of(texts[place]) for place in some], labels + [labels[place] for place in some]),
    }
    lines = [f"| 训练 | {' | '.join(f'{name}：正确率、macro-F1 %' for name in sets)} |", "|---" * (len(sets) + 1) + "|"]
    for name, (said, known) in ways.items():
        model = IntentModel.train(said, known, epochs=0)
        figures = [
            measures.scores(meant, [model.classes[place] for place in model.coarse(model.fine_chances(asked)).argmax(axis=1)]) for asked in sets.values()
        ]
        lines.append(f"| {name} | " + " | ".join(f"{row['accuracy'] * 100:.1f}、{row['macro_f1'] * 100:.1f}" for row in figures) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Return the exit code: 0."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.curve", description="学习曲线：多写语料还有没有用")
    options.add_argument("file", nargs="?", type=Path, default=TUNE)
    options.add_argument("--holdout", action="store_true", help="不用调参集，留出六分之一语料来量")
    options.add_argument("--choices", action="store_true", help="比较模型看什么、要不要网络")
    options.add_argument("--slips", action="store_true", help="比较训练时要不要加错字、去标点")
    options.add_argument("--epochs", type=int, default=10, help="网络看几遍语料；0 表示不比网络")
    chosen = options.parse_args()
    examples = corpus.training()
    if chosen.file.is_file() and not chosen.holdout:
        test = corpus.read(chosen.file)
    else:
        print("用留出的六分之一语料来量。")
        random.Random(3).shuffle(examples)
        cut = len(examples) // 6
        test, examples = examples[:cut], examples[cut:]
    if chosen.choices:
        print(choices(examples, test, chosen.epochs))
        return 0
    if chosen.slips:
        print(slips(examples, test))
        return 0
    rows = [recalls(part, test) for part in shares(examples)]
    counted = Counter(example.intent for example in examples)
    lines = ["| 意图 | 条数 | 25% | 50% | 75% | 100% | 最后一步 |", "|---|---|---|---|---|---|---|"]
    lines.append(
        "| 合计 | "
        + str(len(examples))
        + " | "
        + " | ".join(f"{accuracy * 100:.1f}" for accuracy, _ in rows)
        + f" | {(rows[-1][0] - rows[-2][0]) * 100:+.1f} |"
    )
    for name in sorted(rows[-1][1]):
        figures = [row.get(name, 0.0) for _, row in rows]
        lines.append(
            f"| {name} | {counted[name]} | " + " | ".join(f"{figure * 100:.0f}" for figure in figures) + f" | {(figures[-1] - figures[-2]) * 100:+.0f} |"
        )
    text = "\n".join(lines) + "\n"
    out = paths.ROOT / "var" / "nlu-eval"
    out.mkdir(parents=True, exist_ok=True)
    (out / "curve.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
