"""What keeps the residents' door in order between talks; run by the worker, safe to run twice."""

import asyncio
from datetime import timedelta

from bot import wording
from bot.gateway import FETCHED, Gateway
from casework import outbox
from casework.assistance import retention as registers
from casework.calls import forgetting as calls
from casework.conversations import desk, drafts, forgetting, inbox, mail, talks
from casework.office import Bureau, Office
from casework.people import residents
from casework.petitions import guessing
from casework.petitions import retention as petitions
from store.clock import local
from store.settings import Settings
from understanding import memory

QUIET = timedelta(minutes=1)
"""A talk's turn is over after this; only then is Rasa's memory of it deleted."""


def replay(gateway: Gateway) -> int:
    """Answer what could not be answered when it came; returns how many messages were settled."""
    return asyncio.run(gateway.replay())


def tidy(bureau: Bureau, settings: Settings) -> str:
    """Release silent talks, keep or drop drafts, forget what is past its time; returns what was done."""
    with bureau.office() as office:
        released = desk.release_silent(office)
        kept = keep_broken_off(office)
        dropped = drafts.drop_expired(office)
        forgetting.forget_old(office)
        inbox.forget_stuck(office)
        guessing.forget_old(office)
        calls_told = calls.forget_old(office)
        before = office.clock.now() - residents.KEEP
        letters = outbox.forget_old(office, before)
        addresses = petitions.forget_addresses(office) + forgetting.forget_addresses(office, before)
        registered = registers.forget(office)
        tokens = forgetting.to_forget_in_rasa(office, office.clock.now() - QUIET)
    rasa = memory.engine(settings)
    forgotten = memory.forget(rasa, tokens)
    rasa.dispose()
    return (
        f"released {released}, drafts kept {kept}, drafts dropped {dropped}, forgotten {forgotten}, "
        f"calls {calls_told}, letters {letters}, addresses {addresses}, registers {registered}"
    )


def keep_broken_off(office: Office) -> int:
    """Tell who walked away from a complaint until when it is kept and how to go on elsewhere; returns how many."""
    broken_off = drafts.break_off_silent(office)
    for conversation, kept in broken_off:
        until = local(kept.until)
        text = wording.BROKEN_OFF.format(until=f"{until.month}月{until.day}日", code=kept.code)
        said = talks.say(office, conversation, text)
        if conversation.channel not in FETCHED:
            address = talks.address(office, conversation)
            outbox.write(office, conversation.channel, address, text, key=f"{mail.IN_THE_TALK}{said.id}")
    return len(broken_off)
