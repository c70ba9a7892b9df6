"""Labelled messages read from files: Rasa's YAML or JSON lines."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from huiyin_nlu import paths

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's safe reader, the one in C where it was built."""
SPAN = re.compile(r"\[(?P<surface>[^\[\]]+)\]\((?P<entity>[a-z_]+)\)")


@dataclass(frozen=True)
class Example:
    """A message with what it means; spans are (start, end, entity) in `text`."""

    text: str
    intent: str | None
    category: str | None = None
    spans: tuple[tuple[int, int, str], ...] = ()
    voice: str | None = None
    id: str | None = None
    secondary: tuple[str, ...] = field(default=())

    def surfaces(self) -> set[tuple[str, str]]:
        """Return the distinct pairs of entity and surface."""
        return {(entity, self.text[start:end]) for start, end, entity in self.spans}


def annotated(line: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return the plain text of LINE and the spans annotated in it as `[surface](entity)`."""
    text, spans, place = "", [], 0
    for match in SPAN.finditer(line):
        text += line[place : match.start()]
        spans.append((len(text), len(text) + len(match["surface"]), match["entity"]))
        text += match["surface"]
        place = match.end()
    return text + line[place:], tuple(spans)


def _strings(value) -> tuple[str, ...]:
    if not value:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)


def read_yaml(file: Path) -> list[Example]:
    """Return the examples of the Rasa 3.1 training file FILE."""
    rows = []
    for block in yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER).get("nlu", []):
        if "intent" not in block:
            continue
        shared = block.get("metadata") or {}
        examples = block["examples"]
        if isinstance(examples, str):
            examples = [line[2:] for line in examples.splitlines() if line.startswith("- ")]
        for item in examples:
            own = item.get("metadata") or {} if isinstance(item, dict) else {}
            line = item["text"] if isinstance(item, dict) else item
            meta = {**shared, **own}
            text, spans = annotated(line.strip())
            rows.append(Example(text, block["intent"], meta.get("category"), spans, meta.get("voice"), meta.get("id"), _strings(meta.get("secondary"))))
    return rows


def read_jsonl(file: Path) -> list[Example]:
    """Return the examples of FILE, one JSON object a line."""
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        spans = tuple((e["start"], e["end"], e["entity"]) for e in row.get("entities", []) if "start" in e and e["start"] is not None)
        loose = [e for e in row.get("entities", []) if e.get("start") is None]
        for entity in loose:
            at = row["text"].find(entity["value"])
            if at >= 0:
                spans += ((at, at + len(entity["value"]), entity["entity"]),)
        rows.append(
            Example(
                row["text"], row.get("intent"), row.get("category"), spans, row.get("voice"), str(row.get("id", "")) or None, _strings(row.get("secondary"))
            )
        )
    return rows


def read(source: Path) -> list[Example]:
    """Return the examples of SOURCE: a YAML file, a JSON lines file, or a folder of YAML files."""
    if source.is_dir():
        return [row for file in sorted(source.glob("*.yml")) for row in read_yaml(file)]
    return read_jsonl(source) if source.suffix in (".jsonl", ".json") else read_yaml(source)


def training() -> list[Example]:
    """Return the training examples of `nlu/data/nlu/`."""
    return read(paths.DATA)


def texts(rows: Iterable[Example]) -> list[str]:
    """Return the texts of ROWS."""
    return [row.text for row in rows]
