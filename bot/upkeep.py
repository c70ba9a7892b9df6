"""What keeps the residents' door in order between talks; run by the worker, safe to run twice."""

import asyncio
from datetime import timedelta

from bot.gateway import Gateway
from casework import outbox
from casework.calls import forgetting as calls
from casework.conversations import desk, drafts, forgetting
from casework.office import Bureau
from casework.people import residents
from store.settings import Settings
from understanding import memory

QUIET = timedelta(minutes=1)
"""A talk's turn is over after this; only then is Rasa's memory of it deleted."""


def replay(gateway: Gateway) -> int:
    """Answer what could not be answered when it came; returns how many messages were settled."""
    return asyncio.run(gateway.replay())


def tidy(bureau: Bureau, settings: Settings) -> str:
    """Release silent talks, drop expired drafts, forget what is past its time; returns what was done."""
    with bureau.office() as office:
        released = desk.release_silent(office)
        dropped = drafts.drop_expired(office)
        forgetting.forget_old(office)
        calls_told = calls.forget_old(office)
        letters = outbox.forget_old(office, office.clock.now() - residents.KEEP)
        tokens = forgetting.to_forget_in_rasa(office, office.clock.now() - QUIET)
    rasa = memory.engine(settings)
    forgotten = memory.forget(rasa, tokens)
    rasa.dispose()
    return (
        f"released {released}, drafts dropped {dropped}, forgotten {forgotten}, "
        f"calls {calls_told}, letters {letters}"
    )
