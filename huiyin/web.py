"""The web process: residents' pages, the staff's console and the API, behind one port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

import console.api
import console.app
from bot import web as residents
from huiyin import composition
from store.settings import Settings


def create(settings: Settings | None = None) -> FastAPI:
    """The application that uvicorn serves."""
    settings = settings or Settings()
    bureau = composition.bureau()
    gateway = composition.gateway(settings)
    desk = console.app.create(bureau, gateway.understanding, composition.library(settings), settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        bureau.engine.dispose()

    app = FastAPI(title="回音", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    @app.get("/health", include_in_schema=False)
    def health() -> JSONResponse:
        """200 when the database answers, 503 when not."""
        try:
            with bureau.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return JSONResponse({"status": "database away"}, 503)
        return JSONResponse({"status": "ok"})

    app.mount("/desk", desk)
    app.mount("/api/v1", console.api.create(bureau, settings))
    app.include_router(residents.router(bureau, gateway, settings))
    return app
