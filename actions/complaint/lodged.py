"""The matter told is one that the speaker has lodged already, and that is still open: it is not lodged anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from actions.complaint import facts, other_matter
from actions.petition import service
from actions.turn import SAID_BEFORE, Turn
from casework.office import Office
from casework.people import units
from casework.petitions import progress, queries
from casework.petitions.models import Petition
from casework.petitions.repeats import reading
from store.clock import local_date

ANOTHER = ("不是一件事，另外投诉", f"/file_complaint#{SAID_BEFORE}")
DO_NOT_LODGE = "不用再登记一遍：着急可以催，有新情况、新材料可以补充；要是另一件事，点“不是一件事”。"


@dataclass(frozen=True)
class Again:
    """The petition told again, what is said of it, and the buttons."""

    number: str
    said: str
    buttons: list[tuple[str, str]]
    proven: bool


def again(office: Office, turn: Turn) -> Again | None:
    """The open petition of the speaker that the words tell once more; None where they tell something else.

    Where it stands is said to whom the talk knows by proof; to others from the same address only its number, and the
    code is asked for as ever.
    """
    if turn.loop or turn.offered or other_matter.ANOTHER_MATTER.search(turn.said):
        return None
    if turn.parsed.category in (None, "other") or turn.parsed.category_confidence < facts.SURE_OF_MATTER:
        return None
    proven = list(turn.slot("proven_petitions") or [])
    told = facts.told(turn, opening=True)
    for number in dict.fromkeys([*reversed(proven), *service.own_numbers(office, turn.token)]):
        petition = queries.numbered(office, number)
        if petition.is_open and _same(office, petition, turn, told.slots, told.draft.get("program")):
            return _said(office, petition, number in proven)
    return None


def _said(office: Office, petition: Petition, proven: bool) -> Again:
    number = petition.number
    if not proven:
        return Again(
            number,
            f"从这里登记过一件，编号 {number}，说的是不是这件？办到哪一步，核对查询码以后告诉您。{DO_NOT_LODGE}",
            [
                ("查办到哪一步", "/check_petition"),
                ("催一下", "/urge_petition"),
                ("补充情况", "/supplement_petition"),
                ANOTHER,
            ],
            False,
        )
    return Again(
        number,
        f"这件您已经登记过了。{progress.of(office, petition).sentence}{DO_NOT_LODGE}",
        [
            ("催一下", f"/urge_petition#{number}"),
            ("补充情况", f"/supplement_petition#{number}"),
            ANOTHER,
        ],
        True,
    )


def _same(
    office: Office, petition: Petition, turn: Turn, told: Mapping[str, str], program: str | None
) -> bool:
    """Whether kind, programme, place, month and persons are the same, as far as both tell them."""
    if petition.category != turn.parsed.category:
        return False
    if program and petition.program and program != petition.program:
        return False
    return (
        _places_meet(office, petition, told.get("complaint_place"))
        and _months_meet(office, petition, turn.said)
        and _persons_meet(office, petition, told.get("complaint_accused"))
    )


def _places_meet(office: Office, petition: Petition, place: str | None) -> bool:
    tree = units.tree(office)
    unit = tree.find(place) if place else None
    if not place or not petition.place_unit:
        return True
    if unit is None:
        return False
    either = {unit, petition.place_unit}
    townships = {tree.township_of(one) for one in either}
    return len(either) == 1 or (len(townships) == 1 and bool(either & townships))


def _months_meet(office: Office, petition: Petition, said: str) -> bool:
    now = reading.read(said, local_date(office.clock.now())).months
    before = reading.read(petition.digest, petition.lodged_on).months
    return not (now and before) or bool(now & before)


def _persons_meet(office: Office, petition: Petition, accused: str | None) -> bool:
    """Whether one complained of is named in both, in part at least: 会计 and 村会计."""
    before = [office.vault.open_or_none(one.said_sealed) or one.role for one in petition.accused]
    named = accused.split("、") if accused else []
    known = [one for one in before if one]
    return not (named and known) or any(one in two or two in one for one in named for two in known)
