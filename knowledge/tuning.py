"""Fitting the weights of `index` and `trust`: `python -m knowledge.tuning FILE… [--model FILE]`.

A stretch of the ways of asking is held out in turn and must find its own answer by the rest (those written together
avoid each other's words, so they are held out together); and with its answer taken away nothing should be found. The files add questions as for `knowledge.evaluate`, with and without an answer. Prints
the numbers to put into the modules; trust is fitted for the weights as shipped. Never give it the questions that the evaluation is made with.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge import index as finding
from knowledge import trust
from knowledge.answering import Library
from knowledge.encoder import Encoder
from knowledge.evaluate import talked_of, understood
from knowledge.index import Index
from knowledge.learning import learn
from knowledge.profiles import VIEWS
from knowledge.words import Reading
from store.county import County
from store.settings import ROOT

_FOLDS = 3
_RIVALS = 12
_SHORT = 12
"""Questions without an answer up to this many characters are also taken as ones that go on from an answer."""
_STEPS, _RATE, _SHARPNESS = 500, 0.05, 10.0
_INTENT_GIVEN, _INTENT_RIGHT = 0.7, 0.85
"""How often understanding adds an intent, and how often that is the right one."""
_WITHOUT_ANSWER = 0.1
"""What a question whose answer was taken away counts: a neighbour may answer it rightly."""
_FALSE = 4.0
"""What a question without an answer counts: a false answer costs more than an honest "I do not know"."""
_HELD_OUT = 0.3
"""What the ways of asking count beside the questions of files, which are more like what people send."""
_OPEN, _TAKEN, _FOREIGN = range(3)
_FOR = np.array([name != "stranger" for name in finding.EVIDENCE])


@dataclass(frozen=True)
class Case:
    """A way of asking, the index that has not seen it, and the places of its answers (none: there is no answer)."""

    index: Index
    query: Reading
    rows: NDArray[np.float32]
    owners: frozenset[int]
    intent: str | None = None


def asked(library: Library, questions: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """The questions, each as it is, with the intent it should be understood to have, and as a model understands it.

    One without an answer is taken with the intent of what comes nearest: understanding may know no better, and that is
    when a wrong answer looks most like a right one.
    """
    index = library.index()
    places = {entry.id: at for at, entry in enumerate(index.entries)}
    for one in questions:
        if one.get("before"):
            continue
        owners = frozenset(places[key] for key in one.get("answer_ids", ()) if key in places)
        if not owners and not one.get("unanswerable"):
            continue
        query = index.query(one["q"])
        intents = {index.entries[at].intent for at in owners} or {
            index.search(query, query.programs, count=1)[0].entry.intent
        }
        for intent in (None, *intents):
            yield Case(index, query, index.evidence(query, query.programs, intent), owners, intent)
        if one.get("intent"):
            programs = query.programs or [one["program"] or ""]
            yield Case(index, query, index.evidence(query, programs, one["intent"]), owners, one["intent"])


def cases(library: Library, seed: int = 7) -> Iterator[Case]:
    """Every way of asking, each held out once."""
    chance = np.random.default_rng(seed)
    entries = library.index().entries
    intents = sorted({entry.intent for entry in entries})
    for fold in range(_FOLDS):
        kept = [entry.model_copy(update={"ask": _without(entry.ask, fold)}) for entry in entries]
        encoder = learn(kept, library.words) if library.index().has_encoder else None
        index = Index(kept, library.words, encoder)
        for owner, entry in enumerate(entries):
            for way in entry.ask[_stretch(entry.ask, fold)]:
                intent = None
                if chance.random() < _INTENT_GIVEN:
                    right = chance.random() < _INTENT_RIGHT
                    intent = entry.intent if right else str(chance.choice(intents))
                query = index.query(way)
                yield Case(
                    index, query, index.evidence(query, query.programs, intent), frozenset({owner}), intent
                )


def _stretch(ways: Sequence[str], fold: int) -> slice:
    return slice(len(ways) * fold // _FOLDS, len(ways) * (fold + 1) // _FOLDS)


def _without(ways: Sequence[str], fold: int) -> list[str]:
    out = _stretch(ways, fold)
    return [*ways[: out.start], *ways[out.stop :]]


def following(
    library: Library, files: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[bool]]:
    """Signals, whether the answer would be right and whether there is one, of questions that go on from an answer.

    Those of the files, and the short ones without an answer, each asked after one of the others (那…呢 every fourth).
    """
    content = [one for name in files for one in yaml.safe_load(Path(name).read_text(encoding="utf-8"))]
    onward = [one for one in content if one.get("before")]
    strange = [one["q"] for one in content if one.get("unanswerable") and not one.get("before")]
    short = [said for said in strange if len(said) <= _SHORT]
    for at, said in enumerate(short if onward else ()):
        asked = (f"那{said}呢", f"那{said}", said, said)[at % 4]
        onward.append({"q": asked, "before": onward[at * 7 % len(onward)]["before"]})
    signals, right, answerable = [], [], []
    for one in onward:
        context = talked_of(library, one["before"])
        query, _, found = library.candidates(one["q"], context=context)
        if library.goes_on(one["q"], context):
            signals.append(trust.signals(library.index(), query, found))
            right.append(float(found[0].entry.id in one.get("answer_ids", ())))
            answerable.append(bool(one.get("answer_ids")))
    return np.array(signals), np.array(right), answerable


def fit_weights(held_out: Sequence[Case]) -> NDArray[np.float64]:
    """Weights under which the right entry stands out from its nearest rivals."""
    weights = held_out[0].index.weights.astype(np.float64)
    tables = []
    for case in held_out:
        order = np.argsort(-(case.rows @ case.index.weights))
        rivals = [one for one in order.tolist() if one not in case.owners][:_RIVALS]
        best = min(case.owners, key=order.tolist().index)
        tables.append(case.rows[[best, *rivals]].astype(np.float64))
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
        weights = np.where(_FOR, np.maximum(weights, 0), np.minimum(weights, 0))
    return weights / weights[: len(VIEWS)].sum()


def trials(
    held_out: Sequence[Case], questions: Sequence[Case]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Signals, whether an answer would have been right, how much each trial counts, and of which kind it is."""
    signals, right, counts, kinds = [], [], [], []

    def add(case: Case, rows: NDArray[np.float32], counting: float, kind: int) -> None:
        found = case.index.ranked(rows)
        signals.append(trust.signals(case.index, case.query, found, case.intent))
        right.append(float(found[0].entry.id in {case.index.entries[at].id for at in case.owners}))
        counts.append(counting)
        kinds.append(kind)

    share = len(questions) / max(len(held_out), 1) if questions else 1.0
    for group, counting in ((held_out, share * _HELD_OUT), (questions, 1.0)):
        for case in group:
            add(
                case,
                case.rows,
                counting * (1.0 if case.owners else _FALSE),
                _OPEN if case.owners else _FOREIGN,
            )
            if case.owners:
                alone = case.rows.copy()
                alone[list(case.owners)] = -1
                add(case, alone, counting * _WITHOUT_ANSWER, _TAKEN)
    return np.array(signals), np.array(right), np.array(counts), np.array(kinds)


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
    parser = argparse.ArgumentParser(prog="python -m knowledge.tuning", description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--model", type=Path, help="训练好的模型，用它给出意图和项目")
    parser.add_argument("--encoder", action="store_true", help="连同学过的问法一起拟合")
    chosen = parser.parse_args(arguments)
    content = [one for name in chosen.files for one in yaml.safe_load(Path(name).read_text(encoding="utf-8"))]
    if chosen.model:
        content = understood(content, chosen.model)
    encoder = Encoder.load() if chosen.encoder else None
    library = Library.load(county=County(ROOT / "county" / "qinghe"), encoder=encoder)
    held_out, questions = list(cases(library)), list(asked(library, content))
    answerable = [case for case in questions if case.owners]
    before = _hits(held_out), _hits(answerable)
    fitted_weights = fit_weights([*held_out, *answerable])
    after = _hits(held_out, fitted_weights), _hits(answerable, fitted_weights)
    signals, right, counts, kinds = trials(held_out, questions)
    fitted = fit_trust(signals, right, counts)
    chance = 1 / (1 + np.exp(-np.column_stack([np.ones(len(signals)), signals]) @ fitted))
    out = [
        f"答案 {len(library.index().entries)} 条，问法 {len(held_out)} 种，另有问题 {len(answerable)} 个",
        f"命中：留出的问法 原 {before[0]:.3f} 拟合 {after[0]:.3f}；问题 原 {before[1]:.3f} 拟合 {after[1]:.3f}",
        f"WEIGHTS = {dict(zip(finding.EVIDENCE, fitted_weights.round(3).tolist(), strict=True))}",
        f"_BIAS = {fitted[0]:.2f}",
        f"_COEFFICIENTS = {dict(zip(trust.SIGNALS, np.round(fitted[1:], 2).tolist(), strict=True))}",
        "门槛   该答的答了  答的里面对的  不该答的答了  取走答案仍答",
    ]
    files = np.arange(len(signals)) >= len(signals) - sum(2 if case.owners else 1 for case in questions)
    asked_for = files & (kinds != _TAKEN)
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        given = chance >= threshold
        kind = {name: given[files & (kinds == name)] for name in (_OPEN, _TAKEN, _FOREIGN)}
        sound = right[files & (kinds == _OPEN) & given]
        shares = (kind[_OPEN], sound, kind[_FOREIGN], kind[_TAKEN])
        out.append(
            f"{threshold:.2f}" + "".join(f"{part.mean() if part.size else 0:>13.3f}" for part in shares)
        )
    answered = trust.standard(library.index()).threshold
    out += _likely(
        signals[asked_for], right[asked_for], chance[asked_for], kinds[asked_for] == _OPEN, answered
    )
    out += _following(library, chosen.files)
    sys.stdout.write("\n".join(out) + "\n")
    return 0


def _likely(
    signals: NDArray[np.float64],
    right: NDArray[np.float64],
    trusted: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    answered: float,
) -> list[str]:
    """The lines about what is told as what may be meant: of the questions of the files that are trusted less than `answered`."""
    fitted = fit_trust(signals, right, np.ones(len(right)))
    chance = 1 / (1 + np.exp(-np.column_stack([np.ones(len(signals)), signals]) @ fitted))
    out = [
        f"_LIKELY_BIAS = {fitted[0]:.2f}",
        f"_LIKELY_COEFFICIENTS = {dict(zip(trust.SIGNALS, np.round(fitted[1:], 2).tolist(), strict=True))}",
        "门槛   该答的试答  试答里面对的  不该答的试答",
    ]
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        told = (chance >= threshold) & (trusted < answered)
        sound = right[told & answerable]
        shares = (told[answerable].mean(), sound.mean() if sound.size else 0, told[~answerable].mean())
        out.append(f"{threshold:.2f}" + "".join(f"{part:>13.3f}" for part in shares))
    return out


def _following(library: Library, files: Sequence[str]) -> list[str]:
    """The lines about questions that go on from an answer; none where the files have none."""
    signals, right, answerable = following(library, files)
    if not len(signals):
        return []
    fitted = fit_trust(signals, right, np.ones(len(right)))
    chance = 1 / (1 + np.exp(-np.column_stack([np.ones(len(signals)), signals]) @ fitted))
    open_, out = (
        np.array(answerable),
        [f"接着问的 {sum(answerable)} 个，不该答的 {len(right) - sum(answerable)} 个"],
    )
    out += [
        f"_FOLLOWING_BIAS = {fitted[0]:.2f}",
        f"_FOLLOWING_COEFFICIENTS = {dict(zip(trust.SIGNALS, np.round(fitted[1:], 2).tolist(), strict=True))}",
    ]
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        given = chance >= threshold
        sound = right[open_ & given]
        shares = (given[open_].mean(), sound.mean() if sound.size else 0, given[~open_].mean())
        out.append(f"{threshold:.2f}" + "".join(f"{part:>13.3f}" for part in shares))
    return out


def _hits(group: Sequence[Case], weights: NDArray[np.float64] | None = None) -> float:
    """How often the first is right, with the weights as shipped or with others."""
    hits = sum(
        int(np.argmax(case.rows @ (case.index.weights if weights is None else weights))) in case.owners
        for case in group
    )
    return hits / max(len(group), 1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
