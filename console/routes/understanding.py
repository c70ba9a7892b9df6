"""The understanding desk: what was badly understood is labelled, looked at again, and given to training."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.labelling import labelling
from casework.office import NotFound
from casework.people import reveals
from casework.petitions.categories import CATEGORIES
from console import pages
from console.desk import Fields, House, Opens, Posted, Who
from console.labels import INTENTS
from store.clock import local

router = APIRouter(prefix="/understanding", dependencies=[Depends(Opens("understanding"))])
SECOND = Depends(Opens("approve_understanding"))

STATES = {
    "new": "待标注",
    "labelled": "待复核",
    "approved": "可导出",
    "exported": "已导出",
    "dropped": "不采用",
}

KEYS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The second key of a label, by its place among the choices."""


def _others(likely: Collection[str]) -> list[tuple[str, str]]:
    """The meanings that are not offered by themselves, by their codes; a complaint is labelled with its category."""
    return [(code, text) for code, text in INTENTS.items() if code not in likely and code != "file_complaint"]


@router.get("")
def board(request: Request, house: House, who: Who, state: str = "new", source: str = "") -> Response:
    state = state if state in STATES else "new"
    with house.reading() as office:
        return pages.page(
            request,
            "admin/understanding.html",
            who,
            state=state,
            states=STATES,
            source=source,
            sources=labelling.SOURCES,
            counts=labelling.counts(office),
            utterances=labelling.waiting(office, state, source=source),
            intents=INTENTS,
            complaints=[(f"file_complaint/{code}", text) for code, text in CATEGORIES.items()],
            others=_others,
            keys=KEYS,
            exports=labelling.exports(office) if state == "exported" else (),
        )


@router.post("/export", dependencies=[SECOND])
def export(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """What was approved since the last export as a file, or that of an earlier export once more."""
    with house.office() as office:
        at = _moment(fields.text("at", 40)) or labelling.export(office)
        if at is None:
            return pages.go(
                request, "/understanding?state=exported", "没有还没导出的话；以前导出的，在这里再下载。"
            )
        text = labelling.exported(office, at)
        reveals.record(office, who.actor, "理解校对", "校对过的话（已遮盖）", "导出训练语料")
    return Response(
        text,
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="labelled-{local(at):%Y%m%d-%H%M}.yml"'},
    )


@router.post("/{utterance_id}")
def label(request: Request, house: House, who: Who, fields: Posted, utterance_id: int) -> Response:
    said = "已标注，等同事复核。"
    with _unless_settled() as told, house.office() as office:
        if "drop" in fields:
            labelling.drop(office, who.actor, utterance_id)
            said = "不采用这条。"
        else:
            intent, _, category = next(iter(fields.all("label")), "").partition("/")
            labelling.label(
                office, who.actor, utterance_id, intent, category, INTENTS, fields.text("text", 500)
            )
    return pages.go(request, "/understanding", "".join(told) or said)


@router.post("/{utterance_id}/again")
def take_back(request: Request, house: House, who: Who, fields: Posted, utterance_id: int) -> Response:
    with _unless_settled() as told, house.office() as office:
        labelling.take_back(office, who.actor, utterance_id)
    return pages.go(request, _list(fields), "".join(told) or "已回到待标注。")


@router.post("/{utterance_id}/approve", dependencies=[SECOND])
def approve(request: Request, house: House, who: Who, fields: Posted, utterance_id: int) -> Response:
    said = "已复核。"
    with _unless_settled() as told, house.office() as office:
        if "back" in fields:
            labelling.send_back(office, utterance_id)
            said = "已退回重标。"
        else:
            labelling.approve(office, who.actor, utterance_id)
    return pages.go(request, _list(fields), "".join(told) or said)


@contextmanager
def _unless_settled() -> Iterator[list[str]]:
    """Where somebody was faster, the sentence about it: the list goes on."""
    told: list[str] = []
    try:
        yield told
    except labelling.Settled as error:
        told.append(str(error))


def _list(fields: Fields) -> str:
    state = fields.text("state", 10)
    return f"/understanding?state={state if state in STATES else 'labelled'}"


def _moment(text: str) -> datetime | None:
    """Raises NotFound where it is no moment with its zone."""
    if not text:
        return None
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at
    raise NotFound("没有这一次导出。")
