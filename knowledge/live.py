"""The library that follows the editors: what is published is answered some seconds later, and nobody waits for it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

import structlog

from casework.office import Bureau
from knowledge import editing, queries
from knowledge.answering import Library
from knowledge.corpus import FOLDER, Corpus
from knowledge.encoder import Encoder
from knowledge.index import Index
from knowledge.schema import Audience

log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(seconds=2)
"""How long a look at the database holds."""


class LiveLibrary(Library):
    """A library that looks for published changes before it answers."""

    def __init__(self, bureau: Bureau, folder: Path = FOLDER, encoder: Encoder | None = None) -> None:
        self._bureau = bureau
        self._files = Corpus.load(folder)
        self._lock = Lock()
        self._looked: datetime | None = None
        self._seen: tuple[int, date] | None = None
        self._making: Thread | None = None
        super().__init__(self._files, bureau.county, bureau.clock, encoder=encoder)

    def index(self, audience: Audience = "resident") -> Index:
        """The searchable answers; those of before while the changed ones are made ready."""
        return self._indexes.get(audience) or super().index(audience)

    def refresh(self) -> None:
        """Look for what was published since, at most every `LOOK_AGAIN`. Making it searchable takes seconds: meanwhile
        what was known before is answered."""
        now = self._bureau.clock.now()
        with self._lock:
            if self._making or (self._looked is not None and now - self._looked < LOOK_AGAIN):
                return
            self._looked = now
            with self._bureau.reading() as office:
                seen = (queries.published_count(office), self.today)
                if seen == self._seen:
                    return
                corpus = editing.overlay(office, self._files)
            if not self._indexes:
                self.take(corpus)
                self._seen = seen
                return
            self._making = Thread(target=self._make, args=(corpus, seen), name="knowledge", daemon=True)
            self._making.start()

    def taken_up(self) -> None:
        """Wait until what was found last is answered from."""
        if making := self._making:
            making.join()

    def _make(self, corpus: Corpus, seen: tuple[int, date]) -> None:
        fresh = Library(corpus, self._bureau.county, self._bureau.clock, self.words, self._encoder)
        fresh._indexes = dict(self._indexes)
        try:
            for audience in self._indexes:
                fresh.index(audience)
            with self._lock:
                self.take(corpus)
                self._indexes = fresh._indexes
                self._seen = seen
        except Exception:
            log.exception("published_answers_not_taken_up")
        finally:
            self._making = None
