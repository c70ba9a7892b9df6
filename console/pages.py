"""Pages: Jinja templates with the words and helpers that all of them use."""

import gzip
import mimetypes
import re
import secrets
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from casework.people import identity
from casework.people.units import UnitTree
from casework.petitions import categories
from console import labels, navigation, security
from console.desk import Visitor
from store.clock import local, local_date, show

HERE = Path(__file__).parent
SAID = "huiyin_said"
LONG = 32_000
"""Bytes from which a page is sent compressed: charts come with it, and the office's line is slow."""


def _stamp() -> str:
    """A short fingerprint of the static files, so that a browser never keeps an old one."""
    digest = sha256()
    for path in sorted((HERE / "static").rglob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _yuan(amount: Decimal | None) -> str:
    return f"{amount:,.2f} 元" if amount is not None else "—"


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "—"
    day = local_date(value) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"


def _short(value: datetime | None) -> str:
    return local(value).strftime("%m-%d %H:%M") if value else "—"


def _hour(value: datetime | None) -> str:
    return local(value).strftime("%H:%M") if value else "—"


def _paragraphs(text: str | None) -> Markup:
    blocks = [part for part in (text or "").split("\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in blocks)


def _marked(text: str, word: str) -> Markup:
    """The text with every occurrence of the word marked."""
    if not word:
        return escape(text)
    parts = [escape(part) for part in text.split(word)]
    return Markup("<mark>{}</mark>").format(word).join(parts)


def _unit_choices(tree: UnitTree) -> list[tuple[str, str]]:
    """All active units by code and name, indented by their place in the tree."""
    found = sorted((unit for unit in tree.units.values() if unit.active), key=lambda unit: unit.path)
    return [(unit.code, "　" * (unit.path.count("/") - 2) + unit.name) for unit in found]


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _in_order(value: object) -> object:
    """What a page shows, without the signs that make what follows read backwards: no name shows as another."""
    if isinstance(value, str) and _TURNING.search(value):
        return type(value)(_TURNING.sub("", value))
    return value


def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        finalize=_in_order,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        when=show,
        short=_short,
        hour=_hour,
        day=_day,
        yuan=_yuan,
        paragraphs=_paragraphs,
        unit_choices=_unit_choices,
        marked=_marked,
        mask_name=identity.mask_name,
        mask_phone=identity.mask_phone,
        mask_id=identity.mask_id,
        category=lambda code: labels.label(categories.CATEGORIES, code),
        intent=lambda code: labels.label(labels.UNDERSTOOD, code),
        entity=lambda code: labels.label(labels.ENTITIES, code),
        channel=lambda code: labels.label(categories.CHANNELS, code),
        identity=lambda code: labels.label(categories.IDENTITIES, code),
        matter_class=lambda code: labels.label(categories.CLASSES, code),
        actor=lambda name: labels.label(labels.ACTORS, name),
        speaker=lambda code: labels.label(labels.SPEAKERS, code),
    )
    env.globals.update(labels=labels, words=categories, stamp=_stamp(), shown_inline=SHOWN_INLINE)
    return env


def page(
    request: Request, template: str, who: Visitor | None = None, status: int = 200, /, **context: Any
) -> Response:
    """A whole page or a fragment of one."""
    base = request.scope.get("root_path", "")
    said = "" if is_fragment(request) else unquote(request.cookies.get(SAID, ""))
    text = request.app.state.pages.get_template(template).render(
        request=request,
        who=who,
        base=base,
        county=request.app.state.desk.bureau.county.name,
        menu=navigation.menu(who, request.url.path.removeprefix(base)) if who else (),
        now=request.app.state.desk.bureau.clock.now(),
        settings=request.app.state.desk.settings,
        said=said,
        **context,
    )
    response = _compressed(request, HTMLResponse(text, status))
    if said:
        response.delete_cookie(SAID, path=base or "/")
    return response


def _compressed(request: Request, response: Response) -> Response:
    """A long page as gzip, where the browser takes it.

    The length of what is compressed may betray a secret that stands beside an attacker's words (BREACH, 2013): a page asked
    for from elsewhere is nobody's unless the browser goes there (SameSite=Lax), and chance adds to the length of each
    (Heal the Breach, 2022).
    """
    if len(response.body) < LONG:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        padding = f"<!-- {secrets.token_urlsafe(1 + secrets.randbelow(100))} -->".encode()
        response.body = gzip.compress(bytes(response.body) + padding, 6)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
    return response


def go(request: Request, path: str, said: str = "") -> Response:
    """On to another page of the desk after a write, with a sentence to show there once."""
    base = request.scope.get("root_path", "")
    if request.headers.get("hx-request") == "true":
        response = Response(status_code=204, headers={"HX-Redirect": base + path})
    else:
        response = RedirectResponse(base + path, 303)
    if said:
        response.set_cookie(
            SAID,
            quote(said),
            max_age=60,
            httponly=True,
            samesite="strict",
            secure=security.is_secure(request, request.app.state.desk.settings),
            path=base or "/",
        )
    return response


SHOWN_INLINE = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/webm": "webm",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


def attachment(data: bytes, media_type: str, name: str) -> Response:
    """A file that somebody sent: pictures are shown and recordings and films played, anything else is only saved, nothing in it can run."""
    inline = media_type in SHOWN_INLINE
    suffix = SHOWN_INLINE.get(media_type) or (mimetypes.guess_extension(media_type) or ".bin").lstrip(".")
    return Response(
        data,
        media_type=media_type if inline else "application/octet-stream",
        headers={
            "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}.{suffix}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def sheet(html: str) -> Response:
    """A whole page made elsewhere, to be printed: with its own style, and nothing in it that runs."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


OFFICE_FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def office_file(data: bytes, name: str) -> Response:
    """A Word or Excel file of ours, to be saved under its Chinese name."""
    return Response(
        data,
        media_type=OFFICE_FILES[name.rsplit(".", 1)[-1]],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


def is_fragment(request: Request) -> bool:
    """Whether HTMX asked, and wants a part of the page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"
