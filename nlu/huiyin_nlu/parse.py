"""Messages in, meanings out: `python -m huiyin_nlu.parse --model DIR_OR_FILE < in.jsonl > out.jsonl`.

A line in is `{"id", "text"}`; a line out adds intent, confidence, category, category_confidence, secondary,
entities, ranking, safety, accepted. A line that cannot be read gives `{"id", "error"}`, and work goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any, TextIO

FALLBACK = "nlu_fallback"


class ParseError(Exception):
    """A message that cannot be parsed, with a sentence that says why."""


class Parser:
    """A trained model, held in this process."""

    def __init__(self, model: Path) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        warnings.showwarning = lambda *_, **__: None
        logging.disable(logging.WARNING)
        import structlog

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        from rasa.core.agent import Agent

        file = newest(model)
        self._agent = Agent.load(model_path=str(file))
        if not self._agent.is_ready():
            raise ParseError(f"模型打不开：{file}。请先运行 make train。")
        self._loop = asyncio.new_event_loop()

    def raw(self, text: str) -> dict[str, Any]:
        """Return Rasa's own parse data of TEXT, in which a slash at the start has no power."""
        return self._loop.run_until_complete(self._agent.parse_message(message_data=harmless(text)))

    def inside(self, text: str) -> dict[str, Any]:
        """Return everything that the components noted on TEXT, also what Rasa does not report."""
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(harmless(text))
        return self._loop.run_until_complete(self._agent.processor.parse_message(message, only_output_properties=False))

    def parse(self, text: str) -> dict[str, Any]:
        """Return what TEXT means, in the project's labels."""
        return reported(text, self.raw(text))


def quiet() -> None:
    """Keep the libraries' own notices and progress bars out of what is printed; call before they are imported.

    Rasa draws its bars unless `LOG_LEVEL` is WARNING or ERROR.
    """
    for name, value in {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "OMP_NUM_THREADS": "2", "LOG_LEVEL": "ERROR"}.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def harmless(text: str) -> str:
    """Return TEXT, as long as before, with a `/` at its start made full-width: Rasa obeys `/intent{...}`."""
    place = len(text) - len(text.lstrip())
    return text[:place] + "／" + text[place + 1 :] if text[place : place + 1] == "/" else text


def newest(model: Path) -> Path:
    """Return MODEL, or the newest model in the folder MODEL; raises ParseError if there is none."""
    if model.is_file():
        return model
    files = sorted(model.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime) if model.is_dir() else []
    if not files:
        raise ParseError(f"没有找到模型：{model}。请先运行 make train。")
    return files[-1]


def reported(text: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the report on TEXT made of Rasa's parse data DATA; `nlu_fallback` gives way to the intent behind it."""
    ranking = [{"intent": row["name"], "confidence": round(float(row["confidence"]), 4)} for row in data.get("intent_ranking", []) if row["name"] != FALLBACK]
    first = ranking[0] if ranking else {"intent": data.get("intent", {}).get("name"), "confidence": 0.0}
    intent = first["intent"] if first["intent"] != FALLBACK else None
    if data.get("doubt") == "contentless":
        intent, first = "out_of_scope", {"intent": "out_of_scope", "confidence": 0.0}
    category = data.get("category") or {}
    complains = intent == "file_complaint" and category.get("name")
    entities, seen = [], set()
    for entity in data.get("entities", []):
        surface = text[entity["start"] : entity["end"]]
        if (entity["entity"], surface) in seen:
            continue
        seen.add((entity["entity"], surface))
        entities.append(
            {
                "entity": entity["entity"],
                "start": entity["start"],
                "end": entity["end"],
                "value": surface,
                "normalised": entity.get("normalised"),
                "valid": entity.get("valid"),
            }
        )
    safety = data.get("safety") or {}
    return {
        "text": text,
        "intent": intent,
        "confidence": first["confidence"],
        "category": category["name"] if complains else None,
        "category_confidence": round(float(category["confidence"]), 4) if complains else None,
        "secondary": category.get("secondary", []) if complains else [],
        "entities": entities,
        "ranking": ranking,
        "safety": safety.get("name"),
        "accepted": bool(data.get("accepted", True)),
    }


def run(parser: Parser, lines: TextIO, out: TextIO) -> int:
    """Write a report for each of LINES to OUT; return how many could not be read."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        known = None
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ParseError("这一行不是一个 JSON 对象")
            known = row.get("id")
            if not isinstance(row.get("text"), str):
                raise ParseError("缺少 text，或 text 不是文字")
            report = {"id": known, **parser.parse(row["text"])}
        except json.JSONDecodeError as error:
            failed += 1
            report = {"id": None, "line": number, "error": f"第 {number} 行不是合法的 JSON：{error.msg}"}
        except Exception as error:  # noqa: BLE001 - one line that fails must not end the run
            failed += 1
            report = {"id": known, "line": number, "error": f"第 {number} 行无法理解：{error}"}
        out.write(json.dumps(report, ensure_ascii=False) + "\n")
        out.flush()
    return failed


def main() -> int:
    """Return the exit code: 0, or 2 if there is no model."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.parse", description="逐行理解居民的话")
    options.add_argument("--model", type=Path, default=Path("models"), help="模型文件或所在文件夹")
    chosen = options.parse_args()
    out = sys.stdout
    sys.stdout = sys.stderr
    try:
        parser = Parser(chosen.model)
    except ParseError as error:
        print(error, file=sys.stderr)
        return 2
    run(parser, sys.stdin, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
