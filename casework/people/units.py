"""The tree of units: loaded from the county's file, asked by code, branch, body and by what people call it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy import select

from casework.office import CaseworkError, NotFound, Office
from casework.people.models import Staff, Unit
from store.county import County, CountyFileError

INNER_ORGANS = frozenset({"section", "office"})
"""Kinds of unit that are part of their parent and not a body of their own."""


class UnitFile(BaseModel):
    """One line of `units.yml`."""

    code: str = Field(pattern=r"^[A-Z0-9-]{2,32}$")
    name: str = Field(min_length=2, max_length=80)
    kind: str = Field(pattern="^(county|city|bureau|section|discipline|township|office|village)$")
    parent: str | None = None
    place: str | None = None
    division: str | None = Field(None, pattern=r"^\d{12}$")
    aliases: list[str] = []
    phone: str | None = None


@dataclass(frozen=True)
class UnitTree:
    """All units, read once for a unit of work."""

    units: dict[str, Unit] = field(default_factory=dict)

    def get(self, code: str) -> Unit:
        """Raises NotFound for a code that no unit has."""
        try:
            return self.units[code]
        except KeyError:
            raise NotFound(f"没有代码为 {code} 的机构。") from None

    def name(self, code: str | None) -> str:
        """The unit's name, or the code itself where the unit is gone."""
        return self.units[code].name if code in self.units else (code or "")

    def path(self, code: str | None) -> str:
        return self.units[code].path if code in self.units else ""

    @cached_property
    def _children(self) -> dict[str | None, list[str]]:
        children: dict[str | None, list[str]] = {}
        for unit in self.units.values():
            children.setdefault(unit.parent_code, []).append(unit.code)
        return children

    def branch(self, code: str) -> list[str]:
        """The unit and everything below it."""
        found, ahead = [], [code]
        while ahead:
            unit = ahead.pop()
            found.append(unit)
            ahead.extend(self._children.get(unit, ()))
        return found

    def offices(self, code: str) -> list[str]:
        """The unit and what is below it, without the villages."""
        return [one for one in self.branch(code) if self.units[one].kind != "village"]

    def body(self, code: str) -> str:
        """The body in law that a unit belongs to: a section's bureau, an office's township, else itself."""
        unit = self.get(code)
        while unit.kind in INNER_ORGANS and unit.parent_code in self.units:
            unit = self.units[unit.parent_code]
        return unit.code

    def above(self, code: str, kind: str) -> str | None:
        """The nearest unit of a kind at or above this one."""
        unit = self.units.get(code)
        while unit is not None:
            if unit.kind == kind:
                return unit.code
            unit = self.units.get(unit.parent_code) if unit.parent_code else None
        return None

    def township_of(self, code: str | None) -> str | None:
        return self.above(code, "township") if code else None

    def of_kind(self, kind: str) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.kind == kind]

    @cached_property
    def _by_name(self) -> list[tuple[str, str]]:
        pairs = {
            (name, unit.code)
            for unit in self.units.values()
            for name in (unit.name, unit.place, *unit.aliases)
            if name
        }
        return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[1]))

    def find(self, text: str, within: str | None = None) -> str | None:
        """The code of the unit that a text names, the longest name first.

        `within` prefers units of one township, so that 白石 in 白石镇 means the village. A village's bare name before
        镇, 乡 and the like is another place's: 石桥镇 is not the village 石桥.
        """
        candidates = [
            (name, code)
            for name, code in self._by_name
            if name in text and not (self.units[code].kind == "village" and _only_as_greater(name, text))
        ]
        if not candidates:
            return None
        longest = [code for name, code in candidates if len(name) == len(candidates[0][0])]
        if within:
            branch = set(self.branch(within))
            longest = [code for code in longest if code in branch] or longest
            longest.sort(key=lambda code: -self.units[code].path.count("/"))
        return longest[0]


def _only_as_greater(name: str, text: str) -> bool:
    """Whether a text has a village's name only as the beginning of a greater place's."""
    return re.search(rf"{re.escape(name)}(?!镇|乡|街道|县|市(?!场)|区)", text) is None


def tree(office: Office) -> UnitTree:
    """The tree of active units, read once for a unit of work."""
    known = office.db.info.get("units")
    if known is None:
        known = UnitTree({unit.code: unit for unit in office.db.scalars(select(Unit).order_by(Unit.code))})
        office.db.info["units"] = known
    return known


def branch(office: Office, code: str) -> list[str]:
    """Codes of the unit and of everything below it."""
    return tree(office).branch(code)


def get(office: Office, code: str) -> Unit:
    return tree(office).get(code)


def load(office: Office) -> int:
    """Bring the table of units into line with the county's `units.yml`; return how many units it names.

    Units that the file no longer names are kept and marked inactive, because petitions refer to them.

    Raises:
        CountyFileError: the file breaks its schema, names an unknown parent, or has a circle.
    """
    listed = check(office.county)
    existing = {unit.code: unit for unit in office.db.scalars(select(Unit))}
    paths = _paths(listed)
    for line in sorted(listed.values(), key=lambda line: paths[line.code].count("/")):
        unit = existing.get(line.code) or Unit(code=line.code)
        unit.name, unit.kind, unit.parent_code = line.name, line.kind, line.parent
        unit.place, unit.division, unit.phone = line.place, line.division, line.phone
        unit.aliases, unit.path, unit.active = line.aliases, paths[line.code], True
        office.db.add(unit)
    for code in existing.keys() - listed.keys():
        existing[code].active = False
    office.db.flush()
    for person in office.db.scalars(select(Staff)):
        person.unit_path = paths.get(person.unit_code, person.unit_path)
    office.db.flush()
    office.db.info.pop("units", None)
    return len(listed)


def check(county: County) -> dict[str, UnitFile]:
    """The units of the county's file by code, if the file is sound.

    Raises:
        CountyFileError: it breaks its schema, names an unknown parent, or has a circle.
    """
    listed = _read(county)
    _paths(listed)
    return listed


def _read(county: County) -> dict[str, UnitFile]:
    try:
        lines = TypeAdapter(list[UnitFile]).validate_python(county.read("units")["units"])
    except (ValidationError, KeyError, TypeError) as error:
        raise CountyFileError(f"units.yml 内容不对：{error}") from None
    listed = {line.code: line for line in lines}
    if len(listed) < len(lines):
        raise CountyFileError("units.yml 里有重复的机构代码，请改正后重试。")
    return listed


def _paths(listed: dict[str, UnitFile]) -> dict[str, str]:
    return {code: _path(code, listed) for code in listed}


def _path(code: str, listed: dict[str, UnitFile]) -> str:
    line: list[str] = []
    at: str | None = code
    while at is not None:
        if at in line:
            raise CountyFileError(f"units.yml 里机构 {code} 的上级绕成了圈，请改正后重试。")
        if at not in listed:
            raise CountyFileError(f"units.yml 里机构 {line[-1]} 的上级 {at} 不存在，请改正后重试。")
        line.append(at)
        at = listed[at].parent
    return "/" + "/".join(reversed(line)) + "/"


def codes(units: Iterable[Unit]) -> list[str]:
    return [unit.code for unit in units]


class UnknownUnit(CaseworkError):
    """A unit was named that the county does not have."""

    code = "unknown_unit"
