"""What the server pushes: counts beside the menu, and alerts. Read from the database; nothing is kept here.

Each event carries the mark of the alerts told so far, so that a browser whose line dropped, or that opened another page
meanwhile, is told what it missed.
"""

import json
from collections.abc import AsyncIterator

import anyio
from fastapi import APIRouter, Depends, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from console import live
from console.desk import House, Opens, Who

router = APIRouter(dependencies=[Depends(Opens("home"))])

EVERY = 2.0
"""Seconds between two looks at the database."""
THOROUGH = 15
"""Every how many looks the costly counts are taken anew."""


@router.get("/events")
async def events(request: Request, house: House, who: Who, seen: str = "") -> Response:
    """`seen` is the mark of the last event that reached an earlier page, or an earlier line of this one."""
    resumed = request.headers.get("last-event-id", "") or seen

    async def stream() -> AsyncIterator[ServerSentEvent]:
        before = live.Picture.remembered(resumed)
        looks = 0
        while not await request.is_disconnected():
            picture = await anyio.to_thread.run_sync(live.look, house, who, before, looks % THOROUGH == 0)
            if picture is None:
                return
            for name, count in picture.changed(before):
                yield ServerSentEvent(event=name, data=str(count) if count else "")
            for alert in picture.news(before):
                yield ServerSentEvent(
                    event="alert", data=json.dumps(alert, ensure_ascii=False), id=picture.mark
                )
            if before is None or picture.mark != before.mark:
                yield ServerSentEvent(event="mark", data="1", id=picture.mark)
            before, looks = picture, looks + 1
            await anyio.sleep(EVERY)

    return EventSourceResponse(stream(), ping=20, headers={"X-Accel-Buffering": "no"})
