"""Who is told of an escalation: by role, from the handling unit upwards, and never whom the shield keeps out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import select

from casework.office import Office
from casework.people import duty, rights
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import shield
from casework.petitions.escalation.rules import Role
from casework.petitions.models import Shield


class Struck(rights.Placed, Protocol):
    """What must be known of a petition to tell people of it."""

    @property
    def number(self) -> str: ...
    @property
    def desk_unit(self) -> str: ...
    @property
    def handler_unit(self) -> str: ...
    @property
    def handler_staff_id(self) -> int | None: ...
    @property
    def shielded(self) -> bool: ...


class Recipients:
    """The staff of the house, read once for a chunk of petitions."""

    def __init__(self, office: Office, struck: Sequence[Struck]) -> None:
        self.office = office
        self.by_unit: dict[str, list[Actor]] = defaultdict(list)
        self.by_id: dict[int, Actor] = {}
        self.names: dict[int, str] = {}
        for member in office.db.scalars(select(Staff).where(Staff.active).order_by(Staff.id)):
            actor = Actor.of_staff(member)
            self.by_unit[member.unit_code].append(actor)
            self.by_id[member.id] = actor
            self.names[member.id] = shield.name_index(office, member.name)
        self.shields = self._shields([one.id for one in struck if one.shielded])
        self._on_duty: dict[str, set[int]] = {}
        self._alike: dict[tuple[object, ...], list[Actor]] = {}

    def of(self, one: Struck, roles: Iterable[Role]) -> list[Actor]:
        """Those to tell, without doubles. A sealed petition is told to those alone who read such ones; where nobody may be told
        in any of the roles, those responsible above are, and in the last resort the inspectors who may read it.
        """
        if one.shielded:
            return self._of(one, roles)
        alike = (one.handler_path, one.desk_path, one.handler_staff_id, one.sealed, *roles)
        if alike not in self._alike:
            self._alike[alike] = self._of(one, roles)
        return self._alike[alike]

    def _of(self, one: Struck, roles: Iterable[Role]) -> list[Actor]:
        found: dict[int, Actor] = {}
        for role in sorted(rights.holders("read_sealed")) if one.sealed else roles:
            for actor in self._in_role(one, role):
                found.setdefault(actor.id or 0, actor)
        if not found:
            for role in ("unit_head", "supervisor", "inspector"):
                found = {actor.id or 0: actor for actor in self._in_role(one, role)}
                if found:
                    break
        return list(found.values())

    def _in_role(self, one: Struck, role: str) -> list[Actor]:
        if role == "handler" and one.handler_staff_id in self.by_id:
            own = self.by_id[one.handler_staff_id]
            if self._may_know(own, one):
                return [own]
        for unit in self._units(one, role):
            told = [actor for actor in self.by_unit[unit] if actor.has(role) and self._may_know(actor, one)]
            if told:
                return self._at_desk(unit, told) if role == "operator" else told
        return []

    def _units(self, one: Struck, role: str) -> Iterator[str]:
        """Where to look for a role, nearest first."""
        if role == "operator":
            yield one.desk_unit
        elif role == "handler":
            yield one.handler_unit
        elif role == "inspector":
            yield from dict.fromkeys((one.desk_unit, one.handler_unit))
        else:
            yield from reversed([code for code in one.handler_path.split("/") if code])
            yield from reversed([code for code in one.desk_path.split("/") if code])

    def _at_desk(self, unit: str, operators: list[Actor]) -> list[Actor]:
        """Those on duty, or everybody where nobody is."""
        if unit not in self._on_duty:
            self._on_duty[unit] = {member.id for member in duty.on_duty(self.office, unit)}
        return [actor for actor in operators if actor.id in self._on_duty[unit]] or operators

    def _may_know(self, actor: Actor, one: Struck) -> bool:
        if not rights.may(actor, "read", one):
            return False
        line = set(actor.unit_line)
        return not any(
            (row.unit_code and row.unit_code in line)
            or row.staff_id == actor.id
            or (row.name_index and row.name_index == self.names.get(actor.id or 0))
            for row in self.shields[one.id]
        )

    def _shields(self, ids: Sequence[int]) -> dict[int, list[Shield]]:
        found: dict[int, list[Shield]] = defaultdict(list)
        if ids:
            for row in self.office.db.scalars(select(Shield).where(Shield.petition_id.in_(ids))):
                found[row.petition_id].append(row)
        return found
