"""Correcting what was registered: category, class, place, accused; routing and shield follow."""

from collections.abc import Sequence
from typing import Any

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import rights, units
from casework.people.actors import Actor
from casework.petitions import clocks, routing, shield, transfers
from casework.petitions.categories import CATEGORIES, CLASSES, SENSITIVITIES
from casework.petitions.models import Accused, Petition
from casework.petitions.routing import AccusedUnit
from store.clock import local_date

MOST_PEOPLE = 100_000
NUMBERS = frozenset({"path", "headcount"})


class BadCorrection(CaseworkError):
    """A correction that cannot be."""

    code = "bad_correction"


def amend(office: Office, petition: Petition, by: Actor, what: dict[str, Any]) -> dict[str, Any]:
    """Apply corrections; return `{field: [before, after]}`.

    `strike` names ids of accused who were found, on record, not to be accused; `accused` adds some; `unseal` gives a
    sealed petition back to the desk. Where the corrected petition must not stay where it is, it moves up.

    Raises:
        NotAllowed: the actor may correct, but not strike or unseal.
        BadCorrection: it cannot be.
    """
    wanted = {
        name: what[name]
        for name in ("category", "matter_class", "path", "place_unit", "sensitivity", "headcount")
        if what.get(name)
    }
    _check(office, petition, wanted)
    before = {name: getattr(petition, name) for name in wanted}
    for name, value in wanted.items():
        setattr(petition, name, int(value) if name in NUMBERS else value)
    if "category" in wanted and "matter_class" not in wanted:
        petition.matter_class = routing.rules(office).categories[petition.category].matter_class
    petition.township = units.tree(office).township_of(petition.place_unit)
    if strike := what.get("strike"):
        _require(petition, by, "strike")
        for accused in petition.accused:
            if accused.id in {int(id) for id in strike}:
                accused.struck_on = local_date(office.clock.now())
    for one in what.get("accused") or ():
        petition.accused.append(row(office, one))
    if what.get("unseal"):
        _unseal(office, petition, by)
    changed = {
        name: [before[name], getattr(petition, name)]
        for name in wanted
        if before[name] != getattr(petition, name)
    }
    return changed | reroute(office, petition, by) | clocks.recompute(office, petition)


def reroute(office: Office, petition: Petition, by: Actor) -> dict[str, Any]:
    """Put the shield up anew, and move the petition where it may no longer stay."""
    route = routing.decide(
        office,
        petition.category,
        standing(office, petition),
        petition.place_unit,
        petition.matter_class,
        petition.path,
    )
    petition.matter_class, petition.path = route.matter_class, route.path
    petition.suggested_unit, petition.routing = route.suggested_unit, route.why
    shield.raise_over(office, petition, route.barred)
    to_seal = route.sealed and not petition.sealed
    if not to_seal and not shield.reaches(office, petition, petition.handler_unit):
        return {}
    before = petition.handler_unit
    if to_seal:
        transfers.hand(office, petition, by, route.desk_unit)
        petition.sealed = True
    tree = units.tree(office)
    petition.desk_unit, petition.desk_path = route.desk_unit, tree.path(route.desk_unit)
    petition.handler_unit, petition.handler_path = route.desk_unit, tree.path(route.desk_unit)
    petition.handler_staff_id = None
    return {"handler_unit": [before, petition.handler_unit]}


def _unseal(office: Office, petition: Petition, by: Actor) -> None:
    """Give a sealed petition back to the petition desk; routing seals it again if it must stay sealed."""
    _require(petition, by, "unseal")
    if not petition.sealed or petition.state == "handed_over":
        raise BadCorrection("只有已签收的密封件可以解除密封。")
    petition.sealed = False
    petition.desk_unit = petition.handler_unit = routing.rules(office).desk
    petition.desk_path = petition.handler_path = units.tree(office).path(petition.desk_unit)
    petition.handler_staff_id = None


def _require(petition: Petition, by: Actor, action: str) -> None:
    verdict = rights.may(by, action, petition)
    if not verdict:
        raise NotAllowed(verdict.why)


def standing(office: Office, petition: Petition) -> list[AccusedUnit]:
    """The accused that have not been struck, in the clear form that routing needs."""
    unseal = office.vault.open_or_none
    return [
        AccusedUnit(unseal(one.name_sealed) or "", one.role, one.unit_code, unseal(one.said_sealed) or "")
        for one in petition.accused
        if one.struck_on is None
    ]


def row(office: Office, one: AccusedUnit) -> Accused:
    return Accused(
        name_sealed=office.vault.seal_or_none(one.name),
        name_index=shield.name_index(office, one.name) if one.name else None,
        role=one.role[:40],
        unit_code=one.unit_code,
        said_sealed=office.vault.seal_or_none(one.said),
    )


def _check(office: Office, petition: Petition, wanted: dict[str, Any]) -> None:
    choices: dict[str, Sequence[str]] = {
        "category": tuple(CATEGORIES),
        "matter_class": tuple(CLASSES),
        "sensitivity": tuple(SENSITIVITIES),
    }
    for name, allowed in choices.items():
        if name in wanted and wanted[name] not in allowed:
            raise BadCorrection(f"没有这样的选项：{wanted[name]}。")
    if "path" in wanted and not 1 <= int(wanted["path"]) <= 6:
        raise BadCorrection("申诉求决的路径是第 1 至第 6 项。")
    if (
        "headcount" in wanted
        and not max(len(petition.petitioners), 1) <= int(wanted["headcount"]) <= MOST_PEOPLE
    ):
        raise BadCorrection("一起反映的人数不能少于已经记下名字的人数。")
    if "place_unit" in wanted:
        units.get(office, wanted["place_unit"])
