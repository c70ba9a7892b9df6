"""Where the sentences come from, for Rasa."""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class Importer(RasaFileImporter):
    """Rasa's own importer, which reads the sentences once and not each of the three times that Rasa asks for them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the sentences, which in Rasa's YAML are the same for any LANGUAGE; who merges them makes copies."""
        if self._read is None:
            self._read = super().get_nlu_data(language)
        return self._read
