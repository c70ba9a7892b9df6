"""Trainings asked for at the desk: asked, taken up by one worker, told of while they go on, ended."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from casework.office import CaseworkError, NotAllowed, Office
from casework.people.actors import Actor
from casework.people.rights import may
from casework.training.models import TrainedModel, TrainingRun

UNDER_WAY = ("asked", "training", "measuring")
SILENT = timedelta(minutes=5)
"""After this long without a sign of life a training counts as broken off."""
LINES = 40


class AlreadyTraining(CaseworkError):
    """One training at a time."""

    code = "already_training"


def ask(office: Office, by: Actor) -> TrainingRun:
    """Ask for a training.

    Raises:
        NotAllowed: without the right to manage models.
        AlreadyTraining: one is waiting or going on.
    """
    if not (verdict := may(by, "manage_models")):
        raise NotAllowed(verdict.why)
    if under_way(office) is not None:
        raise AlreadyTraining("已经有一次训练在排队或进行，等它结束再来。")
    assert by.id is not None
    run = TrainingRun(asked_by=by.id, asked_name=by.name, asked_at=office.clock.now(), said="")
    office.db.add(run)
    office.db.flush()
    return run


def under_way(office: Office) -> TrainingRun | None:
    """The training that waits or goes on, if any."""
    return office.db.scalar(
        select(TrainingRun).where(TrainingRun.state.in_(UNDER_WAY)).order_by(TrainingRun.id)
    )


def recent(office: Office, limit: int = 5) -> Sequence[TrainingRun]:
    return office.db.scalars(select(TrainingRun).order_by(TrainingRun.id.desc()).limit(limit)).all()


def brought_a_new_model(office: Office, run: TrainingRun) -> bool:
    """Whether a training that has ended made its model, rather than found the one of the same data."""
    model = office.db.get(TrainedModel, run.model) if run.model else None
    return model is not None and model.made_at >= run.asked_at


def take_up(office: Office, runner: str) -> TrainingRun | None:
    """The training that waits, now this runner's; two runners never get the same one.

    A training whose runner went silent is ended as failed first.
    """
    now = office.clock.now()
    office.db.execute(
        update(TrainingRun)
        .where(TrainingRun.state.in_(("training", "measuring")), TrainingRun.seen_at < now - SILENT)
        .values(state="failed", ended_at=now, said="训练中断了（后台任务停过）。请重新开始。")
    )
    waiting = office.db.scalar(select(TrainingRun.id).where(TrainingRun.state == "asked"))
    if waiting is None:
        return None
    taken = update(TrainingRun).where(TrainingRun.id == waiting, TrainingRun.state == "asked")
    claimed = office.db.execute(taken.values(state="training", runner=runner[:80], seen_at=now))
    return office.db.get(TrainingRun, waiting) if claimed.rowcount else None  # type: ignore[attr-defined]


def tell(office: Office, run_id: int, state: str, lines: Sequence[str]) -> None:
    """How far it is, with the last lines that the work printed."""
    run = office.db.get_one(TrainingRun, run_id)
    run.state, run.said, run.seen_at = state, "\n".join(lines[-LINES:]), office.clock.now()


def alive(office: Office, run_id: int) -> None:
    """A sign of life of the runner."""
    office.db.get_one(TrainingRun, run_id).seen_at = office.clock.now()


def end(office: Office, run_id: int, *, model: str = "", fault: str = "") -> None:
    """Done with a model, or failed for a reason said in a sentence."""
    run = office.db.get_one(TrainingRun, run_id)
    run.ended_at = office.clock.now()
    run.state, run.model = ("failed", None) if fault else ("done", model)
    if fault:
        run.said = f"{run.said}\n{fault}".strip()
