"""Who acts: a member of staff, a resident, or the system itself."""

from dataclasses import dataclass, field
from typing import Literal

from casework.people.models import Staff

Kind = Literal["staff", "resident", "system"]


@dataclass(frozen=True)
class Actor:
    """The one on whose authority something is done or seen.

    `unit_path` holds the codes from the root of the unit tree down to the actor's own unit.
    """

    kind: Kind
    id: int | None = None
    name: str = ""
    unit_code: str = ""
    unit_path: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    channel: str = ""
    proven: int | None = None
    """The id of the one petition whose number and query code this resident has shown."""
    here: bool = False
    """Whether that petition's letters come to the very place where they speak: what is answered there needs no letter."""

    @classmethod
    def of_staff(cls, staff: Staff) -> "Actor":
        return cls(
            "staff",
            staff.id,
            staff.name,
            staff.unit_code,
            staff.unit_path,
            frozenset(staff.roles) if staff.active else frozenset(),
        )

    @classmethod
    def resident(cls, id: int | None, channel: str = "") -> "Actor":
        """A resident known by record; id None for somebody who has not said who they are."""
        return cls("resident", id, "信访人", channel=channel)

    @classmethod
    def holder(cls, petition_id: int, channel: str = "", *, here: bool = False) -> "Actor":
        """Somebody who has shown number and query code of one petition, and has a right to that one alone."""
        return cls("resident", None, "信访人", channel=channel, proven=petition_id, here=here)

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A process of Huiyin itself, such as `sweep` or `delivery`."""
        return cls("system", None, name)

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))

    @property
    def unit_line(self) -> list[str]:
        """Codes of the actor's unit and of all units above it."""
        return [code for code in self.unit_path.split("/") if code]
