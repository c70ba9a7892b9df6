"""The web process: residents' pages, the staff's console and the API, behind one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

import console.api
import console.app
from bot import list_page, materials
from bot import web as residents
from casework.office import Bureau
from casework.petitions import search
from huiyin import composition, following, probes
from huiyin.bodies import Bounded
from knowledge.answering import Library
from store.settings import Settings


def create(settings: Settings | None = None) -> FastAPI:
    """The application that uvicorn serves."""
    settings = settings or Settings()
    bureau = composition.bureau()
    gateway = composition.gateway(settings)
    library = composition.library(settings)
    understanding = composition.understanding(settings)
    desk = console.app.create(bureau, understanding, library, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warm = asyncio.create_task(asyncio.to_thread(_warm, library, bureau))
        following_the_live_model = asyncio.create_task(following.follow(bureau, understanding, settings))
        yield
        following_the_live_model.cancel()
        await warm
        bureau.engine.dispose()

    app = FastAPI(title="回音", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    app.include_router(probes.router(bureau, settings))
    app.mount("/desk", desk)
    app.mount("/api/v1", console.api.create(bureau, settings))
    app.include_router(materials.router(library))
    app.include_router(list_page.router(bureau))
    app.include_router(residents.router(bureau, gateway, settings))
    residents.when_away(app, bureau)
    residents.when_unreadable(app)
    app.add_middleware(Bounded)
    return app


def _warm(library: Library, bureau: Bureau) -> None:
    """Build the search index and read the dictionary before the first who asks or searches waits for them.

    A fault shows again where it matters.
    """
    with suppress(Exception):
        library.answer("低保", region=bureau.county.name)
    search.tokenizer().initialize()
