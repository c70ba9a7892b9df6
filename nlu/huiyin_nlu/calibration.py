"""Confidence that means what it says."""

import itertools

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from huiyin_nlu.linear import softmax


def temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """Return the divisor of SCORES under which their softmax explains the class numbers TRUTH best."""
    rows = np.arange(len(truth))

    def loss(log_divisor: float) -> float:
        chances = softmax(scores / np.exp(log_divisor))[rows, truth]
        return float(-np.log(np.clip(chances, 1e-9, 1)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4, 3), method="bounded").x))


def expected_error(confidences: np.ndarray, correct: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over BINS of equal width, between 0 and 1."""
    error = 0.0
    edges = np.linspace(0, 1, bins + 1)
    for low, high in itertools.pairwise(edges):
        inside = (confidences > low) & (confidences <= high)
        if inside.any():
            error += inside.mean() * abs(confidences[inside].mean() - correct[inside].mean())
    return float(error)


def folds(labels: list[str], count: int = 4):
    """Return COUNT splits (training places, held-out places) with every label's share kept."""
    least = min(np.unique(labels, return_counts=True)[1])
    splitter = StratifiedKFold(max(2, min(count, int(least))), shuffle=True, random_state=7)
    return list(splitter.split(np.zeros(len(labels)), labels))
