"""The shape of a petition: all that the figures ask of it, packed into one whole number.

A petition is stamped with its shape at each entry of its history. Counting petitions by shape, in the order of an
index, answers every figure at once; see `counting`.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from casework.petitions.models import Petition
from casework.petitions.moves import BEFORE_ACCEPTANCE


class Stage(IntEnum):
    """How far a petition has come, as the figures see it."""

    PENDING = 0
    IN_HAND = 1
    ANSWERED = 2
    CLOSED = 3
    NOT_ACCEPTED = 4
    WITHDRAWN = 5


class Timely(IntEnum):
    """Whether a duty was done by its date."""

    NOT_DONE = 0
    IN_TIME = 1
    LATE = 2


ENDED = {
    "answered": Stage.ANSWERED,
    "closed": Stage.CLOSED,
    "under_review": Stage.CLOSED,
    "reviewed": Stage.CLOSED,
    "under_recheck": Stage.CLOSED,
    "final": Stage.CLOSED,
    "not_accepted": Stage.NOT_ACCEPTED,
    "withdrawn": Stage.WITHDRAWN,
}


@dataclass(frozen=True)
class Shape:
    """What the figures ask of a petition."""

    stage: Stage = Stage.PENDING
    notice: Timely = Timely.NOT_DONE
    conclusion: Timely = Timely.NOT_DONE
    satisfaction: int = 0
    """0 not rated, 1 不满意, 2 基本满意, 3 满意."""
    called_back: int = 0
    repeat: bool = False
    came_again: bool = False
    at_once: bool = False
    reopened: bool = False
    returned: bool = False
    rateable: bool = False
    """Answered, and of a kind that its petitioner is asked to rate."""

    @property
    def accepted(self) -> bool:
        return self.stage in (Stage.IN_HAND, Stage.ANSWERED, Stage.CLOSED)

    @property
    def open(self) -> bool:
        return self.stage in (Stage.PENDING, Stage.IN_HAND, Stage.ANSWERED)


_FIELDS = (
    ("stage", 3, Stage),
    ("notice", 2, Timely),
    ("conclusion", 2, Timely),
    ("satisfaction", 2, int),
    ("called_back", 2, int),
    ("repeat", 1, bool),
    ("came_again", 1, bool),
    ("at_once", 1, bool),
    ("reopened", 1, bool),
    ("returned", 1, bool),
    ("rateable", 1, bool),
)


def pack(shape: Shape) -> int:
    packed = at = 0
    for name, width, _ in _FIELDS:
        packed |= int(getattr(shape, name)) << at
        at += width
    return packed


@cache
def unpack(packed: int) -> Shape:
    values: dict[str, Any] = {}
    for name, width, kind in _FIELDS:
        values[name] = kind(packed & ((1 << width) - 1))
        packed >>= width
    return Shape(**values)


def of(petition: Petition) -> Shape:
    return Shape(
        stage=_stage(petition),
        notice=_timely(petition.notified_in_time),
        conclusion=_timely(petition.concluded_in_time),
        satisfaction=petition.satisfaction or 0,
        called_back=petition.called_back or 0,
        repeat=petition.repeat_no > 1,
        came_again=bool(petition.came_again),
        at_once=petition.answered_at_once,
        reopened=petition.times_reopened > 0,
        returned=petition.times_returned > 0,
        rateable=rateable(petition),
    )


def rateable(petition: Petition) -> bool:
    """Whether its petitioner is asked to rate the answer: not for accusations, nor where the law has another way
    (满意度评价工作办法 2014 art. 4: 法定途径事项、不宜公开的事项不纳入)."""
    return (
        petition.answered_on is not None
        and petition.matter_class != "accusation"
        and not petition.sealed
        and petition.path in (None, 6)
    )


def stamp(petition: Petition) -> None:
    """Bring the columns that the figures count by into step with the petition."""
    petition.figure_month = petition.lodged_on.year * 12 + petition.lodged_on.month - 1
    petition.figure_shape = pack(of(petition))
    answered, accepted = petition.answered_on, petition.accepted_on
    petition.figure_days = (answered - accepted).days if answered and accepted else None


def _stage(petition: Petition) -> Stage:
    ended = ENDED.get(petition.state)
    if ended is not None:
        return ended
    if petition.accepted_on is None or petition.state in BEFORE_ACCEPTANCE:
        return Stage.PENDING
    return Stage.IN_HAND


def _timely(in_time: bool | None) -> Timely:
    if in_time is None:
        return Timely.NOT_DONE
    return Timely.IN_TIME if in_time else Timely.LATE
