"""Finding what a petition may repeat: by indexes first, then judged one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union_all

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.models import Accused, Petition, Petitioner
from casework.petitions.repeats import reading, scoring
from casework.petitions.repeats.models import RepeatBand, RepeatTrace
from casework.petitions.repeats.scoring import OFFERED, Reason, Traits
from casework.petitions.repeats.signatures import bands

LOOK_BACK = timedelta(days=730)
MOST_OF_ONE = 40
"""So many of the newest are taken from one index; who shares more with others is a hot spot, not a repeat."""
MOST = 200

POSTS = (
    ("支书|村书记|书记", "secretary"),
    ("主任|村长", "head"),
    ("会计|文书", "accountant"),
    ("助理|所长|窗口|经办|办事", "office"),
)


@dataclass(frozen=True)
class Candidate:
    """A petition that this one may repeat, how surely (0 to 100), and why."""

    petition: Petition
    score: int
    reasons: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        return self.score >= scoring.CERTAIN


def candidates(office: Office, petition: Petition, actor: Actor, limit: int = 10) -> list[Candidate]:
    """Earlier petitions that this one may repeat, surest first, as far as the actor may read them.

    The actor must have the right to read `petition` itself; whoever calls sees to it.
    """
    found = _ids(office, petition)
    if not found:
        return []
    allowed = set(
        office.db.scalars(select(Petition.id).where(Petition.id.in_(found), queries.visible(office, actor)))
    )
    (new,) = traits(office, [petition.id])
    judged = []
    for old in traits(office, sorted(allowed)):
        judgement = scoring.judge(new, old)
        if judgement.score >= OFFERED:
            judged.append((judgement.score, old.id, tuple(judgement.reasons)))
    judged.sort(key=lambda line: (-line[0], -line[1]))
    best = judged[:limit]
    rows = {
        row.id: row
        for row in office.db.scalars(select(Petition).where(Petition.id.in_([id for _, id, _ in best])))
    }
    return [Candidate(rows[id], score, reasons) for score, id, reasons in best]


def _ids(office: Office, petition: Petition) -> list[int]:
    """Ids of earlier petitions that share a person, a household, an accused in the place, or much of the text."""
    people = petition.petitioners
    own = select(RepeatTrace.principal_index, RepeatTrace.household_index).where(
        RepeatTrace.petition_id == petition.id
    )
    traced = office.db.execute(own).all()
    principals = _known(row.principal_index for row in traced)
    households = _known(row.household_index for row in traced)
    since = petition.lodged_on - LOOK_BACK
    before = petition.id
    asked: list[Select[Any]] = []

    def newest(column: Any, *where: ColumnElement[bool]) -> None:
        asked.append(
            select(column.label("id"))
            .where(column != before, *where)
            .order_by(column.desc())
            .limit(MOST_OF_ONE)
        )

    for phone in _known(one.phone_index for one in people):
        newest(Petitioner.petition_id, Petitioner.phone_index == phone)
    for card in _known(one.id_index for one in people):
        newest(Petitioner.petition_id, Petitioner.id_index == card)
    for household in households:
        newest(RepeatTrace.petition_id, RepeatTrace.household_index == household)
    if petition.contact_id is not None:
        newest(Petition.id, Petition.contact_id == petition.contact_id)
    for principal in principals:
        near = and_(
            Petition.id == RepeatTrace.petition_id,
            Petition.township == petition.township
            if petition.township
            else Petition.place_unit == petition.place_unit,
        )
        asked.append(
            select(RepeatTrace.petition_id.label("id"))
            .join(Petition, near)
            .where(RepeatTrace.principal_index == principal, RepeatTrace.petition_id != before)
            .order_by(RepeatTrace.petition_id.desc())
            .limit(MOST_OF_ONE)
        )
    for name in _known(one.name_index for one in petition.accused):
        newest(Accused.petition_id, Accused.name_index == name)
    if petition.identity == "anonymous" or not people:
        if petition.place_unit:
            asked.append(
                select(Petition.id.label("id"))
                .where(
                    Petition.place_unit == petition.place_unit,
                    Petition.category == petition.category,
                    Petition.lodged_on >= since,
                    Petition.id != before,
                )
                .order_by(Petition.lodged_on.desc())
                .limit(MOST_OF_ONE)
            )
        for band in bands(petition.digest):
            newest(RepeatBand.petition_id, RepeatBand.band == band)
    if not asked:
        return []
    together = union_all(*(select(part.subquery().c.id) for part in asked)).subquery()
    found = select(Petition.id).where(
        Petition.id.in_(select(together.c.id)), Petition.lodged_on.between(since, petition.lodged_on)
    )
    return sorted(office.db.scalars(found.order_by(Petition.id.desc()).limit(MOST)))


def traits(office: Office, ids: Sequence[int]) -> list[Traits]:
    """What is compared, of each of these petitions."""
    people: dict[int, list[Any]] = defaultdict(list)
    for person in office.db.execute(
        select(
            Petitioner.petition_id, Petitioner.name_index, Petitioner.phone_index, Petitioner.id_index
        ).where(Petitioner.petition_id.in_(ids))
    ):
        people[person.petition_id].append(person)
    traced: dict[int, list[Any]] = defaultdict(list)
    for trace in office.db.execute(
        select(RepeatTrace.petition_id, RepeatTrace.principal_index, RepeatTrace.household_index).where(
            RepeatTrace.petition_id.in_(ids)
        )
    ):
        traced[trace.petition_id].append(trace)
    accused: dict[int, list[Any]] = defaultdict(list)
    for one in office.db.execute(
        select(Accused.petition_id, Accused.name_index, Accused.role, Accused.unit_code).where(
            Accused.petition_id.in_(ids), Accused.struck_on.is_(None)
        )
    ):
        accused[one.petition_id].append(one)
    columns = (
        Petition.id,
        Petition.number,
        Petition.category,
        Petition.lodged_on,
        Petition.place_unit,
        Petition.township,
        Petition.identity,
        Petition.contact_id,
        Petition.digest,
    )
    return [
        Traits(
            id=row.id,
            number=row.number,
            category=row.category,
            lodged_on=row.lodged_on,
            place_unit=row.place_unit,
            township=row.township,
            anonymous=row.identity == "anonymous",
            contact_id=row.contact_id,
            reading=reading.read(row.digest, row.lodged_on),
            names=_known(one.name_index for one in people[row.id]),
            phones=_known(one.phone_index for one in people[row.id]),
            ids=_known(one.id_index for one in people[row.id]),
            principals=_known(one.principal_index for one in traced[row.id]),
            households=_known(one.household_index for one in traced[row.id]),
            accused_names=_known(one.name_index for one in accused[row.id]),
            accused_posts=frozenset(
                (one.unit_code, _post(one.role)) for one in accused[row.id] if one.unit_code
            ),
        )
        for row in office.db.execute(select(*columns).where(Petition.id.in_(ids)).order_by(Petition.id))
    ]


def _post(role: str) -> str:
    """The kind of a post, whatever it is called."""
    return next((kind for names, kind in POSTS if any(name in role for name in names.split("|"))), role)


def _known(values: Iterable[str | None]) -> frozenset[str]:
    return frozenset(value for value in values if value)
