"""The recurring work of one installation."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot import delivery, upkeep
from casework import reports
from casework.office import Bureau
from huiyin import composition, sweeping
from huiyin.reporting import Maker
from huiyin.training import Trainer
from store import leases
from store.settings import Settings


@dataclass(frozen=True)
class Job:
    """Work that recurs; it may run twice, late, or on two machines, with the effect of once."""

    name: str
    every: timedelta
    work: Callable[[Bureau], str]
    hold: timedelta = timedelta(minutes=15)
    """The longest that it may take; after that its lease lapses."""


def jobs(settings: Settings) -> list[Job]:
    """Every job with how often it is due."""
    senders = delivery.senders(settings)
    loop = asyncio.new_event_loop()

    def deliver(bureau: Bureau) -> str:
        return f"delivered {loop.run_until_complete(delivery.deliver_due(bureau, senders))}"

    def replay(_: Bureau) -> str:
        return f"answered {upkeep.replay(composition.gateway(settings))}"

    def tidy(bureau: Bureau) -> str:
        return upkeep.tidy(bureau, settings)

    trainers: list[Trainer] = []

    def train(bureau: Bureau) -> str:
        if not trainers:
            trainers.append(Trainer(bureau, settings, leases.this_process()))
        return trainers[0].look()

    makers: list[Maker] = []

    def make(bureau: Bureau) -> str:
        if not makers:
            makers.append(Maker(bureau))
        return makers[0].look()

    return [
        Job("deliver", timedelta(seconds=1), deliver, hold=timedelta(minutes=2)),
        Job("replay", timedelta(seconds=30), replay, hold=timedelta(minutes=5)),
        Job("sweep", timedelta(minutes=1), _sweep),
        Job("reports due", timedelta(minutes=1), reports.order_due),
        Job("reports", timedelta(seconds=2), make, hold=timedelta(minutes=1)),
        Job("tidy", timedelta(minutes=10), tidy),
        Job("train", timedelta(seconds=5), train, hold=timedelta(minutes=1)),
    ]


def _sweep(bureau: Bureau) -> str:
    return "; ".join(f"{name}: {outcome}" for name, outcome in sweeping.sweep(bureau))
