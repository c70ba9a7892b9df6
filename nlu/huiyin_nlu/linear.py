"""A linear classifier over counted strings: fast to train, fast to ask, kept as plain arrays."""

import json
from array import array
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from huiyin_nlu.views import VIEWS, pieces

_NUMBERS: dict[str, int] = {}


@lru_cache(maxsize=4096)
def _numbered(view: str, text: str, known: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the strings, KNOWN to some model, that VIEW shows of TEXT, and how often each is there.

    Kept, because several models look at each sentence, alone and within its letter; a string has one number for all of them.
    """
    parts = pieces(view, text)
    if len(parts) > 1:
        seen = [_numbered(view, part, known) for part in parts]
        numbers, places = np.unique(np.concatenate([row for row, _ in seen]), return_inverse=True)
        return numbers, np.bincount(places, np.concatenate([times for _, times in seen])).astype(np.float32)
    counts = Counter(map(_NUMBERS.get, VIEWS[view](text)))
    counts.pop(None, None)
    size = len(counts)
    return np.fromiter(counts.keys(), np.int32, size), np.fromiter(counts.values(), np.float32, size)


def _counted(view: str, texts: list[str], least: int) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Return the strings that VIEW shows of at least LEAST of TEXTS, sorted, and of each sighting its text, string and count."""
    numbers: dict[str, int] = {}
    places, times, sizes = array("i"), array("i"), []
    for text in texts:
        counts = Counter(string for part in pieces(view, text) for string in VIEWS[view](part))
        places.extend([numbers.setdefault(string, len(numbers)) for string in counts])
        times.extend(counts.values())
        sizes.append(len(counts))
    columns = np.frombuffer(places, dtype=np.int32) if places else np.zeros(0, np.int32)
    seen = np.bincount(columns, minlength=len(numbers))
    kept = sorted(string for string, number in numbers.items() if seen[number] >= least)
    moved = np.full(len(numbers), -1, dtype=np.int32)
    moved[[numbers[string] for string in kept]] = np.arange(len(kept), dtype=np.int32)
    columns = moved[columns]
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    true = columns >= 0
    return kept, rows[true], columns[true], np.asarray(times, dtype=np.float32)[true]


class Vocabulary:
    """Strings to columns with sublinear tf-idf; each view is brought to length one before they join."""

    def __init__(self, strings: dict[str, list[str]], weights: np.ndarray) -> None:
        self.strings = strings
        self.views = list(strings)
        self.weights = weights
        self._first = np.cumsum([0, *(len(row) for row in strings.values())])
        numbers = [_NUMBERS.setdefault(string, len(_NUMBERS)) for row in strings.values() for string in row]
        self._column = np.full(max(numbers, default=-1) + 2, -1, dtype=np.int32)
        self._column[numbers] = np.arange(len(numbers), dtype=np.int32)

    @classmethod
    def learn(cls, texts: list[str], views: list[str], least: int = 2) -> tuple["Vocabulary", csr_matrix]:
        """Return the vocabulary of the strings that at least LEAST of TEXTS show, and the matrix of TEXTS."""
        strings, weights, rows, columns, times = {}, [], [], [], []
        first = 0
        for view in views:
            kept, texts_of, columns_of, times_of = _counted(view, texts, least)
            strings[view] = kept
            weights.append(np.log((1 + len(texts)) / (1 + np.bincount(columns_of, minlength=len(kept)))) + 1)
            rows.append(texts_of)
            columns.append(columns_of + first)
            times.append(times_of)
            first += len(kept)
        made = cls(strings, np.concatenate(weights).astype(np.float32))
        return made, made._weighed(np.concatenate(rows), np.concatenate(columns), np.concatenate(times), len(texts))

    def matrix(self, texts: list[str]) -> csr_matrix:
        """Return one row of weighted counts for each of TEXTS."""
        seen = [_numbered(view, text, len(_NUMBERS)) for text in texts for view in self.views]
        sizes = np.asarray([len(numbers) for numbers, _ in seen]).reshape(len(texts), -1).sum(axis=1)
        columns = self._column[np.minimum(np.concatenate([numbers for numbers, _ in seen]), len(self._column) - 1)]
        rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
        true = columns >= 0
        return self._weighed(rows[true], columns[true], np.concatenate([times for _, times in seen])[true], len(texts))

    def _weighed(self, rows: np.ndarray, columns: np.ndarray, times: np.ndarray, size: int) -> csr_matrix:
        """Return SIZE rows of weighted counts, given of each sighting its row, column and count."""
        values = (1 + np.log(times)) * self.weights[columns]
        block = rows * len(self.views) + np.searchsorted(self._first, columns, side="right") - 1
        lengths = np.sqrt(np.bincount(block, values**2, size * len(self.views)))
        values = (values / lengths[block]).astype(np.float32)
        return csr_matrix((values, (rows, columns)), shape=(size, len(self.weights)))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return SCORES as probabilities, row by row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


class LinearText:
    """Classes of texts by logistic regression or a linear support vector machine."""

    def __init__(self, vocabulary: Vocabulary, classes: list[str], coefficients: np.ndarray, intercepts: np.ndarray, temperature: float = 1.0) -> None:
        self.vocabulary = vocabulary
        self.classes = classes
        self.coefficients = coefficients
        self.intercepts = intercepts
        self.temperature = temperature

    @classmethod
    def train(
        cls,
        texts: list[str],
        labels: list[str],
        views: list[str],
        kind: str = "svm",
        cost: float = 1.0,
        weights: np.ndarray | None = None,
        least: int = 2,
    ) -> "LinearText":
        """Return a model trained on TEXTS and their LABELS; KIND is `svm` or `logistic`, COST its C."""
        vocabulary, matrix = Vocabulary.learn(texts, views, least)
        if kind == "logistic":
            model = LogisticRegression(C=cost, max_iter=60, class_weight="balanced", tol=1e-3)
        else:
            model = LinearSVC(C=cost, class_weight="balanced", tol=1e-3, random_state=0)
        model.fit(matrix, labels, sample_weight=weights)
        coefficients, intercepts = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            coefficients = np.vstack([-coefficients, coefficients])
            intercepts = np.hstack([-intercepts, intercepts])
        return cls(vocabulary, list(map(str, model.classes_)), coefficients.T.astype(np.float32).copy(), intercepts.astype(np.float32))

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return a score for each text and class, in the order of `classes`."""
        return self.vocabulary.matrix(texts) @ self.coefficients + self.intercepts

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """Return a probability for each text and class."""
        return softmax(self.scores(texts) / self.temperature)

    def save(self, folder: Path) -> None:
        """Write the model to FOLDER as JSON and arrays."""
        folder.mkdir(parents=True, exist_ok=True)
        table = {
            "views": self.vocabulary.views,
            "classes": self.classes,
            "temperature": self.temperature,
            "columns": self.vocabulary.strings,
        }
        (folder / "model.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "arrays.npz", weights=self.vocabulary.weights, coefficients=self.coefficients.astype(np.float16), intercepts=self.intercepts
        )

    @classmethod
    def load(cls, folder: Path) -> "LinearText":
        """Return the model that `save` wrote to FOLDER."""
        table = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "arrays.npz")
        vocabulary = Vocabulary({view: table["columns"][view] for view in table["views"]}, arrays["weights"])
        return cls(vocabulary, table["classes"], arrays["coefficients"].astype(np.float32), arrays["intercepts"], table["temperature"])
