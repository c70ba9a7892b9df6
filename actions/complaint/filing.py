"""From the slots of the talk to a petition of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions import registers
from actions.complaint import facts, representatives, unnamed
from casework.conversations import talks
from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import accused, lodging
from casework.petitions.lodging import Complainant, Lodged, NewPetition
from casework.petitions.representatives import MOST


@dataclass(frozen=True)
class Filing:
    """A confirmed complaint."""

    slots: Mapping[str, Any]
    draft: Mapping[str, Any]
    token: str

    @classmethod
    def of(cls, slots: Mapping[str, Any], token: str) -> "Filing":
        return cls(slots, slots.get("complaint_draft") or {}, token)

    @property
    def identity(self) -> str:
        return str(self.slots.get("complaint_identity") or "anonymous")

    @property
    def headcount(self) -> int:
        return int(self.draft.get("headcount") or 1)

    def lodge(self, office: Office) -> Lodged:
        """Lodge it through the office's one door.

        Raises:
            CaseworkError: the office cannot take it as it is, with a sentence for the resident.
        """
        conversation = talks.get(office, self.token)
        new = self._petition(
            office, conversation.id, conversation.channel, talks.address(office, conversation)
        )
        return lodging.lodge(office, new, Actor.resident(conversation.resident_id, conversation.channel))

    def _petition(self, office: Office, conversation_id: int, channel: str, address: str) -> NewPetition:
        place = str(self.slots.get("complaint_place") or "")
        unit = units.tree(office).find(place) if place else None
        return NewPetition(
            category=str(self.slots.get("complaint_category") or "other"),
            narrative=self._narrative(),
            secondary=[name for name in self.draft.get("secondary", []) if name],
            place_unit_code=unit,
            place_text=place,
            accused=accused.read(str(self.slots.get("complaint_accused") or "")),
            happened_text=str(self.slots.get("complaint_time") or ""),
            happened_from=_day(self.draft.get("happened_from"), office),
            program=self.draft.get("program"),
            application_key=self.draft.get("application_key"),
            identity=self.identity,
            petitioners=self._petitioners(office),
            headcount=self.headcount,
            channel=channel,
            contact=(channel, address),
            conversation_id=conversation_id,
            evidence=list(self.draft.get("evidence", [])),
            idempotency_key=str(self.draft["key"]),
        )

    def _narrative(self) -> str:
        narrative = account(self.slots)
        said = [f"数额：{self.draft['amount']}"] if self.draft.get("amount") else []
        if self.identity == "anonymous" and (phone := self.slots.get("complaint_phone")):
            said.append(f"联系电话：{phone}（反映人没留名，只留了电话，联系时照他说的来）")
        said += [f"反映人年龄：{self.draft['age']} 岁"] if self.draft.get("age") else []
        said += [f"反映人：{self.draft['pupil']}"] if self.draft.get("pupil") else []
        return "\n".join([narrative, *said])

    def _petitioners(self, office: Office) -> list[Complainant]:
        if self.identity == "anonymous":
            return []
        relation = representatives.spoken_for({**self.slots, "complaint_draft": self.draft})
        others = list(self.draft.get("people") or [])
        speaks = bool(others) and self.headcount > MOST
        name = str(self.slots.get("complaint_name") or "")
        speaker = Complainant(
            name=name,
            phone=str(self.slots.get("complaint_phone") or ""),
            id_number=registers.id_number_for(office, self.token, str(self.draft["key"]), name),
            relation=f"代{relation}反映"
            if self.draft.get("relation_name")
            else "代为反映"
            if relation
            else "本人",
            on_behalf_of=str(self.draft.get("relation_name") or relation),
            representative=speaks,
        )
        return [
            speaker,
            *(Complainant(one["name"], one.get("phone", ""), representative=speaks) for one in others),
        ]


def account(slots: Mapping[str, Any]) -> str:
    """The account as told; of who stays anonymous without the name and the number that a letter is signed with."""
    told = str(slots.get("complaint_narrative") or "")
    unsaid = (slots.get("complaint_draft") or {}).get(facts.UNSIGNED)
    if slots.get("complaint_identity") != "anonymous" or unsaid:
        return told
    return unnamed.unnamed(told, str(slots.get("complaint_accused") or ""))


def _day(iso: Any, office: Office) -> date | None:
    return date.fromisoformat(str(iso)) if iso else None
