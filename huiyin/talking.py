"""A talk in the terminal, typed or from a script, over the same gateway as every channel."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from bot.channels import Incoming
from bot.gateway import Gateway
from casework.conversations.talks import Reply
from huiyin import composition, preparing
from huiyin.preflight import CannotStart
from huiyin.services import running
from store.settings import Settings

PRESS = re.compile(r"^\[(.+)\]$")


def talk(settings: Settings, script: Path | None, as_json: bool = False) -> int:
    """Talk until the script or the input ends.

    A script has one message a line; empty lines and lines that begin with `#` are passed over; `[2]` or
    `[标题]` presses a button of the last reply.

    Returns:
        The exit status: 0, or 1 when there is no script or nothing to talk to.
    """
    if script is not None and not script.exists():
        print(f"找不到脚本 {script}。", file=sys.stderr)
        return 1
    try:
        with ExitStack() as services:
            preparing.prepare_database(settings)
            services.enter_context(running(settings, ("actions", "rasa")))
            asyncio.run(_converse(composition.gateway(settings), _lines(script), script is not None, as_json))
    except CannotStart as reason:
        print(f"不能开始对话：{reason}", file=sys.stderr)
        return 1
    return 0


async def _converse(gateway: Gateway, lines: Iterator[str], echo: bool, as_json: bool) -> None:
    address = f"terminal-{uuid4().hex}"
    last: list[Reply] = []
    for count, line in enumerate(lines):
        button = _pressed(line, last)
        incoming = Incoming(
            "terminal", f"{address}-{count}", address, "" if button else line, button_id=button
        )
        replies = await gateway.receive(incoming)
        last = replies or last
        if as_json:
            turn = {
                "say": line,
                "replies": [{"text": r.text, "buttons": [b[1] for b in r.buttons]} for r in replies],
            }
            print(json.dumps(turn, ensure_ascii=False), flush=True)
            continue
        if echo:
            print(f"居民：{line}")
        for reply in replies:
            print(f"回音：{reply.text}")
            for position, (_, title) in enumerate(reply.buttons, 1):
                print(f"      [{position}] {title}")
        print(flush=True)


def _pressed(line: str, last: list[Reply]) -> str | None:
    match = PRESS.match(line)
    buttons = [button for reply in last for button in reply.buttons]
    if match is None:
        return None
    wanted = match[1]
    if wanted.isdigit() and 0 < int(wanted) <= len(buttons):
        return buttons[int(wanted) - 1][0]
    return next((identity for identity, title in buttons if title == wanted), None)


def _lines(script: Path | None) -> Iterator[str]:
    if script is not None:
        for line in script.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield line.strip()
        return
    print("和回音说话，按 Ctrl-D 结束。")
    with _no_interrupt():
        for line in iter(lambda: _ask("居民：") or "", ""):
            yield line


def _ask(prompt: str) -> str | None:
    while True:
        try:
            said = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            return None
        if said:
            return said


@contextmanager
def _no_interrupt() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        return
