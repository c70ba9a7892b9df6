"""`python -m huiyin_nlu.calibrate [FILE]`: choose `nlu/thresholds.yml` on the tuning set FILE by stated costs.

A wrong action costs what COSTS says, asking again costs ASKING, a danger not seen MISSED_DANGER times a false alarm.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from huiyin_nlu import corpus, paths
from huiyin_nlu.calibration import expected_error
from huiyin_nlu.measures import SAFETY
from huiyin_nlu.parse import ParseError, Parser
from huiyin_nlu.thresholds import FILE, OUTSIDE, log_odds, sharpened

TUNE = paths.ROOT / "tests" / "nlu" / "tune.yml"
ASKING = 0.2
COSTS = {"withdraw_petition": 0.6, "privacy_request": 0.35, "cancel": 0.35, "accept_reply": 0.5, "affirm": 0.4, "deny": 0.4, "report_change": 0.35}
WRONG = 0.3
TAKEN_FOR_BUSINESS, TURNED_AWAY = 1.0, 2.0
RECALL = 0.985
MISSED_DANGER = 3
BACKED = 0.3
CAUTION, LEAST_OVERRIDE = 0.08, 0.3
HINTED = 0.05


def power(chances: np.ndarray, truth: np.ndarray) -> float:
    """Return the power of CHANCES that explains the class numbers TRUTH best."""
    rows = np.arange(len(truth))

    def loss(log_power: float) -> float:
        return float(-np.log(np.clip(sharpened(chances, np.exp(log_power))[rows, truth], 1e-9, 1)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def outside_weights(chances: np.ndarray, names: list[str], beyond: np.ndarray) -> dict[str, float]:
    """Return the weights under which a message is called outside, fitted by a logistic regression on the log-odds.

    All messages from outside taken for business cost TAKEN_FOR_BUSINESS, all of business turned away TURNED_AWAY,
    however many of each FILE happens to hold. Where CHANCES name a class outside first there is nothing to weigh.
    """
    columns = [place for place, name in enumerate(names) if name in OUTSIDE]
    inside = np.delete(chances, columns, axis=1).max(axis=1)
    open_still = chances[:, columns].max(axis=1) <= inside
    odds = np.column_stack([log_odds(chances[:, columns].sum(axis=1)), log_odds(inside)])[open_still]
    truth = beyond[open_still]
    costs = np.where(truth, TAKEN_FOR_BUSINESS / beyond.sum(), TURNED_AWAY / (~beyond).sum()) * len(beyond)
    fitted = LogisticRegression().fit(odds, truth, sample_weight=costs)
    outside_weight, inside_weight = fitted.coef_[0]
    return {"outside": round(float(outside_weight), 3), "inside": round(float(-inside_weight), 3), "constant": round(float(fitted.intercept_[0]), 3)}


def safety_levels(rows: list[tuple[float, bool, bool]], meant: np.ndarray) -> dict[str, float]:
    """Return the levels of one kind: the highest under which RECALL of the MEANT are still seen, with words at BACKED of it.

    Where no level reaches RECALL, the highest of those that reach most. To override, a danger missed weighs MISSED_DANGER.

    Never above CAUTION: a tuning set has few such messages, and plain ones, while people hint.
    """
    chances = np.asarray([chance for chance, _, _ in rows])
    words = np.asarray([said for _, said, _ in rows])
    hinted = np.asarray([hint for _, _, hint in rows])
    levels = [float(level) for level in np.arange(0.01, CAUTION + 0.001, 0.005)]
    recalls = [float((hinted | (chances >= np.where(words, level * BACKED, level)))[meant].mean()) if meant.any() else 0.0 for level in levels]
    alone = max(level for level, recall in zip(levels, recalls) if recall >= min(RECALL, max(recalls)))
    override = min(
        (float(level) for level in np.arange(LEAST_OVERRIDE, 0.8, 0.02)),
        key=lambda level: (((chances >= level) & ~meant).sum() + MISSED_DANGER * ((chances < level) & meant).sum(), level),
    )
    return {"alone": round(alone, 3), "backed": round(alone * BACKED, 3), "hinted": HINTED, "override": round(override, 3)}


def main() -> int:
    """Return the exit code: 0, or 2 if a file or a model is missing."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.calibrate", description="按调参集和代价定门槛")
    options.add_argument("file", nargs="?", type=Path, default=TUNE)
    options.add_argument("--model", type=Path, default=paths.MODELS)
    chosen = options.parse_args()
    if not chosen.file.is_file():
        print(f"没有调参集：{chosen.file}", file=sys.stderr)
        return 2
    try:
        parser = Parser(chosen.model)
    except ParseError as error:
        print(error, file=sys.stderr)
        return 2
    examples = corpus.read(chosen.file)
    seen = [parser.inside(example.text) for example in examples]
    names = sorted({name for row in seen for name in row["intent_chances"]})
    known = [place for place, example in enumerate(examples) if example.intent in names]
    examples, seen = [examples[i] for i in known], [seen[i] for i in known]
    raw = np.asarray([[row["intent_chances"].get(name, 0.0) for name in names] for row in seen])
    truth = np.asarray([names.index(example.intent) for example in examples])
    sharpness = power(raw, truth)
    chances = sharpened(raw, sharpness)
    beyond = np.asarray([example.intent in OUTSIDE for example in examples])
    complaints = [i for i, example in enumerate(examples) if example.intent == "file_complaint" and example.category]
    category_sharpness = 1.0
    if complaints:
        kinds = sorted({row["name"] for i in complaints for row in seen[i]["category"]["ranking"]} | {examples[i].category for i in complaints})
        table = np.full((len(complaints), len(kinds)), 1e-4)
        for place, i in enumerate(complaints):
            for row in seen[i]["category"]["ranking"]:
                table[place, kinds.index(row["name"])] = max(row["confidence"], 1e-6)
        category_sharpness = power(table, np.asarray([kinds.index(examples[i].category) for i in complaints])) * parser_sharpness()
    limits = {
        "sharpness": round(sharpness, 3),
        "category_sharpness": round(category_sharpness, 3),
        "outside": outside_weights(chances, names, beyond),
        "default": round(1 - ASKING / WRONG, 3),
        "margin": 0.0,
        "intents": {name: round(1 - ASKING / cost, 3) for name, cost in COSTS.items()},
        "safety": {
            kind: safety_levels(
                [tuple(row["safety_chances"].get(kind, (0.0, False, False))) for row in seen], np.asarray([example.intent == kind for example in examples])
            )
            for kind in SAFETY
        },
    }
    first = chances.argmax(axis=1)
    print(
        f"{len(examples)} 句；校准误差 {expected_error(raw.max(axis=1), raw.argmax(axis=1) == truth):.3f} → {expected_error(chances.max(axis=1), first == truth):.3f}"
    )
    FILE.write_text(
        "# 由 python -m huiyin_nlu.calibrate 按调参集和其中写明的代价算出；手改也可以。\n" + yaml.safe_dump(limits, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    print(FILE.read_text(encoding="utf-8"))
    return 0


def parser_sharpness() -> float:
    """Return the sharpness of categories that was in force while the parser reported."""
    from huiyin_nlu.thresholds import Thresholds

    return Thresholds.read().category_sharpness


if __name__ == "__main__":
    sys.exit(main())
