"""Which model is live: recorded here by whom and when; every machine that runs Rasa follows the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people.actors import Actor
from casework.people.rights import may
from casework.training import gate
from casework.training.models import ModelSwitch, TrainedModel


class Refused(CaseworkError):
    """The model may not go live; the sentence says at what it is worse."""

    code = "model_refused"


@dataclass(frozen=True)
class ModelFile:
    """A model as it lies in the model folder."""

    name: str
    release: str
    made_at: datetime
    digest: str
    bytes: int
    labelled: int = 0


def current(office: Office) -> TrainedModel | None:
    """The live model; None as long as the one that came with the release is served unmeasured."""
    last = office.db.scalar(select(ModelSwitch).order_by(ModelSwitch.id.desc()).limit(1))
    found = office.db.get(TrainedModel, last.model) if last else None
    return found if found is not None and found.usable else None


def before(office: Office) -> TrainedModel | None:
    """The model that one step back leads to."""
    last = office.db.scalar(select(ModelSwitch).order_by(ModelSwitch.id.desc()).limit(1))
    found = office.db.get(TrainedModel, last.before) if last and last.before else None
    return found if found is not None and found.usable else None


def listed(office: Office, limit: int = 20) -> Sequence[TrainedModel]:
    """Models that work with the program as it is, newest first."""
    return office.db.scalars(
        select(TrainedModel)
        .where(TrainedModel.usable)
        .order_by(TrainedModel.made_at.desc(), TrainedModel.name.desc())
        .limit(limit)
    ).all()


def switches(office: Office, limit: int = 20) -> Sequence[ModelSwitch]:
    """Who put what live, newest first."""
    return office.db.scalars(select(ModelSwitch).order_by(ModelSwitch.id.desc()).limit(limit)).all()


def get(office: Office, name: str) -> TrainedModel:
    """Raises NotFound."""
    found = office.db.get(TrainedModel, name)
    if found is None or not found.usable:
        raise NotFound("没有这个模型，或它不适用于现在的程序版本。")
    return found


def enter(office: Office, file: ModelFile) -> TrainedModel:
    """Keep a model that was found or made; one that is known already stays as it is."""
    found = office.db.get(TrainedModel, file.name)
    if found is None:
        found = TrainedModel(
            name=file.name,
            release=file.release,
            made_at=file.made_at,
            digest=file.digest,
            bytes=file.bytes,
            labelled=file.labelled,
            usable=True,
        )
        office.db.add(found)
        office.db.flush()
    return found


def keep_figures(office: Office, name: str, figures: Mapping[str, Any], tested_with: str) -> None:
    model = get(office, name)
    model.figures, model.tested_with, model.measured_at = dict(figures), tested_with, office.clock.now()


def fit_to(office: Office, release: str) -> None:
    """After an upgrade, models of another release are no longer offered: their parts would not fit."""
    office.db.execute(update(TrainedModel).values(usable=TrainedModel.release == release))


def objections(office: Office, model: TrainedModel) -> list[str]:
    """Why a model may not go live; empty if it may."""
    present = current(office)
    if model.figures is None:
        return ["还没有评测。"]
    if present is not None and present.name == model.name:
        return []
    if below := gate.shortfalls(model.figures):
        return below
    if present is None:
        return []
    if present.figures is None or present.tested_with != model.tested_with:
        return ["和现用模型不是在同一套题上评测的，请再训练评测一次。"]
    return [
        f"{row.margin.label}{gate.percent(row.new)}，现用 {gate.percent(row.live)}，最多可以差 {row.margin.slack * 100:g} 点。"
        for row in gate.compare(model.figures, present.figures)
        if not row.holds
    ]


def begin(office: Office, name: str) -> None:
    """Put on record the model that came with the release, once it has been measured."""
    if current(office) is None:
        get(office, name)
        office.db.add(ModelSwitch(at=office.clock.now(), model=name, before=None, staff_name="随版本安装"))


def put_live(office: Office, by: Actor, name: str) -> ModelSwitch:
    """Put a model live.

    Raises:
        NotAllowed: without the right to manage models.
        NotFound: no such model.
        Refused: it is worse than the live one by more than the margins allow.
    """
    model = _for(office, by, name)
    if faults := objections(office, model):
        raise Refused("没有上线：" + "".join(faults))
    return _switch(office, by, model, back=False)


def go_back(office: Office, by: Actor, to: str) -> ModelSwitch:
    """Back to the model that was live before, which the page offered as `to`; no gate, for it was live already.

    Raises:
        NotAllowed, NotFound: there is none to go back to.
        Refused: somebody changed the live model since, so that a step back leads elsewhere.
    """
    model = before(office)
    if model is None:
        raise NotFound("没有可以换回的模型。")
    if model.name != to:
        raise Refused("同事刚换过模型，没有再换，现在用的见下。")
    return _switch(office, by, _for(office, by, model.name), back=True)


def _for(office: Office, by: Actor, name: str) -> TrainedModel:
    if not (verdict := may(by, "manage_models")):
        raise NotAllowed(verdict.why)
    return get(office, name)


def _switch(office: Office, by: Actor, model: TrainedModel, *, back: bool) -> ModelSwitch:
    present = current(office)
    if present is not None and present.name == model.name:
        raise Refused("现在用的就是这个模型。")
    made = ModelSwitch(
        at=office.clock.now(),
        model=model.name,
        before=present.name if present else None,
        back=back,
        staff_id=by.id,
        staff_name=by.name,
    )
    office.db.add(made)
    office.db.flush()
    return made
