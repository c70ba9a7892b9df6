"""Flags: a complaint or an application that touches a register is marked, with why.

Who is complained of, who complains and who applies are compared by blind index with the registers of relatives and of
cards kept. A flag decides nothing: it says what to look at first.
"""

from dataclasses import dataclass

from sqlalchemy import or_, select

from casework.assistance import visits
from casework.assistance.models import Application, CardKept, Relative
from casework.office import Office
from casework.petitions.models import Petition


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
    if isinstance(matter, Application):
        return _of_application(office, matter)
    return _of_petition(office, matter)


def _of_application(office: Office, application: Application) -> list[Flag]:
    found = [
        _relative_flag(office, row, "申请人") for row in _relatives(office, {application.id_index}, set())
    ]
    found += [_card_flag(office, row, "申请人") for row in _cards(office, {application.id_index}, set())]
    if why := visits.owed(office, application):
        found.append(Flag("visit", application.id, "须县级入户", why))
    return found


def _of_petition(office: Office, petition: Petition) -> list[Flag]:
    accused = {one.name_index for one in petition.accused if one.name_index and one.struck_on is None}
    own_ids = {one.id_index for one in petition.petitioners if one.id_index}
    own_names = {one.name_index for one in petition.petitioners if one.name_index}
    found = []
    for row in _relatives(office, own_ids, accused | own_names):
        if row.official_index in accused:
            found.append(_relative_flag(office, row, "被反映人", by_official=True))
        elif row.name_index in accused:
            found.append(_relative_flag(office, row, "被反映人"))
        elif row.id_index in own_ids or _lives_there(row, petition):
            found.append(_relative_flag(office, row, "反映人"))
    for card in _cards(office, own_ids, accused | own_names):
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
    return found


def _lives_there(row: Relative, petition: Petition) -> bool:
    """A shared name alone means little; from the same township it is worth a look."""
    return row.township is None or petition.township is None or row.township == petition.township


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
            .limit(20)
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
            .limit(20)
        )
    )


def _relative_flag(office: Office, row: Relative, who: str, *, by_official: bool = False) -> Flag:
    official = office.vault.open(row.official_sealed)[:1] + "某"
    if by_official:
        why = f"{who}与备案登记中的{official}（{row.unit_name or row.official_post or '单位未填'}）同名，其{row.relation}在享受救助。"
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
