"""Who lodged a petition without a name, or without a number, and now gives it."""

import re
from typing import Any

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.petitions import clocks, history, notes, petitioners
from casework.petitions.models import Petition
from casework.petitions.petitioners import Complainant

NOTED = {"real_name": "反映人补上了姓名", "confidential": "反映人补上了姓名，要求保密"}
"""What stands among the additions, so that whoever works on it sees it; the name itself stands under seal."""
OF_CHILD = re.compile(r"^反映人年龄：\d|^反映人：[^\s]{0,3}(小学|初中|中学|学生|年级)", re.MULTILINE)
"""Lines of an account that tell that a child lodged it."""


class NotSigned(CaseworkError):
    """The name or the number cannot be taken as it is."""

    code = "not_signed"


def of_child(office: Office, petition: Petition) -> bool:
    """Whether a child lodged it, whose name and number are taken with a guardian's word alone."""
    account = office.vault.open(petition.narrative_sealed)
    return OF_CHILD.search(account) is not None


def sign(
    office: Office,
    petition: Petition,
    by: Actor,
    *,
    name: str = "",
    phone: str = "",
    identity: str = "real_name",
) -> bool:
    """Put the name under a petition lodged without one, or the number beside a name that has none, or keep a name
    confidential; whether anything was changed.

    Raises:
        NotAllowed: the actor may not add to the petition, or it is closed.
        NotSigned: the number can be none, with the sentence to ask again with.
    """
    verdict = rights.may(by, "add_more", petition)
    if not verdict or not petition.is_open:
        raise NotAllowed(verdict.why or "这一件已经办结，不能再改署名。")
    if why := petitioners.wrong(Complainant(name, phone)):
        raise NotSigned(why)
    changes = _under_it(office, petition, name, phone) if name and not petition.petitioners else {}
    changes = changes or _number(office, petition, phone)
    hides = petition.identity == "real_name" and identity == "confidential"
    if petition.petitioners and (petition.identity == "anonymous" or hides):
        changes["identity"] = [petition.identity, identity]
        petition.identity = identity
        changes |= clocks.recompute(office, petition)
    if not changes:
        return False
    if "identity" in changes:
        notes.add(office, petition, by, NOTED[identity], "supplement")
    history.record(office, petition, "sign", by, petition.state, changes=changes)
    return True


def _under_it(office: Office, petition: Petition, name: str, phone: str) -> dict[str, Any]:
    row = petitioners.row(office, Complainant(name, phone), 0)
    petition.petitioners.append(row)
    office.db.flush()
    petition.resident_id = row.resident_id
    return {"petitioners": [0, 1]}


def _number(office: Office, petition: Petition, phone: str) -> dict[str, Any]:
    """The number beside the first name, where none stands there."""
    first = next(iter(petition.petitioners), None)
    if not phone or first is None or first.phone_sealed:
        return {}
    told = petitioners.row(office, Complainant(office.vault.open_or_none(first.name_sealed) or "", phone), 0)
    first.phone_sealed, first.phone_index = told.phone_sealed, told.phone_index
    first.resident_id = petition.resident_id = told.resident_id or first.resident_id
    return {"phone": ["", "added"]}
