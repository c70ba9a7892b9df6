"""The web chat: one page that works on an old phone, and the few calls that it makes."""

import asyncio
import io
import secrets
from ipaddress import ip_address, ip_network
from pathlib import Path as FilePath
from typing import Annotated, Any

import segno
import structlog
from fastapi import (
    APIRouter,
    Cookie,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Path,
    Query,
    Request,
    Response,
    UploadFile,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from pydantic import BaseModel, Field, field_validator

from bot import wording
from bot.channels import Attachment, Incoming
from bot.gateway import Gateway
from bot.text import whole
from casework.conversations import desk, evidence, mail, queries, talks
from casework.conversations.local import local
from casework.conversations.models import Conversation
from casework.conversations.models import Evidence as SentFile
from casework.conversations.talks import Reply
from casework.office import Bureau, Office
from store import signs
from store.clock import local as in_shanghai
from store.engine import AWAY
from store.settings import Settings
from store.signs import Signs

log = structlog.get_logger(__name__)

CHANNEL = "web"
COOKIE = "huiyin_talk"
KEPT = 180 * 24 * 3600
"""Seconds for which a device keeps its talk."""
PATIENCE = 25.0
"""Seconds for which a call that waits for something new is held."""
LOOKS_EVERY = 1.0
TYPING = 5.0
"""Seconds for which a keystroke counts as typing."""
MOST_FILES = 6
LARGEST = 21 * 1024 * 1024

AGAIN = "5"
"""Seconds after which a call that was not taken is to be made again."""

LAST = 2**62
"""No message or file has a higher number."""
Place = Annotated[int, Query(ge=0, le=LAST)]

PLAIN = r"^[\x21-\x7e]*$"
"""Numbers of messages and buttons, which the page or the house made."""

HERE = FilePath(__file__).parent
STATIC = {
    "chat.js": "text/javascript; charset=utf-8",
    "chat.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}

pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())


class Said(BaseModel):
    """What the page sends: words, or a pressed button; `update` is the page's own number of the message."""

    update: str = Field(min_length=4, max_length=60, pattern=PLAIN)
    text: str = Field("", max_length=20_000)
    button: str | None = Field(None, max_length=40, pattern=PLAIN)

    @field_validator("text", mode="before")
    @classmethod
    def _whole(cls, text: object) -> object:
        return whole(text) if isinstance(text, str) else text


def router(bureau: Bureau, gateway: Gateway, settings: Settings) -> APIRouter:
    """The residents' pages and calls."""
    routes = APIRouter()
    chat = Chat(bureau, gateway, signs.of(settings.redis_url))

    @routes.get("/", response_class=HTMLResponse, include_in_schema=False)
    def page(request: Request, huiyin_talk: Annotated[str | None, Cookie()] = None) -> Response:
        """The chat. A device that comes for the first time is given its talk."""
        response = HTMLResponse(_page("chat.html", bureau), headers={**HEADERS, "Cache-Control": "no-store"})
        _give(response, huiyin_talk or secrets.token_urlsafe(32), request, settings)
        return response

    @routes.get("/chat/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404)
        headers = {**HEADERS, "Cache-Control": "public, max-age=3600"}
        return FileResponse(HERE / "static" / name, media_type=STATIC[name], headers=headers)

    @routes.get("/chat/messages")
    def messages(after: Place = 0, huiyin_talk: Annotated[str | None, Cookie()] = None) -> JSONResponse:
        """What was said after the message with this id."""
        return _json(chat.since(_token(huiyin_talk), after))

    @routes.get("/chat/wait")
    async def wait(
        request: Request,
        after: Place = 0,
        typing: bool = False,
        huiyin_talk: Annotated[str | None, Cookie()] = None,
    ) -> JSONResponse:
        """The same, but held until there is something new, or for 25 seconds.

        `typing` is whether the page shows that an operator is typing; a change of that counts as new.
        """
        token = _token(huiyin_talk)
        for _ in range(int(PATIENCE / LOOKS_EVERY)):
            found = await asyncio.to_thread(chat.since, token, after)
            if found["messages"] or found["typing"] != typing or await request.is_disconnected():
                break
            await asyncio.sleep(LOOKS_EVERY)
        return _json(found)

    @routes.post("/chat/say")
    async def say(
        request: Request,
        said: Said,
        after: Place = 0,
        x_huiyin: Annotated[str | None, Header()] = None,
        huiyin_talk: Annotated[str | None, Cookie()] = None,
    ) -> JSONResponse:
        """Say something; gives all that was said after `after`, the answer included."""
        token = _from_page(huiyin_talk, x_huiyin)
        if not said.text.strip() and not said.button:
            raise HTTPException(422, "请先写点什么再发。")
        await gateway.receive(
            Incoming(CHANNEL, said.update, token, said.text, button_id=said.button, network=_network(request))
        )
        await asyncio.to_thread(chat.has_typed, token)
        return _json(await asyncio.to_thread(chat.since, token, after))

    @routes.post("/chat/typing", status_code=204)
    def typing(
        x_huiyin: Annotated[str | None, Header()] = None,
        huiyin_talk: Annotated[str | None, Cookie()] = None,
    ) -> Response:
        """The operator who holds the talk sees that something is being written; nothing is stored."""
        chat.types(_from_page(huiyin_talk, x_huiyin))
        return Response(status_code=204, headers=HEADERS)

    @routes.post("/chat/file")
    async def file(
        request: Request,
        update: Annotated[str, Form(min_length=4, max_length=60, pattern=PLAIN)],
        files: Annotated[list[UploadFile], File()],
        text: Annotated[str, Form(max_length=5000)] = "",
        after: Annotated[int, Form(ge=0, le=LAST)] = 0,
        x_huiyin: Annotated[str | None, Header()] = None,
        huiyin_talk: Annotated[str | None, Cookie()] = None,
    ) -> JSONResponse:
        """Send photos, documents or recordings, with words or without."""
        token = _from_page(huiyin_talk, x_huiyin)
        if len(files) > MOST_FILES:
            raise HTTPException(422, f"一次最多发 {MOST_FILES} 个文件，可以分几次发。")
        taken, problems = [], []
        for upload in files:
            data = await upload.read(LARGEST)
            if len(data) >= LARGEST:
                problems.append("这个文件太大了，最大 20 MB。可以压缩一下，或分几次发。")
            else:
                taken.append(Attachment(data))
        incoming = Incoming(
            CHANNEL,
            update,
            token,
            text,
            attachments=tuple(taken),
            problems=tuple(problems),
            network=_network(request),
        )
        await gateway.receive(incoming)
        return _json(await asyncio.to_thread(chat.since, token, after))

    @routes.get("/chat/picture/{file_id}", include_in_schema=False)
    def picture(
        file_id: Annotated[int, Path(ge=0, le=LAST)], huiyin_talk: Annotated[str | None, Cookie()] = None
    ) -> Response:
        """The small picture of a photo from this very talk."""
        drawn = chat.picture(_token(huiyin_talk), file_id)
        if drawn is None:
            raise HTTPException(404)
        return Response(
            drawn, media_type="image/jpeg", headers={**HEADERS, "Cache-Control": "private, max-age=86400"}
        )

    @routes.post("/chat/leave")
    def leave(request: Request, x_huiyin: Annotated[str | None, Header()] = None) -> Response:
        """Forget the talk on this device, e.g. one that is shared; the office keeps what it has to."""
        if not x_huiyin:
            raise HTTPException(403)
        response = JSONResponse({"left": True}, headers=HEADERS)
        _give(response, secrets.token_urlsafe(32), request, settings)
        return response

    @routes.get("/qr.svg", include_in_schema=False)
    def code() -> Response:
        """The QR code of the chat's address."""
        drawn = io.BytesIO()
        segno.make(settings.base_url, error="m", micro=False).save(drawn, kind="svg", scale=8, border=2)
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers=HEADERS)

    @routes.get("/poster", response_class=HTMLResponse, include_in_schema=False)
    def poster() -> Response:
        """A poster to print and put up, with the QR code."""
        html = _page("poster.html", bureau, address=settings.base_url)
        return HTMLResponse(html, headers=HEADERS)

    return routes


def when_away(app: FastAPI, bureau: Bureau) -> None:
    """While the database cannot be had, every call of the page is answered with a sentence, and is to be made again."""
    lines = local(bureau.county)
    text = wording.NOT_TAKEN.format(hotline=lines.hotline, duty_hours=lines.duty_hours)

    async def not_taken(request: Request, error: Exception) -> JSONResponse:
        log.warning("database_away", path=request.url.path, error=type(error).__name__)
        headers = {**HEADERS, "Cache-Control": "no-store", "Retry-After": AGAIN}
        return JSONResponse({"detail": text}, 503, headers)

    for error in AWAY:
        app.add_exception_handler(error, not_taken)


def when_unreadable(app: FastAPI) -> None:
    """A call that is not what the page sends is refused in a sentence, which repeats nothing of what was sent."""
    app.add_exception_handler(RequestValidationError, _unreadable)


async def _unreadable(request: Request, error: Exception) -> JSONResponse:
    log.info("call_unreadable", path=request.url.path)
    return JSONResponse({"detail": wording.UNREADABLE}, 422, {**HEADERS, "Cache-Control": "no-store"})


class Chat:
    """What the page reads."""

    def __init__(self, bureau: Bureau, gateway: Gateway, who_types: Signs) -> None:
        self.bureau = bureau
        self.gateway = gateway
        self.signs = who_types

    def since(self, token: str, after: int) -> dict[str, Any]:
        """Messages after this one, letters that came in between included, and who answers now."""
        with self.bureau.reading() as office:
            conversation = queries.by_address(office, CHANNEL, token)
            mail_waits = mail.is_waiting(office, CHANNEL, token)
            if not mail_waits:
                return self._view(office, conversation, after)
        with self.bureau.office() as office:
            conversation = talks.find_or_begin(office, CHANNEL, token)
            mail.fetch(office, conversation)
            return self._view(office, conversation, after)

    def types(self, token: str) -> None:
        """Somebody types in a talk that an operator holds."""
        with self.bureau.reading() as office:
            conversation = queries.by_address(office, CHANNEL, token)
            if conversation is not None and conversation.state == "operator":
                self.signs.give(f"resident:{conversation.token}", TYPING)

    def has_typed(self, token: str) -> None:
        """What was being typed has been said."""
        with self.bureau.reading() as office:
            conversation = queries.by_address(office, CHANNEL, token)
            if conversation is not None:
                self.signs.drop(f"resident:{conversation.token}")

    def _view(self, office: Office, conversation: Conversation | None, after: int) -> dict[str, Any]:
        held = conversation is not None and conversation.state == "operator"
        typing = held and self.signs.is_up(f"operator:{conversation.token}") if conversation else False
        return {**_view(office, conversation, after), "typing": typing}

    def picture(self, token: str, file_id: int) -> bytes | None:
        with self.bureau.reading() as office:
            conversation = queries.by_address(office, CHANNEL, token)
            item = office.db.get(SentFile, file_id)
            if conversation is None or item is None or item.conversation_id != conversation.id:
                return None
            return evidence.preview(office, item)


def _view(office: Office, conversation: Conversation | None, after: int) -> dict[str, Any]:
    if conversation is None:
        return {"messages": [], "state": "bot", "ahead": None, "staffed": False}
    handover = queries.open_handover(office, conversation.id) if conversation.state == "waiting" else None
    return {
        "messages": [_shown(reply) for reply in talks.history(office, conversation, after)],
        "state": conversation.state,
        "ahead": desk.position(office, handover) if handover else None,
        "staffed": handover is not None and desk.anyone_on_duty(office),
    }


def _shown(reply: Reply) -> dict[str, Any]:
    return {
        "id": reply.id,
        "who": reply.direction,
        "text": reply.text,
        "buttons": [{"id": button_id, "title": title} for button_id, title in reply.buttons],
        "aside": reply.aside,
        "files": [{"id": file.id, "name": file.name, "kind": file.kind} for file in reply.files],
        "at": in_shanghai(reply.at).strftime("%m-%d %H:%M") if reply.at else "",
    }


def _page(name: str, bureau: Bureau, **values: Any) -> str:
    return pages.get_template(name).render(local=local(bureau.county), **values)


def _json(content: dict[str, Any]) -> JSONResponse:
    return JSONResponse(content, headers={**HEADERS, "Cache-Control": "no-store"})


def _token(cookie: str | None) -> str:
    if not cookie or len(cookie) < 32:
        raise HTTPException(401, "请刷新页面再试；浏览器要允许存 Cookie。")
    return cookie


def _from_page(cookie: str | None, header: str | None) -> str:
    """The talk of a call that our own page made: other sites cannot set the header."""
    if not header:
        raise HTTPException(403, "请从回音的网页发消息。")
    return _token(cookie)


def _network(request: Request) -> str:
    """The caller's address on the internet; of IPv6 the part that one household is given, since the rest is its choice."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else host


def _give(response: Response, token: str, request: Request, settings: Settings) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies or request.url.scheme == "https",
        path="/",
    )
