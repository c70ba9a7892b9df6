"""What a supervisor, a load balancer and Prometheus ask the web process."""

import hmac
from ipaddress import ip_address

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from casework.office import Bureau
from huiyin import metrics
from store import migrate
from store.settings import Settings

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def router(bureau: Bureau, settings: Settings) -> APIRouter:
    """`/live`, `/health`, `/ready` and `/metrics`."""
    routes = APIRouter(include_in_schema=False)
    newest = ScriptDirectory.from_config(migrate.configuration(bureau.engine)).get_current_head()

    @routes.get("/live")
    def live() -> JSONResponse:
        """200 as long as this process answers at all."""
        return JSONResponse({"status": "ok"})

    @routes.get("/health")
    def health() -> JSONResponse:
        """200 when the database answers, 503 when not."""
        try:
            with bureau.engine.connect().execution_options(read_only=True) as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return JSONResponse({"status": "database away"}, 503)
        return JSONResponse({"status": "ok"})

    @routes.get("/ready")
    def ready() -> JSONResponse:
        """200 when the database answers and has the structure of this version. Rasa may be away: talks are kept."""
        try:
            with bureau.engine.connect().execution_options(read_only=True) as connection:
                current = MigrationContext.configure(connection).get_current_revision()
        except SQLAlchemyError:
            return JSONResponse({"status": "database away"}, 503)
        if current != newest:
            return JSONResponse({"status": "database not migrated"}, 503)
        return JSONResponse({"status": "ok"})

    @routes.get("/metrics")
    def figures(request: Request) -> Response:
        """Prometheus' figures, for this machine itself or with the token; for everybody else there is no such page."""
        if not _may_read(request, settings.metrics_token.get_secret_value()):
            return PlainTextResponse("Not Found", 404)
        return Response(metrics.exposition(bureau, settings), media_type=CONTENT_TYPE_LATEST)

    return routes


def _may_read(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    return _is_local(request)


def _is_local(request: Request) -> bool:
    """Whether a process of this machine asks for itself, and not a proxy on behalf of somebody else."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
