"""The recurring work of one installation."""

from datetime import timedelta

from bot import delivery
from casework.office import Bureau
from huiyin import sweeping
from huiyin.worker import Job
from store.settings import Settings


def jobs(settings: Settings) -> list[Job]:
    """Every job with how often it is due."""
    senders = delivery.senders(settings)

    def deliver(bureau: Bureau) -> str:
        return f"delivered {delivery.deliver_due(bureau, senders)}"

    return [
        Job("deliver", timedelta(seconds=1), deliver, hold=timedelta(minutes=2)),
        Job("sweep", timedelta(minutes=1), _sweep),
    ]


def _sweep(bureau: Bureau) -> str:
    return "; ".join(f"{name}: {outcome}" for name, outcome in sweeping.sweep(bureau))
