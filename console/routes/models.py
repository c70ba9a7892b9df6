"""Models of the understanding: trained and measured in the background, put live behind a gate, taken back."""

import contextlib
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.labelling import labelling
from casework.training import gate, live, runs
from console import pages
from console.desk import House, Opens, Posted, Who
from understanding import NotUnderstoodNow

router = APIRouter(prefix="/models", dependencies=[Depends(Opens("models"))])

STATES = {
    "asked": "排队",
    "training": "正在训练",
    "measuring": "正在评测",
    "done": "完成",
    "failed": "没有成功",
}


@router.get("")
async def board(request: Request, house: House, who: Who) -> Response:
    serving = ""
    with contextlib.suppress(NotUnderstoodNow):
        serving = await house.understanding.serving()
    with house.reading() as office:
        present = live.current(office)
        models = live.listed(office)
        recent = runs.recent(office)
        counts = labelling.counts(office)
        return pages.page(
            request,
            "admin/models.html",
            who,
            run=runs.under_way(office),
            recent=recent,
            fresh=bool(recent) and runs.brought_a_new_model(office, recent[0]),
            states=STATES,
            present=present,
            before=live.before(office),
            serving=serving,
            models=[
                (
                    model,
                    gate.compare(model.figures, present.figures if present else None),
                    live.objections(office, model),
                )
                for model in models
            ],
            margins=gate.MARGINS,
            switches=live.switches(office),
            lessons=counts.get("approved", 0) + counts.get("exported", 0),
            **_words(),
        )


@router.get("/run")
def progress(request: Request, house: House, who: Who) -> Response:
    """The training that goes on; once it has ended, the whole page anew."""
    with house.reading() as office:
        run = runs.under_way(office)
        if run is None:
            return pages.go(request, "/models")
        return pages.page(request, "admin/model_run.html", who, run=run, states=STATES)


@router.post("/train")
def train(request: Request, house: House, who: Who, fields: Posted) -> Response:
    try:
        with house.office() as office:
            runs.ask(office, who.actor)
    except runs.AlreadyTraining:
        return pages.go(request, "/models", "没有另起一次：已经有一次训练在排队或进行，见下。")
    return pages.go(request, "/models", "已排队。训练和评测在后台进行，可以离开这一页。")


@router.post("/live")
def put_live(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        live.put_live(office, who.actor, fields.text("model", 80))
    return pages.go(request, "/models", "已上线。各台机器几秒内换上，换上之前仍由原来的模型应答。")


@router.post("/back")
def go_back(request: Request, house: House, who: Who, fields: Posted) -> Response:
    try:
        with house.office() as office:
            made = live.go_back(office, who.actor, fields.text("to", 80))
    except live.Refused as fault:
        return pages.go(request, "/models", str(fault))
    return pages.go(request, "/models", f"已换回 {made.model}。")


def _words() -> dict[str, Any]:
    return {"percent": lambda share: "—" if share is None else f"{share * 100:.1f}"}
