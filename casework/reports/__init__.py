"""Ledgers and reports as Excel and Word files: `ask`, `make`, `make_due`, `make_waiting`, `listed`, `take`, `stop`."""

from casework.reports.kinds import KINDS, Kind
from casework.reports.ledgers import LEDGER, detail_page
from casework.reports.making import (
    BadReport,
    ask,
    get,
    listed,
    make,
    make_due,
    make_waiting,
    stop,
    take,
    takings,
)

__all__ = [
    "KINDS",
    "LEDGER",
    "BadReport",
    "Kind",
    "ask",
    "detail_page",
    "get",
    "listed",
    "make",
    "make_due",
    "make_waiting",
    "stop",
    "take",
    "takings",
]
