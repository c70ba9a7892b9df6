"""The first page of the day, and the list of keys."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from console import pages
from console.desk import House, Who, opens

router = APIRouter(dependencies=[Depends(opens("home"))])


@router.get("/")
def home(request: Request, house: House, who: Who) -> Response:
    return pages.page(request, "home.html", who)


@router.get("/help")
def keys(request: Request, who: Who) -> Response:
    return pages.page(request, "help.html", who)
