"""The library that follows the editors: what is published is answered from the next question on."""

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

from casework.office import Bureau
from knowledge import editing, queries
from knowledge.answering import Library
from knowledge.corpus import FOLDER, Corpus
from knowledge.encoder import Encoder

LOOK_AGAIN = timedelta(seconds=2)
"""How long a look at the database holds."""


class LiveLibrary(Library):
    """A library that looks for published changes before it answers."""

    def __init__(self, bureau: Bureau, folder: Path = FOLDER, encoder: Encoder | None = None) -> None:
        self._bureau = bureau
        self._files = Corpus.load(folder)
        self._lock = threading.Lock()
        self._looked: datetime | None = None
        self._seen: tuple[int, date] | None = None
        super().__init__(self._files, bureau.county, bureau.clock, encoder=encoder)

    def refresh(self) -> None:
        """Take up what was published since, at most every `LOOK_AGAIN`."""
        now = self._bureau.clock.now()
        with self._lock:
            if self._looked is not None and now - self._looked < LOOK_AGAIN:
                return
            self._looked = now
            with self._bureau.reading() as office:
                seen = (queries.published_count(office), self.today)
                if seen == self._seen:
                    return
                self.take(editing.overlay(office, self._files))
            self._seen = seen
