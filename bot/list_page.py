"""A resident's own list of benefits as a page to print, behind an address that the talk handed out."""

from typing import Annotated

from fastapi import APIRouter, Cookie
from fastapi.responses import HTMLResponse

from bot.web import pages
from casework.assistance import list_pages
from casework.conversations.local import local
from casework.office import Bureau

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def router(bureau: Bureau) -> APIRouter:
    """The route of the page."""
    routes = APIRouter()

    @routes.get("/my/benefits/{word}", include_in_schema=False)
    def benefits(word: str, huiyin_talk: Annotated[str | None, Cookie()] = None) -> HTMLResponse:
        with bureau.reading() as office:
            found = list_pages.find(office, word[:64], huiyin_talk)
        if found is None:
            gone = pages.get_template("gone.html").render(local=local(bureau.county))
            return HTMLResponse(gone, 404, headers=HEADERS)
        return HTMLResponse(found.html(), headers=HEADERS)

    return routes
