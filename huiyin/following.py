"""The web process beside each Rasa sees to it that the live model is the one that answers, and answers at once."""

import asyncio
from pathlib import Path

import structlog

from casework.office import Bureau
from casework.training import live
from huiyin import trained
from store.settings import Settings
from understanding import NotUnderstoodNow, Understanding

EVERY = 5.0
"""Seconds between two looks."""

log = structlog.get_logger(__name__)


async def follow(bureau: Bureau, understanding: Understanding, settings: Settings) -> None:
    """Look again and again until cancelled; a fault is logged and tried anew."""
    refused = awake = ""
    while True:
        try:
            wanted = await asyncio.to_thread(_wanted, bureau, settings)
            if wanted is not None and wanted.name != refused:
                refused = await _switch(understanding, settings, wanted)
            awake = await _wake(understanding, awake)
        except Exception as error:
            log.warning("model_not_followed", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def _wake(understanding: Understanding, awake: str) -> str:
    """Have a model that was loaded since the last look understand a word of the house's own, because the first takes
    seconds; gives the model that is awake, or nothing while Rasa is away."""
    try:
        serving = await understanding.serving()
        if serving != awake:
            await understanding.parse("低保")
    except NotUnderstoodNow:
        return ""
    return serving


def _wanted(bureau: Bureau, settings: Settings) -> Path | None:
    """The file of the live model, if the house has one and it lies here."""
    with bureau.reading() as office:
        model = live.current(office)
    path = trained.folder(settings) / model.name if model else None
    return path if path is not None and path.is_file() else None


async def _switch(understanding: Understanding, settings: Settings, wanted: Path) -> str:
    """Have the wanted model answer if it does not yet; the name of a model that Rasa could not load, else nothing."""
    try:
        serving = await understanding.serving()
    except NotUnderstoodNow:
        return ""
    if serving == wanted.name:
        if trained.pointed_at(settings)[0] != wanted.name:
            await asyncio.to_thread(trained.point, settings, wanted.name)
        return ""
    try:
        await understanding.serve(str(wanted.resolve()))
    except NotUnderstoodNow:
        log.warning("model_not_loaded", model=wanted.name)
        return wanted.name
    await asyncio.to_thread(trained.point, settings, wanted.name)
    log.info("model_live", model=wanted.name, before=serving)
    return ""
