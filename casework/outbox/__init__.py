"""Letters out of the house, written in the transaction of the fact they tell of, delivered with retries."""

from casework.outbox.letters import (
    BACKOFF,
    LEASE,
    blocked,
    cancel,
    claim,
    failed,
    sent,
    waiting,
    write,
)
from casework.outbox.models import Letter

__all__ = ["BACKOFF", "LEASE", "Letter", "blocked", "cancel", "claim", "failed", "sent", "waiting", "write"]
