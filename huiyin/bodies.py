"""How much a request may bring: nobody fills the memory or the disk of the web process through its door."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a form or of JSON, which is read as a whole."""
WITH_FILES = 128 * 1024 * 1024
"""Bytes of a form with files, which lie on disk meanwhile: six of the largest that residents may send."""
SENTENCE = "一次传的太多了，没有收。请把文件压缩一下，或分几次发。"


class Bounded:
    """ASGI middleware: a body that is too large is refused with 413 as soon as that is known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        has_files = headers.get("content-type", "").lower().startswith("multipart/")
        most = WITH_FILES if has_files else IN_MEMORY
        announced = headers.get("content-length", "")
        taken = int(announced) if announced.isdecimal() and int(announced) > most else 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive() if taken <= most else {}
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, SENTENCE)
            return message

        await self.app(scope, receive_bounded, send)
