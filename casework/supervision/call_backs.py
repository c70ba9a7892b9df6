"""Call-backs drawn at random (回访抽取): who is to be asked, who was, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from casework.office import NotFound, Office
from casework.people.actors import Actor
from casework.petitions import callbacks, queries
from casework.petitions.callbacks import CallBack
from casework.petitions.models import Petition
from casework.supervision.models import CheckDraw, CheckItem

TRIES = 3
"""After so many tries that reached nobody a petitioner counts as not to be reached; this system's own setting."""
SATISFIED = 2


@dataclass(frozen=True)
class ToAsk:
    """A petition drawn for a call-back, with the tries made since."""

    item: CheckItem
    petition: Petition
    tries: Sequence[CallBack]

    @property
    def said(self) -> CallBack | None:
        """The call in which the petitioner was spoken to."""
        return next((one for one in self.tries if one.reached), None)

    @property
    def over(self) -> bool:
        return self.said is not None or len(self.tries) >= TRIES


@dataclass(frozen=True)
class Result:
    """What came of a draw: counts of petitions."""

    drawn: int
    over: int
    reached: int
    settled: int
    rated: int
    satisfied: int

    @property
    def of_rated(self) -> float | None:
        """满意率，剔除未评: satisfied of those who gave a mark."""
        return self.satisfied / self.rated if self.rated else None

    @property
    def of_all(self) -> float | None:
        """满意率，未评计满意: all that is over but for those who said that they are not satisfied."""
        return 1 - (self.rated - self.satisfied) / self.over if self.over else None


def drawn(office: Office, draw: CheckDraw, actor: Actor) -> list[ToAsk]:
    """The petitions of a draw as far as the actor may read them, those still to be asked first."""
    rows = office.db.execute(
        select(CheckItem, Petition)
        .join(Petition, Petition.id == CheckItem.petition_id)
        .where(CheckItem.draw_id == draw.id, queries.visible(office, actor))
        .order_by(CheckItem.id)
    ).all()
    tries = office.db.scalars(
        select(CallBack)
        .where(CallBack.petition_id.in_([petition.id for _, petition in rows]), CallBack.at >= draw.drawn_at)
        .order_by(CallBack.id)
    ).all()
    found = [
        ToAsk(item, petition, [one for one in tries if one.petition_id == petition.id])
        for item, petition in rows
    ]
    return sorted(found, key=lambda one: one.over)


def one(office: Office, item_id: int, actor: Actor) -> Petition:
    """The petition behind an item of a draw.

    Raises:
        NotFound: none, or none that the actor may read.
    """
    petition = office.db.scalar(
        queries.readable(office, actor)
        .join(CheckItem, CheckItem.petition_id == Petition.id)
        .join(CheckDraw, CheckDraw.id == CheckItem.draw_id)
        .where(CheckItem.id == item_id, CheckDraw.subject == "call_backs")
    )
    if petition is None:
        raise NotFound("没有这一件回访，或您无权查看。")
    return petition


def record(
    office: Office,
    item_id: int,
    by: Actor,
    *,
    reached: bool,
    settled: bool | None,
    satisfaction: int | None,
    words: str,
) -> CallBack:
    """Record a try; a mark is the petition's rating as well, a bad one raises it.

    Raises:
        NotFound, NotAllowed, NothingToAskAbout.
    """
    petition = one(office, item_id, by)
    return callbacks.record(
        office, petition, by, reached=reached, settled=settled, satisfaction=satisfaction, words=words
    )


def result(found: Sequence[ToAsk]) -> Result:
    spoken = [said for each in found if (said := each.said) is not None]
    rated = [said for said in spoken if said.satisfaction is not None]
    return Result(
        drawn=len(found),
        over=sum(each.over for each in found),
        reached=len(spoken),
        settled=sum(bool(said.settled) for said in spoken),
        rated=len(rated),
        satisfied=sum((said.satisfaction or 0) >= SATISFIED for said in rated),
    )
