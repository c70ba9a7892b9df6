"""`python -m huiyin_nlu.serve --model FOLDER --port 5005`: Rasa on loopback, with the house's own memory of talks.

The action server's address comes from HUIYIN_ACTIONS_URL; without it `endpoints.yml` decides. With HUIYIN_REDIS_URL
several servers agree there on which of them answers a talk.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
import time
import traceback
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from huiyin_nlu import paths

if TYPE_CHECKING:
    from rasa.core.actions.action import Action
    from rasa.core.channels.channel import UserMessage
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.events import Event
    from rasa.utils.endpoints import EndpointConfig
    from sanic.request import Request


SPARING = {"enable_selective_domain": True}
"""Actions are not sent the domain with each call: none of them reads it, and it is larger than all the rest."""


def newest(place: Path) -> Path | None:
    """Return PLACE itself if it is a model, else the newest model in it."""
    if place.is_file():
        return place
    return max(place.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime, default=None)


def lock_store(address: str) -> EndpointConfig:
    """Return Rasa's Redis lock store at ADDRESS, `redis[s]://[user:password@]host[:port][/db]`."""
    from rasa.utils.endpoints import EndpointConfig

    place = urlsplit(address)
    more = {"username": place.username, "password": place.password and unquote(place.password)}
    return EndpointConfig(
        url=place.hostname or "127.0.0.1",
        type="redis",
        port=place.port or 6379,
        db=int(place.path.strip("/") or 0),
        use_ssl=place.scheme == "rediss",
        key_prefix="huiyin",
        **{name: value for name, value in more.items() if value},
    )


def told(request: Request, response: Any) -> None:
    """Write one line for each turn: its number, how it went, how long it took, and nothing of what was said."""
    began = getattr(request.ctx, "began", None)
    if began is not None:
        line = {
            "event": "turn_understood",
            "turn": request.headers.get("x-huiyin-turn", "")[:32],
            "status": response.status,
            "seconds": round(time.monotonic() - began, 3),
            "timestamp": datetime.now(UTC).isoformat(),
        }
        print(json.dumps(line), file=sys.stderr, flush=True)


def begun(request: Request) -> None:
    """Note when a turn came in."""
    if request.path == "/webhooks/rest/webhook":
        request.ctx.began = time.monotonic()


SOMEBODYS = re.compile(r"[^\x00-\x7f]+|\d{5,}")
"""What a resident may have said: Rasa's own lines are English, with short numbers."""


def place(error: tuple[Any, Any, Any]) -> str:
    """Return the lines of code and the kind of an error, without its message, which may quote what was said."""
    kind, _, trace = error
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join([*lines, getattr(kind, "__qualname__", "")])


def discreet(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep of one of Rasa's events its name, its level and where it failed; the rest may be what was said."""
    error = event.get("exc_info")
    kept = {name: SOMEBODYS.sub("…", str(event[name])) for name in ("event", "level", "timestamp") if name in event}
    return kept | ({"exception": place(sys.exc_info() if error is True else error)} if error else {})


class Discreet(logging.Formatter):
    """Writes lines of the libraries without what a resident may have said."""

    def format(self, record: logging.LogRecord) -> str:
        return SOMEBODYS.sub("…", super().format(record))

    def formatException(self, ei: Any) -> str:
        return place(ei)


def away(_: Any, error: Exception) -> None:
    """Fail the turn while the memory of talks cannot be had.

    Rasa would go on from an empty memory and then write that over the one kept; so the house keeps the message instead
    and brings it again later.
    """
    raise error


def whole(processor: type[MessageProcessor]) -> None:
    """Let PROCESSOR end a turn as a whole or not at all.

    Rasa goes on when an action failed, and remembers the turn as if it had been done; and it hands out what was said
    before the memory could not be written. Either way the talk would stand at a place that the resident never saw, where
    the same words, brought again, may lead nowhere. So such a turn fails, says nothing and is not remembered: the house
    keeps the message and brings it again later, to the talk as it was.
    """
    from rasa.core.actions.action import ActionExecutionRejection

    run_action, handle = processor._run_action, processor.handle_message

    async def _run_action(self: MessageProcessor, action: Action, *more: Any, **options: Any) -> bool:
        failed: list[Exception] = []
        run = action.run

        async def noted(*given: Any, **named: Any) -> list[Event]:
            try:
                return await run(*given, **named)
            except ActionExecutionRejection:
                raise
            except Exception as error:
                failed.append(error)
                raise

        action.run = noted
        goes_on = await run_action(self, action, *more, **options)
        if failed:
            raise failed[0]
        return goes_on

    async def handle_message(self: MessageProcessor, message: UserMessage) -> list[dict[str, Any]] | None:
        try:
            return await handle(self, message)
        except Exception:
            getattr(message.output_channel, "messages", []).clear()
            raise

    processor._run_action, processor.handle_message = _run_action, handle_message


def main() -> int:
    """Serve until told to stop; return 1 where there is no model to serve."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.serve", description="语言理解服务（只在本机）")
    options.add_argument("--model", type=Path, default=paths.MODELS)
    options.add_argument("--port", type=int, default=5005)
    options.add_argument("--interface", default="127.0.0.1")
    chosen = options.parse_args()
    model = newest(chosen.model)
    if model is None:
        print("还没有训练好的模型：请先运行 huiyin train。", file=sys.stderr)
        return 1
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warnings.filterwarnings("ignore")
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])

    import structlog
    from rasa.core import run
    from rasa.core.processor import MessageProcessor
    from rasa.core.tracker_store import FailSafeTrackerStore
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    FailSafeTrackerStore.on_tracker_store_error = away
    FailSafeTrackerStore.on_tracker_store_retrieve_error = away
    whole(MessageProcessor)
    plain = run.configure_app

    def configured(*arguments: Any, **options: Any) -> Any:
        app = plain(*arguments, **options)
        app.register_middleware(begun, "request")
        app.register_middleware(told, "response")
        return app

    run.configure_app = configured
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            discreet,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    endpoints = AvailableEndpoints.read_endpoints(str(paths.ROOT / "endpoints.yml"))
    if actions := os.environ.get("HUIYIN_ACTIONS_URL"):
        endpoints.action = EndpointConfig(url=f"{actions.rstrip('/')}/webhook", **SPARING)
    if redis := os.environ.get("HUIYIN_REDIS_URL"):
        endpoints.lock_store = lock_store(redis)
    run.serve_application(
        str(model),
        interface=chosen.interface,
        port=chosen.port,
        credentials=str(paths.ROOT / "credentials.yml"),
        endpoints=endpoints,
        enable_api=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
