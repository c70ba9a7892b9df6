"""Training data on its way through the pipeline."""

from __future__ import annotations

from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash

from huiyin_nlu import fingerprint


class Prepared(TrainingData):
    """Training data as a component left it, known by what was read and by everything that worked on it since.

    Rasa asks for the fingerprint before and after every node and hashes each token of each sentence again; that alone
    took a third of a training. What a component makes of the data follows from the data, the component's name and
    configuration, and the files that `fingerprint.components` covers, so that the hash of these says the same.
    """

    def __init__(self, data: TrainingData, mark: str) -> None:
        self.__dict__.update(data.__dict__)
        self._mark = mark

    def fingerprint(self) -> str:
        """Return the hash of the data as read and of all that was done to it."""
        return self._mark


def mark(data: TrainingData, name: str, config: dict) -> str:
    """Return what DATA will be known by once the component NAME with CONFIG has worked on it."""
    return get_text_hash(f"{data.fingerprint()} {name} {sorted(config.items())} {fingerprint.components()}")
