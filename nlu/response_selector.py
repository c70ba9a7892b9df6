"""Rasa's ResponseSelector over the ways of asking, to compare finding with: `python -m response_selector < in.json`.

In: `{"answers": {id: {"ask": [...], "text": ...}}, "questions": [...], "epochs": 100}`. Out: for each question its ten nearest
answers as `[id, confidence]`, best first, and `seconds` that all of them took.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import yaml

GROUP = "faq"


def config(epochs: int) -> dict[str, Any]:
    """Return the pipeline as Rasa's documentation has it for text that is cut by jieba; it trains for 100 epochs."""
    return {
        "recipe": "default.v1",
        "assistant_id": "selector",
        "language": "zh",
        "pipeline": [
            {"name": "JiebaTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "ResponseSelector", "epochs": epochs, "retrieval_intent": GROUP, "constrain_similarities": True},
        ],
    }


def trained(answers: dict[str, Any], place: Path, epochs: int) -> Path:
    """Return the model trained on ANSWERS, in the folder PLACE."""
    from rasa import model_training

    data = {
        "version": "3.1",
        "nlu": [{"intent": f"{GROUP}/{key}", "examples": "".join(f"- {said}\n" for said in one["ask"])} for key, one in answers.items()],
        "responses": {f"utter_{GROUP}/{key}": [{"text": one["text"]}] for key, one in answers.items()},
    }
    domain = {"version": "3.1", "intents": [GROUP], "responses": data["responses"]}
    for name, content in (("nlu", data), ("config", config(epochs)), ("domain", domain)):
        (place / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    made = model_training.train_nlu(str(place / "config.yml"), str(place / "nlu.yml"), str(place), domain=str(place / "domain.yml"))
    return Path(made)


def ranked(model: Path, questions: list[str]) -> tuple[list[list[tuple[str, float]]], float]:
    """Return the nearest answers to each of QUESTIONS, and the seconds that it took."""
    from rasa.core.agent import Agent

    agent = Agent.load(model_path=str(model))
    loop = asyncio.new_event_loop()
    found = []
    started = time.perf_counter()
    for question in questions:
        data = loop.run_until_complete(agent.parse_message(message_data=question.replace("/", "／")))
        ranking = data.get("response_selector", {}).get(GROUP, {}).get("ranking", [])
        found.append([(row["intent_response_key"].removeprefix(f"{GROUP}/"), float(row["confidence"])) for row in ranking])
    return found, time.perf_counter() - started


def main() -> int:
    """Return the exit code."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    warnings.showwarning = lambda *_, **__: None
    task = json.load(sys.stdin)
    out = sys.stdout
    sys.stdout = sys.stderr
    with tempfile.TemporaryDirectory() as place:
        found, seconds = ranked(trained(task["answers"], Path(place), task["epochs"]), task["questions"])
    json.dump({"ranked": found, "seconds": seconds}, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
