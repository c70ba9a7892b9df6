"""What protects the staff's door: headers, same-origin writes, form tokens, and addresses that stay inside."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from store.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """ASGI middleware: sets the headers on every response and refuses writes that come from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_static = "/static/" in scope["path"]

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "public, max-age=86400" if is_static else "no-store")
            await send(message)

        if scope["method"] not in SAFE_METHODS and not _from_here(Headers(scope=scope)):
            refusal = PlainTextResponse("这个请求不是从本系统页面发出的，已拒绝。请回到工作台再操作。", 403)
            await refusal(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)


def _from_here(headers: Headers) -> bool:
    """Whether a browser says that the request comes from our own page; senders without either header pass."""
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc == headers.get("host", "")
    return True


def inside(target: str | None, fallback: str) -> str:
    """`target` if it is a path of this site, else `fallback`: no open redirect."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    if any(ord(sign) < 32 or sign == "\\" for sign in target):
        return fallback
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else fallback


def same(given: str | None, expected: str) -> bool:
    """Constant-time comparison of a form token."""
    return hmac.compare_digest((given or "").encode(), expected.encode())


def is_secure(request: Request, settings: Settings) -> bool:
    """Whether cookies are for encrypted connections alone: as configured, and always where this one is."""
    return settings.secure_cookies or request.url.scheme == "https"


def caller_address(request: Request) -> str:
    return request.client.host if request.client else ""
