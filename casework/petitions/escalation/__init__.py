"""Escalation: nothing is forgotten; what lags goes up, to those who may know of it."""

from casework.petitions.escalation.desk import (
    BadSupervision,
    Happening,
    Line,
    acknowledge,
    alerts,
    answer,
    chain,
    level,
    lift,
    owed,
    seen,
    standing,
    supervise,
    unseen,
)
from casework.petitions.escalation.sweeping import look, sweep

__all__ = [
    "BadSupervision",
    "Happening",
    "Line",
    "acknowledge",
    "alerts",
    "answer",
    "chain",
    "level",
    "lift",
    "look",
    "owed",
    "seen",
    "standing",
    "supervise",
    "sweep",
    "unseen",
]
