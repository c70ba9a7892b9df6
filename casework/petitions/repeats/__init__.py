"""Repeats: the same person's same matter found again, linked or offered, kept in a ledger; others' as hot spots."""

from casework.petitions.repeats.finding import Candidate, candidates
from casework.petitions.repeats.hotspots import LEAST, RISING, WAYS, BadSpot, By, HotSpot, behind, hot_spots
from casework.petitions.repeats.ledger import LEADERS, LedgerPage, Line, ledger, of, strike_off, take_on
from casework.petitions.repeats.linking import (
    BadRepeat,
    at_lodging,
    confirm,
    dismiss,
    link,
    offer,
    offers,
    take_out,
)

__all__ = [
    "LEADERS",
    "LEAST",
    "RISING",
    "WAYS",
    "BadRepeat",
    "BadSpot",
    "By",
    "Candidate",
    "HotSpot",
    "LedgerPage",
    "Line",
    "at_lodging",
    "behind",
    "candidates",
    "confirm",
    "dismiss",
    "hot_spots",
    "ledger",
    "link",
    "of",
    "offer",
    "offers",
    "strike_off",
    "take_on",
    "take_out",
]
