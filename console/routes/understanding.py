"""The understanding desk: what was badly understood is labelled, looked at again, and given to training."""

from collections.abc import Collection

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.labelling import labelling
from casework.people import reveals
from casework.petitions.categories import CATEGORIES
from console import pages
from console.desk import House, Opens, Posted, Who
from console.labels import INTENTS

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
        )


@router.post("/export", dependencies=[SECOND])
def export(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        text = labelling.export(office)
        reveals.record(office, who.actor, "理解校对", "校对过的话（已遮盖）", "导出训练语料")
        stamp = office.clock.now().strftime("%Y%m%d-%H%M")
    return Response(
        text,
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="labelled-{stamp}.yml"'},
    )


@router.post("/{utterance_id}")
def label(request: Request, house: House, who: Who, fields: Posted, utterance_id: int) -> Response:
    with house.office() as office:
        if "drop" in fields:
            labelling.drop(office, who.actor, utterance_id)
        else:
            intent, _, category = next(iter(fields.all("label")), "").partition("/")
            labelling.label(
                office, who.actor, utterance_id, intent, category, INTENTS, fields.text("text", 500)
            )
    return pages.go(
        request, "/understanding", "已标注，等同事复核。" if "drop" not in fields else "不采用这条。"
    )


@router.post("/{utterance_id}/approve", dependencies=[SECOND])
def approve(request: Request, house: House, who: Who, fields: Posted, utterance_id: int) -> Response:
    with house.office() as office:
        if "back" in fields:
            labelling.send_back(office, utterance_id)
        else:
            labelling.approve(office, who.actor, utterance_id)
    return pages.go(
        request, "/understanding?state=labelled", "已复核。" if "back" not in fields else "已退回重标。"
    )
