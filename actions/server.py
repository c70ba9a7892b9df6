"""The action server: `python -m actions.server --port 5055`. It listens on loopback and answers Rasa alone."""

import argparse
import asyncio
import time
import warnings
from collections.abc import Callable
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request, Sanic

from actions import help
from actions.catalogue import every
from actions.complaint import acts, outlook
from actions.tools import Tools
from casework.office import Bureau
from knowledge.answering import Library
from knowledge.encoder import Encoder
from knowledge.live import LiveLibrary
from store import logs
from store.settings import Settings
from understanding import Parsed, Rasa

PART_SECONDS = 2.0
"""A part of a message is understood in this time, or not by itself."""

log = structlog.get_logger(__name__)


class Executor(ActionExecutor):
    """Runs actions without the domain: none of them reads it, so Rasa is asked not to send it (`endpoints.yml`)."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        return {}


def build(tools: Tools) -> Sanic:
    """The server's application with every action registered.

    Rasa 3.6 and rasa-sdk 3.21 speak the same protocol; the SDK's remark on their different version numbers, made
    on each call, is silenced.
    """
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk", category=UserWarning)
    executor = Executor()
    for action in every(tools):
        executor.register_action(action)
    app = create_app(executor)
    app.register_middleware(_begin, "request")
    app.register_middleware(_end, "response")
    return app


def _begin(request: Request) -> None:
    """Whatever is logged for this request carries the number of the turn in which Rasa asks."""
    structlog.contextvars.clear_contextvars()
    if request.path != "/webhook":
        return
    asked = request.json or {}
    message = (asked.get("tracker") or {}).get("latest_message") or {}
    turn = str((message.get("metadata") or {}).get("turn") or "")[:32]
    structlog.contextvars.bind_contextvars(turn=turn, action=str(asked.get("next_action"))[:80])
    request.ctx.began = time.monotonic()


def _end(request: Request, response: HTTPResponse) -> None:
    if began := getattr(request.ctx, "began", None):
        log.info("action_done", status=response.status, seconds=round(time.monotonic() - began, 3))


def library(bureau: Bureau) -> Library | None:
    """The policy corpus, or None, with a line in the log, where it cannot be read: complaints are taken all the same."""
    try:
        found = LiveLibrary(bureau, encoder=Encoder.load())
        found.index()
        return found
    except Exception:
        log.exception("no_policy_library")
        return None


def understanding(url: str) -> Callable[[str], Parsed]:
    """Asks Rasa what a part of a message means, from the thread in which an action works.

    The returned function raises NotUnderstoodNow where Rasa is away or takes longer than a turn can wait.
    """

    async def parse(said: str) -> Parsed:
        rasa = Rasa(url, timeout=PART_SECONDS)
        try:
            return await rasa.parse(said)
        finally:
            await rasa.close()

    return lambda said: asyncio.run(parse(said))


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="actions.server", description="对话动作服务")
    parser.add_argument("--port", type=int, default=Settings().actions_port)
    port = parser.parse_args().port
    logs.configure()
    settings = Settings()
    bureau = Bureau.from_settings(settings)
    outlook.prepare()
    acts.prepare()
    help.prepare()
    app = build(Tools(bureau, library(bureau), settings.public_url, understanding(settings.rasa)))
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
