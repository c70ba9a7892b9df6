"""Figures of merit, computed from what was meant and what was reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from huiyin_nlu.calibration import expected_error
from huiyin_nlu.corpus import Example

OUTSIDE = frozenset({"out_of_scope", "other_department"})
SAFETY = ("crisis", "collective_action")
LENGTHS = ((8, "1-8"), (15, "9-15"), (30, "16-30"), (60, "31-60"), (150, "61-150"), (10**9, "151+"))


@dataclass(frozen=True)
class Report:
    """What a system said of one example."""

    intent: str | None
    confidence: float
    category: str | None
    category_confidence: float | None
    surfaces: frozenset[tuple[str, str]]
    accepted: bool
    safety: str | None
    milliseconds: float = 0.0


def scores(truth: list[str], said: list[str | None]) -> dict:
    """Return accuracy, macro-F1, and precision, recall, F1 and count of each class of TRUTH."""
    classes = sorted(set(truth))
    hits = Counter(a for a, b in zip(truth, said) if a == b)
    meant, reported = Counter(truth), Counter(said)
    each = {}
    for name in classes:
        precision = hits[name] / reported[name] if reported[name] else 0.0
        recall = hits[name] / meant[name]
        each[name] = {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / (precision + recall) if hits[name] else 0.0,
            "count": meant[name],
        }
    return {
        "count": len(truth),
        "accuracy": sum(hits.values()) / len(truth) if truth else None,
        "macro_f1": float(np.mean([row["f1"] for row in each.values()])) if each else None,
        "classes": each,
    }


def confusion(truth: Iterable[str], said: Iterable[str | None], most: int = 40) -> list[tuple[str, str, int]]:
    """Return the MOST frequent (meant, reported, times) that differ."""
    counted = Counter((a, b or "-") for a, b in zip(truth, said) if a != b)
    return [(a, b, times) for (a, b), times in counted.most_common(most)]


def entities(examples: list[Example], reports: list[Report]) -> dict:
    """Return exact precision, recall and F1 on distinct (entity, surface) pairs, in all and by entity."""
    tally: dict[str, Counter] = defaultdict(Counter)
    for example, report in zip(examples, reports):
        meant = example.surfaces()
        for name, _ in meant & report.surfaces:
            tally[name]["hit"] += 1
        for name, _ in meant:
            tally[name]["meant"] += 1
        for name, _ in report.surfaces:
            tally[name]["said"] += 1

    def figures(row: Counter) -> dict:
        precision = row["hit"] / row["said"] if row["said"] else 0.0
        recall = row["hit"] / row["meant"] if row["meant"] else 0.0
        return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall) if row["hit"] else 0.0, "count": row["meant"]}

    total = Counter()
    for row in tally.values():
        total.update(row)
    return {"micro": figures(total), "types": {name: figures(row) for name, row in sorted(tally.items())}}


def scope(examples: list[Example], reports: list[Report]) -> dict:
    """Return how often what is outside was taken for business, and business was turned away or doubted."""
    outside = [(e, r) for e, r in zip(examples, reports) if e.intent in OUTSIDE]
    inside = [(e, r) for e, r in zip(examples, reports) if e.intent not in OUTSIDE]
    nonsense = [(e, r) for e, r in outside if e.intent == "out_of_scope"]

    def taken(rows):
        return sum(r.accepted and r.intent not in OUTSIDE for _, r in rows) / len(rows) if rows else None

    return {
        "false_accepts_outside": taken(outside),
        "false_accepts_out_of_scope": taken(nonsense),
        "in_scope_rejects": sum(r.intent in OUTSIDE for _, r in inside) / len(inside) if inside else None,
        "in_scope_doubted": sum(not r.accepted and r.intent not in OUTSIDE for _, r in inside) / len(inside) if inside else None,
        "outside_count": len(outside),
        "inside_count": len(inside),
    }


def safety(examples: list[Example], reports: list[Report]) -> dict:
    """Return recall and false-alarm rate of both kinds together and apart; seen is a safety flag or intent."""
    made = {}
    for name, kinds in (("both", SAFETY), *((kind, (kind,)) for kind in SAFETY)):
        meant = [r for e, r in zip(examples, reports) if e.intent in kinds]
        rest = [r for e, r in zip(examples, reports) if e.intent not in SAFETY]
        made[name] = {
            "recall": sum((r.intent in SAFETY or r.safety in SAFETY) if name == "both" else (r.intent == name or r.safety == name) for r in meant) / len(meant)
            if meant
            else None,
            "false_alarms": sum(r.intent in kinds or r.safety in kinds for r in rest) / len(rest) if rest else None,
            "count": len(meant),
        }
    return made


def grouped(examples: list[Example], reports: list[Report], key) -> dict[str, dict]:
    """Return count, intent accuracy and entity F1 of the examples by KEY of each."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        groups[str(key(example))].append(place)
    made = {}
    for name, places in sorted(groups.items()):
        some, said = [examples[i] for i in places], [reports[i] for i in places]
        made[name] = {
            "count": len(places),
            "accuracy": float(np.mean([e.intent == r.intent for e, r in zip(some, said)])),
            "entity_f1": entities(some, said)["micro"]["f1"],
        }
    return made


def length_of(example: Example) -> str:
    """Return the band of length that EXAMPLE falls in."""
    return next(name for limit, name in LENGTHS if len(example.text) <= limit)


def all_figures(examples: list[Example], reports: list[Report]) -> dict:
    """Return every figure that the evaluation prints."""
    truth = [example.intent for example in examples]
    said = [report.intent for report in reports]
    complaints = [(e, r) for e, r in zip(examples, reports) if e.intent == "file_complaint" and e.category]
    confidences = np.asarray([report.confidence for report in reports])
    correct = np.asarray([a == b for a, b in zip(truth, said)], dtype=float)
    times = np.asarray([report.milliseconds for report in reports])
    return {
        "intent": scores(truth, said),
        "category": scores([e.category for e, _ in complaints], [r.category for _, r in complaints]) if complaints else None,
        "confusion": confusion(truth, said),
        "category_confusion": confusion([e.category for e, _ in complaints], [r.category for _, r in complaints], 20),
        "entities": entities(examples, reports),
        "scope": scope(examples, reports),
        "calibration_error": expected_error(confidences, correct),
        "safety": safety(examples, reports),
        "voices": grouped(examples, reports, lambda example: example.voice or "-"),
        "lengths": grouped(examples, reports, length_of),
        "milliseconds": {"p50": float(np.percentile(times, 50)), "p95": float(np.percentile(times, 95))} if len(times) else None,
    }
