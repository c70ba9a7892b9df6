"""Where the sentences come from, for Rasa."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from huiyin_nlu.corpus import LOADER, annotated

PLAIN = {"intent", "examples", "metadata"}
RICHER = re.compile(r"\]\{|\]\[|\]\([^)\n]*:|\$\{")
"""What says more of an entity than its name, or names a variable of the environment."""


def messages(file: Path) -> list[Message] | None:
    """Return the labelled sentences of FILE; None where it holds anything that Rasa's own reader must see."""
    text = file.read_text(encoding="utf-8")
    if RICHER.search(text):
        return None
    try:
        table = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError:
        return None
    if not isinstance(table, dict) or set(table) != {"version", "nlu"} or not isinstance(table["nlu"], list):
        return None
    made: list[Message] = []
    for block in table["nlu"]:
        if not isinstance(block, dict) or not isinstance(block.get("intent"), str) or not set(block) <= PLAIN:
            return None
        examples = block.get("examples")
        if isinstance(examples, str):
            lines = examples.splitlines()
            if not all(line.startswith("- ") for line in lines):
                return None
            examples = [{"text": line[2:]} for line in lines]
        if not examples or not all(isinstance(item, dict) and isinstance(item.get("text"), str) for item in examples):
            return None
        for item in examples:
            said, spans = annotated(item["text"].strip("\n\r "))
            entities = [{"start": start, "end": end, "value": said[start:end], "entity": entity} for start, end, entity in spans]
            made.append(Message.build(said, block["intent"], entities, block.get("metadata"), item.get("metadata")))
    return made


class Importer(RasaFileImporter):
    """Rasa's own importer, which reads the sentences once and not each of the three times that Rasa asks for them.

    Files that hold nothing but sentences with their intent, as all of the project's do, are read without Rasa's YAML
    reader and schema, and kept as one set, which is compared with itself once and not once a file.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the sentences, which in Rasa's YAML are the same for any LANGUAGE; who merges them makes copies."""
        if self._read is None:
            plain: list[Message] = []
            rest: list[TrainingData] = []
            for file in self._nlu_files:
                found = messages(Path(file))
                if found is None:
                    rest.append(load_data(file, language))
                else:
                    plain += found
            self._read = TrainingData(plain)
            if rest:
                self._read = self._read.merge(*rest)
        return self._read
