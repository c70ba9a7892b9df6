"""The one-time list of materials as a page of its own, to be printed or kept on a phone; it knows nobody."""

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from knowledge.answering import Library
from knowledge.materials import Catalogue
from knowledge.materials.lists import POLICY

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=600",
}


def router(library: Library) -> APIRouter:
    """The route of the printable lists."""
    routes = APIRouter()

    @routes.get("/materials/{program}")
    def materials(program: str, with_: str = Query("", alias="with", max_length=200)) -> HTMLResponse:
        catalogue = Catalogue.load(library.corpus)
        listing = catalogue.listing(program, with_.split(","))
        if listing is None:
            raise HTTPException(404, "没有这份材料清单。")
        return HTMLResponse(catalogue.html(listing, library.figures, library.today), headers=HEADERS)

    return routes
