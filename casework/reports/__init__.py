"""Ledgers and reports as Excel and Word files: `ask`, `make`, `order_due`, `make_waiting`, `listed`, `take`, `stop`."""

from casework.reports.kinds import KINDS, Kind, last_period
from casework.reports.ledgers import LEDGER, detail_page
from casework.reports.making import (
    BadReport,
    ask,
    get,
    listed,
    make,
    make_waiting,
    order_due,
    stop,
    take,
    takings,
    waiting,
)

__all__ = [
    "KINDS",
    "LEDGER",
    "BadReport",
    "Kind",
    "ask",
    "detail_page",
    "get",
    "last_period",
    "listed",
    "make",
    "make_waiting",
    "order_due",
    "stop",
    "take",
    "takings",
    "waiting",
]
