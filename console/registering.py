"""Lines of the registers of relatives and of cards kept, as a search shows them: names masked, places in words."""

from dataclasses import dataclass

from casework.assistance.models import CardKept, Relative
from casework.office import Office
from casework.people import identity, units


@dataclass(frozen=True)
class Line:
    name: str
    id_number: str
    other: str
    """The official whose relative it is, or the keeper of the card, with their post."""
    about: str
    place: str
    state: str


def line(office: Office, row: Relative | CardKept) -> Line:
    unseal, tree = office.vault.open_or_none, units.tree(office)
    name = identity.mask_name(unseal(row.name_sealed))
    number = identity.mask_id(unseal(row.id_number_sealed))
    place = tree.name(row.township) if row.township else "—"
    if isinstance(row, Relative):
        who = identity.mask_name(unseal(row.official_sealed))
        post = "，".join(part for part in (row.unit_name, row.official_post) if part)
        state = "在享受救助" if row.assisted else "没有享受救助"
        return Line(name, number, f"{who}（{post or '单位未填'}）", row.relation, place, state)
    keeper = identity.mask_name(unseal(row.keeper_sealed))
    lacks = [what for what, day in (("协议", row.agreement_on), ("备案", row.filed_on)) if day is None]
    state = "已结束" if row.ended_on else (f"缺{'、'.join(lacks)}" if lacks else "有协议、已备案")
    tail = f"尾号 {row.account_tail}" if row.account_tail else "—"
    return Line(name, number, f"{keeper}（{row.keeper_post or '职务未填'}）", tail, place, state)
