"""The shield: whoever is complained of, their unit, and those with an interest never meet the petition.

It is part of every query (`condition`), and of every assignment (`reaches`).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, delete, exists, not_, or_, select

from casework.office import CaseworkError, Office
from casework.people import identity, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions.models import Petition, Shield
from casework.petitions.routing import Barred


class Shielded(CaseworkError):
    """It was to be given to somebody whom it complains of, or who has an interest in it."""

    code = "shielded"


def raise_over(office: Office, petition: Petition, barred: Iterable[Barred]) -> None:
    """Put up the shield; what stood there before, other than recusals and those who have moved away, is replaced."""
    stays = (RECUSED, MOVED)
    office.db.execute(delete(Shield).where(Shield.petition_id == petition.id, Shield.reason.not_in(stays)))
    rows = [
        Shield(
            petition_id=petition.id,
            unit_code=line.unit_code,
            staff_id=line.staff_id,
            name_index=name_index(office, line.name) if line.name else None,
            reason=line.reason,
        )
        for line in barred
    ]
    office.db.add_all(rows)
    office.db.flush()
    petition.shielded = bool(of(office, petition))


RECUSED, MOVED = "申报回避", "调离前在被反映单位"


def recuse(office: Office, petition: Petition, staff_id: int) -> None:
    """Keep a member of staff out who has an interest in the matter (art. 28)."""
    office.db.add(Shield(petition_id=petition.id, staff_id=staff_id, reason=RECUSED))
    petition.shielded = True
    office.db.flush()


def of(office: Office, petition: Petition) -> list[Shield]:
    return list(
        office.db.scalars(select(Shield).where(Shield.petition_id == petition.id).order_by(Shield.id))
    )


def condition(office: Office, actor: Actor) -> ColumnElement[bool]:
    """True for petitions that the shield does not keep from this member of staff."""
    hit = exists(kept_from(office, actor).where(Shield.petition_id == Petition.id).correlate(Petition))
    return not_(and_(Petition.shielded, hit))


def kept_from(office: Office, actor: Actor) -> Select[int]:
    """The ids of the petitions that the shield keeps from this member of staff."""
    mine: list[ColumnElement[bool]] = [Shield.unit_code.in_(actor.unit_line)]
    if actor.id is not None:
        mine.append(Shield.staff_id == actor.id)
    if actor.name:
        mine.append(Shield.name_index == name_index(office, actor.name))
    return select(Shield.petition_id).where(or_(*mine))


def hides(office: Office, petition: Petition, actor: Actor) -> bool:
    """Whether the shield keeps this petition from this member of staff."""
    line, name = set(actor.unit_line), name_index(office, actor.name) if actor.name else None
    return any(
        (row.unit_code and row.unit_code in line)
        or (row.staff_id is not None and row.staff_id == actor.id)
        or (row.name_index and row.name_index == name)
        for row in of(office, petition)
    )


def bars(office: Office, barred: Iterable[Barred], actor: Actor) -> bool:
    """Whether a shield over these would keep a petition from this member of staff."""
    line = set(actor.unit_line)
    return any(
        one.unit_code in line
        or (one.staff_id is not None and one.staff_id == actor.id)
        or (one.name and name_index(office, one.name) == name_index(office, actor.name))
        for one in barred
    )


def reaches(office: Office, petition: Petition, unit: str, staff: Staff | None = None) -> bool:
    """Whether giving it to this unit, or this member of staff, would bring it to somebody it must not reach."""
    line = set(units.tree(office).path(unit).split("/"))
    if staff is not None:
        line |= set(staff.unit_path.split("/"))
    for row in of(office, petition):
        if row.unit_code and row.unit_code in line:
            return True
        if staff is not None and (
            row.staff_id == staff.id or (row.name_index and row.name_index == name_index(office, staff.name))
        ):
            return True
    return False


def require_clear(office: Office, petition: Petition, unit: str, staff: Staff | None = None) -> None:
    """Raises Shielded where `reaches` holds."""
    if reaches(office, petition, unit, staff):
        raise Shielded(
            "不能交给这个单位或这个人：他们是被反映对象或有利害关系，依规定须回避（信访工作条例第二十八条、第三十条）。请选上一级或纪检监察组。"
        )


def name_index(office: Office, name: str) -> str:
    return office.vault.index("name", identity.name(name))
