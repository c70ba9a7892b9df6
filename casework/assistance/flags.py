"""Flags: a complaint or an application that touches a register is marked, with why.

Who is complained of, who complains and who applies are compared by blind index with the registers of relatives and of
cards kept. A flag decides nothing: it says what to look at first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from casework.assistance import visits
from casework.assistance.models import Application, CardKept, Relative
from casework.office import Office
from casework.petitions.models import Petition

MOST = 20
"""No matter bears more flags."""
DECLARED = "申请时登记为经办人员或村（社区）干部的近亲属（民发〔2021〕57号第十一条）。"


@dataclass(frozen=True)
class Flag:
    """One reason to look closer. `why` is for staff and names nobody in full."""

    register: str
    """relatives, cards or visit."""
    row_id: int | None
    title: str
    why: str


def flags(office: Office, matter: Petition | Application) -> list[Flag]:
    """Why this petition or application touches the registers; empty where it does not.

    The caller answers for the right to read the matter.
    """
    return _flagged(office, [matter])[matter.id]


def marks(office: Office, matters: Sequence[Petition] | Sequence[Application]) -> dict[int, list[str]]:
    """The titles of each one's flags by its id, for a list: as many queries for a page of them as for one."""
    return {
        id: list(dict.fromkeys(flag.title for flag in found))
        for id, found in _flagged(office, matters).items()
    }


def _flagged(office: Office, matters: Sequence[Petition | Application]) -> dict[int, list[Flag]]:
    petitions = [one for one in matters if isinstance(one, Petition)]
    _with_people(office, petitions)
    ids: set[str] = set()
    names: set[str] = set()
    for one in matters:
        own_ids, named = _of_whom(one)
        ids |= own_ids
        names |= named
    relatives, cards = _relatives(office, ids, names), _cards(office, ids, names)
    return {
        one.id: _of_petition(office, one, relatives, cards)
        if isinstance(one, Petition)
        else _of_application(office, one, relatives, cards)
        for one in matters
    }


def _with_people(office: Office, petitions: Sequence[Petition]) -> None:
    """Have the people of all these petitions at hand."""
    people = (selectinload(Petition.accused), selectinload(Petition.petitioners))
    if ids := [one.id for one in petitions]:
        office.db.scalars(select(Petition).where(Petition.id.in_(ids)).options(*people)).all()


def _of_whom(matter: Petition | Application) -> tuple[set[str], set[str]]:
    """Blind indexes of the identity numbers and of the names that are looked for in the registers."""
    if isinstance(matter, Application):
        return {matter.id_index}, {matter.name_index}
    own_ids = {one.id_index for one in matter.petitioners if one.id_index}
    own_names = {one.name_index for one in matter.petitioners if one.name_index}
    return own_ids, own_names | _accused(matter)


def _accused(petition: Petition) -> set[str]:
    return {one.name_index for one in petition.accused if one.name_index and one.struck_on is None}


def _of_application(
    office: Office, application: Application, relatives: Sequence[Relative], cards: Sequence[CardKept]
) -> list[Flag]:
    registered = [row for row in relatives if row.id_index == application.id_index]
    found = [_relative_flag(office, row, "申请人") for row in registered]
    if application.relative_of and not registered:
        found.append(Flag("relatives", None, "近亲属备案", DECLARED))
    found += [
        _relative_flag(office, row, "申请人", by_name=True)
        for row in relatives
        if _is_namesake(row, application)
    ]
    found += [
        _card_flag(office, row, "申请人")
        for row in cards
        if row.id_index == application.id_index or _is_namesake(row, application)
    ]
    found = found[: MOST - 1]
    if application.is_open and (why := visits.demanded(application, bool(registered))):
        found.append(Flag("visit", application.id, "须县级入户", why))
    return found


def _is_namesake(row: Relative | CardKept, application: Application) -> bool:
    """Whether a row without identity number bears the applicant's name, and is not from elsewhere."""
    same = row.id_index is None and row.name_index == application.name_index
    return same and _lives_there(row, application)


def _of_petition(
    office: Office, petition: Petition, relatives: Sequence[Relative], cards: Sequence[CardKept]
) -> list[Flag]:
    own_ids, names = _of_whom(petition)
    accused = _accused(petition)
    own_names = names - accused
    found = []
    for row in relatives:
        if row.official_index in accused:
            found.append(_relative_flag(office, row, "被反映人", by_official=True))
        elif row.name_index in accused:
            found.append(_relative_flag(office, row, "被反映人"))
        elif row.id_index in own_ids or (row.name_index in own_names and _lives_there(row, petition)):
            found.append(_relative_flag(office, row, "反映人"))
    for card in cards:
        if card.keeper_index in accused:
            found.append(_card_flag(office, card, "被反映人", by_keeper=True))
        elif card.id_index in own_ids or card.name_index in own_names:
            found.append(_card_flag(office, card, "反映人"))
    if petition.category == "card_withheld" and not any(flag.register == "cards" for flag in found):
        found.append(
            Flag(
                "cards",
                None,
                "没有代管备案",
                "反映扣卡，台账里查不到代管协议和备案（民发〔2021〕57号第二十六条）。",
            )
        )
    return found[:MOST]


def _lives_there(row: Relative | CardKept, matter: Petition | Application) -> bool:
    """A shared name alone means little; from the same township it is worth a look."""
    return row.township is None or matter.township is None or row.township == matter.township


def _relatives(office: Office, ids: set[str], names: set[str]) -> list[Relative]:
    return list(
        office.db.scalars(
            select(Relative)
            .where(
                or_(
                    Relative.id_index.in_(ids),
                    Relative.name_index.in_(names),
                    Relative.official_index.in_(names),
                )
            )
            .order_by(Relative.id)
        )
    )


def _cards(office: Office, ids: set[str], names: set[str]) -> list[CardKept]:
    return list(
        office.db.scalars(
            select(CardKept)
            .where(
                CardKept.ended_on.is_(None),
                or_(
                    CardKept.id_index.in_(ids),
                    CardKept.name_index.in_(names),
                    CardKept.keeper_index.in_(names),
                ),
            )
            .order_by(CardKept.id)
        )
    )


def _relative_flag(
    office: Office, row: Relative, who: str, *, by_official: bool = False, by_name: bool = False
) -> Flag:
    official = office.vault.open(row.official_sealed)[:1] + "某"
    if by_official:
        why = f"{who}与备案登记中的{official}（{row.unit_name or row.official_post or '单位未填'}）同名，其{row.relation}{'在' if row.assisted else '当时没有'}享受救助。"
    elif by_name:
        why = f"{who}与备案登记中{official}的亲属（{row.relation}）同名，备案没有写身份证号，请核对是不是同一人（民发〔2021〕57号第十一条）。"
    else:
        why = f"{who}与备案登记中{official}的亲属（{row.relation}）相符，审核确认前县民政局应当入户调查（民发〔2021〕57号第二十条）。"
    return Flag("relatives", row.id, "近亲属备案", why)


def _card_flag(office: Office, card: CardKept, who: str, *, by_keeper: bool = False) -> Flag:
    part = "是登记的代管人" if by_keeper else "的卡折有人代管"
    lacks = [
        name for name, day in (("书面协议", card.agreement_on), ("县级备案", card.filed_on)) if day is None
    ]
    state = f"，缺{'、'.join(lacks)}" if lacks else "，有协议、已备案"
    tail = f"（尾号 {card.account_tail}）" if card.account_tail else ""
    return Flag("cards", card.id, "卡折代管", f"{who}{part}{tail}{state}（民发〔2021〕57号第二十六条）。")
