"""Fitting the weights of `index` and `trust`: `python -m knowledge.tuning [FILE of questions that have no answer]`.

Part of the ways of asking is held out in turn and must find its own answer by the rest; and with its answer taken
away nothing should be found. Prints the numbers to put into the modules. No question of the evaluation is used.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge import index as finding
from knowledge import trust
from knowledge.answering import Library
from knowledge.index import Index, Query
from store.county import County
from store.settings import ROOT

_FOLDS = 5
_RIVALS = 12
_STEPS, _RATE, _SHARPNESS = 500, 0.05, 10.0
_INTENT_GIVEN, _INTENT_RIGHT = 0.7, 0.85
"""How often understanding adds an intent, and how often that is the right one."""
_WITHOUT_ANSWER = 0.35
"""What a question whose answer was taken away counts: a neighbour may answer it rightly."""


@dataclass(frozen=True)
class Case:
    """A way of asking, the index that has not seen it, and the place of its answer (None: there is none)."""

    index: Index
    query: Query
    rows: NDArray[np.float32]
    owner: int | None


def cases(library: Library, seed: int = 7) -> Iterator[Case]:
    """Every way of asking, each held out once."""
    chance = np.random.default_rng(seed)
    entries = library.index().entries
    intents = sorted({entry.intent for entry in entries})
    for fold in range(_FOLDS):
        kept = [
            entry.model_copy(update={"ask": [way for at, way in enumerate(entry.ask) if at % _FOLDS != fold]})
            for entry in entries
        ]
        index = Index(kept, library.words)
        for owner, entry in enumerate(entries):
            for way in entry.ask[fold::_FOLDS]:
                intent = None
                if chance.random() < _INTENT_GIVEN:
                    right = chance.random() < _INTENT_RIGHT
                    intent = entry.intent if right else str(chance.choice(intents))
                query = index.query(way)
                yield Case(index, query, index.evidence(query, query.programs, intent), owner)


def fit_weights(held_out: Sequence[Case]) -> NDArray[np.float64]:
    """Weights under which the right entry stands out from its nearest rivals."""
    weights = finding.WEIGHTS.astype(np.float64)
    tables = []
    for case in held_out:
        order = np.argsort(-(case.rows @ finding.WEIGHTS))
        rivals = [one for one in order[: _RIVALS + 1].tolist() if one != case.owner][:_RIVALS]
        tables.append(case.rows[[case.owner, *rivals]].astype(np.float64))
    stacked = np.stack(tables)
    moment = np.zeros_like(weights)
    for _ in range(_STEPS):
        scores = stacked @ weights * _SHARPNESS
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        chances[:, 0] -= 1
        moment = 0.9 * moment + np.einsum("nk,nkf->f", chances, stacked) / len(stacked) + 0.001 * weights
        weights -= _RATE * moment
        weights[[0, 1, 2, 3, 4, 6]] = np.maximum(weights[[0, 1, 2, 3, 4, 6]], 0)
        weights[5] = min(weights[5], 0)
    return weights / weights[0]


def trials(
    held_out: Sequence[Case], strangers: Sequence[Case]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Signals, whether an answer would have been right, and how much each trial counts."""
    signals, right, counts = [], [], []

    def add(case: Case, rows: NDArray[np.float32], counting: float) -> None:
        found = case.index.ranked(rows)
        signals.append(trust.signals(case.index, case.query, found))
        owner = None if case.owner is None else case.index.entries[case.owner].id
        right.append(float(found[0].entry.id == owner))
        counts.append(counting)

    for case in held_out:
        add(case, case.rows, 1.0)
        alone = case.rows.copy()
        alone[case.owner] = -1
        add(case, alone, _WITHOUT_ANSWER)
    for case in strangers:
        add(case, case.rows, max(1.0, _WITHOUT_ANSWER * len(held_out) / len(strangers)))
    return np.array(signals), np.array(right), np.array(counts)


def fit_trust(
    signals: NDArray[np.float64], right: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bias and coefficients of a logistic regression."""
    design = np.column_stack([np.ones(len(signals)), signals])
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (counts * (chance - right)) + 0.5 * weights
        curvature = (design * (counts * chance * (1 - chance))[:, None]).T @ design
        weights -= np.linalg.solve(curvature + 0.5 * np.eye(len(weights)), gradient)
    return weights


def main(arguments: Sequence[str]) -> int:
    library = Library.load(county=County(ROOT / "county" / "qinghe"))
    whole = library.index()
    strangers = []
    for name in arguments:
        for one in yaml.safe_load(Path(name).read_text(encoding="utf-8")):
            if one.get("unanswerable"):
                query = whole.query(one["q"])
                strangers.append(Case(whole, query, whole.evidence(query, query.programs), None))
    held_out = list(cases(library))
    before = _hits(held_out)
    finding.WEIGHTS = fit_weights(held_out).astype(np.float32)
    signals, right, counts = trials(held_out, strangers)
    fitted = fit_trust(signals, right, counts)
    chance = 1 / (1 + np.exp(-np.column_stack([np.ones(len(signals)), signals]) @ fitted))
    out = [
        f"答案 {len(whole.entries)} 条，问法 {len(held_out)} 种；留出的问法命中：原 {before:.3f}，现 {_hits(held_out):.3f}",
        f"WEIGHTS = {dict(zip(finding.EVIDENCE, finding.WEIGHTS.round(2).tolist(), strict=True))}",
        f"_BIAS = {fitted[0]:.2f}",
        f"_COEFFICIENTS = {dict(zip(trust.SIGNALS, np.round(fitted[1:], 2).tolist(), strict=True))}",
        "门槛   该答的答了  答的里面对的  不该答的答了",
    ]
    foreign = np.array([False] * (2 * len(held_out)) + [True] * len(strangers))
    taken = np.array([at % 2 == 1 for at in range(2 * len(held_out))] + [False] * len(strangers))
    plain = ~foreign & ~taken
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        given = chance >= threshold
        out.append(
            f"{threshold:.1f}{given[plain].mean():>12.3f}{right[plain & given].mean():>14.3f}"
            f"{given[foreign].mean() if strangers else 0:>14.3f}（取走答案后仍答 {given[taken].mean():.3f}）"
        )
    sys.stdout.write("\n".join(out) + "\n")
    return 0


def _hits(held_out: Sequence[Case]) -> float:
    return float(np.mean([np.argmax(case.rows @ finding.WEIGHTS) == case.owner for case in held_out]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
