"""A small convolutional network over characters, sounds, words and concepts.

Trained with TensorFlow, which Rasa brings along; asked with NumPy alone, so that a message costs about a millisecond.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cached_property
from pathlib import Path

import numpy as np

from huiyin_nlu.cutter import cutter
from huiyin_nlu.linear import softmax
from huiyin_nlu.views import concepts_in, folded, standard, syllable

LONGEST = 96
SIZES = (96, 48, 64, 32)
FILTERS = 128
WIDTHS = (1, 2, 3, 4)
STEPS = (6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 80, 96)


def layers(text: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return for each character of TEXT, put into plain words: itself, its sound, its word, its concept."""
    shown = standard(folded(text))[:LONGEST] or " "
    words = [""] * len(shown)
    for start, end in cutter().cut(shown):
        words[start:end] = [shown[start:end]] * (end - start)
    named = [""] * len(shown)
    for start, end, name in concepts_in(shown):
        for place in range(start, end):
            named[place] = named[place] or name
    return list(shown), [syllable(character) for character in shown], words, named


def _padded(size: int) -> int:
    return next((step for step in STEPS if size <= step), LONGEST)


class Network:
    """The trained weights and the numbering of what they read."""

    def __init__(self, numbers: list[dict[str, int]], classes: list[str], weights: dict[str, np.ndarray]) -> None:
        self.numbers = numbers
        self.classes = classes
        self.weights = weights

    def encode(self, text: str) -> list[np.ndarray]:
        """Return TEXT as one row of numbers for each layer; 0 pads, 1 is unknown."""
        return [np.asarray([table.get(item, 1) for item in row], dtype=np.int32) for table, row in zip(self.numbers, layers(text))]

    @cached_property
    def _said(self) -> list[np.ndarray]:
        """Return of each layer what every row of its embedding adds to all filters, the kernels side by side."""
        kernels = np.concatenate([kernel for span in WIDTHS for kernel in self.weights[f"kernel{span}"]], axis=1)
        edges = np.cumsum([0, *SIZES])
        return [self.weights[f"embedding{layer}"] @ kernels[edges[layer] : edges[layer + 1]] for layer in range(len(SIZES))]

    def _pooled(self, text: str) -> np.ndarray:
        """Return the strongest answer of each filter anywhere in TEXT."""
        rows = self.encode(text)
        size = len(rows[0])
        width = max(_padded(size), max(WIDTHS))
        seen = np.empty((width, self._said[0].shape[1]), dtype=np.float32)
        np.take(self._said[0], rows[0], axis=0, out=seen[:size])
        for table, row in zip(self._said[1:], rows[1:]):
            seen[:size] += table[row]
        seen[size:] = sum(table[0] for table in self._said)
        pooled = []
        blocks = iter(seen.reshape(width, sum(WIDTHS), -1).swapaxes(0, 1))
        for span in WIDTHS:
            before = (span - 1) // 2
            total = np.zeros((width + span - 1, seen.shape[1] // sum(WIDTHS)), dtype=np.float32)
            for step in range(span):
                total[span - 1 - step : span - 1 - step + width] += next(blocks)
            pooled.append(np.maximum(total[span - 1 - before :][:width].max(axis=0) + self.weights[f"bias{span}"], 0))
        return np.concatenate(pooled)

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return the scores of the classes for each of TEXTS."""
        return np.stack([self._pooled(text) for text in texts]) @ self.weights["out"] + self.weights["out_bias"]

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """Return the chances of the classes for each of TEXTS."""
        return softmax(self.scores(texts))

    def save(self, folder: Path) -> None:
        """Write the network to FOLDER."""
        folder.mkdir(parents=True, exist_ok=True)
        table = {"numbers": self.numbers, "classes": self.classes}
        (folder / "network.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "network.npz", **{name: array.astype(np.float16) for name, array in self.weights.items()})

    @classmethod
    def load(cls, folder: Path) -> Network:
        """Return the network that `save` wrote to FOLDER."""
        table = json.loads((folder / "network.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "network.npz")
        return cls(table["numbers"], table["classes"], {name: arrays[name].astype(np.float32) for name in arrays.files})


def train(
    texts: list[str],
    labels: list[str],
    epochs: int = 6,
    seed: int = 11,
    rate: float = 2.5e-3,
    batch: int = 64,
    smooth: float = 0.05,
    jitter: float = 6,
    start: float = 0.06,
    weights: dict[str, float] | None = None,
    watch=None,
) -> Network:
    """Return a network trained on TEXTS and their LABELS; WEIGHTS say how much a label's examples count.

    In training, some characters, sounds and words are hidden, so that none is relied on alone. WATCH is
    called with (epoch, network) after each epoch if given.
    """
    import tensorflow as tf

    tf.config.run_functions_eagerly(False)
    generator = np.random.default_rng(seed)
    tf.random.set_seed(seed)
    read = [layers(text) for text in texts]
    numbers = []
    for layer in range(4):
        seen = Counter(item for row in read for item in row[layer])
        kept = sorted(item for item, times in seen.items() if times >= 2)
        numbers.append({item: number for number, item in enumerate(kept, 2)})
    names = sorted(set(labels))
    coded = [[np.asarray([table.get(item, 1) for item in row], dtype=np.int32) for table, row in zip(numbers, rows)] for rows in read]
    goal = np.asarray([names.index(name) for name in labels])
    worth = np.asarray([(weights or {}).get(name, 1.0) for name in labels], dtype=np.float32)

    def fresh(shape, scale):
        return tf.Variable(generator.normal(0, scale, shape).astype(np.float32))

    width = sum(SIZES)
    variables = {f"embedding{layer}": fresh((len(numbers[layer]) + 2, SIZES[layer]), start) for layer in range(4)}
    for span in WIDTHS:
        variables[f"kernel{span}"] = fresh((span, width, FILTERS), (2 / (span * width)) ** 0.5)
        variables[f"bias{span}"] = tf.Variable(tf.zeros(FILTERS))
    pooled = FILTERS * len(WIDTHS)
    variables["out"] = fresh((pooled, len(names)), (1 / pooled) ** 0.5)
    variables["out_bias"] = tf.Variable(tf.zeros(len(names)))
    trained = list(variables.values())
    optimizer = tf.keras.optimizers.Adam(rate)
    optimizer.build(trained)

    @tf.function(reduce_retracing=True)
    def step(first, second, third, fourth, wanted, weight):
        with tf.GradientTape() as tape:
            seen = tf.concat([tf.nn.embedding_lookup(variables[f"embedding{layer}"], ids) for layer, ids in enumerate((first, second, third, fourth))], axis=2)
            seen = tf.nn.dropout(seen, 0.3, noise_shape=[tf.shape(seen)[0], 1, width])
            rows = [tf.reduce_max(tf.nn.relu(tf.nn.conv1d(seen, variables[f"kernel{span}"], 1, "SAME") + variables[f"bias{span}"]), axis=1) for span in WIDTHS]
            joined = tf.nn.dropout(tf.concat(rows, axis=1), 0.5)
            target = tf.one_hot(wanted, len(names)) * (1 - smooth) + smooth / len(names)
            loss = tf.nn.softmax_cross_entropy_with_logits(target, joined @ variables["out"] + variables["out_bias"])
            loss = tf.reduce_mean(loss * weight)
        optimizer.apply_gradients(zip(tape.gradient(loss, trained), trained))
        return loss

    def network() -> Network:
        return Network(numbers, names, {name: variable.numpy() for name, variable in variables.items()})

    sizes = np.asarray([len(rows[0]) for rows in coded])
    for epoch in range(epochs):
        optimizer.learning_rate.assign(rate * min(1.0, 2 * (epochs - epoch) / epochs))
        order = np.argsort(sizes + generator.uniform(0, jitter, len(sizes)), kind="stable")
        batches = [order[place : place + batch] for place in range(0, len(order), batch)]
        generator.shuffle(batches)
        for places in batches:
            length = _padded(max(int(sizes[places].max()), max(WIDTHS)))
            blocks = np.zeros((4, len(places), length), dtype=np.int32)
            for row, place in enumerate(places):
                for layer in range(4):
                    blocks[layer, row, : sizes[place]] = coded[place][layer]
            for layer, hidden in enumerate((0.1, 0.1, 0.2, 0.1)):
                blocks[layer][(generator.random(blocks[layer].shape) < hidden) & (blocks[layer] > 0)] = 1
            step(*(tf.constant(block) for block in blocks), tf.constant(goal[places]), tf.constant(worth[places]))
        if watch:
            watch(epoch, network())
    return network()
