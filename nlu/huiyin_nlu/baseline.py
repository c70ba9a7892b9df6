"""Rasa's documented default pipeline for Chinese, as the thing to beat."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

import yaml

from huiyin_nlu import fingerprint, paths
from huiyin_nlu.train import minimal_domain

CONFIG = {
    "recipe": "default.v1",
    "assistant_id": "baseline",
    "language": "zh",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}


def model(folder: Path) -> Path:
    """Return the baseline trained on the project's data, kept in FOLDER until the data change."""
    mark = fingerprint.of(paths.DATA.glob("*.yml"))[:16]
    kept = folder / f"baseline-{mark}.tar.gz"
    if kept.is_file():
        return kept
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    warnings.showwarning = lambda *_, **__: None
    from rasa import model_training

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        config, domain = Path(place) / "config.yml", Path(place) / "domain.yml"
        config.write_text(yaml.safe_dump(CONFIG, sort_keys=False), encoding="utf-8")
        domain.write_text(minimal_domain(), encoding="utf-8")
        made = model_training.train_nlu(str(config), str(paths.DATA), str(folder), fixed_model_name=kept.name.removesuffix(".tar.gz"), domain=str(domain))
    return Path(made)
