"""Reports made in the background, so that a long one keeps nothing else waiting."""

import threading

import structlog

from casework import reports
from casework.office import Bureau

log = structlog.get_logger(__name__)


class Maker:
    """Makes the reports that wait, one after another, in a thread of its own."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self._thread: threading.Thread | None = None

    def look(self) -> str:
        """Start on what waits, if nothing is being made here; never blocks."""
        if self._thread is not None and self._thread.is_alive():
            return "making"
        with self.bureau.reading() as office:
            if not reports.waiting(office):
                return "nothing to make"
        self._thread = threading.Thread(target=self._make, daemon=True, name="reports")
        self._thread.start()
        return "making begun"

    def _make(self) -> None:
        try:
            made = reports.make_waiting(self.bureau)
        except Exception:
            log.exception("report_failed")
        else:
            log.info("reports_made", count=made)
