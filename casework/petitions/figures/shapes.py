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
    REVIEWING = 6
    """Closed, and on its way through review or recheck."""


class Time(IntEnum):
    """Which time of its matter a petition is, and how a first one went."""

    REPEAT = 0
    CAME_AGAIN = 1
    """The first, but the same person brought the matter again after it was closed."""
    TURNED = 2
    """The first, sent back by a unit or taken up anew on its way."""
    CLEAN = 3


class Timely(IntEnum):
    """Whether a duty was done by its date."""

    NOT_DONE = 0
    IN_TIME = 1
    LATE = 2


ENDED = {
    "answered": Stage.ANSWERED,
    "closed": Stage.CLOSED,
    "under_review": Stage.REVIEWING,
    "reviewed": Stage.CLOSED,
    "under_recheck": Stage.REVIEWING,
    "final": Stage.CLOSED,
    "not_accepted": Stage.NOT_ACCEPTED,
    "withdrawn": Stage.WITHDRAWN,
}


@dataclass(frozen=True)
class Shape:
    """What the figures ask of a petition, and no more: the fewer shapes, the less there is to add up."""

    stage: Stage = Stage.PENDING
    notice: Timely = Timely.NOT_DONE
    conclusion: Timely = Timely.NOT_DONE
    time: Time = Time.CLEAN
    rating: int = 0
    """0 not asked to rate, 1 asked, 2 不满意, 3 基本满意, 4 满意."""
    called_back: bool = False
    at_once: bool = False

    @property
    def accepted(self) -> bool:
        return self.stage is Stage.IN_HAND or self.answered

    @property
    def answered(self) -> bool:
        return self.stage is Stage.ANSWERED or self.closed

    @property
    def closed(self) -> bool:
        return self.stage in (Stage.CLOSED, Stage.REVIEWING)

    @property
    def open(self) -> bool:
        return self.stage in (Stage.PENDING, Stage.IN_HAND, Stage.ANSWERED)

    @property
    def rated(self) -> bool:
        return self.rating > ASKED


ASKED, DISSATISFIED = 1, 2
SPOKEN_TO = 2

_FIELDS = (
    ("stage", 3, Stage),
    ("notice", 2, Timely),
    ("conclusion", 2, Timely),
    ("time", 2, Time),
    ("rating", 3, int),
    ("called_back", 1, bool),
    ("at_once", 1, bool),
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
    stage = _stage(petition)
    answered = stage in (Stage.ANSWERED, Stage.CLOSED, Stage.REVIEWING)
    return Shape(
        stage=stage,
        notice=_timely(petition.notified_in_time),
        conclusion=_timely(petition.concluded_in_time),
        time=_time(petition),
        rating=ASKED + (petition.satisfaction or 0) if rateable(petition) else 0,
        called_back=answered and petition.called_back == SPOKEN_TO,
        at_once=petition.answered_at_once,
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


def _time(petition: Petition) -> Time:
    if petition.repeat_no > 1:
        return Time.REPEAT
    if petition.came_again:
        return Time.CAME_AGAIN
    return Time.TURNED if petition.times_returned or petition.times_reopened else Time.CLEAN


def _timely(in_time: bool | None) -> Timely:
    if in_time is None:
        return Timely.NOT_DONE
    return Timely.IN_TIME if in_time else Timely.LATE
