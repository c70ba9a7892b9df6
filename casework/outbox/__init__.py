"""Letters out of the house, written in the transaction of the fact they tell of, delivered with retries."""

from casework.outbox.letters import (
    BACKOFF,
    BY_MACHINE,
    LEASE,
    UNCERTAIN,
    begin,
    blocked,
    cancel,
    claim,
    failed,
    forget_old,
    interrupted,
    old,
    sent,
    waiting,
    write,
)
from casework.outbox.models import Letter

__all__ = [
    "BACKOFF",
    "BY_MACHINE",
    "LEASE",
    "UNCERTAIN",
    "Letter",
    "begin",
    "blocked",
    "cancel",
    "claim",
    "failed",
    "forget_old",
    "interrupted",
    "old",
    "sent",
    "waiting",
    "write",
]
