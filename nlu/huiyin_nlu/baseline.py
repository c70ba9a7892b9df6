"""Rasa's documented default pipeline for Chinese, as the thing to beat."""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from copy import deepcopy
from pathlib import Path

import yaml

from huiyin_nlu import fingerprint, paths
from huiyin_nlu.labels import minimal_domain
from huiyin_nlu.parse import quiet

DOCUMENTED_EPOCHS = 100
LONGEST = 40
"""Characters. DIET pads a batch to its longest message, and with longer ones in, an epoch takes over a quarter of an
hour on two cores; 98 of 100 messages are no longer than this."""

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
        {"name": "DIETClassifier", "epochs": DOCUMENTED_EPOCHS, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}


def config(epochs: int) -> dict:
    """Return the documented pipeline with DIET trained for EPOCHS."""
    made = deepcopy(CONFIG)
    made["pipeline"][5]["epochs"] = epochs
    return made


def messages() -> str:
    """Return the project's data as Rasa's YAML, without messages of more than LONGEST characters."""
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.shared.nlu.training_data.training_data import TrainingData

    data = load_data(str(paths.DATA))
    return TrainingData([message for message in data.training_examples if len(message.get("text") or "") <= LONGEST]).nlu_as_yaml()


def model(folder: Path, epochs: int = DOCUMENTED_EPOCHS) -> Path:
    """Return the baseline trained for EPOCHS on the project's data without the letters, kept in FOLDER until the data change."""
    mark = fingerprint.of(paths.DATA.glob("*.yml"))[:16]
    kept = folder / f"baseline-{epochs}-{mark}.tar.gz"
    if kept.is_file():
        return kept
    quiet()
    warnings.showwarning = lambda *_, **__: None
    from rasa import model_training

    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        settings, domain, data = (Path(place) / name for name in ("config.yml", "domain.yml", "nlu.yml"))
        settings.write_text(yaml.safe_dump(config(epochs), sort_keys=False), encoding="utf-8")
        domain.write_text(minimal_domain(), encoding="utf-8")
        data.write_text(messages(), encoding="utf-8")
        made = model_training.train_nlu(str(settings), str(data), str(folder), fixed_model_name=kept.name.removesuffix(".tar.gz"), domain=str(domain))
    print(f"Rasa 默认流水线训练完成：DIET {epochs} 轮，用时 {time.monotonic() - began:.0f} 秒。", file=sys.stderr)
    return Path(made)
