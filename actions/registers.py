"""The registers of assistance as far as they are linked; where they are not, that is said."""

from dataclasses import dataclass

from casework.office import Office


@dataclass(frozen=True)
class Report:
    """Somebody in need, or a change at home, as told by a resident."""

    kind: str
    text: str
    place: str
    phone: str
    conversation_id: int
    channel: str


def report(office: Office, told: Report) -> bool:
    """Enter a report as a lead or a task; False where the registers do not take it, so that a person has to."""
    return False


def look_up(office: Office, kind: str, name: str, id_number: str) -> list[str] | None:
    """Where somebody's application or payment stands, in sentences; None where the registers are not linked."""
    return None


def linked(office: Office) -> bool:
    """Whether applications and payments can be looked up here."""
    return False
