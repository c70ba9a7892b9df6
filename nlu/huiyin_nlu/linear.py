"""A linear classifier over counted strings: fast to train, fast to ask, kept as plain arrays."""

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from huiyin_nlu.views import VIEWS


@lru_cache(maxsize=2048)
def _counted(view: str, text: str) -> Counter[str]:
    """Return what VIEW shows of TEXT and how often; kept, because several models look at each sentence."""
    return Counter(VIEWS[view](text))


class Vocabulary:
    """Strings to columns with sublinear tf-idf; each view is brought to length one before they join."""

    def __init__(self, views: list[str], columns: dict[str, dict[str, int]], weights: np.ndarray) -> None:
        self.views = views
        self.columns = columns
        self.weights = weights

    @classmethod
    def learn(cls, texts: list[str], views: list[str], least: int = 2) -> "Vocabulary":
        """Return the vocabulary of the strings that at least LEAST of TEXTS show."""
        columns: dict[str, dict[str, int]] = {}
        weights: list[float] = []
        for view in views:
            seen: Counter[str] = Counter()
            for text in texts:
                seen.update(set(VIEWS[view](text)))
            kept = sorted(string for string, times in seen.items() if times >= least)
            columns[view] = {string: len(weights) + place for place, string in enumerate(kept)}
            weights += [float(np.log((1 + len(texts)) / (1 + seen[string])) + 1) for string in kept]
        return cls(views, columns, np.asarray(weights, dtype=np.float32))

    def matrix(self, texts: list[str]) -> csr_matrix:
        """Return one row of weighted counts for each of TEXTS."""
        indices: list[int] = []
        data: list[float] = []
        starts = [0]
        for text in texts:
            for view in self.views:
                columns = self.columns[view]
                counts = {columns[string]: times for string, times in _counted(view, text).items() if string in columns}
                if not counts:
                    continue
                places = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
                values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
                values = (1 + np.log(values)) * self.weights[places]
                values /= np.sqrt(np.dot(values, values))
                indices.extend(places.tolist())
                data.extend(values.tolist())
            starts.append(len(indices))
        return csr_matrix((np.asarray(data, dtype=np.float32), indices, starts), shape=(len(texts), len(self.weights)))


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
        vocabulary = Vocabulary.learn(texts, views, least)
        matrix = vocabulary.matrix(texts)
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
            "columns": {view: list(columns) for view, columns in self.vocabulary.columns.items()},
        }
        (folder / "model.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "arrays.npz", weights=self.vocabulary.weights, coefficients=self.coefficients.astype(np.float16), intercepts=self.intercepts)

    @classmethod
    def load(cls, folder: Path) -> "LinearText":
        """Return the model that `save` wrote to FOLDER."""
        table = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "arrays.npz")
        columns, first = {}, 0
        for view in table["views"]:
            strings = table["columns"][view]
            columns[view] = dict(zip(strings, range(first, first + len(strings))))
            first += len(strings)
        vocabulary = Vocabulary(table["views"], columns, arrays["weights"])
        return cls(vocabulary, table["classes"], arrays["coefficients"].astype(np.float32), arrays["intercepts"], table["temperature"])
